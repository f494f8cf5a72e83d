//! Formulas of TeX as letters and plain elements: what WeChat keeps.
//!
//! WeChat drops MathML, and a picture of a formula neither follows the reader's type size nor the dark mode; so formulas become
//! Unicode, `<i>`, `<sup>`, `<sub>` and spans with borders. That covers what articles for everybody use: fractions, roots, indices, sums
//! with limits, matrices and cases, accents, Greek, operators (`maths/signs.rs`). A formula with anything else is shown as it was written, in
//! code, and reported; it is never half translated.

mod boxes;
mod chemistry;
mod commands;
mod fences;
mod infix;
mod letters;
mod more;
mod paint;
mod rest;
mod rows;
mod signs;
mod words;

use boxes::{Rules, grid, ruled, stacked};
use infix::fraction;
use more::{MORE, MORE_NAMES};
use rest::REST;
use signs::{BRACKETS, NAMES, SIGNS, UNDER_AND_OVER};

/// Formulas inside formulas; deeper ones are shown as written.
const MAX_DEPTH: usize = 12;

/// Cells of a matrix, which are as many in each row as in the longest; an article has no room for more.
const MOST_CELLS: usize = 1_000;

/// Columns whose side one letter says.
const MOST_COLUMNS: usize = 40;

/// Signs that stand between two things.
const BETWEEN: &str = "+=<>";

/// A formula as HTML, or the name of what is in it and is not known here.
pub(super) fn html(tex: &str, display: bool) -> Result<String, String> {
    let mut reader = Reader {
        rest: tex.trim(),
        depth: 0,
        display,
        unknown: String::new(),
        tag: String::new(),
    };
    let Some(inner) = reader.until(None) else {
        return Err(reader.unknown);
    };
    let style = if display {
        "display:block;text-align:center;overflow-x:auto;padding:4px 0"
    } else {
        "white-space:nowrap"
    };
    let (inner, tag) = (inner.trim(), reader.tag);
    Ok(format!("<span style=\"{style}\">{inner}{tag}</span>"))
}

