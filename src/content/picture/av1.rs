//! AV1: one picture of an AVIF is decoded, and its luma and chroma become red, green and blue.
//!
//! 8, 10 and 12 bits, 4:2:0, 4:2:2, 4:4:4 and grey, both ranges. The matrices are those of ITU-T H.273; a picture that names
//! none is BT.601, as readers of AVIF hold it.

use image::{Rgba, RgbaImage};
use re_rav1d::dav1d::pixel::{MatrixCoefficients, YUVRange};
use re_rav1d::dav1d::{
    Decoder, Error, Picture, PixelLayout, PlanarImageComponent, Plane, Settings,
};
use zenavif_parse::ColorInformation;

use super::{MAX_PIXELS, PictureError};

/// A picture with its transparency. What the container says of the colours goes before what the picture says.
pub(super) fn still(
    data: &[u8],
    alpha: Option<&[u8]>,
    colours: Option<&ColorInformation>,
) -> Result<RgbaImage, PictureError> {
    let picture = decode(data)?;
    let (width, height) = (picture.width(), picture.height());
    let (matrix, is_full) = match colours {
        Some(ColorInformation::Nclx {
            matrix_coefficients,
            full_range,
            ..
        }) => (*matrix_coefficients, *full_range),
        _ => (
            own_matrix(&picture)?,
            picture.color_range() == YUVRange::Full,
        ),
    };
    let planes = planes(&picture);
    let channels = Channels::of(&picture, &planes, is_full);
    let matrix = Matrix::of(matrix)?;
    let alpha = alpha.map(decode).transpose()?;
    if let Some(alpha) = &alpha
        && (alpha.width(), alpha.height()) != (width, height)
    {
        return Err(broken("its transparency has another size"));
    }
    let alpha_planes = alpha.as_ref().map(self::planes).unwrap_or_default();
    let alpha = alpha.as_ref().map(|picture| {
        let is_full = picture.color_range() == YUVRange::Full;
        Channels::of(picture, &alpha_planes, is_full)
    });
    Ok(RgbaImage::from_fn(width, height, |x, y| {
        let (x, y) = (x as usize, y as usize);
        let [red, green, blue] = match (&matrix, channels.has_colour) {
            (_, false) => [channels.luma(0, x, y); 3],
            (Matrix::Identity, _) => [2, 0, 1].map(|plane| channels.luma(plane, x, y)),
            (Matrix::Greenish, _) => {
                let luma = channels.luma(0, x, y);
                let [green, orange] = [1, 2].map(|plane| channels.chroma(plane, x, y));
                [luma - green + orange, luma + green, luma - green - orange]
            }
            (Matrix::Weights { red, blue }, _) => {
                let luma = channels.luma(0, x, y);
                let [cb, cr] = [1, 2].map(|plane| channels.chroma(plane, x, y));
                let (to_red, to_blue) = (2.0 * (1.0 - red), 2.0 * (1.0 - blue));
                let green = 1.0 - red - blue;
                [
                    luma + to_red * cr,
                    luma - (blue * to_blue * cb + red * to_red * cr) / green,
                    luma + to_blue * cb,
                ]
            }
        };
        let alpha = alpha.as_ref().map_or(1.0, |alpha| alpha.luma(0, x, y));
        Rgba([red, green, blue, alpha].map(|it| (it.clamp(0.0, 1.0) * 255.0).round() as u8))
    }))
}

fn decode(data: &[u8]) -> Result<Picture, PictureError> {
    let mut settings = Settings::new();
    settings.set_n_threads(1);
    settings.set_max_frame_delay(1);
    settings.set_all_layers(false);
    settings.set_frame_size_limit(MAX_PIXELS as u32);
    let mut decoder = Decoder::with_settings(&settings).map_err(|error| broken(&error))?;
    let mut sent = decoder.send_data(data.to_vec(), None, None, None);
    loop {
        match decoder.get_picture() {
            Ok(picture) => return Ok(picture),
            Err(Error::Again) => {}
            Err(error) => return Err(broken(&error)),
        }
        match sent {
            // All was taken, and there is no picture in it.
            Ok(()) => return Err(broken("it has no picture")),
            Err(Error::Again) => sent = decoder.send_pending_data(),
            Err(error) => return Err(broken(&error)),
        }
    }
}

/// The decoder names the matrix of a picture and knows no name for number 3, which is none.
fn own_matrix(picture: &Picture) -> Result<u16, PictureError> {
    let known = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        picture.matrix_coefficients()
    }));
    Ok(
        match known.map_err(|_| broken("its colours are unknown"))? {
            MatrixCoefficients::Identity => 0,
            MatrixCoefficients::BT709 => 1,
            MatrixCoefficients::BT470M => 4,
            MatrixCoefficients::BT470BG => 5,
            MatrixCoefficients::ST170M => 6,
            MatrixCoefficients::ST240M => 7,
            MatrixCoefficients::YCgCo => 8,
            MatrixCoefficients::BT2020NonConstantLuminance => 9,
            MatrixCoefficients::Unspecified => 2,
            _ => u16::MAX,
        },
    )
}

