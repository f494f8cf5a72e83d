//! The file of a picture: read once, hashed and inspected. A picture that stands in a text as a `data:` address gets a file of
//! its own first.

use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use tempfile::TempPath;

use super::Picture;
use super::problem::{ReadFault, Rule};
use crate::picture;

/// No picture larger than this is looked at.
const MAX_PICTURE: u64 = 64 * 1024 * 1024;
/// Characters of a `data:` address that are shown.
const SHOWN: usize = 40;

/// A picture by its file.
pub(super) fn look(path: &Path, written: &str) -> Result<Picture, Rule> {
    let unreadable = |error: io::Error| Rule::Unreadable {
        path: path.to_owned(),
        why: ReadFault::from(&error),
    };
    let length = path.metadata().map_err(unreadable)?.len();
    if length > MAX_PICTURE {
        return Err(Rule::FileTooLarge {
            path: path.to_owned(),
            limit: MAX_PICTURE,
        });
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let facts = picture::inspect(&bytes).map_err(|error| Rule::PictureUnusable {
        source: written.to_owned(),
        error,
    })?;
    Ok(Picture {
        path: path.to_owned(),
        shown: written.to_owned(),
        sha256: hex::encode(Sha256::digest(&bytes)),
        remote: None,
        spooled: None,
        facts,
    })
}

/// A picture that stands in the text itself as a `data:` address, written to a file that only its owner can read.
pub(super) fn spooled(address: &str) -> Result<Picture, Rule> {
    let shown: String = address.chars().take(SHOWN).collect();
    let spool = |bytes: &[u8]| -> io::Result<TempPath> {
        let mut file = tempfile::NamedTempFile::new()?;
        file.write_all(bytes)?;
        Ok(file.into_temp_path())
    };
    let bytes = picture::from_data_address(address).map_err(|error| Rule::PictureUnusable {
        source: shown.clone(),
        error,
    })?;
    let path = spool(&bytes).map_err(|error| Rule::temporary(&error))?;
    let picture = look(&path, &shown)?;
    Ok(Picture {
        spooled: Some(Arc::new(path)),
        ..picture
    })
}
