//! Random histories through the real binary and the sandbox: whatever faults, kills, clocks and people do, nothing goes out
//! more often than it was confirmed, and nothing that went out is reported as not sent.
//!
//! `HISTORIES=3000 cargo test --test histories` plays that many; `HISTORY=123 cargo test --test histories` plays the one with
//! that seed, and shows it. What counts is what the sandbox accepted, not what the binary believes.

// A test that panics is a test that fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "histories/dice.rs"]
mod dice;
#[path = "histories/laws.rs"]
mod laws;
#[path = "histories/play.rs"]
mod play;
#[path = "histories/script.rs"]
mod script;
mod world;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use script::Script;

/// How many are played where nothing else is asked for.
const IN_CI: u64 = 300;

#[test]
fn nothing_is_sent_more_often_than_it_was_confirmed() {
    let number = |name| std::env::var(name).ok()?.parse::<u64>().ok();
    if let Some(seed) = number("HISTORY") {
        let played = play::play(&Script::of(seed));
        println!("{played}");
        assert!(played.faults.is_empty(), "{:?}", played.faults);
        return;
    }
    let (count, first) = (
        number("HISTORIES").unwrap_or(IN_CI),
        number("FIRST").unwrap_or(1),
    );
    let next = AtomicU64::new(first);
    let (broken, codes) = (Mutex::new(Vec::new()), Mutex::new(BTreeMap::new()));
    // Most of their time is waiting.
    let players = std::thread::available_parallelism().map_or(2, usize::from) * 4;
    std::thread::scope(|scope| {
        for _ in 0..players {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + count {
                        return;
                    }
                    let played = play::play(&Script::of(seed));
                    for code in played.codes() {
                        *codes.lock().unwrap().entry(code).or_insert(0_u64) += 1;
                    }
                    if !played.faults.is_empty() {
                        broken.lock().unwrap().push(played.to_string());
                    }
                }
            });
        }
    });
    let (broken, codes) = (broken.into_inner().unwrap(), codes.into_inner().unwrap());
    println!("{count} histories from seed {first}; exit codes of their commands: {codes:?}");
    let shown: Vec<_> = broken.iter().take(3).cloned().collect();
    assert!(
        broken.is_empty(),
        "{} of {count} histories break a law; the first:\n{}",
        broken.len(),
        shown.join("\n\n")
    );
    // Histories in which nothing ever happens would prove nothing.
    if count >= IN_CI {
        for code in [0, 2, 3, 5, 6, 7, 130, -1] {
            assert!(codes.contains_key(&code), "no command ended with {code}");
        }
    }
}
