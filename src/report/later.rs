//! Runs that wait for their time, and drafts that are not what was previewed, in words.

use super::catalogue::text;
use super::lang::Lang;
use super::moment::beijing;
use crate::campaign::Window;
use crate::pipeline::{Difference, Field};
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
fn field(lang: Lang, field: Field) -> String {
    match field {
        Field::Title => text!(lang, field_title),
        Field::Author => text!(lang, field_author),
        Field::Digest => text!(lang, field_digest),
        Field::SourceUrl => text!(lang, field_source_url),
        Field::Cover => text!(lang, field_cover),
        Field::Comments => text!(lang, field_comments),
        Field::Text => text!(lang, field_text),
        Field::Pictures => text!(lang, field_pictures),
        Field::Layout => text!(lang, field_layout),
        Field::Articles => text!(lang, field_articles),
    }
}