/// How luma and chroma become colours.
enum Matrix {
    /// They are green, blue and red.
    Identity,
    /// YCgCo.
    Greenish,
    /// How much of luma is red, and how much blue.
    Weights { red: f32, blue: f32 },
}

impl Matrix {
    /// By its number in H.273, table 4.
    fn of(number: u16) -> Result<Self, PictureError> {
        let (red, blue) = match number {
            0 => return Ok(Self::Identity),
            8 => return Ok(Self::Greenish),
            1 => (0.2126, 0.0722),
            4 => (0.30, 0.11),
            2 | 5 | 6 => (0.299, 0.114),
            7 => (0.212, 0.087),
            9 => (0.2627, 0.0593),
            _ => {
                return Err(PictureError::Unsupported {
                    format: format!("AVIF (matrix {number})"),
                });
            }
        };
        Ok(Self::Weights { red, blue })
    }
}

fn planes(picture: &Picture) -> Vec<Plane> {
    let mut components = vec![PlanarImageComponent::Y];
    if picture.pixel_layout() != PixelLayout::I400 {
        components.extend([PlanarImageComponent::U, PlanarImageComponent::V]);
    }
    let plane = |component| picture.plane(component);
    components.into_iter().map(plane).collect()
}

/// The samples of a picture, as fractions.
struct Channels<'a> {
    planes: Vec<(&'a [u8], usize)>,
    has_colour: bool,
    bits: u32,
    is_full: bool,
    width: usize,
    height: usize,
    /// Chroma has half the columns, half the rows.
    halves: (bool, bool),
}

impl<'a> Channels<'a> {
    fn of(picture: &Picture, planes: &'a [Plane], is_full: bool) -> Self {
        let layout = picture.pixel_layout();
        let stride = |number: usize| picture.stride(PlanarImageComponent::from(number)) as usize;
        let planes = planes.iter().enumerate();
        Self {
            planes: planes
                .map(|(number, plane)| (plane.as_ref(), stride(number)))
                .collect(),
            has_colour: layout != PixelLayout::I400,
            bits: picture.bit_depth() as u32,
            is_full,
            width: picture.width() as usize,
            height: picture.height() as usize,
            halves: (
                matches!(layout, PixelLayout::I420 | PixelLayout::I422),
                layout == PixelLayout::I420,
            ),
        }
    }

    fn raw(&self, plane: usize, x: usize, y: usize) -> f32 {
        let (bytes, stride) = self.planes[plane];
        if self.bits == 8 {
            return f32::from(bytes[y * stride + x]);
        }
        let at = y * stride + 2 * x;
        f32::from(u16::from_ne_bytes([bytes[at], bytes[at + 1]]))
    }

    /// From 0 to 1.
    fn luma(&self, plane: usize, x: usize, y: usize) -> f32 {
        let unit = (1_u32 << (self.bits - 8)) as f32;
        let raw = self.raw(plane, x, y);
        if self.is_full {
            raw / (256.0 * unit - 1.0)
        } else {
            (raw / unit - 16.0) / 219.0
        }
    }

    /// From -0.5 to 0.5; between the samples of a smaller plane a mixture of the nearest.
    fn chroma(&self, plane: usize, x: usize, y: usize) -> f32 {
        let columns = nearest(x, self.width, self.halves.0);
        let rows = nearest(y, self.height, self.halves.1);
        let mut raw = 0.0;
        for (column, across) in columns {
            for (row, down) in rows {
                raw += across * down * self.raw(plane, column, row);
            }
        }
        let unit = (1_u32 << (self.bits - 8)) as f32;
        if self.is_full {
            (raw - 128.0 * unit) / (256.0 * unit - 1.0)
        } else {
            (raw / unit - 128.0) / 224.0
        }
    }
}

/// The two nearest samples and their weights.
fn nearest(at: usize, length: usize, is_half: bool) -> [(usize, f32); 2] {
    if !is_half {
        return [(at, 1.0), (at, 0.0)];
    }
    let near = at / 2;
    let far = match at % 2 {
        0 => near.saturating_sub(1),
        _ => (near + 1).min(length.div_ceil(2) - 1),
    };
    [(near, 0.75), (far, 0.25)]
}

fn broken(why: &(impl std::fmt::Display + ?Sized)) -> PictureError {
    PictureError::Broken(why.to_string())
}
