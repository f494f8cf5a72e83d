//! Problems of a list of openids, each with its facts.

use super::Severity;

/// The rule of a list that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListFault {
    InvalidOpenId {
        value: String,
    },
    /// More rows that are wrong than are named.
    MoreInvalidOpenIds {
        count: u64,
    },
    /// A WeChat name in place of an openid.
    WechatName {
        value: String,
    },
    /// One openid where the name of a file is expected.
    NotAFile {
        value: String,
    },
    /// A row that holds no openid where one should be.
    BadRow(RowFault),
    /// A quoted cell that goes on over several lines, and openids in it.
    SwallowedRows {
        openids: usize,
    },
    /// No column is called `openid`; the head that is most like it.
    NoOpenIdColumn {
        nearest: Option<String>,
    },
    /// Several columns may be the one of the openids.
    SeveralOpenIdColumns {
        heads: Vec<String>,
    },
    /// An openid in a column that has no head, or under one key too many.
    Unplaced {
        value: String,
    },
    /// Strings like openids that are no receivers, by the place where they stand; the first lines, and how many in all.
    Aside {
        place: Aside,
        lines: Vec<u64>,
        count: u64,
    },
    /// One page of WeChat's answer, which says that there are more openids ("getFans").
    OnePage {
        read: u64,
        total: u64,
    },
    /// JSON that cannot be read any further.
    BadJson,
    NoOpenIds,
    OneOpenId,
}

/// A problem of a row of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFault {
    /// A row that is longer than any openid needs.
    Endless,
    /// A quotation mark that is not closed within the length of a row.
    OpenQuote,
    /// Fewer cells than the column of the openids.
    TooShort,
    /// The cell of the openid is empty, and others are not.
    EmptyCell,
    /// A JSON value without a key `openid`.
    NoKey,
}

/// Places where a string like an openid is no receiver.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aside {
    /// A line that begins with `#`.
    Comment,
    /// Another column, by its head.
    Column(String),
    /// A key of JSON.
    Key(String),
}

impl ListFault {
    /// A stable name for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidOpenId { .. } | Self::BadRow(_) => "invalid-openid",
            Self::MoreInvalidOpenIds { .. } => "more-invalid-openids",
            Self::WechatName { .. } => "wechat-name",
            Self::NotAFile { .. } => "openid-not-a-file",
            Self::SwallowedRows { .. } => "swallowed-rows",
            Self::NoOpenIdColumn { .. } => "no-openid-column",
            Self::SeveralOpenIdColumns { .. } => "several-openid-columns",
            Self::Unplaced { .. } => "unplaced-openid",
            Self::Aside { .. } => "openids-aside",
            Self::OnePage { .. } => "one-page",
            Self::BadJson => "bad-json",
            Self::NoOpenIds => "no-openids",
            Self::OneOpenId => "one-openid",
        }
    }

    /// Whether it keeps the list from being used.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Aside { .. } | Self::OnePage { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }
}
