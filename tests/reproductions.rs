//! Each way in which something was once sent twice, lost, or wrongly reported, walked again through the real binary.
//!
//! Each test checks the sends that the sandbox accepted and the exact exit code. Sections of the findings are named where a
//! test follows one: "1.1" is the first.

// A test that panics is a test that fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "reproductions/doubt.rs"]
mod doubt;
#[path = "reproductions/further.rs"]
mod further;
#[path = "reproductions/guards.rs"]
mod guards;
#[path = "reproductions/migration.rs"]
mod migration;
#[path = "reproductions/permission.rs"]
mod permission;
#[path = "reproductions/states.rs"]
mod states;
#[cfg(unix)]
#[path = "reproductions/stores.rs"]
mod stores;
mod world;

use std::path::{Path, PathBuf};

use world::{Outcome, World, argument};

/// Lines of `[main]` that make a mass send want the audience's name.
const GUARDED: &str = "confirm_above = 10";

/// A text to everybody, without a wait.
fn text(world: &World, text: &str) -> PathBuf {
    let campaign = world.campaign("spring").without_preview();
    campaign
        .message(&format!("text = \"{text}\""))
        .audience("all = true")
        .send("wait = false")
        .write()
}

/// `wxmass send FILE --yes MORE` by a profile `main` with a guard rail.
fn send_guarded(world: &World, campaign: &Path, more: &[&str]) -> Outcome {
    let arguments = ["send", argument(campaign), "--yes"];
    world.with_profile(GUARDED, [&arguments, more].concat())
}

/// The sends that the service itself knows of, also those whose answer was something else.
fn accepted(world: &World) -> usize {
    let state = world.state_of_the_service();
    state["sends"].as_array().map_or(0, Vec::len)
}
