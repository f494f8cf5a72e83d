//! WeChat's clock, as far as its answers tell it: the hours for which it remembers a key are counted by that one, and a
//! machine's own may be wrong or be set.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::fmt::rfc2822::DateTimeParser;
use jiff::{SignedDuration, Timestamp};

/// Below this the two clocks agree: answers tell whole seconds and take a while.
pub const AGREEMENT: SignedDuration = SignedDuration::from_secs(60);
/// How long an answer's date is as good as asking again.
const FRESH: Duration = Duration::from_secs(30);
/// The date of an answer is always given in GMT.
static DATES: DateTimeParser = DateTimeParser::new();

/// A time in the head of an answer.
pub(super) fn date(text: &str) -> Option<Timestamp> {
    DATES.parse_timestamp(text).ok()
}

/// WeChat's time, by its latest answer.
#[derive(Debug, Clone, Copy)]
struct Heard {
    theirs: Timestamp,
    /// When it was heard, by this machine's two clocks: one may be set, the other stands still while the machine sleeps.
    wall: Timestamp,
    steady: Instant,
}

/// WeChat's clock, as far as its answers tell it.
#[derive(Debug)]
pub(super) struct Clock(Mutex<Option<Heard>>);

impl Clock {
    pub(super) fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Takes the `Date` of an answer that has just come; one that makes no sense says nothing.
    pub(super) fn hear(&self, date: Option<&str>) {
        let Some(theirs) = date.and_then(self::date) else {
            return;
        };
        let heard = Heard {
            theirs,
            wall: Timestamp::now(),
            steady: Instant::now(),
        };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(heard);
    }

    fn heard(&self) -> Option<Heard> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far WeChat's clock is ahead of this machine's, to about a second; nothing where it has not been heard yet.
    pub(super) fn ahead(&self) -> Option<SignedDuration> {
        self.heard()
            .map(|heard| heard.theirs.duration_since(heard.wall))
    }

    /// Whether WeChat has told its time within the last half minute, whichever clock counts.
    pub(super) fn is_fresh(&self) -> bool {
        let Some(heard) = self.heard() else {
            return false;
        };
        let wall = Timestamp::now().duration_since(heard.wall).unsigned_abs();
        heard.steady.elapsed() < FRESH && wall < FRESH
    }

    /// WeChat's time; this machine's where no difference is known. Of the two clocks of this machine the one that has gone
    /// further counts, so that neither a sleep nor a clock that was set back makes a call look younger than it is.
    pub(super) fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        let Some(heard) = self.heard() else {
            return now;
        };
        let ahead = heard.theirs.duration_since(heard.wall);
        let by_wall = if ahead.abs() < AGREEMENT {
            now
        } else {
            now.checked_add(ahead).unwrap_or(now)
        };
        let by_steady = heard
            .theirs
            .checked_add(heard.steady.elapsed())
            .unwrap_or(by_wall);
        // Both are the same but for a second, unless one of the clocks has jumped.
        if by_steady.duration_since(by_wall) > AGREEMENT {
            by_steady
        } else {
            by_wall
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_heard_and_nonsense_is_not() {
        let clock = Clock::new();
        for nonsense in [None, Some(""), Some("yesterday"), Some("\u{1b}[2J")] {
            clock.hear(nonsense);
            assert_eq!(clock.ahead(), None, "{nonsense:?}");
        }
        clock.hear(Some("31 Dec 9998 23:59:59 GMT"));
        assert!(clock.ahead().is_some_and(|ahead| ahead.as_hours() > 1_000));
        assert!(clock.now() > Timestamp::now());
    }
}
