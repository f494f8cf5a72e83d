//! What is wrong with a campaign, as facts.
//!
//! A rule carries what a sentence about it needs and no sentence; `report` has the words. Nothing here stops at the first
//! problem: everything is collected, ordered by file and place, and told at once.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::content::RemovedWhat;
use crate::content::picture::PictureError;

/// Whether a problem keeps a campaign from being sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    Error,
    Warning,
}

/// The rule that was broken, with its facts.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    Syntax {
        message: String,
    },
    Unreadable {
        path: PathBuf,
        why: String,
    },
    FileTooLarge {
        path: PathBuf,
        limit: u64,
    },
    UnknownKey {
        key: String,
        nearest: Option<String>,
    },
    MissingKey {
        key: &'static str,
    },
    /// The front matter of an article by itself lacks a key.
    NotSaidAbove {
        key: &'static str,
    },
    WrongType {
        key: String,
        expected: &'static str,
        found: &'static str,
    },
    Empty {
        key: String,
    },
    ControlCharacter {
        key: String,
    },
    NotOneOf {
        key: String,
        value: String,
        allowed: Vec<String>,
        nearest: Option<String>,
    },
    ExactlyOne {
        of: Vec<&'static str>,
        found: usize,
    },
    AllIsNotTrue,
    TooLong {
        field: &'static str,
        length: usize,
        limit: usize,
        unit: Unit,
    },
    Longish {
        field: &'static str,
        length: usize,
        limit: usize,
        unit: Unit,
    },
    ArticleCount {
        count: usize,
    },
    NoBody,
    TwoBodies,
    CoverMissing,
    DigestIgnored,
    FileMissing {
        tried: PathBuf,
    },
    OutsideFolder {
        path: PathBuf,
    },
    /// A picture of another host that nobody has fetched yet.
    NotFetched {
        source: String,
    },
    /// A picture of another host that cannot be had.
    FetchRefused {
        source: String,
        reason: FetchRefusal,
    },
    ForbiddenScheme {
        source: String,
    },
    PictureUnusable {
        source: String,
        error: PictureError,
    },
    PictureCount {
        count: usize,
        limit: usize,
    },
    UnknownImage {
        name: String,
        nearest: Option<String>,
    },
    UnusedImage {
        name: String,
    },
    MediaFormat {
        found: String,
        allowed: &'static str,
    },
    MediaTooLarge {
        bytes: u64,
        limit: u64,
    },
    ContentKind {
        path: PathBuf,
    },
    ContentUnusable {
        why: String,
    },
    ContentEmpty,
    Removed(RemovedWhat),
    BadCrop {
        value: String,
    },
    /// A part of a cover that has not the shape of the card, width to height; `middle` has it.
    CropShape {
        value: String,
        shape: f64,
        middle: String,
    },
    BadUrl {
        value: String,
    },
    InvalidOpenId {
        value: String,
    },
    MoreInvalidOpenIds {
        count: u64,
    },
    NoOpenIdColumn,
    NoOpenIds,
    OneOpenId,
    AudienceMissing,
    /// An article by itself is to be sent, and there is no campaign file to say to whom.
    ArticleAlone,
    /// The file that was given is neither a campaign nor an article that can say its title.
    CampaignKind,
    /// A folder was given; the campaign that lies in it, if one does.
    CampaignFolder {
        inside: Option<PathBuf>,
    },
}

/// Why a picture of another host is not fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchRefusal {
    /// No address of a host.
    BadAddress,
    /// A name or password in the address.
    Credentials,
    Port(u16),
    /// The host is a machine of this network, or this one; by flag it may be asked.
    Private {
        address: String,
    },
    /// An address that is nobody's host: link-local (the metadata of clouds too), multicast, reserved.
    Forbidden {
        address: String,
    },
    UnknownHost {
        host: String,
    },
    Redirects {
        limit: usize,
    },
    Status(u16),
    TooLarge {
        limit: u64,
    },
    TooSlow {
        seconds: u64,
    },
    /// What came is no picture that can be used.
    Picture(PictureError),
    Unreachable {
        why: String,
    },
    TooMany {
        count: usize,
        limit: usize,
    },
}

