//! A run that waits for its time: recorded, let go of, taken up again at the time, and looked at afresh.
//!
//! The lock is not held while a run waits, so that two machines may wait for the same campaign: shortly before the time one
//! of them takes it and sends, the other finds that it was sent, or takes over where the first has died. A record grants
//! nothing: what waits here was confirmed in this process, and every condition is asked for again before each call.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::deliver::conditions::hear_the_clock;
use super::deliver::{has_begun, record};
use super::prepare::ledger::{allowed, stopped};
use super::prepare::lock::lock;
use super::prepare::ready::Plans;
use super::prepare::upload::Gate;
use super::prepare::{Approved, preflight, stored};
use super::{Context, Error, Event};
use crate::campaign::Window;
use crate::plan::{Clock, Decision};
use crate::wechat::quota;

/// The lock is taken so long before the time.
const LEAD: SignedDuration = SignedDuration::from_secs(3);
/// A machine that slept must find out soon: its steady clock stood still.
const STEP: Duration = Duration::from_secs(1);
/// A question that took longer is followed by another look at the draft.
const LONG: Duration = Duration::from_mins(1);
/// Shorter than any question that a person reads, also in rehearsals.
const MOMENT: Duration = Duration::from_secs(1);

/// The end of waiting.
pub(super) enum Due<'a> {
    /// It may go out now.
    Now(Box<Approved<'a>>),
    /// Another process has sent it meanwhile.
    Sent { run: i64 },
}

/// Waits for the time of a run, where it has one, and looks again at what may have changed since the question.
pub(super) async fn due(approved: Approved<'_>) -> Result<Due<'_>, Error> {
    let Plans { order, .. } = &approved.plans;
    if order.window.is_some() {
        // A list with a token at hand has called nothing so far, and this machine's clock may be wrong.
        hear_the_clock(&approved.context, preflight::send_call(&order.target)).await;
    }
    match order.window {
        Some(window) if approved.context.client.now() < window.at => later(approved, window).await,
        Some(_) | None => at_once(approved).await,
    }
}

/// The run whose time is now; its draft is looked at again where the question took long.
async fn at_once(approved: Approved<'_>) -> Result<Due<'_>, Error> {
    let Approved {
        context,
        guard,
        mut plans,
    } = approved;
    let patience = context.paced(LONG).max(MOMENT);
    if plans.prepared.elapsed() > patience
        && let Err(error) = draft_again(&context, &mut plans).await
    {
        guard.release().await;
        return Err(error);
    }
    Ok(Due::Now(Box::new(Approved {
        context,
        guard,
        plans,
    })))
}

async fn later(approved: Approved<'_>, window: Window) -> Result<Due<'_>, Error> {
    let Approved {
        context,
        guard,
        mut plans,
    } = approved;
    let recorded = record(&context, &plans).await;
    let (run, _) = match recorded {
        Ok(recorded) => recorded,
        Err(error) => {
            guard.release().await;
            return Err(error);
        }
    };
    let scheduled = context.store.run_schedule(run, window.at).await;
    guard.release().await;
    scheduled?;
    plans.run = Some(run);
    context.events.say(Event::Scheduled {
        at: window.at,
        until: window.until,
    });
    let before = window.at.checked_sub(LEAD).unwrap_or(window.at);
    let name = plans.order.name.clone();
    wait(&context, before, window, &name).await?;
    let guard = lock(&context, &name).await?;
    // Its clock is the one that counts, and a token is at hand when the time comes.
    let call = preflight::send_call(&plans.order.target);
    if let Err(error) = quota::get(&context.client, call).await {
        tracing::info!(%error, "WeChat's clock was not heard before the time");
    }
    let looked = match wait(&context, window.at, window, &name).await {
        Ok(()) => look_again(&context, &mut plans, run).await,
        Err(error) => Err(error),
    };
    match looked {
        Ok(None) => Ok(Due::Now(Box::new(Approved {
            context,
            guard,
            plans,
        }))),
        Ok(Some(run)) => {
            guard.release().await;
            Ok(Due::Sent { run })
        }
        Err(error) => {
            guard.release().await;
            Err(error)
        }
    }
}

/// Stands still until a time by WeChat's clock, and says how much is left. Ctrl-C ends it.
async fn wait(
    context: &Context,
    until: Timestamp,
    window: Window,
    name: &str,
) -> Result<(), Error> {
    loop {
        let now = context.client.now();
        let left = until.duration_since(now);
        if left <= SignedDuration::ZERO {
            return Ok(());
        }
        let seconds = window.at.duration_since(now).as_secs();
        context.events.say(Event::TimeLeft {
            seconds: u64::try_from(seconds).unwrap_or_default(),
        });
        if !context.stop.sleep(left.unsigned_abs().min(STEP)).await {
            return Err(Error::StillScheduled {
                name: name.to_owned(),
                at: window.at,
            });
        }
    }
}

/// Everything that the question was asked on, once more. The run that has sent it is the answer where another process has.
async fn look_again(
    context: &Context,
    plans: &mut Plans<'_>,
    run: i64,
) -> Result<Option<i64>, Error> {
    let now = context.client.now();
    let decision = allowed(context, &plans.order, plans.tag, Clock::Theirs(now)).await?;
    match decision {
        Decision::AlreadySent { run } => return Ok(Some(run)),
        Decision::Stop(obstacle) => {
            return Err(stopped(context, &plans.order.name, obstacle).await?);
        }
        Decision::Begin { .. } | Decision::Continue { .. } => {}
    }
    let batches = context.store.batches(run).await?;
    let began = batches.iter().any(has_begun);
    if let Some(window) = plans.order.window
        && window.is_over(now, began)
    {
        return Err(Error::Missed { window });
    }
    if began {
        // Another process has begun; what is in doubt is settled first, and no quota stops that.
        plans.outgoing.mark_stale();
        return Ok(None);
    }
    let mut intent = plans.order.intent(batches.len(), 0);
    intent.at = None;
    preflight::offline(context, intent).await?;
    let found = preflight::online(context, intent, &Gate::open()).await?;
    if found.tag.as_ref().map(|(id, _)| *id) != plans.tag {
        let name = found.tag.and_then(|(_, name)| name).unwrap_or_default();
        return Err(Error::TagChanged { name });
    }
    draft_again(context, plans).await?;
    Ok(None)
}

async fn draft_again(context: &Context, plans: &mut Plans<'_>) -> Result<(), Error> {
    let Plans {
        order,
        outgoing,
        stored,
        ..
    } = plans;
    stored::look_again(context, outgoing, stored.as_ref(), order.as_stored).await
}
