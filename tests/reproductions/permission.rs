//! 1.1: a run of which nothing was sent permits nothing; 1.3: one account is one ledger; 1.6: names that look alike.

use crate::world::campaign::openids;
use crate::world::{DRAFT, MATERIAL, TO_TAG, TOKEN, World, argument};
use crate::{accepted, send_guarded, text};

#[test]
fn a_guard_rail_that_held_once_does_not_let_a_plain_run_repeat() {
    let world = World::new();
    let campaign = text(&world, "hello");
    send_guarded(&world, &campaign, &["--confirm", "main"]).exits(0);
    send_guarded(&world, &campaign, &["--again"]).exits(2);
    send_guarded(&world, &campaign, &["--confirm", "main"])
        .exits(0)
        .says("was sent already");
    assert_eq!(accepted(&world), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_repeat_that_was_declined_is_not_made_by_a_plain_run() {
    let world = World::new();
    let campaign = text(&world, "hello");
    world.send(&campaign).exits(0);
    let again = format!("send '{}' --again", campaign.display());
    world
        .on_a_terminal(&again, "to confirm", || (), b"no\n")
        .exits(2);
    world.send(&campaign).exits(0).says("was sent already");
    assert_eq!(accepted(&world), 1);
}

/// The process of this world's that asks its question now.
#[cfg(target_os = "linux")]
fn end_the_one_who_asks(world: &World, name: &str) {
    let state = world.state();
    let mut ended = 0;
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let folder = entry.path();
        let is_ours = std::fs::read_link(folder.join("exe"))
            .is_ok_and(|program| program == std::path::Path::new(crate::world::BINARY));
        let environment = std::fs::read(folder.join("environ")).unwrap_or_default();
        if is_ours && String::from_utf8_lossy(&environment).contains(&state) {
            let id = entry.file_name();
            let mut kill = std::process::Command::new("kill");
            assert!(kill.arg(name).arg(id).status().unwrap().success());
            ended += 1;
        }
    }
    assert_eq!(ended, 1, "one process asks");
}

#[cfg(target_os = "linux")]
#[test]
fn a_repeat_that_ended_at_the_question_is_not_made_by_a_plain_run() {
    for (name, code) in [("-TERM", 130), ("-HUP", 130), ("-KILL", 137)] {
        let world = World::new();
        let campaign = text(&world, "hello");
        world.send(&campaign).exits(0);
        let again = format!("send '{}' --again", campaign.display());
        world
            .on_a_terminal(
                &again,
                "to confirm",
                || end_the_one_who_asks(&world, name),
                b"",
            )
            .exits(code);
        world.send(&campaign).exits(0).says("was sent already");
        assert_eq!(accepted(&world), 1, "{name}");
    }
}

#[test]
fn the_same_holds_for_single_commands() {
    let world = World::new();
    let everybody = openids(1..=12);
    let by_tag: Vec<&str> = vec!["send-tag", "--tag", "VIP", "--text", "hi", "--yes"];
    let mut by_list: Vec<&str> = vec!["send-openids", "--text", "hi", "--yes"];
    by_list.extend(everybody.iter().map(String::as_str));
    for (command, name, so_far) in [(by_tag, "VIP", 1), (by_list, "12", 2)] {
        let run = |more: &[&str]| {
            let arguments: Vec<&str> = command.iter().chain(more).copied().collect();
            world.with_profile(crate::GUARDED, arguments)
        };
        run(&["--confirm", name]).exits(0);
        run(&["--again"]).exits(2);
        run(&["--confirm", name]).exits(0).says("sent already");
        assert_eq!(accepted(&world), so_far, "{name}");
    }
}

#[test]
fn an_older_version_is_refused_after_a_newer_one() {
    let world = World::new();
    let confirmed = ["--confirm", "main"];
    send_guarded(&world, &text(&world, "A"), &[]).exits(2);
    send_guarded(&world, &text(&world, "B"), &confirmed).exits(0);
    send_guarded(&world, &text(&world, "A"), &confirmed)
        .exits(2)
        .says("another version");
    assert_eq!(accepted(&world), 1);
}

#[test]
fn an_older_list_is_refused_after_a_newer_one() {
    let world = World::new();
    let list = |from: u64| {
        let campaign = world.campaign("guests").without_preview();
        campaign
            .message("text = \"hello\"")
            .file("list.txt", openids(from..=from + 11).join("\n"))
            .audience("openids = \"list.txt\"")
            .send("wait = false")
            .write()
    };
    send_guarded(&world, &list(1), &[]).exits(2);
    send_guarded(&world, &list(40), &["--confirm", "12"]).exits(0);
    send_guarded(&world, &list(1), &["--confirm", "12"]).exits(2);
    assert_eq!(world.receivers(), openids(40..=51));
}

/// `--again` is one attempt: a plain run neither begins it nor finishes it.
#[test]
fn again_is_used_up_by_the_attempt_that_it_began() {
    let world = World::new();
    let campaign = text(&world, "hello");
    let again = ["send", argument(&campaign), "--yes", "--again"];
    world.send(&campaign).exits(0);
    world.wx(again).exits(0);
    assert_eq!(accepted(&world), 2);
    world.send(&campaign).exits(0).says("was sent already");
    world.plant(crate::world::wire::refusal(TO_TAG, 45_028));
    world.wx(again).exits(5);
    world.send(&campaign).exits(0).says("was sent already");
    assert_eq!(accepted(&world), 2);
}

/// The base is a way to the account and not another account, a day later as well.
#[test]
fn another_name_of_the_same_host_sends_uploads_and_asks_for_nothing_again() {
    let world = World::new();
    let campaign = world.campaign("spring").without_preview().write();
    world.send(&campaign).exits(0);
    for hours in [0, 25] {
        world.hours_later(hours);
        world.forget_calls();
        let base = format!("http://{}", world.wire_address()).replace("127.0.0.1", "localhost");
        world
            .wx_with(["send", argument(&campaign), "--yes"], |command| {
                command.env("WXMASS_API_BASE", base);
            })
            .exits(0)
            .says("was sent already");
        for call in [TO_TAG, DRAFT, MATERIAL] {
            assert!(world.calls_of(call).is_empty(), "{call} after {hours} h");
        }
        assert!(hours > 0 || world.calls_of(TOKEN).is_empty());
        assert_eq!(accepted(&world), 1);
    }
    let runs = world.wx(["runs", "--json"]).exits(0).json();
    assert_eq!(runs["runs"].as_array().map_or(0, Vec::len), 1, "{runs}");
}

#[test]
fn names_that_look_alike_are_one_campaign() {
    let pairs = [
        ("spring", "spring "),
        ("spring", "\u{3000}spring"),
        ("\u{e9}t\u{e9}", "e\u{301}te\u{301}"),
    ];
    for (one, other) in pairs {
        let world = World::new();
        for (at, name) in [one, other].into_iter().enumerate() {
            let folder = world.path("named");
            std::fs::create_dir_all(&folder).unwrap();
            let file = folder.join("campaign.toml");
            let text = format!(
                "name = \"{name}\"\n[message]\ntext = \"hello\"\n[audience]\nall = true\n[send]\nwait = false\n"
            );
            std::fs::write(&file, text).unwrap();
            let outcome = world.send(&file).exits(0);
            assert_eq!(outcome.stderr.contains("was sent already"), at == 1);
        }
        assert_eq!(accepted(&world), 1, "{one:?} and {other:?}");
    }
}
