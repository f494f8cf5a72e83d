//! One run, call by call: what is called, in which order and with what; and the same command a second time.

use crate::world::campaign::TESTER;
use crate::world::wire::Call;
use crate::world::{
    BODY_PICTURE, DRAFT, MATERIAL, PREVIEW, STATUS, TO_TAG, TOKEN, World, argument,
};

/// The places of the first and the last call of a path in the log.
#[track_caller]
fn places(calls: &[Call], path: &str) -> (usize, usize) {
    let first = calls.iter().position(|call| call.path == path);
    let last = calls.iter().rposition(|call| call.path == path);
    first
        .zip(last)
        .unwrap_or_else(|| panic!("no call of {path}"))
}

/// Asserts that everything of one path is over before anything of another begins.
#[track_caller]
fn before(calls: &[Call], early: &str, late: &str) {
    assert!(
        places(calls, early).1 < places(calls, late).0,
        "{early} comes before {late}"
    );
}

#[test]
fn a_campaign_goes_from_token_to_final_status_in_order() {
    let world = World::new();
    let campaign = world.campaign("spring").article(
        "A second article",
        "Again.\n\n![two](two.png) ![one](one.png)\n",
    );
    let outcome = world.send(&campaign.write()).exits(0);

    let calls = world.calls();
    assert_eq!(calls[0].path, TOKEN, "a token comes first");
    before(&calls, TOKEN, BODY_PICTURE);
    before(&calls, BODY_PICTURE, DRAFT);
    before(&calls, MATERIAL, DRAFT);
    before(&calls, DRAFT, PREVIEW);
    before(&calls, PREVIEW, TO_TAG);
    before(&calls, TO_TAG, STATUS);
    for (path, times) in [
        (TOKEN, 1),
        (BODY_PICTURE, 2),
        (MATERIAL, 2),
        (DRAFT, 1),
        (PREVIEW, 1),
        (TO_TAG, 1),
    ] {
        assert_eq!(world.calls_of(path).len(), times, "{path}");
    }

    let accepted = world.sends()[0].verdict()["msg_id"]
        .as_i64()
        .expect("a msg_id");
    assert_eq!(
        outcome.stdout,
        format!("{accepted}\n"),
        "stdout is the msg_id alone"
    );
}

#[test]
fn the_calls_carry_what_the_campaign_says() {
    let world = World::new();
    let campaign = world.campaign("spring").send("ignore_reprint = true");
    world.send(&campaign.write()).exits(0);

    let draft = &world.calls_of(DRAFT)[0];
    let article = &draft.json()["articles"][0];
    assert_eq!(article["title"], "A first article");
    let cover = world.calls_of(MATERIAL)[0].verdict();
    assert_eq!(article["thumb_media_id"], cover["media_id"]);
    assert!(
        article.get("show_cover_pic").is_none(),
        "drafts do not know it: {article}"
    );
    let address = world.calls_of(BODY_PICTURE)[0].verdict()["url"].clone();
    let path = address
        .as_str()
        .and_then(|url| url.split_once("://"))
        .expect("a URL")
        .1;
    let content = article["content"].as_str().expect("content");
    assert!(content.contains(path), "{content}");
    assert!(!content.contains("one.png"), "{content}");

    let media = serde_json::json!({ "media_id": draft.verdict()["media_id"] });
    let preview = world.calls_of(PREVIEW)[0].json();
    assert_eq!(preview["touser"], TESTER);
    assert_eq!(preview["mpnews"], media);
    let send = world.calls_of(TO_TAG)[0].json();
    assert_eq!(send["filter"]["is_to_all"], false);
    assert!(send["filter"]["tag_id"].is_i64(), "{send}");
    assert_eq!(send["msgtype"], "mpnews");
    assert_eq!(send["mpnews"], media);
    assert_eq!(send["send_ignore_reprint"], 1);
    let key = world.calls_of(TO_TAG)[0].key();
    assert!(
        !key.is_empty() && key.len() <= 32 && key.is_ascii(),
        "{key:?}"
    );
}

#[test]
fn text_travels_as_raw_utf8() {
    let world = World::new();
    let campaign = world
        .campaign("春天")
        .without_articles()
        .article("春季新品", "你好，世界。");
    world.send(&campaign.write()).exits(0);
    let body = String::from_utf8(world.calls_of(DRAFT)[0].body.clone()).expect("UTF-8");
    assert!(
        body.contains("春季新品") && body.contains("你好，世界"),
        "{body}"
    );
    assert!(!body.contains("\\u"), "{body}");
}

#[test]
fn a_second_run_sends_nothing_and_costs_no_quota() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let first = world.send(&campaign).exits(0);
    world.forget_calls();
    let second = world.send(&campaign).exits(0);
    let allowed = [TOKEN, STATUS];
    assert!(
        world
            .paths()
            .iter()
            .all(|path| allowed.contains(&path.as_str())),
        "{:?}",
        world.paths()
    );
    let msg_id = first.stdout.trim();
    assert!(
        second.stderr.contains(msg_id) || second.stdout.contains(msg_id),
        "{second:?}"
    );
}

#[test]
fn a_changed_campaign_under_a_sent_name_is_refused_until_again() {
    let world = World::new();
    let campaign = world.campaign("spring");
    world.send(&campaign.write()).exits(0);
    let changed = campaign
        .article("One more", "Forgotten the first time.")
        .write();
    world.forget_calls();
    world.send(&changed).exits(2).says("--again");
    assert!(world.sends().is_empty());
    assert!(
        world.calls_of(DRAFT).is_empty(),
        "refused before anything costs"
    );
    let file = argument(&changed);
    world.wx(["send", file, "--yes", "--again"]).exits(0);
    assert_eq!(world.sends().len(), 1);
}
