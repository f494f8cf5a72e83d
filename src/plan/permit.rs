//! Whether a mass call may be made at this moment. Pure.
//!
//! Asked right before each mass call and each repeat, however long the process has slept or waited: a record grants nothing,
//! and what was true when the operator said yes need not be true now.

use jiff::{SignedDuration, Timestamp};

use super::beijing::Hours;
use super::decide::{Clock, Decision, Obstacle};
use super::settle::Attempt;
use crate::campaign::Window;

#[cfg(test)]
mod tests;

/// How long a permission is good for: less than a lease lasts, and far less than the margin on WeChat's memory.
const GOOD_FOR: SignedDuration = SignedDuration::from_secs(20);

/// Whether what was permitted at `permitted` has to be asked again before the call at `now`, both by WeChat's clock: the intent
/// is written in between, and the machine may sleep over it.
pub fn has_lapsed(permitted: Timestamp, now: Timestamp) -> bool {
    now.duration_since(permitted).abs() > GOOD_FOR
}

/// The facts at the moment of the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conditions {
    /// The lock on the campaign is still this process's.
    pub lock_held: bool,
    /// The operator's wish to stop.
    pub stop_asked: bool,
    /// WeChat's time.
    pub now: Timestamp,
    /// Hours in which the account's owner wants nothing sent.
    pub quiet_hours: Option<Hours>,
    /// The time that the operator has set, where one is.
    pub window: Option<Window>,
    /// A batch of the run has gone out, or may have.
    pub has_begun: bool,
    /// The account's owner wants a preview, and the ledger has none of this content.
    pub preview_missing: bool,
    /// The permission by the ledger.
    pub decision: Decision,
    /// The run that was confirmed.
    pub run: i64,
    /// The attempt that was confirmed.
    pub attempt: i64,
}

/// Why a mass call may not be made now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bar {
    /// Another process may be sending this campaign.
    LockLost,
    /// The operator asked to stop.
    Stopped,
    /// WeChat no longer knows the key of a call whose outcome is unknown.
    Forgotten,
    /// The account's quiet hours have begun.
    QuietHours(Hours),
    /// The time that was set has not come.
    TooEarly(Window),
    /// The time that was set is over.
    Missed(Window),
    /// The content was never previewed.
    NotPreviewed,
    /// The ledger allows something else now than what was confirmed.
    Obstacle(Obstacle),
    /// Another process has sent what was confirmed here.
    Superseded,
}

/// Allows the call, or says what bars it. The order is that of the harm: without the lock nothing is written either.
pub fn permit(conditions: &Conditions, attempt: &Attempt) -> Result<(), Bar> {
    let Conditions {
        lock_held,
        stop_asked,
        now,
        quiet_hours,
        window,
        has_begun,
        preview_missing,
        decision,
        run,
        attempt: confirmed,
    } = conditions;
    if !lock_held {
        return Err(Bar::LockLost);
    }
    if *stop_asked {
        return Err(Bar::Stopped);
    }
    if let Some(since) = attempt.doubt()
        && Clock::Theirs(*now).forgets(since)
    {
        return Err(Bar::Forgotten);
    }
    match decision {
        Decision::Begin { attempt } if attempt == confirmed => {}
        Decision::Continue { run: open } if open == run => {}
        Decision::Stop(obstacle) => return Err(Bar::Obstacle(obstacle.clone())),
        Decision::Begin { .. } | Decision::Continue { .. } | Decision::AlreadySent { .. } => {
            return Err(Bar::Superseded);
        }
    }
    if let Some(hours) = quiet_hours.filter(|hours| hours.contain(*now)) {
        return Err(Bar::QuietHours(hours));
    }
    if let Some(window) = window {
        if *now < window.at {
            return Err(Bar::TooEarly(*window));
        }
        if window.is_over(*now, *has_begun || attempt.doubt().is_some()) {
            return Err(Bar::Missed(*window));
        }
    }
    if *preview_missing {
        return Err(Bar::NotPreviewed);
    }
    Ok(())
}
