//! Removal of a camera's metadata, without touching the pixels.
//!
//! EXIF, XMP and IPTC tell where a picture was taken, and what follows the end of a picture (a second one, a film) tells it
//! again. What a reader needs stays, byte for byte: pixels, colour profile, animation. All else goes.

use super::Format;

/// The file without its metadata; none when it has none, or when it is not built as it should be.
pub(super) fn without(bytes: &[u8], format: Format) -> Option<Vec<u8>> {
    let kept = match format {
        Format::Jpeg => jpeg(bytes)?,
        Format::Png => png(bytes)?,
        Format::Gif => gif(bytes)?,
        _ => return None,
    };
    (kept.len() < bytes.len()).then_some(kept)
}

/// Whether a JPEG has four colours, as for print: its frame header has four components.
pub(super) fn is_for_print(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xff, marker, high, low]) = bytes.get(at..at + 4) {
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            return bytes.get(at + 9) == Some(&4);
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low])).max(2);
    }
    false
}

fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        let &[0xff, marker] = bytes.get(at..at + 2)? else {
            return None;
        };
        if marker == 0xd9 {
            out.extend([0xff, 0xd9]);
            return Some(out);
        }
        if marker == 0xff {
            // Padding.
            at += 1;
            continue;
        }
        let length = bytes.get(at + 2..at + 4)?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]])).max(2);
        let segment = bytes.get(at..at + 2 + length)?;
        at += segment.len();
        let content = segment.get(4..).unwrap_or_default();
        let needed = match marker {
            // JFIF, and which colours the numbers mean.
            0xe0 | 0xee => true,
            0xe2 => content.starts_with(b"ICC_PROFILE\0"),
            0xe1..=0xef | 0xfe => false,
            _ => true,
        };
        if needed {
            out.extend_from_slice(segment);
        }
        if marker == 0xda {
            // Pixels, up to the next marker that is none of their own.
            let pixels = bytes.get(at..)?;
            let end = pixels
                .windows(2)
                .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff))?;
            out.extend_from_slice(&pixels[..end]);
            at += end;
        }
    }
}

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const NEEDED: [&[u8; 4]; 13] = [
        b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"bKGD", b"pHYs", b"sBIT", b"acTL",
        b"fcTL", b"fdAT", b"mDCV",
    ];
    let mut out = bytes.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let head = bytes.get(at..at + 8)?;
        let (length, kind) = head.split_at(4);
        let length = u32::from_be_bytes([length[0], length[1], length[2], length[3]]);
        let whole = usize::try_from(length).ok()?.checked_add(12)?;
        let chunk = bytes.get(at..at.checked_add(whole)?)?;
        // A capital first letter: no picture without it.
        if kind[0].is_ascii_uppercase() || NEEDED.iter().any(|needed| kind == *needed) {
            out.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        at += chunk.len();
    }
}

fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let colours = |flags: u8| match flags & 0x80 {
        0 => 0,
        _ => 3 << ((flags & 7) + 1),
    };
    let mut at = 13 + colours(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    let mut has_pixels = false;
    loop {
        let start = at;
        let mut needed = true;
        at += match bytes.get(at)? {
            0x3b => {
                out.push(0x3b);
                return has_pixels.then_some(out);
            }
            0x2c => {
                has_pixels = true;
                11 + colours(*bytes.get(at + 9)?)
            }
            0x21 => {
                let repeats = |name: &[u8]| bytes.get(at + 3..at + 14) == Some(name);
                needed = match bytes.get(at + 1)? {
                    0xfe => false,
                    0xff => repeats(b"NETSCAPE2.0") || repeats(b"ANIMEXTS1.0"),
                    _ => true,
                };
                2
            }
            _ => return None,
        };
        loop {
            let length = usize::from(*bytes.get(at)?);
            at += 1 + length;
            if length == 0 {
                break;
            }
        }
        if needed {
            out.extend_from_slice(bytes.get(start..at)?);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jpeg_keeps_its_pixels_and_loses_what_was_written_beside_and_behind() {
        let jpeg = [
            0xff, 0xd8, 0xff, 0xe0, 0, 3, 7, 0xff, 0xe1, 0, 4, 1, 2, 0xff, 0xed, 0, 2, 0xff, 0xda,
            0, 2, 9, 0xff, 0, 0xff, 0xd0, 9, 0xff, 0xd9, 0xff, 0xd8, 5,
        ];
        let clean = without(&jpeg, Format::Jpeg).unwrap();
        assert_eq!(
            clean,
            [
                0xff, 0xd8, 0xff, 0xe0, 0, 3, 7, 0xff, 0xda, 0, 2, 9, 0xff, 0, 0xff, 0xd0, 9, 0xff,
                0xd9
            ]
        );
        assert_eq!(without(&clean, Format::Jpeg), None);
        assert_eq!(without(&jpeg[..9], Format::Jpeg), None);
    }

    #[test]
    fn png_loses_exif_and_text() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x01eXIfx0000\0\0\0\x01tEXtx0000".to_vec();
        png.extend(b"\0\0\0\0IEND0000behind");
        assert_eq!(
            without(&png, Format::Png).unwrap(),
            b"\x89PNG\r\n\x1a\n\0\0\0\0IEND0000"
        );
    }

    #[test]
    fn gif_goes_on_repeating_and_loses_its_comments() {
        let head = b"GIF89a\x01\0\x01\0\x80\0\0abcdef";
        let repeats = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
        let frame = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
        let whole = [head, &repeats[..], b"\x21\xfe\x02hi\0", frame, b"\x3b"].concat();
        let clean = [head, &repeats[..], frame, b"\x3b"].concat();
        assert_eq!(without(&whole, Format::Gif).unwrap(), clean);
        assert_eq!(without(&clean, Format::Gif), None);
    }
}
