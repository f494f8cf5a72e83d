//! The promises hold in every history within the bounds.

use std::collections::BTreeSet;
use std::time::Instant;

use wxmass::plan::Repetition;

use crate::explore::explore;
use crate::scope::{Scope, Sharing};

/// Fewer distinct states than this are not worth the name.
const STATES: usize = 1_000_000;

/// Edits back and forth, lost answers, deaths, sleep, hours that pass: bounds that together take less than two minutes on two
/// cores. `WXMASS_TEST_MODEL=wide` goes further, and takes a quarter of an hour.
fn scopes(wide: bool) -> Vec<(&'static str, Scope)> {
    let more = u8::from(wide);
    let all = Scope {
        starts: 3,
        agains: 1,
        noes: 1,
        faults: 1,
        deaths: 1,
        sleeps: 1,
        minutes: 1,
        days: 1,
        versions: &[0, 1],
        ..Scope::CALM
    };
    vec![
        (
            "faults",
            Scope {
                starts: 2,
                agains: 0,
                faults: 3 + more,
                sleeps: more,
                minutes: more,
                days: 0,
                versions: &[0],
                ..all.clone()
            },
        ),
        (
            "a repeat",
            Scope {
                starts: 2 + more,
                faults: 2,
                noes: more,
                minutes: more,
                versions: &[0],
                ..all.clone()
            },
        ),
        (
            "edits",
            Scope {
                faults: 1,
                sleeps: more,
                minutes: more,
                ..all.clone()
            },
        ),
        (
            "two ledgers",
            Scope {
                sharing: Sharing::TwoLedgers,
                noes: more,
                minutes: more,
                versions: &[0],
                ..all.clone()
            },
        ),
        (
            "single commands",
            Scope {
                repetition: Repetition::Command,
                versions: &[0, 2],
                sleeps: more,
                minutes: more,
                ..all.clone()
            },
        ),
        (
            "lists",
            Scope {
                batches: 2,
                deaths: more,
                sleeps: 0,
                minutes: 0,
                starts: 3 + more,
                agains: 2,
                ..all.clone()
            },
        ),
        (
            "schedules",
            Scope {
                window: Some((1, 2)),
                minutes: 3,
                days: 0,
                noes: more,
                versions: &[0],
                ..all
            },
        ),
    ]
}

#[test]
fn every_promise_holds() {
    let wide = std::env::var("WXMASS_TEST_MODEL").is_ok_and(|asked| asked == "wide");
    let (mut states, mut ends) = (0, BTreeSet::new());
    for (name, scope) in scopes(wide) {
        let started = Instant::now();
        let explored = explore(scope, None);
        let count = explored.states;
        println!("{name}: {count} states, {:.1?}", started.elapsed());
        if let Some((promise, events)) = explored.broken {
            panic!("{name}: {promise}: {events:#?}");
        }
        states += count;
        ends.extend(explored.ends);
    }
    println!("{states} states in all");
    assert!(states >= STATES, "{states} states");
    // A model in which nothing happens keeps every promise.
    let every_end = [
        "not sent",
        "partial",
        "sent",
        "sent before",
        "stopped",
        "unknown",
    ];
    assert_eq!(ends, BTreeSet::from(every_end));
}

#[test]
fn without_faults_everything_is_sent_once() {
    let scope = Scope {
        batches: 2,
        starts: 3,
        ..Scope::CALM
    };
    let explored = explore(scope, None);
    assert!(explored.broken.is_none(), "{:?}", explored.broken);
    assert_eq!(
        BTreeSet::from_iter(explored.ends),
        BTreeSet::from(["sent", "sent before"])
    );
}
