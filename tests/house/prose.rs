//! How we write, as far as it can be counted (`STYLE.md`): openings of doc comments and words that readers stumble over.
//!
//! The counts were taken when the page was written; they may only go down, and whoever lowers one lowers it here as well.

use std::collections::BTreeMap;

/// Openings of a doc comment that hide its subject.
const OPENINGS: [&str; 7] = [
    "What", "Who", "Whoever", "Nobody", "Where", "Those", "Nothing",
];
/// Words of no standard use, in comments and in sentences for people.
const WORDS: [&str; 5] = ["mend", "anew", "whoever", "nobody", "in earnest"];

/// The rooms that are clean, and stay so.
const CLEAN: [&str; 2] = ["src/", "build/"];
/// Places that are left in the tests.
const MOST_OPENINGS: usize = 75;
const MOST_WORDS: usize = 14;

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

fn is_clean(place: &str) -> bool {
    CLEAN.iter().any(|room| place.starts_with(room))
}

#[test]
fn clean_rooms_stay_clean_and_the_others_get_no_worse() {
    let sources = crate::sources();
    for (found, most) in [
        (openings(&sources), MOST_OPENINGS),
        (words(&sources), MOST_WORDS),
    ] {
        let (clean, others): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|place| is_clean(place));
        assert_eq!(clean, Vec::<String>::new(), "STYLE.md says how to write it");
        assert!(
            others.len() <= most,
            "{} of at most {most}:\n{}",
            others.len(),
            others.join("\n")
        );
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
