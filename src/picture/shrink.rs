//! Pictures made smaller: first by whole numbers of pixels, which is quick, then by what is left.

use image::imageops::FilterType;
use image::{DynamicImage, RgbImage};

/// Each square of so many pixels a side becomes one, their mean; what is left over at the right and below is cut off, which is less
/// than one pixel of the result. A picture with transparent parts stays as it is.
pub(super) fn by(picture: DynamicImage, times: u32) -> DynamicImage {
    if times < 2 || picture.color().has_alpha() {
        return picture;
    }
    DynamicImage::ImageRgb8(squares(&picture.into_rgb8(), times))
}

/// The same of pixels that are known to be of three colours.
pub(super) fn squares(pixels: &RgbImage, times: u32) -> RgbImage {
    let (width, height) = (pixels.width() / times, pixels.height() / times);
    if times < 2 || width == 0 || height == 0 {
        return pixels.clone();
    }
    let row = pixels.width() as usize * 3;
    let side = times as usize;
    let area = times * times;
    let mut out = Vec::with_capacity(width as usize * height as usize * 3);
    let mut sums = vec![0_u32; width as usize * 3];
    for rows in pixels.as_raw().chunks_exact(row * side) {
        sums.fill(0);
        for row in rows.chunks_exact(row) {
            let squares = row.chunks_exact(3 * side);
            for (sum, square) in sums.chunks_exact_mut(3).zip(squares) {
                for pixel in square.chunks_exact(3) {
                    sum[0] += u32::from(pixel[0]);
                    sum[1] += u32::from(pixel[1]);
                    sum[2] += u32::from(pixel[2]);
                }
            }
        }
        out.extend(sums.iter().map(|sum| ((sum + area / 2) / area) as u8));
    }
    RgbImage::from_raw(width, height, out).unwrap_or_else(|| pixels.clone())
}

/// Both sides times a factor below one.
pub(super) fn scaled(pixels: &RgbImage, factor: f64) -> RgbImage {
    let whole = (1.0 / factor).floor() as u32;
    let side = |pixels: u32| ((f64::from(pixels) * factor).round() as u32).max(1);
    let (width, height) = (side(pixels.width()), side(pixels.height()));
    let smaller = (whole > 1).then(|| squares(pixels, whole));
    let pixels = smaller.as_ref().unwrap_or(pixels);
    image::imageops::resize(pixels, width, height, FilterType::Triangle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn a_square_becomes_its_mean() {
        let pixels = RgbImage::from_fn(7, 5, |x, y| Rgb([x as u8 * 10, y as u8 * 10, 9]));
        let small = squares(&pixels, 2);
        assert_eq!(small.dimensions(), (3, 2));
        assert_eq!(small.get_pixel(0, 0).0, [5, 5, 9]);
        assert_eq!(small.get_pixel(2, 1).0, [45, 25, 9]);
        assert_eq!(squares(&pixels, 9).dimensions(), (7, 5), "none is left");
        assert_eq!(scaled(&pixels, 0.2).dimensions(), (1, 1));
    }
}
