//! The kinds of marks that other tools' Markdown has, and what becomes of each. Facts only: `report` has the words.

/// A mark that is not plain Markdown, or that its writer meant and Markdown does not read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Foreign {
    pub kind: ForeignKind,
    pub fate: Fate,
    /// The mark as written, cut to 60 characters.
    pub text: String,
}

/// The part of a foreign mark that followers see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Its characters, as they were written.
    Stands,
    /// Its meaning, in a plainer form.
    Plain,
    /// No output, as its dialect wants it or because an article has no place for it.
    LeftOut,
    /// A picture, file or link that it names is not in the article: the article must not be sent.
    Lost,
}

/// The kinds of marks; each has a row of words in `report::foreign`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ForeignKind {
    Abbreviation,
    Attributes,
    BbCode,
    BlockId,
    BrokenLink,
    BrokenPicture,
    BrokenTable,
    Callout,
    Citation,
    Comment,
    Container,
    ControlCharacters,
    Dataview,
    Definition,
    Diagram,
    Embed,
    Emoji,
    Emphasis,
    Fence,
    FootnoteTwice,
    FootnoteUndefined,
    FootnoteUnused,
    FormulaMark,
    FrontMatter,
    FullWidth,
    IndentedProse,
    InsideHtml,
    Marker,
    Mdx,
    MissingSpace,
    Org,
    PageBreak,
    Reference,
    Rst,
    Ruby,
    ShortLines,
    Shortcode,
    Tag,
    TaskState,
    Tilde,
    TitleTwice,
    Toc,
    Unclosed,
    WikiLink,
}

impl Foreign {
    pub(in crate::article) fn new(kind: ForeignKind, fate: Fate, text: &str) -> Self {
        let line = text.trim().replace(['\n', '\r'], " ");
        Self {
            kind,
            fate,
            text: line.chars().take(60).collect(),
        }
    }
}

/// A change of the source: `old` bytes at `at` become `new`. Line ends are kept, so that lines stay true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::article) struct Edit {
    pub(in crate::article) at: usize,
    pub(in crate::article) old: usize,
    pub(in crate::article) new: String,
}

impl Edit {
    pub(super) fn new(at: usize, old: usize, new: &str) -> Self {
        let new = new.to_owned();
        Self { at, old, new }
    }
}

/// Whether a name ends as pictures' names do.
pub(in crate::article) fn is_picture_name(name: &str) -> bool {
    let name = name.split(['?', '#']).next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(_, ending)| {
        let ending = ending.trim().to_ascii_lowercase();
        PICTURE_ENDINGS.contains(&ending.as_str())
    })
}

pub(super) const PICTURE_ENDINGS: &[&str] = &[
    "png", "jpg", "jpeg", "jpe", "jfif", "gif", "webp", "bmp", "svg", "tif", "tiff", "avif",
    "heic", "apng",
];

/// Whether a mark names a picture or a file that followers should see.
pub(super) fn names_a_file(mark: &str) -> bool {
    const MORE: &[&str] = &["mp3", "mp4", "mov", "m4a", "wav", "webm", "pdf"];
    mark.split(|it: char| it.is_whitespace() || "\"'=()[]{}<>,:|".contains(it))
        .any(|word| {
            is_picture_name(word)
                || word
                    .rsplit_once('.')
                    .is_some_and(|(_, ending)| MORE.contains(&ending))
        })
}
