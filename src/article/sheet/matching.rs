//! Which elements a selector means: the `selectors` crate on our tree.
//!
//! Sheets that were written for other editors find what they look for: the whole article answers to `#nice`, `#wenyan`, `#output`,
//! `.markdown-body` and `body` too, headings and captions to the names that those editors give them.

use std::borrow::Borrow;
use std::fmt;

use cssparser::{CssStringWriter, ParseError, Parser as CssParser, ToCss};
use precomputed_hash::PrecomputedHash;
use selectors::attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint};
use selectors::bloom::BloomFilter;
use selectors::context::{
    MatchingContext, MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, QuirksMode,
    SelectorCaches,
};
use selectors::matching::{ElementSelectorFlags, matches_selector};
use selectors::parser::{
    Component, ParseRelative, SelectorImpl, SelectorList, SelectorParseErrorKind,
};
use selectors::{OpaqueElement, parser};

use crate::article::tree::{Element, Node};

pub(in crate::article) type Selector = parser::Selector<Ours>;

/// Ids that the whole article answers to.
const ARTICLE_IDS: &[&str] = &["nice", "wenyan", "output", "js_content", "write", "article"];
/// Classes that it answers to beside its own.
const ARTICLE_CLASSES: &[&str] = &["markdown-body", "rich_media_content", "wenyan", "nice"];
/// Names that other editors give to what has a class of ours: our class, their elements, their classes.
const ALIASES: &[(&str, &[&str], &[&str])] = &[
    ("heading", &[], &["content"]),
    ("figure", &["figure"], &[]),
    ("caption", &["figcaption"], &["imageCaption", "img-caption"]),
    ("footnote", &[], &["footnote-item"]),
    ("footnotes", &[], &["footnotes-list"]),
    ("footnote-ref", &[], &["footnote-word"]),
    ("table-wrap", &[], &["table-container"]),
];

/// Reads one selector; none where it is none.
pub(in crate::article) fn selector(text: &str) -> Option<Selector> {
    let mut input = CssParser::new(text);
    let list = SelectorList::parse(&Reader, &mut input, ParseRelative::No).ok()?;
    list.slice().first().cloned()
}

/// A name that every element has that a selector means, as `Index::names` gives them; none where there is none.
pub(in crate::article) fn name_of(selector: &Selector) -> Option<String> {
    let mut found = None;
    for component in selector.iter_raw_match_order() {
        match component {
            Component::LocalName(local) => return Some(local.lower_name.0.clone()),
            Component::Class(class) => found = Some(format!(".{}", class.0)),
            Component::Combinator(_) => break,
            _ => {}
        }
    }
    found
}

