//! The second stage: from the operator's yes to what became of each batch.
//!
//! The batches that the ledger does not have as sent go out one after another; the first that ends the run leaves the rest to
//! the next one. What became of them is kept in memory as well as in the ledger, so that a store that goes away in flight
//! takes no knowledge with it.

mod batch;
pub(super) mod conditions;
pub(super) mod resolve;

use std::time::Duration;

use batch::Settled;

use super::prepare::{Approved, ready::Plans};
use super::{Context, Error};
use crate::store::{Batch, BatchState, Guard};

pub(super) use batch::REPLAYED;

/// Batches are a second apart: WeChat takes 60 mass calls a minute ("Batch_Sends guide").
const BETWEEN_BATCHES: Duration = Duration::from_secs(1);

/// The delivery, as this process knows it.
#[derive(Debug)]
pub(super) struct Delivered {
    pub(super) run: i64,
    /// Every batch of the run, in its latest state.
    pub(super) batches: Vec<Batch>,
    /// A batch was accepted by a call of this process.
    pub(super) sent_now: bool,
    /// The error that ended the run before its last batch, or the first one.
    pub(super) ended_by: Option<Error>,
    /// The lock, for as long as the end is waited for.
    pub(super) guard: Guard,
}

/// An approved run on its way: the plans, and the lock under which they are carried out.
#[derive(Debug)]
struct Delivery<'a> {
    context: Context,
    guard: Guard,
    plans: Plans<'a>,
    run: i64,
    /// A batch has gone out, or may have.
    has_begun: bool,
}

/// Sends what the ledger does not have as sent.
///
/// An error means that nothing was called: the run could not be recorded. Whatever else ends the run early is in the answer,
/// beside what became of each batch.
pub(super) async fn deliver(approved: Approved<'_>) -> Result<Delivered, Error> {
    let Approved {
        context,
        guard,
        plans,
    } = approved;
    let recorded = record(&context, &plans).await;
    let (run, batches) = match recorded {
        Ok(recorded) => recorded,
        Err(error) => {
            guard.release().await;
            return Err(error);
        }
    };
    let mut delivery = Delivery {
        context,
        guard,
        plans,
        run,
        has_begun: batches.iter().any(has_begun),
    };
    let mut delivered = (batches, false, None);
    delivery.all(&mut delivered).await;
    let (batches, sent_now, ended_by) = delivered;
    Ok(Delivered {
        run,
        batches,
        sent_now,
        ended_by,
        guard: delivery.guard,
    })
}

/// The rows of the run: they are made after the yes, so that a question that was declined leaves nothing behind.
pub(super) async fn record(
    context: &Context,
    plans: &Plans<'_>,
) -> Result<(i64, Vec<Batch>), Error> {
    let run = if let Some(run) = plans.run {
        run
    } else {
        let new = plans.order.new_run(context, plans.attempt, plans.tag);
        context.store.run_create(&new).await?.id
    };
    Ok((run, context.store.batches(run).await?))
}

/// Whether a batch has gone out, or may have.
pub(super) fn has_begun(batch: &Batch) -> bool {
    matches!(
        batch.state,
        BatchState::Accepted | BatchState::Intended | BatchState::Unknown
    )
}

impl Delivery<'_> {
    async fn all(&mut self, delivered: &mut (Vec<Batch>, bool, Option<Error>)) {
        let (batches, sent_now, ended_by) = delivered;
        let of = batches.len();
        let is_open = |batch: &&mut Batch| {
            !matches!(batch.state, BatchState::Accepted | BatchState::Abandoned)
        };
        let mut called_before = false;
        for batch in batches.iter_mut().filter(is_open) {
            let stop = self.context.stop.clone();
            if called_before && !stop.sleep(self.context.paced(BETWEEN_BATCHES)).await {
                return;
            }
            if stop.is_asked() {
                return;
            }
            called_before = true;
            match self.deliver(batch, of).await {
                Ok(Settled::Accepted) => {
                    (*sent_now, self.has_begun) = (true, true);
                }
                Ok(Settled::Refused(error)) => drop(ended_by.get_or_insert(error)),
                Ok(Settled::Unknown | Settled::Interrupted) => return,
                Ok(Settled::Over(error)) | Err(error) => {
                    ended_by.get_or_insert(error);
                    return;
                }
            }
        }
    }
}
