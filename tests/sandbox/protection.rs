//! Mass-send protection with the codes of today's pages, and lists of openids that share one draft.

use serde_json::{Value, json};

use crate::client::Served;
use crate::play::*;

fn to_all(key: &str) -> Value {
    json!({ "filter": { "is_to_all": true }, "text": { "content": "to all" }, "msgtype": "text", "clientmsgid": key })
}

fn waiting(wechat: &Served) -> Value {
    let sends = wechat.look("state")["sends"].clone();
    sends.as_array().expect("sends").last().expect("a send")["msg_id"].clone()
}

#[test]
fn a_send_that_is_kept_goes_out_when_it_is_confirmed() {
    let wechat = Served::start(&["--protection", "kept"]);
    let first = wechat.post("message/mass/sendall", &to_all("a"));
    assert_holds("the call", &first, &refused(89505));
    assert!(first.get("msg_id").is_none());
    let id = waiting(&wechat);
    let status = json!({ "msg_id": id });
    play(
        &wechat,
        &[
            ("message/mass/sendall", to_all("a"), refused(89504)),
            ("message/mass/get", status.clone(), refused(89504)),
        ],
    );
    wechat.control("confirm", &json!({ "msg_id": id }));
    play(
        &wechat,
        &[
            (
                "message/mass/get",
                status,
                json!({ "msg_status": "SEND_SUCCESS" }),
            ),
            (
                "message/mass/sendall",
                to_all("a"),
                json!({ "errcode": 45065, "msg_id": id }),
            ),
            // To a tag it needs no word.
            (
                "message/mass/sendall",
                json!({ "filter": { "tag_id": 100 }, "text": { "content": "a" }, "msgtype": "text" }),
                json!({ "errcode": 0 }),
            ),
            ("message/mass/sendall", to_all("b"), refused(89505)),
        ],
    );
    let silent = waiting(&wechat);
    wechat.wait_hours(0.51);
    play(
        &wechat,
        &[
            (
                "message/mass/get",
                json!({ "msg_id": silent }),
                json!({ "msg_status": "SEND_FAIL" }),
            ),
            (
                "message/mass/sendall",
                to_all("b"),
                json!({ "errcode": 45065, "msg_id": silent }),
            ),
        ],
    );
}

#[test]
fn a_send_that_is_dropped_has_to_be_made_again() {
    let wechat = Served::start(&["--protection=dropped"]);
    play(
        &wechat,
        &[
            ("message/mass/sendall", to_all("a"), refused(89505)),
            ("message/mass/sendall", to_all("a"), refused(89504)),
        ],
    );
    let id = waiting(&wechat);
    let reached = || {
        let chat = wechat
            .send("GET", "/outbox.json?follower=1", &[], b"")
            .json();
        chat["follower"]["reached"].clone()
    };
    wechat.control("confirm", &json!({ "msg_id": id }));
    assert_eq!(reached(), json!([]), "confirmed, and not made again");
    let again = wechat.post("message/mass/sendall", &to_all("a"));
    assert_holds("again", &again, &json!({ "errcode": 0, "msg_id": id }));
    assert_eq!(reached(), json!([id]));
    play(
        &wechat,
        &[
            ("message/mass/sendall", to_all("a"), refused(45065)),
            ("message/mass/sendall", to_all("b"), refused(89505)),
        ],
    );
    // Refused, and asked for once more.
    wechat.control(
        "confirm",
        &json!({ "msg_id": waiting(&wechat), "refuse": true }),
    );
    let once_more = wechat.post("message/mass/sendall", &to_all("b"));
    assert_holds("once more", &once_more, &refused(89505));
    // Four a month: what was dropped does not count.
    wechat.control("settings", &json!({ "protection": false }));
    for key in ["c", "d", "e"] {
        let answer = wechat.post("message/mass/sendall", &to_all(key));
        assert_holds(key, &answer, &json!({ "errcode": 0 }));
    }
    let fifth = wechat.post("message/mass/sendall", &to_all("f"));
    assert_holds("the fifth", &fifth, &refused(45028));
}

/// A kept send has its draft at once, a dropped one when it is made again.
#[test]
fn a_draft_is_used_up_by_the_call_that_sends_it() {
    for (how, before) in [("kept", 0), ("dropped", 1)] {
        let wechat = Served::start(&["--protection", how]);
        let news = json!({ "filter": { "is_to_all": true }, "mpnews": { "media_id": draft(&wechat, 1) }, "msgtype": "mpnews", "clientmsgid": "a" });
        let send = || wechat.post("message/mass/sendall", &news);
        let left = || wechat.get("draft/count")["total_count"].clone();
        assert_holds(how, &send(), &refused(89505));
        assert_eq!(left(), before, "{how}");
        wechat.control("confirm", &json!({ "msg_id": waiting(&wechat) }));
        let expected = if how == "kept" { 45065 } else { 0 };
        assert_holds(how, &send(), &json!({ "errcode": expected, "msg_id": "#" }));
        assert_eq!(left(), 0, "{how}");
    }
}

