//! The draft box ("draft_add", "draft_update", "getDraft", "draft_batchget", "draft_count", "draft_switch").

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::answer::{Answer, Call, Refusal, refuse};
use super::super::world::{Draft, World};
use super::Outcome;
use super::article::{self, Route};
use super::upload::{listed, no_such_media, page};
use crate::wechat::errcode as code;

/// Characters of the text that stand for a missing digest.
const DIGEST: usize = 54;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct News {
    pub(super) articles: Vec<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ById {
    media_id: String,
}

pub(super) fn add(world: &mut World, call: &Call) -> Outcome {
    let news: News = call.json()?;
    let mut articles = article::read(world, news.articles, &call.body, Route::Draft, call.now)?;
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
    #[serde(deny_unknown_fields)]
    struct Body {
        media_id: String,
        index: usize,
        articles: Value,
    }
    let body: Body = call.json()?;
    if !body.articles.is_object() {
        return Err(refuse(code::DATA_FORMAT, "data format error"));
    }
    let count = world
        .draft(&body.media_id)
        .ok_or_else(no_such_media)?
        .articles
        .len();
    if body.index >= count {
        return Err(refuse(code::INVALID_ARTICLE_INDEX, "invalid article idx"));
    }
    let articles = vec![body.articles];
    let mut articles = article::read(world, articles, &call.body, Route::Draft, call.now)?;
    if let (Some(draft), Some(article)) = (world.drafts.get_mut(&body.media_id), articles.pop()) {
        draft.articles[body.index] = article;
        article::digest(&mut draft.articles, DIGEST);
        draft.updated_at = Some(call.now);
    }
    Ok(Answer::ok())
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

/// What the list calls of drafts and publications take.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    offset: usize,
    count: usize,
    #[serde(default)]
    no_content: u8,
}

impl Page {
    pub(super) fn of<'a, T>(&self, all: &'a [T]) -> Result<&'a [T], Refusal> {
        page(all, self.offset, self.count)
    }

    /// Leaves out the articles' text where that was asked.
    pub(super) fn prune(&self, content: &mut Value) {
        let items = content["news_item"].as_array_mut();
        if self.no_content == 1 {
            for article in items.into_iter().flatten() {
                article["content"] = json!("");
            }
        }
    }
}

fn content(world: &World, draft: &Draft) -> Value {
    json!({
        "news_item": items(world, &draft.articles),
        "create_time": draft.created_at.as_second(),
        "update_time": draft.update_time(),
    })
}

/// Articles as the calls that read them answer: every field, the cover's address, a link for previews.
pub(super) fn items(world: &World, articles: &[Value]) -> Vec<Value> {
    let whole = |(index, article): (usize, &Value)| {
        let mut article = article.clone();
        let is_pictures = article["article_type"] == "newspic";
        let cover = if is_pictures {
            &article["image_info"]["image_list"][0]["image_media_id"]
        } else {
            &article["thumb_media_id"]
        };
        let media = cover.as_str().and_then(|id| world.media.get(id));
        let thumb_url = media.and_then(|media| media.url.clone());
        let texts = ["title", "author", "digest", "content", "content_source_url"];
        let numbers = ["need_open_comment", "only_fans_can_comment"];
        let defaults = texts
            .map(|name| (name, json!("")))
            .into_iter()
            .chain(numbers.map(|name| (name, json!(0))))
            .chain([
                ("article_type", json!("news")),
                ("thumb_media_id", json!("")),
                ("show_cover_pic", json!(0)),
                ("thumb_url", json!(thumb_url.unwrap_or_default())),
                (
                    "url",
                    json!(format!(
                        "http://mp.weixin.qq.com/s?__biz=Sandbox&idx={}&tempkey=preview",
                        index + 1
                    )),
                ),
            ]);
        for (name, value) in defaults {
            if article.get(name).is_none() {
                article[name] = value;
            }
        }
        article
    };
    articles.iter().enumerate().map(whole).collect()
}
