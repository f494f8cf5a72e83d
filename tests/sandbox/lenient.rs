//! Values that clients write in more than one form, or that no page describes: read as WeChat reads them, and noted.

use serde_json::{Value, json};

use crate::client::Served;
use crate::pictures;
use crate::play::*;

#[test]
fn flags_numbers_and_nothing_are_read_in_every_form() {
    let wechat = Served::start(&[]);
    let (cover, _) = picture(&wechat);
    let bytes = pictures::plain("t.jpg", 2);
    let thumb = wechat
        .upload("media/upload?type=thumb", "t.jpg", &bytes, "")
        .json();
    let thumb = text(&thumb, "thumb_media_id");
    let made = json!({ "media_id": "…" });
    let page = json!({ "item": [] });
    for flag in [
        json!(1),
        json!("1"),
        json!(true),
        json!("true"),
        json!(null),
    ] {
        let news = |id: &str| {
            json!({ "articles": [{ "title": "T", "content": "c", "thumb_media_id": id, "author": null, "show_cover_pic": flag,
                "need_open_comment": flag, "only_fans_can_comment": flag, "pic_crop_1_1": "", "cover_info": null }] })
        };
        let list = json!({ "offset": "0", "count": "20", "no_content": flag });
        let key = flag.to_string();
        play(
            &wechat,
            &[
                ("media/uploadnews", news(thumb), made.clone()),
                ("freepublish/batchget", list.clone(), page.clone()),
                (
                    "message/mass/sendall",
                    json!({ "filter": { "is_to_all": null, "tag_id": "101" }, "text": { "content": key }, "msgtype": "text",
                        "image": null, "send_ignore_reprint": flag, "clientmsgid": format!("k-{key}") }),
                    json!({ "errcode": 0 }),
                ),
                (
                    "message/mass/preview",
                    json!({ "touser": FOLLOWER, "towxname": null, "text": { "content": "a" }, "msgtype": "text", "send_ignore_reprint": flag }),
                    json!({ "errcode": 0 }),
                ),
            ],
        );
        let draft = wechat.post("draft/add", &news(&cover));
        let kept = wechat.post("draft/get", &json!({ "media_id": draft["media_id"] }));
        let expected = i32::from(!flag.is_null());
        let flags = json!({ "need_open_comment": expected, "only_fans_can_comment": expected, "show_cover_pic": expected });
        assert_holds(&key, &kept["news_item"][0], &flags);
        let drafts = wechat.post("draft/batchget", &list);
        let content = &drafts["item"][0]["content"]["news_item"][0]["content"];
        assert_eq!(content == "", !flag.is_null(), "{drafts}");
    }
    let fetched = |force: Value| {
        let body = json!({ "grant_type": "client_credential", "appid": wechat.appid, "secret": wechat.secret, "force_refresh": force });
        let answer = wechat.send(
            "POST",
            "/cgi-bin/stable_token",
            &[],
            body.to_string().as_bytes(),
        );
        answer.json()["access_token"].clone()
    };
    let first = fetched(json!(null));
    assert_eq!(fetched(json!("0")), first);
    assert_ne!(fetched(json!("true")), first);
    wechat.renew_token();
    play(
        &wechat,
        &[
            (
                "tags/members/batchtagging",
                json!({ "openid_list": [FOLLOWER], "tagid": "102" }),
                ok(),
            ),
            (
                "user/tag/get",
                json!({ "tagid": "102", "next_openid": null }),
                json!({ "count": 1 }),
            ),
            ("message/mass/speed/set", json!({ "speed": "3" }), ok()),
            (
                "message/mass/speed/set",
                json!({ "speed": "fast" }),
                refused(47001),
            ),
            (
                "draft/add",
                json!({ "articles": [{ "title": "T", "content": "c", "thumb_media_id": cover, "need_open_comment": 2 }] }),
                refused(40035),
            ),
            // What is required is not there where it is null.
            ("draft/get", json!({ "media_id": null }), refused(47001)),
            ("tags/create", json!({ "tag": null }), refused(47001)),
        ],
    );
}

