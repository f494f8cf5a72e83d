//! What the ledger holds: runs and their batches, news and previews, as plain rows.
//!
//! A run is one campaign sent to one audience; a batch is one mass call of it. The intent of a batch is on disk before
//! its call and the result after it, so that a process killed anywhere leaves a state that the next one understands.

use jiff::Timestamp;

use super::state::{BatchState, RunState, Tally};

/// A run to be recorded, with all its batches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRun {
    pub account: String,
    /// The account's name for people.
    pub account_name: Option<String>,
    pub name: String,
    pub fingerprint: String,
    /// 1 for the first; more when the operator sends the same again on purpose.
    pub attempt: i64,
    /// `campaign`, `send-tag`, `send-openids`.
    pub kind: String,
    /// JSON for people to look back on: titles, audience, file. No secrets.
    pub summary: String,
    /// In the order in which they go out; the first has number 1.
    pub batches: Vec<NewBatch>,
}

/// One mass call of a run to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBatch {
    pub client_msg_id: String,
    /// How many receivers; 0 where the service alone knows (a tag, everybody).
    pub size: i64,
    /// A hash of the receivers, so that a changed list is noticed.
    pub digest: String,
}

/// A recorded run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub id: i64,
    pub account: String,
    pub account_name: Option<String>,
    pub name: String,
    pub fingerprint: String,
    pub attempt: i64,
    pub kind: String,
    pub summary: String,
    /// The sum of its batches; not stored by itself.
    pub state: RunState,
    pub tally: Tally,
    pub created_at: Timestamp,
    /// When all was said and done, set by `run_finish`.
    pub finished_at: Option<Timestamp>,
}

/// A recorded batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    pub run: i64,
    /// From 1.
    pub number: i64,
    pub client_msg_id: String,
    pub size: i64,
    pub digest: String,
    pub state: BatchState,
    /// The first intent; the service knows the `client_msg_id` for 24 hours from about then.
    pub intended_at: Option<Timestamp>,
    /// The latest intent.
    pub tried_at: Option<Timestamp>,
    /// How many intents there were.
    pub tries: i64,
    /// When the state became what it is, for all but planned and intended.
    pub settled_at: Option<Timestamp>,
    pub media_id: Option<String>,
    pub msg_id: Option<i64>,
    pub msg_data_id: Option<i64>,
    pub errcode: Option<i64>,
    pub note: Option<String>,
    /// What the service said of the send afterwards: when it was asked, or by itself, whichever was later.
    pub status: Option<String>,
    pub status_at: Option<Timestamp>,
    /// What it said by itself.
    pub finish: Option<Finish>,
}

/// The end of a send, as the service called back about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finish {
    pub msg_id: i64,
    /// The service's own word.
    pub word: String,
    /// The same as it says when it is asked, where the word tells.
    pub outcome: Option<String>,
    /// When it ended, by the service's clock and to the second.
    pub ended_at: Timestamp,
    /// The service's figures.
    pub total: Option<i64>,
    pub filtered: Option<i64>,
    pub sent: Option<i64>,
    pub failed: Option<i64>,
    /// JSON: what it said of single articles.
    pub articles: String,
}

impl Finish {
    /// Total, filtered, sent, failed.
    pub fn counts(&self) -> [Option<i64>; 4] {
        [self.total, self.filtered, self.sent, self.failed]
    }
}

/// News made for a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    pub id: i64,
    pub media_id: String,
    pub route: String,
    pub created_at: Timestamp,
    /// Whether a send has used it up (or it was deleted).
    pub spent: bool,
}

/// A preview that went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    pub id: i64,
    pub receiver: String,
    pub media_id: Option<String>,
    pub sent_at: Timestamp,
}

/// What the operator says of a batch that nobody could settle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It did go out, under this msg_id where it is known.
    Sent { msg_id: Option<i64> },
    /// It is not to be sent any more.
    Abandoned,
}
