//! Fences and braces: as high as what they hold, and words at them.

use super::boxes::{over, stacked, under};
use super::infix::fraction;
use super::{Reader, sign};

/// The size of a fence by its command, in ems: `\big`, `\Bigl`, `\biggm`.
pub(super) fn big(command: &str) -> Option<&'static str> {
    let name = command.strip_suffix(['l', 'r', 'm']).unwrap_or(command);
    Some(match name {
        "big" => "1.2",
        "Big" => "1.6",
        "bigg" => "2",
        "Bigg" => "2.4",
        _ => return None,
    })
}

impl Reader<'_> {
    /// A fence of a size that the writer chose, in ems.
    pub(super) fn of_size(&mut self, size: &str) -> Option<String> {
        Some(grown(&self.delimiter()?, size))
    }

    /// A brace, and the words at it.
    pub(super) fn brace(&mut self, name: &str) -> Option<String> {
        let of = self.argument()?;
        let is_over = name.starts_with("over");
        let (side, sign) = if is_over {
            ("top", '^')
        } else {
            ("bottom", '_')
        };
        let braced =
            format!("<span style=\"border-{side}:1px solid;padding-{side}:1px\">{of}</span>");
        self.rest = self.rest.trim_start();
        if !self.rest.starts_with(sign) {
            return Some(braced);
        }
        self.next();
        let words = self.argument()?;
        Some(if is_over {
            over(&words, &braced)
        } else {
            under(&words, &braced)
        })
    }

    /// `\left( … \right)`: fences as high as what they hold.
    pub(super) fn fenced(&mut self) -> Option<String> {
        let open = self.delimiter()?;
        let inner = self.inside(|reader| {
            reader.halves(|reader| {
                let end = reader.rest.trim_start().strip_prefix("\\right");
                if let Some(rest) =
                    end.filter(|rest| !rest.starts_with(|it: char| it.is_ascii_alphabetic()))
                {
                    reader.rest = rest;
                    return Some(true);
                }
                (!reader.rest.is_empty()).then_some(false)
            })
        })?;
        let close = self.delimiter()?;
        let rows = inner
            .split("inline-block")
            .map(|part| part.matches("display:block").count())
            .max();
        let rows = rows.unwrap_or_default();
        Some(format!(
            "{}{}{}",
            fence(&open, rows),
            inner.trim(),
            fence(&close, rows)
        ))
    }

    fn delimiter(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        Some(match self.next()? {
            '.' => String::new(),
            '<' => "⟨".to_owned(),
            '>' => "⟩".to_owned(),
            '\\' => {
                let name = self.name()?;
                sign(&name)?.trim().to_owned()
            }
            other => other.to_string(),
        })
    }

    /// `\genfrac{(}{)}{0pt}{style}{above}{below}`: without a line where its thickness is 0.
    pub(super) fn general_fraction(&mut self) -> Option<String> {
        let (open, close) = (self.side()?, self.side()?);
        let (thickness, _style) = (self.raw()?, self.raw()?);
        let (above, below) = (self.argument()?, self.argument()?);
        let middle = if thickness.trim().starts_with('0') {
            stacked(&[("", above), ("", below)])
        } else {
            fraction(above, below)
        };
        Some(format!("{}{middle}{}", fence(&open, 2), fence(&close, 2)))
    }

    /// A fence in braces, or none.
    fn side(&mut self) -> Option<String> {
        let written = self.raw()?;
        match written.trim().strip_prefix('\\') {
            Some(name) => {
                let known = sign(name).map(|sign| sign.trim().to_owned());
                if known.is_none() {
                    self.unknown = format!("\\{name}");
                }
                known
            }
            None => Some(written),
        }
    }
}

fn fence(sign: &str, rows: usize) -> String {
    if rows < 2 {
        return sign.replace('<', "&lt;");
    }
    let height = 1.1 * f64::from(u32::try_from(rows).unwrap_or(2).min(12));
    grown(sign, &format!("{height:.1}"))
}

/// A fence of a size in ems.
fn grown(sign: &str, size: &str) -> String {
    let sign = sign.replace('<', "&lt;");
    if sign.is_empty() {
        return sign;
    }
    format!("<span style=\"font-size:{size}em;vertical-align:middle;line-height:1\">{sign}</span>")
}
