//! Reads a source line by line: what is code, what is a remark that no reader sees, which lines make a box.
//!
//! Every line keeps its number. Containers (`:::tip`, `!!! note`) become the callouts of Obsidian, whose boxes `markdown` draws.

mod boxes;
mod definitions;
mod stack;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::foreign::{Fate, Foreign, ForeignKind as Kind, names_a_file};
use super::lines::{self, Line};
use super::remarks::Remarks;
use definitions::{Definition, definitions};
use stack::Container;

/// The source with its lines turned, and what was found.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub(super) text: String,
    /// With their lines, from 1.
    pub(super) notes: Vec<(usize, Foreign)>,
    /// Names of footnotes that are defined, in small letters.
    pub(super) footnotes: HashSet<String>,
}

static FENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:[ \t>]|[-*+][ \t]+|[0-9]{1,9}[.)][ \t]+)*(`{3,}|~{3,})([^`\n]*)$").ok()
});
static ITEM: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(?:(?:[-*+]|[0-9]{1,9}[.)])\s+)+").ok());
/// Lines of a remark of HTML.
const LONGEST_COMMENT: usize = 1000;

/// Beginnings of pictures, in marks of either width.
const PICTURES: &[&str] = &["![", "！[", "!［", "！［", "src=", "{image}", "{figure}"];

/// Lines of a formula.
const LONGEST_FORMULA: usize = 200;

/// Environments that TeX sets as formulas of their own.
const ENVIRONMENTS: &[&str] = &[
    "equation", "align", "aligned", "alignat", "gather", "gathered", "multline", "split", "cases",
    "rcases", "matrix", "pmatrix", "bmatrix", "vmatrix", "Bmatrix", "Vmatrix", "array", "eqnarray",
];

/// Elements whose inside is not Markdown.
const RAW: &[&str] = &["pre", "script", "style", "svg", "textarea", "math"];

pub(super) fn read(text: &str) -> Blocks {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let last = |sign: &str| {
        lines
            .iter()
            .rposition(|line| line.contains(sign))
            .unwrap_or(0)
    };
    let mut reader = Reader {
        definitions: definitions(text, &lines),
        named: HashMap::new(),
        last_end: last("-->"),
        lines,
        done: Blocks::default(),
        fence: None,
        raw: None,
        is_formula: false,
        remarks: Remarks::default(),
        containers: Vec::new(),
        settings_until: 0,
        environment: None,
        is_list: false,
    };
    for number in 0..reader.lines.len() {
        reader.line(number);
    }
    reader.finish();
    reader.done
}

struct Reader<'t> {
    lines: Vec<&'t str>,
    definitions: HashMap<String, usize>,
    /// The line of each definition that was read.
    named: HashMap<String, usize>,
    /// The last line that can end a remark of HTML.
    last_end: usize,
    done: Blocks,
    /// The sign of the fence that is open, its length, and its line.
    fence: Option<(char, usize, usize)>,
    raw: Option<&'static str>,
    is_formula: bool,
    remarks: Remarks,
    /// Containers that are open, the outermost first.
    containers: Vec<Container>,
    /// Lines before this one are settings of the container above them.
    settings_until: usize,
    /// The last line of a formula that stands without dollars.
    environment: Option<usize>,
    /// The last line that was not indented began an item.
    is_list: bool,
}

/// A line apart from the marks of quotes before it, and without its end.
fn unquoted(line: &str) -> (&str, &str) {
    let text = line.trim_end_matches(['\n', '\r']);
    let marks = text.len() - text.trim_start_matches([' ', '>']).len();
    let quote = text
        .get(..marks)
        .and_then(|marks| marks.rfind('>'))
        .map_or(0, |at| at + 1);
    // `>_<` is a face.
    let is_face = text.get(quote..).is_some_and(lines::is_half_a_face);
    let (quote, rest) = text.split_at(quote.saturating_sub(usize::from(is_face)));
    if quote.is_empty() {
        return ("", rest);
    }
    match rest.strip_prefix(' ') {
        Some(after) => (text.get(..quote.len() + 1).unwrap_or(quote), after),
        None => (quote, rest),
    }
}

