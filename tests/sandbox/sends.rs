//! Mass sends: who, how often, under which key, to whom, and what becomes of them.

use serde_json::{Value, json};

use crate::client::Served;
use crate::play::*;

fn to_tag(tag: i64, key: &str, media_id: &str) -> Value {
    json!({ "filter": { "is_to_all": false, "tag_id": tag }, "mpnews": { "media_id": media_id }, "msgtype": "mpnews",
        "send_ignore_reprint": 0, "clientmsgid": key })
}

fn words(to_all: bool, key: &str) -> Value {
    json!({ "filter": { "is_to_all": to_all, "tag_id": 101 }, "text": { "content": key }, "msgtype": "text", "clientmsgid": key })
}

fn flagged(key: &str, flag: Value) -> Value {
    let mut body = words(false, "flagged");
    body["clientmsgid"] = json!(key);
    body["send_ignore_reprint"] = flag;
    body
}

fn accepted() -> Value {
    json!({ "errcode": 0, "errmsg": "send job submission success", "msg_id": "#" })
}

#[test]
fn a_send_is_known_by_its_key_and_consumes_its_draft() {
    let wechat = Served::start(&[]);
    let id = draft(&wechat, 2);
    let sent = wechat.post("message/mass/sendall", &to_tag(100, "key-1", &id));
    assert_holds(
        "sendall",
        &sent,
        &json!({ "errcode": 0, "msg_id": "#", "msg_data_id": "#" }),
    );
    let msg_id = sent["msg_id"].as_i64().expect("a number");
    assert!(msg_id > i64::from(i32::MAX));
    let again = wechat.post("message/mass/sendall", &to_tag(100, "key-1", &id));
    assert_holds(
        "again",
        &again,
        &json!({ "errcode": 45065, "msg_id": msg_id }),
    );
    assert!(again.get("msg_data_id").is_none());
    let long = "k".repeat(33);
    play(
        &wechat,
        &[
            (
                "message/mass/sendall",
                to_tag(100, "key-2", &id),
                refused(40007),
            ),
            (
                "message/mass/sendall",
                to_tag(999, "key-3", &draft(&wechat, 1)),
                refused(40152),
            ),
            ("message/mass/sendall", words(false, &long), refused(45067)),
            (
                "message/mass/sendall",
                words(false, "see https://example.com"),
                refused(40066),
            ),
            (
                "message/mass/sendall",
                words(false, "HTTP://EXAMPLE.COM"),
                refused(40066),
            ),
            (
                "message/mass/sendall",
                flagged("key-4", json!(2)),
                refused(40035),
            ),
            (
                "message/mass/sendall",
                flagged("key-4", json!("0")),
                accepted(),
            ),
            // An empty key is none.
            ("message/mass/sendall", flagged("", json!(0)), accepted()),
            (
                "message/mass/sendall",
                flagged("", json!(0)),
                refused(45065),
            ),
            (
                "message/mass/sendall",
                words(false, "other words"),
                accepted(),
            ),
            (
                "message/mass/get",
                json!({ "msg_id": msg_id.to_string() }),
                json!({ "msg_id": msg_id, "msg_status": "SEND_SUCCESS" }),
            ),
            ("message/mass/get", json!({ "msg_id": 7 }), refused(40059)),
            (
                "message/mass/delete",
                json!({ "msg_id": msg_id, "article_idx": 3 }),
                refused(40060),
            ),
            (
                "message/mass/delete",
                json!({ "msg_id": msg_id, "article_idx": 1 }),
                ok(),
            ),
            (
                "message/mass/get",
                json!({ "msg_id": msg_id }),
                json!({ "msg_status": "SEND_SUCCESS" }),
            ),
        ],
    );
    let send = wechat.look("state")["sends"][0].clone();
    let second = send["urls"][1].clone();
    play(
        &wechat,
        &[
            ("message/mass/delete", json!({ "url": second }), ok()),
            (
                "message/mass/get",
                json!({ "msg_id": msg_id }),
                json!({ "msg_status": "DELETE" }),
            ),
        ],
    );
    // A preview of news has no msg_id.
    let shown = json!({ "touser": FOLLOWER, "msgtype": "mpnews", "mpnews": { "media_id": draft(&wechat, 1) } });
    let shown = wechat.post("message/mass/preview", &shown);
    assert_eq!(shown["errmsg"], "preview success");
    assert!(shown.get("msg_id").is_none());
    // A day later the key is free again; the draft is not.
    wechat.wait_hours(25.0);
    wechat.renew_token();
    play(
        &wechat,
        &[
            (
                "message/mass/sendall",
                to_tag(100, "key-1", &id),
                refused(40007),
            ),
            (
                "message/mass/sendall",
                to_tag(100, "key-1", &draft(&wechat, 1)),
                accepted(),
            ),
        ],
    );
}

