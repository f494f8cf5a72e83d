//! Reads Rust as text: takes comments, strings and test code away, and collects the paths that are used.

use std::collections::{BTreeMap, BTreeSet};

const TEST_MARK: &str = "#[cfg(test)]";

/// The source with comments and the contents of strings turned into blanks; lines stay where they are.
pub(crate) fn bare(text: &str) -> String {
    let mut code = text.as_bytes().to_vec();
    for (start, end) in pieces(text) {
        for byte in &mut code[start..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }
    String::from_utf8_lossy(&code).into_owned()
}

/// The strings of a source, each with the byte that it begins at.
pub(crate) fn strings(text: &str) -> Vec<(usize, &str)> {
    let found = pieces(text)
        .into_iter()
        .map(|(start, end)| (start, &text[start..end]));
    found
        .filter(|(_, piece)| piece.starts_with(['"', 'r', 'b']))
        .collect()
}

/// Comments, strings and characters, each from its first byte to behind its last.
fn pieces(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let end = if rest.starts_with(b"//") {
            at + rest
                .iter()
                .position(|byte| *byte == b'\n')
                .unwrap_or(rest.len())
        } else if rest.starts_with(b"/*") {
            at + block_comment(rest)
        } else if let Some(length) = raw_string(rest).filter(|_| at == 0 || !is_word(bytes[at - 1]))
        {
            at + length
        } else if rest[0] == b'"' {
            at + quoted(rest, b'"')
        } else if rest[0] == b'\'' {
            at + character(rest)
        } else {
            at += 1;
            continue;
        };
        found.push((at, end));
        at = end;
    }
    found
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Length of a block comment, nested ones included.
fn block_comment(rest: &[u8]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// Length of `r"…"`, `r#"…"#`, `br"…"`, where one begins here.
fn raw_string(rest: &[u8]) -> Option<usize> {
    let start = rest.strip_prefix(b"b").unwrap_or(rest).strip_prefix(b"r")?;
    let hashes = start.iter().take_while(|byte| **byte == b'#').count();
    let body = start[hashes..].strip_prefix(b"\"")?;
    let close: Vec<u8> = std::iter::once(b'"')
        .chain(std::iter::repeat_n(b'#', hashes))
        .collect();
    let length = body
        .windows(close.len())
        .position(|window| window == close)
        .map_or(body.len(), |at| at + close.len());
    Some(rest.len() - body.len() + length)
}

/// Length of a literal in quotes of one kind, escapes respected.
fn quoted(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// Length of a character literal; one for the tick of a lifetime.
fn character(rest: &[u8]) -> usize {
    let escaped = rest.get(1) == Some(&b'\\');
    let closes = std::str::from_utf8(&rest[1..rest.len().min(6)])
        .map_or_else(|broken| broken.valid_up_to(), str::len)
        .min(rest.len());
    let first = std::str::from_utf8(&rest[1..=closes])
        .ok()
        .and_then(|text| text.chars().next());
    let plain = first.is_some_and(|first| rest.get(1 + first.len_utf8()) == Some(&b'\''));
    if escaped || plain {
        quoted(rest, b'\'')
    } else {
        1
    }
}

/// Bare code without the items under `#[cfg(test)]`.
pub(crate) fn without_tests(code: &str) -> String {
    let mut kept = code.to_owned();
    while let Some(start) = kept.find(TEST_MARK) {
        let end = item_end(&kept, start + TEST_MARK.len());
        let blank: String = kept[start..end]
            .chars()
            .map(|char| if char == '\n' { '\n' } else { ' ' })
            .collect();
        kept.replace_range(start..end, &blank);
    }
    kept
}

/// The end of the item that begins here: at its closing brace, or at a semicolon before any.
fn item_end(code: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().skip(start) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return at + 1,
            b'}' => depth -= 1,
            b';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

/// The targets of each `#[cfg(test)] mod name;`: the paths without ending, whose file and folder are test code as a whole.
pub(crate) fn test_modules(sources: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    for (path, text) in sources {
        let code = bare(text);
        for (at, mark) in code.match_indices(TEST_MARK) {
            let item = code[at + mark.len()..].trim_start();
            let named = item
                .strip_prefix("mod ")
                .and_then(|rest| rest.split_once(';'));
            if let Some((name, _)) = named {
                let folder = path.trim_end_matches(".rs").trim_end_matches("/mod");
                modules.insert(format!("{folder}/{}", name.trim()));
            }
        }
    }
    modules
}

/// One path that is used: on which line, whole from the root of the crate, and the name it goes by in the file;
/// no name where everything below the path is taken (`*`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Used {
    pub(crate) line: usize,
    pub(crate) path: String,
    pub(crate) name: Option<String>,
}

/// The module of a source, as a path below `crate::`.
pub(crate) fn module_of(path: &str) -> String {
    path.strip_prefix("src/")
        .unwrap_or(path)
        .trim_end_matches(".rs")
        .trim_end_matches("/mod")
        .replace('/', "::")
}

/// Every path below `crate::`, `wxmass::`, `self::` or `super::`, whole from the root, groups unfolded.
pub(crate) fn references(path: &str, code: &str) -> Vec<Used> {
    let own = module_of(path);
    let mut found = Vec::new();
    for prefix in ["crate::", "wxmass::", "self::", "super::"] {
        for (at, _) in code.match_indices(prefix) {
            let before = code[..at].bytes().next_back();
            if before.is_some_and(|byte| is_word(byte) || (byte == b':' && prefix != "wxmass::")) {
                continue;
            }
            let mut rest = &code[at + prefix.len()..];
            let base = match prefix {
                "self::" => own.clone(),
                "super::" => {
                    let mut base = parent(&own);
                    while let Some(higher) = rest.strip_prefix("super::") {
                        base = parent(base);
                        rest = higher;
                    }
                    base.to_owned()
                }
                _ => String::new(),
            };
            let line = 1 + code[..at].matches('\n').count();
            unfold(&base, rest, line, &mut found);
        }
    }
    found
}

/// The paths of `use` declarations that name a child of the module by its bare name: `pub use rule::Rule;`.
pub(crate) fn children_used(path: &str, code: &str) -> Vec<Used> {
    let own = module_of(path);
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use ") {
        if code[..at].bytes().next_back().is_some_and(is_word) {
            continue;
        }
        let line = 1 + code[..at].matches('\n').count();
        unfold(&own, &code[at + "use ".len()..], line, &mut found);
    }
    found
}

/// The module above, or the root.
pub(crate) fn parent(module: &str) -> &str {
    module.rsplit_once("::").map_or("", |(above, _)| above)
}

/// Reads one path from the start of `text`, with every branch of its groups; returns what is left behind it.
fn unfold<'a>(before: &str, text: &'a str, line: usize, found: &mut Vec<Used>) -> &'a str {
    let trimmed = text.trim_start();
    let line = line + text[..text.len() - trimmed.len()].matches('\n').count();
    if let Some(mut group) = trimmed.strip_prefix('{') {
        let mut here = line;
        loop {
            let left = unfold(before, group, here, found);
            here += group[..group.len() - left.len()].matches('\n').count();
            let next = left.trim_start();
            here += left[..left.len() - next.len()].matches('\n').count();
            match next.strip_prefix(',') {
                Some(rest) => group = rest,
                None => return next.strip_prefix('}').unwrap_or(next),
            }
        }
    }
    let length = trimmed.bytes().take_while(|byte| is_word(*byte)).count();
    let (name, rest) = trimmed.split_at(length);
    if name.is_empty() {
        return trimmed.strip_prefix('*').unwrap_or(trimmed);
    }
    let whole = match (before, name) {
        ("", _) => name.to_owned(),
        (_, "self") => before.to_owned(),
        _ => format!("{before}::{name}"),
    };
    let mut everything = false;
    if let Some(below) = rest.trim_start().strip_prefix("::") {
        let starts_path = below
            .trim_start()
            .starts_with(|char: char| char == '{' || char == '_' || char.is_alphabetic());
        if starts_path {
            return unfold(&whole, below, line, found);
        }
        everything = below.trim_start().starts_with('*');
    }
    let renamed = rest.trim_start().strip_prefix("as ").map(|rest| {
        let rest = rest.trim_start();
        let end = rest
            .find(|char: char| char != '_' && !char.is_alphanumeric())
            .unwrap_or(rest.len());
        rest.split_at(end)
    });
    let last = whole.rsplit("::").next().unwrap_or(&whole).to_owned();
    found.push(Used {
        line,
        name: (!everything).then(|| renamed.map_or(last, |(name, _)| name.to_owned())),
        path: whole,
    });
    renamed.map_or(rest, |(_, left)| left)
}

/// The lines on which a word stands as a word, and not as the end of a longer one.
pub(crate) fn lines_with(code: &str, word: &str) -> Vec<usize> {
    let bytes = code.as_bytes();
    code.match_indices(word)
        .filter(|(at, _)| {
            let starts = word.starts_with('.') || *at == 0 || !is_word(bytes[at - 1]);
            let after = bytes.get(at + word.len()).copied();
            let ends =
                !is_word(*word.as_bytes().last().unwrap_or(&b' ')) || !after.is_some_and(is_word);
            starts && ends
        })
        .map(|(at, _)| 1 + code[..at].matches('\n').count())
        .collect()
}
