//! Words and letters: what may be printed, which known word was probably meant, when two names are one, and which files are
//! no text. Uses nothing of ours.

use unicode_normalization::UnicodeNormalization as _;

mod foreign;
mod scan;
mod slip;

pub use foreign::{Foreign, foreign, not_utf8, utf16};
pub use slip::{Found, Slip, slips};

/// A written word longer than this resembles no known word, and is not compared.
const LONGEST_WORD: usize = 64;

pub(crate) mod html;
pub mod kept;
pub mod message;

/// Control characters and signs that change the direction of writing, escaped: texts from outside never reach a terminal raw.
pub fn printable(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        let bidi = matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if character.is_control() || bidi {
            clean.extend(character.escape_default());
        } else {
            clean.push(character);
        }
    }
    clean
}

/// An address as people write it: `%E5%9B%BE.png` is `图.png`. What is no text when decoded stays as it is.
pub fn readable(address: &str) -> std::borrow::Cow<'_, str> {
    let decoded = percent_encoding::percent_decode_str(address).decode_utf8();
    decoded
        .ok()
        .filter(|text| !text.chars().any(char::is_control))
        .unwrap_or(std::borrow::Cow::Borrowed(address))
}

/// The known word that is most like a written one, if any is like it at all.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    if written.len() > LONGEST_WORD {
        return None;
    }
    let lower = written.to_lowercase();
    // Short words with two letters swapped are far apart by the second measure.
    let likeness = |word: &str| match strsim::osa_distance(&lower, &word.to_lowercase()) {
        1 if lower.chars().count() > 2 => 1.0,
        _ => strsim::jaro_winkler(&lower, &word.to_lowercase()),
    };
    known
        .into_iter()
        .map(|word| (likeness(word), word))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, word)| word.to_owned())
}

/// A name as it is compared: without outer spaces, in Unicode's composed form (NFC), every space an ordinary one.
pub fn normal_name(written: &str) -> String {
    let plain = |letter: char| if letter.is_whitespace() { ' ' } else { letter };
    written.trim().nfc().map(plain).collect()
}

/// Whether a character takes no room and cannot be seen: two names that differ in it look alike.
pub fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{e0000}'..='\u{e007f}')
}

/// The first character of a name that cannot be seen. Inside an emoji some are needed, and are no fault there.
pub fn invisible_in(name: &str) -> Option<char> {
    let mut before = 'a';
    name.chars().find(|character| {
        let joins =
            *character == '\u{200d}' && !before.is_alphanumeric() && !before.is_whitespace();
        before = *character;
        is_invisible(*character) && !joins
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_alike_are_one() {
        assert_eq!(normal_name("\u{3000}spring\u{a0}sale "), "spring sale");
        assert_eq!(normal_name("e\u{301}te\u{301}"), "été");
        assert_ne!(normal_name("spring"), normal_name("Spring"));
        assert_eq!(invisible_in("sp\u{200b}ring"), Some('\u{200b}'));
        assert_eq!(invisible_in("春茶👩\u{200d}🌾❤\u{fe0f}"), None);
        assert!(is_invisible('\u{200b}') && !is_invisible('春') && !is_invisible(' '));
    }

    #[test]
    fn addresses_are_read_as_they_were_written() {
        for (address, expected) in [
            ("%E6%B2%A1%E6%9C%89.png", "没有.png"),
            ("my%20pic.png", "my pic.png"),
            ("100%.png", "100%.png"),
            ("%FF.png", "%FF.png"),
            ("a%0Ab", "a%0Ab"),
        ] {
            assert_eq!(readable(address), expected);
        }
    }

    #[test]
    fn the_nearest_word_is_near() {
        assert_eq!(nearest("titel", ["title", "author"]), Some("title".into()));
        assert_eq!(nearest("VlP", ["VIP", "staff"]), Some("VIP".into()));
        assert_eq!(nearest("zzz", ["title", "author"]), None);
        assert_eq!(nearest("x", ["y"]), None);
    }

    #[test]
    fn what_moves_a_terminal_is_escaped() {
        assert_eq!(
            printable("a\u{1b}[2J\r\u{202e}春"),
            "a\\u{1b}[2J\\r\\u{202e}春"
        );
    }
}
