//! Tags, followers, quotas and diagnosis.

use serde_json::{Value, json};

use crate::client::Served;
use crate::play::*;

fn openid(number: u64) -> String {
    format!("oSandbox{number:020}")
}

#[test]
fn tags_are_made_given_and_taken() {
    let wechat = Served::start(&["--followers", "50"]);
    let (one, two) = (openid(3), openid(4));
    let many: Vec<_> = (1..=51).map(openid).collect();
    play(
        &wechat,
        &[
            (
                "tags/create",
                json!({ "tag": { "name": "新品" } }),
                json!({ "tag": { "id": 134, "name": "新品" } }),
            ),
            (
                "tags/create",
                json!({ "tag": { "name": "新品" } }),
                refused(45157),
            ),
            (
                "tags/create",
                json!({ "tag": { "name": "x".repeat(31) } }),
                refused(45158),
            ),
            (
                "tags/members/batchtagging",
                json!({ "openid_list": [one, two], "tagid": 134 }),
                ok(),
            ),
            (
                "tags/members/batchtagging",
                json!({ "openid_list": many, "tagid": 134 }),
                refused(40032),
            ),
            (
                "tags/members/batchtagging",
                json!({ "openid_list": [one], "tagid": 999 }),
                refused(45159),
            ),
            (
                "tags/members/batchtagging",
                json!({ "openid_list": [one, openid(51)], "tagid": 134 }),
                refused(40003),
            ),
            (
                "user/tag/get",
                json!({ "tagid": 134, "next_openid": "" }),
                json!({ "count": 2, "data": { "openid": [one, two] }, "next_openid": two }),
            ),
            (
                "tags/getidlist",
                json!({ "openid": two }),
                json!({ "tagid_list": [134] }),
            ),
            (
                "tags/members/batchuntagging",
                json!({ "openid_list": [two], "tagid": 134 }),
                ok(),
            ),
            (
                "user/tag/get",
                json!({ "tagid": 134 }),
                json!({ "count": 1, "data": { "openid": [one] } }),
            ),
            (
                "tags/update",
                json!({ "tag": { "id": 134, "name": "老客" } }),
                ok(),
            ),
            (
                "tags/update",
                json!({ "tag": { "id": 2, "name": "老友" } }),
                refused(45058),
            ),
            (
                "tags/get",
                Value::Null,
                json!({ "tags": [
                    { "id": 2, "name": "星标组", "count": 2 }, { "id": 100, "name": "VIP", "count": 20 },
                    { "id": 101, "count": 13 }, { "id": 102, "count": 0 }, { "id": 134, "name": "老客", "count": 1 },
                ] }),
            ),
            ("tags/delete", json!({ "tag": { "id": 134 } }), ok()),
            (
                "tags/delete",
                json!({ "tag": { "id": 134 } }),
                refused(45159),
            ),
            (
                "user/tag/get",
                json!({ "tagid": 102 }),
                json!({ "count": 0 }),
            ),
        ],
    );
    // An empty page has no data at all.
    let empty = wechat.post("user/tag/get", &json!({ "tagid": 102 }));
    assert!(empty.get("data").is_none());
}

/// The others have the tag; a repeat with those of the list alone gives it to them.
#[test]
fn tagging_fails_in_part() {
    let wechat = Served::start(&[]);
    wechat.control("settings", &json!({ "tagging_fails": 1 }));
    let both = json!({ "openid_list": [openid(3), openid(4)], "tagid": 102 });
    play(
        &wechat,
        &[
            (
                "tags/members/batchtagging",
                both,
                json!({ "errcode": 45171, "fail_openid_list": [openid(4)] }),
            ),
            (
                "user/tag/get",
                json!({ "tagid": 102 }),
                json!({ "count": 1, "data": { "openid": [openid(3)] } }),
            ),
            (
                "tags/members/batchtagging",
                json!({ "openid_list": [openid(4)], "tagid": 102 }),
                ok(),
            ),
        ],
    );
    wechat.control(
        "faults",
        &json!([{ "call": "batchuntagging", "fault": { "errcode": 45169 } }]),
    );
    let answer = wechat.post(
        "tags/members/batchuntagging",
        &json!({ "openid_list": [openid(4)], "tagid": 102 }),
    );
    assert_holds("at once", &answer, &refused(45169));
}

#[test]
fn followers_come_in_pages_and_one_by_one() {
    let wechat = Served::start(&["--followers", "10003"]);
    let last = openid(10_000);
    let page = wechat.get("user/get?next_openid=");
    assert_holds(
        "user/get",
        &page,
        &json!({ "total": 10_003, "count": 10_000, "next_openid": last }),
    );
    play(
        &wechat,
        &[
            (
                "user/get?next_openid=oSandbox00000000000000010000",
                Value::Null,
                json!({ "total": 10_003, "count": 3, "next_openid": openid(10_003) }),
            ),
            (
                "user/get?next_openid=oSandbox00000000000000010003",
                Value::Null,
                json!({ "total": 10_003, "count": 0, "next_openid": "" }),
            ),
            ("user/get?next_openid=oNobody", Value::Null, refused(40003)),
            (
                "user/info?openid=oSandbox00000000000000000005&lang=zh_CN",
                Value::Null,
                json!({ "subscribe": 1, "language": "zh_CN", "tagid_list": [100, 101], "subscribe_time": "#", "unionid": "…" }),
            ),
            (
                "user/info?openid=oSandbox00000000000000020000",
                Value::Null,
                json!({ "subscribe": 0, "openid": openid(20_000) }),
            ),
            ("user/info?openid=short", Value::Null, refused(40003)),
        ],
    );
}

