//! Faults from a TOML file, read strictly: everything that is wrong is told at once, with its place.
//!
//! ```toml
//! [[faults]]
//! call = "message/mass/sendall"
//! nth = 1
//! count = 2
//! fault = { errcode = -1 }
//!
//! [settings]
//! latency_ms = 300
//! ```

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use serde_json::{Map, Value, json};

use super::kind::{self, FORM, Fault};
use super::{Rule, is_known};
use crate::sandbox::calls;
use crate::sandbox::world::Settings;
use crate::text::nearest;

/// Planted faults and the settings that go with them, as a file has them.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    pub(in crate::sandbox) rules: Vec<Rule>,
    pub(in crate::sandbox) settings: Map<String, Value>,
}

/// Something that is wrong in a file of faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// In bytes of the text.
    pub span: Range<usize>,
    pub what: What,
}

/// The kind of mistake. `nearest` is the known word that is most like the written one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    Syntax(String),
    UnknownKey {
        key: String,
        nearest: Option<String>,
    },
    MissingKey(&'static str),
    WrongType {
        key: &'static str,
        expected: &'static str,
        found: &'static str,
    },
    NotOneOf {
        key: &'static str,
        value: String,
        allowed: Vec<&'static str>,
        nearest: Option<String>,
    },
}

const KEYS: [&str; 4] = ["call", "nth", "count", "fault"];

/// Reads the text of a file, or says everything that is wrong with it.
pub fn read(text: &str) -> Result<Faults, Vec<Wrong>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { wrong: Vec::new() };
    for error in errors {
        let span = error.span().unwrap_or_default();
        reader.say(span, What::Syntax(error.message().to_owned()));
    }
    if !reader.wrong.is_empty() {
        return Err(reader.wrong);
    }
    let root = root.get_ref();
    reader.check_keys(root, &["faults", "settings"]);
    let mut rules = Vec::new();
    if let Some((_, value)) = entry(root, "faults") {
        match value.get_ref().as_array() {
            Some(items) => rules.extend(items.iter().filter_map(|item| reader.rule(item))),
            None => reader.wrong_type("faults", value, "tables that begin with [[faults]]"),
        }
    }
    let settings = match entry(root, "settings") {
        Some((_, value)) => reader.settings(value),
        None => Map::new(),
    };
    if reader.wrong.is_empty() {
        return Ok(Faults { rules, settings });
    }
    reader.wrong.sort_by_key(|wrong| wrong.span.start);
    Err(reader.wrong)
}

type Entry<'a> = (
    &'a Spanned<std::borrow::Cow<'a, str>>,
    &'a Spanned<DeValue<'a>>,
);

fn entry<'a>(table: &'a DeTable<'a>, key: &str) -> Option<Entry<'a>> {
    table.iter().find(|(name, _)| name.get_ref() == key)
}

struct Reader {
    wrong: Vec<Wrong>,
}

impl Reader {
    fn say(&mut self, span: Range<usize>, what: What) {
        self.wrong.push(Wrong { span, what });
    }

    fn wrong_type(
        &mut self,
        key: &'static str,
        value: &Spanned<DeValue<'_>>,
        expected: &'static str,
    ) {
        let found = match value.get_ref() {
            DeValue::Integer(_) if expected.contains(" from ") => "a number out of range",
            other => other.type_str(),
        };
        self.say(
            value.span(),
            What::WrongType {
                key,
                expected,
                found,
            },
        );
    }

