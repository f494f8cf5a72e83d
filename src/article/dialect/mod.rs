//! Markdown as other tools write it becomes plain Markdown, with a note for each mark that an article cannot have.
//!
//! Two passes over the source, `blocks` by lines and `inline` inside of paragraphs, each led by a table (`lines`, `marks`);
//! `leftover` looks at what followers would see in the end. Code is never touched, lines keep their numbers.

mod blocks;
mod callouts;
mod foreign;
mod inline;
mod leftover;
mod lines;
mod marks;
mod pictures;
mod prose;
mod remarks;
mod site;
mod tables;
mod tags;

pub(super) use callouts::{callout, is_program};
pub use foreign::{Fate, Foreign, ForeignKind};
pub(super) use leftover::{OBJECT, in_html, in_text};
pub(super) use lines::TOC;
pub(super) use pictures::sized;

use foreign::Edit;
use inline::{Found, Leaf};

/// A source in plain Markdown.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) text: String,
    /// With line and column in the source, from 1.
    pub(super) notes: Vec<(usize, usize, Foreign)>,
    /// The same with its paragraphs unchanged, where lines of both begin, and by how much text behind a place was moved.
    before: String,
    before_starts: Vec<usize>,
    starts: Vec<usize>,
    shifts: Vec<(usize, isize)>,
}

/// Reads a source; `leaves` finds the lines of its paragraphs, headings and tables (the last are marked), as Markdown reads them.
pub(super) fn read(text: &str, leaves: impl Fn(&str) -> Vec<(Place, Place, bool)>) -> Source {
    let blocks = blocks::read(text);
    let starts = self::starts(&blocks.text);
    let byte = |(line, column): Place| {
        let start = starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(blocks.text.len());
        blocks
            .text
            .floor_char_boundary(start + column.saturating_sub(1))
    };
    let mut found = Found::default();
    for (start, end, is_table) in leaves(&blocks.text) {
        let start = byte(start);
        let end = starts.get(end.0).copied().unwrap_or(blocks.text.len());
        let leaf = Leaf {
            start,
            end: blocks
                .text
                .get(start..end)
                .map_or(end, |it| start + it.trim_end_matches(['\n', '\r']).len()),
            is_table,
        };
        inline::read(&blocks.text, leaf, &blocks.footnotes, &mut found);
    }
    let mut notes: Vec<_> = blocks
        .notes
        .into_iter()
        .map(|(line, note)| (line, 1, note))
        .collect();
    for (at, note) in found.notes {
        let line = starts.partition_point(|start| *start <= at).max(1);
        let start = starts.get(line - 1).copied().unwrap_or_default();
        let column = blocks
            .text
            .get(start..at)
            .map_or(1, |it| it.chars().count() + 1);
        notes.push((line, column, note));
    }
    let mut edits = found.edits;
    edits.sort_by_key(|edit| edit.at);
    let (text, shifts) = applied(&blocks.text, &edits);
    Source {
        notes,
        starts: self::starts(&text),
        text,
        shifts,
        before_starts: starts,
        before: blocks.text,
    }
}

/// Line and column in bytes, from 1.
pub(super) type Place = (usize, usize);

impl Source {
    /// The column in the source, in characters, of a place in the plain text. Lines of a book are not counted.
    pub(super) fn column(&self, (line, column): Place) -> usize {
        let start = |starts: &[usize]| {
            starts
                .get(line.saturating_sub(1))
                .copied()
                .unwrap_or_default()
        };
        let offset = start(&self.starts) + column.saturating_sub(1);
        let known = self.shifts.partition_point(|(at, _)| *at < offset);
        let shift = known
            .checked_sub(1)
            .and_then(|at| self.shifts.get(at))
            .map_or(0, |(_, shift)| *shift);
        let first = start(&self.before_starts);
        let at = self
            .before
            .floor_char_boundary(offset.saturating_add_signed(-shift).max(first));
        match self.before.get(first..at) {
            Some(line) if line.len() < 4096 => line.chars().count() + 1,
            _ => column,
        }
    }
}

/// The start of each line.
pub(super) fn starts(text: &str) -> Vec<usize> {
    let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0)
        .chain(ends.map(|(at, _)| at + 1))
        .collect()
}

/// The text with its edits, and how far each moved what stands behind it.
fn applied(text: &str, edits: &[Edit]) -> (String, Vec<(usize, isize)>) {
    let mut out = String::with_capacity(text.len() + 64);
    let mut shifts = Vec::new();
    let mut from = 0;
    for edit in edits {
        if edit.at < from {
            continue;
        }
        out.push_str(text.get(from..edit.at).unwrap_or_default());
        let begin = out.len();
        out.push_str(&edit.new);
        from = edit.at + edit.old;
        shifts.push((begin, out.len().cast_signed() - from.cast_signed()));
    }
    out.push_str(text.get(from..).unwrap_or_default());
    (out, shifts)
}
