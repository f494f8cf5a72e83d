//! Nestings that a browser would read otherwise than they stand: those that taking tags out has made.

use super::tree::{self, Node, is_block};

/// Makes a cleaned tree one that is read back as it was written.
pub(super) fn nest(nodes: &mut Vec<Node>) {
    Inside::default().nodes(nodes);
}

/// The open elements around a node.
#[derive(Debug, Default, Clone, Copy)]
struct Inside {
    link: bool,
    item: bool,
    term: bool,
}

impl Inside {
    fn nodes(self, nodes: &mut Vec<Node>) {
        for node in std::mem::take(nodes) {
            let mut element = match node {
                Node::Element(element) => element,
                Node::Text(text) => {
                    match nodes.last_mut() {
                        Some(Node::Text(last)) => last.push_str(&text),
                        _ => nodes.push(Node::Text(text)),
                    }
                    continue;
                }
            };
            let mut inside = self;
            match element.name.as_str() {
                "a" if self.link => {
                    let mut children = std::mem::take(&mut element.children);
                    self.nodes(&mut children);
                    if let (Some(Node::Text(last)), Some(Node::Text(first))) =
                        (nodes.last_mut(), children.first())
                    {
                        last.push_str(first);
                        children.remove(0);
                    }
                    nodes.append(&mut children);
                    continue;
                }
                "a" => inside.link = true,
                "li" if self.item => "section".clone_into(&mut element.name),
                "dd" | "dt" if self.term => "section".clone_into(&mut element.name),
                "p" if holds_block(&element.children) => "section".clone_into(&mut element.name),
                "svg" | "foreignObject" => inside = Self::default(),
                _ => {}
            }
            if is_block(&element.name) && !matches!(element.name.as_str(), "p" | "div" | "address")
            {
                inside.item = element.name == "li";
                inside.term = matches!(element.name.as_str(), "dd" | "dt");
            }
            inside.nodes(&mut element.children);
            if tree::is_heading(&element.name) {
                for child in &mut element.children {
                    if let Node::Element(child) = child
                        && tree::is_heading(&child.name)
                    {
                        "section".clone_into(&mut child.name);
                    }
                }
            }
            nodes.push(Node::Element(element));
        }
    }
}

/// Whether a paragraph would end at something inside it.
fn holds_block(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Element(element) if element.name == "svg" => false,
        Node::Element(element) => is_block(&element.name) || holds_block(&element.children),
        Node::Text(_) => false,
    })
}
