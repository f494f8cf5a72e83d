//! The part of an article's HTML that WeChat keeps (`wechat-api.md` 9.1).

use std::borrow::Cow;

/// Beyond the ordinary ones: sections, inline SVG with its animations, Tencent's videos, WeChat's cards.
#[rustfmt::skip]
const TAGS: &[&str] = &[
    "section", "figure", "figcaption", "font", "iframe", "svg", "g", "path", "image", "foreignObject",
    "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "linearGradient", "stop", "clipPath", "mask",
    "defs", "use", "animate", "animateTransform", STAND_IN, "set", "mp-common-miniprogram", "mp-miniprogram",
    "mp-common-mpaudio", "mp-common-profile", "mp-common-videosnap", "mp-style-type",
];
#[rustfmt::skip]
const ATTRIBUTES: &[&str] = &[
    "style", "class", "align", "width", "height", "color", "face", "size",
    "viewBox", "xmlns", "d", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width",
    "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-dashoffset", "stroke-opacity", "transform", "points", "x", "y",
    "x1", "y1", "x2", "y2", "cx", "cy", "dx", "dy",
    "r", "rx", "ry", "opacity", "visibility", "font-size", "font-family", "font-weight", "text-anchor",
    "dominant-baseline", "preserveAspectRatio", "begin", "dur", "end", "from", "to", "by", "values", "additive", "accumulate",
    "attributeName", "attributeType", "repeatCount", "repeatDur", "keyTimes", "keySplines", "keyPoints", "calcMode", "restart",
    "rotate", "offset", "stop-color", "stop-opacity", "clip-path", "pointer-events", "gradientUnits", "gradientTransform",
    "name", "voice_encode_fileid", "play_length", "isaac2", "pluginname", "low_size", "source_size", "high_size",
];
/// In place of `animateMotion`, of which ammonia keeps none, since it names no attribute: an element that articles do not have.
const STAND_IN: &str = "discard";
const MOTION: &str = "animateMotion";

/// Hosts whose pictures stay.
const PICTURES: [&str; 2] = ["mmbiz.qpic.cn", "mmbiz.qlogo.cn"];
/// Articles of any account may be linked to by all.
const LINKS: [&str; 1] = ["mp.weixin.qq.com"];
/// Hosts that videos come from.
const VIDEOS: [&str; 2] = ["v.qq.com", "mp.weixin.qq.com"];

/// Style properties that are lost.
const LOST: [&str; 3] = ["position", "filter", "animation"];

/// The part of an article that WeChat keeps: no scripts, no pictures of other hosts, no styles that reach out of their place, and no
/// links to other sites where the account has no WeChat Pay.
pub(super) fn filtered(content: &str, pay: bool) -> String {
    let kept = ammonia::Builder::default()
        .add_tags(TAGS)
        .add_generic_attributes(ATTRIBUTES)
        .add_generic_attribute_prefixes(&["data-"])
        .add_tag_attributes(
            "iframe",
            &["src", "frameborder", "allowfullscreen", "scrolling"],
        )
        .add_tag_attributes("image", &["href", "xlink:href"])
        .add_tag_attributes("animateTransform", &["type"])
        .add_tag_attributes(STAND_IN, &["path"])
        .link_rel(None)
        .attribute_filter(move |tag, attribute, value| match (tag, attribute) {
            ("img", "src" | "data-src") | ("image", "href" | "xlink:href")
                if !is_at(value, &PICTURES) =>
            {
                None
            }
            ("iframe", "src" | "data-src") if !is_at(value, &VIDEOS) => None,
            // The link of a mini program is in other attributes.
            ("a", "href") if value.is_empty() => Some(value.into()),
            ("a", "href") if !pay && !is_at(value, &LINKS) => None,
            (_, "style") => style(value),
            _ => Some(value.into()),
        })
        .clean(&renamed(content, MOTION, STAND_IN))
        .to_string();
    renamed(&without_bare(&kept), STAND_IN, MOTION)
}

/// HTML with the tags of one name, in whatever case, under another.
fn renamed(html: &str, from: &str, to: &str) -> String {
    let (lower, from) = (html.to_ascii_lowercase(), from.to_ascii_lowercase());
    let mut text = String::with_capacity(html.len());
    let mut end = 0;
    for (start, _) in lower.match_indices(&from) {
        let is_tag = lower[..start].ends_with(['<', '/'])
            && !lower[start + from.len()..].starts_with(|it: char| it.is_ascii_alphanumeric());
        if is_tag {
            text.push_str(&html[end..start]);
            text.push_str(to);
            end = start + from.len();
        }
    }
    text.push_str(&html[end..]);
    text
}

/// The declarations that stay; `None` where none does.
fn style(value: &str) -> Option<Cow<'_, str>> {
    let (mut quote, mut open) = (None, 0_usize);
    let all: Vec<_> = value
        .split(move |it| {
            match (quote, it) {
                (Some(end), _) => quote = Some(end).filter(|end| *end != it),
                (None, '"' | '\'') => quote = Some(it),
                (None, '(') => open += 1,
                (None, ')') => open = open.saturating_sub(1),
                _ => return it == ';' && open == 0,
            }
            false
        })
        .collect();
    let kept: Vec<_> = all.iter().copied().filter(|it| stays(it)).collect();
    if kept.iter().all(|it| it.trim().is_empty()) {
        return None;
    }
    Some(if kept.len() == all.len() {
        value.into()
    } else {
        kept.join(";").into()
    })
}

