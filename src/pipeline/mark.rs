//! The operator's word on batches that WeChat can no longer be asked about, or that are not to be sent any more.
//!
//! It is taken under the run's own lock, so that nobody says of a batch what became of it while it is being sent, and it is
//! written to the one run in which the batch waits for such a word.

use std::time::Duration;

use jiff::Timestamp;

use super::prepare::lock_name;
use super::{Context, Error, holder};
use crate::store::{Batch, BatchState, Mark, Run};

/// What the operator says of one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// It went out, under this msg_id where it is known.
    Sent { msg_id: Option<i64> },
    /// It did not go out: the next run sends it.
    NotSent,
    /// It is not to be sent any more.
    GivenUp,
}

impl Word {
    /// Whether a batch in this state waits for it.
    fn is_awaited(self, state: BatchState) -> bool {
        use BatchState::{Abandoned, Accepted, Intended, Unknown};
        match self {
            Self::Sent { .. } | Self::NotSent => matches!(state, Intended | Unknown),
            Self::GivenUp => !matches!(state, Accepted | Abandoned),
        }
    }
}

/// The batch that a word is on.
#[derive(Debug, Clone, Copy)]
pub struct Which<'a> {
    /// The campaign's name.
    pub name: &'a str,
    /// The run; without it the one run of this name in which the batch waits for the word.
    pub run: Option<i64>,
    /// The batch's number in its run, from 1.
    pub number: i64,
}

/// Records a word on a batch.
pub async fn mark(context: &Context, which: Which<'_>, word: Word) -> Result<(), Error> {
    let lock = lock_name(context, which.name);
    let guard = context.store.lock(&lock, Duration::ZERO, &holder()).await?;
    let marked = under_lock(context, which, word).await;
    guard.release().await;
    marked
}

async fn under_lock(context: &Context, which: Which<'_>, word: Word) -> Result<(), Error> {
    let Which { name, run, number } = which;
    let (store, account) = (&context.store, &context.account.key);
    let mut runs: Vec<Run> = store.runs_named(account, name).await?;
    runs.retain(|it| run.is_none_or(|run| it.id == run));
    let mut found: Vec<Batch> = Vec::new();
    for it in &runs {
        let batches = store.batches(it.id).await?;
        found.extend(batches.into_iter().filter(|batch| batch.number == number));
    }
    let name = name.to_owned();
    let Some(newest) = found.first() else {
        return Err(Error::NoBatch { name, number });
    };
    let state = newest.state;
    let mut waiting = found.iter().filter(|batch| word.is_awaited(batch.state));
    let run = match (waiting.next(), waiting.next()) {
        (Some(batch), None) => batch.run,
        (None, _) => return Err(Error::NoWordNeeded { number, state }),
        (Some(one), Some(other)) => {
            let runs = vec![one.run, other.run];
            return Err(Error::SeveralRuns { name, number, runs });
        }
    };
    let now = Timestamp::now();
    let mark = match word {
        Word::Sent { msg_id } => Mark::Sent { msg_id },
        Word::GivenUp => Mark::Abandoned,
        Word::NotSent => {
            let note = Some("not sent, says the operator");
            return Ok(store.batch_refuse(run, number, None, note, now).await?);
        }
    };
    let note = Some("by the operator");
    Ok(store.batch_mark(run, number, mark, note, now).await?)
}
