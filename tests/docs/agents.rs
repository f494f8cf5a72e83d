//! Proof that what agents are told is true: the skill and AGENTS.md have the exit codes of the binary, and every command that they name is there.

use std::fmt::Write as _;
use std::process::Command;

use serde_json::Value;

use crate::root;

const PAGES: [&str; 2] = ["AGENTS.md", "skills/wxmass/SKILL.md"];

fn reference() -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_wxmass"))
        .args(["reference", "--json"])
        .env_clear()
        .output()
        .expect("wxmass runs");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn the_exit_codes_that_agents_read_are_those_of_the_binary() {
    let mut table = String::from("\n| code | kind | meaning | then |\n| --- | --- | --- | --- |\n");
    for row in reference()["exit_codes"].as_array().expect("a list") {
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let (kind, meaning, then) = (text("kind"), text("meaning"), text("then"));
        let _ = writeln!(
            table,
            "| {} | {kind} | {meaning} | {then} |",
            row["exit_code"]
        );
    }
    for page in PAGES {
        let file = root().join(page);
        let text = std::fs::read_to_string(&file).expect(page);
        let (head, rest) = text.split_once("test docs` -->\n").expect("a beginning");
        let (_, tail) = rest.split_once("<!-- /exit codes -->").expect("an end");
        let made = format!("{head}test docs` -->\n{table}\n<!-- /exit codes -->{tail}");
        if std::env::var_os("SNAPSHOTS").is_some_and(|word| word == "overwrite") {
            std::fs::write(&file, made).expect("the page");
        } else {
            assert_eq!(
                text, made,
                "{page}: SNAPSHOTS=overwrite cargo test --test docs"
            );
        }
    }
}

#[test]
fn every_command_and_option_of_the_skill_exists() {
    let reference = reference();
    let commands = reference["commands"].as_array().expect("a list");
    let page = std::fs::read_to_string(root().join(PAGES[1])).expect("the skill");
    let mut seen = 0;
    for (at, word) in page.match_indices("wxmass ") {
        // Elsewhere it is prose.
        if !["\n", "`", "· "].iter().any(|it| page[..at].ends_with(it)) {
            continue;
        }
        let rest = &page[at + word.len()..];
        let end = rest.find(|it: char| it.is_whitespace() || it == '`');
        let name = &rest[..end.unwrap_or(rest.len())];
        assert!(
            commands.iter().any(|it| it["name"] == name),
            "no command {name}"
        );
        seen += 1;
    }
    assert!(seen >= 12, "{seen}");
    let whole = reference.to_string();
    let options = page.split(|it: char| !(it.is_ascii_lowercase() || it == '-'));
    let options = options.filter(|it| it.starts_with("--") && it.len() > 3);
    // One is cargo's, in the line that renews the table.
    for option in options.filter(|it| *it != "--test") {
        assert!(
            whole.contains(&format!("\"{option}\"")),
            "no option {option}"
        );
    }
    for code in ["exit_codes", "errcodes", "documents", "global_options"] {
        assert!(!reference[code].is_null(), "{code}");
    }
}
