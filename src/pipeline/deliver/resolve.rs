//! The operator's decision on batches that WeChat can no longer be asked about, or that are not to be sent any more.
//!
//! It is taken under the run's own lock, so never while the batch is being sent, and it is written to the one run in which
//! the batch waits for such a decision.

use std::time::Duration;

use jiff::Timestamp;

use crate::pipeline::prepare::lock::lock_name;
use crate::pipeline::{Context, Error, holder};
use crate::store::{Batch, BatchOutcome, BatchState, Run};
use crate::text::normal_name;
use crate::wechat::ids::MsgId;

/// The operator's decision on one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// It went out, under this msg_id where it is known.
    Sent { msg_id: Option<MsgId> },
    /// It did not go out: the next run sends it.
    NotSent,
    /// It is not to be sent any more.
    GivenUp,
}

impl Resolution {
    /// Whether a batch in this state waits for it.
    fn is_awaited(self, state: BatchState) -> bool {
        use BatchState::{Abandoned, Accepted, Intended, Unknown};
        match self {
            Self::Sent { .. } | Self::NotSent => matches!(state, Intended | Unknown),
            Self::GivenUp => !matches!(state, Accepted | Abandoned),
        }
    }
}

/// The batch that is decided on.
#[derive(Debug, Clone, Copy)]
pub struct BatchRef<'a> {
    /// The campaign's name.
    pub name: &'a str,
    /// The run; without it the one run of this name in which the batch waits for a decision.
    pub run: Option<i64>,
    /// The batch's number in its run, from 1.
    pub number: i64,
}

/// Records the operator's decision on a batch.
pub async fn resolve(
    context: &Context,
    batch: BatchRef<'_>,
    resolution: Resolution,
) -> Result<(), Error> {
    let lock = lock_name(context, batch.name);
    let guard = context.store.lock(&lock, Duration::ZERO, &holder()).await?;
    let resolved = under_lock(context, batch, resolution).await;
    guard.release().await;
    resolved
}

async fn under_lock(
    context: &Context,
    batch: BatchRef<'_>,
    resolution: Resolution,
) -> Result<(), Error> {
    let BatchRef { name, run, number } = batch;
    let (store, account) = (&context.store, &context.account.key);
    let name = normal_name(name);
    let mut runs: Vec<Run> = store.runs_named(account, &name).await?;
    runs.retain(|it| run.is_none_or(|run| it.id == run));
    let mut found: Vec<Batch> = Vec::new();
    for run in &runs {
        let batches = store.batches(run.id).await?;
        found.extend(batches.into_iter().filter(|batch| batch.number == number));
    }
    let Some(newest) = found.first() else {
        return Err(Error::NoBatch { name, number });
    };
    let state = newest.state;
    let mut waiting = found
        .iter()
        .filter(|batch| resolution.is_awaited(batch.state));
    let batch = match (waiting.next(), waiting.next()) {
        (Some(batch), None) => batch,
        (None, _) => return Err(Error::NothingToResolve { number, state }),
        (Some(one), Some(other)) => {
            let runs = vec![one.run, other.run];
            return Err(Error::SeveralRuns { name, number, runs });
        }
    };
    let note = Some("by the operator");
    let outcome = match resolution {
        Resolution::Sent { msg_id } => BatchOutcome::MarkedSent { msg_id, note },
        Resolution::GivenUp => BatchOutcome::Abandoned { note },
        Resolution::NotSent => BatchOutcome::Refused {
            errcode: None,
            note: Some("not sent, says the operator"),
        },
    };
    Ok(store.batch_settle(batch, outcome, Timestamp::now()).await?)
}
