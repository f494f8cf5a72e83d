//! Completions through the shells themselves: what a Tab offers, what it never does, and what it inserts.
//!
//! bash is asked by calling its function and on a terminal, fish by `complete -C`, zsh on a terminal with its `compadd`
//! overheard. A shell that is not on this machine is said to be "not tried".

use std::collections::BTreeSet;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

use sqlx::{AnyConnection, Connection as _};
use wxmass::sandbox::{APPID, SECRET};

use crate::world::{Outcome, World};

/// A world in which there is something to offer: profiles, tags, two runs, files.
fn furnished() -> World {
    let world = World::on_a_file();
    let accounts = format!(
        "[main]\nappid = \"{APPID}\"\nsecret = \"{SECRET}\"\n\
         [\"shop 2\"]\nappid = \"wx0123456789abcdef\"\nsecret_command = \"touch asked\"\n\
         [\"bad\\u0007\"]\nappid = \"wx0123456789abcde0\"\n"
    );
    std::fs::write(world.path("accounts.toml"), accounts).expect("a file");
    world.send(&world.campaign("spring").write()).exits(0);
    world.send(&world.campaign("No vember").write()).exits(0);
    for name in ["guests.csv", "note.md", "letter one.toml", "articles.json"] {
        std::fs::write(world.path(name), "").expect("a file");
    }
    world.forget_calls();
    world
}

fn has(shell: &str) -> bool {
    let found = Command::new(shell).arg("--version").output().is_ok();
    if !found {
        // Past the harness, which keeps what a passing test prints to itself.
        let _ = writeln!(
            std::io::stderr(),
            "{shell}: not tried, it is not on this machine"
        );
    }
    found
}

fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// A shell's answer to a script of its own.
fn asked(
    world: &World,
    shell: &str,
    script: &str,
    words: &[&str],
    change: &dyn Fn(&mut Command),
) -> Outcome {
    let words: Vec<_> = words.iter().map(|word| quoted(word)).collect();
    let line = format!(
        "exec {shell} -c {} {shell} {}",
        quoted(script),
        words.join(" ")
    );
    let outcome = world.shell(&line, |command| {
        command
            .env("WXMASS_ACCOUNTS", world.path("accounts.toml"))
            .env("LC_ALL", "C.UTF-8");
        change(command);
    });
    assert_eq!(outcome.stderr, "", "a prompt has no place for it");
    outcome.exits(0)
}

