//! Reads of whole files: text within a limit, and the hash of what is sent as it stands.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::problem::{ReadFault, Rule};
use crate::text::{foreign, nearest, not_utf8};

/// Names of a folder that are compared with one that is not there.
pub(super) const LISTED: usize = 1000;

/// A text file of at most `limit` bytes, in UTF-8.
pub(super) fn read_text(path: &Path, limit: u64) -> Result<String, Rule> {
    let unreadable = |error: io::Error| Rule::Unreadable {
        path: path.to_owned(),
        why: ReadFault::from(&error),
    };
    let mut text = Vec::new();
    let opened = File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut text));
    match opened {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let tried = path.to_owned();
            let nearest = beside(path);
            return Err(Rule::FileMissing { tried, nearest });
        }
        opened => opened.map_err(unreadable)?,
    };
    if let Some(what) = foreign(&text)
        .filter(|_| text.contains(&0) || text.starts_with(b"PK") || text.starts_with(b"%PDF"))
    {
        let path = path.to_owned();
        return Err(Rule::ForeignFile { path, what });
    }
    if text.len() as u64 > limit {
        return Err(Rule::FileTooLarge {
            path: path.to_owned(),
            limit,
        });
    }
    String::from_utf8(text).map_err(|error| Rule::ForeignFile {
        path: path.to_owned(),
        what: not_utf8(error.as_bytes()),
    })
}

/// The file beside one that is not there whose name is most like it.
fn beside(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let entries = folder.unwrap_or(Path::new(".")).read_dir().ok()?;
    let files = entries
        .flatten()
        .take(LISTED)
        .filter(|it| it.path().is_file());
    let names: Vec<_> = files
        .filter_map(|it| it.file_name().into_string().ok())
        .collect();
    nearest(
        path.file_name()?.to_str()?,
        names.iter().map(String::as_str),
    )
}

/// SHA-256 and length of a file, in pieces.
pub(super) fn hash(path: &Path) -> io::Result<(String, u64)> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut length = 0;
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            return Ok((hex::encode(digest.finalize()), length));
        }
        digest.update(&buffer[..count]);
        length += count as u64;
    }
}
