//! Answers on their way out: as HTTP, dated by the sandbox's own clock, and refusals that can be looked up by their rid.

use std::time::Instant;

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;

use super::answer::{Answer, Refusal};
use super::call::Call;
use super::log::{cut, shown};
use super::world::{Asked, World};

/// The answer of a refusal; what was asked can be looked up by its rid.
pub(super) fn refused(world: &mut World, call: &Call, refusal: &Refusal, begun: Instant) -> Answer {
    world.number += 1;
    let (answer, rid) = refusal.answer(call.now, world.number);
    let url = if call.has_secret() {
        call.path.clone()
    } else {
        call.url.clone()
    };
    world.remember(Asked {
        rid,
        at: call.now,
        cost_in_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or_default(),
        url,
        body: cut(shown(call), 500),
        answer: String::from_utf8_lossy(&answer.body).into_owned(),
        client_ip: call.client_ip.to_string(),
    });
    answer
}

pub(super) fn respond(answer: Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let content_type = HeaderValue::from_static(answer.content_type);
    response.headers_mut().insert("content-type", content_type);
    for (name, value) in answer.headers {
        // What cannot stand in a header is left out of it.
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// With the date that the sandbox's clock shows, which a client may compare with its own.
pub(super) fn dated(mut response: Response<Body>, now: Timestamp) -> Response<Body> {
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&now);
    if let Ok(date) = date
        .map_err(drop)
        .and_then(|date| HeaderValue::from_str(&date).map_err(drop))
    {
        response.headers_mut().insert("date", date);
    }
    response
}
