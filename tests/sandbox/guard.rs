//! Callers of the sandbox: programs, and its own page; no page of another site.

use serde_json::json;

use crate::client::Served;

#[test]
fn pages_of_other_sites_are_kept_away() {
    let wechat = Served::start(&[]);
    let token = format!(
        "/cgi-bin/token?grant_type=client_credential&appid={}&secret={}",
        wechat.appid, wechat.secret
    );
    let port = wechat.base.split_once(':').expect("a port").1;
    let own = format!("origin: http://{}", wechat.base);
    let named = format!("host: localhost:{port}");
    let rebound = format!("host: example.com:{port}");
    let cases: [(&str, &str, &[&str], u16); 14] = [
        // Programs.
        ("GET", &token, &[], 200),
        (
            "GET",
            &token,
            &["user-agent: Mozilla/5.0", "sec-fetch-mode: cors"],
            200,
        ),
        ("GET", &token, &[&named], 200),
        ("GET", &token, &["host: api.weixin.qq.com"], 200),
        // The outbox itself, and a link to it.
        (
            "POST",
            "/cgi-bin/stable_token",
            &[&own, "sec-fetch-site: same-origin"],
            200,
        ),
        ("GET", "/outbox.json", &["sec-fetch-site: same-origin"], 200),
        (
            "GET",
            "/",
            &["sec-fetch-site: cross-site", "sec-fetch-mode: navigate"],
            200,
        ),
        // The frame of an article, which is of no site.
        (
            "GET",
            "/outbox/article.css",
            &["origin: null", "sec-fetch-site: cross-site"],
            200,
        ),
        // A form or a picture of some page.
        (
            "POST",
            "/cgi-bin/stable_token",
            &["origin: https://example.com"],
            403,
        ),
        ("POST", "/cgi-bin/stable_token", &["origin: null"], 403),
        (
            "GET",
            &token,
            &["sec-fetch-site: cross-site", "sec-fetch-mode: no-cors"],
            403,
        ),
        (
            "GET",
            &token,
            &["sec-fetch-site: same-site", "sec-fetch-mode: navigate"],
            403,
        ),
        // A page whose name was pointed at this machine after it was loaded.
        ("GET", "/outbox.json", &[&rebound], 403),
        (
            "POST",
            "/cgi-bin/stable_token",
            &[&rebound, &own.replace(&wechat.base, "example.com")],
            403,
        ),
    ];
    for (method, path, head, status) in cases {
        let reply = wechat.send(method, path, head, b"");
        assert_eq!(reply.status, status, "{method} {path} {head:?}");
    }
    let control = format!("x-sandbox-token: {}", wechat.control_token());
    let elsewhere = wechat.send("GET", "/sandbox/state", &[&control, &rebound], b"");
    assert_eq!(elsewhere.status, 403);
    assert!(String::from_utf8_lossy(&elsewhere.body).contains("`localhost`"));
    // Nothing that was turned away counts as a call.
    let calls = wechat.look("calls")["calls"]
        .as_array()
        .expect("a list")
        .len();
    assert_eq!(calls, 6, "five of these, and the token of the test");
}

// Elsewhere than on Linux loopback is one address.
#[cfg(target_os = "linux")]
#[test]
fn it_listens_on_loopback_unless_told() {
    let wechat = Served::start(&["--bind", "0.0.0.0"]);
    assert!(wechat.base.starts_with("127.0.0.1:"), "{}", wechat.base);
    let port = wechat.base.split_once(':').expect("a port").1;
    let other = format!("127.0.0.2:{port}");
    assert!(std::net::TcpStream::connect(&other).is_ok());
    let alone = Served::start(&[]);
    let port = alone.base.split_once(':').expect("a port").1;
    assert!(std::net::TcpStream::connect(format!("127.0.0.2:{port}")).is_err());
}

#[test]
fn control_calls_want_the_token_and_sense() {
    let wechat = Served::start(&[]);
    for head in [vec![], vec!["x-sandbox-token: 0".to_owned()]] {
        let head: Vec<_> = head.iter().map(String::as_str).collect();
        for name in ["reset", "clock", "none"] {
            let reply = wechat.send("POST", &format!("/sandbox/{name}"), &head, b"{}");
            assert_eq!(reply.status, 403, "{name}");
        }
        assert_eq!(wechat.send("GET", "/sandbox/calls", &head, b"").status, 403);
    }
    let control = format!("x-sandbox-token: {}", wechat.control_token());
    for (name, body) in [
        ("clock", json!({ "advance_seconds": i64::MAX })),
        ("clock", json!({ "advance_seconds": i64::MIN })),
        ("clock", json!({ "set": "tomorrow" })),
        ("settings", json!({ "followers": 1 })),
        ("settings", json!({ "followers": u64::MAX })),
        ("settings", json!({ "kind": "personal" })),
        ("settings", json!({ "colour": 1 })),
        ("confirm", json!({ "msg_id": 1 })),
        ("forget-media", json!({ "media_id": "none" })),
        ("faults", json!([{ "call": "none", "fault": "hang" }])),
    ] {
        let path = format!("/sandbox/{name}");
        let reply = wechat.send("POST", &path, &[&control], body.to_string().as_bytes());
        assert_eq!(reply.status, 400, "{name} {body}");
        assert!(!reply.json()["error"].as_str().expect("why").is_empty());
    }
    assert_eq!(wechat.look("state")["settings"]["followers"], 300);
}