/// The candidates of bash for a line; the last word is the one at the cursor, as readline splits and hands on words.
fn bash_with(world: &World, words: &[&str], change: &dyn Fn(&mut Command)) -> Vec<String> {
    let script = r#"
        . <(wxmass completions bash)
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        last=${COMP_WORDS[COMP_CWORD]}
        case $last in = | :) last= ;; [\'\"]*) last=${last:1} ;; esac
        _wxmass wxmass "$last" "${COMP_WORDS[COMP_CWORD - 1]}"
        ((${#COMPREPLY[@]})) && printf '%s\n' "${COMPREPLY[@]}"
        true"#;
    let words: Vec<_> = [&["wxmass"], words].concat();
    let outcome = asked(world, "bash", script, &words, change);
    outcome.lines().into_iter().map(str::to_owned).collect()
}

fn bash(world: &World, words: &[&str]) -> Vec<String> {
    bash_with(world, words, &|_| ())
}

/// The candidates of fish with their meanings.
fn fish(world: &World, line: &str) -> Vec<String> {
    let script = "wxmass completions fish | source; complete -C $argv[2]";
    // fish -c has no name for itself among its arguments.
    let outcome = asked(world, "fish", script, &[line], &|_| ());
    outcome.lines().into_iter().map(str::to_owned).collect()
}

/// Types on a terminal with a shell of its own; what it said.
#[cfg(target_os = "linux")]
fn typed(world: &World, shell: &str, settings: &str, keys: &str) -> Outcome {
    use std::io::Read as _;

    let file = world.path(&format!("home/.{shell}rc"));
    std::fs::write(file, settings).expect("a file");
    let start = format!("{shell} -i");
    let mut child = world.start_shell(
        &format!("exec script -qec '{start}' /dev/null"),
        |command| {
            command
                .env("WXMASS_ACCOUNTS", world.path("accounts.toml"))
                .env("LC_ALL", "C.UTF-8")
                .env("TERM", "dumb")
                .stdin(std::process::Stdio::piped());
        },
    );
    let mut said = child.stdout.take().expect("a pipe");
    let (mut text, mut bytes) = (String::new(), [0; 1024]);
    while !text.contains("ready>") {
        let read = said.read(&mut bytes).expect("a pipe can be read");
        assert!(read > 0, "{shell} ended: {text}");
        text.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
    child.stdout = Some(said);
    let mut keyboard = child.stdin.take().expect("a keyboard");
    // What comes before a completion is done would be taken for a part of the line.
    for key in keys.split_inclusive('\t') {
        keyboard.write_all(key.as_bytes()).expect("it listens");
        std::thread::sleep(Duration::from_millis(400));
    }
    keyboard.write_all(b"exit\n").expect("it listens");
    let outcome = crate::world::finish(child);
    drop(keyboard);
    outcome
}

#[test]
fn bash_offers_what_the_machine_knows() {
    let world = furnished();
    for (words, candidates) in [
        (&["--account", ""][..], &["main", "shop\\ 2", "all"][..]),
        (&["check", "--account", "sh"], &["shop\\ 2"]),
        (&["accounts", "test", ""], &["main", "shop\\ 2"]),
        (&["accounts", "remove", "m"], &["main"]),
        (&["runs", ""], &["No\\ vember", "spring"]),
        (&["runs", "\"No"], &["No vember"]),
        (&["runs", "No\\ v"], &["No\\ vember"]),
        (&["stats", "sp"], &["spring"]),
        (&["send", "x.md", "--tag", "V"], &["VIP"]),
        (&["followers", "--tag", "=", "V"], &["VIP"]),
        (
            &["send-tag", "--tag", "=", ""],
            &["星标组", "VIP", "新客", "空组"],
        ),
        (&["tags", "add", "V"], &["VIP"]),
        (&["--account", "main", "followers", "--tag", "V"], &["VIP"]),
        (&["--account", "shop 2", "followers", "--tag", "V"], &[]),
        (&["--account", "'shop 2'", "followers", "--tag", "V"], &[]),
        (&["check", "n"], &["note.md"]),
        (&["send", "le"], &["letter\\ one.toml"]),
        (&["render", "g"], &[]),
        (&["add-draft", "a"], &["accounts.toml", "articles.json"]),
        (
            &["themes", ""],
            &["note.md", "campaigns/", "home/", "state/"],
        ),
        (&["send-openids", "--from", "gu"], &["guests.csv"]),
        (&["explain", "exit"], &["exit-codes"]),
        (&["explain", "4502"], &["45020", "45021", "45028"]),
        (&["help", "exit"], &["exit-codes"]),
        (&["se"], &["send", "send-tag", "send-openids", "settings"]),
        (&["--color", "a"], &["auto", "always"]),
        (&["wait", "--tag"], &[]),
    ] {
        let found = bash(&world, words);
        let wanted: Vec<_> = candidates.iter().map(|it| (*it).to_owned()).collect();
        assert_eq!(found, wanted, "{words:?}");
    }
    let sent = bash(&world, &["status", ""]);
    let known = world.wx(["runs", "--json"]).exits(0).json();
    let newest = known["runs"][0]["batches"][0]["msg_id"].to_string();
    assert_eq!((sent.len(), &sent[0]), (2, &newest), "{known}");
    assert_eq!(bash(&world, &["delete", &newest[..6]]).len(), 2);
    assert_eq!(world.calls().len(), 0, "no call was made");
    assert!(!world.path("asked").exists(), "no command was run");
}

/// A send sees tags, as the world of the other tests shows.
#[test]
fn tags_are_kept_by_whatever_lists_them() {
    for arguments in [&["tags"][..], &["doctor"], &["followers", "--tag", "VIP"]] {
        let world = World::on_a_file();
        assert_eq!(
            bash(&world, &["followers", "--tag", "V"]),
            Vec::<String>::new()
        );
        world.wx(arguments).exits(0);
        assert_eq!(bash(&world, &["followers", "--tag", "V"]), ["VIP"]);
        let other = bash_with(&world, &["followers", "--tag", "V"], &|command| {
            command.env("WXMASS_APPID", "wx0123456789abcdef");
        });
        assert_eq!(
            other,
            Vec::<String>::new(),
            "another account's are none of its"
        );
    }
}

#[test]
fn hidden_options_are_never_offered() {
    let world = furnished();
    for command in ["", "send", "runs", "accounts", "tags"] {
        let words: Vec<_> = [command, "-"]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect();
        let options = bash(&world, &words);
        assert!(options.contains(&"--account".to_owned()), "{options:?}");
        assert!(!options.contains(&"--pace".to_owned()), "{options:?}");
        let words = [&words[..words.len() - 1], &["--pa"]].concat();
        assert_eq!(bash(&world, &words), Vec::<String>::new());
    }
    assert!(!bash(&world, &["__"]).contains(&"__complete".to_owned()));
}

/// Everything below the world's folder, with the time of its last change; a folder's tells of files that came and went.
fn files(world: &World) -> BTreeSet<(PathBuf, SystemTime)> {
    // Every reader of a log that is in use notes in its index how far it reads.
    let is_index = |entry: &walkdir::DirEntry| entry.path().to_string_lossy().ends_with("-shm");
    let entries = walkdir::WalkDir::new(world.path(""))
        .into_iter()
        .filter(move |entry| !entry.as_ref().is_ok_and(is_index));
    let dated = |entry: walkdir::DirEntry| {
        let found = entry.metadata().expect("a file").modified();
        (entry.into_path(), found.expect("a time"))
    };
    entries.map(|it| dated(it.expect("a file"))).collect()
}

#[test]
fn surroundings_that_are_missing_broken_or_busy_are_passed_over() {
    let world = furnished();
    let door = TcpListener::bind("127.0.0.1:0").expect("a port");
    door.set_nonblocking(true).expect("a listener");
    let server = format!(
        "postgres://ann:hunter2@{}/team",
        door.local_addr().expect("a port")
    );
    let broken = world.path("broken.toml");
    std::fs::write(&broken, "[main\nsecret = \"hunter2\"").expect("a file");
    let garbage = world.path("garbage.db");
    std::fs::write(&garbage, "no store".repeat(2000)).expect("a file");
    let before = files(&world);
    let missing = world.path("none/at/all.db");
    for state in [
        format!("sqlite:{}", missing.display()),
        format!("sqlite:{}", garbage.display()),
        server,
        "nonsense".to_owned(),
        "sqlite:/dev/null".to_owned(),
    ] {
        let begun = Instant::now();
        let found = bash_with(&world, &["runs", ""], &|command| {
            command.env("WXMASS_STATE", &state);
        });
        // Options are all there is to offer.
        assert!(
            found.iter().all(|it| it.starts_with('-')),
            "{state}: {found:?}"
        );
        assert!(begun.elapsed() < Duration::from_secs(5), "{state}");
    }
    for accounts in [broken, missing, world.path("campaigns")] {
        let found = bash_with(&world, &["accounts", "test", ""], &|command| {
            command.env("WXMASS_ACCOUNTS", &accounts);
        });
        assert!(found.iter().all(|it| it.starts_with('-')), "{found:?}");
    }
    let stateless = bash_with(&world, &["runs", ""], &|command| {
        command.env_remove("WXMASS_STATE").env_remove("HOME");
    });
    assert!(
        stateless.iter().all(|it| it.starts_with('-')),
        "{stateless:?}"
    );
    let script =
        "WXMASS_TIMEOUT=never WXMASS_LANG=?? WXMASS_SANDBOX=x wxmass __complete zsh 1 -- wxmass se";
    let outcome = asked(&world, "sh", script, &[], &|_| ());
    assert_eq!(outcome.lines().len(), 4, "{outcome:?}");
    for call in ["", "csh 1 -- wxmass", "zsh 9 -- wxmass", "zsh -- wxmass"] {
        let outcome = asked(
            &world,
            "sh",
            &format!("wxmass __complete {call}"),
            &[],
            &|_| (),
        );
        assert_eq!(outcome.stdout, "", "{call}");
    }
    assert_eq!(bash(&world, &["runs", "sp"]), ["spring"]);
    assert_eq!(files(&world), before, "nothing was made");
    let refused = door.accept().expect_err("no call");
    assert_eq!(refused.kind(), std::io::ErrorKind::WouldBlock);
}

#[test]
fn a_ledger_in_use_is_read_and_a_locked_one_left_alone() {
    let world = furnished();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    sqlx::any::install_default_drivers();
    let run = async |statements: &[&'static str]| {
        let mut store = AnyConnection::connect(&world.state())
            .await
            .expect("a store");
        for statement in statements {
            sqlx::query(*statement)
                .execute(&mut store)
                .await
                .expect(statement);
        }
        store
    };
    let rename = "update runs set name = 'autumn' where name = 'spring'";
    let writer = runtime.block_on(run(&[
        rename,
        "begin immediate",
        "update runs set kind = kind",
    ]));
    assert_eq!(bash(&world, &["runs", "au"]), ["autumn"], "the log is read");
    drop(writer);
    let locked = [
        "pragma locking_mode = exclusive",
        "begin exclusive",
        "update runs set kind = kind",
    ];
    let owner = runtime.block_on(run(&locked));
    let begun = Instant::now();
    let found = bash(&world, &["runs", "au"]);
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert!(found.is_empty() || found == ["autumn"], "{found:?}");
    drop(owner);
}

#[test]
fn fish_offers_the_same_with_meanings() {
    if !has("fish") {
        return;
    }
    let world = furnished();
    for (line, candidates) in [
        ("wxmass accounts test ", &["main", "shop 2"][..]),
        ("wxmass runs No\\ v", &["No vember"]),
        ("wxmass runs \"No v", &["No vember"]),
        ("wxmass followers --tag=V", &["--tag=VIP"]),
        ("wxmass followers --account 'shop 2' --tag V", &[]),
        ("wxmass check le", &["letter one.toml"]),
        ("wxmass send --pa", &[]),
    ] {
        let found = fish(&world, line);
        let values: Vec<_> = found
            .iter()
            .filter_map(|it| it.split('\t').next())
            .collect();
        assert_eq!(values, candidates, "{line}");
    }
    let main = &fish(&world, "wxmass accounts test ma")[0];
    assert_eq!(main, &format!("main\t{APPID}"));
    let chinese = fish(&world, "wxmass --lang zh followers --ta");
    assert!(chinese[0].contains("标签"), "{chinese:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn bash_inserts_what_the_command_takes() {
    let world = furnished();
    let settings = "PS1='ready>'\n. <(wxmass completions bash)\n";
    let outcome = typed(&world, "bash", settings, "wxmass runs No\t--json\n").exits(0);
    assert!(outcome.stdout.contains("\"No vember\""), "{outcome:?}");
    let outcome = typed(&world, "bash", settings, "wxmass runs \"No\t--json\n").exits(0);
    assert!(outcome.stdout.contains("\"No vember\""), "{outcome:?}");
    let outcome = typed(
        &world,
        "bash",
        settings,
        "wxmass followers --tag=VI\t--json\n",
    )
    .exits(0);
    assert!(outcome.stdout.contains("\"openids\""), "{outcome:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn zsh_offers_and_inserts_the_same() {
    if !has("zsh") {
        return;
    }
    let world = furnished();
    let functions = world.path("functions");
    std::fs::create_dir(&functions).expect("a folder");
    std::fs::create_dir(world.path("home/campaigns")).expect("a folder");
    let script = world.shell("wxmass completions zsh > functions/_wxmass", |_| ());
    script.exits(0);
    let overhear = "compadd() { local -a got; builtin compadd -O got \"$@\"; print -rl -- $got >> offered; builtin compadd \"$@\" }\n";
    let start = "autoload -Uz compinit && compinit -u -D\n";
    let sourced = format!("PS1='ready>'\n{start}{overhear}source <(wxmass completions zsh)\n");
    let found = format!("fpath=($PWD/functions $fpath)\nPS1='ready>'\n{start}{overhear}");
    for settings in [sourced, found] {
        let _ = std::fs::remove_file(world.path("offered"));
        let lines = [
            ("wxmass accounts test ", "main|shop 2"),
            ("wxmass followers --tag=V", "--tag=VIP"),
            ("wxmass check le", "letter one.toml"),
            ("wxmass send --pa", ""),
            ("wxmass send ~/", "campaigns"),
        ];
        let keys = lines.map(|(line, _)| format!("{line}\t\u{15}echo next >> offered\n"));
        let keys = keys.concat() + "wxmass runs No\t--json\n";
        let outcome = typed(&world, "zsh", &settings, &keys).exits(0);
        assert!(outcome.stdout.contains("\"No vember\""), "{outcome:?}");
        let offered = std::fs::read_to_string(world.path("offered")).expect("a list");
        for ((line, candidates), found) in lines.into_iter().zip(offered.split("next\n")) {
            let mut found: Vec<_> = found.lines().filter(|it| !it.is_empty()).collect();
            // It is asked twice: for the groups, and for the list.
            found.truncate(found.len().div_ceil(2));
            assert_eq!(found.join("|"), candidates, "{line}: {offered}");
        }
    }
}
