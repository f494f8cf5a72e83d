//! Tags, followers and quotas.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::answer::{Answer, Call, refuse};
use super::super::world::{self, TAGS, World};
use super::super::{APPID, Kind};
use super::Outcome;
use crate::wechat::errcode as code;

/// Openids on one page.
const PAGE: u64 = 10_000;

fn verified(world: &World) -> Result<(), super::Refusal> {
    match world.settings.kind {
        Kind::Unverified => Err(refuse(code::API_UNAUTHORIZED, "api unauthorized")),
        Kind::Service | Kind::Subscription => Ok(()),
    }
}

pub(super) fn tags(world: &World) -> Outcome {
    verified(world)?;
    let tag = |(id, name): &(i64, &str)| json!({ "id": id, "name": name, "count": world.tag_size(*id).unwrap_or(0) });
    Ok(Answer::json(
        &json!({ "tags": TAGS.iter().map(tag).collect::<Vec<_>>() }),
    ))
}

pub(super) fn tags_of(world: &World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        openid: String,
    }
    verified(world)?;
    let body: Body = call.json()?;
    let number = follower(world, &body.openid)?;
    let ids: Vec<_> = TAGS
        .iter()
        .map(|(id, _)| *id)
        .filter(|id| world::has_tag(*id, number))
        .collect();
    Ok(Answer::json(&json!({ "tagid_list": ids })))
}

pub(super) fn followers(world: &World, call: &Call) -> Outcome {
    verified(world)?;
    let total = world.settings.followers;
    page(world, call.query("next_openid"), |_| true).map(|(ids, next)| {
        let mut answer = json!({ "total": total, "count": ids.len(), "next_openid": next });
        if !ids.is_empty() {
            answer["data"] = json!({ "openid": ids });
        }
        Answer::json(&answer)
    })
}

pub(super) fn members(world: &World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        tagid: i64,
        #[serde(default)]
        next_openid: String,
    }
    verified(world)?;
    let body: Body = call.json()?;
    if world.tag_size(body.tagid).is_none() {
        return Err(refuse(code::INVALID_TAG_ID, "invalid tag id"));
    }
    let (ids, next) = page(world, &body.next_openid, |number| {
        world::has_tag(body.tagid, number)
    })?;
    // An empty page has no `data` at all.
    if ids.is_empty() {
        return Ok(Answer::json(&json!({ "count": 0 })));
    }
    Ok(Answer::json(
        &json!({ "count": ids.len(), "data": { "openid": ids }, "next_openid": next }),
    ))
}

pub(super) fn info(world: &World, call: &Call) -> Outcome {
    verified(world)?;
    let openid = call.query("openid");
    if !world.is_follower(openid) {
        return Ok(Answer::json(&json!({ "subscribe": 0, "openid": openid })));
    }
    Ok(Answer::json(&json!({
        "subscribe": 1, "openid": openid, "language": "zh_CN", "subscribe_time": 1_764_000_000, "remark": "",
        "groupid": 0, "tagid_list": [], "subscribe_scene": "ADD_SCENE_QR_CODE", "qr_scene": 0, "qr_scene_str": "",
    })))
}

/// Daily limits of an ordinary account (`wechat-api.md` 4.5).
pub(super) fn daily_limit(path: &str) -> Option<u64> {
    Some(match path {
        "/cgi-bin/message/mass/sendall"
        | "/cgi-bin/message/mass/send"
        | "/cgi-bin/message/mass/preview" => 100,
        "/cgi-bin/message/mass/delete" | "/cgi-bin/media/uploadnews" => 10,
        "/cgi-bin/user/get" => 500,
        "/cgi-bin/draft/add" => 1_000,
        _ => return None,
    })
}

pub(super) fn quota(world: &World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        cgi_path: String,
    }
    let body: Body = call.json()?;
    if !body.cgi_path.starts_with('/') {
        return Err(refuse(code::RID_NO_PERMISSION, "could not query this path"));
    }
    let limit = daily_limit(&body.cgi_path).ok_or_else(|| {
        refuse(
            code::QUOTA_PATH_NOT_FOUND,
            "cgi_path not found, please check",
        )
    })?;
    let used = world.used_today(&body.cgi_path, call.now).min(limit);
    let quota = json!({ "daily_limit": limit, "used": used, "remain": limit - used });
    let rate = json!({ "call_count": 60, "refresh_second": 60 });
    Ok(Answer::json(
        &json!({ "errcode": 0, "errmsg": "ok", "quota": quota, "rate_limit": rate }),
    ))
}

pub(super) fn clear_quota(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        appid: String,
    }
    let body: Body = call.json()?;
    if body.appid != APPID {
        return Err(refuse(code::INVALID_APPID, "invalid appid"));
    }
    let month = format!("clear_quota {}", world::month(call.now));
    let cleared = world.used.get(&month).copied().unwrap_or(0);
    if cleared >= 10 {
        return Err(refuse(
            code::CLEAR_QUOTA_USED,
            "forbid to clear quota because of reaching the limit",
        ));
    }
    world.used.retain(|key, _| key.starts_with("clear_quota"));
    world.used.insert(month, cleared + 1);
    Ok(Answer::ok())
}

fn follower(world: &World, openid: &str) -> Result<u64, super::Refusal> {
    let number = world::follower_number(openid).filter(|_| world.is_follower(openid));
    number.ok_or_else(|| refuse(code::INVALID_OPENID, "invalid openid"))
}

/// Up to 10,000 openids after one, and the last of them.
fn page(
    world: &World,
    after: &str,
    wanted: impl Fn(u64) -> bool,
) -> Result<(Vec<String>, Value), super::Refusal> {
    let start = if after.is_empty() {
        0
    } else {
        follower(world, after)?
    };
    let numbers = (start + 1..=world.settings.followers).filter(|number| wanted(*number));
    let ids: Vec<_> = numbers.take(PAGE as usize).map(world::openid).collect();
    let next = json!(ids.last().cloned().unwrap_or_default());
    Ok((ids, next))
}
