//! Uploads as WeChat reads them: a part called `media` with a file name that has an extension, and bytes that are what
//! the name says (`wechat-api.md` 2.5).

use std::io::Cursor;

use futures_util::stream;

use super::answer::{Refusal, refuse};
use super::call::{Call, Part};
use super::code;

/// A picture of 18,000 pixels a side was refused; no page states the border.
const LONGEST_SIDE: u32 = 15_000;

/// The parts of a body; none when it is no form.
pub(super) async fn parts(content_type: &str, body: &[u8]) -> Vec<Part> {
    let Ok(boundary) = multer::parse_boundary(content_type) else {
        return Vec::new();
    };
    let body = body.to_vec();
    let whole = stream::once(async move { Ok::<_, std::io::Error>(bytes::Bytes::from(body)) });
    let mut form = multer::Multipart::new(whole, boundary);
    let mut parts = Vec::new();
    while let Ok(Some(field)) = form.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let Ok(bytes) = field.bytes().await else {
            break;
        };
        parts.push(Part {
            name,
            file_name,
            bytes: bytes.to_vec(),
        });
    }
    parts
}

/// An uploaded file that was looked at.
#[derive(Debug)]
pub(super) struct Upload<'a> {
    pub(super) name: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) format: &'static str,
}

/// The file of an upload, of one of these formats and no larger than `limit`; `too_large` is the code for more.
pub(super) fn file<'a>(
    call: &'a Call,
    formats: &[&str],
    limit: usize,
    too_large: (i64, &str),
) -> Result<Upload<'a>, Refusal> {
    let missing = || refuse(code::MEDIA_DATA_MISSING, "media data missing").hinted();
    let part = call
        .form
        .iter()
        .find(|part| part.name == "media")
        .ok_or_else(missing)?;
    let name = part
        .file_name
        .as_deref()
        .filter(|name| !name.is_empty())
        .ok_or_else(missing)?;
    if part.bytes.is_empty() {
        return Err(missing());
    }
    let invalid = || refuse(code::INVALID_FILE_TYPE, "invalid file type").hinted();
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase())
        .ok_or_else(invalid)?;
    let format = format_of(&part.bytes).ok_or_else(invalid)?;
    if !formats.contains(&format) || !formats.contains(&canonical(&extension)) {
        return Err(invalid());
    }
    if part.bytes.len() >= limit {
        return Err(refuse(too_large.0, too_large.1).hinted());
    }
    if ["jpg", "png", "gif", "bmp"].contains(&format) && !is_picture(&part.bytes) {
        return Err(refuse(code::INVALID_IMAGE_FORMAT, "invalid image format").hinted());
    }
    Ok(Upload {
        name,
        bytes: &part.bytes,
        format,
    })
}

/// A picture that has a size, and one that WeChat can work with.
fn is_picture(bytes: &[u8]) -> bool {
    let reader = image::ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let size = reader.ok().and_then(|it| it.into_dimensions().ok());
    size.is_some_and(|(width, height)| width.max(height) < LONGEST_SIDE)
}

fn canonical(extension: &str) -> &str {
    if extension == "jpeg" {
        "jpg"
    } else {
        extension
    }
}

/// The format by its first bytes.
fn format_of(bytes: &[u8]) -> Option<&'static str> {
    let starts: [(&[u8], &'static str); 11] = [
        (b"\xff\xd8\xff", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"GIF8", "gif"),
        (b"BM", "bmp"),
        (b"#!AMR", "amr"),
        (b"ID3", "mp3"),
        (b"\xff\xfb", "mp3"),
        (b"\xff\xf3", "mp3"),
        (b"\xff\xf2", "mp3"),
        (b"RIFF", "wav"),
        (b"\x30\x26\xb2\x75", "wma"),
    ];
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("mp4");
    }
    starts
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, format)| *format)
}
