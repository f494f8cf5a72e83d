//! Half a run: batches, processes that die, two at once, stores that break. Whatever stops, going on completes it.

use std::process::Child;
use std::time::Duration;

use crate::world::campaign::openid;
use crate::world::wire::{ANY, Call, Harm, fault, refusal};
use crate::world::{
    BEFORE_THE_SEND, BODY_PICTURE, DRAFT, PREVIEW, STATUS, TO_OPENIDS, TO_TAG, TOKEN, World, finish,
};

// ---- batches -------------------------------------------------------------------------------------------------------

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
    world.mend();
    let rest = world.send(&campaign).exits(0);
    assert_eq!(
        world.receivers(),
        (1..=20_001).map(openid).collect::<Vec<_>>()
    );
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
            (1..=20_001).map(openid).collect::<Vec<_>>(),
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
    world.mend();
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

// ---- death ---------------------------------------------------------------------------------------------------------

#[test]
fn killed_at_any_exchange_and_run_again_it_is_sent_once() {
    let steps = BEFORE_THE_SEND.into_iter().chain([TO_TAG, STATUS]);
    for step in steps {
        for harm in [Harm::HangBefore, Harm::HangAfter] {
            let world = World::new();
            let campaign = world.campaign("spring").write();
            world.plant(fault(step, harm.clone()));
            let mut child =
                world.start(["send", campaign.to_str().expect("a plain path"), "--yes"]);
            world.wait_until_hanging(step);
            child.kill().expect("SIGKILL");
            finish(child);
            world.mend();
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

fn everybody() -> Vec<String> {
    (1..=20_001).map(openid).collect()
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
            let mut child =
                world.start(["send", campaign.to_str().expect("a plain path"), "--yes"]);
            world.wait_until_hanging("the call");
            child.kill().expect("SIGKILL");
            finish(child);
            let at = world.paths().pop();
            let before = world.calls().len();
            let recorded = world.recorded_uploads();
            world.mend();
            world.send_until_done(&campaign);
            let where_killed = format!("killed at exchange {number}, {at:?}, {harm:?}");
            assert_eq!(world.receivers(), everybody(), "{where_killed}");
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
        let died = world.wx_with(
            ["send", campaign.to_str().expect("a plain path"), "--yes"],
            |command| {
                command.env("WXMASS_TEST_DEATH", point.to_string());
            },
        );
        if died.code == 0 {
            assert!(point > 30, "the run has {point} points to die at");
            return;
        }
        assert_eq!(died.code, -1, "died by a signal: {died:?}");
        world.send_until_done(&campaign);
        let expected: Vec<_> = (1..=10_001).map(openid).collect();
        assert_eq!(world.receivers(), expected, "dead at point {point}");
        assert!(world.batch_states().iter().all(|state| state == "accepted"));
    }
}

#[test]
fn killed_and_gone_on_with_elsewhere_it_is_sent_once() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.plant(fault(TO_TAG, Harm::HangAfter));
    let mut child = world.start(["send", campaign.to_str().expect("a plain path"), "--yes"]);
    world.wait_until_hanging(TO_TAG);
    child.kill().expect("SIGKILL");
    finish(child);
    world.mend();
    for _ in 0..4 {
        if world.send_from("laptop", &campaign).code == 0 {
            break;
        }
    }
    world.assert_sent_once();
}

#[cfg(unix)]
fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    let done = std::process::Command::new("kill")
        .args([name, &id])
        .status();
    assert!(done.expect("kill").success());
}

/// What WeChat has said of a batch that cannot be recorded is in no other place.
#[cfg(unix)]
#[test]
fn interrupted_beside_a_store_that_breaks_it_says_the_msg_id() {
    let world = World::on_a_file();
    world.wx(["runs"]).exits(0);
    world.change_the_ledger(
        "create trigger breaks before update on batches when new.state = 'accepted' begin select raise(abort, 'planted'); end",
    );
    let campaign = world.campaign("spring").write();
    world.plant(fault(TO_TAG, Harm::Late(Duration::from_secs(1))));
    let child = world.start(["send", campaign.to_str().expect("plain"), "--yes"]);
    world.wait_for(TO_TAG, 1);
    signal(&child, "-INT");
    let outcome = finish(child).exits(7);
    let taken = world.sends()[0].verdict()["msg_id"].to_string();
    outcome.says(&taken);
}