fn stays(declaration: &str) -> bool {
    let lower = declaration.to_ascii_lowercase();
    let (name, value) = lower.split_once(':').unwrap_or((&lower, ""));
    let name = name.trim().trim_start_matches("-webkit-");
    let is_lost = LOST.contains(&name) || name.starts_with("animation-") || name.starts_with("--");
    let address = |rest: &str| {
        let address = rest.split(')').next().unwrap_or_default();
        is_at(address.trim().trim_matches(['"', '\'']), &PICTURES)
    };
    !is_lost && !value.contains("var(") && value.split("url(").skip(1).all(address)
}

/// Without the pictures, frames and links that have lost their address; the text of a link stays. The HTML is ammonia's, where each
/// tag is closed, values stand in double quotes and no link is inside another.
fn without_bare(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let (mut rest, mut bare_link, mut bare_frame) = (html, false, false);
    while let Some(start) = rest.find('<') {
        kept.push_str(&rest[..start]);
        let mut quoted = false;
        let end = rest[start..].find(|it| {
            quoted ^= it == '"';
            it == '>' && !quoted
        });
        let (tag, after) = rest[start..].split_at(end.map_or(rest.len() - start, |end| end + 1));
        let has = |attribute: &str| tag.contains(attribute);
        let goes = match tag.split([' ', '>']).next() {
            Some("<img") => !has(" src=\"") && !has(" data-src=\""),
            Some("<a") => {
                let leads = has(" href=\"") && !has(" href=\"\"");
                bare_link = !leads && !has(" data-miniprogram-appid=\"");
                bare_link
            }
            Some("</a") => std::mem::take(&mut bare_link),
            Some("<iframe") => {
                bare_frame = !has(" src=\"") && !has(" data-src=\"");
                bare_frame
            }
            Some("</iframe") => std::mem::take(&mut bare_frame),
            _ => false,
        };
        if !goes {
            kept.push_str(tag);
        }
        rest = after;
    }
    kept.push_str(rest);
    kept
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
            (foreign, "<p>See this</p>"),
            (
                r#"<a class="x" href="/y" title="1>0">a</a>, <a data-miniprogram-appid="wx1" href="">b</a>"#,
                r#"a, <a data-miniprogram-appid="wx1" href="">b</a>"#,
            ),
            (
                r#"<iframe src="https://v.qq.com/x"></iframe><iframe src="https://example.com/x"></iframe>"#,
                r#"<iframe src="https://v.qq.com/x"></iframe>"#,
            ),
            (
                r#"<p style="color:red;position:fixed;background:url(https://e.com/a;b)">a</p>"#,
                r#"<p style="color:red">a</p>"#,
            ),
            (
                r#"<p style="--a:1;">a</p><p style="background: url('https://mmbiz.qpic.cn/a;b'); color: blue">b</p>"#,
                r#"<p>a</p><p style="background: url('https://mmbiz.qpic.cn/a;b'); color: blue">b</p>"#,
            ),
            (
                r#"<a href="https://mp.weixin.qq.com/s/x">b</a>"#,
                r#"<a href="https://mp.weixin.qq.com/s/x">b</a>"#,
            ),
            (
                r#"<img src="http://mmbiz.qpic.cn/a/0"><img src="https://mmbiz.qpic.cn.example.com/a">"#,
                r#"<img src="http://mmbiz.qpic.cn/a/0">"#,
            ),
            (
                r#"<section id="a" style="color:red" class="b">c</section>"#,
                r#"<section style="color:red" class="b">c</section>"#,
            ),
            (
                r#"<img data-src="https://example.com/a"><iframe class="video_iframe" data-src="https://example.com/x"></iframe>"#,
                "",
            ),
        ];
        for (written, kept) in cases {
            assert_eq!(filtered(written, false), kept);
        }
        assert_eq!(filtered(foreign, true), foreign);
        // What published articles have, whole (秀米, 135).
        for whole in [
            r#"<svg viewBox="0 0 1 1"><path d="M0 0h1"></path></svg>"#,
            r#"<section style="transform:rotate(5deg)">a</section>"#,
            r#"<section style="transform: translate3d(20px, 0px, 0px); text-shadow: 0 0 1px red">a</section>"#,
            r#"<svg viewBox="0 0 9 9"><rect width="9" height="9"><set attributeName="visibility" from="visible" to="hidden" begin="click"></set></rect></svg>"#,
            r#"<svg><g><animateTransform attributeName="transform" type="translate" values="0;9" dur="1s" begin="click" restart="never" calcMode="spline" keySplines="0 0 1 1" fill="freeze"></animateTransform></g></svg>"#,
            r#"<svg><g pointer-events="none"><animateMotion path="M0 0h9" dur="1s" repeatCount="indefinite"></animateMotion></g></svg>"#,
            r#"<svg><image href="https://mmbiz.qpic.cn/a/0" width="9"></image></svg>"#,
            r#"<svg><foreignObject width="9" height="9"><section>a</section></foreignObject></svg>"#,
            r#"<iframe class="video_iframe" data-src="https://mp.weixin.qq.com/mp/readtemplate?t=pages/video_player_tmpl&amp;vid=wxv_1"></iframe>"#,
            r#"<img class="rich_pages wxw-img" data-src="https://mmbiz.qpic.cn/a/640">"#,
        ] {
            assert_eq!(filtered(whole, false), whole);
        }
        let elsewhere = r#"<svg><image href="https://example.com/a" width="9"></image></svg>"#;
        assert_eq!(
            filtered(elsewhere, false),
            r#"<svg><image width="9"></image></svg>"#
        );
    }
}
