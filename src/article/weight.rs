//! The weight of an article by part, and the place to cut it in two.

use super::pictures::PLACEHOLDER;
use super::pieces::TYPICAL_ADDRESS;
use super::theme;
use super::tree::{self, Element, Node};

/// Characters of an article's HTML by what they are for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weight {
    pub words: usize,
    pub styles: usize,
    /// Addresses of pictures.
    pub pictures: usize,
    /// Addresses of links, and the notes that they become.
    pub links: usize,
    /// Code in blocks and lines, without its styles.
    pub code: usize,
    /// The names of the tags, and what is left.
    pub tags: usize,
}

impl Weight {
    /// All of it.
    pub fn total(&self) -> usize {
        self.words + self.styles + self.pictures + self.links + self.code + self.tags
    }

    pub(super) fn of(nodes: &[Node]) -> Self {
        let mut weight = Self::default();
        weight.add(nodes, Place::Words);
        weight
    }

    fn add(&mut self, nodes: &[Node], place: Place) {
        for node in nodes {
            match node {
                Node::Text(text) => {
                    let mut written = String::new();
                    tree::escape(text, false, &mut written);
                    *self.of_place(place) += written.chars().count();
                }
                Node::Element(element) => self.element(element, place),
            }
        }
    }

    fn of_place(&mut self, place: Place) -> &mut usize {
        match place {
            Place::Words => &mut self.words,
            Place::Code => &mut self.code,
            Place::Notes => &mut self.links,
        }
    }

    fn element(&mut self, element: &Element, place: Place) {
        let inside = match element.name.as_str() {
            "pre" | "code" => Place::Code,
            _ if element.has_class("footnotes") => Place::Notes,
            _ => place,
        };
        let mut tag = String::new();
        tree::open(element, &mut tag);
        tree::close(element, &mut tag);
        let addresses = tag.matches(PLACEHOLDER).count();
        let mut length = tag.chars().count() + addresses * TYPICAL_ADDRESS;
        // The number that stands for an address is written after the place-holder.
        for after in tag.split(PLACEHOLDER).skip(1) {
            let digits = after.chars().take_while(char::is_ascii_digit).count();
            length -= PLACEHOLDER.len() + digits;
        }
        let mut of = |name: &str, to: &mut usize| {
            if let Some(value) = element.get(name).filter(|it| !it.contains(PLACEHOLDER)) {
                let mut written = String::new();
                tree::escape(value, true, &mut written);
                let count = written.chars().count() + name.len() + 4;
                *to += count;
                length -= count;
            }
        };
        of("style", &mut self.styles);
        of("href", &mut self.links);
        of("src", &mut self.pictures);
        self.pictures += addresses * TYPICAL_ADDRESS;
        length -= addresses * TYPICAL_ADDRESS;
        // Classes are for the sheet, and gone before anything is sent.
        if let Some(class) = element.get("class").filter(|_| theme::loses_class(element)) {
            length -= class.chars().count() + " class=\"\"".len();
        }
        match inside {
            Place::Code if place == Place::Code => self.code += length,
            _ => self.tags += length,
        }
        self.add(&element.children, inside);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Words,
    Code,
    Notes,
}

/// The line after which an article could be cut, so that what stands before it has fewer than `most` characters; before a heading
/// where there is one in the second half.
pub(super) fn cut_after(nodes: &[Node], most: usize) -> Option<usize> {
    let blocks = match nodes {
        [Node::Element(only)] if only.line == 0 => only.children.as_slice(),
        _ => nodes,
    };
    let (mut length, mut best, mut heading) = (0, None, None);
    for block in blocks {
        if let Node::Element(element) = block
            && element.line > 1
            && length > 0
        {
            best = Some(element.line - 1);
            if tree::is_heading(&element.name) && length > most / 2 {
                heading = best;
            }
        }
        length += Weight::of(std::slice::from_ref(block)).total();
        if length >= most {
            break;
        }
    }
    if length < most {
        None
    } else {
        heading.or(best)
    }
}
