//! News by the calls before the draft box: `add_news`, withdrawn in 2022, and `uploadnews` ("uploadnewsmsg").

use serde_json::json;

use super::article::{self, Route};
use super::draft::News;
use super::media::{THREE_DAYS, no_such_media};
use crate::sandbox::answer::{Answer, Outcome, Refusal, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::code;
use crate::sandbox::words::WITHDRAWN;
use crate::sandbox::world::{Draft, World, later};

/// Withdrawn in 2022, first with a code of its own, then with a word on where that was announced.
fn withdrawn(world: &World) -> Refusal {
    if world.settings.early_2022 {
        return refuse(code::WITHDRAWN_2022, "This API has been unsupported").hinted();
    }
    refuse(code::WITHDRAWN, WITHDRAWN).hinted()
}

pub(super) fn add_news(world: &mut World, call: &Call) -> Outcome {
    if !world.settings.world_2021 {
        return Err(withdrawn(world));
    }
    let id = create(world, call, Route::Material)?;
    Ok(Answer::json(&json!({ "media_id": id, "item": [] })))
}

pub(super) fn update_news(world: &mut World, call: &Call) -> Outcome {
    #[derive(serde::Deserialize)]
    struct Body {
        media_id: String,
        index: usize,
        articles: serde_json::Value,
    }
    if !world.settings.world_2021 {
        return Err(withdrawn(world));
    }
    let body: Body = call.json()?;
    let article = article::read(world, &body.articles, "articles", call, Route::Material)?;
    let news = world
        .drafts
        .get_mut(&body.media_id)
        .filter(|it| it.is_in_library())
        .ok_or_else(no_such_media)?;
    let place = news
        .articles
        .get_mut(body.index)
        .ok_or_else(|| refuse(code::INVALID_ARTICLE_INDEX, "invalid article idx"))?;
    *place = article;
    news.updated_at = Some(call.now);
    Ok(Answer::ok())
}

pub(super) fn upload_news(world: &mut World, call: &Call) -> Outcome {
    let id = create(world, call, Route::Upload)?;
    Ok(Answer::json(
        &json!({ "type": "news", "media_id": id, "created_at": call.now.as_second() }),
    ))
}

fn create(world: &mut World, call: &Call, route: Route) -> Result<String, Refusal> {
    let news: News = call.json()?;
    let mut articles = article::read_all(world, &news.articles, call, route)?;
    article::digest(&mut articles, 64);
    let id = world.new_id("News0");
    let draft = Draft {
        articles,
        call: call.path.trim_start_matches("/cgi-bin/").to_owned(),
        created_at: call.now,
        updated_at: None,
        expires_at: (route == Route::Upload).then(|| later(call.now, THREE_DAYS)),
    };
    world.drafts.insert(id.clone(), draft);
    Ok(id)
}
