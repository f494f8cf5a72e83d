//! The pages of `docs/`: every block of commands runs as it stands, every link leads somewhere, every errcode is there.

use std::fmt::Write as _;
use std::path::PathBuf;

use wxmass::report::{Lang, errcode_advice};
use wxmass::wechat::errcode;

use crate::root;
use crate::world::World;

fn pages() -> Vec<(PathBuf, String)> {
    let entries = walkdir::WalkDir::new(root().join("docs")).into_iter();
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("a file").into_path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a page");
        (path, text)
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn every_block_of_commands_runs_as_it_stands() {
    let mut run = 0;
    for (page, text) in pages() {
        let blocks = text.split("```sh\n").skip(1);
        let script: String = blocks
            .filter_map(|rest| rest.split("```").next())
            .collect::<Vec<_>>()
            .join("\n");
        if script.is_empty() {
            continue;
        }
        // One page after the other block, in one folder: that is how it is read.
        let world = World::new();
        let outcome = world.shell(&format!("set -eu\n{script}"), |command| {
            command
                .env("XDG_STATE_HOME", world.path("xdg"))
                .env_remove("WXMASS_PACE");
        });
        assert_eq!(outcome.code, 0, "{}: {outcome:?}", page.display());
        run += 1;
    }
    assert!(run >= 5, "{run} pages have commands");
}

fn readmes() -> Vec<(PathBuf, String)> {
    let names = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"];
    let read = |name: &str| {
        let path = root().join(name);
        let text = std::fs::read_to_string(&path).expect(name);
        (path, text)
    };
    names.map(read).into()
}

/// Blocks of code with what stands after their fence.
fn blocks(text: &str) -> Vec<(&str, &str)> {
    let fences = text.split("```").skip(1).step_by(2);
    fences
        .map(|block| block.split_once('\n').unwrap_or((block, "")))
        .collect()
}

const SERVE: [&str; 2] = ["wxmass listen", "wxmass sandbox"];

#[test]
fn no_command_hides_in_a_block_that_is_not_run() {
    for (page, text) in pages().into_iter().chain(readmes()) {
        for (kind, block) in blocks(&text) {
            // Measurements take minutes; `benches/smoke` runs each of them once.
            let measures = kind == "console"
                && block.lines().all(|line| {
                    let program = line.strip_prefix("$ ").and_then(|it| it.split(' ').next());
                    program.is_some_and(|it| it.starts_with("benches/") && root().join(it).exists())
                });
            assert!(
                measures
                    || [
                        "sh", "toml", "yaml", "json", "xml", "python", "js", "rust", "text", ""
                    ]
                    .contains(&kind),
                "{}: a block of {kind:?}",
                page.display()
            );
            // These two serve until they are stopped; `tests/listen.rs` and `tests/sandbox/` run them.
            let hidden = block.lines().find(|line| {
                line.starts_with("wxmass ") && !SERVE.iter().any(|it| line.starts_with(it))
            });
            assert!(
                kind == "sh" || hidden.is_none(),
                "{}: not run: {hidden:?}",
                page.display()
            );
        }
    }
}

#[test]
fn every_accounts_file_that_is_shown_is_accepted() {
    let mut seen = 0;
    for (page, text) in pages().into_iter().chain(readmes()) {
        for (_, block) in blocks(&text)
            .into_iter()
            .filter(|(kind, block)| *kind == "toml" && block.contains("appid"))
        {
            let world = World::new();
            let file = world.path("accounts.toml");
            std::fs::write(&file, block).expect("a file");
            let outcome = world.wx_with(["settings", "--account", "main"], |command| {
                command.env("WXMASS_ACCOUNTS", &file);
            });
            assert_eq!(outcome.code, 0, "{}: {outcome:?}", page.display());
            seen += 1;
        }
    }
    assert_eq!(seen, 3, "both READMEs and the page on accounts");
}

#[test]
fn every_key_of_a_profile_is_in_the_page_on_accounts() {
    let page = std::fs::read_to_string(root().join("docs/accounts.md")).expect("the page");
    let source =
        std::fs::read_to_string(root().join("src/cli/accounts/faults.rs")).expect("the table");
    let table = source
        .split_once("const KEYS")
        .and_then(|(_, rest)| rest.split_once("];\n"))
        .expect("the table of keys")
        .0;
    let keys: Vec<&str> = table.split('"').skip(1).step_by(2).collect();
    assert_eq!(keys.len(), 15, "{keys:?}");
    for key in keys {
        assert!(
            page.contains(&format!("\n{key} = ")),
            "docs/accounts.md lacks {key}"
        );
    }
}

#[test]
fn every_link_between_pages_leads_to_a_file() {
    for (page, text) in pages().into_iter().chain(readmes()) {
        for rest in text.split("](").skip(1) {
            let target = rest.split([')', '#', ' ']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            let file = page.parent().expect("a folder").join(target);
            assert!(file.exists(), "{} links to {target}", page.display());
        }
    }
}

#[test]
fn every_errcode_is_in_the_page_on_troubleshooting() {
    let mut table = String::from("\n| errcode | what to do | 怎么办 |\n| --- | --- | --- |\n");
    for entry in errcode::all() {
        let [english, chinese] = [Lang::En, Lang::Zh].map(|lang| {
            let advice = errcode_advice(lang, entry.code).expect("advice for every code");
            advice.replace('|', "\\|")
        });
        let _ = writeln!(table, "| {} | {english} | {chinese} |", entry.code);
    }
    let file = root().join("docs/troubleshooting.md");
    let page = std::fs::read_to_string(&file).expect("the page");
    let (head, rest) = page.split_once("test docs` -->\n").expect("a beginning");
    let (found, tail) = rest.split_once("<!-- /errcodes -->").expect("an end");
    if std::env::var_os("SNAPSHOTS").is_some_and(|word| word == "overwrite") {
        let page = format!("{head}test docs` -->\n{table}\n<!-- /errcodes -->{tail}");
        std::fs::write(&file, page).expect("the page");
    } else {
        assert_eq!(found, format!("{table}\n"), "renew it as the page says");
    }
}
