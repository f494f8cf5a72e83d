//! How we write, as far as it can be counted (`STYLE.md`): openings of doc comments and words that readers stumble over.
//!
//! The sources, tests included, have none of them.

use std::collections::BTreeMap;

/// Openings of a doc comment that hide its subject.
const OPENINGS: [&str; 7] = [
    "What", "Who", "Whoever", "Nobody", "Where", "Those", "Nothing",
];
/// Words of no standard use, in comments and in sentences for people.
const WORDS: [&str; 5] = ["mend", "anew", "whoever", "nobody", "in earnest"];

/// Places with a banned opening, by file and line.
pub(crate) fn openings(sources: &BTreeMap<String, String>) -> Vec<String> {
    places(sources, |line| {
        let text = ["/// ", "//! "]
            .iter()
            .find_map(|mark| line.trim_start().strip_prefix(mark));
        text.and_then(|it| it.split(' ').next())
            .is_some_and(|word| OPENINGS.contains(&word.trim_end_matches(',')))
    })
}

/// Places with a banned word, by file and line.
pub(crate) fn words(sources: &BTreeMap<String, String>) -> Vec<String> {
    places(sources, |line| {
        let line = format!(" {} ", line.replace("NoBody", "").to_lowercase());
        WORDS.iter().any(|word| {
            line.match_indices(word).any(|(at, _)| {
                let is_letter =
                    |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
                !is_letter(line[..at].chars().next_back())
                    && !is_letter(line[at + word.len()..].chars().next())
            })
        })
    })
}

fn places(sources: &BTreeMap<String, String>, is_odd: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in sources
        .iter()
        .filter(|(path, _)| *path != "tests/house/prose.rs")
    {
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| is_odd(line)) {
            found.push(format!("{path}:{number} {}", line.trim()));
        }
    }
    found
}

#[test]
fn no_comment_hides_its_subject_and_no_word_is_banned() {
    let sources = crate::sources();
    for found in [openings(&sources), words(&sources)] {
        assert_eq!(found, Vec::<String>::new(), "STYLE.md says how to write it");
    }
}

#[test]
fn a_planted_sin_is_found() {
    let file = |text: &str| BTreeMap::from([("src/plan/a.rs".to_owned(), text.to_owned())]);
    assert_eq!(openings(&file("/// What a run does.")).len(), 1);
    assert_eq!(openings(&file("    /// Where, if anywhere.")).len(), 1);
    assert!(openings(&file("/// Whether it runs. Nothing else.")).is_empty());
    assert_eq!(words(&file("// Nobody knows.")).len(), 1);
    assert_eq!(words(&file("let x = \"in earnest\";")).len(), 1);
    assert!(words(&file("// It recommends and amended; world.mend_all()")).is_empty());
}
