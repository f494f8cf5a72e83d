//! The headings of an article: a list of them, and the one that repeats the title.

use comrak::nodes::{AstNode, NodeValue};

use super::words::text_of;

/// Levels and words of the headings that are no part of another block.
pub(super) fn headings<'a>(root: &'a AstNode<'a>) -> Vec<(u8, String)> {
    let heading = |node: &'a AstNode<'a>| match node.data().value {
        NodeValue::Heading(heading) => Some((heading.level, text_of(node))),
        _ => None,
    };
    root.children()
        .filter_map(heading)
        .filter(|(_, words)| !words.trim().is_empty())
        .collect()
}

/// A table of contents: plain words, for an article has no links into itself. Empty where there are no headings.
pub(super) fn list(headings: &[(u8, String)]) -> String {
    let Some(top) = headings.iter().map(|(level, _)| *level).min() else {
        return String::new();
    };
    // A single heading above all others is the article's own.
    let top =
        if headings.iter().filter(|(level, _)| *level == top).count() == 1 && headings.len() > 1 {
            top + 1
        } else {
            top
        };
    let mut html = String::new();
    let mut depth = 0;
    for (level, words) in headings
        .iter()
        .filter(|(level, _)| (top..top + 3).contains(level))
    {
        let wanted = (level - top + 1).min(depth + 1);
        if wanted > depth {
            html.push_str("<ul>\n");
        } else {
            html.push_str("</li>\n");
            html.push_str(&"</ul></li>\n".repeat(usize::from(depth - wanted)));
        }
        depth = wanted;
        html.push_str("<li>");
        html.push_str(&super::escaped(words));
    }
    html.push_str(&"</li></ul>\n".repeat(usize::from(depth)));
    html
}

/// The first heading, where nothing but it says what the title says already.
pub(super) fn repeated_title<'a>(
    nodes: &[&'a AstNode<'a>],
    title: &str,
) -> Option<&'a AstNode<'a>> {
    let bare = |text: &str| {
        text.chars()
            .filter(|it| it.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let title = bare(title);
    if title.is_empty() {
        return None;
    }
    let is_block = |node: &&&AstNode<'_>| {
        node.data().value.block() && !matches!(node.data().value, NodeValue::Document)
    };
    let first = nodes.iter().find(is_block)?;
    let is_heading =
        matches!(first.data().value, NodeValue::Heading(heading) if heading.level <= 2);
    (is_heading && bare(&text_of(first)) == title).then_some(first)
}
