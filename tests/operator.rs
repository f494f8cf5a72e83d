//! Surroundings that are not as they should be: every command says what is wrong, and the way on.

mod world;

use std::net::TcpListener;
use std::process::Stdio;
use std::time::Duration;

use world::wire::{Harm, fault, refusal};
use world::{Outcome, TO_OPENIDS, TO_TAG, World, argument, finish, signal};
use wxmass::sandbox::{APPID, SECRET};

/// Without any credentials.
fn stranger(world: &World, arguments: &[&str]) -> Outcome {
    world.wx_with(arguments, |command| {
        command
            .env_remove("WXMASS_APPID")
            .env_remove("WXMASS_SECRET");
    })
}

#[test]
fn a_mistake_in_the_command_line_is_a_document_where_one_is_asked_for() {
    let world = World::new();
    for arguments in [
        &["sned", "--json"][..],
        &["--json", "send"],
        &["status", "abc", "--json"],
        &["tags", "--sandbx", "--json"],
        &["tags", "--json", "--timeout", "never"],
    ] {
        let outcome = world.wx(arguments).exits(2);
        let error = &outcome.json()["error"];
        assert_eq!(error["kind"], "input", "{outcome:?}");
        assert_eq!(error["exit_code"], 2);
        assert!(error["message"].as_str().is_some_and(|it| !it.is_empty()));
        let advice = error["advice"].as_str().unwrap_or_default();
        assert!(
            advice.contains("--help") || advice.starts_with("did you mean"),
            "{outcome:?}"
        );
        assert_eq!(outcome.stderr, "");
    }
    let plain = world.wx(["sned"]).exits(2);
    assert_eq!(plain.stdout, "");
    plain.says("did you mean `send`?");
    // What stands after `--` is no option.
    let plain = world.wx(["status", "--", "--json"]).exits(2);
    assert_eq!(plain.stdout, "");
}

#[test]
fn settings_never_show_a_password_wherever_an_address_has_it() {
    let world = World::new();
    for (state, shown) in [
        (
            "postgres://ann:hunter2@db/team",
            "postgres://ann:***@db/team",
        ),
        (
            "postgres://db/team?user=ann&password=hunter2",
            "postgres://db/team?user=ann&password=***",
        ),
        (
            "postgres://db/team?passwd=hunter2",
            "postgres://db/team?passwd=***",
        ),
        ("postgres://ann:hunter2@db:port/team", "postgres://…"),
        ("postgres://ann:1#hunter2@db/team", "postgres://…"),
        ("postgres:ann:hunter2@db/team", "postgres://…"),
        ("sqlite:/srv/a@b.db", "sqlite:/srv/a@b.db"),
    ] {
        for form in [&["settings"][..], &["settings", "--json"]] {
            let outcome = world.wx_with(form, |command| {
                command.env("WXMASS_STATE", state).env_remove("WXMASS_PACE");
                command.env("WXMASS_API_BASE", "https://door:hunter2@api.example.com");
            });
            let outcome = outcome.exits(0);
            let said = format!("{}{}", outcome.stdout, outcome.stderr);
            assert!(!said.contains("hunter2"), "{state}: {said}");
            assert!(outcome.stdout.contains(shown), "{state}: {said}");
            assert!(said.contains("https://door:***@api.example.com"), "{said}");
        }
    }
}

#[test]
fn an_api_base_that_is_no_url_is_refused_without_its_password() {
    let world = World::new();
    for base in [
        "https://ann:hunter2@[bad",
        "https://ann:hunter2@host:port",
        "hunter2@host",
    ] {
        let outcome = world.wx(["token", "--api-base", base]).exits(2);
        assert!(!outcome.stderr.contains("hunter2"), "{outcome:?}");
        outcome.says("is no URL");
    }
}

#[test]
fn a_run_that_goes_on_says_what_went_out_even_where_it_ends_before_its_call() {
    let world = World::new();
    let campaign = world.campaign("guests").for_openids(20_001).write();
    world.plant(refusal(TO_OPENIDS, 45009).from(2).always());
    world.send(&campaign).exits(8);
    world.repair();
    let spent = r#"{"errcode":0,"quota":{"daily_limit":100,"used":100,"remain":0}}"#;
    world.plant(fault("openapi/quota/get", Harm::Answer(spent.to_owned())).always());
    world
        .send(&campaign)
        .exits(5)
        .says("1 of 3 batches were sent before");
}

