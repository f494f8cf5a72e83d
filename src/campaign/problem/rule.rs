//! The rules of a campaign, each with the facts of a breach; `report` has the words.

use std::io;
use std::path::PathBuf;

use super::Severity;
use super::list::ListFault;
use crate::article::{self, Fate, RemovedWhat, SheetFaultWhat, Weight};
use crate::picture::{Format, PictureError};
use crate::text::{Foreign, Slip};

/// The place that decides whether an article is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Judged {
    /// Here, by what WeChat's page says.
    #[default]
    Here,
    /// By WeChat, as `allow_long` says.
    ByWechat,
    /// Nowhere, since it is drawn and not sent.
    Nowhere,
}

/// The rule that was broken, with its facts.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    Syntax {
        message: String,
        slip: Option<Slip>,
    },
    Unreadable {
        path: PathBuf,
        why: ReadFault,
    },
    /// The temporary folder takes no file, in the words of the operating system.
    Temporary {
        folder: PathBuf,
        error: String,
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
        table: &'static str,
        of: Vec<&'static str>,
        found: usize,
    },
    /// `[articles]` for `[[articles]]`.
    OneBracket {
        name: &'static str,
    },
    /// A name with a character in it that cannot be seen.
    InvisibleCharacter {
        key: &'static str,
        character: char,
    },
    /// A title that readers would see otherwise than it was written.
    OddTitle(OddTitle),
    /// An address in a text message ("sendall", 40066).
    LinkInText {
        url: String,
    },
    /// Videos that are uploaded by API can probably not be sent ("sendall", 48022).
    VideoRefused,
    /// Cards can no longer be sent ("sendall", 45113).
    CardRefused,
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
    /// There is no such file; the name beside it that is most like it, as it would be written.
    FileMissing {
        tried: PathBuf,
        nearest: Option<String>,
    },
    /// A path with backslashes; the path with forward slashes.
    Backslashes {
        better: String,
    },
    OutsideFolder {
        path: PathBuf,
    },
    /// A picture of another host that has not been fetched yet.
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
    /// A moving picture of which an article gets the first frame only.
    StandsStill {
        source: String,
        format: Format,
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
        judged: Judged,
    },
    /// A setting of a look that cannot be; `like` is one that can.
    BadSetting {
        key: &'static str,
        value: String,
        like: &'static str,
    },
    /// `until` is earlier than `at`.
    EndsBeforeItBegins,
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
    /// A list of openids.
    List(ListFault),
    /// A file that is not the text it should be.
    ForeignFile {
        path: PathBuf,
        what: Foreign,
    },
    /// More problems of one kind, by its code, than are told one by one.
    More {
        of: &'static str,
        count: usize,
        severity: Severity,
    },
    AudienceMissing,
    /// An article by itself is to be sent, and there is no campaign file to say to whom.
    ArticleAlone,
    /// The file that was given is neither a campaign nor an article that can say its title.
    CampaignKind,
    /// A folder was given; the campaign that lies in it, if one does.
    CampaignFolder {
        inside: Option<PathBuf>,
    },
    /// A key of the accounts file that is in no account's table.
    OutsideTable {
        key: String,
    },
    /// A value that its key does not take and that may not be shown; what the key takes, in English and in Chinese.
    CannotBeThis {
        key: String,
    },
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadFault {
    Missing,
    Forbidden,
    Folder,
    /// In the words of the operating system.
    Other(String),
}

impl From<&io::Error> for ReadFault {
    fn from(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::Forbidden,
            io::ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Other(error.to_string()),
        }
    }
}

/// A peculiarity of a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OddTitle {
    /// It is fully transparent.
    Invisible,
    LineEnd,
    Tab,
    OuterSpace,
    /// A character written as in HTML, such as `&amp;`.
    Entity(String),
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
    /// An address that cannot be a host: link-local (the metadata of clouds too), multicast, reserved.
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
    /// The answer is no picture that can be used.
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

