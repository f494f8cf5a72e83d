//! The fate of sends and publications by now, and how many an audience still reaches.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::account::World;
use super::sends::{Audience, Confirmation, Publish, Send, State};
use super::time::{later, month};
use crate::sandbox::account::Kind;

/// How long an administrator may take to confirm a send to everybody.
const CONFIRMATION: SignedDuration = SignedDuration::from_mins(30);
/// Messages that one follower of a service account receives in a month.
const A_MONTH: usize = 4;

impl World {
    fn is_past(&self, begin: Timestamp, now: Timestamp) -> bool {
        let takes = i64::try_from(self.settings.finish_after_ms).unwrap_or(i64::MAX);
        now >= later(begin, SignedDuration::from_millis(takes))
    }

    /// The state of a send at this moment.
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
        if send.dropped {
            return State::Sending;
        }
        match &send.ends_as {
            _ if !self.is_past(begin, now) => State::Sending,
            Some(status) => State::Fail(status.clone()),
            // Seen where the filter left no receiver. A month's rehearsals would all end so, hence the switch.
            None if send.receivers == 0 && (send.total == 0 || self.settings.empty_is_deleted) => {
                State::Deleted
            }
            None => State::Success,
        }
    }

    /// Whether the administrator has still to say a word on a send.
    pub(in crate::sandbox) fn awaits(&self, send: &Send, now: Timestamp) -> bool {
        send.confirmation == Some(Confirmation::Waiting) && self.state(send, now) == State::Sending
    }

    /// The sends that a follower got, in their order: those that have ended well and were for them, as far as the month's four go.
    pub(in crate::sandbox) fn got(&self, number: u64, now: Timestamp) -> Vec<&Send> {
        let mut months: BTreeMap<String, usize> = BTreeMap::new();
        let reached = |send: &&Send| {
            let is_for = send.to.as_ref().is_some_and(|to| self.is_among(to, number));
            if !is_for || send.dropped || matches!(self.state(send, now), State::Fail(_)) {
                return false;
            }
            let had = months.entry(month(send.at)).or_default();
            *had += 1;
            (self.settings.kind != Kind::Service || *had <= A_MONTH)
                && self.state(send, now) != State::Sending
        };
        self.sends.iter().filter(reached).collect()
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
            month(send.at) == month(now)
                && !send.dropped
                && !matches!(self.state(send, now), State::Fail(_))
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
