//! Waiting until WeChat has finished.
//!
//! `mass/get` is asked at once and then ever more slowly, up to once a minute, for forty minutes: half an hour for an
//! administrator's confirmation, the rest for sending; between two looks the ledger is asked whether WeChat has called back.
//! That WeChat is still sending when we leave is no failure, and an id
//! that it does not know yet (40059, also seen for fresh and genuine ones) is none either.

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;
use jiff::Timestamp;

use super::event::{Event, Wait};
use super::{Context, Error, error::Step};
use crate::store::BatchState;
use crate::wechat::ids::MsgId;
use crate::wechat::{errcode, mass};

/// Seconds between looks; the last one repeats.
const DELAYS: [u64; 7] = [1, 2, 5, 10, 20, 40, 60];
const PATIENCE: Duration = Duration::from_mins(40);
const AT_ONCE: usize = 8;

/// Whether WeChat will say nothing else of this send.
pub fn is_final(status: &str) -> bool {
    matches!(status, "SEND_SUCCESS" | "SEND_FAIL" | "DELETE")
}

/// Waits for every accepted batch of a run whose end is not recorded. Ends early, without error, when a stop is asked for.
pub async fn run(context: &Context, run: i64) -> Result<(), Error> {
    let batches = context.store.batches(run).await?;
    let open = batches.into_iter().filter(|batch| {
        batch.state == BatchState::Accepted && !batch.status.as_deref().is_some_and(is_final)
    });
    let ids: Vec<_> = open
        .filter_map(|batch| batch.msg_id)
        .map(MsgId::new)
        .collect();
    for (id, state) in many(context, &ids, PATIENCE).await {
        if let Err(error) = state {
            // The send itself is accepted and recorded; that nobody tells us how it goes must not look like a failure of it.
            context.events.say(Event::StatusUnavailable {
                msg_id: id.get(),
                why: error.to_string(),
            });
        }
    }
    Ok(())
}

/// Waits for several sends together, up to `patience` each, and answers the last known state of each, in order.
pub async fn many(
    context: &Context,
    ids: &[MsgId],
    patience: Duration,
) -> Vec<(MsgId, Result<Option<String>, Error>)> {
    // Owned ids: a closure over borrowed ones is not general enough for a future that moves between threads.
    let ids = ids.to_vec();
    let looks = ids
        .into_iter()
        .map(|id| async move { (id, one(context, id, patience).await) });
    stream::iter(looks).buffered(AT_ONCE).collect().await
}

async fn one(context: &Context, id: MsgId, patience: Duration) -> Result<Option<String>, Error> {
    let mut waited = Duration::ZERO;
    let mut delays = DELAYS
        .iter()
        .chain(std::iter::repeat(&DELAYS[DELAYS.len() - 1]));
    let mut last = None;
    loop {
        match look(context, id).await {
            Ok(Some(status)) => {
                let ended = is_final(&status);
                last = Some(status);
                if ended {
                    return Ok(last);
                }
            }
            Ok(None) => {}
            // Quotas end the waiting, not the run: the send itself is safe.
            Err(Error::Wechat { error, .. }) if error.is_quota() => return Ok(last),
            Err(error) => return Err(error),
        }
        let Some(&seconds) = delays.next() else {
            return Ok(last);
        };
        let delay = Duration::from_secs(seconds);
        if waited + delay > patience || context.stop.is_asked() {
            return Ok(last);
        }
        waited += delay;
        context.events.say(Event::Waiting {
            seconds,
            why: Wait::Polling,
        });
        if !context.stop.sleep(context.paced(delay)).await {
            return Ok(last);
        }
        if let Some(status) = called_back(context, id).await? {
            return Ok(Some(status));
        }
    }
}

/// The end that `wxmass listen` has heard of in the meantime.
async fn called_back(context: &Context, id: MsgId) -> Result<Option<String>, Error> {
    let key = &context.account.key;
    let finish = context.store.finish_of(key, id.get()).await?;
    let Some(status) = finish.and_then(|finish| finish.outcome) else {
        return Ok(None);
    };
    // A look whose answer came before the callback may have been recorded after it, and would be the later word.
    context
        .store
        .batch_status(key, id.get(), &status, Timestamp::now())
        .await?;
    context.events.say(Event::Status {
        msg_id: id.get(),
        status: status.clone(),
    });
    Ok(Some(status))
}

/// One look, recorded when the ledger has the send. `None`: WeChat does not know this id (yet).
pub async fn look(context: &Context, id: MsgId) -> Result<Option<String>, Error> {
    let status = match mass::status(&context.client, id).await {
        Ok(status) => status.to_string(),
        Err(error) if error.errcode() == Some(errcode::INVALID_MSG_ID) => return Ok(None),
        Err(error) => return Err(Error::at(Step::Status(id.get()))(error)),
    };
    context
        .store
        .batch_status(&context.account.key, id.get(), &status, Timestamp::now())
        .await?;
    context.events.say(Event::Status {
        msg_id: id.get(),
        status: status.clone(),
    });
    Ok(Some(status))
}
