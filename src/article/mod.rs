//! Articles and pictures as WeChat keeps them: pure text and pixels, no network, no disk.
//!
//! Markdown or HTML goes in; what comes out is the HTML that WeChat would have left of it, dressed by a theme, with a list
//! of what was taken out and of the pictures that are still to be uploaded. Odd input never fails; only its size can.

mod clean;
mod code;
mod control;
pub mod cover;
mod dialect;
mod entity;
mod front;
mod links;
mod lists;
mod markdown;
mod maths;
pub mod page;
mod parse;
mod phone;
mod pieces;
mod style;
mod tag;
pub mod theme;
mod tighten;
mod tree;

use std::collections::HashSet;

pub use clean::{Removed, RemovedWhat};
pub use dialect::{Fate, Foreign, ForeignKind};
pub use front::{Front, Said, front};
pub use pieces::PictureReference;

use pieces::Pieces;
use tree::{Element, Node};

/// Characters of one article that WeChat takes ("addDraft": fewer than 20 000).
pub const MAX_CHARACTERS: usize = 20_000;
/// Bytes of one article that WeChat takes ("addDraft": less than 1 MB).
pub const MAX_BYTES: usize = 1_048_576;
/// Bytes of source text that are read.
pub const MAX_SOURCE_BYTES: usize = 4 * 1_048_576;
/// Bytes of a style sheet that are read.
pub const MAX_SHEET_BYTES: usize = 256 * 1024;

/// What the source is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Markdown,
    Html,
}

/// What becomes of links to places outside WeChat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Links {
    /// Nobody said: they stay, and that most accounts lose them is reported.
    #[default]
    Unsaid,
    /// They stay; WeChat keeps them for accounts with WeChat Pay.
    Keep,
    /// Their text stays, with a number; the addresses are listed at the end.
    Footnotes,
}

/// How an article is to look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// The text of a style sheet, a theme's or one's own; empty leaves the article undressed.
    pub css: String,
    pub links: Links,
    /// Line ends of Markdown stay line ends.
    pub breaks: bool,
    /// What stands above the article, where its front matter does not say it.
    pub title: String,
}

/// Why a source cannot be an article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the text has {bytes} bytes; at most {MAX_SOURCE_BYTES} are read")]
    TooLong { bytes: usize },
    #[error("the style sheet has {bytes} bytes; at most {MAX_SHEET_BYTES} are read")]
    SheetTooLong { bytes: usize },
    #[error("the style sheet cannot be used: {0}")]
    Sheet(String),
}

/// An article as WeChat keeps it, but for the addresses of its pictures.
#[derive(Debug, Clone)]
pub struct Article {
    pieces: Pieces,
    pictures: Vec<PictureReference>,
    removed: Vec<Removed>,
    front: Front,
    text: String,
    lead: String,
    /// Some of its code has colours, which take room.
    coloured: bool,
}

/// Source text becomes what WeChat keeps. Never fails on odd input.
///
/// # Errors
///
/// When the text or the style sheet is too long, or the sheet cannot be read at all.
pub fn article(kind: Kind, text: &str, look: &Look) -> Result<Article, Error> {
    let article = build(kind, text, look, !look.css.trim().is_empty())?;
    if !article.coloured || article.characters() < MAX_CHARACTERS {
        return Ok(article);
    }
    // Colours are the first thing to go where there is no room.
    let mut plain = build(kind, text, look, false)?;
    if plain.characters() >= MAX_CHARACTERS {
        return Ok(article);
    }
    plain.removed.push(Removed {
        what: RemovedWhat::CodeColours,
        line: None,
        column: 1,
    });
    Ok(plain)
}

