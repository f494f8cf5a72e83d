//! The material library: what is in it, one piece of it, and its deletion ("getMaterial", "batchget_material").

use serde::Deserialize;
use serde_json::json;

use super::items::items;
use super::list::{listed, page};
use super::media::{address_of, attached, no_such_media};
use crate::sandbox::answer::{Answer, Outcome, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::code;
use crate::sandbox::files::Files;
use crate::sandbox::world::{Draft, MediaKind, World};

#[derive(Debug, Deserialize)]
struct ById {
    media_id: String,
}

/// News and videos as JSON, anything else as bytes whose content type says nothing.
pub(super) fn get(world: &mut World, call: &Call, files: &Files) -> Outcome {
    let id = call.json::<ById>()?.media_id;
    if let Some(news) = world.drafts.get(&id).filter(|it| it.is_in_library()) {
        return Ok(Answer::json(
            &json!({ "news_item": items(world, &news.articles) }),
        ));
    }
    let media = world
        .media
        .get(&id)
        .filter(|media| media.kind.is_permanent())
        .ok_or_else(no_such_media)?;
    if media.kind == MediaKind::Video {
        return Ok(Answer::json(&json!({
            "title": media.title, "description": media.introduction, "down_url": address_of(call, &id),
        })));
    }
    let bytes = files
        .read(&id)
        .ok_or_else(|| refuse(code::SYSTEM_BUSY, "system error"))?;
    Ok(attached(Answer::bytes("text/plain", bytes), &id, media))
}

pub(super) fn delete(world: &mut World, call: &Call, files: &Files) -> Outcome {
    let id = call.json::<ById>()?.media_id;
    let is_file = world
        .media
        .get(&id)
        .is_some_and(|media| media.kind.is_permanent());
    let is_news = world.drafts.get(&id).is_some_and(Draft::is_in_library);
    if is_file {
        world.media.remove(&id);
        files.remove(&id);
    } else if is_news {
        world.drafts.remove(&id);
    } else {
        return Err(no_such_media());
    }
    Ok(Answer::ok())
}

pub(super) fn count(world: &World) -> Answer {
    let kinds = world.media.values().map(|media| media.kind);
    let count = |wanted: &[MediaKind]| kinds.clone().filter(|kind| wanted.contains(kind)).count();
    Answer::json(&json!({
        "voice_count": count(&[MediaKind::Voice]),
        "video_count": count(&[MediaKind::Video]),
        "image_count": count(&[MediaKind::Image, MediaKind::Thumb]),
        "news_count": world.drafts.values().filter(|news| news.is_in_library()).count(),
    }))
}

pub(super) fn list(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Body {
        r#type: String,
        offset: usize,
        count: usize,
    }
    let body: Body = call.json()?;
    let kinds: &[MediaKind] = match body.r#type.as_str() {
        "image" => &[MediaKind::Image, MediaKind::Thumb],
        "voice" => &[MediaKind::Voice],
        "video" => &[MediaKind::Video],
        "news" => return news(world, body.offset, body.count),
        _ => return Err(refuse(code::INVALID_MEDIA_TYPE, "invalid media type").hinted()),
    };
    let mut all: Vec<_> = world
        .media
        .iter()
        .filter(|(_, media)| kinds.contains(&media.kind))
        .collect();
    // The newest first.
    all.sort_by_key(|(_, media)| std::cmp::Reverse(media.created_at));
    let items: Vec<_> = page(&all, body.offset, body.count)?
        .iter()
        .map(|(id, media)| {
            let mut item = json!({ "media_id": id, "name": media.name, "update_time": media.created_at.as_second() });
            if let Some(url) = &media.url {
                item["url"] = json!(url);
            }
            item
        })
        .collect();
    Ok(listed(all.len(), &items))
}

fn news(world: &World, offset: usize, count: usize) -> Outcome {
    let mut all: Vec<_> = world
        .drafts
        .iter()
        .filter(|(_, news)| news.is_in_library())
        .collect();
    all.sort_by_key(|(_, news)| std::cmp::Reverse(news.created_at));
    let items: Vec<_> = page(&all, offset, count)?
        .iter()
        .map(|(id, news)| {
            let time = news.update_time();
            let content = json!({ "news_item": items(world, &news.articles), "create_time": time, "update_time": time });
            json!({ "media_id": id, "content": content, "update_time": time })
        })
        .collect();
    Ok(listed(all.len(), &items))
}
