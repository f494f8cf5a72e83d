//! AVIF: the container is read, the first picture is decoded, and its colours become the red, green and blue of a screen.
//!
//! Sizes are bounded as the file declares them, before a pixel is decoded. Pictures brighter than a screen (PQ, HLG) and
//! transparent ones in tiles are refused, with their name.

use image::{DynamicImage, RgbaImage};
use moxcms::ColorProfile;
use zenavif_parse::{AV1Metadata, AvifParser, ColorInformation, DecodeConfig, Unstoppable};

use super::av1::still;
use super::decode::Decoded;
use super::{MAX_PIXELS, PictureError};

/// Memory for the container's own lists.
const MAX_MEMORY: u64 = 128 * 1024 * 1024;
/// Tiles of one picture.
const MAX_TILES: u32 = 64;

/// Whether a container's first box says that pictures in it are AV1.
pub(super) fn is_avif(bytes: &[u8]) -> bool {
    let Some(&[a, b, c, d, b'f', b't', b'y', b'p']) = bytes.get(..8) else {
        return false;
    };
    let end = u32::from_be_bytes([a, b, c, d]).min(512) as usize;
    let brands = bytes.get(8..end.min(bytes.len())).unwrap_or_default();
    let mut brands = brands.chunks_exact(4);
    brands.any(|brand| brand == b"avif" || brand == b"avis")
}

/// Width and height as stored, before any turning.
pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), PictureError> {
    size_in(&parser(bytes)?)
}

fn size_in(parser: &AvifParser<'_>) -> Result<(u32, u32), PictureError> {
    if let Some(grid) = parser.grid_config() {
        return Ok((grid.output_width, grid.output_height));
    }
    if parser.animation_info().is_some() {
        let frame = parser.frame(0).map_err(|error| broken(&error))?;
        let header = AV1Metadata::parse_av1_bitstream(&frame.data);
        return header
            .map(|it| size_of(&it))
            .map_err(|error| broken(&error));
    }
    let header = parser.primary_metadata().map_err(|error| broken(&error))?;
    Ok(size_of(&header))
}

fn size_of(header: &AV1Metadata) -> (u32, u32) {
    (header.max_frame_width.get(), header.max_frame_height.get())
}

/// The picture, or the first of a moving one, upright.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, PictureError> {
    let parser = parser(bytes)?;
    let is_moving = parser.animation_info().is_some();
    let mut pixels = if is_moving {
        let frame = parser.frame(0).map_err(|error| broken(&error))?;
        let alpha = frame.alpha_data.as_deref();
        still(&frame.data, alpha, parser.color_info())?
    } else if parser.grid_config().is_some() {
        tiles(&parser)?
    } else {
        let primary = parser.primary_data().map_err(|error| broken(&error))?;
        let alpha = parser.alpha_data().transpose();
        let alpha = alpha.map_err(|error| broken(&error))?;
        still(&primary, alpha.as_deref(), parser.color_info())?
    };
    if parser.premultiplied_alpha() {
        pixels.pixels_mut().for_each(divided);
    }
    let profile = profile(&parser)?;
    let mut picture = DynamicImage::ImageRgba8(pixels);
    // The container turns against the clock, and mirrors then.
    picture = match parser.rotation().map_or(0, |rotation| rotation.angle) {
        90 => picture.rotate270(),
        180 => picture.rotate180(),
        270 => picture.rotate90(),
        _ => picture,
    };
    picture = match parser.mirror().map(|mirror| mirror.axis) {
        Some(0) => picture.flipv(),
        Some(_) => picture.fliph(),
        None => picture,
    };
    Ok(Decoded {
        picture,
        profile,
        is_moving,
    })
}

/// Whether width and height change places when it is seen.
pub(super) fn is_on_its_side(bytes: &[u8]) -> Result<bool, PictureError> {
    let parser = parser(bytes)?;
    let rotation = parser.rotation();
    Ok(rotation.is_some_and(|rotation| rotation.angle % 180 != 0))
}

fn parser(bytes: &[u8]) -> Result<AvifParser<'_>, PictureError> {
    let config = DecodeConfig::default()
        .with_peak_memory_limit(MAX_MEMORY)
        .with_total_megapixels_limit((MAX_PIXELS / 1_000_000) as u32)
        .with_max_grid_tiles(MAX_TILES)
        .lenient(true);
    AvifParser::from_bytes_with_config(bytes, &config, &Unstoppable).map_err(|error| broken(&error))
}

/// What the colours mean, where it is not what a screen takes anyway.
fn profile(parser: &AvifParser<'_>) -> Result<Option<ColorProfile>, PictureError> {
    match parser.color_info() {
        Some(ColorInformation::IccProfile(profile)) => {
            Ok(ColorProfile::new_from_slice(profile).ok())
        }
        // PQ and HLG.
        Some(ColorInformation::Nclx {
            transfer_characteristics: 16 | 18,
            ..
        }) => Err(PictureError::Unsupported {
            format: "HDR AVIF".to_owned(),
        }),
        // Display P3, the one other set of colours that cameras write.
        Some(ColorInformation::Nclx {
            color_primaries: 12,
            ..
        }) => Ok(Some(ColorProfile::new_display_p3())),
        _ => Ok(None),
    }
}

/// A picture whose tiles stand in rows.
fn tiles(parser: &AvifParser<'_>) -> Result<RgbaImage, PictureError> {
    if parser.alpha_data().is_some() {
        return Err(PictureError::Unsupported {
            format: "transparent AVIF in tiles".to_owned(),
        });
    }
    let (width, height) = size_in(parser)?;
    let mut whole = RgbaImage::new(width, height);
    let columns = parser.grid_config().map_or(1, |grid| grid.columns.max(1));
    let places = (0_i64..).flat_map(|row| (0..i64::from(columns)).map(move |column| (column, row)));
    for (number, (column, row)) in (0..parser.grid_tile_count()).zip(places) {
        let data = parser.tile_data(number).map_err(|error| broken(&error))?;
        let tile = still(&data, None, parser.color_info())?;
        let (x, y) = (
            column * i64::from(tile.width()),
            row * i64::from(tile.height()),
        );
        image::imageops::replace(&mut whole, &tile, x, y);
    }
    Ok(whole)
}

/// Colours that were multiplied by their transparency, as they were before.
fn divided(pixel: &mut image::Rgba<u8>) {
    let [colours @ .., alpha] = &mut pixel.0;
    for colour in colours {
        let whole = (u32::from(*colour) * 255 + u32::from(*alpha) / 2) / u32::from(*alpha).max(1);
        *colour = whole.min(255) as u8;
    }
}

fn broken(why: &(impl std::fmt::Display + ?Sized)) -> PictureError {
    PictureError::Broken(why.to_string())
}
