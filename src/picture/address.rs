//! Pictures as `data:` addresses: made for pages that stand by themselves, and read out of articles (RFC 2397).
//!
//! The kind in the address is not trusted; the bytes are looked at like those of a file.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode_str;

use super::{Format, PictureError, inspect};

/// The most bytes of a picture that stands in an address: what "material/add_material" takes of a picture.
pub const MAX_IN_ADDRESS: usize = 10 * 1_048_576;
/// A byte takes three characters where each is written as `%41`.
const MAX_ADDRESS: usize = 3 * MAX_IN_ADDRESS + 1024;

/// A picture as a `data:` address, for pages that stand by themselves.
pub fn data_address(bytes: &[u8], format: Format) -> String {
    format!("data:{};base64,{}", format.mime(), STANDARD.encode(bytes))
}

/// Whether an address holds its content itself.
pub fn is_data_address(address: &str) -> bool {
    let scheme = address.trim_start().as_bytes().get(..5);
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"data:"))
}

/// The picture in a `data:` address, of at most [`MAX_IN_ADDRESS`] bytes: base64 in either alphabet, broken into lines or not, with or
/// without its `=`; or written with `%`, as drawings are.
///
/// # Errors
///
/// When it is no `data:` address, is cut off or too long, or when its bytes are no picture that [`inspect`] takes.
pub fn from_data_address(address: &str) -> Result<Vec<u8>, PictureError> {
    if !is_data_address(address) {
        return Err(PictureError::NotAPicture);
    }
    if address.len() > MAX_ADDRESS {
        return Err(PictureError::TooLarge {
            limit: MAX_IN_ADDRESS as u64,
        });
    }
    let content = address.trim().get(5..).unwrap_or_default();
    let (kind, content) = content.split_once(',').ok_or(PictureError::EndsEarly)?;
    let is_base64 = kind
        .rsplit(';')
        .next()
        .is_some_and(|last| last.trim().eq_ignore_ascii_case("base64"));
    let bytes: Vec<u8> = percent_decode_str(content).collect();
    let bytes = if is_base64 { decoded(&bytes)? } else { bytes };
    if bytes.len() > MAX_IN_ADDRESS {
        return Err(PictureError::TooLarge {
            limit: MAX_IN_ADDRESS as u64,
        });
    }
    inspect(&bytes)?;
    Ok(bytes)
}

fn decoded(text: &[u8]) -> Result<Vec<u8>, PictureError> {
    let text: Vec<u8> = text
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    let lenient = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let alphabet = if text.iter().any(|byte| matches!(byte, b'-' | b'_')) {
        alphabet::URL_SAFE
    } else {
        alphabet::STANDARD
    };
    let engine = GeneralPurpose::new(&alphabet, lenient);
    engine
        .decode(text)
        .map_err(|error| PictureError::Broken(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::URL_SAFE;
    use image::{ImageFormat, RgbImage};

    fn png() -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let pixels = RgbImage::from_fn(9, 7, |x, y| image::Rgb([x as u8 * 9, y as u8 * 31, 255]));
        pixels.write_to(&mut bytes, ImageFormat::Png).expect("PNG");
        bytes.into_inner()
    }

    #[test]
    fn it_is_read_as_browsers_read_it() {
        let png = png();
        let plain = data_address(&png, Format::Png);
        let encoded = STANDARD.encode(&png);
        let lines: Vec<_> = encoded
            .as_bytes()
            .chunks(20)
            .map(String::from_utf8_lossy)
            .collect();
        for address in [
            plain.clone(),
            plain.trim_end_matches('=').to_owned(),
            plain
                .replace('+', "%2B")
                .replace('/', "%2F")
                .replace('=', "%3D"),
            format!(
                " DATA:image/jpeg;charset=utf-8;BASE64,{}\n",
                lines.join("\n  ")
            ),
            format!("data:;base64,{}", URL_SAFE.encode(&png)),
        ] {
            assert_eq!(
                from_data_address(&address).expect("a picture"),
                png,
                "{address}"
            );
        }
        let drawing =
            "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E";
        assert!(
            from_data_address(drawing)
                .expect("a drawing")
                .starts_with(b"<svg")
        );
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let plain = data_address(&png(), Format::Png);
        for address in [
            "",
            "data:",
            "data:image/png;base64",
            "data:image/png;base64,",
            "data:image/png;base64,AAAA",
            "data:image/png;base64,文字",
            "data:text/plain,hello",
            "https://example.com/a.png",
            &plain[..plain.len() / 2],
        ] {
            assert!(from_data_address(address).is_err(), "{address}");
        }
        let long = format!("data:image/png,{}", "%41".repeat(MAX_IN_ADDRESS + 1));
        assert!(matches!(
            from_data_address(&long),
            Err(PictureError::TooLarge { .. })
        ));
        let longer = format!("data:image/png,{}", "a".repeat(MAX_ADDRESS));
        assert!(matches!(
            from_data_address(&longer),
            Err(PictureError::TooLarge { .. })
        ));
    }
}
