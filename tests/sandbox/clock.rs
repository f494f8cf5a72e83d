//! The sandbox's clock: tokens and files die by it, quotas return by it, an administrator has half an hour of it.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::{Served, wxmass};
use crate::pictures;
use crate::play::*;

fn to(all: bool, key: &str) -> Value {
    json!({ "filter": { "is_to_all": all, "tag_id": 101 }, "text": { "content": key }, "msgtype": "text", "clientmsgid": key })
}

fn accepted() -> Value {
    json!({ "errcode": 0, "msg_id": "#" })
}

#[test]
fn tokens_and_temporary_files_die_in_time() {
    let wechat = Served::start(&["--clock", "2026-11-30T12:00:00+08:00"]);
    let jpg = pictures::plain("a.jpg", 1);
    let temporary = wechat
        .upload("media/upload?type=image", "a.jpg", &jpg, "")
        .json();
    let temporary = text(&temporary, "media_id");
    let (permanent, _) = picture(&wechat);
    let image =
        |id: &str| json!({ "touser": FOLLOWER, "msgtype": "image", "image": { "media_id": id } });
    let preview = |id: &str| wechat.post("message/mass/preview", &image(id));

    wechat.wait_hours(1.99);
    assert_holds("still good", &preview(temporary), &json!({ "errcode": 0 }));
    wechat.wait_hours(0.02);
    assert_holds("two hours later", &preview(temporary), &refused(42001));
    wechat.renew_token();
    wechat.wait_hours(69.9);
    wechat.renew_token();
    assert_holds("71.9 hours", &preview(temporary), &json!({ "errcode": 0 }));
    wechat.wait_hours(0.2);
    assert_holds("three days", &preview(temporary), &refused(40007));
    let gone = wechat.get(&format!("media/get?media_id={temporary}"));
    assert_holds("three days", &gone, &refused(40007));
    assert_holds("for ever", &preview(&permanent), &json!({ "errcode": 0 }));
}

#[test]
fn quotas_return_at_midnight_and_on_the_first_in_beijing() {
    let wechat = Served::start(&["--clock", "2026-11-30 23:55"]);
    let own = json!({ "appid": wechat.appid });
    let delete = json!({ "msg_id": 1 });
    for _ in 0..10 {
        assert_holds(
            "delete",
            &wechat.post("message/mass/delete", &delete),
            &refused(40059),
        );
    }
    assert_holds(
        "the eleventh",
        &wechat.post("message/mass/delete", &delete),
        &refused(45009),
    );
    for key in ["a", "b", "c", "d"] {
        assert_holds(
            key,
            &wechat.post("message/mass/sendall", &to(true, key)),
            &accepted(),
        );
    }
    play(
        &wechat,
        &[
            ("message/mass/sendall", to(true, "e"), refused(45028)),
            // To a tag there is no such limit.
            ("message/mass/sendall", to(false, "f"), accepted()),
        ],
    );
    // Four minutes on it is still November in Beijing; it has been for sixteen hours elsewhere.
    wechat.control("clock", &json!({ "advance_seconds": 240 }));
    assert_holds(
        "23:59",
        &wechat.post("message/mass/delete", &delete),
        &refused(45009),
    );
    wechat.control("clock", &json!({ "set": "2026-12-01T00:00:00+08:00" }));
    play(
        &wechat,
        &[
            ("message/mass/delete", delete, refused(40059)),
            ("message/mass/sendall", to(true, "e"), accepted()),
        ],
    );
    for _ in 0..10 {
        assert_holds("clear", &wechat.post("clear_quota", &own), &ok());
    }
    wechat.control("clock", &json!({ "set": "2026-12-31T23:59:00+08:00" }));
    wechat.renew_token();
    assert_holds(
        "all year",
        &wechat.post("clear_quota", &own),
        &refused(48006),
    );
    wechat.control("clock", &json!({ "set": "2027-01-01 00:00" }));
    assert_holds("new year", &wechat.post("clear_quota", &own), &ok());
}

#[test]
fn each_kind_of_account_may_do_its_own() {
    let everything = |wechat: &Served| -> Vec<i64> {
        let (cover, _) = picture(wechat);
        let news = json!({ "articles": [article("T", &cover)] });
        let news = text(&wechat.post("draft/add", &news), "media_id").to_owned();
        let list = json!({ "touser": [FOLLOWER, "oSandbox00000000000000000002"], "text": { "content": "Hi" }, "msgtype": "text" });
        let one = json!({ "touser": FOLLOWER, "text": { "content": "Hi" }, "msgtype": "text" });
        let answers = [
            wechat.get("tags/get"),
            wechat.get("user/get"),
            wechat.post("message/mass/preview", &one),
            wechat.post("message/mass/send", &list),
            wechat.post("message/mass/sendall", &to(false, "a")),
            wechat.post("message/mass/sendall", &to(false, "b")),
            wechat.post("freepublish/submit", &json!({ "media_id": news })),
        ];
        let code = |answer: &Value| answer["errcode"].as_i64().unwrap_or(0);
        answers.iter().map(code).collect()
    };
    let kinds: [(&str, [i64; 7]); 4] = [
        ("service", [0; 7]),
        ("subscription", [0, 0, 0, 48001, 0, 45028, 0]),
        ("unverified", [48001; 7]),
        ("test", [0, 0, 0, 48001, 0, 0, 0]),
    ];
    for (kind, expected) in kinds {
        let wechat = Served::start(&["--kind", kind]);
        assert_eq!(everything(&wechat), expected, "{kind}");
        let calls = wechat.look("state")["publishes"].clone();
        let publish = &calls[0]["publish_id"];
        if kind == "test" {
            let answer = wechat.post("freepublish/get", &json!({ "publish_id": publish }));
            assert_holds("a test account", &answer, &json!({ "publish_status": 3 }));
        }
        if kind == "subscription" {
            // Tomorrow there is another one.
            wechat.wait_hours(24.0);
            wechat.renew_token();
            assert_holds(
                "tomorrow",
                &wechat.post("message/mass/sendall", &to(true, "c")),
                &accepted(),
            );
        }
    }
}

