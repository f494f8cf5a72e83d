//! The page that shows what followers got, its parts, its data and its pictures.
//!
//! Everything here may be read without the control token and none of it holds a token or a secret; what changes the world
//! goes through `control`. A strict policy guards the page: nothing from elsewhere, no inline script.

mod data;
mod quota;
mod uses;

use axum::body::Body;
use axum::http::{HeaderValue, Response};
use serde_json::json;

use super::answer::Answer;
use super::call::Call;
use super::routes::content_type;
use super::state::Shared;

/// The parts of the page: path, type, text.
const PARTS: &[(&str, &str, &str)] = &[
    ("/", HTML, include_str!("outbox/page.html")),
    ("/outbox/icon.svg", SVG, include_str!("outbox/icon.svg")),
    ("/outbox/style.css", CSS, include_str!("outbox/style.css")),
    (
        "/outbox/article.css",
        CSS,
        include_str!("outbox/article.css"),
    ),
    ("/outbox/main.js", SCRIPT, include_str!("outbox/main.js")),
    ("/outbox/words.js", SCRIPT, include_str!("outbox/words.js")),
    ("/outbox/dom.js", SCRIPT, include_str!("outbox/dom.js")),
    ("/outbox/chats.js", SCRIPT, include_str!("outbox/chats.js")),
    (
        "/outbox/library.js",
        SCRIPT,
        include_str!("outbox/library.js"),
    ),
    ("/outbox/calls.js", SCRIPT, include_str!("outbox/calls.js")),
    (
        "/outbox/inspector.js",
        SCRIPT,
        include_str!("outbox/inspector.js"),
    ),
    (
        "/outbox/switches.js",
        SCRIPT,
        include_str!("outbox/switches.js"),
    ),
    (
        "/outbox/control.js",
        SCRIPT,
        include_str!("outbox/control.js"),
    ),
];
const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

// Articles bring styles of their own, on their tags only.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; \
    img-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Answers the page, its data and its pictures; `None` for every other path.
pub(super) fn route(shared: &Shared, call: &Call) -> Option<Answer> {
    if !["GET", "HEAD"].contains(&call.method.as_str()) {
        return None;
    }
    let path = call.path.as_str();
    if let Some((_, content_type, text)) = PARTS.iter().find(|part| part.0 == path) {
        return Some(Answer::bytes(content_type, text.as_bytes().to_vec()));
    }
    if let Some(id) = path.strip_prefix("/outbox/media/") {
        let content_type = shared.world().media.get(id).map(content_type);
        let found = content_type.zip(shared.files.read(id));
        return Some(found.map_or_else(
            || Answer::empty(404),
            |(content_type, body)| Answer::bytes(content_type, body),
        ));
    }
    if let Some(article) = path.strip_prefix("/outbox/article/") {
        let found = data::article(&shared.world(), article);
        return Some(found.map_or_else(
            || Answer::empty(404),
            |html| Answer::json(&json!({ "html": html })),
        ));
    }
    if path == "/outbox/calls.json" {
        return Some(Answer::json(&data::older_calls(shared, call)));
    }
    if path == "/favicon.ico" {
        return Some(Answer::empty(404));
    }
    (path == "/outbox.json").then(|| {
        if call.query("version") == data::version(shared, call) {
            Answer::empty(204)
        } else {
            Answer::json(&data::whole(shared, call))
        }
    })
}

/// An answer with the headers that keep other pages out and this one in.
pub(super) fn guarded(mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