#[test]
fn a_command_to_paste_names_the_account_of_its_send() {
    let world = World::new();
    let accounts = format!(
        "[main]\nappid = \"wx1\"\nsecret = \"s\"\n[shop]\nappid = \"{APPID}\"\nsecret = \"{SECRET}\"\n"
    );
    let campaign = world.campaign("spring").write();
    let file = argument(&campaign);
    let send = ["send", file, "--yes", "--account", "shop"];
    let said = world.with_accounts(&accounts, send).exits(0).stderr;
    let next = said
        .lines()
        .find_map(|line| line.strip_prefix("next: wxmass "));
    let next: Vec<&str> = next.expect("a next command").split(' ').collect();
    world.with_accounts(&accounts, &next).exits(0);
    // An unknown outcome, a day later.
    let campaign = world.campaign("summer").write();
    let file = argument(&campaign);
    world.plant(fault(TO_TAG, Harm::ResetAfter).always());
    let send = ["send", file, "--yes", "--account", "shop"];
    world.with_accounts(&accounts, send).exits(7);
    world.repair();
    world.age_batches(Duration::from_hours(25));
    let outcome = world.with_accounts(&accounts, send).exits(7);
    outcome.says("`wxmass runs summer --account shop --run 2 --send-again 1`");
    let word = "runs summer --account shop --run 2 --send-again 1";
    let word: Vec<&str> = word.split(' ').collect();
    world.with_accounts(&accounts, &word).exits(0);
}

#[test]
fn settings_and_doctor_work_before_there_are_credentials() {
    let world = World::new();
    let settings = stranger(&world, &["settings", "--json"]).exits(0).json();
    let row = |name: &str| {
        let rows = settings["settings"].as_array().expect("rows");
        rows.iter()
            .find(|row| row["setting"] == name)
            .expect(name)
            .clone()
    };
    assert_eq!(row("appid")["from"], "not set");
    assert_eq!(row("secret")["value"], "-");
    let looks = stranger(&world, &["doctor", "--json"]).exits(4).json();
    let looks = looks["looks"].as_array().expect("looks");
    assert_eq!(looks[0]["look"], "account");
    assert_eq!(looks[0]["ok"], false);
    for word in ["WXMASS_APPID", "WXMASS_SECRET", "allow-list", "--sandbox"] {
        let fix = looks[0]["fix"].as_str().expect("a fix");
        assert!(fix.contains(word), "{fix}");
    }
    assert_eq!(looks[1]["look"], "store");
    assert_eq!(looks[1]["ok"], true);
    // The ledger belongs to everyone who can read it.
    stranger(&world, &["runs"])
        .exits(0)
        .says("the ledger is empty");
    stranger(&world, &["runs", "spring"])
        .exits(0)
        .says("spring");
    let broken = world.wx_with(["doctor", "--json"], |command| {
        command.env("WXMASS_STATE", "mysql://here");
    });
    let looks = broken.exits(2).json();
    assert_eq!(looks["looks"][0]["ok"], true);
    assert_eq!(looks["looks"][1]["ok"], false);
    assert!(world.calls().is_empty());
}

#[test]
fn all_faults_of_an_accounts_file_are_told_and_none_of_its_values() {
    let world = World::new();
    let text = "[main]\nappid = \"wx1\"\nsecret = 987654321\nkind = \"servise\"\nquiet_hour = \"x\"\n[other]\nsecret = \"s3\"\n";
    for (lang, words) in [
        ("en", "did you mean `quiet_hours`?"),
        ("zh", "是不是想写 `quiet_hours`？"),
    ] {
        let outcome = world.with_accounts(text, ["tags", "--lang", lang]).exits(2);
        let said = outcome.clone().says(words).says("[other]").stderr;
        assert!(
            !said.contains("987654321") && !said.contains("servise") && !said.contains("s3"),
            "{said}"
        );
        assert!(said.contains('3') && said.contains('4') && said.contains('6'));
    }
    let missing = world.wx_with(["tags"], |command| {
        command
            .env_remove("WXMASS_APPID")
            .env("WXMASS_ACCOUNTS", "/nowhere/accounts.toml");
    });
    missing.exits(2).says("/nowhere/accounts.toml");
}

#[cfg(unix)]
#[test]
fn a_ledger_that_would_not_last_is_warned_of() {
    let world = World::new();
    // The temporary folder is the last resort of a user without a home.
    let state = world.path("tmp");
    let outcome = world.wx_with(["tags"], |command| {
        command
            .env_remove("WXMASS_STATE")
            .env("XDG_STATE_HOME", &state)
            .env("TMPDIR", &state);
    });
    outcome.exits(0).says("WXMASS_STATE");
    assert!(state.join("wxmass/wxmass.db").exists());
}

#[test]
fn a_secret_command_that_fails_says_how_to_try_it() {
    let world = World::new();
    let text = "[main]\nappid = \"wx1\"\nsecret_command = \"exit 3\"\n";
    world
        .with_accounts(text, ["tags"])
        .exits(4)
        .says("exit status: 3")
        .says("run it in a shell");
    world
        .with_accounts(text, ["tags", "--lang", "zh"])
        .exits(4)
        .says("请在终端中运行它");
}

#[test]
fn what_is_not_there_is_compared_with_what_is() {
    let world = World::new();
    world
        .wx(["followers", "--tag", "VIPP"])
        .exits(2)
        .says("did you mean `VIP`");
    let text = "[main]\nappid = \"wx1\"\nsecret = \"s\"\n";
    world
        .with_accounts(text, ["tags", "--account", "mian"])
        .exits(4)
        .says("did you mean `main`?");
}

