//! The accounts file, read with all of its faults at once, each at its place like the faults of a campaign.
//!
//! No fault repeats a value, since it may be a secret: serde would stop at the first fault and print it, so the tree is
//! walked here, and what is shown of the file is [`masked`].

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::Profile;
use super::masked::masked;
use crate::campaign::{Problem, Problems, Rule};
use crate::report::Lang;
use crate::report::text;

/// The keys of a profile; a key that is not here is not known. The catalogue has the values that each takes (`profile-…`).
pub(in crate::cli) const KEYS: [&str; 15] = [
    "appid",
    "secret",
    "secret_command",
    "token_command",
    "api_base",
    "api_header_command",
    "kind",
    "protection",
    "quiet_hours",
    "confirm_above",
    "require_preview",
    "tester",
    "token_call",
    "callback_token",
    "aes_key",
];

/// All profiles, or all faults.
pub(super) fn all(
    lang: Lang,
    path: &Path,
    text: &str,
) -> Result<BTreeMap<String, Profile>, Problems> {
    let mut found = Found {
        path,
        text,
        list: Vec::new(),
    };
    let profiles = profiles(lang, &mut found);
    if found.list.is_empty() {
        return Ok(profiles);
    }
    found
        .list
        .sort_by_key(|problem| (problem.line, problem.column));
    let mut problems = Problems {
        list: found.list,
        ..Problems::default()
    };
    problems.sources.insert(
        path.to_owned(),
        crate::campaign::problem::Source::new(masked(text)),
    );
    Err(problems)
}

struct Found<'a> {
    path: &'a Path,
    text: &'a str,
    list: Vec<Problem>,
}

impl Found<'_> {
    fn at(&mut self, span: Range<usize>, rule: Rule) {
        let start = (0..=span.start.min(self.text.len()))
            .rev()
            .find(|place| self.text.is_char_boundary(*place))
            .unwrap_or_default();
        let before = &self.text[..start];
        let last = before.rsplit('\n').next().unwrap_or_default();
        self.list.push(Problem {
            file: self.path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: last.chars().count() + 1,
            span: Some(start..span.end.max(start)),
            rule,
        });
    }
}

fn profiles(lang: Lang, found: &mut Found<'_>) -> BTreeMap<String, Profile> {
    let mut profiles = BTreeMap::new();
    let (tree, broken) = DeTable::parse_recoverable(found.text);
    for error in &broken {
        let span = error.span().unwrap_or_default();
        let message =
            typed_wrong(lang, found.text, span.start).unwrap_or_else(|| error.message().to_owned());
        // One slip of the hand makes several of these on its line.
        found.at(
            span,
            Rule::Syntax {
                message,
                slip: None,
            },
        );
        let last = found.list.last().map(|problem| problem.line);
        if found.list.iter().filter(|it| Some(it.line) == last).count() > 1 {
            found.list.pop();
        }
    }
    if !broken.is_empty() {
        return profiles;
    }
    let values: toml::Table = match toml::from_str(found.text) {
        Ok(values) => values,
        Err(error) => {
            let message = error.message().to_owned();
            found.at(
                error.span().unwrap_or_default(),
                Rule::Syntax {
                    message,
                    slip: None,
                },
            );
            return profiles;
        }
    };
    for (name, spanned) in tree.get_ref() {
        let (before, at) = (found.list.len(), name.span());
        let name = name.get_ref().as_ref();
        let (Some(keys), Some(table)) = (spanned.get_ref().as_table(), values[name].as_table())
        else {
            let key = shown_key(name);
            found.at(at, Rule::OutsideTable { key });
            continue;
        };
        for (key, _) in keys {
            if let Some(rule) = fault(key.get_ref(), table) {
                found.at(key.span(), rule);
            }
        }
        if !has_text(keys, "appid") {
            found.at(at, Rule::MissingKey { key: "appid" });
        }
        if found.list.len() == before
            && let Ok(profile) = toml::Value::Table(table.clone()).try_into()
        {
            profiles.insert(name.to_owned(), profile);
        }
    }
    profiles
}

fn has_text(keys: &DeTable<'_>, key: &str) -> bool {
    keys.get(key)
        .is_some_and(|value| !matches!(value.get_ref(), DeValue::String(text) if text.is_empty()))
}

