//! Articles and pictures as WeChat keeps them: pure text and pixels, no network, no disk.
//!
//! Markdown or HTML goes in; what comes out is the HTML that WeChat would have left of it, dressed by a theme, with a list
//! of what was taken out and of the pictures that are still to be uploaded. Odd input never fails; only its size can.

mod clean;
mod code;
mod control;
pub mod cover;
mod dialect;
mod dress;
mod extras;
mod fold;
mod front;
mod gap;
mod hidden;
mod links;
mod look;
mod markdown;
mod maths;
mod nest;
pub mod page;
mod phone;
mod pictures;
mod pieces;
mod removed;
mod sheet;
mod shorten;
mod style;
pub mod theme;
mod tighten;
mod weight;

pub use dialect::{Fate, Foreign, ForeignKind};
pub use front::{Front, Said, front};
pub use look::{Align, Caption, Code, Links, Look, Settings, Tables};
pub use pictures::PictureReference;
pub use removed::{Removed, RemovedWhat};
pub use sheet::{SheetFault, SheetFaultWhat};
pub use weight::Weight;

use clean::Cleaner;
use markdown::Note;
use pieces::Pieces;
use sheet::Sheet;
use tree::Node;

use crate::text::html::{parse, tree};

/// Characters of one article that WeChat takes ("addDraft": fewer than 20 000).
pub const MAX_CHARACTERS: usize = 20_000;
/// Bytes of one article that WeChat takes ("addDraft": less than 1 MB).
pub const MAX_BYTES: usize = 1_048_576;
/// Bytes of source text that are read.
pub const MAX_SOURCE_BYTES: usize = 4 * 1_048_576;
/// Bytes of a style sheet that are read.
pub const MAX_SHEET_BYTES: usize = 256 * 1024;

/// The format of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Markdown,
    Html,
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
    faults: Vec<SheetFault>,
    front: Front,
    text: String,
    lead: String,
    weight: Weight,
    cut_after: Option<usize>,
}

/// Parts of the look that are left out so that an article fits, each step with all before it.
///
/// The first two cost nothing: as the sheet says it, and with the space between blocks said once.
const STEPS: &[Option<RemovedWhat>] = &[
    None,
    None,
    Some(RemovedWhat::CodeColours),
    Some(RemovedWhat::CodeInLines),
    Some(RemovedWhat::NoteLooks),
];

/// The step from which the space between blocks is said once.
const GAP_STEP: usize = 1;

/// Source text becomes what WeChat keeps. Never fails on odd input.
///
/// # Errors
///
/// When the text or the style sheet is too long, or the sheet has more rules than any theme.
pub fn article(kind: Kind, text: &str, look: &Look) -> Result<Article, Error> {
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
            removed.extend(page.notes.into_iter().map(noted));
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
    if kind == Kind::Markdown {
        phone::box_tables(&mut nodes, look.settings.tables);
    }
    let mut cleaner = Cleaner::new(&look.keep, removed);
    let mut nodes = cleaner.clean(nodes);
    nest::nest(&mut nodes);
    let plain = phone::plain_text(&nodes);
    let keeps_own = kind == Kind::Html && look.unasked && is_dressed(&nodes);
    let css = if keeps_own {
        String::new()
    } else {
        look.sheet()
    };
    let made = make(nodes, &css, look, plain.chars().count())?;
    let mut removed = cleaner.removed;
    removed.extend(made.steps.iter().filter_map(|what| {
        Some(Removed {
            what: what.clone()?,
            line: None,
            column: 1,
        })
    }));
    removed.extend(hidden::find(&made.nodes));
    let weight = Weight::of(&made.nodes);
    let cut_after = weight::cut_after(&made.nodes, MAX_CHARACTERS);
    let mut nodes = made.nodes;
    theme::strip_classes(&mut nodes);
    let nodes = tighten::tighten(nodes);
    Ok(Article {
        pieces: Pieces::of(&nodes),
        pictures: cleaner.pictures.list,
        removed,
        faults: if look.own { made.faults } else { Vec::new() },
        front,
        lead: if kind == Kind::Markdown {
            lead
        } else {
            plain.lines().next().unwrap_or_default().to_owned()
        },
        text: plain,
        weight,
        cut_after,
    })
}

/// A tree in its last shape.
struct Made {
    nodes: Vec<Node>,
    faults: Vec<SheetFault>,
    /// The parts that were left out.
    steps: &'static [Option<RemovedWhat>],
}

