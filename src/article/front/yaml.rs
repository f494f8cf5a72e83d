//! `key: value` lines, leniently: no space behind the colon, a colon of full width, quotes of full width, tabs, `=`, a text of
//! several lines, lists, maps inside of a key.

use std::borrow::Cow;

use super::{Front, field};

/// The front matter in these lines, the first of which is the source's line `first`; `None` where they are words of the article.
pub(super) fn read(inside: &str, first: usize, is_closed: bool) -> Option<Front> {
    let lines: Vec<&str> = inside.lines().collect();
    if let Some(map) = flow(inside) {
        let mut front = Front::default();
        for (key, value) in map.split([',', '，']).filter_map(pair) {
            front.set(key, &unquoted(value), first);
        }
        return (front != Front::default()).then_some(front);
    }
    if !is_front_matter(&lines, is_closed) {
        return None;
    }
    let lines = joined(&lines);
    let lines: Vec<&str> = lines.iter().map(Cow::as_ref).collect();
    let margin = lines
        .iter()
        .filter_map(|line| pair(line).map(|_| indent(line)))
        .min()
        .unwrap_or_default();
    let mut front = Front::default();
    // The key whose value goes on in the lines below, and what of it was read.
    let mut open = Open::default();
    for (number, line) in (first..).zip(&lines) {
        let text = line.trim();
        let is_inner = indent(line) > margin || text.starts_with("- ") || text == "-";
        if open.takes(line, is_inner) {
            open.take(line, number, &mut front);
            continue;
        }
        open.close(&mut front);
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        match pair(line) {
            Some((key, value)) if !is_inner || field(key).is_some() => {
                open = Open::begin(key, value, number, &mut front);
            }
            _ if is_inner || matches!(text, "}" | "]" | "{") => {}
            _ => front.notes.push((number, text.to_owned())),
        }
    }
    open.close(&mut front);
    Some(front)
}

/// Lines that say something of an article: most are pairs. Words that are not fenced by a second line need a key that is known.
fn is_front_matter(lines: &[&str], is_closed: bool) -> bool {
    let words = lines.iter().filter(|line| {
        !line.trim().is_empty()
            && !line.trim().starts_with('#')
            && !line.starts_with([' ', '\t', '-'])
    });
    let words: Vec<_> = words.collect();
    let pairs = words.iter().filter(|line| pair(line).is_some()).count();
    let known = lines
        .iter()
        .filter(|line| pair(line).is_some_and(|(key, _)| field(key).is_some()))
        .count();
    let is_ascii = words
        .iter()
        .any(|line| pair(line).is_some_and(|(key, _)| key.is_ascii()));
    if is_closed {
        known > 1
            || (known > 0 && (pairs * 2 > words.len() || words.is_empty()))
            || (pairs > 0 && pairs == words.len() && is_ascii)
    } else {
        known > 0 && pairs * 2 > words.len() && lines.len() > 1
    }
}

/// A map on one line: `{title: …, cover: …}`.
fn flow(inside: &str) -> Option<&str> {
    let map = inside.trim().strip_prefix('{')?.strip_suffix('}')?;
    (!map.contains('\n')).then_some(map)
}

/// Whether a line can stand in front matter.
pub(super) fn may_be_one(line: &str) -> bool {
    let text = line.trim();
    line.starts_with([' ', '\t', '#', '-', '}', ']']) || text.is_empty() || pair(line).is_some()
}

/// Front matter without its first fence, or without both: all lines are pairs and the article's title is among them.
pub(super) fn unfenced(text: &str) -> Option<(Front, &str, usize)> {
    let mut at = 0;
    let mut known = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let is_fence = line.trim_end() == "---";
        if is_fence || line.trim().is_empty() {
            let inside = text.get(..at)?;
            let front = read(inside, 1, true)?;
            let body = text.get(at + line.len()..)?;
            let is_said = front.title.is_some() && known >= if is_fence { 1 } else { 2 };
            return is_said.then_some((front, body, number + 1));
        }
        let (key, _) = pair(line).filter(|(key, _)| key.is_ascii())?;
        known += usize::from(field(key).is_some());
        if known == 0 {
            return None;
        }
        at += line.len();
    }
    None
}

/// The lines with each value that goes on below put on the line of its key; the lines that it had are empty.
fn joined<'t>(lines: &[&'t str]) -> Vec<Cow<'t, str>> {
    const LONGEST: usize = 20;
    let mut out: Vec<Cow<'t, str>> = lines.iter().map(|line| Cow::Borrowed(*line)).collect();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let value = pair(line).map_or("", |(_, value)| value);
        let below = lines.get(at + 1..).unwrap_or_default();
        let is_block = value.starts_with(['|', '>']);
        let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''));
        let is_open = quote.is_some_and(|quote| value.len() == 1 || !value.ends_with(quote));
        let deeper = |it: &&str| indent(it) > indent(line) && !it.trim().is_empty();
        let count = if value.is_empty() || (is_open && value.contains(" #")) {
            0
        } else if is_block {
            let skipped = below
                .iter()
                .take_while(|it| deeper(it) || it.trim().is_empty());
            at += 1 + skipped.count();
            continue;
        } else if let Some(quote) = quote.filter(|_| is_open) {
            let end = below
                .iter()
                .take(LONGEST)
                .position(|it| it.trim_end().ends_with(quote));
            end.map_or(0, |end| end + 1)
        } else if value.starts_with('[') && !value.contains(']') {
            let end = below.iter().take(LONGEST).position(|it| it.contains(']'));
            end.map_or(0, |end| end + 1)
        } else {
            let plain = |it: &&&str| {
                deeper(it) && pair(it).is_none() && !it.trim_start().starts_with(['-', '#'])
            };
            below.iter().take_while(plain).count()
        };
        for (number, part) in below.iter().take(count).enumerate() {
            let whole = format!("{} {}", out[at].trim_end(), part.trim());
            out[at] = Cow::Owned(whole);
            out[at + 1 + number] = Cow::Borrowed("");
        }
        at += 1 + count;
    }
    out
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t', '\u{3000}']).len()
}

