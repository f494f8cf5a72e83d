//! Lists as the phone shows them right: one `<section>` in each item, inner lists as indented lines with marks of text.

use super::{add_style, arrange as arrange_nodes};
use crate::article::tree::{Element, Node, text_of};

/// Width of a mark, in tenths of an em.
const HANG: usize = 10;

/// A list of the first level.
pub(super) fn arrange(mut list: Element) -> Element {
    let children = std::mem::take(&mut list.children);
    for child in children {
        match child {
            Node::Element(mut item) if item.name == "li" => {
                if is_ticked(&item) {
                    add_style(&mut item, "list-style:none");
                }
                item.children = section(std::mem::take(&mut item.children));
                if let Some(Node::Element(section)) = item.children.first_mut()
                    && section.line == 0
                {
                    (section.line, section.column) = (item.line, item.column);
                }
                list.children.push(Node::Element(item));
            }
            // A list right inside a list is read as part of the item before it.
            Node::Element(inner) if is_list(&inner) => {
                let lines = flatten(inner, 2);
                match list.children.last_mut() {
                    Some(Node::Element(item)) if item.name == "li" => {
                        match item.children.first_mut() {
                            Some(Node::Element(section)) => section.children.extend(lines),
                            _ => item.children.extend(lines),
                        }
                    }
                    _ => list.children.push(Node::Element(Element::new(
                        "li",
                        vec![Node::Element(Element::new("section", lines))],
                    ))),
                }
            }
            other => {
                if !other.is_blank() {
                    let mut item = Element::new("li", section(vec![other]));
                    if is_ticked(&item) {
                        add_style(&mut item, "list-style:none");
                    }
                    list.children.push(Node::Element(item));
                }
            }
        }
    }
    list
}

/// All that is in an item, in one section.
fn section(mut children: Vec<Node>) -> Vec<Node> {
    if children.iter().filter(|child| !child.is_blank()).count() == 1
        && let Some(at) = children
            .iter()
            .position(|child| matches!(child, Node::Element(one) if one.name == "section"))
        && let Node::Element(mut only) = children.swap_remove(at)
    {
        only.children = contents(std::mem::take(&mut only.children), 2);
        return vec![Node::Element(only)];
    }
    vec![Node::Element(Element::new(
        "section",
        contents(children, 2),
    ))]
}

fn contents(children: Vec<Node>, depth: usize) -> Vec<Node> {
    let mut out = Vec::new();
    for child in children {
        match child {
            Node::Element(inner) if is_list(&inner) => out.extend(flatten(inner, depth)),
            other => out.extend(arrange_nodes(vec![other])),
        }
    }
    out
}

/// The items of an inner list as lines; deeper lists follow as lines of their own.
fn flatten(list: Element, depth: usize) -> Vec<Node> {
    let is_ordered = list.name == "ol";
    let mut number: usize = list
        .get("start")
        .and_then(|start| start.parse().ok())
        .unwrap_or(1);
    let mut out = Vec::new();
    for child in list.children {
        let item = match child {
            Node::Element(item) if item.name == "li" => item,
            Node::Element(inner) if is_list(&inner) => {
                out.extend(flatten(inner, depth + 1));
                continue;
            }
            blank if blank.is_blank() => continue,
            other => Element::new("li", vec![other]),
        };
        let mark = if is_ticked(&item) {
            String::new()
        } else if is_ordered {
            format!("{number}.\u{a0}")
        } else if depth == 2 {
            "◦\u{a0}".to_owned()
        } else {
            "▪\u{a0}".to_owned()
        };
        number = number.saturating_add(1);
        line(item, depth, mark, &mut out);
    }
    out
}

fn line(mut item: Element, depth: usize, mark: String, out: &mut Vec<Node>) {
    let has_mark = !mark.is_empty();
    let mut words = if mark.is_empty() {
        Vec::new()
    } else {
        vec![Node::Text(mark)]
    };
    let mut after = Vec::new();
    let mut is_first = true;
    for child in std::mem::take(&mut item.children) {
        match child {
            Node::Element(inner) if is_list(&inner) => after.extend(flatten(inner, depth + 1)),
            Node::Element(paragraph) if paragraph.name == "p" => {
                if !is_first {
                    words.push(Node::Element(Element::new("br", Vec::new())));
                }
                is_first = false;
                words.extend(arrange_nodes(paragraph.children));
            }
            blank if blank.is_blank() && is_first => {}
            other => {
                is_first = false;
                words.extend(arrange_nodes(vec![other]));
            }
        }
    }
    let mut section = Element::with_class("section", "nested", words);
    (section.line, section.column) = (item.line, item.column);
    let tenths = 12 * (depth - 1);
    // Lines after the first stand under the words, not under the mark; what is a block in it would be moved too.
    let hangs = has_mark && !section.children.iter().any(Node::is_block);
    let tenths = if hangs { tenths + HANG } else { tenths };
    let mut style = format!("padding-left:{}.{}em", tenths / 10, tenths % 10);
    if hangs {
        style.push_str(";text-indent:-1em");
    }
    add_style(&mut section, &style);
    out.push(Node::Element(section));
    out.append(&mut after);
}

fn is_list(element: &Element) -> bool {
    matches!(element.name.as_str(), "ul" | "ol")
}

fn is_ticked(item: &Element) -> bool {
    text_of(&item.children).trim_start().starts_with(['☐', '☑'])
}
