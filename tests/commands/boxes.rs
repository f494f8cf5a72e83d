//! The draft box and the library: listed and cleaned, and never what an unfinished run needs. Articles by their address, and
//! articles that are campaigns.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::world::campaign::openids;
use crate::world::wire::{Harm, fault, refusal};
use crate::world::{DRAFT, MATERIAL, TO_OPENIDS, TO_TAG, World, argument, finish, signal};

fn made(world: &World) -> String {
    let calls = world.calls_of(DRAFT);
    let id = calls.last().expect("a draft").verdict()["media_id"].clone();
    id.as_str().expect("an id").to_owned()
}

/// The media_id of a new draft of one article.
fn added(world: &World, name: &str) -> String {
    let campaign = world.campaign(name).article(name, "Words.").write();
    let said = world.wx(["add-draft", argument(&campaign)]).exits(0);
    said.stdout.trim().to_owned()
}

#[test]
fn drafts_are_listed_and_old_ones_deleted() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let id = world
        .wx(["add-draft", argument(&campaign)])
        .exits(0)
        .stdout
        .trim()
        .to_owned();
    let list = world.wx(["drafts"]).exits(0).says("A first article");
    assert_eq!(list.lines(), [id.as_str()]);
    assert!(
        world
            .wx(["drafts", "--older-than", "30d"])
            .exits(0)
            .lines()
            .is_empty()
    );
    world
        .wx(["drafts", "--delete", "--yes"])
        .exits(2)
        .says("--older-than");
    world.wx(["drafts", "--delete", "nosuch", "--yes"]).exits(2);
    world.wx(["drafts", "--delete", &id]).exits(2).says("--yes");
    world.hours_later(24 * 40);
    world.wechats_clock_is_ahead(SignedDuration::from_hours(24 * 40));
    let gone = world
        .wx(["drafts", "--older-than", "30d", "--delete", "--yes"])
        .exits(0);
    assert_eq!(gone.lines(), [id.as_str()]);
    let document = world.wx(["drafts", "--json"]).exits(0).json();
    assert_eq!(document["in_all"], 0, "{document}");
    // The next run makes it again.
    world.send(&campaign).exits(0);
    world.assert_sent_once();
}

#[test]
fn what_an_unfinished_run_needs_stays() {
    let world = World::new();
    let campaign = world.campaign("guests").for_openids(20_000).write();
    let answer = r#"{"errcode":45028,"errmsg":"has no masssend quota"}"#.to_owned();
    world.plant(fault(TO_OPENIDS, Harm::Answer(answer)).from(2).always());
    world.send(&campaign).exits(8);
    let id = made(&world);
    world
        .wx(["drafts", "--delete", &id, "--yes"])
        .exits(2)
        .says("unfinished run");
    let cover = world.calls_of(MATERIAL)[0].verdict()["media_id"].clone();
    let cover = cover.as_str().expect("an id");
    let arguments = ["library", "--type", "image", "--delete", cover, "--yes"];
    world.wx(arguments).exits(2).says("in use");
    // A run that waits for its time needs its draft as well.
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let at = Timestamp::now() + SignedDuration::from_secs(3_600);
    let file = argument(&campaign);
    let mut child = world.start(["send", file, "--yes", "--at", &at.to_string()]);
    let begun = std::time::Instant::now();
    while world.wx(["runs", "--json"]).json()["runs"][0]["state"] != "scheduled" {
        assert!(begun.elapsed().as_secs() < 30);
    }
    let id = made(&world);
    world
        .wx(["drafts", "--delete", &id, "--yes"])
        .exits(2)
        .says("unfinished run");
    child.kill().expect("SIGKILL");
    finish(child);
}

