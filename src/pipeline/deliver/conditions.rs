//! Conditions at the moment of a mass call, gathered for `plan::permit`; a bar becomes an error.

use super::Delivery;
use super::batch::Settled;
use crate::pipeline::prepare::ledger::{allowed, stopped};
use crate::pipeline::prepare::{preflight, preview};
use crate::pipeline::{Context, Error};
use crate::plan::permit::{Bar, Conditions, permit};
use crate::plan::settle::Attempt;
use crate::plan::{Clock, Decision};
use crate::store;
use crate::wechat::quota;

impl Delivery<'_> {
    /// Whether the call may be made now; else how the batch ends.
    pub(super) async fn permitted(
        &self,
        attempt: &Attempt,
        number: i64,
    ) -> Result<Result<(), Settled>, Error> {
        let (context, order) = (&self.context, &self.plans.order);
        let quiet_hours = context.account.quiet_hours;
        if attempt.doubt().is_some() || order.window.is_some() || quiet_hours.is_some() {
            hear_the_clock(context, preflight::send_call(&order.target)).await;
        }
        let lock_held = match self.guard.confirm().await {
            Ok(()) => true,
            Err(store::Error::Lost { .. }) => false,
            Err(error) => return Err(error.into()),
        };
        let now = context.client.now();
        // A batch that WeChat has accepted is only asked for its msg_id.
        let decision = if attempt.is_accepted() {
            Decision::Continue { run: self.run }
        } else {
            allowed(context, order, self.plans.tag, Clock::Theirs(now)).await?
        };
        let conditions = Conditions {
            lock_held,
            stop_asked: context.stop.is_asked(),
            now,
            quiet_hours,
            window: order.window,
            has_begun: self.has_begun,
            preview_missing: preview::is_missing(context, order).await?,
            decision,
            run: self.run,
            attempt: self.plans.attempt,
        };
        match permit(&conditions, attempt) {
            Ok(()) => Ok(Ok(())),
            Err(bar) => Ok(Err(self.barred(bar, number).await?)),
        }
    }

    async fn barred(&self, bar: Bar, number: i64) -> Result<Settled, Error> {
        let (context, name) = (&self.context, &self.plans.order.name);
        Ok(Settled::Over(match bar {
            Bar::Stopped => return Ok(Settled::Interrupted),
            Bar::LockLost | Bar::Superseded => Error::LockLost,
            Bar::Forgotten => Error::unsettled(context, name, self.run, vec![number]),
            Bar::QuietHours(hours) => Error::QuietHours { hours },
            Bar::TooEarly(window) => Error::NotYet { window },
            Bar::Missed(window) => Error::Missed { window },
            Bar::NotPreviewed => Error::NotPreviewed,
            Bar::Obstacle(obstacle) => stopped(context, name, obstacle).await?,
        }))
    }
}

/// Has WeChat tell its time where it has not lately: the hours of its memory, those of the night and the time that was set are
/// counted by its own clock, and this machine's may have been set, or have slept. An answer that does not come changes nothing.
pub(in crate::pipeline) async fn hear_the_clock(context: &Context, call: &str) {
    if context.client.clock_is_fresh() {
        return;
    }
    if let Err(error) = quota::get(&context.client, call).await {
        tracing::info!(%error, "WeChat's clock was not heard again");
    }
}
