//! The promises hold in every history within the bounds.

use std::time::Instant;

use wxmass::plan::Repetition;

use crate::explore::{Exploration, explore};
use crate::scope::{DAY, Scope, Sharing};

fn hold(name: &str, scope: Scope) -> usize {
    let started = Instant::now();
    let (states, broken) = explore(Exploration::new(scope, None));
    println!("{name}: {states} states, {:?}", started.elapsed());
    if let Some((promise, events)) = broken {
        println!("{promise}: {events:?}");
    }
    states
}

#[test]
fn probe() {
    let scope = Scope {
        starts: 3,
        agains: 1,
        noes: 0,
        faults: 1,
        deaths: 1,
        sleeps: 1,
        minutes: 1,
        days: 1,
        versions: &[0, 1],
        ..Scope::CALM
    };
    let which = std::env::var("WHICH").unwrap_or_default();
    let w = |n: &str| which.is_empty() || which == n;
    if w("edits") {
        hold("edits", scope.clone());
    }
    if w("command") {
        hold(
            "command",
            Scope {
                repetition: Repetition::Command,
                versions: &[0, 2],
                ..scope.clone()
            },
        );
    }
    if w("faults") {
        hold(
            "faults",
            Scope {
                faults: 2,
                noes: 0,
                versions: &[0],
                starts: 2,
                agains: 1,
                minutes: 1,
                ..scope.clone()
            },
        );
    }
    if w("two") {
        hold(
            "two",
            Scope {
                sharing: Sharing::TwoLedgers,
                faults: 1,
                versions: &[0],
                noes: 0,
                minutes: 0,
                ..scope.clone()
            },
        );
    }
    if w("lists") {
        hold(
            "lists",
            Scope {
                batches: 2,
                faults: 2,
                starts: 4,
                agains: 2,
                noes: 0,
                deaths: 0,
                sleeps: 0,
                minutes: 0,
                ..scope.clone()
            },
        );
    }
    let _ = DAY;
}
