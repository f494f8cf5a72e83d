//! `material/…`: permanent material.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::json;

use super::ids::MediaId;
use super::{Client, Error, Request, error};

/// What is added ("addMaterial").
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

/// What WeChat made of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Material {
    pub media_id: MediaId,
    /// For pictures: an address that works inside Tencent's domains.
    pub url: Option<String>,
}

/// Adds permanent material ("addMaterial"). The library holds 100,000 pictures and 1,000 of each other kind. Errors: 40005,
/// 40006 (a thumb over 64 KB), 40009, 40137, 45001, 45007 (over 60 seconds), 45074 (library full), 48001.
pub async fn add(
    client: &Client,
    kind: &Kind,
    file_name: &str,
    mime: &'static str,
    bytes: Bytes,
) -> Result<Material, Error> {
    let mut request = Request::upload("/cgi-bin/material/add_material", file_name, mime, bytes)
        .query("type", kind.name());
    if let Kind::Video {
        title,
        introduction,
    } = kind
    {
        let words = json!({ "title": title, "introduction": introduction });
        request = request.field("description", words.to_string());
    }
    client.call(request).await
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
        None => Err(Error::new(
            error::Kind::Unknown,
            "material/add_material",
            "the answer has no address of the picture",
        )),
    }
}
