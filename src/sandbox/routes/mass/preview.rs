//! `preview`: to one person, a hundred times a day ("preview").

use serde_json::{Value, json};

use super::message::Body;
use crate::sandbox::answer::{Answer, Outcome, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::code;
use crate::sandbox::world::{Preview, World};

pub(in crate::sandbox::routes) fn preview(world: &mut World, call: &Call) -> Outcome {
    let body: Body = call.json()?;
    // With both given the WeChat id wins.
    let receiver = match (&body.towxname, &body.touser) {
        (Some(name), _) if name.trim().is_empty() => {
            return Err(refuse(code::INVALID_USERNAME, "invalid username"));
        }
        (Some(name), _) => format!("@{name}"),
        (None, Some(Value::String(openid))) if world.follower(openid).is_some() => openid.clone(),
        (None, Some(Value::String(openid))) if openid.len() == 28 => {
            return Err(refuse(code::MUST_FOLLOW, "require subscribe"));
        }
        _ => return Err(refuse(code::INVALID_OPENID, "invalid openid")),
    };
    body.check(world, call, true)?;
    let (content, articles) = body.content(world, call.now);
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
