//! Problems of a campaign, each at its place.
//!
//! No check stops at the first problem: all of them are collected, ordered by file and place, and told at once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

mod list;
mod rule;
mod source;

pub use list::{Aside, ListFault, RowFault};
pub use rule::{FetchRefusal, Judged, OddTitle, ReadFault, Rule, Unit};
pub use source::Source;

/// Whether a problem keeps a campaign from being sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    Error,
    Warning,
}

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
    pub sources: BTreeMap<PathBuf, Source>,
    pub list: Vec<Problem>,
    /// The digest that an article by itself got, where none is written: its first paragraph of prose.
    pub lead: Option<String>,
}

impl Problems {
    /// Whether anything keeps the campaign from being sent.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// The pictures of other hosts that are still to be fetched, each once, in order.
    pub fn not_fetched(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let source = |problem: &Problem| match &problem.rule {
            Rule::NotFetched { source } => Some(source.clone()),
            _ => None,
        };
        let mut sources: Vec<_> = self.list.iter().filter_map(source).collect();
        sources.retain(|source| seen.insert(source.clone()));
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
        let source = self.sources.get(file);
        let (line, column) = source.map_or((1, 1), |source| source.place(span.start));
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
        let source = self.sources.get(file);
        let span = source.and_then(|source| source.line(line, column));
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
        let source = self.sources.get(file);
        source
            .and_then(|source| source.line(line, 1))
            .unwrap_or(0..0)
    }

    /// Brings them into the order of their places, and counts those of a kind and file beyond `SHOWN_OF_A_KIND`.
    pub(super) fn finish(&mut self) {
        self.list.sort_by(|one, other| {
            (&one.file, one.line, one.column).cmp(&(&other.file, other.line, other.column))
        });
        let mut counts: HashMap<(PathBuf, &'static str), usize> = HashMap::new();
        self.list.retain(|problem| {
            let Some(most) = problem.rule.most() else {
                return true;
            };
            let key = (problem.file.clone(), problem.rule.code());
            let count = counts.entry(key).or_default();
            *count += 1;
            *count <= most
        });
        let mut more: Vec<_> = counts.into_iter().collect();
        more.sort();
        for ((file, of), count) in more {
            let kept = |problem: &&Problem| problem.file == file && problem.rule.code() == of;
            let Some(first) = self.list.iter().find(kept) else {
                continue;
            };
            let severity = first.rule.severity();
            let most = first.rule.most().unwrap_or(count);
            if count > most {
                let count = count - most;
                self.of(
                    &file,
                    Rule::More {
                        of,
                        count,
                        severity,
                    },
                );
            }
        }
    }
}
