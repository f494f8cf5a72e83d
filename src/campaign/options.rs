//! Options that the operator gives beside the campaign: files that may be read, and pictures that have been fetched.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// The operator's permissions.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// Read files outside the campaign's folder.
    pub allow_outside: bool,
    /// Articles are drawn and not sent: what is too long for WeChat is a warning.
    pub draws: bool,
    /// Pictures of other hosts that somebody has fetched: their addresses as written, and the files.
    pub fetched: BTreeMap<String, PathBuf>,
}
