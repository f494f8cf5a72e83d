//! Uploads: pictures of articles, temporary files for three days, permanent ones for ever ("uploadImage",
//! "uploadTempMedia", "addMaterial").

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::media::THREE_DAYS;
use crate::sandbox::answer::{Answer, Outcome, Refusal, refuse};
use crate::sandbox::call::{Call, Part, unreadable};
use crate::sandbox::files::Files;
use crate::sandbox::form::{self, Upload};
use crate::sandbox::world::{Media, MediaKind, World, later};
use crate::sandbox::{code, read, voice};

const MEGABYTE: usize = 1_048_576;
const LONGEST_VOICE: Duration = Duration::from_mins(1);
/// Pictures in the library.
const PICTURES: usize = 100_000;
/// Recordings in the library, and films.
const OTHERS: usize = 1_000;

/// The rules of a type: formats, the first size in bytes that is too much, and the refusal of it.
type Rules = (&'static [&'static str], usize, (i64, &'static str));

const IMAGE_SIZE: (i64, &str) = (code::INVALID_IMAGE_SIZE, "invalid image size");
const VOICE_SIZE: (i64, &str) = (code::INVALID_VOICE_SIZE, "invalid voice size");
const VIDEO_SIZE: (i64, &str) = (code::INVALID_VIDEO_SIZE, "invalid video size");
const THUMB_SIZE: (i64, &str) = (code::INVALID_MEDIA_SIZE, "invalid media size");

pub(super) fn body_image(world: &mut World, call: &Call, files: &Files) -> Outcome {
    let file = form::file(call, &["jpg", "png"], MEGABYTE, IMAGE_SIZE).map_err(Refusal::in_text)?;
    let (_, media) = keep(world, call, files, &file, MediaKind::Body)?;
    // Seen with and without an errcode, and always as text.
    Ok(Answer::text(
        &json!({ "url": media.url, "errcode": 0, "errmsg": "ok" }),
    ))
}

/// The `type` belongs in the query; one SDK sends it as a field of the form.
fn kind(call: &Call) -> &str {
    match call.query("type") {
        "" => call.part("type").unwrap_or_default(),
        kind => kind,
    }
}

pub(super) fn temporary(world: &mut World, call: &Call, files: &Files) -> Outcome {
    let name = kind(call);
    let (kind, rules): (MediaKind, Rules) = match name {
        "image" => (
            MediaKind::TemporaryImage,
            (&["jpg", "png", "gif"], 10 * MEGABYTE, IMAGE_SIZE),
        ),
        "voice" => (
            MediaKind::TemporaryVoice,
            (&["amr", "mp3"], 2 * MEGABYTE, VOICE_SIZE),
        ),
        "video" => (
            MediaKind::TemporaryVideo,
            (&["mp4"], 10 * MEGABYTE, VIDEO_SIZE),
        ),
        "thumb" => (
            MediaKind::TemporaryThumb,
            (&["jpg"], 64 * 1024 + 1, THUMB_SIZE),
        ),
        _ => return Err(refuse(code::INVALID_MEDIA_TYPE, "invalid media type").hinted()),
    };
    let file = form::file(call, rules.0, rules.1, rules.2)?;
    check_length(&file)?;
    let (id, media) = keep(world, call, files, &file, kind)?;
    let field = if name == "thumb" {
        "thumb_media_id"
    } else {
        "media_id"
    };
    let mut answer =
        json!({ "type": name, "created_at": media.created_at.as_second(), "item": [] });
    answer[field] = json!(id);
    Ok(Answer::json(&answer))
}

pub(super) fn permanent(world: &mut World, call: &Call, files: &Files) -> Outcome {
    let (kind, rules): (MediaKind, Rules) = match kind(call) {
        "image" => (
            MediaKind::Image,
            (&["bmp", "png", "jpg", "gif"], 10 * MEGABYTE, IMAGE_SIZE),
        ),
        "voice" => (
            MediaKind::Voice,
            (&["mp3", "wma", "wav", "amr"], 2 * MEGABYTE, VOICE_SIZE),
        ),
        "video" => (MediaKind::Video, (&["mp4"], 10 * MEGABYTE, VIDEO_SIZE)),
        "thumb" => (MediaKind::Thumb, (&["jpg"], 64 * 1024 + 1, THUMB_SIZE)),
        _ => return Err(refuse(code::INVALID_MEDIA_TYPE, "invalid media type").hinted()),
    };
    let described = if kind == MediaKind::Video {
        Some(description(call)?)
    } else {
        None
    };
    let is_bare = |part: &Part| {
        let name = part.file_name.as_deref().unwrap_or_default();
        part.name == "media" && !name.is_empty() && !name.contains('.')
    };
    if kind == MediaKind::Video && call.form.iter().any(is_bare) {
        return Err(refuse(code::UNSUPPORTED_FILE_TYPE, "unsupported file type").hinted());
    }
    let file = form::file(call, rules.0, rules.1, rules.2)?;
    check_length(&file)?;
    check_room(world, kind)?;
    let (id, media) = keep(world, call, files, &file, kind)?;
    if let (Some(described), Some(media)) = (described, world.media.get_mut(&id)) {
        media.title = described.title;
        media.introduction = described.introduction;
    }
    let mut answer = json!({ "media_id": id, "item": [] });
    if let Some(url) = media.url {
        answer["url"] = json!(url);
    }
    Ok(Answer::json(&answer))
}

/// A recording lasts a minute at most.
fn check_length(file: &Upload<'_>) -> Result<(), Refusal> {
    if voice::length(file.format, file.bytes) > LONGEST_VOICE {
        return Err(refuse(code::VOICE_TOO_LONG, "playtime out of limit").hinted());
    }
    Ok(())
}

/// The library holds so many pictures, and fewer of everything else.
fn check_room(world: &World, kind: MediaKind) -> Result<(), Refusal> {
    let is_picture = |kind| matches!(kind, MediaKind::Image | MediaKind::Thumb);
    let of_kind = |it: MediaKind| it == kind || (is_picture(it) && is_picture(kind));
    let count = world.media.values().filter(|it| of_kind(it.kind)).count();
    if count >= if is_picture(kind) { PICTURES } else { OTHERS } {
        return Err(refuse(code::MATERIAL_LIST_FULL, "material list size out of limit").hinted());
    }
    Ok(())
}

#[derive(Deserialize)]
struct Description {
    title: String,
    introduction: String,
}

/// A video wants its title and introduction as JSON in a field of their own.
fn description(call: &Call) -> Result<Description, Refusal> {
    let text = call.part("description").unwrap_or_default();
    let fields = read::object(text).ok_or_else(unreadable)?;
    call.read(&Value::Object(fields), "description")
}

fn keep(
    world: &mut World,
    call: &Call,
    files: &Files,
    file: &Upload<'_>,
    kind: MediaKind,
) -> Result<(String, Media), Refusal> {
    let temporary = kind.is_temporary();
    let is_picture = matches!(kind, MediaKind::Body | MediaKind::Image | MediaKind::Thumb);
    let id = world.new_id(if temporary { "Tmp0" } else { "Per0" });
    let (folder, mime) = match file.format {
        "png" => ("mmbiz_png", "image/png"),
        "gif" => ("mmbiz_gif", "image/gif"),
        "bmp" => ("mmbiz_bmp", "image/bmp"),
        "jpg" => ("mmbiz_jpg", "image/jpeg"),
        "mp4" => ("mmbiz_mp4", "video/mp4"),
        "amr" => ("mmbiz_voice", "audio/amr"),
        "wav" => ("mmbiz_voice", "audio/wav"),
        "wma" => ("mmbiz_voice", "audio/x-ms-wma"),
        _ => ("mmbiz_voice", "audio/mpeg"),
    };
    let format = if file.format == "jpg" {
        "jpeg"
    } else {
        file.format
    };
    let url = is_picture.then(|| format!("http://mmbiz.qpic.cn/{folder}/{id}/0?wx_fmt={format}"));
    let media = Media {
        kind,
        call: call.path.trim_start_matches("/cgi-bin/").to_owned(),
        sha256: hex::encode(Sha256::digest(file.bytes)),
        mime: mime.to_owned(),
        url,
        expires_at: temporary.then(|| later(call.now, THREE_DAYS)),
        created_at: call.now,
        name: file.name.to_owned(),
        title: String::new(),
        introduction: String::new(),
    };
    files
        .keep(&id, file.bytes)
        .map_err(|_| refuse(code::SYSTEM_BUSY, "system error"))?;
    world.media.insert(id.clone(), media.clone());
    Ok((id, media))
}
