//! Sends at a time: nothing before it, nothing after it, the one who dies or sleeps meanwhile, and nothing by a record's leave.

use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use crate::world::{PREVIEW, TO_TAG, World, argument, finish, signal};

/// A moment so many seconds from now, as an operator in Beijing writes it.
fn in_seconds(seconds: i64) -> String {
    let time = Timestamp::now() + SignedDuration::from_secs(seconds);
    let local = jiff::tz::offset(8).to_datetime(time);
    local.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn start(world: &World, campaign: &Path, at: &str) -> Child {
    world.start(["send", argument(campaign), "--yes", "--at", at])
}

#[test]
fn it_waits_for_its_time_and_sends_then() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let begun = Instant::now();
    let at = in_seconds(4);
    let child = start(&world, &campaign, &at);
    world.wait_until_scheduled();
    let runs = world.wx(["runs"]).exits(0).stdout;
    assert!(
        runs.contains("scheduled") && runs.contains(&at[5..16]),
        "{runs}"
    );
    if begun.elapsed() < Duration::from_secs(3) {
        assert!(world.sends().is_empty(), "{:?}", world.paths());
    }
    finish(child)
        .exits(0)
        .says("scheduled for")
        .says("sends at");
    assert!(
        begun.elapsed() >= Duration::from_secs(3),
        "{:?}",
        begun.elapsed()
    );
    world.assert_sent_once();
    // All that can be looked at is looked at again before the call.
    let paths = world.paths();
    let call = paths
        .iter()
        .position(|path| path == TO_TAG)
        .expect("a call");
    for looked in ["tags/get", "openapi/quota/get", "draft/get"] {
        let before = paths[..call].iter().filter(|path| *path == looked).count();
        assert!(before >= 2, "{looked}: {paths:?}");
    }
    assert_eq!(world.calls_of(PREVIEW).len(), 1);
}

#[test]
fn the_file_may_say_the_time_and_the_options_have_the_last_word() {
    let world = World::new();
    let past = "at = \"2026-01-05 20:00\"\n";
    let campaign = world.campaign("spring").send(past).write();
    world
        .send(&campaign)
        .exits(2)
        .says("2026-01-05 20:00")
        .says("--until");
    assert!(world.calls().is_empty(), "{:?}", world.paths());
    assert!(world.batch_states().is_empty(), "nothing was recorded");
    let at = in_seconds(1);
    let file = argument(&campaign);
    world.wx(["send", file, "--yes", "--at", &at]).exits(0);
    world.assert_sent_once();
    // What was sent was sent; its time does not matter any more.
    world.send(&campaign).exits(0).says("sent already");

    let world = World::new();
    for (lines, code) in [
        ("at = \"20:00\"", "bad-setting"),
        ("at = 5", "wrong-type"),
        ("until = \"2026-12-01 20:00\"", "missing-key"),
        (
            "at = 2026-12-01T20:00:00\nuntil = 2026-12-01T19:00:00",
            "bad-setting",
        ),
    ] {
        let campaign = world.campaign("spring").send(lines).write();
        let outcome = world.wx(["check", argument(&campaign), "--json"]).exits(2);
        let problems = &outcome.json()["error"]["problems"];
        assert_eq!(problems[0]["code"], code, "{lines}: {problems}");
    }
    let native = world
        .campaign("spring")
        .send("at = 2026-12-01T20:00:00")
        .write();
    world.wx(["check", argument(&native)]).exits(0);
    let plan = world.wx(["send", argument(&native), "--dry-run"]).exits(0);
    assert!(
        plan.stdout.contains("wait until 2026-12-01 20:00"),
        "{}",
        plan.stdout
    );
    world
        .wx(["send", argument(&native), "--yes", "--at", "20:00"])
        .exits(2);
}