struct Reader<'t> {
    rest: &'t str,
    depth: usize,
    /// It stands on lines of its own, where limits go under and over their signs.
    display: bool,
    /// The command that could not be set.
    unknown: String,
    /// The number of the formula, which stands behind it.
    tag: String,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    /// Reads what stands inside of what is being read, unless that is too deep.
    fn inside<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    /// Everything up to a closing sign, which is taken, or to the end.
    fn until(&mut self, close: Option<char>) -> Option<String> {
        self.inside(|reader| {
            reader.halves(|reader| {
                if reader.rest.is_empty() {
                    return close.is_none().then_some(true);
                }
                let is_end = close.is_some_and(|close| reader.rest.starts_with(close));
                if is_end {
                    reader.next();
                }
                Some(is_end)
            })
        })
    }

    /// One sign, group or command.
    fn one(&mut self) -> Option<String> {
        Some(match self.next()? {
            '{' => self.until(Some('}'))?,
            '^' => format!("<sup>{}</sup>", self.argument()?),
            '_' => format!("<sub>{}</sub>", self.argument()?),
            '\\' => self.command()?,
            '}' | '&' | '#' | '%' | '$' => return None,
            '~' => "\u{a0}".to_owned(),
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
            character if character.is_ascii_alphabetic() => format!("<i>{character}</i>"),
            character => character.to_string(),
        })
    }

    /// The argument of a command or an index: a group, or the next token.
    fn argument(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        // A group counts its own depth.
        let argument = if self.rest.starts_with('{') {
            self.one()?
        } else {
            self.inside(Self::one)?
        };
        Some(argument.trim().to_owned())
    }

    /// The name after a backslash: letters, or one other sign.
    fn name(&mut self) -> Option<String> {
        let after = self
            .rest
            .trim_start_matches(|it: char| it.is_ascii_alphabetic());
        let length = match self.rest.len() - after.len() {
            0 => self.rest.chars().next()?.len_utf8(),
            letters => letters,
        };
        let (name, rest) = self.rest.split_at(length);
        self.rest = rest;
        Some(name.to_owned())
    }

    fn command(&mut self) -> Option<String> {
        let name = self.name()?;
        if self.display && UNDER_AND_OVER.contains(&name.as_str()) {
            return self.with_limits(&name);
        }
        if let Some(sign) = sign(&name) {
            return Some(sign.to_owned());
        }
        if NAMES.contains(&name.as_str()) || MORE_NAMES.contains(&name.as_str()) {
            return Some(format!("{}\u{2009}", spaced(&name)));
        }
        match name.as_str() {
            "frac" | "dfrac" | "tfrac" => {
                let (above, below) = (self.argument()?, self.argument()?);
                Some(fraction(above, below))
            }
            "binom" => {
                let (above, below) = (self.argument()?, self.argument()?);
                Some(grid("pmatrix", &[vec![above], vec![below]], ""))
            }
            "overline" | "underline" => {
                let side = if name == "overline" { "top" } else { "bottom" };
                let of = self.argument()?;
                Some(format!(
                    "<span style=\"border-{side}:1px solid\">{of}</span>"
                ))
            }
            "begin" => self.environment(),
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
            "operatornamewithlimits" | "operatorname"
                if name.len() > 12 || self.rest.starts_with('*') =>
            {
                self.takes("*");
                let words = self.words(false)?;
                if self.display {
                    self.limits_of(("", words))
                } else {
                    Some(words + "\u{2009}")
                }
            }
            "text" | "textrm" | "textnormal" | "textup" | "textmd" | "emph" | "mbox" | "hbox"
            | "mathrm" | "operatorname" | "mathbf" | "textbf" => self.words(name.ends_with("bf")),
            _ => {
                let set = self.further(&name);
                if set.is_none() && self.unknown.is_empty() {
                    self.unknown = format!("\\{name}");
                }
                set
            }
        }
    }

    /// A sum, a limit and the like, with what stands under and over it.
    fn with_limits(&mut self, name: &str) -> Option<String> {
        let middle = match sign(name) {
            Some(sign) => ("font-size:1.5em;line-height:1", sign.to_owned()),
            None => ("", spaced(name).to_owned()),
        };
        self.limits_of(middle)
    }

    /// The scripts below and above a sign.
    fn limits_of(&mut self, middle: (&'static str, String)) -> Option<String> {
        let (mut under, mut over) = (None, None);
        loop {
            self.rest = self.rest.trim_start();
            if let Some(rest) = self.rest.strip_prefix("\\limits") {
                self.rest = rest;
            } else if self.rest.starts_with('_') && under.is_none() {
                self.next();
                under = Some(("font-size:12px", self.argument()?));
            } else if self.rest.starts_with('^') && over.is_none() {
                self.next();
                over = Some(("font-size:12px", self.argument()?));
            } else {
                break;
            }
        }
        let lines: Vec<_> = [over, Some(middle), under].into_iter().flatten().collect();
        Some(stacked(&lines) + "\u{2009}")
    }

    /// `\begin{…}` to its end: rows of cells.
    fn environment(&mut self) -> Option<String> {
        let (name, rest) = self.rest.strip_prefix('{')?.split_once('}')?;
        let Some((_, _, _, align)) = BRACKETS
            .iter()
            .find(|(known, ..)| *known == name.trim_end_matches('*'))
        else {
            self.unknown = format!("\\begin{{{name}}}");
            return None;
        };
        let (mut inside, rest) = rows::inside(rest, name)?;
        let is_starred = name.ends_with("matrix*");
        let name = name.trim_end_matches('*');
        let (mut sides, mut rules) = (String::new(), Rules::default());
        if matches!(name, "array" | "subarray" | "alignedat" | "alignat") {
            let (columns, cells) = inside.trim_start().strip_prefix('{')?.split_once('}')?;
            for sign in columns.chars() {
                match sign {
                    'l' | 'c' | 'r' => sides.push(sign),
                    '|' | ':' => rules.before.push(sides.len()),
                    _ => {}
                }
            }
            inside = cells;
        }
        // `\begin{pmatrix*}[r]`: all columns stand alike.
        if let Some((side, cells)) = inside
            .trim_start()
            .strip_prefix('[')
            .filter(|_| is_starred)
            .and_then(|it| it.split_once(']'))
        {
            sides = side.trim().repeat(MOST_COLUMNS);
            inside = cells;
        }
        let mut rows = Vec::new();
        for row in rows::cells(inside) {
            let mut cells = Vec::new();
            for (column, text) in row.into_iter().enumerate() {
                let (text, has_rule) = rows::without_rules(text);
                if has_rule {
                    rules.above.push(rows.len());
                }
                let set = self.inside(|reader| reader.cell(text))?;
                let is_relation = *align == "aligned" && column % 2 == 1;
                // A relation that begins a cell keeps its distance.
                let gap = if is_relation && set.starts_with(' ') {
                    "\u{2009}"
                } else {
                    ""
                };
                cells.push(format!("{gap}{}", set.trim()));
            }
            rows.push(cells);
        }
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        if rows.len() * columns > MOST_CELLS {
            return None;
        }
        self.rest = rest;
        // A rule behind the last row is a row of nothing else.
        if rules.above.contains(&(rows.len() - 1))
            && rows
                .last()
                .is_some_and(|row| row.iter().all(String::is_empty))
        {
            rows.pop();
        }
        Some(ruled(name, &rows, &sides, &rules))
    }

    fn cell(&mut self, text: &str) -> Option<String> {
        let mut reader = Reader {
            rest: text.trim(),
            depth: self.depth,
            display: false,
            unknown: String::new(),
            tag: String::new(),
        };
        let set = reader.until(None);
        if set.is_none() {
            self.unknown = reader.unknown;
        }
        Some(set? + &reader.tag)
    }
}