/// A key and its value: `key: value`, `key:value`, `key：value`, `key = value`.
fn pair(line: &str) -> Option<(&str, &str)> {
    let text = line.trim().trim_end_matches(',');
    let at = text.find([':', '：', '='])?;
    let (key, rest) = text.split_at(at);
    let sign = rest.chars().next()?;
    let key = key.trim().trim_matches(['"', '\'', '“', '”']);
    let value = rest.get(sign.len_utf8()..)?.trim();
    let is_word = key
        .chars()
        .all(|it| it.is_alphanumeric() || "_-. ".contains(it))
        && key.split(' ').count() <= 3;
    // `https://…` and `12:30` are values.
    let is_value = value.starts_with("//") || key.bytes().all(|it| it.is_ascii_digit());
    (!key.is_empty() && key.chars().count() <= 30 && is_word && !is_value).then_some((key, value))
}

/// A key whose value goes on in further lines.
#[derive(Debug, Default)]
struct Open {
    key: String,
    line: usize,
    /// `|` keeps line ends, `>` makes spaces of them; otherwise it is a list or a map.
    block: Option<char>,
    text: Vec<String>,
    is_open: bool,
}

impl Open {
    /// Begins with a pair; a value on the same line is set at once.
    fn begin(key: &str, value: &str, line: usize, front: &mut Front) -> Self {
        let block = value.chars().next().filter(|it| matches!(it, '|' | '>'));
        let is_block =
            block.is_some() && value.chars().skip(1).all(|it| "+-0123456789".contains(it));
        if value.is_empty() || is_block {
            let key = key.to_owned();
            return Self {
                key,
                line,
                block: block.filter(|_| is_block),
                text: Vec::new(),
                is_open: true,
            };
        }
        for value in values(value) {
            front.set(key, &value, line);
        }
        Self::default()
    }

    fn takes(&self, line: &str, is_inner: bool) -> bool {
        self.is_open && (is_inner || (self.block.is_some() && line.trim().is_empty()))
    }

    fn take(&mut self, line: &str, number: usize, front: &mut Front) {
        let text = line.trim();
        if self.block.is_some() {
            if self.text.is_empty() {
                self.line = number;
            }
            self.text.push(text.to_owned());
            return;
        }
        let item = text.strip_prefix('-').map(str::trim);
        match (item, pair(item.unwrap_or(text))) {
            (_, Some((key, value))) if !value.is_empty() && key.is_ascii() => {
                for value in values(value) {
                    front.set(&format!("{}.{key}", self.key), &value, number);
                }
            }
            (Some(item), _) => {
                for value in values(item) {
                    front.set(&self.key, &value, number);
                }
            }
            // A value that begins on the line below its key.
            (None, None) if !text.is_empty() => self.text.push(unquoted(text)),
            _ => {}
        }
    }

    fn close(&mut self, front: &mut Front) {
        if self.is_open && !self.text.is_empty() {
            let between = if self.block == Some('|') { "\n" } else { " " };
            front.set(&self.key, self.text.join(between).trim(), self.line);
        }
        *self = Self::default();
    }
}

/// One value, or those of a list: `[a, "b"]`.
fn values(written: &str) -> Vec<String> {
    // The name of an author, or the address of a picture.
    if let Some(map) = flow(written) {
        let named = map
            .split([',', '，'])
            .filter_map(pair)
            .find_map(|(key, value)| {
                matches!(key, "name" | "image" | "src" | "url" | "path").then(|| unquoted(value))
            });
        return named.into_iter().collect();
    }
    match written
        .strip_prefix('[')
        .and_then(|it| it.strip_suffix(']'))
    {
        Some(list) if !list.contains("](") => list
            .split([',', '，'])
            .map(|one| unquoted(one.trim()))
            .collect(),
        _ => vec![unquoted(written)],
    }
}

fn unquoted(value: &str) -> String {
    let between = |open: char, close: char| {
        let inner = value.strip_prefix(open)?.strip_suffix(close)?;
        (value.chars().count() > 1).then_some(inner)
    };
    if let Some(inner) = between('\'', '\'') {
        return inner.replace("''", "'");
    }
    if let Some(inner) = between('"', '"') {
        // What YAML writes so is what JSON writes so.
        let json = format!("\"{}\"", inner.replace('\t', " "));
        return serde_json::from_str(&json)
            .unwrap_or_else(|_| inner.replace("\\\"", "\"").replace("\\\\", "\\"));
    }
    if let Some(inner) = between('“', '”').filter(|inner| !inner.contains(['“', '”'])) {
        return inner.to_owned();
    }
    // A comment begins with a space and a hash; Obsidian's links to files are names.
    let value = value.split(" #").next().unwrap_or_default().trim_end();
    let link = value
        .strip_prefix("[[")
        .and_then(|it| it.strip_suffix("]]"));
    link.map_or(value, |it| it.split('|').next().unwrap_or(it))
        .to_owned()
}