    fn check_keys(&mut self, table: &DeTable<'_>, known: &[&'static str]) {
        for (key, _) in table {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let nearest = nearest(name, known.iter().copied());
                let key_name = name.to_owned();
                self.say(
                    key.span(),
                    What::UnknownKey {
                        key: key_name,
                        nearest,
                    },
                );
            }
        }
    }

    fn rule(&mut self, item: &Spanned<DeValue<'_>>) -> Option<Rule> {
        let Some(table) = item.get_ref().as_table() else {
            self.wrong_type("faults", item, "tables that begin with [[faults]]");
            return None;
        };
        self.check_keys(table, &KEYS);
        let nth = self.number(table, "nth", "a number from 1");
        let count = self.number(table, "count", "a number from 1");
        let call = match entry(table, "call") {
            Some((_, value)) => self.call(value),
            None => self.missing(item, "call"),
        };
        let fault = match entry(table, "fault") {
            Some((_, value)) => self.fault(value),
            None => self.missing(item, "fault"),
        };
        Some(Rule {
            call: call?,
            nth: nth?,
            count: count?,
            fault: fault?,
            seen: 0,
        })
    }

    fn missing<T>(&mut self, item: &Spanned<DeValue<'_>>, key: &'static str) -> Option<T> {
        self.say(item.span(), What::MissingKey(key));
        None
    }

    fn number(
        &mut self,
        table: &DeTable<'_>,
        key: &'static str,
        expected: &'static str,
    ) -> Option<u64> {
        let Some((_, value)) = entry(table, key) else {
            return Some(1);
        };
        let number = integer(value).filter(|number| *number >= 1);
        if number.is_none() {
            self.wrong_type(key, value, expected);
        }
        number.and_then(|number| u64::try_from(number).ok())
    }

    fn call(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let Some(call) = value.get_ref().as_str() else {
            self.wrong_type("call", value, "the name of a call in quotes");
            return None;
        };
        if is_known(call) {
            return Some(call.to_owned());
        }
        let allowed: Vec<_> = std::iter::once("*").chain(calls::names()).collect();
        self.not_one_of("call", value.span(), call, allowed);
        None
    }

    fn not_one_of(
        &mut self,
        key: &'static str,
        span: Range<usize>,
        value: &str,
        allowed: Vec<&'static str>,
    ) {
        let nearest = nearest(value, allowed.iter().copied());
        self.say(
            span,
            What::NotOneOf {
                key,
                value: value.to_owned(),
                allowed,
                nearest,
            },
        );
    }

    fn fault(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Fault> {
        let table = value.get_ref().as_table();
        let at = |key: &str| table.and_then(|table| entry(table, key));
        match Fault::read(&in_json(value.get_ref())) {
            Ok(fault) => return Some(fault),
            Err(kind::Wrong::Kind(name)) => {
                let span = at(&name).map_or_else(|| value.span(), |(key, _)| key.span());
                let is_bare = table.is_none() && kind::names().any(|kind| kind == name);
                if is_bare {
                    self.wrong_type("fault", value, "this kind with its value: { errcode = -1 }");
                } else {
                    self.not_one_of("fault", span, &name, kind::names().collect());
                }
            }
            Err(kind::Wrong::Key { key, known }) => {
                let span = at(&key).map_or_else(|| value.span(), |(key, _)| key.span());
                let nearest = nearest(&key, known);
                self.say(span, What::UnknownKey { key, nearest });
            }
            Err(kind::Wrong::Type { key, expected }) => {
                let value = at(key).map_or(value, |(_, value)| value);
                self.wrong_type(key, value, expected);
            }
            Err(kind::Wrong::Form) => self.wrong_type("fault", value, FORM),
        }
        None
    }

    /// Some of the settings; each is as strict as the control call.
    fn settings(&mut self, value: &Spanned<DeValue<'_>>) -> Map<String, Value> {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type("settings", value, "a table: [settings]");
            return Map::new();
        };
        let mut settings = Map::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let written = in_json(value.get_ref());
            match Settings::default().changed(&Map::from_iter([(name.to_owned(), written.clone())]))
            {
                Ok(_) => {
                    settings.insert(name.to_owned(), written);
                }
                Err(_) if Settings::names().iter().any(|known| known == name) => {
                    self.wrong_type(
                        "settings",
                        value,
                        "a value of this setting (docs/sandbox.md)",
                    );
                }
                Err(_) => {
                    let known = Settings::names();
                    let nearest = nearest(name, known.iter().map(String::as_str));
                    let key_name = name.to_owned();
                    self.say(
                        key.span(),
                        What::UnknownKey {
                            key: key_name,
                            nearest,
                        },
                    );
                }
            }
        }
        settings
    }
}

/// A TOML value as JSON; a date as its text.
fn in_json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => json!(text),
        DeValue::Integer(number) => {
            json!(i64::from_str_radix(number.as_str(), number.radix()).ok())
        }
        DeValue::Float(number) => json!(number.as_str().parse::<f64>().ok()),
        DeValue::Boolean(flag) => json!(flag),
        DeValue::Datetime(date) => json!(date.to_string()),
        DeValue::Array(items) => items.iter().map(|item| in_json(item.get_ref())).collect(),
        DeValue::Table(table) => Value::Object(
            table
                .iter()
                .map(|(key, value)| (key.get_ref().to_string(), in_json(value.get_ref())))
                .collect(),
        ),
    }
}

fn integer(value: &Spanned<DeValue<'_>>) -> Option<i64> {
    let integer = value.get_ref().as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_and_the_control_call_have_one_form() {
        let text = "[[faults]]\ncall = \"*\"\ncount = 3\nfault = { delay_ms = 5 }\n[[faults]]\ncall = \"send\"\nfault = { merge = { msg_id = \"\" } }\n\
            [settings]\nlatency_ms = 3\nkind = \"test\"\n";
        let faults = read(text).expect("faults");
        let json = r#"[{"call":"*","count":3,"fault":{"delay_ms":5}},{"call":"send","fault":{"merge":{"msg_id":""}}}]"#;
        let same: Vec<Rule> = serde_json::from_str(json).expect("rules");
        assert_eq!(faults.rules, same);
        assert_eq!(
            Value::Object(faults.settings),
            json!({ "latency_ms": 3, "kind": "test" })
        );
    }

    #[test]
    fn a_setting_that_there_is_not_is_told_with_its_place() {
        let wrong = read("[settings]\nlatency_m = 3\npay = 7\n").expect_err("wrong");
        assert_eq!(
            wrong[0].what,
            What::UnknownKey {
                key: "latency_m".to_owned(),
                nearest: Some("latency_ms".to_owned())
            }
        );
        assert!(matches!(
            wrong[1].what,
            What::WrongType {
                key: "settings",
                ..
            }
        ));
    }
}
