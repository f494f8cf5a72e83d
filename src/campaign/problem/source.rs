//! A text that problems point into, with an index, so that the place of each costs the same however long the text is.

use std::fmt;
use std::ops::{Deref, Range};

/// Bytes between two counts of the characters before them.
const STEP: usize = 256;

/// A text and where its lines begin.
#[derive(Clone)]
pub struct Source {
    text: String,
    /// The first byte of each line.
    lines: Vec<usize>,
    /// Characters before each `STEP` bytes.
    characters: Vec<usize>,
}

impl Source {
    /// Reads the text once; costs about a tenth of its memory.
    pub fn new(text: String) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(ends.map(|(at, _)| at + 1));
        let lines = lines.collect();
        let mut count = 0;
        let mut before = |part: &[u8]| {
            let here = count;
            count += characters(part);
            here
        };
        let steps = text.as_bytes().chunks(STEP);
        Self {
            characters: steps.map(&mut before).collect(),
            lines,
            text,
        }
    }

    /// Line and column of a byte, both from 1, the column in characters. A byte beyond the end counts as the end.
    pub fn place(&self, byte: usize) -> (usize, usize) {
        let byte = byte.min(self.text.len());
        let line = self.lines.partition_point(|start| *start <= byte);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        (line, self.before(byte) - self.before(start) + 1)
    }

    /// The bytes of a line, counted from 1, from one of its columns to its end without trailing space; `None` beyond the
    /// last line.
    pub fn line(&self, line: usize, column: usize) -> Option<Range<usize>> {
        let start = *self.lines.get(line.checked_sub(1)?)?;
        let end = self.lines.get(line).copied().unwrap_or(self.text.len());
        let content = self.text.get(start..end)?.trim_end();
        let skipped = content.chars().take(column.saturating_sub(1));
        let skipped: usize = skipped.map(char::len_utf8).sum();
        Some(start + skipped..start + content.len())
    }

    fn before(&self, byte: usize) -> usize {
        let step = byte / STEP;
        match self.characters.get(step) {
            Some(counted) => counted + characters(&self.text.as_bytes()[step * STEP..byte]),
            None => self.characters.last().map_or(0, |counted| {
                let from = (self.characters.len() - 1) * STEP;
                counted + characters(&self.text.as_bytes()[from..byte])
            }),
        }
    }
}

/// Characters that begin in these bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

impl Deref for Source {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Source({} bytes)", self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters() {
        let source = Source::new("春季\nab新品".to_owned());
        assert_eq!(source.place(0), (1, 1));
        assert_eq!(source.place(9), (2, 3));
        assert_eq!(source.place(12), (2, 4));
        assert_eq!(source.place(99), (2, 5));
        assert_eq!(Source::new(String::new()).place(3), (1, 1));
    }

    #[test]
    fn an_index_and_a_walk_agree() {
        let text = "a春\r\n".repeat(400) + "尾" + &"x新".repeat(900);
        let source = Source::new(text.clone());
        for (byte, _) in text.char_indices() {
            let before = &text[..byte];
            let line = before.matches('\n').count() + 1;
            let column = before
                .rsplit('\n')
                .next()
                .map_or(0, |last| last.chars().count())
                + 1;
            assert_eq!(source.place(byte), (line, column), "{byte}");
        }
        assert_eq!(source.line(2, 2), Some(7..10));
        assert_eq!(source.line(402, 1), None);
    }
}
