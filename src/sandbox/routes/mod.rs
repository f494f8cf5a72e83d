//! Paths to calls, one file an area; and the token that all but two of them want.

mod mass;
mod media;
mod news;
mod people;
mod token;

use serde_json::json;

use super::answer::{Answer, Call, Refusal, refuse};
use super::server::Shared;
use super::world::World;
use crate::wechat::errcode as code;

type Outcome = Result<Answer, Refusal>;

/// The world's answer to a call.
pub(super) fn route(world: &mut World, call: &Call, shared: &Shared) -> Outcome {
    let Some(name) = call.path.strip_prefix("/cgi-bin/") else {
        return Ok(Answer::empty(404));
    };
    match name {
        "token" => return token::classic(world, call),
        "stable_token" => return token::stable(world, call),
        _ => {}
    }
    let gets = [
        "tags/get",
        "user/get",
        "user/info",
        "draft/count",
        "material/get_materialcount",
        "get_api_domain_ip",
        "getcallbackip",
        "media/get",
    ];
    token::check(world, call)?;
    match (gets.contains(&name), call.method.as_str()) {
        (true, "POST") if name != "draft/count" => {
            return Err(refuse(code::NEEDS_GET, "require GET method"));
        }
        (false, "GET") => return Err(refuse(code::NEEDS_POST, "require POST method")),
        _ => {}
    }
    match name {
        "media/uploadimg" => media::upload_image(world, call, shared),
        "media/upload" => media::upload_temporary(world, call, shared),
        "media/uploadvideo" => media::upload_video(world, call),
        "material/add_material" => media::add_material(world, call, shared),
        "material/del_material" => media::delete_material(world, call),
        "material/get_material" => news::get_material(world, call),
        "material/get_materialcount" => Ok(media::count(world)),
        "material/batchget_material" => media::list(world, call),
        "material/add_news" => news::add_news(world, call),
        "material/update_news" => {
            Err(refuse(code::API_UNSUPPORTED, "This API has been unsupported").hinted())
        }
        "media/uploadnews" => news::upload_news(world, call),
        "draft/add" => news::add_draft(world, call),
        "draft/get" => news::get_draft(world, call),
        "draft/delete" => news::delete_draft(world, call),
        "draft/batchget" => news::list_drafts(world, call),
        "draft/count" => Ok(Answer::json(
            &json!({ "total_count": news::draft_ids(world).len() }),
        )),
        "message/mass/sendall" => mass::send_all(world, call),
        "message/mass/send" => mass::send_to(world, call),
        "message/mass/preview" => mass::preview(world, call),
        "message/mass/get" => mass::status(world, call),
        "message/mass/delete" => mass::delete(world, call),
        "tags/get" => people::tags(world),
        "tags/getidlist" => people::tags_of(world, call),
        "user/get" => people::followers(world, call),
        "user/info" => people::info(world, call),
        "user/tag/get" => people::members(world, call),
        "openapi/quota/get" => people::quota(world, call),
        "clear_quota" => people::clear_quota(world, call),
        "get_api_domain_ip" | "getcallbackip" => {
            Ok(Answer::json(&json!({ "ip_list": ["127.0.0.1"] })))
        }
        _ => Ok(Answer::empty(404)),
    }
}

/// Used and allowed calls of this day, for the outbox page.
pub(super) fn quotas(world: &World, now: jiff::Timestamp) -> serde_json::Value {
    let paths = [
        "/cgi-bin/message/mass/sendall",
        "/cgi-bin/message/mass/send",
        "/cgi-bin/message/mass/preview",
        "/cgi-bin/message/mass/delete",
        "/cgi-bin/media/uploadnews",
        "/cgi-bin/draft/add",
    ];
    let row = |path: &str| {
        let limit = people::daily_limit(path).unwrap_or(0);
        json!({ "call": path.trim_start_matches("/cgi-bin/"), "used": world.used_today(path, now).min(limit), "limit": limit })
    };
    paths.into_iter().map(row).collect()
}
