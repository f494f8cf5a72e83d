//! Answers that are lost: whatever breaks on the wire, and at whichever step, each batch goes out once.
//!
//! Every test breaks one exchange and counts what WeChat accepted, not what the binary believes.

use crate::world::wire::{Harm, fault, refusal};
use crate::world::{
    BEFORE_THE_SEND, DRAFT, EVERY_STEP, PREVIEW, STATUS, TO_TAG, TOKEN, World, argument,
};

/// Harms to an answer that do not say what became of the call.
fn lost_answers() -> Vec<Harm> {
    vec![
        Harm::ResetBefore,
        Harm::ResetAfter,
        Harm::Truncated,
        Harm::Html(502),
        Harm::Html(503),
        Harm::Empty,
    ]
}

#[test]
fn a_lost_answer_before_the_send_is_repeated_in_the_same_run() {
    for step in BEFORE_THE_SEND {
        for harm in lost_answers() {
            let world = World::new();
            world.plant(fault(step, harm.clone()));
            let outcome = world.send(&world.campaign("spring").write());
            assert_eq!(outcome.code, 0, "{harm:?} at {step}:\n{}", outcome.stderr);
            world.assert_sent_once();
            assert!(
                world.calls_of(PREVIEW).len() <= 2,
                "a preview is repeated once at most"
            );
        }
    }
}

#[test]
fn a_lost_answer_of_the_send_is_settled_with_the_same_key() {
    for harm in lost_answers() {
        let world = World::new();
        world.plant(fault(TO_TAG, harm.clone()));
        let outcome = world.send(&world.campaign("spring").write());
        assert_eq!(outcome.code, 0, "{harm:?}:\n{}", outcome.stderr);
        world.assert_sent_once();
        let msg_id = world.sends()[0].verdict()["msg_id"]
            .as_i64()
            .expect("a msg_id");
        assert_eq!(
            outcome.stdout,
            format!("{msg_id}\n"),
            "{harm:?}: the first msg_id is the receipt"
        );
    }
}

#[test]
fn busy_is_repeated_at_every_step() {
    for step in EVERY_STEP {
        let world = World::new();
        world.plant(refusal(step, -1));
        let outcome = world.send(&world.campaign("spring").write());
        assert_eq!(outcome.code, 0, "-1 at {step}:\n{}", outcome.stderr);
        world.assert_sent_once();
    }
}

#[test]
fn a_lost_status_does_not_undo_a_send() {
    for harm in lost_answers() {
        let world = World::new();
        world.plant(fault(STATUS, harm.clone()));
        let outcome = world.send(&world.campaign("spring").write());
        assert_eq!(outcome.code, 0, "{harm:?}:\n{}", outcome.stderr);
        world.assert_sent_once();
    }
}

/// A call that never left this machine was certainly not sent.
#[test]
fn a_refused_connection_leaves_no_doubt_at_any_step() {
    for (last, next) in [(TOKEN, "tags/get"), (DRAFT, PREVIEW), (PREVIEW, TO_TAG)] {
        let world = World::new();
        world.plant(fault(last, Harm::ThenGone));
        let outcome = world.send(&world.campaign("spring").write()).exits(6);
        assert!(
            outcome.stderr.contains("could not reach WeChat"),
            "{}",
            outcome.stderr
        );
        assert!(outcome.stderr.contains(next), "{}", outcome.stderr);
        let states = world.batch_states();
        assert!(
            states
                .iter()
                .all(|it| ["planned", "refused"].contains(&it.as_str())),
            "{states:?}"
        );
    }
}

#[test]
fn what_cannot_be_settled_exits_7_and_is_not_sent_by_itself() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.plant(fault(TO_TAG, Harm::ResetAfter).always());
    let outcome = world.send(&campaign).exits(7).says("spring");
    let questions = outcome.stderr.matches("asking again under").count();
    assert_eq!(
        questions + 1,
        world.calls_of(TO_TAG).len(),
        "{}",
        outcome.stderr
    );
    world.repair();
    world.send(&campaign).exits(0);
    world.assert_sent_once();
}

#[test]
fn a_hang_past_the_time_limit_is_a_lost_answer() {
    let hangs = |step: &str, harm: &Harm| {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        world.plant(fault(step, harm.clone()));
        let file = argument(&campaign);
        let outcome = world.wx_with(["send", file, "--yes"], |command| {
            command.env("WXMASS_TIMEOUT", "1");
        });
        assert_eq!(outcome.code, 0, "{harm:?} at {step}:\n{}", outcome.stderr);
        world.assert_sent_once();
    };
    // Each waits for a second of real time; together they wait for little more.
    std::thread::scope(|scope| {
        for step in EVERY_STEP {
            scope.spawn(move || {
                hangs(step, &Harm::HangBefore);
                hangs(step, &Harm::HangAfter);
            });
        }
    });
}

#[test]
fn too_soon_is_waited_for_and_then_settled() {
    let world = World::new();
    world.plant(refusal(TO_TAG, 45066));
    world.send(&world.campaign("spring").write()).exits(0);
    world.assert_sent_once();
    assert_eq!(world.calls_of(TO_TAG).len(), 2);
}

#[test]
fn accepted_at_once_as_a_repeat_is_accepted() {
    let world = World::new();
    let answer = r#"{"errcode":45065,"errmsg":"clientmsgid exist","msg_id":3147480099}"#;
    world.plant(fault(TO_TAG, Harm::Answer(answer.to_owned())));
    let outcome = world
        .send(&world.campaign("spring").send("wait = false").write())
        .exits(0);
    assert_eq!(outcome.stdout, "3147480099\n");
    assert_eq!(world.calls_of(TO_TAG).len(), 1);
}
