//! Locks on this machine: `<store>.locks/<hash of the name>.lock`, locked by the operating system.
//!
//! The holder is written to a file of its own, since others cannot read a locked file on Windows. Lock files are never
//! deleted: a file that is deleted while another process opens it is a lock that two can have.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::error::Error;
use super::holder::Holder;
use super::private_file;

/// A locked file. The lock ends when the file is closed, at the latest with the process.
#[derive(Debug)]
pub(super) struct FileLock {
    file: File,
    holder: PathBuf,
}

impl Drop for FileLock {
    fn drop(&mut self) {
        // A leftover is not read unless the lock is held, and then it has been overwritten.
        let _ = std::fs::remove_file(&self.holder);
        // Closing would do, but for a process that is being started at this moment and has the file open for an instant.
        let _ = self.file.unlock();
    }
}

/// Takes the lock or says who has it. Does not wait.
pub(super) fn take(
    store: &Path,
    name: &str,
    holder: &str,
) -> Result<Result<FileLock, Holder>, Error> {
    let folder = private_file::locks(store)?;
    lock_in(&folder, name, holder)
        .map_err(|error| Error::from_io(&folder.display().to_string(), &error))
}

fn lock_in(folder: &Path, name: &str, holder: &str) -> io::Result<Result<FileLock, Holder>> {
    let stem = hash(name);
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    private_file::owner_only(&mut options);
    let file = options.open(folder.join(format!("{stem}.lock")))?;
    let who = folder.join(format!("{stem}.holder"));
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(Err(read_holder(&who))),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    let lock = FileLock { file, holder: who };
    write_holder(&lock.holder, holder)?;
    Ok(Ok(lock))
}

/// Two lines: since when (milliseconds), and who.
fn write_holder(path: &Path, holder: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    private_file::owner_only(&mut options);
    let text = format!("{}\n{holder}\n", Timestamp::now().as_millisecond());
    options.open(path)?.write_all(text.as_bytes())
}

fn read_holder(path: &Path) -> Holder {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let (since, who) = text.split_once('\n').unwrap_or_default();
    let since = since
        .parse()
        .ok()
        .and_then(|milliseconds| Timestamp::from_millisecond(milliseconds).ok());
    let who = who.trim_end();
    // The holder may be between locking and writing.
    let text = if who.is_empty() {
        "another process".to_owned()
    } else {
        who.to_owned()
    };
    Holder { text, since }
}

/// Names are the operator's and may hold anything; file names may not.
fn hash(name: &str) -> String {
    hex::encode(&Sha256::digest(name)[..16])
}
