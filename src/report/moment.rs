//! Moments, as people read them.

use jiff::Timestamp;

use crate::plan::beijing::BEIJING;

/// A moment in Beijing time.
pub fn beijing(time: Timestamp) -> String {
    let local = BEIJING.to_datetime(time);
    format!("{} (UTC+8)", local.strftime("%Y-%m-%d %H:%M"))
}

/// `15:09` for today, `11-24 15:09` for another day, by Beijing time.
pub(super) fn clock(time: Timestamp) -> String {
    let day = |time| BEIJING.to_datetime(time).date();
    let form = if day(time) == day(Timestamp::now()) {
        "%H:%M"
    } else {
        "%m-%d %H:%M"
    };
    BEIJING.to_datetime(time).strftime(form).to_string()
}
