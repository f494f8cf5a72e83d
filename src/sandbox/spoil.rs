//! What a planted fault makes of an answer.

use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::Response;
use futures_util::{StreamExt as _, stream};
use serde_json::Value;

use super::answer::{Answer, Call, Refusal, refuse};
use super::faults::Fault;
use super::server::{Shared, refused, respond};
use crate::wechat::errcode as code;

/// How long a call hangs, if nobody hangs up before.
const HANG: Duration = Duration::from_mins(10);
/// How long half an answer may take to leave.
const FLUSH: Duration = Duration::from_millis(100);

/// The answer of a call that never reached the world.
pub(super) fn instead(shared: &Shared, call: &Call, fault: &Fault) -> Response<Body> {
    match fault {
        Fault::Errcode(errcode) => respond(refusal(shared, call, *errcode, None)),
        Fault::Status(status) => respond(page(*status)),
        _ => cut(&[]),
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
        Fault::Truncated => cut(&answer.body[..answer.body.len() / 2]),
        Fault::Html => respond(page(502)),
        Fault::Html200 => respond(page(200)),
        Fault::Empty => respond(Answer {
            body: Vec::new(),
            ..answer
        }),
        Fault::ControlCharacter => respond(Answer {
            body: [
                b"{\"note\":\"\x01\",",
                answer.body.get(1..).unwrap_or_default(),
            ]
            .concat(),
            ..answer
        }),
        Fault::Hang => {
            tokio::time::sleep(HANG).await;
            cut(&[])
        }
        Fault::ResetAfter => cut(&[]),
        // These have done their work before, or in the world.
        Fault::Errcode(_)
        | Fault::Status(_)
        | Fault::ResetBefore
        | Fault::TokenRevoked
        | Fault::EndsAs(_) => respond(answer),
    }
}

/// A planted errcode in WeChat's words, where a client reads more than the number.
fn refusal(shared: &Shared, call: &Call, errcode: i64, msg_id: Option<i64>) -> Answer {
    let ip = call.client_ip;
    let words = match errcode {
        code::SYSTEM_BUSY => "system error".to_owned(),
        code::INVALID_CREDENTIAL => {
            "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken"
                .to_owned()
        }
        code::INVALID_IP => format!("invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist"),
        code::DAILY_QUOTA => "reach max api daily quota limit".to_owned(),
        code::MINUTE_QUOTA => {
            "api minute-quota reach limit, must slower, retry next minute".to_owned()
        }
        other => code_words(other).to_owned(),
    };
    let refusal = Refusal {
        msg_id: msg_id.filter(|_| errcode == code::CLIENTMSGID_EXIST),
        ..refuse(errcode, words)
    };
    let mut world = shared.world();
    refused(&mut world, call, &refusal, Instant::now())
}

/// The words of codes that users plant most, as the world says them.
fn code_words(errcode: i64) -> &'static str {
    match errcode {
        code::INVALID_MEDIA_TYPE => "invalid media type",
        code::INVALID_FILE_TYPE => "invalid file type",
        code::INVALID_MEDIA_ID => "invalid media_id",
        code::INVALID_IMAGE_SIZE => "invalid image size",
        code::INVALID_APPID => "invalid appid",
        code::INVALID_ACCESS_TOKEN => "invalid access_token",
        code::INVALID_MSG_ID => "invalid msg id",
        code::INVALID_APPSECRET => "invalid appsecret,",
        code::TOO_FEW_OPENIDS => "invalid openid list size, at least two openid",
        code::INVALID_IMAGE_FORMAT => "invalid image format",
        code::ACCESS_TOKEN_EXPIRED => "access_token expired",
        code::NO_MASS_QUOTA => "has no masssend quota",
        code::CLIENTMSGID_EXIST => "clientmsgid exist",
        code::CLIENTMSGID_TOO_FAST => "same clientmsgid retry too fast",
        code::CLIENTMSGID_TOO_LONG => "clientmsgid size out of limit",
        code::API_UNSUPPORTED => "This API has been unsupported",
        code::INVALID_CONTENT => "invalid content",
        code::API_UNAUTHORIZED => "api unauthorized",
        code::CLEAR_QUOTA_USED => "forbid to clear quota because of reaching the limit",
        _ => "planted fault",
    }
}

fn page(status: u16) -> Answer {
    let title = match status {
        502 | 200 => "502 Bad Gateway".to_owned(),
        other => format!("{other} Error"),
    };
    Answer {
        status,
        content_type: "text/html",
        body: format!("<html><head><title>{title}</title></head><body>nginx</body></html>")
            .into_bytes(),
        errcode: 0,
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
        .insert("content-length", axum::http::HeaderValue::from(length));
    response
}
