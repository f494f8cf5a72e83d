//! Statistics: what was read of what was sent, on which day, and when it is known.

use serde_json::{Value, json};

use crate::client::Served;
use crate::play::*;

fn day(first: &str, last: &str) -> Value {
    json!({ "begin_date": first, "end_date": last })
}

/// A send to everybody at noon of 23 November, and the answer of the call.
fn sent() -> (Served, Value) {
    let wechat = Served::start(&["--followers", "10000", "--clock", "2026-11-23 12:00"]);
    let body = json!({ "filter": { "is_to_all": true }, "mpnews": { "media_id": draft(&wechat, 2) }, "msgtype": "mpnews" });
    let send = wechat.post("message/mass/sendall", &body);
    (wechat, send)
}

fn at(wechat: &Served, time: &str) {
    wechat.control("clock", &json!({ "set": time }));
    wechat.renew_token();
}

#[test]
fn a_send_is_found_by_its_data_id_and_its_readers_grow() {
    let (wechat, send) = sent();
    let msgid = format!("{}_1", send["msg_data_id"]);
    let detail = || {
        let answer = wechat.post(
            "datacube/getarticletotaldetail",
            &day("2026-11-23", "2026-11-23"),
        );
        assert!(
            answer.get("errcode").is_none() && answer["is_delay"] == false,
            "{answer}"
        );
        answer["list"].clone()
    };
    at(&wechat, "2026-11-24 09:00");
    let first = detail();
    assert_eq!(first.as_array().map(Vec::len), Some(2), "two articles");
    assert_holds(
        "the first",
        &first[0],
        &json!({ "ref_date": "2026-11-23", "msgid": msgid, "publish_type": 0, "title": "No. 1", "content_url": "…",
            "detail_list": [{ "stat_date": "2026-11-23", "read_user": "#", "read_delivery_rate": "#" }] }),
    );
    let read = |list: &Value, day: usize| {
        list[0]["detail_list"][day]["read_user"]
            .as_u64()
            .expect("readers")
    };
    assert!((500..10_000).contains(&read(&first, 0)));
    assert_eq!(first, detail(), "always the same");
    let all = &first[0]["detail_list"][0]["read_user_source"][0];
    assert_eq!(
        (&all["scene_desc"], &all["user_count"]),
        (&json!("全部"), &json!(read(&first, 0)))
    );
    at(&wechat, "2026-11-26 08:00");
    let later = detail();
    assert_eq!(read(&later, 0), read(&first, 0));
    assert!(
        read(&later, 2) > read(&later, 1) && read(&later, 1) > read(&later, 0),
        "totals"
    );
    // What was read on a day is what the totals grew by.
    let on = |date: &str| {
        let answer = wechat.post("datacube/getarticleread", &day(date, date));
        let rows = answer["list"].as_array().expect("rows").clone();
        rows.into_iter()
            .find(|row| row["msgid"] == msgid)
            .expect("a row")["detail"]["read_user"]
            .clone()
    };
    assert_eq!(on("2026-11-24"), read(&later, 1) - read(&later, 0));
    let shared = wechat.post("datacube/getarticleshare", &day("2026-11-23", "2026-11-23"));
    assert_holds(
        "shared",
        &shared["list"][0],
        &json!({ "msgid": msgid, "detail": { "share_user": "#" } }),
    );
    let summary = wechat.post("datacube/getbizsummary", &day("2026-11-20", "2026-11-25"));
    let days = json!([{ "ref_date": "2026-11-23", "detail": { "send_page_count": 2 } }, { "ref_date": "2026-11-24" }, { "ref_date": "2026-11-25" }]);
    assert_holds("summary", &summary["list"], &days);
    at(&wechat, "2027-03-01 12:00");
    assert_eq!(
        detail()[0]["detail_list"].as_array().map(Vec::len),
        Some(30)
    );
}

#[test]
fn days_are_told_when_they_are_counted() {
    let (wechat, _) = sent();
    let detail =
        |first: &str, last: &str| wechat.post("datacube/getarticletotaldetail", &day(first, last));
    let nothing = json!({ "list": [], "is_delay": false });
    assert_holds("today", &detail("2026-11-23", "2026-11-23"), &nothing);
    assert_holds(
        "before there were any",
        &detail("2025-10-31", "2025-10-31"),
        &nothing,
    );
    for (first, last, errcode) in [
        ("2026-11-22", "2026-11-23", 61501),
        ("2026-11-23", "2026-11-22", 61501),
        ("2026-11-24", "2026-11-24", 61501),
        ("20261122", "20261122", 61500),
        ("yesterday", "2026-11-22", 61500),
    ] {
        assert_holds(first, &detail(first, last), &refused(errcode));
    }
    let summary =
        |first: &str, last: &str| wechat.post("datacube/getbizsummary", &day(first, last));
    assert_holds(
        "thirty days",
        &summary("2026-10-24", "2026-11-22"),
        &nothing,
    );
    assert_holds(
        "thirty-one",
        &summary("2026-10-23", "2026-11-22"),
        &refused(61501),
    );
    at(&wechat, "2026-11-24 05:59");
    assert_holds(
        "at six",
        &detail("2026-11-23", "2026-11-23"),
        &refused(61503),
    );
    at(&wechat, "2026-11-24 07:00");
    assert_holds(
        "at seven",
        &detail("2026-11-23", "2026-11-23"),
        &json!({ "is_delay": true }),
    );
    at(&wechat, "2026-11-24 00:10");
    wechat.control("settings", &json!({ "early_statistics": true }));
    assert_holds(
        "by the switch",
        &detail("2026-11-23", "2026-11-23"),
        &json!({ "is_delay": false }),
    );
    for old in [
        "getarticlesummary",
        "getarticletotal",
        "getuserread",
        "getuserreadhour",
        "getusershare",
        "getusersharehour",
    ] {
        let answer = wechat.post(&format!("datacube/{old}"), &day("2026-11-23", "2026-11-23"));
        assert_holds(old, &answer, &refused(47009));
    }
    wechat.control("settings", &json!({ "kind": "unverified" }));
    assert_holds(
        "unverified",
        &detail("2026-11-23", "2026-11-23"),
        &refused(48001),
    );
}
