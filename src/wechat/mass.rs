//! `message/mass/…`: previews, mass sends, their state, their deletion.
//!
//! Sending is the one thing that cannot be taken back. A mass call is made once; what its answer proves is told by
//! [`Answer`](super::outcome::Answer), a pure value.

use std::fmt;

use serde::Deserialize;
use serde_json::{Value, json};

use super::ids::{ClientMsgId, MediaId, MsgDataId, MsgId, OpenId, TagId};
use super::{Client, Error, Repeat, Request, lenient};
use crate::text::message::{Comments, ImageWords, MessageKind};

/// The fields of what stands beside pictures; what is empty is left out.
fn fill(words: &ImageWords, value: &mut Value) {
    for (name, text) in [("title", &words.title), ("recommend", &words.recommend)] {
        if !text.is_empty() {
            value[name] = json!(text);
        }
    }
    if words.comments != Comments::Off {
        value["need_open_comment"] = json!(1);
        value["only_fans_can_comment"] = json!(u8::from(words.comments == Comments::Fans));
    }
}

/// A message to send, by ids that the account has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// `mpnews`: a draft, or news by one of the older routes.
    News(MediaId),
    /// Text without foreign links (40066).
    Text(String),
    /// One picture, or up to 20 in one message. Several cannot be previewed.
    Images(Vec<MediaId>, ImageWords),
    Voice(MediaId),
    /// An id from `media/uploadvideo`.
    Video(MediaId),
    Card(String),
}

impl Message {
    /// Its kind.
    pub fn kind(&self) -> MessageKind {
        match self {
            Self::News(_) => MessageKind::News,
            Self::Text(_) => MessageKind::Text,
            Self::Images(..) => MessageKind::Images,
            Self::Voice(_) => MessageKind::Voice,
            Self::Video(_) => MessageKind::Video,
            Self::Card(_) => MessageKind::Card,
        }
    }

    /// The fields of a mass send ("sendAll"): `msgtype`, and the field with the message.
    fn send_fields(&self) -> (&'static str, &'static str, Value) {
        let names = self.kind().names();
        let value = match self {
            Self::Images(ids, words) => {
                let mut value = json!({ "media_ids": ids });
                fill(words, &mut value);
                value
            }
            Self::News(_) | Self::Text(_) | Self::Voice(_) | Self::Video(_) | Self::Card(_) => {
                self.single()
            }
        };
        (names.wire, names.field, value)
    }

    /// The fields of a preview ("preview").
    fn preview_fields(&self) -> (&'static str, &'static str, Value) {
        let names = self.kind().names();
        (names.wire, names.wire, self.single())
    }

    /// The message by one id, or its text; of several pictures the first.
    fn single(&self) -> Value {
        match self {
            Self::News(id) | Self::Voice(id) | Self::Video(id) => json!({ "media_id": id }),
            Self::Text(text) => json!({ "content": text }),
            Self::Images(ids, _) => json!({ "media_id": ids.first() }),
            Self::Card(id) => json!({ "card_id": id }),
        }
    }
}

/// One tester ("preview"); must follow the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receiver {
    OpenId(OpenId),
    /// A WeChat id, `towxname`.
    WxName(String),
}

/// The receivers of `sendall`. There is no default: nothing never means everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    All,
    Tag(TagId),
}

/// The options of both mass sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendOptions {
    /// Go on when an article is judged a reprint whose original allows it.
    pub ignore_reprint: bool,
    pub client_msg_id: ClientMsgId,
}

/// A send that is queued, not yet delivered. An id of odd form is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Receipt")]
pub struct Accepted {
    pub msg_id: Option<MsgId>,
    /// Only news have one.
    pub msg_data_id: Option<MsgDataId>,
}

/// The answer to a mass call as it comes.
#[derive(Deserialize)]
struct Receipt {
    #[serde(default, deserialize_with = "lenient::maybe_number")]
    errcode: Option<i64>,
    #[serde(default, deserialize_with = "lenient::id")]
    msg_id: Option<MsgId>,
    #[serde(default, deserialize_with = "lenient::id")]
    msg_data_id: Option<MsgDataId>,
}

