//! Errors of the store, each with advice.
//!
//! No error carries a password, a token or a connection URL; `place` is a path or `postgres://user@host:port/database`.
//! A damaged file is named and left alone: the ledger in it is what prevents a second send.

use jiff::Timestamp;

use super::state::{BatchState, Step};

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address of the store is not understood. The address itself is not repeated: it may hold a password.
    #[error(
        "the address of the store is not understood: {why}; write sqlite:PATH or postgres://USER@HOST/DATABASE"
    )]
    Address { why: BadAddress },
    /// The file or a page of the database does not hold what it should. Nothing was changed or deleted.
    #[error(
        "the store {place} is damaged ({why}); it was left as it is, for its ledger prevents second sends: restore a copy of it, or \
         recover it (`sqlite3 FILE .recover`), before anything is sent again"
    )]
    Damaged { place: String, why: String },
    /// The store cannot be made, or can be seen but not written.
    #[error(
        "the store {place} cannot be written ({why}); give its file and folder (or tables) write permission, or name another store"
    )]
    ReadOnly { place: String, why: String },
    /// The file at the place cannot be a store, or others could change it. Nothing was written.
    #[error("the store {place} is not used: {why}")]
    Unfit { place: String, why: Unfit },
    /// The system could not read or write the file: a limit on its size, a broken disk, links in a circle.
    #[error(
        "the system failed to read or write the store {place} ({why}); look at the disk, its quota and the limit on the size of files (`ulimit -f`), then run the same command again"
    )]
    Disk { place: String, why: String },
    /// No room is left.
    #[error(
        "no room is left for the store {place} ({why}); free some space and run the same command again"
    )]
    Full { place: String, why: String },
    /// Another process holds the database itself for longer than we wait.
    #[error(
        "the store {place} is locked by another process ({why}); run the same command again when that one has ended"
    )]
    Locked { place: String, why: String },
    /// A newer wxmass has changed the schema.
    #[error(
        "the store {place} was written by a newer wxmass (schema {found}, this one knows {known}); use that version or another store"
    )]
    Newer {
        place: String,
        found: i64,
        known: i64,
    },
    /// The database server did not answer or did not let us in.
    #[error(
        "the store {place} cannot be reached ({why}); check address, network, user and TLS (sslmode)"
    )]
    Unreachable { place: String, why: String },
    /// Somebody else holds the lock `name`.
    #[error("`{name}` is held by {holder}{}", since.map(|since| format!(" since {since}")).unwrap_or_default())]
    Held {
        name: String,
        holder: String,
        since: Option<Timestamp>,
    },
    /// The lock `name` was ours and is not any more: its lease ran out or somebody took it over.
    #[error(
        "the lock `{name}` was lost: the database could not be reached in time, or this process stood still; run the same command again"
    )]
    Lost { name: String },
    /// The ledger does not allow this step from the state that the batch is in. Nothing was written.
    #[error("batch {number} of run {run} is {state} and cannot {step}")]
    Transition {
        run: i64,
        number: i64,
        state: BatchState,
        step: Step,
    },
    /// No such row.
    #[error("the ledger has no {what}")]
    Missing { what: String },
    /// This account, name, fingerprint and attempt are in the ledger already. Nothing was written.
    #[error("the ledger has this run already (attempt {attempt} of `{name}`)")]
    RunExists { name: String, attempt: i64 },
    /// Anything else, in the database's words.
    #[error("the store {place} failed: {why}")]
    Other { place: String, why: String },
}

impl Error {
    /// Whether the file of the store is not the one that was opened, and what was written to that is lost.
    pub fn is_gone(&self) -> bool {
        let Self::Unfit { why, .. } = self else {
            return false;
        };
        matches!(why, Unfit::Replaced)
    }
}

/// Why an address is not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    #[error("it begins with neither `sqlite:` nor `postgres://`")]
    Scheme,
    #[error("the path is not UTF-8")]
    NotUtf8,
    #[error("the path is missing")]
    Missing,
    #[error("a ledger in memory would forget what was sent")]
    Memory,
    #[error("`~` means nothing here, write the whole path")]
    Home,
    #[error("a path with `?` or a NUL cannot be used, and there are no parameters for files")]
    Characters,
    #[error("the path names a folder, not a file")]
    Folder,
    #[error("`//` is missing after `postgres:`")]
    Slashes,
    #[error("the parameter `{0}` is not known")]
    Parameter(String),
    /// In the words of the library that reads addresses.
    #[error("{0}")]
    Other(String),
}

