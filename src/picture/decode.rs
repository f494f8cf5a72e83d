//! A file becomes pixels: upright, in the colours of a screen.
//!
//! Of a picture that moves the first one is taken. A colour profile (Display P3 of a telephone, Adobe RGB of a camera) is
//! applied and not kept, so that a reader who knows no profiles sees the same colours.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{AnimationDecoder, DynamicImage, ImageDecoder, ImageReader};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::{Facts, Format, PictureError, svg};

/// Memory for one decoded picture.
const MAX_MEMORY: u64 = 512 * 1024 * 1024;

/// A picture as it was in its file.
pub(super) struct Decoded {
    pub(super) picture: DynamicImage,
    /// What its colours mean, where it says so.
    pub(super) profile: Option<ColorProfile>,
    /// Whether it is the first of several.
    pub(super) is_moving: bool,
}

/// Whether the pixels lie in the file as they are to be seen.
pub(super) fn is_upright(bytes: &[u8], format: Format) -> Result<bool, PictureError> {
    Ok(orientation(bytes, format)? == Orientation::NoTransforms)
}

/// Whether width and height change places when the picture is seen.
pub(super) fn is_on_its_side(bytes: &[u8], format: Format) -> Result<bool, PictureError> {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    match format {
        Format::Svg => Ok(false),
        format => orientation(bytes, format)
            .map(|it| matches!(it, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)),
    }
}

fn orientation(bytes: &[u8], format: Format) -> Result<Orientation, PictureError> {
    let mut reader = reader(bytes, format)?;
    Ok(reader.orientation().unwrap_or(Orientation::NoTransforms))
}

/// The pixels and whether they are the first of a moving picture.
pub(super) fn decode(bytes: &[u8], facts: &Facts) -> Result<(DynamicImage, bool), PictureError> {
    let decoded = match facts.format {
        Format::Svg => Decoded {
            picture: svg::draw(bytes)?,
            profile: None,
            is_moving: false,
        },
        format => raster(bytes, format)?,
    };
    let picture = match decoded.profile {
        Some(profile) => on_a_screen(decoded.picture, &profile),
        None => decoded.picture,
    };
    Ok((picture, decoded.is_moving))
}

fn raster(bytes: &[u8], format: Format) -> Result<Decoded, PictureError> {
    let mut reader = reader(bytes, format)?;
    let turned = reader.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = reader.icc_profile().ok().flatten();
    let profile = profile.and_then(|profile| ColorProfile::new_from_slice(&profile).ok());
    let mut picture = DynamicImage::from_decoder(reader).map_err(|error| broken(&error))?;
    picture.apply_orientation(turned);
    Ok(Decoded {
        picture,
        profile,
        is_moving: is_moving(bytes, format),
    })
}

fn reader(bytes: &[u8], format: Format) -> Result<impl ImageDecoder + '_, PictureError> {
    let codec = format.codec().ok_or(PictureError::NotAPicture)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), codec);
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    reader.into_decoder().map_err(|error| broken(&error))
}

fn is_moving(bytes: &[u8], format: Format) -> bool {
    let bytes = Cursor::new(bytes);
    match format {
        Format::Gif => GifDecoder::new(bytes).is_ok_and(|it| it.into_frames().nth(1).is_some()),
        Format::Png => PngDecoder::new(bytes).is_ok_and(|it| it.is_apng().unwrap_or(false)),
        Format::WebP => WebPDecoder::new(bytes).is_ok_and(|it| it.has_animation()),
        _ => false,
    }
}

/// The colours of a profile as sRGB; a profile that is not of red, green and blue changes nothing.
fn on_a_screen(picture: DynamicImage, profile: &ColorProfile) -> DynamicImage {
    if profile.color_space != DataColorSpace::Rgb {
        return picture;
    }
    let screen = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let to = profile.create_transform_8bit(Layout::Rgba, &screen, Layout::Rgba, options);
    let Ok(to) = to else { return picture };
    let has_alpha = picture.color().has_alpha();
    let mut pixels = picture.into_rgba8();
    let source = pixels.as_raw().clone();
    // A picture without a row is none: lengths are equal.
    if to.transform(&source, &mut pixels).is_err() {
        pixels.copy_from_slice(&source);
    }
    if has_alpha {
        DynamicImage::ImageRgba8(pixels)
    } else {
        DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(pixels).into_rgb8())
    }
}

fn broken(error: &image::ImageError) -> PictureError {
    PictureError::Broken(error.to_string())
}
