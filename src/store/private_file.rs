//! Files and folders that only their owner may open.

use std::fs::{DirBuilder, OpenOptions};
use std::path::Path;

/// A folder that only its owner may enter, with all missing ones above it.
pub(super) fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Files made with these options are for their owner alone. SQLite gives the log and the index the mode of its file.
pub(super) fn owner_only(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}