fn sign(name: &str) -> Option<&'static str> {
    let mut found = SIGNS
        .iter()
        .chain(MORE)
        .chain(REST)
        .filter(|(known, _)| *known == name);
    found.next().map(|(_, sign)| *sign)
}

/// Names of two words.
fn spaced(name: &str) -> &str {
    match name {
        "limsup" => "lim sup",
        "liminf" => "lim inf",
        "argmax" => "arg max",
        "argmin" => "arg min",
        name => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(tex: &str) -> String {
        let html = html(tex, false).unwrap_or_else(|why| panic!("{tex}: {why} is not known"));
        let inner = html.strip_prefix("<span style=\"white-space:nowrap\">");
        inner
            .and_then(|it| it.strip_suffix("</span>"))
            .expect("a span")
            .to_owned()
    }

    #[test]
    fn formulas_become_letters_and_elements() {
        for (tex, expected) in [
            ("E=mc^2", "<i>E</i> = <i>m</i><i>c</i><sup>2</sup>"),
            (
                "a_{ij} \\le \\pi",
                "<i>a</i><sub><i>i</i><i>j</i></sub> ≤ π",
            ),
            (
                "\\sqrt[3]{x}",
                "<sup>3</sup>√<span style=\"border-top:1px solid\"><i>x</i></span>",
            ),
            (
                "\\sum_{i=1}^n i < 3",
                "∑<sub><i>i</i> = 1</sub><sup><i>n</i></sup><i>i</i> &lt; 3",
            ),
            (
                "\\text{速度 <} = \\sin x",
                "速度 &lt; = sin\u{2009}<i>x</i>",
            ),
            ("x-1", "<i>x</i> − 1"),
        ] {
            assert_eq!(inner(tex), expected, "{tex}");
        }
        assert!(inner("\\frac{a}{b}").contains("border-bottom"));
    }

    #[test]
    fn rows_and_limits() {
        let words = |tex: &str| {
            let html = html(tex, true).unwrap_or_else(|why| panic!("{tex}: {why} is not known"));
            let nodes = crate::article::parse::parse(&html, 1).nodes;
            crate::article::tree::text_of(&nodes).replace(['\u{2009}', ' '], "")
        };
        // Columns, each from above.
        assert_eq!(
            words("\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}"),
            "(acbd)"
        );
        assert_eq!(
            words("f = \\begin{cases} 1 & x > 0 \\\\ 0 & \\text{否则} \\end{cases}"),
            "f={10x>0否则"
        );
        assert_eq!(
            words("\\begin{align*} a &= b \\& c \\\\ &= d \\end{align*}"),
            "a\u{a0}=b&c=d"
        );
        assert_eq!(words("\\sum_{i=1}^n i"), "n∑i=1i");
        assert_eq!(words("\\lim\\limits_{x \\to 0} \\hat{x}"), "limx→0x\u{302}");
        assert_eq!(words("\\binom{n}{k} \\in \\mathbb{N}"), "(nk)∈ℕ");
    }

    #[test]
    fn what_is_not_known_is_not_half_translated() {
        for tex in [
            "\\begin{tabular}{cc}a\\end{tabular}",
            "\\begin{matrix}a",
            "\\hat{\\unknown}",
            "\\mathbb{Ö}",
            "\\frac{a}",
            "{a",
            "a}",
            "\\unknown{x}",
            "\\",
            "x^",
            &"{".repeat(50),
            // A hundred million cells of thirty thousand signs.
            &format!(
                "\\begin{{matrix}}{}{}a\\end{{matrix}}",
                "&".repeat(10_000),
                "\\\\".repeat(10_000)
            ),
            // So many calls inside one another would end the program.
            &format!("x{}a", "^".repeat(100_000)),
            &format!("{}a", "\\sqrt".repeat(100_000)),
            &format!("{}a", "\\hat ".repeat(100_000)),
        ] {
            assert!(html(tex, true).is_err(), "{tex:.40}");
        }
    }
}
