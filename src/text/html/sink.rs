//! The tree that html5ever builds, in one list, and its way into ours.
//!
//! Elements are linked by their numbers, so that moving and dropping them takes no time that an odd text could multiply.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, ExpandedName, QualName, ns};

use super::tree::{Element, Node};

/// Attributes of one tag that are kept.
const MAX_ATTRIBUTES: usize = 64;

/// An element or a comment, by its number.
#[derive(Debug, Clone)]
pub(super) struct Handle {
    id: usize,
    name: Rc<QualName>,
}

#[derive(Debug)]
enum What {
    /// The document.
    Root,
    Element {
        name: Rc<QualName>,
        attributes: Vec<Attribute>,
        place: (usize, usize),
    },
    Text(String),
    /// A comment or an instruction.
    Nothing,
}

#[derive(Debug)]
struct Slot {
    what: What,
    depth: usize,
    parent: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    before: Option<usize>,
    after: Option<usize>,
}

/// The sink of html5ever.
#[derive(Debug)]
pub(super) struct Sink {
    slots: RefCell<Vec<Slot>>,
    /// Line and column of the tag that is being read.
    pub(super) place: Cell<(usize, usize)>,
    /// The place that a mark has just named.
    pub(super) mark: Cell<Option<(usize, usize)>>,
    depth: Cell<usize>,
    nameless: Rc<QualName>,
}

impl Default for Sink {
    fn default() -> Self {
        let sink = Self {
            slots: RefCell::default(),
            place: Cell::default(),
            mark: Cell::default(),
            depth: Cell::default(),
            nameless: Rc::new(QualName::new(None, ns!(), "".into())),
        };
        sink.add(What::Root);
        sink
    }
}

impl Sink {
    /// Elements inside one another at the place that is being read.
    pub(super) fn depth(&self) -> usize {
        self.depth.get()
    }

    /// Everything that was ever made.
    pub(super) fn count(&self) -> usize {
        self.slots.borrow().len()
    }

    /// The tree, no deeper than `deepest`: of what is deeper the texts stay.
    pub(super) fn nodes(self, deepest: usize) -> Vec<Node> {
        let mut slots = self.slots.into_inner();
        let mut out = Vec::new();
        // In a fragment the root holds one `html`, and that the nodes.
        let top = slots.first().and_then(|root| root.first).unwrap_or(0);
        take(&mut slots, top, deepest, &mut out);
        out
    }

    fn add(&self, what: What) -> usize {
        let mut slots = self.slots.borrow_mut();
        slots.push(Slot {
            what,
            depth: 0,
            parent: None,
            first: None,
            last: None,
            before: None,
            after: None,
        });
        slots.len() - 1
    }

    fn nothing(&self, what: What) -> Handle {
        Handle {
            id: self.add(what),
            name: self.nameless.clone(),
        }
    }

    /// Puts a node at the end of `parent`, or before the one at `next`.
    fn put(&self, parent: usize, next: Option<usize>, child: NodeOrText<Handle>) {
        let previous = {
            let slots = self.slots.borrow();
            match next {
                Some(next) => slots[next].before,
                None => slots[parent].last,
            }
        };
        let id = match child {
            NodeOrText::AppendText(text) => {
                if let Some(previous) = previous
                    && let What::Text(old) = &mut self.slots.borrow_mut()[previous].what
                {
                    old.push_str(&text);
                    return;
                }
                self.add(What::Text(text.to_string()))
            }
            NodeOrText::AppendNode(node) => {
                self.detach(node.id);
                node.id
            }
        };
        let mut slots = self.slots.borrow_mut();
        // Detaching may have moved what is before.
        let previous = match next {
            Some(next) => slots[next].before,
            None => slots[parent].last,
        };
        let depth = slots[parent].depth + 1;
        let slot = &mut slots[id];
        (slot.parent, slot.before, slot.after, slot.depth) = (Some(parent), previous, next, depth);
        if matches!(slot.what, What::Element { .. }) {
            self.depth.set(depth);
        }
        match previous {
            Some(previous) => slots[previous].after = Some(id),
            None => slots[parent].first = Some(id),
        }
        match next {
            Some(next) => slots[next].before = Some(id),
            None => slots[parent].last = Some(id),
        }
    }

