//! The files of a store on this machine: which one a path means, and whether they are fit to hold a ledger and tokens.
//!
//! A path is resolved first, so that two paths of one file are one store with one lock. Refused is what is no regular file, what
//! has a second name, what another user owns, and what stands in a folder in which others may put another file in its place.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::error::{Error, Unfit};

/// Files that SQLite puts beside its own: each holds pages of it.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Links that are followed before the path is given up, as on Linux.
#[cfg(unix)]
const LINKS: usize = 40;

/// The path with all links resolved, also where the file or its folders are not there yet.
#[cfg(unix)]
pub(super) fn real_path(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        match fs::canonicalize(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            found => return found,
        }
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Ok(path);
        };
        match fs::read_link(&path) {
            // A link to a file that is still to be made.
            Ok(target) => path = folder.join(target),
            Err(_) => return Ok(real_path(folder)?.join(name)),
        }
    }
    fs::canonicalize(&path)
}

/// As it is: a resolved path of Windows is one that SQLite does not open.
#[cfg(not(unix))]
pub(super) fn real_path(path: &Path) -> io::Result<PathBuf> {
    Ok(path.to_owned())
}

/// Makes the file and its folders when they are missing, and makes sure that it can be written and is fit to be a store.
pub(super) fn make(path: &Path) -> Result<(), Error> {
    let place = path.display().to_string();
    let failed = |error: io::Error| Error::from_io(&place, &error);
    let unfit = |why| Error::Unfit {
        place: place.clone(),
        why,
    };
    let folder = path.parent().unwrap_or(path);
    if !folder.exists() {
        make_folder(folder).map_err(failed)?;
    }
    let is_shared = shared(folder).map_err(unfit)?;
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    owner_only(&mut options);
    match options.clone().create_new(true).open(path) {
        Ok(_) => sync_folder(folder).map_err(failed),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            for file in all_files(path) {
                match file.symlink_metadata() {
                    Ok(found) => look(&file, &found, is_shared).map_err(unfit)?,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(failed(error)),
                }
            }
            options.open(path).map(drop).map_err(failed)
        }
        Err(error) => Err(failed(error)),
    }
}

/// Whether the group or others have any right.
#[cfg(unix)]
fn is_open_to_others(mode: u32) -> bool {
    (mode & 0o077) > 0
}

/// Takes all rights of others from the files of a store; answers the widest mode that was found, if one was too wide.
#[cfg(unix)]
pub(super) fn narrow(path: &Path) -> Result<Option<u32>, Error> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut widest = None;
    for file in all_files(path) {
        let Ok(found) = file.symlink_metadata() else {
            continue;
        };
        let mode = found.permissions().mode() & 0o7777;
        if !is_open_to_others(mode) {
            continue;
        }
        widest = widest.max(Some(mode));
        let narrowed = fs::set_permissions(&file, fs::Permissions::from_mode(mode & 0o700));
        let now = file.symlink_metadata();
        let stays = now.is_ok_and(|now| is_open_to_others(now.permissions().mode()));
        if narrowed.is_err() || stays {
            return Err(Error::Unfit {
                place: path.display().to_string(),
                why: Unfit::StaysOpen {
                    file: file.display().to_string(),
                    mode,
                },
            });
        }
    }
    Ok(widest)
}

/// Modes are a matter of Unix.
#[cfg(not(unix))]
pub(super) fn narrow(_path: &Path) -> Result<Option<u32>, Error> {
    Ok(None)
}

/// The folder of a store's locks, made where it is missing.
pub(super) fn locks(store: &Path) -> Result<PathBuf, Error> {
    let folder = beside(store, ".locks");
    let place = store.display().to_string();
    let why = match folder.metadata() {
        Ok(found) if found.is_dir() && may_be_ours(&found) => return Ok(folder),
        Ok(found) if found.is_dir() => Unfit::NotOurs {
            file: folder.display().to_string(),
        },
        Ok(_) => Unfit::Locks {
            folder: folder.display().to_string(),
        },
        Err(_) => {
            make_folder(&folder).map_err(|error| Error::from_io(&place, &error))?;
            return Ok(folder);
        }
    };
    Err(Error::Unfit { place, why })
}

/// A folder that only its owner may enter, with all missing ones above it.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Files made with these options are for their owner only. SQLite gives the log and the index the mode of its file.
pub(super) fn owner_only(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    PathBuf::from(name)
}

fn all_files(path: &Path) -> impl Iterator<Item = PathBuf> {
    let others = BESIDE.map(|end| beside(path, end));
    std::iter::once(path.to_owned()).chain(others)
}

/// Whether others may make files of their own in the folder (such as `/tmp`). `Err` where they may replace those of others.
#[cfg(unix)]
fn shared(folder: &Path) -> Result<bool, Unfit> {
    use std::os::unix::fs::MetadataExt as _;
    const STICKY: u32 = 0o1000;
    let mut is_shared = false;
    for (height, above) in folder.ancestors().enumerate() {
        let Ok(found) = above.metadata() else {
            continue;
        };
        // A group with its user's number is that user's own, as most distributions make it.
        let has_own_group =
            found.gid() == found.uid() || found.gid() == rustix::process::geteuid().as_raw();
        let writers = if height == 0 && !has_own_group {
            0o022
        } else {
            0o002
        };
        if found.mode() & writers == 0 {
            continue;
        }
        if found.mode() & STICKY == 0 {
            return Err(Unfit::OpenFolder {
                folder: above.display().to_string(),
                mode: found.mode() & 0o7777,
            });
        }
        is_shared |= height == 0;
    }
    Ok(is_shared)
}

#[cfg(not(unix))]
fn shared(_folder: &Path) -> Result<bool, Unfit> {
    Ok(false)
}

/// Whether an existing file is fit to be a store or a part of one.
fn look(file: &Path, found: &Metadata, is_shared: bool) -> Result<(), Unfit> {
    kind(found)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        // SQLite keeps its log by the file's name; under two names the one does not know what the other has written.
        if found.nlink() > 1 {
            return Err(Unfit::SecondName);
        }
        let is_wide = found.mode() & 0o077 != 0;
        if !is_ours(found) && (is_shared || is_wide) {
            return Err(Unfit::NotOurs {
                file: file.display().to_string(),
            });
        }
    }
    #[cfg(not(unix))]
    let _ = (file, is_shared);
    Ok(())
}

#[cfg(unix)]
fn kind(found: &Metadata) -> Result<(), Unfit> {
    use std::os::unix::fs::FileTypeExt as _;
    let kind = found.file_type();
    if kind.is_file() {
        Ok(())
    } else if kind.is_dir() {
        Err(Unfit::Folder)
    } else if kind.is_fifo() {
        Err(Unfit::Pipe)
    } else if kind.is_symlink() {
        Err(Unfit::Link)
    } else {
        Err(Unfit::Device)
    }
}

#[cfg(not(unix))]
fn kind(found: &Metadata) -> Result<(), Unfit> {
    if found.is_dir() {
        return Err(Unfit::Folder);
    }
    if found.is_file() {
        Ok(())
    } else {
        Err(Unfit::Device)
    }
}

#[cfg(unix)]
fn is_ours(found: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    found.uid() == rustix::process::geteuid().as_raw()
}

/// Whether a folder is ours, or one that only its owner may write.
#[cfg(unix)]
fn may_be_ours(found: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    is_ours(found) || found.mode() & 0o022 == 0
}

#[cfg(not(unix))]
fn may_be_ours(_found: &Metadata) -> bool {
    true
}

/// A new name is on disk only when its folder is.
fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
