//! Moments, as people read them.

use jiff::Timestamp;

use crate::plan::beijing::BEIJING;

/// A moment in Beijing time.
pub fn beijing(time: Timestamp) -> String {
    let local = BEIJING.to_datetime(time);
    format!("{} (UTC+8)", local.strftime("%Y-%m-%d %H:%M"))
}
