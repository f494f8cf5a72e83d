//! Settings and credentials as CI systems, editors and people give them: empty, with dirt around them, in the wrong place.

use std::time::{Duration, Instant};

use wxmass::sandbox::{APPID, SECRET};

use crate::world::{World, argument, finish, signal};

/// Variables that are set to nothing count as not set, each of them, in each form of nothing.
#[test]
fn an_empty_variable_is_not_set() {
    let world = World::new();
    let names = [
        "WXMASS_STATE",
        "WXMASS_API_BASE",
        "WXMASS_ACCOUNT",
        "WXMASS_TIMEOUT",
        "WXMASS_LANG",
        "WXMASS_PACE",
        "WXMASS_YES",
        "WXMASS_SANDBOX",
        "WXMASS_ACCOUNTS",
        "WXMASS_APPID",
        "WXMASS_SECRET",
        "WXMASS_ACCESS_TOKEN",
        "WXMASS_CALLBACK_TOKEN",
        "WXMASS_AES_KEY",
    ];
    for nothing in ["", " ", "\r", "\t\n"] {
        let outcome = world.wx_with(["settings", "--json"], |command| {
            for name in names {
                command.env(name, nothing);
            }
        });
        let document = outcome.exits(0).json();
        for row in document["settings"].as_array().expect("rows") {
            let from = row["from"].as_str().expect("a source");
            assert!(matches!(from, "default" | "not set"), "{row}");
        }
    }
    for name in ["WXMASS_API_BASE", "WXMASS_STATE"] {
        let outcome = world.wx_with(["themes"], |command| {
            command.env(name, " ");
        });
        outcome.exits(0);
    }
}

#[test]
fn an_empty_store_of_ci_is_warned_of() {
    let world = World::new();
    let outcome = world.wx_with(["tags"], |command| {
        command.env("WXMASS_STATE", "");
    });
    outcome.exits(0).says("is a secret missing?");
    world.wx(["tags"]).exits(0);
}

#[test]
fn a_yes_that_is_a_no_with_a_line_end_is_a_no() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    for no in ["0\r", "false ", " no\n"] {
        let outcome = world.wx_with(["send", argument(&campaign)], |command| {
            command.env("WXMASS_YES", no);
        });
        outcome.exits(2).says("--yes");
    }
    assert!(world.sends().is_empty());
}

#[test]
fn locales_and_durations_are_understood() {
    let world = World::new();
    let run = |lang: &str, timeout: &str| {
        world.wx_with(["settings"], |command| {
            command
                .env("WXMASS_LANG", lang)
                .env("WXMASS_TIMEOUT", timeout);
        })
    };
    let outcome = run("zh_CN.UTF-8", "30s").exits(0);
    assert!(outcome.stdout.contains("来源") && outcome.stdout.contains("30 s"));
    assert!(run("en-GB\r", "1m 30s").exits(0).stdout.contains("90 s"));
    run("klingon", "30").exits(2).says("klingon");
    run("en", "never").exits(2).says("30s");
    run("en", "0s").exits(2);
}

/// Invisible characters at either end are left out and told; WeChat gets the clean value.
#[test]
fn dirt_around_credentials_is_left_out() {
    let world = World::new();
    for dirt in [
        " ", "\r", "\n", "\r\n", "\t", "\u{feff}", "\u{3000}", "\u{200b}",
    ] {
        for (before, after) in [("", dirt), (dirt, "")] {
            let with = |value: &str| format!("{before}{value}{after}");
            let outcome = world.wx_with(["tags"], |command| {
                command
                    .env("WXMASS_APPID", with(APPID))
                    .env("WXMASS_SECRET", with(SECRET));
            });
            outcome.exits(0).says("was left out").says("WXMASS_SECRET");
        }
    }
    let text = format!("[main]\nappid = \" {APPID}\"\nsecret = \"{SECRET}\\r\"\n");
    let outcome = world.with_accounts(&text, ["tags"]).exits(0);
    outcome.says("a carriage return around `secret` of account `main`");
}

