//! A picture is made to fit the call that takes it.
//!
//! What fits is sent as it is; else the format changes, then the quality goes down in steps, then the size. Transparent
//! parts become white in JPEG, the camera's orientation is applied, metadata stays behind. Same bytes in, same bytes out.

use std::collections::HashSet;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::{DynamicImage, Rgb, RgbImage};

use super::decode::{decode, is_upright};
use super::{Facts, Format, PictureError, broken, inspect, metadata};

/// JPEG qualities that are tried, best first.
const QUALITIES: [u8; 7] = [92, 88, 82, 75, 65, 55, 45];
/// No side is made smaller than this.
const MIN_SIDE: u32 = 16;
/// A cover of 64 KB is never looked at larger than this.
const THUMB_SIDE: u32 = 1280;

/// What a picture is for; decides formats and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Inside an article: JPEG or PNG below 1 MiB ("media/uploadimg").
    Body,
    /// Cover of a draft: JPEG, PNG or GIF up to 2 MiB ("material/add_material"; the page says 10 MB and 2 MB).
    Cover,
    /// Cover for "media/uploadnews": JPEG up to 64 KiB ("media/upload", type thumb).
    Thumb,
    /// Sent by itself: JPEG, PNG or GIF up to 10 MiB ("material/add_material").
    Message,
}

impl Purpose {
    /// The most bytes the call takes.
    pub fn limit(self) -> u64 {
        match self {
            Self::Body => 1_048_575,
            Self::Cover => 2 * 1_048_576,
            Self::Thumb => 65_536,
            Self::Message => 10 * 1_048_576,
        }
    }

    fn takes(self, format: Format) -> bool {
        match format {
            Format::Jpeg => true,
            Format::Png => self != Self::Thumb,
            Format::Gif => matches!(self, Self::Cover | Self::Message),
            Format::WebP | Format::Bmp | Format::Tiff | Format::Avif | Format::Svg => false,
        }
    }
}

/// A picture as it can be uploaded.
#[derive(Debug, Clone)]
pub struct Fitted {
    pub bytes: Vec<u8>,
    pub format: Format,
    pub width: u32,
    pub height: u32,
    /// What was done; none when the bytes are the original's.
    pub note: Option<Note>,
}

/// From what to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    pub from_format: Format,
    pub from_bytes: u64,
    pub to_format: Format,
    pub to_bytes: u64,
    /// JPEG quality of 100; none when no JPEG was encoded.
    pub quality: Option<u8>,
    /// The original moves, and this is its first picture.
    pub is_still: bool,
}

/// Makes a picture fit its purpose; takes some 100 ms for a photograph that must be encoded anew.
///
/// # Errors
///
/// As `inspect`; and when the pixels are broken or cannot be made small enough.
pub fn fit(bytes: Vec<u8>, purpose: Purpose) -> Result<Fitted, PictureError> {
    let facts = inspect(&bytes)?;
    if purpose.takes(facts.format)
        && is_upright(&bytes, facts.format)?
        && !(facts.format == Format::Jpeg && metadata::is_for_print(&bytes))
    {
        let stripped = metadata::without(&bytes, facts.format);
        if stripped.as_ref().unwrap_or(&bytes).len() as u64 <= purpose.limit() {
            let changed = stripped.is_some();
            let bytes = stripped.unwrap_or(bytes);
            let note = changed.then(|| note(&facts, facts.format, bytes.len(), None));
            return Ok(Fitted {
                bytes,
                format: facts.format,
                width: facts.width,
                height: facts.height,
                note,
            });
        }
    }
    let (picture, is_moving) = decode(&bytes, &facts)?;
    drop(bytes);
    let mut fitted = encode(picture, &facts, purpose)?;
    if let Some(note) = &mut fitted.note {
        note.is_still = is_moving;
    }
    Ok(fitted)
}

fn note(facts: &Facts, to_format: Format, to_bytes: usize, quality: Option<u8>) -> Note {
    Note {
        from_format: facts.format,
        from_bytes: facts.bytes,
        to_format,
        to_bytes: to_bytes as u64,
        quality,
        is_still: false,
    }
}

fn encode(picture: DynamicImage, facts: &Facts, purpose: Purpose) -> Result<Fitted, PictureError> {
    let limit = purpose.limit();
    if purpose.takes(Format::Png)
        && facts.format != Format::Jpeg
        && wants_png(&picture, facts.format)
    {
        let bytes = png(&picture)?;
        if bytes.len() as u64 <= limit {
            let note = Some(note(facts, Format::Png, bytes.len(), None));
            return Ok(Fitted {
                bytes,
                format: Format::Png,
                width: picture.width(),
                height: picture.height(),
                note,
            });
        }
    }
    let mut pixels = on_white(picture);
    if purpose == Purpose::Thumb && pixels.width().max(pixels.height()) > THUMB_SIDE {
        pixels = scaled(
            &pixels,
            f64::from(THUMB_SIDE) / f64::from(pixels.width().max(pixels.height())),
        );
    }
    loop {
        // The lowest quality tells at once whether this size can do.
        if jpeg(&pixels, QUALITIES[QUALITIES.len() - 1])?.len() as u64 <= limit {
            for quality in QUALITIES {
                let bytes = jpeg(&pixels, quality)?;
                if bytes.len() as u64 <= limit {
                    let note = Some(note(facts, Format::Jpeg, bytes.len(), Some(quality)));
                    return Ok(Fitted {
                        bytes,
                        format: Format::Jpeg,
                        width: pixels.width(),
                        height: pixels.height(),
                        note,
                    });
                }
            }
        }
        if pixels.width().max(pixels.height()) <= MIN_SIDE {
            return Err(PictureError::CannotFit { limit });
        }
        pixels = scaled(&pixels, 0.8);
    }
}

/// Drawings and transparent pictures stay sharp as PNG; photographs become JPEG.
fn wants_png(picture: &DynamicImage, from: Format) -> bool {
    if matches!(from, Format::Png | Format::Gif | Format::Svg) {
        return true;
    }
    let pixels = picture.to_rgba8();
    let mut colours = HashSet::new();
    for pixel in pixels.pixels() {
        if pixel.0[3] < 255 {
            return true;
        }
        if colours.len() <= 256 {
            colours.insert(pixel.0);
        }
    }
    colours.len() <= 256
}

fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let pixels = picture.into_rgba8();
    RgbImage::from_fn(pixels.width(), pixels.height(), |x, y| {
        let [red, green, blue, alpha] = pixels.get_pixel(x, y).0;
        let over = |colour: u8| {
            let (colour, alpha) = (u32::from(colour), u32::from(alpha));
            ((colour * alpha + 255 * (255 - alpha) + 127) / 255) as u8
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

fn scaled(pixels: &RgbImage, factor: f64) -> RgbImage {
    let side = |pixels: u32| ((f64::from(pixels) * factor).round() as u32).max(1);
    image::imageops::resize(
        pixels,
        side(pixels.width()),
        side(pixels.height()),
        FilterType::Triangle,
    )
}

fn jpeg(pixels: &RgbImage, quality: u8) -> Result<Vec<u8>, PictureError> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, quality)
        .encode_image(pixels)
        .map_err(|error| broken(&error))?;
    Ok(out)
}

fn png(picture: &DynamicImage) -> Result<Vec<u8>, PictureError> {
    let mut out = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut out, CompressionType::Default, PngFilter::Adaptive);
    let written = if picture.color().has_alpha() {
        picture.to_rgba8().write_with_encoder(encoder)
    } else {
        picture.to_rgb8().write_with_encoder(encoder)
    };
    written.map_err(|error| broken(&error))?;
    Ok(out)
}
