//! WeChat remembers a key for 24 hours: whatever the clocks say, nothing is asked too late and nothing is sent twice.

use std::time::Duration;

use jiff::SignedDuration;

use crate::world::campaign::openids;
use crate::world::wire::{Harm, fault};
use crate::world::{TO_OPENIDS, TO_TAG, World, finish};

/// Leaves a batch of `spring` behind that WeChat has accepted without anybody having heard of it.
pub(crate) fn unsettled(world: &World) -> std::path::PathBuf {
    let campaign = world.campaign("spring").write();
    world.plant(fault(TO_TAG, Harm::ResetAfter).always());
    world.send(&campaign).exits(7);
    world.repair();
    campaign
}

#[test]
fn a_question_that_has_become_too_late_is_not_asked() {
    let world = World::new();
    let campaign = unsettled(&world);
    let asked = world.calls_of(TO_TAG).len();
    world.plant(fault("tags/get", Harm::HangBefore));
    let sender = world.start_send(&campaign);
    world.wait_until_hanging("tags/get");
    world.age_batches(Duration::from_hours(25));
    world.repair();
    finish(sender).exits(7).says("--mark-sent 1");
    assert_eq!(world.calls_of(TO_TAG).len(), asked, "{:?}", world.paths());
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_comes_the_next_day_sends_nothing() {
    let world = World::new();
    let campaign = unsettled(&world);
    let asked = world.calls_of(TO_TAG).len();
    let send = format!("send '{}'", campaign.display());
    let night = || world.age_batches(Duration::from_hours(25));
    let outcome = world.on_a_terminal(&send, "send now?", night, b"yes\n");
    let outcome = outcome.exits(7);
    assert!(outcome.stdout.contains("--mark-sent 1"), "{outcome:?}");
    assert_eq!(world.calls_of(TO_TAG).len(), asked, "{:?}", world.paths());
}

/// A laptop that is closed between two questions and opened a day later.
#[test]
fn a_run_that_slept_for_a_day_asks_nothing_more() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.plant(fault(TO_TAG, Harm::ResetAfter));
    world.plant(fault(TO_TAG, Harm::HangAfter).from(2));
    let sender = world.start_send(&campaign);
    world.wait_until_hanging(TO_TAG);
    world.age_batches(Duration::from_hours(25));
    world.repair();
    finish(sender).exits(7).says("--mark-sent 1");
    assert_eq!(world.calls_of(TO_TAG).len(), 2, "{:?}", world.paths());
}

#[test]
fn a_clock_that_was_set_back_does_not_make_an_old_call_young() {
    // By WeChat's clock it is a day later, whatever this machine says.
    let world = World::new();
    world.wechats_clock_is_ahead(SignedDuration::ZERO);
    let campaign = unsettled(&world);
    let asked = world.calls_of(TO_TAG).len();
    world.wechats_clock_is_ahead(SignedDuration::from_hours(25));
    world.send(&campaign).exits(7).says("--mark-sent 1");
    assert_eq!(world.calls_of(TO_TAG).len(), asked, "{:?}", world.paths());

    // A first try that lies ahead of WeChat's clock is of an age that no one knows.
    let world = World::new();
    let campaign = unsettled(&world);
    let asked = world.calls_of(TO_TAG).len();
    world.change_the_ledger("update batches set intended_at = intended_at + 90000000");
    world.send(&campaign).exits(7).says("--mark-sent 1");
    assert_eq!(world.calls_of(TO_TAG).len(), asked, "{:?}", world.paths());
}

/// A list, a known token and no files: nothing else would have been called before the question.
#[test]
fn wechats_clock_is_heard_before_it_is_asked_what_it_remembers() {
    let world = World::new();
    world.wechats_clock_is_ahead(SignedDuration::ZERO);
    let list = openids(1..=30).join("\n");
    let send = || {
        let arguments = ["send-openids", "--from", "-", "--text", "hello", "--yes"];
        world.pipe(arguments, &list)
    };
    world.plant(fault(TO_OPENIDS, Harm::ResetAfter).always());
    send().exits(7);
    world.repair();
    let asked = world.calls_of(TO_OPENIDS).len();
    world.wechats_clock_is_ahead(SignedDuration::from_hours(25));
    world.plant(fault("openapi/quota/get", Harm::ResetBefore).always());
    send().exits(6);
    world.repair();
    send().exits(7).says("--mark-sent 1");
    assert_eq!(
        world.calls_of(TO_OPENIDS).len(),
        asked,
        "{:?}",
        world.paths()
    );
}

#[test]
fn a_clock_that_is_wrong_all_the_time_sends_nothing_twice() {
    // It is behind: what was done within the day is still within the day.
    let world = World::new();
    world.wechats_clock_is_ahead(SignedDuration::from_hours(30));
    let campaign = unsettled(&world);
    world.send(&campaign).exits(0);
    world.assert_sent_once();

    // A clock that has run ahead a day makes no new send of a command that was repeated at once.
    let world = World::new();
    world.wechats_clock_is_ahead(SignedDuration::from_hours(-25));
    let send = || world.wx(["send-tag", "--tag", "VIP", "--text", "hello", "--yes"]);
    send().exits(0);
    send().exits(0).says("sent already");
    world.assert_sent_once();
}

#[test]
fn the_doctor_compares_the_clocks() {
    let world = World::new();
    world.wechats_clock_is_ahead(SignedDuration::from_secs(2));
    world.wx(["doctor"]).exits(0);
    for (seconds, found) in [(600, "behind"), (-600, "ahead")] {
        world.wechats_clock_is_ahead(SignedDuration::from_secs(seconds));
        let outcome = world.wx(["doctor"]).exits(2);
        assert!(outcome.stdout.contains(found), "{}", outcome.stdout);
        assert!(outcome.stdout.contains("NTP"), "{}", outcome.stdout);
    }
}