/// A list of selectors at its commas, but for those in brackets and strings.
pub(super) fn split(list: &str) -> Vec<&str> {
    let (mut out, mut start, mut depth, mut quote) = (Vec::new(), 0, 0_usize, None);
    for (at, character) in list.char_indices() {
        match (quote, character) {
            (Some(open), _) => quote = Some(open).filter(|open| *open != character),
            (None, '"' | '\'') => quote = Some(character),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                out.push(list.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(list.get(start..).unwrap_or_default());
    out
}

/// A tree with the ways between its elements, in the order in which they are written.
#[derive(Debug)]
pub(in crate::article) struct Index<'t> {
    items: Vec<Item<'t>>,
}

#[derive(Debug)]
struct Item<'t> {
    element: &'t Element,
    parent: Option<usize>,
    before: Option<usize>,
    after: Option<usize>,
    first: Option<usize>,
}

impl<'t> Index<'t> {
    pub(in crate::article) fn of(root: &'t Element) -> Self {
        let mut index = Self { items: Vec::new() };
        index.add(root, None, None);
        index
    }

    fn add(&mut self, element: &'t Element, parent: Option<usize>, before: Option<usize>) -> usize {
        let id = self.items.len();
        self.items.push(Item {
            element,
            parent,
            before,
            after: None,
            first: None,
        });
        let mut previous = None;
        for child in &element.children {
            let Node::Element(child) = child else {
                continue;
            };
            let child = self.add(child, Some(id), previous);
            match previous {
                Some(previous) => self.items[previous].after = Some(child),
                None => self.items[id].first = Some(child),
            }
            previous = Some(child);
        }
        id
    }

    pub(in crate::article) fn len(&self) -> usize {
        self.items.len()
    }

    pub(in crate::article) fn element(&self, id: usize) -> &'t Element {
        self.items[id].element
    }

    pub(in crate::article) fn parent(&self, id: usize) -> Option<usize> {
        self.items[id].parent
    }

    /// The names that an element answers to: its own, and those of its classes after a dot.
    pub(in crate::article) fn names(&self, id: usize) -> Vec<String> {
        let element = self.element(id);
        let mut names = vec![element.name.to_ascii_lowercase()];
        let own = element.get("class").unwrap_or_default();
        let own: Vec<&str> = own.split_ascii_whitespace().collect();
        names.extend(own.iter().map(|class| format!(".{class}")));
        for (class, tags, classes) in ALIASES {
            if own.contains(class) {
                names.extend(tags.iter().map(|tag| (*tag).to_owned()));
                names.extend(classes.iter().map(|class| format!(".{class}")));
            }
        }
        if self.parent(id).is_none() {
            names.extend(["body", "html"].map(str::to_owned));
            names.extend(ARTICLE_CLASSES.iter().map(|class| format!(".{class}")));
        }
        names
    }

    /// Whether a selector means an element.
    pub(in crate::article) fn matches(
        &self,
        id: usize,
        selector: &Selector,
        caches: &mut SelectorCaches,
    ) -> bool {
        let mut context = MatchingContext::new(
            MatchingMode::Normal,
            None,
            caches,
            QuirksMode::NoQuirks,
            NeedsSelectorFlags::No,
            MatchingForInvalidation::No,
        );
        matches_selector(selector, 0, None, &At { index: self, id }, &mut context)
    }
}

/// An element of an index.
#[derive(Clone, Copy)]
struct At<'i, 't> {
    index: &'i Index<'t>,
    id: usize,
}

impl fmt::Debug for At<'_, '_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.item().element.name)
    }
}

impl<'i, 't> At<'i, 't> {
    fn item(&self) -> &'i Item<'t> {
        &self.index.items[self.id]
    }

    fn at(&self, id: Option<usize>) -> Option<Self> {
        Some(At {
            index: self.index,
            id: id?,
        })
    }

    fn is_article(&self) -> bool {
        self.item().parent.is_none()
    }
}

impl selectors::Element for At<'_, '_> {
    type Impl = Ours;

    fn opaque(&self) -> OpaqueElement {
        OpaqueElement::new(self.item())
    }

    fn parent_element(&self) -> Option<Self> {
        self.at(self.item().parent)
    }

    fn parent_node_is_shadow_root(&self) -> bool {
        false
    }

    fn containing_shadow_host(&self) -> Option<Self> {
        None
    }

    fn is_pseudo_element(&self) -> bool {
        false
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.at(self.item().before)
    }

    fn next_sibling_element(&self) -> Option<Self> {
        self.at(self.item().after)
    }

    fn first_element_child(&self) -> Option<Self> {
        self.at(self.item().first)
    }

    fn is_html_element_in_html_document(&self) -> bool {
        true
    }

    fn has_local_name(&self, name: &str) -> bool {
        let element = self.item().element;
        element.name.eq_ignore_ascii_case(name)
            || (self.is_article() && matches!(name, "body" | "html"))
            || ALIASES
                .iter()
                .any(|(class, names, _)| names.contains(&name) && element.has_class(class))
    }

    fn has_namespace(&self, _: &str) -> bool {
        true
    }

    fn is_same_type(&self, other: &Self) -> bool {
        self.item().element.name == other.item().element.name
    }

    fn attr_matches(
        &self,
        _: &NamespaceConstraint<&Word>,
        name: &Word,
        operation: &AttrSelectorOperation<&Word>,
    ) -> bool {
        self.item()
            .element
            .get(&name.0)
            .is_some_and(|value| operation.eval_str(value))
    }

    fn match_non_ts_pseudo_class(
        &self,
        pseudo: &PseudoClass,
        _: &mut MatchingContext<Ours>,
    ) -> bool {
        *pseudo == PseudoClass::Link && self.is_link()
    }

