//! What `check` looked at, in one line and as data.

use serde_json::{Value, json};

use super::lang::{Lang, count, say};
use crate::campaign::{Listed, Summary};
use crate::text::printable;

/// One line: articles, pictures, audience, and that there are no problems where there are none.
pub fn checked(lang: Lang, summary: &Summary, is_clean: bool) -> String {
    let mut parts = Vec::new();
    if summary.articles > 0 {
        let articles = count(summary.articles, "article");
        parts.push(lang.pick(articles, format!("{} 篇图文", summary.articles)));
    }
    if summary.pictures > 0 {
        let pictures = count(summary.pictures, "picture");
        let resized = match summary.resized {
            0 => String::new(),
            resized => say!(
                lang,
                " ({resized} will be converted or resized)",
                "（{resized} 张会转换或压缩）"
            ),
        };
        parts.push(lang.pick(
            format!("{pictures}{resized}"),
            format!("{} 张图片{resized}", summary.pictures),
        ));
    }
    parts.extend(audience(lang, &summary.audience));
    let looked_at = parts.join(lang.pick(", ", "、"));
    match (looked_at.as_str(), is_clean) {
        (_, false) => looked_at,
        ("", true) => lang.pick("no problems", "没有问题").to_owned(),
        (_, true) => lang.pick(
            format!("{looked_at} — no problems"),
            format!("{looked_at}——没有问题"),
        ),
    }
}

fn audience(lang: Lang, audience: &Listed) -> Option<String> {
    Some(match audience {
        Listed::Nothing => return None,
        Listed::All => say!(lang, "audience: all followers", "受众：全部粉丝"),
        Listed::Tag(tag) => say!(
            lang,
            "audience: tag `{tag}`",
            "受众：标签 `{tag}`",
            tag = printable(tag)
        ),
        Listed::Tags { tags, without } => say!(
            lang,
            "audience: followers of {t}, each once, without {n} of a list; counted when it is sent",
            "受众：标签 {t} 的粉丝（去重），除去名单中的 {n} 人；发送时统计人数",
            t = tags.join(lang.pick(", ", "、")),
            n = without
        ),
        Listed::OpenIds { count: n, repeats } => {
            let openids = count(usize::try_from(*n).unwrap_or(usize::MAX), "openid");
            let again = match repeats {
                0 => String::new(),
                1 => say!(lang, " (1 repeat)", "（去重 1）"),
                repeats => say!(lang, " ({repeats} repeats)", "（去重 {repeats}）"),
            };
            lang.pick(
                format!("audience: list of {openids}{again}"),
                format!("受众：openid 名单 {n} 人{again}"),
            )
        }
        Listed::Stdin => say!(
            lang,
            "audience: a list from stdin, read when it is sent",
            "受众：来自标准输入的名单，发送时读取"
        ),
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
