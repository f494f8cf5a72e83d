//! Faults from a TOML file, read strictly: everything that is wrong is told at once, with its place.
//!
//! ```toml
//! [[faults]]
//! call = "message/mass/sendall"
//! nth = 1
//! count = 2
//! fault = { errcode = -1 }
//! ```

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Fault, Rule};
use crate::sandbox::routes;
use crate::text::nearest;

/// Planted faults, as a file has them.
#[derive(Debug, Clone, Default)]
pub struct Faults(pub(in crate::sandbox) Vec<Rule>);

/// Something that is wrong in a file of faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// In bytes of the text.
    pub span: Range<usize>,
    pub what: What,
}

/// What is wrong. `nearest` is the known word that is most like the written one.
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
/// Kinds that are a word.
const WORDS: [(&str, Fault); 9] = [
    ("reset_before", Fault::ResetBefore),
    ("reset_after", Fault::ResetAfter),
    ("truncated", Fault::Truncated),
    ("html", Fault::Html),
    ("html200", Fault::Html200),
    ("empty", Fault::Empty),
    ("hang", Fault::Hang),
    ("control_character", Fault::ControlCharacter),
    ("token_revoked", Fault::TokenRevoked),
];
/// Kinds that are a table of one key.
const VALUED: [&str; 5] = ["errcode", "errcode_after", "status", "delay_ms", "ends_as"];

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
    reader.check_keys(root, &["faults"]);
    let mut rules = Vec::new();
    if let Some((_, value)) = entry(root, "faults") {
        match value.get_ref().as_array() {
            Some(items) => rules.extend(items.iter().filter_map(|item| reader.rule(item))),
            None => reader.wrong_type("faults", value, "tables that begin with [[faults]]"),
        }
    }
    if reader.wrong.is_empty() {
        return Ok(Faults(rules));
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
        let rule = Rule {
            call: call.to_owned(),
            nth: 1,
            count: 1,
            fault: Fault::Hang,
            seen: 0,
        };
        if rule.is_known() {
            return Some(rule.call);
        }
        let allowed: Vec<_> = std::iter::once("*").chain(routes::names()).collect();
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
        let kinds = || WORDS.iter().map(|(word, _)| *word).chain(VALUED).collect();
        if let Some(word) = value.get_ref().as_str() {
            let found = WORDS.iter().find(|(known, _)| *known == word);
            if VALUED.contains(&word) {
                self.wrong_type("fault", value, "this kind with its value: { errcode = -1 }");
            } else if found.is_none() {
                self.not_one_of("fault", value.span(), word, kinds());
            }
            return found.map(|(_, fault)| fault.clone());
        }
        let table = value.get_ref().as_table();
        let Some((key, value)) = table
            .filter(|it| it.len() == 1)
            .and_then(|it| it.iter().next())
        else {
            let expected = "one kind: a word, or a table of one key such as { errcode = -1 }";
            self.wrong_type("fault", value, expected);
            return None;
        };
        let number = integer(value);
        let (key_name, fault, expected) = match key.get_ref().as_ref() {
            "errcode" => ("errcode", number.map(Fault::Errcode), "a number"),
            "errcode_after" => ("errcode_after", number.map(Fault::ErrcodeAfter), "a number"),
            "delay_ms" => (
                "delay_ms",
                number
                    .and_then(|it| u64::try_from(it).ok())
                    .map(Fault::DelayMs),
                "milliseconds, from 0",
            ),
            "status" => (
                "status",
                number
                    .and_then(|it| u16::try_from(it).ok())
                    .filter(|it| (400..600).contains(it))
                    .map(Fault::Status),
                "a status from 400 to 599",
            ),
            "ends_as" => (
                "ends_as",
                value
                    .get_ref()
                    .as_str()
                    .map(|it| Fault::EndsAs(it.to_owned())),
                "text in quotes",
            ),
            other => {
                self.not_one_of("fault", key.span(), other, kinds());
                return None;
            }
        };
        if fault.is_none() {
            self.wrong_type(key_name, value, expected);
        }
        fault
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
        for (word, fault) in WORDS {
            let json = serde_json::to_value(fault).expect("JSON");
            assert_eq!(json, serde_json::json!(word));
        }
        let text = "[[faults]]\ncall = \"*\"\ncount = 3\nfault = { delay_ms = 5 }\n[[faults]]\ncall = \"send\"\nfault = { ends_as = \"err(20008)\" }\n";
        let rules = read(text).expect("faults").0;
        let json = r#"[{"call":"*","count":3,"fault":{"delay_ms":5}},{"call":"send","fault":{"ends_as":"err(20008)"}}]"#;
        let same: Vec<Rule> = serde_json::from_str(json).expect("rules");
        assert_eq!(rules, same);
    }
}
