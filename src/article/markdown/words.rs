//! The words of an article: where its paragraphs are, which one leads it, and which marks are left among them.

use comrak::nodes::{AstNode, NodeValue};
use unicode_width::UnicodeWidthStr as _;

use super::{Note, Reading};
use crate::article::dialect::{self, Fate, Foreign, ForeignKind, OBJECT, Place, Source};

/// Start, end, and whether it is a table: the blocks that hold words.
pub(super) fn leaves<'a>(root: &'a AstNode<'a>) -> Vec<(Place, Place, bool)> {
    let leaf = |node: &'a AstNode<'a>| {
        let data = node.data();
        let is_table = matches!(data.value, NodeValue::Table(_));
        let is_leaf = is_table
            || matches!(
                data.value,
                NodeValue::Paragraph | NodeValue::Heading(_) | NodeValue::CalloutTitle
            );
        let in_table = node
            .ancestors()
            .skip(1)
            .any(|it| matches!(it.data().value, NodeValue::Table(_)));
        let (start, end) = (data.sourcepos.start, data.sourcepos.end);
        (is_leaf && !in_table).then_some((
            (start.line, start.column),
            (end.line, end.column),
            is_table,
        ))
    };
    let mut leaves: Vec<_> = root.descendants().filter_map(leaf).collect();
    leaves.sort_unstable();
    // A heading over a line of dashes is one leaf, however it was read.
    leaves.dedup_by(|next, last| next.0.0 <= last.1.0);
    leaves
}

/// The words inside of a node, with line ends as spaces.
pub(super) fn text_of<'a>(node: &'a AstNode<'a>) -> String {
    let mut out = String::new();
    for inner in node.descendants() {
        match &inner.data().value {
            NodeValue::Text(text) => out.push_str(text),
            NodeValue::Code(code) => out.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => out.push(' '),
            _ => {}
        }
    }
    out
}

/// The words of a leaf as followers see them; what is no prose is one sign. Escaped signs are no marks, and words of a lead.
fn seen<'a>(node: &'a AstNode<'a>, is_lead: bool) -> String {
    let mut out = String::new();
    let mut stack: Vec<&'a AstNode<'a>> = node.children().collect();
    stack.reverse();
    while let Some(inner) = stack.pop() {
        let data = inner.data();
        match &data.value {
            NodeValue::Text(text) => out.push_str(text),
            NodeValue::SoftBreak | NodeValue::LineBreak => out.push('\n'),
            NodeValue::Code(_)
            | NodeValue::Math(_)
            | NodeValue::Image(_)
            | NodeValue::FootnoteReference(_) => out.push(OBJECT),
            NodeValue::Escaped if !is_lead => out.push(OBJECT),
            NodeValue::HtmlInline(_) => {}
            _ => {
                let mut children: Vec<_> = inner.children().collect();
                children.reverse();
                stack.extend(children);
            }
        }
    }
    out
}

/// Marks that are left among the words, and line ends that were meant.
pub(super) fn look<'a>(
    source: &Source,
    nodes: &[&'a AstNode<'a>],
    reading: Reading<'_>,
    notes: &mut Vec<(usize, usize, Note)>,
) {
    let before = reading.first_line.saturating_sub(1);
    let mut short = Vec::new();
    let mut long = 0;
    for node in nodes {
        let start = node.data().sourcepos.start.line;
        let is_paragraph = matches!(node.data().value, NodeValue::Paragraph);
        if !is_paragraph
            && !matches!(
                node.data().value,
                NodeValue::Heading(_) | NodeValue::TableCell
            )
        {
            continue;
        }
        let words = seen(node, false);
        for (line, note) in dialect::in_text(&words) {
            let line = start + line;
            let is_said = |(known, _, said): &(usize, usize, Foreign)| {
                *known + before == line && (said.fate == Fate::Lost || said.fate == Fate::Stands)
            };
            if !source.notes.iter().any(is_said) {
                notes.push((line, 1, Note::Foreign(note)));
            }
        }
        if is_paragraph && words.contains('\n') && !is_hard(node) {
            let lines = words.lines().map(|line| line.trim().width());
            let is_short = lines.max().unwrap_or_default() <= 44 && !words.contains(OBJECT);
            let end = start + words.lines().count();
            let is_said = source
                .notes
                .iter()
                .any(|(line, _, _)| (start..end).contains(&(line + before)));
            if is_short && !is_said {
                short.push(start);
            } else {
                long += 1;
            }
        }
    }
    if !reading.breaks
        && short.len() > long
        && let Some(line) = short.first()
    {
        let note = Foreign::new(ForeignKind::ShortLines, Fate::Plain, "");
        notes.push((*line, 1, Note::Foreign(note)));
    }
}

/// A paragraph whose line ends are said to be some.
fn is_hard<'a>(node: &'a AstNode<'a>) -> bool {
    node.children()
        .any(|it| matches!(it.data().value, NodeValue::LineBreak))
}

/// The first paragraph of prose: no heading, caption, code or formula; an item of a list only where there is nothing else.
pub(super) fn lead<'a>(nodes: &[&'a AstNode<'a>]) -> String {
    let is_item = |node: &'a AstNode<'a>| {
        matches!(
            node.data().value,
            NodeValue::Item(_) | NodeValue::TaskItem(_)
        )
    };
    let of = |in_lists: bool| {
        let mut fitting = nodes
            .iter()
            .filter(|node| in_lists == node.ancestors().any(is_item));
        fitting.find_map(|node| prose(node))
    };
    of(false).or_else(|| of(true)).unwrap_or_default()
}

/// A paragraph of prose, at most 120 characters of it.
fn prose<'a>(node: &'a AstNode<'a>) -> Option<String> {
    const LONGEST: usize = 120;
    let is_other = |it: &'a AstNode<'a>| {
        matches!(
            it.data().value,
            NodeValue::FootnoteDefinition(_) | NodeValue::CalloutTitle
        )
    };
    let is_paragraph = matches!(node.data().value, NodeValue::Paragraph);
    if !is_paragraph || node.ancestors().any(is_other) {
        return None;
    }
    let words = together(&seen(node, true).replace(OBJECT, ""));
    let letters = words.chars().filter(|it| it.is_alphanumeric()).count();
    // A line beside a picture is its caption.
    let has_picture = node
        .descendants()
        .any(|it| matches!(it.data().value, NodeValue::Image(_)));
    if letters < if has_picture { 12 } else { 2 } {
        return None;
    }
    if words.chars().count() <= LONGEST {
        return Some(words);
    }
    let cut: String = words.chars().take(LONGEST - 1).collect();
    let end = cut
        .char_indices()
        .skip(40)
        .filter(|(_, it)| "。！？!?".contains(*it))
        .last();
    let sentence = end.and_then(|(at, sign)| cut.get(..at + sign.len_utf8()));
    Some(sentence.map_or_else(|| format!("{cut}…"), str::to_owned))
}

/// Lines become one; between two Chinese characters a line end is nothing.
fn together(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for line in words.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let glued = out
            .chars()
            .next_back()
            .is_some_and(crate::article::phone::is_cjk)
            && line
                .chars()
                .next()
                .is_some_and(crate::article::phone::is_cjk);
        if !out.is_empty() && !glued && !line.is_empty() {
            out.push(' ');
        }
        out.push_str(&line);
    }
    out
}