#[test]
fn what_waits_is_in_no_followers_chat() {
    let wechat = Served::start(&["--protection"]);
    let sent = wechat.post("message/mass/sendall", &to_all("a"));
    let id = sent["msg_id"].clone();
    let reached = || {
        let chat = wechat
            .send("GET", "/outbox.json?follower=1", &[], b"")
            .json();
        chat["follower"]["reached"].clone()
    };
    assert_eq!(reached(), json!([]));
    wechat.control("confirm", &json!({ "msg_id": id }));
    assert_eq!(reached(), json!([id]));
    // Neither is the fifth of a month, which no follower gets.
    wechat.control("settings", &json!({ "protection": false }));
    let tag = |key: &str| json!({ "filter": { "tag_id": 100 }, "text": { "content": key }, "msgtype": "text", "clientmsgid": key });
    for key in ["b", "c", "d", "e"] {
        wechat.post("message/mass/sendall", &tag(key));
    }
    assert_eq!(reached().as_array().map(Vec::len), Some(4));
    assert_eq!(wechat.look("state")["sends"][4]["receivers"], 0);
    wechat.wait_hours(0.1);
    wechat.control("settings", &json!({ "finish_after_ms": 60_000 }));
    wechat.post(
        "message/mass/sendall",
        &json!({ "filter": { "tag_id": 101 }, "text": { "content": "f" }, "msgtype": "text" }),
    );
    assert_eq!(
        reached().as_array().map(Vec::len),
        Some(4),
        "it is on its way"
    );
}

#[test]
fn lists_share_one_draft_on_a_day() {
    let wechat = Served::start(&["--clock", "2030-01-01 12:00"]);
    let id = draft(&wechat, 1);
    let list = |first: u64, key: &str| {
        let ids: Vec<_> = (first..first + 2)
            .map(|it| format!("oSandbox{it:020}"))
            .collect();
        json!({ "touser": ids, "mpnews": { "media_id": id }, "msgtype": "mpnews", "clientmsgid": key })
    };
    let send = |first: u64, key: &str| wechat.post("message/mass/send", &list(first, key));
    let (one, two) = (send(1, "a"), send(3, "b"));
    assert_ne!(one["msg_id"], two["msg_id"]);
    assert_eq!(one["msg_data_id"], two["msg_data_id"]);
    wechat.wait_hours(24.0);
    wechat.renew_token();
    let (three, four) = (send(5, "c"), send(7, "d"));
    assert_ne!(one["msg_data_id"], three["msg_data_id"]);
    assert_eq!(three["msg_data_id"], four["msg_data_id"]);
    let urls: Vec<_> = wechat.look("state")["sends"]
        .as_array()
        .expect("sends")
        .iter()
        .map(|send| send["urls"][0].clone())
        .collect();
    assert!(
        urls[0] == urls[1] && urls[1] != urls[2] && urls[2] == urls[3],
        "{urls:?}"
    );

    // sendall takes it out of the box; by the switches, send does so too, or nothing does.
    let all = |key: &str| json!({ "filter": { "tag_id": 100 }, "mpnews": { "media_id": id }, "msgtype": "mpnews", "clientmsgid": key });
    play(
        &wechat,
        &[
            ("message/mass/sendall", all("e"), json!({ "errcode": 0 })),
            ("message/mass/sendall", all("f"), refused(40007)),
            ("message/mass/send", list(9, "g"), refused(40007)),
        ],
    );
    wechat.control("settings", &json!({ "send_uses_drafts": true }));
    let other = draft(&wechat, 1);
    let list = |key: &str| json!({ "touser": [FOLLOWER, "oSandbox00000000000000000002"], "mpnews": { "media_id": other }, "msgtype": "mpnews", "clientmsgid": key });
    play(
        &wechat,
        &[
            ("message/mass/send", list("h"), json!({ "errcode": 0 })),
            ("message/mass/send", list("i"), refused(40007)),
        ],
    );
    wechat.control(
        "settings",
        &json!({ "send_uses_drafts": false, "drafts_survive": true }),
    );
    let kept = draft(&wechat, 1);
    let all = |key: &str| json!({ "filter": { "tag_id": 100 }, "mpnews": { "media_id": kept }, "msgtype": "mpnews", "clientmsgid": key });
    for key in ["j", "k"] {
        assert_holds(
            key,
            &wechat.post("message/mass/sendall", &all(key)),
            &json!({ "errcode": 0 }),
        );
    }
    let published = wechat.post("freepublish/submit", &json!({ "media_id": kept }));
    assert_holds("published", &published, &json!({ "publish_id": "#" }));
    assert_eq!(wechat.get("draft/count")["total_count"], 1);
}
