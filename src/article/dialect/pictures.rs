//! Pictures as people write them: names with spaces, parentheses and backslashes, embeds of Obsidian, sizes of every tool.
//!
//! All of them become one form, `![words|200](<name>)`, whose size `markdown` reads. Whether the file is there is looked at where
//! files are read; a name that is not is an error there.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::foreign::{Edit, Fate, ForeignKind, is_picture_name};
use super::site::{Done, Site};

/// A destination that Markdown reads: an address without spaces, or one in angle brackets, and a title.
static WELL_FORMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?x)^\]\(\s* (?P<to> <[^<>\n]*> | [^\s()<>]* (?: \( [^\s()<>]* \) [^\s()<>]* )* )
           (?: \s+ (?P<title> "[^"]*" | '[^']*' | \([^()]*\) ) )? \s*\)"#,
    )
    .ok()
});

/// One that it does not read: a picture's name with spaces, a size behind it.
static LOOSE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?xi)^\]\(\s* (?P<to> <[^<>\n]*> | [^\n]*? \.(?:png|jpe?g|jpe|jfif|gif|webp|bmp|svg|tiff?|avif|heic|apng) (?:[?\#][^\s()]*)? )
           (?: \s+ (?P<size> =\s*[\d.]*(?:px|%)?(?:x[\d.*]*)? ) )? (?: \s+ (?P<title> "[^"\n]*" | '[^'\n]*' ) )?
           (?: \s+ (?P<late> =\s*[\d.]*(?:px|%)?(?:x[\d.*]*)? ) )? \s*\)"#,
    )
    .ok()
});

/// Any address with a size behind it.
static SIZED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?x)^\]\(\s* (?P<to> [^\s()]+ ) (?: \s+ (?P<title> "[^"\n]*" | '[^'\n]*' ) )? \s+ (?P<size> =\s*[\d.]*(?:px|%)?(?:x[\d.*]*)? ) \s*\)"#,
    )
    .ok()
});

/// The attributes behind a picture: `{width=50%}`, `{: width="200" .center}`.
static ATTRIBUTES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[ ]?\{:?[^{}\n]*\}").ok());

/// The longest name of a file that is read.
const LONGEST: usize = 1024;

/// `![[file]]`, `![[file|300]]`, `![[file|words|300x200]]`.
pub(super) fn embed(site: &Site<'_>, found: &Captures<'_>) -> Option<Done> {
    let length = found.get(0)?.len();
    let inside = found.get(1)?.as_str();
    let mut parts = inside
        .split('|')
        .map(|part| part.trim().trim_end_matches('\\'));
    let name = parts.next()?.trim_start_matches("file:");
    let file = name.split('#').next().unwrap_or(name).trim();
    if !is_picture_name(file) {
        return Some(Done::skip(length).and_say(ForeignKind::Embed, Fate::Lost));
    }
    let mut words = parts
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("|");
    if size(&words).is_some() {
        words.insert(0, '|');
    }
    let new = format!("![{words}]({})", in_brackets(file));
    Some(Done::replaced(length, &for_table(site, new)))
}

