//! Mass sends: under which key, to whom, previews, what becomes of them, how fast (`wechat-api.md` 4).

mod keys;
mod message;
mod preview;
mod send;
mod speed;
mod status;

pub(in crate::sandbox) use keys::used;
pub(super) use preview::preview;
pub(super) use send::{send_all, send_to};
pub(super) use speed::{set_speed, speed};
pub(super) use status::{delete, status};
