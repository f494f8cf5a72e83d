//! JSON as WeChat reads what clients write, whatever their language makes of a flag, a number or nothing.
//!
//! A flag may be `1`, `"1"` or `true`, a number may be text, null is absent, an optional value may be an empty text, and an array is no
//! object. Fields that no call asks for are passed over and noted by their path, so that they can be told or refused.

use std::cell::RefCell;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, Visitor, value::Error,
};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

/// Reads a value that stands at `path`; the paths of passed-over fields are added to `noted`.
pub(super) fn read<T: DeserializeOwned>(
    value: &Value,
    path: &str,
    noted: &mut Vec<String>,
) -> Result<T, Error> {
    let found = RefCell::new(Vec::new());
    let reader = Reader {
        value,
        path: path.to_owned(),
        noted: &found,
    };
    let read = T::deserialize(reader);
    noted.extend(found.into_inner());
    read
}

#[derive(Clone)]
struct Reader<'a> {
    value: &'a Value,
    path: String,
    noted: &'a RefCell<Vec<String>>,
}

impl Reader<'_> {
    /// The value as a whole number: a number, a text that holds one, or a flag.
    fn number(&self) -> Option<i64> {
        match self.value {
            Value::Bool(flag) => Some((*flag).into()),
            Value::String(text) => match text.trim() {
                "true" => Some(1),
                "false" => Some(0),
                text => text.parse().ok(),
            },
            Value::Number(number) => number.as_i64().or_else(|| {
                let whole = number.as_f64().filter(|number| number.fract() == 0.0)?;
                Some(whole as i64)
            }),
            _ => None,
        }
    }

    fn wrong(&self, expected: &str) -> Error {
        let found = match self.value {
            Value::Null => Unexpected::Unit,
            Value::Bool(flag) => Unexpected::Bool(*flag),
            Value::Number(_) => Unexpected::Other("a number"),
            Value::String(text) => Unexpected::Str(text),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        };
        Error::invalid_type(found, &expected)
    }

    fn object<'de, V: Visitor<'de>>(&self, visitor: V) -> Result<V::Value, Error> {
        let fields = self
            .value
            .as_object()
            .ok_or_else(|| self.wrong("an object"))?;
        visitor.visit_map(Fields {
            reader: self,
            rest: fields.iter(),
            value: None,
        })
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let number = self.number().ok_or_else(|| self.wrong("a number"))?;
            visitor.visit_i64(number)
        })*
    };
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(*flag),
            Value::String(text) => visitor.visit_str(text),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (.., number) => visitor.visit_f64(number.unwrap_or_default()),
            },
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.object(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.number() {
            Some(number @ 0..=1) => visitor.visit_bool(number == 1),
            _ => Err(self.wrong("a flag")),
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => visitor.visit_none(),
            Value::String(text) if text.is_empty() => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let items = self
            .value
            .as_array()
            .ok_or_else(|| self.wrong("an array"))?;
        visitor.visit_seq(Items {
            reader: &self,
            rest: items.iter().enumerate(),
        })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.object(visitor)
    }

    // By itself serde would take an array of the values as well.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.object(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.noted.borrow_mut().push(self.path);
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple tuple_struct enum identifier
    }
}

struct Fields<'a, 'b> {
    reader: &'b Reader<'a>,
    rest: serde_json::map::Iter<'a>,
    value: Option<(&'a String, &'a Value)>,
}

impl<'de> MapAccess<'de> for Fields<'_, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        self.value = self.rest.find(|(_, value)| !value.is_null());
        let Some((key, _)) = self.value else {
            return Ok(None);
        };
        seed.deserialize(key.as_str().into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let (key, value) = self
            .value
            .ok_or_else(|| Error::custom("a value without its name"))?;
        let path = match self.reader.path.as_str() {
            "" => key.clone(),
            parent => format!("{parent}.{key}"),
        };
        seed.deserialize(Reader {
            value,
            path,
            noted: self.reader.noted,
        })
    }
}

struct Items<'a, 'b> {
    reader: &'b Reader<'a>,
    rest: std::iter::Enumerate<std::slice::Iter<'a, Value>>,
}

impl<'de> SeqAccess<'de> for Items<'_, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some((index, value)) = self.rest.next() else {
            return Ok(None);
        };
        let reader = Reader {
            value,
            path: format!("{}[{index}]", self.reader.path),
            noted: self.reader.noted,
        };
        seed.deserialize(reader).map(Some)
    }
}

/// The fields of an object; none where it is no object.
pub(super) fn object(text: &str) -> Option<Map<String, Value>> {
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => Some(fields),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Inner {
        name: String,
        on: bool,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Outer {
        flag: bool,
        number: i64,
        small: u8,
        text: String,
        maybe: Option<String>,
        inner: Option<Inner>,
        list: Vec<Inner>,
        any: Value,
    }

    fn outer(value: &Value) -> Result<(Outer, Vec<String>), Error> {
        let mut noted = Vec::new();
        let outer = read(value, "", &mut noted)?;
        Ok((outer, noted))
    }

    #[test]
    fn flags_and_numbers_are_read_in_every_form() {
        for (form, value) in [
            (json!(1), true),
            (json!("1"), true),
            (json!(true), true),
            (json!("true"), true),
            (json!(1.0), true),
            (json!(0), false),
            (json!("0"), false),
            (json!(false), false),
            (json!(null), false),
        ] {
            let (read, _) = outer(&json!({ "flag": form, "small": form })).expect("a flag");
            assert_eq!((read.flag, read.small), (value, value.into()), "{form}");
        }
        for (form, value) in [(json!("134"), 134), (json!(-7), -7), (json!(" 3 "), 3)] {
            assert_eq!(
                outer(&json!({ "number": form }))
                    .expect("a number")
                    .0
                    .number,
                value
            );
        }
        for wrong in [
            json!({ "flag": 2 }),
            json!({ "flag": "yes" }),
            json!({ "flag": [] }),
            json!({ "number": "" }),
            json!({ "number": 1.5 }),
            json!({ "number": {} }),
            json!({ "small": 256 }),
            json!({ "text": 1 }),
            json!({ "inner": ["a", true] }),
            json!({ "list": [["a"]] }),
            json!({ "list": {} }),
            json!([true]),
        ] {
            assert!(outer(&wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_nobody_asks_for_is_noted_and_null_is_absent() {
        let value = json!({
            "maybe": "", "text": null, "inner": { "name": "a", "nmae": 1 }, "other": { "deep": 1 }, "none": null,
            "list": [{ "on": "1" }, { "of": true }], "any": { "free": [null, 1] },
        });
        let (read, noted) = outer(&value).expect("a value");
        assert_eq!(noted, ["inner.nmae", "list[1].of", "other"]);
        assert_eq!((read.maybe, read.text.as_str()), (None, ""));
        assert_eq!(read.any, json!({ "free": [null, 1] }));
        assert!(read.list[0].on && !read.list[1].on);
    }
}
