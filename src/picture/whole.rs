//! Whether a file is all there, without decoding it.
//!
//! A file that was cut on its way still has a good header, and decoders make half a picture of it. So its parts are walked to
//! the end: chunks, segments, blocks, rows. What decoders and browsers put up with is put up with: bytes behind the end, a GIF
//! without its last byte. Formats that are rare and quick to decode (BMP, TIFF) are decoded.

use std::io::Cursor;

use image::{DynamicImage, ImageReader};

use super::{Format, MAX_PIXELS, PictureError, broken};

/// Pictures that follow each other in one GIF. A minute of film has some 900.
const MAX_FRAMES: u32 = 2_000;

/// Refuses a file that ends early or is not built as its format is; how many pictures follow each other in it.
pub(super) fn check(bytes: &[u8], format: Format) -> Result<u32, PictureError> {
    let found = match format {
        Format::Jpeg => jpeg(bytes),
        Format::Png => png(bytes)?,
        Format::Gif => gif(bytes)?,
        Format::WebP => webp(bytes),
        Format::Bmp | Format::Tiff => Some(decoded(bytes, format)?),
        // A drawing that ends early is no XML.
        Format::Svg => Some(1),
    };
    found.ok_or(PictureError::EndsEarly)
}

fn decoded(bytes: &[u8], format: Format) -> Result<u32, PictureError> {
    let codec = format.codec().ok_or(PictureError::NotAPicture)?;
    let decoder = ImageReader::with_format(Cursor::new(bytes), codec)
        .into_decoder()
        .map_err(|error| broken(&error))?;
    DynamicImage::from_decoder(decoder)
        .map(|_| 1)
        .map_err(|error| match &error {
            image::ImageError::IoError(io) if io.kind() == std::io::ErrorKind::UnexpectedEof => {
                PictureError::EndsEarly
            }
            _ => broken(&error),
        })
}

/// Segments up to the end of the image, past the pixels of each scan.
fn jpeg(bytes: &[u8]) -> Option<u32> {
    let mut at = 2;
    let mut has_pixels = false;
    loop {
        // Between segments anything may stand, as filling.
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        match bytes.get(at + 1)? {
            0xd9 if has_pixels => return Some(1),
            // No segments: a byte of pixels, a mark among them, filling.
            0 | 1 | 0xd0..=0xd9 => at += 2,
            0xff => at += 1,
            marker => {
                has_pixels |= *marker == 0xda;
                let length = bytes.get(at + 2..at + 4)?;
                at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]])).max(2);
            }
        }
    }
}

/// Chunks up to the last; those that a picture cannot do without are as their sums say.
fn png(bytes: &[u8]) -> Result<Option<u32>, PictureError> {
    let mut at = 8;
    let mut has_pixels = false;
    let mut frames = 1;
    loop {
        let Some(head) = bytes.get(at..at + 8) else {
            return Ok(None);
        };
        let (length, kind) = head.split_at(4);
        let length = u32::from_be_bytes([length[0], length[1], length[2], length[3]]) as usize;
        let Some(chunk) = bytes.get(at + 4..at + 12 + length) else {
            return Ok(None);
        };
        let (content, sum) = chunk.split_at(4 + length);
        if kind[0].is_ascii_uppercase() && crc32fast::hash(content).to_be_bytes() != sum {
            let kind = String::from_utf8_lossy(kind).into_owned();
            return Err(PictureError::Broken(format!("a chunk {kind:?} is damaged")));
        }
        has_pixels |= kind == b"IDAT";
        if let (b"acTL", [_, _, _, _, a, b, c, d, ..]) = (kind, content) {
            frames = u32::from_be_bytes([*a, *b, *c, *d]);
        }
        if kind == b"IEND" {
            return Ok(has_pixels.then_some(frames));
        }
        at += 12 + length;
    }
}

/// Blocks up to the last byte, or to where the file ends after a whole picture.
fn gif(bytes: &[u8]) -> Result<Option<u32>, PictureError> {
    let mut blocks = Blocks { bytes, at: 13 };
    let Some(flags) = bytes.get(10) else {
        return Ok(None);
    };
    blocks.at += colours(*flags);
    let mut frames = 0;
    loop {
        match bytes.get(blocks.at) {
            Some(0x21) => {
                blocks.at += 2;
                if blocks.skip().is_none() {
                    return Ok(None);
                }
            }
            Some(0x2c) => {
                let Some((width, height)) = blocks.frame() else {
                    return Ok(None);
                };
                if u64::from(width) * u64::from(height) > MAX_PIXELS {
                    return Err(PictureError::TooManyPixels { width, height });
                }
                frames += 1;
            }
            // The end, or what some program wrote behind it.
            _ => return Ok((frames > 0).then_some(frames)),
        }
        if frames > MAX_FRAMES {
            return Err(PictureError::TooManyFrames { limit: MAX_FRAMES });
        }
    }
}

