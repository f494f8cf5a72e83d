//! The draft box ("draft_add", "draft_update", "getDraft", "draft_batchget", "draft_count", "draft_switch").

use serde::Deserialize;
use serde_json::{Value, json};

use super::article::{self, Route};
use super::items::items;
use super::list::{Page, listed};
use super::media::no_such_media;
use crate::sandbox::answer::{Answer, Outcome, refuse};
use crate::sandbox::call::{Call, unreadable};
use crate::sandbox::code;
use crate::sandbox::world::{Draft, World};

/// Characters of the text that stand for a missing digest.
const DIGEST: usize = 54;

#[derive(Debug, Deserialize)]
pub(super) struct News {
    pub(super) articles: Vec<Value>,
}

#[derive(Debug, Deserialize)]
struct ById {
    media_id: String,
}

pub(super) fn add(world: &mut World, call: &Call) -> Outcome {
    let news: News = call.json()?;
    let mut articles = article::read_all(world, &news.articles, call, Route::Draft)?;
    article::digest(&mut articles, DIGEST);
    let id = world.new_id("Draft0");
    let draft = Draft {
        articles,
        call: "draft/add".to_owned(),
        created_at: call.now,
        updated_at: None,
        expires_at: None,
    };
    world.drafts.insert(id.clone(), draft);
    Ok(Answer::json(&json!({ "media_id": id, "item": [] })))
}

pub(super) fn get(world: &mut World, call: &Call) -> Outcome {
    let id = call.json::<ById>()?.media_id;
    let draft = world.draft(&id).ok_or_else(no_such_media)?;
    Ok(Answer::json(&content(world, draft)))
}

/// One article in place of another: an object, where `draft/add` takes an array.
pub(super) fn update(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Body {
        media_id: String,
        index: usize,
        articles: Value,
    }
    let body: Body = call.json()?;
    if !body.articles.is_object() {
        return Err(unreadable());
    }
    let count = world
        .draft(&body.media_id)
        .ok_or_else(no_such_media)?
        .articles
        .len();
    if body.index >= count {
        return Err(refuse(code::INVALID_INDEX, "invalid index value"));
    }
    let article = article::read(world, &body.articles, "articles", call, Route::Draft)?;
    let source = article["content_source_url"].as_str().unwrap_or_default();
    if !source.is_empty() && !is_absolute(source) {
        let words = "invalid content_source_url";
        return Err(refuse(code::INVALID_SOURCE_URL, words));
    }
    if let Some(draft) = world.drafts.get_mut(&body.media_id) {
        draft.articles[body.index] = article;
        article::digest(&mut draft.articles, DIGEST);
        draft.updated_at = Some(call.now);
    }
    Ok(Answer::ok())
}

/// An address that the link below an article may have.
fn is_absolute(address: &str) -> bool {
    let is_web = |url: url::Url| ["http", "https"].contains(&url.scheme()) && url.has_host();
    address.parse().is_ok_and(is_web)
}

pub(super) fn delete(world: &mut World, call: &Call) -> Outcome {
    let id = call.json::<ById>()?.media_id;
    world.draft(&id).ok_or_else(no_such_media)?;
    world.drafts.remove(&id);
    Ok(Answer::ok())
}

pub(super) fn list(world: &mut World, call: &Call) -> Outcome {
    let body: Page = call.json()?;
    let mut all: Vec<_> = world
        .drafts
        .iter()
        .filter(|(_, draft)| draft.is_in_box())
        .collect();
    // The newest first.
    all.sort_by_key(|(_, draft)| std::cmp::Reverse(draft.update_time()));
    let items: Vec<_> = body
        .of(&all)?
        .iter()
        .map(|(id, draft)| {
            let mut content = content(world, draft);
            body.prune(&mut content);
            json!({ "media_id": id, "content": content, "update_time": draft.update_time() })
        })
        .collect();
    Ok(listed(all.len(), &items))
}

pub(super) fn count(world: &World) -> Answer {
    let count = world.drafts.values().filter(|it| it.is_in_box()).count();
    Answer::json(&json!({ "total_count": count }))
}

/// The switch of the migration to drafts; on for everybody since.
pub(super) fn switch(_: &World) -> Answer {
    Answer::json(&json!({ "errcode": 0, "errmsg": "ok", "is_open": 1 }))
}

fn content(world: &World, draft: &Draft) -> Value {
    json!({
        "news_item": items(world, &draft.articles),
        "create_time": draft.created_at.as_second(),
        "update_time": draft.update_time(),
    })
}
