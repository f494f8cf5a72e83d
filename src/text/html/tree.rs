//! A small tree of HTML, and its way back to text.
//!
//! Texts and attribute values are held decoded, each element knows the line and column of the source it came from. The
//! tree is never deeper than `parse::MAX_DEPTH`, so that walking it by recursion is safe. It has no opinion on what is
//! allowed: that is `clean`.

use std::fmt::Write as _;

/// An element or a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// A tag with its attributes and what is inside.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
    /// Line and column of the source, from 1; 0 when nothing in the source stands for the element.
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Element {
    /// An element that comes from no place in the source.
    pub(crate) fn new(name: &str, children: Vec<Node>) -> Self {
        Self {
            name: name.to_owned(),
            children,
            ..Self::default()
        }
    }

    /// The same with a class, for the theme to take hold of.
    pub(crate) fn with_class(name: &str, class: &str, children: Vec<Node>) -> Self {
        let mut element = Self::new(name, children);
        element.set("class", class.to_owned());
        element
    }

    pub(crate) fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(name, _)| name == attribute)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn set(&mut self, attribute: &str, value: String) {
        if let Some(slot) = self
            .attributes
            .iter_mut()
            .find(|(name, _)| name == attribute)
        {
            slot.1 = value;
        } else {
            self.attributes.push((attribute.to_owned(), value));
        }
    }

    pub(crate) fn take(&mut self, attribute: &str) -> Option<String> {
        let at = self
            .attributes
            .iter()
            .position(|(name, _)| name == attribute)?;
        Some(self.attributes.remove(at).1)
    }

    pub(crate) fn has_class(&self, class: &str) -> bool {
        self.get("class")
            .is_some_and(|classes| classes.split_ascii_whitespace().any(|one| one == class))
    }
}

impl Node {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// White space that HTML collapses; U+00A0 is not among it.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.chars().all(is_space))
    }

    pub(crate) fn is_block(&self) -> bool {
        matches!(self, Self::Element(element) if is_block(&element.name))
    }
}

/// HTML's own white space.
pub(crate) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Elements that stand on lines of their own.
pub(crate) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "caption"
            | "colgroup"
            | "col"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Headings, which HTML does not put right inside one another.
pub(crate) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Elements that have no end tag.
pub(crate) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// All the text inside, as it stands.
pub(crate) fn text_of(nodes: &[Node]) -> String {
    fn walk(nodes: &[Node], out: &mut String) {
        for node in nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => walk(&element.children, out),
            }
        }
    }
    let mut out = String::new();
    walk(nodes, &mut out);
    out
}

/// The tree as HTML, well-formed, with the five characters escaped that need it.
pub(crate) fn write(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        write_node(node, &mut out);
    }
    out
}

fn write_node(node: &Node, out: &mut String) {
    match node {
        Node::Text(text) => escape(text, false, out),
        Node::Element(element) => {
            open(element, out);
            for child in &element.children {
                write_node(child, out);
            }
            close(element, out);
        }
    }
}

/// An attribute that says a place, as comrak writes it.
pub(crate) fn write_place(line: usize, column: usize, out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, " data-sourcepos=\"{line}:{column}-{line}:{column}\"");
}

/// The start tag.
pub(crate) fn open(element: &Element, out: &mut String) {
    out.push('<');
    out.push_str(&element.name);
    for (name, value) in &element.attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(value, true, out);
        out.push('"');
    }
    out.push('>');
}

/// The end tag, where there is one.
pub(crate) fn close(element: &Element, out: &mut String) {
    if !is_void(&element.name) {
        out.push_str("</");
        out.push_str(&element.name);
        out.push('>');
    }
}

/// Text for HTML; quotation marks are escaped in attributes alone.
pub(crate) fn escape(text: &str, attribute: bool, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}
