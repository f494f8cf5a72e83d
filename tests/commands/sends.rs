//! `send-tag`, `send-openids`, `delete`: each kind of message, once however often it is said, and never to everybody unasked.

use crate::draft;
use crate::world::campaign::{TESTER, openid};
use crate::world::wire::{Harm, fault};
use crate::world::{PREVIEW, TO_TAG, World, argument};

#[test]
fn a_single_send_repeated_by_a_script_goes_out_once_and_again_when_told() {
    let world = World::new();
    let send = ["send-tag", "--tag", "VIP", "--text", "春季新品", "--yes"];
    let first = world.wx(send).exits(0).stdout;
    assert_eq!(world.wx(send).exits(0).stdout, first);
    assert_eq!(world.sends().len(), 1);
    let second = world
        .wx(send.into_iter().chain(["--again"]))
        .exits(0)
        .stdout;
    assert_ne!(second, first);
    assert_eq!(world.sends().len(), 2);
}

#[test]
fn openids_come_from_arguments_and_from_stdin() {
    let world = World::new();
    world
        .wx([
            "send-openids",
            &openid(1),
            &openid(2),
            "--text",
            "a",
            "--yes",
        ])
        .exits(0);
    let list = format!("{}\n{}\n{}\n", openid(3), openid(4), openid(3));
    let outcome = world
        .pipe(
            ["send-openids", "--from", "-", "--text", "b", "--yes"],
            &list,
        )
        .exits(0);
    assert_eq!(outcome.lines().len(), 1);
    assert_eq!(world.receivers(), [1, 2, 3, 4].map(openid));
}

#[test]
fn nothing_ever_means_everybody() {
    let world = World::new();
    for arguments in [
        vec!["send-tag", "--text", "a", "--yes"],
        vec!["send-tag", "--tag", "", "--text", "a", "--yes"],
        vec!["send-tag", "--all", "--tag", "2", "--text", "a", "--yes"],
        vec!["send-openids", "--text", "a", "--yes"],
        vec!["send-tag", "--tag", "2", "--yes"],
        vec![
            "send-tag", "--tag", "2", "--text", "a", "--card", "b", "--yes",
        ],
    ] {
        world.wx(arguments.clone()).exits(2);
    }
    assert!(world.calls().is_empty(), "{:?}", world.paths());
    let forgotten = world.wx(["send-tag", "--text", "a", "--yes"]).exits(2);
    assert!(
        forgotten.stderr.contains("--tag") && !forgotten.stderr.contains("--all"),
        "a forgotten tag does not lead to everybody: {}",
        forgotten.stderr
    );
    world
        .wx(["send-tag", "--tag", "2", "--text", "a", "--yes"])
        .exits(0);
    let body = world.sends()[0].json();
    assert_eq!(
        (
            body["filter"]["is_to_all"].as_bool(),
            body["filter"]["tag_id"].as_i64()
        ),
        (Some(false), Some(2))
    );
}

#[test]
fn what_cannot_be_undone_is_refused_without_a_terminal() {
    let world = World::new();
    for arguments in [
        vec!["send-tag", "--all", "--text", "a"],
        vec!["delete", "3147480001"],
    ] {
        world.wx(arguments).exits(2).says("--yes");
    }
    assert!(world.calls().is_empty());
}

#[test]
fn a_send_is_deleted_and_an_unknown_one_is_not() {
    let world = World::new();
    let news = draft(&world);
    let msg = world
        .wx(["send-tag", "--tag", "VIP", "--mpnews", &news, "--yes"])
        .exits(0)
        .stdout
        .trim()
        .to_owned();
    world.wx(["delete", &msg, "--yes"]).exits(0);
    assert_eq!(
        world.wx(["status", &msg]).exits(0).stdout,
        format!("{msg}\tDELETE\n")
    );
    world.wx(["delete", "1", "--yes"]).exits(3).says("40059");
}

#[test]
fn every_kind_of_message_has_its_own_shape_on_the_wire() {
    let world = World::new();
    let folder = world.path("messages");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(
        folder.join("a.mp3"),
        b"ID3\x03\x00\x00\x00\x00\x00\x00 voice",
    )
    .expect("a file");
    std::fs::write(folder.join("a.mp4"), b"\x00\x00\x00\x18ftypmp42 video").expect("a file");
    let kinds = [
        ("text", "text = \"春季新品\"", "text", "content"),
        ("voice", "voice = \"a.mp3\"", "voice", "media_id"),
        (
            "card",
            "card = \"pFS7Fjg8kV1IdDz01r4SQwMkuCKc\"",
            "wxcard",
            "card_id",
        ),
        (
            "video",
            "video = { file = \"a.mp4\", title = \"发布会\", introduction = \"一分钟\" }",
            "mpvideo",
            "media_id",
        ),
    ];
    for (name, line, msgtype, field) in kinds {
        let file = folder.join(format!("{name}.toml"));
        let text = format!(
            "name = \"{name}\"\n[message]\n{line}\n[preview]\nto = [\"{TESTER}\"]\n[audience]\nall = true\n"
        );
        std::fs::write(&file, text).expect("a file");
        world.send(&file).exits(0);
        let send = world.sends().pop().expect("a send").json();
        assert_eq!(send["msgtype"], msgtype);
        assert!(
            send[msgtype][field]
                .as_str()
                .is_some_and(|value| !value.is_empty()),
            "{send}"
        );
        assert_eq!(send["filter"]["is_to_all"], true);
    }
    let video = world.calls_of("media/uploadvideo");
    assert_eq!(
        video.len(),
        1,
        "a video needs one more step before it can be sent"
    );
    assert_eq!(video[0].json()["title"], "发布会");
    assert_eq!(world.calls_of(PREVIEW).len(), 4);
}

/// A video has another id each time it is made sendable; the run is known by what it was made of.
#[test]
fn a_video_whose_answer_was_lost_is_not_sent_again_by_the_same_command() {
    let world = World::new();
    let file = world.path("film.mp4");
    std::fs::write(&file, b"\x00\x00\x00\x18ftypmp42 video").expect("a file");
    let file = argument(&file);
    let add = ["add-material", "--type", "video", "--title", "发布会", file];
    let video = world.wx(add).exits(0).stdout.trim().to_owned();
    let send = |title: &str| {
        let video = ["--video", &video, "--title", title];
        let send = ["send-tag", "--tag", "VIP", "--yes"];
        world.wx([&send[..], &video[..]].concat())
    };
    world.plant(fault(TO_TAG, Harm::ResetAfter).always());
    send("发布会").exits(7);
    world.repair();
    let settled = send("发布会").exits(0);
    let again = send("发布会").exits(0).says("nothing was sent again");
    assert_eq!(settled.stdout, again.stdout);
    world.assert_sent_once();
    send("another").exits(0);
    assert_eq!(world.sends().len(), 2);
}
