//! Sentences for people stand in `i18n/`: no string of `src` holds Chinese, and none of the rooms that speak to people an English
//! sentence, except where a reason is written down here.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{bare, strings, test_modules, without_tests};

/// Files whose Chinese is not a sentence for the operator, each with the reason.
const CHINESE: &[(&str, &str)] = &[
    (
        "src/article/dialect/callouts.rs",
        "titles of boxes: text of the article, in its language",
    ),
    ("src/article/dialect/lines.rs", "words that writers type"),
    (
        "src/article/extras.rs",
        "the caption of a picture: text of the article",
    ),
    ("src/article/front.rs", "keys that writers type"),
    (
        "src/article/links.rs",
        "the heading of footnotes: text of the article",
    ),
    (
        "src/cli/commands/help/usage.rs",
        "words that people try as commands",
    ),
    (
        "src/cli/settings/credential.rs",
        "what templates write for a secret",
    ),
    ("src/report/stats.rs", "WeChat's own name of a sum"),
    (
        "src/sandbox/",
        "WeChat's own words, and followers of its world",
    ),
    (
        "src/text/slip.rs",
        "words that people type for true and false",
    ),
];

/// Rooms that speak to people.
const SPEAKING: [&str; 3] = ["src/cli/", "src/mcp/", "src/report/"];
/// Files of them whose English is for programs, each with the reason.
const ENGLISH: &[(&str, &str)] = &[
    ("src/cli/pages.rs", "titles of pages that agents read"),
    (
        "src/mcp/",
        "descriptions of tools that agents read, in the protocol's language",
    ),
];
/// Strings that are no sentences, or only for those who repair wxmass, by their beginning.
const TECHNICAL: &[&str] = &[
    "a limit on the size of files",
    "articles became something else",
    "<!doctype html>",
    "a callback that is not for us",
    "a list of ",
    "a tag's id or name",
    "defect in wxmass",
    "it is no regular file",
    "not sent, says the operator",
    "the upload has no place",
    "  wxmass init",
    "wxmass ",
];
/// Code in front of a string that no operator sees.
const UNSEEN: [&str; 5] = [
    "reason = ",
    "#[error(",
    "expect(",
    "before_help = ",
    "unreachable!(",
];

/// So many plain words in a row are a sentence.
const WORDS: usize = 4;

fn complaints(sources: &BTreeMap<String, String>) -> Vec<String> {
    let tests: BTreeSet<String> = test_modules(sources);
    let is_test = |path: &str| {
        let stem = path.trim_end_matches(".rs");
        tests
            .iter()
            .any(|test| stem == test || stem.starts_with(&format!("{test}/")))
    };
    let mut found = Vec::new();
    for (path, text) in sources {
        if !path.starts_with("src/") || is_test(path) {
            continue;
        }
        let whole = bare(text);
        let code = without_tests(&whole);
        for (place, string) in strings(text) {
            if is_in_test(&code, &whole, place) {
                continue;
            }
            let before = text[..place].trim_end_matches([' ', '\n']);
            let is_unseen = UNSEEN.iter().any(|it| before.ends_with(it.trim_end()));
            let inner = string
                .trim_start_matches(|char| char != '"')
                .trim_matches(['#', '"']);
            let is_listed =
                |list: &[(&str, &str)]| list.iter().any(|(file, _)| path.starts_with(file));
            let chinese = string.chars().any(is_han) && !is_listed(CHINESE);
            let english = SPEAKING.iter().any(|room| path.starts_with(room))
                && !is_listed(ENGLISH)
                && !TECHNICAL.iter().any(|it| inner.starts_with(it))
                && is_sentence(inner);
            if !is_unseen && (chinese || english) {
                let line = text[..place].lines().count();
                found.push(format!("{path}:{line} {string}"));
            }
        }
    }
    found
}

/// Whether the string stands in code that was taken out: the last code before it is blank there.
fn is_in_test(code: &str, whole: &str, place: usize) -> bool {
    let next = |of: &str| {
        of[..place]
            .bytes()
            .rposition(|byte| !byte.is_ascii_whitespace())
    };
    next(code) != next(whole)
}

fn is_han(char: char) -> bool {
    matches!(char, '\u{3400}'..='\u{9fff}')
}

/// Whether enough words of small letters follow one another.
fn is_sentence(text: &str) -> bool {
    let mut row = 0;
    for word in text.split(' ') {
        let word = word.trim_end_matches([',', '.', ':', ';', '?']);
        let letters = word.trim_matches('`').replace(['\'', '-'], "");
        let is_plain = !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_lowercase());
        row = if is_plain { row + 1 } else { 0 };
        if row >= WORDS {
            return true;
        }
    }
    false
}

#[test]
fn sentences_stand_in_the_catalogue() {
    let found = complaints(&crate::sources());
    assert!(
        found.is_empty(),
        "move them into i18n/:\n{}",
        found.join("\n")
    );
}

#[test]
fn a_planted_sentence_is_found() {
    let file = |path: &str, text: &str| BTreeMap::from([(path.to_owned(), text.to_owned())]);
    let cli = |text: &str| complaints(&file("src/cli/a.rs", text));
    assert_eq!(cli("fn a() { say(\"群发成功\"); }").len(), 1);
    assert_eq!(
        cli("fn a() { say(\"nothing was sent to them\"); }").len(),
        1
    );
    assert_eq!(
        cli("fn a() { say(r#\"nothing was sent to them\"#); }").len(),
        1
    );
    assert!(cli("// 群发成功, and nothing was sent to them").is_empty());
    assert!(cli("#[error(\"nothing was sent to them\")]").is_empty());
    assert!(cli("#[cfg(test)]\nmod tests { const A: &str = \"群发成功\"; }").is_empty());
    assert_eq!(
        complaints(&file("src/plan/a.rs", "const A: &str = \"群发\";")).len(),
        1
    );
    assert!(complaints(&file("src/sandbox/a.rs", "const A: &str = \"群发\";")).is_empty());
}

#[test]
fn every_reason_is_still_needed() {
    let sources = crate::sources();
    for (file, reason) in CHINESE {
        let mut texts = sources.iter().filter(|(path, _)| path.starts_with(file));
        let has_some = |text: &String| strings(text).iter().any(|(_, it)| it.chars().any(is_han));
        assert!(texts.any(|(_, text)| has_some(text)), "{file}: {reason}");
    }
    for (file, reason) in ENGLISH {
        assert!(
            sources.keys().any(|path| path.starts_with(file)),
            "{file}: {reason}"
        );
    }
}
