//! `material/…`: permanent material.

use bytes::Bytes;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::ids::MediaId;
use super::{Client, Error, Oddity, Repeat, Request, lenient};

/// The kind of material that is added ("addMaterial").
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// bmp, png, jpeg, jpg, gif; 10 MB.
    Image,
    /// mp3, wma, wav, amr; 2 MB and 60 seconds.
    Voice,
    /// mp4; 10 MB.
    Video { title: String, introduction: String },
    /// jpg; 64 KB.
    Thumb,
}

impl Kind {
    fn name(&self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Voice => "voice",
            Self::Video { .. } => "video",
            Self::Thumb => "thumb",
        }
    }
}

/// A piece of the library.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Material {
    pub media_id: MediaId,
    /// For pictures: an address that works inside Tencent's domains.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub url: Option<String>,
}

/// Adds permanent material ("addMaterial"). The library holds 100,000 pictures and 1,000 of each other kind. Errors: 40005,
/// 40006 (a thumb over 64 KB), 40009, 40137, 45001, 45007 (over 60 seconds), 45074 (library full), 48001.
///
/// WeChat may keep the file and answer without its id. Each repeat would be another permanent copy, so the file is looked for
/// among the latest of its kind and not sent again.
pub async fn add(
    client: &Client,
    kind: &Kind,
    file_name: &str,
    mime: &'static str,
    bytes: Bytes,
) -> Result<Material, Error> {
    let mut request = Request::upload(ADD, file_name, mime, bytes)
        .query("type", kind.name())
        .answers(&["media_id", "url"])
        .repeat(Repeat::Copies);
    if let Kind::Video {
        title,
        introduction,
    } = kind
    {
        let words = json!({ "title": title, "introduction": introduction });
        request = request.field("description", words.to_string());
    }
    let answer: Answer = client.call(request).await?;
    if let Some(media_id) = answer.media_id {
        return Ok(Material {
            media_id,
            url: answer.url,
        });
    }
    let added = match answer.url {
        Some(url) => kept_at(client, kind, url).await,
        None => None,
    };
    added.ok_or_else(|| Error::odd(ADD, Oddity::Incomplete, "an answer without a media_id"))
}

const ADD: &str = "/cgi-bin/material/add_material";

#[derive(Deserialize)]
struct Answer {
    #[serde(default, deserialize_with = "lenient::maybe")]
    media_id: Option<MediaId>,
    #[serde(default, deserialize_with = "lenient::optional")]
    url: Option<String>,
}

/// The piece at this address among the latest twenty of its kind ("batchget_material").
async fn kept_at(client: &Client, kind: &Kind, url: String) -> Option<Material> {
    #[derive(Deserialize)]
    struct Listed {
        #[serde(default, deserialize_with = "lenient::list")]
        item: Vec<Material>,
    }
    let body = json!({ "type": kind.name(), "offset": 0, "count": 20 });
    let request = Request::post("/cgi-bin/material/batchget_material", &body).ok()?;
    let request = request
        .answers(&["item", "item_count", "total_count"])
        .repeat(Repeat::Once);
    let listed: Listed = client.call(request).await.ok()?;
    let is_it = |piece: &Material| piece.url.as_deref() == Some(url.as_str());
    listed.item.into_iter().find(is_it)
}

/// Adds a picture as permanent material for the sake of its address, which articles may show ("addMaterial"; `wechat-api.md` 2.3): JPEG, PNG
/// or GIF up to 10 MB. Errors as [`add`]; an answer without an address is none.
pub async fn add_for_articles(
    client: &Client,
    file_name: &str,
    mime: &'static str,
    bytes: Bytes,
) -> Result<(MediaId, String), Error> {
    let Material { media_id, url } = add(client, &Kind::Image, file_name, mime, bytes).await?;
    match url.filter(|url| !url.is_empty()) {
        Some(url) => Ok((media_id, url)),
        None => Err(Error::odd(
            ADD,
            Oddity::Incomplete,
            "an answer without the address of the picture",
        )),
    }
}

/// A piece of the library as a list has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Piece {
    pub media_id: MediaId,
    /// The name of its file; news have titles in its place.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    #[serde(default, deserialize_with = "lenient::optional")]
    pub url: Option<String>,
    #[serde(default, deserialize_with = "lenient::id")]
    update_time: Option<i64>,
}

impl Piece {
    /// When it was changed last, where WeChat tells.
    pub fn updated_at(&self) -> Option<Timestamp> {
        Timestamp::from_second(self.update_time?).ok()
    }
}

/// All pieces of a kind (`image`, `voice`, `video`, `news`), the newest first, twenty a call ("batchget_material").
pub async fn all(client: &Client, kind: &str) -> Result<Vec<Piece>, Error> {
    #[derive(Deserialize)]
    struct Listed {
        #[serde(default, deserialize_with = "lenient::list")]
        item: Vec<Piece>,
    }
    const PAGE: usize = 20;
    let mut all: Vec<Piece> = Vec::new();
    loop {
        let body = json!({ "type": kind, "offset": all.len(), "count": PAGE });
        let request = Request::post("/cgi-bin/material/batchget_material", &body)?;
        let request = request.answers(&["item", "item_count", "total_count"]);
        let listed: Listed = client.call(request).await?;
        let is_last = listed.item.len() < PAGE;
        all.extend(listed.item);
        if is_last {
            return Ok(all);
        }
    }
}

/// Deletes permanent material for ever ("delMaterial"). Errors: 40007, 45060 and 48005 (a menu or a reply uses it).
pub async fn delete(client: &Client, material: &MediaId) -> Result<(), Error> {
    let body = json!({ "media_id": material });
    let request = Request::post("/cgi-bin/material/del_material", &body)?;
    client.call::<Value>(request).await.map(drop)
}

/// The number of pieces of each kind in the library ("getMaterialCount").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Counts {
    #[serde(default, deserialize_with = "lenient::count")]
    pub voice_count: Option<i64>,
    #[serde(default, deserialize_with = "lenient::count")]
    pub video_count: Option<i64>,
    #[serde(default, deserialize_with = "lenient::count")]
    pub image_count: Option<i64>,
    #[serde(default, deserialize_with = "lenient::count")]
    pub news_count: Option<i64>,
}

/// Counts the library ("getMaterialCount").
pub async fn count(client: &Client) -> Result<Counts, Error> {
    let request = Request::get("/cgi-bin/material/get_materialcount");
    client
        .call(request.answers(&["image_count", "news_count"]))
        .await
}
