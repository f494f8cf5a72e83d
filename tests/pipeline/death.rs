//! Processes that are killed, before and after each exchange and each write of the store. Going on completes the send, once.

use crate::world::campaign::openids;
use crate::world::wire::{ANY, Call, Harm, fault};
use crate::world::{EVERY_STEP, TO_TAG, World, argument, finish};

#[test]
fn killed_at_any_exchange_and_run_again_it_is_sent_once() {
    for step in EVERY_STEP {
        for harm in [Harm::HangBefore, Harm::HangAfter] {
            let world = World::new();
            let campaign = world.campaign("spring").write();
            world.plant(fault(step, harm.clone()));
            let mut child = world.start_send(&campaign);
            world.wait_until_hanging(step);
            child.kill().expect("SIGKILL");
            finish(child);
            world.repair();
            world.send_until_done(&campaign);
            assert_eq!(
                world.sends().len(),
                1,
                "killed at {step} with {harm:?}: {:?}",
                world.paths()
            );
        }
    }
}

/// Two pictures, a cover, a preview, and three batches: 20,001 openids.
fn with_three_batches(world: &World) -> std::path::PathBuf {
    let campaign = world.campaign("guests").without_articles();
    campaign
        .article("Two pictures", "![one](one.png)\n\n![two](two.png)\n")
        .for_openids(20_001)
        .write()
}

#[test]
fn killed_before_or_after_each_single_exchange_nobody_is_left_out_and_nobody_gets_it_twice() {
    let world = World::new();
    world.send(&with_three_batches(&world)).exits(0);
    let exchanges = world.calls().len();
    assert!(exchanges >= 12, "{:?}", world.paths());
    for number in 1..=exchanges {
        for harm in [Harm::HangBefore, Harm::HangAfter] {
            let world = World::new();
            let campaign = with_three_batches(&world);
            world.plant(fault(ANY, harm.clone()).from(number));
            let mut child = world.start_send(&campaign);
            world.wait_until_hanging("the call");
            child.kill().expect("SIGKILL");
            finish(child);
            let at = world.paths().pop();
            let before = world.calls().len();
            let recorded = world.recorded_uploads();
            world.repair();
            world.send_until_done(&campaign);
            let where_killed = format!("killed at exchange {number}, {at:?}, {harm:?}");
            assert_eq!(world.receivers(), openids(1..=20_001), "{where_killed}");
            let after = world.calls().split_off(before);
            let files = after.iter().filter_map(Call::file);
            let again: Vec<_> = files.filter(|file| recorded.contains(file)).collect();
            assert!(again.is_empty(), "{where_killed}: {again:?} went up twice");
        }
    }
}

#[test]
fn dead_before_or_after_each_single_write_of_the_store_it_is_sent_once() {
    for point in 1.. {
        let world = World::new();
        let campaign = world.campaign("guests").for_openids(10_001).write();
        let died = world.wx_with(["send", argument(&campaign), "--yes"], |command| {
            command.env("WXMASS_TEST_DEATH", point.to_string());
        });
        if died.code == 0 {
            assert!(point > 24, "the run has {point} points to die at");
            return;
        }
        assert_eq!(died.code, -1, "died by a signal: {died:?}");
        world.send_until_done(&campaign);
        let expected = openids(1..=10_001);
        assert_eq!(world.receivers(), expected, "dead at point {point}");
        assert!(world.batch_states().iter().all(|state| state == "accepted"));
    }
}

#[test]
fn killed_and_gone_on_with_elsewhere_it_is_sent_once() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.plant(fault(TO_TAG, Harm::HangAfter));
    let mut child = world.start_send(&campaign);
    world.wait_until_hanging(TO_TAG);
    child.kill().expect("SIGKILL");
    finish(child);
    world.repair();
    for _ in 0..4 {
        if world.send_from("laptop", &campaign).code == 0 {
            break;
        }
    }
    world.assert_sent_once();
}

/// A repeat that `--again` has begun is finished by `--again` alone: a plain command is no word for a second send, nor for an older version.
#[test]
fn a_repeat_that_was_killed_before_its_call_is_not_finished_by_a_plain_command() {
    let world = World::new();
    let campaign = world.campaign("spring");
    world.send(&campaign.write()).exits(0);
    let changed = campaign.article("One more", "Later.").write();
    let message = ["send-tag", "--tag", "VIP", "--text", "a", "--yes"];
    world.wx(message).exits(0);
    for (number, plain) in [
        (3, vec!["send", argument(&changed), "--yes"]),
        (4, message.to_vec()),
    ] {
        let again = || plain.iter().copied().chain(["--again"]);
        world.plant(fault(TO_TAG, Harm::HangBefore));
        let mut child = world.start(again());
        world.wait_until_hanging(TO_TAG);
        child.kill().expect("SIGKILL");
        finish(child);
        world.repair();
        world.wx(plain.clone()).exits(2).says("--again");
        assert_eq!(world.sends().len(), number - 1, "{plain:?}");
        world.wx(again()).exits(0);
        assert_eq!(world.sends().len(), number, "{plain:?}");
    }
}
