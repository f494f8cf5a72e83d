//! Containers of every dialect: `:::tip`, `!!! note`, fences that hold no code (```` ```ad-note ````, ```` ```{note} ````), tabs. Those with a
//! word become the callouts of Obsidian; the others only go, and it is said.

use std::sync::LazyLock;

use regex::Regex;

use super::{Fate, Kind, Reader, unquoted};

static CONTAINER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^ {0,3}(:{3,}) *([\w-]*) *(?:\[([^\]]*)\])? *(?:\{(.*)\})? *(.*?)\s*$").ok()
});
static ADMONITION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"^(?:!!!|\?\?\?\+?) *([A-Za-z][\w-]*)(?: +(?:inline|end))*(?: +(?:"([^"]*)"|(\S.*?)))?\s*$"#)
        .ok()
});
static TAB: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"^===[!+]? +"([^"]+)"\s*$"#).ok());
static BOXED_FENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^ {0,3}(`{3,}|~{3,}) *(?:ad-([\w-]+)|\{([\w-]+)\} *([^`]*?))\s*$").ok()
});
/// The settings that the plugin for ```` ```ad-note ```` reads above the words.
static SETTING: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(title|collapse|icon|color): *(.*?)\s*$").ok());

/// Containers that are boxes with a word; others only arrange what is in them.
const BOXES: &[&str] = &[
    "note",
    "tip",
    "hint",
    "info",
    "important",
    "warning",
    "warn",
    "danger",
    "error",
    "caution",
    "attention",
    "success",
    "check",
    "question",
    "faq",
    "details",
    "example",
    "quote",
    "todo",
    "abstract",
    "summary",
    "bug",
    "failure",
    "tips",
    "alert",
    "primary",
];

/// Empty lines inside of a container that its indent makes.
const FARTHEST: usize = 20;

/// A container that is open.
#[derive(Debug)]
pub(super) struct Container {
    is_box: bool,
    /// The fence that ends it; none for colons.
    fence: Option<(char, usize)>,
}

fn is_box(name: &str) -> bool {
    BOXES.contains(&name.to_ascii_lowercase().as_str())
}

fn head(name: &str, title: &str) -> String {
    format!("> [!{name}] {title}").trim_end().to_owned()
}

