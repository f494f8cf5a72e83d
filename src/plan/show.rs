//! A plan as data, for `--dry-run` and JSON.
//!
//! Each step is one call that would be made, in order, with what is known already. Report has the words.

use serde::Serialize;

/// The plan of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The value of `send --expect`: 64 hex digits.
    pub fingerprint: String,
    pub name: String,
    /// The profile's name or the appid.
    pub account: String,
    /// `draft`, `material` or `upload`.
    pub route: String,
    pub audience: AudienceShown,
    /// How many mass calls it takes.
    pub batches: usize,
    /// Made without an account: what the account has already is not known, and neither is whether it was sent before. The
    /// fingerprint is the one that a plan with the account has.
    pub provisional: bool,
    /// Set when everything went out before: nothing would be sent.
    pub already_sent: bool,
    pub steps: Vec<Step>,
}

/// To whom it would go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AudienceShown {
    All,
    Tag {
        tag: String,
    },
    /// Several tags, whose followers are listed when it is sent; without so many.
    Tags {
        tags: Vec<String>,
        without: u64,
    },
    OpenIds {
        count: u64,
        repeats: u64,
    },
}

/// One thing that would be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    Token,
    /// Names and sizes of tags, quotas left.
    Look,
    Upload {
        file: String,
        call: String,
        cached: bool,
    },
    News {
        call: String,
        articles: usize,
        /// The media_id when the news exists already.
        known: Option<String>,
    },
    Preview {
        receiver: String,
        done: bool,
    },
    Ask,
    /// Waiting for the time that was set.
    Wait {
        at: jiff::Timestamp,
    },
    Send {
        call: String,
        number: i64,
        of: usize,
        size: Option<u64>,
        /// Empty in a provisional plan: it is a function of the account.
        client_msg_id: String,
        /// `planned`, `accepted`, `unsettled` or `abandoned`.
        state: String,
    },
    Status,
}
