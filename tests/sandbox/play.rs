//! Tables of calls and what their answers have to hold, and the pieces that most tests begin with.

use serde_json::{Value, json};

use crate::client::Served;
use crate::pictures;

pub(crate) const FOLLOWER: &str = "oSandbox00000000000000000001";

/// Whether an answer holds what is expected: `"…"` stands for any text that is not empty, `"#"` for any number.
pub(crate) fn holds(answer: &Value, expected: &Value) -> bool {
    match (answer, expected) {
        (Value::String(text), Value::String(word)) if word == "…" => !text.is_empty(),
        (Value::Number(_), Value::String(word)) => word == "#",
        (Value::Object(answer), Value::Object(expected)) => expected
            .iter()
            .all(|(key, value)| answer.get(key).is_some_and(|it| holds(it, value))),
        (Value::Array(answer), Value::Array(expected)) => {
            answer.len() == expected.len()
                && answer
                    .iter()
                    .zip(expected)
                    .all(|(it, value)| holds(it, value))
        }
        _ => answer == expected,
    }
}

#[track_caller]
pub(crate) fn assert_holds(what: &str, answer: &Value, expected: &Value) {
    assert!(
        holds(answer, expected),
        "{what}\n  answered {answer}\n  expected {expected}"
    );
    // A refusal carries its rid, and success carries no text of one.
    if answer["errcode"].as_i64().is_some_and(|it| it != 0) {
        let errmsg = answer["errmsg"].as_str().expect("an errmsg");
        assert!(errmsg.contains(" rid: "), "{what}: {errmsg}");
    }
}

/// Makes calls in order.
#[track_caller]
pub(crate) fn play(wechat: &Served, calls: &[(&str, Value, Value)]) {
    for (call, body, expected) in calls {
        let answer = if *body == Value::Null {
            wechat.get(call)
        } else {
            wechat.post(call, body)
        };
        assert_holds(&format!("{call} {body}"), &answer, expected);
    }
}

pub(crate) fn ok() -> Value {
    json!({ "errcode": 0, "errmsg": "ok" })
}

pub(crate) fn refused(errcode: i64) -> Value {
    json!({ "errcode": errcode })
}

pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name} in {value}"))
}

/// A permanent picture's id and address.
pub(crate) fn picture(wechat: &Served) -> (String, String) {
    let bytes = pictures::plain("cover.jpg", 7);
    let answer = wechat
        .upload("material/add_material?type=image", "cover.jpg", &bytes, "")
        .json();
    (
        text(&answer, "media_id").to_owned(),
        text(&answer, "url").to_owned(),
    )
}

pub(crate) fn article(title: &str, cover: &str) -> Value {
    json!({ "title": title, "author": "编辑部", "content": "<p>你好，春天</p>", "thumb_media_id": cover })
}

/// A draft of so many articles.
pub(crate) fn draft(wechat: &Served, count: usize) -> String {
    let (cover, _) = picture(wechat);
    let articles: Vec<_> = (1..=count)
        .map(|number| article(&format!("No. {number}"), &cover))
        .collect();
    let answer = wechat.post("draft/add", &json!({ "articles": articles }));
    text(&answer, "media_id").to_owned()
}