/// A key as far as it cannot be a secret that stands in the wrong place.
fn shown_key(key: &str) -> String {
    if super::masked::may_be_secret(key) {
        return "…".to_owned();
    }
    key.to_owned()
}

/// The rule that one key of a profile breaks.
fn fault(key: &str, table: &toml::Table) -> Option<Rule> {
    let Some(known) = KEYS.into_iter().find(|known| *known == key) else {
        let nearest = crate::text::nearest(key, KEYS);
        return Some(Rule::UnknownKey {
            key: shown_key(key),
            nearest,
        });
    };
    // serde knows the types; a table with this key only is refused where this key is wrong.
    let mut one = toml::Table::new();
    one.insert("appid".to_owned(), String::new().into());
    one.insert(key.to_owned(), table[key].clone());
    let profile = toml::Value::Table(one).try_into::<Profile>();
    let hours = |profile: &Profile| {
        let hours = profile.quiet_hours.as_deref();
        hours.is_none_or(|hours| crate::plan::beijing::Hours::parse(hours).is_some())
    };
    if profile.is_ok_and(|profile| hours(&profile)) {
        return None;
    }
    Some(Rule::CannotBeThis {
        key: known.to_owned(),
    })
}

/// The slip behind a syntax error, where the line shows it: signs of Chinese keyboards, and a Chinese name without quotes.
fn typed_wrong(lang: Lang, text: &str, at: usize) -> Option<String> {
    const SIGNS: [(char, &str); 10] = [
        ('＝', "="),
        ('“', "\""),
        ('”', "\""),
        ('‘', "'"),
        ('’', "'"),
        ('【', "["),
        ('】', "]"),
        ('［', "["),
        ('］', "]"),
        ('：', "="),
    ];
    let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default().trim();
    let code = line.split('#').next().unwrap_or_default().trim_end();
    if let Some(name) = code
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        && !name.starts_with(['"', '\'', '['])
        && name.contains(|it: char| !it.is_ascii() || it == ' ')
    {
        return Some(text!(lang, faults_name_not_plain_ascii_wants, name = name));
    }
    let (sign, meant) = SIGNS.into_iter().find(|(sign, _)| code.contains(*sign))?;
    Some(text!(
        lang,
        faults_chinese_keyboard_write,
        sign = sign,
        meant = meant
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::problems;

    fn faults(text: &str) -> Problems {
        all(Lang::En, Path::new("a.toml"), text).expect_err("faults")
    }

    #[test]
    fn every_fault_is_named_and_no_value_is() {
        let text = "stray = 1\n[main]\nappid = \"wx\"\nsecret = 12345\nkind = \"servise\"\ncolour = 1\nquiet_hour = \"x\"\n\
                    [test]\nquiet_hours = \"late\"\n";
        let faults = faults(text);
        let lines: Vec<_> = faults.list.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [1, 4, 5, 6, 7, 8, 9], "{faults:?}");
        let said = problems(Lang::En, &faults);
        assert!(
            said.contains("did you mean `quiet_hours`?") && said.contains("`appid` is missing"),
            "{said}"
        );
        assert!(
            !said.contains("12345") && !said.contains("servise") && !said.contains("late"),
            "{said}"
        );
    }

    #[test]
    fn signs_of_chinese_keyboards_are_named_once() {
        for (text, words) in [
            ("[主号]\nappid = \"wx\"\n", "[\"主号\"]"),
            ("[main]\nappid ＝ \"wx\"\n", "write `=`"),
            ("[main]\nappid = “wx”\n", "write `\"`"),
            ("【main】\nappid = \"wx\"\n", "write `[`"),
        ] {
            let faults = faults(text);
            let said = problems(Lang::En, &faults);
            assert!(said.contains(words), "{said}");
            assert_eq!(said.matches(words).count(), 1, "{said}");
        }
    }

    #[test]
    fn each_key_is_one_that_a_profile_has() {
        let mut text = String::from("[main]\n");
        for key in KEYS {
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
        let read = all(Lang::Zh, Path::new("a.toml"), &text);
        assert!(read.is_ok_and(|profiles| profiles.contains_key("main")));
    }
}
