//! Proofs about a send that may have gone out: only what is certain ends a doubt.

use crate::world::wire::{Harm, fault, refusal};
use crate::world::{TO_TAG, TOKEN, World};

/// Followers, tags and WeChat's judgement change between two calls, and no one knows what an unknown code means.
#[test]
fn a_refusal_that_the_first_call_need_not_have_met_settles_nothing() {
    for errcode in [
        99_999, 45_159, 40_130, 46_001, 87_014, 88_002, 45_028, 48_001,
    ] {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        world.plant(fault(TO_TAG, Harm::ResetAfter));
        world.plant(refusal(TO_TAG, errcode).from(2));
        let outcome = world.send(&campaign);
        assert_eq!(outcome.code, 0, "{errcode}:\n{}", outcome.stderr);
        world.assert_sent_once();
    }
}

#[test]
fn a_refusal_of_the_bytes_themselves_settles_a_lost_answer() {
    let world = World::new();
    world.plant(fault(TO_TAG, Harm::ResetBefore));
    world.plant(refusal(TO_TAG, 45_002).from(2));
    world.send(&world.campaign("spring").write()).exits(3);
    assert_eq!(world.calls_of(TO_TAG).len(), 2);
    assert_eq!(world.batch_states(), ["refused"]);
}

#[test]
fn a_refusal_of_the_token_settles_no_lost_answer() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.plant(fault(TO_TAG, Harm::ResetAfter));
    world.plant(refusal(TO_TAG, 40_001).from(2).always());
    world.plant(refusal(TOKEN, 47_001).from(2).always());
    world.send(&campaign).exits(7);
    assert_eq!(world.batch_states(), ["unknown"]);
    world.repair();
    world.send(&campaign).exits(0);
    assert_eq!(world.sends().len(), 1, "{:?}", world.paths());
}

#[test]
fn a_token_that_cannot_be_had_leaves_no_doubt_about_the_send() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.plant(refusal(TO_TAG, 40_001));
    world.plant(fault(TOKEN, Harm::Html(502)).from(2).always());
    world.send(&campaign).exits(6);
    assert_eq!(world.batch_states(), ["refused"]);
    world.repair();
    world.send(&campaign).exits(0);
    world.assert_sent_once();
}

#[test]
fn a_repeat_that_names_the_send_of_another_batch_is_no_receipt() {
    let world = World::new();
    world.send(&world.campaign("first").write()).exits(0);
    let taken = world.sends()[0].verdict()["msg_id"].clone();
    let answer =
        serde_json::json!({ "errcode": 45065, "errmsg": "clientmsgid exist", "msg_id": taken });
    world.plant(fault(TO_TAG, Harm::Answer(answer.to_string())));
    let outcome = world.send(&world.campaign("second").write()).exits(3);
    assert!(outcome.stdout.is_empty(), "{outcome:?}");
    assert_eq!(world.batch_states(), ["accepted", "refused"]);
    outcome
        .says("was not sent")
        .says(&taken.to_string())
        .says("24 hours");
}
