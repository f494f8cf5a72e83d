//! Proof that what is sent is what was previewed: the draft is read back, and a run stops where it differs from what was written.

use std::path::Path;
use std::time::Duration;

use serde_json::json;

use crate::world::wire::{Harm, fault};
use crate::world::{DRAFT, PREVIEW, TO_TAG, World, argument};

const READ: &str = "draft/get";

/// Has a colleague edit the first article of the newest draft in the console.
fn edit(world: &World, field: &str, value: &str) {
    let made = world.calls_of(DRAFT);
    let made = made.last().expect("a draft");
    let mut article = made.json()["articles"][0].clone();
    article[field] = json!(value);
    let id = made.verdict()["media_id"].clone();
    let body = json!({ "media_id": id, "index": 0, "articles": article });
    let answer = world.ask_wechat("draft/update", &body);
    assert_eq!(answer["errcode"], 0, "{answer}");
}

#[test]
fn a_draft_is_read_back_beside_the_preview() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.send(&campaign).exits(0);
    assert_eq!(world.calls_of(READ).len(), 1, "{:?}", world.paths());
    // Both go out together: neither waits for the other.
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.plant(fault(PREVIEW, Harm::HangBefore));
    let child = world.start_send(&campaign);
    world.wait_until_hanging(PREVIEW);
    world.wait_for(READ, 1);
    world.repair();
    crate::world::finish(child);
    // Without a preview nothing is read.
    let world = World::new();
    let campaign = world.campaign("spring").without_preview().write();
    world.send(&campaign).exits(0);
    assert!(world.calls_of(READ).is_empty(), "{:?}", world.paths());
}

#[test]
fn a_draft_that_cannot_be_read_stops_nothing_and_that_is_said() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.plant(
        fault(
            READ,
            Harm::Answer(r#"{"errcode":48001,"errmsg":"api unauthorized"}"#.into()),
        )
        .always(),
    );
    world
        .send(&campaign)
        .exits(0)
        .says("could not be read back");
    world.assert_sent_once();
}

#[cfg(target_os = "linux")]
fn declined(world: &World, campaign: &Path) {
    let send = format!("send '{}'", campaign.display());
    world
        .on_a_terminal(&send, "send now?", || (), b"no\n")
        .exits(2);
}

#[cfg(target_os = "linux")]
#[test]
fn an_edit_in_the_console_stops_the_next_run() {
    for (field, value, told) in [
        ("title", "Another title", "title"),
        ("content", "<p>Something else entirely.</p>", "text"),
        ("author", "Somebody", "author"),
        (
            "content_source_url",
            "https://example.com/x",
            "original URL",
        ),
    ] {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        declined(&world, &campaign);
        edit(&world, field, value);
        let outcome = world
            .send(&campaign)
            .exits(3)
            .says("differs from what was written");
        assert!(outcome.stderr.contains(told), "{told}: {}", outcome.stderr);
        assert!(world.sends().is_empty(), "{field}");
        let document = world
            .wx(["send", argument(&campaign), "--yes", "--json"])
            .exits(3);
        assert_eq!(document.json()["error"]["kind"], "refused");
        // As it is there, where the operator says so.
        world
            .wx(["send", argument(&campaign), "--yes", "--as-stored"])
            .exits(0);
        world.assert_sent_once();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_edit_during_a_long_question_stops_the_run() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let send = format!("send '{}'", campaign.display());
    let meanwhile = || {
        edit(&world, "content", "<p>Edited while somebody thought.</p>");
        std::thread::sleep(Duration::from_millis(1_200));
    };
    let outcome = world
        .on_a_terminal(&send, "send now?", meanwhile, b"yes\n")
        .exits(3);
    assert!(outcome.stdout.contains("after its preview"), "{outcome:?}");
    assert!(outcome.stdout.contains("somebody"), "{outcome:?}");
    assert!(world.sends().is_empty());
}

#[test]
fn a_draft_saved_by_itself_is_shown_with_its_difference() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let answer = r#"{"errcode":48021,"errmsg":"not allowed"}"#;
    world.plant(fault(TO_TAG, Harm::Answer(answer.into())).always());
    world.send(&campaign).exits(3).says("48021").says("draft");
    assert!(world.calls_of(READ).len() >= 2, "{:?}", world.paths());
}
