//! The knowledge of a WeChat of one account: tokens, media, drafts, sends, quotas, its clock.
//!
//! The world is plain data that is written to its folder before an answer goes out, so a process that is killed right
//! after an acceptance still finds it accepted. Followers are arithmetic: a million of them take no memory.

mod account;
mod fate;
mod followers;
mod sends;
mod settings;
mod things;
mod time;

pub(super) use account::World;
pub(super) use followers::openid;
pub(super) use sends::{Audience, Confirmation, Event, Publish, Send, State};
pub(super) use settings::Settings;
pub use settings::{Protection, relay_path};
pub(super) use things::{Asked, Draft, Media, MediaKind, Preview, Token};
pub use time::moment;
pub(super) use time::{BEIJING, day, is_recent, later, month};
