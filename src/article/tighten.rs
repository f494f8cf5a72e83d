//! White space as a browser would collapse it, gone before the phone can show it.
//!
//! Runs become one space, spaces at the edges of blocks go, a line end between two Chinese characters is nothing, and
//! spans that say nothing are unwrapped. Doing it twice is doing it once.

use super::phone::is_cjk;
use super::tree::{Node, is_block, is_space};

/// Tightens a whole article.
pub(super) fn tighten(nodes: Vec<Node>) -> Vec<Node> {
    inside(nodes, true)
}

/// Takes out spans that say nothing, and leaves white space as it is.
pub(super) fn unwrapped(nodes: Vec<Node>) -> Vec<Node> {
    let mut out = Vec::with_capacity(nodes.len());
    unwrap_spans(nodes, &mut out);
    for node in &mut out {
        if let Node::Element(element) = node {
            element.children = unwrapped(std::mem::take(&mut element.children));
        }
    }
    out
}

fn inside(nodes: Vec<Node>, parent_is_block: bool) -> Vec<Node> {
    let mut flat = Vec::with_capacity(nodes.len());
    unwrap_spans(nodes, &mut flat);
    let count = flat.len();
    let edges: Vec<(bool, bool)> = (0..count)
        .map(|at| {
            let before = if at == 0 {
                parent_is_block
            } else {
                ends_line(&flat[at - 1])
            };
            let after = if at + 1 == count {
                parent_is_block
            } else {
                ends_line(&flat[at + 1])
            };
            (before, after)
        })
        .collect();
    let mut out = Vec::with_capacity(count);
    for (node, (before, after)) in flat.into_iter().zip(edges) {
        match node {
            Node::Text(text) => {
                let mut text = collapse(&text);
                if before {
                    text.drain(..text.len() - text.trim_start_matches(' ').len());
                }
                if after {
                    text.truncate(text.trim_end_matches(' ').len());
                }
                if !text.is_empty() {
                    out.push(Node::Text(text));
                }
            }
            Node::Element(mut element) => {
                element.children = inside(
                    std::mem::take(&mut element.children),
                    is_block(&element.name),
                );
                out.push(Node::Element(element));
            }
        }
    }
    out
}

fn ends_line(node: &Node) -> bool {
    node.is_block() || matches!(node, Node::Element(element) if element.name == "br")
}

/// Spans without attributes give way to what is in them; texts that then touch become one.
fn unwrap_spans(nodes: Vec<Node>, out: &mut Vec<Node>) {
    for node in nodes {
        match node {
            Node::Element(span) if span.name == "span" && span.attributes.is_empty() => {
                unwrap_spans(span.children, out);
            }
            Node::Text(text) => match out.last_mut() {
                Some(Node::Text(last)) => last.push_str(&text),
                _ => out.push(Node::Text(text)),
            },
            other @ Node::Element(_) => out.push(other),
        }
    }
}

fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        if !is_space(character) {
            out.push(character);
            continue;
        }
        let mut breaks = character == '\n';
        while let Some(space) = rest.next_if(|next| is_space(*next)) {
            breaks |= space == '\n';
        }
        let is_between =
            out.chars().next_back().is_some_and(is_cjk) && rest.peek().copied().is_some_and(is_cjk);
        if !(breaks && is_between) {
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{parse, tree};

    fn tight(html: &str) -> String {
        tree::write(&tighten(parse::parse(html, 1).nodes))
    }

    #[test]
    fn white_space() {
        assert_eq!(
            tight("\n<p>\n 你好，\n 世界 a\nb </p>\n\n<p> x <b> y</b> z <br> w\u{a0}</p> "),
            "<p>你好，世界 a b</p><p>x <b> y</b> z<br>w\u{a0}</p>"
        );
        assert_eq!(
            tight("<ul> <li> a </li> </ul><table> <tr> <td> x"),
            "<ul><li>a</li></ul><table><tbody><tr><td>x</td></tr></tbody></table>"
        );
        assert_eq!(
            tight("a<span> <span>b</span></span> <span> c</span>"),
            "a b c"
        );
    }
}
