//! Files that are not the UTF-8 text they should be, recognised by their bytes, so that the way out can be named.
//!
//! Looks at bytes only, never at a file's name: a workbook that was renamed to `.csv` is still a workbook.

use encoding_rs::{Decoder, GB18030, UTF_16BE, UTF_16LE};

/// Kinds of files that people take for text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// `.xlsx`, and what WPS and Numbers save in its place: ZIP archives all of them.
    Workbook,
    /// `.docx`.
    Document,
    /// Another ZIP archive.
    Archive,
    /// `.xls` and `.doc` of before 2007.
    OldOffice,
    Pdf,
    /// A web page; many systems export one under the name `.xls`.
    WebPage,
    /// Rich text.
    Rtf,
    Compressed,
    Picture,
    Database,
    /// Text in UTF-16 ("Unicode text" of Excel and Notepad).
    Utf16,
    /// Text in GBK or GB18030, as Chinese Windows writes it.
    Gbk,
    /// Bytes that are no text in any encoding known here.
    Binary,
}

/// The kind of a file whose first bytes are not text; `None` where it may be text.
pub fn foreign(bytes: &[u8]) -> Option<Foreign> {
    const MAGIC: &[(&[u8], Foreign)] = &[
        (b"PK\x03\x04", Foreign::Archive),
        (b"PK\x05\x06", Foreign::Archive),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Foreign::OldOffice),
        (b"%PDF-", Foreign::Pdf),
        (b"{\\rtf", Foreign::Rtf),
        (b"\x1f\x8b", Foreign::Compressed),
        (b"7z\xbc\xaf\x27\x1c", Foreign::Compressed),
        (b"Rar!\x1a\x07", Foreign::Compressed),
        (b"BZh", Foreign::Compressed),
        (b"\x28\xb5\x2f\xfd", Foreign::Compressed),
        (b"\xfd7zXZ\0", Foreign::Compressed),
        (b"\x89PNG", Foreign::Picture),
        (b"\xff\xd8\xff", Foreign::Picture),
        (b"GIF8", Foreign::Picture),
        (b"SQLite format 3\0", Foreign::Database),
    ];
    let known = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic));
    if let Some((_, Foreign::Archive)) = known {
        let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        return Some(if holds(b"xl/") || holds(b"Index/Tables/") {
            Foreign::Workbook
        } else if holds(b"word/") {
            Foreign::Document
        } else {
            Foreign::Archive
        });
    }
    if let Some((_, kind)) = known {
        return Some(*kind);
    }
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = start.trim_ascii_start();
    let start = start[..start.len().min(16)].to_ascii_lowercase();
    let pages: [&[u8]; 5] = [b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta"];
    pages
        .iter()
        .any(|page| start.starts_with(page))
        .then_some(Foreign::WebPage)
}

/// The encoding of a text that is not UTF-8.
pub fn not_utf8(bytes: &[u8]) -> Foreign {
    if let Some(known) = foreign(bytes) {
        known
    } else if utf16(bytes).is_some() {
        Foreign::Utf16
    } else if !bytes.contains(&0) && !GB18030.decode_without_bom_handling(bytes).1 {
        Foreign::Gbk
    } else {
        Foreign::Binary
    }
}

/// A decoder for text in UTF-16: by its mark, or because every second byte of much of it is zero.
pub fn utf16(bytes: &[u8]) -> Option<Decoder> {
    let little = || UTF_16LE.new_decoder_with_bom_removal();
    let big = || UTF_16BE.new_decoder_with_bom_removal();
    match bytes {
        // This would be UTF-32, which nothing writes.
        [0xff, 0xfe, 0, 0, ..] => return None,
        [0xff, 0xfe, ..] => return Some(little()),
        [0xfe, 0xff, ..] => return Some(big()),
        _ => {}
    }
    let looked = &bytes[..bytes.len().min(4096)];
    let zeros = |second: usize| {
        looked
            .chunks_exact(2)
            .filter(|pair| pair[second] == 0)
            .count()
    };
    let (first, second) = (zeros(0), zeros(1));
    let many = looked.len() / 8;
    if many > 0 && first == 0 && second > many {
        Some(little())
    } else if many > 0 && second == 0 && first > many {
        Some(big())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn files_are_known_by_their_bytes() {
        let cases: [(&[u8], Foreign); 8] = [
            (
                b"PK\x03\x04\x14\0[Content_Types].xml..xl/workbook.xml",
                Foreign::Workbook,
            ),
            (b"PK\x03\x04\x14\0word/document.xml", Foreign::Document),
            (b"PK\x03\x04\x14\0a.txt", Foreign::Archive),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", Foreign::OldOffice),
            (b"%PDF-1.7", Foreign::Pdf),
            (b"\xef\xbb\xbf\n<TABLE border=1>", Foreign::WebPage),
            (b"\xb4\xba\xb2\xe8\xd0\xc2\xc6\xb7", Foreign::Gbk),
            (b"\xff\xff\0\0\x01", Foreign::Binary),
        ];
        for (bytes, kind) in cases {
            assert_eq!(not_utf8(bytes), kind);
        }
        assert_eq!(foreign(b"name = \"spring\""), None);
    }

    #[test]
    fn utf_16_is_known_with_and_without_its_mark() {
        let text = "name,openid\n春,oTest\n";
        for order in [u16::to_le_bytes, u16::to_be_bytes] {
            for marked in [format!("\u{feff}{text}"), text.to_owned()] {
                let bytes = wide(&marked, order);
                let mut decoder = utf16(&bytes).expect("recognised");
                let mut read = String::with_capacity(256);
                let _ = decoder.decode_to_string(&bytes, &mut read, true);
                assert_eq!(read, text);
                assert_eq!(not_utf8(&bytes), Foreign::Utf16);
            }
        }
        assert!(utf16("plain text, long enough to be looked at".as_bytes()).is_none());
    }
}
