//! Mass sends and publications: to whom, what has become of them by now, and whether the account's server was told.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{World, later, month};
use crate::sandbox::Kind;

/// How long an administrator may take to confirm a send to everybody.
const CONFIRMATION: SignedDuration = SignedDuration::from_mins(30);
/// What one follower of a service account receives in a month.
const A_MONTH: usize = 4;

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

/// What the administrator has said of a send to everybody.
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
    #[serde(default)]
    pub(in crate::sandbox) event: Event,
}

/// What has become of a send.
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

impl World {
    fn is_past(&self, begin: Timestamp, now: Timestamp) -> bool {
        let takes = i64::try_from(self.settings.finish_after_ms).unwrap_or(i64::MAX);
        now >= later(begin, SignedDuration::from_millis(takes))
    }

    /// What a send has come to at this moment.
    pub(in crate::sandbox) fn state(&self, send: &Send, now: Timestamp) -> State {
        if send.deleted {
            return State::Deleted;
        }
        let begin = match send.confirmation {
            None => send.at,
            Some(Confirmation::Given(at)) => at,
            Some(Confirmation::Refused(_)) => return State::Fail("err(40001)".to_owned()),
            Some(Confirmation::Waiting) if now < later(send.at, CONFIRMATION) => {
                return State::Sending;
            }
            Some(Confirmation::Waiting) => return State::Fail("err(40002)".to_owned()),
        };
        match &send.ends_as {
            _ if !self.is_past(begin, now) => State::Sending,
            Some(status) => State::Fail(status.clone()),
            // Seen where the filter left nobody. A month's rehearsals would all end so, hence the switch.
            None if send.receivers == 0 && (send.total == 0 || self.settings.empty_is_deleted) => {
                State::Deleted
            }
            None => State::Success,
        }
    }

    /// All sends for the page and for control calls: with their state, without their lists.
    pub(in crate::sandbox) fn shown_sends(&self, now: Timestamp) -> Vec<Value> {
        let shown = |send: &Send| {
            let mut value = serde_json::to_value(send).unwrap_or_default();
            value["state"] = self.state(send, now).word().into();
            value["to"] = Value::Null;
            value
        };
        self.sends.iter().map(shown).collect()
    }

    /// The `publish_status` at this moment.
    pub(in crate::sandbox) fn publish_status(&self, publish: &Publish, now: Timestamp) -> i64 {
        let is_gone = |article: &Value| article["is_deleted"] == true;
        if !self.is_past(publish.at, now) {
            1
        } else if self.settings.kind == Kind::Test {
            3
        } else if let Some(status) = publish.ends_as {
            status
        } else if publish.articles.iter().all(is_gone) {
            5
        } else {
            0
        }
    }

    /// How many an audience names, and how many of them can still receive something this month.
    pub(in crate::sandbox) fn reach(&self, to: &Audience, now: Timestamp) -> (u64, u64) {
        let total = match to {
            Audience::All => self.settings.followers,
            Audience::Tag(tag) => self.tag_size(*tag).unwrap_or(0),
            Audience::Openids(ranges) => ranges.iter().map(|(first, last)| last - first + 1).sum(),
        };
        let this_month = |send: &&Send| {
            month(send.at) == month(now) && !matches!(self.state(send, now), State::Fail(_))
        };
        let sends: Vec<_> = self.sends.iter().filter(this_month).collect();
        if self.settings.kind != Kind::Service || sends.len() < A_MONTH {
            return (total, total);
        }
        let has_room = |number: &u64| {
            let reached = |send: &&&Send| {
                send.to
                    .as_ref()
                    .is_some_and(|it| self.is_among(it, *number))
            };
            sends.iter().filter(reached).take(A_MONTH).count() < A_MONTH
        };
        let left = match to {
            Audience::All | Audience::Tag(_) => (1..=self.settings.followers)
                .filter(|number| self.is_among(to, *number))
                .filter(has_room)
                .count(),
            Audience::Openids(ranges) => ranges
                .iter()
                .flat_map(|(first, last)| *first..=*last)
                .filter(has_room)
                .count(),
        };
        (total, left as u64)
    }

    /// With the tags as they are now.
    pub(in crate::sandbox) fn is_among(&self, audience: &Audience, number: u64) -> bool {
        match audience {
            Audience::All => true,
            Audience::Tag(tag) => self.tags.has(*tag, number),
            Audience::Openids(ranges) => {
                let index = ranges.partition_point(|(first, _)| *first <= number);
                index > 0 && ranges[index - 1].1 >= number
            }
        }
    }
}
