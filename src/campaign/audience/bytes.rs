//! The bytes of a list as text: what it is by its first bytes, out of UTF-16 where it is in that, each line ended by `\n`.
//!
//! Only the first bytes and a buffer are held. A file that is no text is named, not read.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use encoding_rs::{CoderResult, Decoder};

use crate::text::{Foreign, foreign, utf16};

/// Bytes that are looked at before anything is decided.
pub(super) const LOOKED_AT: usize = 64 * 1024;

/// A list whose beginning was looked at.
pub(super) struct Text<'a> {
    /// The first bytes, as UTF-8 or in an encoding that has ASCII's bytes for ASCII's letters.
    pub(super) beginning: Vec<u8>,
    /// All of it, the beginning included.
    pub(super) reader: Box<dyn BufRead + 'a>,
}

/// Looks at a list's first bytes.
pub(super) fn open<'a>(mut reader: impl BufRead + 'a) -> io::Result<Result<Text<'a>, Foreign>> {
    let beginning = beginning(&mut reader)?;
    if let Some(kind) = foreign(&beginning) {
        return Ok(Err(kind));
    }
    let decoder = utf16(&beginning);
    if decoder.is_none() && beginning.contains(&0) {
        return Ok(Err(Foreign::Binary));
    }
    let whole = Cursor::new(beginning).chain(reader);
    let mut lines: Box<dyn BufRead + 'a> = match decoder {
        Some(decoder) => Box::new(BufReader::new(LineEnds::new(Wide::new(whole, decoder)))),
        None => Box::new(BufReader::new(LineEnds::new(whole))),
    };
    let mut beginning = self::beginning(&mut lines)?;
    if beginning.starts_with(b"\xef\xbb\xbf") {
        beginning.drain(..3);
    }
    let reader = Box::new(Cursor::new(beginning.clone()).chain(lines));
    Ok(Ok(Text { beginning, reader }))
}

fn beginning(reader: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(LOOKED_AT as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// UTF-16 read as UTF-8; what is none becomes U+FFFD, which no openid holds.
struct Wide<R> {
    reader: R,
    decoder: Decoder,
    /// Bytes that are not decoded yet.
    raw: Vec<u8>,
    /// All bytes are there.
    is_over: bool,
    /// And all of them are decoded.
    is_done: bool,
}

impl<R: BufRead> Wide<R> {
    fn new(reader: R, decoder: Decoder) -> Self {
        Self {
            reader,
            decoder,
            raw: Vec::new(),
            is_over: false,
            is_done: false,
        }
    }
}

impl<R: BufRead> Read for Wide<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // A character takes up to 4 bytes, and the decoder wants room for one more.
        let mut small = [0; 16];
        while !self.is_done {
            if self.raw.is_empty() && !self.is_over {
                let read = self.reader.fill_buf()?;
                self.raw.extend_from_slice(read);
                let count = read.len();
                self.reader.consume(count);
                self.is_over = count == 0;
            }
            let is_small = buffer.len() < small.len();
            let room = if is_small {
                &mut small[..]
            } else {
                &mut *buffer
            };
            let (result, taken, written, _) =
                self.decoder.decode_to_utf8(&self.raw, room, self.is_over);
            if is_small && written > buffer.len() {
                return Err(io::Error::other("a buffer that holds no character"));
            }
            self.raw.drain(..taken);
            if is_small {
                buffer[..written].copy_from_slice(&small[..written]);
            }
            self.is_done = self.is_over && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

/// `\r\n` and the lone `\r` of old Macs read as `\n`.
struct LineEnds<R> {
    reader: R,
    after_return: bool,
}

impl<R> LineEnds<R> {
    fn new(reader: R) -> Self {
        Self {
            reader,
            after_return: false,
        }
    }
}

impl<R: Read> Read for LineEnds<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.reader.read(buffer)?;
            let mut kept = 0;
            for at in 0..read {
                let byte = buffer[at];
                let is_second = byte == b'\n' && self.after_return;
                self.after_return = byte == b'\r';
                if !is_second {
                    buffer[kept] = if byte == b'\r' { b'\n' } else { byte };
                    kept += 1;
                }
            }
            if kept > 0 || read == 0 {
                return Ok(kept);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], piece: usize) -> String {
        let reader = BufReader::with_capacity(piece, bytes);
        let mut text = open(reader).expect("memory").expect("text");
        let mut whole = String::new();
        text.reader.read_to_string(&mut whole).expect("UTF-8");
        whole
    }

    #[test]
    fn line_ends_and_utf_16_are_read_in_pieces_of_any_size() {
        let wide = |text: &str| -> Vec<u8> {
            let marked = format!("\u{feff}{text}");
            marked.encode_utf16().flat_map(u16::to_le_bytes).collect()
        };
        for piece in [1, 2, 3, 7, 64] {
            assert_eq!(read(b"a\r\nb\rc\n\r\nd", piece), "a\nb\nc\n\nd");
            assert_eq!(read(&wide("春,😀\r\nb"), piece), "春,😀\nb", "{piece}");
        }
        assert_eq!(read(b"\xef\xbb\xbfa", 8), "a");
        let long = wide(&"春oTest\n".repeat(20_000));
        assert_eq!(read(&long, 4096).len(), "春oTest\n".len() * 20_000);
    }
}
