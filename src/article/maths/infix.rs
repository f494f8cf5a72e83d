//! Commands between what they take: `{a \over b}`, `{n \choose k}`, and the group that they part.

use super::Reader;
use super::boxes::{grid, stacked};

/// A command of which the left half is all that stands before it in its group.
#[derive(Debug, Clone, Copy)]
enum Infix {
    Over,
    Atop,
    /// The name of the brackets around both, as of an environment.
    Between(&'static str),
}

impl Reader<'_> {
    /// Reads until `is_end` has taken the end; a command between two halves sets both.
    pub(super) fn halves(
        &mut self,
        mut is_end: impl FnMut(&mut Self) -> Option<bool>,
    ) -> Option<String> {
        let (mut above, mut out) = (None, String::new());
        while !is_end(self)? {
            match self.infix() {
                Some(infix) if above.is_none() => above = Some((infix, std::mem::take(&mut out))),
                // TeX refuses two of them in one group.
                Some(_) => return None,
                None => out.push_str(&self.one()?),
            }
        }
        let Some((infix, above)) = above else {
            return Some(out);
        };
        let (above, below) = (above.trim().to_owned(), out.trim().to_owned());
        Some(match infix {
            Infix::Over => fraction(above, below),
            Infix::Atop => stacked(&[("", above), ("", below)]),
            Infix::Between(name) => grid(name, &[vec![above], vec![below]], ""),
        })
    }

    /// Takes a command that stands between two halves.
    fn infix(&mut self) -> Option<Infix> {
        let after = self.rest.trim_start().strip_prefix('\\')?;
        let end = after.find(|it: char| !it.is_ascii_alphabetic());
        let (name, rest) = after.split_at(end.unwrap_or(after.len()));
        let infix = match name {
            "over" => Infix::Over,
            "atop" => Infix::Atop,
            "choose" => Infix::Between("pmatrix"),
            "brace" => Infix::Between("Bmatrix"),
            "brack" => Infix::Between("bmatrix"),
            _ => return None,
        };
        self.rest = rest;
        Some(infix)
    }
}

/// A fraction with its line.
pub(super) fn fraction(above: String, below: String) -> String {
    stacked(&[
        ("border-bottom:1px solid;padding:0 3px", above),
        ("padding:0 3px", below),
    ])
}
