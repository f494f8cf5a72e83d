//! A place in a paragraph where a mark may begin, with what its row in the table needs to know of its surroundings.

use super::foreign::{Edit, Fate, ForeignKind};
use crate::article::phone::is_cjk;

/// A place in a leaf block: a paragraph, a heading, a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Site<'t> {
    /// The block from its beginning to this place.
    pub(super) behind: &'t str,
    /// The block from this place to its end.
    pub(super) rest: &'t str,
    pub(super) in_table: bool,
}

impl Site<'_> {
    pub(super) fn before(&self) -> char {
        self.behind.chars().next_back().unwrap_or('\n')
    }

    /// The character behind a mark of `length` bytes.
    pub(super) fn after(&self, length: usize) -> char {
        let rest = self.rest.get(length..).unwrap_or_default();
        rest.chars().next().unwrap_or('\n')
    }
}

/// The handling of a mark: its length in the source, the change, and the note.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) length: usize,
    /// Places count from the mark's beginning.
    pub(super) edits: Vec<Edit>,
    pub(super) note: Option<(ForeignKind, Fate)>,
}

impl Done {
    /// The mark stays as it is, and `length` bytes are read.
    pub(super) fn skip(length: usize) -> Self {
        Self {
            length,
            ..Self::default()
        }
    }

    /// The mark's `length` bytes become `new`.
    pub(super) fn replaced(length: usize, new: &str) -> Self {
        Self {
            length,
            edits: vec![Edit::new(0, length, new)],
            note: None,
        }
    }

    pub(super) fn and_say(mut self, kind: ForeignKind, fate: Fate) -> Self {
        self.note = Some((kind, fate));
        self
    }
}

/// A letter or digit of ASCII.
pub(super) fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric()
}

/// A character that may stand beside emphasis without being a part of a word of ASCII: space, punctuation, line end.
pub(super) fn is_edge(character: char) -> bool {
    !character.is_alphanumeric() && character != '_'
}

/// A Chinese, Japanese or Korean letter, punctuation not included.
pub(super) fn is_han(character: char) -> bool {
    is_cjk(character) && character.is_alphanumeric()
}
