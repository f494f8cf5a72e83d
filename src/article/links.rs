//! Footnotes: those of the author, and those that foreign links become. One list, one count.
//!
//! A link to an article on mp.weixin.qq.com stays; the same address has the same number everywhere; a link whose text is
//! its address needs none. Works before cleaning, which would take away the marks that Markdown left.

use std::collections::HashMap;

use super::Links;
use super::clean::{host, is_web};
use super::tree::{Element, Node, text_of};

/// Rewrites footnotes, and foreign links when asked to; answers the lines and columns of those that stay.
pub(super) fn rewrite(nodes: Vec<Node>, links: Links) -> (Vec<Node>, Vec<(usize, usize)>) {
    let mut notes = Notes {
        links,
        ..Notes::default()
    };
    let mut body = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::Element(element)
                if element.name == "section" && element.get("data-footnotes").is_some() =>
            {
                notes.define(element);
            }
            other => body.push(other),
        }
    }
    let is_chinese = text_of(&body).chars().any(super::phone::is_cjk);
    let mut body = notes.walk(body);
    let list = notes.list();
    if !list.is_empty() {
        let title = if is_chinese { "参考" } else { "References" };
        let mut children = vec![Node::Element(Element::with_class(
            "p",
            "footnotes-title",
            vec![Node::text(title)],
        ))];
        children.extend(list);
        body.push(Node::Element(Element::with_class(
            "section",
            "footnotes",
            children,
        )));
    }
    (body, notes.kept)
}

#[derive(Default)]
struct Notes {
    links: Links,
    /// The author's text of each footnote, by its fragment `#fn-name`.
    definitions: HashMap<String, Vec<Node>>,
    numbers: HashMap<String, usize>,
    entries: Vec<Entry>,
    /// The place of foreign links.
    kept: Vec<(usize, usize)>,
}

enum Entry {
    Note(Vec<Node>),
    Link { text: String, address: String },
}

impl Notes {
    fn define(&mut self, section: Element) {
        for list in section.children {
            let Node::Element(list) = list else { continue };
            for item in list.children {
                if let Node::Element(mut item) = item
                    && let Some(id) = item.take("id")
                {
                    self.definitions.insert(format!("#{id}"), item.children);
                }
            }
        }
    }

    fn walk(&mut self, nodes: Vec<Node>) -> Vec<Node> {
        let mut out = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Node::Element(element)
                    if element.name == "sup" && element.has_class("footnote-ref") =>
                {
                    self.reference(element, &mut out);
                }
                Node::Element(element)
                    if element.name == "a" && element.get("data-footnote-backref").is_some() =>
                {
                    trim_end(&mut out);
                }
                Node::Element(element) if element.name == "a" => self.link(element, &mut out),
                Node::Element(mut element) => {
                    element.children = self.walk(std::mem::take(&mut element.children));
                    out.push(Node::Element(element));
                }
                text @ Node::Text(_) => out.push(text),
            }
        }
        out
    }

    fn reference(&mut self, element: Element, out: &mut Vec<Node>) {
        let target = element.children.iter().find_map(|child| match child {
            Node::Element(link) => link.get("href").map(str::to_owned),
            Node::Text(_) => None,
        });
        let Some(target) = target else {
            return out.push(Node::Element(element));
        };
        let number = if let Some(number) = self.numbers.get(&target) {
            *number
        } else if let Some(definition) = self.definitions.remove(&target) {
            self.add(target, Entry::Note(definition))
        } else {
            return out.push(Node::Element(element));
        };
        out.push(mark(number));
    }

    fn link(&mut self, mut element: Element, out: &mut Vec<Node>) {
        element.children = self.walk(std::mem::take(&mut element.children));
        let mut address = element.get("href").unwrap_or_default().trim().to_owned();
        // A page's own protocol, which an article has not.
        if address.starts_with("//") {
            address.insert_str(0, "https:");
            element.set("href", address.clone());
        }
        let is_foreign =
            is_web(&address) && host(&address).is_none_or(|host| host != "mp.weixin.qq.com");
        if self.links != Links::Footnotes || !is_foreign {
            if is_foreign {
                self.kept.push((element.line, element.column));
            }
            return out.push(Node::Element(element));
        }
        let text = text_of(&element.children).trim().to_owned();
        if bare(&text) == bare(&address) {
            out.append(&mut element.children);
            return;
        }
        let number = match self.numbers.get(&address) {
            Some(number) => *number,
            None => self.add(address.clone(), Entry::Link { text, address }),
        };
        let mut words = std::mem::take(&mut element.children);
        words.push(mark(number));
        // What was a link still looks like one.
        out.push(Node::Element(Element::with_class("span", "link", words)));
    }

    fn add(&mut self, key: String, entry: Entry) -> usize {
        self.entries.push(entry);
        self.numbers.insert(key, self.entries.len());
        self.entries.len()
    }

    /// The entries in order; footnotes may name further ones while they are written.
    fn list(&mut self) -> Vec<Node> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < self.entries.len() {
            let number = Node::Element(Element::with_class(
                "span",
                "footnote-number",
                vec![Node::Text(format!("[{}]", at + 1))],
            ));
            let entry = std::mem::replace(&mut self.entries[at], Entry::Note(Vec::new()));
            match entry {
                Entry::Link { text, address } => {
                    let words = if text.is_empty() {
                        format!(" {address}")
                    } else {
                        format!(" {text}: {address}")
                    };
                    out.push(Node::Element(Element::with_class(
                        "p",
                        "footnote",
                        vec![number, Node::Text(words)],
                    )));
                }
                Entry::Note(children) => {
                    let mut children = self.walk(children);
                    children.retain(|child| !child.is_blank());
                    match children.first_mut() {
                        Some(Node::Element(first)) if first.name == "p" => {
                            first.children.splice(0..0, [number, Node::text(" ")]);
                        }
                        _ => children.insert(0, Node::Element(Element::new("p", vec![number]))),
                    }
                    for child in &mut children {
                        if let Node::Element(child) = child
                            && child.name == "p"
                        {
                            child.set("class", "footnote".to_owned());
                        }
                    }
                    out.extend(children);
                }
            }
            at += 1;
        }
        out
    }
}

fn mark(number: usize) -> Node {
    Node::Element(Element::with_class(
        "sup",
        "footnote-ref",
        vec![Node::Text(format!("[{number}]"))],
    ))
}

fn trim_end(nodes: &mut [Node]) {
    if let Some(Node::Text(text)) = nodes.last_mut() {
        let length = text.trim_end_matches(super::tree::is_space).len();
        text.truncate(length);
    }
}

/// An address as people write it.
fn bare(address: &str) -> String {
    let address = address
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_end_matches('/');
    percent_encoding::percent_decode_str(address)
        .decode_utf8_lossy()
        .into_owned()
}
