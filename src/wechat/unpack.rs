//! Packed answers: some relays compress every answer, asked or not, and say so in its head.
//!
//! Bounded in bytes and in layers. Refuses what it cannot unpack by its name, so that no raw bytes come into a message.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// Layers of packing; more than two have never been seen.
const MOST_LAYERS: usize = 3;
const GZIP: &[u8] = b"\x1f\x8b";

/// Returns the bytes as they were before they were packed. `encoding` is the head's `Content-Encoding`; gzip is known by its
/// first bytes as well, since JSON never begins so. Fails with a reason for an encoding that is not known, for broken bytes
/// and for more than `most` of them.
pub(super) fn unpack(bytes: Vec<u8>, encoding: &str, most: usize) -> Result<Vec<u8>, String> {
    let mut bytes = bytes;
    let layers: Vec<_> = encoding.split(',').map(str::trim).collect();
    for layer in layers.into_iter().rev().take(MOST_LAYERS) {
        bytes = match layer.to_ascii_lowercase().as_str() {
            "" | "identity" | "gzip" | "x-gzip" => bytes,
            "deflate" => all(ZlibDecoder::new(bytes.as_slice()), most)
                .or_else(|_| all(DeflateDecoder::new(bytes.as_slice()), most))?,
            other => return Err(format!("an answer packed as `{other}`")),
        };
        if bytes.starts_with(GZIP) {
            bytes = all(MultiGzDecoder::new(bytes.as_slice()), most)?;
        }
    }
    Ok(bytes)
}

fn all(packed: impl Read, most: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    packed
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|_| "a packed answer that cannot be unpacked".to_owned())?;
    if bytes.len() > most {
        return Err("an answer without end".to_owned());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const TEXT: &[u8] = b"{\"errcode\":0}";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(bytes).expect("memory");
        packed.finish().expect("memory")
    }

    #[test]
    fn each_packing_is_undone() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(TEXT).expect("memory");
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::fast());
        raw.write_all(TEXT).expect("memory");
        let cases = [
            (TEXT.to_vec(), ""),
            // It says gzip and is not.
            (TEXT.to_vec(), "gzip"),
            (gzip(TEXT), "gzip"),
            (gzip(TEXT), "X-GZIP"),
            (gzip(TEXT), ""),
            (gzip(&gzip(TEXT)), "gzip, gzip"),
            (zlib.finish().expect("memory"), "deflate"),
            (raw.finish().expect("memory"), "deflate"),
        ];
        for (bytes, encoding) in cases {
            assert_eq!(unpack(bytes, encoding, 100).expect(encoding), TEXT);
        }
    }

    #[test]
    fn what_cannot_be_unpacked_is_named() {
        let broken =
            |bytes: Vec<u8>, encoding: &str| unpack(bytes, encoding, 100).expect_err("broken");
        assert!(broken(TEXT.to_vec(), "br").contains("`br`"));
        assert!(broken(gzip(TEXT)[..15].to_vec(), "gzip").contains("unpacked"));
        assert!(broken(gzip(&[b'a'; 10_000]), "gzip").contains("without end"));
        assert!(broken(b"\xff\xff\xff".to_vec(), "deflate").contains("unpacked"));
    }
}
