//! `upload-img`, `add-material`, `add-draft`: what WeChat would not take is refused before the call.

use std::path::Path;

use crate::world::campaign::TESTER;
use crate::world::{World, argument};

#[test]
fn several_pictures_keep_their_order_and_the_same_bytes_go_once() {
    let world = World::new();
    let folder = world.campaign("spring").write().with_file_name("");
    let (one, cover) = (folder.join("one.png"), folder.join("cover1.jpg"));
    let outcome = world
        .wx([Path::new("upload-img"), &one, &cover, &one])
        .exits(0);
    let lines = outcome.lines();
    assert_eq!(lines.len(), 3);
    assert!(lines[0] == lines[2] && lines[0] != lines[1], "{lines:?}");
    assert!(
        lines[0].contains("mmbiz_png") && lines[1].contains("mmbiz_jpg"),
        "{lines:?}"
    );
    assert_eq!(
        world
            .calls()
            .iter()
            .filter(|call| call.path.ends_with("uploadimg"))
            .count(),
        2
    );
}

#[test]
fn wechats_own_json_is_looked_at_before_the_call() {
    let world = World::new();
    let file = world.path("articles.json");
    let file = argument(&file);
    let long = "长".repeat(33);
    let faulty = format!(
        r#"{{"articles":[
            {{"title":"{long}","content":"<p>a</p>","thumb_media_id":"x"}},
            {{"title":7,"content":" ","digest":"d"}},
            ["no object"],
            {{"article_type":"newspic","title":"t","content":"words","new_of_wechats":1}}
        ]}}"#
    );
    std::fs::write(file, faulty).expect("a file");
    let outcome = world.wx(["add-draft", file]).exits(2);
    for words in [
        "articles[0]: `title` is too long",
        "articles[1]: `title` has the wrong type: number",
        "articles[1]: `content` is empty",
        "articles[1]: `thumb_media_id` is missing",
        "articles[2]: `article` has the wrong type: array",
    ] {
        assert!(outcome.stderr.contains(words), "{}", outcome.stderr);
    }
    assert!(
        !outcome.stderr.contains("articles[3]"),
        "{}",
        outcome.stderr
    );
    for text in ["{}", r#"{"articles":{}}"#, r#"{"articles":[]}"#, "[1]"] {
        std::fs::write(file, text).expect("a file");
        world.wx(["add-draft", file]).exits(2).says("articles");
    }
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

#[test]
fn material_that_wechat_does_not_take_is_refused_before_the_call() {
    let world = World::new();
    let add = |kind: &str, name: &str, bytes: usize| {
        let file = world.path(name);
        std::fs::write(&file, vec![1; bytes]).expect("a file");
        let file = argument(&file);
        let more: &[&str] = if kind == "video" {
            &["--title", "t"]
        } else {
            &[]
        };
        world
            .wx([&["add-material", "--type", kind, file][..], more].concat())
            .exits(2)
    };
    add("voice", "voice.ogg", 9).says("mp3 wma wav amr");
    add("voice", "voice.mp3", 2 * 1_048_576 + 1).says("at most 2.0 MB");
    add("video", "film.mov", 9).says("mp4");
    add("video", "film.mp4", 0).says("is empty");
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

#[test]
fn options_that_would_do_nothing_are_refused() {
    let world = World::new();
    let file = world.path("articles.json");
    std::fs::write(&file, "{}").expect("a file");
    let file = argument(&file);
    for option in [
        "--fetch-again",
        "--allow-private-pictures",
        "--allow-outside",
    ] {
        world
            .wx(["preview", "--openid", TESTER, "--text", "春", option])
            .exits(2)
            .says(option);
        world.wx(["add-draft", file, option]).exits(2).says(option);
        world
            .pipe(["add-draft", "-", option], "{}")
            .exits(2)
            .says(option);
    }
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}
