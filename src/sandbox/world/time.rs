//! Moments, days and months, all of Beijing, and the clock's arithmetic.

use jiff::{SignedDuration, Timestamp, civil, tz};

/// Quotas are those of UTC+8.
pub(in crate::sandbox) const BEIJING: tz::Offset = tz::offset(8);

/// Reads a moment: `2026-11-30T23:55:00+08:00`, or without an offset as Beijing's.
pub fn moment(text: &str) -> Result<Timestamp, jiff::Error> {
    text.parse().or_else(|error| {
        let plain: civil::DateTime = text.parse().map_err(|_| error)?;
        BEIJING.to_timestamp(plain)
    })
}

/// The Beijing day of a moment, as text.
pub(in crate::sandbox) fn day(now: Timestamp) -> String {
    BEIJING.to_datetime(now).date().to_string()
}

/// The Beijing month of a moment, as text.
pub(in crate::sandbox) fn month(now: Timestamp) -> String {
    day(now)[..7].to_owned()
}

pub(super) fn quota_key(path: &str, now: Timestamp) -> String {
    format!("{} {path}", day(now))
}

/// Whether a moment was less than this ago. One that is still to come, since somebody has moved the clock back, was not.
pub(in crate::sandbox) fn is_recent(at: Timestamp, now: Timestamp, span: SignedDuration) -> bool {
    (SignedDuration::ZERO..span).contains(&now.duration_since(at))
}

pub(in crate::sandbox) fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_beijing() {
        let now: Timestamp = "2026-11-30T16:30:00Z".parse().expect("a time");
        assert_eq!(
            (day(now).as_str(), month(now).as_str()),
            ("2026-12-01", "2026-12")
        );
    }
}
