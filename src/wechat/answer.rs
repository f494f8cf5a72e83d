//! Reading what came back: by its content, never by its content type or its HTTP status alone.
//!
//! A 200 can carry a refusal, JSON comes as `text/plain` and may hold raw control characters, and a front end may answer
//! with a page (`wechat-api.md` 9, 14). An answer of WeChat's is an error if and only if it has an errcode that is not 0;
//! optional fields of odd form are as if they were missing, and a required one makes the answer [`Oddity::Incomplete`].

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use super::error::Error;
use super::ids::{MsgId, OpenId};
use super::lenient;
use super::oddity::{Head, Oddity};
use super::redact::Secrets;

/// An answer as it came, unread.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) call: &'static str,
    pub(super) marks: &'static [&'static str],
    pub(super) status: u16,
    pub(super) asked: Url,
    pub(super) head: Head,
    pub(super) bytes: Vec<u8>,
}

/// The parts that any answer may have. Everything but the errcode may have any form.
#[derive(Deserialize)]
struct Verdict {
    #[serde(default, deserialize_with = "lenient::maybe_number")]
    errcode: Option<i64>,
    #[serde(default, deserialize_with = "lenient::text")]
    errmsg: String,
    #[serde(default, deserialize_with = "lenient::id")]
    msg_id: Option<i64>,
    /// The page on "sendAll" calls the field so in its prose, and a client in the field reads both names.
    #[serde(default, deserialize_with = "lenient::id")]
    msgid: Option<i64>,
    /// Of 45171 ("batchtagging").
    #[serde(default, deserialize_with = "lenient::list")]
    fail_openid_list: Vec<OpenId>,
}

