//! Reading what came back: by its content, never by its content type or its HTTP status alone.
//!
//! A 200 can carry a refusal, JSON comes as `text/plain` and may hold raw control characters, and a front end may answer
//! with a page (`wechat-api.md` 9). An answer is an error if and only if it has an errcode that is not 0.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::{Error, Kind};
use super::ids::{MsgId, maybe_number};
use super::lenient;

/// The parts that any answer may have.
#[derive(Deserialize)]
struct Verdict {
    #[serde(default, deserialize_with = "maybe_number")]
    errcode: Option<i64>,
    #[serde(default, deserialize_with = "lenient::text")]
    errmsg: String,
    #[serde(default, deserialize_with = "lenient::id")]
    msg_id: Option<i64>,
    /// The page on "sendAll" calls the field so in its prose, and a client in the field reads both names.
    #[serde(default, deserialize_with = "lenient::id")]
    msgid: Option<i64>,
}

/// The typed answer, or the refusal it holds. What is no answer at all has an unknown outcome: the call may have been made.
pub fn read<T: DeserializeOwned>(
    call: &'static str,
    status: u16,
    bytes: &[u8],
) -> Result<T, Error> {
    let value = match parse(bytes) {
        Some(value @ Value::Object(_)) => value,
        // 412 with an empty body: no Content-Length. That is our own fault, and nothing was done.
        _ if status == 412 => {
            return Err(Error::defect(
                call,
                "HTTP 412: a request without a known length",
            ));
        }
        // Only a path that is not there answers so; nothing was done.
        _ if status == 404 => {
            return Err(Error::new(
                Kind::Refused,
                call,
                "HTTP 404: there is no such call",
            ));
        }
        _ => return Err(Error::new(Kind::Unknown, call, &strange(status, bytes))),
    };
    let verdict = Verdict::deserialize(&value).map_err(|error| {
        Error::new(
            Kind::Unknown,
            call,
            &format!("an answer that makes no sense: {error}"),
        )
    })?;
    match verdict.errcode {
        None if !(200..300).contains(&status) => {
            Err(Error::new(Kind::Unknown, call, &strange(status, bytes)))
        }
        None | Some(0) => T::deserialize(value).map_err(|error| {
            Error::new(
                Kind::Unknown,
                call,
                &format!("an answer that makes no sense: {error}"),
            )
        }),
        Some(code) => Err(Error::refusal(
            call,
            code,
            &verdict.errmsg,
            verdict.msg_id.or(verdict.msgid).map(MsgId::new),
        )),
    }
}

fn parse(bytes: &[u8]) -> Option<Value> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text).ok().or_else(|| {
        // Raw control characters inside strings are seen in the field; between tokens a space does no harm.
        let repaired: String = text
            .chars()
            .map(|it| if it < ' ' { ' ' } else { it })
            .collect();
        serde_json::from_str(&repaired).ok()
    })
}

fn strange(status: u16, bytes: &[u8]) -> String {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]);
    match start.trim() {
        "" => format!("HTTP {status} with an empty body"),
        start => format!("HTTP {status} without JSON: {start}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(status: u16, bytes: &[u8]) -> Result<String, Error> {
        #[derive(Deserialize)]
        struct Answer {
            url: String,
        }
        read::<Answer>("call", status, bytes).map(|answer| answer.url)
    }

    #[test]
    fn success_is_the_absence_of_an_errcode() {
        for body in [
            r#"{"url":"u"}"#,
            r#"{"url":"u","errcode":0,"errmsg":"ok"}"#,
            r#"{"errcode":"0","url":"u","new":[1]}"#,
            "\u{feff}{\"url\":\"u\"}",
            "{\"url\":\"u\",\n\t\"x\":\"a\u{1}b\"}",
        ] {
            assert_eq!(url(200, body.as_bytes()).expect(body), "u");
        }
        assert_eq!(
            url(200, b"{\"url\":\"u\",\"x\":\"\xff\"}").expect("lossy"),
            "u"
        );
    }

    #[test]
    fn refusals_come_in_three_forms_and_with_any_status() {
        for body in [
            r#"{"errcode":45103,"errmsg":"x"}"#,
            r#"{"errcode":"45103"}"#,
            r#"{"errcode":45103.0,"errmsg":null}"#,
        ] {
            for status in [200, 500] {
                assert_eq!(
                    url(status, body.as_bytes()).expect_err(body).errcode(),
                    Some(45103)
                );
            }
        }
        let replay = url(
            200,
            br#"{"errcode":45065,"errmsg":"clientmsgid exist","msg_id":3147480002}"#,
        );
        assert_eq!(
            replay.expect_err("refused").msg_id(),
            Some(MsgId::new(3_147_480_002))
        );
    }

    #[test]
    fn what_is_not_an_answer_leaves_the_outcome_unknown() {
        let bodies: [&[u8]; 7] = [
            b"",
            b"<html>",
            b"{\"url\":",
            b"null",
            b"[]",
            b"{}",
            b"{\"errcode\":\"abc\",\"url\":\"u\"}",
        ];
        for body in bodies {
            assert_eq!(
                url(200, body).expect_err("no answer").kind(),
                Kind::Unknown,
                "{body:?}"
            );
        }
        assert_eq!(
            url(502, br#"{"url":"u"}"#).expect_err("502").kind(),
            Kind::Unknown
        );
        assert_eq!(url(412, b"").expect_err("412").kind(), Kind::Local);
        assert_eq!(url(404, b"").expect_err("404").kind(), Kind::Refused);
    }
}
