//! Errors that stop a run, with the facts for advice.
//!
//! An error here says that nothing more was sent than the ledger has. What WeChat did with the batches of a run that got as
//! far as sending is in the [`Receipt`](super::Receipt), not here.

use std::path::PathBuf;

use jiff::Timestamp;

use super::{Account, AccountKind, Context};
use crate::campaign::{Problems, Window};
use crate::picture::PictureError;
use crate::plan::beijing::Hours;
use crate::store::BatchState;
use crate::wechat::drafts::Difference;
use crate::wechat::ids::{MediaId, MsgId};
use crate::{store, wechat};

/// The step of a run at which WeChat refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Token,
    /// Looking up tags, sizes and quotas.
    Preflight,
    /// This file, as the operator wrote it.
    Upload(String),
    /// Creating news by this call.
    News(String),
    /// The mass call of this batch.
    Send(i64),
    /// Previewing to this receiver.
    Preview(String),
    Status(i64),
    Delete(i64),
    /// Asking what a send did.
    Statistics,
}

/// Why a run did not come to its receipt.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// WeChat refused, or could not be reached, at a step that sends nothing.
    #[error("{error}")]
    Wechat { step: Step, error: wechat::Error },

    #[error(transparent)]
    Store(#[from] store::Error),

    /// The openid list has faults.
    #[error("the list of openids has problems")]
    Audience(Problems),

    /// A picture cannot be made to fit.
    #[error("`{file}`: {error}")]
    Picture { file: String, error: PictureError },

    #[error("cannot read `{}`: {error}", path.display())]
    File {
        path: PathBuf,
        error: std::io::Error,
    },

    /// A file is no longer what it was when the campaign was read.
    #[error("`{}` changed while the campaign was running", path.display())]
    FileChanged { path: PathBuf },

    /// Something else went out under this name.
    #[error("another version of `{name}` was sent already")]
    Changed {
        name: String,
        run: i64,
        at: Option<Timestamp>,
        msg_ids: Vec<MsgId>,
        /// Whether it certainly went out; else its outcome is unknown.
        certain: bool,
    },

    /// A repeat that `--again` confirmed is not finished.
    #[error("a repeat of `{name}` (--again) is not finished")]
    AgainUnfinished {
        name: String,
        run: i64,
        msg_ids: Vec<MsgId>,
    },

    /// A single command has sent the same message to a part of another list.
    #[error(
        "an earlier `{name}` of the same message is not finished, and its list was another one"
    )]
    HalfDone {
        name: String,
        run: i64,
        at: Option<Timestamp>,
        msg_ids: Vec<MsgId>,
    },

    /// `--expect` named another fingerprint.
    #[error("the campaign is not the one that was reviewed")]
    Unexpected { expected: String, actual: String },

    /// `[audience]` is missing.
    #[error("no audience")]
    NoAudience,

    /// No tag of the account is called so.
    #[error("the account has no tag `{name}`")]
    UnknownTag {
        name: String,
        /// With how many followers have it, where WeChat tells.
        nearest: Option<(String, Option<i64>)>,
    },

    /// Digits or a name that two tags share.
    #[error("`{name}` names several tags")]
    AmbiguousTag {
        name: String,
        tags: Vec<(i64, String)>,
    },

    /// The audience is empty.
    #[error("the tag `{name}` has no followers")]
    EmptyTag { name: String },

    /// The account's quiet hours.
    #[error("this account sends nothing between {hours} (Beijing time)")]
    QuietHours { hours: Hours },

    /// The time that was set is over.
    #[error("its time is over")]
    Missed { window: Window },

    /// The time that was set has not come, by WeChat's clock.
    #[error("its time has not come")]
    NotYet { window: Window },

    /// Ctrl-C while a run waited for its time.
    #[error("interrupted while waiting")]
    StillScheduled { name: String, at: Timestamp },

    /// A draft's article is replaced by one article.
    #[error("{found} articles in place of one")]
    OneArticle { found: usize },

    /// The tag's name belongs to another tag than when the operator said yes.
    #[error("the tag is another one now")]
    TagChanged { name: String },

    /// The draft is not what was written, or not what was previewed.
    #[error("the draft differs")]
    DraftDiffers {
        media_id: MediaId,
        /// It was so when it was previewed, and was changed since; else WeChat has kept it otherwise than it was given.
        since: bool,
        differences: Vec<Difference>,
    },

    /// Batches whose outcome is unknown and cannot be asked for.
    #[error("the outcome of an earlier send is unknown")]
    Unsettled {
        account: Box<Account>,
        name: String,
        run: i64,
        batches: Vec<i64>,
    },

    /// The quota is spent, or too small for what is to be done.
    #[error("the quota of `{call}` does not suffice")]
    Quota {
        call: &'static str,
        left: i64,
        needed: i64,
        returns: Option<Timestamp>,
    },

    /// This kind of account may not do that.
    #[error("the account may not make this kind of send")]
    NotAllowed {
        kind: AccountKind,
        call: &'static str,
    },

    /// The account's owner wants a preview of this very content first.
    #[error("this content was not previewed since its last change")]
    NotPreviewed,

    /// Accepted by WeChat, but the ledger could not be written.
    #[error("batch {number} was accepted, but the ledger could not be written: {error}")]
    Unrecorded {
        number: i64,
        msg_id: Option<i64>,
        error: store::Error,
    },

    /// No run of this name has such a batch.
    #[error("no run of `{name}` has a batch {number}")]
    NoBatch { name: String, number: i64 },

    /// A batch in this state waits for no decision of the operator.
    #[error("batch {number} is {state}")]
    NothingToResolve { number: i64, state: BatchState },

    /// The batch of either run could be meant.
    #[error("several runs of `{name}` have such a batch {number}")]
    SeveralRuns {
        name: String,
        number: i64,
        runs: Vec<i64>,
    },

    /// WeChat holds a batch for a repeat of another send; it was not sent (`wechat-api.md` 5.2, third row).
    #[error("WeChat holds batch {number} for a repeat of msg_id {msg_id}, which is another send")]
    KeyTaken { number: i64, msg_id: i64 },

    /// The lock on this campaign was lost (its lease ran out).
    #[error("the lock on this campaign was lost to another process")]
    LockLost,

    /// Ctrl-C before anything was sent by this process.
    #[error("interrupted")]
    Interrupted,

    /// The copy of a list in the temporary folder could not be written or read.
    #[error("the copy of the list in the temporary folder failed: {0}")]
    Spool(std::io::Error),

    /// A task of wxmass itself broke.
    #[error("a part of wxmass failed: {0}")]
    Defect(String),
}

impl Error {
    pub(super) fn unsettled(context: &Context, name: &str, run: i64, batches: Vec<i64>) -> Self {
        Self::Unsettled {
            account: Box::new(context.account.clone()),
            name: name.to_owned(),
            run,
            batches,
        }
    }

    pub(super) fn at(step: Step) -> impl FnOnce(wechat::Error) -> Self {
        move |error| Self::Wechat { step, error }
    }
}

impl From<tokio::task::JoinError> for Error {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Defect(error.to_string())
    }
}
