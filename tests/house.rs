//! The walls of the house: which room may use which, as CONTRIBUTING.md tells it.
//!
//! Reads the sources as text and fails on an import that the table does not allow. Most of the tests here plant a
//! violation and see it found: a wall that cannot fail is none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[path = "house/circles.rs"]
mod circles;
#[path = "house/files.rs"]
mod files;
#[path = "house/inspect.rs"]
mod inspect;
#[path = "house/prose.rs"]
mod prose;
#[path = "house/sentences.rs"]
mod sentences;
#[path = "house/source.rs"]
mod source;
#[path = "house/table.rs"]
mod table;

use inspect::{circle, inspect, room_holding, room_of};
use table::{LONGEST, ROOMS};

#[test]
fn no_wall_is_broken() {
    let sources = sources();
    let complaints = inspect(&sources);
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn the_table_knows_every_room_and_holds_no_circle() {
    let map = std::fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs is there");
    let declared: BTreeSet<&str> = map
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let known: BTreeSet<&str> = ROOMS
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !["main", "lib"].contains(name))
        .collect();
    assert_eq!(
        declared, known,
        "the rooms of src/lib.rs and those of the table"
    );

    let edges = ROOMS.iter().map(|(name, may_use)| {
        let targets = may_use
            .split_whitespace()
            .map(|path| room_of(path).to_owned());
        ((*name).to_owned(), targets.collect())
    });
    assert_eq!(
        circle(&edges.collect()),
        None,
        "the table itself must not allow a circle"
    );
}

#[test]
fn the_inspector_reads_what_it_inspects() {
    let sources = sources();
    assert!(sources.contains_key("tests/house/inspect.rs"));
    for (room, _) in ROOMS {
        assert!(
            sources.keys().any(|path| room_holding(path) == Some(*room)),
            "no source of {room} was read"
        );
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every source and every test by its path from the root, with forward slashes.
fn sources() -> BTreeMap<String, String> {
    ["src", "tests"]
        .into_iter()
        .flat_map(|folder| walkdir::WalkDir::new(root().join(folder)))
        .map(|entry| entry.expect("src and tests can be walked"))
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "rs")
        })
        .map(|entry| {
            let path = entry
                .path()
                .strip_prefix(root())
                .expect("below the root")
                .to_string_lossy()
                .replace('\\', "/");
            (
                path,
                std::fs::read_to_string(entry.path()).expect("a source is UTF-8"),
            )
        })
        .collect()
}

/// The findings of the inspector in one planted file that has a proper head.
fn said(path: &str, code: &str) -> Vec<String> {
    inspect(&BTreeMap::from([(
        path.to_owned(),
        format!("//! A planted file.\n{code}"),
    )]))
}

#[test]
fn an_import_upward_is_found_with_its_line_and_what_is_allowed() {
    assert_eq!(
        said("src/plan/build.rs", "\nuse crate::store::Store;\n"),
        [
            "src/plan/build.rs:3 uses crate::store; plan may use: campaign, article, text, wechat::ids, wechat::errcode, wechat::outcome"
        ]
    );
    assert_eq!(
        said("src/article/mod.rs", "fn x() { crate::cli::main() }"),
        ["src/article/mod.rs:2 uses crate::cli; article may use: text"]
    );
}

#[test]
fn one_file_of_a_room_opens_no_other() {
    assert!(said("src/plan/a.rs", "use crate::wechat::ids::MediaId;").is_empty());
    let narrow = "src/plan/a.rs:2 uses crate::wechat::client::Client; plan may use: campaign, article, text, wechat::ids, wechat::errcode, wechat::outcome";
    assert_eq!(
        said("src/plan/a.rs", "use crate::wechat::client::Client;"),
        [narrow]
    );
    assert_eq!(
        said("src/plan/a.rs", "use crate::wechat;").len(),
        1,
        "the whole room is more than its file"
    );
    assert_eq!(
        said("src/plan/a.rs", "use crate::wechat::*;").len(),
        1,
        "and so is a star"
    );
    assert_eq!(
        said("src/sandbox/a.rs", "use crate::wechat::mass::Message;").len(),
        1
    );
    assert!(said("src/sandbox/a.rs", "use crate::wechat::errcode;").is_empty());
    assert_eq!(
        said("src/report/a.rs", "use crate::pipeline::run;").len(),
        1
    );
    assert!(
        said(
            "src/report/a.rs",
            "use crate::pipeline::event::{Event, Wait};"
        )
        .is_empty()
    );
    assert_eq!(
        said("src/report/a.rs", "use crate::wechat::idsx::A;").len(),
        1,
        "a longer name is another file"
    );
}

