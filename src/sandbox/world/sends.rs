//! Mass sends and publications: to whom, what has become of them by now, and whether the account's server was told.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// To whom a send goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sandbox) enum Audience {
    All,
    Tag(i64),
    /// Followers' numbers, as ranges of first and last.
    Openids(Vec<(u64, u64)>),
}

impl Audience {
    /// A list.
    pub(in crate::sandbox) fn of_numbers(numbers: &BTreeSet<u64>) -> Self {
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        for &number in numbers {
            match ranges.last_mut() {
                Some((_, last)) if number == *last + 1 => *last = number,
                _ => ranges.push((number, number)),
            }
        }
        Self::Openids(ranges)
    }
}

/// The word of the administrator of a send to everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sandbox) enum Confirmation {
    Waiting,
    Given(Timestamp),
    Refused(Timestamp),
}

/// Whether the account's own server has to be told of the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sandbox) enum Event {
    #[default]
    Unwanted,
    Due,
    Told,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) struct Send {
    pub(in crate::sandbox) msg_id: i64,
    pub(in crate::sandbox) msg_data_id: Option<i64>,
    pub(in crate::sandbox) client_msg_id: String,
    /// As the page shows it.
    pub(in crate::sandbox) audience: Value,
    /// `None` in a world of an older version.
    #[serde(default)]
    pub(in crate::sandbox) to: Option<Audience>,
    /// Followers of the tag, or ids in the list.
    #[serde(default)]
    pub(in crate::sandbox) total: u64,
    /// Left when unusable ids and those who have had their four this month are out.
    pub(in crate::sandbox) receivers: u64,
    /// Of the receivers.
    #[serde(default)]
    pub(in crate::sandbox) failed: u64,
    pub(in crate::sandbox) openids_sha256: Option<String>,
    pub(in crate::sandbox) msgtype: String,
    pub(in crate::sandbox) content: Value,
    pub(in crate::sandbox) articles: Vec<Value>,
    /// The articles' addresses.
    #[serde(default)]
    pub(in crate::sandbox) urls: Vec<String>,
    pub(in crate::sandbox) at: Timestamp,
    pub(in crate::sandbox) deleted: bool,
    #[serde(default)]
    pub(in crate::sandbox) confirmation: Option<Confirmation>,
    /// Planted: the status of the finished event, such as `err(20008)`.
    #[serde(default)]
    pub(in crate::sandbox) ends_as: Option<String>,
    /// Planted, or set by hand: what `mass/get` says of it.
    #[serde(default)]
    pub(in crate::sandbox) msg_status: Option<String>,
    /// WeChat no longer knows its key.
    #[serde(default)]
    pub(in crate::sandbox) key_forgotten: bool,
    /// The administrator was asked, and the send is gone with its call: it has to be made again.
    #[serde(default)]
    pub(in crate::sandbox) dropped: bool,
    #[serde(default)]
    pub(in crate::sandbox) event: Event,
}

/// The state of a send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sandbox) enum State {
    Sending,
    Success,
    /// With the status of the event.
    Fail(String),
    Deleted,
}

impl State {
    /// As `mass/get` says it.
    pub(in crate::sandbox) fn word(&self) -> &'static str {
        match self {
            Self::Sending => "SENDING",
            Self::Success => "SEND_SUCCESS",
            Self::Fail(_) => "SEND_FAIL",
            Self::Deleted => "DELETE",
        }
    }
}

/// An article that is public without a mass send.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) struct Publish {
    pub(in crate::sandbox) publish_id: i64,
    pub(in crate::sandbox) article_id: String,
    pub(in crate::sandbox) articles: Vec<Value>,
    pub(in crate::sandbox) urls: Vec<String>,
    pub(in crate::sandbox) at: Timestamp,
    /// Planted: a `publish_status` other than 0.
    pub(in crate::sandbox) ends_as: Option<i64>,
    pub(in crate::sandbox) event: Event,
}
