//! Formulas of chemistry (`\ce`): letters upright, numbers behind them below, charges above, arrows.

use std::fmt::Write as _;

/// The HTML of a formula, or `None` where it has more than that.
pub(super) fn html(text: &str) -> Option<String> {
    if text.contains(['\\', '$', '<', '&'])
        && !text.contains("<=>")
        && !text.contains("<->")
        && !text.contains("<-")
    {
        return None;
    }
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&match word {
            "->" => "→".to_owned(),
            "<-" => "←".to_owned(),
            "<=>" | "<->" | "<=>>" | "<<=>" => "⇌".to_owned(),
            "^" => "↑".to_owned(),
            "v" => "↓".to_owned(),
            "+" | "-" | "=" => word.to_owned(),
            word if word.starts_with("->[") => arrow(word)?,
            word => species(word)?,
        });
    }
    Some(out)
}

/// `->[heat]`: an arrow with words over it.
fn arrow(word: &str) -> Option<String> {
    let words = word.strip_prefix("->[")?.strip_suffix(']')?;
    let words = words.trim_matches(['{', '}']);
    (!words.contains(['[', '<', '{'])).then(|| super::boxes::over(words, "⟶"))
}

/// One substance: `2H2O`, `Fe^{3+}`, `SO4^2-`.
fn species(word: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = word.chars().peekable();
    let mut is_index = false;
    // Writing to a string does not fail.
    while let Some(character) = rest.next() {
        match character {
            '^' | '_' => {
                let tag = if character == '^' { "sup" } else { "sub" };
                let inner: String = if rest.next_if_eq(&'{').is_some() {
                    rest.by_ref().take_while(|it| *it != '}').collect()
                } else {
                    std::iter::from_fn(|| {
                        rest.next_if(|it| it.is_ascii_alphanumeric() || "+-".contains(*it))
                    })
                    .collect()
                };
                let inner = inner.replace('-', "−");
                let _ = write!(out, "<{tag}>{inner}</{tag}>");
                is_index = false;
            }
            digit if digit.is_ascii_digit() && is_index => {
                let more: String =
                    std::iter::from_fn(|| rest.next_if(char::is_ascii_digit)).collect();
                let _ = write!(out, "<sub>{digit}{more}</sub>");
            }
            '+' | '-' if rest.peek().is_none() && !out.is_empty() => {
                let sign = if character == '-' { '−' } else { '+' };
                let _ = write!(out, "<sup>{sign}</sup>");
            }
            '*' | '.' if rest.peek().is_some() => {
                out.push('·');
                is_index = false;
            }
            other if other.is_alphanumeric() || "()[]=-+#,/".contains(other) => {
                out.push(other);
                is_index = other.is_alphabetic() || ")]".contains(other);
            }
            _ => return None,
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn substances_and_arrows() {
        for (text, expected) in [
            ("H2O", "H<sub>2</sub>O"),
            (
                "2H2 + O2 -> 2H2O",
                "2H<sub>2</sub> + O<sub>2</sub> → 2H<sub>2</sub>O",
            ),
            ("SO4^2-", "SO<sub>4</sub><sup>2−</sup>"),
            ("Fe^{3+}", "Fe<sup>3+</sup>"),
            ("Na+", "Na<sup>+</sup>"),
            ("A <=> B", "A ⇌ B"),
        ] {
            assert_eq!(html(text).as_deref(), Some(expected), "{text}");
        }
    }
}
