//! Front matter in JSON, as Hugo writes it above an article and Hexo between lines of `;;;`.

use serde_json::Value;

use super::{Front, field};

/// Front matter that begins the text, the text below it, and the number of that text's first line.
pub(super) fn split(text: &str) -> Option<(Front, &str, usize)> {
    let start = text.len() - text.trim_start().len();
    let rest = text.get(start..)?;
    if !rest.starts_with('{') {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
    let value = values.next()?.ok()?;
    let end = start + values.byte_offset();
    let inside = text.get(..end)?;
    let front = of(&value, inside, 1)?;
    let body = text.get(end..)?;
    // The rest of the line belongs to the braces.
    let body = body.strip_prefix(['\r']).unwrap_or(body);
    let is_alone = body.is_empty() || body.starts_with('\n');
    let line = inside.matches('\n').count() + 2;
    is_alone.then(|| (front, body.strip_prefix('\n').unwrap_or(body), line))
}

/// The front matter between two fences, with or without its braces; `first` is the number of its first line.
pub(super) fn read(inside: &str, first: usize) -> Option<Front> {
    let trimmed = inside.trim().trim_end_matches(',');
    let whole = if trimmed.starts_with('{') {
        trimmed.to_owned()
    } else {
        format!("{{{trimmed}}}")
    };
    of(&serde_json::from_str(&whole).ok()?, inside, first)
}

fn of(value: &Value, inside: &str, first: usize) -> Option<Front> {
    let map = value.as_object()?;
    if !map.keys().any(|key| field(key).is_some()) {
        return None;
    }
    let mut front = Front::default();
    for (key, value) in map {
        let at = inside.find(&format!("\"{key}\"")).unwrap_or_default();
        let before = inside.get(..at).unwrap_or_default();
        set(&mut front, key, value, first + before.matches('\n').count());
    }
    Some(front)
}

fn set(front: &mut Front, key: &str, value: &Value, line: usize) {
    match value {
        Value::String(text) => front.set(key, text, line),
        Value::Bool(flag) => front.set(key, &flag.to_string(), line),
        Value::Number(number) => front.set(key, &number.to_string(), line),
        Value::Array(list) => {
            for one in list {
                set(front, key, one, line);
            }
        }
        Value::Object(map) => {
            for (name, one) in map {
                set(front, &format!("{key}.{name}"), one, line);
            }
        }
        Value::Null => {}
    }
}
