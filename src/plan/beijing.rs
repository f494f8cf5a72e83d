//! Days and months as WeChat counts them: by the clock of Beijing, which knows no summer time.

use jiff::{Timestamp, civil, tz};

/// Beijing's clock.
pub const BEIJING: tz::Offset = tz::offset(8);

/// The start of a Beijing day, counted from the one that `now` is in. Quotas return then.
pub fn day(now: Timestamp, days: i32) -> Option<Timestamp> {
    let today = date(now);
    start(today.checked_add(jiff::Span::new().days(days)).ok()?)
}

/// The start of a Beijing month, counted from the one that `now` is in.
pub fn month(now: Timestamp, months: i32) -> Option<Timestamp> {
    let first = date(now).first_of_month();
    start(first.checked_add(jiff::Span::new().months(months)).ok()?)
}

fn date(now: Timestamp) -> civil::Date {
    BEIJING.to_datetime(now).date()
}

fn start(date: civil::Date) -> Option<Timestamp> {
    BEIJING
        .to_timestamp(date.to_datetime(civil::Time::midnight()))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn days_and_months_are_those_of_beijing() {
        // 16:30 UTC on the last day of November is already December in Beijing.
        let now = time("2026-11-30T16:30:00Z");
        assert_eq!(day(now, 0), Some(time("2026-11-30T16:00:00Z")));
        assert_eq!(day(now, 1), Some(time("2026-12-01T16:00:00Z")));
        assert_eq!(month(now, 0), Some(time("2026-11-30T16:00:00Z")));
        assert_eq!(month(now, 1), Some(time("2026-12-31T16:00:00Z")));
    }
}