/// A value that cannot be an appid or a secret is named before any call.
#[test]
fn what_cannot_be_a_credential_is_named_before_any_call() {
    let world = World::new();
    let long = format!("{SECRET}0");
    let upper = SECRET.to_uppercase();
    let quoted = format!("\"{SECRET}\"");
    for (appid, secret, words) in [
        (SECRET, APPID, "are AppID and AppSecret swapped?"),
        (APPID, APPID, "are AppID and AppSecret swapped?"),
        ("gh_5a4db0c05a4d", SECRET, "original id"),
        (&APPID[..17], SECRET, "17 characters of 18: 1 is missing"),
        (APPID, &SECRET[2..], "30 characters of 32: 2 are missing"),
        (APPID, &long, "33 characters, not 32: 1 is too many"),
        (APPID, &upper, "capital letters"),
        (APPID, &quoted, "quotation marks"),
        ("your-appid", SECRET, "text of a template"),
        (APPID, "your-secret-here", "text of a template"),
        ("ｗｘ5a4db0c05a4db0c0", SECRET, "full-width"),
        ("wx5a4db0c0 5a4db0c0", SECRET, "space"),
        ("ww5a4db0c05a4db0c0", SECRET, "WeCom"),
        ("me@example.com", SECRET, "text of a template"),
        ("me@shop.cn", SECRET, "does not begin with `wx`"),
    ] {
        for lang in ["en", "zh"] {
            let outcome = world.wx_with(["tags", "--lang", lang], |command| {
                command
                    .env("WXMASS_APPID", appid)
                    .env("WXMASS_SECRET", secret);
            });
            let outcome = outcome.exits(4);
            if lang == "en" {
                outcome.says(words).says("Basic configuration");
            } else {
                outcome.says("基本配置");
            }
        }
    }
    assert!(world.calls().is_empty());
}

#[test]
fn a_secret_that_a_command_prints_is_looked_at_too() {
    let world = World::new();
    let text = format!("[main]\nappid = \"{APPID}\"\nsecret_command = \"echo nonsense\"\n");
    world
        .with_accounts(&text, ["tags"])
        .exits(4)
        .says("`secret` of account `main`");
    assert!(world.calls().is_empty());
}

#[test]
fn several_accounts_and_none_chosen_are_listed() {
    let world = World::new();
    let text = format!(
        "[main]\nappid = \"{APPID}\"\nsecret = \"{SECRET}\"\n[brand2]\nappid = \"{APPID}\"\nsecret = \"{SECRET}\"\n"
    );
    world
        .with_accounts(&text, ["tags"])
        .exits(2)
        .says("brand2, main")
        .says("--account NAME");
    world
        .with_accounts(&text, ["tags", "--account", "main"])
        .exits(0);
    world
        .with_accounts(&text, ["listen", "--port", "0"])
        .exits(2)
        .says("brand2, main");
    // What calls nothing goes on.
    world.with_accounts(&text, ["runs"]).exits(0);
    assert!(!world.calls().is_empty());
}

#[test]
fn a_campaign_of_another_account_is_refused_before_any_call() {
    let world = World::new();
    let other = "wx0123456789abcdef";
    let accounts = world.path("accounts.toml");
    let text = format!(
        "[a]\nappid = \"{APPID}\"\nsecret = \"{SECRET}\"\nconfirm_above = 1\n[b]\nappid = \"{other}\"\nsecret = \"{SECRET}\"\n"
    );
    std::fs::write(&accounts, text).expect("a file");
    let campaign = world.campaign("spring").head("account = \"b\"\n").write();
    let send = |campaign, more: &[&str], with_environment: bool| {
        let arguments = [&["send", argument(campaign), "--yes"], more].concat();
        world.wx_with(arguments, |command| {
            command.env("WXMASS_ACCOUNTS", &accounts);
            if !with_environment {
                command
                    .env_remove("WXMASS_APPID")
                    .env_remove("WXMASS_SECRET");
            }
        })
    };
    // The credentials of the environment, `--account` and its variable.
    send(&campaign, &[], true)
        .exits(2)
        .says("unset WXMASS_APPID")
        .says("`account = \"wx5a4db0c05a4db0c0\"`");
    send(&campaign, &["--account", "a"], false)
        .exits(2)
        .says("leave --account out")
        .says("`account = \"a\"`");
    let preview = world.wx_with(["preview", argument(&campaign)], |command| {
        command
            .env("WXMASS_ACCOUNTS", &accounts)
            .env("WXMASS_ACCOUNT", "a");
    });
    preview.exits(2).says("leave WXMASS_ACCOUNT out");
    send(&campaign, &["--dry-run"], true).exits(2);
    assert!(world.calls().is_empty());
    // The same account under its name: the guard rails of the profile hold.
    let same = world.campaign("same").head("account = \"a\"\n").write();
    send(&same, &[], true).exits(2).says("--confirm VIP");
    assert!(world.sends().is_empty());
    // The appid itself is a name of the account.
    let appid = format!("account = \"{APPID}\"\n");
    let by_appid = world.campaign("by_appid").head(&appid).write();
    send(&by_appid, &[], true).exits(0);
    assert_eq!(world.sends().len(), 1);
}

#[test]
fn settings_say_where_each_value_was_written() {
    let world = World::new();
    let rows = |more: &str| {
        let outcome = world.with_profile(more, ["settings", "--json"]).exits(0);
        let document = outcome.json();
        move |name: &str| {
            let rows = document["settings"].as_array().expect("rows");
            let row = rows.iter().find(|row| row["setting"] == name);
            row.expect(name)["from"].as_str().expect("text").to_owned()
        }
    };
    let plain = rows("");
    for name in ["kind", "token_call", "protection", "require_preview"] {
        assert_eq!(plain(name), "default", "{name}");
    }
    let written = rows(
        "kind = \"service\"\ntoken_call = \"stable\"\nprotection = false\nrequire_preview = false",
    );
    for name in ["kind", "token_call", "protection", "require_preview"] {
        assert_eq!(written(name), "accounts file, [main]", "{name}");
    }
}

