//! Answers as planted faults spoil them.

use std::io::Write as _;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::{StreamExt as _, stream};
use serde_json::{Map, Value};

use super::answer::{Answer, Refusal, refuse};
use super::call::Call;
use super::code;
use super::faults::Fault;
use super::reply::{refused, respond};
use super::state::Shared;
use super::words::words;

/// How long a call hangs, if the caller does not hang up before.
const HANG: Duration = Duration::from_mins(10);
/// How long half an answer may take to leave.
const FLUSH: Duration = Duration::from_millis(100);

/// The answer of a call that never reached the world.
pub(super) fn instead(shared: &Shared, call: &Call, fault: &Fault) -> Response<Body> {
    match fault {
        Fault::Errcode(errcode) => respond(refusal(shared, call, *errcode, None)),
        Fault::LoginPage => respond(Answer {
            body: LOGIN.as_bytes().to_vec(),
            ..page(200)
        }),
        Fault::ForeignJson => respond(Answer {
            content_type: "application/json",
            body: br#"{"code":0,"message":"success","data":{}}"#.to_vec(),
            ..page(200)
        }),
        other => front(other).map_or_else(|| cut(&[]), respond),
    }
}

/// The answer of a call that had its effect.
pub(super) async fn after(
    shared: &Shared,
    call: &Call,
    fault: Fault,
    answer: Answer,
) -> Response<Body> {
    match fault {
        Fault::ErrcodeAfter(errcode) => {
            let given: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            respond(refusal(shared, call, errcode, given["msg_id"].as_i64()))
        }
        Fault::DelayMs(time) => {
            tokio::time::sleep(Duration::from_millis(time)).await;
            respond(answer)
        }
        Fault::DribbleMs(time) => dribble(answer, Duration::from_millis(time)),
        Fault::Truncated => cut(&answer.body[..answer.body.len() / 2]),
        Fault::Html => respond(page(502)),
        Fault::Html200 => respond(page(200)),
        Fault::Empty => respond(Answer {
            body: Vec::new(),
            ..answer
        }),
        Fault::ControlCharacter => {
            let rest = answer.body.get(1..).unwrap_or_default();
            respond(Answer {
                body: [b"{\"note\":\"\x01\",", rest].concat(),
                ..answer
            })
        }
        Fault::Gzip => respond(gzipped(answer)),
        Fault::Bom => respond(Answer {
            body: [b"\xef\xbb\xbf", &answer.body[..]].concat(),
            ..answer
        }),
        Fault::Merge(fields) => respond(changed(answer, |body| {
            for (path, value) in &fields {
                set(body, path, value);
            }
        })),
        Fault::Drop(paths) => respond(changed(answer, |body| {
            for path in &paths {
                take_away(body, path);
            }
        })),
        Fault::MsgStatus(status) if call.path.ends_with("/mass/get") => {
            respond(changed(answer, |body| {
                set(body, "msg_status", &status.clone().into());
            }))
        }
        Fault::Hang => {
            tokio::time::sleep(HANG).await;
            cut(&[])
        }
        Fault::ResetAfter => cut(&[]),
        Fault::Status { .. } | Fault::Answer { .. } | Fault::Redirect { .. } => {
            respond(front(&fault).unwrap_or(answer))
        }
        // These have done their work before, or in the world.
        Fault::Errcode(_)
        | Fault::LoginPage
        | Fault::ForeignJson
        | Fault::ResetBefore
        | Fault::TokenRevoked
        | Fault::KeysForgotten
        | Fault::MsgStatus(_)
        | Fault::EndsAs(_) => respond(answer),
    }
}

/// The answer of something that stands between a client and WeChat.
fn front(fault: &Fault) -> Option<Answer> {
    Some(match fault {
        Fault::Status {
            status,
            retry_after,
            ..
        } => {
            let answer = page(*status);
            match retry_after {
                Some(seconds) => answer.with("retry-after", seconds.to_string()),
                None => answer,
            }
        }
        Fault::Answer {
            text,
            status,
            content_type,
            ..
        } => Answer {
            status: *status,
            body: text.clone().into_bytes(),
            ..page(*status)
        }
        .with("content-type", content_type),
        Fault::Redirect { to, status, .. } => page(*status).with("location", to),
        _ => return None,
    })
}

/// A planted errcode in WeChat's words, where a client reads more than the number.
fn refusal(shared: &Shared, call: &Call, errcode: i64, msg_id: Option<i64>) -> Answer {
    let refusal = Refusal {
        msg_id: msg_id.filter(|_| errcode == code::CLIENTMSGID_EXIST),
        ..refuse(errcode, words(errcode, call.client_ip))
    };
    let mut world = shared.world();
    refused(&mut world, call, &refusal, Instant::now())
}

