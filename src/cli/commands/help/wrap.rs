//! Lines of a terminal's width: broken at spaces, and between Chinese characters, which take two cells.
//!
//! No line begins with a mark that closes or separates; what stands in back-ticks or brackets stays together.

use unicode_width::UnicodeWidthChar as _;

/// Marks that no line begins with.
const CLOSING: &str = "，。；：、！？）】》”’,.;:!?)]…";
/// Marks that no line ends with.
const OPENING: &str = "（【《“‘([";

/// The text in lines of at most `width` cells; a longer word stands on a line by itself. Line ends of the text are kept.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    text.lines().flat_map(|line| one(line, width)).collect()
}

fn one(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut taken = 0;
    for piece in pieces(text) {
        let cells = cells(piece.trim_end());
        if taken + cells > width && !line.is_empty() {
            lines.push(line.trim_end().to_owned());
            line.clear();
            taken = 0;
        }
        line.push_str(piece);
        taken += self::cells(piece);
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// The cells that a text takes.
pub(super) fn cells(text: &str) -> usize {
    text.chars().map(|it| it.width().unwrap_or(0)).sum()
}

/// Pieces that may not be broken: words with the space after them, single wide characters with the marks that belong to them.
fn pieces(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut begun = 0;
    let mut before: Option<char> = None;
    let mut is_quoted = false;
    for (place, letter) in text.char_indices() {
        let may_break = before.is_some_and(|before| {
            let glued = CLOSING.contains(letter) || OPENING.contains(before);
            let wide = |it: char| it.width() == Some(2);
            let gap = before == ' ' && letter != ' ';
            !is_quoted
                && ((gap && !CLOSING.contains(letter))
                    || (!glued && letter != ' ' && (wide(before) || wide(letter))))
        });
        if may_break {
            found.push(&text[begun..place]);
            begun = place;
        }
        match letter {
            '`' => is_quoted = !is_quoted,
            '[' => is_quoted = true,
            // A list of values may be broken between them.
            ']' | ',' | '、' => is_quoted = false,
            _ => {}
        }
        before = Some(letter);
    }
    found.push(&text[begun..]);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_width_and_marks_their_word() {
        let text = "登记这一批没有发出；下次 `wxmass send` 会发送（编号或名称）。";
        for width in 14..40 {
            for line in wrapped(text, width) {
                assert!(cells(&line) <= width + 2, "{width}: {line}");
                assert!(
                    !line.starts_with(['；', '。', '）', ' ']),
                    "{width}: {line}"
                );
                assert!(!line.ends_with('（'), "{width}: {line}");
            }
            let joined: String = wrapped(text, width).concat();
            assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
        }
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("one\ntwo", 8), ["one", "two"]);
    }
}