fn build(kind: Kind, text: &str, look: &Look, in_colour: bool) -> Result<Article, Error> {
    if text.len() > MAX_SOURCE_BYTES {
        return Err(Error::TooLong { bytes: text.len() });
    }
    if look.css.len() > MAX_SHEET_BYTES {
        return Err(Error::SheetTooLong {
            bytes: look.css.len(),
        });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut removed = Vec::new();
    let text = control::without(text, &mut removed);
    let mut lead = String::new();
    let (front, parsed) = match kind {
        Kind::Markdown => {
            let (front, body, first_line) = front::split(&text);
            let own = front.title.as_ref().map_or("", |said| said.value.as_str());
            let reading = markdown::Reading {
                first_line,
                breaks: look.breaks || front.breaks,
                title: if look.title.is_empty() {
                    own
                } else {
                    &look.title
                },
            };
            let page = markdown::page(body, reading);
            lead = page.lead;
            removed.extend(page.notes.into_iter().map(Removed::of_note));
            (front, parse::parse(&page.html, first_line))
        }
        Kind::Html => (Front::default(), parse::parse(&text, 1)),
    };
    removed.extend(front.notes.iter().map(|(line, text)| Removed {
        what: RemovedWhat::Foreign(Foreign::new(ForeignKind::FrontMatter, Fate::LeftOut, text)),
        line: Some(*line),
        column: 1,
    }));
    if parsed.cut_at.is_some() {
        removed.push(Removed {
            what: RemovedWhat::TooDeep,
            line: parsed.cut_at,
            column: 1,
        });
    }
    let (mut nodes, elsewhere) = links::rewrite(parsed.nodes, look.links);
    if let Some((line, column)) = elsewhere.first().filter(|_| look.links == Links::Unsaid) {
        removed.push(Removed {
            what: RemovedWhat::LinksElsewhere {
                count: elsewhere.len(),
            },
            line: Some(*line).filter(|line| *line > 0),
            column: *column,
        });
    }
    phone::tick(&mut nodes);
    let coloured = in_colour && code::colour(&mut nodes);
    if kind == Kind::Markdown {
        phone::box_tables(&mut nodes);
    }
    let mut nodes = clean::clean(nodes, &mut removed);
    let plain = phone::plain_text(&nodes);
    let pictures = pieces::number_pictures(&mut nodes);
    let nodes = if plain.chars().count() >= MAX_CHARACTERS {
        // The words alone are too many: nothing that is done to them can help, and it would take its time.
        nodes
    } else if look.css.trim().is_empty() {
        // Nobody will look at classes; without them arranging can be repeated until a browser reads what was written.
        theme::strip_classes(&mut nodes);
        settle(nodes, |nodes| {
            let mut nodes = phone::arrange(nodes);
            theme::strip_classes(&mut nodes);
            tighten::tighten(nodes)
        })
    } else {
        let nodes = phone::arrange(settle(nodes, |nodes| nodes));
        dress(nodes, &look.css, &mut removed)?
    };
    Ok(Article {
        pieces: Pieces::of(&nodes),
        pictures,
        removed,
        front,
        lead: if kind == Kind::Markdown {
            lead
        } else {
            plain.lines().next().unwrap_or_default().to_owned()
        },
        text: plain,
        coloured,
    })
}

/// Reads the text as a browser would, and does `work` on it, until neither changes anything. Odd nesting takes two or three
/// rounds, everything else one and a look.
fn settle(mut nodes: Vec<Node>, work: impl Fn(Vec<Node>) -> Vec<Node>) -> Vec<Node> {
    let mut text = tree::write_with_places(&nodes);
    for _ in 0..6 {
        nodes = work(parse::parse(&clean::harden(&text), 0).nodes);
        let next = tree::write_with_places(&nodes);
        if next == text {
            break;
        }
        text = next;
    }
    nodes
}

/// The theme's rules go into the tags; what a sheet brought that WeChat would not keep goes again.
fn dress(nodes: Vec<Node>, css: &str, removed: &mut Vec<Removed>) -> Result<Vec<Node>, Error> {
    let article = Element::with_class("section", "article", nodes);
    let text = tree::write_with_places(&[Node::Element(article)]);
    let dressed = theme::inline(&text, css)?;
    let mut late = Vec::new();
    let mut nodes = clean::clean(parse::parse(&dressed, 0).nodes, &mut late);
    let mut seen = HashSet::new();
    late.retain(|one| seen.insert(one.what.clone()));
    removed.extend(late.into_iter().map(|one| Removed { line: None, ..one }));
    theme::strip_classes(&mut nodes);
    Ok(tighten::tighten(nodes))
}

impl Article {
    /// The pictures to upload: each source once, in order of appearance. Those that WeChat serves already are not among them.
    pub fn pictures(&self) -> &[PictureReference] {
        &self.pictures
    }

    /// What was taken out.
    pub fn removed(&self) -> &[Removed] {
        &self.removed
    }

    /// What the source says of itself; empty for HTML.
    pub fn front(&self) -> &Front {
        &self.front
    }

    /// The HTML for WeChat, with the address of each picture. A picture for which there is none is left out.
    pub fn html(&self, address: &dyn Fn(&str) -> Option<String>) -> String {
        self.pieces.html(&self.pictures, address)
    }

    /// The same, each block saying its place in the source: for `page`, which puts notes there.
    pub fn html_with_places(&self, address: &dyn Fn(&str) -> Option<String>) -> String {
        self.pieces.html_with_places(&self.pictures, address)
    }

    /// Characters of `html`, with addresses of typical length.
    pub fn characters(&self) -> usize {
        self.pieces.measure(|text| text.chars().count())
    }

    /// Bytes of `html`, with addresses of typical length.
    pub fn bytes(&self) -> usize {
        self.pieces.measure(str::len)
    }

    /// The words alone, a line a paragraph.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first paragraph of prose, at most 120 characters: what a digest says that nobody wrote.
    pub fn lead(&self) -> &str {
        &self.lead
    }
}

#[cfg(test)]
mod tests;
