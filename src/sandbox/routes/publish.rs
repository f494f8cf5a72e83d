//! Publications: a public link, no follower told, no mass quota; they consume the same drafts ("freepublish").

use serde::Deserialize;
use serde_json::{Value, json};

use super::id::id;
use super::items::items;
use super::list::{Page, listed};
use super::media::no_such_media;
use crate::sandbox::answer::{Answer, Outcome, Refusal, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::code;
use crate::sandbox::world::{Event, Publish, World};

/// Real values lie beyond 31 bits.
const FIRST_PUBLISH_ID: i64 = 2_247_580_001;

pub(super) fn submit(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Body {
        media_id: String,
    }
    let media_id = call.json::<Body>()?.media_id;
    let articles = world
        .draft(&media_id)
        .ok_or_else(no_such_media)?
        .articles
        .clone();
    if !world.settings.drafts_survive {
        world.consume(&media_id);
    }
    let number = i64::try_from(world.publishes.len()).unwrap_or_default();
    let publish_id = FIRST_PUBLISH_ID + number;
    let article_id = world.new_id("Article0");
    let urls = (1..=articles.len())
        .map(|idx| format!("https://mp.weixin.qq.com/s/{article_id}_{idx}"))
        .collect();
    world.publishes.push(Publish {
        publish_id,
        article_id,
        articles,
        urls,
        at: call.now,
        ends_as: call
            .planted
            .ends_as
            .as_deref()
            .and_then(|it| it.parse().ok()),
        event: if world.callback.is_some() {
            Event::Due
        } else {
            Event::Unwanted
        },
    });
    Ok(Answer::json(&json!({
        "errcode": 0, "errmsg": "ok", "publish_id": publish_id, "msg_data_id": publish_id,
    })))
}

pub(super) fn get(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Body {
        publish_id: Value,
    }
    let id = id(&call.json::<Body>()?.publish_id);
    let publish = world
        .publishes
        .iter()
        .find(|publish| Some(publish.publish_id) == id)
        .ok_or_else(|| refuse(code::BAD_PUBLISH_ID, "invalid publish_id"))?;
    let status = world.publish_status(publish, call.now);
    let mut answer =
        json!({ "publish_id": publish.publish_id, "publish_status": status, "fail_idx": [] });
    match status {
        0 => {
            answer["article_id"] = json!(publish.article_id);
            answer["article_detail"] = detail(publish);
        }
        2..=4 => answer["fail_idx"] = json!([1]),
        _ => {}
    }
    Ok(Answer::json(&answer))
}

/// The addresses of what is public.
fn detail(publish: &Publish) -> Value {
    let item: Vec<_> = publish
        .urls
        .iter()
        .enumerate()
        .map(|(index, url)| json!({ "idx": index + 1, "article_url": url }))
        .collect();
    json!({ "count": item.len(), "item": item })
}

/// Published articles only, never mass-sent ones.
pub(super) fn list(world: &mut World, call: &Call) -> Outcome {
    let body: Page = call.json()?;
    let mut all: Vec<_> = world
        .publishes
        .iter()
        .filter(|publish| world.publish_status(publish, call.now) == 0)
        .collect();
    // The newest first.
    all.reverse();
    let items: Vec<_> = body
        .of(&all)?
        .iter()
        .map(|publish| {
            let time = publish.at.as_second();
            let mut content = json!({ "news_item": news(world, publish), "create_time": time, "update_time": time });
            body.prune(&mut content);
            json!({ "article_id": publish.article_id, "content": content, "update_time": time })
        })
        .collect();
    Ok(listed(all.len(), &items))
}

pub(super) fn article(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Body {
        article_id: String,
    }
    let index = find(world, &call.json::<Body>()?.article_id, call)?;
    let publish = &world.publishes[index];
    let (items, time) = (news(world, publish), publish.at.as_second());
    Ok(Answer::json(
        &json!({ "news_item": items, "create_time": time, "update_time": time }),
    ))
}

/// Articles with their public addresses, and whether they are still there.
fn news(world: &World, publish: &Publish) -> Vec<Value> {
    let mut items = items(world, &publish.articles);
    for (article, url) in items.iter_mut().zip(&publish.urls) {
        article["url"] = json!(url);
        article["is_deleted"] = json!(article["is_deleted"] == true);
    }
    items
}

pub(super) fn delete(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Body {
        article_id: String,
        /// From 1; 0 is all.
        #[serde(default)]
        index: usize,
    }
    let body: Body = call.json()?;
    let found = find(world, &body.article_id, call)?;
    let articles = &mut world.publishes[found].articles;
    if body.index > articles.len() {
        return Err(refuse(code::INVALID_ARTICLE_INDEX, "invalid article idx"));
    }
    for (number, article) in (1..).zip(articles) {
        if body.index == 0 || body.index == number {
            article["is_deleted"] = json!(true);
        }
    }
    Ok(Answer::ok())
}

/// The place in the list of an article that is public, or was.
fn find(world: &World, article_id: &str, call: &Call) -> Result<usize, Refusal> {
    world
        .publishes
        .iter()
        .position(|publish| {
            publish.article_id == article_id
                && matches!(world.publish_status(publish, call.now), 0 | 5)
        })
        .ok_or_else(|| refuse(code::BAD_ARTICLE_ID, "invalid article_id"))
}
