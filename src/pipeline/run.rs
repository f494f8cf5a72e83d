//! The three stages in their order: what was approved is delivered, and then followed to its end.

use jiff::Timestamp;

use super::deliver::{Delivered, REPLAYED, deliver};
use super::prepare::Approved;
use super::schedule::{Due, due};
use super::{Context, Error, Receipt, follow};
use crate::store::{self, Batch, BatchState};
use crate::wechat::ids::MsgId;

/// Sends what the ledger does not have as sent, then waits for the end if the campaign says so.
///
/// An error means that nothing was called. Whatever else ends the run early is in the receipt, beside what became of each
/// batch, whether or not the ledger could be written.
pub async fn send(approved: Approved<'_>) -> Result<Receipt, Error> {
    let (waits, context) = (approved.plans.order.wait, approved.context.clone());
    let approved = match due(approved).await? {
        Due::Now(approved) => *approved,
        Due::Sent { run } => return already_sent(&context, run, waits).await,
    };
    let (context, wait) = (approved.context.clone(), approved.plans.order.wait);
    let facts = (
        approved.plans.order.name.clone(),
        approved.plans.order.run.to_string(),
    );
    let Delivered {
        run,
        mut batches,
        sent_now,
        mut ended_by,
        guard,
    } = deliver(approved).await?;
    let is_ours = !matches!(ended_by, Some(Error::LockLost));
    if is_ours && wait && !context.stop.is_asked() {
        follow::to_the_end(&context, &mut batches).await;
    }
    // That this is the end can be seen from the batches as well.
    if is_ours && let Err(error) = context.store.run_finish(run, Timestamp::now()).await {
        tracing::info!(%error, "the end of the run was not recorded");
        if let Some(unrecorded) = gone(error, &batches) {
            ended_by.get_or_insert(unrecorded);
        }
    }
    refresh(&context, run, &mut batches, is_ours).await;
    guard.release().await;
    let receipt = Receipt::new(&context, run, facts, batches);
    // Every answer was a receipt for an older call: another machine has sent this campaign.
    let replayed = receipt
        .batches
        .iter()
        .all(|batch| batch.note.as_deref() == Some(REPLAYED));
    let already_sent = (!sent_now || replayed) && receipt.is_complete() && receipt.has_accepted();
    Ok(Receipt {
        already_sent,
        interrupted: context.stop.is_asked(),
        ended_by,
        ..receipt
    })
}

/// A ledger that was removed has what was accepted no more.
fn gone(error: store::Error, batches: &[Batch]) -> Option<Error> {
    let is_accepted = |batch: &&Batch| batch.state == BatchState::Accepted;
    let last = batches.iter().rfind(is_accepted)?;
    error.is_gone().then(|| Error::Unrecorded {
        number: last.number,
        msg_id: last.msg_id.map(MsgId::get),
        error,
    })
}

/// Takes what the ledger has heard meanwhile: of batches that it has in the state that this process knows, of batches that
/// were accepted or that another process has called since, and of all that this process has lost to another one. What was
/// accepted here stays accepted.
async fn refresh(context: &Context, run: i64, batches: &mut [Batch], is_ours: bool) {
    let rows = match context.store.batches(run).await {
        Ok(rows) => rows,
        Err(error) => {
            tracing::info!(%error, "the ledger was not read again");
            return;
        }
    };
    for batch in batches {
        let Some(row) = rows.iter().find(|row| row.number == batch.number) else {
            continue;
        };
        let called_since = row.tries > batch.tries;
        let knows_more = row.state == batch.state
            || row.state == BatchState::Accepted
            || called_since
            || !is_ours;
        if knows_more && (batch.state != BatchState::Accepted || row.state == BatchState::Accepted)
        {
            *batch = row.clone();
        }
    }
}

/// The receipt of a run that had gone out before; its end is waited for where the campaign says so.
pub async fn already_sent(context: &Context, run: i64, wait: bool) -> Result<Receipt, Error> {
    let row = context
        .store
        .run_get(run)
        .await?
        .ok_or_else(|| Error::Defect(format!("no run {run}")))?;
    let mut batches = context.store.batches(run).await?;
    if wait {
        follow::to_the_end(context, &mut batches).await;
        refresh(context, run, &mut batches, true).await;
    }
    let receipt = Receipt::new(context, run, (row.name, row.fingerprint), batches);
    Ok(Receipt {
        already_sent: receipt.has_accepted(),
        ..receipt
    })
}
