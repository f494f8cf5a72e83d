//! Hosts between a client and WeChat, and answers that are not as they should be.

use std::io::Read as _;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::Served;
use crate::play::*;

fn words(key: &str) -> Value {
    json!({ "filter": { "tag_id": 100 }, "text": { "content": key }, "msgtype": "text", "clientmsgid": key })
}

/// The head of an answer, in small letters, and its body.
fn raw(wechat: &Served, method: &str, call: &str, body: &str) -> (String, Vec<u8>) {
    let path = format!("/cgi-bin/{call}?access_token={}", wechat.token());
    let bytes = wechat.exchange(method, &path, &[], body.as_bytes());
    let end = bytes
        .windows(4)
        .position(|it| it == b"\r\n\r\n")
        .expect("a head")
        + 4;
    let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    (head, bytes[end..].to_vec())
}

/// Asserts that an answer is what its fault makes of it.
#[track_caller]
fn check(fault: &Value, head: &str, body: &[u8]) {
    let text = String::from_utf8_lossy(body);
    let starts = |status: u16| head.starts_with(&format!("http/1.1 {status} "));
    let has = |header: &str| head.contains(&format!("\r\n{header}\r\n"));
    let right = match fault.to_string().as_str() {
        r#"{"answer":"{\"total_count\":\"\"}"}"# => {
            starts(200) && text == r#"{"total_count":""}"# && head.contains("application/json")
        }
        r#"{"answer":"no","content_type":"text/html","status":418}"# => {
            starts(418) && text == "no" && has("content-type: text/html")
        }
        r#"{"merge":{"errcode":0,"total_count":"7"}}"# => {
            let answer: Value = serde_json::from_slice(body).expect("JSON");
            answer == json!({ "total_count": "7", "errcode": 0 })
        }
        r#"{"drop":["total_count"]}"# => text == "{}",
        r#"{"redirect":"http://127.0.0.1:1/login"}"# => {
            starts(302) && has("location: http://127.0.0.1:1/login")
        }
        r#"{"redirect":"/x","status":307}"# => starts(307) && has("location: /x"),
        r#"{"status":401}"# => starts(401) && head.contains("\r\nwww-authenticate: basic"),
        r#"{"status":407}"# => starts(407) && head.contains("\r\nproxy-authenticate: basic"),
        r#"{"status":405}"# => starts(405) && has("allow: get"),
        r#"{"status":403}"# => starts(403) && text.contains("<title>403 Forbidden"),
        r#"{"status":413}"# => starts(413),
        r#"{"retry_after":7,"status":429}"# => starts(429) && has("retry-after: 7"),
        r#""login_page""# => starts(200) && text.contains("<form"),
        r#""foreign_json""# => starts(200) && text.starts_with(r#"{"code":0,"#),
        r#""bom""# => body == b"\xef\xbb\xbf{\"total_count\":0}",
        r#""gzip""# => {
            let mut plain = String::new();
            let read = flate2::read::GzDecoder::new(body).read_to_string(&mut plain);
            read.is_ok() && plain == r#"{"total_count":0}"# && has("content-encoding: gzip")
        }
        other => panic!("{other} is not looked at"),
    };
    assert!(right, "{fault}\n{head}{text}");
}