#[test]
fn groups_are_unfolded_and_ladders_climbed() {
    let group = "use crate::{\n    article::Kind,\n    wechat::{ids::{MediaId, TagId}, client::Client as C},\n    store,\n};";
    assert_eq!(
        said("src/plan/a.rs", group),
        [
            "src/plan/a.rs:4 uses crate::wechat::client::Client; plan may use: campaign, article, text, wechat::ids, wechat::errcode, wechat::outcome",
            "src/plan/a.rs:5 uses crate::store; plan may use: campaign, article, text, wechat::ids, wechat::errcode, wechat::outcome",
        ]
    );
    assert_eq!(
        said("src/plan/a.rs", "use super::super::store::Store;").len(),
        1
    );
    assert_eq!(said("src/plan/mod.rs", "use super::store::Store;").len(), 1);
    assert!(
        said("src/plan/a.rs", "use super::store::Remembered;").is_empty(),
        "a neighbour in the same room"
    );
    assert_eq!(
        said("src/main.rs", "fn main() { wxmass::pipeline::run() }").len(),
        1
    );
    assert!(said("src/main.rs", "fn main() { wxmass::cli::main() }").is_empty());
    assert_eq!(
        said("src/plan/a.rs", "use crate::{self, store::{self}};").len(),
        1
    );
}

#[test]
fn crates_keep_to_their_rooms() {
    for (path, code) in [
        ("src/pipeline/a.rs", "use reqwest::Client;"),
        ("src/pipeline/a.rs", "use sqlx::Row;"),
        ("src/pipeline/a.rs", "use clap::Parser;"),
        (
            "src/pipeline/a.rs",
            "fn f() -> anyhow::Result<()> { Ok(()) }",
        ),
        (
            "src/pipeline/a.rs",
            "fn f() { indicatif::ProgressBar::new(1); }",
        ),
        ("src/pipeline/a.rs", "fn f() { println!(); }"),
        ("src/pipeline/a.rs", "fn f() { std::io::stderr(); }"),
        ("src/store/a.rs", "fn f() { std::env::var_os(NAME); }"),
        ("src/store/a.rs", "use std::process::exit;"),
        ("src/wechat/a.rs", "use axum::Router;"),
        ("src/campaign/a.rs", "use tokio::fs;"),
        ("src/article/a.rs", "use std::fs;"),
        ("src/plan/a.rs", "async fn f() {}"),
        ("src/plan/a.rs", "fn f() { jiff::Timestamp::now(); }"),
    ] {
        let complaints = said(path, code);
        assert!(!complaints.is_empty(), "{path} with {code}");
        assert!(
            complaints[0].starts_with(&format!("{path}:2 uses ")),
            "{complaints:?}"
        );
    }
    assert!(said("src/wechat/a.rs", "use reqwest::Client;").is_empty());
    assert!(said("src/campaign/a.rs", "use std::fs;").is_empty());
}

#[test]
fn only_one_file_approves() {
    let call = "fn f(ready: Ready) { ready.approve(); }";
    assert_eq!(
        said("src/cli/commands/send.rs", call),
        ["src/cli/commands/send.rs:2 approves a send; only src/cli/ask.rs may"]
    );
    assert!(said("src/cli/ask.rs", call).is_empty());
    assert!(
        said("src/pipeline/a.rs", "pub fn approve(self) -> Approved {}").is_empty(),
        "to define is not to do"
    );
}

