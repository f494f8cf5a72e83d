//! Problems of a campaign, each at its place: file, line, column, the line itself, and a fix.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::{Value, json};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::catalogue::text;
use super::lang::Lang;
use super::rules::sentence;
use crate::campaign::problem::{Problem, Problems, Severity};
use crate::text::printable;

/// Problems shown; the rest is counted.
const SHOWN: usize = 100;

/// Lines of more bytes are cut without being measured.
const LONGEST_EXCERPT: usize = 4096;

/// Columns where there is no terminal, and the bounds of those of one.
const USUAL: usize = 100;
const NARROWEST: usize = 60;
const WIDEST: usize = 160;
/// Columns beside an excerpt: the number of its line, and bars.
const MARGIN: usize = 10;

/// All problems as text for a terminal, with a count at the end. Warnings that say the same of one file are one, with the place of
/// the first and their number.
pub fn problems(lang: Lang, problems: &Problems) -> String {
    problems_at(lang, problems, columns())
}

/// Columns of the terminal that errors go to.
fn columns() -> usize {
    let size = console::Term::stderr().size_checked();
    size.map_or(USUAL, |(_, columns)| usize::from(columns))
        .clamp(NARROWEST, WIDEST)
}

fn problems_at(lang: Lang, problems: &Problems, columns: usize) -> String {
    let renderer = Renderer::styled()
        .decor_style(DecorStyle::Ascii)
        .term_width(columns);
    let mut text = String::new();
    let groups = grouped(lang, problems);
    for group in groups.iter().take(SHOWN) {
        text.push_str(&one(lang, &renderer, group, problems, columns));
        text.push_str("\n\n");
    }
    let hidden = groups.iter().skip(SHOWN);
    let more: usize = hidden.map(|group| group.count).sum();
    if more > 0 {
        text.push_str(&text!(lang, problems_more_not_shown_json_them, more = more));
    }
    let (errors, warnings) = (
        problems.count(Severity::Error),
        problems.count(Severity::Warning),
    );
    text.push_str(&text!(
        lang,
        problems_count,
        errors = errors,
        warnings = warnings
    ));
    text
}

/// Problems that are told as one.
struct Group<'p> {
    first: &'p Problem,
    title: String,
    fix: String,
    count: usize,
}

/// Warnings of one file that say the same become one; each error is to be repaired, and stays by itself.
fn grouped(lang: Lang, problems: &Problems) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known = HashMap::new();
    for problem in &problems.list {
        let (title, fix) = sentence(lang, &problem.rule);
        if problem.rule.severity() == Severity::Warning {
            let next = groups.len();
            let at = *known.entry((&problem.file, title.clone())).or_insert(next);
            if let Some(group) = groups.get_mut(at) {
                group.count += 1;
                continue;
            }
        }
        groups.push(Group {
            first: problem,
            title,
            fix,
            count: 1,
        });
    }
    groups
}

fn one(
    lang: Lang,
    renderer: &Renderer,
    group: &Group<'_>,
    problems: &Problems,
    columns: usize,
) -> String {
    let problem = group.first;
    let level = match problem.rule.severity() {
        Severity::Error => Level::ERROR.with_name(text!(lang, problems_error)),
        Severity::Warning => Level::WARNING.with_name(text!(lang, problems_warning)),
    };
    let help = Level::HELP.with_name(text!(lang, problems_help));
    let path = printable(&problem.file.display().to_string());
    let place = format!("{path}:{}:{}", problem.line, problem.column);
    let id = problem.rule.code();
    let (title, fix) = (&group.title, group.fix.as_str());
    let title = match group.count {
        1 => title.clone(),
        count if problem.line > 0 => text!(
            lang,
            problems_grouped,
            title = title,
            count = count,
            place = place
        ),
        count => format!("{title} ×{count}"),
    };
    let source = problems.sources.get(&problem.file);
    let excerpt = source
        .zip(problem.span.as_ref())
        .and_then(|(source, span)| excerpt(source, span, columns.saturating_sub(MARGIN)));
    let report = match excerpt {
        Some(excerpt) => {
            let annotation = AnnotationKind::Primary.span(excerpt.span).label(fix);
            let mut snippet = Snippet::source(excerpt.text)
                .line_start(problem.line.max(1))
                .annotation(annotation);
            // The columns of a line that is cut are not those of the file.
            let title = if excerpt.is_cut && group.count == 1 {
                format!("{place}: {title}")
            } else {
                title
            };
            if !excerpt.is_cut {
                snippet = snippet.path(path);
            }
            [level.primary_title(title).id(id).element(snippet)]
        }
        _ if problem.line > 0 && group.count == 1 => {
            let title = format!("{place}: {title}");
            [level.primary_title(title).id(id).element(help.message(fix))]
        }
        _ if problem.line > 0 => [level.primary_title(title).id(id).element(help.message(fix))],
        _ => [level
            .primary_title(format!("{path}: {title}"))
            .id(id)
            .element(help.message(fix))],
    };
    renderer.render(&report)
}

