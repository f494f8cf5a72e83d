//! Cleaning: things that WeChat would remove are removed here, and said.
//!
//! One pass over the tree, by the table of `text::kept`. A picture or another file that is named and cannot be sent is never
//! passed over: it is reported, and the report is an error.

use super::pictures::{self, Found, PLACEHOLDER};
use super::removed::{Removed, RemovedWhat, cut, named};
use super::style;
use super::tree::{Element, Node, is_block};
use crate::text::kept::{self, Fate};

pub(super) use crate::text::kept::host;

/// The most things that are reported of one article.
const MAX_REPORT: usize = 1000;

/// The input of cleaning, and its findings.
#[derive(Debug, Default)]
pub(super) struct Cleaner<'k> {
    /// Style properties that stay though it is not known what WeChat makes of them.
    keep: &'k [String],
    pub(super) removed: Vec<Removed>,
    pub(super) pictures: Found,
    /// Inside a drawing, and inside words of it: others are not shown.
    is_drawn: bool,
    is_lettered: bool,
}

impl<'k> Cleaner<'k> {
    pub(super) fn new(keep: &'k [String], removed: Vec<Removed>) -> Self {
        Self {
            keep,
            removed,
            ..Self::default()
        }
    }

    pub(super) fn clean(&mut self, nodes: Vec<Node>) -> Vec<Node> {
        let mut out = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Node::Text(text)
                    if self.is_drawn && !self.is_lettered && text.trim().is_empty() => {}
                Node::Text(text) => out.push(Node::Text(text)),
                Node::Element(element) => self.element(element, &mut out),
            }
        }
        out
    }

    pub(super) fn report(&mut self, what: RemovedWhat, element: &Element) {
        let one = Removed {
            what,
            line: (element.line > 0).then_some(element.line),
            column: element.column.max(1),
        };
        if self.removed.len() < MAX_REPORT && self.removed.last() != Some(&one) {
            self.removed.push(one);
        }
    }

    fn element(&mut self, mut element: Element, out: &mut Vec<Node>) {
        let name = element.name.clone();
        if self.is_drawn {
            return self.drawn(element, out);
        }
        match name.as_str() {
            "script" => return self.report(RemovedWhat::Script, &element),
            "style" => return self.report(RemovedWhat::StyleSheet, &element),
            "link" => {
                let is_sheet = element
                    .get("rel")
                    .is_some_and(|rel| rel.eq_ignore_ascii_case("stylesheet"));
                if is_sheet {
                    self.report(RemovedWhat::StyleSheet, &element);
                }
                return;
            }
            "iframe" if !is_tencent_video(&element) => {
                return self.report(RemovedWhat::Iframe, &element);
            }
            "iframe" => element.children.clear(),
            "select" | "textarea" | "button" | "datalist" | "progress" | "meter" | "input" => {
                self.lose(&element);
                return self.report(RemovedWhat::Form, &element);
            }
            "form" | "fieldset" | "label" | "legend" | "output" => return self.form(element, out),
            // What a whole document has around its text.
            "meta" | "title" => return,
            "base" => {
                if let Some(href) = element.get("href").map(named) {
                    self.report(RemovedWhat::Base { href }, &element);
                }
                return;
            }
            // No browser shows what it holds, so that no picture of it is missed.
            "template" => {
                if element.children.iter().any(|child| !child.is_blank()) {
                    self.report(RemovedWhat::Element(name), &element);
                }
                return;
            }
            "picture" => return self.picture(element, out),
            "noscript" => return self.noscript(element, out),
            "article" | "aside" | "header" | "footer" | "main" | "nav" | "figure"
            | "figcaption" | "address" => {
                "section".clone_into(&mut element.name);
            }
            "listing" => "pre".clone_into(&mut element.name),
            "audio" | "video" | "object" | "embed" | "applet" => return self.media(&element),
            "canvas" | "math" | "map" | "source" | "track" | "param" | "frame" => {
                self.lose(&element);
                return self.report(RemovedWhat::Element(name), &element);
            }
            "xmp" | "noembed" | "noframes" | "plaintext" => {
                return self.report(RemovedWhat::Element(name), &element);
            }
            _ => {}
        }
        if !kept::element(&element.name, false) {
            if let Some(source) = element
                .get("src")
                .filter(|it| is_picture_name(it))
                .map(named)
            {
                self.report(RemovedWhat::Picture { source }, &element);
            }
            // Word's and other editors' own tags show nothing themselves.
            if !name.contains(':') && name != "marquee" {
                self.report(RemovedWhat::Element(name.clone()), &element);
            }
            if !is_block(&element.name) && name != "marquee" {
                let inside = self.clean(std::mem::take(&mut element.children));
                return out.extend(inside);
            }
            // Its lines stay lines of their own.
            "section".clone_into(&mut element.name);
        }
        self.attributes(&mut element);
        self.is_drawn = element.name == "svg";
        element.children = self.clean(std::mem::take(&mut element.children));
        self.is_drawn = false;
        match element.name.as_str() {
            "a" => self.link(element, out),
            "img" => self.image(element, out),
            name if name.starts_with("mp-") => {
                self.card(&mut element);
                out.push(Node::Element(element));
            }
            _ => out.push(Node::Element(element)),
        }
    }

    /// An element of a drawing.
    fn drawn(&mut self, mut element: Element, out: &mut Vec<Node>) {
        let name = element.name.clone();
        match name.as_str() {
            // Said to machines and editors, and shown nowhere.
            "title" | "desc" | "metadata" => return,
            "script" => return self.report(RemovedWhat::Script, &element),
            "style" => return self.report(RemovedWhat::StyleSheet, &element),
            "a" | "switch" => {
                self.report(RemovedWhat::Element(name), &element);
                let inside = self.clean(std::mem::take(&mut element.children));
                return out.extend(inside);
            }
            _ if !kept::element(&name, true) => {
                self.lose(&element);
                return self.report(RemovedWhat::Element(name), &element);
            }
            _ => {}
        }
        if !kept::animates(&name, element.get("attributeName"), element.get("type")) {
            let what = element.get("attributeName").unwrap_or_default();
            return self.report(
                RemovedWhat::Animation(cut(&format!("{name} {what}"))),
                &element,
            );
        }
        self.attributes(&mut element);
        if name == "image" {
            for key in ["href", "xlink:href"] {
                if let Some(source) = element.take(key) {
                    let address = self.pictures.address(&source, &element);
                    element.set(key, address);
                }
            }
        }
        self.is_drawn = name != "foreignObject";
        let before = self.is_lettered;
        self.is_lettered = matches!(name.as_str(), "text" | "tspan");
        element.children = self.clean(std::mem::take(&mut element.children));
        (self.is_drawn, self.is_lettered) = (true, before);
        out.push(Node::Element(element));
    }

    /// One form is one thing, whatever its fields.
    fn form(&mut self, mut element: Element, out: &mut Vec<Node>) {
        self.report(RemovedWhat::Form, &element);
        let before = self.removed.len();
        let inside = self.clean(std::mem::take(&mut element.children));
        let mut found = self.removed.split_off(before);
        found.retain(|one| one.what != RemovedWhat::Form);
        self.removed.append(&mut found);
        out.extend(inside);
    }

    /// Pictures in something that goes as a whole.
    fn lose(&mut self, element: &Element) {
        let source = match element.name.as_str() {
            "img" => pictures::source(element),
            "image" => element
                .get("href")
                .or(element.get("xlink:href"))
                .map(str::to_owned),
            "input" => element.get("src").map(str::to_owned),
            _ => None,
        };
        if let Some(source) = source {
            self.report(
                RemovedWhat::Picture {
                    source: named(&source),
                },
                element,
            );
        }
        for child in &element.children {
            if let Node::Element(child) = child {
                self.lose(child);
            }
        }
    }

    fn media(&mut self, element: &Element) {
        if let Some(poster) = element.get("poster").filter(|it| !it.trim().is_empty()) {
            let source = named(poster);
            self.report(RemovedWhat::Picture { source }, element);
        }
        let inner = element.children.iter().find_map(|child| match child {
            Node::Element(child) => child.get("src").or(child.get("value")),
            Node::Text(_) => None,
        });
        let own = ["src", "data", "data-src", "code"]
            .iter()
            .find_map(|key| element.get(key));
        let what = match own.or(inner) {
            Some(source) if is_picture_name(source) => RemovedWhat::Picture {
                source: named(source),
            },
            Some(source) => RemovedWhat::Media {
                element: element.name.clone(),
                source: named(source),
            },
            None => RemovedWhat::Element(element.name.clone()),
        };
        self.lose(element);
        self.report(what, element);
    }

    /// Several sources of one picture: its own `<img>` knows a browser's choice where it has an address.
    fn picture(&mut self, mut element: Element, out: &mut Vec<Node>) {
        let best = element.children.iter().rev().find_map(|child| match child {
            Node::Element(source) if source.name == "source" => pictures::source(source),
            _ => None,
        });
        let mut children = std::mem::take(&mut element.children);
        children.retain(|child| !matches!(child, Node::Element(one) if one.name == "source"));
        let mut has_picture = false;
        for child in &mut children {
            if let Node::Element(image) = child
                && image.name == "img"
            {
                has_picture = true;
                if let (None, Some(best)) = (
                    pictures::source(image).filter(|it| !pictures::is_data(it)),
                    &best,
                ) {
                    image.set("src", best.clone());
                }
            }
        }
        if let (false, Some(best)) = (has_picture, best) {
            let mut image = Element::new("img", Vec::new());
            (image.line, image.column) = (element.line, element.column);
            image.set("src", best);
            children.push(Node::Element(image));
        }
        let inside = self.clean(children);
        out.extend(inside);
    }

    /// A part for browsers without scripts: one picture in it is mostly the picture that stands before it already.
    fn noscript(&mut self, mut element: Element, out: &mut Vec<Node>) {
        let has_picture = |node: &Node| matches!(node, Node::Element(one) if one.name == "img");
        let before = out.iter().rposition(|node| !node.is_blank());
        let mut inside = element.children.iter().filter(|node| !node.is_blank());
        let is_picture = inside.next().is_some_and(has_picture) && inside.next().is_none();
        if is_picture && before.is_some_and(|at| has_picture(&out[at])) {
            return;
        }
        let inside = self.clean(std::mem::take(&mut element.children));
        out.extend(inside);
    }

    fn attributes(&mut self, element: &mut Element) {
        let name = element.name.clone();
        // What is hidden stays hidden.
        if element.take("hidden").is_some() {
            super::phone::add_style(element, "display:none");
        }
        // The old way to give a table a picture behind it.
        if let Some(source) = element
            .take("background")
            .filter(|it| !it.trim().is_empty())
        {
            let source = source.trim().replace(['\'', '"', '(', ')', '\\'], "");
            super::phone::add_style(element, &format!("background-image:url({source})"));
        }
        let attributes = std::mem::take(&mut element.attributes);
        for (key, value) in attributes {
            let lower = key.to_ascii_lowercase();
            if lower.starts_with("on") {
                self.report(RemovedWhat::EventHandler, element);
            } else if lower == "style" {
                let value = self.style(&value, element);
                if !value.is_empty() {
                    element.set("style", value);
                }
            } else if (kept::attribute(&name, self.is_drawn, &key)
                && (!self.is_drawn || kept::is_harmless(&value)))
                || (name == "img" && lower == "srcset")
            {
                element
                    .attributes
                    .push((key, value.replace(['\r', '\0'], "")));
            }
        }
    }

    fn style(&mut self, value: &str, element: &mut Element) -> String {
        let mut declarations = style::declarations(value);
        super::hidden::put_away(&mut declarations);
        for one in &mut declarations {
            let zoom = one.name == "zoom" && element.name == "img";
            if zoom && one.value.ends_with('%') {
                // What Typora writes for a picture's size.
                "width".clone_into(&mut one.name);
            }
            one.value = self.pictures.in_style(&one.value, element);
        }
        let mut dropped = Vec::new();
        let kept = style::filter(&style::write(&declarations), self.keep, &mut dropped);
        for (property, fate) in dropped {
            let what = match fate {
                Fate::Unknown => RemovedWhat::StyleUnknown(property),
                Fate::Lost | Fate::Kept => RemovedWhat::StyleProperty(property),
            };
            self.report(what, element);
        }
        kept
    }

    fn link(&mut self, mut element: Element, out: &mut Vec<Node>) {
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
        // A tap on a picture enlarges it in WeChat, too.
        if !href.is_empty() && !self.shows(&href, &element.children) {
            let what = if is_own_file(&href) && is_picture_name(&href) {
                RemovedWhat::LinkedPicture {
                    source: named(&href),
                }
            } else if is_own_file(&href) {
                RemovedWhat::Media {
                    element: element.name.clone(),
                    source: named(&href),
                }
            } else {
                RemovedWhat::Link { href: named(&href) }
            };
            self.report(what, &element);
        }
        out.append(&mut element.children);
    }

    /// Whether a picture, and nothing else, is what a link around it leads to.
    fn shows(&self, href: &str, nodes: &[Node]) -> bool {
        let plain = |name: &str| name.trim_start_matches("./").to_owned();
        let mut shown = nodes.iter().filter(|node| !node.is_blank());
        let is_it = |node: &Node| match node {
            Node::Element(one) if one.name == "img" => {
                let index = one.get("src").and_then(|it| it.strip_prefix(PLACEHOLDER));
                let picture =
                    index.and_then(|it| self.pictures.list.get(it.parse::<usize>().ok()?));
                picture.is_some_and(|it| plain(&it.source) == plain(href))
            }
            _ => false,
        };
        shown.next().is_some_and(is_it) && shown.next().is_none()
    }

    fn image(&mut self, mut element: Element, out: &mut Vec<Node>) {
        let Some(source) = pictures::source(&element) else {
            let source = element.get("src").map(named).unwrap_or_default();
            return self.report(RemovedWhat::Picture { source }, &element);
        };
        let address = self.pictures.address(&source, &element);
        pictures::forget_sources(&mut element);
        // Seven characters that say nothing, once for each picture.
        if element.get("alt").is_some_and(|it| it.trim().is_empty()) {
            element.take("alt");
        }
        element.attributes.insert(0, ("src".to_owned(), address));
        out.push(Node::Element(element));
    }

    /// The picture of a mini program's card is one like all others.
    fn card(&mut self, element: &mut Element) {
        const PICTURE: &str = "data-miniprogram-imageurl";
        if let Some(source) = element.get(PICTURE).map(|it| it.trim().to_owned())
            && !source.is_empty()
        {
            let address = self.pictures.address(&source, element);
            element.set(PICTURE, address);
        }
    }
}

/// Whether a file is a picture by its name.
fn is_picture_name(source: &str) -> bool {
    let name = source.split(['?', '#']).next().unwrap_or_default();
    let ending = name.rsplit('.').next().unwrap_or_default();
    let known = ["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp"];
    known.iter().any(|one| ending.eq_ignore_ascii_case(one))
}

/// Whether a link leads to a file that lies beside the article: a picture, a document, a film, an archive.
fn is_own_file(href: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "csv", "zip", "rar", "7z", "mp3",
        "m4a", "wav", "mp4", "mov", "webm", "epub", "apk", "ics",
    ];
    let name = href.split(['?', '#']).next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_document = ENDINGS.iter().any(|one| ending.eq_ignore_ascii_case(one));
    !href.contains(':') && !href.starts_with("//") && (is_document || is_picture_name(href))
}

/// Addresses that a link may have.
pub(super) fn is_web(href: &str) -> bool {
    let lower = href.get(..8).unwrap_or(href).to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

fn is_tencent_video(element: &Element) -> bool {
    let source = |key| element.get(key).filter(|it| !it.trim().is_empty());
    let source = source("src").or_else(|| source("data-src"));
    source.is_some_and(|source| kept::is_at(source, kept::VIDEO_HOSTS))
}