#[test]
fn a_blank_text_is_refused_before_any_call() {
    let world = World::new();
    for text in ["", "  \n"] {
        world
            .wx(["send-tag", "--tag", "VIP", "--text", text, "--yes"])
            .exits(2)
            .says("--text -");
    }
    world
        .pipe(["send-tag", "--tag", "VIP", "--text", "-", "--yes"], "\n")
        .exits(2);
    world
        .pipe(
            [
                "preview",
                "--openid",
                &world::campaign::openid(1),
                "--text",
                "-",
            ],
            "",
        )
        .exits(2);
    assert!(world.calls().is_empty());
}

/// A line of Chinese output without what stays as it is: literals in back-ticks, paths, numbers, the system's own words.
fn english_left_in(said: &str) -> Vec<String> {
    let mut left = Vec::new();
    for line in said.lines().filter(|line| !line.starts_with("20")) {
        let words: String = line.split('`').step_by(2).collect();
        let words = words
            .split(|character: char| !character.is_ascii_alphabetic())
            .filter(|word| word.len() > 1 && word.chars().all(|it| it.is_ascii_lowercase()));
        // The system says why in its own words, and the rest are names: of formats, calls and keys.
        let known = "no such file or directory os error is in use address already tags wxmass send json openid \
                     toml accounts appid secret command exit status token callback proc nowhere db sqlite postgres http https com example nothing png api base insecure mysql nosuch access unreadable missing";
        left.extend(
            words
                .filter(|word| !known.split(' ').any(|it| it == *word))
                .map(|word| format!("{word} in {line}")),
        );
    }
    left
}

#[test]
fn chinese_output_is_chinese() {
    let world = World::new();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let cases: [&[&str]; 15] = [
        &["runs", "--state", "sqlite:/proc/nowhere/a.db"],
        &["tags", "--state", "mysql://here"],
        &["tags", "--state", "sqlite:"],
        &["tags", "--api-base", "nonsense"],
        &["tags", "--api-base", "http://example.com"],
        &["tags", "--account", "nosuch"],
        &["followers", "--tag", "VIPP"],
        &["send-tag", "--tag", "VIPP", "--text", "a", "--yes"],
        &["send-tag", "--tag", "VIP", "--text", "a"],
        &["upload-img", "nothing.png"],
        &["add-draft", "nothing.json"],
        &["check", "nothing.toml"],
        &["sandbox", "--memory", "--port", &port],
        &["man", "/proc/nowhere"],
        &["render", "nothing.toml"],
    ];
    let mut left = Vec::new();
    for case in cases {
        let outcome = world.wx(case.iter().chain(&["--lang", "zh"]));
        assert_ne!(outcome.code, 0, "{case:?}");
        assert!(outcome.stderr.contains("错误"), "{outcome:?}");
        assert!(outcome.stderr.contains("建议"), "{outcome:?}");
        left.extend(english_left_in(&outcome.stderr));
    }
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn a_page_is_rendered_where_no_browser_is() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let page = world.path("page.html");
    let outcome = world.wx_with(
        [
            "render",
            argument(&campaign),
            "-o",
            argument(&page),
            "--open",
        ],
        |command| {
            command.env("PATH", "/nowhere");
        },
    );
    outcome.exits(0).says("open");
    assert!(page.exists());
}

#[test]
fn every_line_of_a_rehearsal_says_that_it_is_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::new();
    let outcome = world.wx_with(
        [
            "send",
            concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/examples/newsletter/campaign.toml"
            ),
            "--sandbox",
            "--yes",
        ],
        |command| {
            command
                .env_remove("WXMASS_API_BASE")
                .env("XDG_STATE_HOME", folder.path());
        },
    );
    let said = outcome.exits(0).stderr;
    // Lines of the log have a time before them.
    for line in said.lines().filter(|line| !line.starts_with("20")) {
        assert!(line.starts_with("[sandbox] "), "{said}");
    }
    assert!(said.contains("[sandbox]   audience"), "{said}");
    let next = said
        .lines()
        .find_map(|line| line.strip_prefix("[sandbox] next: wxmass "))
        .expect("the next command");
    assert!(next.ends_with(" --sandbox"), "it can be pasted: {next}");
}

#[test]
fn a_service_that_cannot_be_reached_is_tried_five_times_and_no_more() {
    let world = World::new();
    // A port without a listener.
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address").port()
    };
    let outcome = world.wx_with(["tags", "-v"], |command| {
        command.env("WXMASS_API_BASE", format!("http://127.0.0.1:{port}"));
    });
    let outcome = outcome.exits(6);
    let again = outcome.stderr.matches("trying again").count();
    assert_eq!(again, 4, "{}", outcome.stderr);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_look_at_once() {
    let world = World::new();
    // Takes connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let base = format!("http://{}", silent.local_addr().expect("an address"));
    let child = world.start_with(["tags"], |command| {
        command.env("WXMASS_API_BASE", base).stdin(Stdio::null());
    });
    drop(silent.accept().expect("the call for a token"));
    let (_held, _) = silent.accept().expect("and another try");
    std::thread::sleep(Duration::from_millis(100));
    signal(&child, "-INT");
    let outcome = finish(child).exits(130);
    assert!(!outcome.stderr.contains("stopping"), "{}", outcome.stderr);
}
