//! A picture is made to fit the call that takes it.
//!
//! A picture that fits is sent as it is; else the format changes, then the quality goes down in steps, then the size. Transparent
//! parts become white in JPEG, the camera's orientation is applied, metadata stays behind. Same bytes in, same bytes out.

use std::collections::HashSet;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::{DynamicImage, Rgb, RgbImage};

use super::decode::{Decoded, decode, is_upright};
use super::{Facts, Format, PictureError, broken, inspect, metadata, shrink};

/// JPEG qualities that are tried, best first.
const QUALITIES: [u8; 7] = [92, 88, 82, 75, 65, 55, 45];
/// A quality is not tried when a sample of the picture says that it would be larger than the limit by this factor. The worst
/// pattern, whose lines return like the sample's strips, misleads it by 1.41.
const SAMPLE_DOUBT: f64 = 1.5;
/// No side is made smaller than this.
const MIN_SIDE: u32 = 16;
/// A cover of 64 KB is never looked at larger than this.
const THUMB_SIDE: u32 = 1280;
/// Twice the pixels across the widest phone. A photograph that has to be encoded for an article is not made wider.
const ARTICLE_WIDTH: u32 = 2160;

/// The use of a picture; decides formats and size.
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

    /// By how much a photograph of this size, as it is seen, is made smaller before all else: no less stays than a phone can show.
    fn shrinks(self, (width, height): (u32, u32)) -> u32 {
        match self {
            Self::Body | Self::Cover => width.div_ceil(ARTICLE_WIDTH),
            Self::Thumb => width.max(height) / THUMB_SIDE,
            Self::Message => 1,
        }
    }

    /// Whether the call takes a picture in its format and size, by what its first bytes say.
    pub fn fits(self, facts: &Facts) -> bool {
        self.takes(facts.format) && facts.bytes <= self.limit()
    }

    fn takes(self, format: Format) -> bool {
        match format {
            Format::Jpeg => true,
            Format::Png => self != Self::Thumb,
            Format::Gif => matches!(self, Self::Cover | Self::Message),
            Format::WebP | Format::Bmp | Format::Tiff | Format::Svg => false,
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
    /// The changes; none when the bytes are the original's.
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
    /// Pixels across the original, as it is seen, and across what it became.
    pub from_width: u32,
    pub to_width: u32,
}

impl Note {
    /// Whether it became narrower than both the original and a phone: small letters are no longer sharp.
    pub fn is_blurred(&self) -> bool {
        self.to_width < self.from_width.min(ARTICLE_WIDTH / 2)
    }
}

/// Makes a picture fit its purpose. A photograph of 12 megapixels that must be encoded takes some tenths of a second of a core, and 3 or 4
/// bytes of memory a pixel meanwhile: how many are made at once is the caller's decision.
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
            let size = (facts.width, facts.width);
            let note = changed.then(|| note(&facts, facts.format, bytes.len(), None, size));
            return Ok(Fitted {
                bytes,
                format: facts.format,
                width: facts.width,
                height: facts.height,
                note,
            });
        }
    }
    // Photographs are made small at once; whether another picture fits as it is, is known when it has been encoded.
    let shrinks = |size| match facts.format {
        Format::Jpeg => purpose.shrinks(size),
        _ => 1,
    };
    let decoded = decode(&bytes, &facts, shrinks)?;
    drop(bytes);
    encode(decoded, &facts, purpose)
}

fn note(
    facts: &Facts,
    to_format: Format,
    to_bytes: usize,
    quality: Option<u8>,
    (from_width, to_width): (u32, u32),
) -> Note {
    Note {
        from_format: facts.format,
        from_bytes: facts.bytes,
        to_format,
        to_bytes: to_bytes as u64,
        quality,
        is_still: facts.is_moving,
        from_width,
        to_width,
    }
}

