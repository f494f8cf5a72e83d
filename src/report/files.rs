//! Rules that need more than a sentence: files that cannot be read, choices, titles; in both languages.

use super::catalogue::{pair, text};
use super::lang::Lang;
use crate::campaign::problem::{OddTitle, ReadFault};

/// Why a file cannot be read.
pub(super) fn unreadable(lang: Lang, path: &str, why: &ReadFault) -> (String, String) {
    match why {
        ReadFault::Missing => pair!(lang, file_file_does_not_exist, path = path),
        ReadFault::Forbidden => pair!(lang, file_cannot_read_no_permission, path = path),
        ReadFault::Folder => pair!(lang, file_folder, path = path),
        ReadFault::Other(words) => pair!(lang, file_cannot_read, path = path, words = words),
    }
}

/// None or several of a few keys, where it must be one.
pub(super) fn exactly_one(lang: Lang, table: &str, of: &[&str], found: usize) -> (String, String) {
    let (last, first) = of.split_last().unwrap_or((&"", &[]));
    let quoted = |key: &&str| format!("`{key}`");
    let first: Vec<_> = first.iter().map(quoted).collect();
    let choices = text!(
        lang,
        file_or,
        f = first.join(lang.pick(", ", "、")),
        last = last
    );
    match (table, found) {
        ("audience", 0) => pair!(lang, file_audience_does_not_say_who, choices = choices),
        (_, 0) => pair!(lang, file_empty, table = table, choices = choices),
        _ => pair!(
            lang,
            file_takes_one_given,
            table = table,
            choices = choices,
            found = found
        ),
    }
}

/// A title that readers would see otherwise than it was written.
pub(super) fn odd_title(lang: Lang, odd: &OddTitle) -> (String, String) {
    match odd {
        OddTitle::Invisible => pair!(lang, file_nothing_title_can_seen),
        OddTitle::LineEnd => pair!(lang, file_title_goes_over_several_lines),
        OddTitle::Tab => pair!(lang, file_title_holds_tab),
        OddTitle::OuterSpace => pair!(lang, file_title_begins_ends_space),
        OddTitle::Entity(entity) => {
            pair!(lang, file_title_holds_which_readers_see, entity = entity)
        }
    }
}
