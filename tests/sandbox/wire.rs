//! The wire itself: tokens, methods, lengths, escapes.

use serde_json::{Value, json};

use crate::client::Served;
use crate::play::*;

#[test]
fn tokens_come_in_two_lines() {
    let wechat = Served::start(&[]);
    let classic = || {
        let path = format!(
            "/cgi-bin/token?grant_type=client_credential&appid={}&secret={}",
            wechat.appid, wechat.secret
        );
        wechat.send("GET", &path, &[], b"").json()
    };
    let stable = |force: bool| {
        let body = json!({ "grant_type": "client_credential", "appid": wechat.appid, "secret": wechat.secret, "force_refresh": force });
        wechat
            .send(
                "POST",
                "/cgi-bin/stable_token",
                &[],
                body.to_string().as_bytes(),
            )
            .json()
    };
    let works = |token: &Value| {
        let path = format!(
            "/cgi-bin/tags/get?access_token={}",
            token["access_token"].as_str().expect("a token")
        );
        wechat.send("GET", &path, &[], b"").json()["errcode"]
            .as_i64()
            .unwrap_or(0)
    };
    let (one, two) = (stable(false), stable(false));
    assert_eq!(one["access_token"], two["access_token"]);
    let first = classic();
    let second = classic();
    assert_ne!(first["access_token"], second["access_token"]);
    assert_eq!((works(&first), works(&second), works(&one)), (0, 0, 0));
    wechat.wait_hours(6.0 / 60.0);
    assert_eq!((works(&first), works(&second)), (42001, 0), "five minutes");

    let forced = stable(true);
    assert_eq!((works(&one), works(&forced)), (40001, 0));
    assert_eq!(
        stable(true)["access_token"],
        forced["access_token"],
        "too soon"
    );
    for _ in 1..20 {
        wechat.wait_hours(31.0 / 3_600.0);
        assert_holds("force", &stable(true), &json!({ "access_token": "…" }));
    }
    wechat.wait_hours(31.0 / 3_600.0);
    assert_holds("the twenty-first", &stable(true), &refused(45009));

    let get = wechat.send("GET", "/cgi-bin/stable_token", &[], b"").json();
    assert_holds("GET", &get, &refused(43002));
    for (body, errcode) in [
        (json!({}), 40002),
        (json!({ "grant_type": "client_credential" }), 41002),
        (
            json!({ "grant_type": "client_credential", "appid": "wx0" }),
            41004,
        ),
        (
            json!(["client_credential", wechat.appid, wechat.secret, false]),
            47001,
        ),
    ] {
        let body = body.to_string();
        let answer = wechat.send("POST", "/cgi-bin/stable_token", &[], body.as_bytes());
        assert_holds(&body, &answer.json(), &refused(errcode));
    }
    wechat.control("settings", &json!({ "allow_list": ["203.0.113.9"] }));
    let answer = classic();
    assert_holds("elsewhere", &answer, &refused(40164));
    assert!(
        text(&answer, "errmsg")
            .starts_with("invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: ")
    );
    wechat.control("revoke-tokens", &json!({}));
    assert_eq!(works(&forced), 40001);
}

#[test]
fn requests_are_read_as_wechat_reads_them() {
    let wechat = Served::start(&[]);
    let token = wechat.token();
    let bare = |method: &str, path: &str| {
        let path = path.replace("TOKEN", &token);
        wechat.send(method, &path, &[], b"").json()["errcode"].clone()
    };
    assert_eq!(bare("GET", "/cgi-bin/tags/get"), 41001);
    assert_eq!(bare("GET", "/cgi-bin/tags/get?access_token=x"), 40014);
    assert_eq!(
        bare("GET", "/cgi-bin/tags/get?access_token=12345678901234567890"),
        40001
    );
    assert_eq!(bare("POST", "/cgi-bin/tags/get?access_token=TOKEN"), 43001);
    assert_eq!(bare("GET", "/cgi-bin/draft/add?access_token=TOKEN"), 43002);
    assert_eq!(bare("PUT", "/cgi-bin/draft/add?access_token=TOKEN"), 43002);
    assert_eq!(
        bare("DELETE", "/cgi-bin/tags/get?access_token=TOKEN"),
        43001
    );
    assert_eq!(bare("POST", "/cgi-bin/draft/add?access_token=TOKEN"), 44002);
    let unknown = wechat.send("GET", "/cgi-bin/none", &[], b"");
    assert_eq!((unknown.status, unknown.body.len()), (404, 0));
    let chunked = wechat.send(
        "POST",
        &format!("/cgi-bin/draft/add?access_token={token}"),
        &["transfer-encoding: chunked"],
        b"2\r\n{}\r\n0\r\n\r\n",
    );
    assert_eq!((chunked.status, chunked.body.len()), (412, 0));

    let huge = wechat.post_raw("draft/add", &b" ".repeat(12 * 1024 * 1024 + 1));
    assert_eq!((huge.status, huge.body.len()), (413, 0));

    // What is escaped counts six times, and the complaint names the title.
    let (cover, _) = picture(&wechat);
    let title = "春".repeat(12);
    let plain = json!({ "articles": [article(&title, &cover)] }).to_string();
    let escaped = plain.replace('春', "\\u6625");
    let answer = wechat.post_raw("draft/add", escaped.as_bytes());
    assert_holds("escaped", &answer.json(), &refused(45003));
    // So does the text of the article, tags and all; what reads like an escape and is none does not.
    let long = json!({ "articles": [{ "title": "T", "content": "春".repeat(4_000), "thumb_media_id": cover }] });
    let escaped = long.to_string().replace('春', "\\u6625");
    let answer = wechat.post_raw("draft/add", escaped.as_bytes());
    assert_holds("escaped", &answer.json(), &refused(45002));
    let emoji = json!({ "articles": [{ "title": "T", "author": "😀", "content": "c", "thumb_media_id": cover }] });
    let escaped = emoji.to_string().replace('😀', "\\ud83d\\ude00\\u200b");
    let answer = wechat.post_raw("draft/add", escaped.as_bytes());
    assert_holds("escaped", &answer.json(), &refused(45110));
    let about = json!({ "articles": [{ "title": title, "content": "write \\u6625", "thumb_media_id": cover }] });
    assert_holds(
        "about escapes",
        &wechat.post("draft/add", &about),
        &json!({ "media_id": "…" }),
    );

    // An array of values is no object.
    for (call, body) in [
        ("tags/create", json!({ "tag": ["VVIP"] })),
        ("tags/create", json!([{ "name": "VVIP" }])),
        ("draft/add", json!({ "articles": [["news", "T"]] })),
        (
            "message/mass/sendall",
            json!({ "filter": [true], "text": { "content": "Hi" }, "msgtype": "text" }),
        ),
    ] {
        assert_holds(call, &wechat.post(call, &body), &refused(47001));
    }
    let answer = wechat.post_raw("draft/add", plain.as_bytes());
    assert_holds("plain", &answer.json(), &json!({ "media_id": "…" }));
    assert!(answer.json().get("errcode").is_none());
    assert!(!answer.content_type.contains("charset"));
    let broken = wechat.post_raw("draft/add", b"{\"articles\":").json();
    assert_holds("broken", &broken, &refused(47001));
}
