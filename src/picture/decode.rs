//! A file becomes pixels: upright, in the colours of a screen.
//!
//! Of a picture that moves the first one is taken. A colour profile (Display P3 of a telephone, Adobe RGB of a camera) is
//! applied and not kept, so that a reader who knows no profiles sees the same colours.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::{Facts, Format, PictureError, shrink, svg};

/// Memory for one decoded picture.
const MAX_MEMORY: u64 = 512 * 1024 * 1024;

/// The pixels of a file.
pub(super) struct Decoded {
    pub(super) picture: DynamicImage,
    /// Pixels across, as the file has them and they are seen.
    pub(super) width: u32,
}

/// Whether the pixels lie in the file as they are to be seen.
pub(super) fn is_upright(bytes: &[u8], format: Format) -> Result<bool, PictureError> {
    Ok(orientation(bytes, format)? == Orientation::NoTransforms)
}

/// Whether width and height change places when the picture is seen.
pub(super) fn is_on_its_side(bytes: &[u8], format: Format) -> Result<bool, PictureError> {
    match format {
        Format::Svg => Ok(false),
        format => orientation(bytes, format).map(is_sideways),
    }
}

fn is_sideways(turned: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(
        turned,
        Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH
    )
}

fn orientation(bytes: &[u8], format: Format) -> Result<Orientation, PictureError> {
    let mut reader = reader(bytes, format)?;
    Ok(reader.orientation().unwrap_or(Orientation::NoTransforms))
}

/// The pixels, upright and in the colours of a screen. `shrinks` answers by which whole number a picture of this size, as it is seen, is
/// made smaller: what is turned and given other colours is then less.
pub(super) fn decode(
    bytes: &[u8],
    facts: &Facts,
    shrinks: impl FnOnce((u32, u32)) -> u32,
) -> Result<Decoded, PictureError> {
    if facts.format == Format::Svg {
        let picture = svg::draw(bytes)?;
        let width = picture.width();
        return Ok(Decoded { picture, width });
    }
    let mut reader = reader(bytes, facts.format)?;
    let turned = reader.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = reader.icc_profile().ok().flatten();
    let profile = profile.and_then(|profile| ColorProfile::new_from_slice(&profile).ok());
    let picture = DynamicImage::from_decoder(reader).map_err(|error| broken(&error))?;
    let (width, height) = if is_sideways(turned) {
        (picture.height(), picture.width())
    } else {
        (picture.width(), picture.height())
    };
    let mut picture = shrink::by(picture, shrinks((width, height)));
    picture.apply_orientation(turned);
    if let Some(profile) = profile {
        picture = on_a_screen(picture, &profile);
    }
    Ok(Decoded { picture, width })
}

fn reader(bytes: &[u8], format: Format) -> Result<impl ImageDecoder + '_, PictureError> {
    let codec = format.codec().ok_or(PictureError::NotAPicture)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), codec);
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    reader.into_decoder().map_err(|error| broken(&error))
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