impl FetchRefusal {
    /// Whether the next try may have another end: the network failed, and not the address.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::UnknownHost { .. } | Self::TooSlow { .. } | Self::Unreachable { .. } => true,
            Self::Status(status) => *status >= 500 || *status == 429,
            _ => false,
        }
    }
}

/// What a length is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Characters,
    /// 1 for a half-width character, 2 for a full-width one.
    Widths,
    Bytes,
}

impl Rule {
    /// A stable name for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "syntax",
            Self::Unreadable { .. } => "unreadable",
            Self::FileTooLarge { .. } => "file-too-large",
            Self::UnknownKey { .. } => "unknown-key",
            Self::MissingKey { .. } | Self::NotSaidAbove { .. } => "missing-key",
            Self::WrongType { .. } => "wrong-type",
            Self::Empty { .. } => "empty",
            Self::ControlCharacter { .. } => "control-character",
            Self::NotOneOf { .. } => "not-one-of",
            Self::ExactlyOne { .. } => "exactly-one",
            Self::AllIsNotTrue => "all-is-not-true",
            Self::TooLong { .. } => "too-long",
            Self::Longish { .. } => "longish",
            Self::ArticleCount { .. } => "article-count",
            Self::NoBody => "no-body",
            Self::TwoBodies => "two-bodies",
            Self::CoverMissing => "cover-missing",
            Self::DigestIgnored => "digest-ignored",
            Self::FileMissing { .. } => "file-missing",
            Self::OutsideFolder { .. } => "outside-folder",
            Self::NotFetched { .. } => "not-fetched",
            Self::FetchRefused { .. } => "fetch-refused",
            Self::ForbiddenScheme { .. } => "forbidden-scheme",
            Self::PictureUnusable { .. } => "picture-unusable",
            Self::PictureCount { .. } => "picture-count",
            Self::UnknownImage { .. } => "unknown-image",
            Self::UnusedImage { .. } => "unused-image",
            Self::MediaFormat { .. } => "media-format",
            Self::MediaTooLarge { .. } => "media-too-large",
            Self::ContentKind { .. } | Self::CampaignKind | Self::CampaignFolder { .. } => {
                "content-kind"
            }
            Self::ContentUnusable { .. } => "content-unusable",
            Self::ContentEmpty => "content-empty",
            Self::Removed(_) => "removed",
            Self::BadCrop { .. } | Self::CropShape { .. } => "bad-crop",
            Self::BadUrl { .. } => "bad-url",
            Self::InvalidOpenId { .. } => "invalid-openid",
            Self::MoreInvalidOpenIds { .. } => "more-invalid-openids",
            Self::NoOpenIdColumn => "no-openid-column",
            Self::NoOpenIds => "no-openids",
            Self::OneOpenId => "one-openid",
            Self::AudienceMissing | Self::ArticleAlone => "audience-missing",
        }
    }

    /// Whether it keeps the campaign from being sent.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Longish { .. }
            | Self::DigestIgnored
            | Self::UnusedImage { .. }
            | Self::Removed(_) => Severity::Warning,
            _ => Severity::Error,
        }
    }
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
    pub sources: BTreeMap<PathBuf, String>,
    pub list: Vec<Problem>,
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

/// The known word that is most like a written one, if any is like it at all.
pub(crate) fn nearest<'a>(
    written: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let likeness = |word: &str| strsim::jaro_winkler(&written.to_lowercase(), &word.to_lowercase());
    known
        .into_iter()
        .map(|word| (likeness(word), word))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, word)| word.to_owned())
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

    #[test]
    fn the_nearest_word_is_near() {
        assert_eq!(
            nearest("titel", ["title", "author"]),
            Some("title".to_owned())
        );
        assert_eq!(nearest("zzz", ["title", "author"]), None);
    }
}