impl Reader<'_> {
    fn line(&mut self, number: usize) {
        let line = self.lines.get(number).copied().unwrap_or_default();
        let end = line
            .get(line.trim_end_matches(['\n', '\r']).len()..)
            .unwrap_or_default();
        let (outer, text) = stack::of_item(line);
        let (mut boxes, text) = self.enter(number, text);
        let (quote, text) = unquoted(text);
        let is_hidden = self.is_hidden();
        let new = if self.is_code(number, text) {
            None
        } else {
            self.turned(number, text, &mut boxes)
        };
        let text = new.as_deref().unwrap_or(text);
        // What its dialect hides is no part of the article; its ends are empty by themselves.
        if !is_hidden || !self.is_hidden() {
            for part in [outer, boxes.as_str(), quote, text] {
                self.done.text.push_str(part);
            }
        }
        self.done.text.push_str(end);
    }

    /// Code, formulas and raw elements go as they are.
    fn is_code(&mut self, number: usize, text: &str) -> bool {
        if self.remarks.is_open() || self.environment.is_some() {
            return false;
        }
        // Patterns are compiled where a line may fit them: compiling is most of the work of a short article.
        let may_fit = text.contains("```") || text.contains("~~~");
        let fence = may_fit.then(|| FENCE.as_ref()?.captures(text)).flatten();
        let marks = fence
            .as_ref()
            .and_then(|it| it.get(1))
            .map(|it| it.as_str());
        let info = fence
            .as_ref()
            .and_then(|it| it.get(2))
            .map_or("", |it| it.as_str());
        if let Some((sign, length, _)) = self.fence {
            if marks.is_some_and(|it| {
                it.starts_with(sign) && it.len() >= length && info.trim().is_empty()
            }) {
                self.fence = None;
            }
            return true;
        }
        if self.raw.is_none()
            && !self.is_formula
            && let Some(marks) = marks
        {
            if self.is_boxed_fence(text) {
                return false;
            }
            if let Some(fate) = boxes::directive(info) {
                self.say(number, Kind::Rst, fate, text);
            }
            let options = self.lines.get(number + 1).copied().unwrap_or_default();
            if info.trim_start().starts_with('{') && options.starts_with("#| ") {
                self.say(number + 1, Kind::Attributes, Fate::Stands, options);
            }
            let sign = marks.chars().next().unwrap_or('`');
            self.fence = Some((sign, marks.len(), number));
            return true;
        }
        if text.trim() == "$$" {
            self.is_formula = !self.is_formula;
            return true;
        }
        if self.is_formula {
            return true;
        }
        let lower = text.to_ascii_lowercase();
        if let Some(tag) = self.raw {
            if lower.contains(&format!("</{tag}")) {
                self.raw = None;
            }
            return true;
        }
        let begun = RAW.iter().find(|tag| {
            let begin = lower
                .trim_start()
                .strip_prefix('<')
                .and_then(|it| it.strip_prefix(**tag));
            begin.is_some_and(|it| it.starts_with(['>', ' ', '\t']) || it.is_empty())
        });
        if let Some(tag) = begun {
            self.raw = Some(*tag).filter(|tag| !lower.contains(&format!("</{tag}")));
        }
        begun.is_some()
    }

    fn say(&mut self, number: usize, kind: Kind, fate: Fate, text: &str) {
        let note = (number + 1, Foreign::new(kind, fate, text));
        // A list of many such lines is one thing.
        let goes_on = self.done.notes.last().is_some_and(|(line, last)| {
            kind == Kind::MissingSpace && last.kind == kind && *line >= number
        });
        if goes_on {
            if let Some(last) = self.done.notes.last_mut() {
                last.0 = last.0.max(number);
            }
            return;
        }
        self.done.notes.push(note);
    }

    /// The new form of a line that is not code; `boxes` are the marks of the boxes around it.
    fn turned(&mut self, number: usize, text: &str, boxes: &mut String) -> Option<String> {
        if let Some(end) = self.environment {
            if number < end {
                return None;
            }
            self.environment = None;
            return Some(format!("{text}$$"));
        }
        match self.remarks.without(number, text, &self.lines) {
            Some(left) => Some(self.turned_words(number, &left, boxes).unwrap_or(left)),
            None => self.turned_words(number, text, boxes),
        }
    }

    /// The same for a line without remarks.
    fn turned_words(&mut self, number: usize, text: &str, boxes: &mut String) -> Option<String> {
        if text.trim_start().starts_with("%%") && text.matches("%%").count() == 1 {
            self.say(number, Kind::Comment, Fate::Stands, text);
            return None;
        }
        if let Some(new) = self.formula(number, text) {
            return Some(new);
        }
        if let Some(new) = self.comment(number, text) {
            return Some(new);
        }
        if let Some(new) = self.boxed(number, text, boxes) {
            return Some(new);
        }
        if let Some(new) = self.boxed_in_item(number, text, boxes) {
            return Some(new);
        }
        match self.definition(number, text) {
            Definition::None => {}
            Definition::Kept => return None,
            Definition::Prose(new) => return Some(new),
        }
        if self.is_front_matter(number, text) {
            let first = self
                .lines
                .get(number + 1)
                .copied()
                .unwrap_or_default()
                .to_owned();
            self.say(number, Kind::FrontMatter, Fate::Stands, &first);
            return None;
        }
        let neighbour = |at: Option<usize>| {
            at.and_then(|at| self.lines.get(at))
                .map_or("", |line| unquoted(line).1)
        };
        let (before, after) = (
            neighbour(number.checked_sub(1)),
            neighbour(Some(number + 1)),
        );
        let line = Line {
            text,
            before,
            after,
            above: neighbour(number.checked_sub(2)),
        };
        let is_indented = text.starts_with("    ") || text.starts_with('\t');
        let turned = if is_indented {
            lines::indented_prose(text).filter(|_| !self.is_list)
        } else {
            lines::find(&line).or_else(|| in_item(text))
        };
        if !text.trim().is_empty() && !text.starts_with([' ', '\t']) {
            self.is_list = is_item(text);
        }
        let turned = turned.unwrap_or_default();
        if let Some((kind, fate)) = turned.note {
            let goes_on = kind == Kind::IndentedProse && !before.trim().is_empty();
            if !goes_on {
                self.say(number, kind, fate, text);
            }
            if kind == Kind::Mdx && text.starts_with("export") {
                self.settings_until = self.end_of_program(number);
            }
        }
        let is_broken = text.trim().is_empty() || is_indented || text.ends_with(['\\', ' ']);
        if turned.new.is_none() && !is_broken && lines::begins_an_entry(after) {
            return Some(format!("{text}  "));
        }
        turned.new
    }

    /// The line behind a piece of program: where its brackets are closed.
    fn end_of_program(&self, number: usize) -> usize {
        let mut depth = 0_isize;
        for (at, line) in self
            .lines
            .iter()
            .enumerate()
            .skip(number)
            .take(LONGEST_FORMULA)
        {
            depth += line
                .chars()
                .map(|it| match it {
                    '(' | '[' | '{' => 1,
                    ')' | ']' | '}' => -1,
                    _ => 0,
                })
                .sum::<isize>();
            if depth <= 0 {
                return at + 1;
            }
        }
        number + 1
    }

    /// `\begin{align}` at the beginning of a line, without dollars around it: a formula all the same.
    fn formula(&mut self, number: usize, text: &str) -> Option<String> {
        let name = text
            .trim_start()
            .strip_prefix("\\begin{")?
            .split_once('}')?
            .0;
        if !ENVIRONMENTS.contains(&name.trim_end_matches('*')) {
            return None;
        }
        let above = self.lines.get(..number)?.iter().rev().take(LONGEST_FORMULA);
        let above = above.take_while(|line| !line.trim().is_empty());
        let (dollars, brackets) = above.fold((0, 0), |(dollars, brackets), line| {
            let opened = line.matches("\\[").count() + line.matches("\\(").count();
            (dollars + line.matches("$$").count(), brackets + opened)
        });
        if dollars % 2 == 1 || brackets > 0 {
            return None;
        }
        let end = format!("\\end{{{name}}}");
        let below = self.lines.iter().skip(number).take(LONGEST_FORMULA);
        let last = below
            .take_while(|line| !line.trim().is_empty())
            .position(|line| line.trim_end().ends_with(&end))?;
        if last == 0 {
            return Some(format!("$${}$$", text.trim()));
        }
        self.environment = Some(number + last);
        Some(format!("$${}", text.trim_start()))
    }

    /// A remark of HTML that ends on a later line behind an empty one, or nowhere.
    fn comment(&mut self, number: usize, text: &str) -> Option<String> {
        let at = text.rfind("<!--")?;
        if text.get(at..)?.contains("-->") || text.get(..at)?.matches('`').count() % 2 == 1 {
            return None;
        }
        // Where another begins before its end, it is that one's.
        let mut below = self.lines.iter().skip(number + 1).take(LONGEST_COMMENT);
        let next = below.find_map(|line| match (line.find("<!--"), line.find("-->")) {
            (Some(begin), Some(end)) => Some(end < begin),
            (begin, end) => (begin.is_some() || end.is_some()).then_some(begin.is_none()),
        });
        if next.unwrap_or(self.last_end > number) {
            return None;
        }
        self.say(number, Kind::Comment, Fate::Stands, text);
        Some(text.replacen("<!--", "&lt;!--", 1))
    }

    fn finish(&mut self) {
        let open: Vec<usize> = self.unclosed();
        for number in open {
            let text = self.lines.get(number).copied().unwrap_or_default();
            self.say(number, Kind::Unclosed, Fate::Plain, text);
        }
        if let Some((_, _, number)) = self.fence {
            // Pictures behind it are code, too.
            let hides = self.lines.iter().skip(number).any(|line| {
                let is_marked = line.contains(['{', '[', ':', '@']);
                PICTURES.iter().any(|mark| line.contains(mark)) || (is_marked && names_a_file(line))
            });
            let fate = if hides { Fate::Lost } else { Fate::Stands };
            let text = self.lines.get(number).copied().unwrap_or_default();
            self.say(number, Kind::Fence, fate, text);
        }
    }
}

/// The new form of the words of an item that has them behind its mark.
fn in_item(text: &str) -> Option<lines::Turned> {
    let is_mark = |it: char| "-*+".contains(it) || it.is_ascii_digit();
    if !text.trim_start().starts_with(is_mark) {
        return None;
    }
    let found = ITEM.as_ref()?.find(text)?;
    let (mark, rest) = text.split_at(found.end());
    let line = Line {
        text: rest,
        before: lines::IN_ITEM,
        after: lines::IN_ITEM,
        above: lines::IN_ITEM,
    };
    let mut turned = lines::find(&line)?;
    if let Some(new) = &mut turned.new {
        new.insert_str(0, mark);
    }
    Some(turned)
}

fn is_item(text: &str) -> bool {
    let number = text.trim_start_matches(|it: char| it.is_ascii_digit());
    let is_number = number.len() < text.len() && number.starts_with(['.', ')']);
    is_number || text.starts_with(['-', '*', '+', ':']) || text.starts_with("[^")
}
