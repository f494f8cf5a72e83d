//! `wxmass listen` through the real binary: what WeChat says is kept and told once, what anybody else says is refused.

#[path = "listen/ledger.rs"]
mod ledger;
#[path = "listen/odd.rs"]
mod odd;
#[path = "listen/settings.rs"]
mod settings;
#[path = "listen/strangers.rs"]
mod strangers;
#[path = "listen/told.rs"]
mod told;

mod world;

use serde_json::Value;
use world::World;
use world::listener::{Ear, Letter};

const COUNTS: [i64; 4] = [100, 80, 75, 5];

/// A campaign that went out; its msg_id.
fn sent(world: &World) -> i64 {
    let campaign = world.campaign("spring").write();
    let outcome = world.send(&campaign).exits(0);
    outcome.stdout.trim().parse().expect("a msg_id")
}

/// The first batch of the newest run.
fn batch(world: &World) -> Value {
    let runs = world.wx(["runs", "--json"]).exits(0).json();
    runs["runs"][0]["batches"][0].clone()
}

#[track_caller]
fn takes(ear: &Ear, letter: &Letter) {
    assert_eq!(ear.post(letter), (200, "success".to_owned()));
}