#[test]
fn heads_lengths_and_unknown_rooms_are_seen() {
    let bald = inspect(&BTreeMap::from([(
        "src/plan/a.rs".to_owned(),
        "use std::fmt;\n".to_owned(),
    )]));
    assert_eq!(
        bald,
        ["src/plan/a.rs:1 does not open with a `//!` head: what it owns, promises, refuses"]
    );
    let long = "fn f() {}\n".repeat(LONGEST);
    assert_eq!(
        said("src/plan/a.rs", &long),
        ["src/plan/a.rs has 501 lines; 500 is the longest"]
    );
    assert_eq!(
        said(
            "src/cli/args.rs",
            &format!("#[derive(Debug, clap::Args)]\n{long}")
        ),
        Vec::<String>::new()
    );
    assert_eq!(
        said("src/cli/settings.rs", &long).len(),
        1,
        "only definitions of arguments may be longer"
    );
    assert_eq!(said("tests/a/b.rs", &long).len(), 1, "tests too are short");
    let bald = BTreeMap::from([("tests/a.rs".to_owned(), "mod a;\n".to_owned())]);
    assert_eq!(inspect(&bald).len(), 1, "and say what they are");
    let free = "use wxmass::sandbox;\nfn f() { println!(); }";
    assert!(
        said("tests/a.rs", free).is_empty(),
        "and use what they test"
    );
    assert_eq!(
        said("src/cellar/a.rs", ""),
        ["src/cellar/a.rs:1 stands in no room that tests/house.rs knows"]
    );
}

#[test]
fn a_circle_is_told_whole() {
    let file = |code: &str| format!("//! A planted file.\n{code}");
    let complaints = inspect(&BTreeMap::from([
        (
            "src/store/a.rs".to_owned(),
            file("use crate::pipeline::run;"),
        ),
        (
            "src/pipeline/a.rs".to_owned(),
            file("use crate::store::Store;"),
        ),
    ]));
    let circle = "the rooms run in a circle: pipeline → store → pipeline";
    assert!(
        complaints.iter().any(|complaint| complaint == circle),
        "{complaints:?}"
    );
}

#[test]
fn words_in_comments_strings_and_tests_are_no_imports() {
    let harmless = r##"
// use crate::store;
/* use crate::store; /* nested */ println!() */
/// See `crate::store::Store`.
const A: &str = "crate::store \" println!()";
const B: &str = r#"use reqwest:: " "#;
const C: char = '"';
fn life<'a>(text: &'a str) -> &'a str { text }
const D: (char, char, char) = ('\'', '中', '{');
#[cfg(test)]
mod tests {
    use crate::store::Store;
    fn f() { if true { println!("{}", '}') } }
}
"##;
    assert!(
        said("src/plan/a.rs", harmless).is_empty(),
        "{:?}",
        said("src/plan/a.rs", harmless)
    );
    let after = format!("{harmless}\nuse crate::store::Store;");
    assert_eq!(
        said("src/plan/a.rs", &after).len(),
        1,
        "what follows the tests is code again"
    );
    assert_eq!(
        said(
            "src/plan/a.rs",
            "const A: &str = \"\"; use crate::store::Store; const B: char = 'x';"
        )
        .len(),
        1
    );
}

#[test]
fn a_file_that_is_brought_in_for_tests_is_test_code() {
    let files = |declaration: &str| {
        BTreeMap::from([
            (
                "src/plan/mod.rs".to_owned(),
                format!("//! Head.\n{declaration}\nmod tests;\n"),
            ),
            (
                "src/plan/tests/deeper.rs".to_owned(),
                "//! Head.\nuse crate::store::Store;\n".to_owned(),
            ),
            (
                "src/plan/tests.rs".to_owned(),
                "//! Head.\nuse crate::store::Store;\n".to_owned(),
            ),
        ])
    };
    assert_eq!(inspect(&files("#[cfg(test)]")), Vec::<String>::new());
    assert_eq!(inspect(&files("")).len(), 2);
}