fn encode(decoded: Decoded, facts: &Facts, purpose: Purpose) -> Result<Fitted, PictureError> {
    let limit = purpose.limit();
    let from = decoded.width;
    let picture = decoded.picture;
    if purpose.takes(Format::Png)
        && facts.format != Format::Jpeg
        && wants_png(&picture, facts.format)
    {
        let bytes = png(&picture)?;
        if bytes.len() as u64 <= limit {
            let size = (from, picture.width());
            let note = Some(note(facts, Format::Png, bytes.len(), None, size));
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
    let shrinks = purpose.shrinks(pixels.dimensions());
    if shrinks > 1 {
        pixels = shrink::squares(&pixels, shrinks);
    }
    if purpose == Purpose::Thumb && pixels.width().max(pixels.height()) > THUMB_SIDE {
        let longest = pixels.width().max(pixels.height());
        pixels = shrink::scaled(&pixels, f64::from(THUMB_SIDE) / f64::from(longest));
    }
    loop {
        if let Some((bytes, quality)) = best_jpeg(&pixels, limit)? {
            let size = (from, pixels.width());
            let note = Some(note(facts, Format::Jpeg, bytes.len(), Some(quality), size));
            return Ok(Fitted {
                bytes,
                format: Format::Jpeg,
                width: pixels.width(),
                height: pixels.height(),
                note,
            });
        }
        if pixels.width().max(pixels.height()) <= MIN_SIDE {
            return Err(PictureError::CannotFit { limit });
        }
        pixels = shrink::scaled(&pixels, 0.8);
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

/// These pixels at the best quality that fits, if one does. A sample tells which qualities are not worth the work.
fn best_jpeg(pixels: &RgbImage, limit: u64) -> Result<Option<(Vec<u8>, u8)>, PictureError> {
    let sample = sample(pixels);
    let times = f64::from(pixels.height()) / f64::from(sample.height());
    for quality in QUALITIES {
        if jpeg(&sample, quality)?.len() as f64 * times > limit as f64 * SAMPLE_DOUBT {
            continue;
        }
        let bytes = jpeg(pixels, quality)?;
        if bytes.len() as u64 <= limit {
            return Ok(Some((bytes, quality)));
        }
    }
    Ok(None)
}

/// A strip of eight rows, as high as JPEG's blocks, out of so many; no less than sixteen where there are as many. Which one
/// of them moves on from time to time, so that a pattern does not hide between.
fn sample(pixels: &RgbImage) -> RgbImage {
    let row = pixels.width() as usize * 3;
    let strips: Vec<_> = pixels.as_raw().chunks(row * 8).collect();
    let step = (strips.len() / 16).clamp(1, 8);
    let chosen = strips.chunks(step).enumerate();
    let rows: Vec<u8> = chosen
        .filter_map(|(number, some)| some.get(number % step))
        .flat_map(|strip| strip.iter().copied())
        .collect();
    let height = (rows.len() / row) as u32;
    RgbImage::from_raw(pixels.width(), height, rows).unwrap_or_else(|| pixels.clone())
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Every quality is tried on the whole, best first.
    fn exhaustive(pixels: &RgbImage, limit: u64) -> Option<(Vec<u8>, u8)> {
        QUALITIES.iter().find_map(|quality| {
            let bytes = jpeg(pixels, *quality).expect("a JPEG");
            (bytes.len() as u64 <= limit).then_some((bytes, *quality))
        })
    }

    #[test]
    fn the_sample_changes_nothing_but_the_work() {
        let mut state = 7_u32;
        let mut grain = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        let plain = |x: u32, y: u32| Rgb([(x / 2) as u8, (y / 5) as u8, 90]);
        let size = (96, 1100);
        let pictures = [
            RgbImage::from_fn(size.0, size.1, |_, _| Rgb([grain(), grain(), grain()])),
            // All that takes room is in the upper third, or in lines that return like the strips of the sample.
            RgbImage::from_fn(size.0, size.1, |x, y| {
                if y < 360 {
                    Rgb([grain(); 3])
                } else {
                    plain(x, y)
                }
            }),
            RgbImage::from_fn(size.0, size.1, |x, y| {
                if y % 64 < 8 {
                    Rgb([grain(); 3])
                } else {
                    plain(x, y)
                }
            }),
            RgbImage::from_fn(90, 70, |x, y| {
                if y < 9 {
                    Rgb([grain(); 3])
                } else {
                    plain(x, y)
                }
            }),
        ];
        for (number, pixels) in pictures.iter().enumerate() {
            let largest = jpeg(pixels, QUALITIES[0]).expect("a JPEG").len() as u64;
            for hundredths in [45, 80, 100] {
                let limit = largest * hundredths / 100;
                let found = best_jpeg(pixels, limit).expect("pixels");
                assert!(
                    found == exhaustive(pixels, limit),
                    "picture {number}, {hundredths} %"
                );
            }
        }
    }
}
