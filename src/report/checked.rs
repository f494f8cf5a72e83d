//! Summary of what `check` looked at, in one line and as data.

use serde_json::{Value, json};

use super::catalogue::text;
use super::lang::Lang;
use crate::campaign::{Listed, Summary};

/// One line: articles, pictures, audience, and that there are no problems where there are none.
pub fn checked(lang: Lang, summary: &Summary, is_clean: bool) -> String {
    let mut parts = Vec::new();
    if summary.articles > 0 {
        parts.push(text!(lang, checked_articles, count = summary.articles));
    }
    if summary.pictures > 0 {
        let resized = match summary.resized {
            0 => String::new(),
            resized => text!(lang, checked_will_converted_resized, resized = resized),
        };
        parts.push(text!(
            lang,
            checked_pictures,
            pictures = summary.pictures,
            resized = resized
        ));
    }
    parts.extend(audience(lang, &summary.audience));
    let looked_at = parts.join(lang.pick(", ", "、"));
    match (looked_at.as_str(), is_clean) {
        (_, false) => looked_at,
        ("", true) => text!(lang, checked_no_problems),
        (_, true) => text!(lang, checked_no_problems_2, looked_at = looked_at),
    }
}

fn audience(lang: Lang, audience: &Listed) -> Option<String> {
    Some(match audience {
        Listed::Nothing => return None,
        Listed::All => text!(lang, checked_audience_all_followers),
        Listed::Tag(tag) => text!(lang, checked_audience_tag, tag = tag),
        Listed::Tags { tags, without } => text!(
            lang,
            checked_audience_tags,
            tags = tags.join(lang.pick(", ", "、")),
            without = without
        ),
        Listed::OpenIds { count: n, repeats } => {
            let again = match repeats {
                0 => String::new(),
                repeats => text!(lang, checked_repeats, repeats = repeats),
            };
            text!(lang, checked_audience_list, count = n, again = again)
        }
        Listed::Stdin => text!(lang, checked_audience_list_from_stdin_read),
    })
}

/// The same as data.
pub fn checked_json(summary: &Summary) -> Value {
    let audience = match &summary.audience {
        Listed::Nothing => Value::Null,
        Listed::All => json!({ "kind": "all" }),
        Listed::Tag(tag) => json!({ "kind": "tag", "tag": tag }),
        Listed::Tags { tags, without } => {
            json!({ "kind": "tags", "tags": tags, "without": without })
        }
        Listed::OpenIds { count, repeats } => {
            json!({ "kind": "openids", "count": count, "repeats": repeats })
        }
        Listed::Stdin => json!({ "kind": "openids", "count": null, "repeats": null }),
    };
    json!({
        "articles": summary.articles,
        "pictures": summary.pictures,
        "resized": summary.resized,
        "audience": audience,
    })
}
