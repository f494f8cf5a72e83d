//! Mass sends: under which key, to whom, previews, what becomes of them, how fast (`wechat-api.md` 4).

mod keys;
mod message;
mod preview;
mod send;
mod speed;
mod status;

use serde_json::Value;

pub(in crate::sandbox) use keys::used;
pub(super) use preview::preview;
pub(super) use send::{send_all, send_to};
pub(super) use speed::{set_speed, speed};
pub(super) use status::{delete, status};

/// An id as a number or as text; both are seen, in both directions.
pub(super) fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}
