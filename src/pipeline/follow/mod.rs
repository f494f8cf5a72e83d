//! The third stage: waiting until WeChat has finished.
//!
//! `mass/get` is asked at once and then ever more slowly, up to once a minute, for forty minutes in all: half an hour for an
//! administrator's confirmation, the rest for sending. Between two looks the ledger is asked whether WeChat has called back.
//! A send that is still under way when the waiting ends is no failure, and neither is an id that WeChat does not know yet
//! (40059, also seen for fresh and genuine ones). 89504 and 89505 mean that the administrator has not confirmed yet.

pub mod callback;

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;
use jiff::Timestamp;

use super::event::Wait;
use super::{Context, Error, Event, Step};
use crate::store::{Batch, BatchState};
use crate::wait::Schedule;
use crate::wechat::ids::MsgId;
use crate::wechat::{errcode, mass};

/// The longest wait between two looks.
const LONGEST: Duration = Duration::from_mins(1);
const DELAYS: Schedule = Schedule::doubling(Duration::from_secs(1), LONGEST);
/// For all sends of one command together.
const PATIENCE: Duration = Duration::from_mins(40);
const AT_ONCE: usize = 8;

/// The status of a send that WeChat is still working on.
const SENDING: &str = "SENDING";

/// Knowledge about a send.
#[derive(Debug)]
pub enum State {
    /// WeChat's word, or the ledger's last one.
    Known(String),
    /// WeChat does not know the id (yet), and neither does the ledger.
    Unknown,
}

/// Whether nothing else will be said of this send. `err(30003)` and the like are failures.
pub fn is_final(status: &str) -> bool {
    matches!(status, "SEND_SUCCESS" | "SEND_FAIL" | "DELETE") || is_failure(status)
}

/// Whether the send failed.
pub fn is_failure(status: &str) -> bool {
    status == "SEND_FAIL" || status.to_ascii_lowercase().starts_with("err(")
}

/// Waits for every accepted batch whose end is not known, and completes the batches. Ends early, without error, when a stop is
/// asked for.
pub(super) async fn to_the_end(context: &Context, batches: &mut [Batch]) {
    let open = batches.iter().filter(|batch| {
        batch.state == BatchState::Accepted && !batch.status.as_deref().is_some_and(is_final)
    });
    let ids: Vec<_> = open.filter_map(|batch| batch.msg_id).collect();
    if ids.is_empty() {
        return;
    }
    for (id, state) in wait_for(context, &ids, PATIENCE).await {
        match state {
            Ok(State::Known(status)) => {
                if !is_final(&status) {
                    context.events.say(Event::NotFinished { msg_id: id.get() });
                }
                let of_id = |batch: &&mut Batch| batch.msg_id == Some(id);
                if let Some(batch) = batches.iter_mut().find(of_id) {
                    batch.status = Some(status);
                }
            }
            Ok(State::Unknown) => context.events.say(Event::NotFinished { msg_id: id.get() }),
            // The send itself is accepted and recorded; that its state cannot be had must not look like a failure of it.
            Err(error) => context.events.say(Event::StatusUnavailable {
                msg_id: id.get(),
                why: error.to_string(),
            }),
        }
    }
}

/// Waits for several sends together, up to `patience` for all of them, and answers the last known state of each, in order.
pub async fn wait_for(
    context: &Context,
    ids: &[MsgId],
    patience: Duration,
) -> Vec<(MsgId, Result<State, Error>)> {
    // By paced time: what is waited is added up, not measured.
    let waiter = Waiter {
        context,
        patience,
        of: ids.len(),
    };
    let mut states: Vec<(MsgId, Result<State, Error>)> = Vec::with_capacity(ids.len());
    for id in ids {
        states.push((*id, Ok(State::Unknown)));
    }
    waiter.rounds(&mut states).await;
    states
}

struct Waiter<'a> {
    context: &'a Context,
    patience: Duration,
    of: usize,
}

