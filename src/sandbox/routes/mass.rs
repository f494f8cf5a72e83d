//! Mass sends: who may, how often, under which key, to whom ("sendAll", "massSend", "preview", `wechat-api.md` 4 and 5).

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::super::Kind;
use super::super::answer::{Answer, Call, Refusal, refuse};
use super::super::world::{self, MediaKind, Preview, Send, World, hex};
use super::Outcome;
use super::people::daily_limit;
use crate::wechat::errcode as code;

/// Real values lie beyond 31 bits.
const FIRST_MSG_ID: i64 = 3_147_480_001;
const FIRST_MSG_DATA_ID: i64 = 2_247_480_001;
const DAY: SignedDuration = SignedDuration::from_hours(24);
const MINUTE: SignedDuration = SignedDuration::from_secs(60);

/// The fields that all mass calls share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    #[serde(default)]
    filter: Option<Filter>,
    #[serde(default)]
    touser: Option<Value>,
    #[serde(default)]
    towxname: Option<String>,
    msgtype: String,
    #[serde(default)]
    send_ignore_reprint: u8,
    #[serde(default)]
    clientmsgid: Option<String>,
    #[serde(default)]
    mpnews: Option<Value>,
    #[serde(default)]
    text: Option<Value>,
    #[serde(default)]
    voice: Option<Value>,
    #[serde(default)]
    image: Option<Value>,
    #[serde(default)]
    images: Option<Value>,
    #[serde(default)]
    mpvideo: Option<Value>,
    #[serde(default)]
    wxcard: Option<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Filter {
    is_to_all: bool,
    #[serde(default)]
    tag_id: Option<Value>,
}

pub(super) fn send_all(world: &mut World, call: &Call) -> Outcome {
    let body: Body = call.json()?;
    let filter = body
        .filter
        .as_ref()
        .ok_or_else(|| refuse(code::FIELDS_MISSING, "required fields missing"))?;
    if world.settings.kind == Kind::Unverified {
        return Err(refuse(code::API_UNAUTHORIZED, "api unauthorized"));
    }
    let audience = if filter.is_to_all {
        json!({ "kind": "all" })
    } else {
        let tag = filter
            .tag_id
            .as_ref()
            .and_then(|id| id.as_i64().or_else(|| id.as_str()?.parse().ok()));
        json!({ "kind": "tag", "tag_id": tag })
    };
    let key = begin(world, call, &body, &audience)?;
    check_message(world, &body, call.now, false)?;
    let receivers = match audience["tag_id"].as_i64() {
        _ if filter.is_to_all => world.settings.followers,
        Some(tag) => world
            .tag_size(tag)
            .ok_or_else(|| refuse(code::INVALID_TAG_ID, "invalid tag id"))?,
        None => return Err(refuse(code::INVALID_TAG_ID, "invalid tag id")),
    };
    quota(world, filter.is_to_all, call.now)?;
    Ok(accept(world, call, &body, key, audience, (receivers, None)))
}

pub(super) fn send_to(world: &mut World, call: &Call) -> Outcome {
    let body: Body = call.json()?;
    let openids: Vec<String> = body
        .touser
        .clone()
        .and_then(|list| serde_json::from_value(list).ok())
        .ok_or_else(|| refuse(code::INVALID_OPENID_LIST, "invalid openid list"))?;
    if world.settings.kind != Kind::Service {
        return Err(refuse(code::API_UNAUTHORIZED, "api unauthorized"));
    }
    let digest = hex(&Sha256::digest(openids.join(",").as_bytes()));
    let audience = json!({ "kind": "openids", "count": openids.len(), "sha256": digest });
    let key = begin(world, call, &body, &audience)?;
    check_message(world, &body, call.now, false)?;
    if openids.len() > 10_000 {
        return Err(refuse(
            code::INVALID_OPENID_LIST_SIZE,
            "invalid openid list size",
        ));
    }
    // The count comes after unusable ids are dropped.
    let usable = openids.iter().filter(|id| world.is_follower(id)).count() as u64;
    if usable < 2 {
        return Err(refuse(
            code::TOO_FEW_OPENIDS,
            "invalid openid list size, at least two openid",
        ));
    }
    quota(world, false, call.now)?;
    Ok(accept(
        world,
        call,
        &body,
        key,
        audience,
        (usable, Some(digest)),
    ))
}

