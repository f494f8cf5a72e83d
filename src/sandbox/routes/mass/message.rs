//! The message of a mass call: one object, of the kind that `msgtype` names, with what that kind needs.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::sandbox::answer::{Refusal, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::code;
use crate::sandbox::routes::media::no_such_media;
use crate::sandbox::world::{MediaKind, World};

/// The fields that all mass calls share.
#[derive(Debug, Deserialize)]
pub(super) struct Body {
    #[serde(default)]
    pub(super) filter: Option<Filter>,
    #[serde(default)]
    pub(super) touser: Option<Value>,
    #[serde(default)]
    pub(super) towxname: Option<String>,
    pub(super) msgtype: String,
    #[serde(default)]
    send_ignore_reprint: i64,
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
    #[serde(default)]
    music: Option<Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Filter {
    #[serde(default)]
    pub(super) is_to_all: bool,
    /// Tags were groups before 2016; wechatpy still says so.
    #[serde(default, alias = "group_id")]
    pub(super) tag_id: Option<Value>,
}

/// The fields that each message's object may have, besides what its kind needs.
const FIELDS: [(&str, &[&str]); 8] = [
    ("mpnews", &["media_id"]),
    ("text", &["content"]),
    ("voice", &["media_id"]),
    ("image", &["media_id"]),
    (
        "images",
        &[
            "media_ids",
            "recommend",
            "title",
            "need_open_comment",
            "only_fans_can_comment",
        ],
    ),
    ("mpvideo", &["media_id", "title", "description"]),
    ("wxcard", &["card_id", "card_ext"]),
    ("music", &["media_id"]),
];

impl Body {
    /// The object that `msgtype` names, and its name.
    fn object(&self) -> Option<(&'static str, &Value)> {
        let (name, object) = match self.msgtype.as_str() {
            "mpnews" => ("mpnews", &self.mpnews),
            "text" => ("text", &self.text),
            "voice" => ("voice", &self.voice),
            "image" if self.images.is_some() => ("images", &self.images),
            "image" => ("image", &self.image),
            "mpvideo" => ("mpvideo", &self.mpvideo),
            "wxcard" => ("wxcard", &self.wxcard),
            "music" => ("music", &self.music),
            _ => return None,
        };
        Some((name, object.as_ref()?))
    }

    /// The message's object, and the articles when it is news.
    pub(super) fn content(&self, world: &World, now: Timestamp) -> (Value, Vec<Value>) {
        let value = self.object().map(|(_, value)| value.clone());
        let value = value.unwrap_or_default();
        let id = value["media_id"].as_str();
        let news = id.and_then(|id| world.news(id, now));
        let articles = news.map(|draft| draft.articles.clone()).unwrap_or_default();
        (value, articles)
    }

    /// Refuses what cannot be sent; a preview takes one picture at a time, and music.
    pub(super) fn check(&self, world: &World, call: &Call, preview: bool) -> Result<(), Refusal> {
        let now = call.now;
        let invalid = || refuse(code::INVALID_MESSAGE_TYPE, "invalid message type");
        if !(0..=1).contains(&self.send_ignore_reprint) {
            return Err(refuse(code::INVALID_ARGS, "invalid args"));
        }
        let given = [
            &self.mpnews,
            &self.text,
            &self.voice,
            &self.image,
            &self.images,
            &self.mpvideo,
            &self.wxcard,
            &self.music,
        ];
        let (name, value) = self.object().ok_or_else(invalid)?;
        let given = given.iter().filter(|field| field.is_some()).count();
        if given != 1 || (preview && name == "images") || (!preview && name == "music") {
            return Err(invalid());
        }
        let known = FIELDS.iter().find(|(kind, _)| *kind == name);
        let known = known.map_or(&[][..], |(_, fields)| fields);
        for field in value.as_object().into_iter().flat_map(|it| it.keys()) {
            if !known.contains(&field.as_str()) {
                call.note(format!("{name}.{field}"))?;
            }
        }
        match name {
            "mpnews" => {
                let id = value["media_id"].as_str();
                let news = id.and_then(|id| world.news(id, now));
                news.map(drop).ok_or_else(no_such_media)
            }
            "text" => check_text(value),
            "images" => check_images(world, value, now),
            "wxcard" if !preview && world.settings.cards_and_videos_gone => Err(refuse(
                code::CARDS_GONE,
                "goods msg and card msg are not supported",
            )),
            "wxcard" => check_card(value, preview),
            "mpvideo" if !preview && world.settings.cards_and_videos_gone => Err(refuse(
                code::VIDEOS_GONE,
                "video uploaded by api can not be sent by api",
            )),
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
    // Only a preview has one: an object on the page, JSON in a text in SDKs.
    let is_right =
        ext.is_null() || (preview && (ext.is_object() || ext.as_str().is_some_and(is_json)));
    if !is_right {
        return Err(refuse(code::INVALID_CARD_EXT, "invalid card ext"));
    }
    Ok(())
}

fn check_media(world: &World, id: &Value, kind: &str, now: Timestamp) -> Result<(), Refusal> {
    let allowed: &[MediaKind] = match kind {
        "image" => &[MediaKind::Image, MediaKind::TemporaryImage],
        "voice" | "music" => &[MediaKind::Voice, MediaKind::TemporaryVoice],
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