impl Raw {
    /// The typed answer, or the refusal it holds, or what came in its place. A text that becomes part of an error is cleaned of
    /// known secrets before it is cut, so that no half of one remains.
    pub(super) fn read<T: DeserializeOwned>(self, secrets: &Secrets) -> Result<T, Error> {
        let answer = read(self.call, self.marks, self.status, &self.bytes);
        let error = match answer {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let text = String::from_utf8_lossy(&self.bytes);
        let error = match secrets.without(&text) {
            Cow::Borrowed(_) => error,
            Cow::Owned(clean) => {
                let again = read::<T>(self.call, self.marks, self.status, clean.as_bytes());
                again.err().unwrap_or(error)
            }
        };
        Err(error.with_head(&self.asked, &self.head))
    }
}

/// Reads an answer. `marks` are fields of which a success without an errcode has at least one; JSON that has neither is not
/// WeChat's. What is no answer at all has an unknown outcome: the call may have been made.
pub fn read<T: DeserializeOwned>(
    call: &'static str,
    marks: &[&str],
    status: u16,
    bytes: &[u8],
) -> Result<T, Error> {
    let parsed: Option<Value> = parse(bytes);
    let odd = |oddity, words: &str| Err(Error::odd(call, oddity, words));
    let not_wechats = || {
        let oddity = Oddity::of(status, bytes, parsed.is_some());
        odd(oddity, &strange(status, bytes, parsed.is_some()))
    };
    let Some(value @ Value::Object(fields)) = &parsed else {
        // 412 with an empty body: no Content-Length. That is our own fault, and nothing was done.
        if status == 412 && parsed.is_none() {
            return Err(Error::defect(
                call,
                "HTTP 412: a request without a known length",
            ));
        }
        return not_wechats();
    };
    // Read from the text: an answer that has two errcodes has none.
    let Some(verdict) = parse::<Verdict>(bytes) else {
        return not_wechats();
    };
    let is_success = match verdict.errcode {
        Some(0) => true,
        Some(code) => {
            let msg_id = verdict.msg_id.or(verdict.msgid).map(MsgId::new);
            let error = Error::refusal(call, code, &verdict.errmsg, msg_id);
            return Err(error.with_failed(verdict.fail_openid_list));
        }
        None => (200..300).contains(&status) && marks.iter().any(|mark| fields.contains_key(*mark)),
    };
    if !is_success {
        return not_wechats();
    }
    T::deserialize(value).or_else(|error| {
        odd(
            Oddity::Incomplete,
            &format!("an answer that makes no sense: {error}"),
        )
    })
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
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

fn strange(status: u16, bytes: &[u8], is_json: bool) -> String {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]);
    match start.trim() {
        "" => format!("HTTP {status} with an empty body"),
        start if is_json => format!("HTTP {status} with JSON that is not WeChat's: {start}"),
        start => format!("HTTP {status} without JSON: {start}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wechat::Kind;

    #[derive(Debug, Deserialize)]
    struct Answer {
        #[serde(deserialize_with = "lenient::required")]
        url: String,
    }

    fn url(status: u16, bytes: &[u8]) -> Result<String, Error> {
        read::<Answer>("call", &["url"], status, bytes).map(|answer| answer.url)
    }

    #[test]
    fn success_is_the_absence_of_an_errcode() {
        for body in [
            r#"{"url":"u"}"#,
            r#"{"url":"u","errcode":0,"errmsg":"ok"}"#,
            r#"{"errcode":"0","url":"u","new":[1]}"#,
            r#"{"errcode":null,"url":"u","msg_id":"","msgid":{}}"#,
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
            r#"{"errcode":45103.0,"errmsg":null,"msg_id":true}"#,
        ] {
            for status in [200, 500] {
                assert_eq!(
                    url(status, body.as_bytes()).expect_err(body).errcode(),
                    Some(45103)
                );
            }
        }
        for name in ["msg_id", "msgid"] {
            let replay = format!("{{\"errcode\":45065,\"{name}\":\"3147480002\"}}");
            let replay = url(200, replay.as_bytes()).expect_err("refused");
            assert_eq!(replay.msg_id(), Some(MsgId::new(3_147_480_002)));
        }
    }

    #[test]
    fn what_is_not_an_answer_leaves_the_outcome_unknown_and_has_a_kind() {
        use Oddity::{Foreign, Garbled, Incomplete, Page};
        let bodies: [(&[u8], Oddity); 13] = [
            (b"", Garbled),
            (b"<html>", Page),
            (b"{\"url\":", Garbled),
            (b"null", Foreign),
            (b"[]", Foreign),
            (b"{}", Foreign),
            (b"{\"code\":0,\"data\":{\"url\":\"u\"}}", Foreign),
            (b"{\"errcode\":\"abc\",\"url\":\"u\"}", Foreign),
            (b"{\"errcode\":0,\"url\":\"u\",\"errcode\":45028}", Foreign),
            (b"{\"errcode\":45028,\"url\":\"u\",\"errcode\":0}", Foreign),
            (b"{\"errcode\":0}", Incomplete),
            (b"{\"url\":\"\"}", Incomplete),
            (b"{\"url\":7}", Incomplete),
        ];
        for (body, oddity) in bodies {
            let error = url(200, body).expect_err("no answer");
            assert_eq!(error.kind(), Kind::Unknown, "{body:?}");
            assert_eq!(error.oddity(), Some(&oddity), "{body:?}");
        }
        for (status, body, oddity) in [
            (502, r#"{"url":"u"}"#, Oddity::Broken),
            (404, "", Oddity::NotFound),
            (413, "<html>", Oddity::TooLarge),
            (412, "{}", Oddity::Refused),
        ] {
            let error = url(status, body.as_bytes()).expect_err("no answer");
            assert_eq!(error.kind(), Kind::Unknown, "{status}");
            assert_eq!(error.oddity(), Some(&oddity), "{status}");
        }
        assert_eq!(url(412, b"").expect_err("412").kind(), Kind::Local);
    }

    #[test]
    fn an_echoed_secret_is_masked_before_the_text_is_cut() {
        let secrets = Secrets::default();
        secrets.add("0123456789abcdef0123456789abcdef");
        let page = format!("<html>{}0123456789abcdef0123456789abcdef", " ".repeat(40));
        let refusal = format!(
            r#"{{"errcode":40125,"errmsg":"{} 0123456789abcdef0123456789abcdef rid: 0123456789abcdef0123456789abcdef"}}"#,
            "a".repeat(480)
        );
        for body in [page, refusal] {
            let raw = Raw {
                call: "call",
                marks: &["url"],
                status: 200,
                asked: Url::parse("https://a.example/").expect("a URL"),
                head: Head::default(),
                bytes: body.into_bytes(),
            };
            let error = raw.read::<Answer>(&secrets).expect_err("no answer");
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("0123"), "{shown}");
        }
    }
}
