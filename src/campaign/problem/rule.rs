//! The rules of a campaign, each with the facts of a breach; `report` has the words.

use std::path::PathBuf;

use crate::article::{RemovedWhat, SheetFaultWhat, Weight};
use crate::picture::PictureError;

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
    /// Something in the writer's own style sheet that does nothing.
    Sheet(SheetFaultWhat),
    /// An article that is too long for WeChat: what takes the room, and the line after which it could be cut.
    ContentTooLong {
        length: usize,
        limit: usize,
        unit: Unit,
        weight: Weight,
        cut_after: Option<usize>,
        /// The operator lets WeChat judge.
        allowed: bool,
    },
    /// A setting of a look that cannot be; `like` is one that can.
    BadSetting {
        key: &'static str,
        value: String,
        like: &'static str,
    },
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
    /// It came, and this machine could not keep it.
    NotKept {
        folder: PathBuf,
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
            Self::TooLong { .. } | Self::ContentTooLong { .. } => "too-long",
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
            Self::Removed(RemovedWhat::Picture { .. } | RemovedWhat::Media { .. }) => {
                "picture-lost"
            }
            Self::Removed(RemovedWhat::Hidden { .. }) => "hidden-text",
            Self::Removed(_) => "removed",
            Self::Sheet(_) => "style-sheet",
            Self::BadSetting { .. } => "bad-setting",
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
            | Self::Sheet(_)
            | Self::ContentTooLong { allowed: true, .. } => Severity::Warning,
            Self::Removed(what) if !what.is_loss() => Severity::Warning,
            _ => Severity::Error,
        }
    }
}
