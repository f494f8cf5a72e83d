//! Pictures: what they are, and made to fit what WeChat takes.
//!
//! A picture is known by its bytes, never by its name. Declared sizes are bounded before anything is decoded, so that a
//! small file that claims to be vast costs nothing. `fit` is deterministic and never touches the original.

mod address;
mod decode;
mod fit;
mod metadata;
mod shrink;
mod svg;
mod whole;

use std::fmt;
use std::io::Cursor;

use image::{ImageError, ImageFormat, ImageReader};

pub use address::{MAX_IN_ADDRESS, data_address, from_data_address, is_data_address};
pub use fit::{Fitted, Note, Purpose, fit};
pub use svg::THREAD;

/// The longest side that is looked at, in pixels. WeChat refuses a PNG of 18 000 ("uploadImage", 40137).
pub const MAX_SIDE: u32 = 16_384;
/// The most pixels that are decoded.
pub const MAX_PIXELS: u64 = 50_000_000;

/// So many times as high as wide, a picture is a long screenshot.
const LONG: u64 = 4;

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Jpeg,
    Png,
    Gif,
    WebP,
    Bmp,
    Tiff,
    Svg,
}

impl Format {
    /// The ending of a file name, without the dot; WeChat refuses names without one (40005).
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::WebP => "webp",
            Self::Bmp => "bmp",
            Self::Tiff => "tiff",
            Self::Svg => "svg",
        }
    }

    /// The media type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Bmp => "image/bmp",
            Self::Tiff => "image/tiff",
            Self::Svg => "image/svg+xml",
        }
    }

    fn of(format: ImageFormat) -> Option<Self> {
        Some(match format {
            ImageFormat::Jpeg => Self::Jpeg,
            ImageFormat::Png => Self::Png,
            ImageFormat::Gif => Self::Gif,
            ImageFormat::WebP => Self::WebP,
            ImageFormat::Bmp => Self::Bmp,
            ImageFormat::Tiff => Self::Tiff,
            _ => return None,
        })
    }

    /// The format's name in `image`, where that reads it.
    fn codec(self) -> Option<ImageFormat> {
        Some(match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::Gif => ImageFormat::Gif,
            Self::WebP => ImageFormat::WebP,
            Self::Bmp => ImageFormat::Bmp,
            Self::Tiff => ImageFormat::Tiff,
            Self::Svg => return None,
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::WebP => "WebP",
            Self::Bmp => "BMP",
            Self::Tiff => "TIFF",
            Self::Svg => "SVG",
        })
    }
}

/// The format by a picture's first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    pub format: Format,
    /// Pixels as stored, before any orientation is applied; of an SVG, as it will be drawn.
    pub width: u32,
    pub height: u32,
    /// Length of the file.
    pub bytes: u64,
    /// Whether it is several pictures, one after the other.
    pub is_moving: bool,
}

impl Facts {
    /// Whether a picture of an article would lose what it is for by being made to fit "media/uploadimg" (JPEG and PNG below 1 MiB): a GIF
    /// its movement, a long screenshot its sharpness. Such ones go by "material/add_material", which takes 10 MB as they are and
    /// answers an address that articles may show (`wechat-api.md` 2.3).
    pub fn goes_whole(&self) -> bool {
        let is_long = u64::from(self.height) >= LONG * u64::from(self.width);
        self.bytes <= Purpose::Message.limit()
            && match self.format {
                Format::Gif => self.is_moving,
                Format::Jpeg | Format::Png => is_long && self.bytes > Purpose::Body.limit(),
                _ => false,
            }
    }

    /// Whether its first picture is all that an article gets of one that moves.
    pub fn stands_still(&self) -> bool {
        self.is_moving && !self.goes_whole()
    }
}

/// The costliest part, or the last one, of a drawing that asks for too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heavy {
    /// Elements that are repeated, and letters.
    Elements,
    /// Lines, dashes and outlines of paths.
    Paths,
    /// Layers that are blended, masked or clipped.
    Layers,
    Filters,
    Patterns,
    Gradients,
    /// Pictures inside the drawing.
    Pictures,
    /// It took too long, though it should not have.
    Time,
}

/// Why a picture cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error("this is not a picture")]
    NotAPicture,
    #[error("{format} pictures are not supported; save it as PNG or JPEG")]
    Unsupported { format: String },
    #[error(
        "{width} × {height} pixels are too many: at most {MAX_SIDE} a side and {MAX_PIXELS} in all"
    )]
    TooManyPixels { width: u32, height: u32 },
    #[error("the picture is broken: {0}")]
    Broken(String),
    #[error("it is larger than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("the file ends early")]
    EndsEarly,
    #[error("the GIF has more than {limit} pictures")]
    TooManyFrames { limit: u32 },
    #[error("the SVG asks for `{asked}`, and nothing outside the file is read")]
    Outside { asked: String },
    #[error("the SVG has HTML in it (foreignObject), which would not be drawn")]
    ForeignObject,
    #[error("the SVG has text, and no font of this machine can write it: {letters}")]
    NoFont { letters: String },
    #[error("the SVG asks for more work than a picture is worth: {on:?}")]
    TooMuchWork { on: Heavy },
    #[error("the picture cannot be made smaller than {limit} bytes")]
    CannotFit { limit: u64 },
}

