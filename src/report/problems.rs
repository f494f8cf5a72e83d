//! Problems of a campaign, each at its place: file, line, column, the line itself, and a fix.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::{Value, json};

use super::catalogue::text;
use super::lang::Lang;
use super::rules::sentence;
use crate::campaign::problem::{Problem, Problems, Severity};
use crate::text::printable;

/// Problems shown in full; the rest is counted.
const SHOWN: usize = 100;

/// Lines longer than this, in bytes, are named by their place and not shown.
const LONGEST_EXCERPT: usize = 4096;

/// All problems as text for a terminal, with a count at the end.
pub fn problems(lang: Lang, problems: &Problems) -> String {
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for problem in problems.list.iter().take(SHOWN) {
        text.push_str(&one(lang, &renderer, problem, problems));
        text.push_str("\n\n");
    }
    let more = problems.list.len().saturating_sub(SHOWN);
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

fn one(lang: Lang, renderer: &Renderer, problem: &Problem, problems: &Problems) -> String {
    let (title, fix) = sentence(lang, &problem.rule);
    let level = match problem.rule.severity() {
        Severity::Error => Level::ERROR.with_name(lang.pick("error", "错误")),
        Severity::Warning => Level::WARNING.with_name(lang.pick("warning", "警告")),
    };
    let help = Level::HELP.with_name(lang.pick("help", "建议"));
    let path = printable(&problem.file.display().to_string());
    let id = problem.rule.code();
    let source = problems.sources.get(&problem.file);
    let excerpt = source
        .zip(problem.span.as_ref())
        .and_then(|(source, span)| excerpt(source, span));
    let report = match excerpt {
        Some((text, span)) => {
            let annotation = AnnotationKind::Primary.span(span).label(fix);
            let snippet = Snippet::source(text)
                .line_start(problem.line.max(1))
                .path(path)
                .annotation(annotation);
            [level.primary_title(title).id(id).element(snippet)]
        }
        _ if problem.line > 0 => {
            let title = format!("{path}:{}:{}: {title}", problem.line, problem.column);
            [level.primary_title(title).id(id).element(help.message(fix))]
        }
        _ => [level
            .primary_title(format!("{path}: {title}"))
            .id(id)
            .element(help.message(fix))],
    };
    renderer.render(&report)
}

/// The lines that a span stands in, and the span in them. `None` where they are too long to be shown, or hold control
/// characters, which would move the cursor: then the place has to do.
fn excerpt<'a>(source: &'a str, span: &Range<usize>) -> Option<(&'a str, Range<usize>)> {
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
    if last - first > LONGEST_EXCERPT {
        last = line_end(start)?;
        end = end.min(last);
    }
    let text = source.get(first..last)?;
    let is_harmless = |it: char| !it.is_control() || matches!(it, '\n' | '\r' | '\t');
    let can_be_shown = text.len() <= LONGEST_EXCERPT && text.chars().all(is_harmless);
    can_be_shown.then(|| (text, start - first..end - first))
}

/// The problems as workflow commands of GitHub Actions, one a line, so that they stand beside the lines of a pull request
/// ("Workflow commands for GitHub Actions"). Paths below `root` are relative to it.
pub fn annotations(lang: Lang, problems: &[Problem], root: Option<&Path>) -> String {
    let mut text = String::new();
    for problem in problems {
        let (message, fix) = sentence(lang, &problem.rule);
        let level = match problem.rule.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let file = root.and_then(|root| problem.file.strip_prefix(root).ok());
        let file = file.unwrap_or(&problem.file).display().to_string();
        let mut place = format!("file={}", property(&file));
        if problem.line > 0 {
            let _ = write!(
                place,
                ",line={},col={}",
                problem.line,
                problem.column.max(1)
            );
        }
        let message = format!("{message}{}{fix}", lang.pick("; ", "；"));
        let _ = writeln!(text, "::{level} {place}::{}", data(&message));
    }
    text
}

/// A message of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A value of a workflow command, which ends at a comma or a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
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
    use crate::campaign::problem::Rule;

    #[test]
    fn annotations_cannot_be_ended_by_what_they_hold() {
        let problem = Problem {
            file: "/work/a,b:c%/x\r\n::set-env/campaign.toml".into(),
            span: None,
            line: 3,
            column: 0,
            rule: Rule::UnknownKey {
                key: "100%\n::error::x".to_owned(),
                nearest: None,
            },
        };
        let text = annotations(Lang::En, &[problem], Some(Path::new("/work")));
        assert_eq!(text.lines().count(), 1);
        assert!(text.starts_with(
            "::error file=a%2Cb%3Ac%25/x%0D%0A%3A%3Aset-env/campaign.toml,line=3,col=1::"
        ));
        assert!(text.contains("100%25"), "{text}");
    }
}
