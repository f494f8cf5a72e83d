//! Pictures, voices, videos and thumbs: temporary ones for three days, permanent ones for ever ("uploadImage",
//! "uploadTempMedia", "addMaterial").

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::super::answer::{Answer, Call, refuse};
use super::super::form::{self, Upload};
use super::super::server::Shared;
use super::super::world::{Media, MediaKind, World, hex};
use super::Outcome;
use crate::wechat::errcode as code;

const MEGABYTE: usize = 1_048_576;
const THREE_DAYS: SignedDuration = SignedDuration::from_hours(72);

/// What a type takes: formats, bytes, and the refusal for more.
type Rules = (&'static [&'static str], usize, (i64, &'static str));

pub(super) fn upload_image(world: &mut World, call: &Call, shared: &Shared) -> Outcome {
    let too_large = (code::INVALID_IMAGE_SIZE, "invalid image size");
    let file = form::file(call, &["jpg", "png"], MEGABYTE, too_large)?;
    let (_, media) = keep(world, call, shared, &file, MediaKind::Body);
    // Seen with and without an errcode, and always as text.
    Ok(Answer::text(
        &json!({ "url": media.url, "errcode": 0, "errmsg": "ok" }),
    ))
}

pub(super) fn upload_temporary(world: &mut World, call: &Call, shared: &Shared) -> Outcome {
    let name = call.query("type");
    let (kind, rules): (MediaKind, Rules) = match name {
        "image" => (
            MediaKind::TemporaryImage,
            (
                &["jpg", "png", "gif"],
                10 * MEGABYTE,
                (code::INVALID_IMAGE_SIZE, "invalid image size"),
            ),
        ),
        "voice" => (
            MediaKind::TemporaryVoice,
            (
                &["amr", "mp3"],
                2 * MEGABYTE,
                (code::INVALID_VOICE_SIZE, "invalid voice size"),
            ),
        ),
        "video" => (
            MediaKind::TemporaryVideo,
            (
                &["mp4"],
                10 * MEGABYTE,
                (code::INVALID_VIDEO_SIZE, "invalid video size"),
            ),
        ),
        "thumb" => (
            MediaKind::TemporaryThumb,
            (
                &["jpg"],
                64 * 1024 + 1,
                (code::INVALID_MEDIA_SIZE, "invalid media size"),
            ),
        ),
        _ => return Err(refuse(code::INVALID_MEDIA_TYPE, "invalid media type").hinted()),
    };
    let file = form::file(call, rules.0, rules.1, rules.2)?;
    let (id, media) = keep(world, call, shared, &file, kind);
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

pub(super) fn add_material(world: &mut World, call: &Call, shared: &Shared) -> Outcome {
    let (kind, rules): (MediaKind, Rules) = match call.query("type") {
        "image" => (
            MediaKind::Image,
            (
                &["bmp", "png", "jpg", "gif"],
                10 * MEGABYTE,
                (code::INVALID_IMAGE_SIZE, "invalid image size"),
            ),
        ),
        "voice" => (
            MediaKind::Voice,
            (
                &["mp3", "wma", "wav", "amr"],
                2 * MEGABYTE,
                (code::INVALID_VOICE_SIZE, "invalid voice size"),
            ),
        ),
        "video" => (
            MediaKind::Video,
            (
                &["mp4"],
                10 * MEGABYTE,
                (code::INVALID_VIDEO_SIZE, "invalid video size"),
            ),
        ),
        "thumb" => (
            MediaKind::Thumb,
            (
                &["jpg"],
                64 * 1024 + 1,
                (code::INVALID_MEDIA_SIZE, "invalid media size"),
            ),
        ),
        _ => return Err(refuse(code::INVALID_MEDIA_TYPE, "invalid media type").hinted()),
    };
    if kind == MediaKind::Video {
        describe(call)?;
    }
    let file = form::file(call, rules.0, rules.1, rules.2)?;
    let (id, media) = keep(world, call, shared, &file, kind);
    let mut answer = json!({ "media_id": id, "item": [] });
    if let Some(url) = media.url {
        answer["url"] = json!(url);
    }
    Ok(Answer::json(&answer))
}

/// A video wants its title and introduction as JSON in a field of their own.
fn describe(call: &Call) -> Result<(), super::Refusal> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read for its shape")]
    struct Description {
        title: String,
        introduction: String,
    }
    let part = call.form.iter().find(|part| part.name == "description");
    let read = part.and_then(|part| serde_json::from_slice::<Description>(&part.bytes).ok());
    read.map(drop)
        .ok_or_else(|| refuse(code::DATA_FORMAT, "data format error"))
}

pub(super) fn upload_video(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        media_id: String,
        #[serde(default)]
        title: String,
        #[serde(default)]
        #[expect(dead_code, reason = "read for its shape")]
        description: String,
    }
    let body: Body = call.json()?;
    let video = world
        .medium(&body.media_id, call.now)
        .filter(|media| matches!(media.kind, MediaKind::Video | MediaKind::TemporaryVideo))
        .cloned()
        .ok_or_else(|| refuse(code::INVALID_MEDIA_ID, "invalid media_id").hinted())?;
    if body.title.chars().count() > 64 {
        return Err(refuse(code::INVALID_TITLE_SIZE, "invalid title size"));
    }
    let id = world.new_id("Video0");
    let expires_at = Some(later(call.now));
    world.media.insert(
        id.clone(),
        Media {
            kind: MediaKind::SendableVideo,
            expires_at,
            created_at: call.now,
            ..video
        },
    );
    Ok(Answer::json(
        &json!({ "type": "video", "media_id": id, "created_at": call.now.as_second() }),
    ))
}