/// A note on Markdown, with its line and column.
fn noted((line, column, note): (usize, usize, Note)) -> Removed {
    let what = match note {
        Note::Formula { tex, why } => RemovedWhat::Formula {
            tex: removed::cut(&tex),
            why,
        },
        Note::Foreign(foreign) => RemovedWhat::Foreign(foreign),
    };
    let line = Some(line);
    Removed { what, line, column }
}

/// Arranges and dresses an article in as much of its look as there is room for.
fn make(nodes: Vec<Node>, css: &str, look: &Look, words: usize) -> Result<Made, Error> {
    if css.trim().is_empty() {
        let mut nodes = nodes;
        theme::strip_classes(&mut nodes);
        let mut nodes = tighten::tighten(phone::arrange(tighten::unwrapped(nodes)));
        if characters(&nodes) >= MAX_CHARACTERS {
            for node in &mut nodes {
                if let Node::Element(element) = node {
                    shorten::shorten(element);
                }
            }
        }
        return Ok(Made {
            nodes,
            faults: Vec::new(),
            steps: &[],
        });
    }
    // Where the words by themselves are far too many no look can help, and each try would take its time.
    let tries = if words >= MAX_CHARACTERS {
        GAP_STEP..=GAP_STEP
    } else {
        0..=STEPS.len() - 1
    };
    let mut whole = None;
    for step in tries {
        let mut sheet = Sheet::read(css)?;
        let nodes = dress_at(nodes.clone(), &mut sheet, look, step)?;
        let fits = characters(&nodes) < MAX_CHARACTERS;
        let made = Made {
            nodes,
            faults: sheet.faults,
            steps: STEPS.get(..=step).unwrap_or_default(),
        };
        if fits {
            return Ok(made);
        }
        // What does not fit whatever it goes without keeps all of its look.
        if step == GAP_STEP {
            whole = Some(made);
        }
    }
    whole.ok_or_else(|| Error::Sheet(String::new()))
}

/// Characters of what will be sent of a tree.
fn characters(nodes: &[Node]) -> usize {
    let mut nodes = nodes.to_vec();
    theme::strip_classes(&mut nodes);
    Pieces::of(&tighten::tighten(nodes)).measure(|text| text.chars().count())
}

fn dress_at(
    mut nodes: Vec<Node>,
    sheet: &mut Sheet,
    look: &Look,
    step: usize,
) -> Result<Vec<Node>, Error> {
    if step <= GAP_STEP {
        code::colour(&mut nodes);
    }
    let mut nodes = phone::arrange(nodes);
    extras::add(&mut nodes, &look.settings);
    let nodes = tighten::tighten(nodes);
    let mut article = dress::dress(nodes, sheet, &look.keep)?;
    if step >= 3 {
        phone::undress(&mut article, false, &|element, in_block| {
            element.name == "code" && !in_block
        });
    }
    if step >= 4 {
        let classes = ["link", "footnote-ref", "footnote", "footnotes-title"];
        phone::undress(&mut article, false, &|element, _| {
            classes.iter().any(|class| element.has_class(class))
        });
    }
    shorten::shorten(&mut article);
    if step >= GAP_STEP {
        gap::say_once(&mut article);
    }
    Ok(vec![Node::Element(article)])
}

/// Whether an article brings a look of its own: most of what can have a style has one.
fn is_dressed(nodes: &[Node]) -> bool {
    fn count(nodes: &[Node], blocks: &mut usize, styled: &mut usize) {
        for node in nodes {
            if let Node::Element(element) = node {
                *blocks += usize::from(tree::is_block(&element.name));
                *styled += usize::from(element.get("style").is_some());
                count(&element.children, blocks, styled);
            }
        }
    }
    let (mut blocks, mut styled) = (0, 0);
    count(nodes, &mut blocks, &mut styled);
    styled > 0 && styled * 2 >= blocks
}

impl Article {
    /// The pictures to upload: each source once, in order of appearance. Those that WeChat serves already are not among them.
    pub fn pictures(&self) -> &[PictureReference] {
        &self.pictures
    }

    /// The parts that were taken out.
    pub fn removed(&self) -> &[Removed] {
        &self.removed
    }

    /// Parts of the writer's own style sheet that did nothing.
    pub fn faults(&self) -> &[SheetFault] {
        &self.faults
    }

    /// The parts that make up `characters`.
    pub fn weight(&self) -> Weight {
        self.weight
    }

    /// For an article that is too long: the line after which it could be cut.
    pub fn cut_after(&self) -> Option<usize> {
        self.cut_after
    }

    /// Front matter of the source; empty for HTML.
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

    /// The first paragraph of prose, at most 120 characters: the digest where none is written.
    pub fn lead(&self) -> &str {
        &self.lead
    }
}

#[cfg(test)]
mod tests;