/// Looks at a picture: format by its magic bytes, its size, which is bounded, and whether the file is all there. Photographs are not
/// decoded for it; drawings are read and not drawn.
///
/// # Errors
///
/// When the bytes are no picture, of a format that is not read, broken, cut off, or larger than `MAX_SIDE` or `MAX_PIXELS`; and when a
/// drawing would take too much work.
pub fn inspect(bytes: &[u8]) -> Result<Facts, PictureError> {
    let format = recognise(bytes)?;
    let (width, height) = match format.codec() {
        Some(codec) => ImageReader::with_format(Cursor::new(bytes), codec)
            .into_dimensions()
            .map_err(|error| broken(&error))?,
        None => svg::size(bytes)?,
    };
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooManyPixels { width, height });
    }
    if width == 0 || height == 0 {
        return Err(PictureError::Broken("it has no pixels".to_owned()));
    }
    let is_moving = whole::check(bytes, format)? > 1;
    Ok(Facts {
        format,
        width,
        height,
        bytes: bytes.len() as u64,
        is_moving,
    })
}

/// Width and height in pixels as the picture is seen, turned as its file says.
///
/// # Errors
///
/// As [`inspect`].
pub fn seen_size(bytes: &[u8]) -> Result<(u32, u32), PictureError> {
    let Facts {
        format,
        width,
        height,
        ..
    } = inspect(bytes)?;
    Ok(if decode::is_on_its_side(bytes, format)? {
        (height, width)
    } else {
        (width, height)
    })
}

fn recognise(bytes: &[u8]) -> Result<Format, PictureError> {
    if let Ok(format) = image::guess_format(bytes)
        && let Some(known) = Format::of(format)
    {
        return Ok(known);
    }
    if svg::is_svg(bytes) {
        return Ok(Format::Svg);
    }
    foreign(bytes).map_or(Err(PictureError::NotAPicture), |format| {
        Err(PictureError::Unsupported {
            format: format.to_owned(),
        })
    })
}

/// Formats that are recognised in order to be named.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    if bytes.get(4..8) == Some(b"ftyp") {
        return box_format(bytes);
    }
    match bytes {
        [0, 0, 1, 0, ..] => Some("ICO"),
        [b'8', b'B', b'P', b'S', ..] => Some("PSD"),
        [0xff, 0x0a, ..] => Some("JPEG XL"),
        [0x1f, 0x8b, ..] => Some("SVGZ"),
        _ => image::guess_format(bytes)
            .ok()
            .and_then(|format| format.extensions_str().first().copied()),
    }
}

/// The format that the first box of an ISO container declares: AVIF and HEIC share their general brands (`mif1`), so all
/// brands are looked at.
fn box_format(bytes: &[u8]) -> Option<&'static str> {
    let &[a, b, c, d] = bytes.get(..4)? else {
        return None;
    };
    let end = u32::from_be_bytes([a, b, c, d]).clamp(12, 512) as usize;
    let brands = bytes.get(8..end.min(bytes.len()))?;
    let has = |wanted: &[&[u8]]| brands.chunks_exact(4).any(|brand| wanted.contains(&brand));
    if has(&[b"avif", b"avis"]) {
        Some("AVIF")
    } else if has(&[b"heic", b"heix", b"hevc", b"mif1", b"msf1"]) {
        Some("HEIC")
    } else {
        None
    }
}

fn broken(error: &ImageError) -> PictureError {
    PictureError::Broken(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_decide_not_names() {
        assert_eq!(inspect(b"hello").unwrap_err(), PictureError::NotAPicture);
        assert_eq!(inspect(b"").unwrap_err(), PictureError::NotAPicture);
        for (bytes, format) in [
            (&b"\0\0\0\x1cftypheic\0\0"[..], "HEIC"),
            (b"\0\0\0\x1cftypmif1\0\0\0\0mif1heic", "HEIC"),
            (b"\0\0\0\x1cftypavif\0\0\0\0mif1miaf", "AVIF"),
            (b"\0\0\0\x1cftypmif1\0\0\0\0avifmiaf", "AVIF"),
            (b"\0\0\0\x18ftypavis", "AVIF"),
        ] {
            assert_eq!(
                inspect(bytes).unwrap_err(),
                PictureError::Unsupported {
                    format: format.to_owned()
                }
            );
        }
        for bytes in [
            &b"<!doctype html><html><body><svg width='9'/></body></html>"[..],
            b"<?xml version='1.0'?><rss/>",
        ] {
            assert_eq!(inspect(bytes).unwrap_err(), PictureError::NotAPicture);
        }
        assert!(matches!(
            inspect(b"\x89PNG\r\n\x1a\n").unwrap_err(),
            PictureError::Broken(_)
        ));
    }

    #[test]
    fn a_header_that_claims_too_much_is_refused() {
        let mut bytes = b"BM".to_vec();
        bytes.extend([0; 8]);
        bytes.extend(54_u32.to_le_bytes());
        bytes.extend(40_u32.to_le_bytes());
        bytes.extend(60_000_i32.to_le_bytes());
        bytes.extend(60_000_i32.to_le_bytes());
        bytes.extend([1, 0, 24, 0]);
        bytes.extend([0; 24]);
        assert_eq!(
            inspect(&bytes).unwrap_err(),
            PictureError::TooManyPixels {
                width: 60_000,
                height: 60_000
            }
        );
    }
}