/// From the `]` of a picture or a link to the end of its address: what Markdown reads, or a form that it reads.
pub(super) fn address(site: &Site<'_>, is_picture: bool) -> Option<Done> {
    let window = window(site.rest, LONGEST);
    let full = |found: &Captures<'_>| found.get(0).map_or(0, |all| all.len());
    if let Some(found) = WELL_FORMED.as_ref()?.captures(window) {
        let length = full(&found);
        let to = found.name("to")?;
        let is_words = to.as_str().contains(super::site::is_han)
            && !to.as_str().contains(['.', '/', ':', '#', '%', '<']);
        if !is_picture && is_words {
            // `[注](见下文)`: no address, but a remark.
            return Some(Done::replaced(2, "]&#40;"));
        }
        let attributes = if is_picture {
            attributes(site, length)
        } else {
            Attributes::default()
        };
        let mut done = Done::skip(length + attributes.length);
        if is_picture && let Some(name) = plain_name(to.as_str()) {
            done.edits
                .push(Edit::new(to.start(), to.len(), &in_brackets(&name)));
        }
        attributes.apply(site, length, &mut done);
        return Some(done);
    }
    if !is_picture {
        return link(site, window);
    }
    let found = LOOSE
        .as_ref()?
        .captures(window)
        .or_else(|| SIZED.as_ref()?.captures(window));
    // Never as far as the next picture's name.
    let found = found.filter(|found| {
        let to = found.name("to");
        to.is_some_and(|it| !it.as_str().contains("]("))
    });
    let (length, to, title, size) = if let Some(found) = &found {
        let size = found.name("size").or_else(|| found.name("late"));
        (
            full(found),
            found.name("to")?.as_str(),
            found.name("title").map_or("", |it| it.as_str()),
            size.map_or("", |it| it.as_str()),
        )
    } else {
        let inside = balanced(window.get(1..)?)?;
        (inside.len() + 3, inside, "", "")
    };
    let attributes = attributes(site, length);
    let name = to.trim_start_matches('<').trim_end_matches('>');
    let name = plain_name(name).unwrap_or_else(|| name.replace("\\ ", " "));
    let mut new = format!("{}]({}", in_alt(site, &size_of(size)), in_brackets(&name));
    if !title.is_empty() {
        new = new + " " + title;
    }
    let mut done = Done::replaced(length, &(new + ")"));
    done.length += attributes.length;
    attributes.apply(site, length, &mut done);
    Some(done)
}

/// A link whose address has spaces, when it is an address: `[x](https://a.cn/a b)`, `[x](附件 1.pdf)`.
fn link(site: &Site<'_>, window: &str) -> Option<Done> {
    let inside = balanced(window.get(1..)?)?;
    let is_address = inside.trim_start().starts_with("http://")
        || inside.trim_start().starts_with("https://")
        || super::foreign::names_a_file(inside);
    if !is_address || inside.contains(['"', '<', '>']) {
        return None;
    }
    let new = format!("]({})", in_brackets(inside.trim()));
    Some(Done::replaced(inside.len() + 3, &for_table(site, new)))
}

/// Text between a parenthesis and the one that closes it, on one line.
fn balanced(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' if depth == 1 => return text.get(1..at).filter(|inside| !inside.is_empty()),
            ')' => depth = depth.checked_sub(1)?,
            '\n' => return None,
            _ => {}
        }
    }
    None
}

/// A name of a local file as files are named, where it is written otherwise: with backslashes, or with what other tools put behind
/// it (`a.png#pic_center`, `a.png?raw=true`).
fn plain_name(written: &str) -> Option<String> {
    let inner = written.trim_start_matches('<').trim_end_matches('>');
    if inner.contains("://") || inner.starts_with("//") || inner.starts_with("data:") {
        return None;
    }
    let mut name = String::with_capacity(inner.len());
    let mut rest = inner.chars().peekable();
    while let Some(character) = rest.next() {
        match (character, rest.peek()) {
            // An escape of Markdown, or of a shell.
            ('\\', Some(' ')) => {}
            ('\\', Some(next)) if next.is_alphanumeric() => name.push('/'),
            ('\\', Some('\\')) => {
                rest.next();
                name.push('/');
            }
            (other, _) => name.push(other),
        }
    }
    if let Some(at) = name.find(['?', '#'])
        && name.get(..at).is_some_and(is_picture_name)
    {
        name.truncate(at);
    }
    (name != inner).then_some(name)
}

fn in_brackets(name: &str) -> String {
    format!("<{}>", name.replace('<', "\\<").replace('>', "\\>"))
}

/// A bar begins a new cell in a table.
fn for_table(site: &Site<'_>, text: String) -> String {
    if site.in_table {
        text.replace('|', "\\|")
    } else {
        text
    }
}

fn in_alt(site: &Site<'_>, size: &str) -> String {
    if size.is_empty() {
        String::new()
    } else {
        for_table(site, format!("|{size}"))
    }
}

/// `=200x`, `=200x300`, `=50%x` as `200`, `200x300`, `50%`.
fn size_of(written: &str) -> String {
    let size = written.trim_start_matches('=').trim();
    let size = size.trim_end_matches('*');
    // A height by itself leaves the width as it is.
    if size.starts_with('x') {
        return String::new();
    }
    let size = size.strip_suffix('x').unwrap_or(size);
    size.trim_end_matches("px").to_owned()
}

