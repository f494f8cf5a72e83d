//! The accounts file as bytes: read within limits, since it may be a pipe, and as UTF-8, since editors of Windows write
//! other encodings under the same name.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use crate::cli::failure::{Exit, Failure};
use crate::cli::shell::{Unanswered, wait, waiting};
use crate::cli::{Frame, env};
use crate::report::Lang;
use crate::report::text;

/// How long a pipe may take.
const LIMIT: Duration = Duration::from_secs(30);
/// More than ten thousand profiles.
const LONGEST: u64 = 4 * 1024 * 1024;

/// The text of the file; nothing where there is no file, unless the operator has named it.
pub(super) fn read(frame: &Frame, path: &Path) -> Result<Option<String>, Failure> {
    let is_named = std::env::var_os(env::ACCOUNTS).is_some_and(|named| named == path);
    text_of(frame, path, !is_named)
}

/// The text of the file, or nothing where there is none yet.
pub(super) fn read_if_there(frame: &Frame, path: &Path) -> Result<Option<String>, Failure> {
    text_of(frame, path, true)
}

/// The text of the file for completions, which neither wait nor complain: nothing where it is a pipe or cannot be read.
pub(super) fn glance(path: &Path) -> Option<String> {
    if !path.is_file() {
        return None;
    }
    let text = String::from_utf8(bytes(path).ok()?).ok()?;
    Some(text.trim_start_matches('\u{feff}').to_owned())
}

fn text_of(frame: &Frame, path: &Path, may_be_missing: bool) -> Result<Option<String>, Failure> {
    let lang = frame.out.lang;
    let (answer, answered) = mpsc::channel();
    let file = path.to_owned();
    // On a thread of its own: to open a pipe that no one writes to takes for ever.
    std::thread::spawn(move || answer.send(bytes(&file)));
    let what = || text!(lang, file_accounts_file, path = path.display());
    let look = || match answered.try_recv() {
        Ok(read) => Ok(Some(read)),
        Err(mpsc::TryRecvError::Empty) => Ok(None),
        Err(mpsc::TryRecvError::Disconnected) => Err(Unanswered::Nothing),
    };
    let read = wait(
        LIMIT,
        || frame.stop.is_asked(),
        || frame.out.note(&waiting(lang, what(), LIMIT)),
        look,
    );
    match read {
        Ok(Ok(bytes)) => text(lang, path, bytes).map(Some),
        Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound && may_be_missing => Ok(None),
        Ok(Err(error)) => Err(unreadable(lang, path, &error.to_string())),
        Err(Unanswered::Interrupted) => Err(Failure::new(
            Exit::Interrupted,
            text!(lang, account_interrupted),
            "",
        )),
        Err(why) => Err(unreadable(lang, path, &why.why(lang))),
    }
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(LONGEST + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        return Err(io::Error::other(format!("more than {LONGEST} bytes")));
    }
    Ok(bytes)
}

fn unreadable(lang: Lang, path: &Path, why: &str) -> Failure {
    Failure::new(
        Exit::Input,
        text!(
            lang,
            file_cannot_read_accounts_file,
            path = path.display(),
            why = why
        ),
        text!(
            lang,
            file_wxmass_accounts_add_name_makes,
            name = env::ACCOUNTS
        ),
    )
}

fn text(lang: Lang, path: &Path, bytes: Vec<u8>) -> Result<String, Failure> {
    let encoding = other_encoding(&bytes);
    let text = String::from_utf8(bytes).map_err(|error| error.to_string());
    let (why, from) = match (encoding, text) {
        (None, Ok(text)) => {
            return Ok(text
                .strip_prefix('\u{feff}')
                .map_or(text.clone(), str::to_owned));
        }
        (Some(encoding), _) => (encoding.to_owned(), encoding),
        (None, Err(why)) => (why, "GB18030"),
    };
    Err(Failure::new(
        Exit::Input,
        text!(
            lang,
            file_accounts_file_not_utf_8,
            path = path.display(),
            why = why
        ),
        text!(lang, file_save_utf_8_notepad_save, from = from),
    ))
}

/// The encoding that bytes are in, by its name for `iconv`, where it is recognised and is not UTF-8.
pub(super) fn other_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, ..] => return Some("UTF-16LE"),
        [0xfe, 0xff, ..] => return Some("UTF-16BE"),
        _ => {}
    }
    // Without a mark: the upper halves of ASCII are zero, and TOML is mostly ASCII.
    let zeros = |offset: usize| {
        bytes
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if bytes.len() >= 4 && even.max(odd) * 4 >= bytes.len() {
        return Some(if odd >= even { "UTF-16LE" } else { "UTF-16BE" });
    }
    (std::str::from_utf8(bytes).is_err() && is_gbk(bytes)).then_some("GBK")
}

/// Whether all that is not ASCII comes in the pairs of GBK.
fn is_gbk(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return true,
            [0..=0x7f, rest @ ..] | [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, rest @ ..] => rest,
            _ => return false,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_encodings_are_recognised() {
        let wide = |text: &str, little: bool| -> Vec<u8> {
            let bytes = |unit: u16| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            };
            text.encode_utf16().flat_map(bytes).collect()
        };
        let text = "[main] # 主号\nappid = \"wx\"\n";
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), None),
            (wide(&format!("\u{feff}{text}"), true), Some("UTF-16LE")),
            (wide(&format!("\u{feff}{text}"), false), Some("UTF-16BE")),
            (wide(text, true), Some("UTF-16LE")),
            (wide(text, false), Some("UTF-16BE")),
            (b"[main] # \xd6\xf7\xba\xc5\n".to_vec(), Some("GBK")),
            (b"[main] # \xff\n".to_vec(), None),
            (Vec::new(), None),
        ] {
            assert_eq!(other_encoding(&bytes), encoding, "{bytes:?}");
        }
    }
}
