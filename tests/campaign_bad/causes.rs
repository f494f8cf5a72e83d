//! One error for each cause, and none that follows from another.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Codes, messages and fixes of `check` in a folder whose campaign is named without a path.
fn check(folder: &Path, campaign: &str) -> (i32, Value) {
    std::fs::write(folder.join("campaign.toml"), campaign).expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_wxmass"))
        .env_clear()
        .current_dir(folder)
        .args(["check", "--json", "--lang", "en", "campaign.toml"])
        .output()
        .expect("wxmass runs");
    let document = serde_json::from_slice(&output.stdout).expect("JSON");
    (output.status.code().unwrap_or(-1), document)
}

fn codes(document: &Value) -> Vec<&str> {
    let list = document["error"]["problems"].as_array();
    let list = list.or(document["problems"].as_array()).expect("problems");
    list.iter().filter_map(|it| it["code"].as_str()).collect()
}

#[test]
fn a_mistake_is_told_once() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("list.txt"), "x\n").expect("a file");
    let cases = [
        ("[audience]\nopenids = \"list.txt\"", "invalid-openid"),
        ("[audiense]\nall = true", "unknown-key"),
        ("[audience]\nal = true", "unknown-key"),
        ("[audience]\nall = true\ntag = \"VIP\"", "exactly-one"),
        ("[audience]", "exactly-one"),
        ("", "audience-missing"),
        (
            "[audience]\nall = true\n[preview]\nto = [\"xiaowang_wx\"]",
            "wechat-name",
        ),
    ];
    for (rest, code) in cases {
        let text = format!("name = \"n\"\n[message]\ntext = \"a\"\n{rest}\n");
        let (exit, document) = check(folder.path(), &text);
        assert_eq!((exit, codes(&document)), (2, vec![code]), "{rest}");
    }
    let one_bracket = "name = \"n\"\n[audience]\nall = true\n[articles]\ntitle = \"a\"\n";
    assert_eq!(codes(&check(folder.path(), one_bracket).1), ["one-bracket"]);
}

#[test]
fn a_file_that_is_not_there_is_compared_with_those_beside_it() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("images")).expect("a folder");
    for file in ["cover.jpg", "images/chart.png", "a.md"] {
        std::fs::write(folder.path().join(file), "text").expect("a file");
    }
    for (written, near) in [
        ("covr.jpg", "cover.jpg"),
        ("Cover.jpeg", "cover.jpg"),
        ("imags/chart.png", "images/chart.png"),
        ("chart.png", "images/chart.png"),
    ] {
        let text = format!(
            "name = \"n\"\n[[articles]]\ntitle = \"a\"\ncover = \"{written}\"\ncontent = \"a.md\"\n[audience]\nall = true\n"
        );
        let (_, document) = check(folder.path(), &text);
        assert_eq!(codes(&document), ["file-missing"], "{written}");
        let fix = &document["error"]["problems"][0]["fix"];
        assert_eq!(fix, &format!("the nearest file: `{near}`"), "{written}");
        assert!(!document.to_string().contains("os error"), "{document}");
    }
}

#[test]
fn names_that_look_alike_are_refused_or_one_and_a_clean_check_counts_repeats() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = |name: &str| {
        format!(
            "name = \"{name}\"\n[message]\ntext = \"a\"\n[audience]\nopenids = [\"{a}1\", \"{a}2\", \"{a}1\"]\n",
            a = "oSandbox0000000000000000000"
        )
    };
    let (exit, document) = check(folder.path(), &text("spr\u{200b}ing"));
    assert_eq!((exit, codes(&document)), (2, vec!["invisible-character"]));
    let (exit, document) = check(folder.path(), &text("spring "));
    let audience = &document["checked"]["audience"];
    assert_eq!(
        (exit, &audience["count"], &audience["repeats"]),
        (0, &2.into(), &1.into())
    );

    std::fs::write(
        folder.path().join("campaign.toml"),
        text("e\u{301}te\u{301} "),
    )
    .expect("a file");
    let options = wxmass::campaign::LoadOptions::default();
    let campaign = wxmass::campaign::load(&folder.path().join("campaign.toml"), &options);
    assert_eq!(campaign.expect("no problems").name, "été");
}

#[test]
fn what_the_mass_call_would_refuse_is_warned_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "name = \"n\"\n[message]\ntext = \"\"\"see\nhttps://example.com/a\"\"\"\n[audience]\nall = true\n";
    let (exit, document) = check(folder.path(), text);
    assert_eq!((exit, codes(&document)), (0, vec!["link-in-text"]));
    assert_eq!(document["problems"][0]["line"], 4);
    let (exit, document) = check(
        folder.path(),
        "name = \"n\"\n[message]\ncard = \"a\"\n[audience]\nall = true\n",
    );
    assert_eq!((exit, codes(&document)), (0, vec!["card-refused"]));
}