pub(super) fn preview(world: &mut World, call: &Call) -> Outcome {
    let body: Body = call.json()?;
    if world.settings.kind == Kind::Unverified {
        return Err(refuse(code::API_UNAUTHORIZED, "api unauthorized"));
    }
    if world.count(&call.path, call.now) >= daily_limit(&call.path).unwrap_or(u64::MAX) {
        return Err(refuse(code::DAILY_QUOTA, "reach max api daily quota limit"));
    }
    let receiver = match (&body.towxname, &body.touser) {
        (Some(name), _) if name.trim().is_empty() => {
            return Err(refuse(code::INVALID_USERNAME, "invalid username"));
        }
        (Some(name), _) => format!("@{name}"),
        (None, Some(Value::String(openid))) if world.is_follower(openid) => openid.clone(),
        (None, Some(Value::String(openid))) if openid.len() == 28 => {
            return Err(refuse(code::MUST_FOLLOW, "require subscribe"));
        }
        _ => return Err(refuse(code::INVALID_OPENID, "invalid openid")),
    };
    check_message(world, &body, call.now, true)?;
    let (content, articles) = content(world, &body, call.now);
    let msgtype = body.msgtype.clone();
    world.previews.push(Preview {
        receiver,
        msgtype,
        content,
        articles,
        at: call.now,
    });
    let mut answer = json!({ "errcode": 0, "errmsg": "preview success" });
    // Answers for news mostly have no msg_id.
    if body.msgtype == "text" {
        answer["msg_id"] = json!(34_182);
    }
    Ok(Answer::json(&answer))
}

/// Rate, day and key, in this order; answers the key under which the send is known.
fn begin(world: &mut World, call: &Call, body: &Body, audience: &Value) -> Result<String, Refusal> {
    let now = call.now;
    world
        .mass_calls
        .retain(|at| now.duration_since(*at) < MINUTE);
    if world.mass_calls.len() >= 60 {
        return Err(refuse(
            code::MINUTE_QUOTA,
            "api minute-quota reach limit, must slower, retry next minute",
        ));
    }
    world.mass_calls.push(now);
    if world.count(&call.path, now) >= daily_limit(&call.path).unwrap_or(u64::MAX) {
        return Err(refuse(code::DAILY_QUOTA, "reach max api daily quota limit"));
    }
    if body.send_ignore_reprint > 1 {
        return Err(refuse(code::INVALID_ARGS, "invalid args"));
    }
    let key = match &body.clientmsgid {
        Some(key) if key.len() > 32 => {
            return Err(refuse(
                code::CLIENTMSGID_TOO_LONG,
                "clientmsgid size out of limit",
            ));
        }
        Some(key) => key.clone(),
        // Without one WeChat makes one from audience and content.
        None => {
            let (content, _) = content(world, body, now);
            hex(&Sha256::digest(format!("{audience}{content}").as_bytes()))
        }
    };
    let known = world
        .sends
        .iter()
        .rfind(|send| send.client_msg_id == key && now.duration_since(send.at) < DAY);
    match known {
        Some(send) if world.settings.strict_minute && now.duration_since(send.at) < MINUTE => {
            Err(refuse(
                code::CLIENTMSGID_TOO_FAST,
                "same clientmsgid retry too fast",
            )
            .hinted())
        }
        Some(send) => Err(Refusal {
            msg_id: Some(send.msg_id),
            ..refuse(code::CLIENTMSGID_EXIST, "clientmsgid exist")
        }),
        None => Ok(key),
    }
}

