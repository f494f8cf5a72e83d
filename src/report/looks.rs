//! The findings of `wxmass doctor`, a row for each look: at most 80 columns wide, the fix of a row on lines of its own.

use serde_json::{Value, json};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::catalogue::text;
use super::lang::Lang;
use crate::text::printable;

/// Columns of a terminal.
const WIDTH: usize = 80;
/// Columns of the mark and the name.
const MARK: usize = 6;
const NAME: usize = 20;

/// One look.
#[derive(Debug, Clone)]
pub struct Look {
    /// The name in JSON, which never changes.
    pub name: &'static str,
    /// The name for people.
    pub title: String,
    pub good: bool,
    pub found: String,
    /// The way out; empty where there is nothing to do.
    pub fix: String,
    /// An address that is to be pasted somewhere, on a line by itself.
    pub paste: Option<String>,
}

/// All looks for a terminal.
pub fn looks(lang: Lang, looks: &[Look]) -> String {
    let mut text = String::new();
    for look in looks {
        let mark = if look.good {
            text!(lang, look_ok)
        } else {
            text!(lang, look_fail)
        };
        let head = format!("{}{}", padded(&mark, MARK), padded(&look.title, NAME));
        put(&mut text, &head, &printable(&look.found));
        if !look.fix.is_empty() {
            put(&mut text, &" ".repeat(MARK), &printable(&look.fix));
        }
        if let Some(paste) = &look.paste {
            text.push_str(&printable(paste));
            text.push('\n');
        }
    }
    text
}

/// All looks as data.
pub fn looks_json(looks: &[Look]) -> Vec<Value> {
    let one = |look: &Look| {
        json!({
            "look": look.name,
            "ok": look.good,
            "found": look.found,
            "fix": look.fix,
            "paste": look.paste,
        })
    };
    looks.iter().map(one).collect()
}

fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.width()).max(1);
    format!("{text}{}", " ".repeat(missing))
}

/// The text behind the head, its further lines indented as far.
fn put(text: &mut String, head: &str, words: &str) {
    let indent = head.width();
    for (number, line) in wrapped(words, WIDTH - indent).iter().enumerate() {
        if number == 0 {
            text.push_str(head);
        } else {
            text.push_str(&" ".repeat(indent));
        }
        text.push_str(line);
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }
}

/// Lines of at most so many columns: broken at spaces, and between Chinese characters.
fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(words) {
        let line = lines.last().map_or(0, |line| line.width());
        if line > 0 && line + piece.trim_end().width() > width {
            lines.push(String::new());
        }
        for character in piece.chars() {
            let line = lines.last().map_or(0, |line| line.width());
            // A path longer than a line is cut wherever the line ends.
            if line > 0 && character != ' ' && line + character.width().unwrap_or(0) > width {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut()
                && !(line.is_empty() && character == ' ')
            {
                line.push(character);
            }
        }
    }
    lines
}

/// Words with the spaces behind them; a Chinese character is a word, with the punctuation behind it.
fn pieces(words: &str) -> Vec<String> {
    let is_wide = |character: char| character.width() == Some(2);
    let is_mark = |character: char| "，。；：、）！？」”".contains(character);
    let mut pieces: Vec<String> = Vec::new();
    for character in words.chars() {
        let begins = match pieces.last().and_then(|piece| piece.chars().last()) {
            None => true,
            Some(' ') => character != ' ',
            Some(_) if character == ' ' || is_mark(character) => false,
            Some(last) => is_wide(last) || is_wide(character),
        };
        if begins {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(character);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_a_terminal() {
        let look = |found: &str, fix: &str| Look {
            name: "token",
            title: "凭据".to_owned(),
            good: false,
            found: found.to_owned(),
            fix: fix.to_owned(),
            paste: Some("203.0.113.9".to_owned()),
        };
        let text = looks(
            Lang::Zh,
            &[
                look(
                    &"a/long/path/".repeat(30),
                    &"请把地址加入白名单，".repeat(20),
                ),
                look(&"word ".repeat(60), ""),
            ],
        );
        assert!(text.lines().all(|line| line.width() <= WIDTH), "{text}");
        assert!(text.lines().any(|line| line == "203.0.113.9"));
        assert!(!text.lines().any(|line| line.trim_start().starts_with('，')));
    }
}