/// Lines to be shown, and what in them is meant.
#[derive(Debug, PartialEq, Eq)]
struct Excerpt<'a> {
    text: Cow<'a, str>,
    span: Range<usize>,
    /// It is a part of one line.
    is_cut: bool,
}

/// The lines that a span stands in; of one that is wider than the terminal, the part around the span. `None` where they hold control
/// characters, which would move the cursor: then the place has to do.
fn excerpt<'a>(source: &'a str, span: &Range<usize>, width: usize) -> Option<Excerpt<'a>> {
    let mut end = span.end.min(source.len());
    let start = span.start.min(end);
    let first = source.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let line_end = |from: usize| {
        Some(
            from + source
                .get(from..)?
                .find('\n')
                .unwrap_or(source.len() - from),
        )
    };
    let mut last = line_end(end)?;
    let is_wide = |text: &str| text.lines().any(|line| line.width() > width);
    // Most lines are short; a long one is measured no further than needed.
    let is_long = last - first > LONGEST_EXCERPT || source.get(first..last).is_some_and(is_wide);
    if is_long {
        last = line_end(start)?;
        end = end.min(last);
    }
    let is_harmless = |it: char| !it.is_control() || matches!(it, '\n' | '\r' | '\t');
    let text = source.get(first..last)?;
    if text.len() > LONGEST_EXCERPT || is_wide(text) {
        let excerpt = around(source, first..last, start..end, width)?;
        return excerpt.text.chars().all(is_harmless).then_some(excerpt);
    }
    let span = start - first..end - first;
    let whole = Excerpt {
        text: Cow::Borrowed(text),
        span,
        is_cut: false,
    };
    text.chars().all(is_harmless).then_some(whole)
}

/// The part of a line around a span, with an ellipsis where it is cut.
fn around(
    source: &str,
    line: Range<usize>,
    span: Range<usize>,
    width: usize,
) -> Option<Excerpt<'static>> {
    let taken = |characters: &mut dyn Iterator<Item = char>, most: usize| {
        let mut columns = 0;
        let fits = |it: &char| {
            columns += it.width().unwrap_or(0);
            columns <= most
        };
        let bytes: usize = characters.take_while(fits).map(char::len_utf8).sum();
        bytes
    };
    let before = source.get(line.start..span.start)?;
    let from = span.start - taken(&mut before.chars().rev(), width / 4);
    let shown = source.get(span.start..line.end)?;
    let to = span.start + taken(&mut shown.chars(), width - width / 4 - 2);
    let meant = source.get(span.start..span.end.min(to))?;
    let end = span.start + taken(&mut meant.chars(), width / 2);
    let (left, right) = (
        if from > line.start { "…" } else { "" },
        if to < line.end { "…" } else { "" },
    );
    let text = format!("{left}{}{right}", source.get(from..to)?);
    let at = |byte: usize| byte - from + left.len();
    Some(Excerpt {
        span: at(span.start)..at(end),
        text: Cow::Owned(text),
        is_cut: true,
    })
}

/// All problems as data.
pub fn problems_json(lang: Lang, problems: &Problems) -> Vec<Value> {
    let one = |problem: &Problem| {
        let (message, fix) = sentence(lang, &problem.rule);
        json!({
            "code": problem.rule.code(),
            "severity": if problem.rule.severity() == Severity::Error { "error" } else { "warning" },
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "message": message,
            "fix": fix,
        })
    };
    problems.list.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_line_is_cut_on_both_sides() {
        let source = format!("first\n{}重点{}\nlast", "字".repeat(500), "x".repeat(5_000));
        let start = source.find('重').expect("it is there");
        let excerpt = excerpt(&source, &(start..start + 6), 80).expect("an excerpt");
        assert!(excerpt.is_cut && excerpt.text.width() <= 80);
        assert_eq!(&excerpt.text[excerpt.span.clone()], "重点");
        assert!(excerpt.text.starts_with("…字") && excerpt.text.ends_with("x…"));
        // What is meant may be longer than the terminal is wide.
        let whole = super::excerpt(&source, &(6..source.len() - 5), 80).expect("an excerpt");
        assert!(whole.text.width() <= 80 && whole.span.len() <= 40 * 3);
        let short = super::excerpt("ab\n春季\n", &(3..6), 80).expect("an excerpt");
        assert_eq!((short.text.as_ref(), short.span), ("春季", 0..3));
        assert_eq!(super::excerpt("a\u{1b}b", &(0..1), 80), None);
    }
}
