//! WeChat's own answers of odd form: optional fields do not matter, required ones are not kept when they are empty.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::world::wire::{Harm, fault, refusal};
use crate::world::{BODY_PICTURE, DRAFT, MATERIAL, PREVIEW, STATUS, TO_TAG, TOKEN, World};

fn answer(text: &str) -> Harm {
    Harm::Answer(text.to_owned())
}

#[test]
fn a_preview_counts_whatever_its_msg_id_is() {
    for odd in [
        "\"\"", "null", "0", "-1", "1.5", "true", "{}", "[]", "\"abc\"", "1e300",
    ] {
        let world = World::new();
        let text = format!(r#"{{"errcode":0,"errmsg":"preview success","msg_id":{odd}}}"#);
        world.plant(fault(PREVIEW, Harm::Answer(text)).always());
        world.send(&world.campaign("spring").write()).exits(0);
        assert_eq!(world.calls_of(PREVIEW).len(), 1, "{odd}");
        world.assert_sent_once();
    }
}

#[test]
fn an_empty_token_is_asked_for_again_and_never_kept() {
    for odd in [r#""""#, r#"" ""#, "null", "7", r#""a b""#] {
        let world = World::new();
        let text = format!(r#"{{"access_token":{odd},"expires_in":7200}}"#);
        world.plant(fault(TOKEN, Harm::Answer(text)).always());
        let outcome = world.wx(["token"]).exits(6);
        assert_eq!(outcome.stdout, "", "{odd}");
        assert_eq!(world.calls_of(TOKEN).len(), 5, "{odd}");
        world.repair();
        let token = world.wx(["token"]).exits(0).stdout;
        assert!(token.trim().len() > 20, "{token}");
    }
}

#[test]
fn a_life_that_makes_no_sense_costs_one_token_call_a_run() {
    for odd in [
        "0",
        "-5",
        "1000000000000",
        "\"two hours\"",
        "null",
        "true",
        "3",
    ] {
        let world = World::new();
        let token = world.wx(["token", "--refresh"]).exits(0).stdout;
        world.change_the_ledger("delete from tokens");
        world.forget_calls();
        let text = json!({ "access_token": token.trim() }).to_string();
        let text = text.replace('}', &format!(",\"expires_in\":{odd}}}"));
        world.plant(fault(TOKEN, Harm::Answer(text)).always());
        world.send(&world.campaign("spring").write()).exits(0);
        assert_eq!(world.calls_of(TOKEN).len(), 1, "{odd}: {:?}", world.paths());
    }
}

#[test]
fn required_ids_and_addresses_are_not_kept_when_they_are_empty() {
    for (call, text, tries) in [
        (BODY_PICTURE, r#"{"url":""}"#, 5),
        (BODY_PICTURE, r#"{"errcode":0,"errmsg":"ok"}"#, 5),
        (DRAFT, r#"{"media_id":""}"#, 5),
        // Each repeat would be one more permanent copy.
        (
            MATERIAL,
            r#"{"media_id":"","url":"http://mmbiz.qpic.cn/nowhere"}"#,
            1,
        ),
        (MATERIAL, r#"{"url":null,"media_id":null}"#, 1),
    ] {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        world.plant(fault(call, answer(text)).always());
        world
            .send(&campaign)
            .exits(6)
            .says("lacks what was asked for");
        assert_eq!(world.calls_of(call).len(), tries, "{call} {text}");
        world.repair();
        world.send(&campaign).exits(0);
        world.assert_sent_once();
    }
}

#[test]
fn a_send_needs_its_errcode_only() {
    for odd in ["\"\"", "null", "0", "-7", "1.5", "{}"] {
        let world = World::new();
        let text = format!(r#"{{"errcode":0,"errmsg":"ok","msg_id":{odd},"msg_data_id":{odd}}}"#);
        let campaign = world.campaign("spring").send("wait = false").write();
        // The first answer has no id; the key tells it.
        world.plant(fault(TO_TAG, Harm::Answer(text)));
        world.send(&campaign).exits(0);
        let [first, second] = &world.calls_of(TO_TAG)[..] else {
            panic!("{odd}: {:?}", world.paths());
        };
        assert_eq!(first.key(), second.key(), "{odd}");
    }
}

#[test]
fn the_words_of_a_state_are_read_as_they_are_meant() {
    for (word, code) in [
        ("send success", 0),
        ("Success", 0),
        ("SEND_SUCCESS ", 0),
        ("send_success", 0),
        ("SEND_FAIL", 3),
        ("send fail", 3),
        ("err(30003)", 3),
        ("Err (30003)", 3),
    ] {
        let world = World::new();
        let text = json!({ "msg_id": "", "msg_status": word }).to_string();
        world.plant(fault(STATUS, Harm::Answer(text)).always());
        let outcome = world.send(&world.campaign("spring").write());
        assert_eq!(outcome.code, code, "{word}: {}", outcome.stderr);
        assert_eq!(world.calls_of(STATUS).len(), 1, "{word}");
    }
}

#[test]
fn tags_may_be_odd() {
    let world = World::new();
    let tags = |text: &str| {
        world.repair();
        world.plant(fault("tags/get", answer(text)).always());
        world.wx(["tags"])
    };
    for none in [r#"{"tags":null}"#, r#"{"tags":[]}"#, r#"{"tags":{}}"#] {
        tags(none).exits(0);
    }
    let odd = r#"{"tags":[{"id":"100","name":"VIP "},{"id":101,"name":null,"count":"x"},{"name":"no id"}]}"#;
    let outcome = tags(odd).exits(0);
    assert!(
        outcome.stdout.contains("100") && outcome.stdout.contains('-'),
        "{outcome:?}"
    );
    assert!(
        !outcome.stdout.contains('0') || !outcome.stdout.contains("\t0"),
        "{outcome:?}"
    );
    tags(r#"{"data":{"tags":[]}}"#)
        .exits(6)
        .says("this response does not come from WeChat");
}

#[test]
fn a_byte_order_mark_and_packing_that_was_not_asked_for_are_undone() {
    let text = r#"{"tags":[{"id":100,"name":"VIP","count":3}]}"#;
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text.as_bytes()).expect("memory");
    let packed = packed.finish().expect("memory");
    for (head, body) in [
        ("content-encoding: gzip\r\n", packed.clone()),
        ("", packed.clone()),
        ("content-encoding: identity\r\n", text.as_bytes().to_vec()),
        ("", format!("\u{feff}{text}").into_bytes()),
    ] {
        let world = World::new();
        world.plant(fault("tags/get", Harm::Reply(200, head.to_owned(), body)));
        let outcome = world.wx(["tags"]).exits(0);
        assert!(outcome.stdout.contains("VIP"), "{head}: {outcome:?}");
    }
    let world = World::new();
    let brotli = Harm::Reply(
        200,
        "content-encoding: br\r\n".to_owned(),
        vec![0x1b, 0x5b, 0x32, 0x4a],
    );
    world.plant(fault("tags/get", brotli).always());
    world.wx(["tags"]).exits(6).says("packed as `br`");
}

/// Only a code that is known as a refusal proves that nothing was sent.
#[test]
fn a_code_that_proves_nothing_is_doubt_until_the_key_settles_it() {
    for code in [
        -1,
        42_010,
        89_501,
        89_504,
        89_505,
        9_500_002,
        268_488_001,
        45_061,
        99_999,
        1,
        40_999,
    ] {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        world.plant(refusal(TO_TAG, code).always());
        world.send(&campaign).exits(7);
        assert_eq!(world.batch_states(), ["unknown"], "{code}");
        world.repair();
        world.send(&campaign).exits(0);
        world.assert_sent_once();
    }
}

#[test]
fn an_unlisted_code_is_a_plain_failure_elsewhere_and_says_where_to_look() {
    let world = World::new();
    world.plant(refusal("tags/get", 99_999).always());
    let outcome = world.wx(["tags"]).exits(3);
    assert_eq!(world.calls_of("tags/get").len(), 1);
    outcome
        .says("99999")
        .says("no advice is known for this errcode")
        .says("Global_Return_Code");
}
