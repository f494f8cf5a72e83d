//! Whether a call may be made again: decided by what it is and what happened, never by the transport.
//!
//! WeChat's verdict is an errcode inside a 200, so no HTTP middleware can decide this. A mass call is made once and never
//! repeated here, whatever became of it: each repeat has to pass every condition again, and `pipeline` sees to that.

use std::time::Duration;

use super::error::{Error, Kind};
use super::oddity::Oddity;
use crate::wait::Schedule;

/// The number of tries that a call allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// Reads and uploads: a lost copy is harmless.
    Safe,
    /// Each call that arrives leaves a lasting copy: as [`Repeat::Safe`] while nothing is known of it, but not after an answer
    /// of WeChat's that lacks the id.
    Copies,
    /// A look that nothing depends on: one try.
    Once,
    /// One try, with the time of an ordinary call.
    Single,
    /// Counts against a hundred a day: at most once more.
    Preview,
    /// A mass call: one try, always.
    Mass,
}

/// At most five tries.
const TRIES: usize = 5;
/// The waits between them.
const WAITS: Schedule =
    Schedule::doubling(Duration::from_millis(500), Duration::from_secs(15)).jittered();
/// And no wait that would go beyond a minute in all.
const BUDGET: Duration = Duration::from_mins(1);

impl Repeat {
    fn tries(self) -> usize {
        match self {
            Self::Safe | Self::Copies => TRIES,
            Self::Preview => 2,
            Self::Once | Self::Single | Self::Mass => 1,
        }
    }

    /// Whether this failure allows another try of this call.
    pub(super) fn allows(self, error: &Error) -> bool {
        if matches!(self, Self::Once | Self::Single | Self::Mass) {
            return false;
        }
        let is_kept = self == Self::Copies && error.oddity() == Some(&Oddity::Incomplete);
        if is_kept || error.oddity().is_some_and(|oddity| !oddity.may_pass()) {
            return false;
        }
        match error.kind() {
            Kind::Network | Kind::Unknown => true,
            Kind::Refused | Kind::Account | Kind::Quota | Kind::Setup | Kind::Local => false,
        }
    }

    /// The waits between tries: growing, jittered, bounded in number and in sum. `pace` divides them.
    pub(super) fn waits(self, pace: f64) -> impl Iterator<Item = Duration> {
        let delays = WAITS.times(self.tries() - 1).waits();
        let mut spent = Duration::ZERO;
        delays
            .take_while(move |delay| {
                spent += *delay;
                spent <= BUDGET
            })
            .map(move |delay| paced(delay, pace))
    }
}

/// A wait as long as the pace makes it.
pub(super) fn paced(wait: Duration, pace: f64) -> Duration {
    wait.div_f64(pace.max(f64::MIN_POSITIVE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_repeats() {
        use Kind::{Account, Local, Network, Quota, Refused, Unknown};
        use Repeat::{Mass, Once, Preview, Safe};
        let cases = [
            (
                Network,
                [(Safe, true), (Once, false), (Preview, true), (Mass, false)],
            ),
            (
                Unknown,
                [(Safe, true), (Once, false), (Preview, true), (Mass, false)],
            ),
            (
                Refused,
                [
                    (Safe, false),
                    (Once, false),
                    (Preview, false),
                    (Mass, false),
                ],
            ),
            (
                Account,
                [
                    (Safe, false),
                    (Once, false),
                    (Preview, false),
                    (Mass, false),
                ],
            ),
            (
                Quota,
                [
                    (Safe, false),
                    (Once, false),
                    (Preview, false),
                    (Mass, false),
                ],
            ),
            (
                Local,
                [
                    (Safe, false),
                    (Once, false),
                    (Preview, false),
                    (Mass, false),
                ],
            ),
        ];
        for (kind, row) in cases {
            let error = Error::new(kind, "a/call", "something");
            for (repeat, expected) in row {
                assert_eq!(repeat.allows(&error), expected, "{kind:?} {repeat:?}");
            }
        }
    }

    #[test]
    fn waits_are_few_and_short_and_grow() {
        for _ in 0..100 {
            let waits: Vec<_> = Repeat::Safe.waits(1.0).collect();
            assert!(
                waits.len() <= 4 && waits.iter().sum::<Duration>() <= BUDGET,
                "{waits:?}"
            );
            assert!(waits[3] > waits[0], "{waits:?}");
        }
        assert_eq!(Repeat::Preview.waits(1.0).count(), 1);
        assert_eq!(Repeat::Once.waits(1.0).count(), 0);
        assert_eq!(Repeat::Mass.waits(1.0).count(), 0);
        assert!(Repeat::Safe.waits(1000.0).sum::<Duration>() < Duration::from_secs(1));
    }
}
