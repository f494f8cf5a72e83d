//! Refusals of this machine, in words: files, addresses to listen at, the sandbox.

use std::fmt::Display;
use std::io;
use std::path::Path;

use super::{Exit, Failure};
use crate::report::Lang;
use crate::report::{pair, text};
use crate::sandbox::Error;

impl Failure {
    /// A file that cannot be read.
    pub(crate) fn unreadable(lang: Lang, path: &Path, error: &io::Error) -> Self {
        Self::new(
            Exit::Input,
            text!(
                lang,
                local_cannot_read,
                path = path.display(),
                error = error
            ),
            text!(lang, local_check_exists_you_may_read),
        )
    }

    /// A file or folder that cannot be written.
    pub(crate) fn unwritable(lang: Lang, path: &Path, error: &io::Error) -> Self {
        Self::new(
            Exit::Input,
            text!(
                lang,
                local_cannot_write,
                path = path.display(),
                error = error
            ),
            text!(lang, local_name_place_there_you_may),
        )
    }

    /// The copy of a list in the temporary folder.
    pub(crate) fn of_spool(lang: Lang, error: &io::Error) -> Self {
        let folder = std::env::temp_dir();
        let (message, fix) = pair!(lang, error_spool, folder = folder.display(), error = error);
        Self::new(Exit::Input, message, fix)
    }

    /// A sandbox that cannot be had.
    pub fn of_sandbox(lang: Lang, error: &Error) -> Self {
        let (message, advice) = match error {
            Error::Busy(folder) => (
                text!(
                    lang,
                    local_another_wxmass_using_sandbox,
                    folder = folder.display()
                ),
                text!(lang, local_wait_end_give_xdg_state),
            ),
            Error::Served { folder, address } => (
                text!(
                    lang,
                    local_sandbox_being_served_from_already,
                    folder = folder.display(),
                    address = address
                ),
                text!(lang, local_use_one_end_take_memory),
            ),
            Error::Bind { address, error } => return Self::of_bind(lang, address, error),
            Error::Folder { folder, error } => (
                text!(
                    lang,
                    local_cannot_use_sandbox_folder,
                    folder = folder.display(),
                    error = error
                ),
                text!(lang, local_make_yours_write_give_xdg),
            ),
        };
        Self::new(Exit::Input, message, advice)
    }

    /// An address that cannot be listened at.
    pub(crate) fn of_bind(lang: Lang, address: impl Display, error: &io::Error) -> Self {
        Self::new(
            Exit::Input,
            text!(lang, local_cannot_listen, address = address, error = error),
            text!(lang, local_name_free_port_port_0),
        )
    }
}
