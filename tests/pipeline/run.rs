//! The main job through the real binary: what is called, in which order, with what, and what a script is told.

use std::time::Duration;

use crate::world::wire::{Harm, fault};

use crate::world::campaign::{TESTER, openid};
use crate::world::wire::{Call, refusal};
use crate::world::{
    BODY_PICTURE, DRAFT, MATERIAL, PREVIEW, STATUS, TEMPORARY, TO_OPENIDS, TO_TAG, TOKEN, World,
};
use serde_json::Value;

/// Where the first and the last call of a path stand in the log.
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

// ---- one run -------------------------------------------------------------------------------------------------------

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

// ---- again ---------------------------------------------------------------------------------------------------------

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
fn another_machine_with_an_empty_store_comes_to_the_first_msg_id() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let first = world.send(&campaign).exits(0);
    let elsewhere = world.send_from("laptop", &campaign).exits(0);
    assert_eq!(world.sends().len(), 1);
    assert_eq!(elsewhere.stdout, first.stdout);
    let keys: Vec<String> = world.calls_of(TO_TAG).iter().map(Call::key).collect();
    assert!(keys.iter().all(|other| *other == keys[0]), "{keys:?}");
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
    let file = changed.to_str().expect("a plain path");
    world.wx(["send", file, "--yes", "--again"]).exits(0);
    assert_eq!(world.sends().len(), 1);
}

// ---- routes --------------------------------------------------------------------------------------------------------

#[test]
fn the_upload_route_takes_temporary_thumbs() {
    let world = World::new();
    let cover = crate::world::pictures::noise("cover1.jpg", 600, 300);
    let campaign = world
        .campaign("spring")
        .route("upload")
        .file("cover1.jpg", cover);
    world.send(&campaign.write()).exits(0);
    let thumb = &world.calls_of(TEMPORARY)[0];
    assert!(
        thumb.query.contains("type=thumb"),
        "the kind of cover that the route takes"
    );
    assert!(
        thumb.body.len() < 65 * 1024,
        "a thumb is under 64 KB: {}",
        thumb.body.len()
    );
    assert_eq!(world.calls_of("media/uploadnews").len(), 1);
    assert!(world.calls_of(MATERIAL).is_empty() && world.calls_of(DRAFT).is_empty());
    let article = world.calls_of("media/uploadnews")[0].json()["articles"][0].clone();
    assert_eq!(article["thumb_media_id"], thumb.verdict()["thumb_media_id"]);
    assert_eq!(world.sends().len(), 1);
}

#[test]
fn the_withdrawn_route_is_named_with_the_one_to_use() {
    let world = World::new();
    let campaign = world.campaign("spring").route("material");
    let outcome = world.send(&campaign.write()).exits(3).says("45103");
    assert!(outcome.stderr.contains("draft"), "{}", outcome.stderr);
    assert!(world.sends().is_empty());
    assert!(world.calls_of(PREVIEW).is_empty());
}

// ---- audiences -----------------------------------------------------------------------------------------------------

#[test]
fn a_tag_goes_by_name_or_by_number() {
    let world = World::new();
    world.send(&world.campaign("by-name").write()).exits(0);
    let by_number = world.campaign("by-number").audience("tag = 100");
    world.send(&by_number.write()).exits(0);
    let quoted = world.campaign("quoted").audience("tag = \"2\"");
    world.send(&quoted.write()).exits(0);
    let filters: Vec<Value> = world
        .calls_of(TO_TAG)
        .iter()
        .map(|call| call.json()["filter"].clone())
        .collect();
    assert!(
        filters.iter().all(|filter| filter["is_to_all"] == false),
        "{filters:?}"
    );
    let tags: Vec<i64> = filters
        .iter()
        .filter_map(|filter| filter["tag_id"].as_i64())
        .collect();
    assert_eq!(tags, [100, 100, 2], "\"2\" is tag 2 and never everybody");
}

#[test]
fn a_tag_that_does_not_exist_stops_before_anything_is_sent() {
    let world = World::new();
    let campaign = world.campaign("spring").audience("tag = \"VIIP\"");
    let outcome = world.send(&campaign.write());
    assert!([2, 3].contains(&outcome.code), "{outcome:?}");
    assert!(
        outcome.stderr.contains("VIP"),
        "the nearest tag is named: {}",
        outcome.stderr
    );
    assert!(world.sends().is_empty() && world.calls_of(PREVIEW).is_empty());
}

