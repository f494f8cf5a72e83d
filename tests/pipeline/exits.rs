//! Answers for scripts: one document, the exit code for each kind of failure, and never a secret.

use crate::world::wire::refusal;
use crate::world::{BODY_PICTURE, DRAFT, TO_OPENIDS, TOKEN, World, argument};

#[test]
fn json_is_one_document_with_a_receipt_or_an_error() {
    let world = World::new();
    let path = world.campaign("spring").write();
    let file = argument(&path);
    let receipt = world.wx(["send", file, "--yes", "--json"]).exits(0).json();
    let msg_id = world.sends()[0].verdict()["msg_id"].clone();
    assert_eq!(receipt["batches"][0]["msg_id"], msg_id, "{receipt}");
    assert_eq!(receipt["already_sent"], false);
    let again = world.wx(["send", file, "--yes", "--json"]).exits(0).json();
    assert_eq!(again["already_sent"], true);

    world.plant(refusal(DRAFT, 45003));
    let path = world.campaign("summer").write();
    let error = world
        .wx(["send", argument(&path), "--yes", "--json"])
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
    let file = argument(&campaign);
    let wrong = world.wx_with(["send", file, "--yes"], |command| {
        command.env("WXMASS_SECRET", "00000000000000000000000000000000");
    });
    wrong.exits(4).says("40125");
    let without = world.wx_with(["send", file, "--yes"], |command| {
        command
            .env_remove("WXMASS_APPID")
            .env_remove("WXMASS_SECRET");
    });
    without.exits(4);
    world.plant(refusal(TOKEN, 40164));
    world.send(&campaign).exits(4).says("203.0.113.9");
    assert!(world.sends().is_empty());
}

#[test]
fn exit_6_where_nobody_answers() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let outcome = world.wx_with(["send", argument(&campaign), "--yes"], |command| {
        command.env("WXMASS_API_BASE", "http://127.0.0.1:1");
    });
    outcome.exits(6).says("could not reach WeChat");
}

/// `wxmass send … | head -1`: no one reads the rest, and the rest may not have been sent.
#[test]
fn a_closed_stdout_hides_no_exit_code() {
    for (harm, code) in [(Some(45_009), 8), (None, 0)] {
        let world = World::new();
        let campaign = world.campaign("guests").for_openids(10_001).write();
        if let Some(errcode) = harm {
            world.plant(refusal(TO_OPENIDS, errcode).from(2).always());
        }
        for more in ["-vv", "--json"] {
            let mut child = world.start(["send", argument(&campaign), "--yes", more]);
            drop(child.stdout.take());
            let ended = child.wait_with_output().expect("it ends");
            let words = String::from_utf8_lossy(&ended.stderr);
            assert_eq!(ended.status.code(), Some(code), "{more}: {words}");
        }
    }
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
        world.repair();
    }
    for base in ["http://127.0.0.1:1", "http://127.0.0.1:1/?access_token=x"] {
        let file = argument(&file);
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
