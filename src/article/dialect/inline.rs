//! Reads a paragraph from left to right, past code, formulas, tags and addresses, and asks the table of marks about the rest.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::foreign::{Edit, Fate, Foreign, ForeignKind};
use super::site::{Done, Site};
use super::tags::{self, Bracket, Partners};
use super::{marks, pictures, tables};

/// A paragraph, a heading or a table, as bytes of the source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leaf {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) is_table: bool,
}

/// Findings of reading: changes of the source, and notes with the byte where each mark begins.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) edits: Vec<Edit>,
    pub(super) notes: Vec<(usize, Foreign)>,
}

impl Found {
    pub(super) fn say(&mut self, at: usize, kind: ForeignKind, fate: Fate, text: &str) {
        self.notes.push((at, Foreign::new(kind, fate, text)));
    }
}

/// Reads one leaf of `text`; `footnotes` are the names of those that are defined.
pub(super) fn read(text: &str, leaf: Leaf, footnotes: &HashSet<String>, found: &mut Found) {
    let Some(block) = text.get(leaf.start..leaf.end) else {
        return;
    };
    Reader {
        block,
        leaf,
        at: 0,
        ticks: ticks(block),
        partners: Partners::of(block),
        brackets: Vec::new(),
        passed: BTreeMap::new(),
        footnotes,
        found,
    }
    .read();
}

/// Bytes of a file's name that are looked back at.
const LONGEST_NAME: usize = 260;

/// Bytes of a formula between brackets with backslashes.
const LONGEST_FORMULA: usize = 2048;

/// Runs of backticks by their length, and where each begins.
fn ticks(block: &str) -> HashMap<usize, Vec<usize>> {
    let mut runs: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut rest = block.bytes().enumerate().peekable();
    while let Some((at, byte)) = rest.next() {
        if byte == b'`' {
            let mut length = 1;
            while rest.next_if(|(_, next)| *next == b'`').is_some() {
                length += 1;
            }
            runs.entry(length).or_default().push(at);
        }
    }
    runs
}

struct Reader<'t, 'f> {
    block: &'t str,
    leaf: Leaf,
    at: usize,
    ticks: HashMap<usize, Vec<usize>>,
    partners: Partners,
    /// Places of open brackets, and whether each is a picture's.
    brackets: Vec<(usize, bool)>,
    /// Ends of marks whose beginning was read: where each starts and ends.
    passed: BTreeMap<usize, usize>,
    footnotes: &'f HashSet<String>,
    found: &'f mut Found,
}

