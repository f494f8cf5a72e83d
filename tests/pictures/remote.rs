//! Pictures of other hosts: fetched once, kept, and no reason to send twice.

use crate::world::pictures::{noise, plain};
use crate::world::web::{Answer, Web};
use crate::world::{BODY_PICTURE, DRAFT, MATERIAL, World, argument};
use crate::{allowed, send, with};

#[test]
fn pictures_of_other_hosts_are_fetched_once_and_uploaded() {
    let world = World::new();
    let web = Web::start();
    let body = web.picture("/body.png?a=1&b=2", plain("a.png", 1));
    let cover = web.picture("/cover.jpg", plain("a.jpg", 2));
    let named = web.picture("/named", plain("a.bmp", 3));
    let moved = web.answers("/moved", Answer::Redirect("/named".to_owned()));
    let text = format!(
        "<p><img src=\"{body}\"><img src='{body}'></p><img src=\"image:chart\"><img src=\"{moved}\">\
         <img src=\"https://mmbiz.qpic.cn/mmbiz_png/a/0\">"
    )
    .replace('&', "&amp;");
    let campaign = world.campaign("far").file("far.html", text).write();
    let toml = format!(
        "name = \"far\"\n[[articles]]\ntitle = \"Far away\"\ncover = \"{cover}\"\ncontent = \"far.html\"\n\
         [images]\nchart = \"{named}\"\n[audience]\ntag = \"VIP\"\n"
    );
    std::fs::write(&campaign, toml).expect("a file");

    let first = send(&world, &campaign)
        .exits(0)
        .says(&format!("fetched {cover} ("));
    assert_eq!(web.requests().len(), 5, "each once, and a redirect");
    assert_eq!(
        world.calls_of(BODY_PICTURE).len(),
        2,
        "the same bytes go up once"
    );
    assert_eq!(world.calls_of(MATERIAL).len(), 1);
    let draft = String::from_utf8(world.calls_of(DRAFT)[0].body.clone()).expect("JSON");
    assert!(!draft.contains("127.0.0.1"), "{draft}");
    assert_eq!(draft.matches("mmbiz.qpic.cn").count(), 5, "{draft}");

    // A finished campaign is over, whether or not its pictures are still there.
    for path in ["/body.png?a=1&b=2", "/cover.jpg", "/named", "/moved"] {
        web.answers(path, Answer::Status(404));
    }
    let again = send(&world, &campaign).exits(0);
    assert_eq!(again.stdout, first.stdout);
    assert_eq!(web.requests().len(), 5, "nothing is fetched again");
    world.assert_sent_once();
}

/// Every refusal at once, each at its place; what is wrong besides is told before anything is fetched.
#[test]
fn every_problem_is_told_at_once() {
    let world = World::new();
    let web = Web::start();
    let fine = web.picture("/a.png", plain("a.png", 1));
    let body =
        format!("![a]({fine})\n\n![b](http://10.0.0.1/b.png)\n\n![c](http://10.0.0.2/c.png)\n");
    let file = world.campaign("two").article("Two", &body).write();
    let outcome = world
        .send(&file)
        .exits(2)
        .says("article2.md:3:")
        .says("article2.md:5:");
    assert!(outcome.stderr.contains("10.0.0.1") && outcome.stderr.contains("10.0.0.2"));

    let body = format!("{body}\n![d](missing.jpg)\n");
    let file = world.campaign("three").article("Three", &body).write();
    let before = web.requests().len();
    let outcome = send(&world, &file).exits(2).says("missing.jpg");
    assert!(!outcome.stderr.contains("10.0.0.1"), "{}", outcome.stderr);
    assert_eq!(web.requests().len(), before);
}

#[test]
fn check_stays_offline_and_says_what_would_be_fetched() {
    let world = World::new();
    let web = Web::start();
    let source = web.picture("/a.png", plain("a.png", 1));
    let file = with(&world, "check", &source).write();
    let check = |more: &[&str]| allowed(&world, "check", &file, more).exits(0);
    check(&[]).says("1 remote image");
    assert_eq!(
        check(&["--json"]).json()["to_fetch"],
        serde_json::json!([source])
    );
    assert!(web.requests().is_empty());

    allowed(&world, "send", &file, &["--dry-run"]).exits(0);
    assert_eq!(check(&["--json"]).json()["to_fetch"], serde_json::json!([]));
    assert_eq!(web.requests().len(), 1);
}

/// The worst that a picture of another host could do: be another one on another machine, and make the campaign another.
#[test]
fn other_bytes_on_another_machine_do_not_send_again() {
    let world = World::new();
    let web = Web::start();
    let source = web.picture("/a.png", plain("a.png", 1));
    let file = with(&world, "twice", &source).write();
    let plan = allowed(&world, "send", &file, &["--dry-run", "--json"])
        .exits(0)
        .json();
    let reviewed = plan["fingerprint"]
        .as_str()
        .expect("a fingerprint")
        .to_owned();
    let expecting = ["--yes", "--expect", &reviewed];
    let first = allowed(&world, "send", &file, &expecting).exits(0);

    web.picture("/a.png", plain("a.png", 2));
    let elsewhere = |more: &[&str]| {
        let shown = argument(&file);
        let first = ["send", shown, "--allow-private-pictures"];
        world.wx_with(first.iter().chain(more), |command| {
            let home = world.path("elsewhere");
            command.env("HOME", &home);
            command.env(
                "WXMASS_STATE",
                format!("sqlite:{}", home.join("other.db").display()),
            );
        })
    };
    // The reviewer saw other bytes; and without a reviewer WeChat knows the run by its key.
    elsewhere(&expecting).exits(2).says("fingerprint");
    let second = elsewhere(&["--yes"]).exits(0);
    assert_eq!(second.stdout, first.stdout);
    world.assert_sent_once();
}

