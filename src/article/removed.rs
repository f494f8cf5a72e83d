//! Things that WeChat would not have kept, as they are reported.

use super::dialect::Foreign;

/// Something that WeChat would not have kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    pub what: RemovedWhat,
    /// Line of the source, from 1; none where it came from a style sheet.
    pub line: Option<usize>,
    /// In characters, from 1.
    pub column: usize,
}

/// The kinds of things that are removed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RemovedWhat {
    Script,
    /// `<style>` or `<link rel=stylesheet>`; use `css` or a theme.
    StyleSheet,
    /// A frame that is not Tencent's video.
    Iframe,
    /// A form, or a field of one.
    Form,
    /// An attribute such as `onclick`.
    EventHandler,
    /// The tag went, its text stayed: in-page anchors, `mailto:`, scripts, relative addresses.
    Link {
        href: String,
    },
    /// The address that a page says its others count from; it is not followed.
    Base {
        href: String,
    },
    /// A picture without an address, or in a place that does not stay; its address cut to 60 characters. An error.
    Picture {
        source: String,
    },
    /// A film, a sound or another file that cannot be sent; its address cut to 60 characters. An error where it is a file of
    /// the writer's own.
    Media {
        element: String,
        source: String,
    },
    /// A picture of the writer's own that a link leads to, and that is not shown; its address cut to 60 characters. An error.
    LinkedPicture {
        source: String,
    },
    /// Links to other sites, with no word on what becomes of them: most accounts lose them.
    LinksElsewhere {
        count: usize,
    },
    /// A property of a `style` attribute that WeChat removes.
    StyleProperty(String),
    /// One that wxmass removes; what WeChat would do is not known.
    StyleUnknown(String),
    /// Another element, by name; its text stayed when it had any.
    Element(String),
    /// An attribute that an element of a drawing may not animate: `animate r`.
    Animation(String),
    /// Tags inside one another deeper than an article can be; their text stayed.
    TooDeep,
    /// Words that followers cannot see; the first of them, cut to 60 characters. An error where it is all of them.
    Hidden {
        words: String,
        all: bool,
    },
    /// The setting of a formula that is not known: it is shown as it was written. Cut to 60 characters.
    Formula {
        tex: String,
        /// The command or sign that cannot be set.
        why: String,
    },
    /// A mark of another tool's Markdown.
    Foreign(Foreign),
    /// The space under each block, which the section around them says in their place, as a grid: otherwise the article would be
    /// too long.
    Spaces,
    /// The colours of code: with them the article would be too long.
    CodeColours,
    /// The look of code inside a line, for the same reason.
    CodeInLines,
    /// The look of links that have become notes, and of the notes, for the same reason.
    NoteLooks,
}

impl RemovedWhat {
    /// Whether followers would miss what the writer meant them to see: an error, and no warning.
    pub fn is_loss(&self) -> bool {
        match self {
            Self::Picture { .. } | Self::LinkedPicture { .. } | Self::Hidden { all: true, .. } => {
                true
            }
            // A file of the writer's own; what stands at an address can be found there.
            Self::Media { source, .. } => !source.contains("//"),
            _ => false,
        }
    }
}

/// An address as it was written, cut like all else.
pub(super) fn named(address: &str) -> String {
    cut(&crate::text::readable(address))
}

/// The first 60 characters.
pub(super) fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}