impl<'t> Reader<'t, '_> {
    fn read(&mut self) {
        if self.leaf.is_table {
            for row in tables::wide_rows(self.block) {
                for at in row.bars {
                    self.edit(Edit::new(at, 0, "\\"));
                }
                if row.is_cut {
                    let mark = row.text;
                    self.found.say(
                        self.leaf.start + row.start,
                        ForeignKind::BrokenTable,
                        Fate::Plain,
                        mark,
                    );
                }
            }
        }
        while let Some(first) = self.rest().chars().next() {
            if let Some(end) = self.passed.remove(&self.at) {
                self.at = end;
                continue;
            }
            let length = match first {
                '`' => self.code(),
                '\\' => self.backslash(),
                '<' => self.bracket(),
                '$' => self.dollars(),
                ']' => self.closing(),
                _ => self.mark(first),
            };
            self.at += length.max(first.len_utf8());
        }
    }

    fn rest(&self) -> &'t str {
        self.block.get(self.at..).unwrap_or_default()
    }

    fn site(&self) -> Site<'t> {
        Site {
            behind: self.block.get(..self.at).unwrap_or_default(),
            rest: self.rest(),
            in_table: self.leaf.is_table,
        }
    }

    /// A span of code, or a run of backticks that nothing closes.
    fn code(&mut self) -> usize {
        let rest = self.rest();
        let length = rest.len() - rest.trim_start_matches('`').len();
        let starts = self.ticks.get(&length).map_or(&[][..], Vec::as_slice);
        let next = starts.partition_point(|start| *start <= self.at);
        starts
            .get(next)
            .map_or(length, |close| close + length - self.at)
    }

    /// An escaped sign, a formula in brackets of TeX, or a command of TeX.
    fn backslash(&mut self) -> usize {
        let rest = self.rest();
        let close = match rest.get(1..2) {
            Some("(") => "\\)",
            Some("[") => "\\]",
            // `¯\_(ツ)_/¯`, and names of files.
            Some(sign)
                if (self.site().before() == '¯' && sign == "_")
                    || is_in_path(self.site().behind, sign) =>
            {
                self.edit(Edit::new(self.at, 2, &format!("\\\\\\{sign}")));
                return 2;
            }
            Some("\\") if is_share(self.site().before(), rest) => {
                self.edit(Edit::new(self.at, 2, "\\\\\\\\"));
                return 2;
            }
            Some(sign) if sign.bytes().all(|it| it.is_ascii_punctuation()) => return 2,
            _ => return self.mark('\\'),
        };
        // What nothing closes soon is a bracket; Markdown would look for its end from each of them.
        let near = rest.get(..rest.floor_char_boundary(LONGEST_FORMULA));
        let signs = if close == "\\]" {
            ("&#91;", "&#93;")
        } else {
            ("(", ")")
        };
        let Some(end) = near.and_then(|near| near.find(close)) else {
            self.edit(Edit::new(self.at, 2, signs.0));
            return 2;
        };
        if is_formula(rest.get(2..end).unwrap_or_default(), close) {
            return end + 2;
        }
        // Brackets that are to be seen, as CommonMark has it.
        self.edit(Edit::new(self.at, 2, signs.0));
        self.edit(Edit::new(self.at + end, 2, signs.1));
        self.passed.insert(self.at + end, self.at + end + 2);
        2
    }

    fn bracket(&mut self) -> usize {
        let rest = self.rest();
        let (length, kind) = match tags::read(rest, &mut self.partners) {
            Bracket::Markup(length) => return length,
            Bracket::Sign => return 1,
            Bracket::Words(length) => (length, None),
            Bracket::Unpaired(length) => (length, Some(ForeignKind::Tag)),
            Bracket::Component(length) => (length, Some(ForeignKind::Mdx)),
        };
        if let Some(kind) = kind {
            let mark = rest.get(..length).unwrap_or_default();
            self.found
                .say(self.leaf.start + self.at, kind, Fate::Stands, mark);
        }
        self.edit(Edit::new(self.at, 1, "&lt;"));
        length
    }

    /// A formula between dollars; prices are passed one sign at a time.
    fn dollars(&mut self) -> usize {
        let rest = self.rest();
        // GitLab's way to write a formula.
        if let Some(inner) = rest.strip_prefix("$`")
            && let Some(end) = inner.find(['`', '\n'])
            && inner.get(end..).is_some_and(|it| it.starts_with("`$"))
        {
            self.edit(Edit::new(self.at + 1, 1, ""));
            self.edit(Edit::new(self.at + 2 + end, 1, ""));
            return end + 4;
        }
        if let Some(inner) = rest.strip_prefix("$$") {
            let is_closed = self.partners.may_have("$$");
            let end = if is_closed { inner.find("$$") } else { None };
            return end.map_or(2, |end| end + 4);
        }
        let inner = rest.get(1..).unwrap_or_default();
        let Some(end) = inner.find('$') else { return 1 };
        let inside = inner.get(..end).unwrap_or_default();
        let touches =
            !inside.starts_with(char::is_whitespace) && !inside.ends_with(char::is_whitespace);
        let then_digit = inner
            .get(end + 1..)
            .is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()));
        // `$a和$b` are names of variables.
        let then_letter = inner
            .get(end + 1..)
            .is_some_and(|it| it.starts_with(|it: char| it.is_ascii_alphabetic()))
            && !inside.is_ascii()
            && !inside.contains('\\');
        // A price, and the dollar of something else far behind it.
        let is_price = inside.starts_with(|it: char| it.is_ascii_digit())
            && inside.contains(['，', '。', '；', '：', '、', '！', '？']);
        if touches
            && !then_digit
            && !then_letter
            && !inside.is_empty()
            && !inside.contains('`')
            && !is_price
        {
            return end + 2;
        }
        self.edit(Edit::new(self.at, 1, "\\$"));
        1
    }

    /// The end of a picture's or a link's words, and the address behind it.
    fn closing(&mut self) -> usize {
        let Some((_, is_picture)) = self.brackets.pop() else {
            return 1;
        };
        if !self.rest().starts_with("](") {
            return 1;
        }
        match pictures::address(&self.site(), is_picture) {
            Some(done) => self.apply(done),
            None => 1,
        }
    }

    fn mark(&mut self, first: char) -> usize {
        let site = self.site();
        if let Some(length) = self.footnote(site) {
            return length;
        }
        if let Some(done) = marks::find(&site, first) {
            return self.apply(done);
        }
        if first == '[' {
            self.brackets.push((self.at, site.before() == '!'));
        }
        first.len_utf8()
    }

    /// `[^9]`, where nothing says what it is.
    fn footnote(&mut self, site: Site<'_>) -> Option<usize> {
        let name = site.rest.strip_prefix("[^")?;
        let end = name.find(['[', ']', '\n'])?;
        if !name.get(end..)?.starts_with(']') {
            return None;
        }
        let length = end + 3;
        let name = name
            .get(..end)
            .filter(|name| !name.is_empty() && !name.contains(' '))?;
        if !self.footnotes.contains(&name.to_lowercase()) {
            let mark = site.rest.get(..length)?;
            self.found.say(
                self.leaf.start + self.at,
                ForeignKind::FootnoteUndefined,
                Fate::Stands,
                mark,
            );
        }
        Some(length)
    }

    fn apply(&mut self, done: Done) -> usize {
        if let Some((kind, fate)) = done.note {
            // A sign by itself says little.
            let end = match done.length {
                1 => self
                    .rest()
                    .find(char::is_whitespace)
                    .unwrap_or(self.rest().len()),
                length => length,
            };
            let mark = self.rest().get(..end).unwrap_or_default();
            // Behind a picture's address.
            let mark = match kind {
                ForeignKind::Attributes if mark.starts_with("](") => mark
                    .rfind('{')
                    .and_then(|at| mark.get(at..))
                    .unwrap_or(mark),
                _ => mark,
            };
            self.found.say(self.leaf.start + self.at, kind, fate, mark);
        }
        for edit in done.edits {
            if edit.at >= done.length && edit.old > 0 {
                let start = self.at + edit.at;
                self.passed.insert(start, start + edit.old);
            }
            self.edit(Edit {
                at: self.at + edit.at,
                ..edit
            });
        }
        done.length
    }

    fn edit(&mut self, edit: Edit) {
        self.found.edits.push(Edit {
            at: self.leaf.start + edit.at,
            ..edit
        });
    }
}

