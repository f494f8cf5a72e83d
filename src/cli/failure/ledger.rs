//! The store's failures in words, and the exit code of each. No sentence names a password or an address with one in it.

use super::{Exit, Failure, report_it};
use crate::report::{Lang, beijing, pair, text};
use crate::store::{BadAddress, Error, Unfit};

impl Failure {
    /// The store's failure.
    pub fn of_store(lang: Lang, error: &Error) -> Self {
        let exit = match error {
            Error::Other { .. } | Error::Transition { .. } | Error::Missing { .. } => Exit::Defect,
            Error::Held { .. } | Error::Lost { .. } | Error::Unreachable { .. } => Exit::Network,
            Error::Address { .. }
            | Error::Damaged { .. }
            | Error::ReadOnly { .. }
            | Error::Unfit { .. }
            | Error::Disk { .. }
            | Error::Full { .. }
            | Error::Locked { .. }
            | Error::Newer { .. }
            | Error::RunExists { .. } => Exit::Input,
        };
        let (message, fix) = words(lang, error);
        let advice = if exit == Exit::Defect {
            report_it(lang)
        } else {
            fix
        };
        Self::new(exit, message, advice)
    }
}

/// An error of the store and its fix in one line, as a part of another sentence.
pub(super) fn line(lang: Lang, error: &Error) -> String {
    let (message, fix) = words(lang, error);
    if fix.is_empty() {
        return message;
    }
    format!("{message}{}{fix}", lang.pick("; ", "；"))
}

/// The problem, and the fix, which is empty for bugs.
fn words(lang: Lang, error: &Error) -> (String, String) {
    let only = |message: String| (message, String::new());
    match error {
        Error::Address { why } => pair!(lang, store_address, why = address(lang, why)),
        Error::Damaged { place, why } => pair!(lang, store_damaged, place = place, why = why),
        Error::ReadOnly { place, why } => pair!(lang, store_read_only, place = place, why = why),
        Error::Unfit { place, why } => {
            let (why, fix) = unfit(lang, why);
            (text!(lang, store_unfit, place = place, why = why), fix)
        }
        Error::Disk { place, why } => pair!(lang, store_disk, place = place, why = why),
        Error::Full { place, why } => pair!(lang, store_full, place = place, why = why),
        Error::Locked { place, why } => pair!(lang, store_locked, place = place, why = why),
        Error::Newer {
            place,
            found,
            known,
        } => pair!(
            lang,
            store_newer,
            place = place,
            found = found,
            known = known
        ),
        Error::Unreachable { place, why } => {
            pair!(lang, store_unreachable, place = place, why = why)
        }
        Error::Held {
            name,
            holder,
            since: Some(since),
        } => pair!(
            lang,
            store_held_since,
            name = name,
            holder = holder,
            since = beijing(*since)
        ),
        Error::Held { name, holder, .. } => pair!(lang, store_held, name = name, holder = holder),
        Error::Lost { name } => pair!(lang, store_lost, name = name),
        Error::Transition {
            run, number, state, ..
        } => only(text!(
            lang,
            store_transition,
            run = run,
            number = number,
            state = state
        )),
        Error::Missing { what } => only(text!(lang, store_missing, what = what)),
        Error::RunExists { name, attempt } => only(text!(
            lang,
            store_run_exists,
            name = name,
            attempt = attempt
        )),
        Error::Other { place, why } => only(text!(lang, store_other, place = place, why = why)),
    }
}

/// Why an address is not understood.
fn address(lang: Lang, why: &BadAddress) -> String {
    match why {
        BadAddress::Scheme => text!(lang, address_scheme),
        BadAddress::NotUtf8 => text!(lang, address_not_utf8),
        BadAddress::Missing => text!(lang, address_missing),
        BadAddress::Memory => text!(lang, address_memory),
        BadAddress::Home => text!(lang, address_home),
        BadAddress::Characters => text!(lang, address_characters),
        BadAddress::Folder => text!(lang, address_folder),
        BadAddress::Slashes => text!(lang, address_slashes),
        BadAddress::Parameter(name) => text!(lang, address_parameter, name = name),
        BadAddress::Other(words) => words.clone(),
    }
}

/// Why a file cannot be a store, and what to do.
fn unfit(lang: Lang, why: &Unfit) -> (String, String) {
    let octal = |mode: &u32| format!("{mode:04o}");
    match why {
        Unfit::Folder => pair!(lang, unfit_folder),
        Unfit::Pipe => pair!(lang, unfit_pipe),
        Unfit::Device => pair!(lang, unfit_device),
        Unfit::Link => pair!(lang, unfit_link),
        Unfit::SecondName => pair!(lang, unfit_second_name),
        Unfit::OtherProgram { tables } if tables.is_empty() => pair!(lang, unfit_other_program),
        Unfit::OtherProgram { tables } => {
            pair!(lang, unfit_other_program_tables, tables = tables)
        }
        Unfit::Locks { folder } => pair!(lang, unfit_locks, folder = folder),
        Unfit::NotOurs { file } => pair!(lang, unfit_not_ours, file = file),
        Unfit::OpenFolder { folder, mode } => {
            pair!(lang, unfit_open_folder, folder = folder, mode = octal(mode))
        }
        Unfit::StaysOpen { file, mode } => {
            pair!(lang, unfit_stays_open, file = file, mode = octal(mode))
        }
        Unfit::Replaced => pair!(lang, unfit_replaced),
    }
}