#[test]
fn what_no_page_describes_is_noted_or_refused_where_that_is_wanted() {
    let wechat = Served::start(&[]);
    let (cover, _) = picture(&wechat);
    let article = json!({ "title": "T", "content": "c", "thumb_media_id": cover, "pic_crop_16_9": "", "url": "http://x", "image_info": { "image_list": [] } });
    let draft = wechat.post(
        "draft/add",
        &json!({ "articles": [article, article], "account": "a" }),
    );
    let id = text(&draft, "media_id").to_owned();
    let kept = wechat.post("draft/get", &json!({ "media_id": id }))["news_item"][0].clone();
    assert!(
        kept.get("pic_crop_16_9").is_none() && kept["url"] != "http://x",
        "{kept}"
    );
    // A fetched article may be given back as it is.
    let back = json!({ "media_id": id, "index": 0, "articles": kept });
    assert_holds("given back", &wechat.post("draft/update", &back), &ok());
    let sent = json!({ "filter": { "tag_id": 100, "sex": 1 }, "text": { "content": "a", "colour": "b" }, "msgtype": "text", "account": "c" });
    assert_holds(
        "sent",
        &wechat.post("message/mass/sendall", &sent),
        &json!({ "errcode": 0 }),
    );
    let noted = wechat.look("state")["unknown_fields"].clone();
    let fields = |index: usize| noted[index]["fields"].clone();
    assert_eq!(
        fields(0),
        json!([
            "account",
            "articles[0].pic_crop_16_9",
            "articles[0].url",
            "articles[0].image_info",
            "articles[1].pic_crop_16_9",
            "articles[1].url",
            "articles[1].image_info"
        ])
    );
    assert_eq!(fields(1), json!(["articles.thumb_url", "articles.url"]));
    assert_eq!(fields(2), json!(["account", "filter.sex", "text.colour"]));
    let calls = wechat.look("calls")["calls"].clone();
    let call = calls.as_array().expect("calls").last().expect("a call");
    assert_eq!(call["unknown_fields"], fields(2));
    let page = wechat.send("GET", "/outbox.json", &[], b"").json();
    assert_eq!(
        page["calls"]
            .as_array()
            .expect("calls")
            .last()
            .expect("a call")["unknown_fields"],
        fields(2)
    );

    // A kind of message that there is not has its own refusal.
    let music =
        json!({ "filter": { "tag_id": 100 }, "music": { "media_id": "x" }, "msgtype": "music" });
    assert_holds(
        "music",
        &wechat.post("message/mass/sendall", &music),
        &refused(40008),
    );
    wechat.control("settings", &json!({ "strict_fields": true }));
    for (call, body) in [
        ("draft/add", json!({ "articles": [article] })),
        ("message/mass/sendall", sent),
        (
            "tags/create",
            json!({ "tag": { "name": "x", "colour": 1 } }),
        ),
        (
            "message/mass/preview",
            json!({ "touser": FOLLOWER, "text": { "content": "a", "b": 1 }, "msgtype": "text" }),
        ),
    ] {
        assert_holds(call, &wechat.post(call, &body), &refused(47001));
    }
}

#[test]
fn calls_of_wechat_that_are_not_played_say_so() {
    let wechat = Served::start(&[]);
    for (method, path, status) in [
        ("GET", "/cgi-bin/menu/get", 501),
        ("POST", "/cgi-bin/user/info/updateremark", 501),
        ("POST", "/cgi-bin/comment/list", 501),
        ("POST", "/card/create", 501),
        ("GET", "/cgi-bin/menu/gett", 404),
        ("GET", "/cgi-bin/none", 404),
        ("POST", "/draft/add", 404),
    ] {
        let reply = wechat.send(method, path, &[], b"{}");
        assert_eq!(reply.status, status, "{path}");
        if status == 404 {
            assert!(reply.body.is_empty(), "{path}");
        } else {
            let answer = reply.json();
            assert_eq!(answer["errcode"], 501);
            assert!(
                text(&answer, "errmsg").contains("does not play"),
                "{answer}"
            );
        }
    }
    let page = wechat.send("GET", "/outbox.json", &[], b"").json();
    let unplayed = page["calls"].as_array().expect("calls").iter();
    assert_eq!(unplayed.filter(|call| call["unplayed"] == true).count(), 4);
}

