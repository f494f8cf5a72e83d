//! The operator's word: it settles what WeChat no longer answers for, in the batch that waits for it and in no other.

use std::time::Duration;

use crate::clock::unsettled;
use crate::world::wire::{Harm, fault};
use crate::world::{TO_TAG, World, argument, finish};

#[test]
fn after_a_day_nobody_can_be_asked_and_a_person_decides() {
    for (word, more) in [("--mark-sent", 0), ("--give-up", 0), ("--send-again", 1)] {
        let world = World::new();
        let campaign = unsettled(&world);
        world.age_batches(Duration::from_hours(25));
        let sends = world.sends().len();
        for _ in 0..2 {
            let outcome = world.send(&campaign).exits(7);
            assert!(outcome.stdout.is_empty(), "{outcome:?}");
            for way in ["--mark-sent", "--send-again"] {
                assert!(outcome.stderr.contains(way), "{way}: {}", outcome.stderr);
            }
        }
        let again = world.wx(["send", argument(&campaign), "--again", "--yes"]);
        again.exits(7);
        assert_eq!(world.sends().len(), sends, "nothing was sent by itself");
        // By now the sandbox has forgotten the key as well.
        world.hours_later(25);
        world.wx(["runs", "spring", word, "1"]).exits(0);
        let outcome = world.send(&campaign).exits(0);
        assert_eq!(
            outcome.stderr.contains("given up"),
            word == "--give-up",
            "{outcome:?}"
        );
        assert_eq!(world.sends().len(), sends + more, "{word}");
    }
}

#[test]
fn a_word_goes_to_the_run_that_waits_for_it_and_to_no_other() {
    let world = World::new();
    let send = |text: &str| world.wx(["send-tag", "--tag", "VIP", "--text", text, "--yes"]);
    world.plant(fault(TO_TAG, Harm::ResetAfter).always());
    send("one").exits(7);
    world.repair();
    send("two").exits(0);
    world.age_batches(Duration::from_hours(25));
    send("one")
        .exits(7)
        .says("runs send-tag --run 1 --mark-sent 1");
    // The newest run of that name is another one.
    world.wx(["runs", "send-tag", "--send-again", "1"]).exits(0);
    assert_eq!(world.batch_states(), ["refused", "accepted"]);

    let world = World::new();
    let send = |text: &str| world.wx(["send-tag", "--tag", "VIP", "--text", text, "--yes"]);
    world.plant(fault(TO_TAG, Harm::ResetAfter).always());
    send("one").exits(7);
    send("two").exits(7);
    world.repair();
    let mark = |more: &[&str]| {
        let all = ["runs", "send-tag", "--mark-sent", "1"];
        world.wx(all.iter().chain(more))
    };
    mark(&[]).exits(2).says("--run");
    assert_eq!(world.batch_states(), ["unknown", "unknown"]);
    mark(&["--run", "1", "--msg-id", "3147480001"]).exits(0);
    assert_eq!(world.batch_states(), ["accepted", "unknown"]);
}

#[test]
fn a_word_that_nobody_waits_for_is_wrong_input() {
    let world = World::new();
    world.send(&world.campaign("spring").write()).exits(0);
    for word in ["--mark-sent", "--send-again", "--give-up"] {
        world
            .wx(["runs", "spring", word, "1"])
            .exits(2)
            .says("accepted");
        world
            .wx(["runs", "spring", word, "2"])
            .exits(2)
            .says("no run");
        world
            .wx(["runs", "sprung", word, "1"])
            .exits(2)
            .says("no run");
    }
    assert_eq!(world.batch_states(), ["accepted"]);
}

#[test]
fn no_word_is_taken_on_a_batch_that_is_being_sent() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.plant(fault(TO_TAG, Harm::HangAfter));
    let sender = world.start_send(&campaign);
    world.wait_until_hanging(TO_TAG);
    let word = world.wx(["runs", "spring", "--send-again", "1"]);
    word.exits(6)
        .says(&format!("process {}", sender.id()))
        .says("run the same command again");
    world.repair();
    finish(sender).exits(0);
    world.assert_sent_once();
    assert_eq!(world.batch_states(), ["accepted"]);
}

#[test]
fn the_ledger_says_what_is_known_of_a_doubt_and_the_ways_on() {
    let world = World::new();
    unsettled(&world);
    let key = world.calls_of(TO_TAG)[0].key();
    for (lang, words) in [("en", "may have been sent"), ("zh", "可能已群发")] {
        let shown = world.wx(["runs", "--lang", lang]).exits(0);
        let shown = shown
            .says(words)
            .says(&key)
            .says("runs spring --run 1 --mark-sent 1");
        shown.says("runs spring --run 1 --send-again 1");
    }
}
