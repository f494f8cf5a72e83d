//! Callbacks of WeChat: the finished mass send, the finished publication, and all the rest by name.
//!
//! The source is `wechat-api.md` 5.1 and 7.1 ("Batch_Sends guide", "publish"). A request is read only when its signature
//! is right ([`Seal`](super::seal::Seal)). Numbers that are missing are missing, and never 0.

mod read;
mod xml;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::MsgId;
use super::seal::Refused;

pub use read::read;

/// A body is at most this long; WeChat's are a few kilobytes.
pub const MOST_BYTES: usize = 1024 * 1024;
/// Elements within elements.
const DEEPEST: usize = 16;

/// A callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// `MASSSENDJOBFINISH`.
    Finished(Finished),
    /// `PUBLISHJOBFINISH`.
    Published(Published),
    /// Something else: a follower's message, a new follower, a click. The callback gets everything.
    Other {
        /// `MsgType`, or for events their name.
        what: String,
    },
}

/// The end of a mass send, made by the API or in the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    pub msg_id: MsgId,
    /// WeChat's own word: `send success`, `send fail`, `err(10001)`.
    pub word: String,
    /// `CreateTime`, to the second.
    pub at: Timestamp,
    /// Followers of the tag, or ids in the list.
    pub total: Option<i64>,
    /// Left after blocking, region and sex filters and the rule of four a month.
    pub filtered: Option<i64>,
    pub sent: Option<i64>,
    pub failed: Option<i64>,
    /// The check for originality as a whole: 1 no reprint, 2 a reprint that may go, 3 a reprint that may not.
    pub check: Option<i64>,
    /// By their number, from 1; those that WeChat says something of.
    pub articles: Vec<Article>,
    /// Elements that were there, or should have been, and made no sense. Nothing depends on them.
    pub unread: Vec<&'static str>,
}

/// WeChat's word on one article of a finished send; kept in the ledger as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Article {
    /// From 1.
    pub number: i64,
    /// Its page.
    pub url: Option<String>,
    /// The article that it is like.
    pub original_url: Option<String>,
    pub original_type: Option<i64>,
    pub declared: Option<i64>,
    pub audit: Option<i64>,
    pub can_reprint: Option<bool>,
    pub replaced: Option<bool>,
    pub source_shown: Option<bool>,
}

/// The end of a publication, which no follower is told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub publish_id: String,
    /// 0 done, 2 originality, 3 failed, 4 refused, 5 deleted by the user, 6 banned.
    pub status: i64,
    pub article_id: Option<String>,
    pub at: Timestamp,
    /// The pages, in order.
    pub urls: Vec<String>,
    /// Articles that failed, from 1.
    pub failed: Vec<i64>,
}

/// The reason for which a callback is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is not WeChat's, or cannot be told to be.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The body is longer than [`MOST_BYTES`].
    #[error("the body is longer than 1 MiB")]
    TooLong,
    /// It is no XML that we take.
    #[error("the body cannot be read: {0}")]
    Xml(String),
    /// It nests deeper than anything of WeChat's.
    #[error("the body nests deeper than {DEEPEST} elements")]
    TooDeep,
    /// An element is missing or is not what it should be.
    #[error("`{element}` is missing or makes no sense")]
    Element { element: &'static str },
}

impl Finished {
    /// The state that `mass/get` would tell, where the word says it: `SEND_SUCCESS` or `SEND_FAIL`. WeChat's own page has
    /// `send success` in its table and `sendsuccess` in an example.
    pub fn status(&self) -> Option<&'static str> {
        let word: String = self.word.split_whitespace().collect();
        match word.to_ascii_lowercase().as_str() {
            "sendsuccess" => Some("SEND_SUCCESS"),
            "sendfail" => Some("SEND_FAIL"),
            _ if self.err().is_some() => Some("SEND_FAIL"),
            _ => None,
        }
    }

    /// Total, filtered, sent, failed.
    pub fn counts(&self) -> [Option<i64>; 4] {
        [self.total, self.filtered, self.sent, self.failed]
    }

    /// The number in `err(10001)`.
    pub fn err(&self) -> Option<i64> {
        let inner = self.word.trim().strip_prefix("err")?.trim_start();
        inner.strip_prefix('(')?.strip_suffix(')')?.parse().ok()
    }
}