#[test]
fn an_article_of_a_draft_is_replaced() {
    let world = World::new();
    let campaign = world
        .campaign("spring")
        .article("A second", "Words.")
        .write();
    let id = world
        .wx(["add-draft", argument(&campaign)])
        .exits(0)
        .stdout
        .trim()
        .to_owned();
    let folder = campaign.parent().expect("a folder");
    let article = folder.join("new.md");
    std::fs::write(
        &article,
        "---\ntitle: New\ncover: cover1.jpg\n---\nOther words.\n",
    )
    .expect("a file");
    let arguments = [
        "drafts",
        "update",
        &id,
        argument(&article),
        "--article",
        "2",
    ];
    world.wx(arguments).exits(0);
    let stored = world.stored_draft(&id);
    assert_eq!(stored["news_item"][0]["title"], "A first article");
    assert_eq!(stored["news_item"][1]["title"], "New");
    world
        .wx(["drafts", "update", &id, argument(&campaign)])
        .exits(2)
        .says("one article");
    let beyond = [
        "drafts",
        "update",
        &id,
        argument(&article),
        "--article",
        "3",
    ];
    world.wx(beyond).exits(3).says("40114");
}

#[test]
fn the_library_is_counted_listed_and_cleaned() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let counts = world.wx(["library"]).exits(0).stdout;
    assert!(
        counts.contains("image") && counts.contains("100000"),
        "{counts}"
    );
    world.send(&campaign).exits(0);
    let own = world.wx(["library", "--type", "image"]).exits(0);
    assert_eq!(own.lines().len(), 1, "{own:?}");
    assert!(
        world
            .wx(["library", "--type", "image", "--unused"])
            .exits(0)
            .lines()
            .is_empty()
    );
    // From another machine's ledger no one has uploaded it.
    let store = world.state_of("other");
    let elsewhere = |arguments: &[&str]| {
        world.wx_with(arguments.iter().copied(), |command| {
            command.env("WXMASS_STATE", &store);
        })
    };
    let unused = ["library", "--type", "image", "--unused"];
    assert_eq!(elsewhere(&unused).exits(0).stdout, own.stdout);
    elsewhere(&["library", "--type", "image", "--delete", "--yes"]).exits(2);
    let gone = elsewhere(&[&unused[..], &["--delete", "--yes"]].concat()).exits(0);
    assert_eq!(gone.stdout, own.stdout);
    assert!(
        world
            .wx(["library", "--type", "image"])
            .exits(0)
            .lines()
            .is_empty()
    );
}

/// A deletion that fails midway: what is gone already is on stdout and in the document, beside the error.
#[test]
fn drafts_that_are_deleted_before_one_fails_are_told() {
    let world = World::new();
    let mut left = ["spring", "summer", "autumn"]
        .map(|name| added(&world, name))
        .to_vec();
    let delete = |ids: &[String], flag: &str| {
        let arguments = ["drafts", "--delete", "--yes", flag].map(str::to_owned);
        world.wx([&arguments[..], ids].concat())
    };
    world.plant(refusal("draft/delete", 48001).from(2));
    let said = delete(&left, "-vv").exits(4).says("48001");
    let gone = said.lines();
    assert_eq!(gone.len(), 1, "{said:?}");
    left.retain(|id| !gone.contains(&id.as_str()));
    assert_eq!(left.len(), 2, "{said:?}");
    assert_eq!(world.calls_of("draft/delete").len(), 2);
    world.repair();
    world.plant(refusal("draft/delete", 48001).from(2));
    let document = delete(&left, "--json").exits(4).json();
    let gone = document["deleted"].as_array().expect("a list").clone();
    assert_eq!(gone.len(), 1, "{document}");
    assert_eq!(document["error"]["errcode"], 48001, "{document}");
    assert_eq!(document["drafts"].as_array().map(Vec::len), Some(2));
    world.repair();
    left.retain(|id| gone[0] != *id);
    let said = delete(&left, "-vv").exits(0);
    assert_eq!(said.lines(), left);
}

/// Ctrl-C while the first is under way: that one is told, and the others stay.
#[test]
fn a_deletion_that_is_interrupted_ends_with_130() {
    let world = World::new();
    let ids = ["spring", "summer"].map(|name| added(&world, name));
    let delete = ["drafts", "--delete", "--yes", &ids[0], &ids[1]];
    world.plant(fault(
        "draft/delete",
        Harm::Late(Duration::from_millis(1500)),
    ));
    let child = world.start(delete);
    world.wait_for("draft/delete", 1);
    signal(&child, "-INT");
    let said = finish(child).exits(130);
    assert_eq!(said.lines().len(), 1, "{said:?}");
    assert_eq!(world.calls_of("draft/delete").len(), 1);
    assert_eq!(world.wx(["drafts"]).exits(0).lines().len(), 1);
}

