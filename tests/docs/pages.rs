//! The pages of `docs/`: every block of commands runs as it stands, every link leads somewhere, every errcode is there.

use std::collections::BTreeSet;
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
    assert_eq!(seen, 4, "the pages on accounts and on commands");
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

/// Names of a schema's keys, with those of the tables above them.
fn keys_of(schema: &serde_json::Value, above: &str, keys: &mut Vec<String>) {
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        let key = format!("{above}{name}");
        // A table of its own is described by what it holds.
        if inner["properties"].is_null() && inner["items"]["properties"].is_null() {
            keys.push(key.clone());
        }
        keys_of(inner, &format!("{key}."), keys);
        keys_of(&inner["items"], &format!("{key}."), keys);
    }
}

#[test]
fn every_key_of_a_campaign_is_in_the_page_on_campaigns() {
    let output = World::new().wx(["schema", "campaign"]).exits(0);
    let schema = serde_json::from_str(&output.stdout).expect("a schema");
    let mut keys = Vec::new();
    keys_of(&schema, "", &mut keys);
    assert!(keys.len() > 45, "{keys:?}");
    for name in ["docs/campaign.md", "docs/zh/campaign.md"] {
        let page = std::fs::read_to_string(root().join(name)).expect(name);
        for key in &keys {
            assert!(page.contains(&format!("\n| `{key}` | ")), "{name}: {key}");
        }
    }
}

/// Places of a page that a link may name: written anchors, and headings as GitHub names them.
fn anchors(text: &str) -> BTreeSet<String> {
    let written = text.split("<a id=\"").skip(1);
    let written = written.filter_map(|rest| rest.split('"').next().map(str::to_owned));
    let headings = text.lines().filter_map(|line| {
        let (marks, words) = line.split_once(' ')?;
        let is_heading = !marks.is_empty() && marks.bytes().all(|it| it == b'#');
        let named = words.to_lowercase().replace(' ', "-");
        let kept = |it: &char| it.is_alphanumeric() || matches!(it, '-' | '_');
        is_heading.then(|| named.chars().filter(kept).collect())
    });
    written.chain(headings).collect()
}

#[test]
fn every_link_between_pages_leads_to_a_place() {
    for (page, text) in pages().into_iter().chain(readmes()) {
        for rest in text.split("](").skip(1) {
            let target = rest.split([')', ' ']).next().unwrap_or_default();
            if target.contains("://") {
                continue;
            }
            let (target, place) = target.split_once('#').unwrap_or((target, ""));
            let file = match target {
                "" => page.clone(),
                _ => page.parent().expect("a folder").join(target),
            };
            assert!(file.exists(), "{} links to {target}", page.display());
            if !place.is_empty() {
                let there = std::fs::read_to_string(&file).expect("a page");
                let page = page.display();
                assert!(anchors(&there).contains(place), "{page}: {target}#{place}");
            }
        }
    }
}

#[test]
fn every_errcode_is_in_the_page_on_troubleshooting() {
    let languages = [
        ("docs/troubleshooting.md", "| errcode | what to do |"),
        ("docs/zh/troubleshooting.md", "| 错误码 | 怎么办 |"),
    ];
    for (lang, (name, header)) in [Lang::En, Lang::Zh].into_iter().zip(languages) {
        let mut table = format!("\n{header}\n| --- | --- |\n");
        for entry in errcode::all() {
            let advice = errcode_advice(lang, entry.code)
                .expect("advice for every code")
                .replace('|', "\\|");
            let _ = writeln!(table, "| {} | {advice} |", entry.code);
        }
        let file = root().join(name);
        let page = std::fs::read_to_string(&file).expect("the page");
        let (head, rest) = page.split_once("test docs` -->\n").expect("a beginning");
        let (found, tail) = rest.split_once("<!-- /errcodes -->").expect("an end");
        if std::env::var_os("SNAPSHOTS").is_some_and(|word| word == "overwrite") {
            let page = format!("{head}test docs` -->\n{table}\n<!-- /errcodes -->{tail}");
            std::fs::write(&file, page).expect("the page");
        } else {
            assert_eq!(found, format!("{table}\n"), "renew {name} as it says");
        }
    }
}
