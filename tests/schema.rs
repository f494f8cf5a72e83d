//! `wxmass schema` and `wxmass check` agree: what the schema refuses, `check` refuses, and the faults that a schema can see it sees.

#[path = "schema/validator.rs"]
mod validator;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use validator::refusal;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn wxmass(arguments: &[&str]) -> (i32, String) {
    let home = tempfile::tempdir().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_wxmass"))
        .args(arguments)
        .env_clear()
        .env("HOME", home.path())
        .output()
        .expect("wxmass runs");
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code().unwrap_or(-1), stdout)
}

fn schema(file: &str) -> Value {
    let (code, text) = wxmass(&["schema", file]);
    assert_eq!(code, 0);
    let (_, json) = wxmass(&["schema", file, "--json"]);
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(serde_json::from_str::<Value>(&json).expect("JSON"), schema);
    schema
}

/// A TOML file as JSON; `None` where it is no TOML.
fn data(path: &Path) -> Option<Value> {
    let text = String::from_utf8(std::fs::read(path).ok()?).ok()?;
    let table: toml::Table = toml::from_str(&text).ok()?;
    serde_json::to_value(table).ok()
}

fn bad() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("tests/fixtures/bad")).expect("the corpus");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "toml"))
        .collect();
    files.sort();
    files
}

/// Rules that can be seen without a look at any file.
const VISIBLE: [&str; 9] = [
    "unknown-key",
    "wrong-type",
    "not-one-of",
    "all-is-not-true",
    "exactly-one",
    "two-bodies",
    "no-body",
    "audience-missing",
    "article-count",
];

#[test]
fn the_schema_sees_what_can_be_seen_of_every_malformed_campaign() {
    let schema = schema("campaign");
    let mut seen = 0;
    let mut missed = Vec::new();
    for path in bad() {
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let code = name.split_once('-').expect("a number").1;
        let Some(data) = data(&path) else {
            assert_eq!(code, "syntax", "{name}");
            continue;
        };
        if refusal(&schema, &data, "").is_some() {
            seen += 1;
        } else if VISIBLE.contains(&code) {
            missed.push(name);
        }
    }
    assert!(missed.is_empty(), "not refused: {missed:?}");
    assert!(seen >= 110, "{seen}");
}

#[test]
fn what_the_schema_refuses_check_refuses() {
    let schema = schema("campaign");
    let mut files = bad();
    let campaigns = walkdir::WalkDir::new(root().join("examples")).into_iter();
    let campaigns = campaigns.map(|it| it.expect("a file").into_path());
    files.extend(campaigns.filter(|path| path.ends_with("campaign.toml")));
    files.push(root().join("campaign.example.toml"));
    for path in files {
        let Some(why) = data(&path).and_then(|data| refusal(&schema, &data, "")) else {
            continue;
        };
        let (code, _) = wxmass(&["check", path.to_str().expect("a plain path")]);
        assert_eq!(code, 2, "{}: the schema says {why}", path.display());
    }
}

#[test]
fn a_new_campaign_names_its_schema_and_keeps_to_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let spring = folder.path().join("spring");
    let (code, _) = wxmass(&["init", spring.to_str().expect("a plain path")]);
    assert_eq!(code, 0);
    let campaign = spring.join("campaign.toml");
    let text = std::fs::read_to_string(&campaign).expect("a campaign");
    let named = text
        .lines()
        .next()
        .and_then(|it| it.strip_prefix("#:schema "));
    let beside = std::fs::read_to_string(spring.join(named.expect("a schema"))).expect("a file");
    let schema: Value = serde_json::from_str(&beside).expect("JSON");
    assert_eq!(refusal(&schema, &data(&campaign).expect("TOML"), ""), None);
}

#[test]
fn the_accounts_file_has_a_schema_that_settings_keeps_to() {
    let schema = schema("accounts");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("accounts.toml");
    for (text, is_good) in [
        (
            "[main]\nappid = \"wx1\"\nkind = \"service\"\nprotection = true\nconfirm_above = 10\n",
            true,
        ),
        ("[main]\nsecret = \"s\"\n", false),
        ("[main]\nappid = \"wx1\"\ncolour = 1\n", false),
        ("[main]\nappid = \"wx1\"\nkind = \"servise\"\n", false),
        ("[main]\nappid = \"wx1\"\nprotection = \"yes\"\n", false),
        ("[main]\nappid = \"wx1\"\nconfirm_above = \"10\"\n", false),
        ("[main]\nappid = \"wx1\"\ntoken_call = \"old\"\n", false),
        ("[main]\nappid = 1\n", false),
        ("appid = \"wx1\"\n", false),
    ] {
        std::fs::write(&file, text).expect("a file");
        let why = refusal(&schema, &data(&file).expect("TOML"), "");
        assert_eq!(why.is_none(), is_good, "{text}: {why:?}");
        let output = Command::new(env!("CARGO_BIN_EXE_wxmass"))
            .args(["settings", "--account", "main"])
            .env_clear()
            .env("HOME", folder.path())
            .env("WXMASS_ACCOUNTS", &file)
            .output()
            .expect("wxmass runs");
        assert_eq!(output.status.success(), is_good, "{text}: {output:?}");
    }
}
