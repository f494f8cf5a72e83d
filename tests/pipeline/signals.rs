//! Ctrl-C and its like: nothing new begins, what is in flight is finished and recorded, and a second one is obeyed at once.

use std::time::Duration;

use crate::world::campaign::openids;
use crate::world::wire::{Harm, fault};
use crate::world::{
    BODY_PICTURE, DRAFT, PREVIEW, TO_OPENIDS, TO_TAG, TOKEN, World, finish, signal,
};

/// The answer of WeChat about a batch that cannot be recorded is in no other place.
#[test]
fn interrupted_beside_a_store_that_breaks_it_says_the_msg_id() {
    let world = World::on_a_file();
    world.wx(["runs"]).exits(0);
    world.change_the_ledger(
        "create trigger breaks before update on batches when new.state = 'accepted' begin select raise(abort, 'planted'); end",
    );
    let campaign = world.campaign("spring").write();
    world.plant(fault(TO_TAG, Harm::Late(Duration::from_secs(1))));
    let child = world.start_send(&campaign);
    world.wait_for(TO_TAG, 1);
    signal(&child, "-INT");
    let outcome = finish(child).exits(7);
    let taken = world.sends()[0].verdict()["msg_id"].to_string();
    outcome.says(&taken);
}

#[test]
fn interrupted_it_exits_130_and_goes_on_from_there() {
    for step in [BODY_PICTURE, DRAFT, PREVIEW] {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        world.plant(fault(step, Harm::Late(Duration::from_millis(1500))));
        let child = world.start_send(&campaign);
        world.wait_for(step, 1);
        signal(&child, "-INT");
        finish(child).exits(130);
        assert!(world.sends().is_empty(), "nothing new begins after Ctrl-C");
        world.send(&campaign).exits(0);
        world.assert_sent_once();
        assert_eq!(
            world.calls_of(step).len(),
            1,
            "what was in flight at {step} was recorded"
        );
    }
}

/// WeChat has killed the old token by then: the new one is all there is.
#[test]
fn a_token_that_is_being_renewed_is_recorded_though_interrupted() {
    let world = World::new();
    world.plant(fault(TOKEN, Harm::Late(Duration::from_millis(1500))));
    let child = world.start(["token", "--refresh"]);
    world.wait_for(TOKEN, 1);
    signal(&child, "-INT");
    let renewed = finish(child).exits(0).stdout;
    assert_eq!(world.wx(["token"]).exits(0).stdout, renewed);
    assert_eq!(world.calls_of(TOKEN).len(), 1, "{:?}", world.paths());
}

#[test]
fn a_batch_in_flight_is_finished_recorded_and_told_before_it_ends() {
    for name in ["-INT", "-TERM"] {
        let world = World::new();
        let campaign = world.campaign("guests").for_openids(10_001).write();
        world.plant(fault(TO_OPENIDS, Harm::Late(Duration::from_millis(1500))));
        let child = world.start_send(&campaign);
        world.wait_for(TO_OPENIDS, 1);
        signal(&child, name);
        let outcome = finish(child).exits(130).says("only the rest");
        assert_eq!(outcome.lines().len(), 1, "{outcome:?}");
        assert_eq!(world.batch_states(), ["accepted", "planned"], "{name}");
        world.send(&campaign).exits(0);
        assert_eq!(world.receivers(), openids(1..=10_001));
    }
}

#[test]
fn twice_interrupted_or_hung_up_on_it_leaves_at_once_and_the_next_run_settles() {
    for (name, code) in [("-INT", 130), ("-HUP", 130)] {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        world.plant(fault(TO_TAG, Harm::HangAfter));
        let mut child = world.start_send(&campaign);
        world.wait_until_hanging(TO_TAG);
        // The call hangs until the wire is mended: nothing but the signals ends it.
        while child.try_wait().expect("a child").is_none() {
            signal(&child, name);
            std::thread::sleep(Duration::from_millis(50));
        }
        finish(child).exits(code);
        world.repair();
        world.send(&campaign).exits(0);
        world.assert_sent_once();
    }
}

/// While it asks it has to hear Ctrl-C, on one processor too, and the one who comes next must not wait.
#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_is_an_answer_to_the_question() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let send = format!("send '{}'", campaign.display());
    let outcome = world
        .on_a_terminal(&send, "send now?", || (), b"\x03")
        .exits(130);
    assert!(outcome.stdout.contains("interrupted"), "{outcome:?}");
    assert!(world.sends().is_empty());
    world.send(&campaign).exits(0);
    world.assert_sent_once();
}
