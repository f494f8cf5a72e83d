//! Containers of every dialect: `:::tip`, `!!! note`, fences that hold no code (```` ```ad-note ````, ```` ```{note} ````), tabs. Those with a
//! word become the callouts of Obsidian; the others only go, and it is said.

use std::sync::LazyLock;

use regex::Regex;

use super::super::site::is_han;
use super::stack::{Container, End, of_item};
use super::{Fate, ITEM, Kind, Reader, names_a_file, unquoted};

static CONTAINER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[ \t]*(:{3,}) *([\w-]*) *(?:\[([^\]]*)\])? *(?:\{(.*)\})? *(.*?)\s*$").ok()
});
static ADMONITION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"^[ \t]*(?:!!!|\?\?\?\+?) *(\p{Alphabetic}[\w-]*)(?: +(?:inline|end))*(?: +(?:"([^"]*)"|(\S.*?)))?\s*$"#)
        .ok()
});
static TAB: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"^[ \t]*===[!+]? +"([^"]+)"\s*$"#).ok());
static BOXED_FENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[ \t]*(`{3,}|~{3,}) *(?:ad-([\w-]+)|\{([\w-]+)\} *([^`]*?))\s*$").ok()
});
/// The settings that the plugin for ```` ```ad-note ```` reads above the words.
static SETTING: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[ \t>]*(title|collapse|icon|color): *(.*?)\s*$").ok());
/// Settings below a directive of MyST.
static OPTION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[ \t>]*:[a-z][\w-]*:(?:\s|$)").ok());

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
    "seealso",
];

/// Directives that are boxes by whatever their title says.
const PLAIN: &[&str] = &["admonition", "dropdown"];

/// Directives that bring a picture or another file.
const BRINGS: &[&str] = &[
    "figure",
    "image",
    "figure-md",
    "video",
    "iframe",
    "include",
    "literalinclude",
    "embed",
];

/// Names in braces behind a fence that are languages: their block is code.
const LANGUAGES: &str = " python r julia js javascript ojs observable bash sh shell sql cpp c java rust go php perl ruby \
    code code-block code-cell sourcecode ipython ipython3 latex tex text html css yaml json toml stan sas octave awk lua powershell \
    console ts typescript jsx tsx diff math =html =latex ";

/// Lines of a container that is not shown.
const LONGEST: usize = 1000;

/// Containers inside of one another that are read.
const DEEPEST: usize = 64;

fn is_box(name: &str) -> bool {
    let is_chinese = !name.is_empty() && name.chars().all(is_han);
    is_chinese
        || BOXES
            .iter()
            .chain(PLAIN)
            .any(|one| name.eq_ignore_ascii_case(one))
}

/// Whether the attributes of a container keep it from readers.
fn is_hidden(attributes: &str) -> bool {
    let mut words = attributes.split_whitespace();
    words.any(|it| matches!(it, ".content-hidden" | ".hidden" | ".notes"))
        && !attributes.contains("when-")
        && !attributes.contains("unless-")
}

fn head(name: &str, title: &str) -> String {
    let name = if PLAIN.contains(&name) { "note" } else { name };
    format!("> [!{name}] {title}").trim_end().to_owned()
}

/// The space at the beginning of a line.
fn space(text: &str) -> &str {
    let end = text.len() - text.trim_start_matches([' ', '\t']).len();
    text.get(..end).unwrap_or_default()
}

/// Columns of the space at the beginning of a line.
fn columns(line: &str) -> usize {
    space(of_item(line).1)
        .chars()
        .map(|it| if it == '\t' { 4 } else { 1 })
        .sum()
}

/// The fate of a block of code that is none: a directive, such as ```` ```{figure} a.png ````.
pub(super) fn directive(info: &str) -> Option<Fate> {
    let inside = info.trim().strip_prefix('{')?;
    let end = inside.find(['}', ' ', ','])?;
    let (name, rest) = inside.split_at(end);
    let name = name.to_ascii_lowercase();
    if BRINGS.contains(&name.as_str()) || (rest.starts_with('}') && names_a_file(rest)) {
        return Some(Fate::Lost);
    }
    let is_language = LANGUAGES.split(' ').any(|one| one == name);
    let is_known = name.is_empty()
        || is_language
        || name.starts_with(['.', '#'])
        || super::super::is_program(info).is_some();
    (!is_known).then_some(Fate::Stands)
}

