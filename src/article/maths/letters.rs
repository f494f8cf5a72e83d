//! Letters of other alphabets: script, Fraktur, double-struck, sans and typewriter, by their places in Unicode.

/// First capital, first small letter, first digit, and the letters that Unicode has elsewhere.
type Alphabet = (u32, u32, u32, &'static [(char, char)]);

const SCRIPT: Alphabet = (
    0x1D49C,
    0x1D4B6,
    0,
    &[
        ('B', 'ℬ'),
        ('E', 'ℰ'),
        ('F', 'ℱ'),
        ('H', 'ℋ'),
        ('I', 'ℐ'),
        ('L', 'ℒ'),
        ('M', 'ℳ'),
        ('R', 'ℛ'),
        ('e', 'ℯ'),
        ('g', 'ℊ'),
        ('o', 'ℴ'),
    ],
);
const FRAKTUR: Alphabet = (
    0x1D504,
    0x1D51E,
    0,
    &[('C', 'ℭ'), ('H', 'ℌ'), ('I', 'ℑ'), ('R', 'ℜ'), ('Z', 'ℨ')],
);
const BOARD: Alphabet = (
    0x1D538,
    0x1D552,
    0x1D7D8,
    &[
        ('C', 'ℂ'),
        ('H', 'ℍ'),
        ('N', 'ℕ'),
        ('P', 'ℙ'),
        ('Q', 'ℚ'),
        ('R', 'ℝ'),
        ('Z', 'ℤ'),
    ],
);
const SANS: Alphabet = (0x1D5A0, 0x1D5BA, 0x1D7E2, &[]);
const SANS_SLANTED: Alphabet = (0x1D608, 0x1D622, 0x1D7E2, &[]);
const TYPEWRITER: Alphabet = (0x1D670, 0x1D68A, 0x1D7F6, &[]);

fn alphabet(command: &str) -> Option<Alphabet> {
    Some(match command {
        "mathcal" | "mathscr" | "cal" | "Cal" => SCRIPT,
        "mathfrak" | "frak" => FRAKTUR,
        "mathbb" | "Bbb" => BOARD,
        "mathsf" | "textsf" => SANS,
        "mathsfit" => SANS_SLANTED,
        "mathtt" | "texttt" => TYPEWRITER,
        _ => return None,
    })
}

/// Whether a command chooses an alphabet.
pub(super) fn is_alphabet(command: &str) -> bool {
    alphabet(command).is_some()
}

/// The letters of `text` in the alphabet of a command, or `None` where it has not all of them.
pub(super) fn in_alphabet(command: &str, text: &str) -> Option<String> {
    let (capital, small, digit, elsewhere) = alphabet(command)?;
    let letter = |character: char| {
        if let Some((_, other)) = elsewhere.iter().find(|(known, _)| *known == character) {
            return Some(*other);
        }
        let offset = |first: char| u32::from(character) - u32::from(first);
        match character {
            'A'..='Z' => char::from_u32(capital + offset('A')),
            'a'..='z' => char::from_u32(small + offset('a')),
            '0'..='9' if digit > 0 => char::from_u32(digit + offset('0')),
            '<' | '>' | '&' | '\\' | '{' | '}' | '$' | '^' | '_' => None,
            // Digits of an alphabet that has none, and signs, are as they are.
            ' '..='~' => Some(character),
            _ => None,
        }
    };
    text.trim().chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_other_alphabets() {
        for (command, text, expected) in [
            ("mathcal", "LN", Some("ℒ𝒩")),
            ("mathbb", "R1", Some("ℝ𝟙")),
            ("mathfrak", "g", Some("𝔤")),
            ("mathbb", "Ö", None),
        ] {
            assert_eq!(in_alphabet(command, text).as_deref(), expected, "{command}");
        }
    }
}
