//! The steps of a run, in order.
//!
//! A checked campaign and what is already known become a [`Decision`] and a list of steps. Nothing here waits, reads a
//! clock, opens a file or knows the store: a dry run and a real run are the same functions with the same answers.

pub mod beijing;
pub mod decide;
pub mod fingerprint;
pub mod permit;
pub mod settle;
pub mod show;

pub use decide::{Clock, Decision, KnownBatch, KnownRun, Obstacle, Progress, Repetition, decide};
pub use fingerprint::{
    Fingerprint, Target, client_msg_id, content, identity, message, reviewed, run,
};
