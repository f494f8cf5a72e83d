//! Whether the file of a store is still the one that was opened. What is written to a file that was removed, replaced or cut off
//! meanwhile is lost: the next run would find an empty ledger, and send again.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use super::error::{Error, Unfit};

/// The header of a SQLite file; no write makes it shorter.
const HEADER: u64 = 100;

/// A file as it was when it was opened.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Opened {
    path: PathBuf,
    id: Id,
    has_header: bool,
}

impl Opened {
    /// The file as it is now; `None` where it is not there.
    pub(super) fn now(path: &Path) -> Option<Self> {
        let found = fs::metadata(path).ok()?;
        Some(Self {
            path: path.to_owned(),
            id: id(&found),
            has_header: found.len() >= HEADER,
        })
    }

    /// Fails where it is another file by now, or none.
    pub(super) fn is_still_there(&self) -> Result<(), Error> {
        let now = Self::now(&self.path);
        let same = now.is_some_and(|now| now.id == self.id && now.has_header >= self.has_header);
        if same {
            return Ok(());
        }
        Err(Error::Unfit {
            place: self.path.display().to_string(),
            why: Unfit::Replaced,
        })
    }
}

/// The device and the file's number on it.
type Id = (u64, u64);

#[cfg(unix)]
fn id(found: &Metadata) -> Id {
    use std::os::unix::fs::MetadataExt as _;
    (found.dev(), found.ino())
}

/// Files have no number here that a program could ask for.
#[cfg(not(unix))]
fn id(_: &Metadata) -> Id {
    (0, 0)
}
