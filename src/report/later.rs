//! Runs that wait for their time, and drafts that are not what was previewed, in words.

use super::catalogue::text;
use super::lang::Lang;
use super::moment::beijing;
use crate::campaign::Window;
use crate::pipeline::Difference;
use crate::text::printable;

/// When a run goes out, for the question.
pub(super) fn window(lang: Lang, window: Window) -> String {
    let at = beijing(window.at);
    match window.until {
        Some(until) => text!(
            lang,
            later_sends_latest_command_waits_until,
            at = at,
            until = beijing(until)
        ),
        None => text!(lang, later_sends_command_waits_until_then, at = at),
    }
}

/// `3 d 04:05:06`, `04:05:06`.
pub(super) fn time_left(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let clock = format!("{:02}:{:02}:{:02}", rest / 3_600, rest / 60 % 60, rest % 60);
    match days {
        0 => clock,
        days => format!("{days} d {clock}"),
    }
}

/// One line for each thing in which two versions of a draft differ.
pub fn differences(lang: Lang, all: &[Difference]) -> String {
    let line = |difference: &Difference| {
        text!(
            lang,
            later_article,
            n = difference.article,
            field = field(lang, difference.field),
            was = printable(&difference.was),
            is = printable(&difference.is)
        )
    };
    all.iter().map(line).collect::<Vec<_>>().join("; ")
}

/// The name of a field of an article.
fn field(lang: Lang, name: &str) -> String {
    match name {
        "title" => text!(lang, field_title),
        "author" => text!(lang, field_author),
        "digest" => text!(lang, field_digest),
        "source_url" => text!(lang, field_source_url),
        "cover" => text!(lang, field_cover),
        "comments" => text!(lang, field_comments),
        "text" => text!(lang, field_text),
        "pictures" => text!(lang, field_pictures),
        "layout" => text!(lang, field_layout),
        "articles" => text!(lang, field_articles),
        other => other.to_owned(),
    }
}