/// As an editor or a person leaves it; the secret is on no line that is shown.
#[test]
fn faults_of_the_accounts_file_are_shown_at_their_places() {
    let world = World::new();
    for (text, words) in [
        (
            "[main]\nappid = \"wx1\"\nsecret = 12hunter2\n",
            "accounts.toml:3:",
        ),
        (
            "[main]\nappid = \"wx1\"\nsecret: \"hunter2\"\n",
            "accounts.toml:3:",
        ),
        (
            "[main]\nappid = \"wx1\"\nsecrit = \"hunter2\"\n",
            "did you mean `secret`?",
        ),
        (
            "[主号]\nappid = \"wx1\"\nsecret = \"hunter2\"\n",
            "[\"主号\"]",
        ),
        (
            "[main]\nappid = “wx1”\nsecret = \"hunter2\"\n",
            "Chinese keyboard",
        ),
        ("secret = \"hunter2\"\n", "outside an account's table"),
        ("[main]\nsecret = \"hunter2\"\n", "`appid` is missing"),
        (
            "[main]\nappid = \"wx1\"\nappid = \"hunter2\"\n",
            "accounts.toml:3:",
        ),
    ] {
        for lang in ["en", "zh"] {
            for form in [&["tags"][..], &["tags", "--json"]] {
                let arguments = [form, &["--lang", lang]].concat();
                let outcome = world.with_accounts(text, arguments).exits(2);
                let said = format!("{}{}", outcome.stdout, outcome.stderr);
                assert!(!said.contains("hunter2"), "{said}");
                assert!(
                    lang == "zh" || form.len() > 1 || said.contains(words),
                    "{words}: {said}"
                );
            }
        }
    }
    let text = "[main]\nappid = \"wx1\"\n";
    let wide: Vec<u8> = format!("\u{feff}{text}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (bytes, encoding) in [
        (wide, "UTF-16LE"),
        (b"# \xd6\xf7\xba\xc5\n[main]\n".to_vec(), "GBK"),
    ] {
        let file = world.path("accounts.toml");
        std::fs::write(&file, bytes).expect("a file");
        let outcome = world.wx_with(["tags", "--account", "main"], |command| {
            command.env("WXMASS_ACCOUNTS", &file);
        });
        outcome.exits(2).says(encoding).says("save it as UTF-8");
    }
    assert!(world.calls().is_empty());
}

/// Whether a program with this command line runs on this machine.
#[cfg(target_os = "linux")]
fn is_running(command: &str) -> bool {
    let processes = std::fs::read_dir("/proc").expect("/proc");
    processes.flatten().any(|process| {
        std::fs::read_to_string(process.path().join("cmdline")).is_ok_and(|line| line == command)
    })
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_waited_for_is_said_and_ended_by_ctrl_c() {
    let world = World::new();
    let pipe = world.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo").success());
    let file = world.path("accounts.toml");
    let text = format!("[main]\nappid = \"{APPID}\"\nsecret_command = \"sleep 77; echo x\"\n");
    std::fs::write(&file, text).expect("a file");
    for (accounts, words) in [
        (&pipe, "the accounts file"),
        (&file, "secret_command of account `main`"),
    ] {
        for command in ["tags", "token"] {
            let begun = Instant::now();
            let child = world.start_with([command], |command| {
                command
                    .env_remove("WXMASS_APPID")
                    .env("WXMASS_ACCOUNTS", accounts);
            });
            std::thread::sleep(Duration::from_millis(2600));
            signal(&child, "-INT");
            let outcome = finish(child).exits(130);
            outcome.says("waiting for").says(words);
            assert!(begun.elapsed() < Duration::from_secs(20));
        }
    }
    assert!(!is_running("sleep\u{0}77\u{0}"), "it is left behind");
}

#[cfg(unix)]
#[test]
fn a_folder_of_others_is_not_used_where_there_is_no_home() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    let run = |temporary: &std::path::Path| {
        world.wx_with(["tags"], |command| {
            command
                .env_remove("WXMASS_STATE")
                .env("HOME", "nowhere")
                .env("TMPDIR", temporary);
        })
    };
    let open = world.path("open");
    std::fs::create_dir_all(open.join("wxmass")).expect("a folder");
    std::fs::set_permissions(open.join("wxmass"), std::fs::Permissions::from_mode(0o777))
        .expect("a mode");
    run(&open).exits(2).says("others may write");
    let linked = world.path("linked");
    std::fs::create_dir_all(&linked).expect("a folder");
    std::os::unix::fs::symlink(world.path("home"), linked.join("wxmass")).expect("a link");
    run(&linked).exits(2).says("link");
    assert!(world.calls().is_empty());
    let own = world.path("own");
    std::fs::create_dir_all(&own).expect("a folder");
    run(&own).exits(0).says("does not last");
}

