//! Mass sends: from approved batches to receipts.
//!
//! The batches that the ledger does not have as sent go out one after another; the first that ends the run leaves the rest to
//! the next one. What became of each is read from the ledger.

use std::time::Duration;

use jiff::Timestamp;

use super::deliver::{Plans, REPLAYED, Sender, Settled};
use super::receipt::Receipt;
use super::{Context, Error, wait};
use crate::store::{Batch, BatchState, Guard};

/// Batches are a second apart: WeChat takes 60 mass calls a minute ("Batch_Sends guide").
const BETWEEN_BATCHES: Duration = Duration::from_secs(1);

/// A run that the operator has said yes to. The only thing that can send.
#[derive(Debug)]
pub struct Approved<'a> {
    sender: Sender<'a>,
}

impl<'a> Approved<'a> {
    pub(super) fn new(context: Context, guard: Guard, plans: Plans<'a>) -> Self {
        Self {
            sender: Sender {
                context,
                guard,
                plans,
            },
        }
    }

    pub(super) async fn release(self) {
        self.sender.guard.release().await;
    }

    /// Sends what the ledger does not have as sent, then waits for the end if the campaign says so.
    ///
    /// Errors mean that the ledger could not be read. Whatever else ends the run early is in the receipt, beside what became of
    /// each batch: that another process sends now, too.
    pub async fn send(mut self) -> Result<Receipt, Error> {
        let result = all(&mut self.sender).await;
        self.release().await;
        result
    }
}

async fn all(sender: &mut Sender<'_>) -> Result<Receipt, Error> {
    let (run, context) = (sender.plans.run, sender.context.clone());
    let mut ended_by = None;
    let batches = context.store.batches(run).await?;
    let of = batches.len();
    let mut called_before = false;
    let mut sent_now = false;
    let open = |batch: &Batch| !matches!(batch.state, BatchState::Accepted | BatchState::Abandoned);
    for batch in batches.into_iter().filter(open) {
        if called_before && !context.stop.sleep(context.paced(BETWEEN_BATCHES)).await {
            break;
        }
        if context.stop.is_asked() {
            break;
        }
        called_before = true;
        match sender.deliver(&batch, of).await {
            Ok(Settled::Accepted) => sent_now = true,
            Ok(Settled::Refused(error)) => drop(ended_by.get_or_insert(error)),
            Ok(Settled::Unknown | Settled::Interrupted) => break,
            Ok(Settled::Over(error)) | Err(error) => {
                ended_by.get_or_insert(error);
                break;
            }
        }
    }
    let is_ours = !matches!(ended_by, Some(Error::LockLost));
    if is_ours && sender.plans.order.wait && !context.stop.is_asked() {
        wait::run(&context, run).await?;
    }
    // What has been sent is recorded; that this is the end can be seen from the batches.
    if is_ours && let Err(error) = context.store.run_finish(run, Timestamp::now()).await {
        tracing::info!(%error, "the end of the run was not recorded");
    }
    let receipt = Receipt::of(&context, run).await?;
    let interrupted = context.stop.is_asked();
    // Every answer was a receipt for an older call: another machine has sent this campaign.
    let replayed = receipt
        .batches
        .iter()
        .all(|batch| batch.note.as_deref() == Some(REPLAYED));
    let already_sent =
        (!sent_now || replayed) && receipt.is_complete() && !receipt.msg_ids().is_empty();
    Ok(Receipt {
        already_sent,
        interrupted,
        ended_by,
        ..receipt
    })
}
