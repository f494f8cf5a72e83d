//! What WeChat would remove is removed here, and said.
//!
//! WeChat publishes no list; ours follows what the field has seen (wechat-api.md 9.1). `clean` works on the tree and knows
//! lines; `harden` is ammonia on the finished text with the same list, so that what a browser makes of the text and what
//! we made of it are one and the same.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::style;
use super::tree::{self, Element, Node};

mod kept;

use kept::{ATTRIBUTES, CARD_ATTRIBUTES, DRAWN, DRAWN_ATTRIBUTES, KEPT};

/// Something that WeChat would not have kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    pub what: RemovedWhat,
    /// Line of the source, from 1; none where it came from a style sheet.
    pub line: Option<usize>,
    /// In characters, from 1.
    pub column: usize,
}

/// The kinds of things that are removed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RemovedWhat {
    Script,
    /// `<style>` or `<link rel=stylesheet>`; use `css` or a theme.
    StyleSheet,
    /// A frame that is not Tencent's video.
    Iframe,
    /// A form, or a field of one.
    Form,
    /// An attribute such as `onclick`.
    EventHandler,
    /// An `id` or an anchor's `name`.
    Id,
    /// The tag went, its text stayed: in-page anchors, `mailto:`, scripts, relative addresses.
    Link {
        href: String,
    },
    /// An `<img>` without an address, or with its bytes in the address; what was there, cut to 60 characters.
    Picture {
        source: String,
    },
    /// Links to other sites, of which nobody said what becomes of them: most accounts lose them.
    LinksElsewhere {
        count: usize,
    },
    /// A property of a `style` attribute.
    StyleProperty(String),
    /// Another element, by name; its text stayed when it had any.
    Element(String),
    /// Tags inside one another deeper than an article can be; their text stayed.
    TooDeep,
    /// The setting of a formula that is not known: it is shown as it was written. Cut to 60 characters.
    Formula {
        tex: String,
        /// The command or sign that cannot be set.
        why: String,
    },
    /// A mark of another tool's Markdown.
    Foreign(super::dialect::Foreign),
    /// The colours of code: with them the article would be too long.
    CodeColours,
}

impl Removed {
    /// A note on Markdown, with its line and column.
    pub(super) fn of_note((line, column, note): (usize, usize, super::markdown::Note)) -> Self {
        let what = match note {
            super::markdown::Note::Formula { tex, why } => RemovedWhat::Formula {
                tex: cut(&tex),
                why,
            },
            super::markdown::Note::Foreign(foreign) => RemovedWhat::Foreign(foreign),
        };
        let line = Some(line);
        Self { what, line, column }
    }
}

/// The most things that are reported of one article.
const MAX_REPORT: usize = 1000;

/// Cleans the tree in place and adds to the report.
pub(super) fn clean(nodes: Vec<Node>, removed: &mut Vec<Removed>) -> Vec<Node> {
    let mut out = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::Text(text) => out.push(Node::Text(text)),
            Node::Element(element) => clean_element(element, removed, &mut out),
        }
    }
    out
}

fn report(removed: &mut Vec<Removed>, what: RemovedWhat, (line, column): (usize, usize)) {
    let line = (line > 0).then_some(line);
    let column = column.max(1);
    let one = Removed { what, line, column };
    if removed.len() < MAX_REPORT && removed.last() != Some(&one) {
        removed.push(one);
    }
}

fn clean_element(mut element: Element, removed: &mut Vec<Removed>, out: &mut Vec<Node>) {
    let line = (element.line, element.column);
    let name = element.name.clone();
    match name.as_str() {
        "script" => return report(removed, RemovedWhat::Script, line),
        "style" => return report(removed, RemovedWhat::StyleSheet, line),
        "link"
            if element
                .get("rel")
                .is_some_and(|rel| rel.eq_ignore_ascii_case("stylesheet")) =>
        {
            return report(removed, RemovedWhat::StyleSheet, line);
        }
        "iframe" if !is_tencent_video(&element) => {
            return report(removed, RemovedWhat::Iframe, line);
        }
        "iframe" => element.children.clear(),
        "input" | "select" | "textarea" | "button" | "datalist" | "progress" | "meter" => {
            return report(removed, RemovedWhat::Form, line);
        }
        "form" | "fieldset" | "label" | "legend" | "output" => {
            report(removed, RemovedWhat::Form, line);
            // One form is one thing, whatever its fields.
            let mut inside = Vec::new();
            out.extend(clean(element.children, &mut inside));
            inside.retain(|one| one.what != RemovedWhat::Form);
            let room = MAX_REPORT.saturating_sub(removed.len());
            return removed.extend(inside.into_iter().take(room));
        }
        // What a whole document has around its text.
        "meta" | "link" | "title" | "base" => return,
        "html" | "head" | "body" => return out.extend(clean(element.children, removed)),
        "article" | "aside" | "header" | "footer" | "main" | "nav" | "figure" | "figcaption"
        | "address" => {
            "section".clone_into(&mut element.name);
        }
        "object" | "embed" | "applet" | "audio" | "video" | "canvas" | "template" | "math"
        | "map" | "noembed" | "noframes" | "xmp" | "plaintext" | "foreignObject" | "source"
        | "track" | "param" | "frame" | "frameset" => {
            return report(removed, RemovedWhat::Element(name), line);
        }
        _ => {}
    }
    if !KEPT.contains(&element.name.as_str()) && !DRAWN.contains(&element.name.as_str()) {
        report(removed, RemovedWhat::Element(name), line);
        if !tree::is_block(&element.name) {
            return out.extend(clean(element.children, removed));
        }
        // Its lines stay lines of their own.
        "section".clone_into(&mut element.name);
    }
    clean_attributes(&mut element, removed);
    element.children = clean(std::mem::take(&mut element.children), removed);
    match element.name.as_str() {
        "a" => clean_link(element, removed, out),
        "img" => clean_picture(element, removed, out),
        _ => out.push(Node::Element(element)),
    }
}

