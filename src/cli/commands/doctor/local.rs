//! Looks at this machine: the store, the proxy, the disk.

use std::path::{Path, PathBuf};

use super::{Row, bad, good};
use crate::cli::address::without_password;
use crate::cli::env;
use crate::cli::failure::{Exit, Failure};
use crate::report::Lang;
use crate::report::text;
use crate::store::Store;

/// Less than this is a disk that a campaign with pictures may fill.
const ROOM: u64 = 200 * 1024 * 1024;

/// Place, mode and schema of the store that is open.
pub(super) fn store(lang: Lang, store: &Store) -> Row {
    let title = text!(lang, doctor_store);
    let place = store.describe();
    let schema = Store::schema();
    let Some(file) = file(&place) else {
        return good(
            "store",
            &title,
            text!(lang, doctor_schema, place = place, schema = schema),
        );
    };
    let mode = mode(&file);
    let shown = mode.map_or_else(|| "?".to_owned(), |mode| format!("{mode:04o}"));
    let found = text!(
        lang,
        doctor_mode_schema,
        place = place,
        shown = shown,
        schema = schema
    );
    let is_open = mode.is_some_and(|mode| mode & 0o077 != 0);
    if !is_open {
        return good("store", &title, found);
    }
    let fix = text!(
        lang,
        doctor_holds_tokens_others_may_read,
        p = crate::report::quoted(&file.display().to_string())
    );
    bad("store", &title, Failure::new(Exit::Input, found, fix))
}

fn file(place: &str) -> Option<PathBuf> {
    place.strip_prefix("sqlite:").map(PathBuf::from)
}

#[cfg(unix)]
fn mode(file: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(file.metadata().ok()?.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn mode(_file: &Path) -> Option<u32> {
    None
}

/// The proxy that calls go through.
pub(super) fn proxy(lang: Lang) -> Row {
    const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let title = text!(lang, doctor_proxy);
    let set = VARIABLES
        .iter()
        .find_map(|variable| Some((*variable, env::value(variable)?)));
    let Some((variable, address)) = set else {
        return good("proxy", &title, text!(lang, doctor_none));
    };
    let shown = without_password(address.trim());
    let except = ["NO_PROXY", "no_proxy"]
        .iter()
        .find_map(|it| env::value(it));
    let found = match except {
        None => format!("{shown} ({variable})"),
        Some(except) => text!(
            lang,
            doctor_except,
            shown = shown,
            variable = variable,
            except = except
        ),
    };
    good("proxy", &title, found)
}

/// Room for the store and for pictures that are made to fit.
#[cfg(unix)]
pub(super) fn disk(lang: Lang, store: &Store) -> Row {
    let title = text!(lang, doctor_disk);
    let folders = [
        file(&store.describe()).and_then(|file| file.parent().map(Path::to_owned)),
        Some(std::env::temp_dir()),
    ];
    let room = |folder: &PathBuf| {
        let found = rustix::fs::statvfs(folder).ok()?;
        Some(found.f_bavail.saturating_mul(found.f_frsize))
    };
    let least = folders
        .into_iter()
        .flatten()
        .filter_map(|folder| Some((room(&folder)?, folder)))
        .min();
    let Some((room, folder)) = least else {
        return good("disk", &title, "?".to_owned());
    };
    let found = text!(
        lang,
        doctor_mb_free,
        n = room / (1024 * 1024),
        folder = folder.display()
    );
    if room >= ROOM {
        return good("disk", &title, found);
    }
    let fix = text!(lang, doctor_free_some_space_ledger_written);
    bad("disk", &title, Failure::new(Exit::Input, found, fix))
}

#[cfg(not(unix))]
pub(super) fn disk(lang: Lang, _store: &Store) -> Row {
    good("disk", text!(lang, doctor_disk), "?".to_owned())
}
