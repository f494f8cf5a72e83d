//! Citations of `docs/wechat-api.md` in the code: every section that is cited by its number is there.

use std::collections::BTreeSet;

use crate::root;

/// The sections of the page, by their anchors.
fn sections() -> BTreeSet<String> {
    let page = std::fs::read_to_string(root().join("docs/wechat-api.md")).expect("the page");
    let anchors = page.split("<a id=\"s").skip(1);
    anchors
        .filter_map(|rest| Some(rest.split('"').next()?.to_owned()))
        .collect()
}

/// Section numbers that a text cites, with the lines they stand in.
fn cited(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        for rest in line.split("wechat-api.md").skip(1) {
            let rest = rest.trim_start_matches(['`', ' ', ',']);
            let section: String = rest
                .chars()
                .take_while(|it| it.is_ascii_digit() || *it == '.')
                .collect();
            let section = section.trim_end_matches('.');
            if !section.is_empty() {
                found.push((number, section.to_owned()));
            }
        }
    }
    found
}

#[test]
fn every_section_that_is_cited_exists() {
    let sections = sections();
    assert!(sections.len() > 40, "{sections:?}");
    let mut missing = Vec::new();
    let mut count = 0;
    for folder in ["src", "tests", "build"] {
        for entry in walkdir::WalkDir::new(root().join(folder)) {
            let entry = entry.expect("a folder of ours");
            if entry.path().extension().is_none_or(|end| end != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(entry.path()).expect("a source");
            for (line, section) in cited(&text) {
                count += 1;
                if !sections.contains(&section) {
                    missing.push(format!("{}:{line} {section}", entry.path().display()));
                }
            }
        }
    }
    assert!(count > 40, "{count}");
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn a_section_that_does_not_exist_would_be_found() {
    let line = [
        "/// As (`wechat-",
        "api.md` 4.6) and `wechat-",
        "api.md` 99.9.",
    ]
    .concat();
    let found: Vec<_> = cited(&line)
        .into_iter()
        .map(|(_, section)| section)
        .collect();
    assert_eq!(found, ["4.6", "99.9"]);
    assert!(sections().contains("4.6") && !sections().contains("99.9"));
}
