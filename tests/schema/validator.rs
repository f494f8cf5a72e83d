//! The part of JSON Schema that `wxmass schema` uses. A keyword that is not known here is a panic, so that none goes unseen.

use serde_json::Value;

/// Why `data` does not keep to `schema`; `path` is where it stands.
pub(crate) fn refusal(schema: &Value, data: &Value, path: &str) -> Option<String> {
    let schema = schema.as_object().expect("a schema is an object");
    schema.iter().find_map(|(word, value)| {
        let kept = match word.as_str() {
            "$schema" | "title" | "description" => true,
            "type" => is_type(value.as_str().expect("one type"), data),
            "enum" => value.as_array().expect("a list").contains(data),
            "const" => value == data,
            "pattern" => {
                assert_eq!(value, "\\S", "no other pattern is known");
                data.as_str().is_none_or(|it| !it.trim().is_empty())
            }
            "minLength" => {
                length(data, |it: &str| it.chars().count()).is_none_or(|it| it >= number(value))
            }
            "maxLength" => {
                length(data, |it: &str| it.chars().count()).is_none_or(|it| it <= number(value))
            }
            "minItems" => data.as_array().is_none_or(|it| it.len() >= number(value)),
            "maxItems" => data.as_array().is_none_or(|it| it.len() <= number(value)),
            "minProperties" => data.as_object().is_none_or(|it| it.len() >= number(value)),
            "maxProperties" => data.as_object().is_none_or(|it| it.len() <= number(value)),
            "minimum" => data.as_f64().is_none_or(|it| Some(it) >= value.as_f64()),
            "maximum" => data.as_f64().is_none_or(|it| Some(it) <= value.as_f64()),
            "required" => data.as_object().is_none_or(|it| {
                let names = value.as_array().expect("a list");
                names
                    .iter()
                    .all(|name| it.contains_key(name.as_str().expect("a name")))
            }),
            "dependencies" => data.as_object().is_none_or(|it| {
                let needs = value.as_object().expect("an object").iter();
                let mut met = needs.filter(|(key, _)| it.contains_key(*key));
                met.all(|(_, others)| {
                    let others = others.as_array().expect("a list");
                    others
                        .iter()
                        .all(|name| it.contains_key(name.as_str().expect("a name")))
                })
            }),
            "anyOf" => kept_of(value, data) > 0,
            "oneOf" => kept_of(value, data) == 1,
            "not" => refusal(value, data, path).is_some(),
            "properties" => {
                let all = value.as_object().expect("an object").iter();
                return all.into_iter().find_map(|(name, schema)| {
                    refusal(schema, data.get(name)?, &format!("{path}.{name}"))
                });
            }
            "additionalProperties" => {
                let own = schema.get("properties").and_then(Value::as_object);
                let others = data.as_object().into_iter().flatten();
                let mut others = others.filter(|it| own.is_none_or(|own| !own.contains_key(it.0)));
                if value == false {
                    return others
                        .next()
                        .map(|it| format!("{path}: {} is not known", it.0));
                }
                return others.find_map(|it| refusal(value, it.1, &format!("{path}.{}", it.0)));
            }
            "items" => {
                let mut all = data.as_array().into_iter().flatten();
                return all.find_map(|it| refusal(value, it, &format!("{path}[]")));
            }
            other => panic!("the keyword {other} is not known here"),
        };
        (!kept).then(|| format!("{path}: {word} {value}"))
    })
}

fn kept_of(schemas: &Value, data: &Value) -> usize {
    let all = schemas.as_array().expect("a list").iter();
    all.filter(|it| refusal(it, data, "").is_none()).count()
}

fn is_type(name: &str, data: &Value) -> bool {
    match name {
        "object" => data.is_object(),
        "array" => data.is_array(),
        "string" => data.is_string(),
        "boolean" => data.is_boolean(),
        "integer" => data.is_i64() || data.is_u64(),
        "number" => data.is_number(),
        other => panic!("the type {other} is not known here"),
    }
}

fn length(data: &Value, of: impl Fn(&str) -> usize) -> Option<usize> {
    data.as_str().map(of)
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("a small number")
}
