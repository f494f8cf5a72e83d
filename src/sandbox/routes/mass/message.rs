//! The message of a mass call: one object, of the kind that `msgtype` names, with what that kind needs.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::super::upload::no_such_media;
use super::number;
use crate::sandbox::answer::{Object, Refusal, refuse};
use crate::sandbox::world::{MediaKind, World};
use crate::wechat::errcode as code;

/// The fields that all mass calls share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    #[serde(default)]
    pub(super) filter: Option<Object<Filter>>,
    #[serde(default)]
    pub(super) touser: Option<Value>,
    #[serde(default)]
    pub(super) towxname: Option<String>,
    pub(super) msgtype: String,
    /// A number; as text it was seen to pass.
    #[serde(default)]
    send_ignore_reprint: Value,
    #[serde(default)]
    pub(super) clientmsgid: Option<String>,
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
pub(super) struct Filter {
    pub(super) is_to_all: bool,
    /// Tags were groups before 2016; wechatpy still says so.
    #[serde(default, alias = "group_id")]
    pub(super) tag_id: Option<Value>,
}

impl Body {
    fn object(&self) -> Option<&Value> {
        match self.msgtype.as_str() {
            "mpnews" => self.mpnews.as_ref(),
            "text" => self.text.as_ref(),
            "voice" => self.voice.as_ref(),
            "image" => self.images.as_ref().or(self.image.as_ref()),
            "mpvideo" => self.mpvideo.as_ref(),
            "wxcard" => self.wxcard.as_ref(),
            _ => None,
        }
    }

    /// The message's object, and the articles when it is news.
    pub(super) fn content(&self, world: &World, now: Timestamp) -> (Value, Vec<Value>) {
        let value = self.object().cloned().unwrap_or_default();
        let id = value["media_id"].as_str();
        let news = id.and_then(|id| world.news(id, now));
        let articles = news.map(|draft| draft.articles.clone()).unwrap_or_default();
        (value, articles)
    }

    /// Whether `send_ignore_reprint` is a flag, or not there.
    pub(super) fn has_flag(&self) -> bool {
        self.send_ignore_reprint.is_null()
            || matches!(number(&self.send_ignore_reprint), Some(0 | 1))
    }

    /// Refuses what cannot be sent; a preview takes one picture alone.
    pub(super) fn check(
        &self,
        world: &World,
        now: Timestamp,
        preview: bool,
    ) -> Result<(), Refusal> {
        let invalid = || refuse(code::INVALID_MESSAGE_TYPE, "invalid message type");
        let given = [
            &self.mpnews,
            &self.text,
            &self.voice,
            &self.image,
            &self.images,
            &self.mpvideo,
            &self.wxcard,
        ];
        let value = self.object().ok_or_else(invalid)?;
        let given = given.iter().filter(|field| field.is_some()).count();
        if given != 1 || (preview && self.images.is_some()) {
            return Err(invalid());
        }
        match self.msgtype.as_str() {
            "mpnews" => {
                let id = value["media_id"].as_str();
                let news = id.and_then(|id| world.news(id, now));
                news.map(drop).ok_or_else(no_such_media)
            }
            "text" => check_text(value),
            "image" if self.images.is_some() => check_images(world, value, now),
            "wxcard" => check_card(value, preview),
            kind => check_media(world, &value["media_id"], kind, now),
        }
    }
}

fn check_text(value: &Value) -> Result<(), Refusal> {
    match value["content"].as_str() {
        None | Some("") => Err(refuse(code::EMPTY_CONTENT, "empty content")),
        Some(text) => {
            let lower = text.to_ascii_lowercase();
            if lower.contains("http://") || lower.contains("https://") {
                return Err(refuse(code::INVALID_URL, "invalid url"));
            }
            Ok(())
        }
    }
}

fn check_images(world: &World, value: &Value, now: Timestamp) -> Result<(), Refusal> {
    let ids = value["media_ids"]
        .as_array()
        .filter(|ids| (1..=20).contains(&ids.len()));
    let ids = ids.ok_or_else(|| refuse(code::INVALID_IMAGE_COUNT, "invalid image count"))?;
    ids.iter()
        .try_for_each(|id| check_media(world, id, "image", now))
}

fn check_card(value: &Value, preview: bool) -> Result<(), Refusal> {
    let id = value["card_id"].as_str().filter(|id| !id.is_empty());
    id.ok_or_else(|| refuse(code::INVALID_CARD_ID, "invalid card id"))?;
    let ext = &value["card_ext"];
    let is_json = |ext: &str| serde_json::from_str::<Value>(ext).is_ok_and(|it| it.is_object());
    // Only a preview has one, and it is JSON in a text.
    let is_right = ext.is_null() || (preview && ext.as_str().is_some_and(is_json));
    if !is_right {
        return Err(refuse(code::INVALID_CARD_EXT, "invalid card ext"));
    }
    Ok(())
}

fn check_media(world: &World, id: &Value, kind: &str, now: Timestamp) -> Result<(), Refusal> {
    let allowed: &[MediaKind] = match kind {
        "image" => &[MediaKind::Image, MediaKind::TemporaryImage],
        "voice" => &[MediaKind::Voice, MediaKind::TemporaryVoice],
        _ => &[MediaKind::SendableVideo],
    };
    let media = id.as_str().and_then(|id| world.medium(id, now));
    let media = media.ok_or_else(no_such_media)?;
    if allowed.contains(&media.kind) {
        return Ok(());
    }
    Err(if kind == "mpvideo" {
        refuse(
            code::VIDEO_NOT_FROM_UPLOAD,
            "this video id must be generated by calling upload api",
        )
    } else {
        refuse(code::INVALID_MEDIA_TYPE, "invalid media type").hinted()
    })
}
