//! What is wrong with a campaign, each thing at its place.
//!
//! Nothing here stops at the first problem: everything is collected, ordered by file and place, and told at once.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

mod rule;

pub use rule::{FetchRefusal, Rule, Severity, Unit};

/// One problem at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub file: PathBuf,
    /// Bytes in that file's text, where the text is known.
    pub span: Option<Range<usize>>,
    /// From 1; 0 where the place cannot be told.
    pub line: usize,
    /// In characters, from 1; 0 where the place cannot be told.
    pub column: usize,
    pub rule: Rule,
}

/// All problems of a campaign, with the texts that they point into.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    pub sources: BTreeMap<PathBuf, String>,
    pub list: Vec<Problem>,
    /// The digest that an article by itself got, where nobody wrote one: its first paragraph of prose.
    pub lead: Option<String>,
}

impl Problems {
    /// Whether anything keeps the campaign from being sent.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// The pictures of other hosts that are still to be fetched, each once, in order.
    pub fn not_fetched(&self) -> Vec<String> {
        let mut sources = Vec::new();
        for problem in &self.list {
            if let Rule::NotFetched { source } = &problem.rule
                && !sources.contains(source)
            {
                sources.push(source.clone());
            }
        }
        sources
    }

    /// All but the pictures that are still to be fetched.
    #[must_use]
    pub fn without_not_fetched(mut self) -> Self {
        self.list
            .retain(|problem| !matches!(problem.rule, Rule::NotFetched { .. }));
        self
    }

    /// How many there are of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list
            .iter()
            .filter(|problem| problem.rule.severity() == severity)
            .count()
    }

    /// Adds a problem at a byte range of a known text.
    pub(super) fn at(&mut self, file: &Path, span: Range<usize>, rule: Rule) {
        let text = self.sources.get(file).map_or("", String::as_str);
        let (line, column) = place(text, span.start);
        self.list.push(Problem {
            file: file.to_owned(),
            span: Some(span),
            line,
            column,
            rule,
        });
    }

    /// Adds a problem at a line (and column, if known) of a text.
    pub(super) fn at_line(&mut self, file: &Path, line: usize, column: usize, rule: Rule) {
        let text = self.sources.get(file).map_or("", String::as_str);
        let span = (line > 0).then(|| line_span(text, line, column)).flatten();
        self.list.push(Problem {
            file: file.to_owned(),
            span,
            line,
            column: column.max(1),
            rule,
        });
    }

    /// Adds a problem of a file as a whole.
    pub(super) fn of(&mut self, file: &Path, rule: Rule) {
        self.list.push(Problem {
            file: file.to_owned(),
            span: None,
            line: 0,
            column: 0,
            rule,
        });
    }

    /// The bytes of a line of a known text.
    pub(super) fn line(&self, file: &Path, line: usize) -> Range<usize> {
        let text = self.sources.get(file).map_or("", String::as_str);
        line_span(text, line, 1).unwrap_or(0..0)
    }

    pub(super) fn sort(&mut self) {
        self.list.sort_by(|one, other| {
            (&one.file, one.line, one.column).cmp(&(&other.file, other.line, other.column))
        });
    }
}

/// Line and column of a byte, both from 1.
fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (line, before[start..].chars().count() + 1)
}

fn line_span(text: &str, line: usize, column: usize) -> Option<Range<usize>> {
    let mut start = 0;
    for (number, content) in (1..).zip(text.split_inclusive('\n')) {
        if number == line {
            let content = content.trim_end();
            let skip: usize = content
                .chars()
                .take(column.saturating_sub(1))
                .map(char::len_utf8)
                .sum();
            return Some(start + skip..(start + content.len()).max(start + skip));
        }
        start += content.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters() {
        assert_eq!(place("春季\nab新品", 0), (1, 1));
        assert_eq!(place("春季\nab新品", 9), (2, 3));
        assert_eq!(place("春季\nab新品", 12), (2, 4));
    }
}