impl Reader<'_> {
    /// How many boxes a line is in.
    pub(super) fn depth(&self) -> usize {
        let boxes = self.containers.iter().filter(|one| one.is_box).count();
        boxes + usize::from(self.indented == Some(true))
    }

    /// The line inside of a container that its indent makes, without that indent. A line that is not indented ends it.
    pub(super) fn inside<'t>(&mut self, number: usize, text: &'t str) -> &'t str {
        if self.indented.is_none() {
            return text;
        }
        if let Some(inner) = text.strip_prefix("    ").or(text.strip_prefix('\t')) {
            return inner;
        }
        // Of empty lines the first that no indented line follows ends it: the next box is another.
        let mut ahead = self.lines.iter().skip(number).take(FARTHEST);
        let ahead =
            ahead.find_map(|line| Some(unquoted(line).1).filter(|it| !it.trim().is_empty()));
        if !ahead.is_some_and(|it| it.starts_with([' ', '\t'])) && self.fence.is_none() {
            self.indented = None;
        }
        text
    }

    /// Whether a fence begins or ends a container, and no code.
    pub(super) fn is_boxed_fence(&self, text: &str) -> bool {
        self.is_end_of_fence(text.trim()) || boxed_fence(text).is_some()
    }

    fn is_end_of_fence(&self, marks: &str) -> bool {
        let open = self.containers.last().and_then(|one| one.fence);
        open.is_some_and(|(sign, length)| {
            marks.len() >= length && marks.chars().all(|it| it == sign)
        })
    }

    /// The beginning and the end of a container; `boxes` are the marks of the boxes around the line.
    pub(super) fn boxed(
        &mut self,
        number: usize,
        text: &str,
        boxes: &mut String,
    ) -> Option<String> {
        if self.settings_until > number {
            return Some(String::new());
        }
        if text.starts_with(['!', '?', '=']) {
            return self.admonition(number, text);
        }
        if let Some((sign, length, name, title)) = boxed_fence(text) {
            let set = self.settings(number);
            let title = if title.is_empty() { &set } else { title };
            self.containers.push(Container {
                is_box: true,
                fence: Some((sign, length)),
            });
            return Some(head(name, title));
        }
        let marks = text.trim();
        if self.is_end_of_fence(marks) {
            return Some(self.end(number, text, boxes));
        }
        if !marks.starts_with(":::") {
            return None;
        }
        let may_fit = text.trim_start().starts_with(":::");
        let found = CONTAINER.as_ref().filter(|_| may_fit)?.captures(text)?;
        let part = |at| found.get(at).map_or("", |it| it.as_str()).trim();
        let (name, attributes) = (part(2), part(4));
        let title = if part(3).is_empty() { part(5) } else { part(3) };
        if name.is_empty() && title.is_empty() && attributes.is_empty() {
            return Some(self.end(number, text, boxes));
        }
        // `::: {.callout-note title="…"}` of Quarto, `:::{note}` of MyST.
        let class = attributes
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .trim_start_matches('.')
            .trim_start_matches("callout-");
        let name = if name.is_empty() { class } else { name };
        let is_box = is_box(name);
        self.containers.push(Container {
            is_box,
            fence: None,
        });
        if is_box {
            let quoted = attributes.split_once("title=\"").map(|(_, rest)| rest);
            let quoted = quoted.and_then(|rest| rest.split('"').next());
            return Some(head(name, quoted.unwrap_or(title)));
        }
        self.say(number, Kind::Container, Fate::LeftOut, text);
        // Words of a container that is not known are words all the same.
        Some(title.to_owned())
    }

    /// `!!! note "…"` and `=== "tab"`, where indented lines follow.
    fn admonition(&mut self, number: usize, text: &str) -> Option<String> {
        let next = self.lines.iter().skip(number + 1);
        let next = next
            .map(|line| unquoted(line).1)
            .find(|it| !it.trim().is_empty());
        if !next.is_some_and(|it| it.starts_with("    ") || it.starts_with('\t')) {
            return None;
        }
        if !["===", "!!!", "???"]
            .iter()
            .any(|mark| text.starts_with(mark))
        {
            return None;
        }
        if let Some(found) = TAB.as_ref()?.captures(text) {
            self.indented = Some(false);
            return Some(format!("**{}**", found.get(1)?.as_str()));
        }
        let found = ADMONITION.as_ref()?.captures(text)?;
        let title = found.get(2).or(found.get(3)).map_or("", |it| it.as_str());
        self.indented = Some(true);
        Some(head(found.get(1)?.as_str(), title))
    }

    /// The end of the innermost container.
    fn end(&mut self, number: usize, text: &str, boxes: &mut String) -> String {
        match self.containers.pop() {
            Some(one) if one.is_box => boxes.truncate(boxes.len().saturating_sub(2)),
            Some(_) => {}
            None => self.say(number, Kind::Container, Fate::LeftOut, text),
        }
        String::new()
    }

    /// The title among the settings below a fence; their lines are passed.
    fn settings(&mut self, number: usize) -> String {
        let mut title = String::new();
        for (at, line) in self.lines.iter().enumerate().skip(number + 1) {
            let Some(found) = SETTING.as_ref().and_then(|it| it.captures(line)) else {
                break;
            };
            let part = |at| found.get(at).map_or("", |it| it.as_str());
            if part(1) == "title" {
                part(2).clone_into(&mut title);
            }
            self.settings_until = at + 1;
        }
        title
    }
}

/// The sign and the length of a fence that holds no code, its kind and its title.
fn boxed_fence(text: &str) -> Option<(char, usize, &str, &str)> {
    if !text.trim_start().starts_with(['`', '~']) {
        return None;
    }
    let found = BOXED_FENCE.as_ref()?.captures(text)?;
    let marks = found.get(1)?.as_str();
    let directive = found.get(3).map(|it| it.as_str());
    if directive.is_some_and(|name| !is_box(name)) {
        return None;
    }
    let name = found.get(2).map(|it| it.as_str()).or(directive)?;
    let title = found.get(4).map_or("", |it| it.as_str());
    Some((marks.chars().next()?, marks.len(), name, title))
}
