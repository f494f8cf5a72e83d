//! The containers that are open around a line, the outermost first: what begins it, and which of them it ends.

use super::{Reader, unquoted};

/// Boxes inside of one another.
const MOST: usize = 8;

/// Empty lines inside of a container that its indent makes.
const FARTHEST: usize = 20;

/// A container that is open.
#[derive(Debug)]
pub(super) struct Container {
    pub(super) is_box: bool,
    /// Its dialect shows nothing of it.
    pub(super) hides: bool,
    pub(super) end: End,
    /// The space before it, in an item of a list.
    pub(super) lead: String,
    /// Its line, from 0.
    pub(super) line: usize,
}

/// The end of a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// A line that is not indented.
    Indent,
    Colons,
    /// A fence of this sign and length.
    Fence(char, usize),
}

/// A line among containers.
struct Inner<'t> {
    /// The space and the marks of the boxes before its words.
    prefix: String,
    rest: &'t str,
    /// How many of the containers it is in.
    open: usize,
}

impl Reader<'_> {
    /// Enters the containers that are open: the marks before a line, and its words. A line that is not indented ends what its indent
    /// made.
    pub(super) fn enter<'t>(&mut self, number: usize, text: &'t str) -> (String, &'t str) {
        if self.containers.is_empty() {
            return (String::new(), text);
        }
        // Of empty lines the first that no indented line follows ends it: the next box is another.
        let mut ahead = text;
        if text.trim().is_empty() {
            let below = self.lines.iter().skip(number).take(FARTHEST);
            let words = below.map(|line| of_item(line).1);
            ahead = "";
            let open = words
                .into_iter()
                .find(|it| !it.trim().is_empty())
                .map_or(0, |line| inner(&self.containers, line).open);
            self.leave(open);
        }
        if !ahead.is_empty() {
            let open = inner(&self.containers, ahead).open;
            self.leave(open);
        }
        let inner = inner(&self.containers, text);
        (inner.prefix, inner.rest)
    }

    /// Leaves the containers behind the first `open`; code goes on whatever its indent.
    fn leave(&mut self, open: usize) {
        if self.fence.is_none() {
            self.containers.truncate(open);
        }
    }

    /// Whether a line stands in a container that its dialect does not show.
    pub(super) fn is_hidden(&self) -> bool {
        self.containers.iter().any(|one| one.hides)
    }

    /// The lines of boxes that nothing ends.
    pub(super) fn unclosed(&self) -> Vec<usize> {
        let open = self.containers.iter();
        let open = open.filter(|one| one.is_box && one.end != End::Indent);
        open.map(|one| one.line).collect()
    }
}

/// A line apart from the marks of quotes before it; those inside of an item stay with it.
pub(super) fn of_item(line: &str) -> (&str, &str) {
    let (quote, text) = unquoted(line);
    if quote.starts_with([' ', '\t']) {
        ("", line.trim_end_matches(['\n', '\r']))
    } else {
        (quote, text)
    }
}

fn inner<'t>(all: &[Container], text: &'t str) -> Inner<'t> {
    let is_empty = text.trim().is_empty();
    let mut inner = Inner {
        prefix: String::new(),
        rest: text,
        open: all.len(),
    };
    let mut boxes = 0;
    for (at, one) in all.iter().enumerate() {
        let words = inner.rest.strip_prefix(one.lead.as_str());
        let words = match one.end {
            End::Indent => words.and_then(|it| it.strip_prefix("    ").or(it.strip_prefix('\t'))),
            _ => words.filter(|_| one.is_box),
        };
        match words {
            Some(words) => {
                inner.rest = words;
                inner.prefix.push_str(&one.lead);
            }
            None if is_empty => inner.prefix.push_str(&one.lead),
            None if one.end == End::Indent => inner.open = inner.open.min(at),
            None => {}
        }
        if one.is_box && boxes < MOST {
            inner.prefix.push_str("> ");
            boxes += 1;
        }
    }
    inner
}
