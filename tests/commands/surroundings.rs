//! `init`, `doctor`, `settings`, profiles: before the first send.

use std::process::{Command, Stdio};

use crate::world::wire::{Harm, fault};
use crate::world::{BINARY, TOKEN, World, argument};

#[test]
fn a_folder_is_no_campaign_and_the_one_in_it_is_named() {
    let world = World::new();
    world.wx(["init", "spring"]).exits(0);
    world
        .wx(["check", "spring"])
        .exits(2)
        .says("spring/campaign.toml");
}

#[test]
fn a_scaffold_passes_the_check_and_runs_in_the_sandbox_without_anything() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| {
        Command::new(BINARY)
            .args(arguments)
            .current_dir(folder.path())
            .env_clear()
            .env("XDG_STATE_HOME", folder.path().join("state"))
            .env("SSL_CERT_FILE", "/nowhere")
            .env("SSL_CERT_DIR", "/nowhere")
            .stdin(Stdio::null())
            .output()
            .expect("wxmass runs")
    };
    let made = run(&["init", "spring"]);
    assert_eq!(
        String::from_utf8_lossy(&made.stdout).trim(),
        "spring/campaign.toml"
    );
    assert_eq!(
        run(&["init", "spring"]).status.code(),
        Some(2),
        "nothing is overwritten"
    );
    assert_eq!(
        run(&["check", "spring/campaign.toml"]).status.code(),
        Some(0)
    );
    let sent = run(&["send", "spring/campaign.toml", "--sandbox", "--yes"]);
    assert_eq!(
        sent.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&sent.stderr)
    );
    let again = run(&["send", "spring/campaign.toml", "--sandbox", "--yes"]);
    assert_eq!(
        (again.status.code(), &again.stdout),
        (Some(0), &sent.stdout)
    );
    assert!(String::from_utf8_lossy(&again.stderr).contains("sent already"));
    let rendered = run(&["render", "spring/campaign.toml", "-o", "page.html"]);
    assert_eq!(rendered.status.code(), Some(0));
    let page = std::fs::read_to_string(folder.path().join("page.html")).expect("a page");
    assert!(page.contains("春季新品") && page.contains("data:image/jpeg;base64,"));
}

#[test]
fn profiles_give_credentials_and_guard_rails() {
    let world = World::new();
    let run = |more: &str, arguments: &[&str]| {
        let text = format!(
            "[main]\nappid = \"{}\"\nsecret_command = \"echo {}\"\n{more}",
            wxmass::sandbox::APPID,
            wxmass::sandbox::SECRET
        );
        world.with_accounts(&text, arguments)
    };
    let campaign = world.campaign("spring").write();
    let token = ["token", "--account", "main"];
    let send = ["send", argument(&campaign), "--yes", "--account", "main"];
    run("", &token).exits(0);
    run("", &["token", "--account", "mian"])
        .exits(4)
        .says("did you mean `main`?");
    for (more, code, words) in [
        ("kind = \"unverified\"", 4, "48001"),
        ("confirm_above = 10", 2, "--confirm VIP"),
        ("quiet_hours = \"00:00-23:59\"", 2, "Beijing"),
    ] {
        run(more, &send).exits(code).says(words);
    }
    run("colour = 1", &token).exits(2).says("colour");
    assert!(world.sends().is_empty());
    let confirmed = [&send[..], &["--confirm", "VIP"]].concat();
    run("confirm_above = 10", &confirmed).exits(0);
    assert_eq!(world.sends().len(), 1);
}

