//! The data of the page, as JSON: the newest of everything, the articles without their text, and one follower's chat.

use std::sync::atomic::Ordering;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::account::Kind;
use super::super::call::Call;
use super::super::calls::names;
use super::super::lock::locked;
use super::super::log::Logged;
use super::super::routes::content_type;
use super::super::state::Shared;
use super::super::world::{Media, Send, State, World, openid};
use super::{quota, uses};
use crate::text::html::tree;

/// The newest that are shown of each kind; what is older is counted.
const NEWEST: usize = 200;

pub(super) fn whole(shared: &Shared, call: &Call) -> Value {
    // Read first: what changes from here on is asked for again.
    let version = version(shared, call);
    let world = shared.world();
    let calls = locked(&shared.log);
    let tags: Vec<_> = world
        .tags
        .names
        .iter()
        .map(|(id, name)| json!({ "id": id, "name": name, "size": world.tag_size(*id) }))
        .collect();
    let mut drafts: Vec<_> = world.drafts.iter().collect();
    drafts.sort_by_key(|(_, draft)| draft.created_at);
    let drafts: Vec<_> = newest(&drafts)
        .iter()
        .map(|(id, draft)| {
            json!({ "id": id, "call": draft.call, "at": draft.created_at, "expires_at": draft.expires_at,
                "articles": articles(&world, &draft.articles) })
        })
        .collect();
    let publishes: Vec<_> = newest(&world.publishes)
        .iter()
        .map(|it| {
            json!({ "id": it.publish_id.to_string(), "at": it.at, "articles": articles(&world, &it.articles),
                "status": world.publish_status(it, call.now) })
        })
        .collect();
    let uses = uses::of_all(&world);
    let mut media: Vec<_> = world.media.iter().collect();
    media.sort_by_key(|(_, medium)| medium.created_at);
    let media: Vec<_> = newest(&media)
        .iter()
        .map(|(id, medium)| {
            json!({ "id": id, "kind": medium.kind, "call": medium.call, "mime": content_type(medium), "name": medium.name,
                "at": medium.created_at, "expires_at": medium.expires_at, "file": file(&world, id),
                "uses": uses.get(id.as_str()) })
        })
        .collect();
    let first = world.previews.len().saturating_sub(NEWEST);
    let previews: Vec<_> = (first..)
        .zip(newest(&world.previews))
        .map(|(number, preview)| {
            let mut value = message(
                &world,
                &preview.msgtype,
                &preview.content,
                &preview.articles,
            );
            value["number"] = json!(number);
            value["receiver"] = json!(preview.receiver);
            value["at"] = json!(preview.at);
            value
        })
        .collect();
    json!({
        "version": version,
        "now": call.now,
        "clock_offset_seconds": world.clock_offset_seconds,
        "settings": world.settings,
        "call_names": names().collect::<Vec<_>>(),
        "kinds": [Kind::Service, Kind::Subscription, Kind::Unverified, Kind::Test],
        "tags": tags,
        "sends": newest(&world.sends).iter().map(|it| send(&world, it, call)).collect::<Vec<_>>(),
        "previews": previews,
        "drafts": drafts,
        "publishes": publishes,
        "media": media,
        "totals": { "sends": world.sends.len(), "previews": world.previews.len(), "drafts": world.drafts.len(),
            "media": world.media.len(), "calls": calls.total() },
        "quotas": quota::rows(&world, call.now),
        "faults": *locked(&shared.faults),
        "calls": newest_before(calls.calls(), u64::MAX),
        "most_at_once": shared.most_at_once.load(Ordering::SeqCst),
        "follower": follower(&world, call.query("follower"), call.now),
    })
}

/// Changes with the world, with each minute of its clock, in which limits come back, and when something comes to its end by the
/// clock.
pub(super) fn version(shared: &Shared, call: &Call) -> String {
    let changes = shared.version.get();
    let world = shared.world();
    let sends = newest(&world.sends).iter();
    let publishes = newest(&world.publishes).iter();
    let under_way = sends
        .filter(|it| world.state(it, call.now) == State::Sending)
        .count()
        + publishes
            .filter(|it| world.publish_status(it, call.now) == 1)
            .count();
    format!("{changes}.{}.{under_way}", call.now.as_second() / 60)
}

/// Calls older than one that the page has.
pub(super) fn older_calls(shared: &Shared, call: &Call) -> Value {
    let before = call.query("before").parse().unwrap_or(u64::MAX);
    json!({ "calls": newest_before(locked(&shared.log).calls(), before) })
}

fn newest_before<'a>(
    calls: impl DoubleEndedIterator<Item = &'a Logged>,
    before: u64,
) -> Vec<&'a Logged> {
    let older = calls.rev().filter(|call| call.number < before);
    let mut newest: Vec<_> = older.take(NEWEST).collect();
    newest.reverse();
    newest
}

fn newest<T>(list: &[T]) -> &[T] {
    &list[list.len().saturating_sub(NEWEST)..]
}

