//! Formulas of TeX as letters and plain elements: what WeChat keeps.
//!
//! WeChat drops MathML, and a picture of a formula neither follows the reader's type size nor the dark mode; so formulas become
//! Unicode, `<em>`, `<sup>`, `<sub>` and spans with borders. That covers what articles for everybody use: fractions, roots, indices, Greek,
//! operators. A formula with anything else is shown as it was written, in code, and reported; it is never half translated.

/// Formulas inside formulas; deeper ones are shown as written.
const MAX_DEPTH: usize = 12;

/// Commands that stand for one sign.
#[rustfmt::skip]
const SIGNS: &[(&str, &str)] = &[
    ("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("delta", "δ"), ("epsilon", "ε"), ("varepsilon", "ε"),
    ("zeta", "ζ"), ("eta", "η"), ("theta", "θ"), ("iota", "ι"), ("kappa", "κ"), ("lambda", "λ"), ("mu", "μ"),
    ("nu", "ν"), ("xi", "ξ"), ("pi", "π"), ("rho", "ρ"), ("sigma", "σ"), ("tau", "τ"), ("phi", "φ"), ("varphi", "φ"),
    ("chi", "χ"), ("psi", "ψ"), ("omega", "ω"), ("Gamma", "Γ"), ("Delta", "Δ"), ("Theta", "Θ"), ("Lambda", "Λ"),
    ("Xi", "Ξ"), ("Pi", "Π"), ("Sigma", "Σ"), ("Phi", "Φ"), ("Psi", "Ψ"), ("Omega", "Ω"), ("times", " × "),
    ("div", " ÷ "), ("cdot", " · "), ("pm", " ± "), ("mp", " ∓ "), ("le", " ≤ "), ("leq", " ≤ "), ("ge", " ≥ "),
    ("geq", " ≥ "), ("ne", " ≠ "), ("neq", " ≠ "), ("approx", " ≈ "), ("equiv", " ≡ "), ("sim", " ∼ "),
    ("propto", " ∝ "), ("to", " → "), ("rightarrow", " → "), ("leftarrow", " ← "), ("Rightarrow", " ⇒ "),
    ("Leftrightarrow", " ⇔ "), ("iff", " ⇔ "), ("in", " ∈ "), ("notin", " ∉ "), ("subset", " ⊂ "),
    ("subseteq", " ⊆ "), ("cup", " ∪ "), ("cap", " ∩ "), ("emptyset", "∅"), ("forall", "∀"), ("exists", "∃"),
    ("neg", "¬"), ("land", " ∧ "), ("lor", " ∨ "), ("infty", "∞"), ("partial", "∂"), ("nabla", "∇"), ("sum", "∑"),
    ("prod", "∏"), ("int", "∫"), ("ldots", "…"), ("dots", "…"), ("cdots", "⋯"), ("circ", "∘"), ("degree", "°"),
    ("prime", "′"), ("angle", "∠"), ("perp", " ⊥ "), ("parallel", " ∥ "), ("therefore", "∴"), ("because", "∵"),
    ("langle", "⟨"), ("rangle", "⟩"), ("lfloor", "⌊"), ("rfloor", "⌋"), ("lceil", "⌈"), ("rceil", "⌉"),
    ("quad", "\u{2003}"), ("qquad", "\u{2003}\u{2003}"), (",", "\u{2009}"), (";", "\u{2005}"), (":", "\u{2005}"),
    ("!", ""), (" ", " "), ("%", "%"), ("$", "$"), ("#", "#"), ("&", "&amp;"), ("_", "_"), ("{", "{"), ("}", "}"),
    ("|", "‖"), ("left", ""), ("right", ""), ("big", ""), ("Big", ""), ("displaystyle", ""),
];
/// Names that are set upright.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "log", "ln", "lg", "exp", "lim", "max",
    "min", "sup", "inf", "det", "gcd", "dim", "ker", "deg", "arg",
];
/// Signs that stand between two things.
const BETWEEN: &str = "+=<>";

/// A formula as HTML, or `None` where there is something in it that is not known here.
pub(super) fn html(tex: &str, display: bool) -> Option<String> {
    let mut reader = Reader {
        rest: tex.trim(),
        depth: 0,
    };
    let inner = reader.until(None)?;
    let style = if display {
        "display:block;text-align:center;overflow-x:auto;padding:4px 0"
    } else {
        "white-space:nowrap"
    };
    Some(format!("<span style=\"{style}\">{}</span>", inner.trim()))
}

