//! How many are too many, and how long is too long (`wechat-api.md` 3.6).
//!
//! WeChat's pages disagree with each other and with the field, so each field has a length that is fine, one that earns a
//! warning and one that is refused here, before anything is uploaded.

use std::ops::Range;
use std::path::Path;

use unicode_width::UnicodeWidthStr as _;

use super::problem::{OddTitle, Problems, Rule, Unit};
use super::table::At;
use crate::article;
use crate::text::is_invisible;

/// Articles in one news ("draft_add").
pub(super) const MAX_ARTICLES: usize = 8;
/// Pictures in a post of pictures ("draft_add") and in one message (`wechat-api.md` 11, row 16).
const MAX_PICTURES: usize = 20;

/// Characters of a campaign's name.
pub const MAX_NAME: usize = 64;

/// A field's two limits in one unit.
struct Limit {
    unit: Unit,
    warn_above: usize,
    refuse_above: usize,
}

fn limits(field: &'static str) -> &'static [Limit] {
    use Unit::{Bytes, Characters, Widths};
    match field {
        "title" => &[
            Limit {
                unit: Widths,
                warn_above: 64,
                refuse_above: 64,
            },
            Limit {
                unit: Characters,
                warn_above: 32,
                refuse_above: 64,
            },
        ],
        "author" => &[
            Limit {
                unit: Characters,
                warn_above: 16,
                refuse_above: 16,
            },
            Limit {
                unit: Widths,
                warn_above: 16,
                refuse_above: 32,
            },
        ],
        "digest" => &[Limit {
            unit: Characters,
            warn_above: 120,
            refuse_above: 128,
        }],
        // As a campaign and as WeChat's own JSON call it.
        "source_url" | "content_source_url" => &[Limit {
            unit: Bytes,
            warn_above: 1024,
            refuse_above: 1024,
        }],
        "text" => &[
            Limit {
                unit: Characters,
                warn_above: 600,
                refuse_above: usize::MAX,
            },
            Limit {
                unit: Bytes,
                warn_above: usize::MAX,
                refuse_above: 1_048_576,
            },
        ],
        "content" => &[
            Limit {
                unit: Characters,
                warn_above: usize::MAX,
                refuse_above: article::MAX_CHARACTERS - 1,
            },
            Limit {
                unit: Bytes,
                warn_above: usize::MAX,
                refuse_above: article::MAX_BYTES - 1,
            },
        ],
        "name" => &[Limit {
            unit: Characters,
            warn_above: MAX_NAME,
            refuse_above: MAX_NAME,
        }],
        _ => &[],
    }
}

/// Says when a field is too long, or long enough to be risky.
pub(super) fn check(field: &'static str, text: &At<String>, file: &Path, problems: &mut Problems) {
    if let Some(rule) = judge(field, &text.value) {
        problems.at(file, text.span.clone(), rule);
    }
}

/// Warns of a title that readers would see otherwise than it was written: WeChat shows it as it is, in one line.
pub(super) fn check_title(title: &At<String>, file: &Path, problems: &mut Problems) {
    let text = &title.value;
    let entity = || {
        let (_, after) = text.split_once('&')?;
        let (name, _) = after.split_once(';')?;
        let is_name = |it: char| it.is_ascii_alphanumeric() || it == '#';
        let is_entity = (2..=8).contains(&name.len()) && name.chars().all(is_name);
        is_entity.then(|| format!("&{name};"))
    };
    let odd = if text
        .chars()
        .all(|it| is_invisible(it) || it.is_whitespace())
    {
        OddTitle::Invisible
    } else if text.contains(['\n', '\r']) {
        OddTitle::LineEnd
    } else if text.contains('\t') {
        OddTitle::Tab
    } else if text.trim() != text {
        OddTitle::OuterSpace
    } else if let Some(entity) = entity() {
        OddTitle::Entity(entity)
    } else {
        return;
    };
    problems.at(file, title.span.clone(), Rule::OddTitle(odd));
}

/// Says when a list of pictures is empty or too long.
pub(super) fn check_pictures(
    count: usize,
    span: Range<usize>,
    file: &Path,
    problems: &mut Problems,
) {
    if !(1..=MAX_PICTURES).contains(&count) {
        let limit = MAX_PICTURES;
        problems.at(file, span, Rule::PictureCount { count, limit });
    }
}

/// The first limit of a field that a text is beyond.
pub(super) fn judge(field: &'static str, text: &str) -> Option<Rule> {
    limits(field).iter().find_map(|limit| {
        let length = match limit.unit {
            Unit::Characters => text.chars().count(),
            Unit::Widths => text.width(),
            Unit::Bytes => text.len(),
        };
        let unit = limit.unit;
        if length > limit.refuse_above {
            let limit = limit.refuse_above;
            return Some(Rule::TooLong {
                field,
                length,
                limit,
                unit,
            });
        }
        let limit = limit.warn_above;
        (length > limit).then_some(Rule::Longish {
            field,
            length,
            limit,
            unit,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(field: &'static str, text: &str) -> Option<&'static str> {
        let mut problems = Problems::default();
        check(
            field,
            &At {
                value: text.to_owned(),
                span: 0..0,
            },
            Path::new("x"),
            &mut problems,
        );
        problems.list.first().map(|problem| problem.rule.code())
    }

    #[test]
    fn the_table_of_lengths() {
        let cases = [
            ("title", "春".repeat(32), None),
            ("title", "春".repeat(33), Some("too-long")),
            ("title", "a".repeat(32), None),
            ("title", "a".repeat(33), Some("longish")),
            ("title", "a".repeat(65), Some("too-long")),
            ("author", "春".repeat(8), None),
            ("author", "春".repeat(9), Some("longish")),
            ("author", "a".repeat(17), Some("too-long")),
            ("digest", "春".repeat(120), None),
            ("digest", "春".repeat(121), Some("longish")),
            ("digest", "春".repeat(129), Some("too-long")),
            ("source_url", "a".repeat(1025), Some("too-long")),
        ];
        for (field, text, expected) in cases {
            assert_eq!(
                code(field, &text),
                expected,
                "{field} {}",
                text.chars().count()
            );
        }
    }
}