/// The unit of a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Characters,
    /// 1 for a half-width character, 2 for a full-width one.
    Widths,
    Bytes,
}

impl Rule {
    pub(in crate::campaign) fn temporary(error: &io::Error) -> Self {
        Self::Temporary {
            folder: tempfile::env::temp_dir(),
            error: error.to_string(),
        }
    }

    /// A stable name for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "syntax",
            Self::Unreadable { .. } => "unreadable",
            Self::Temporary { .. } => "temporary-folder",
            Self::FileTooLarge { .. } => "file-too-large",
            Self::UnknownKey { .. } => "unknown-key",
            Self::MissingKey { .. } | Self::NotSaidAbove { .. } => "missing-key",
            Self::WrongType { .. } => "wrong-type",
            Self::Empty { .. } => "empty",
            Self::ControlCharacter { .. } => "control-character",
            Self::NotOneOf { .. } => "not-one-of",
            Self::ExactlyOne { .. } => "exactly-one",
            Self::OneBracket { .. } => "one-bracket",
            Self::InvisibleCharacter { .. } => "invisible-character",
            Self::OddTitle(_) => "odd-title",
            Self::LinkInText { .. } => "link-in-text",
            Self::VideoRefused => "video-refused",
            Self::CardRefused => "card-refused",
            Self::Backslashes { .. } => "backslashes",
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
            Self::StandsStill { .. } => "stands-still",
            Self::MediaFormat { .. } => "media-format",
            Self::MediaTooLarge { .. } => "media-too-large",
            Self::ContentKind { .. } | Self::CampaignKind | Self::CampaignFolder { .. } => {
                "content-kind"
            }
            Self::ContentUnusable { .. } => "content-unusable",
            Self::ContentEmpty => "content-empty",
            Self::Removed(RemovedWhat::Foreign(_)) => "markup",
            Self::Removed(
                RemovedWhat::Picture { .. }
                | RemovedWhat::LinkedPicture { .. }
                | RemovedWhat::Media { .. },
            ) => "picture-lost",
            Self::Removed(RemovedWhat::Hidden { .. }) => "hidden-text",
            Self::Removed(_) => "removed",
            Self::Sheet(_) => "style-sheet",
            Self::BadSetting { .. } | Self::EndsBeforeItBegins => "bad-setting",
            Self::BadCrop { .. } | Self::CropShape { .. } => "bad-crop",
            Self::BadUrl { .. } => "bad-url",
            Self::More { of, .. } => of,
            Self::List(fault) => fault.code(),
            Self::ForeignFile { .. } => "foreign-file",
            Self::AudienceMissing | Self::ArticleAlone => "audience-missing",
            Self::OutsideTable { .. } => "outside-table",
            Self::CannotBeThis { .. } => "cannot-be-this",
        }
    }

    /// How many of its kind are told for one file; the rest is counted. `None`: all of them, since they are more than words.
    pub(super) fn most(&self) -> Option<usize> {
        match self {
            Self::NotFetched { .. } | Self::FetchRefused { .. } | Self::More { .. } => None,
            Self::Removed(_) => Some(1000),
            _ => Some(100),
        }
    }

    /// Whether it keeps the campaign from being sent.
    pub fn severity(&self) -> Severity {
        match self {
            Self::More { severity, .. } => *severity,
            Self::List(fault) => fault.severity(),
            Self::Removed(RemovedWhat::Foreign(article::Foreign {
                fate: Fate::Lost, ..
            })) => Severity::Error,
            Self::Longish { .. }
            | Self::DigestIgnored
            | Self::UnusedImage { .. }
            | Self::StandsStill { .. }
            | Self::OddTitle(_)
            | Self::LinkInText { .. }
            | Self::VideoRefused
            | Self::CardRefused
            | Self::Sheet(_)
            | Self::ContentTooLong {
                judged: Judged::ByWechat | Judged::Nowhere,
                ..
            } => Severity::Warning,
            Self::Removed(what) if !what.is_loss() => Severity::Warning,
            _ => Severity::Error,
        }
    }
}