/// An answer of JSON with something else in it; any other answer as it is.
fn changed(answer: Answer, change: impl FnOnce(&mut Value)) -> Answer {
    match serde_json::from_slice::<Value>(&answer.body) {
        Ok(mut body) if body.is_object() => {
            change(&mut body);
            Answer {
                body: body.to_string().into_bytes(),
                ..answer
            }
        }
        _ => answer,
    }
}

/// The parent of what a path such as `tags.0.name` names, and the last word of the path.
fn parent<'a, 'b>(body: &'a mut Value, path: &'b str) -> Option<(&'a mut Value, &'b str)> {
    let Some((above, last)) = path.rsplit_once('.') else {
        return Some((body, path));
    };
    let pointer = format!("/{}", above.replace('.', "/"));
    Some((body.pointer_mut(&pointer)?, last))
}

fn set(body: &mut Value, path: &str, to: &Value) {
    match parent(body, path) {
        Some((Value::Object(fields), last)) => {
            fields.insert(last.to_owned(), to.clone());
        }
        Some((Value::Array(items), last)) => {
            if let Some(item) = last
                .parse()
                .ok()
                .and_then(|index: usize| items.get_mut(index))
            {
                *item = to.clone();
            }
        }
        _ => {}
    }
}

fn take_away(body: &mut Value, path: &str) {
    match parent(body, path) {
        Some((Value::Object(fields), last)) => {
            let kept = std::mem::take(fields).into_iter();
            *fields = kept.filter(|(name, _)| name != last).collect::<Map<_, _>>();
        }
        Some((Value::Array(items), last)) => {
            if let Some(index) = last.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

fn gzipped(answer: Answer) -> Answer {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let written = encoder
        .write_all(&answer.body)
        .and_then(|()| encoder.finish());
    match written {
        Ok(body) => Answer { body, ..answer }.with("content-encoding", "gzip"),
        Err(_) => answer,
    }
}

/// Byte by byte; the length is told at once.
fn dribble(answer: Answer, pause: Duration) -> Response<Body> {
    let bytes = answer.body.clone();
    let length = bytes.len();
    let pieces = stream::iter(bytes).then(move |byte| async move {
        tokio::time::sleep(pause).await;
        Ok::<_, std::io::Error>(Bytes::copy_from_slice(&[byte]))
    });
    let mut response = respond(answer);
    *response.body_mut() = Body::from_stream(pieces);
    response
        .headers_mut()
        .insert("content-length", HeaderValue::from(length));
    response
}

const LOGIN: &str = "<!DOCTYPE html><html><head><title>Welcome to the hotel network</title></head>\
    <body><form method=\"post\" action=\"/login\"><input name=\"room\"><input name=\"password\" type=\"password\"></form></body></html>";

/// The page of a front end, with the headers that its status asks for.
fn page(status: u16) -> Answer {
    let reason = axum::http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason());
    let title = match (status, reason) {
        (200, _) => "502 Bad Gateway".to_owned(),
        (_, Some(reason)) => format!("{status} {reason}"),
        (_, None) => format!("{status} Error"),
    };
    let answer = Answer {
        status,
        content_type: "text/html",
        body: format!("<html><head><title>{title}</title></head><body>nginx</body></html>")
            .into_bytes(),
        headers: Vec::new(),
        errcode: 0,
    };
    match status {
        401 => answer.with("www-authenticate", "Basic realm=\"relay\""),
        405 => answer.with("allow", "GET"),
        407 => answer.with("proxy-authenticate", "Basic realm=\"proxy\""),
        _ => answer,
    }
}

/// A body that promises more than comes: the connection is closed in the middle.
fn cut(start: &[u8]) -> Response<Body> {
    let start = Bytes::copy_from_slice(start);
    let length = start.len() + 100;
    let first = (!start.is_empty()).then_some(Ok(start));
    // What was written has to leave before the connection breaks.
    let wait = if first.is_some() {
        FLUSH
    } else {
        Duration::ZERO
    };
    let end = stream::once(async move {
        tokio::time::sleep(wait).await;
        Err(std::io::Error::other("planted fault"))
    });
    let mut response = Response::new(Body::from_stream(stream::iter(first).chain(end)));
    response
        .headers_mut()
        .insert("content-length", HeaderValue::from(length));
    response
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_are_set_and_taken_away_by_their_path() {
        let mut body = json!({ "tags": [{ "id": 2, "name": "a" }], "msg_id": 7 });
        set(&mut body, "msg_id", &json!(""));
        set(&mut body, "tags.0.name", &Value::Null);
        set(&mut body, "new", &json!(1));
        set(&mut body, "no.where", &json!(1));
        take_away(&mut body, "tags.0.id");
        take_away(&mut body, "none");
        assert_eq!(
            body,
            json!({ "tags": [{ "name": null }], "msg_id": "", "new": 1 })
        );
        take_away(&mut body, "tags.0");
        assert_eq!(body["tags"], json!([]));
    }
}