/// Why a file is no store, and what to do. Names are paths.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    #[error("it is a folder; name a file in it")]
    Folder,
    #[error("it is a pipe (FIFO); name a regular file")]
    Pipe,
    #[error("it is a device or a socket, and keeps nothing; name a regular file")]
    Device,
    #[error("a file that belongs to it is a link; remove the link, or name another store")]
    Link,
    #[error(
        "the file has a second name (a hard link), under which its log is not found; remove one of the names (`find / -samefile FILE`)"
    )]
    SecondName,
    #[error(
        "it is the database of another program{}; name another file",
        tables_in_words(tables)
    )]
    OtherProgram { tables: String },
    #[error("its locks would be in {folder}, which is not a folder; move that file away")]
    Locks { folder: String },
    #[error(
        "{file} belongs to another user, who could change it; name a store of your own, or share one on PostgreSQL"
    )]
    NotOurs { file: String },
    #[error(
        "others may write to the folder {folder} (mode {mode:04o}) and put another file in its place; run `chmod go-w '{folder}'`, or name a store in a folder of your own"
    )]
    OpenFolder { folder: String, mode: u32 },
    #[error(
        "others may read {file} (mode {mode:04o}), which holds tokens, and its file system does not let that be changed; name a store on another disk"
    )]
    StaysOpen { file: String, mode: u32 },
    #[error(
        "its file was removed, replaced or cut off while this command ran; put it back, for its ledger prevents second sends"
    )]
    Replaced,
}

fn tables_in_words(tables: &str) -> String {
    if tables.is_empty() {
        String::new()
    } else {
        format!(" (with the tables {tables})")
    }
}

impl Error {
    /// The database's error, sorted.
    pub(super) fn from_sqlx(place: &str, error: &sqlx::Error) -> Self {
        let place = place.to_owned();
        let why = error.to_string();
        match error {
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default().into_owned();
                Self::from_code(place, &code, database.message().to_owned())
            }
            // With a server, this is the socket.
            sqlx::Error::Io(_) if place.starts_with("postgres://") => {
                Self::Unreachable { place, why }
            }
            sqlx::Error::Io(error) => Self::from_io(&place, error),
            sqlx::Error::PoolTimedOut => Self::Unreachable {
                place,
                why: "no connection in time".to_owned(),
            },
            sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. } => {
                Self::Damaged { place, why }
            }
            sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => Self::Unreachable { place, why },
            sqlx::Error::Configuration(why) => Self::Address {
                why: BadAddress::Other(why.to_string()),
            },
            _ => Self::Other { place, why },
        }
    }

    /// SQLite's result codes are numbers (the low byte is the kind), PostgreSQL's are five characters.
    fn from_code(place: String, code: &str, why: String) -> Self {
        if code.len() == 5 {
            return match code {
                "53100" => Self::Full { place, why },
                "25006" | "42501" => Self::ReadOnly { place, why },
                "55P03" | "40001" | "40P01" | "57014" => Self::Locked { place, why },
                "XX001" | "XX002" => Self::Damaged { place, why },
                "3D000" | "53300" | "57P01" | "57P02" | "57P03" => Self::Unreachable { place, why },
                _ if code.starts_with("28") || code.starts_with("08") => {
                    Self::Unreachable { place, why }
                }
                _ => Self::Other { place, why },
            };
        }
        // No room for the index of the write-ahead log is told as a kind of I/O error of its own.
        if code == "4874" {
            return Self::Full { place, why };
        }
        match code.parse::<u32>().map(|code| code & 0xff) {
            Ok(11 | 26) => Self::Damaged { place, why },
            Ok(3 | 8 | 14) => Self::ReadOnly { place, why },
            Ok(13) => Self::Full { place, why },
            Ok(5 | 6) => Self::Locked { place, why },
            Ok(10) => Self::Disk { place, why },
            _ => Self::Other { place, why },
        }
    }

    /// An error of the file system.
    pub(super) fn from_io(place: &str, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as Io;
        let place = place.to_owned();
        let why = error.to_string();
        match error.kind() {
            Io::PermissionDenied
            | Io::ReadOnlyFilesystem
            | Io::NotFound
            | Io::NotADirectory
            | Io::IsADirectory => Self::ReadOnly { place, why },
            Io::StorageFull | Io::QuotaExceeded => Self::Full { place, why },
            _ => Self::Disk { place, why },
        }
    }
}

/// Whether a table is not there, in both dialects.
pub(super) fn is_missing_table(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(|error| match error.code().as_deref() {
            Some("42P01") => true,
            Some("1") => error.message().starts_with("no such table"),
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted() {
        let sort = |code: &str| Error::from_code("here".to_owned(), code, "why".to_owned());
        assert!(matches!(sort("11"), Error::Damaged { .. }));
        assert!(matches!(sort("26"), Error::Damaged { .. }));
        assert!(
            matches!(sort("267"), Error::Damaged { .. }),
            "extended codes keep the kind in the low byte"
        );
        assert!(matches!(sort("8"), Error::ReadOnly { .. }));
        assert!(matches!(sort("1544"), Error::ReadOnly { .. }));
        assert!(matches!(sort("13"), Error::Full { .. }));
        assert!(matches!(sort("4874"), Error::Full { .. }));
        assert!(matches!(sort("778"), Error::Disk { .. }));
        assert!(matches!(sort("5"), Error::Locked { .. }));
        assert!(matches!(sort("517"), Error::Locked { .. }));
        assert!(matches!(sort("53100"), Error::Full { .. }));
        assert!(matches!(sort("28P01"), Error::Unreachable { .. }));
        assert!(matches!(sort("25006"), Error::ReadOnly { .. }));
        assert!(matches!(sort("23505"), Error::Other { .. }));
        assert!(matches!(sort("1"), Error::Other { .. }));
    }
}