#[test]
fn lists_hold_two_followers_at_least() {
    let wechat = Served::start(&["--followers", "10"]);
    let list = |numbers: &[u64], key: &str| {
        let ids: Vec<_> = numbers
            .iter()
            .map(|it| format!("oSandbox{it:020}"))
            .collect();
        json!({ "touser": ids, "text": { "content": "Hi" }, "msgtype": "text", "clientmsgid": key })
    };
    let too_many: Vec<u64> = (1..=10_001).collect();
    play(
        &wechat,
        &[
            // Unusable ids are dropped before they are counted.
            ("message/mass/send", list(&[1, 11, 12], "a"), refused(40130)),
            ("message/mass/send", list(&[1, 1], "a"), refused(40130)),
            ("message/mass/send", list(&too_many, "b"), refused(40032)),
            ("message/mass/send", list(&[1, 2, 3, 11], "c"), accepted()),
        ],
    );
    let send = wechat.look("state")["sends"][0].clone();
    assert_holds(
        "the send",
        &send,
        &json!({ "total": 4, "receivers": 3, "state": "SEND_SUCCESS" }),
    );
    // The fifth of a month reaches no one who has had four; a follower who has had fewer gets it.
    for key in ["d", "e", "f"] {
        wechat.post("message/mass/send", &list(&[1, 2, 3], key));
    }
    let fifth = wechat.post("message/mass/send", &list(&[1, 2, 3, 4], "g"));
    let sixth = wechat.post("message/mass/send", &list(&[1, 2], "h"));
    let status = |id: &Value| wechat.post("message/mass/get", &json!({ "msg_id": id }));
    assert_eq!(status(&sixth["msg_id"])["msg_status"], "SEND_SUCCESS");
    wechat.control("settings", &json!({ "empty_is_deleted": true }));
    let sends = wechat.look("state")["sends"].clone();
    assert_holds("fifth", &sends[4], &json!({ "total": 4, "receivers": 1 }));
    play(
        &wechat,
        &[
            (
                "message/mass/get",
                json!({ "msg_id": fifth["msg_id"] }),
                json!({ "msg_status": "SEND_SUCCESS" }),
            ),
            (
                "message/mass/get",
                json!({ "msg_id": sixth["msg_id"] }),
                json!({ "msg_status": "DELETE" }),
            ),
        ],
    );
}

#[test]
fn sends_have_a_speed_and_sixty_calls_a_minute() {
    let wechat = Served::start(&[]);
    play(
        &wechat,
        &[
            (
                "message/mass/speed/get",
                json!({}),
                json!({ "speed": 0, "realspeed": 80 }),
            ),
            ("message/mass/speed/set", json!({ "speed": 3 }), ok()),
            (
                "message/mass/speed/set",
                json!({ "speed": 5 }),
                refused(45083),
            ),
            ("message/mass/speed/set", json!({}), refused(45084)),
            (
                "message/mass/speed/get",
                json!({}),
                json!({ "speed": 3, "realspeed": 30 }),
            ),
        ],
    );
    let same = words(false, "same");
    for _ in 0..60 {
        wechat.post("message/mass/sendall", &same);
    }
    assert_holds(
        "the sixty-first",
        &wechat.post("message/mass/sendall", &same),
        &refused(45011),
    );
    // A clock that is moved back does not make it last.
    wechat.wait_hours(-2.0);
    wechat.renew_token();
    assert_holds(
        "two hours before",
        &wechat.post("message/mass/sendall", &same),
        &refused(45065),
    );
    wechat.wait_hours(2.0 + 1.0 / 60.0);
    assert_holds(
        "a minute later",
        &wechat.post("message/mass/sendall", &same),
        &refused(45065),
    );
}