#[test]
fn a_missed_time_is_refused_unless_until_allows_it() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let (at, until) = (in_seconds(-600), in_seconds(600));
    let file = argument(&campaign);
    world
        .wx(["send", file, "--yes", "--at", &at])
        .exits(2)
        .says("which has passed");
    let gone = in_seconds(-300);
    world
        .wx(["send", file, "--yes", "--at", &at, "--until", &gone])
        .exits(2);
    assert!(world.calls().is_empty(), "{:?}", world.paths());
    world
        .wx(["send", file, "--yes", "--at", &at, "--until", &until])
        .exits(0);
    world.assert_sent_once();
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_death_leave_it_scheduled_and_send_nothing() {
    for name in ["-INT", "-KILL"] {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        let child = start(&world, &campaign, &in_seconds(3_600));
        world.wait_until_scheduled();
        signal(&child, name);
        let outcome = finish(child);
        if name == "-INT" {
            outcome
                .exits(130)
                .says("run the same command again to keep waiting");
        }
        world.wait_until_scheduled();
        assert!(world.sends().is_empty());
        // The record grants nothing: without a yes no one goes on with it.
        world
            .wx(["send", argument(&campaign), "--at", &in_seconds(1)])
            .exits(2);
        assert!(world.sends().is_empty());
        // The same command goes on, at another time where one is given, without a second preview.
        finish(start(&world, &campaign, &in_seconds(2))).exits(0);
        world.assert_sent_once();
        assert_eq!(world.calls_of(PREVIEW).len(), 1, "{:?}", world.paths());
    }
}

/// As a laptop that is closed before the time and opened after it.
#[cfg(unix)]
#[test]
fn a_machine_that_slept_over_its_time_sends_nothing() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let (at, until) = (in_seconds(3), in_seconds(4));
    let file = argument(&campaign);
    let child = world.start(["send", file, "--yes", "--at", &at, "--until", &until]);
    world.wait_until_scheduled();
    signal(&child, "-STOP");
    std::thread::sleep(Duration::from_secs(6));
    signal(&child, "-CONT");
    finish(child).exits(2).says("which has passed");
    assert!(world.sends().is_empty(), "{:?}", world.paths());
}

#[test]
fn wechats_clock_decides_when_the_time_has_come() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    // By WeChat's clock an hour is gone already.
    world.wechats_clock_is_ahead(SignedDuration::from_hours(1));
    finish(start(&world, &campaign, &in_seconds(1_800)))
        .exits(2)
        .says("which has passed");
    assert!(world.sends().is_empty(), "{:?}", world.paths());
}

/// A text to a list, with a token at hand, calls nothing before the question.
#[test]
fn a_machine_whose_clock_is_late_waits_by_wechats() {
    let world = World::new();
    let campaign = world.campaign("spring").without_preview();
    let campaign = campaign.message("text = \"hello\"").for_openids(5).write();
    world.wx(["token"]).exits(0);
    world.wechats_clock_is_ahead(SignedDuration::from_hours(25));
    let at = in_seconds(25 * 3_600 + 3);
    finish(start(&world, &campaign, &at)).exits(0);
    assert_eq!(world.sends().len(), 1, "{:?}", world.paths());
}

#[test]
fn what_is_given_up_while_it_waits_does_not_go_out() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let child = start(&world, &campaign, &in_seconds(8));
    world.wait_until_scheduled();
    world.wx(["runs", "spring", "--give-up", "1"]).exits(0);
    finish(child).exits(0).says("given up");
    assert!(world.sends().is_empty(), "{:?}", world.paths());
}

#[test]
fn of_two_that_wait_one_sends() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let at = in_seconds(4);
    let children = [0, 1].map(|_| start(&world, &campaign, &at));
    let outcomes = children.map(|child| finish(child).exits(0));
    world.assert_sent_once();
    assert_eq!(outcomes[0].stdout, outcomes[1].stdout, "the same msg_id");
}

#[test]
fn the_quota_of_its_own_day_counts_and_is_looked_at_then() {
    // Today's send of a subscription account does not stand in the way of tomorrow's.
    let profile = "kind = \"subscription\"";
    let world = World::new();
    let first = world.campaign("spring").write();
    let second = world
        .campaign("summer")
        .article("A second", "Words.")
        .write();
    world
        .with_profile(profile, ["send", argument(&first), "--yes"])
        .exits(0);
    world
        .with_profile(profile, ["send", argument(&second), "--yes"])
        .exits(5);
    let tomorrow = in_seconds(90_000);
    let planned = ["send", argument(&second), "--at", &tomorrow, "--dry-run"];
    world.with_profile(profile, planned).exits(0);
    // In the night of that day it is refused now.
    let quiet = format!("{profile}\nquiet_hours = \"22:00-08:00\"");
    let night = "2099-01-05 23:00";
    let arguments = ["send", argument(&second), "--at", night, "--yes"];
    world
        .with_profile(&quiet, arguments)
        .exits(2)
        .says("22:00-08:00");
}