struct Reader<'t> {
    rest: &'t str,
    depth: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    /// Everything up to a closing sign, which is taken, or to the end.
    fn until(&mut self, close: Option<char>) -> Option<String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let mut out = String::new();
        loop {
            if self.rest.is_empty() {
                self.depth -= 1;
                return close.is_none().then_some(out);
            }
            if close.is_some_and(|close| self.rest.starts_with(close)) {
                self.next();
                self.depth -= 1;
                return Some(out);
            }
            out.push_str(&self.one()?);
        }
    }

    /// One sign, group or command.
    fn one(&mut self) -> Option<String> {
        Some(match self.next()? {
            '{' => self.until(Some('}'))?,
            '^' => format!("<sup>{}</sup>", self.argument()?),
            '_' => format!("<sub>{}</sub>", self.argument()?),
            '\\' => self.command()?,
            '}' | '&' | '#' | '%' | '$' | '~' => return None,
            '\'' => "′".to_owned(),
            '-' => " − ".to_owned(),
            '*' => " ∗ ".to_owned(),
            character if BETWEEN.contains(character) => {
                let sign = match character {
                    '<' => "&lt;".to_owned(),
                    '>' => "&gt;".to_owned(),
                    other => other.to_string(),
                };
                format!(" {sign} ")
            }
            character if character.is_whitespace() => String::new(),
            character if character.is_ascii_alphabetic() => format!("<em>{character}</em>"),
            character => character.to_string(),
        })
    }

    /// What a command or an index takes: a group, or the next one thing.
    fn argument(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        let argument = self.one()?;
        Some(argument.trim().to_owned())
    }

    fn command(&mut self) -> Option<String> {
        let letters = self.rest.len()
            - self
                .rest
                .trim_start_matches(|it: char| it.is_ascii_alphabetic())
                .len();
        let length = if letters > 0 {
            letters
        } else {
            self.rest.chars().next()?.len_utf8()
        };
        let (name, rest) = self.rest.split_at(length);
        let name = name.to_owned();
        self.rest = rest;
        if let Some((_, sign)) = SIGNS.iter().find(|(known, _)| *known == name) {
            return Some((*sign).to_owned());
        }
        if NAMES.contains(&name.as_str()) {
            return Some(format!("{name}\u{2009}"));
        }
        match name.as_str() {
            "frac" | "dfrac" | "tfrac" => {
                let (above, below) = (self.argument()?, self.argument()?);
                Some(format!(
                    "<span style=\"display:inline-block;vertical-align:middle;text-align:center\"><span style=\"display:block;border-bottom:1px solid;padding:0 3px\">{above}</span><span style=\"display:block;padding:0 3px\">{below}</span></span>"
                ))
            }
            "sqrt" => {
                let mut root = String::new();
                if self.rest.starts_with('[') {
                    self.next();
                    root = format!("<sup>{}</sup>", self.until(Some(']'))?);
                }
                let of = self.argument()?;
                Some(format!(
                    "{root}√<span style=\"border-top:1px solid\">{of}</span>"
                ))
            }
            "text" | "mathrm" | "operatorname" | "mathbf" | "textbf" => {
                self.words(name.ends_with("bf"))
            }
            _ => None,
        }
    }

    /// The words of `\text{…}`, as they stand.
    fn words(&mut self, bold: bool) -> Option<String> {
        let (words, rest) = self.rest.strip_prefix('{')?.split_once('}')?;
        if words.contains(['\\', '{', '$']) {
            return None;
        }
        self.rest = rest;
        let words = words
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        Some(if bold {
            format!("<strong>{words}</strong>")
        } else {
            words
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(tex: &str) -> String {
        let html = html(tex, false).unwrap_or_else(|| panic!("{tex} is not known"));
        let inner = html.strip_prefix("<span style=\"white-space:nowrap\">");
        inner
            .and_then(|it| it.strip_suffix("</span>"))
            .expect("a span")
            .to_owned()
    }

    #[test]
    fn formulas_become_letters_and_elements() {
        for (tex, expected) in [
            ("E=mc^2", "<em>E</em> = <em>m</em><em>c</em><sup>2</sup>"),
            (
                "a_{ij} \\le \\pi",
                "<em>a</em><sub><em>i</em><em>j</em></sub> ≤ π",
            ),
            (
                "\\sqrt[3]{x}",
                "<sup>3</sup>√<span style=\"border-top:1px solid\"><em>x</em></span>",
            ),
            (
                "\\sum_{i=1}^n i < 3",
                "∑<sub><em>i</em> = 1</sub><sup><em>n</em></sup><em>i</em> &lt; 3",
            ),
            (
                "\\text{速度 <} = \\sin x",
                "速度 &lt; = sin\u{2009}<em>x</em>",
            ),
            ("x-1", "<em>x</em> − 1"),
        ] {
            assert_eq!(inner(tex), expected, "{tex}");
        }
        assert!(inner("\\frac{a}{b}").contains("border-bottom"));
    }

    #[test]
    fn what_is_not_known_is_not_half_translated() {
        for tex in [
            "\\begin{matrix}a\\end{matrix}",
            "\\frac{a}",
            "{a",
            "a}",
            "\\hat{x}",
            "\\",
            "x^",
            &"{".repeat(50),
        ] {
            assert_eq!(html(tex, true), None, "{tex}");
        }
    }
}
