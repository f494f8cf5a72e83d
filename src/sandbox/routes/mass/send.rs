//! `sendall` and `send`: to a tag, to everybody, to a list ("sendAll", "massSend").

use std::collections::BTreeSet;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::message::Body;
use super::{keys, number};
use crate::sandbox::answer::{Answer, Call, Object, Refusal, refuse};
use crate::sandbox::routes::Outcome;
use crate::sandbox::world::{Audience, Confirmation, Event, Send, World};
use crate::wechat::errcode as code;

/// Real values lie beyond 31 bits.
const FIRST_MSG_ID: i64 = 3_147_480_001;
const FIRST_MSG_DATA_ID: i64 = 2_247_480_001;

pub(in crate::sandbox::routes) fn send_all(world: &mut World, call: &Call) -> Outcome {
    let body: Body = read(call)?;
    let Object(filter) = body
        .filter
        .as_ref()
        .ok_or_else(|| refuse(code::FIELDS_MISSING, "required fields missing"))?;
    let to_all = filter.is_to_all;
    let tag = filter.tag_id.as_ref().and_then(number);
    let shown = if to_all {
        json!({ "kind": "all" })
    } else {
        json!({ "kind": "tag", "tag_id": tag })
    };
    let key = keys::key(world, &body, &shown, call.now)?;
    body.check(world, call.now, false)?;
    let audience = match tag {
        _ if to_all => Audience::All,
        Some(tag) if world.tag_size(tag).is_some() => Audience::Tag(tag),
        _ => return Err(refuse(code::INVALID_TAG_ID, "invalid tag id")),
    };
    keys::spend(world, to_all, call.now)?;
    let (total, receivers) = world.reach(&audience, call.now);
    let send = Send {
        confirmation: (to_all && world.settings.protection).then_some(Confirmation::Waiting),
        total,
        ..fresh(key, shown, audience, receivers, call)
    };
    Ok(accept(world, call, &body, send))
}

pub(in crate::sandbox::routes) fn send_to(world: &mut World, call: &Call) -> Outcome {
    let body: Body = read(call)?;
    let openids: Vec<String> = body
        .touser
        .clone()
        .and_then(|list| serde_json::from_value(list).ok())
        .ok_or_else(|| refuse(code::INVALID_OPENID_LIST, "invalid openid list"))?;
    let digest = hex::encode(Sha256::digest(openids.join(",")));
    let shown = json!({ "kind": "openids", "count": openids.len(), "sha256": digest });
    let key = keys::key(world, &body, &shown, call.now)?;
    body.check(world, call.now, false)?;
    if openids.len() > 10_000 {
        return Err(refuse(
            code::INVALID_OPENID_LIST_SIZE,
            "invalid openid list size",
        ));
    }
    // The count comes after unusable ids are dropped, and repeats with them.
    let usable: BTreeSet<_> = openids.iter().filter_map(|id| world.follower(id)).collect();
    if usable.len() < 2 {
        return Err(refuse(
            code::TOO_FEW_OPENIDS,
            "invalid openid list size, at least two openid",
        ));
    }
    keys::spend(world, false, call.now)?;
    let audience = Audience::of_numbers(&usable);
    let (_, receivers) = world.reach(&audience, call.now);
    let send = Send {
        total: openids.len() as u64,
        openids_sha256: Some(digest),
        ..fresh(key, shown, audience, receivers, call)
    };
    Ok(accept(world, call, &body, send))
}

fn read(call: &Call) -> Result<Body, Refusal> {
    let body: Body = call.json()?;
    if !body.has_flag() {
        return Err(refuse(code::INVALID_ARGS, "invalid args"));
    }
    Ok(body)
}

/// A send of which everything but its message is known.
fn fresh(key: String, shown: Value, to: Audience, receivers: u64, call: &Call) -> Send {
    Send {
        msg_id: 0,
        msg_data_id: None,
        client_msg_id: key,
        audience: shown,
        to: Some(to),
        total: receivers,
        receivers,
        failed: 0,
        openids_sha256: None,
        msgtype: String::new(),
        content: Value::Null,
        articles: Vec::new(),
        urls: Vec::new(),
        at: call.now,
        deleted: false,
        confirmation: None,
        ends_as: call.ends_as.clone(),
        event: Event::Unwanted,
    }
}

fn accept(world: &mut World, call: &Call, body: &Body, send: Send) -> Answer {
    let number = i64::try_from(world.sends.len()).unwrap_or_default();
    let (content, articles) = body.content(world, call.now);
    let msg_id = FIRST_MSG_ID + number;
    let msg_data_id = (body.msgtype == "mpnews").then_some(FIRST_MSG_DATA_ID + number);
    let media_id = content["media_id"].as_str().unwrap_or_default().to_owned();
    // The same news sent again has the same addresses.
    let urls = (1..=articles.len())
        .map(|idx| format!("https://mp.weixin.qq.com/s/{media_id}_{idx}"))
        .collect();
    world.consume(&media_id);
    let failed = send.receivers * world.settings.errors_per_hundred.min(100) / 100;
    let event = if world.callback.is_some() {
        Event::Due
    } else {
        Event::Unwanted
    };
    world.sends.push(Send {
        msg_id,
        msg_data_id,
        failed,
        msgtype: body.msgtype.clone(),
        content,
        articles,
        urls,
        event,
        ..send
    });
    let mut answer =
        json!({ "errcode": 0, "errmsg": "send job submission success", "msg_id": msg_id });
    if let Some(id) = msg_data_id {
        answer["msg_data_id"] = json!(id);
    }
    Answer::json(&answer)
}
