//! How long is too long (`wechat-api.md` 3.6).
//!
//! WeChat's pages disagree with each other and with the field, so each field has a length that is fine, one that earns a
//! warning and one that is refused here, before anything is uploaded.

use std::path::Path;

use unicode_width::UnicodeWidthStr as _;

use super::problem::{Problems, Rule, Unit};
use super::table::At;

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
        "source_url" => &[Limit {
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
        "name" => &[Limit {
            unit: Characters,
            warn_above: 64,
            refuse_above: 64,
        }],
        _ => &[],
    }
}

/// Says when a field is too long, or long enough to be risky; the first of both that holds.
pub(super) fn check(field: &'static str, text: &At<String>, file: &Path, problems: &mut Problems) {
    for limit in limits(field) {
        let length = match limit.unit {
            Unit::Characters => text.value.chars().count(),
            Unit::Widths => text.value.width(),
            Unit::Bytes => text.value.len(),
        };
        let unit = limit.unit;
        if length > limit.refuse_above {
            let rule = Rule::TooLong {
                field,
                length,
                limit: limit.refuse_above,
                unit,
            };
            return problems.at(file, text.span.clone(), rule);
        }
        if length > limit.warn_above {
            let rule = Rule::Longish {
                field,
                length,
                limit: limit.warn_above,
                unit,
            };
            return problems.at(file, text.span.clone(), rule);
        }
    }
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
