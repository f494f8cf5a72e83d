//! Hostile input: answers, redirects, files and lists that try something. Each is refused, with a reason.

mod world;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use world::wire::{Harm, fault, refusal};
use world::{
    BODY_PICTURE, DRAFT, EVERY_STEP, Outcome, PREVIEW, STATUS, TO_TAG, TOKEN, World, argument,
};

// ---- the service ---------------------------------------------------------------------------------------------------

#[test]
fn a_redirect_is_not_followed_and_takes_no_token_along() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let target = format!("http://{}/", elsewhere.local_addr().expect("an address"));
    for (step, code) in [(TOKEN, 6), (DRAFT, 6), (TO_TAG, 7)] {
        let world = World::new();
        world.plant(fault(step, Harm::Redirect(target.clone())).always());
        let outcome = world.send(&world.campaign("spring").write());
        assert_eq!(outcome.code, code, "{step}: {}", outcome.stderr);
        assert!(world.sends().is_empty());
    }
    elsewhere.set_nonblocking(true).expect("a socket");
    assert!(elsewhere.accept().is_err(), "no one came");
}

#[test]
fn a_plain_base_is_for_this_machine_alone() {
    let world = World::new();
    let with_base = |base: &str, more: &[&str]| {
        let mut arguments = vec!["token"];
        arguments.extend(more);
        world.wx_with(arguments, |command| {
            command
                .env("WXMASS_API_BASE", base)
                .env("WXMASS_TIMEOUT", "1")
                .env_remove("WXMASS_PACE");
        })
    };
    for base in [
        "http://192.0.2.1",
        "http://127.0.0.1.example.com",
        "http://0.0.0.0",
    ] {
        with_base(base, &[]).exits(2).says("--insecure-api-base");
    }
    with_base("ftp://127.0.0.1", &[]).exits(2);
    with_base("not a URL", &[]).exits(2);
    assert!(world.calls().is_empty());
}

/// A bare container has none. What makes no call does not miss them.
#[cfg(target_os = "linux")]
#[test]
fn a_machine_without_certificates_is_told_where_they_come_from() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let file = argument(&campaign);
    let bare = |arguments: &[&str]| {
        world.wx_with(arguments.iter().copied(), |command| {
            command
                .env("WXMASS_API_BASE", "https://127.0.0.1:9")
                .env("SSL_CERT_FILE", "/nowhere")
                .env("SSL_CERT_DIR", "/nowhere");
        })
    };
    bare(&["token"]).exits(2).says("ca-certificates");
    bare(&["send", file, "--yes"])
        .exits(2)
        .says("ca-certificates");
    bare(&["send", file, "--dry-run"]).exits(0);
}

/// An escape sequence in an answer could clear the screen or write a false line on it.
#[test]
fn control_characters_of_an_answer_reach_no_terminal_and_no_json() {
    let hostile = "gone \u{1b}[2J\u{1b}]0;title\u{7} \u{9b}31m \u{202e}txt \u{8}\r\nmsg_id 1 sent";
    let answer = serde_json::json!({ "errcode": 45166, "errmsg": hostile }).to_string();
    for step in EVERY_STEP {
        let world = World::new();
        world.plant(fault(step, Harm::Answer(answer.clone())).always());
        let campaign = world.campaign("spring").write();
        for more in [None, Some("--json")] {
            let file = argument(&campaign);
            let outcome = world.wx(["send", file, "--yes"].into_iter().chain(more));
            for text in [&outcome.stdout, &outcome.stderr] {
                let raw = |letter: &char| letter.is_control() && *letter != '\n';
                let found = text
                    .chars()
                    .find(raw)
                    .or(text.find('\u{202e}').map(|_| '\u{202e}'));
                assert_eq!(found, None, "{step}: {text:?}");
            }
            assert!(
                !outcome.stderr.contains("\nmsg_id 1 sent"),
                "{step}: {outcome:?}"
            );
        }
    }
}

#[test]
fn an_answer_may_be_any_bytes_and_never_ends_in_a_panic() {
    let deep = "[".repeat(100_000);
    let long = format!("{{\"errcode\":0,\"errmsg\":\"{}\"}}", "a".repeat(9_000_000));
    let answers = [
        "null",
        "[]",
        "\"ok\"",
        "{}",
        "{\"errcode\":\"0\",\"msg_id\":\"3147480001\"}",
        "{\"errcode\":99999999999999999999}",
        "{\"errcode\":{}}",
        "{\"errcode\":45103.0,\"errmsg\":null}",
        "{\"access_token\":\"\",\"expires_in\":7200}",
        "{\"access_token\":\"a b\\u0000c\",\"expires_in\":-5}",
        "{\"media_id\":\"\",\"url\":\"\"}",
        "{\"msg_id\":-1}",
        "{\"errmsg\":\"a\u{1}b\",\"errcode\":-1}",
        &deep,
        &long,
    ];
    for step in EVERY_STEP {
        for answer in answers {
            let world = World::new();
            world.plant(fault(step, Harm::Answer(answer.to_owned())).always());
            let outcome = world.send(&world.campaign("spring").send("wait = false").write());
            let start: String = answer.chars().take(60).collect();
            assert!(
                (0..=8).contains(&outcome.code) && outcome.code != 1,
                "{start} at {step}: {outcome:?}"
            );
        }
    }
}

