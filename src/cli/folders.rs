//! Where things are kept between commands when the operator names no other place.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::env;
use crate::report::{Lang, say};

/// Where the sandbox's world is kept.
pub(super) fn sandbox() -> PathBuf {
    state().join("sandbox")
}

/// Where fetched pictures are kept: whoever loses them fetches them again.
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

/// The ledger is what prevents a second send: it may not be forgotten unnoticed.
pub(super) fn forgetful(lang: Lang, folder: &Path) -> String {
    say!(
        lang,
        "warning: this user has no home folder, so the ledger is in `{f}`, which does not last; name another place with {v}",
        "警告：该用户没有主目录，账本位于 `{f}`，不会长期保留；请用 {v} 指定其他位置",
        f = folder.display(),
        v = env::STATE
    )
}
