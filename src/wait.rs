//! Schedules of waits between tries, as data: the one place that knows how a wait grows.
//!
//! A schedule says how long; whether to try again, and under what pace, is decided where it is used. The waits of a mass call are
//! not here: they follow from what WeChat answered (`plan::settle::Pause`).

use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBuilder};

/// Waits that grow by a factor up to a longest one, which repeats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Schedule {
    first: Duration,
    longest: Duration,
    factor: f32,
    times: Option<usize>,
    is_jittered: bool,
}

impl Schedule {
    /// Waits that double from the first to the longest, without an end.
    pub const fn doubling(first: Duration, longest: Duration) -> Self {
        Self {
            first,
            longest,
            factor: 2.0,
            times: None,
            is_jittered: false,
        }
    }

    /// The same with another factor, 1 or more.
    #[must_use]
    pub const fn by(self, factor: f32) -> Self {
        Self { factor, ..self }
    }

    /// The first so many of its waits.
    #[must_use]
    pub const fn times(self, times: usize) -> Self {
        Self {
            times: Some(times),
            ..self
        }
    }

    /// Each wait up to twice as long, by chance, so that many programs do not try in the same moment.
    #[must_use]
    pub const fn jittered(self) -> Self {
        Self {
            is_jittered: true,
            ..self
        }
    }

    /// The waits, in order.
    pub fn waits(self) -> impl Iterator<Item = Duration> {
        let waits = ExponentialBuilder::default()
            .with_min_delay(self.first)
            .with_max_delay(self.longest)
            .with_factor(self.factor);
        let waits = match self.times {
            Some(times) => waits.with_max_times(times),
            None => waits.without_max_times(),
        };
        if self.is_jittered {
            waits.with_jitter().build()
        } else {
            waits.build()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(schedule: Schedule, count: usize) -> Vec<u128> {
        let waits = schedule.waits().take(count);
        waits.map(|wait| wait.as_millis()).collect()
    }

    #[test]
    fn waits_grow_to_the_longest_and_end_where_they_are_told_to() {
        let (first, longest) = (Duration::from_secs(1), Duration::from_mins(1));
        let endless = Schedule::doubling(first, longest);
        let seconds = [1, 2, 4, 8, 16, 32, 60, 60, 60];
        assert_eq!(millis(endless, 9), seconds.map(|it| it * 1_000));
        assert_eq!(endless.waits().take(1_000).count(), 1_000);
        assert_eq!(millis(endless.times(2), 9), [1_000, 2_000]);
        assert_eq!(millis(endless.times(0), 9), [0; 0]);
        assert_eq!(millis(endless.by(1.5), 3), [1_000, 1_500, 2_250]);
    }

    #[test]
    fn chance_makes_no_wait_shorter() {
        let plain =
            Schedule::doubling(Duration::from_millis(500), Duration::from_secs(15)).times(4);
        for _ in 0..100 {
            for (wait, least) in plain.jittered().waits().zip(plain.waits()) {
                assert!((least..=least * 2).contains(&wait), "{wait:?} {least:?}");
            }
        }
    }
}
