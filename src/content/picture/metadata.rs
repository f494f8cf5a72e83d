//! What a camera wrote beside the pixels is taken out without touching them.
//!
//! EXIF and XMP tell where a picture was taken. In JPEG they are APP1 segments, in PNG the chunks `eXIf` and `iTXt`; the
//! rest of the file, colour profiles too, stays byte for byte.

use super::Format;

/// The file without its metadata; none when it has none, or when it is not built as it should be.
pub(super) fn without(bytes: &[u8], format: Format) -> Option<Vec<u8>> {
    match format {
        Format::Jpeg => without_jpeg(bytes),
        Format::Png => without_png(bytes),
        _ => None,
    }
}

fn without_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2)?.to_vec();
    let mut at = 2;
    let mut dropped = false;
    loop {
        let head = bytes.get(at..at + 4)?;
        // Start of scan: pixels from here on.
        if head[0] != 0xff || head[1] == 0xda {
            break;
        }
        let length = usize::from(u16::from_be_bytes([head[2], head[3]]));
        let segment = bytes.get(at..at + 2 + length.max(2))?;
        if head[1] == 0xe1 {
            dropped = true;
        } else {
            out.extend_from_slice(segment);
        }
        at += segment.len();
    }
    out.extend_from_slice(bytes.get(at..)?);
    dropped.then_some(out)
}

fn without_png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..8)?.to_vec();
    let mut at = 8;
    let mut dropped = false;
    while at < bytes.len() {
        let head = bytes.get(at..at + 8)?;
        let length =
            usize::try_from(u32::from_be_bytes([head[0], head[1], head[2], head[3]])).ok()?;
        let chunk = bytes.get(at..at.checked_add(length)?.checked_add(12)?)?;
        match head.get(4..)? {
            b"eXIf" | b"iTXt" => dropped = true,
            _ => out.extend_from_slice(chunk),
        }
        at += chunk.len();
    }
    dropped.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jpeg_loses_app1_alone() {
        let jpeg = [
            0xff, 0xd8, 0xff, 0xe0, 0, 3, 7, 0xff, 0xe1, 0, 4, 1, 2, 0xff, 0xda, 0, 2, 9, 0xff,
            0xd9,
        ];
        let clean = without(&jpeg, Format::Jpeg).unwrap();
        assert_eq!(
            clean,
            [
                0xff, 0xd8, 0xff, 0xe0, 0, 3, 7, 0xff, 0xda, 0, 2, 9, 0xff, 0xd9
            ]
        );
        assert_eq!(without(&clean, Format::Jpeg), None);
        assert_eq!(without(&jpeg[..9], Format::Jpeg), None);
    }

    #[test]
    fn png_loses_exif() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x01eXIfx0000".to_vec();
        png.extend(b"\0\0\0\0IEND0000");
        assert_eq!(
            without(&png, Format::Png).unwrap(),
            b"\x89PNG\r\n\x1a\n\0\0\0\0IEND0000"
        );
    }
}
