//! The page of `wxmass themes --open`: one text in every theme, phone beside phone, by day and by night.

use std::fmt::Write as _;

use super::super::tree::escape;
use super::{Words, head};

const STYLE: &str = concat!(include_str!("page.css"), include_str!("gallery.css"));
const SCRIPT: &str = concat!(include_str!("night.js"), include_str!("gallery.js"));

/// The text in one theme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    pub theme: String,
    /// A sentence about it.
    pub about: String,
    /// `Article::html`, with addresses that the page can show.
    pub html: String,
    /// Characters of it, with addresses of typical length.
    pub characters: usize,
}

/// The page as one HTML text that loads nothing.
pub fn gallery(title: &str, words: &Words, themes: &[Shown]) -> String {
    let mut out = String::new();
    head(title, words, (STYLE, SCRIPT), &mut out);
    out.push_str("<main><div class=\"gallery\">");
    for shown in themes {
        let _ = write!(out, "<section class=\"theme\" id=\"");
        escape(&shown.theme, true, &mut out);
        out.push_str("\"><h2>");
        escape(&shown.theme, false, &mut out);
        out.push_str("</h2><p class=\"about\">");
        escape(&shown.about, false, &mut out);
        let unit = &words.characters;
        let _ = write!(
            out,
            " · {} {unit}</p><div class=\"phone\"><article><div class=\"content\">{}</div></article></div></section>",
            shown.characters, shown.html
        );
    }
    let _ = write!(out, "</div></main><script>{SCRIPT}</script></body></html>");
    out
}