#[test]
fn material_that_is_deleted_before_one_fails_is_told() {
    let world = World::new();
    let campaign = world.campaign("spring").article("More", "Words.").write();
    world.send(&campaign).exits(0);
    let store = world.state_of("other");
    let delete = |more: &[&'static str]| {
        let flags = [
            "library", "--type", "image", "--unused", "--delete", "--yes",
        ];
        world.wx_with([&flags[..], more].concat(), |command| {
            command.env("WXMASS_STATE", &store);
        })
    };
    let own = world.wx(["library", "--type", "image"]).exits(0);
    let ids = own.lines();
    assert_eq!(ids.len(), 2, "{own:?}");
    world.plant(refusal("material/del_material", 45060).from(2));
    let document = delete(&["--json"]).exits(3).json();
    assert_eq!(document["deleted"], json!([ids[0]]), "{document}");
    assert_eq!(document["error"]["errcode"], 45060, "{document}");
    world.repair();
    let said = delete(&[]).exits(0);
    assert_eq!(said.lines(), [ids[1]]);
}

#[test]
fn an_article_is_deleted_by_its_address() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.send(&campaign).exits(0);
    let url = "https://mp.weixin.qq.com/s?__biz=AbC&mid=1&idx=1&sn=0f";
    for wrong in ["https://example.com/s/x", "mp.weixin.qq.com", "3147480001"] {
        world.wx(["delete", "--url", wrong, "--yes"]).exits(2);
    }
    world.wx(["delete", "--yes"]).exits(2);
    world.plant(fault(
        "message/mass/delete",
        Harm::Answer(r#"{"errcode":0,"errmsg":"ok"}"#.into()),
    ));
    world
        .wx(["delete", "--url", url, "--yes"])
        .exits(0)
        .says(url);
    let call = world.calls_of("message/mass/delete")[0].json();
    assert_eq!(call, json!({ "url": url }));
}

#[test]
fn a_markdown_file_is_a_campaign() {
    let world = World::new();
    let folder = world.campaign("x").write();
    let folder = folder.parent().expect("a folder");
    let article = folder.join("spring.md");
    std::fs::write(
        &article,
        "---\ntitle: Spring\ncover: cover1.jpg\n---\nWords.\n",
    )
    .expect("a file");
    let file = argument(&article);
    world.wx(["send", file, "--yes"]).exits(2).says("--tag");
    world
        .wx(["send", file, "--all", "--tag", "VIP", "--yes"])
        .exits(2);
    world
        .wx(["send", file, "--tag", "VIP"])
        .exits(2)
        .says("--yes");
    assert!(world.calls().is_empty(), "{:?}", world.paths());
    world.wx(["send", file, "--tag", "VIP", "--yes"]).exits(0);
    world.assert_sent_once();
    assert_eq!(
        world.calls_of(TO_TAG)[0].json()["filter"]["is_to_all"],
        false
    );
    world
        .wx(["send", file, "--tag", "VIP", "--yes"])
        .exits(0)
        .says("sent already");
    // Others get it under the same name with `--again` only.
    let list = world.path("list.txt");
    std::fs::write(&list, openids(1..=3).join("\n")).expect("a list");
    let to_list = ["send", file, "--openids", argument(&list), "--yes"];
    world.wx(to_list).exits(2).says("another version");
    assert_eq!(
        world.wx(["runs", "spring", "--json"]).exits(0).json()["runs"][0]["name"],
        "spring"
    );
    // A campaign file says it itself.
    let campaign = world.campaign("summer").write();
    let arguments = ["send", argument(&campaign), "--all", "--yes"];
    world.wx(arguments).exits(2).says("[audience]");
}
