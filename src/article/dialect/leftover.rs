//! The last look: marks that Markdown left among the words, where followers would read them.

use std::sync::{LazyLock, OnceLock};

use regex::Regex;

use super::foreign::{Fate, Foreign, ForeignKind as Kind, names_a_file};

/// Stands for code, formulas, pictures and escaped signs among the words of a paragraph.
pub(in crate::article) const OBJECT: char = '\u{fffc}';

struct Row {
    /// A sign without which the pattern cannot fit.
    sign: char,
    pattern: &'static str,
    kind: Kind,
    fate: Fate,
}

const fn row(sign: char, pattern: &'static str, kind: Kind, fate: Fate) -> Row {
    Row {
        sign,
        pattern,
        kind,
        fate,
    }
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    row('[', r"[!！]\[[^\[\]\n]*\]\s*[(（\[【:：]", Kind::BrokenPicture, Fate::Lost),
    row('[', r"[!！]\[\[[^\n]*", Kind::Embed, Fate::Lost),
    row('[', r"[!！]\[[^\[\]\n]+\]", Kind::BrokenPicture, Fate::Lost),
    row('[', r"!\[[^\[\]\n]*(?:\n|$)", Kind::BrokenPicture, Fate::Lost),
    row('[', r"(?:^|[^A-Za-z0-9_)\]])(\[[^\[\]\n]+\]\[[^\[\]\n]*[^0-9\[\]\n][^\[\]\n]*\])", Kind::BrokenLink, Fate::Stands),
    row('[', r"\[[^\[\]\n]+\]\s?\((?:https?:|www\.|[^()\n]*\.(?:md|html?|pdf)\b)[^\n]*", Kind::BrokenLink, Fate::Stands),
    row(']', r"\[[^\[\]\n]*\]\([^()\n]*\)?|\]\(|\]（\s*https?:", Kind::BrokenLink, Fate::Stands),
    row('*', r"(?:^|[^*0-9＊])(\*\*(?:[^*0-9\n][^*\n]*(?:\*\*)?)?)(?:[^*]|$)", Kind::Emphasis, Fate::Stands),
    row('_', r"(?:^|[^_\w])(__[^_\s][^_\n]*__)(?:[^_\w]|$)", Kind::Emphasis, Fate::Stands),
    row('~', r"~~[^~\n]+~~", Kind::Emphasis, Fate::Stands),
    row('-', r"(?m)^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$", Kind::BrokenTable, Fate::Stands),
    row('|', r"(?m)^\s*\|[^|\n]+\|(?:.*\||\s.*)?\s*$", Kind::BrokenTable, Fate::Stands),
    row('`', r"```[^\n]*", Kind::Fence, Fate::Stands),
    row('`', r"`[^\n]{0,40}", Kind::Fence, Fate::Stands),
    row('$', r"\$\$[^\n]*", Kind::FormulaMark, Fate::Stands),
    row('\\', r"\\[A-Za-z]+\{[^\n]{0,40}|\\begin\b[^\n]{0,40}|\\[()\[\]][^\n]{0,40}", Kind::FormulaMark, Fate::Stands),
    row('{', r"[\^_]\{[^{}\n]{1,40}\}", Kind::FormulaMark, Fate::Stands),
    row('+', r"(?:^|[^+A-Za-z0-9])(\+\+[^+\s](?:[^+\n]*[^+\s])?\+\+)", Kind::Emphasis, Fate::Stands),
    row('^', r"\p{Alphabetic}(\^[0-9A-Za-z+\-−]{1,10}\^)", Kind::Emphasis, Fate::Stands),
    row('{', r"\{[.#][A-Za-z][\w-]*(?:\s[^{}\n]*)?\}", Kind::Attributes, Fate::Stands),
    row('[', r"\[![A-Za-z][\w-]*\]", Kind::Callout, Fate::Stands),
    row('{', r"\{\{[^\n]*|\{%[^\n]*", Kind::Shortcode, Fate::Stands),
    row(':', r"(?m)^:::[^\n]*", Kind::Container, Fate::Stands),
    row('<', r"(?i)<img\s[^<>\n]*src[^<>\n]*>", Kind::Tag, Fate::Lost),
    row('<', r"</?[A-Za-z][\w.-]*(?:\s[^<>\n]*=[^<>\n]*)>", Kind::Tag, Fate::Stands),
    row('<', r"<!--[^\n]*", Kind::Comment, Fate::Stands),
    row('%', r"(?m)(?:^|\s)%%[^\n]*", Kind::Comment, Fate::Stands),
    row('#', r"(?m)^#{1,6} [^\n]*", Kind::MissingSpace, Fate::Stands),
    row('=', r"(?m)(?:^|[\p{Han}，。；：、（])(== ?[^=\n]*\p{Han}[^=\n]*==)", Kind::Emphasis, Fate::Stands),
    row('=', r"==[^=\s\n]*\p{Han}[^=\s\n]*==", Kind::Emphasis, Fate::Stands),
];

