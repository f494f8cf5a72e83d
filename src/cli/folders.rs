//! Folders in which things are kept between commands when the operator names no other place.

use std::fs::{DirBuilder, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::env;
use crate::cli::failure::{Exit, Failure};
use crate::report::Lang;
use crate::report::text;

/// The folder of the sandbox's world.
pub(super) fn sandbox() -> PathBuf {
    state().join("sandbox")
}

/// The folder of fetched pictures; they can be fetched once more.
pub(super) fn pictures() -> PathBuf {
    state().join("pictures")
}

/// `$XDG_STATE_HOME/wxmass`; without a home, a folder under the temporary one.
pub(super) fn state() -> PathBuf {
    let home = || etcetera::base_strategy::Xdg::new().ok()?.state_dir();
    env::folder(env::STATE_HOME)
        .or_else(home)
        .filter(|folder| folder.is_absolute())
        .unwrap_or_else(std::env::temp_dir)
        .join("wxmass")
}

/// Whether a folder is the one under the temporary folder, the last resort of a user without a home.
pub(super) fn is_temporary(folder: &Path) -> bool {
    folder.starts_with(std::env::temp_dir().join("wxmass"))
}

/// Refuses the folder for state where it is in the temporary folder and not private.
pub(super) fn trusted(lang: Lang) -> Result<(), Failure> {
    let folder = state();
    if is_temporary(&folder) {
        private(lang, &folder)?;
    }
    Ok(())
}

/// Makes the folder, for its owner only, and refuses one that is somebody else's or that others may write: in the temporary
/// folder anybody may have made it first, and what is in it would be believed.
fn private(lang: Lang, folder: &Path) -> Result<(), Failure> {
    make_private(folder).map_err(|error| Failure::unwritable(lang, folder, &error))?;
    let why = match folder.symlink_metadata() {
        Ok(found) => not_ours(lang, &found),
        Err(error) => Some(error.to_string()),
    };
    let Some(why) = why else { return Ok(()) };
    Err(Failure::new(
        Exit::Input,
        text!(
            lang,
            folders_user_no_home_folder_cannot,
            folder = folder.display(),
            why = why
        ),
        text!(
            lang,
            folders_let_absolute_path_name_folder,
            h = env::STATE_HOME,
            s = env::STATE
        ),
    ))
}

/// Makes the folder, for its owner only where it is not there yet.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(unix)]
fn not_ours(lang: Lang, found: &Metadata) -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;
    if !found.is_dir() {
        return Some(text!(lang, folders_link));
    }
    if found.uid() != rustix::process::geteuid().as_raw() {
        return Some(text!(lang, folders_another_user_made));
    }
    (found.mode() & 0o022 != 0).then(|| text!(lang, folders_others_may_write))
}

#[cfg(not(unix))]
fn not_ours(_lang: Lang, _found: &Metadata) -> Option<String> {
    None
}

/// The ledger is what prevents a second send: it may not be forgotten unnoticed.
pub(super) fn ephemeral_ledger(lang: Lang, folder: &Path) -> String {
    text!(
        lang,
        folders_warning_user_no_home_folder,
        folder = folder.display(),
        v = env::STATE
    )
}

/// The variable is there and empty, as CI gives a secret that is not set: the team's store was meant.
pub(super) fn empty_state(lang: Lang, file: &Path) -> String {
    text!(
        lang,
        folders_warning_empty_counts_not_set,
        v = env::STATE,
        file = file.display()
    )
}
