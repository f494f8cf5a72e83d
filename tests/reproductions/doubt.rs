//! 1.2: what is not known to be a refusal is doubt; 1.4: conditions hold at the moment of the call; 1.6: the day of a key.

use std::time::Duration;

use serde_json::json;

use crate::world::forward::Door;
use crate::world::wire::{Harm, fault, refusal};
use crate::world::{DRAFT, STATUS, TO_OPENIDS, TO_TAG, World, argument, finish, signal};
use crate::{accepted, text};

/// Codes that were answered though the send was accepted, or that have never been seen.
const DOUBTFUL: [i64; 9] = [
    89_504,
    89_505,
    9_500_001,
    9_500_002,
    268_487_001,
    268_487_002,
    268_488_001,
    42_010,
    7_777_777,
];

#[test]
fn a_code_after_the_acceptance_is_doubt_within_the_day_and_after_it() {
    for code in DOUBTFUL {
        let world = World::new();
        let campaign = text(&world, "hello");
        let fault = json!([{ "call": TO_TAG, "count": 99, "fault": { "errcode_after": code } }]);
        world.control("faults", &fault);
        let outcome = world.send(&campaign);
        assert_eq!(outcome.code, 7, "{code}: {outcome:?}");
        assert_eq!(accepted(&world), 1, "{code}");
        world.control("faults", &json!([]));
        world.hours_later(25);
        let outcome = world.send(&campaign);
        assert_eq!(outcome.code, 7, "{code}, a day later: {outcome:?}");
        assert_eq!(accepted(&world), 1, "{code}, a day later");
    }
}

#[test]
fn within_the_day_the_key_settles_it() {
    for code in DOUBTFUL {
        let world = World::new();
        let campaign = text(&world, "hello");
        let fault = json!([{ "call": TO_TAG, "count": 1, "fault": { "errcode_after": code } }]);
        world.control("faults", &fault);
        let outcome = world.send(&campaign);
        assert_eq!(outcome.code, 0, "{code}: {outcome:?}");
        assert_eq!(accepted(&world), 1, "{code}");
    }
}

#[test]
fn a_state_that_waits_for_the_administrator_is_not_an_end() {
    for code in [89_504, 89_505] {
        let world = World::new();
        let campaign = world.campaign("spring").without_preview().write();
        world.plant(refusal(STATUS, code).times(3));
        let outcome = world.send(&campaign).exits(0);
        assert!(
            !outcome.stderr.contains("could not be asked"),
            "{}",
            outcome.stderr
        );
        assert_eq!(world.calls_of(STATUS).len(), 4, "{:?}", world.paths());
    }
}

/// A laptop that is closed while the network is gone, and opened a day later.
#[cfg(unix)]
#[test]
fn a_day_that_passes_between_two_refused_connections_asks_nothing_more() {
    let world = World::new();
    let campaign = text(&world, "hello");
    let mut door = Door::to(&world.wire_address());
    world.plant(fault(TO_TAG, Harm::ResetAfter));
    let sender = world.start_with(["send", argument(&campaign), "--yes"], |command| {
        command
            .env("WXMASS_API_BASE", format!("http://{}", door.address()))
            .env("WXMASS_PACE", "4");
    });
    world.wait_for(TO_TAG, 1);
    door.shut();
    // It asks again after half a second and is refused, and would try again for some seconds.
    std::thread::sleep(Duration::from_millis(900));
    signal(&sender, "-STOP");
    world.hours_later(25);
    world.age_batches(Duration::from_hours(25));
    door.open();
    signal(&sender, "-CONT");
    finish(sender).exits(7).says("--mark-sent 1");
    assert_eq!(accepted(&world), 1, "{:?}", world.paths());
}

/// Connections are refused from the first call on: nothing went out, and it may be tried again.
#[test]
fn a_service_that_is_never_reached_leaves_no_doubt() {
    let world = World::new();
    let campaign = text(&world, "hello");
    let mut door = Door::to(&world.wire_address());
    let send = |door: &Door| {
        let base = format!("http://{}", door.address());
        world.wx_with(["send", argument(&campaign), "--yes"], |command| {
            command.env("WXMASS_API_BASE", base);
        })
    };
    door.shut();
    send(&door).exits(6);
    door.open();
    send(&door).exits(0);
    assert_eq!(accepted(&world), 1);
}

#[test]
fn a_single_command_waits_for_the_whole_day_and_a_quarter_of_an_hour() {
    let world = World::new();
    let send = || world.wx(["send-tag", "--tag", "VIP", "--text", "hi", "--yes"]);
    send().exits(0);
    let earlier = |minutes: i64| {
        let by = minutes * 60_000;
        world.change_the_ledger_by(format!(
            "update batches set settled_at = settled_at - {by}, intended_at = intended_at - {by}, tried_at = tried_at - {by}"
        ));
    };
    // 23 h 50 min: WeChat still has the key, but a clock may be wrong by some minutes.
    earlier(23 * 60 + 50);
    send().exits(0).says("sent already");
    // 24 h 10 min.
    earlier(20);
    send().exits(0).says("sent already");
    assert_eq!(accepted(&world), 1);
    // 24 h 30 min.
    earlier(20);
    world.hours_later(25);
    send().exits(0);
    assert_eq!(accepted(&world), 2);
}

#[test]
fn a_resumed_list_keeps_its_link() {
    let world = World::new();
    world.control("settings", &json!({ "drafts_survive": true }));
    let campaign = world
        .campaign("guests")
        .without_preview()
        .for_openids(20_003)
        .write();
    world.plant(refusal(TO_OPENIDS, 45_028).from(2).always());
    world.send(&campaign).exits(8);
    world.repair();
    world.send(&campaign).exits(0);
    assert_eq!(world.calls_of(DRAFT).len(), 1, "{:?}", world.paths());
    let sends = world.sends();
    let ids: Vec<_> = sends
        .iter()
        .map(|call| call.json()["mpnews"]["media_id"].clone())
        .collect();
    assert_eq!(ids.len(), 3);
    assert!(ids.iter().all(|id| *id == ids[0]), "one link: {ids:?}");
}

/// The words after an honest first send must not speak of an earlier one.
#[test]
fn accepted_before_is_said_after_a_repeat_only() {
    let world = World::new();
    let campaign = text(&world, "hello");
    world.plant(refusal(TO_TAG, -1).always());
    world.send(&campaign).exits(7);
    world.repair();
    assert_eq!(accepted(&world), 0);
    world.send(&campaign).exits(0);
    assert_eq!(accepted(&world), 1);
}
