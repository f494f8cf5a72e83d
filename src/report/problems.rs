//! Problems of a campaign, each at its place: file, line, column, the line itself, and a fix.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::{Value, json};

use super::lang::{Lang, count};
use super::rules::sentence;
use crate::campaign::problem::{Problem, Problems, Severity};
use crate::text::printable;

/// Problems shown in full; the rest is counted.
const SHOWN: usize = 100;

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
        text.push_str(&lang.pick(
            format!("{more} more are not shown; `--json` has them all\n\n"),
            format!("另有 {more} 条未显示，`--json` 可见全部\n\n"),
        ));
    }
    let (errors, warnings) = (
        problems.count(Severity::Error),
        problems.count(Severity::Warning),
    );
    text.push_str(&lang.pick(
        format!("{}, {}", count(errors, "error"), count(warnings, "warning")),
        format!("{errors} 个错误，{warnings} 个警告"),
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
    // A text with control characters would move the cursor; then the place alone has to do.
    let source = problems
        .sources
        .get(&problem.file)
        .filter(|text| is_harmless(text));
    let report = match (source, &problem.span) {
        (Some(source), Some(span)) => {
            let end = span.end.min(source.len()).max(span.start.min(source.len()));
            let span = span.start.min(end)..end;
            let annotation = AnnotationKind::Primary.span(span).label(fix);
            let snippet = Snippet::source(source.as_str())
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

fn is_harmless(text: &str) -> bool {
    text.chars()
        .all(|it| !it.is_control() || matches!(it, '\n' | '\r' | '\t'))
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
