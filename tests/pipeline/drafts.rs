//! Drafts that are more or fewer than they should be: the stray one is deleted and no other, the used one is made again.

use crate::world::campaign::openids;
use crate::world::pictures::plain;
use crate::world::wire::{Call, Harm, fault};
use crate::world::{DRAFT, TO_OPENIDS, World, argument};

#[test]
fn a_second_draft_that_a_lost_answer_left_behind_is_found_and_deleted() {
    for (harm, strays) in [
        (Harm::ResetAfter, 1),
        (Harm::Html(502), 1),
        (Harm::ResetBefore, 0),
    ] {
        let world = World::new();
        let other = world
            .campaign("other")
            .article("Another", "Another text.")
            .write();
        world.wx(["add-draft", argument(&other)]).exits(0);
        world.plant(fault(DRAFT, harm));
        let campaign = world.campaign("spring").write();
        let kept = world.wx(["add-draft", argument(&campaign)]).exits(0);
        let deleted: Vec<_> = world
            .calls_of("draft/delete")
            .iter()
            .map(Call::json)
            .collect();
        assert_eq!(deleted.len(), strays, "{:?}", world.paths());
        assert!(
            deleted
                .iter()
                .all(|it| it["media_id"] != kept.stdout.trim())
        );
        // What no one made twice is still there.
        let again = world.send(&other).exits(0);
        assert!(!again.stdout.is_empty());
        world.send(&campaign).exits(0);
        assert_eq!(world.calls_of(DRAFT).len(), 3, "{:?}", world.paths());
    }
}

/// Posts of pictures with one title are not the same post; a colleague's must not be deleted for one of ours.
#[test]
fn a_post_of_other_pictures_with_the_same_title_is_not_deleted() {
    let world = World::new();
    let post = |name: &str, colour: u32| {
        let folder = world.path("campaigns").join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        let picture = plain("one.png", colour);
        std::fs::write(folder.join("one.png"), picture).expect("a picture");
        std::fs::write(folder.join("text.md"), "Good morning.").expect("a text");
        let campaign = format!(
            "name = \"{name}\"\n[[articles]]\ntype = \"newspic\"\ntitle = \"Today\"\ncontent = \"text.md\"\nimages = [\"one.png\"]\n"
        );
        let file = folder.join("campaign.toml");
        std::fs::write(&file, campaign).expect("a campaign");
        file
    };
    world
        .wx(["add-draft", argument(&post("theirs", 1))])
        .exits(0);
    world.plant(fault(DRAFT, Harm::ResetBefore));
    let ours = post("ours", 2);
    world
        .wx_with(["add-draft", argument(&ours)], |command| {
            command.env("WXMASS_STATE", world.state_of("laptop"));
        })
        .exits(0);
    assert_eq!(
        world.calls_of("draft/batchget").len(),
        1,
        "{:?}",
        world.paths()
    );
    assert!(
        world.calls_of("draft/delete").is_empty(),
        "{:?}",
        world.paths()
    );
}

/// In an account whose sends use drafts up, each try with a used one would cost one of the day's hundred mass calls.
#[test]
fn a_draft_that_is_used_up_is_tried_again_once_in_a_run() {
    let world = World::new();
    world.control("settings", &serde_json::json!({ "send_uses_drafts": true }));
    let campaign = world.campaign("guests").for_openids(30_000).write();
    world.send(&campaign).exits(0);
    assert_eq!(world.receivers(), openids(1..=30_000));
    assert_eq!(world.calls_of(DRAFT).len(), 3);
    assert_eq!(world.calls_of(TO_OPENIDS).len(), 4, "{:?}", world.paths());
}
