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

/// Hours of each day, by Beijing's clock, such as `22:00-08:00`; over midnight where the end comes before the start. Equal
/// ends are no hours at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// Minutes after midnight.
    from: i16,
    to: i16,
}

impl Hours {
    /// Reads `HH:MM-HH:MM`.
    pub fn parse(text: &str) -> Option<Self> {
        let minutes = |time: &str| {
            let (hour, minute) = time.trim().split_once(':')?;
            let (hour, minute) = (hour.parse::<i16>().ok()?, minute.parse::<i16>().ok()?);
            ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
        };
        let (from, to) = text.split_once('-')?;
        Some(Self {
            from: minutes(from)?,
            to: minutes(to)?,
        })
    }

    /// Whether a time lies in them; the end does not.
    pub fn contain(self, time: Timestamp) -> bool {
        let time = BEIJING.to_datetime(time).time();
        let minute = i16::from(time.hour()) * 60 + i16::from(time.minute());
        if self.from <= self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }
}

impl std::fmt::Display for Hours {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { from, to } = self;
        write!(
            formatter,
            "{:02}:{:02}-{:02}:{:02}",
            from / 60,
            from % 60,
            to / 60,
            to % 60
        )
    }
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

    #[test]
    fn hours_may_go_over_midnight() {
        let at = |clock: &str| time(&format!("2026-11-30T{clock}:00+08:00"));
        for (hours, inside, outside) in [
            ("22:00-08:00", ["22:00", "07:59"], ["21:59", "08:00"]),
            ("12:00-14:30", ["12:00", "14:29"], ["11:59", "14:30"]),
        ] {
            let hours = Hours::parse(hours).expect("hours");
            for clock in inside {
                assert!(hours.contain(at(clock)), "{hours} {clock}");
            }
            for clock in outside {
                assert!(!hours.contain(at(clock)), "{hours} {clock}");
            }
        }
        let none = Hours::parse("9:00-09:00").expect("hours");
        assert!(!none.contain(at("09:00")));
        assert_eq!(none.to_string(), "09:00-09:00");
        for text in ["", "22:00", "24:00-08:00", "22:60-08:00", "a-b"] {
            assert_eq!(Hours::parse(text), None, "{text}");
        }
    }
}
