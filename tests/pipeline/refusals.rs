//! Refusals of WeChat: quotas that are spent, input that is wrong, permissions that are missing. Nothing is sent, and the exit
//! code and the words say why.

use crate::world::campaign::openids;
use crate::world::wire::refusal;
use crate::world::{
    BODY_PICTURE, DRAFT, MATERIAL, PREVIEW, STATUS, TO_OPENIDS, TO_TAG, TOKEN, World,
};

#[test]
fn a_spent_quota_exits_5_and_what_was_uploaded_is_kept() {
    let steps = [TOKEN, BODY_PICTURE, MATERIAL, DRAFT, PREVIEW, TO_TAG];
    for (step, errcode) in steps
        .iter()
        .flat_map(|step| [(*step, 45009), (*step, 45011)])
    {
        let world = World::new();
        let campaign = world
            .campaign("spring")
            .article("More", "![two](two.png)")
            .write();
        world.plant(refusal(step, errcode).always());
        let outcome = world.send(&campaign);
        assert_eq!(outcome.code, 5, "{errcode} at {step}:\n{}", outcome.stderr);
        outcome.says("returns at");
        assert!(world.sends().is_empty());
        world.repair();
        world.send(&campaign).exits(0);
        world.assert_sent_once();
        let uploaded = world
            .calls_of(BODY_PICTURE)
            .iter()
            .filter(|call| call.accepted())
            .count();
        assert_eq!(
            uploaded, 2,
            "{errcode} at {step}: what was uploaded is kept"
        );
    }
}

#[test]
fn no_mass_quota_left_exits_5() {
    let world = World::new();
    world.plant(refusal(TO_TAG, 45028));
    world.send(&world.campaign("spring").write()).exits(5);
    assert!(world.sends().is_empty());
}

#[test]
fn a_status_that_is_limited_ends_with_the_last_known_state() {
    for errcode in [45009, 45011] {
        let world = World::new();
        world.plant(refusal(STATUS, errcode).times(2));
        world.send(&world.campaign("spring").write()).exits(0);
        world.assert_sent_once();
    }
}

#[test]
fn a_minute_limit_between_batches_is_waited_for() {
    let world = World::new();
    let campaign = world.campaign("guests").for_openids(10_001).write();
    world.plant(refusal(TO_OPENIDS, 45011).from(2).times(2));
    world.send(&campaign).exits(0).says("65");
    let everybody = openids(1..=10_001);
    assert_eq!(world.receivers(), everybody);

    let world = World::new();
    let campaign = world.campaign("guests").for_openids(10_001).write();
    world.plant(refusal(TO_OPENIDS, 45011).from(2).always());
    world.send(&campaign).exits(8);
    world.repair();
    world.send(&campaign).exits(0);
    assert_eq!(world.receivers(), everybody);
}

#[test]
fn a_refused_input_exits_3_and_names_its_file_and_article() {
    for (step, errcode, named) in [
        (BODY_PICTURE, 40005, "one.png"),
        (MATERIAL, 40137, "cover1.jpg"),
        (DRAFT, 45003, "45003"),
        (PREVIEW, 43004, "43004"),
        (TO_TAG, 40066, "40066"),
    ] {
        let world = World::new();
        world.plant(refusal(step, errcode));
        let outcome = world.send(&world.campaign("spring").write());
        assert_eq!(outcome.code, 3, "{errcode} at {step}:\n{}", outcome.stderr);
        assert!(
            outcome.stderr.contains(named),
            "{errcode} at {step} names {named}:\n{}",
            outcome.stderr
        );
        assert!(world.sends().is_empty());
        let tries = world
            .calls_of(step)
            .iter()
            .filter(|call| !call.accepted())
            .count();
        assert_eq!(tries, 1, "a refusal is not repeated");
    }
}

#[test]
fn permissions_exit_4() {
    for step in [DRAFT, TO_TAG] {
        let world = World::new();
        world.plant(refusal(step, 48001));
        let outcome = world.send(&world.campaign("spring").write());
        assert_eq!(outcome.code, 4, "48001 at {step}:\n{}", outcome.stderr);
    }
}