#[test]
fn everybody_has_to_be_asked_for() {
    let world = World::new();
    let all = world.campaign("all").audience("all = true").write();
    world.send(&all).exits(0);
    assert_eq!(
        world.calls_of(TO_TAG)[0].json()["filter"]["is_to_all"],
        true
    );

    world.forget_calls();
    for lines in [
        "",
        "all = false",
        "tag = \"\"",
        "openids = []",
        "all = true\ntag = \"VIP\"",
    ] {
        let campaign = world.campaign("nobody").audience(lines).write();
        world.send(&campaign).exits(2);
    }
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

#[test]
fn a_list_goes_out_in_batches_that_are_each_big_enough() {
    let world = World::new();
    let campaign = world.campaign("guests").for_openids(10_001);
    let outcome = world.send(&campaign.write()).exits(0);
    let sends = world.sends();
    let sizes: Vec<usize> = sends.iter().map(|call| call.receivers().len()).collect();
    assert_eq!(sizes.iter().sum::<usize>(), 10_001);
    assert!(
        sizes.iter().all(|size| (2..=10_000).contains(size)),
        "{sizes:?}"
    );
    assert_eq!(outcome.lines().len(), sizes.len(), "one msg_id a batch");
    let keys: Vec<String> = sends.iter().map(Call::key).collect();
    assert_ne!(keys[0], keys[1], "each batch has a key of its own");
    let everybody: Vec<String> = sends.iter().flat_map(Call::receivers).collect();
    assert_eq!(everybody, (1..=10_001).map(openid).collect::<Vec<_>>());
    // The draft is used up by its first send; the second batch goes out with another one.
    assert_eq!(world.calls_of(DRAFT).len(), 2);
}

#[test]
fn repeats_are_removed_and_malformed_ids_named_with_their_lines() {
    let world = World::new();
    let list = format!(
        "{}\n{}\n\n# a remark\n{}\n",
        openid(1),
        openid(2),
        openid(1)
    );
    let campaign = world
        .campaign("guests")
        .file("list.txt", list)
        .audience("openids = \"list.txt\"");
    world.send(&campaign.write()).exits(0);
    assert_eq!(world.sends()[0].receivers(), [openid(1), openid(2)]);

    world.forget_calls();
    let broken = format!("{}\nnot an openid\n{}\n", openid(1), openid(2));
    let campaign = world
        .campaign("broken")
        .file("list.txt", broken)
        .audience("openids = \"list.txt\"");
    world.send(&campaign.write()).exits(2).says("list.txt:2");
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

#[test]
fn a_list_of_one_is_refused_with_the_way_out() {
    let world = World::new();
    world
        .send(&world.campaign("one").for_openids(1).write())
        .exits(2)
        .says("preview");
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

// ---- quickness --------------------

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

// ---- messages ------------------------------------------------------------------------------------------------------

#[test]
fn a_text_is_sent_without_uploads_or_news() {
    let world = World::new();
    let campaign = world
        .campaign("text")
        .message("text = \"你好\"")
        .for_openids(30);
    world.send(&campaign.write()).exits(0);
    let send = world.calls_of(TO_OPENIDS)[0].json();
    assert_eq!(send["msgtype"], "text");
    assert_eq!(send["text"]["content"], "你好");
    assert_eq!(world.calls_of(PREVIEW)[0].json()["text"]["content"], "你好");
    assert!(world.calls_of(DRAFT).is_empty() && world.calls_of(MATERIAL).is_empty());
}

#[test]
fn pictures_are_sent_by_their_permanent_ids() {
    let world = World::new();
    let lines = "images = [\"a.png\", \"b.png\"]";
    let campaign = world
        .campaign("pictures")
        .picture("a.png")
        .picture("b.png")
        .message(lines)
        .without_preview();
    world.send(&campaign.write()).exits(0);
    let send = world.calls_of(TO_TAG)[0].json();
    assert_eq!(send["msgtype"], "image");
    let mut sent: Vec<String> = strings(&send["images"]["media_ids"]);
    let uploads = world.calls_of(MATERIAL);
    let mut uploaded: Vec<String> = uploads
        .iter()
        .filter_map(|call| Some(call.verdict()["media_id"].as_str()?.to_owned()))
        .collect();
    sent.sort();
    uploaded.sort();
    assert_eq!(sent, uploaded);
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(|text| Some(text.as_str()?.to_owned()))
        .collect()
}

// ---- review and consent --------------------------------------------------------------------------------------------

#[test]
fn a_dry_run_calls_nothing_and_its_fingerprint_binds() {
    let world = World::new();
    let campaign = world.campaign("spring");
    let path = campaign.write();
    let file = path.to_str().expect("a plain path");
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
        .wx(["send", campaign.to_str().expect("a plain path")])
        .exits(2)
        .says("--yes");
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

#[test]
fn a_preview_alone_sends_nothing_and_prints_the_media_id() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let outcome = world
        .wx(["preview", campaign.to_str().expect("a plain path")])
        .exits(0);
    let media_id = world.calls_of(DRAFT)[0].verdict()["media_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    assert_eq!(outcome.stdout.trim(), media_id);
    assert_eq!(world.calls_of(PREVIEW).len(), 1);
    assert!(world.sends().is_empty());
}

// ---- what a script is told -----------------------------------------------------------------------------------------

#[test]
fn json_is_one_document_with_a_receipt_or_an_error() {
    let world = World::new();
    let path = world.campaign("spring").write();
    let file = path.to_str().expect("a plain path");
    let receipt = world.wx(["send", file, "--yes", "--json"]).exits(0).json();
    let msg_id = world.sends()[0].verdict()["msg_id"].clone();
    assert_eq!(receipt["batches"][0]["msg_id"], msg_id, "{receipt}");
    assert_eq!(receipt["already_sent"], false);
    let again = world.wx(["send", file, "--yes", "--json"]).exits(0).json();
    assert_eq!(again["already_sent"], true);

    world.plant(refusal(DRAFT, 45003));
    let path = world.campaign("summer").write();
    let error = world
        .wx([
            "send",
            path.to_str().expect("a plain path"),
            "--yes",
            "--json",
        ])
        .exits(3)
        .json();
    let error = &error["error"];
    assert_eq!(error["exit_code"], 3);
    assert_eq!(error["errcode"], 45003);
    assert_eq!(error["rid"], "69a0b1c2-11223344-55667788");
    for name in ["kind", "errmsg", "message", "advice"] {
        assert!(
            error[name].as_str().is_some_and(|text| !text.is_empty()),
            "{name} in {error}"
        );
    }
}

#[test]
fn exit_2_for_a_campaign_that_is_wrong_and_nothing_is_called() {
    let world = World::new();
    let wrong = world
        .campaign("wrong")
        .file("cover1.jpg", "no picture")
        .send("ignor_reprint = true");
    let outcome = world
        .send(&wrong.write())
        .exits(2)
        .says("ignore_reprint")
        .says("cover1.jpg");
    assert!(outcome.stdout.is_empty());
    world
        .wx(["send", "no-such-file.toml", "--yes"])
        .exits(2)
        .says("no-such-file.toml");
    world.wx(["sned"]).exits(2);
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

#[test]
fn exit_4_for_credentials_and_the_allow_list() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let file = campaign.to_str().expect("a plain path");
    let wrong = world.wx_with(["send", file, "--yes"], |command| {
        command.env("WXMASS_SECRET", "00000000000000000000000000000000");
    });
    wrong.exits(4).says("40125");
    let without = world.wx_with(["send", file, "--yes"], |command| {
        command
            .env_remove("WXMASS_APPID")
            .env_remove("WXMASS_SECRET");
    });
    assert!([2, 4].contains(&without.code), "{without:?}");
    world.plant(refusal(TOKEN, 40164));
    world.send(&campaign).exits(4).says("203.0.113.9");
    assert!(world.sends().is_empty());
}

#[test]
fn exit_6_where_nobody_answers() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let outcome = world.wx_with(
        ["send", campaign.to_str().expect("a plain path"), "--yes"],
        |command| {
            command.env("WXMASS_API_BASE", "http://127.0.0.1:1");
        },
    );
    outcome.exits(6).says("could not reach WeChat");
}

/// Every world searches all that was said and written in it when it ends (`world/secrets.rs`); here is what tempts most.
#[test]
fn neither_secret_nor_token_is_ever_said() {
    let world = World::new();
    let file = world.campaign("spring").write();
    world.plant(refusal(BODY_PICTURE, 40001));
    world.send(&file).exits(0).says("media/uploadimg");
    for errcode in [40001, 40013, 40125, 40164] {
        world.wx(["token", "--refresh"]);
        world.plant(refusal(TOKEN, errcode));
        world.wx(["token", "--refresh"]).exits(4);
        world.mend();
    }
    for base in ["http://127.0.0.1:1", "http://127.0.0.1:1/?access_token=x"] {
        let file = file.to_str().expect("a plain path");
        let offline = world.wx_with(["send", file, "--yes", "--again"], |command| {
            command.env("WXMASS_API_BASE", base);
        });
        assert_ne!(offline.code, 0, "{offline:?}");
    }
    let token = world.wx(["token"]).exits(0).stdout;
    assert!(
        world
            .calls_of(TOKEN)
            .iter()
            .any(|call| call.verdict()["access_token"] == token.trim()),
        "the search knows what to search for"
    );
}
