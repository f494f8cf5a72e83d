//! The tags of an account as it last told them: a small file for completions, `tags/APPID.json` in the folder for state.
//!
//! Kept whenever a command has them listed; nothing is decided by it, so a file that cannot be written is not missed.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cli::folders;
use crate::wechat::tags::Tag;

/// A tag that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    pub(super) id: i64,
    pub(super) name: String,
}

/// More than an account may have.
const MOST: usize = 1000;
/// A file of that many tags is smaller.
const LONGEST: u64 = 1024 * 1024;

/// The folder of the files, of the sandbox or of real accounts.
pub(super) fn folder(sandbox: bool) -> PathBuf {
    let state = if sandbox {
        folders::sandbox()
    } else {
        folders::state()
    };
    state.join("tags")
}

/// Keeps the tags of an account.
pub(in crate::cli) fn keep(sandbox: bool, appid: &str, tags: &[Tag]) {
    let folder = folder(sandbox);
    let tags = tags.iter().take(MOST).map(|tag| Seen {
        id: tag.id.get(),
        name: tag.name.clone(),
    });
    let tags: Vec<_> = tags.collect();
    // In a folder that others may write it would be believed although it may be theirs.
    if folders::is_temporary(&folder) || !is_name(appid) {
        return;
    }
    if let Err(error) = written(&folder, appid, &tags) {
        tracing::debug!(%error, appid, "tags not kept");
    }
}

fn written(folder: &Path, appid: &str, tags: &[Seen]) -> std::io::Result<()> {
    folders::make_private(folder)?;
    // One that is complete takes the place of the one before.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&serde_json::to_vec(tags)?)?;
    file.persist(folder.join(format!("{appid}.json")))?;
    Ok(())
}

/// The tags that were seen of an account; of all accounts where it is not known which is meant.
pub(super) fn tags(folder: &Path, appid: Option<&str>) -> Vec<Seen> {
    if folders::is_temporary(folder) {
        return Vec::new();
    }
    if let Some(appid) = appid {
        let file = is_name(appid).then(|| folder.join(format!("{appid}.json")));
        return file.map(|file| read(&file)).unwrap_or_default();
    }
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    files.sort();
    let mut found: Vec<Seen> = Vec::new();
    for tag in files.iter().flat_map(|file| read(file)) {
        if !found.iter().any(|known| known.name == tag.name) {
            found.push(tag);
        }
    }
    found
}

fn read(file: &Path) -> Vec<Seen> {
    let is_ours = file
        .metadata()
        .is_ok_and(|found| found.is_file() && found.len() <= LONGEST);
    if !is_ours {
        return Vec::new();
    }
    let text = std::fs::read(file).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// Whether an appid can be a file's name.
fn is_name(appid: &str) -> bool {
    !appid.is_empty() && appid.bytes().all(|it| it.is_ascii_alphanumeric())
}