#[cfg(unix)]
#[test]
fn interrupted_it_exits_130_and_goes_on_from_there() {
    for step in [BODY_PICTURE, DRAFT, PREVIEW] {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        world.plant(fault(step, Harm::Late(Duration::from_millis(1500))));
        let child = world.start(["send", campaign.to_str().expect("a plain path"), "--yes"]);
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
#[cfg(unix)]
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

#[cfg(unix)]
#[test]
fn a_batch_in_flight_is_finished_recorded_and_told_before_it_ends() {
    for name in ["-INT", "-TERM"] {
        let world = World::new();
        let campaign = world.campaign("guests").for_openids(10_001).write();
        world.plant(fault(TO_OPENIDS, Harm::Late(Duration::from_millis(1500))));
        let child = world.start(["send", campaign.to_str().expect("a plain path"), "--yes"]);
        world.wait_for(TO_OPENIDS, 1);
        signal(&child, name);
        let outcome = finish(child).exits(130).says("the rest alone");
        assert_eq!(outcome.lines().len(), 1, "{outcome:?}");
        assert_eq!(world.batch_states(), ["accepted", "planned"], "{name}");
        world.send(&campaign).exits(0);
        assert_eq!(
            world.receivers(),
            (1..=10_001).map(openid).collect::<Vec<_>>()
        );
    }
}

#[cfg(unix)]
#[test]
fn twice_interrupted_or_hung_up_on_it_leaves_at_once_and_the_next_run_settles() {
    for (name, code) in [("-INT", 130), ("-HUP", -1)] {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        world.plant(fault(TO_TAG, Harm::HangAfter));
        let mut child = world.start(["send", campaign.to_str().expect("a plain path"), "--yes"]);
        world.wait_until_hanging(TO_TAG);
        // The call hangs until the wire is mended: nothing but the signals ends it.
        while child.try_wait().expect("a child").is_none() {
            signal(&child, name);
            std::thread::sleep(Duration::from_millis(50));
        }
        finish(child).exits(code);
        world.mend();
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
        .on_a_terminal(&send, "go on?", || (), b"\x03")
        .exits(130);
    assert!(outcome.stdout.contains("interrupted"), "{outcome:?}");
    assert!(world.sends().is_empty());
    world.send(&campaign).exits(0);
    world.assert_sent_once();
}

#[test]
fn two_at_once_send_once() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let file = campaign.to_str().expect("a plain path");
    world.plant(fault(DRAFT, Harm::Late(Duration::from_millis(300))).always());
    let children: Vec<_> = (0..3)
        .map(|_| world.start(["send", file, "--yes"]))
        .collect();
    let codes: Vec<i32> = children
        .into_iter()
        .map(|child| finish(child).code)
        .collect();
    assert!(codes.contains(&0), "{codes:?}");
    world.send(&campaign).exits(0);
    world.assert_sent_once();
}

// ---- the store -----------------------------------------------------------------------------------------------------

#[test]
fn a_damaged_store_is_named_and_kept_and_nothing_is_called() {
    let world = World::on_a_file();
    std::fs::create_dir_all(world.store().parent().expect("a folder")).expect("a folder");
    let damage = b"this is no database, and it is long enough to be looked at as one".repeat(40);
    std::fs::write(world.store(), &damage).expect("a damaged store");
    let outcome = world.send(&world.campaign("spring").write());
    assert!([1, 2].contains(&outcome.code), "{outcome:?}");
    assert!(outcome.stderr.contains("wxmass.db"), "{}", outcome.stderr);
    let chinese = world.wx(["--lang", "zh", "runs"]).exits(2);
    chinese.says("已损坏").says("恢复备份");
    assert_eq!(std::fs::read(world.store()).expect("kept"), damage);
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

/// One row that makes no sense is enough: what the ledger cannot say is not guessed.
#[test]
fn a_damaged_row_is_named_and_kept_and_nothing_is_called() {
    let world = World::on_a_file();
    let campaign = world.campaign("guests").for_openids(10_001).write();
    world.plant(refusal(TO_OPENIDS, 45009).from(2).always());
    world.send(&campaign).exits(8);
    world.mend();
    world.forget_calls();
    world.change_the_ledger("update batches set settled_at = 9223372036854775807 where number = 1");
    let outcome = world.send(&campaign).exits(2).says("damaged");
    assert!(outcome.stderr.contains("wxmass.db"), "{}", outcome.stderr);
    assert!(world.calls().is_empty(), "{:?}", world.paths());
    assert_eq!(world.batch_states(), ["accepted", "refused"]);
}

#[test]
fn a_locked_store_stops_before_anything_that_counts_and_says_so() {
    let world = World::on_a_file();
    let campaign = world.campaign("spring").write();
    world.wx(["runs"]).exits(0);
    world.with_the_store_locked(|| {
        let outcome = world.send(&campaign).exits(2).says("locked");
        assert!(!outcome.stderr.contains("report it"), "{}", outcome.stderr);
    });
    assert!(
        world.paths().iter().all(|path| path == TOKEN),
        "{:?}",
        world.paths()
    );
    world.send(&campaign).exits(0);
    world.assert_sent_once();
}

#[test]
fn a_store_that_cannot_be_written_stops_before_any_call() {
    let world = World::on_a_file();
    std::fs::write(world.path("state"), "a file where a folder should be").expect("a file");
    let outcome = world.send(&world.campaign("spring").write());
    assert!([1, 2].contains(&outcome.code), "{outcome:?}");
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}
