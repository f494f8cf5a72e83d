//! The ledger's rows under a name that decide whether anything may be sent: one query, however long the history is.
//!
//! Runs of which nothing went out and nothing is in doubt are not among the answers: a record grants nothing.

use jiff::Timestamp;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::error::Error;
use super::state::BatchState;
use super::{Store, optional_time};
use crate::wechat::ids::TagId;

/// The request, as far as it finds runs that matter to it.
#[derive(Debug, Clone, Copy)]
pub struct Sought<'a> {
    /// The appid.
    pub account: &'a str,
    /// The campaign's name, or the single command.
    pub name: &'a str,
    pub fingerprint: &'a str,
    pub content: &'a str,
    /// The tag, once it has been looked up: the same tag may have been written as its id or as its name.
    pub tag: Option<TagId>,
}

/// One batch of a run that matters, with its run's facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRow {
    pub run: i64,
    pub fingerprint: String,
    pub attempt: i64,
    pub content: String,
    pub tag: Option<TagId>,
    pub number: i64,
    pub state: BatchState,
    pub intended_at: Option<Timestamp>,
    pub settled_at: Option<Timestamp>,
}

/// The newest run of the name that went out, and the newest of another fingerprint; the last two attempts of the fingerprint and
/// the newest of content and tag that went out or were given up; the newest of the content to others that is half done; and
/// all that are in doubt.
const QUERY: &str = "
select runs.id, runs.fingerprint, runs.attempt, runs.content, runs.tag_id,
    batches.number, batches.state, batches.intended_at, batches.settled_at
from runs join batches on batches.run = runs.id
where runs.id in (
    select id from (select id from runs where account = $1 and name = $2
        and exists (select 1 from batches where run = runs.id and state = 'accepted') order by id desc limit 1) as of_name
    union select id from (select id from runs where account = $1 and name = $2 and fingerprint <> $3
        and exists (select 1 from batches where run = runs.id and state = 'accepted') order by id desc limit 1) as of_another
    union select id from (select id from runs where account = $1 and name = $2 and fingerprint = $3
        and exists (select 1 from batches where run = runs.id and state in ('accepted', 'abandoned')) order by attempt desc limit 2) as of_fingerprint
    union select id from (select id from runs where account = $1 and content = $4 and name = $2 and tag_id = $5
        and exists (select 1 from batches where run = runs.id and state = 'accepted') order by id desc limit 1) as of_tag
    union select id from (select id from runs where account = $1 and content = $4 and name = $2 and fingerprint <> $3
        and exists (select 1 from batches where run = runs.id and state not in ('accepted', 'abandoned'))
        and exists (select 1 from batches where run = runs.id and state = 'accepted') order by id desc limit 1) as half_done
    union select runs.id from runs where account = $1 and name = $2
        and id in (select run from batches where state in ('intended', 'unknown'))
)
order by runs.id desc, batches.number";

/// From one base to the next by the index: there are few, and each may have been used ten thousand times.
const BASES: &str = "
with recursive bases (base) as (
    select min(base) from runs where account = $1
    union all select (select min(base) from runs where account = $1 and base > bases.base) from bases where base is not null)
select base from bases where base is not null";

impl Store {
    /// The batches of all runs that decide about what is sought, newest run first.
    pub async fn known_runs(&self, sought: Sought<'_>) -> Result<Vec<KnownRow>, Error> {
        let rows = sqlx::query(QUERY)
            .bind(sought.account)
            .bind(sought.name)
            .bind(sought.fingerprint)
            .bind(sought.content)
            .bind(sought.tag.map(TagId::get))
            .fetch_all(&self.pool)
            .await;
        rows.and_then(|rows| rows.iter().map(read).collect())
            .map_err(|error| self.failed(&error))
    }

    /// The base URLs by which the account has made runs.
    pub async fn bases_of(&self, account: &str) -> Result<Vec<String>, Error> {
        sqlx::query_scalar(BASES)
            .bind(account)
            .fetch_all(&self.pool)
            .await
            .map_err(|error| self.failed(&error))
    }
}

fn read(row: &AnyRow) -> Result<KnownRow, sqlx::Error> {
    let state: String = row.try_get("state")?;
    Ok(KnownRow {
        run: row.try_get("id")?,
        fingerprint: row.try_get("fingerprint")?,
        attempt: row.try_get("attempt")?,
        content: row
            .try_get::<Option<String>, _>("content")?
            .unwrap_or_default(),
        tag: row.try_get::<Option<i64>, _>("tag_id")?.map(TagId::new),
        number: row.try_get("number")?,
        state: BatchState::read(&state)?,
        intended_at: optional_time(row, "intended_at")?,
        settled_at: optional_time(row, "settled_at")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each question goes to its rows by an index that holds all that it asks for; `benches/ledger` has the times.
    #[tokio::test]
    async fn the_decision_reads_no_table_from_end_to_end() {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("store.db").display());
        let store = Store::open(&address).await.unwrap();
        let explained = sqlx::query(sqlx::AssertSqlSafe(format!("explain query plan {QUERY}")))
            .fetch_all(&store.pool)
            .await
            .unwrap();
        let steps: Vec<String> = explained.iter().map(|row| row.get("detail")).collect();
        let of_content = "runs_by_content (account=? AND name=? AND content=?)";
        let by_content = steps.iter().filter(|step| step.contains(of_content));
        assert_eq!(by_content.count(), 2, "{steps:#?}");
        let scanned =
            |step: &&String| step.starts_with("SCAN runs") || step.as_str() == "SCAN batches";
        assert_eq!(steps.iter().find(scanned), None, "{steps:#?}");
        store.close().await;
    }
}
