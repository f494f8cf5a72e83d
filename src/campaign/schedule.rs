//! The time at which a campaign goes out, and until when it may. Pure: knows no clock.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// Beijing's clock counts where no offset is written.
const BEIJING: Offset = jiff::tz::offset(8);
/// A time is a minute: without `until` the first call begins in the minute that is named.
const MINUTE: SignedDuration = SignedDuration::from_secs(60);
/// Without `until` the rest of a list that has begun goes out within an hour.
const REST: SignedDuration = SignedDuration::from_hours(1);

/// When mass calls may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Not before this time.
    pub at: Timestamp,
    /// Not after this one, where the operator has said it.
    pub until: Option<Timestamp>,
}

impl Window {
    /// A window; `None` where it ends before it begins.
    pub fn new(at: Timestamp, until: Option<Timestamp>) -> Option<Self> {
        let is_open = until.is_none_or(|until| until >= at);
        is_open.then_some(Self { at, until })
    }

    /// The last moment for a call: `until`; else the minute of the time for a run of which nothing has gone out, and an hour
    /// for the rest of one that has begun.
    pub fn end(self, has_begun: bool) -> Timestamp {
        let patience = if has_begun { REST } else { MINUTE };
        let by_itself = self.at.checked_add(patience).unwrap_or(self.at);
        self.until.unwrap_or(by_itself)
    }

    /// Whether it is over at a time.
    pub fn is_over(self, now: Timestamp, has_begun: bool) -> bool {
        now > self.end(has_begun)
    }
}

/// Reads `2026-12-01 20:00`, with seconds and an offset (`+08:00`, `Z`) where they are written; also `2026/12/1 20:00` and
/// `2026年12月1日 20:00`. Without an offset it is Beijing's time. `None` for all else, such as a time without a date.
pub fn time(written: &str) -> Option<Timestamp> {
    let plain: String = written
        .trim()
        .chars()
        .map(|it| match it {
            '：' => ':',
            '/' | '年' | '月' => '-',
            '日' | 'T' | 't' | '\u{3000}' => ' ',
            other => other,
        })
        .collect();
    let (date, rest) = plain.split_once(' ')?;
    let (clock, offset) = offset(rest.trim())?;
    // Parts of a second, as programs write them, do not count.
    let clock = match clock.split_once('.') {
        Some((clock, parts)) if parts.bytes().all(|byte| byte.is_ascii_digit()) => clock,
        Some(_) => return None,
        None => clock,
    };
    let [year, month, day] = numbers(date, '-')?[..] else {
        return None;
    };
    let (hour, minute, second) = match numbers(clock, ':')?[..] {
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let small = |number: i16| i8::try_from(number).ok();
    if year < 1_000 {
        return None;
    }
    let date = Date::new(year, small(month)?, small(day)?).ok()?;
    let clock = Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?;
    offset.to_timestamp(DateTime::from_parts(date, clock)).ok()
}

/// Numbers of digits only.
fn numbers(text: &str, between: char) -> Option<Vec<i16>> {
    let number = |part: &str| {
        let is_plain = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        is_plain.then(|| part.parse().ok())?
    };
    text.trim().split(between).map(number).collect()
}

/// The clock, and the offset behind it.
fn offset(text: &str) -> Option<(&str, Offset)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock.trim(), Offset::UTC));
    }
    let Some(at) = text.find(['+', '-']) else {
        return Some((text, BEIJING));
    };
    let (clock, written) = text.split_at(at);
    let sign = if written.starts_with('-') { -1 } else { 1 };
    let digits = &written[1..];
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "0"),
    };
    let hours = numbers(hours, ':')?.first().copied()?;
    let minutes = numbers(minutes, ':')?.first().copied()?;
    if hours > 14 || minutes > 59 {
        return None;
    }
    let seconds = sign * (i32::from(hours) * 3_600 + i32::from(minutes) * 60);
    Some((clock.trim(), Offset::from_seconds(seconds).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_beijings_unless_it_says_otherwise() {
        let wanted: Timestamp = "2026-12-01T12:00:00Z".parse().expect("a time");
        for written in [
            "2026-12-01 20:00",
            " 2026-12-01T20:00:00 ",
            "2026/12/1 20:00",
            "2026年12月1日 20：00",
            "2026-12-01 20:00+08:00",
            "2026-12-01 20:00 +0800",
            "2026-12-01T12:00:00Z",
            "2026-12-01T12:00:00.123456789Z",
            "2026-12-01 07:00 -5",
        ] {
            assert_eq!(time(written), Some(wanted), "{written}");
        }
        for written in [
            "",
            "20:00",
            "2026-12-01",
            "2026-13-01 20:00",
            "2026-02-30 20:00",
            "2026-12-01 24:00",
            "26-12-01 20:00",
            "tomorrow 20:00",
            "2026-12-01 20:00 +99:00",
            "2026-12-01 8pm",
            "2026-12-01 20:00 CST",
        ] {
            assert_eq!(time(written), None, "{written}");
        }
    }

    #[test]
    fn a_window_is_the_minute_or_what_the_operator_says() {
        let at = time("2026-12-01 20:00").expect("a time");
        let later = |seconds| at + SignedDuration::from_secs(seconds);
        let minute = Window::new(at, None).expect("a window");
        assert!(!minute.is_over(later(60), false) && minute.is_over(later(61), false));
        assert!(!minute.is_over(later(3_600), true) && minute.is_over(later(3_601), true));
        let said = Window::new(at, Some(later(600))).expect("a window");
        for has_begun in [false, true] {
            assert!(!said.is_over(later(600), has_begun));
            assert!(said.is_over(later(601), has_begun));
        }
        assert_eq!(Window::new(at, Some(later(-1))), None);
    }
}