fn send(world: &World, send: &Send, call: &Call) -> Value {
    let mut value = message(world, &send.msgtype, &send.content, &send.articles);
    value["msg_id"] = json!(send.msg_id);
    value["at"] = json!(send.at);
    value["audience"] = send.audience.clone();
    value["msg_data_id"] = json!(send.msg_data_id);
    value["key"] = json!(send.client_msg_id);
    value["total"] = json!(send.total);
    value["receivers"] = json!(send.receivers);
    value["failed"] = json!(send.failed);
    value["urls"] = json!(send.urls);
    value["event"] = json!(send.event);
    value["msg_status"] = json!(send.msg_status);
    // Why it reached no follower.
    value["unreached"] = match (send.receivers, send.total) {
        (0, 0) => json!("empty"),
        (0, _) => json!("month"),
        _ => Value::Null,
    };
    if let State::Fail(status) = world.state(send, call.now) {
        value["status_text"] = json!(status);
    }
    value["state"] = json!(match world.state(send, call.now) {
        State::Sending if world.awaits(send, call.now) || send.dropped => "waiting",
        State::Sending => "sending",
        State::Success => "sent",
        State::Fail(_) => "failed",
        State::Deleted => "deleted",
    });
    value
}

/// A message of any type: `articles`, `text`, `media` or `card`, and the words beside pictures.
fn message(world: &World, msgtype: &str, content: &Value, news: &[Value]) -> Value {
    let list = content["media_ids"].as_array().cloned();
    let one = content["media_id"].as_str().filter(|_| msgtype != "mpnews");
    let media: Vec<_> = list
        .unwrap_or_else(|| one.map(|id| vec![json!(id)]).unwrap_or_default())
        .iter()
        .filter_map(Value::as_str)
        .map(|id| {
            let mime = world.media.get(id).map(content_type);
            json!({ "id": id, "mime": mime, "file": file(world, id) })
        })
        .collect();
    json!({
        "msgtype": msgtype,
        "articles": articles(world, news),
        "text": content["content"],
        "media": media,
        "card": content["card_id"],
        "words": content["recommend"],
        "title": content["title"],
    })
}

fn articles(world: &World, news: &[Value]) -> Vec<Value> {
    let of = |article: &Value| {
        let pictures: Vec<_> = article["image_info"]["image_list"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|image| image["image_media_id"].as_str())
            .map(|id| file(world, id))
            .collect();
        let cover = article["thumb_media_id"].as_str();
        json!({
            "title": article["title"],
            "author": article["author"],
            "digest": article["digest"],
            "source_url": article["content_source_url"],
            "comments": article["need_open_comment"] == 1,
            "fans_only": article["only_fans_can_comment"] == 1,
            "cover": cover.map_or_else(|| pictures.first().cloned().flatten(), |id| file(world, id)),
            "pictures": pictures,
            "deleted": article["is_deleted"] == true,
        })
    };
    news.iter().map(of).collect()
}

/// The address of a medium on the page. Its digest is a part of it, for a world that is reset gives its ids again.
fn file(world: &World, id: &str) -> Option<String> {
    let medium = world.media.get(id)?;
    Some(format!("/outbox/media/{id}?{}", &medium.sha256[..8]))
}

/// The text of one article: `send/MSG_ID/N`, `preview/NUMBER/N`, `draft/ID/N` or `publish/ID/N`, N from 0. Pictures have their addresses here.
pub(super) fn article(world: &World, path: &str) -> Option<String> {
    let mut parts = path.split('/');
    let (of, id, number) = (parts.next()?, parts.next()?, parts.next()?);
    let news = match of {
        "send" => {
            let msg_id = id.parse::<i64>().ok()?;
            let send = world.sends.iter().find(|send| send.msg_id == msg_id)?;
            &send.articles
        }
        "preview" => &world.previews.get(id.parse::<usize>().ok()?)?.articles,
        "draft" => &world.drafts.get(id)?.articles,
        "publish" => {
            let publish_id = id.parse::<i64>().ok()?;
            let publish = world.publishes.iter();
            &publish
                .clone()
                .find(|it| it.publish_id == publish_id)?
                .articles
        }
        _ => return None,
    };
    let article = news.get(number.parse::<usize>().ok()?)?;
    let html = article["content"].as_str()?;
    if article["article_type"] == "newspic" {
        // A picture post is plain text.
        let mut text = String::new();
        tree::escape(html, false, &mut text);
        return Some(format!("<pre>{text}</pre>"));
    }
    let here = |html: String, (id, medium): (&String, &Media)| match &medium.url {
        Some(url) if html.contains(id.as_str()) => {
            let address = format!("/outbox/media/{id}?{}", &medium.sha256[..8]);
            let https = url.replacen("http://", "https://", 1);
            html.replace(url, &address).replace(&https, &address)
        }
        _ => html,
    };
    Some(world.media.iter().fold(html.to_owned(), here))
}

/// One follower, by number or openid: tags, and the sends that reached them.
fn follower(world: &World, asked: &str, now: Timestamp) -> Value {
    let number = asked
        .parse::<u64>()
        .ok()
        .filter(|number| (1..=world.settings.followers).contains(number))
        .or_else(|| world.follower(asked));
    let Some(number) = number else {
        return Value::Null;
    };
    json!({
        "asked": asked,
        "number": number,
        "openid": openid(number),
        "tags": world.tags.of(number),
        "reached": world.got(number, now).iter().map(|send| send.msg_id).collect::<Vec<_>>(),
    })
}