/// Sends that the account's kind allows, console apart.
fn quota(world: &mut World, to_all: bool, now: Timestamp) -> Result<(), Refusal> {
    let spent = || Err(refuse(code::NO_MASS_QUOTA, "has no masssend quota"));
    if let Some(left) = world.settings.mass_left {
        if left == 0 {
            return spent();
        }
        world.settings.mass_left = Some(left - 1);
        return Ok(());
    }
    let today = world
        .sends
        .iter()
        .filter(|send| world::day(send.at) == world::day(now))
        .count();
    let is_this_month =
        |send: &&Send| send.audience["kind"] == "all" && world::month(send.at) == world::month(now);
    match world.settings.kind {
        Kind::Subscription if today >= 1 => spent(),
        Kind::Service if to_all && world.sends.iter().filter(is_this_month).count() >= 4 => spent(),
        _ => Ok(()),
    }
}

fn accept(
    world: &mut World,
    call: &Call,
    body: &Body,
    client_msg_id: String,
    audience: Value,
    (receivers, openids_sha256): (u64, Option<String>),
) -> Answer {
    let number = i64::try_from(world.sends.len()).unwrap_or_default();
    let (content, articles) = content(world, body, call.now);
    let msg_id = FIRST_MSG_ID + number;
    let msg_data_id = (body.msgtype == "mpnews").then_some(FIRST_MSG_DATA_ID + number);
    if let Some(id) = content["media_id"]
        .as_str()
        .filter(|_| !world.settings.drafts_survive)
    {
        // A draft leaves the draft box once it was sent.
        if world
            .drafts
            .get(id)
            .is_some_and(|draft| draft.call == "draft/add")
        {
            world.drafts.remove(id);
        }
    }
    world.sends.push(Send {
        msg_id,
        msg_data_id,
        client_msg_id,
        audience,
        receivers,
        openids_sha256,
        msgtype: body.msgtype.clone(),
        content,
        articles,
        at: call.now,
        deleted: false,
    });
    let mut answer =
        json!({ "errcode": 0, "errmsg": "send job submission success", "msg_id": msg_id });
    if let Some(id) = msg_data_id {
        answer["msg_data_id"] = json!(id);
    }
    Answer::json(&answer)
}

/// The message's object, and the articles when it is news.
fn content(world: &World, body: &Body, now: Timestamp) -> (Value, Vec<Value>) {
    let value = object(body).cloned().unwrap_or_default();
    let news = value["media_id"]
        .as_str()
        .and_then(|id| world.news(id, now));
    let articles = news.map(|draft| draft.articles.clone()).unwrap_or_default();
    (value, articles)
}

fn object(body: &Body) -> Option<&Value> {
    match body.msgtype.as_str() {
        "mpnews" => body.mpnews.as_ref(),
        "text" => body.text.as_ref(),
        "voice" => body.voice.as_ref(),
        "image" => body.images.as_ref().or(body.image.as_ref()),
        "mpvideo" => body.mpvideo.as_ref(),
        "wxcard" => body.wxcard.as_ref(),
        _ => None,
    }
}

