//! Colours, frames and sizes of type inside of a formula.

use super::Reader;

impl Reader<'_> {
    /// `\color` for the rest of the group, `\textcolor` and `\colorbox` for their argument.
    pub(super) fn coloured(&mut self, name: &str) -> Option<String> {
        let colour = self.raw()?;
        let is_colour = is_colour(&colour);
        let (property, of) = match name {
            "color" => ("color", self.behind()?),
            "colorbox" => ("background-color", self.words(false)?),
            _ => ("color", self.argument()?),
        };
        is_colour.then(|| format!("<span style=\"{property}:{colour}\">{of}</span>"))
    }

    /// `\fcolorbox{border}{background}{words}`.
    pub(super) fn framed(&mut self) -> Option<String> {
        let (border, background) = (self.raw()?, self.raw()?);
        let of = self.words(false)?;
        (is_colour(&border) && is_colour(&background)).then(|| {
            format!("<span style=\"border:1px solid {border};background-color:{background};padding:2px 4px\">{of}</span>")
        })
    }

    /// `\raisebox{2pt}{words}`.
    pub(super) fn raised(&mut self) -> Option<String> {
        let height = self.raw()?;
        let is_measure = height.len() < 12
            && ["pt", "em", "ex", "px", "mm", "cm"]
                .iter()
                .any(|unit| height.ends_with(unit))
            && height
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || b".-".contains(&it));
        let words = self.words(false)?;
        is_measure.then(|| format!("<span style=\"vertical-align:{height}\">{words}</span>"))
    }

    /// The rest of the group in another size.
    pub(super) fn sized(&mut self, size: &str) -> Option<String> {
        let of = self.behind()?;
        Some(format!("<span style=\"font-size:{size}em\">{of}</span>"))
    }
}

/// Something in a frame.
pub(super) fn boxed(html: &str) -> String {
    format!(
        "<span style=\"display:inline-block;vertical-align:middle;border:1px solid;padding:2px 4px\">{html}</span>"
    )
}

/// A colour by its name or its six digits.
fn is_colour(text: &str) -> bool {
    let name = text.trim_start_matches('#');
    name.bytes().all(|it| it.is_ascii_alphanumeric()) && text.len() < 20
}

/// The size of type that a command sets, in ems of the formula (KaTeX, "Size").
pub(super) fn size(command: &str) -> Option<&'static str> {
    Some(match command {
        "tiny" => ".5",
        "sixptsize" => ".6",
        "scriptsize" => ".7",
        "footnotesize" => ".8",
        "small" => ".9",
        "normalsize" => "1",
        "large" => "1.2",
        "Large" => "1.44",
        "LARGE" => "1.73",
        "huge" => "2.07",
        "Huge" => "2.49",
        _ => return None,
    })
}
