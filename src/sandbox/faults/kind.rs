//! The kinds of fault, and the one form in which the file, the control call and the page say it: a word, or a table with
//! one kind and what belongs to it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// A kind of fault. Those of the first group happen before the call has any effect, unless `effect` says that it had it; those of
/// the second when it had it; those of the third change what the world does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
pub(in crate::sandbox) enum Fault {
    /// Refused with this code.
    Errcode(i64),
    /// A front end answers with this status and a page, and perhaps says after how many seconds to come back.
    Status {
        status: u16,
        retry_after: Option<u64>,
        effect: bool,
    },
    /// These bytes in place of the answer.
    Answer {
        text: String,
        status: u16,
        content_type: String,
        effect: bool,
    },
    Redirect {
        to: String,
        status: u16,
        effect: bool,
    },
    /// The page of a network that wants somebody to log in, with status 200.
    LoginPage,
    /// JSON of some gateway's, with status 200.
    ForeignJson,
    ResetBefore,

    /// Refused with this code all the same; 45065 carries the msg_id.
    ErrcodeAfter(i64),
    /// These fields of the answer, by their path (`tags.0.name`), become these values.
    Merge(Map<String, Value>),
    /// These fields of the answer, by their path, are missing.
    Drop(Vec<String>),
    DelayMs(u64),
    /// The answer comes byte by byte, with so many milliseconds between two.
    DribbleMs(u64),
    ResetAfter,
    Truncated,
    /// A page with status 502.
    Html,
    /// A page with status 200.
    Html200,
    Empty,
    Hang,
    /// A raw control character in a string of the JSON.
    ControlCharacter,
    /// Compressed, though it was not asked for.
    Gzip,
    /// A byte order mark before the answer.
    Bom,

    /// The accepted send fails with this status in its event; a publication ends with this `publish_status`.
    EndsAs(String),
    /// At a send: what `mass/get` says of it from then on. At `mass/get`: what this answer says.
    MsgStatus(String),
    /// Another program has renewed the token.
    TokenRevoked,
    /// The `clientmsgid` of every earlier send is forgotten.
    KeysForgotten,
}

/// A mistake in a written fault, and at which key of its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrong {
    /// No kind has this name.
    Kind(String),
    /// This key does not belong to the kind.
    Key {
        key: String,
        known: Vec<&'static str>,
    },
    Type {
        key: &'static str,
        expected: &'static str,
    },
    /// Neither a word nor a table with a kind.
    Form,
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Kind(kind) => write!(formatter, "no kind of fault `{kind}`"),
            Self::Key { key, known } => {
                write!(formatter, "no `{key}` here, of: {}", known.join(", "))
            }
            Self::Type { key, expected } => write!(formatter, "{key}: {expected}"),
            Self::Form => formatter.write_str(FORM),
        }
    }
}

pub(super) const FORM: &str = "one kind: a word, or a table of one kind such as { errcode = -1 }";

/// Kinds that are a word.
const WORDS: [(&str, Fault); 14] = [
    ("reset_before", Fault::ResetBefore),
    ("reset_after", Fault::ResetAfter),
    ("truncated", Fault::Truncated),
    ("html", Fault::Html),
    ("html200", Fault::Html200),
    ("empty", Fault::Empty),
    ("hang", Fault::Hang),
    ("control_character", Fault::ControlCharacter),
    ("gzip", Fault::Gzip),
    ("bom", Fault::Bom),
    ("login_page", Fault::LoginPage),
    ("foreign_json", Fault::ForeignJson),
    ("token_revoked", Fault::TokenRevoked),
    ("keys_forgotten", Fault::KeysForgotten),
];

/// Kinds that are a key of a table, and the keys that may stand beside each. `status` is a kind where no other is there.
const VALUED: [(&str, &[&str]); 11] = [
    ("errcode", &[]),
    ("errcode_after", &[]),
    ("answer", &["status", "content_type", "effect"]),
    ("redirect", &["status", "effect"]),
    ("merge", &[]),
    ("drop", &[]),
    ("delay_ms", &[]),
    ("dribble_ms", &[]),
    ("ends_as", &[]),
    ("msg_status", &[]),
    ("status", &["retry_after", "effect"]),
];

/// The names of all kinds.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let words = WORDS.iter().map(|(word, _)| *word);
    words.chain(VALUED.iter().map(|(key, _)| *key))
}

