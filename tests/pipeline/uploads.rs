//! Pictures on their way into the account: together, bounded, each once; and again where the account has forgotten one.

use std::time::Duration;

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
    let bytes = crate::world::pictures::plain("copy.png", 5);
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
    let summer = summer.file("copy.png", crate::world::pictures::plain("copy.png", 5));
    let summer = summer.file("twin.png", crate::world::pictures::plain("copy.png", 5));
    world.send(&summer.write()).exits(0);
    assert_eq!(world.calls_of(BODY_PICTURE).len(), 0, "{:?}", world.paths());
    assert_eq!(world.calls_of(MATERIAL).len(), 0);
    assert_eq!(world.sends().len(), 1);
}

#[test]
fn uploads_overlap() {
    let world = World::new();
    let pictures: Vec<String> = (0..12)
        .map(|number| format!("![p](p{number}.png)"))
        .collect();
    let campaign = world
        .campaign("many")
        .article("Pictures", &pictures.join("\n\n"))
        .write();
    world.plant(fault(BODY_PICTURE, Harm::Late(Duration::from_millis(200))).always());
    world.send(&campaign).exits(0);
    let uploads = world.calls_of(BODY_PICTURE);
    let most = uploads
        .iter()
        .map(|one| {
            uploads
                .iter()
                .filter(|other| other.began <= one.began && other.ended > Some(one.began))
                .count()
        })
        .max();
    assert!(
        most >= Some(5),
        "at most {most:?} of {} at once",
        uploads.len()
    );
    assert!(most <= Some(10), "{most:?} at once are more than the limit");
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
