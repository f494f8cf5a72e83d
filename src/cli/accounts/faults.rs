//! The accounts file, read with all of its faults at once.
//!
//! No fault repeats a value: it may be a secret. serde would stop at the first fault, and print it.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::Profile;
use crate::report::{Lang, say};

/// What each key takes, in both languages; a key that is not here is not known.
const KEYS: [(&str, [&str; 2]); 12] = [
    ("appid", TEXT),
    ("secret", TEXT),
    ("secret_command", TEXT),
    ("api_base", TEXT),
    (
        "kind",
        [
            "`service`, `subscription` or `unverified`",
            "`service`、`subscription` 或 `unverified`",
        ],
    ),
    ("protection", FLAG),
    (
        "quiet_hours",
        [
            "two times, as in \"22:00-08:00\"",
            "两个时刻，如 \"22:00-08:00\"",
        ],
    ),
    ("confirm_above", ["a whole number", "整数"]),
    ("require_preview", FLAG),
    (
        "token_call",
        ["`stable` or `classic`", "`stable` 或 `classic`"],
    ),
    ("callback_token", TEXT),
    ("aes_key", TEXT),
];
const TEXT: [&str; 2] = ["text in quotes", "带引号的文本"];
const FLAG: [&str; 2] = ["true or false", "true 或 false"];

/// A line, counted from 1, and what is wrong there.
pub(super) type Fault = (usize, String);

/// All profiles, or all faults.
pub(super) fn all(lang: Lang, text: &str) -> Result<BTreeMap<String, Profile>, Vec<Fault>> {
    let line = |start: usize| text[..start.min(text.len())].matches('\n').count() + 1;
    let (tree, broken) = DeTable::parse_recoverable(text);
    if !broken.is_empty() {
        let fault = |error: &toml::de::Error| {
            let start = error.span().map_or(0, |span| span.start);
            (line(start), error.message().to_owned())
        };
        return Err(broken.iter().map(fault).collect());
    }
    let values: toml::Table =
        toml::from_str(text).map_err(|error| vec![(1, error.message().to_owned())])?;
    let mut faults = Vec::new();
    let mut profiles = BTreeMap::new();
    for (name, spanned) in tree.get_ref() {
        let before = faults.len();
        let at = line(name.span().start);
        let name = name.get_ref().as_ref();
        let (Some(keys), Some(table)) = (spanned.get_ref().as_table(), values[name].as_table())
        else {
            faults.push((
                at,
                say!(
                    lang,
                    "`{n}` stands outside an account's table such as [main]",
                    "`{n}` 不在账号表（如 [main]）之内",
                    n = name
                ),
            ));
            continue;
        };
        for (key, _) in keys {
            let at = line(key.span().start);
            faults.extend(fault(lang, key.get_ref(), table).map(|fault| (at, fault)));
        }
        if !has_text(keys, "appid") {
            faults.push((
                at,
                say!(
                    lang,
                    "account [{n}] has no appid",
                    "账号 [{n}] 没有 appid",
                    n = name
                ),
            ));
        }
        if faults.len() == before {
            match toml::Value::Table(table.clone()).try_into() {
                Ok(profile) => drop(profiles.insert(name.to_owned(), profile)),
                Err(_) => faults.push((at, name.to_owned())),
            }
        }
    }
    faults.sort();
    if faults.is_empty() {
        Ok(profiles)
    } else {
        Err(faults)
    }
}

fn has_text(keys: &DeTable<'_>, key: &str) -> bool {
    keys.get(key)
        .is_some_and(|value| !matches!(value.get_ref(), DeValue::String(text) if text.is_empty()))
}

/// What is wrong with one key of a profile.
fn fault(lang: Lang, key: &str, table: &toml::Table) -> Option<String> {
    let Some((_, wanted)) = KEYS.iter().find(|(known, _)| *known == key) else {
        let nearest = crate::text::nearest(key, KEYS.iter().map(|(known, _)| *known));
        return Some(match nearest {
            Some(known) => say!(
                lang,
                "`{k}` is no key of an account; did you mean `{n}`?",
                "`{k}` 不是账号的键；是否想写 `{n}`？",
                k = key,
                n = known
            ),
            None => say!(
                lang,
                "`{k}` is no key of an account",
                "`{k}` 不是账号的键",
                k = key
            ),
        });
    };
    // serde knows the types; a table of this key alone is refused where this key is wrong.
    let mut alone = toml::Table::new();
    alone.insert("appid".to_owned(), String::new().into());
    alone.insert(key.to_owned(), table[key].clone());
    let profile = toml::Value::Table(alone).try_into::<Profile>();
    let hours = |profile: &Profile| {
        let hours = profile.quiet_hours.as_deref();
        hours.is_none_or(|hours| crate::plan::beijing::Hours::parse(hours).is_some())
    };
    if profile.is_ok_and(|profile| hours(&profile)) {
        return None;
    }
    Some(say!(
        lang,
        "`{k}` takes {w}",
        "`{k}` 应为 {w}",
        k = key,
        w = lang.pick(wanted[0], wanted[1])
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_named_and_no_value_is() {
        let text = "stray = 1\n[main]\nappid = \"wx\"\nsecret = 12345\nkind = \"servise\"\ncolour = 1\nquiet_hour = \"x\"\n\
                    [test]\nquiet_hours = \"late\"\n";
        let faults = all(Lang::En, text).expect_err("six faults");
        let lines: Vec<_> = faults.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 4, 5, 6, 7, 8, 9], "{faults:?}");
        let said = format!("{faults:?}");
        assert!(
            said.contains("did you mean `quiet_hours`?") && said.contains("[test] has no appid"),
            "{said}"
        );
        assert!(
            !said.contains("12345") && !said.contains("servise"),
            "{said}"
        );
    }

    #[test]
    fn each_key_is_one_that_a_profile_has() {
        let mut text = String::from("[main]\n");
        for (key, _) in KEYS {
            let value = match key {
                "protection" | "require_preview" => "true",
                "confirm_above" => "10",
                "kind" => "\"service\"",
                "token_call" => "\"classic\"",
                "quiet_hours" => "\"22:00-08:00\"",
                _ => "\"x\"",
            };
            text.extend([key, " = ", value, "\n"]);
        }
        assert!(all(Lang::Zh, &text).is_ok_and(|profiles| profiles.contains_key("main")));
    }
}
