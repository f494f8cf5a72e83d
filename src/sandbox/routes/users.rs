//! Followers: their openids page by page, and what is told of one ("getFans", "getTagFans", "userInfo").

use serde::Deserialize;
use serde_json::{Value, json};

use crate::sandbox::answer::{Answer, Outcome, Refusal, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::code;
use crate::sandbox::world::{World, openid};

/// Openids on one page.
const PAGE: usize = 10_000;
/// When all followers of a sandbox began to follow, in Unix seconds.
const SINCE: i64 = 1_764_000_000;

pub(super) fn list(world: &mut World, call: &Call) -> Outcome {
    let (ids, next) = page(world, call.query("next_openid"), |_| true)?;
    let total = world.settings.followers;
    let mut answer = json!({ "total": total, "count": ids.len(), "next_openid": next });
    if !ids.is_empty() {
        answer["data"] = json!({ "openid": ids });
    }
    Ok(Answer::json(&answer))
}

pub(super) fn tagged(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Body {
        tagid: i64,
        #[serde(default)]
        next_openid: String,
    }
    let body: Body = call.json()?;
    if world.tag_size(body.tagid).is_none() {
        return Err(refuse(code::INVALID_TAG_ID, "invalid tag id"));
    }
    let (ids, next) = page(world, &body.next_openid, |number| {
        world.tags.has(body.tagid, number)
    })?;
    // An empty page has no `data` at all.
    if ids.is_empty() {
        return Ok(Answer::json(&json!({ "count": 0 })));
    }
    Ok(Answer::json(
        &json!({ "count": ids.len(), "data": { "openid": ids }, "next_openid": next }),
    ))
}

/// Openids in one call.
const INFOS: usize = 100;

/// `user/info`.
pub(super) fn info(world: &mut World, call: &Call) -> Outcome {
    let openid = call.query("openid");
    if openid.is_empty() {
        return Err(refuse(code::OPENID_MISSING, "missing openid"));
    }
    Ok(Answer::json(&told(world, openid)?))
}

/// `user/info/batchget`: the same of up to a hundred.
pub(super) fn infos(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Asked {
        openid: String,
        #[serde(default, rename = "lang")]
        _language: Option<String>,
    }
    #[derive(Deserialize)]
    struct Body {
        user_list: Vec<Asked>,
    }
    let list = call.json::<Body>()?.user_list;
    if !(1..=INFOS).contains(&list.len()) {
        return Err(refuse(
            code::INVALID_OPENID_LIST_SIZE,
            "invalid openid list size",
        ));
    }
    let infos = list.iter().map(|asked| told(world, &asked.openid));
    let infos = infos.collect::<Result<Vec<_>, _>>()?;
    Ok(Answer::json(&json!({ "user_info_list": infos })))
}

/// The facts that are told of one: since 2021 without nickname, sex, city and picture.
fn told(world: &World, openid: &str) -> Result<Value, Refusal> {
    if let Some(number) = world.follower(openid) {
        return Ok(json!({
            "subscribe": 1, "openid": openid, "language": "zh_CN", "subscribe_time": SINCE,
            "unionid": format!("uSandbox{number:020}"), "remark": "", "groupid": 0,
            "tagid_list": world.tags.of(number), "subscribe_scene": "ADD_SCENE_QR_CODE", "qr_scene": 0, "qr_scene_str": "",
        }));
    }
    // An openid that has the form of one followed once.
    let is_one = openid.len() == 28
        && openid.starts_with('o')
        && openid
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || b"_-".contains(&it));
    if is_one {
        return Ok(json!({ "subscribe": 0, "openid": openid }));
    }
    Err(refuse(code::INVALID_OPENID, "invalid openid"))
}

pub(super) fn follower(world: &World, openid: &str) -> Result<u64, Refusal> {
    let number = world.follower(openid);
    number.ok_or_else(|| refuse(code::INVALID_OPENID, "invalid openid"))
}

/// Up to 10,000 openids after one, and the last of them.
fn page(
    world: &World,
    after: &str,
    wanted: impl Fn(u64) -> bool,
) -> Result<(Vec<String>, Value), Refusal> {
    let start = if after.is_empty() {
        0
    } else {
        follower(world, after)?
    };
    let numbers = (start + 1..=world.settings.followers).filter(|number| wanted(*number));
    let ids: Vec<_> = numbers.take(PAGE).map(openid).collect();
    let next = json!(ids.last().cloned().unwrap_or_default());
    Ok((ids, next))
}