    fn detach(&self, id: usize) {
        let mut slots = self.slots.borrow_mut();
        let slot = &mut slots[id];
        let (parent, before, after) = (slot.parent.take(), slot.before.take(), slot.after.take());
        let Some(parent) = parent else { return };
        match before {
            Some(before) => slots[before].after = after,
            None => slots[parent].first = after,
        }
        match after {
            Some(after) => slots[after].before = before,
            None => slots[parent].last = before,
        }
    }
}

fn take(slots: &mut [Slot], parent: usize, deepest: usize, out: &mut Vec<Node>) {
    let mut next = slots[parent].first;
    while let Some(id) = next {
        next = slots[id].after;
        match std::mem::replace(&mut slots[id].what, What::Nothing) {
            What::Text(text) => match out.last_mut() {
                Some(Node::Text(last)) => last.push_str(&text),
                _ => out.push(Node::Text(text)),
            },
            What::Element { .. } if deepest == 0 => take(slots, id, 0, out),
            What::Element {
                name,
                attributes,
                place,
            } => {
                let mut element = element(&name, attributes, place);
                take(slots, id, deepest - 1, &mut element.children);
                out.push(Node::Element(element));
            }
            What::Root | What::Nothing => {}
        }
    }
}

fn element(name: &QualName, attributes: Vec<Attribute>, (line, column): (usize, usize)) -> Element {
    let written = |attribute: Attribute| {
        let local = &attribute.name.local;
        let name = match &attribute.name.prefix {
            // html5ever gives `xmlns` itself a prefix without letters.
            Some(prefix) if !prefix.is_empty() => format!("{prefix}:{local}"),
            Some(_) | None => local.to_string(),
        };
        is_name(&name).then(|| (name, attribute.value.to_string()))
    };
    let mut element = Element {
        name: name.local.to_string(),
        attributes: attributes
            .into_iter()
            .filter_map(written)
            .take(MAX_ATTRIBUTES)
            .collect(),
        children: Vec::new(),
        line,
        column,
    };
    if let Some((line, column)) = element.take("data-sourcepos").as_deref().and_then(start_of) {
        (element.line, element.column) = (line, column);
    }
    element
}

/// Names that can be written again without harm.
fn is_name(name: &str) -> bool {
    name.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.'))
}

/// The start of comrak's `line:column-line:column`.
fn start_of(range: &str) -> Option<(usize, usize)> {
    let (start, _) = range.split_once('-')?;
    let (line, column) = start.split_once(':')?;
    Some((line.parse().ok()?, column.parse().ok()?))
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle {
            id: 0,
            name: self.nameless.clone(),
        }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _: ElementFlags,
    ) -> Handle {
        let name = Rc::new(name);
        let id = self.add(What::Element {
            name: name.clone(),
            attributes,
            place: self.place.get(),
        });
        Handle { id, name }
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        let mark = text.strip_prefix("wxmass ").and_then(|place| {
            let (line, column) = place.split_once(':')?;
            Some((line.parse().ok()?, column.parse().ok()?))
        });
        if mark.is_some() {
            self.mark.set(mark);
        }
        self.nothing(What::Nothing)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.nothing(What::Nothing)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(parent.id, None, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        if self.slots.borrow()[element.id].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &Handle) {
        let depth = self.slots.borrow()[node.id].depth;
        self.depth.set(depth.saturating_sub(1));
    }

    fn get_template_contents(&self, template: &Handle) -> Handle {
        // It is shown nowhere, but its writer is told: it stays below its tag.
        template.clone()
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.id == other.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, new: NodeOrText<Handle>) {
        let parent = self.slots.borrow()[sibling.id].parent;
        if let Some(parent) = parent {
            self.put(parent, Some(sibling.id), new);
        }
    }

    fn add_attrs_if_missing(&self, _: &Handle, _: Vec<Attribute>) {
        // Those of a second `<html>` or `<body>`, which do not stay.
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        loop {
            let Some(first) = self.slots.borrow()[node.id].first else {
                return;
            };
            let child = Handle {
                id: first,
                name: self.nameless.clone(),
            };
            let depth = self.depth.get();
            self.put(parent.id, None, NodeOrText::AppendNode(child));
            self.depth.set(depth);
        }
    }
}
