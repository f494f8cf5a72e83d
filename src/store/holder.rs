//! The holder of a lock, as others read it.

use jiff::Timestamp;

/// The process that holds a lock: its user, host and number, for people.
#[derive(Debug)]
pub(super) struct Holder {
    pub(super) text: String,
    pub(super) since: Option<Timestamp>,
}