#[test]
fn quotas_are_told_counted_and_cleared() {
    let wechat = Served::start(&[]);
    let preview = json!({ "touser": FOLLOWER, "msgtype": "text", "text": { "content": "Hi" } });
    let quota = |path: &str| wechat.post("openapi/quota/get", &json!({ "cgi_path": path }));
    for _ in 0..100 {
        assert_holds(
            "preview",
            &wechat.post("message/mass/preview", &preview),
            &json!({ "errcode": 0, "msg_id": "#" }),
        );
    }
    let spent = json!({ "errcode": 0, "quota": { "daily_limit": 100, "used": 100, "remain": 0 } });
    assert_holds(
        "the hundred and first",
        &wechat.post("message/mass/preview", &preview),
        &refused(45009),
    );
    assert_holds("quota", &quota("/cgi-bin/message/mass/preview"), &spent);
    let rate = json!({ "quota": { "daily_limit": 100, "used": 0, "remain": 100 }, "rate_limit": { "call_count": 60, "refresh_second": 60 } });
    assert_holds("rate", &quota("/cgi-bin/message/mass/sendall"), &rate);
    let limit = |kind: &str| {
        wechat.control("settings", &json!({ "kind": kind }));
        quota("/cgi-bin/token")["quota"]["daily_limit"].clone()
    };
    assert_eq!(
        (limit("test"), limit("service")),
        (200.into(), 2_000.into())
    );
    assert_holds("path", &quota("/cgi-bin/none"), &refused(76021));
    assert_holds("host", &quota("api.weixin.qq.com"), &refused(76003));

    let own = json!({ "appid": wechat.appid });
    assert_holds("clearing", &wechat.post("clear_quota", &own), &ok());
    assert_holds(
        "the first again",
        &wechat.post("message/mass/preview", &preview),
        &json!({ "errcode": 0 }),
    );
    // The other form has the secret in its query and no token, and shares the ten a month.
    let path = format!(
        "/cgi-bin/clear_quota/v2?appid={}&appsecret={}",
        wechat.appid, wechat.secret
    );
    let bare = |path: &str| wechat.send("POST", path, &[], b"").json();
    assert_holds(
        "v2",
        &bare("/cgi-bin/clear_quota/v2?appid=wx0"),
        &refused(41004),
    );
    for _ in 0..9 {
        assert_holds("v2", &bare(&path), &ok());
    }
    assert_holds("the eleventh", &bare(&path), &refused(48006));
    assert_holds(
        "the eleventh",
        &wechat.post("clear_quota", &own),
        &refused(48006),
    );
    assert_holds(
        "another account",
        &wechat.post("clear_quota", &json!({ "appid": "wx0" })),
        &refused(40013),
    );
}

#[test]
fn a_refused_call_is_found_by_its_rid() {
    let wechat = Served::start(&[]);
    let body = json!({ "media_id": "Draft0none" });
    let errmsg = wechat.post("draft/get", &body)["errmsg"].to_string();
    let rid = errmsg.split(" rid: ").nth(1).expect("a rid");
    let rid = rid.trim_end_matches('"');
    let answer = wechat.post("openapi/rid/get", &json!({ "rid": rid }));
    let request = json!({ "invoke_time": "#", "cost_in_ms": "#", "request_url": format!("/cgi-bin/draft/get?access_token={}", wechat.token()),
        "request_body": body.to_string(), "client_ip": "127.0.0.1" });
    assert_holds(
        "rid/get",
        &answer,
        &json!({ "errcode": 0, "request": request }),
    );
    assert!(text(&answer["request"], "response_body").contains("40007"));
    // A wrong secret is refused, and is not what a rid tells.
    let secret = "0123456789abcdef0123456789abcdef";
    let path = format!(
        "/cgi-bin/token?grant_type=client_credential&appid={}&secret={secret}",
        wechat.appid
    );
    let answer = wechat.send("GET", &path, &[], b"").json();
    assert_holds("token", &answer, &refused(40125));
    let wrong = text(&answer, "errmsg").split(" rid: ").nth(1).expect("rid");
    let told = wechat.post("openapi/rid/get", &json!({ "rid": wrong }));
    assert_holds("rid/get", &told, &json!({ "errcode": 0 }));
    assert!(!told.to_string().contains(secret));
    wechat.wait_hours(7.0 * 24.0);
    wechat.renew_token();
    play(
        &wechat,
        &[
            ("openapi/rid/get", json!({ "rid": rid }), refused(76001)),
            ("openapi/rid/get", json!({ "rid": "?" }), refused(76002)),
            (
                "get_api_domain_ip",
                Value::Null,
                json!({ "ip_list": ["127.0.0.1"] }),
            ),
            (
                "getcallbackip",
                Value::Null,
                json!({ "ip_list": ["127.0.0.1"] }),
            ),
            // No address to post events to was given.
            (
                "callback/check",
                json!({ "action": "all", "check_operator": "DEFAULT" }),
                refused(40201),
            ),
            (
                "callback/check",
                json!({ "action": "some", "check_operator": "DEFAULT" }),
                refused(40202),
            ),
            (
                "callback/check",
                json!({ "action": "dns", "check_operator": "NOSUCH" }),
                refused(40203),
            ),
        ],
    );
}
