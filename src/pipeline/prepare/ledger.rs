//! Decisions by the ledger: its rows as values for `plan::decide`, and obstacles as errors.

use jiff::Timestamp;

use super::order::Order;
use crate::pipeline::{Context, Error};
use crate::plan::{Clock, Decision, KnownBatch, KnownRun, Obstacle, Progress, decide};
use crate::store::{Batch, BatchState, KnownRow, Sought};
use crate::wechat::ids::TagId;

/// The decision for this moment, by one query. `tag` is the audience's tag once it has been looked up.
pub(in crate::pipeline) async fn allowed(
    context: &Context,
    order: &Order<'_>,
    tag: Option<TagId>,
    clock: Clock,
) -> Result<Decision, Error> {
    let sought = Sought {
        account: &context.account.key,
        name: &order.name,
        fingerprint: order.run.as_str(),
        content: order.content.as_str(),
        tag,
    };
    let rows = context.store.known_runs(sought).await?;
    let known = known(rows, order.content.as_str(), tag);
    Ok(decide(
        &order.run,
        &known,
        order.repetition,
        order.again,
        clock,
    ))
}

/// Rows, newest run first, as runs.
fn known(rows: Vec<KnownRow>, content: &str, tag: Option<TagId>) -> Vec<KnownRun> {
    let mut runs: Vec<KnownRun> = Vec::new();
    for row in rows {
        let batch = KnownBatch {
            number: row.number,
            progress: progress(row.state, row.intended_at, row.settled_at),
        };
        match runs.last_mut().filter(|run| run.id == row.run) {
            Some(run) => run.batches.push(batch),
            None => runs.push(KnownRun {
                id: row.run,
                same_content: row.content == content,
                same_tag: tag.is_some() && row.tag == tag,
                fingerprint: row.fingerprint,
                attempt: row.attempt,
                batches: vec![batch],
            }),
        }
    }
    runs
}

/// How far a batch is, by its row.
pub(in crate::pipeline) fn progress_of(batch: &Batch) -> Progress {
    progress(batch.state, batch.intended_at, batch.settled_at)
}

fn progress(
    state: BatchState,
    intended_at: Option<Timestamp>,
    settled_at: Option<Timestamp>,
) -> Progress {
    // A time that is missing is older than any memory.
    let never = Timestamp::UNIX_EPOCH;
    match state {
        BatchState::Planned | BatchState::Refused => Progress::NotSent,
        BatchState::Intended | BatchState::Unknown => Progress::Unsettled {
            since: intended_at.unwrap_or(never),
        },
        BatchState::Accepted => Progress::Accepted {
            at: settled_at.unwrap_or(never),
        },
        BatchState::Abandoned => Progress::Abandoned {
            at: settled_at.unwrap_or(never),
        },
    }
}

/// The error for what stands in the way, with what went out then.
pub(in crate::pipeline) async fn stopped(
    context: &Context,
    name: &str,
    obstacle: Obstacle,
) -> Result<Error, Error> {
    let name = name.to_owned();
    let run = match obstacle {
        Obstacle::Unsettled { run, batches } => {
            return Ok(Error::unsettled(context, &name, run, batches));
        }
        Obstacle::Changed { run, .. }
        | Obstacle::HalfDone { run }
        | Obstacle::AgainUnfinished { run } => run,
    };
    let batches = context.store.batches(run).await?;
    let msg_ids = batches.iter().filter_map(|batch| batch.msg_id).collect();
    let at = batches
        .iter()
        .filter_map(|batch| batch.settled_at.or(batch.intended_at))
        .max();
    Ok(match obstacle {
        Obstacle::Changed { certain, .. } => Error::Changed {
            name,
            run,
            at,
            msg_ids,
            certain,
        },
        Obstacle::HalfDone { .. } => Error::HalfDone {
            name,
            run,
            at,
            msg_ids,
        },
        Obstacle::AgainUnfinished { .. } | Obstacle::Unsettled { .. } => {
            Error::AgainUnfinished { name, run, msg_ids }
        }
    })
}
