//! Sends of several batches: half done is said, and the rest alone goes out with the next run.

use wxmass::sandbox;

use crate::world::campaign::{openid, openids};
use crate::world::wire::{Harm, fault, refusal};
use crate::world::{DRAFT, Outcome, TO_OPENIDS, World, argument};

#[test]
fn half_done_is_said_and_the_rest_alone_is_sent_by_the_next_run() {
    let world = World::new();
    let campaign = world.campaign("guests").for_openids(20_001).write();
    world.plant(refusal(TO_OPENIDS, 45009).from(2).always());
    let outcome = world.send(&campaign).exits(8);
    assert_eq!(
        outcome.lines().len(),
        1,
        "one line an accepted batch: {}",
        outcome.stdout
    );
    world.repair();
    let rest = world.send(&campaign).exits(0);
    assert_eq!(world.receivers(), openids(1..=20_001));
    assert!(
        rest.stdout.contains(outcome.stdout.trim()) || rest.lines().len() == 2,
        "{}",
        rest.stdout
    );
}

#[test]
fn a_lost_answer_of_any_batch_leaves_nobody_out_and_nobody_twice() {
    for (number, harm) in [
        (1, Harm::ResetAfter),
        (2, Harm::Truncated),
        (3, Harm::ResetBefore),
        (3, Harm::ResetAfter),
    ] {
        let world = World::new();
        let campaign = world.campaign("guests").for_openids(20_001).write();
        world.plant(fault(TO_OPENIDS, harm.clone()).from(number));
        world.send_until_done(&campaign);
        assert_eq!(
            world.receivers(),
            openids(1..=20_001),
            "{harm:?} at batch {number}"
        );
    }
}

#[test]
fn a_list_that_changed_between_two_runs_is_refused() {
    let world = World::new();
    world.plant(refusal(TO_OPENIDS, 45009).from(2).always());
    world
        .send(&world.campaign("guests").for_openids(10_001).write())
        .exits(8);
    world.repair();
    world.forget_calls();
    world
        .send(&world.campaign("guests").for_openids(10_002).write())
        .exits(2);
    assert!(
        world.sends().is_empty() && world.calls_of(DRAFT).is_empty(),
        "{:?}",
        world.paths()
    );
}

#[test]
fn whatever_ends_a_run_half_way_it_exits_8_and_names_what_went_out() {
    for harm in [
        refusal(DRAFT, 45_009),
        refusal(DRAFT, 45_003),
        fault(DRAFT, Harm::Html(502)),
    ] {
        let world = World::new();
        let campaign = world.campaign("guests").for_openids(10_001).write();
        // The draft is used up by its first send, and no second one can be had.
        world.control("settings", &serde_json::json!({ "send_uses_drafts": true }));
        world.plant(harm.from(2).always());
        let outcome = world.send(&campaign).exits(8);
        let sent = world.sends()[0].verdict()["msg_id"].to_string();
        assert_eq!(outcome.stdout.trim(), sent);
        assert_eq!(world.batch_states(), ["accepted", "refused"]);
        world.repair();
        world.send(&campaign).exits(0);
        assert_eq!(world.receivers(), openids(1..=10_001));
    }
}

#[test]
fn a_quota_that_ends_at_batch_7_of_12_leaves_five_for_the_next_run_and_one_more() {
    let world = World::of(sandbox::Options {
        followers: 120_000,
        ..sandbox::Options::default()
    });
    let campaign = world.campaign("guests").message("text = \"hello\"");
    let campaign = campaign.for_openids(120_000).write();
    world.plant(refusal(TO_OPENIDS, 45_009).from(7).always());
    let outcome = world.send(&campaign).exits(8);
    assert_eq!(outcome.lines().len(), 6);
    let mut expected = vec!["accepted"; 6];
    expected.push("refused");
    expected.extend(["planned"; 5]);
    assert_eq!(world.batch_states(), expected);
    assert!(
        outcome.stderr.contains("only the rest"),
        "{}",
        outcome.stderr
    );
    let json = world.wx(["send", argument(&campaign), "--yes", "--json"]);
    let json = json.exits(8).json();
    assert_eq!(json["already_sent"], false, "{json}");
    assert_eq!(json["error"]["errcode"], 45_009, "{json}");
    assert_eq!(json["error"]["exit_code"], 8, "{json}");
    world.repair();
    world.forget_calls();
    let rest = world.send(&campaign).exits(0);
    assert_eq!(world.calls_of(TO_OPENIDS).len(), 6);
    assert_eq!(world.receivers(), openids(60_001..=120_000));
    assert_eq!(rest.lines().len(), 12, "every msg_id of the run");
}

/// A list from a pipe is seldom the same twice: `wxmass followers --tag VIP | wxmass send-openids --from - …`.
#[test]
fn the_rest_of_a_half_sent_list_is_not_sent_to_another_list() {
    let world = World::new();
    let send = |people: u64, more: &[&str]| -> Outcome {
        let list = openids(1..=people).join("\n");
        let arguments = ["send-openids", "--from", "-", "--text", "hello", "--yes"];
        world.pipe(arguments.iter().chain(more), &list)
    };
    world.plant(refusal(TO_OPENIDS, 45_009).from(2).always());
    send(10_001, &[]).exits(8);
    world.repair();
    world.forget_calls();
    send(10_002, &[])
        .exits(2)
        .says("twice")
        .says("--again")
        .says("--give-up");
    assert!(world.calls_of(TO_OPENIDS).is_empty(), "{:?}", world.paths());
    send(10_001, &[]).exits(0);
    assert_eq!(world.receivers(), [openid(10_000), openid(10_001)]);
    // All of that list has it now; to send it to another one is a send of its own.
    world.forget_calls();
    send(30, &[]).exits(0);
    assert_eq!(world.receivers(), openids(1..=30));
}