fn clean_attributes(element: &mut Element, removed: &mut Vec<Removed>) {
    let line = (element.line, element.column);
    let is_drawn = DRAWN.contains(&element.name.as_str());
    let is_card = element.name.starts_with("mp-");
    let is_anchor = element.name == "a";
    // Elsewhere they are an editor's notes to itself.
    let keeps_data = is_card || matches!(element.name.as_str(), "iframe" | "img");
    element.attributes.retain_mut(|(name, value)| {
        let lower = name.to_ascii_lowercase();
        if lower.starts_with("on") {
            report(removed, RemovedWhat::EventHandler, line);
            return false;
        }
        if lower == "id" || (lower == "name" && is_anchor) {
            report(removed, RemovedWhat::Id, line);
            return false;
        }
        if lower == "style" {
            let mut dropped = Vec::new();
            *value = style::filter(value, &mut dropped);
            for property in dropped {
                report(removed, RemovedWhat::StyleProperty(property), line);
            }
            return !value.is_empty();
        }
        lower.starts_with("data-miniprogram-")
            || (lower.starts_with("data-") && keeps_data)
            || ATTRIBUTES.contains(&name.as_str())
            || (is_card && CARD_ATTRIBUTES.contains(&name.as_str()))
            || (is_drawn && DRAWN_ATTRIBUTES.contains(&name.as_str()) && style::is_harmless(value))
    });
}

fn clean_link(mut element: Element, removed: &mut Vec<Removed>, out: &mut Vec<Node>) {
    let href: String = element
        .take("href")
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    let href = href.trim().to_owned();
    let is_card = element.get("data-miniprogram-appid").is_some();
    if is_card || is_web(&href) {
        element.set("href", href);
        return out.push(Node::Element(element));
    }
    if !href.is_empty() {
        report(
            removed,
            RemovedWhat::Link { href: cut(&href) },
            (element.line, element.column),
        );
    }
    out.append(&mut element.children);
}

fn clean_picture(mut element: Element, removed: &mut Vec<Removed>, out: &mut Vec<Node>) {
    let lazy = element.take("data-src");
    let source = element
        .take("src")
        .filter(|source| !source.trim().is_empty())
        .or(lazy)
        .unwrap_or_default();
    let source = source.trim();
    let inline = source
        .get(..5)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    if source.is_empty() || inline {
        return report(
            removed,
            RemovedWhat::Picture {
                source: cut(source),
            },
            (element.line, element.column),
        );
    }
    element
        .attributes
        .insert(0, ("src".to_owned(), source.to_owned()));
    out.push(Node::Element(element));
}

pub(super) fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Addresses that a link may have.
pub(super) fn is_web(href: &str) -> bool {
    let lower = href.get(..8).unwrap_or(href).to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

/// Pictures that WeChat serves already: they stay as they are.
pub(super) fn is_wechat_picture(source: &str) -> bool {
    host(source).is_some_and(|host| {
        ["qpic.cn", "qlogo.cn"].iter().any(|domain| {
            host.strip_suffix(domain)
                .is_some_and(|rest| rest.ends_with("mmbiz.") || rest.ends_with("mmecoa."))
        })
    })
}

/// The host of a web address, in lower case.
pub(super) fn host(address: &str) -> Option<String> {
    let address = if address.starts_with("//") {
        format!("https:{address}")
    } else {
        address.to_owned()
    };
    if !is_web(&address) {
        return None;
    }
    url::Url::parse(&address)
        .ok()?
        .host_str()
        .map(str::to_ascii_lowercase)
}

fn is_tencent_video(element: &Element) -> bool {
    let source = element
        .get("src")
        .or_else(|| element.get("data-src"))
        .unwrap_or_default();
    host(source).is_some_and(|host| host == "v.qq.com" || host == "mp.weixin.qq.com")
}

/// The finished text, read once more as a browser reads it.
pub(super) fn harden(html: &str) -> String {
    static AMMONIA: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
        let mut builder = ammonia::Builder::empty();
        builder
            .tags(KEPT.iter().chain(DRAWN).copied().collect())
            .generic_attributes(ATTRIBUTES.iter().chain(DRAWN_ATTRIBUTES).copied().collect())
            .generic_attribute_prefixes(HashSet::from(["data-"]))
            .tag_attributes(
                KEPT.iter()
                    .filter(|name| name.starts_with("mp-"))
                    .map(|name| (*name, CARD_ATTRIBUTES.iter().copied().collect()))
                    .collect(),
            )
            .url_schemes(HashSet::from(["http", "https"]))
            .link_rel(None);
        builder
    });
    AMMONIA.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_wechats_own_pictures_stay_as_they_are() {
        assert!(is_wechat_picture("http://mmbiz.qpic.cn/mmbiz_png/a/0"));
        assert!(!is_wechat_picture(
            "https://mmbiz.qpic.cn.evil.example/a.png"
        ));
        assert!(!is_wechat_picture("images/a.png"));
    }
}
