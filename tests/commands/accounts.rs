//! `wxmass accounts`: from nothing to a profile that works, on a terminal and from a script.

use serde_json::json;
use wxmass::sandbox::{APPID, Kind, Options, SECRET};

use crate::world::{Outcome, World};

/// Runs with an accounts file that is named and may not be there yet, and no credentials.
fn run(world: &World, arguments: &[&str], stdin: &str) -> Outcome {
    let script = format!("printf '%s' '{stdin}' | wxmass {}", arguments.join(" "));
    world.shell(&script, |command| {
        command
            .env_remove("WXMASS_APPID")
            .env_remove("WXMASS_SECRET")
            .env("WXMASS_ACCOUNTS", world.path("config/accounts.toml"));
    })
}

fn file(world: &World) -> String {
    std::fs::read_to_string(world.path("config/accounts.toml")).unwrap_or_default()
}

const ADD: [&str; 6] = [
    "accounts",
    "add",
    "main",
    "--appid",
    APPID,
    "--secret-stdin",
];

#[cfg(unix)]
#[test]
fn a_script_adds_tests_lists_and_removes_an_account() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    run(&world, &["accounts"], "")
        .exits(0)
        .says("accounts add main");
    let added = run(
        &world,
        &[&ADD[..], &["--tester", "wang_wx"]].concat(),
        SECRET,
    )
    .exits(0);
    assert_eq!(added.stdout, "");
    let text = file(&world);
    assert!(
        text.contains("kind = \"service\"") && text.contains("tester = \"wang_wx\""),
        "{text}"
    );
    let mode = std::fs::metadata(world.path("config/accounts.toml")).expect("a file");
    assert_eq!(mode.permissions().mode() & 0o777, 0o600);
    // A name is taken once.
    run(&world, &ADD, SECRET).exits(2).says("already");
    assert_eq!(file(&world), text);
    let listed = run(&world, &["accounts"], "").exits(0);
    assert!(listed.stdout.contains(APPID) && !listed.stdout.contains(SECRET));
    run(&world, &["accounts", "test", "main"], "")
        .exits(0)
        .says("verified service account");
    run(&world, &["tags"], "").exits(0);
    run(&world, &["accounts", "test", "mian"], "")
        .exits(4)
        .says("did you mean `main`?");
    run(&world, &["accounts", "remove", "main"], "")
        .exits(2)
        .says("--yes");
    run(&world, &["accounts", "remove", "main", "--yes"], "").exits(0);
    assert_eq!(file(&world), "");
}

#[test]
fn what_is_in_the_file_stays_as_it_is() {
    let world = World::new();
    std::fs::create_dir(world.path("config")).expect("a folder");
    let before =
        "# ours\r\n[b] # second\r\n  appid = 'wx0123456789abcdef'\r\nsecret_command = \"echo\"";
    std::fs::write(world.path("config/accounts.toml"), before).expect("a file");
    run(&world, &ADD, SECRET).exits(0);
    assert!(file(&world).starts_with(before), "{}", file(&world));
    run(&world, &["accounts", "remove", "main", "--yes"], "").exits(0);
    assert_eq!(file(&world), format!("{before}\r\n"));
    // A file with faults is not made worse.
    std::fs::write(world.path("config/accounts.toml"), "[b]\nappid = 1\n").expect("a file");
    run(&world, &ADD, SECRET).exits(2).says("`appid`");
    assert_eq!(file(&world), "[b]\nappid = 1\n");
}

#[test]
fn nothing_is_written_that_wechat_does_not_take() {
    let world = World::new();
    let wrong = "0123456789abcdef0123456789abcdef";
    run(&world, &ADD, wrong).exits(4).says("40125");
    run(&world, &ADD, "x").exits(4).says("--secret-stdin");
    run(
        &world,
        &[
            "accounts",
            "add",
            "main",
            "--appid",
            "gh_1",
            "--secret-stdin",
        ],
        SECRET,
    )
    .exits(4)
    .says("original id");
    run(&world, &["accounts", "add", "main"], "")
        .exits(2)
        .says("--appid");
    world.control("settings", &json!({ "allow_list": ["203.0.113.7"] }));
    let refused = run(&world, &ADD, SECRET).exits(4);
    let is_alone = refused.stderr.lines().any(|line| line == "127.0.0.1");
    assert!(is_alone, "{}", refused.stderr);
    assert_eq!(file(&world), "");
    run(&world, &[&ADD[..], &["--no-check"]].concat(), SECRET).exits(0);
    assert!(file(&world).contains(APPID));
}

#[cfg(unix)]
#[test]
fn only_a_file_of_ones_own_is_written_to() {
    let world = World::new();
    let add = |accounts: &str, home: &str| {
        let arguments = ["accounts", "add", "main", "--appid", APPID, "--no-check"];
        world.wx_with(arguments, |command| {
            command.env("HOME", home).env("WXMASS_ACCOUNTS", accounts);
        })
    };
    add("/dev/null", "/").exits(2).says("no regular file");
    add("/proc/nowhere/accounts.toml", "/").exits(2);
    // A home that is no absolute path is none.
    add("", "home").exits(2).says("WXMASS_ACCOUNTS");
    // A link stays one.
    let (file, link) = (world.path("real.toml"), world.path("link.toml"));
    std::fs::write(&file, "# ours\n").expect("a file");
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    add(link.to_str().expect("a plain path"), "/").exits(0);
    assert!(link.is_symlink());
    let text = std::fs::read_to_string(&file).expect("a file");
    assert!(text.starts_with("# ours\n\n[main]\n"), "{text}");
}

#[test]
fn the_kind_is_found_out_by_harmless_calls() {
    for (kind, written) in [
        (Kind::Service, "kind = \"service\""),
        (Kind::Subscription, "kind = \"subscription\""),
        (Kind::Unverified, "kind = \"unverified\""),
    ] {
        let world = World::of(Options {
            kind: Some(kind),
            ..Options::default()
        });
        run(&world, &ADD, SECRET).exits(0);
        assert!(file(&world).contains(written), "{kind:?}: {}", file(&world));
        assert!(world.sends().is_empty());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_address_to_allow_stands_alone_and_another_try_follows() {
    let world = World::new();
    world.control("settings", &json!({ "allow_list": ["203.0.113.7"] }));
    let allow = || world.control("settings", &json!({ "allow_list": [] }));
    let arguments = format!(
        "accounts add main --appid {APPID} --secret-command \"echo {SECRET}\" --tester wang_wx"
    );
    let alone = "\r\n127.0.0.1\r\npress Enter once it is added";
    let outcome = world.on_a_terminal(&arguments, alone, allow, b"\n");
    let outcome = outcome.exits(0);
    assert!(outcome.stdout.contains("works"), "{}", outcome.stdout);
}

#[cfg(target_os = "linux")]
#[test]
fn the_first_real_send_says_what_is_different() {
    let world = World::new();
    let words = "first send of account";
    let campaign = world.campaign("spring").write();
    world.send(&campaign).exits(0).says(words);
    let again = world.campaign("summer").write();
    let second = world.send(&again).exits(0);
    assert!(!second.stderr.contains(words), "{}", second.stderr);
}
