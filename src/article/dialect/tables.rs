//! Rows of a table that have more cells than its head: Markdown would drop what is in the last ones.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Parts of a row whose bars the table of marks escapes by itself.
static MARKS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"!\[[^\[\]\n]*\]|!?\[\[[^\[\]\n]*\]\]").ok());

/// A row with too many cells. Places are bytes of the table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct WideRow<'t> {
    pub(super) start: usize,
    pub(super) text: &'t str,
    /// The bars that are words of a cell, so that the row has as many cells as the head.
    pub(super) bars: Vec<usize>,
    /// Cells went together, as the bars were no part of code.
    pub(super) is_cut: bool,
}

/// The rows of a table that have more cells than its head.
pub(super) fn wide_rows(block: &str) -> Vec<WideRow<'_>> {
    let mut rows = Vec::new();
    let mut start = 0;
    let mut width = 0;
    for (number, line) in block.split_inclusive('\n').enumerate() {
        let text = line.trim_end();
        let marks = text.len() - text.trim_start_matches([' ', '\t', '>']).len();
        let bars = bars(text, marks);
        if number == 0 {
            width = bars.len() + 1;
        } else if number > 1 && bars.len() + 1 > width {
            let code = code(text);
            let (in_code, others): (Vec<_>, Vec<_>) =
                bars.iter().partition(|at| is_inside(&code, **at));
            let mut escaped: Vec<usize> = in_code.into_iter().copied().collect();
            let is_cut = others.len() + 1 > width;
            if is_cut {
                let first = width.saturating_sub(1);
                escaped.extend(others.into_iter().skip(first).copied());
            }
            escaped.sort_unstable();
            rows.push(WideRow {
                start: start + marks,
                text: text.get(marks..).unwrap_or_default(),
                bars: escaped.into_iter().map(|at| start + at).collect(),
                is_cut,
            });
        }
        start += line.len();
    }
    rows
}

/// The bars between the cells of a row, without those at its edges.
fn bars(text: &str, marks: usize) -> Vec<usize> {
    let row = text.get(marks..).unwrap_or_default();
    let first = marks + usize::from(row.starts_with('|'));
    let last = if row.ends_with('|') && !row.ends_with("\\|") {
        text.len() - 1
    } else {
        text.len()
    };
    let protected: Vec<_> = MARKS
        .iter()
        .flat_map(|marks| marks.find_iter(text).map(|it| it.range()))
        .collect();
    let mut is_escaped = false;
    let mut bars = Vec::new();
    for (at, sign) in text.bytes().enumerate() {
        let is_bar = sign == b'|' && !is_escaped && (first..last).contains(&at);
        if is_bar && !is_inside(&protected, at) {
            bars.push(at);
        }
        is_escaped = sign == b'\\' && !is_escaped;
    }
    bars
}

/// Whether a place lies in one of these parts, which are in order.
fn is_inside(parts: &[Range<usize>], at: usize) -> bool {
    let next = parts.partition_point(|part| part.end <= at);
    parts.get(next).is_some_and(|part| part.contains(&at))
}

/// Code in a row: behind a run of backticks that the same row closes. A row of a book's length has none.
fn code(text: &str) -> Vec<Range<usize>> {
    const LONGEST: usize = 4096;
    let mut parts = Vec::new();
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|it| it.find('`'))
        && text.len() <= LONGEST
    {
        let open = from + open;
        let behind = text.get(open..).unwrap_or_default();
        let length = behind.len() - behind.trim_start_matches('`').len();
        let run = "`".repeat(length);
        let inside = open + length;
        from = inside;
        if let Some(close) = text.get(inside..).and_then(|it| it.find(&run)) {
            parts.push(inside..inside + close);
            from = inside + close + length;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_wide_as_the_head() {
        let table = "|a|b|\n|-|-|\n|1|2|\n|1|2|3|4|\n|`x|y`|2|\n|![a|9](b)|2|\n|1\\|2|3|\n";
        let rows: Vec<_> = wide_rows(table)
            .into_iter()
            .map(|row| (row.text, row.bars.len(), row.is_cut))
            .collect();
        assert_eq!(rows, [("|1|2|3|4|", 2, true), ("|`x|y`|2|", 1, false)]);
        assert_eq!(wide_rows("> a | b\n> - | -\n> 1 | 2 | 3").len(), 1);
    }
}
