//! The folder of a world: which process has it, and where one that is served from it is reached.
//!
//! One process plays in a world at a time. The lock ends with its process, however it ends; the address may stay behind, and counts
//! only while somebody has the lock.

use std::fs::{File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use super::error::Error;

/// How long to wait for another process that plays in the same world.
const PATIENCE: Duration = Duration::from_mins(1);

/// The address of a sandbox that is being served from this folder, if there is one. What a killed one has left is none.
pub fn running(folder: &Path) -> Option<String> {
    let lock = File::open(folder.join("lock")).ok()?;
    if !matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)) {
        return None;
    }
    let mut base = String::new();
    File::open(folder.join("address"))
        .ok()?
        .read_to_string(&mut base)
        .ok()?;
    // A relay's path may follow.
    let authority = base.trim().strip_prefix("http://")?.split('/').next()?;
    let address: SocketAddr = authority.parse().ok()?;
    TcpStream::connect_timeout(&address, Duration::from_millis(300)).ok()?;
    Some(base.trim().to_owned())
}

/// Takes the folder for this process. One that wants to serve does not wait for another that does.
pub(super) fn hold(folder: &Path, serves: bool) -> Result<File, Error> {
    let failed = |error| Error::Folder {
        folder: folder.to_owned(),
        error,
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    private(folder).map_err(failed)?;
    let mut file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(folder.join("lock"))
        .map_err(failed)?;
    let since = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::WouldBlock) if serves && let Some(address) = running(folder) => {
                let folder = folder.to_owned();
                return Err(Error::Served { folder, address });
            }
            Err(TryLockError::WouldBlock) if since.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(50));
            }
            Err(TryLockError::WouldBlock) => return Err(Error::Busy(folder.to_owned())),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
    let _ = file
        .rewind()
        .and_then(|()| writeln!(file, "{}", std::process::id()));
    Ok(file)
}

#[cfg(unix)]
fn private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn private(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}
