//! The page that shows what followers got, and the data behind it. Neither holds a token.

use std::sync::atomic::Ordering;

use serde_json::json;

use super::answer::{Answer, Call};
use super::routes::{content_type, quotas};
use super::server::{Shared, locked};

/// Answers the page, its data and its pictures; `None` for every other path.
pub(super) fn route(shared: &Shared, call: &Call) -> Option<Answer> {
    if call.method != "GET" {
        return None;
    }
    if let Some(name) = call.path.strip_prefix("/outbox/media/") {
        let content_type = shared.world().media.get(name).map(content_type);
        let found = content_type.zip(shared.files.read(name));
        return Some(found.map_or_else(
            || Answer::empty(404),
            |(content_type, body)| Answer::bytes(content_type, body),
        ));
    }
    match call.path.as_str() {
        "/" => Some(Answer::bytes(
            "text/html; charset=utf-8",
            include_bytes!("outbox.html").to_vec(),
        )),
        "/outbox.json" => Some(data(shared, call)),
        _ => None,
    }
}

fn data(shared: &Shared, call: &Call) -> Answer {
    let world = shared.world();
    let pictures: Vec<_> = world
        .media
        .iter()
        .filter(|(_, media)| media.mime.starts_with("image/"))
        .map(|(id, media)| json!({ "id": id, "call": media.call, "url": media.url }))
        .collect();
    let drafts: Vec<_> = world
        .drafts
        .iter()
        .map(|(id, draft)| json!({ "id": id, "articles": draft.articles, "at": draft.created_at }))
        .collect();
    Answer::json(&json!({
        "now": call.now,
        "kind": world.settings.kind,
        "followers": world.settings.followers,
        "sends": world.shown_sends(call.now),
        "previews": world.previews,
        "drafts": drafts,
        "pictures": pictures,
        "quotas": quotas(&world, call.now),
        "calls": *locked(&shared.log),
        "most_at_once": shared.most_at_once.load(Ordering::SeqCst),
    }))
}