/// Only an errcode of 0 or a msg_id says that WeChat has taken it.
impl TryFrom<Receipt> for Accepted {
    type Error = &'static str;

    fn try_from(receipt: Receipt) -> Result<Self, Self::Error> {
        let Receipt {
            errcode,
            msg_id,
            msg_data_id,
        } = receipt;
        if errcode.is_none() && msg_id.is_none() {
            return Err("neither an errcode nor a msg_id");
        }
        Ok(Self {
            msg_id,
            msg_data_id,
        })
    }
}

/// Previews to one tester ("preview"): 100 a day. Answers for news mostly have no msg_id. Errors: 40003, 40132, 43004 (not a
/// follower), 45009.
pub async fn preview(
    client: &Client,
    receiver: &Receiver,
    message: &Message,
) -> Result<Option<MsgId>, Error> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "lenient::id")]
        msg_id: Option<MsgId>,
    }
    let (kind, field, value) = message.preview_fields();
    let mut body = json!({ "msgtype": kind });
    body[field] = value;
    match receiver {
        Receiver::OpenId(id) => body["touser"] = json!(id),
        Receiver::WxName(name) => body["towxname"] = json!(name),
    }
    let request = Request::post("/cgi-bin/message/mass/preview", &body)?.repeat(Repeat::Preview);
    let answer: Answer = client.call(request).await?;
    Ok(answer.msg_id)
}

/// Sends by tag or to everybody ("sendAll"). Quotas: `wechat-api.md` 4.5. Errors: 45028, 45065, 45066, 45067, 48001.
pub async fn send_all(
    client: &Client,
    filter: Filter,
    message: &Message,
    options: &SendOptions,
) -> Result<Accepted, Error> {
    let filter = match filter {
        Filter::All => json!({ "is_to_all": true }),
        Filter::Tag(id) => json!({ "is_to_all": false, "tag_id": id }),
    };
    send(
        client,
        "/cgi-bin/message/mass/sendall",
        "filter",
        filter,
        message,
        options,
    )
    .await
}

/// Sends to 2 to 10,000 openids ("massSend"); verified service accounts only. Errors: 40130 (fewer than two usable), 40032.
pub async fn send_to(
    client: &Client,
    openids: &[OpenId],
    message: &Message,
    options: &SendOptions,
) -> Result<Accepted, Error> {
    send(
        client,
        "/cgi-bin/message/mass/send",
        "touser",
        json!(openids),
        message,
        options,
    )
    .await
}

async fn send(
    client: &Client,
    path: &'static str,
    whom: &str,
    audience: Value,
    message: &Message,
    options: &SendOptions,
) -> Result<Accepted, Error> {
    let (kind, field, value) = message.send_fields();
    let mut body = json!({
        "msgtype": kind,
        "send_ignore_reprint": u8::from(options.ignore_reprint),
        "clientmsgid": options.client_msg_id,
    });
    body[whom] = audience;
    body[field] = value;
    let request = Request::post(path, &body)?.answers(&["msg_id"]);
    client.call(request.repeat(Repeat::Mass)).await
}

/// The state of a send ("massmsgget"): WeChat's word, trimmed and in capitals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    word: String,
    err: Option<i64>,
}

impl Status {
    /// Reads WeChat's word. `send success`, `Success` and the like are what the page calls SEND_SUCCESS; `err(N)`, a word of the
    /// callback, is SEND_FAIL.
    pub fn new(word: &str) -> Self {
        let plain: String = word
            .chars()
            .filter(|it| !it.is_control())
            .take(40)
            .collect();
        let parts: Vec<_> = plain.split_whitespace().collect();
        let err = err(&parts.concat());
        let word = match parts.concat().to_ascii_uppercase().as_str() {
            "SUCCESS" | "SENDSUCCESS" | "SEND_SUCCESS" => "SEND_SUCCESS".to_owned(),
            "FAIL" | "FAILED" | "SENDFAIL" | "SEND_FAIL" => "SEND_FAIL".to_owned(),
            "DELETE" | "DELETED" => "DELETE".to_owned(),
            _ if err.is_some() => "SEND_FAIL".to_owned(),
            _ => parts.join("_").to_ascii_uppercase(),
        };
        Self { word, err }
    }

