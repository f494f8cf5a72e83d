//! The status of a send, and its deletion ("massmsgget", "deleteMassMsg").

use serde::Deserialize;
use serde_json::{Value, json};

use crate::sandbox::answer::{Answer, Outcome, Refusal, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::code;
use crate::sandbox::routes::id::id;
use crate::sandbox::world::{Protection, Send, State, World};

fn unknown() -> Refusal {
    refuse(code::INVALID_MSG_ID, "invalid msg id")
}

/// The administrator has not said a word yet.
pub(super) fn in_approval() -> Refusal {
    refuse(code::IN_APPROVAL, "masssend is in approval")
}

pub(in crate::sandbox::routes) fn status(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Query {
        msg_id: Value,
    }
    let id = id(&call.json::<Query>()?.msg_id);
    let send = world.sends.iter().find(|send| Some(send.msg_id) == id);
    let send = send.ok_or_else(unknown)?;
    if world.awaits(send, call.now) && world.settings.protection_plays != Protection::Sending {
        return Err(in_approval());
    }
    let state = world.state(send, call.now);
    let status = send.msg_status.as_deref().unwrap_or(state.word());
    Ok(Answer::json(
        &json!({ "msg_id": send.msg_id, "msg_status": status }),
    ))
}

/// It kills the article's page, and with it that of every other send of the same news.
pub(in crate::sandbox::routes) fn delete(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Query {
        #[serde(default)]
        msg_id: Option<Value>,
        /// From 1; 0 is all. Only with an id.
        #[serde(default)]
        article_idx: usize,
        #[serde(default)]
        url: Option<String>,
    }
    let query: Query = call.json()?;
    let is_meant = |send: &&Send| match (&query.msg_id, &query.url) {
        (Some(given), _) => id(given) == Some(send.msg_id),
        (None, Some(url)) => send.urls.contains(url),
        (None, None) => false,
    };
    let send = world.sends.iter().find(is_meant).ok_or_else(unknown)?;
    if !matches!(send.msgtype.as_str(), "mpnews" | "mpvideo") {
        return Err(refuse(code::INVALID_MESSAGE_TYPE, "invalid message type"));
    }
    if matches!(world.state(send, call.now), State::Sending | State::Fail(_)) {
        return Err(refuse(code::INVALID_MSG_STATUS, "invalid msg status"));
    }
    if query.msg_id.is_some() && query.article_idx > send.articles.len().max(1) {
        return Err(refuse(code::INVALID_ARTICLE_INDEX, "invalid article idx"));
    }
    let urls: Vec<String> = match (&query.msg_id, query.url, query.article_idx) {
        (None, Some(url), _) => vec![url],
        (_, _, 0) => send.urls.clone(),
        (_, _, index) => send.urls.get(index - 1).cloned().into_iter().collect(),
    };
    let msg_id = send.msg_id;
    for send in &mut world.sends {
        for (article, url) in send.articles.iter_mut().zip(&send.urls) {
            if urls.contains(url) {
                article["is_deleted"] = json!(true);
            }
        }
        let is_gone = |article: &Value| article["is_deleted"] == true;
        // A video has no articles, and goes as a whole.
        let whole = send.urls.is_empty() && send.msg_id == msg_id;
        if whole || (!send.urls.is_empty() && send.articles.iter().all(is_gone)) {
            send.deleted = true;
        }
    }
    Ok(Answer::ok())
}