impl Reader<'_> {
    /// The same for an item that begins with a container.
    pub(super) fn boxed_in_item(
        &mut self,
        number: usize,
        text: &str,
        boxes: &mut String,
    ) -> Option<String> {
        let mark = ITEM.as_ref()?.find(text)?.as_str();
        let rest = text.strip_prefix(mark)?;
        if !rest.starts_with(":::") || rest.trim_matches(':').is_empty() {
            return None;
        }
        self.is_list = true;
        let width = " ".repeat(mark.chars().count());
        let new = self.boxed(number, &format!("{width}{rest}"), boxes)?;
        let words = new.strip_prefix(&width).unwrap_or(&new);
        Some(format!("{mark}{words}"))
    }

    /// Whether a line of colons follows.
    fn is_closed(&self, number: usize) -> bool {
        let mut below = self.lines.iter().skip(number + 1).take(LONGEST);
        below.any(|line| {
            let marks = unquoted(line).1.trim();
            marks.len() >= 3 && marks.bytes().all(|it| it == b':')
        })
    }

    /// Whether a line that is so far from the edge may begin a container: it is none of code.
    fn may_begin(&self, text: &str) -> bool {
        columns(text) < 4 || self.is_list
    }

    /// Whether a fence begins or ends a container, and no code.
    pub(super) fn is_boxed_fence(&self, text: &str) -> bool {
        self.is_end_of_fence(text.trim()) || (boxed_fence(text).is_some() && self.may_begin(text))
    }

    fn is_end_of_fence(&self, marks: &str) -> bool {
        let Some(End::Fence(sign, length)) = self.containers.last().map(|one| one.end) else {
            return false;
        };
        marks.len() >= length && marks.chars().all(|it| it == sign)
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
        if self.containers.len() >= DEEPEST && !text.trim_matches([' ', ':', '`', '~']).is_empty() {
            return None;
        }
        let marks = text.trim();
        if marks.starts_with(['!', '?', '=']) {
            return self.admonition(number, text);
        }
        let lead = space(text);
        if let Some((sign, length, name, title)) =
            boxed_fence(text).filter(|_| self.may_begin(text))
        {
            let set = self.settings(number);
            let title = if title.is_empty() { &set } else { title };
            self.containers.push(Container {
                is_box: true,
                hides: false,
                end: End::Fence(sign, length),
                lead: lead.to_owned(),
                line: number,
            });
            return Some(format!("{lead}{}", head(name, title)));
        }
        if self.is_end_of_fence(marks) {
            return Some(self.end(number, text, boxes));
        }
        if !marks.starts_with(":::") || !self.may_begin(text) {
            return None;
        }
        let found = CONTAINER.as_ref()?.captures(text)?;
        let part = |at| found.get(at).map_or("", |it| it.as_str()).trim();
        let (name, attributes) = (part(2), part(4));
        let title = if part(3).is_empty() { part(5) } else { part(3) };
        if name.is_empty() && title.is_empty() && attributes.is_empty() {
            return Some(self.end(number, text, boxes));
        }
        // `::: {.callout-note title="…"}` of Quarto, `:::{note}` of MyST.
        let mut classes = attributes
            .split_whitespace()
            .map(|it| it.trim_start_matches('.').trim_start_matches("callout-"));
        let class = classes.find(|it| is_box(it)).unwrap_or_default();
        let name = if name.is_empty() { class } else { name };
        let is_box = is_box(name);
        self.containers.push(Container {
            is_box,
            hides: is_hidden(attributes) && self.is_closed(number),
            end: End::Colons,
            lead: lead.to_owned(),
            line: number,
        });
        if is_box {
            if !attributes.is_empty() {
                self.options(number);
            }
            let quoted = attributes.split_once("title=").and_then(|(_, rest)| {
                let sign = rest.chars().next().filter(|it| "\"'".contains(*it))?;
                rest.get(1..)?.split(sign).next()
            });
            return Some(format!("{lead}{}", head(name, quoted.unwrap_or(title))));
        }
        if names_a_file(text) {
            self.options(number);
            self.say(number, Kind::Rst, Fate::Lost, text);
        } else {
            self.say(number, Kind::Container, Fate::LeftOut, text);
        }
        // Words of a container that is not known are words all the same.
        Some(title.to_owned())
    }

    /// `!!! note "…"` and `=== "tab"`, where indented lines follow.
    fn admonition(&mut self, number: usize, text: &str) -> Option<String> {
        let here = self.lines.get(number).copied().unwrap_or_default();
        let next = self.lines.iter().skip(number + 1);
        let next = next.copied().find(|it| !unquoted(it).1.trim().is_empty());
        if !self.may_begin(text) {
            return None;
        }
        let is_followed = next.is_some_and(|it| columns(it) >= columns(here) + 4);
        let lead = space(text);
        let indented = |is_box| Container {
            is_box,
            hides: false,
            end: End::Indent,
            lead: lead.to_owned(),
            line: number,
        };
        let marks = ["===", "!!!", "???"];
        if !marks.iter().any(|mark| text.trim_start().starts_with(mark)) {
            return None;
        }
        if let Some(found) = TAB.as_ref()?.captures(text).filter(|_| is_followed) {
            self.containers.push(indented(false));
            return Some(format!("{lead}**{}**", found.get(1)?.as_str()));
        }
        let found = ADMONITION.as_ref()?.captures(text)?;
        let name = found.get(1)?.as_str();
        if !is_followed {
            if name.is_ascii() && is_box(name) {
                self.say(number, Kind::Container, Fate::Stands, text);
            }
            return None;
        }
        let title = found.get(2).or(found.get(3)).map_or("", |it| it.as_str());
        self.containers.push(indented(true));
        Some(format!("{lead}{}", head(name, title)))
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
        self.options(number.max(self.settings_until.saturating_sub(1)));
        title
    }

    /// Passes the lines of options below a directive.
    fn options(&mut self, number: usize) {
        for (at, line) in self.lines.iter().enumerate().skip(number + 1) {
            if !OPTION.as_ref().is_some_and(|it| it.is_match(line)) {
                break;
            }
            self.settings_until = at + 1;
        }
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
