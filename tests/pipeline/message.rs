//! Messages that go out: news by each route, texts and pictures.

use serde_json::Value;

use crate::world::pictures::noise;
use crate::world::{DRAFT, MATERIAL, PREVIEW, TEMPORARY, TO_OPENIDS, TO_TAG, World};

#[test]
fn the_upload_route_takes_temporary_thumbs() {
    let world = World::new();
    let cover = noise("cover1.jpg", 600, 300);
    let campaign = world
        .campaign("spring")
        .route("upload")
        .file("cover1.jpg", cover);
    world.send(&campaign.write()).exits(0);
    let thumb = &world.calls_of(TEMPORARY)[0];
    assert!(
        thumb.query.contains("type=thumb"),
        "the kind of cover that the route takes"
    );
    assert!(
        thumb.body.len() < 65 * 1024,
        "a thumb is under 64 KB: {}",
        thumb.body.len()
    );
    assert_eq!(world.calls_of("media/uploadnews").len(), 1);
    assert!(world.calls_of(MATERIAL).is_empty() && world.calls_of(DRAFT).is_empty());
    let article = world.calls_of("media/uploadnews")[0].json()["articles"][0].clone();
    assert_eq!(article["thumb_media_id"], thumb.verdict()["thumb_media_id"]);
    assert_eq!(world.sends().len(), 1);
}

#[test]
fn the_withdrawn_route_is_named_with_the_one_to_use() {
    let world = World::new();
    world.control("settings", &serde_json::json!({ "early_2022": true }));
    let campaign = world.campaign("spring").route("material");
    let outcome = world.send(&campaign.write()).exits(3).says("45103");
    assert!(outcome.stderr.contains("draft"), "{}", outcome.stderr);
    assert!(world.sends().is_empty());
    assert!(world.calls_of(PREVIEW).is_empty());
}

#[test]
fn a_text_is_sent_without_uploads_or_news() {
    let world = World::new();
    let campaign = world
        .campaign("text")
        .message("text = \"你好\"")
        .for_openids(30);
    world.send(&campaign.write()).exits(0);
    let send = world.calls_of(TO_OPENIDS)[0].json();
    assert_eq!(send["msgtype"], "text");
    assert_eq!(send["text"]["content"], "你好");
    assert_eq!(world.calls_of(PREVIEW)[0].json()["text"]["content"], "你好");
    assert!(world.calls_of(DRAFT).is_empty() && world.calls_of(MATERIAL).is_empty());
}

#[test]
fn pictures_are_sent_by_their_permanent_ids() {
    let world = World::new();
    let lines = "images = [\"a.png\", \"b.png\"]";
    let campaign = world
        .campaign("pictures")
        .picture("a.png")
        .picture("b.png")
        .message(lines)
        .without_preview();
    world.send(&campaign.write()).exits(0);
    let send = world.calls_of(TO_TAG)[0].json();
    assert_eq!(send["msgtype"], "image");
    let mut sent: Vec<String> = strings(&send["images"]["media_ids"]);
    let uploads = world.calls_of(MATERIAL);
    let mut uploaded: Vec<String> = uploads
        .iter()
        .filter_map(|call| Some(call.verdict()["media_id"].as_str()?.to_owned()))
        .collect();
    sent.sort();
    uploaded.sort();
    assert_eq!(sent, uploaded);
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(|text| Some(text.as_str()?.to_owned()))
        .collect()
}

#[test]
fn pictures_may_have_a_title_words_and_comments() {
    let world = World::new();
    let words = "images = [\"one.png\", \"two.png\"]\ntitle = \"Two\"\nrecommend = \"Look\"\ncomments = \"fans\"";
    let campaign = world
        .campaign("pair")
        .picture("one.png")
        .picture("two.png")
        .message(words);
    world.send(&campaign.write()).exits(0);
    let sent = world.sends()[0].json()["images"].clone();
    assert_eq!(
        (&sent["title"], &sent["recommend"]),
        (&"Two".into(), &"Look".into()),
        "{sent}"
    );
    assert_eq!(
        (&sent["need_open_comment"], &sent["only_fans_can_comment"]),
        (&1.into(), &1.into())
    );
    // Other words are another message.
    let other = campaign.message(&words.replace("Two", "Both"));
    world.send(&other.write()).exits(2).says("another version");
    let wrong = world
        .campaign("text")
        .message("text = \"hello\"\ntitle = \"x\"");
    world.send(&wrong.write()).exits(2).says("title");
}