impl Waiter<'_> {
    /// Looks at all that are open, then waits, until none is open or the time is up.
    async fn rounds(&self, states: &mut [(MsgId, Result<State, Error>)]) {
        let context = self.context;
        let mut waited = Duration::ZERO;
        let mut delays = DELAYS.waits();
        loop {
            let open: Vec<usize> = (0..states.len())
                .filter(|index| is_open(&states[*index].1))
                .collect();
            if open.is_empty() {
                return;
            }
            let looks = open.iter().map(|index| {
                let (index, id) = (*index, states[*index].0);
                async move { (index, look(context, id).await) }
            });
            let looked: Vec<_> = stream::iter(looks.collect::<Vec<_>>())
                .buffered(AT_ONCE)
                .collect()
                .await;
            for (index, found) in looked {
                let known = &mut states[index].1;
                match found {
                    // A look that tells nothing leaves what was known.
                    Ok(State::Unknown) => {}
                    found => *known = found,
                }
            }
            let open = states.iter().filter(|(_, state)| is_open(state)).count();
            let delay = delays.next().unwrap_or(LONGEST);
            let seconds = delay.as_secs();
            if open == 0 || waited + delay > self.patience || context.stop.is_asked() {
                return;
            }
            waited += delay;
            context.events.say(Event::Waiting {
                seconds,
                why: Wait::Polling { open, of: self.of },
            });
            if !context.stop.sleep(context.paced(delay)).await {
                return;
            }
            for (id, state) in states.iter_mut().filter(|(_, state)| is_open(state)) {
                match called_back(context, *id).await {
                    Ok(Some(status)) => *state = Ok(State::Known(status)),
                    Ok(None) => {}
                    Err(error) => tracing::info!(%error, "the ledger was not asked for callbacks"),
                }
            }
        }
    }
}

fn is_open(state: &Result<State, Error>) -> bool {
    match state {
        Ok(State::Known(status)) => !is_final(status),
        Ok(State::Unknown) => true,
        Err(_) => false,
    }
}

/// The end that `wxmass listen` has heard of in the meantime.
async fn called_back(context: &Context, id: MsgId) -> Result<Option<String>, Error> {
    let key = &context.account.key;
    let finish = context.store.finish_of(key, id).await?;
    let Some(status) = finish.and_then(|finish| finish.outcome) else {
        return Ok(None);
    };
    let now = Timestamp::now();
    context.store.record_status(key, id, &status, now).await?;
    context.events.say(Event::Status {
        msg_id: id.get(),
        status: status.clone(),
    });
    Ok(Some(status))
}

/// One look, recorded when the ledger has the send. A final state that the ledger knows stays.
///
/// A quota of the call is an error: it says nothing of the send.
pub async fn look(context: &Context, id: MsgId) -> Result<State, Error> {
    let (store, key) = (&context.store, &context.account.key);
    let status = match mass::status(&context.client, id).await {
        Ok(status) => status.to_string(),
        Err(error) => match error.errcode() {
            Some(errcode::INVALID_MSG_ID) => {
                let known = store.batch_by_msg_id(key, id).await?;
                let last = known.and_then(|batch| batch.status);
                return Ok(last.map_or(State::Unknown, State::Known));
            }
            Some(errcode::SEND_IN_APPROVAL | errcode::SEND_AWAITS_APPROVAL) => SENDING.to_owned(),
            _ => return Err(Error::at(Step::Status(id.get()))(error)),
        },
    };
    store
        .record_status(key, id, &status, Timestamp::now())
        .await?;
    // The callback's word, or our own deletion, is final; this look may lag behind it.
    let known = store.batch_by_msg_id(key, id).await?;
    let status = known.and_then(|batch| batch.status).unwrap_or(status);
    context.events.say(Event::Status {
        msg_id: id.get(),
        status: status.clone(),
    });
    Ok(State::Known(status))
}

/// The last state that the ledger has of a send.
pub async fn last_known(context: &Context, id: MsgId) -> Result<Option<String>, Error> {
    let known = context
        .store
        .batch_by_msg_id(&context.account.key, id)
        .await?;
    Ok(known.and_then(|batch| batch.status))
}