#[test]
fn the_doctor_looks_and_says_what_to_mend() {
    let world = World::new();
    let looks = world.wx(["doctor"]).exits(0).stdout;
    assert!(
        looks.contains("token") && looks.contains("quota sendall") && !looks.contains("FAIL"),
        "{looks}"
    );
    let errmsg = "invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: 69a0b1c2-11223344-55667788";
    let world = World::new();
    let answer = format!(r#"{{"errcode":40164,"errmsg":"{errmsg}"}}"#);
    world.plant(fault(TOKEN, Harm::Answer(answer)).always());
    let looks = world.wx(["doctor"]).exits(4).stdout;
    assert!(
        looks.contains("FAIL") && looks.contains("add 203.0.113.9 to"),
        "{looks}"
    );
}

#[test]
fn the_doctor_keeps_to_a_terminal_and_names_the_address_alone() {
    let world = World::new();
    let fits = |text: &str| {
        let wide = text.lines().find(|line| unicode_width(line) > 80);
        assert!(wide.is_none(), "{wide:?}");
    };
    world.control(
        "settings",
        &serde_json::json!({ "allow_list": ["203.0.113.7"] }),
    );
    for lang in ["en", "zh"] {
        let looks = world.wx(["doctor", "--lang", lang]).exits(4).stdout;
        fits(&looks);
        assert!(looks.lines().any(|line| line == "127.0.0.1"), "{looks}");
        // What this machine has is looked at all the same.
        for words in ["schema", "MB"] {
            assert!(looks.contains(words), "{looks}");
        }
        let tags = world.wx(["tags", "--lang", lang]).exits(4).stderr;
        assert!(tags.lines().any(|line| line == "127.0.0.1"), "{tags}");
    }
    let document = world.wx(["doctor", "--json"]).exits(4).json();
    assert_eq!(document["ok"], false);
    assert_eq!(document["exit_code"], 4);
    let row = |name: &str| {
        let rows = document["looks"].as_array().expect("looks");
        rows.iter().find(|row| row["look"] == name).expect(name)
    };
    assert_eq!(row("allow-list")["paste"], "127.0.0.1");
    world.control("settings", &serde_json::json!({ "allow_list": [] }));
    for lang in ["en", "zh"] {
        fits(&world.wx(["doctor", "--lang", lang]).exits(0).stdout);
    }
}

/// Columns of a terminal: a Chinese character takes two.
fn unicode_width(line: &str) -> usize {
    line.chars()
        .map(|it| if it >= '\u{2e80}' { 2 } else { 1 })
        .sum()
}

#[test]
fn the_doctor_knows_what_a_kind_of_account_may_do() {
    use wxmass::sandbox::{Kind, Options};
    for (kind, code) in [
        (Kind::Service, 0),
        (Kind::Subscription, 0),
        (Kind::Unverified, 4),
    ] {
        let world = World::of(Options {
            kind: Some(kind),
            ..Options::default()
        });
        world.wx(["doctor"]).exits(code);
    }
    // The ledger counts the sends to everybody that a service account has in a month; tags have no such number.
    let world = World::new();
    let tagged = world.campaign("tagged").write();
    let send = ["send", argument(&tagged), "--yes", "--account", "main"];
    world.with_profile("kind = \"service\"", send).exits(0);
    for name in ["one", "two", "three", "four"] {
        let campaign = world.campaign(name).audience("all = true").write();
        let send = ["send", argument(&campaign), "--yes", "--account", "main"];
        world.with_profile("kind = \"service\"", send).exits(0);
    }
    let looks = world
        .with_profile("kind = \"service\"", ["doctor"])
        .exits(5);
    assert!(looks.stdout.contains("4 of 4"), "{}", looks.stdout);
}

#[test]
fn a_new_campaign_goes_to_a_test_tag_and_speaks_the_operators_language() {
    let world = World::new();
    let toml = |folder: &str| {
        std::fs::read_to_string(world.path(folder).join("campaign.toml")).expect("a campaign")
    };
    world.wx(["init", "spring", "--lang", "zh"]).exits(0);
    let chinese = toml("spring");
    assert!(
        chinese.contains("tag = \"星标组\"") && chinese.contains("# wxnames"),
        "{chinese}"
    );
    assert!(!chinese.contains("exactly one of"), "{chinese}");
    world.wx(["init", "summer"]).exits(0);
    assert!(toml("summer").contains("exactly one of"));
    for folder in ["spring", "summer"] {
        let file = format!("{folder}/campaign.toml");
        world.wx(["check", &file]).exits(0);
        world.wx(["send", &file, "--yes"]).exits(0);
    }
    // The tester of the account gets the previews.
    world
        .with_profile("tester = \"wang_wx\"", ["init", "autumn"])
        .exits(0)
        .says("wxmass preview");
    assert!(toml("autumn").contains("wxnames = [\"wang_wx\"]"));
    let preview = ["preview", "autumn/campaign.toml"];
    world.with_profile("tester = \"wang_wx\"", preview).exits(0);
}

#[test]
fn each_setting_says_where_it_comes_from_and_never_the_secret() {
    let world = World::new();
    let outcome = world.wx(["settings", "--timeout", "9"]).exits(0);
    let row = |name: &str| {
        let line = outcome
            .lines()
            .into_iter()
            .find(|line| line.starts_with(name));
        line.unwrap_or_else(|| panic!("{name}")).to_owned()
    };
    assert!(row("timeout").contains("9 s") && row("timeout").contains("--timeout"));
    assert!(row("api_base").contains("WXMASS_API_BASE") && row("appid").contains("WXMASS_APPID"));
    assert!(row("uploads").contains("default"));
    assert!(!outcome.stdout.contains(wxmass::sandbox::SECRET));
}

#[test]
#[cfg(debug_assertions)]
fn a_defect_exits_1_with_one_line() {
    let world = World::new();
    let outcome = world.wx_with(["themes"], |command| {
        command.env("WXMASS_TEST_PANIC", "1");
    });
    let outcome = outcome.exits(1).says("defect in wxmass");
    assert_eq!(outcome.stderr.lines().count(), 1, "{}", outcome.stderr);
}