#[test]
fn what_is_fetched_has_a_name_and_what_is_asked_has_an_answer() {
    let wechat = Served::start(&[]);
    let jpg = pictures::plain("a.jpg", 3);
    let image = wechat
        .upload("media/upload?type=image", "a.JPG", &jpg, "")
        .json();
    let id = text(&image, "media_id");
    let path = format!(
        "/cgi-bin/media/get?media_id={id}&access_token={}",
        wechat.token()
    );
    let head = String::from_utf8_lossy(&wechat.exchange("GET", &path, &[], b"")).into_owned();
    let named = format!("content-disposition: attachment; filename=\"{id}.JPG\"");
    assert!(head.contains(&named), "{head}");

    let bare = wechat.upload(
        "material/add_material?type=video",
        "56c7fec0",
        b"\0\0\0\x18ftypmp42",
        "{\"title\":\"T\",\"introduction\":\"I\"}",
    );
    assert_holds("no extension", &bare.json(), &refused(40113));
    // One SDK sends the type as a field of the form.
    let form = [
        &b"--e\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nimage\r\n--e\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.jpg\"\r\n\r\n"[..],
        &jpg,
        b"\r\n--e--\r\n",
    ]
    .concat();
    let path = format!(
        "/cgi-bin/material/add_material?access_token={}",
        wechat.token()
    );
    let answer = wechat.send(
        "POST",
        &path,
        &["content-type: multipart/form-data; boundary=e"],
        &form,
    );
    assert_holds(
        "type in the form",
        &answer.json(),
        &json!({ "media_id": "…", "url": "…" }),
    );

    let (cover, _) = picture(&wechat);
    let cut = |ratio: &str, x1: Value| {
        json!({ "articles": [{ "title": "T", "content": "c", "thumb_media_id": cover,
        "cover_info": { "crop_percent_list": [{ "ratio": ratio, "x1": x1, "y1": "0", "x2": "1", "y2": "0.9" }] } }] })
    };
    let many: Vec<_> = (0..101).map(|_| json!({ "openid": FOLLOWER })).collect();
    play(
        &wechat,
        &[
            (
                "draft/add",
                cut("2.35_1", json!("0")),
                json!({ "media_id": "…" }),
            ),
            (
                "draft/add",
                cut("1_1", json!(0.25)),
                json!({ "media_id": "…" }),
            ),
            ("draft/add", cut("4_3", json!("0")), refused(40035)),
            ("draft/add", cut("1_1", json!("1.5")), refused(40035)),
            (
                "user/info/batchget",
                json!({ "user_list": [{ "openid": FOLLOWER, "lang": "zh_CN" }, { "openid": "oSandbox00000000000000020000" }] }),
                json!({ "user_info_list": [{ "subscribe": 1, "openid": FOLLOWER }, { "subscribe": 0 }] }),
            ),
            (
                "user/info/batchget",
                json!({ "user_list": many }),
                refused(40032),
            ),
            (
                "user/info/batchget",
                json!({ "user_list": [{ "openid": "short" }] }),
                refused(40003),
            ),
        ],
    );
    let draft = wechat.post("draft/add", &cut("1_1", json!("0.25")));
    let kept = wechat.post("draft/get", &json!({ "media_id": draft["media_id"] }));
    assert_eq!(
        kept["news_item"][0]["cover_info"]["crop_percent_list"][0]["ratio"],
        "1_1"
    );

    // One call's quota is cleared fifty times a month, and no other's.
    let preview = json!({ "touser": FOLLOWER, "msgtype": "text", "text": { "content": "Hi" } });
    for _ in 0..100 {
        wechat.post("message/mass/preview", &preview);
    }
    let path = json!({ "cgi_path": "/cgi-bin/message/mass/preview" });
    play(
        &wechat,
        &[
            ("message/mass/preview", preview.clone(), refused(45009)),
            (
                "openapi/quota/clear",
                json!({ "cgi_path": "/cgi-bin/none" }),
                refused(76021),
            ),
            ("openapi/quota/clear", json!({}), refused(47001)),
            ("openapi/quota/clear", path.clone(), ok()),
            ("message/mass/preview", preview, json!({ "errcode": 0 })),
        ],
    );
    for _ in 1..50 {
        assert_holds("clear", &wechat.post("openapi/quota/clear", &path), &ok());
    }
    assert_holds(
        "the fifty-first",
        &wechat.post("openapi/quota/clear", &path),
        &refused(45009),
    );
    let own = json!({ "appid": wechat.appid });
    assert_holds("all", &wechat.post("clear_quota", &own), &ok());
}

#[test]
fn withdrawn_calls_are_refused_in_the_words_of_the_time() {
    let wechat = Served::start(&[]);
    let (cover, _) = picture(&wechat);
    let news = json!({ "articles": [article("T", &cover)] });
    let add = || wechat.post("material/add_news", &news);
    let today = add();
    assert_holds("today", &today, &refused(45106));
    assert!(text(&today, "errmsg").contains("announce_id="), "{today}");
    wechat.control("settings", &json!({ "early_2022": true }));
    assert_holds("early 2022", &add(), &refused(45103));
    wechat.control("settings", &json!({ "world_2021": true }));
    assert_holds("2021", &add(), &json!({ "media_id": "…" }));
    // Cards and videos from uploadvideo: as today's page of sendall has it.
    let card =
        json!({ "filter": { "tag_id": 100 }, "wxcard": { "card_id": "p1" }, "msgtype": "wxcard" });
    assert_holds(
        "card",
        &wechat.post("message/mass/sendall", &card),
        &json!({ "errcode": 0 }),
    );
    wechat.control("settings", &json!({ "cards_and_videos_gone": true }));
    let other =
        json!({ "filter": { "tag_id": 101 }, "wxcard": { "card_id": "p1" }, "msgtype": "wxcard" });
    assert_holds(
        "card",
        &wechat.post("message/mass/sendall", &other),
        &refused(45113),
    );
    let film = json!({ "filter": { "tag_id": 100 }, "mpvideo": { "media_id": "v" }, "msgtype": "mpvideo" });
    assert_holds(
        "film",
        &wechat.post("message/mass/sendall", &film),
        &refused(48022),
    );
    let update = |source: &str| json!({ "media_id": draft(&wechat, 1), "index": 0, "articles": { "title": "T", "content": "c", "thumb_media_id": cover, "content_source_url": source } });
    play(
        &wechat,
        &[
            ("draft/update", update("www.example.com"), refused(41039)),
            ("draft/update", update("https://example.com/a"), ok()),
            ("draft/update", update(""), ok()),
        ],
    );
}
