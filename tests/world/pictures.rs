//! Small real pictures, made on the spot: each with a colour of its own, so that no two are the same bytes.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// A plain picture of one colour that follows from `seed`, in the format that the file name's extension says.
pub fn plain(name: &str, seed: u32) -> Vec<u8> {
    let [red, green, blue, _] = seed.wrapping_mul(2_654_435_761).to_be_bytes();
    encode(name, &RgbImage::from_pixel(48, 32, Rgb([red, green, blue])))
}

/// A picture that no format makes small: noise, about three bytes a pixel as PNG.
pub fn noise(name: &str, width: u32, height: u32) -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 8) as u8
    };
    encode(
        name,
        &RgbImage::from_fn(width, height, |_, _| Rgb([next(), next(), next()])),
    )
}

fn encode(name: &str, picture: &RgbImage) -> Vec<u8> {
    let format = ImageFormat::from_path(name).expect("an extension that is known");
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, format)
        .expect("a picture can be written");
    bytes.into_inner()
}