/// Each is compiled when its sign is met.
static PATTERNS: LazyLock<Vec<OnceLock<Option<Regex>>>> =
    LazyLock::new(|| ROWS.iter().map(|_| OnceLock::new()).collect());

/// The marks among the words of a paragraph, each kind once, with the number of its line in the paragraph, from 0.
pub(in crate::article) fn in_text(words: &str) -> Vec<(usize, Foreign)> {
    // Most paragraphs have no sign at all.
    if words
        .chars()
        .all(|it| it.is_alphanumeric() || it.is_whitespace() || "，。、；：“”".contains(it))
    {
        return Vec::new();
    }
    let mut found: Vec<(usize, Foreign)> = Vec::new();
    for (row, pattern) in ROWS.iter().zip(PATTERNS.iter()) {
        if !words.contains(row.sign) {
            continue;
        }
        let pattern = pattern.get_or_init(|| Regex::new(row.pattern).ok());
        let Some(captures) = pattern.as_ref().and_then(|it| it.captures(words)) else {
            continue;
        };
        let Some(mark) = captures.get(1).or_else(|| captures.get(0)) else {
            continue;
        };
        let line = words
            .get(..mark.start())
            .map_or(0, |it| it.matches('\n').count());
        // One mark may fit two rows; the first knows it best.
        if found.iter().any(|(known, note)| {
            *known == line && (note.kind == row.kind || note.fate == Fate::Lost)
        }) {
            continue;
        }
        let text = mark.as_str().replace(OBJECT, "…");
        found.push((line, Foreign::new(row.kind, row.fate, &text)));
    }
    found
}

/// Markdown inside of a block of HTML, which stays as it is written: the first line that has some, from 0.
pub(in crate::article) fn in_html(literal: &str) -> Option<(usize, Foreign)> {
    static MARKUP: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"!\[[^\[\]\n]*\]\([^()\n]*\)|\[[^\[\]\n]+\]\([^()\s]+\)|\*\*[^*\s][^*\n]*\*\*|(?m)^#{1,6} \S|^[ ]{0,3}[-*] \S|!\[\[[^\]\n]+\]\]").ok()
    });
    let lower = literal.to_ascii_lowercase();
    if ["<pre", "<script", "<style", "<svg", "<textarea"]
        .iter()
        .any(|tag| lower.trim_start().starts_with(tag))
    {
        return None;
    }
    // What a remark holds is not seen, and what follows it is.
    let from = if lower.trim_start().starts_with("<!--") {
        literal.rfind("-->").map_or(literal.len(), |at| at + 3)
    } else {
        0
    };
    let found = MARKUP.as_ref()?.find_at(literal, from)?;
    let line = literal.get(..found.start())?.matches('\n').count();
    let is_picture = found.as_str().starts_with('!')
        || (found.as_str().contains("](") && names_a_file(found.as_str()));
    let fate = if is_picture { Fate::Lost } else { Fate::Stands };
    Some((line, Foreign::new(Kind::InsideHtml, fate, found.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_one() {
        for row in ROWS {
            assert!(Regex::new(row.pattern).is_ok(), "{}", row.pattern);
        }
    }

    #[test]
    fn prose_has_no_marks() {
        for words in [
            "密码是 138****5678",
            "2**10 是 1024",
            "姓名：____",
            "好的~~",
            "a_b_c 与 x<y",
            "比分 3:2",
            "C:\\Users",
            "#标签# 与 100%",
            "a == b",
            "数组 a[i][j]",
            "|x|>0",
            "g++、clang++",
            "2^10^5",
            "若 x == 甲 且 y == 乙",
        ] {
            assert_eq!(in_text(words), [], "{words}");
        }
    }
}
