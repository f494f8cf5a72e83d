//! The part of an article's HTML that WeChat keeps (`wechat-api.md` 9.1), by the table that articles are cleaned with: `text::kept`.
//!
//! Whatever the table does not know stays here: it is not known that WeChat removes it.

use cssparser::{Delimiter, ParseError, Parser};

use crate::text::html::parse::parse;
use crate::text::html::tree::{self, Element, Node};
use crate::text::kept::{self, Fate, LINK_HOSTS, PICTURE_HOSTS, VIDEO_HOSTS};

/// Elements of which not even the words stay.
const WORDLESS: &[&str] = &[
    "audio", "canvas", "embed", "input", "link", "math", "meta", "noscript", "object", "script",
    "select", "style", "template", "textarea", "title", "video",
];

/// The part of an article that WeChat keeps: no scripts, no pictures of other hosts, no styles that reach out of their place, and no
/// links to other sites where the account has no WeChat Pay.
pub(super) fn filtered(content: &str, pay: bool) -> String {
    let filter = Filter {
        pay,
        is_drawn: false,
    };
    tree::write(&filter.nodes(parse(content, 0).nodes))
}

/// The text without its tags, for a digest.
pub(super) fn plain(content: &str) -> String {
    fn words(nodes: &[Node], out: &mut String) {
        for node in nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) if WORDLESS.contains(&element.name.as_str()) => {}
                Node::Element(element) => words(&element.children, out),
            }
        }
    }
    let mut text = String::new();
    words(&parse(content, 0).nodes, &mut text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Debug, Clone, Copy)]
struct Filter {
    /// The account may link to other sites.
    pay: bool,
    /// Inside a drawing.
    is_drawn: bool,
}

impl Filter {
    fn nodes(self, nodes: Vec<Node>) -> Vec<Node> {
        let mut out = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Node::Element(element) => self.element(element, &mut out),
                text @ Node::Text(_) => out.push(text),
            }
        }
        out
    }

    fn element(self, mut element: Element, out: &mut Vec<Node>) {
        let name = element.name.clone();
        let children = std::mem::take(&mut element.children);
        if WORDLESS.contains(&name.as_str()) {
            return;
        }
        if !kept::element(&name, self.is_drawn) {
            // Shapes that are defined somewhere are not to be seen where they are defined.
            if !self.is_drawn {
                out.extend(self.nodes(children));
            }
            return;
        }
        if !kept::animates(&name, element.get("attributeName"), element.get("type")) {
            return;
        }
        let attributes = std::mem::take(&mut element.attributes);
        element.attributes = attributes
            .into_iter()
            .filter_map(|(key, value)| {
                let value = self.attribute(&name, &key, value)?;
                Some((key, value))
            })
            .collect();
        let has = |key: &str| element.get(key).is_some_and(|value| !value.is_empty());
        let inside = Self {
            is_drawn: name == "svg" || (self.is_drawn && name != "foreignObject"),
            ..self
        };
        match name.as_str() {
            "img" | "iframe" if !has("src") && !has("data-src") => return,
            "iframe" => {}
            "a" if !has("href") && !has("data-miniprogram-appid") => {
                out.extend(self.nodes(children));
                return;
            }
            _ => element.children = inside.nodes(children),
        }
        out.push(Node::Element(element));
    }

    /// The part of an attribute's value that stays.
    fn attribute(self, element: &str, key: &str, value: String) -> Option<String> {
        if !kept::attribute(element, self.is_drawn, key) {
            return None;
        }
        let hosts = match (element, key) {
            ("img", "src" | "data-src") | ("image", "href" | "xlink:href") => Some(PICTURE_HOSTS),
            ("iframe", "src" | "data-src") => Some(VIDEO_HOSTS),
            // The link of a mini program is in other attributes.
            ("a", "href") if value.is_empty() => None,
            ("a", "href") if self.pay => return kept::host(&value).map(|_| value),
            ("a", "href") => Some(LINK_HOSTS),
            (_, "style") => return style(&value),
            _ => None,
        };
        let stays = hosts.is_none_or(|hosts| kept::is_at(&value, hosts))
            && (!self.is_drawn || kept::is_harmless(&value));
        stays.then_some(value)
    }
}

/// The declarations that stay, as they were written; `None` where none does.
fn style(value: &str) -> Option<String> {
    let mut input = Parser::new(value);
    let (mut kept, mut lost) = (Vec::new(), false);
    while !input.is_exhausted() {
        let start = input.position();
        let _: Result<(), ParseError<()>> = input.parse_until_after(Delimiter::Semicolon, |one| {
            while one.next().is_ok() {}
            Ok(())
        });
        let written = input.slice_from(start).trim_end().trim_end_matches(';');
        let (name, what) = written.split_once(':').unwrap_or((written, ""));
        if kept::style(name.trim(), what) == Fate::Lost {
            lost = true;
        } else {
            kept.push(written);
        }
    }
    if kept.iter().all(|one| one.trim().is_empty()) {
        return None;
    }
    Some(if lost {
        kept.join(";")
    } else {
        value.to_owned()
    })
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
            // Unclosed tags, and names in any letters.
            ("<P>a<P>b<LI>c", "<p>a</p><p>b</p><li>c</li>"),
            (
                r#"<SVG viewbox="0 0 9 9"><defs><path d="M0 0"/></defs><Rect width="9" onload="x()"/></SVG>"#,
                r#"<svg viewBox="0 0 9 9"><rect width="9"></rect></svg>"#,
            ),
        ];
        for (written, kept) in cases {
            assert_eq!(filtered(written, false), kept);
        }
        assert_eq!(filtered(foreign, true), foreign);
        assert_eq!(filtered(r#"<a href="javascript:x()">a</a>"#, true), "a");
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
        assert_eq!(plain("<p>a&nbsp;&lt;b</p> <style>c</style>d"), "a <b d");
    }

    #[test]
    fn each_row_of_the_table_holds() {
        for row in kept::samples() {
            let here = filtered(&row.html, true);
            assert_eq!(here.contains(&row.part), row.by_wechat, "{}", row.html);
            assert_eq!(filtered(&here, true), here, "{}", row.html);
        }
    }
}
