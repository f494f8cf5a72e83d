//! `media/…`: pictures for article bodies, temporary media, videos for mass sends.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::json;

use super::ids::MediaId;
use super::{Client, Error, Oddity, Request, lenient};

/// A picture for an article's body ("uploadImage"): JPEG or PNG under 1 MB. Answers its address, which never expires and
/// does not count against the library. Errors: 40005 (format, or a name without extension), 40009 (size), 40137.
pub async fn upload_image(
    client: &Client,
    file_name: &str,
    mime: &'static str,
    bytes: Bytes,
) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(deserialize_with = "lenient::required")]
        url: String,
    }
    let request = Request::upload("/cgi-bin/media/uploadimg", file_name, mime, bytes);
    let answer: Answer = client.call(request.answers(&["url"])).await?;
    Ok(answer.url)
}

/// A cover for `media/uploadnews` ("uploadTempMedia", type `thumb`): JPEG up to 64 KB; lives three days.
pub async fn upload_thumb(
    client: &Client,
    file_name: &str,
    mime: &'static str,
    bytes: Bytes,
) -> Result<MediaId, Error> {
    // For thumbs the id comes as `thumb_media_id`; some answers carry both.
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "lenient::maybe")]
        thumb_media_id: Option<MediaId>,
        #[serde(default, deserialize_with = "lenient::maybe")]
        media_id: Option<MediaId>,
    }
    const PATH: &str = "/cgi-bin/media/upload";
    let request = Request::upload(PATH, file_name, mime, bytes).query("type", "thumb");
    let request = request.answers(&["thumb_media_id", "media_id"]);
    let answer: Answer = client.call(request).await?;
    let id = answer.thumb_media_id.or(answer.media_id);
    id.ok_or_else(|| Error::odd(PATH, Oddity::Incomplete, "an answer without an id"))
}

/// The call that may have been withdrawn (`wechat-api.md` 4.4).
pub const UPLOAD_VIDEO: &str = "/cgi-bin/media/uploadvideo";

/// Makes an uploaded video sendable ("sendAll", `media/uploadvideo`): the id that `mpvideo` takes. Errors: 40007, 45161,
/// 46007 (still being transcoded), 48013.
pub async fn upload_video(
    client: &Client,
    video: &MediaId,
    title: &str,
    description: &str,
) -> Result<MediaId, Error> {
    #[derive(Deserialize)]
    struct Answer {
        media_id: MediaId,
    }
    let body = json!({ "media_id": video, "title": title, "description": description });
    let request = Request::post(UPLOAD_VIDEO, &body)?;
    let answer: Answer = client.call(request.answers(&["media_id"])).await?;
    Ok(answer.media_id)
}