/// A cover of another shape is cut elsewhere for the cards; the campaign is the same.
#[test]
fn a_cover_of_another_shape_on_another_machine_does_not_send_again() {
    let world = World::new();
    let web = Web::start();
    let cover = web.picture("/cover.png", noise("cover.png", 90, 40));
    let file = world
        .campaign("cover")
        .file("words.md", "Good morning.\n")
        .write();
    let toml = format!(
        "name = \"cover\"\n[[articles]]\ntitle = \"t\"\ncover = \"{cover}\"\ncontent = \"words.md\"\n\
         [audience]\ntag = \"VIP\"\n"
    );
    std::fs::write(&file, toml).expect("a file");
    let first = send(&world, &file).exits(0);
    web.picture("/cover.png", noise("cover.png", 40, 90));
    let again = allowed(&world, "send", &file, &["--yes", "--fetch-again"]).exits(0);
    assert_eq!(again.stdout, first.stdout);
    world.assert_sent_once();
}

/// Anyone who cannot be asked is told so before any call, to the hosts of pictures, too.
#[test]
fn without_a_terminal_nothing_is_fetched_for_a_send() {
    let world = World::new();
    let web = Web::start();
    let source = web.picture("/a.png", plain("a.png", 1));
    let file = with(&world, "unasked", &source).write();
    allowed(&world, "send", &file, &[]).exits(2).says("--yes");
    assert!(web.requests().is_empty());
}

#[test]
fn a_picture_is_fetched_anew_when_it_is_asked_for_or_damaged() {
    let world = World::new();
    let web = Web::start();
    let source = web.picture("/a.png", plain("a.png", 1));
    let file = with(&world, "again", &source).write();
    let print = |more: &[&str]| {
        let more: Vec<_> = ["--dry-run", "--json"]
            .iter()
            .chain(more)
            .copied()
            .collect();
        allowed(&world, "send", &file, &more).exits(0).json()["fingerprint"].clone()
    };
    let first = print(&[]);
    web.picture("/a.png", plain("a.png", 2));
    assert_eq!(print(&[]), first);
    let second = print(&["--fetch-again"]);
    assert_ne!(second, first);
    assert_eq!(print(&[]), second);
    assert_eq!(web.requests().len(), 2);

    let kept = world.path("home/.local/state/wxmass/pictures");
    let files: Vec<_> = walkdir::WalkDir::new(&kept)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .collect();
    assert_eq!(files.len(), 1, "the old one is gone");
    std::fs::write(files[0].path(), plain("a.png", 9)).expect("a file");
    assert_eq!(print(&[]), second);
    assert_eq!(web.requests().len(), 3);
    #[cfg(unix)]
    for entry in walkdir::WalkDir::new(&kept)
        .into_iter()
        .filter_map(Result::ok)
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = entry.metadata().expect("it exists").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", entry.path().display());
    }
}

/// To try again would end in the same way, which is what exit code 6 promises it would not.
#[test]
fn a_folder_that_cannot_keep_pictures_is_no_host_that_cannot_be_reached() {
    let world = World::new();
    let web = Web::start();
    let source = web.picture("/a.png", plain("a.png", 1));
    let file = with(&world, "kept", &source).write();
    allowed(&world, "send", &file, &["--dry-run"]).exits(0);
    let kept = world.path("home/.local/state/wxmass/pictures");
    let mut folders = std::fs::read_dir(&kept).expect("a folder");
    let folder = folders.next().expect("one").expect("readable").path();
    std::fs::remove_dir_all(&folder).expect("a folder");
    std::fs::write(&folder, "in the way").expect("a file");
    let refused = allowed(&world, "send", &file, &["--dry-run"]).exits(2);
    assert!(!refused.stderr.contains("reached"), "{refused:?}");
    refused
        .says("cannot be kept in")
        .says(argument(&kept))
        .says("make room there");
    allowed(&world, "send", &file, &["--dry-run", "--lang", "zh"])
        .exits(2)
        .says("无法保存到");
}

/// The page has the pictures themselves, made to fit; the other commands that take a campaign fetch as well.
#[test]
fn the_page_the_preview_and_the_draft_have_the_picture() {
    let world = World::new();
    let web = Web::start();
    let source = web.picture("/a.bmp", noise("a.bmp", 40, 40));
    let file = with(&world, "page", &source).write();
    let page = world.path("page.html");
    let page = argument(&page);
    allowed(&world, "render", &file, &["-o", page]).exits(0);
    let html = std::fs::read_to_string(page).expect("a page");
    assert!(!html.contains("127.0.0.1"));
    assert_eq!(html.matches("data:image/").count(), 2, "picture and cover");
    allowed(&world, "preview", &file, &[]).exits(0);
    allowed(&world, "add-draft", &file, &[]).exits(0);
    assert_eq!(web.requests().len(), 1);
    assert_eq!(world.calls_of(BODY_PICTURE).len(), 1);
}