/// How many bytes of colours follow, by what a GIF's flags say.
fn colours(flags: u8) -> usize {
    match flags & 0x80 {
        0 => 0,
        _ => 3 << ((flags & 7) + 1),
    }
}

/// A walk over the blocks of a GIF.
struct Blocks<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Blocks<'_> {
    /// Past the parts of a block up to its end; how many bytes were in them.
    fn skip(&mut self) -> Option<usize> {
        let mut all = 0;
        loop {
            let length = usize::from(*self.bytes.get(self.at)?);
            self.at += 1 + length;
            if length == 0 {
                return Some(all);
            }
            all += length;
        }
    }

    /// Past one picture, which has pixels; its width and height.
    fn frame(&mut self) -> Option<(u32, u32)> {
        let head = self.bytes.get(self.at..self.at + 10)?;
        let side = |at: usize| u32::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let size = (side(5), side(7));
        self.at += 11 + colours(head[9]);
        (self.skip()? > 0).then_some(size)
    }
}

/// The chunks that the first one says there are.
fn webp(bytes: &[u8]) -> Option<u32> {
    let number = |at: usize| -> Option<usize> {
        let bytes = bytes.get(at..at + 4)?;
        Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize)
    };
    let end = 8 + number(4)?;
    let bytes = bytes.get(..end)?;
    let mut at = 12;
    let mut frames = 0;
    while at + 8 <= end {
        let kind = bytes.get(at..at + 4)?;
        let length = number(at + 4)?;
        bytes.get(at + 8..at + 8 + length)?;
        frames += u32::from(matches!(kind, b"VP8 " | b"VP8L" | b"ANMF"));
        // Chunks begin at even places.
        at += 8 + length.next_multiple_of(2);
    }
    (frames > 0).then_some(frames)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::inspect;
    use image::{ImageFormat, Rgb, RgbImage};

    const KINDS: [ImageFormat; 6] = [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::Gif,
        ImageFormat::WebP,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
    ];

    fn written(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let pixels = RgbImage::from_fn(70, 50, |x, y| Rgb([(x * y) as u8, (x * 3) as u8, y as u8]));
        pixels.write_to(&mut bytes, format).expect("a picture");
        bytes.into_inner()
    }

    #[test]
    fn a_file_that_was_cut_anywhere_is_refused() {
        for format in KINDS {
            let bytes = written(format);
            inspect(&bytes).expect("whole");
            // The last byte of a GIF is not missed.
            let whole = bytes.len() - usize::from(format == ImageFormat::Gif);
            for length in (0..whole).step_by(7).chain([whole - 1]) {
                // A directory at the end of a TIFF may have lost what is not needed.
                let is_told = inspect(&bytes[..length]).is_err();
                assert!(is_told, "{format:?}: {length} of {}", bytes.len());
            }
        }
    }

    #[test]
    fn what_stands_behind_the_end_does_no_harm() {
        for format in KINDS {
            for behind in [&b"\0"[..], b"\r\n", b"<!-- cache -->", &[0xff; 9]] {
                let bytes = [&written(format)[..], behind].concat();
                inspect(&bytes).unwrap_or_else(|error| panic!("{format:?} {behind:?}: {error}"));
            }
        }
        let gif = written(ImageFormat::Gif);
        inspect(&gif[..gif.len() - 1]).expect("every picture in it is whole");
    }

    #[test]
    fn a_chunk_that_changed_on_its_way_is_refused() {
        let mut bytes = written(ImageFormat::Png);
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        assert!(matches!(inspect(&bytes), Err(PictureError::Broken(_))));
    }

    #[test]
    fn a_gif_of_vast_or_very_many_pictures_is_refused() {
        let gif = written(ImageFormat::Gif);
        // Behind the head and its colours: extensions, then the picture.
        let start = gif
            .iter()
            .position(|byte| *byte == 0x2c)
            .expect("a picture");
        let frame = &gif[start..gif.len() - 1];
        let many = [&gif[..start], &frame.repeat(20_000), b";"].concat();
        assert!(matches!(
            inspect(&many),
            Err(PictureError::TooManyFrames { .. })
        ));
        let mut vast = [&gif[..start], frame, frame, b";"].concat();
        let second = start + frame.len();
        vast[second + 5..second + 9].fill(0xff);
        assert!(matches!(
            inspect(&vast),
            Err(PictureError::TooManyPixels { .. })
        ));
    }
}
