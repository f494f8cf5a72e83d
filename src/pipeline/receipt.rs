//! The outcome of a run, batch by batch.

use jiff::Timestamp;
use serde::Serialize;

use super::{Context, Error};
use crate::store::{Batch, BatchState};
use crate::wechat::ids::{MediaId, MsgDataId, MsgId};

/// The outcome of a run, as this process and the ledger know it.
#[derive(Debug, Serialize)]
pub struct Receipt {
    /// The profile's name or the appid.
    pub account: String,
    /// The account's appid.
    #[serde(skip)]
    pub appid: String,
    /// The base URL by which it was reached.
    #[serde(skip)]
    pub base: String,
    pub name: String,
    pub fingerprint: String,
    /// The run's number in the ledger.
    pub run: i64,
    /// Everything had gone out before; this command sent nothing.
    pub already_sent: bool,
    /// Ctrl-C was heard before the end.
    pub interrupted: bool,
    pub batches: Vec<BatchReceipt>,
    /// The error that ended the run before its last batch, or the first one.
    #[serde(skip)]
    pub ended_by: Option<Error>,
}

/// The outcome of one mass call.
#[derive(Debug, Clone, Serialize)]
pub struct BatchReceipt {
    /// From 1.
    pub number: i64,
    /// How many openids; absent for tags and everybody.
    pub size: Option<i64>,
    #[serde(serialize_with = "as_text")]
    pub state: BatchState,
    pub media_id: Option<MediaId>,
    pub msg_id: Option<MsgId>,
    pub msg_data_id: Option<MsgDataId>,
    /// WeChat's word: `SENDING`, `SEND_SUCCESS`, `SEND_FAIL`, `DELETE`.
    pub status: Option<String>,
    /// WeChat's word in its callback, where one was heard: `send success`, `err(10001)`.
    pub finish: Option<String>,
    /// When WeChat accepted or refused it.
    pub at: Option<Timestamp>,
    pub errcode: Option<i64>,
    pub note: Option<String>,
}

fn as_text<S: serde::Serializer>(state: &BatchState, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(state.as_str())
}

/// The basis of the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Every batch was accepted (now or before), and none has failed since.
    Done,
    /// Accepted, and WeChat says that sending failed.
    Failed,
    /// Not sent; the refusal says why.
    Refused,
    /// Some batches were accepted, some were not.
    Partial,
    /// At least one batch may or may not have been sent.
    Unknown,
    /// Stopped by the operator.
    Interrupted,
}

impl Receipt {
    /// The one word for all of it. What is unknown outweighs everything else.
    pub fn outcome(&self) -> Outcome {
        let has = |state: BatchState| self.batches.iter().any(|batch| batch.state == state);
        // A batch that the ledger does not have as accepted may be taken for one that was not sent.
        let unrecorded = matches!(self.ended_by, Some(Error::Unrecorded { .. }));
        let unsettled = unrecorded || has(BatchState::Unknown) || has(BatchState::Intended);
        let accepted = self.has_accepted();
        let open = has(BatchState::Planned) || has(BatchState::Refused);
        if self.interrupted && !unrecorded && (unsettled || open) {
            Outcome::Interrupted
        } else if unsettled {
            Outcome::Unknown
        } else if accepted && open {
            Outcome::Partial
        } else if open {
            Outcome::Refused
        } else if self
            .batches
            .iter()
            .any(|batch| batch.status.as_deref() == Some("SEND_FAIL"))
        {
            Outcome::Failed
        } else if self.interrupted {
            Outcome::Interrupted
        } else {
            Outcome::Done
        }
    }

    /// Whether nothing is left to send or to settle.
    pub fn is_complete(&self) -> bool {
        let ended = [BatchState::Accepted, BatchState::Abandoned];
        self.batches
            .iter()
            .all(|batch| ended.contains(&batch.state))
    }

    /// Whether anything has gone out.
    pub fn has_accepted(&self) -> bool {
        let accepted = |batch: &BatchReceipt| batch.state == BatchState::Accepted;
        self.batches.iter().any(accepted)
    }

    /// The ids of all accepted batches, in order: what a script captures.
    pub fn msg_ids(&self) -> Vec<MsgId> {
        let accepted = self
            .batches
            .iter()
            .filter(|batch| batch.state == BatchState::Accepted);
        accepted.filter_map(|batch| batch.msg_id).collect()
    }

    /// The outcome of a run, from its batches.
    pub(super) fn new(
        context: &Context,
        run: i64,
        (name, fingerprint): (String, String),
        batches: Vec<Batch>,
    ) -> Self {
        Self {
            account: context.account.name.clone(),
            appid: context.account.appid.clone(),
            base: context.account.base.clone(),
            name,
            fingerprint,
            run,
            already_sent: false,
            interrupted: false,
            batches: batches.into_iter().map(BatchReceipt::from).collect(),
            ended_by: None,
        }
    }
}

impl From<Batch> for BatchReceipt {
    fn from(batch: Batch) -> Self {
        Self {
            number: batch.number,
            size: (batch.size > 0).then_some(batch.size),
            state: batch.state,
            media_id: batch.media_id,
            msg_id: batch.msg_id,
            msg_data_id: batch.msg_data_id,
            status: batch.status,
            finish: batch.finish.map(|finish| finish.word),
            at: batch.settled_at,
            errcode: batch.errcode,
            note: batch.note,
        }
    }
}
