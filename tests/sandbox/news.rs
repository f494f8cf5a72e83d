//! Drafts and publications.

use serde_json::{Value, json};

use crate::client::Served;
use crate::play::*;

#[test]
fn drafts_are_read_changed_listed_and_consumed() {
    let wechat = Served::start(&[]);
    let (cover, url) = picture(&wechat);
    let id = draft(&wechat, 2);
    let changed = article("Changed", &cover);
    play(
        &wechat,
        &[
            ("draft/count", Value::Null, json!({ "total_count": 1 })),
            (
                "draft/get",
                json!({ "media_id": id }),
                json!({ "news_item": [{ "title": "No. 1", "article_type": "news" }, { "thumb_media_id": "…" }], "create_time": "#", "update_time": "#" }),
            ),
            // An object, where draft/add takes an array.
            (
                "draft/update",
                json!({ "media_id": id, "index": 1, "articles": [changed] }),
                refused(47001),
            ),
            (
                "draft/update",
                json!({ "media_id": id, "index": 1, "articles": changed }),
                ok(),
            ),
            (
                "draft/update",
                json!({ "media_id": id, "index": 2, "articles": changed }),
                refused(40114),
            ),
            (
                "draft/update",
                json!({ "media_id": "Draft0none", "index": 0, "articles": changed }),
                refused(40007),
            ),
            (
                "draft/get",
                json!({ "media_id": id }),
                json!({ "news_item": [{ "title": "No. 1" }, { "title": "Changed", "thumb_url": url, "need_open_comment": 0, "digest": "" }] }),
            ),
            (
                "draft/batchget",
                json!({ "offset": 0, "count": 20, "no_content": 1 }),
                json!({ "total_count": 1, "item_count": 1, "item": [{ "media_id": id, "content": { "news_item": [{ "content": "" }, { "content": "" }] } }] }),
            ),
            (
                "draft/batchget",
                json!({ "offset": 0, "count": 21 }),
                refused(40035),
            ),
            (
                "draft/batchget",
                json!({ "offset": 5, "count": 20 }),
                json!({ "total_count": 1, "item_count": 0, "item": [] }),
            ),
            (
                "draft/switch?checkonly=1",
                json!({}),
                json!({ "errcode": 0, "is_open": 1 }),
            ),
            ("draft/delete", json!({ "media_id": id }), ok()),
            ("draft/delete", json!({ "media_id": id }), refused(40007)),
            ("draft/count", Value::Null, json!({ "total_count": 0 })),
            (
                "material/add_news",
                json!({ "articles": [changed] }),
                refused(45106),
            ),
            (
                "material/update_news",
                json!({ "media_id": id, "index": 0, "articles": changed }),
                refused(45106),
            ),
        ],
    );
}

