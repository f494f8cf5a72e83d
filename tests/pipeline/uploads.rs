//! Pictures on their way into the account: together, bounded, each once; and again where the account has forgotten one.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::world::pictures::plain;
use crate::world::wire::{Call, Harm, fault, refusal};
use crate::world::{BODY_PICTURE, DRAFT, MATERIAL, World};

#[test]
fn every_upload_is_one_part_named_media_with_a_plain_name() {
    let world = World::new();
    let body = "![one](图片一.png)";
    world
        .send(&world.campaign("spring").article("Another", body).write())
        .exits(0);
    for path in [BODY_PICTURE, MATERIAL] {
        for call in world.calls_of(path) {
            let text = String::from_utf8_lossy(&call.body).into_owned();
            let head = text.split("\r\n\r\n").next().expect("a part");
            assert!(head.contains("name=\"media\""), "{head}");
            assert!(head.is_ascii() && !head.contains("filename*"), "{head}");
            assert!(
                [".png\"", ".jpg\""].iter().any(|end| head.contains(end)),
                "{head}"
            );
        }
    }
}

#[test]
fn the_same_bytes_are_uploaded_once_ever() {
    let world = World::new();
    let body = "![a](copy.png) ![b](copy.png) ![c](twin.png)";
    let spring = world.campaign("spring").article("Another", body);
    let bytes = plain("copy.png", 5);
    let spring = spring
        .file("copy.png", bytes.clone())
        .file("twin.png", bytes);
    world.send(&spring.write()).exits(0);
    assert_eq!(
        world.calls_of(BODY_PICTURE).len(),
        2,
        "one.png, and copy.png that is twin.png"
    );

    world.forget_calls();
    let summer = world.campaign("summer").article("Another", body);
    let summer = summer.file("copy.png", plain("copy.png", 5));
    let summer = summer.file("twin.png", plain("copy.png", 5));
    world.send(&summer.write()).exits(0);
    assert_eq!(world.calls_of(BODY_PICTURE).len(), 0, "{:?}", world.paths());
    assert_eq!(world.calls_of(MATERIAL).len(), 0);
    assert_eq!(world.sends().len(), 1);
}

/// Each article shows sixteen pictures and shares four of them with the next: a hundred files in 128 places, and eight covers.
///
/// Counted and not timed: what cannot be done at once is a chain, and thirty-two at once need four rounds for 108 uploads.
#[test]
fn uploads_overlap() {
    let world = World::new();
    let mut campaign = world.campaign("many").without_articles();
    for article in 0..8 {
        let pictures =
            (article * 12..article * 12 + 16).map(|number| format!("![p](p{number}.png)"));
        let body = pictures.collect::<Vec<_>>().join("\n\n");
        campaign = campaign.article(&format!("Article {article}"), &body);
    }
    for path in [BODY_PICTURE, MATERIAL] {
        world.plant(fault(path, Harm::Late(Duration::from_millis(50))).always());
    }
    world.send(&campaign.write()).exits(0);

    let mut uploads = world.calls_of(BODY_PICTURE);
    assert_eq!(uploads.len(), 100, "body pictures");
    uploads.extend(world.calls_of(MATERIAL));
    assert_eq!(uploads.len(), 108, "and covers");
    let files: BTreeSet<_> = uploads.iter().filter_map(Call::file).collect();
    assert_eq!(files.len(), 108, "each file once");
    let most = most_at_once(&uploads);
    assert!(most <= 32, "{most} at once are more than the limit");
    let (rounds, chain) = (uploads.len().div_ceil(32), longest_chain(&uploads));
    assert!(
        2 * chain <= 3 * rounds,
        "{chain} uploads one after the other, where {rounds} rounds of thirty-two would do"
    );
}

/// How many were on their way at one moment.
fn most_at_once(uploads: &[Call]) -> usize {
    let beside = |one: &Call| {
        let others = uploads.iter();
        others
            .filter(|other| other.began <= one.began && other.ended > Some(one.began))
            .count()
    };
    uploads.iter().map(beside).max().unwrap_or_default()
}

/// The most uploads of which each began when the one before had ended: always the next that ends first.
fn longest_chain(uploads: &[Call]) -> usize {
    let mut by_end: Vec<&Call> = uploads.iter().collect();
    by_end.sort_by_key(|call| call.ended);
    let (mut chain, mut free) = (0, None);
    for call in by_end {
        if Some(call.began) >= free {
            (chain, free) = (chain + 1, call.ended);
        }
    }
    chain
}

#[test]
fn an_upload_that_the_account_has_forgotten_is_made_again_once() {
    let world = World::new();
    world.send(&world.campaign("spring").write()).exits(0);
    world.forget_calls();
    world.plant(refusal(DRAFT, 40007));
    world
        .send(&world.campaign("summer").article("New", "New.").write())
        .exits(0);
    let covers: Vec<Call> = world.calls_of(MATERIAL);
    assert_eq!(
        covers.len(),
        2,
        "the cover that was known, and the one that is new: {:?}",
        world.paths()
    );
    assert_eq!(world.sends().len(), 1);

    world.forget_calls();
    world.send(&world.campaign("autumn").write()).exits(0);
    assert!(world.calls_of(MATERIAL).is_empty(), "the cache was mended");
}

#[test]
fn a_media_id_that_stays_unknown_is_refused_and_not_a_loop() {
    let world = World::new();
    world.send(&world.campaign("spring").write()).exits(0);
    world.forget_calls();
    world.plant(refusal(DRAFT, 40007).always());
    world
        .send(&world.campaign("summer").article("New", "New.").write())
        .exits(3);
    assert!(world.calls_of(DRAFT).len() <= 2, "{:?}", world.paths());
    assert!(world.sends().is_empty());
}
