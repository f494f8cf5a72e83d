//! How an article is to look: a sheet, what becomes of links, and what a brand sets without writing a sheet.

use std::fmt::Write as _;

use super::hidden::colour;
use super::theme;

/// The treatment of links to places outside WeChat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Links {
    /// Not set: they stay, and that most accounts lose them is reported.
    #[default]
    Unsaid,
    /// They stay; WeChat keeps them for accounts with WeChat Pay.
    Keep,
    /// Their text stays, with a number; the addresses are listed at the end.
    Footnotes,
}

/// How an article is to look.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Look {
    /// The text of a style sheet, a theme's or one's own; empty leaves the article undressed.
    pub css: String,
    /// The sheet is the writer's own: what does nothing in it is reported.
    pub own: bool,
    /// No look was asked for: HTML that was dressed elsewhere keeps its own.
    pub unasked: bool,
    pub links: Links,
    /// Line ends of Markdown stay line ends.
    pub breaks: bool,
    /// The title above the article, where its front matter has none.
    pub title: String,
    pub settings: Settings,
    /// Style properties that stay though it is not known what WeChat makes of them.
    pub keep: Vec<String>,
}

impl Look {
    /// A built-in theme, `default` where there is none of that name.
    pub fn theme(name: &str) -> Self {
        let css = theme::css(name).or_else(|| theme::css("default"));
        Self {
            css: css.unwrap_or_default().to_owned(),
            ..Self::default()
        }
    }

    /// The sheet with the settings after it, where they go before its own rules.
    pub(super) fn sheet(&self) -> String {
        if self.css.trim().is_empty() {
            return String::new();
        }
        format!("{}\n{}", self.css, self.settings.css())
    }
}

/// Settings beside a theme. Without any, the theme is unchanged.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// The theme's one colour: `#rgb` or `#rrggbb`.
    pub color: Option<String>,
    /// In pixels, 12 to 24.
    pub font_size: Option<u32>,
    /// A multiple of the size of the letters, 1.2 to 3.
    pub line_height: Option<f64>,
    pub align: Option<Align>,
    /// Paragraphs begin two characters in.
    pub indent: bool,
    /// Headings are numbered: `1`, `1.1`.
    pub numbers: bool,
    pub code: Code,
    pub line_numbers: bool,
    pub caption: Caption,
    pub tables: Tables,
}

/// The edges of paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Justify,
    Left,
}

/// The frame of a block of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Code {
    #[default]
    Plain,
    /// A bar with three dots and the language.
    Window,
}

/// The words under a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Caption {
    #[default]
    Plain,
    /// With a number of their own: `图 1`.
    Numbered,
    /// They are left out.
    None,
}

/// The treatment of a table that is wider than the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tables {
    /// It scrolls; its cells are as wide as their words want.
    #[default]
    Scroll,
    /// It is pressed into the screen.
    Fit,
}

impl Settings {
    /// Whether a text is a colour that can be set.
    pub fn is_color(text: &str) -> bool {
        text.starts_with('#')
            && matches!(text.len(), 4 | 7)
            && colour(text).is_some_and(|it| it != "clear")
    }

    /// The settings as rules; the variables are those of the built-in themes.
    fn css(&self) -> String {
        let mut out = String::new();
        // Writing to a string does not fail.
        if let Some(color) = self.color.as_deref().and_then(colour) {
            let _ = write!(
                out,
                ":root{{--accent:{color};--tint:{};--soft:{}}}",
                mixed(&color, 0.08),
                mixed(&color, 0.35)
            );
        }
        if let Some(size) = self.font_size {
            let _ = write!(out, ".article{{font-size:{size}px}}");
        }
        if let Some(height) = self.line_height {
            let _ = write!(out, ".article{{line-height:{height}}}");
        }
        match self.align {
            Some(Align::Justify) => out.push_str(".article{text-align:justify}"),
            Some(Align::Left) => out.push_str(".article{text-align:left}"),
            None => {}
        }
        if self.indent {
            // Formulas are boxes of their own, and would be indented once more inside.
            out.push_str(".article > p:not(.figure){text-indent:2em}");
            out.push_str("p span[style*=\"block\"]{text-indent:0}");
        }
        out
    }
}

/// A colour on white, of which a share is to be seen.
fn mixed(color: &str, share: f64) -> String {
    let part = |at: usize| {
        let byte = color
            .get(at..at + 2)
            .and_then(|it| u8::from_str_radix(it, 16).ok())
            .unwrap_or(0);
        (255.0 - (255.0 - f64::from(byte)) * share).round() as u8
    };
    format!("#{:02x}{:02x}{:02x}", part(1), part(3), part(5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_brings_its_shades() {
        assert!(Settings::is_color("#07c160") && Settings::is_color("#0C6"));
        for bad in ["red", "#07c16", "#ggg", "", "07c160"] {
            assert!(!Settings::is_color(bad), "{bad}");
        }
        let settings = Settings {
            color: Some("#f00".to_owned()),
            ..Settings::default()
        };
        assert!(
            settings
                .css()
                .contains("--accent:#ff0000;--tint:#ffebeb;--soft:#ffa6a6")
        );
    }
}
