//! Temporary media: their bytes, and videos made fit to be sent ("getMedia", "uploadvideo").

use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::json;

use crate::sandbox::answer::{Answer, Outcome, Refusal, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::code;
use crate::sandbox::files::Files;
use crate::sandbox::world::{Media, MediaKind, World, later};

/// How long temporary media live.
pub(super) const THREE_DAYS: SignedDuration = SignedDuration::from_hours(72);

/// The refusal of an id that is none, has died or is of the wrong kind.
pub(super) fn no_such_media() -> Refusal {
    refuse(code::INVALID_MEDIA_ID, "invalid media_id").hinted()
}

/// Bytes; for a video an address. Refusals come as text.
pub(super) fn get(world: &mut World, call: &Call, files: &Files) -> Outcome {
    let id = call.query("media_id");
    let media = world
        .medium(id, call.now)
        .filter(|media| media.kind.is_temporary())
        .ok_or_else(|| no_such_media().in_text())?;
    if media.kind == MediaKind::TemporaryVideo {
        return Ok(Answer::json(&json!({ "video_url": address_of(call, id) })));
    }
    let bytes = files
        .read(id)
        .ok_or_else(|| refuse(code::SYSTEM_BUSY, "system error").in_text())?;
    Ok(attached(
        Answer::bytes(content_type(media), bytes),
        id,
        media,
    ))
}

/// A file with the name under which it is to be kept.
pub(super) fn attached(answer: Answer, id: &str, media: &Media) -> Answer {
    let extension = media
        .name
        .rsplit_once('.')
        .map_or("jpg", |(_, extension)| extension);
    let name = format!("attachment; filename=\"{id}.{extension}\"");
    answer.with("content-disposition", name)
}

/// The address at which a file of the sandbox can be fetched without a token.
pub(super) fn address_of(call: &Call, id: &str) -> String {
    format!("http://{}/outbox/media/{id}", call.header("host"))
}

/// The content types of files, for answers.
pub(in crate::sandbox) fn content_type(media: &Media) -> &'static str {
    let known = [
        "image/png",
        "image/gif",
        "image/bmp",
        "image/jpeg",
        "video/mp4",
        "audio/amr",
        "audio/wav",
        "audio/x-ms-wma",
        "audio/mpeg",
    ];
    let found = known.into_iter().find(|known| *known == media.mime);
    found.unwrap_or("application/octet-stream")
}

pub(super) fn upload_video(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Body {
        media_id: String,
        #[serde(default)]
        title: String,
        #[serde(default)]
        description: String,
    }
    let body: Body = call.json()?;
    let video = world
        .medium(&body.media_id, call.now)
        .filter(|media| matches!(media.kind, MediaKind::Video | MediaKind::TemporaryVideo))
        .cloned()
        .ok_or_else(no_such_media)?;
    if body.title.chars().count() > 64 {
        return Err(refuse(code::INVALID_TITLE_SIZE, "invalid title size"));
    }
    let id = world.new_id("Video0");
    world.media.insert(
        id.clone(),
        Media {
            kind: MediaKind::SendableVideo,
            expires_at: Some(later(call.now, THREE_DAYS)),
            created_at: call.now,
            title: body.title,
            introduction: body.description,
            ..video
        },
    );
    Ok(Answer::json(
        &json!({ "type": "video", "media_id": id, "created_at": call.now.as_second() }),
    ))
}
