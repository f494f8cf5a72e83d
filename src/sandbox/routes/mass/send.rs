//! `sendall` and `send`: to a tag, to everybody, to a list ("sendAll", "massSend").

use std::collections::BTreeSet;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::keys;
use super::message::Body;
use crate::sandbox::answer::{Answer, Outcome, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::code;
use crate::sandbox::routes::id::id;
use crate::sandbox::world::{Audience, Confirmation, Event, Protection, Send, World, day};

/// Real values lie beyond 31 bits.
const FIRST_MSG_ID: i64 = 3_147_480_001;
const FIRST_MSG_DATA_ID: i64 = 2_247_480_001;

pub(in crate::sandbox::routes) fn send_all(world: &mut World, call: &Call) -> Outcome {
    let body: Body = call.json()?;
    let filter = body
        .filter
        .as_ref()
        .ok_or_else(|| refuse(code::FIELDS_MISSING, "required fields missing"))?;
    let to_all = filter.is_to_all;
    let tag = filter.tag_id.as_ref().and_then(id);
    let shown = if to_all {
        json!({ "kind": "all" })
    } else {
        json!({ "kind": "tag", "tag_id": tag })
    };
    let key = keys::key(world, &body, &shown, call.now)?;
    body.check(world, call, false)?;
    let audience = match tag {
        _ if to_all => Audience::All,
        Some(tag) if world.tag_size(tag).is_some() => Audience::Tag(tag),
        _ => return Err(refuse(code::NO_SUCH_TAG, "invalid tag id")),
    };
    let confirmation = to_all.then(|| approval(world, &key)).flatten();
    let plays = world.settings.protection_plays;
    let waits = confirmation == Some(Confirmation::Waiting);
    let dropped = waits && plays == Protection::Dropped;
    if !dropped {
        keys::spend(world, to_all, call.now)?;
    }
    let (total, receivers) = world.reach(&audience, call.now);
    let send = Send {
        total,
        confirmation,
        dropped,
        ..fresh(key, shown, audience, receivers, call)
    };
    let accepted = accept(world, call, &body, send);
    if !world.settings.drafts_survive && !dropped {
        consume(world, &body, call);
    }
    if waits && plays != Protection::Sending {
        return Err(refuse(
            code::SENT_FOR_APPROVAL,
            "masssend has been sent to administrator for approval",
        ));
    }
    Ok(accepted)
}

/// The word that the administrator has to say to a send to everybody, or has said already of one that was dropped with its call.
fn approval(world: &World, key: &str) -> Option<Confirmation> {
    if !world.settings.protection {
        return None;
    }
    let dropped = world
        .sends
        .iter()
        .rfind(|send| send.dropped && send.client_msg_id == key);
    match dropped.and_then(|send| send.confirmation) {
        Some(Confirmation::Given(at)) => Some(Confirmation::Given(at)),
        _ => Some(Confirmation::Waiting),
    }
}

/// The draft leaves the draft box.
fn consume(world: &mut World, body: &Body, call: &Call) {
    let (content, _) = body.content(world, call.now);
    world.consume(content["media_id"].as_str().unwrap_or_default());
}

pub(in crate::sandbox::routes) fn send_to(world: &mut World, call: &Call) -> Outcome {
    let body: Body = call.json()?;
    let openids: Vec<String> = body
        .touser
        .clone()
        .and_then(|list| serde_json::from_value(list).ok())
        .ok_or_else(|| refuse(code::INVALID_OPENID_LIST, "invalid openid list"))?;
    let digest = hex::encode(Sha256::digest(openids.join(",")));
    let shown = json!({ "kind": "openids", "count": openids.len(), "sha256": digest });
    let key = keys::key(world, &body, &shown, call.now)?;
    body.check(world, call, false)?;
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
    let accepted = accept(world, call, &body, send);
    if world.settings.send_uses_drafts {
        consume(world, &body, call);
    }
    Ok(accepted)
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
        ends_as: call.planted.ends_as.clone(),
        msg_status: call.planted.msg_status.clone(),
        key_forgotten: false,
        dropped: false,
        event: Event::Unwanted,
    }
}

fn accept(world: &mut World, call: &Call, body: &Body, send: Send) -> Answer {
    // One that was dropped with its call, and is confirmed, is the same send.
    let again = world.sends.iter().position(|earlier| {
        let is_given = matches!(earlier.confirmation, Some(Confirmation::Given(_)));
        earlier.dropped && is_given && earlier.client_msg_id == send.client_msg_id
    });
    let index = again.unwrap_or(world.sends.len());
    let number = i64::try_from(index).unwrap_or_default();
    let (content, articles) = body.content(world, call.now);
    let msg_id = FIRST_MSG_ID + number;
    let (msg_data_id, urls) = links(world, &content, &send, number, articles.len());
    let failed = send.receivers * world.settings.errors_per_hundred.min(100) / 100;
    let event = if world.callback.is_some() && !send.dropped {
        Event::Due
    } else {
        Event::Unwanted
    };
    let send = Send {
        msg_id,
        msg_data_id,
        failed,
        msgtype: body.msgtype.clone(),
        content,
        articles,
        urls,
        event,
        ..send
    };
    match again {
        Some(index) => world.sends[index] = send,
        None => world.sends.push(send),
    }
    let mut answer =
        json!({ "errcode": 0, "errmsg": "send job submission success", "msg_id": msg_id });
    if let Some(id) = msg_data_id {
        answer["msg_data_id"] = json!(id);
    }
    Answer::json(&answer)
}

/// The id of the news for statistics and the articles' addresses: those of an earlier list of this Beijing day where a list
/// gets the same news, new ones on another day (`wechat-api.md` 5.4).
fn links(
    world: &World,
    content: &Value,
    send: &Send,
    number: i64,
    articles: usize,
) -> (Option<i64>, Vec<String>) {
    if articles == 0 {
        return (None, Vec::new());
    }
    let media_id = content["media_id"].as_str().unwrap_or_default();
    let is_list = |send: &Send| matches!(send.to, Some(Audience::Openids(_)));
    let mut earlier = world
        .sends
        .iter()
        .filter(|it| it.content["media_id"] == media_id && is_list(it) && is_list(send));
    let fresh = FIRST_MSG_DATA_ID + number;
    let addresses = |of: &str| {
        let address = |idx| format!("https://mp.weixin.qq.com/s/{media_id}{of}_{idx}");
        (1..=articles).map(address).collect()
    };
    let today = |it: &&Send| day(it.at) == day(send.at);
    match (earlier.clone().find(today), earlier.next()) {
        (Some(same), _) => (same.msg_data_id, same.urls.clone()),
        (None, Some(_)) => (Some(fresh), addresses(&format!("-{}", day(send.at)))),
        // The same news sent again has the same addresses.
        (None, None) => (Some(fresh), addresses("")),
    }
}
