//! Uploads, temporary media and the material library.

use serde_json::{Value, json};

use crate::client::Served;
use crate::pictures;
use crate::play::*;

/// A file that begins as its kind does, which is all that the sandbox looks at.
fn file(kind: &str) -> Vec<u8> {
    match kind {
        "mp4" => b"\0\0\0\x18ftypmp42".to_vec(),
        "mp3" => b"ID3\x04".to_vec(),
        _ => pictures::plain(&format!("a.{kind}"), 3),
    }
}

#[test]
fn files_are_taken_kept_and_given_back() {
    let wechat = Served::start(&[]);
    let jpg = file("jpg");
    let take = |call: &str, name: &str, bytes: &[u8]| wechat.upload(call, name, bytes, "");
    // 61 seconds of the slowest AMR.
    let long_voice = [&b"#!AMR\n"[..], &[0x04; 13].repeat(61 * 50)].concat();
    let refusals: [(&str, &str, Vec<u8>, i64); 11] = [
        ("media/uploadimg", "a", jpg.clone(), 40005),
        ("media/uploadimg", "a.gif", file("gif"), 40005),
        (
            "media/uploadimg",
            "a.png",
            b"\x89PNG\r\n\x1a\nrest".to_vec(),
            40137,
        ),
        ("media/uploadimg", "", jpg.clone(), 41005),
        (
            "media/uploadimg",
            "a.png",
            pictures::noise("a.png", 700, 700),
            40009,
        ),
        (
            "media/upload?type=thumb",
            "a.jpg",
            pictures::noise("a.jpg", 400, 400),
            40006,
        ),
        ("media/upload?type=film", "a.jpg", jpg.clone(), 40004),
        (
            "media/upload?type=voice",
            "a.amr",
            long_voice.clone(),
            45007,
        ),
        (
            "material/add_material?type=voice",
            "a.amr",
            long_voice.clone(),
            45007,
        ),
        (
            "material/add_material?type=voice",
            "a.jpg",
            jpg.clone(),
            40005,
        ),
        (
            "material/add_material?type=video",
            "a.mp4",
            file("mp4"),
            47001,
        ),
    ];
    for (call, name, bytes, errcode) in refusals {
        let answer = take(call, name, &bytes).json();
        assert_holds(&format!("{call} {name}"), &answer, &refused(errcode));
        assert!(text(&answer, "errmsg").contains(" hint: [") || errcode == 47001);
    }
    assert_eq!(
        take("media/uploadimg", "a", &jpg).content_type,
        "text/plain"
    );
    let minute = &long_voice[..6 + 13 * 60 * 50];
    let voice = take("media/upload?type=voice", "a.amr", minute).json();
    assert_holds("a minute", &voice, &json!({ "media_id": "…" }));
    // A name in the form of RFC 2231 alone is none.
    let starred =
        b"--e\r\nContent-Disposition: form-data; name=\"media\"; filename*=UTF-8''a.jpg\r\n\r\n";
    let body = [&starred[..], &jpg, b"\r\n--e--\r\n"].concat();
    let path = format!("/cgi-bin/media/uploadimg?access_token={}", wechat.token());
    let form = ["content-type: multipart/form-data; boundary=e"];
    let answer = wechat.send("POST", &path, &form, &body).json();
    assert_holds("filename*", &answer, &refused(41005));
    let body = take("media/uploadimg", "a.jpg", &jpg);
    assert_eq!(body.content_type, "text/plain");
    assert!(text(&body.json(), "url").starts_with("http://mmbiz.qpic.cn/mmbiz_jpg/"));

    // Temporary: an image comes back, a video as an address, a thumb has a field of its own.
    let image = take("media/upload?type=image", "a.jpg", &jpg).json();
    let image = text(&image, "media_id");
    let back = wechat.get_raw(&format!("media/get?media_id={image}"));
    assert_eq!(
        (back.content_type.as_str(), &back.body),
        ("image/jpeg", &jpg)
    );
    let thumb = take("media/upload?type=thumb", "a.jpg", &jpg).json();
    assert!(thumb.get("media_id").is_none());
    let video = take("media/upload?type=video", "a.mp4", &file("mp4")).json();
    let video = text(&video, "media_id");
    let answer = wechat.get(&format!("media/get?media_id={video}"));
    assert!(text(&answer, "video_url").starts_with("http://"));
    let none = wechat.get_raw("media/get?media_id=Tmp0none");
    assert_eq!(none.content_type, "text/plain");
    assert_holds("media/get", &none.json(), &refused(40007));

    // Permanent: the library counts, lists, gives and forgets.
    let (cover, url) = picture(&wechat);
    let voice = take("material/add_material?type=voice", "a.mp3", &file("mp3")).json();
    assert!(voice.get("url").is_none());
    let described = r#"{"title":"Launch","introduction":"One minute"}"#;
    let film = wechat
        .upload(
            "material/add_material?type=video",
            "a.mp4",
            &file("mp4"),
            described,
        )
        .json();
    let film = text(&film, "media_id");
    let raw = wechat.post_raw(
        "material/get_material",
        json!({ "media_id": cover }).to_string().as_bytes(),
    );
    assert_eq!(raw.body, pictures::plain("cover.jpg", 7));
    play(
        &wechat,
        &[
            (
                "material/get_materialcount",
                Value::Null,
                json!({ "voice_count": 1, "video_count": 1, "image_count": 1, "news_count": 0 }),
            ),
            (
                "material/batchget_material",
                json!({ "type": "image", "offset": 0, "count": 20 }),
                json!({ "total_count": 1, "item_count": 1, "item": [{ "media_id": cover, "name": "cover.jpg", "url": url, "update_time": "#" }] }),
            ),
            (
                "material/batchget_material",
                json!({ "type": "news", "offset": 0, "count": 1 }),
                json!({ "total_count": 0, "item": [] }),
            ),
            (
                "material/batchget_material",
                json!({ "type": "film", "offset": 0, "count": 1 }),
                refused(40004),
            ),
            (
                "material/get_material",
                json!({ "media_id": film }),
                json!({ "title": "Launch", "description": "One minute", "down_url": "…" }),
            ),
            (
                "material/get_material",
                json!({ "media_id": image }),
                refused(40007),
            ),
            (
                "media/uploadvideo",
                json!({ "media_id": cover, "title": "T", "description": "D" }),
                refused(40007),
            ),
            (
                "media/uploadvideo",
                json!({ "media_id": film, "title": "T", "description": "D" }),
                json!({ "type": "video", "media_id": "…", "created_at": "#" }),
            ),
            (
                "message/mass/preview",
                json!({ "touser": FOLLOWER, "msgtype": "mpvideo", "mpvideo": { "media_id": film } }),
                refused(45161),
            ),
            ("material/del_material", json!({ "media_id": cover }), ok()),
            (
                "material/del_material",
                json!({ "media_id": cover }),
                refused(40007),
            ),
            (
                "material/get_material",
                json!({ "media_id": cover }),
                refused(40007),
            ),
        ],
    );
}

#[test]
fn the_library_is_full_at_a_thousand_of_a_kind() {
    let wechat = Served::start(&[]);
    let voice = || {
        let call = "material/add_material?type=voice";
        wechat.upload(call, "a.mp3", &file("mp3"), "").json()
    };
    for _ in 0..1_000 {
        assert_holds("voice", &voice(), &json!({ "media_id": "…" }));
    }
    assert_holds("one more", &voice(), &refused(45074));
    let (cover, _) = picture(&wechat);
    assert!(!cover.is_empty(), "pictures have more room");
}
