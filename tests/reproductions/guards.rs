//! 2.1: ambiguous and empty tags; guard rails for every way to send, at the moment of the call (D1).

use std::fmt::Write as _;

use serde_json::json;

use crate::world::campaign::{TESTER, openid};
use crate::world::{TO_TAG, World, argument};
use crate::{accepted, text};

/// `HH:MM` by Beijing's clock, so many minutes from now.
fn beijing(minutes: i64) -> String {
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs() / 60;
    let minute = (i64::try_from(now).unwrap() + 8 * 60 + minutes).rem_euclid(24 * 60);
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[test]
fn a_tag_that_is_one_tags_id_and_anothers_name_is_refused() {
    let world = World::new();
    let token = world.wx(["token"]).exits(0).stdout;
    let answer = world.api(
        &format!("/cgi-bin/tags/create?access_token={}", token.trim()),
        &json!({ "tag": { "name": "100" } }),
    );
    assert!(answer["tag"]["id"].is_number(), "{answer}");
    let campaign = world
        .campaign("spring")
        .without_preview()
        .message("text = \"hello\"")
        .audience("tag = \"100\"")
        .write();
    world.send(&campaign).exits(2).says("100");
    world
        .wx(["send-tag", "--tag", "100", "--text", "hi", "--yes"])
        .exits(2)
        .says("100");
    assert_eq!(accepted(&world), 0);
    assert!(world.calls_of(TO_TAG).is_empty());
}

#[test]
fn an_empty_tag_is_refused_before_the_call() {
    let world = World::new();
    for tag in ["空组", "102"] {
        world
            .wx(["send-tag", "--tag", tag, "--text", "hi", "--yes"])
            .exits(2)
            .says("no followers");
    }
    assert!(world.calls_of(TO_TAG).is_empty(), "{:?}", world.paths());
}

#[test]
fn single_commands_want_a_preview_where_the_account_does() {
    let world = World::new();
    let run = |arguments: &[&str]| world.with_profile("require_preview = true", arguments);
    let (one, two) = (openid(1), openid(2));
    let by_tag = ["send-tag", "--tag", "VIP", "--text", "hi", "--yes"];
    let by_list = ["send-openids", &one, &two, "--text", "hi", "--yes"];
    run(&by_tag).exits(2).says("preview");
    run(&by_list).exits(2).says("preview");
    assert_eq!(accepted(&world), 0);
    run(&["preview", "--openid", TESTER, "--text", "another"]).exits(0);
    run(&by_tag).exits(2).says("preview");
    run(&["preview", "--openid", TESTER, "--text", "hi"]).exits(0);
    run(&by_tag).exits(0);
    run(&by_list).exits(0);
    assert_eq!(accepted(&world), 2);
}

#[test]
fn news_that_were_previewed_by_their_id_may_be_sent_by_it() {
    let world = World::new();
    let campaign = world.campaign("spring").without_preview().write();
    let draft = world.wx(["add-draft", argument(&campaign)]).exits(0).stdout;
    let draft = draft.trim();
    let run = |arguments: &[&str]| world.with_profile("require_preview = true", arguments);
    let send = ["send-tag", "--tag", "VIP", "--mpnews", draft, "--yes"];
    run(&send).exits(2).says("preview");
    run(&["preview", "--openid", TESTER, "--mpnews", draft]).exits(0);
    run(&send).exits(0);
    assert_eq!(accepted(&world), 1);
}

/// Quiet hours begin by WeChat's clock while the operator thinks.
#[cfg(target_os = "linux")]
#[test]
fn quiet_hours_that_begin_while_the_question_is_open_hold() {
    let world = World::new();
    let campaign = text(&world, "hello");
    let file = world.path("accounts.toml");
    let mut profile = format!(
        "[main]\nappid = \"{}\"\nsecret = \"{}\"\n",
        wxmass::sandbox::APPID,
        wxmass::sandbox::SECRET
    );
    let _ = writeln!(
        profile,
        "quiet_hours = \"{}-{}\"",
        beijing(60),
        beijing(180)
    );
    std::fs::write(&file, profile).unwrap();
    let send = format!("send '{}'", campaign.display());
    // The service's clock is heard with the answers of the questions before; here it is two hours ahead of ours.
    world.wechats_clock_is_ahead(jiff::SignedDuration::from_hours(2));
    let by_profile = |command: &mut std::process::Command| {
        command
            .env_remove("WXMASS_APPID")
            .env_remove("WXMASS_SECRET")
            .env("WXMASS_ACCOUNTS", &file);
    };
    let outcome = world.on_a_terminal_with(&send, "to confirm", || (), b"main\n", by_profile);
    let outcome = outcome.exits(2);
    assert!(outcome.stdout.contains("sends nothing"), "{outcome:?}");
    assert_eq!(accepted(&world), 0);
}
