//! The content of the ledger: runs and their batches, news and previews, as plain rows.
//!
//! A run is one campaign sent to one audience; a batch is one mass call of it. The intent of a batch is on disk before
//! its call and the result after it, so that a process killed anywhere leaves a state that the next one understands.

use jiff::Timestamp;

use super::state::{BatchState, RunState, Tally};
use crate::wechat::ids::{ClientMsgId, MediaId, MsgDataId, MsgId, TagId};

/// The audience of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AudienceKind {
    /// Every follower.
    All,
    /// The followers with a tag.
    Tag,
    /// A list of openids.
    OpenIds,
}

impl AudienceKind {
    /// As stored: `all`, `tag`, `open-ids`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Tag => "tag",
            Self::OpenIds => "open-ids",
        }
    }
}

/// A run to be recorded, with all its batches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRun {
    /// The appid.
    pub account: String,
    /// The account's name for people.
    pub account_name: Option<String>,
    pub name: String,
    pub fingerprint: String,
    /// 0 for the first; one more each time the same is sent again on purpose.
    pub attempt: i64,
    /// `campaign` or `command`.
    pub kind: String,
    /// The fingerprint of the content, without its receivers.
    pub content: String,
    pub audience: AudienceKind,
    /// The tag that was found, where the audience is one.
    pub tag: Option<TagId>,
    /// The base URL by which the account is reached.
    pub base: String,
    /// JSON for people to look back on: titles, audience. No decision reads it; no secrets.
    pub summary: String,
    /// The file that its list came from, and the digest of the ids.
    pub list: Option<String>,
    pub list_digest: Option<String>,
    /// The time that was set for it. Permits nothing.
    pub scheduled_at: Option<Timestamp>,
    /// In the order in which they go out; the first has number 1.
    pub batches: Vec<NewBatch>,
}

/// One mass call of a run to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBatch {
    pub client_msg_id: ClientMsgId,
    /// How many receivers; 0 where only the service knows (a tag, everybody).
    pub size: i64,
}

/// A recorded run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub id: i64,
    pub account: String,
    pub account_name: Option<String>,
    pub name: String,
    pub fingerprint: String,
    /// 0 for the first.
    pub attempt: i64,
    /// `campaign` or `command`.
    pub kind: String,
    pub summary: String,
    /// The tag that was found when the run began.
    pub tag: Option<TagId>,
    /// The base URL, or the host that an earlier version kept in its place.
    pub base: Option<String>,
    /// The sum of its batches; not stored by itself.
    pub state: RunState,
    pub tally: Tally,
    pub created_at: Timestamp,
    /// The file that its list came from, and the digest of the ids.
    pub list: Option<String>,
    pub list_digest: Option<String>,
    /// The time that was set for it.
    pub scheduled_at: Option<Timestamp>,
    /// When every batch was accepted or abandoned and this was seen, set by `run_finish`.
    pub finished_at: Option<Timestamp>,
}

/// A recorded batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    pub run: i64,
    /// From 1.
    pub number: i64,
    pub client_msg_id: ClientMsgId,
    /// How many receivers; 0 where only the service knows.
    pub size: i64,
    pub state: BatchState,
    /// The first intent since the batch was planned or refused; the service knows the `client_msg_id` for 24 hours from about
    /// then.
    pub intended_at: Option<Timestamp>,
    /// The latest intent.
    pub tried_at: Option<Timestamp>,
    /// How many intents there were.
    pub tries: i64,
    /// When the state became what it is, for all but planned and intended.
    pub settled_at: Option<Timestamp>,
    pub media_id: Option<MediaId>,
    /// `None` for an accepted batch whose msg_id the service did not give.
    pub msg_id: Option<MsgId>,
    pub msg_data_id: Option<MsgDataId>,
    pub errcode: Option<i64>,
    pub note: Option<String>,
    /// The final state of the send: the service's callback, our own deletion, or its latest answer when asked.
    pub status: Option<String>,
    pub status_at: Option<Timestamp>,
    /// The service's callback.
    pub finish: Option<Finish>,
}

/// The data that a step adds to a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchOutcome<'a> {
    /// Intended or unknown → accepted. Saying the same again is no error.
    Accepted {
        msg_id: Option<MsgId>,
        msg_data_id: Option<MsgDataId>,
        note: Option<&'a str>,
    },
    /// Intended or unknown → refused: certainly nothing was sent. No errcode when it never got to the service.
    Refused {
        errcode: Option<i64>,
        note: Option<&'a str>,
    },
    /// Intended or unknown → unknown: the answer was lost or proves nothing.
    Unknown {
        errcode: Option<i64>,
        note: Option<&'a str>,
    },
    /// The operator says that it went out, under this msg_id where it is known.
    MarkedSent {
        msg_id: Option<MsgId>,
        note: Option<&'a str>,
    },
    /// The operator says that it is not to be sent any more.
    Abandoned { note: Option<&'a str> },
}

/// The end of a send, as the service called back about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finish {
    pub msg_id: MsgId,
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