impl Fault {
    /// Reads the form of the file and of the control call.
    pub(super) fn read(written: &Value) -> Result<Self, Wrong> {
        match written {
            Value::String(word) => {
                let found = WORDS.iter().find(|(known, _)| known == word);
                found
                    .map(|(_, fault)| fault.clone())
                    .ok_or_else(|| Wrong::Kind(word.clone()))
            }
            Value::Object(table) => {
                let kind = VALUED.iter().find(|(key, _)| table.contains_key(*key));
                let Some((kind, beside)) = kind else {
                    let first = table.keys().next().ok_or(Wrong::Form)?;
                    return Err(Wrong::Kind(first.clone()));
                };
                let odd = table
                    .keys()
                    .find(|key| key != kind && !beside.contains(&key.as_str()));
                if let Some(key) = odd {
                    let known = beside.to_vec();
                    let key = key.clone();
                    return Err(Wrong::Key { key, known });
                }
                Table(table).fault(kind)
            }
            _ => Err(Wrong::Form),
        }
    }

    /// Whether the call never reaches the world.
    pub(in crate::sandbox) fn is_before(&self) -> bool {
        match self {
            Self::Errcode(_) | Self::LoginPage | Self::ForeignJson | Self::ResetBefore => true,
            Self::Status { effect, .. }
            | Self::Answer { effect, .. }
            | Self::Redirect { effect, .. } => !effect,
            _ => false,
        }
    }
}

/// A written table, of which the keys are known to be right.
struct Table<'a>(&'a Map<String, Value>);

impl Table<'_> {
    fn number(
        &self,
        key: &'static str,
        range: std::ops::RangeInclusive<i64>,
        expected: &'static str,
    ) -> Result<i64, Wrong> {
        let number = self.0.get(key).and_then(Value::as_i64);
        number
            .filter(|number| range.contains(number))
            .ok_or(Wrong::Type { key, expected })
    }

    fn milliseconds(&self, key: &'static str) -> Result<u64, Wrong> {
        let number = self.number(key, 0..=3_600_000, "milliseconds, from 0 to an hour")?;
        Ok(number.unsigned_abs())
    }

    fn text(&self, key: &'static str) -> Result<String, Wrong> {
        let text = self.0.get(key).and_then(Value::as_str).map(str::to_owned);
        let expected = "text in quotes";
        text.ok_or(Wrong::Type { key, expected })
    }

    fn status(
        &self,
        range: std::ops::RangeInclusive<i64>,
        expected: &'static str,
    ) -> Result<u16, Wrong> {
        let status = self.number("status", range, expected)?;
        Ok(u16::try_from(status).unwrap_or(500))
    }

    fn effect(&self) -> Result<bool, Wrong> {
        let wrong = Wrong::Type {
            key: "effect",
            expected: "true or false",
        };
        self.0
            .get("effect")
            .map_or(Ok(false), |effect| effect.as_bool().ok_or(wrong))
    }

    fn fault(&self, kind: &str) -> Result<Fault, Wrong> {
        let any = i64::MIN..=i64::MAX;
        Ok(match kind {
            "errcode" => Fault::Errcode(self.number("errcode", any, "a number")?),
            "errcode_after" => {
                Fault::ErrcodeAfter(self.number("errcode_after", any, "a number")?)
            }
            "answer" => Fault::Answer {
                text: self.text("answer")?,
                status: if self.0.contains_key("status") {
                    self.status(200..=599, "a status from 200 to 599")?
                } else {
                    200
                },
                content_type: if self.0.contains_key("content_type") {
                    self.text("content_type")?
                } else {
                    "application/json; encoding=utf-8".to_owned()
                },
                effect: self.effect()?,
            },
            "redirect" => Fault::Redirect {
                to: self.text("redirect")?,
                status: if self.0.contains_key("status") {
                    self.status(300..=399, "a status from 300 to 399")?
                } else {
                    302
                },
                effect: self.effect()?,
            },
            "merge" => {
                let fields = self.0.get(kind).and_then(Value::as_object).cloned();
                Fault::Merge(fields.ok_or(Wrong::Type {
                    key: "merge",
                    expected: "a table of fields: { msg_id = \"\" }",
                })?)
            }
            "drop" => {
                let list = self.0.get(kind).cloned().unwrap_or_default();
                Fault::Drop(serde_json::from_value(list).map_err(|_| Wrong::Type {
                    key: "drop",
                    expected: "a list of fields: [\"media_id\"]",
                })?)
            }
            "delay_ms" => Fault::DelayMs(self.milliseconds("delay_ms")?),
            "dribble_ms" => Fault::DribbleMs(self.milliseconds("dribble_ms")?),
            "ends_as" => Fault::EndsAs(self.text("ends_as")?),
            "msg_status" => Fault::MsgStatus(self.text("msg_status")?),
            _ => Fault::Status {
                status: self.status(400..=599, "a status from 400 to 599")?,
                retry_after: if self.0.contains_key("retry_after") {
                    let seconds = self.number("retry_after", 0..=86_400, "seconds, from 0")?;
                    Some(seconds.unsigned_abs())
                } else {
                    None
                },
                effect: self.effect()?,
            },
        })
    }
}

