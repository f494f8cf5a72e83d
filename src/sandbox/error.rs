//! Why a sandbox cannot be had.

use std::net::SocketAddr;
use std::path::PathBuf;

/// Why a sandbox cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("another wxmass is using the sandbox in `{}`", .0.display())]
    Busy(PathBuf),
    #[error(
        "a sandbox is being served from `{}` already, at {address}: use that one, stop it, or add `--memory`",
        folder.display()
    )]
    Served { folder: PathBuf, address: String },
    #[error("cannot listen on {address}: {error}")]
    Bind {
        address: SocketAddr,
        error: std::io::Error,
    },
    #[error("cannot use the sandbox's folder `{}`: {error}", folder.display())]
    Folder {
        folder: PathBuf,
        error: std::io::Error,
    },
}
