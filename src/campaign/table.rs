//! Reading a TOML table by its spans.
//!
//! serde stops at the first mistake; this reader walks the parsed tree, says every mistake with its place, and answers
//! `None` for what cannot be used.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Problems, Rule};
use crate::text::nearest;

/// A value and the bytes it stands in.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) span: Range<usize>,
}

/// The meaning of one of a few words.
pub(super) fn chosen<T: Copy>(
    file: &Path,
    key: &str,
    text: &At<String>,
    choices: &[(&str, T)],
    problems: &mut Problems,
) -> Option<T> {
    let found = choices.iter().find(|(word, _)| *word == text.value);
    if found.is_none() {
        let allowed: Vec<_> = choices.iter().map(|(word, _)| (*word).to_owned()).collect();
        let nearest = nearest(&text.value, choices.iter().map(|(word, _)| *word));
        let rule = Rule::NotOneOf {
            key: key.to_owned(),
            value: text.value.clone(),
            allowed,
            nearest,
        };
        problems.at(file, text.span.clone(), rule);
    }
    found.map(|(_, value)| *value)
}

/// One table of a file; all of its keys are known beforehand.
pub(super) struct Table<'a> {
    file: &'a Path,
    table: &'a DeTable<'a>,
    /// The span to point at when something is missing.
    pub(super) span: Range<usize>,
    /// Keys that were probably meant by those that are not known.
    misspelt: Vec<String>,
}

/// Unknown keys of one table whose nearest known key is looked for.
const COMPARED: usize = 100;

impl<'a> Table<'a> {
    /// Opens a table and says which of its keys are unknown.
    pub(super) fn open(
        file: &'a Path,
        table: &'a DeTable<'a>,
        span: Range<usize>,
        known: &[&'static str],
        problems: &mut Problems,
    ) -> Self {
        let mut misspelt = Vec::new();
        let mut unknown = 0;
        for (key, _) in table {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                unknown += 1;
                let nearest = (unknown <= COMPARED)
                    .then(|| nearest(name, known.iter().copied()))
                    .flatten();
                misspelt.extend(nearest.clone());
                problems.at(
                    file,
                    key.span(),
                    Rule::UnknownKey {
                        key: name.to_owned(),
                        nearest,
                    },
                );
            }
        }
        Self {
            file,
            table,
            span,
            misspelt,
        }
    }