// ---- what can be known beforehand ----------------------------------------------------------------------------------

#[test]
fn a_quota_that_is_spent_stops_before_a_picture_is_made_or_a_draft() {
    let calls = ["message/mass/sendall", "message/mass/preview"];
    for (call, has_pictures) in calls.into_iter().flat_map(|it| [(it, false), (it, true)]) {
        let world = World::new();
        if has_pictures {
            // Nothing has to be uploaded, and still no draft is made that could not be sent.
            let autumn = world
                .campaign("autumn")
                .article("A second", "Good evening.\n");
            let file = autumn.write();
            world.wx(["add-draft", argument(&file)]).exits(0);
            world.forget_calls();
        }
        let quota = serde_json::json!({
            "errcode": 0, "errmsg": "ok", "quota": { "daily_limit": 100, "used": 100, "remain": 0 }
        });
        let other = serde_json::json!({
            "errcode": 0, "errmsg": "ok", "quota": { "daily_limit": 100, "used": 0, "remain": 100 }
        });
        world.plant(
            fault(
                "openapi/quota/get",
                Harm::AnswerTo(call.to_owned(), quota.to_string(), other.to_string()),
            )
            .always(),
        );
        let root = env!("CARGO_MANIFEST_DIR");
        let wide =
            std::fs::read(format!("{root}/examples/first/images/cup.bmp")).expect("an example");
        let spring = world.campaign("spring").without_articles();
        let spring = spring.article("Cup", "![cup](cup.bmp)\n");
        let spring = spring.file("cup.bmp", wide).write();
        let outcome = world.send(&spring).exits(5);
        assert!(outcome.stderr.contains(call), "{}", outcome.stderr);
        // Small files leave beside the look; the drawing that has to become a JPEG waits for it.
        assert!(
            world.calls_of(BODY_PICTURE).is_empty(),
            "{:?}",
            world.paths()
        );
        for step in [DRAFT, PREVIEW, TO_TAG] {
            assert!(
                world.calls_of(step).is_empty(),
                "{call}: {:?}",
                world.paths()
            );
        }
    }
}

/// WeChat need not tell what is left; what the ledger knows counts all the same.
#[test]
fn previews_that_the_ledger_knows_of_count_where_wechat_does_not_tell() {
    for (made, code) in [(99, 0), (100, 5)] {
        let world = World::new();
        world.plant(refusal("openapi/quota/get", 76022).always());
        world.wx(["runs"]).exits(0);
        world.previews_were_made(made);
        let outcome = world.send(&world.campaign("spring").write()).exits(code);
        if code == 5 {
            outcome.says("message/mass/preview").says("00:00");
            for step in [DRAFT, PREVIEW, TO_TAG] {
                assert!(world.calls_of(step).is_empty(), "{:?}", world.paths());
            }
        }
    }
}