    /// The number in `err(10001)`, which says why it failed.
    pub fn err(&self) -> Option<i64> {
        self.err
    }
}

fn err(word: &str) -> Option<i64> {
    let word = word.to_ascii_lowercase();
    word.strip_prefix("err(")?.strip_suffix(')')?.parse().ok()
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.word)
    }
}

/// Asks how a send goes ("massmsgget"): `SENDING`, `SEND_SUCCESS`, `SEND_FAIL`, `DELETE`, or a word that no page has.
/// Errors: 40059, also for genuine and fresh ids; 89504 and 89505 while the administrator has not confirmed.
pub async fn status(client: &Client, msg_id: MsgId) -> Result<Status, Error> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(deserialize_with = "lenient::word")]
        msg_status: String,
    }
    // The page types it as a string.
    let body = json!({ "msg_id": msg_id.to_string() });
    let request = Request::post("/cgi-bin/message/mass/get", &body)?.answers(&["msg_status"]);
    let answer: Answer = client.call(request).await?;
    Ok(Status::new(&answer.msg_status))
}

/// Deletes a send, or one article of it counted from 1 ("deleteMassMsg"): news and video only, 10 a day. The page is gone for
/// everyone, the card stays in their chats. Errors: 40059, 40060, 40065, 40008, 40204, 9500001.
pub async fn delete(client: &Client, msg_id: MsgId, article: Option<u32>) -> Result<(), Error> {
    let mut body = json!({ "msg_id": msg_id });
    if let Some(article) = article {
        body["article_idx"] = json!(article);
    }
    delete_by(client, &body).await
}

/// Deletes the article at an address ("deleteMassMsg"), as [`delete`] does.
pub async fn delete_url(client: &Client, url: &str) -> Result<(), Error> {
    delete_by(client, &json!({ "url": url })).await
}

async fn delete_by(client: &Client, body: &Value) -> Result<(), Error> {
    let request = Request::post("/cgi-bin/message/mass/delete", body)?;
    client.call::<Value>(request).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_state_vary() {
        for (word, wanted, err) in [
            ("SENDING", "SENDING", None),
            (" sending\n", "SENDING", None),
            ("SEND_SUCCESS ", "SEND_SUCCESS", None),
            ("send success", "SEND_SUCCESS", None),
            ("Success", "SEND_SUCCESS", None),
            ("send fail", "SEND_FAIL", None),
            ("delete", "DELETE", None),
            ("err(30003)", "SEND_FAIL", Some(30_003)),
            ("ERR (30003)", "SEND_FAIL", Some(30_003)),
            ("err(x)", "ERR(X)", None),
            ("being looked at", "BEING_LOOKED_AT", None),
        ] {
            let status = Status::new(word);
            assert_eq!((status.to_string().as_str(), status.err()), (wanted, err));
        }
    }

    #[test]
    fn each_kind_has_its_own_shape() {
        let id = |text: &str| MediaId::new(text);
        let several = Message::Images(vec![id("a"), id("b")], ImageWords::default());
        assert_eq!(
            several.send_fields(),
            ("image", "images", json!({ "media_ids": ["a", "b"] }))
        );
        assert_eq!(
            several.preview_fields(),
            ("image", "image", json!({ "media_id": "a" }))
        );
        let one = Message::Images(vec![id("a")], ImageWords::default());
        assert_eq!(
            one.send_fields(),
            ("image", "images", json!({ "media_ids": ["a"] }))
        );
        let video = Message::Video(id("v"));
        assert_eq!(
            video.send_fields(),
            ("mpvideo", "mpvideo", json!({ "media_id": "v" }))
        );
    }
}
