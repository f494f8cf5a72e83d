//! Drafts and news: what is refused, what is filtered, what is kept ("draft_add", "uploadnewsmsg").

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use super::super::answer::{Answer, Call, Refusal, refuse};
use super::super::world::{Draft, MediaKind, World};
use super::Outcome;
use crate::wechat::errcode as code;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct News {
    articles: Vec<Value>,
}

/// An article of any route; each route says which fields it knows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Article {
    #[serde(default)]
    article_type: Option<String>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    author: String,
    #[serde(default)]
    digest: String,
    #[serde(default)]
    content: String,
    #[serde(default)]
    content_source_url: String,
    #[serde(default)]
    thumb_media_id: String,
    #[serde(default)]
    need_open_comment: u8,
    #[serde(default)]
    only_fans_can_comment: u8,
    #[serde(default)]
    pic_crop_235_1: Option<String>,
    #[serde(default)]
    pic_crop_1_1: Option<String>,
    #[serde(default)]
    show_cover_pic: Option<u8>,
    #[serde(default)]
    image_info: Option<ImageInfo>,
    #[serde(default)]
    cover_info: Option<Value>,
    #[serde(default)]
    product_info: Option<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ImageInfo {
    image_list: Vec<ImageId>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ImageId {
    image_media_id: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Route {
    Draft,
    Material,
    Upload,
}

pub(super) fn add_draft(world: &mut World, call: &Call) -> Outcome {
    if world.count(&call.path, call.now) >= 1_000 {
        return Err(refuse(code::DAILY_QUOTA, "reach max api daily quota limit"));
    }
    let id = create(world, call, Route::Draft)?;
    Ok(Answer::json(&json!({ "media_id": id, "item": [] })))
}

pub(super) fn add_news(world: &mut World, call: &Call) -> Outcome {
    if !world.settings.world_2021 {
        return Err(refuse(code::API_UNSUPPORTED, "This API has been unsupported").hinted());
    }
    let id = create(world, call, Route::Material)?;
    Ok(Answer::json(&json!({ "media_id": id, "item": [] })))
}

pub(super) fn upload_news(world: &mut World, call: &Call) -> Outcome {
    if world.count(&call.path, call.now) >= 10 {
        return Err(refuse(code::DAILY_QUOTA, "reach max api daily quota limit"));
    }
    let id = create(world, call, Route::Upload)?;
    Ok(Answer::json(
        &json!({ "type": "news", "media_id": id, "created_at": call.now.as_second() }),
    ))
}

fn create(world: &mut World, call: &Call, route: Route) -> Result<String, Refusal> {
    let news: News = call.json()?;
    if news.articles.is_empty() {
        return Err(refuse(code::EMPTY_NEWS, "empty news data"));
    }
    if news.articles.len() > 8 {
        return Err(refuse(code::TOO_MANY_ARTICLES, "article size out of limit"));
    }
    let raw = String::from_utf8_lossy(&call.body).into_owned();
    let mut kept = Vec::new();
    for value in news.articles {
        let article: Article = serde_json::from_value(value.clone())
            .map_err(|_| refuse(code::DATA_FORMAT, "data format error"))?;
        check(world, &article, &raw, route, call.now)?;
        let mut value = value;
        value["content"] = json!(filtered(&article.content));
        kept.push(value);
    }
    let (prefix, lifetime) = match route {
        Route::Draft => ("Draft0", None),
        Route::Material => ("News0", None),
        Route::Upload => ("News0", Some(SignedDuration::from_hours(72))),
    };
    let id = world.new_id(prefix);
    let draft = Draft {
        articles: kept,
        call: call.path.trim_start_matches("/cgi-bin/").to_owned(),
        created_at: call.now,
        expires_at: lifetime
            .map(|lifetime| call.now.checked_add(lifetime).unwrap_or(Timestamp::MAX)),
    };
    world.drafts.insert(id.clone(), draft);
    Ok(id)
}

fn check(
    world: &World,
    article: &Article,
    raw: &str,
    route: Route,
    now: Timestamp,
) -> Result<(), Refusal> {
    let kind = article.article_type.as_deref().unwrap_or("news");
    let is_pictures = match (kind, route) {
        ("news", _) => false,
        ("newspic", Route::Draft) => true,
        _ => return Err(refuse(code::INVALID_ARGS, "invalid args")),
    };
    // The server counts what it was sent: an escaped character is six (`wechat-api.md` 3.6).
    let length = |text: &str| text.width() + 5 * escapes(text, raw);
    if article.title.is_empty() || length(&article.title) > 64 {
        return Err(refuse(code::TITLE_TOO_LONG, "title size out of limit"));
    }
    if article.author.chars().count() + 5 * escapes(&article.author, raw) > 16 {
        return Err(refuse(code::AUTHOR_TOO_LONG, "author size out of limit"));
    }
    if article.digest.chars().count() + 5 * escapes(&article.digest, raw) > 128 {
        return Err(refuse(
            code::DIGEST_TOO_LONG,
            "description size out of limit",
        ));
    }
    if article.content_source_url.len() > 1024 {
        return Err(refuse(code::URL_TOO_LONG, "url size out of limit"));
    }
    if article.content.trim().is_empty() {
        return Err(refuse(code::EMPTY_CONTENT, "empty content"));
    }
    if article.content.chars().count() >= 20_000 || article.content.len() >= 1_048_576 {
        return Err(refuse(code::CONTENT_TOO_LONG, "content size out of limit"));
    }
    if article.need_open_comment > 1
        || article.only_fans_can_comment > 1
        || article.show_cover_pic.unwrap_or(0) > 1
    {
        return Err(refuse(code::INVALID_ARGS, "invalid args"));
    }
    let crops = [&article.pic_crop_235_1, &article.pic_crop_1_1];
    if crops.iter().any(|crop| {
        crop.as_ref()
            .is_some_and(|crop| crop.split('_').count() != 4)
    }) {
        return Err(refuse(code::INVALID_ARGS, "invalid args"));
    }
    if is_pictures {
        let images = article
            .image_info
            .as_ref()
            .map_or(&[][..], |info| &info.image_list);
        if images.is_empty() || images.len() > 20 {
            return Err(refuse(code::INVALID_IMAGE_COUNT, "invalid image count"));
        }
        return images
            .iter()
            .try_for_each(|image| cover(world, &image.image_media_id, Route::Draft, now));
    }
    if article.image_info.is_some()
        || article.cover_info.is_some()
        || article.product_info.is_some()
    {
        return Err(refuse(code::DATA_FORMAT, "data format error"));
    }
    cover(world, &article.thumb_media_id, route, now)
}

/// Each route knows one kind of cover (`wechat-api.md` 3.4).
fn cover(world: &World, id: &str, route: Route, now: Timestamp) -> Result<(), Refusal> {
    let kind = world.medium(id, now).map(|media| media.kind);
    match (route, kind) {
        (Route::Draft | Route::Material, Some(MediaKind::Image | MediaKind::Thumb))
        | (Route::Upload, Some(MediaKind::TemporaryThumb)) => Ok(()),
        (Route::Upload, Some(MediaKind::TemporaryImage)) => {
            Err(refuse(code::INVALID_MEDIA_TYPE, "invalid media type").hinted())
        }
        _ => Err(refuse(code::INVALID_MEDIA_ID, "invalid media_id").hinted()),
    }
}

/// How many characters of a text stood as `\u` escapes in the body.
fn escapes(text: &str, raw: &str) -> usize {
    if !raw.contains("\\u") {
        return 0;
    }
    text.chars()
        .filter(|it| !it.is_ascii() && (*it as u32) < 0x1_0000)
        .filter(|it| {
            let code = *it as u32;
            raw.contains(&format!("\\u{code:04x}")) || raw.contains(&format!("\\u{code:04X}"))
        })
        .count()
}

/// What WeChat keeps of an article: no scripts, no pictures of other hosts (`wechat-api.md` 9.1).
fn filtered(content: &str) -> String {
    let tags: HashSet<&str> = [
        "section",
        "svg",
        "path",
        "g",
        "rect",
        "circle",
        "figure",
        "figcaption",
        "font",
    ]
    .into();
    let attributes: HashSet<&str> = [
        "style",
        "class",
        "align",
        "width",
        "height",
        "data-miniprogram-appid",
    ]
    .into();
    ammonia::Builder::default()
        .add_tags(tags)
        .add_generic_attributes(attributes)
        .link_rel(None)
        .attribute_filter(|tag, attribute, value| {
            let at_home = ["mmbiz.qpic.cn/", "mmbiz.qlogo.cn/"].iter().any(|host| {
                value
                    .strip_prefix("http://")
                    .or_else(|| value.strip_prefix("https://"))
                    .is_some_and(|rest| rest.starts_with(host))
            });
            match (tag, attribute) {
                ("img", "src") if !at_home => None,
                _ => Some(value.into()),
            }
        })
        .clean(content)
        .to_string()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ById {
    media_id: String,
}

pub(super) fn draft_ids(world: &World) -> Vec<&String> {
    world
        .drafts
        .iter()
        .filter(|(_, draft)| draft.call == "draft/add")
        .map(|(id, _)| id)
        .collect()
}

pub(super) fn get_draft(world: &World, call: &Call) -> Outcome {
    let id = call.json::<ById>()?.media_id;
    let draft = world
        .drafts
        .get(&id)
        .filter(|draft| draft.call == "draft/add");
    let draft = draft.ok_or_else(|| refuse(code::INVALID_MEDIA_ID, "invalid media_id").hinted())?;
    let time = draft.created_at.as_second();
    Ok(Answer::json(
        &json!({ "news_item": items(draft), "create_time": time, "update_time": time }),
    ))
}

pub(super) fn get_material(world: &World, call: &Call) -> Outcome {
    let id = call.json::<ById>()?.media_id;
    let draft = world
        .drafts
        .get(&id)
        .filter(|draft| draft.call == "material/add_news");
    let draft = draft.ok_or_else(|| refuse(code::INVALID_MEDIA_ID, "invalid media_id").hinted())?;
    Ok(Answer::json(&json!({ "news_item": items(draft) })))
}

pub(super) fn delete_draft(world: &mut World, call: &Call) -> Outcome {
    let id = call.json::<ById>()?.media_id;
    if world
        .drafts
        .get(&id)
        .is_none_or(|draft| draft.call != "draft/add")
    {
        return Err(refuse(code::INVALID_MEDIA_ID, "invalid media_id").hinted());
    }
    world.drafts.remove(&id);
    Ok(Answer::ok())
}

pub(super) fn list_drafts(world: &World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        offset: usize,
        count: usize,
        #[serde(default)]
        no_content: u8,
    }
    let body: Body = call.json()?;
    if !(1..=20).contains(&body.count) {
        return Err(refuse(code::INVALID_ARGS, "invalid args"));
    }
    let ids = draft_ids(world);
    let item = |id: &&String| {
        let draft = world.drafts.get(*id)?;
        let mut news = items(draft);
        if body.no_content == 1 {
            for article in &mut news {
                article["content"] = json!("");
            }
        }
        let time = draft.created_at.as_second();
        let content = json!({ "news_item": news, "create_time": time, "update_time": time });
        Some(json!({ "media_id": id, "content": content, "update_time": time }))
    };
    let items: Vec<_> = ids
        .iter()
        .skip(body.offset)
        .take(body.count)
        .filter_map(item)
        .collect();
    Ok(Answer::json(
        &json!({ "item": items, "total_count": ids.len(), "item_count": items.len() }),
    ))
}

fn items(draft: &Draft) -> Vec<Value> {
    let with_addresses = |article: &Value| {
        let mut article = article.clone();
        article["url"] = json!("http://mp.weixin.qq.com/s?__biz=sandbox");
        article["thumb_url"] = json!("http://mmbiz.qpic.cn/mmbiz_jpg/sandbox/0");
        article
    };
    draft.articles.iter().map(with_addresses).collect()
}
