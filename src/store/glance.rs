//! A glance at the ledger for completions: reads a file that is there, waits for no lock, makes nothing.

use std::path::Path;

use jiff::Timestamp;
use sqlx::any::{AnyConnectOptions, AnyRow};
use sqlx::{AnyConnection, ConnectOptions as _, Connection as _, Row as _};

use super::place::Place;
use super::{optional_time, time};

/// The newest rows of a ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glance {
    /// Names of runs with the time of the last one.
    pub names: Vec<(String, Timestamp)>,
    /// Accepted sends: `msg_id`, the run's name, the time where it is known.
    pub sends: Vec<(i64, String, Option<Timestamp>)>,
}

/// The newest rows of a store that is a file; nothing where it is on a server, not there, or cannot be read.
pub async fn glance(address: &str) -> Option<Glance> {
    let place = Place::parse(address).ok()?;
    let Place::File(path) = &place else {
        return None;
    };
    if !path.is_file() {
        return None;
    }
    let mut url = place.url().ok()?;
    url.query_pairs_mut().append_pair("mode", "ro");
    if !has_log(path) {
        // SQLite would make one, even for those who only read.
        url.query_pairs_mut().append_pair("immutable", "true");
    }
    sqlx::any::install_default_drivers();
    let options = AnyConnectOptions::from_url(&url).ok()?;
    let mut connection = AnyConnection::connect_with(&options.disable_statement_logging())
        .await
        .ok()?;
    let found = looked(&mut connection).await.ok();
    let _ = connection.close().await;
    found
}

async fn looked(connection: &mut AnyConnection) -> Result<Glance, sqlx::Error> {
    let names =
        "select name, max(created_at) as at from runs group by name order by at desc limit 200";
    let names = sqlx::query(names).fetch_all(&mut *connection).await?;
    let sends = "select batches.msg_id as msg_id, runs.name as name, batches.settled_at as at
         from batches join runs on runs.id = batches.run
         where batches.state = 'accepted' and batches.msg_id is not null
         order by at desc limit 100";
    let sends = sqlx::query(sends).fetch_all(&mut *connection).await?;
    let name = |row: &AnyRow| Ok::<_, sqlx::Error>((row.try_get("name")?, time(row, "at")?));
    let send = |row: &AnyRow| {
        let at = optional_time(row, "at")?;
        Ok::<_, sqlx::Error>((row.try_get("msg_id")?, row.try_get("name")?, at))
    };
    Ok(Glance {
        names: names.iter().map(name).collect::<Result<_, _>>()?,
        sends: sends.iter().map(send).collect::<Result<_, _>>()?,
    })
}

/// Whether the write-ahead log is beside the file, with its index.
fn has_log(path: &Path) -> bool {
    ["-wal", "-shm"].iter().all(|end| {
        let mut beside = path.as_os_str().to_owned();
        beside.push(end);
        Path::new(&beside).exists()
    })
}