    /// Whether an unknown key was probably meant to be this one: that it is missing is no mistake of its own.
    pub(super) fn is_misspelt(&self, key: &str) -> bool {
        self.misspelt.iter().any(|meant| meant == key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(super) fn span_of(&self, key: &str) -> Range<usize> {
        self.table
            .iter()
            .find(|(name, _)| name.get_ref() == key)
            .map_or_else(
                || self.span.clone(),
                |(name, value)| name.span().start..value.span().end,
            )
    }

    /// Text without control characters (line ends and tabs are fine); the empty text is an answer too.
    pub(super) fn text(&self, key: &'static str, problems: &mut Problems) -> Option<At<String>> {
        let value = self.get(key)?;
        let Some(text) = value.get_ref().as_str() else {
            return self.wrong(key, value, "text in quotes", problems);
        };
        if text
            .chars()
            .any(|it| it.is_control() && !matches!(it, '\n' | '\r' | '\t'))
        {
            problems.at(
                self.file,
                value.span(),
                Rule::ControlCharacter {
                    key: key.to_owned(),
                },
            );
            return None;
        }
        Some(At {
            value: text.to_owned(),
            span: value.span(),
        })
    }

    /// Text that must be there and not be blank.
    pub(super) fn required(
        &self,
        key: &'static str,
        problems: &mut Problems,
    ) -> Option<At<String>> {
        if !self.has(key) {
            if !self.is_misspelt(key) {
                problems.at(self.file, self.span.clone(), Rule::MissingKey { key });
            }
            return None;
        }
        self.filled(key, problems)
    }

    /// Text that may be missing but not be blank.
    pub(super) fn filled(&self, key: &'static str, problems: &mut Problems) -> Option<At<String>> {
        let text = self.text(key, problems)?;
        if text.value.trim().is_empty() {
            problems.at(
                self.file,
                text.span,
                Rule::Empty {
                    key: key.to_owned(),
                },
            );
            return None;
        }
        Some(text)
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(
        &self,
        key: &'static str,
        choices: &[(&str, T)],
        problems: &mut Problems,
    ) -> Option<T> {
        let text = self.text(key, problems)?;
        chosen(self.file, key, &text, choices, problems)
    }

    pub(super) fn flag(&self, key: &'static str, problems: &mut Problems) -> Option<bool> {
        let value = self.get(key)?;
        value
            .get_ref()
            .as_bool()
            .or_else(|| self.wrong(key, value, "true or false", problems))
    }

    pub(super) fn table(
        &self,
        key: &'static str,
        known: &[&'static str],
        problems: &mut Problems,
    ) -> Option<Self> {
        let value = self.get(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(Self::open(
                self.file,
                table,
                self.header(key, value),
                known,
                problems,
            )),
            None => self.wrong(key, value, "a table", problems),
        }
    }

    /// A table whose keys are the operator's own names, each with a text.
    pub(super) fn names(
        &self,
        key: &'static str,
        problems: &mut Problems,
    ) -> Vec<(String, At<String>)> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong::<()>(key, value, "a table", problems);
            return Vec::new();
        };
        let mut names = Vec::new();
        for (name, value) in table {
            match value.get_ref().as_str() {
                Some(text) => {
                    names.push((
                        crate::text::normal_name(name.get_ref()),
                        At {
                            value: text.to_owned(),
                            span: value.span(),
                        },
                    ));
                }
                None => drop(self.wrong::<()>(name.get_ref(), value, "text in quotes", problems)),
            }
        }
        names
    }

    /// `[[key]]` tables, at most `most` of them; `None` where the value is no list.
    pub(super) fn tables(
        &self,
        key: &'static str,
        known: &[&'static str],
        most: usize,
        problems: &mut Problems,
    ) -> Option<Vec<Self>> {
        let value = self.get(key)?;
        if value.get_ref().is_table() {
            let header = self.header(key, value);
            problems.at(self.file, header, Rule::OneBracket { name: key });
            return None;
        }
        let Some(array) = value.get_ref().as_array() else {
            return self.wrong(key, value, "a list of tables", problems);
        };
        let mut tables = Vec::new();
        for element in array.iter().take(most) {
            match element.get_ref().as_table() {
                Some(table) => tables.push(Self::open(
                    self.file,
                    table,
                    element.span(),
                    known,
                    problems,
                )),
                None => drop(self.wrong::<()>(key, element, "a table", problems)),
            }
        }
        Some(tables)
    }

    /// How many elements a list has; 0 for all else.
    pub(super) fn length(&self, key: &str) -> usize {
        let value = self.get(key);
        value
            .and_then(|value| value.get_ref().as_array())
            .map_or(0, |array| array.len())
    }

    /// A list of texts.
    pub(super) fn texts(
        &self,
        key: &'static str,
        problems: &mut Problems,
    ) -> Option<Vec<At<String>>> {
        let value = self.get(key)?;
        let Some(array) = value.get_ref().as_array() else {
            return self.wrong(key, value, "a list of texts", problems);
        };
        let mut texts = Vec::new();
        for element in array {
            match element.get_ref().as_str() {
                Some(text) => texts.push(At {
                    value: text.to_owned(),
                    span: element.span(),
                }),
                None => drop(self.wrong::<()>(key, element, "text in quotes", problems)),
            }
        }
        Some(texts)
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    pub(super) fn wrong<T>(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        expected: &'static str,
        problems: &mut Problems,
    ) -> Option<T> {
        let rule = Rule::WrongType {
            key: key.to_owned(),
            expected,
            found: value.get_ref().type_str(),
        };
        problems.at(self.file, value.span(), rule);
        None
    }

    /// A `[header]` is a better place to point to than everything below it.
    fn header(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Range<usize> {
        let name = self.table.iter().find(|(name, _)| name.get_ref() == key);
        name.map_or_else(|| value.span(), |(name, _)| name.span())
    }
}