/// The text in braces behind a picture.
#[derive(Default)]
struct Attributes {
    length: usize,
    width: Option<String>,
    is_understood: bool,
}

fn attributes(site: &Site<'_>, at: usize) -> Attributes {
    let behind = window(site.rest.get(at..).unwrap_or_default(), 200);
    let Some(found) = ATTRIBUTES.as_ref().and_then(|it| it.find(behind)) else {
        return Attributes::default();
    };
    let inside = found.as_str().trim().trim_matches(['{', '}', ':']);
    let mut width = None;
    let mut is_understood = true;
    let mut is_attributes = false;
    for word in inside.split_whitespace() {
        match word.split_once('=') {
            Some(("width", value)) => {
                is_attributes = true;
                width = Some(
                    value
                        .trim_matches(['"', '\''])
                        .trim_end_matches("px")
                        .to_owned(),
                );
            }
            Some(_) => is_attributes = true,
            None if word.starts_with(['.', '#']) => {
                is_attributes = true;
                is_understood = false;
            }
            None => return Attributes::default(),
        }
    }
    if !is_attributes {
        return Attributes::default();
    }
    Attributes {
        length: found.len(),
        width: width.filter(|it| size(it).is_some()),
        is_understood,
    }
}

impl Attributes {
    /// The width goes before the `]`, the braces go away.
    fn apply(&self, site: &Site<'_>, at: usize, done: &mut Done) {
        if self.length == 0 {
            return;
        }
        if let Some(width) = &self.width {
            let new = in_alt(site, width);
            match done.edits.first_mut() {
                Some(first) if first.at == 0 => first.new.insert_str(0, &new),
                _ => done.edits.insert(0, Edit::new(0, 0, &new)),
            }
        }
        done.edits.push(Edit::new(at, self.length, ""));
        if !self.is_understood || self.width.is_none() {
            done.note = Some((ForeignKind::Attributes, Fate::LeftOut));
        }
    }
}

/// Words of a picture apart from the size that stands behind a bar: `码|200`, `码|200x300`, `|50%`. The size is a value of CSS.
pub(in crate::article) fn sized(words: &str) -> Option<(&str, String)> {
    let (words, last) = words.rsplit_once('|')?;
    Some((words.trim_end(), size(last.trim())?))
}

/// A width as CSS has it: `200`, `200px`, `200x300` (the width counts), `50%`.
fn size(written: &str) -> Option<String> {
    let width = written.split(['x', 'X', '×']).next()?.trim();
    let (number, unit) = match width.strip_suffix('%') {
        Some(number) => (number, "%"),
        None => (width.strip_suffix("px").unwrap_or(width), "px"),
    };
    let value: f64 = number.parse().ok()?;
    let is_plain = number.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    (is_plain && value > 0.0 && number.len() < 8).then(|| format!("{number}{unit}"))
}

/// At most `length` bytes of a text.
fn window(text: &str, length: usize) -> &str {
    text.get(..text.floor_char_boundary(length)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_widths() {
        for (words, expected) in [
            ("码|200", Some(("码", "200px"))),
            ("码|200x300", Some(("码", "200px"))),
            ("一|二|50%", Some(("一|二", "50%"))),
            ("码|左", None),
            ("|0", None),
        ] {
            let expected = expected.map(|(words, size)| (words, size.to_owned()));
            assert_eq!(sized(words), expected, "{words}");
        }
    }

    #[test]
    fn names_of_files_are_plain() {
        for (written, expected) in [
            (r"images\图 1.png", Some("images/图 1.png")),
            (r"手机\ 照片.jpg", Some("手机 照片.jpg")),
            ("a.png#pic_center", Some("a.png")),
            ("a.png?raw=true", Some("a.png")),
            ("图#1.png", None),
            ("a.png", None),
            ("https://a.cn/b.png?x#y", None),
        ] {
            assert_eq!(plain_name(written).as_deref(), expected, "{written}");
        }
    }
}
