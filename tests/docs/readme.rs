//! The READMEs and the pages for operators say what the binary does, in both languages: the same commands, options, exit codes
//! and blocks of code.

use std::collections::BTreeSet;
use std::process::Command;

use crate::root;

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).expect(name)
}

fn help(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_wxmass"))
        .args(arguments)
        .env_clear()
        .output()
        .expect("the binary starts");
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The first cells of a document's tables, as they stand between back-ticks.
fn first_cells(text: &str) -> BTreeSet<String> {
    let rows = text
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    rows.flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

fn commands(text: &str) -> BTreeSet<String> {
    let cells = first_cells(text).into_iter();
    cells
        .filter_map(|cell| Some(cell.strip_prefix("wxmass ")?.split(' ').next()?.to_owned()))
        .collect()
}

/// Blocks of code without their comments, which are translated; of a conversation only what is typed.
fn blocks(text: &str) -> Vec<String> {
    let blocks = text.split("```").skip(1).step_by(2);
    let blocks = blocks.map(|block| {
        if !block.starts_with("text\n$ ") {
            return block.to_owned();
        }
        let typed = block.lines().filter(|line| line.starts_with("$ "));
        typed.collect::<Vec<_>>().join("\n")
    });
    let bare = |line: &str| {
        line.split(" #")
            .next()
            .unwrap_or_default()
            .trim_end()
            .to_owned()
    };
    blocks
        .map(|block| block.lines().map(bare).collect::<Vec<_>>().join("\n"))
        .collect()
}

#[test]
fn every_command_of_the_readme_exists_and_every_command_is_in_it() {
    let readme = commands(&read("docs/cli.md"));
    assert!(readme.len() > 20, "{readme:?}");
    for command in &readme {
        help(&[command, "--help"]);
    }
    let listed = help(&["--help"]);
    let listed = listed.lines().filter_map(|line| {
        let name = line.strip_prefix("  ")?.split("  ").next()?.trim();
        let plain = name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        (plain && !name.is_empty() && !name.starts_with('-')).then(|| name.to_owned())
    });
    let missing: Vec<String> = listed
        .filter(|name| name != "help" && !readme.contains(name))
        .collect();
    assert!(missing.is_empty(), "not in the README: {missing:?}");
}

#[test]
fn every_option_of_the_readme_exists() {
    let readme = read("README.md") + &read("docs/cli.md");
    let options: BTreeSet<&str> = readme
        .split(|char: char| !(char.is_ascii_lowercase() || char == '-'))
        .filter(|word| word.starts_with("--") && word.len() > 3)
        .filter(|word| !["--release", "--locked", "--path"].contains(word))
        .collect();
    let everything: String = commands(&readme)
        .iter()
        .map(|command| help(&[command, "--help"]))
        .collect();
    let missing: Vec<&&str> = options
        .iter()
        .filter(|option| !everything.contains(**option))
        .collect();
    assert!(missing.is_empty(), "no command takes {missing:?}");
}

#[test]
fn the_pages_in_both_languages_are_twins() {
    for (english, chinese) in TWINS {
        let (english, chinese) = (read(english), read(chinese));
        assert_eq!(
            first_cells(&english),
            first_cells(&chinese),
            "the same rows in the tables"
        );
        let (english, chinese) = (blocks(&english), blocks(&chinese));
        assert_eq!(english.len(), chinese.len());
        for (one, other) in english.iter().zip(&chinese) {
            assert_eq!(one, other, "the same code");
        }
    }
}

#[test]
fn a_readme_is_short() {
    let (english, chinese) = TWINS[0];
    assert!(read(english).lines().count() < 200);
    assert!(read(chinese).lines().count() < 200);
}

/// Pages that say the same in both languages.
const TWINS: [(&str, &str); 13] = [
    ("README.md", "README.zh-CN.md"),
    ("docs/cli.md", "docs/zh/cli.md"),
    ("docs/first-campaign.md", "docs/zh/first-campaign.md"),
    ("docs/accounts.md", "docs/zh/accounts.md"),
    ("docs/campaign.md", "docs/zh/campaign.md"),
    ("docs/themes.md", "docs/zh/themes.md"),
    ("docs/scheduling.md", "docs/zh/scheduling.md"),
    ("docs/results.md", "docs/zh/results.md"),
    ("docs/ci.md", "docs/zh/ci.md"),
    ("docs/several.md", "docs/zh/several.md"),
    ("docs/agents.md", "docs/zh/agents.md"),
    ("docs/safety.md", "docs/zh/safety.md"),
    ("docs/troubleshooting.md", "docs/zh/troubleshooting.md"),
];

/// The parts of a page, in their order: headings with their level, items of lists, rows of tables, blocks, paragraphs.
fn skeleton(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut in_block = false;
    for line in text.lines() {
        let part = match line {
            _ if line.starts_with("```") => {
                in_block = !in_block;
                "block"
            }
            _ if in_block || line.starts_with("<a id=") => continue,
            _ if line.starts_with('#') => line.split(' ').next().unwrap_or_default(),
            _ if line.starts_with("- ") => "item",
            _ if line.starts_with("| ") => "row",
            "" => "",
            _ => "text",
        };
        // A paragraph may have more lines in one language than in the other.
        let goes_on = part == "text"
            && parts
                .last()
                .is_some_and(|last| last == "text" || last == "item");
        if !goes_on {
            parts.push(part.to_owned());
        }
    }
    parts
}

/// Targets of links; a page or a picture in Chinese counts as its twin.
fn links(text: &str) -> BTreeSet<String> {
    let targets = text.split("](").skip(1);
    targets
        .filter_map(|rest| rest.split(')').next())
        .filter(|target| !target.starts_with("README"))
        .map(|target| target.replace("docs/zh/", "docs/").replace(".zh-CN.", "."))
        .collect()
}

#[test]
fn the_two_readmes_have_the_same_bones_and_the_same_links() {
    for (page, twin) in TWINS {
        let (english, chinese) = (read(page), read(twin));
        let (bones, others) = (skeleton(&english), skeleton(&chinese));
        for (number, (one, other)) in bones.iter().zip(&others).enumerate() {
            assert_eq!(
                one,
                other,
                "{page}: part {number} after {:?}",
                &bones[..number]
            );
        }
        assert_eq!(bones.len(), others.len(), "{page}");
        if page == "README.md" {
            assert_eq!(links(&english), links(&chinese));
        }
    }
}

#[test]
fn the_two_commands_stand_on_the_first_screen() {
    for name in ["README.md", "README.zh-CN.md"] {
        let text = read(name);
        let screen: String = text.lines().take(24).collect::<Vec<_>>().join("\n");
        assert!(
            screen.contains(
                "cargo run --locked -- send examples/first/campaign.toml --sandbox --yes"
            ),
            "{name}"
        );
        assert!(screen.contains("cargo test"), "{name}");
        assert!(screen.contains("freepublish"), "{name}");
    }
}