    fn match_pseudo_element(&self, pseudo: &PseudoElement, _: &mut MatchingContext<Ours>) -> bool {
        match *pseudo {}
    }

    fn apply_selector_flags(&self, _: ElementSelectorFlags) {}

    fn is_link(&self) -> bool {
        let element = self.item().element;
        element.name == "a" && element.get("href").is_some()
    }

    fn is_html_slot_element(&self) -> bool {
        false
    }

    fn has_id(&self, id: &Word, _: CaseSensitivity) -> bool {
        self.is_article() && ARTICLE_IDS.contains(&id.0.as_str())
    }

    fn has_class(&self, class: &Word, _: CaseSensitivity) -> bool {
        let (element, class) = (self.item().element, class.0.as_str());
        element.has_class(class)
            || (self.is_article() && ARTICLE_CLASSES.contains(&class))
            || ALIASES
                .iter()
                .any(|(ours, _, theirs)| theirs.contains(&class) && element.has_class(ours))
    }

    fn has_custom_state(&self, _: &Word) -> bool {
        false
    }

    fn imported_part(&self, _: &Word) -> Option<Word> {
        None
    }

    fn is_part(&self, _: &Word) -> bool {
        false
    }

    fn is_empty(&self) -> bool {
        let children = &self.item().element.children;
        children
            .iter()
            .all(|child| matches!(child, Node::Text(text) if text.is_empty()))
    }

    fn is_root(&self) -> bool {
        self.is_article()
    }

    fn add_element_unique_hashes(&self, _: &mut BloomFilter) -> bool {
        false
    }
}

/// Names and values of selectors: plain strings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(in crate::article) struct Word(String);

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl AsRef<str> for Word {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Word {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl ToCss for Word {
    fn to_css<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        fmt::Write::write_str(&mut CssStringWriter::new(out), &self.0)
    }
}

impl PrecomputedHash for Word {
    fn precomputed_hash(&self) -> u32 {
        // FNV-1a; only filters that are not used here ask for it.
        let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(16_777_619);
        self.0.bytes().fold(2_166_136_261, step)
    }
}

/// The parts of selectors here.
#[derive(Debug, Clone)]
pub(in crate::article) struct Ours;

impl SelectorImpl for Ours {
    type ExtraMatchingData<'a> = ();
    type AttrValue = Word;
    type Identifier = Word;
    type LocalName = Word;
    type NamespaceUrl = Word;
    type NamespacePrefix = Word;
    type BorrowedNamespaceUrl = str;
    type BorrowedLocalName = str;
    type NonTSPseudoClass = PseudoClass;
    type PseudoElement = PseudoElement;
}

/// Links are links; what a reader would have to do first never holds in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::article) enum PseudoClass {
    Link,
    Never,
}

impl ToCss for PseudoClass {
    fn to_css<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        out.write_str(match self {
            Self::Link => ":link",
            Self::Never => ":hover",
        })
    }
}

impl parser::NonTSPseudoClass for PseudoClass {
    fn is_active_or_hover(&self) -> bool {
        *self == Self::Never
    }

    fn is_user_action_state(&self) -> bool {
        *self == Self::Never
    }
}

/// Taken off before a selector is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::article) enum PseudoElement {}

impl ToCss for PseudoElement {
    fn to_css<W: fmt::Write>(&self, _: &mut W) -> fmt::Result {
        match *self {}
    }
}

impl parser::PseudoElement for PseudoElement {}

struct Reader;

impl<'i> parser::Parser<'i> for Reader {
    type Impl = Ours;
    type Error = SelectorParseErrorKind;

    fn parse_is_and_where(&self) -> bool {
        true
    }

    fn parse_non_ts_pseudo_class(
        &self,
        name: cssparser::CowRcStr<'i>,
    ) -> Result<PseudoClass, ParseError<SelectorParseErrorKind>> {
        match &*name.to_ascii_lowercase() {
            "link" | "any-link" => Ok(PseudoClass::Link),
            "hover" | "active" | "focus" | "focus-visible" | "focus-within" | "visited"
            | "target" | "checked" | "disabled" | "enabled" => Ok(PseudoClass::Never),
            _ => Err(ParseError::custom(
                SelectorParseErrorKind::UnsupportedPseudoClassOrElement,
            )),
        }
    }
}