#[test]
fn what_an_accounts_kind_cannot_do_is_refused_before_the_first_call() {
    let world = World::new();
    let list = world.campaign("guests").for_openids(30).write();
    for (kind, file) in [("subscription", &list), ("unverified", &list)] {
        let profile = format!("kind = \"{kind}\"");
        let outcome = as_profile(&world, &profile, ["send", argument(file)]);
        outcome.exits(4).says("48001");
    }
    let everybody = world.campaign("all").audience("all = true").write();
    let arguments = ["send", argument(&everybody)];
    as_profile(&world, "kind = \"unverified\"", arguments).exits(4);
    assert!(world.calls().is_empty(), "{:?}", world.paths());
    // One send a day, to whomever.
    as_profile(&world, "kind = \"subscription\"", arguments).exits(0);
    world.forget_calls();
    let tag = world.campaign("tag").write();
    let arguments = ["send", argument(&tag)];
    as_profile(&world, "kind = \"subscription\"", arguments)
        .exits(5)
        .says("00:00");
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

/// A command with an account of the accounts file.
fn as_profile(world: &World, profile: &str, [command, file]: [&str; 2]) -> Outcome {
    world.with_profile(profile, [command, file, "--yes", "--account", "main"])
}

/// A send to everybody from an account of the accounts file.
fn to_everybody(world: &World, name: &str, profile: &str) -> Outcome {
    let campaign = world.campaign(name).audience("all = true").write();
    as_profile(world, profile, ["send", argument(&campaign)])
}

#[test]
fn a_protected_account_says_that_an_administrator_has_to_confirm_and_waits() {
    let world = World::new();
    world.control("settings", &serde_json::json!({ "finish_after_ms": 400 }));
    let outcome = to_everybody(&world, "spring", "protection = true").exits(0);
    let outcome = outcome.says("administrator").says("30 minutes");
    assert_eq!(outcome.lines().len(), 1);
    assert!(world.calls_of(STATUS).len() > 1, "it waited");
    outcome.says("SEND_SUCCESS");
}

#[test]
fn sends_that_the_ledger_knows_of_count_before_the_first_call() {
    let world = World::new();
    for name in ["one", "two", "three", "four"] {
        to_everybody(&world, name, "kind = \"service\"").exits(0);
    }
    world.forget_calls();
    to_everybody(&world, "five", "kind = \"service\"").exits(5);
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

// ---- files ---------------------------------------------------------------------------------------------------------

#[cfg(unix)]
#[test]
fn nothing_outside_the_folder_is_read_unless_it_is_allowed() {
    let world = World::new();
    let outside = world.path("outside.png");
    std::fs::write(&outside, world::pictures::plain("outside.png", 1)).expect("a picture");
    let folder = world.campaign("links").write();
    let link = folder.with_file_name("link.png");
    std::os::unix::fs::symlink(&outside, link).expect("a symbolic link");
    let absolute = argument(&outside);
    for name in [
        "../../outside.png",
        "link.png",
        absolute,
        "file:///etc/passwd",
    ] {
        let campaign = world.campaign("links").without_articles();
        let body = format!("![x](<{name}>)");
        let path = campaign.article("Outside", &body).write();
        let outcome = world.send(&path).exits(2);
        assert!(
            outcome.stderr.contains("article1.md:1"),
            "{name}: {}",
            outcome.stderr
        );
        assert!(world.calls().is_empty(), "{name}: {:?}", world.paths());
        if !name.starts_with("file:") {
            let file = argument(&path);
            world.wx(["check", file, "--allow-outside"]).exits(0);
        }
    }
}

#[test]
fn a_picture_that_claims_to_be_immense_is_refused_before_it_is_decoded() {
    let world = World::new();
    // 60,000 × 60,000 pixels would take 10 GB; the file has 8 rows of them.
    let mut bomb = world::pictures::plain("bomb.png", 1);
    bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let campaign = world.campaign("bomb").file("one.png", bomb);
    world.send(&campaign.write()).exits(2).says("one.png");
    assert!(world.calls().is_empty());
}

#[cfg(unix)]
#[test]
fn files_with_secrets_are_their_owners_and_a_wider_one_is_reported() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::on_a_file();
    world.wx(["token"]).exits(0);
    let mode = |path: &std::path::Path| {
        let meta = path.metadata().expect("it exists");
        meta.permissions().mode() & 0o777
    };
    assert_eq!(mode(&world.store()), 0o600);
    assert_eq!(mode(world.store().parent().expect("a folder")), 0o700);

    let accounts = world.path("accounts.toml");
    std::fs::write(
        &accounts,
        "[main]\nappid = \"wx0123456789abcdef\"\nsecret = \"x\"\n",
    )
    .expect("a file");
    for (open_to, reported) in [(0o644, true), (0o640, true), (0o600, false)] {
        std::fs::set_permissions(&accounts, std::fs::Permissions::from_mode(open_to))
            .expect("a mode");
        let outcome = world.wx_with(["settings", "--account", "main"], |command| {
            command.env("WXMASS_ACCOUNTS", &accounts);
        });
        assert_eq!(
            outcome.stderr.contains("chmod 600"),
            reported,
            "{open_to:o}: {}",
            outcome.stderr
        );
    }
}

// ---- the store -----------------------------------------------------------------------------------------------------

/// A disk that is full: Linux has a device for that.
#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_an_error_and_no_panic() {
    let world = World::new();
    let outcome = world.shell("wxmass themes > /dev/full", |_| ());
    assert!(![0, 101].contains(&outcome.code), "{outcome:?}");
    assert!(!outcome.stderr.contains("panicked"), "{outcome:?}");
}

#[test]
fn an_error_of_the_account_is_told_once_and_not_tried_again() {
    let world = World::new();
    world.plant(refusal(TOKEN, 40125).always());
    world.send(&world.campaign("spring").write()).exits(4);
    assert_eq!(world.calls_of(TOKEN).len(), 1);
}

/// The proxy of the tests must not be what makes the others pass: it hands on what it is given.
#[test]
fn the_wire_hands_on_what_it_is_given() {
    let world = World::new();
    let mut stream = std::net::TcpStream::connect(world.wire_address()).expect("the wire");
    stream
        .write_all(b"GET /cgi-bin/tags/get?access_token=x HTTP/1.1\r\nhost: a\r\n\r\n")
        .expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    assert!(
        answer.contains("40014") || answer.contains("40001"),
        "{answer}"
    );
}