#[test]
fn an_answer_is_given_in_any_form() {
    let wechat = Served::start(&[]);
    let plant = |faults: Value| {
        let rule = |fault: &Value| json!({ "call": "draft/count", "fault": fault });
        for fault in faults.as_array().expect("faults") {
            wechat.control("faults", &json!([rule(fault)]));
            let (head, body) = raw(&wechat, "GET", "draft/count", "");
            check(fault, &head, &body);
        }
    };
    plant(json!([
        { "answer": "{\"total_count\":\"\"}" }, { "answer": "no", "content_type": "text/html", "status": 418 },
        { "merge": { "total_count": "7", "errcode": 0 } }, { "drop": ["total_count"] },
        { "redirect": "http://127.0.0.1:1/login" }, { "redirect": "/x", "status": 307 },
        { "status": 401 }, { "status": 407 }, { "status": 405 }, { "status": 403 }, { "status": 413 },
        { "retry_after": 7, "status": 429 }, "login_page", "foreign_json", "bom", "gzip",
    ]));
    // Byte by byte.
    wechat.control(
        "faults",
        &json!([{ "call": "draft/count", "fault": { "dribble_ms": 20 } }]),
    );
    let begun = Instant::now();
    let (_, body) = raw(&wechat, "GET", "draft/count", "");
    assert_eq!(body, br#"{"total_count":0}"#);
    assert!(begun.elapsed() >= Duration::from_millis(300));
}

#[test]
fn what_a_front_end_says_may_come_after_the_effect() {
    let wechat = Served::start(&[]);
    let sends = || wechat.look("state")["sends"].as_array().map_or(0, Vec::len);
    for (number, (fault, has_effect)) in [
        (json!({ "answer": "{}" }), false),
        (json!({ "answer": "{}", "effect": true }), true),
        (json!({ "status": 429, "effect": true }), true),
        (json!({ "redirect": "/", "effect": true }), true),
        (json!("login_page"), false),
        (json!({ "drop": ["msg_id"] }), true),
    ]
    .into_iter()
    .enumerate()
    {
        let before = sends();
        wechat.control("faults", &json!([{ "call": "sendall", "fault": fault }]));
        let body = words(&format!("key-{number}")).to_string();
        raw(&wechat, "POST", "message/mass/sendall", &body);
        assert_eq!(sends() > before, has_effect, "{fault}");
    }
}

#[test]
fn a_send_is_what_somebody_says_it_is() {
    let wechat = Served::start(&[]);
    let status = |id: &Value| {
        wechat.post("message/mass/get", &json!({ "msg_id": id }))["msg_status"].clone()
    };
    wechat.control(
        "faults",
        &json!([{ "call": "sendall", "fault": { "msg_status": "SENDING" } },
            { "call": "mass/get", "nth": 2, "fault": { "msg_status": "send success" } }]),
    );
    let id = wechat.post("message/mass/sendall", &words("a"))["msg_id"].clone();
    assert_eq!(status(&id), "SENDING");
    assert_eq!(
        status(&id),
        "send success",
        "one answer, in another spelling"
    );
    assert_eq!(status(&id), "SENDING");
    wechat.control("send", &json!({ "msg_id": id, "msg_status": "err(30003)" }));
    assert_eq!(status(&id), "err(30003)");
    wechat.control("send", &json!({ "msg_id": id, "msg_status": "" }));
    assert_eq!(status(&id), "SEND_SUCCESS");
    wechat.control("send", &json!({ "msg_id": id, "fail": "err(20008)" }));
    assert_eq!(status(&id), "SEND_FAIL");
    wechat.control("send", &json!({ "msg_id": id, "delete": true }));
    assert_eq!(status(&id), "DELETE");
}

#[test]
fn keys_are_forgotten_early_and_answers_have_the_sandboxs_date() {
    let wechat = Served::start(&["--clock", "2030-05-01 12:00"]);
    let send = || wechat.post("message/mass/sendall", &words("a"))["errcode"].clone();
    assert_eq!((send(), send()), (json!(0), json!(45065)));
    wechat.control(
        "faults",
        &json!([{ "call": "sendall", "fault": "keys_forgotten" }]),
    );
    assert_eq!((send(), send()), (json!(0), json!(45065)));
    wechat.control("forget-keys", &json!({}));
    assert_eq!(send(), json!(0));
    let (head, _) = raw(&wechat, "GET", "draft/count", "");
    assert!(head.contains("\r\ndate: wed, 01 may 2030 04:0"), "{head}");
    wechat.wait_hours(48.0);
    let (head, _) = raw(&wechat, "GET", "draft/count", "");
    assert!(head.contains("\r\ndate: fri, 03 may 2030 04:0"), "{head}");
}

#[test]
fn a_relay_has_a_path_and_wants_credentials() {
    let wechat = Served::start(&["--path", "/wx/relay"]);
    assert_eq!(wechat.prefix, "/wx/relay");
    let token = format!(
        "/cgi-bin/token?grant_type=client_credential&appid={}&secret={}",
        wechat.appid, wechat.secret
    );
    let at = |path: &str, head: &[&str]| wechat.send("GET", path, head, b"").status;
    assert_eq!(at(&token, &[]), 404, "nothing at the root");
    assert_eq!(at(&format!("/wx{token}"), &[]), 404);
    assert_eq!(at(&format!("/wx/relay{token}"), &[]), 200);
    assert_eq!(at("/outbox.json", &[]), 200);
    wechat.control("settings", &json!({ "basic_auth": "user:pass word" }));
    let relayed = format!("/wx/relay{token}");
    assert_eq!(at(&relayed, &[]), 401);
    assert_eq!(
        at(&relayed, &["authorization: Basic dXNlcjpwYXNzIHdvcmQ="]),
        200
    );
    wechat.control(
        "settings",
        &json!({ "basic_auth": "", "needs_header": "X-Relay-Key: word" }),
    );
    assert_eq!(at(&relayed, &["x-relay-key: other"]), 403);
    assert_eq!(at(&relayed, &["x-relay-key: word"]), 200);
    // The log has no secret, whatever the relay said.
    let calls = wechat.look("calls").to_string();
    assert!(!calls.contains(&wechat.secret), "{calls}");
}

#[test]
fn a_file_of_faults_may_hold_settings() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let file = folder.path().join("faults.toml");
    let text = "[settings]\nprotection = true\nprotection_plays = \"kept\"\nstrict_minute = true\n\n[[faults]]\ncall = \"draft/count\"\nfault = { answer = '{\"total_count\":null}' }\n";
    std::fs::write(&file, text).expect("a file");
    let wechat = Served::start(&["--faults", file.to_str().expect("a plain path")]);
    let settings = wechat.look("state")["settings"].clone();
    assert_holds(
        "settings",
        &settings,
        &json!({ "protection": true, "protection_plays": "kept", "strict_minute": true }),
    );
}
