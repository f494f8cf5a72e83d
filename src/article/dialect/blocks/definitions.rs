//! Lines that say what a name means: addresses of links and pictures, footnotes, and front matter that stands too low.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Fate, Kind, Reader};

static DEFINITION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^ {0,3}(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*\[([^\[\]]+)\]:[ \t]*(.*)$").ok()
});

/// The name that a line defines, and what it stands for.
fn defined(text: &str) -> Option<Captures<'_>> {
    let may_fit = text.contains("]:");
    may_fit
        .then(|| DEFINITION.as_ref()?.captures(text))
        .flatten()
}

/// How often each name in brackets stands in the text, in small letters.
pub(super) fn definitions(text: &str, lines: &[&str]) -> HashMap<String, usize> {
    let mut names: HashMap<String, usize> = HashMap::new();
    for line in lines {
        if let Some(found) = defined(line.trim_end()) {
            names.insert(found.get(1).map_or("", |it| it.as_str()).to_lowercase(), 0);
        }
    }
    if names.is_empty() {
        return names;
    }
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('[') {
        let end = after.find([']', '[', '\n']).unwrap_or(after.len());
        let name = after.get(..end).unwrap_or_default();
        if after.get(end..).is_some_and(|it| it.starts_with(']'))
            && let Some(count) = names.get_mut(&name.to_lowercase())
        {
            *count += 1;
        }
        rest = after;
    }
    names
}

/// The meaning of `[x]: …`.
pub(super) enum Definition {
    None,
    Kept,
    /// Words, whose bracket is escaped.
    Prose(String),
}

impl Reader<'_> {
    /// `[x]: …` and `[^x]: …`: what they name is used, or they are prose, or it is said.
    pub(super) fn definition(&mut self, number: usize, text: &str) -> Definition {
        let Some(found) = defined(text) else {
            return Definition::None;
        };
        let part = |at| found.get(at).map_or("", |it| it.as_str());
        let (name, to) = (part(1), part(2).trim());
        let uses = self
            .definitions
            .get(&name.to_lowercase())
            .copied()
            .unwrap_or_default();
        let known = self.named.insert(name.to_lowercase(), number);
        if let Some(note) = name.strip_prefix('^') {
            self.done.footnotes.insert(note.to_lowercase());
            // Of two notes with one name the first is read; the words of the other stand.
            if known.is_some() {
                self.say(number, Kind::FootnoteTwice, Fate::Stands, text);
                return Definition::Prose(text.replacen('[', "&#91;", 1));
            }
            if uses < 2 {
                self.say(number, Kind::FootnoteUnused, Fate::LeftOut, text);
            }
            return Definition::Kept;
        }
        if matches!(name, "//" | "comment" | "#" | "_" | "<>") {
            return Definition::Kept;
        }
        let address = to.split_whitespace().next().unwrap_or_default();
        let is_address = address.starts_with('<')
            || (address.is_ascii() && address.contains(['.', '/', '#', ':', '@']))
            || address.contains("://")
            || super::super::foreign::is_picture_name(address);
        if !is_address && !address.is_empty() {
            return Definition::Prose(text.replacen('[', "&#91;", 1));
        }
        if (uses < 2 || known.is_some()) && is_address {
            self.say(number, Kind::Reference, Fate::LeftOut, text);
        }
        Definition::Kept
    }

    /// `---`, lines of `word: words`, and `---` again, below the beginning.
    pub(super) fn is_front_matter(&self, number: usize, text: &str) -> bool {
        if text.trim_end() != "---" {
            return false;
        }
        let inside: Vec<&str> = self
            .lines
            .iter()
            .skip(number + 1)
            .take(40)
            .map(|line| line.trim_end())
            .collect();
        let Some(end) = inside.iter().position(|line| *line == "---") else {
            return false;
        };
        let is_pair = |line: &&&str| {
            line.split_once([':', '：']).is_some_and(|(key, _)| {
                !key.is_empty()
                    && key
                        .bytes()
                        .all(|it| it.is_ascii_alphanumeric() || b"_-".contains(&it))
            })
        };
        let lines = inside.get(..end).unwrap_or_default();
        !lines.is_empty() && lines.iter().filter(is_pair).count() * 2 > lines.len()
    }
}
