//! Words and letters: what may be printed, and which known word was probably meant. Uses nothing of ours.

pub mod kept;

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

/// The known word that is most like a written one, if any is like it at all.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