impl TryFrom<Value> for Fault {
    type Error = String;

    fn try_from(written: Value) -> Result<Self, String> {
        Self::read(&written).map_err(|wrong| wrong.to_string())
    }
}

impl From<Fault> for Value {
    fn from(fault: Fault) -> Self {
        if let Some((word, _)) = WORDS.iter().find(|(_, known)| *known == fault) {
            return json!(word);
        }
        // Written as briefly as it may be, so that one fault has one form.
        let with_effect = |mut table: Value, effect: bool| {
            if effect {
                table["effect"] = json!(true);
            }
            table
        };
        match fault {
            Fault::Errcode(errcode) => json!({ "errcode": errcode }),
            Fault::ErrcodeAfter(errcode) => json!({ "errcode_after": errcode }),
            Fault::Status {
                status,
                retry_after,
                effect,
            } => {
                let mut table = json!({ "status": status });
                if let Some(seconds) = retry_after {
                    table["retry_after"] = json!(seconds);
                }
                with_effect(table, effect)
            }
            Fault::Answer {
                text,
                status,
                content_type,
                effect,
            } => {
                let table =
                    json!({ "answer": text, "status": status, "content_type": content_type });
                with_effect(table, effect)
            }
            Fault::Redirect { to, status, effect } => {
                with_effect(json!({ "redirect": to, "status": status }), effect)
            }
            Fault::Merge(fields) => json!({ "merge": fields }),
            Fault::Drop(fields) => json!({ "drop": fields }),
            Fault::DelayMs(time) => json!({ "delay_ms": time }),
            Fault::DribbleMs(time) => json!({ "dribble_ms": time }),
            Fault::EndsAs(status) => json!({ "ends_as": status }),
            Fault::MsgStatus(status) => json!({ "msg_status": status }),
            // The words are above.
            _ => Self::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let words = WORDS.iter().map(|(word, _)| json!(word));
        let tables = [
            json!({ "errcode": -1 }),
            json!({ "status": 429, "retry_after": 3 }),
            json!({ "status": 413, "effect": true }),
            json!({ "answer": "{}", "status": 200, "content_type": "text/html", "effect": true }),
            json!({ "redirect": "https://example.com/", "status": 307 }),
            json!({ "merge": { "msg_id": "" } }),
            json!({ "drop": ["media_id"] }),
            json!({ "delay_ms": 5 }),
            json!({ "dribble_ms": 5 }),
            json!({ "ends_as": "err(20008)" }),
            json!({ "msg_status": "send success" }),
            json!({ "errcode_after": 45_065 }),
        ];
        for written in words.chain(tables) {
            let fault = Fault::read(&written).expect("a fault");
            assert_eq!(Value::from(fault), written);
        }
        for (wrong, said) in [
            (json!("reset"), "no kind of fault `reset`"),
            (json!({}), FORM),
            (json!(7), FORM),
            (json!({ "errcod": 1 }), "no kind of fault `errcod`"),
            (
                json!({ "errcode": 1, "status": 200 }),
                "no `status` here, of: ",
            ),
            (json!({ "errcode": "-1" }), "errcode: a number"),
            (json!({ "status": 200 }), "status: a status from 400 to 599"),
            (
                json!({ "answer": "", "effect": 1 }),
                "effect: true or false",
            ),
            (
                json!({ "merge": [] }),
                "merge: a table of fields: { msg_id = \"\" }",
            ),
        ] {
            assert_eq!(Fault::read(&wrong).expect_err("wrong").to_string(), said);
        }
    }
}