fn check_message(world: &World, body: &Body, now: Timestamp, preview: bool) -> Result<(), Refusal> {
    let invalid = || refuse(code::INVALID_MESSAGE_TYPE, "invalid message type");
    let given = [
        &body.mpnews,
        &body.text,
        &body.voice,
        &body.image,
        &body.images,
        &body.mpvideo,
        &body.wxcard,
    ];
    let value = object(body).ok_or_else(invalid)?;
    if given.iter().filter(|field| field.is_some()).count() != 1
        || (preview && body.images.is_some())
    {
        return Err(invalid());
    }
    let gone = || refuse(code::INVALID_MEDIA_ID, "invalid media_id").hinted();
    let is = |id: &Value, kinds: &[MediaKind]| {
        let media = id
            .as_str()
            .and_then(|id| world.medium(id, now))
            .ok_or_else(gone)?;
        if kinds.contains(&media.kind) {
            Ok(())
        } else {
            Err(refuse(code::INVALID_MEDIA_TYPE, "invalid media type").hinted())
        }
    };
    let pictures = [MediaKind::Image, MediaKind::TemporaryImage];
    match body.msgtype.as_str() {
        "mpnews" => value["media_id"]
            .as_str()
            .and_then(|id| world.news(id, now))
            .map(drop)
            .ok_or_else(gone),
        "text" => match value["content"].as_str() {
            None | Some("") => Err(refuse(code::EMPTY_CONTENT, "empty content")),
            Some(text) if text.contains("http://") || text.contains("https://") => {
                Err(refuse(code::INVALID_URL, "invalid url"))
            }
            Some(_) => Ok(()),
        },
        "voice" => is(
            &value["media_id"],
            &[MediaKind::Voice, MediaKind::TemporaryVoice],
        ),
        "image" if body.images.is_some() => {
            let ids = value["media_ids"]
                .as_array()
                .filter(|ids| (1..=20).contains(&ids.len()));
            let ids =
                ids.ok_or_else(|| refuse(code::INVALID_IMAGE_COUNT, "invalid image count"))?;
            ids.iter().try_for_each(|id| is(id, &pictures))
        }
        "image" => is(&value["media_id"], &pictures),
        "mpvideo" => match is(&value["media_id"], &[MediaKind::SendableVideo]) {
            Err(refusal) if refusal.errcode == code::INVALID_MEDIA_TYPE => Err(refuse(
                code::VIDEO_NOT_FROM_UPLOAD,
                "this video id must be generated by calling upload api",
            )),
            other => other,
        },
        _ => value["card_id"]
            .as_str()
            .filter(|id| !id.is_empty())
            .map(drop)
            .ok_or_else(|| refuse(code::INVALID_CARD_ID, "invalid card id")),
    }
}

/// A number, also as text.
fn msg_id(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

pub(super) fn status(world: &World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Query {
        msg_id: Value,
    }
    let id = msg_id(&call.json::<Query>()?.msg_id);
    let send = world.sends.iter().find(|send| Some(send.msg_id) == id);
    let send = send.ok_or_else(|| refuse(code::INVALID_MSG_ID, "invalid msg id"))?;
    let finish = SignedDuration::from_millis(
        i64::try_from(world.settings.finish_after_ms).unwrap_or(i64::MAX),
    );
    let state = if send.deleted {
        "DELETE"
    } else if call.now.duration_since(send.at) < finish {
        "SENDING"
    } else {
        "SEND_SUCCESS"
    };
    Ok(Answer::json(
        &json!({ "msg_id": send.msg_id, "msg_status": state }),
    ))
}

pub(super) fn delete(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Query {
        msg_id: Value,
        #[serde(default)]
        article_idx: usize,
    }
    if world.count(&call.path, call.now) >= daily_limit(&call.path).unwrap_or(u64::MAX) {
        return Err(refuse(code::DAILY_QUOTA, "reach max api daily quota limit"));
    }
    let query: Query = call.json()?;
    let id = msg_id(&query.msg_id);
    let send = world.sends.iter_mut().find(|send| Some(send.msg_id) == id);
    let send = send.ok_or_else(|| refuse(code::INVALID_MSG_ID, "invalid msg id"))?;
    if !matches!(send.msgtype.as_str(), "mpnews" | "mpvideo") {
        return Err(refuse(code::INVALID_MESSAGE_TYPE, "invalid message type"));
    }
    if query.article_idx > send.articles.len() {
        return Err(refuse(code::INVALID_ARTICLE_INDEX, "invalid article idx"));
    }
    if query.article_idx == 0 || send.articles.len() == 1 {
        send.deleted = true;
    } else {
        send.articles[query.article_idx - 1]["is_deleted"] = json!(true);
    }
    Ok(Answer::ok())
}
