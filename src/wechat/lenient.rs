//! Reading of fields that may have any form: what makes no sense is as if it were not there.
//!
//! No value makes these fail. Values that a call cannot do without are read strictly, by the ids' own types and by
//! [`required`] (`wechat-api.md` 14).

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

/// WeChat and those between write numbers as numbers, as text, and at times as floats.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    struct Lenient;

    impl de::Visitor<'_> for Lenient {
        type Value = i64;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a whole number, or one as text")
        }

        fn visit_i64<E: de::Error>(self, value: i64) -> Result<i64, E> {
            Ok(value)
        }

        fn visit_u64<E: de::Error>(self, value: u64) -> Result<i64, E> {
            i64::try_from(value).map_err(E::custom)
        }

        fn visit_f64<E: de::Error>(self, value: f64) -> Result<i64, E> {
            // Beyond 2^53 a float no longer says which id it was.
            if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 {
                Ok(value as i64)
            } else {
                Err(E::custom("not a whole number"))
            }
        }

        fn visit_str<E: de::Error>(self, value: &str) -> Result<i64, E> {
            let value = value.trim();
            value.parse().or_else(|_| {
                value
                    .parse::<f64>()
                    .map_err(E::custom)
                    .and_then(|it| self.visit_f64(it))
            })
        }
    }

    deserializer.deserialize_any(Lenient)
}

/// As [`number`], where the field may be missing or null.
pub(super) fn maybe_number<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<i64>, D::Error> {
    #[derive(Deserialize)]
    struct Wrapped(#[serde(deserialize_with = "number")] i64);
    Ok(Option::<Wrapped>::deserialize(deserializer)?.map(|wrapped| wrapped.0))
}

/// Returns a whole number, written as a number, as text or as a float without a fraction.
pub(super) fn whole(value: &Value) -> Option<i64> {
    number(value).ok()
}

/// Reads an id: a whole number above 0. WeChat writes 0 where it has none.
pub(super) fn id<'de, D: Deserializer<'de>, T: From<i64>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let number = whole(&Value::deserialize(deserializer)?).filter(|number| *number > 0);
    Ok(number.map(T::from))
}

/// Reads a count, which is 0 or more.
pub(super) fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(whole(&Value::deserialize(deserializer)?).filter(|number| *number >= 0))
}

/// Reads a text; everything else is the empty one.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        _ => String::new(),
    })
}

/// Reads a word that the call is made for. Fails on one that is blank.
pub(super) fn word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = text(deserializer)?;
    if text.trim().is_empty() {
        return Err(de::Error::custom("an empty value"));
    }
    Ok(text)
}

/// Reads a value of any type, or nothing where it has not that type's form.
pub(super) fn maybe<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Ok(T::deserialize(Value::deserialize(deserializer)?).ok())
}

/// Reads a list. Null and everything that is no list is the empty one; an item that cannot be read is left out.
pub(super) fn list<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(items) => items
            .into_iter()
            .filter_map(|item| T::deserialize(item).ok())
            .collect(),
        _ => Vec::new(),
    })
}

/// Reads a text that the call is made for: an address, a token. Fails on one that is empty, holds white space or control
/// characters, or is no text: that is no answer.
pub(super) fn required<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if !is_usable(&text) {
        return Err(de::Error::custom("an empty or broken value"));
    }
    Ok(text)
}

/// Reads what [`required`] reads; nothing where that would fail.
pub(super) fn optional<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    let text = text(deserializer)?;
    Ok(is_usable(&text).then_some(text))
}

fn is_usable(text: &str) -> bool {
    let is_odd = |it: char| it.is_whitespace() || it.is_control();
    !text.is_empty() && !text.contains(is_odd)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Odd {
        #[serde(deserialize_with = "count")]
        count: Option<i64>,
        #[serde(deserialize_with = "text")]
        text: String,
        #[serde(deserialize_with = "list")]
        list: Vec<i64>,
        #[serde(deserialize_with = "maybe")]
        maybe: Option<Vec<String>>,
    }

    #[test]
    fn a_field_of_odd_form_is_as_if_missing() {
        let forms = [
            json!(null),
            json!(""),
            json!("x"),
            json!(-1),
            json!(1.5),
            json!(true),
            json!({}),
            json!({"a": [1]}),
            json!([{}]),
            json!([null]),
        ];
        for form in forms {
            for name in ["count", "text", "list", "maybe"] {
                let is_its_own = matches!((name, &form), ("text", Value::String(_)));
                let answer = json!({ name: form });
                let read: Odd = serde_json::from_value(answer.clone()).expect("an answer");
                assert!(is_its_own || read == Odd::default(), "{answer}");
            }
        }
    }

    #[test]
    fn an_id_is_above_zero() {
        for odd in [
            json!(0),
            json!(-3),
            json!(1.5),
            json!(""),
            json!("x"),
            json!(true),
            json!([7]),
        ] {
            assert_eq!(id::<_, i64>(odd.clone()).ok().flatten(), None, "{odd}");
        }
        for seven in [json!(7), json!("7"), json!(7.0), json!(" 7 "), json!("7.0")] {
            assert_eq!(
                id::<_, i64>(seven.clone()).ok().flatten(),
                Some(7),
                "{seven}"
            );
        }
    }

    #[test]
    fn a_required_value_is_strict() {
        #[derive(Debug, Deserialize)]
        struct Strict {
            #[serde(deserialize_with = "required")]
            url: String,
        }
        for odd in [
            json!(""),
            json!(" "),
            json!("a\nb"),
            json!(null),
            json!(7),
            json!([]),
        ] {
            assert!(serde_json::from_value::<Strict>(json!({ "url": odd })).is_err());
        }
        assert!(serde_json::from_value::<Strict>(json!({})).is_err());
        let read: Strict = serde_json::from_value(json!({ "url": "u" })).expect("an answer");
        assert_eq!(read.url, "u");
    }
}
