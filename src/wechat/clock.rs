//! WeChat's clock, as far as its answers tell it: the hours for which it remembers a key are counted by that one, and a
//! machine's own may be wrong or be set.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::fmt::rfc2822::DateTimeParser;
use jiff::{SignedDuration, Timestamp};

/// Below this the two clocks agree: answers tell whole seconds and take a while.
pub const AGREEMENT: SignedDuration = SignedDuration::from_secs(60);
const UNHEARD: i64 = i64::MIN;
/// The date of an answer is always given in GMT.
static DATES: DateTimeParser = DateTimeParser::new();

/// A time in the head of an answer.
pub(super) fn date(text: &str) -> Option<Timestamp> {
    DATES.parse_timestamp(text).ok()
}

/// The time by which WeChat's clock is ahead of ours, in seconds.
#[derive(Debug)]
pub(super) struct Clock(AtomicI64);

impl Clock {
    pub(super) fn new() -> Self {
        Self(AtomicI64::new(UNHEARD))
    }

    /// Takes the `Date` of an answer that has just come; one that makes no sense says nothing.
    pub(super) fn hear(&self, date: Option<&str>) {
        let Some(theirs) = date.and_then(self::date) else {
            return;
        };
        let ahead = theirs.duration_since(Timestamp::now()).as_secs();
        self.0.store(ahead, Ordering::Relaxed);
    }

    /// The time by which WeChat's clock is ahead of ours, to about a second; nothing where it has not been heard yet.
    pub(super) fn ahead(&self) -> Option<SignedDuration> {
        let ahead = Some(self.0.load(Ordering::Relaxed)).filter(|ahead| *ahead != UNHEARD);
        ahead.map(SignedDuration::from_secs)
    }

    /// WeChat's time; ours where no difference is known.
    pub(super) fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        let ahead = self.ahead().filter(|ahead| ahead.abs() >= AGREEMENT);
        now.checked_add(ahead.unwrap_or_default()).unwrap_or(now)
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
