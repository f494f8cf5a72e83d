//! What WeChat keeps of an article's HTML (`wechat-api.md` 9.1).

/// Beyond the ordinary ones: sections, inline SVG, cards of mini programs.
const TAGS: [&str; 22] = [
    "section",
    "figure",
    "figcaption",
    "font",
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "defs",
    "use",
    "animate",
    "animatetransform",
    "set",
    "mp-common-miniprogram",
    "mp-miniprogram",
];
const ATTRIBUTES: [&str; 33] = [
    "style",
    "class",
    "align",
    "width",
    "height",
    "viewbox",
    "viewBox",
    "xmlns",
    "d",
    "fill",
    "stroke",
    "stroke-width",
    "transform",
    "points",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "opacity",
    "begin",
    "dur",
    "repeatcount",
    "data-miniprogram-appid",
    "data-miniprogram-path",
    "data-miniprogram-title",
    "data-miniprogram-imageurl",
];
/// Hosts whose pictures stay.
const PICTURES: [&str; 2] = ["mmbiz.qpic.cn", "mmbiz.qlogo.cn"];
/// Articles of any account may be linked to by all.
const LINKS: [&str; 1] = ["mp.weixin.qq.com"];

/// What WeChat keeps of an article: no scripts, no pictures of other hosts, and no links to other sites where the
/// account has no WeChat Pay.
pub(super) fn filtered(content: &str, pay: bool) -> String {
    ammonia::Builder::default()
        .add_tags(TAGS)
        .add_generic_attributes(ATTRIBUTES)
        .link_rel(None)
        .attribute_filter(move |tag, attribute, value| match (tag, attribute) {
            ("img", "src") if !is_at(value, &PICTURES) => None,
            ("a", "href") if !pay && !is_at(value, &LINKS) => None,
            _ => Some(value.into()),
        })
        .clean(content)
        .to_string()
}

fn is_at(address: &str, hosts: &[&str]) -> bool {
    let rest = address
        .strip_prefix("http://")
        .or_else(|| address.strip_prefix("https://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| hosts.contains(&host))
}

/// The text without its tags, for a digest.
pub(super) fn plain(content: &str) -> String {
    let text = ammonia::Builder::empty().clean(content).to_string();
    let text = text
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_the_page_says() {
        let foreign = r#"<p>See <a href="https://example.com/x">this</a></p>"#;
        let cases = [
            ("<p onclick=\"x()\">a<script>b</script></p>", "<p>a</p>"),
            (foreign, "<p>See <a>this</a></p>"),
            (
                r#"<a href="https://mp.weixin.qq.com/s/x">b</a>"#,
                r#"<a href="https://mp.weixin.qq.com/s/x">b</a>"#,
            ),
            (
                r#"<img src="http://mmbiz.qpic.cn/a/0"><img src="https://mmbiz.qpic.cn.example.com/a">"#,
                r#"<img src="http://mmbiz.qpic.cn/a/0"><img>"#,
            ),
            (
                r#"<section id="a" style="color:red" class="b">c</section>"#,
                r#"<section style="color:red" class="b">c</section>"#,
            ),
            (
                r#"<svg viewBox="0 0 1 1"><path d="M0 0h1"></path></svg>"#,
                r#"<svg viewBox="0 0 1 1"><path d="M0 0h1"></path></svg>"#,
            ),
        ];
        for (written, kept) in cases {
            assert_eq!(filtered(written, false), kept);
        }
        assert_eq!(filtered(foreign, true), foreign);
    }
}