#[test]
fn an_article_is_kept_as_wechat_filters_it() {
    let wechat = Served::start(&[]);
    let (cover, url) = picture(&wechat);
    let written = format!(
        r#"<p style="color:red;position:fixed" onclick="x()" id="a">a<script>b</script></p><img src="{url}"><img src="https://example.com/a.png"><a href="https://example.com">c</a><a href="https://mp.weixin.qq.com/s/x">d</a>"#
    );
    let kept = |links: &str| {
        format!(
            r#"<p style="color:red">a</p><img src="{url}">{links}<a href="https://mp.weixin.qq.com/s/x">d</a>"#
        )
    };
    let article = json!({ "title": "T", "content": written, "thumb_media_id": cover });
    for (pay, links) in [
        (false, "c"),
        (true, r#"<a href="https://example.com">c</a>"#),
    ] {
        wechat.control("settings", &json!({ "pay": pay }));
        let draft = wechat.post("draft/add", &json!({ "articles": [article] }));
        let got = wechat.post("draft/get", &json!({ "media_id": draft["media_id"] }));
        assert_eq!(got["news_item"][0]["content"], kept(links));
        assert_eq!(got["news_item"][0]["digest"], "acd");
    }
}

#[test]
fn a_picture_post_is_plain_text() {
    let wechat = Served::start(&[]);
    let (image, url) = picture(&wechat);
    let post = |list: Value| json!({ "articles": [{ "article_type": "newspic", "title": "T", "content": "a <b>b</b>", "image_info": { "image_list": list } }] });
    let one = json!([{ "image_media_id": image }]);
    let many: Vec<_> = (0..21).map(|_| one[0].clone()).collect();
    play(
        &wechat,
        &[
            ("draft/add", post(json!([])), refused(40215)),
            ("draft/add", post(json!(many)), refused(40215)),
            (
                "draft/add",
                post(json!([{ "image_media_id": "none" }])),
                refused(40007),
            ),
        ],
    );
    let draft = wechat.post("draft/add", &post(one));
    let id = text(&draft, "media_id");
    let expected = json!({ "news_item": [{ "article_type": "newspic", "content": "a <b>b</b>", "thumb_url": url }] });
    assert_holds(
        "get",
        &wechat.post("draft/get", &json!({ "media_id": id })),
        &expected,
    );
    // The outbox shows it as it is.
    let shown = wechat
        .send("GET", &format!("/outbox/article/draft/{id}/0"), &[], b"")
        .json();
    let html = text(&shown, "html");
    assert!(
        !html.contains("<b>") && html.contains("&lt;b&gt;"),
        "{html}"
    );
}

#[test]
fn publications_are_public_and_consume_the_draft() {
    let wechat = Served::start(&[]);
    wechat.control("settings", &json!({ "finish_after_ms": 60_000 }));
    let id = draft(&wechat, 2);
    let answer = wechat.post("freepublish/submit", &json!({ "media_id": id }));
    assert_holds(
        "submit",
        &answer,
        &json!({ "errcode": 0, "publish_id": "#", "msg_data_id": "#" }),
    );
    let publish = answer["publish_id"].as_i64().expect("a number");
    play(
        &wechat,
        &[
            (
                "freepublish/submit",
                json!({ "media_id": id }),
                refused(40007),
            ),
            (
                "freepublish/get",
                json!({ "publish_id": publish }),
                json!({ "publish_status": 1 }),
            ),
            (
                "freepublish/batchget",
                json!({ "offset": 0, "count": 20 }),
                json!({ "total_count": 0 }),
            ),
            (
                "freepublish/get",
                json!({ "publish_id": "1" }),
                refused(53502),
            ),
            (
                "freepublish/getarticle",
                json!({ "article_id": "none" }),
                refused(53600),
            ),
        ],
    );
    wechat.wait_hours(1.0);
    // As text, which half of all clients send.
    let done = wechat.post(
        "freepublish/get",
        &json!({ "publish_id": publish.to_string() }),
    );
    let detail = json!({ "count": 2, "item": [{ "idx": 1, "article_url": "…" }, { "idx": 2, "article_url": "…" }] });
    assert_holds(
        "get",
        &done,
        &json!({ "publish_id": publish, "publish_status": 0, "article_detail": detail, "fail_idx": [] }),
    );
    let article = text(&done, "article_id");
    let gone = |first: bool, second: bool| json!({ "news_item": [{ "title": "No. 1", "is_deleted": first }, { "url": "…", "is_deleted": second }], "create_time": "#", "update_time": "#" });
    play(
        &wechat,
        &[
            (
                "freepublish/batchget",
                json!({ "offset": 0, "count": 20, "no_content": 1 }),
                json!({ "total_count": 1, "item_count": 1, "item": [{ "article_id": article, "content": { "news_item": [{ "content": "" }, { "content": "" }] } }] }),
            ),
            (
                "freepublish/getarticle",
                json!({ "article_id": article }),
                gone(false, false),
            ),
            (
                "freepublish/delete",
                json!({ "article_id": article, "index": 3 }),
                refused(40060),
            ),
            (
                "freepublish/delete",
                json!({ "article_id": article, "index": 2 }),
                ok(),
            ),
            (
                "freepublish/getarticle",
                json!({ "article_id": article }),
                gone(false, true),
            ),
            ("freepublish/delete", json!({ "article_id": article }), ok()),
            (
                "freepublish/get",
                json!({ "publish_id": publish }),
                json!({ "publish_status": 5 }),
            ),
        ],
    );
    // It is no mass send.
    play(
        &wechat,
        &[(
            "message/mass/get",
            json!({ "msg_id": publish }),
            refused(40059),
        )],
    );
}

#[test]
fn the_outbox_hears_of_a_publication_that_ends_by_the_clock() {
    let wechat = Served::start(&[]);
    wechat.control("settings", &json!({ "finish_after_ms": 300 }));
    wechat.post(
        "freepublish/submit",
        &json!({ "media_id": draft(&wechat, 1) }),
    );
    // As the page asks: it names the version that it has, and gets nothing while that is the newest.
    let mut version = String::new();
    for _ in 0..200 {
        let path = format!("/outbox.json?version={version}");
        let reply = wechat.send("GET", &path, &[], b"");
        if reply.status == 204 {
            std::thread::sleep(std::time::Duration::from_millis(20));
            continue;
        }
        let data = reply.json();
        text(&data, "version").clone_into(&mut version);
        if data["publishes"][0]["status"] == 0 {
            return;
        }
    }
    panic!("it is still on its way");
}