/// A profile of the sandbox's account with these lines in place of a secret.
fn without_secret(lines: &str) -> String {
    format!("[main]\nappid = \"{APPID}\"\n{lines}\n")
}

#[test]
fn a_token_from_elsewhere_wants_no_secret() {
    let world = World::new();
    let token = world.wx(["token"]).exits(0).stdout.trim().to_owned();
    let file = world.path("token");
    let json = |key: &str| format!("{{\"{key}\":\"{token}\",\"expires_in\":7200}}");
    for given in [
        token.clone(),
        json("access_token"),
        json("authorizer_access_token"),
    ] {
        std::fs::write(&file, &given).expect("a file");
        world.forget_calls();
        let text = without_secret(&format!("token_command = \"cat '{}'\"", argument(&file)));
        world.with_accounts(&text, ["tags"]).exits(0);
        assert!(
            !world.paths().contains(&"stable_token".to_owned()),
            "{:?}",
            world.paths()
        );
        let outcome = world.wx_with(["tags"], |command| {
            command
                .env_remove("WXMASS_SECRET")
                .env("WXMASS_ACCESS_TOKEN", format!(" {given}\r\n"));
        });
        outcome.exits(0);
    }
    // A whole campaign goes by it, and the doctor is content.
    let text = without_secret(&format!("token_command = \"cat '{}'\"", argument(&file)));
    let campaign = world.campaign("spring").write();
    world
        .with_accounts(&text, ["send", argument(&campaign), "--yes"])
        .exits(0);
    world.with_accounts(&text, ["doctor"]).exits(0);
    let shown = world.with_accounts(&text, ["settings"]).exits(0);
    assert!(shown.stdout.contains("token_command"), "{}", shown.stdout);
    assert_eq!(world.sends().len(), 1);
}

#[test]
fn a_token_that_is_refused_is_asked_for_once_more() {
    let world = World::new();
    let token = world.wx(["token"]).exits(0).stdout.trim().to_owned();
    let counter = world.path("asked");
    // The first answer is one that WeChat does not take.
    let command = format!(
        "echo x >> '{0}'; if [ $(wc -l < '{0}') -gt 1 ]; then echo {token}; else echo 77_{1}; fi",
        argument(&counter),
        "a".repeat(40)
    );
    let text = without_secret(&format!("token_command = '''{command}'''"));
    world.with_accounts(&text, ["tags"]).exits(0);
    let asked = std::fs::read_to_string(&counter).expect("it was asked");
    assert_eq!(asked.lines().count(), 2);
}

#[test]
fn a_token_from_elsewhere_that_does_not_come_is_an_error_of_the_account() {
    let world = World::new();
    for command in ["exit 3", "true", "echo '<html>login</html>'"] {
        let text = without_secret(&format!("token_command = \"{command}\""));
        world
            .with_accounts(&text, ["tags"])
            .exits(4)
            .says("token_command");
    }
    // The token of one account is not used for another.
    let text = without_secret("token_command = \"true\"").replace(APPID, "wx0123456789abcdef");
    let file = world.path("accounts.toml");
    std::fs::write(&file, text).expect("a file");
    let outcome = world.wx_with(["tags", "--account", "main"], |command| {
        command
            .env("WXMASS_ACCOUNTS", &file)
            .env("WXMASS_ACCESS_TOKEN", "77_abc");
    });
    outcome.exits(2).says("WXMASS_ACCESS_TOKEN");
    let nameless = world.wx_with(["tags"], |command| {
        command
            .env_remove("WXMASS_APPID")
            .env("WXMASS_ACCESS_TOKEN", "77_abc");
    });
    nameless.exits(4).says("WXMASS_APPID");
    assert!(world.calls().is_empty());
}

#[test]
fn a_relay_gets_its_header_and_a_broken_one_is_named() {
    let world = World::new();
    let profile = |command: &str| format!("api_header_command = \"{command}\"");
    world
        .with_profile(&profile("echo 'X-Relay: hunter2'"), ["tags"])
        .exits(0);
    for (command, words) in [
        ("echo hunter2", "printed no header"),
        ("echo 'Host: hunter2'", "sets itself"),
        ("exit 1", "api_header_command of account `main`"),
    ] {
        let outcome = world.with_profile(&profile(command), ["tags"]).exits(4);
        assert!(!outcome.stderr.contains("hunter2"), "{}", outcome.stderr);
        outcome.says(words);
    }
}
