//! Words inside of a formula: `\text{…}` and its relatives, with accents, signs by name, and formulas between dollars.

use super::Reader;

/// Signs that text has by name.
#[rustfmt::skip]
const SIGNS: &[(&str, &str)] = &[
    ("AA", "Å"), ("aa", "å"), ("AE", "Æ"), ("ae", "æ"), ("O", "Ø"), ("o", "ø"), ("OE", "Œ"), ("oe", "œ"), ("ss", "ß"), ("i", "ı"), ("j", "ȷ"),
    ("S", "§"), ("sect", "§"), ("P", "¶"), ("dag", "†"), ("ddag", "‡"), ("pounds", "£"), ("copyright", "©"), ("ldots", "…"), ("dots", "…"),
    ("quad", "\u{2003}"), ("qquad", "\u{2003}\u{2003}"), ("enspace", "\u{2002}"), ("space", " "),
    ("textdollar", "$"), ("textasciitilde", "~"), ("textasciicircum", "^"), ("textbackslash", "\\"), ("textbar", "|"), ("textbardbl", "‖"),
    ("textbraceleft", "{"), ("textbraceright", "}"), ("textdagger", "†"), ("textdaggerdbl", "‡"), ("textdegree", "°"), ("textellipsis", "…"),
    ("textemdash", "—"), ("textendash", "–"), ("textgreater", "&gt;"), ("textless", "&lt;"), ("textquotedblleft", "“"), ("textquotedblright", "”"),
    ("textquoteleft", "‘"), ("textquoteright", "’"), ("textregistered", "®"), ("textsterling", "£"), ("textunderscore", "_"),
    (",", "\u{2009}"), (" ", " "), (";", " "), (":", " "), ("_", "_"), ("%", "%"), ("&", "&amp;"), ("#", "#"), ("$", "$"), ("{", "{"), ("}", "}"),
];

/// Accents, each with its combining character.
#[rustfmt::skip]
const ACCENTS: &[(&str, char)] = &[
    ("'", '\u{301}'), ("`", '\u{300}'), ("^", '\u{302}'), ("\"", '\u{308}'), ("~", '\u{303}'), ("=", '\u{304}'), (".", '\u{307}'),
    ("u", '\u{306}'), ("v", '\u{30c}'), ("H", '\u{30b}'), ("r", '\u{30a}'), ("c", '\u{327}'), ("textcircled", '\u{20dd}'),
];

impl Reader<'_> {
    /// The words of a group, as they stand, with the formulas between dollars in them.
    pub(super) fn words(&mut self, bold: bool) -> Option<String> {
        let group = self.raw()?;
        let out = self.set_words(&group)?;
        Some(if bold {
            format!("<strong>{out}</strong>")
        } else {
            out
        })
    }

    /// Words as they stand.
    pub(super) fn set_words(&mut self, text: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            rest = &rest[character.len_utf8()..];
            match character {
                '\\' => out.push_str(&self.word_command(&mut rest)?),
                '$' => {
                    let (formula, behind) = rest.split_once('$')?;
                    out.push_str(&self.inside(|reader| reader.cell(formula))?);
                    rest = behind;
                }
                '{' | '}' => {}
                '-' if rest.starts_with("--") => {
                    rest = &rest[2..];
                    out.push('—');
                }
                '-' if rest.starts_with('-') => {
                    rest = &rest[1..];
                    out.push('–');
                }
                '~' => out.push('\u{a0}'),
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                other => out.push(other),
            }
        }
        Some(out)
    }

    /// The group or the sign that an accent takes.
    fn one_word(&mut self) -> Option<String> {
        let letter = self.raw()?;
        if letter != "\\" {
            return self.set_words(&letter);
        }
        let mut rest = self.rest;
        let letter = self.word_command(&mut rest);
        self.rest = rest;
        letter
    }

    /// A command among words; `rest` stands behind its backslash.
    fn word_command(&mut self, rest: &mut &str) -> Option<String> {
        let letters = rest
            .find(|it: char| !it.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        let length = match letters {
            0 => rest.chars().next()?.len_utf8(),
            letters => letters,
        };
        let (name, behind) = rest.split_at(length);
        // A name ends at its space; a sign keeps it.
        let behind = if letters > 0 {
            behind.trim_start()
        } else {
            behind
        };
        if let Some((_, sign)) = SIGNS.iter().find(|(known, _)| *known == name) {
            *rest = behind;
            return Some((*sign).to_owned());
        }
        let mut reader = Reader {
            rest: behind,
            depth: self.depth,
            display: false,
            unknown: String::new(),
            tag: String::new(),
        };
        let accent = ACCENTS.iter().find(|(known, _)| *known == name);
        let set = match (accent, name) {
            (Some((_, mark)), _) => reader
                .inside(Reader::one_word)
                .and_then(|letter| marked(&letter, *mark)),
            (None, "textbf") => reader.inside(|reader| reader.words(true)),
            (
                None,
                "text" | "textrm" | "textit" | "textsf" | "texttt" | "textup" | "textmd" | "emph"
                | "textnormal",
            ) => reader.inside(|reader| reader.words(false)),
            (None, "sout") => reader.inside(|reader| reader.words(false)).map(|words| {
                format!("<span style=\"text-decoration:line-through\">{words}</span>")
            }),
            (None, _) => None,
        };
        if set.is_none() && self.unknown.is_empty() {
            self.unknown = match reader.unknown {
                unknown if unknown.is_empty() => format!("\\{name}"),
                unknown => unknown,
            };
        }
        *rest = reader.rest;
        set
    }
}

/// Words with an accent on their first letter; none where that stands in an element.
fn marked(words: &str, mark: char) -> Option<String> {
    let first = match words.chars().next()? {
        '<' => return None,
        '&' => words.find(';')? + 1,
        letter => letter.len_utf8(),
    };
    let (letter, rest) = words.split_at(first);
    Some(format!("{letter}{mark}{rest}"))
}
