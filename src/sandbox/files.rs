//! The bytes of uploaded files: in the sandbox's folder, or in memory where it has none.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

use super::lock::locked;

#[derive(Debug)]
pub(super) enum Files {
    In(PathBuf),
    Memory(Mutex<BTreeMap<String, Vec<u8>>>),
}

impl Files {
    pub(super) fn new(folder: Option<&PathBuf>) -> Self {
        folder.map_or_else(
            || Self::Memory(Mutex::default()),
            |folder| Self::In(folder.join("media")),
        )
    }

    pub(super) fn keep(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        match self {
            Self::Memory(files) => {
                locked(files).insert(name.to_owned(), bytes.to_vec());
                Ok(())
            }
            Self::In(folder) => {
                std::fs::create_dir_all(folder)?;
                std::fs::write(folder.join(name), bytes)
            }
        }
    }

    pub(super) fn read(&self, name: &str) -> Option<Vec<u8>> {
        match self {
            Self::Memory(files) => locked(files).get(name).cloned(),
            // A name comes from a path of a request.
            Self::In(folder) if name.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                std::fs::read(folder.join(name)).ok()
            }
            Self::In(_) => None,
        }
    }

    pub(super) fn remove(&self, name: &str) {
        match self {
            Self::Memory(files) => {
                locked(files).remove(name);
            }
            Self::In(folder) => {
                let _ = std::fs::remove_file(folder.join(name));
            }
        }
    }
}