/// Whether a name of a file on a drive goes on here: `C:\_temp\*.*`, `C:\>`.
fn is_in_path(behind: &str, sign: &str) -> bool {
    if !sign.bytes().all(|it| it.is_ascii_punctuation()) || sign == "\\" {
        return false;
    }
    let near = behind.len().saturating_sub(LONGEST_NAME);
    let near = behind.get(behind.ceil_char_boundary(near)..);
    let word = near
        .unwrap_or_default()
        .rsplit(|it: char| it.is_whitespace() || it == '`')
        .next()
        .unwrap_or_default();
    let share = word.find("\\\\").filter(|at| {
        let before = word.get(..*at).unwrap_or_default();
        let name = word.get(at + 2..).unwrap_or_default();
        !before.ends_with(super::site::is_word) && name.starts_with(char::is_alphanumeric)
    });
    if share.is_some() {
        return true;
    }
    word.match_indices(':').any(|(at, _)| {
        let name = word.get(..at).unwrap_or_default();
        let after = word.get(at + 1..).unwrap_or_default();
        let mut letters = name.chars().rev();
        let is_letter = letters.next().is_some_and(|it| it.is_ascii_alphabetic());
        let is_alone = letters.next().is_none_or(|it| !super::site::is_word(it));
        let is_first = name.len() == 1 || name.ends_with(|it: char| it.is_ascii());
        let is_first = is_first && !name.chars().rev().nth(1).is_some_and(super::site::is_han);
        let goes_on =
            after.starts_with('\\') || (after.is_empty() && (is_first || "_>.".contains(sign)));
        is_letter && is_alone && goes_on
    })
}

/// `\\\\server\\share`: a folder of a network, whose two backslashes are to be seen.
fn is_share(before: char, rest: &str) -> bool {
    let name = rest.get(2..).unwrap_or_default();
    let end = name.find(|it: char| !(it.is_alphanumeric() || "-_.".contains(it)));
    let is_name =
        end.is_some_and(|end| end > 1 && name.get(end..).is_some_and(|it| it.starts_with('\\')));
    is_name && !super::site::is_word(before) && before != '\\' && before != '}'
}

/// Text between brackets with backslashes: TeX, or words whose brackets are visible.
fn is_formula(inside: &str, close: &str) -> bool {
    let has_chinese = !inside.contains("\\text") && inside.chars().any(super::site::is_han);
    let is_blank_line = inside.contains("\n\n");
    if inside.trim().is_empty() || has_chinese || is_blank_line {
        return false;
    }
    if close == "\\]" {
        inside.contains(['\\', '^', '_', '=', '+', '<', '>', '{', '-', '*', '/'])
            || inside.contains('\n')
    } else {
        inside
            .chars()
            .any(|it| it.is_ascii_alphabetic() || "\\^_=+<>{".contains(it))
    }
}
