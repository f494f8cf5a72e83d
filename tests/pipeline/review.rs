//! Before anything is sent: the plan that is shown binds, a preview sends nothing, and a question is asked or refused.

use crate::world::{DRAFT, PREVIEW, World, argument};

/// A changed value would make every campaign that was sent look like one that was not.
#[test]
fn fingerprints_are_what_they_were() {
    let world = World::new();
    let fingerprint = |file: &str| {
        let plan = world.wx(["send", file, "--dry-run", "--json"]).exits(0);
        plan.json()["fingerprint"].clone()
    };
    let root = env!("CARGO_MANIFEST_DIR");
    for (example, known) in [
        (
            "first",
            "b5db53bd6a7ed717c854e364d02485b981d7bb692594d7c64b463f61a4cc7228",
        ),
        (
            "newsletter",
            "7dcbb67f5dd01f0406d9a1fb98d5fcd187bd7a0abb081d593a482a0d8eb5de9d",
        ),
        (
            "openids",
            "d631e744cd7158b9914bca7df295e0aa224acc61d9f833908215bd907e428f97",
        ),
    ] {
        let file = format!("{root}/examples/{example}/campaign.toml");
        assert_eq!(fingerprint(&file), known, "{example}");
    }
    let text = world.path("text.toml");
    let written =
        "name = \"fixed\"\n[message]\ntext = \"开会通知：周五三点\"\n[audience]\ntag = \"VIP\"\n";
    std::fs::write(&text, written).expect("the world's folder can be written");
    let known = "3835f3a9b027095c44c086a83c98ffdd18f122431db82f3113159fd4d259ebbc";
    assert_eq!(fingerprint(argument(&text)), known, "a text");
}

#[test]
fn a_dry_run_calls_nothing_and_its_fingerprint_binds() {
    let world = World::new();
    let campaign = world.campaign("spring");
    let path = campaign.write();
    let file = argument(&path);
    let plan = world
        .wx(["send", file, "--dry-run", "--json"])
        .exits(0)
        .json();
    assert!(world.calls().is_empty(), "{:?}", world.paths());
    let fingerprint = plan["fingerprint"]
        .as_str()
        .expect("a fingerprint")
        .to_owned();

    let text = world.wx(["send", file, "--dry-run"]).exits(0);
    assert!(text.stdout.contains(&fingerprint[..12]), "{}", text.stdout);
    assert!(text.stdout.contains("draft/add"), "{}", text.stdout);

    campaign
        .clone()
        .article("Changed", "After the review.")
        .write();
    world
        .wx(["send", file, "--yes", "--expect", &fingerprint])
        .exits(2);
    assert!(world.calls().is_empty(), "{:?}", world.paths());

    campaign.write();
    world
        .wx(["send", file, "--yes", "--expect", &fingerprint])
        .exits(0);
    assert_eq!(world.sends().len(), 1);
}

#[test]
fn what_cannot_be_asked_is_refused_before_the_first_call() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world
        .wx(["send", argument(&campaign)])
        .exits(2)
        .says("--yes");
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

#[test]
fn a_preview_alone_sends_nothing_and_prints_the_media_id() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let outcome = world.wx(["preview", argument(&campaign)]).exits(0);
    let media_id = world.calls_of(DRAFT)[0].verdict()["media_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    assert_eq!(outcome.stdout.trim(), media_id);
    assert_eq!(world.calls_of(PREVIEW).len(), 1);
    assert!(world.sends().is_empty());
}