#[test]
fn with_protection_a_send_to_everybody_waits_for_the_administrator() {
    let wechat = Served::start(&["--protection"]);
    let send = |all: bool, key: &str| {
        let answer = wechat.post("message/mass/sendall", &to(all, key));
        answer["msg_id"].as_i64().expect(key)
    };
    let status = |id: i64| {
        let answer = wechat.post("message/mass/get", &json!({ "msg_id": id }));
        text(&answer, "msg_status").to_owned()
    };
    let (tagged, given, refused, silent) = (
        send(false, "tag"),
        send(true, "a"),
        send(true, "b"),
        send(true, "c"),
    );
    assert_eq!(status(tagged), "SEND_SUCCESS");
    assert_eq!(status(given), "SENDING");
    wechat.control("confirm", &json!({ "msg_id": given }));
    wechat.control("confirm", &json!({ "msg_id": refused, "refuse": true }));
    assert_eq!(status(given), "SEND_SUCCESS");
    assert_eq!(status(refused), "SEND_FAIL");
    wechat.wait_hours(0.49);
    assert_eq!(status(silent), "SENDING");
    wechat.wait_hours(0.02);
    assert_eq!(status(silent), "SEND_FAIL");
}

/// Everything that an account has survives a restart, and what is of the moment does not.
#[test]
fn a_world_survives_a_restart() {
    let home = TempDir::new().expect("a folder");
    let first = Served::at(
        home.path(),
        &[
            "--kind",
            "subscription",
            "--followers",
            "40",
            "--protection",
            "--clock",
            "2030-01-01 08:00",
        ],
    );
    let token = first.token();
    let (cover, _) = picture(&first);
    let id = draft(&first, 2);
    first.post("tags/create", &json!({ "tag": { "name": "new" } }));
    let tagging = json!({ "openid_list": [FOLLOWER], "tagid": 134 });
    first.post("tags/members/batchtagging", &tagging);
    first.post("message/mass/speed/set", &json!({ "speed": 4 }));
    let published = draft(&first, 1);
    let publish =
        first.post("freepublish/submit", &json!({ "media_id": published }))["publish_id"].clone();
    let sent = first.post("message/mass/sendall", &to(true, "a"))["msg_id"].clone();
    let errmsg = first.post("draft/get", &json!({ "media_id": "none" }));
    let rid = text(&errmsg, "errmsg")
        .split(" rid: ")
        .nth(1)
        .expect("rid")
        .to_owned();
    first.control(
        "faults",
        &json!([{ "call": "*", "fault": "hang", "nth": 99 }]),
    );
    first.stop();

    let second = Served::at(home.path(), &[]);
    assert_eq!(second.token(), token, "the stable token is the same");
    play(
        &second,
        &[
            (
                "draft/get",
                json!({ "media_id": id }),
                json!({ "news_item": [{ "title": "No. 1" }, { "title": "No. 2" }] }),
            ),
            (
                "user/tag/get",
                json!({ "tagid": 134 }),
                json!({ "count": 1 }),
            ),
            ("user/get", Value::Null, json!({ "total": 40 })),
            (
                "message/mass/speed/get",
                json!({}),
                json!({ "speed": 4, "realspeed": 10 }),
            ),
            (
                "freepublish/get",
                json!({ "publish_id": publish }),
                json!({ "publish_status": 0 }),
            ),
            (
                "message/mass/get",
                json!({ "msg_id": sent }),
                json!({ "msg_status": "SENDING" }),
            ),
            ("message/mass/sendall", to(true, "a"), refused(45065)),
            ("message/mass/sendall", to(true, "b"), refused(45028)),
            (
                "openapi/rid/get",
                json!({ "rid": rid }),
                json!({ "errcode": 0 }),
            ),
            (
                "openapi/quota/get",
                json!({ "cgi_path": "/cgi-bin/message/mass/sendall" }),
                json!({ "quota": { "used": 3 } }),
            ),
        ],
    );
    let bytes = json!({ "media_id": cover }).to_string();
    let back = second.post_raw("material/get_material", bytes.as_bytes());
    assert_eq!(back.body, pictures::plain("cover.jpg", 7));
    assert!(text(&second.look("state"), "now").starts_with("2030-01-01"));
    // There is one of a folder, and a second says where.
    let output = wxmass(home.path(), &["sandbox"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        stderr.contains(&format!("http://{}", second.base)),
        "{stderr}"
    );
    // One that is killed leaves its world, and an address that another program may have by then.
    let address = home.path().join("wxmass/sandbox/address");
    let left = std::fs::read(&address).expect("an address");
    drop(second);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let stranger = format!("http://{}", taken.local_addr().expect("an address"));
    assert!(left.starts_with(b"http://127.0.0.1:"));
    std::fs::write(&address, stranger).expect("it is written");
    let output = wxmass(home.path(), &["tags", "--sandbox"])
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{output:?}");
    let third = Served::at(home.path(), &[]);
    assert_eq!(third.get("user/get")["total"], 40);
    third.stop();

    // --memory keeps nothing and sees nothing of it.
    let apart = Served::start(&[]);
    assert_eq!(apart.get("draft/count")["total_count"], 0);
    let output = wxmass(home.path(), &["sandbox", "--clock", "tomorrow"])
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(2));
}
