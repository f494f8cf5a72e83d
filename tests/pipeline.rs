//! The main job through the real binary: what goes out, in which order, and that it goes out once whatever happens.
//!
//! Faults are planted on the wire, in the store or in the clocks; what counts is what WeChat accepted.

#[path = "pipeline/audience.rs"]
mod audience;
#[path = "pipeline/batches.rs"]
mod batches;
#[path = "pipeline/clock.rs"]
mod clock;
#[path = "pipeline/death.rs"]
mod death;
#[path = "pipeline/drafts.rs"]
mod drafts;
#[path = "pipeline/exits.rs"]
mod exits;
#[path = "pipeline/later.rs"]
mod later;
#[path = "pipeline/lost.rs"]
mod lost;
#[path = "pipeline/message.rs"]
mod message;
#[path = "pipeline/others.rs"]
mod others;
#[path = "pipeline/proof.rs"]
mod proof;
#[path = "pipeline/refusals.rs"]
mod refusals;
#[path = "pipeline/review.rs"]
mod review;
#[path = "pipeline/run.rs"]
mod run;
#[cfg(unix)]
#[path = "pipeline/signals.rs"]
mod signals;
#[path = "pipeline/store.rs"]
mod store;
#[path = "pipeline/stored.rs"]
mod stored;
#[path = "pipeline/tokens.rs"]
mod tokens;
#[path = "pipeline/uploads.rs"]
mod uploads;
#[path = "pipeline/word.rs"]
mod word;

mod world;