pub(super) fn delete_material(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        media_id: String,
    }
    let id = call.json::<Body>()?.media_id;
    let permanent = world
        .media
        .get(&id)
        .is_some_and(|media| media.expires_at.is_none() && media.kind != MediaKind::Body);
    if !permanent {
        return Err(refuse(code::INVALID_MEDIA_ID, "invalid media_id").hinted());
    }
    world.media.remove(&id);
    Ok(Answer::ok())
}

pub(super) fn count(world: &World) -> Answer {
    let count = |kind: MediaKind| {
        world
            .media
            .values()
            .filter(|media| media.kind == kind)
            .count()
    };
    Answer::json(&json!({
        "voice_count": count(MediaKind::Voice),
        "video_count": count(MediaKind::Video),
        "image_count": count(MediaKind::Image) + count(MediaKind::Thumb),
        "news_count": world.drafts.values().filter(|draft| draft.call == "material/add_news").count(),
    }))
}

pub(super) fn list(world: &World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        r#type: String,
        offset: usize,
        count: usize,
    }
    let body: Body = call.json()?;
    let kind = match body.r#type.as_str() {
        "image" => MediaKind::Image,
        "voice" => MediaKind::Voice,
        "video" => MediaKind::Video,
        _ => return Err(refuse(code::INVALID_MEDIA_TYPE, "invalid media type")),
    };
    if !(1..=20).contains(&body.count) {
        return Err(refuse(code::INVALID_ARGS, "invalid args"));
    }
    let all: Vec<_> = world
        .media
        .iter()
        .filter(|(_, media)| media.kind == kind)
        .collect();
    let item = |(id, media): &(&String, &Media)| json!({ "media_id": id, "name": id, "update_time": media.created_at.as_second(), "url": media.url });
    let items: Vec<_> = all
        .iter()
        .skip(body.offset)
        .take(body.count)
        .map(item)
        .collect();
    Ok(Answer::json(
        &json!({ "total_count": all.len(), "item_count": items.len(), "item": items }),
    ))
}

fn keep(
    world: &mut World,
    call: &Call,
    shared: &Shared,
    file: &Upload<'_>,
    kind: MediaKind,
) -> (String, Media) {
    let temporary = matches!(
        kind,
        MediaKind::TemporaryImage
            | MediaKind::TemporaryVoice
            | MediaKind::TemporaryVideo
            | MediaKind::TemporaryThumb
    );
    let is_picture = matches!(kind, MediaKind::Body | MediaKind::Image | MediaKind::Thumb);
    let id = world.new_id(if temporary { "Tmp0" } else { "Per0" });
    let (folder, mime) = match file.format {
        "png" => ("mmbiz_png", "image/png"),
        "gif" => ("mmbiz_gif", "image/gif"),
        "bmp" => ("mmbiz_bmp", "image/bmp"),
        "jpg" => ("mmbiz_jpg", "image/jpeg"),
        "mp4" => ("mmbiz_mp4", "video/mp4"),
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
        sha256: hex(&Sha256::digest(file.bytes)),
        mime: mime.to_owned(),
        url,
        expires_at: temporary.then(|| later(call.now)),
        created_at: call.now,
    };
    shared.keep_file(&id, file.bytes);
    world.media.insert(id.clone(), media.clone());
    (id, media)
}

fn later(now: Timestamp) -> Timestamp {
    now.checked_add(THREE_DAYS).unwrap_or(Timestamp::MAX)
}
