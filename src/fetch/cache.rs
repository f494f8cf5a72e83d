//! Fetched pictures on disk: a folder for each address, and in it one file that is named by its own hash.
//!
//! A file whose bytes are not those of its name is no picture of ours: it is fetched again. Readable by the operator alone.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

#[derive(Debug)]
pub(super) struct Cache {
    pub(super) folder: PathBuf,
}

impl Cache {
    pub(super) fn at(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// Makes the folder where it is missing.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        make(folder)?;
        Ok(Self::at(folder))
    }

    fn place(&self, source: &str) -> PathBuf {
        self.folder.join(hash(source.as_bytes()))
    }

    /// The file of an address, if it is whole.
    pub(super) fn find(&self, source: &str) -> Option<PathBuf> {
        let entries = std::fs::read_dir(self.place(source)).ok()?;
        let mut files = entries.filter_map(Result::ok).map(|entry| entry.path());
        files.find(|file| {
            let bytes = std::fs::read(file).ok();
            let own = bytes.map(|bytes| hash(&bytes));
            own.is_some() && own.as_deref() == file.file_name().and_then(|name| name.to_str())
        })
    }

    /// Keeps the bytes of an address in place of those that it had.
    pub(super) fn keep(&self, source: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        let place = self.place(source);
        make(&place)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        let path = place.join(hash(bytes));
        file.persist(&path)?;
        for entry in std::fs::read_dir(&place)?.filter_map(Result::ok) {
            if entry.path() != path {
                // What remains is a second picture of this address, and the next `keep` tries again.
                let _ = std::fs::remove_file(entry.path());
            }
        }
        Ok(path)
    }
}

/// A folder that its owner alone can read.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
