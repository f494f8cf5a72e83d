//! Batches: the intent before a mass call and its result after it.
//!
//! Every change of state names, in the same SQL statement, the states from which it is allowed; of two writers that both
//! believe in an older state, one is refused.

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::error::Error;
use super::finishes;
use super::ledger::{Batch, Mark};
use super::state::{BatchState, Step};
use super::{Store, optional_time, stored};

/// Batches with what the service called back about them.
pub(super) const BATCHES: &str = "select batches.*, finishes.word, finishes.outcome, finishes.ended_at,
    finishes.heard_at, finishes.total, finishes.filtered, finishes.sent, finishes.failed, finishes.articles
    from batches join runs on runs.id = batches.run
    left join finishes on finishes.account = runs.account and finishes.msg_id = batches.msg_id";

/// The new values of a batch; `None` keeps nothing.
#[derive(Debug, Default)]
struct Outcome<'a> {
    msg_id: Option<i64>,
    msg_data_id: Option<i64>,
    errcode: Option<i64>,
    note: Option<&'a str>,
}

impl Store {
    /// All batches of a run, by number.
    pub async fn batches(&self, run: i64) -> Result<Vec<Batch>, Error> {
        let sql = format!("{BATCHES} where batches.run = $1 order by number");
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(run)
            .fetch_all(&self.pool)
            .await;
        self.read_batches(rows)
    }

    /// Planned → intended. Must have returned `Ok` before the call is made.
    pub async fn batch_intend(
        &self,
        run: i64,
        number: i64,
        media_id: Option<&str>,
        at: Timestamp,
    ) -> Result<(), Error> {
        self.intend(run, number, Step::Intend, media_id, at).await
    }

    /// Intended (its process died), refused or unknown → intended. The first `intended_at` is kept, unless
    /// the batch was refused, which means that nothing of it is out; the media_id is kept
    /// unless another one is given.
    pub async fn batch_retry(
        &self,
        run: i64,
        number: i64,
        media_id: Option<&str>,
        at: Timestamp,
    ) -> Result<(), Error> {
        self.intend(run, number, Step::Retry, media_id, at).await
    }

    /// Intended or unknown → accepted. Saying the same again is no error.
    pub async fn batch_accept(
        &self,
        run: i64,
        number: i64,
        msg_id: i64,
        msg_data_id: Option<i64>,
        at: Timestamp,
        note: Option<&str>,
    ) -> Result<(), Error> {
        let outcome = Outcome {
            msg_id: Some(msg_id),
            msg_data_id,
            note,
            ..Outcome::default()
        };
        self.settle(run, number, Step::Accept, outcome, at).await
    }

    /// Intended or unknown → refused: certainly nothing was sent. `errcode` is None when it never got to the service.
    pub async fn batch_refuse(
        &self,
        run: i64,
        number: i64,
        errcode: Option<i64>,
        note: Option<&str>,
        at: Timestamp,
    ) -> Result<(), Error> {
        let outcome = Outcome {
            errcode,
            note,
            ..Outcome::default()
        };
        self.settle(run, number, Step::Refuse, outcome, at).await
    }

    /// Intended or unknown → unknown: the answer was lost or said nothing.
    pub async fn batch_unknown(
        &self,
        run: i64,
        number: i64,
        errcode: Option<i64>,
        note: Option<&str>,
        at: Timestamp,
    ) -> Result<(), Error> {
        let outcome = Outcome {
            errcode,
            note,
            ..Outcome::default()
        };
        self.settle(run, number, Step::LoseAnswer, outcome, at)
            .await
    }

    /// The operator's word: intended or unknown → accepted, or anything that was not accepted → abandoned.
    pub async fn batch_mark(
        &self,
        run: i64,
        number: i64,
        mark: Mark,
        note: Option<&str>,
        at: Timestamp,
    ) -> Result<(), Error> {
        let (step, msg_id) = match mark {
            Mark::Sent { msg_id } => (Step::MarkSent, msg_id),
            Mark::Abandoned => (Step::Abandon, None),
        };
        let outcome = Outcome {
            msg_id,
            note,
            ..Outcome::default()
        };
        self.settle(run, number, step, outcome, at).await
    }

    async fn intend(
        &self,
        run: i64,
        number: i64,
        step: Step,
        media_id: Option<&str>,
        at: Timestamp,
    ) -> Result<(), Error> {
        let sql = format!(
            "update batches set state = 'intended', media_id = coalesce($3, media_id), tried_at = $4, tries = tries + 1,
                 intended_at = case when state = 'refused' then $4 else coalesce(intended_at, $4) end, settled_at = null, errcode = null, note = null
             where run = $1 and number = $2 and state in ({})",
            origins(step)
        );
        let query = sqlx::query(AssertSqlSafe(sql))
            .bind(run)
            .bind(number)
            .bind(media_id)
            .bind(stored(at));
        if self.write(query).await? == 0 {
            self.illegal(run, number, step, None).await
        } else {
            Ok(())
        }
    }

    async fn settle(
        &self,
        run: i64,
        number: i64,
        step: Step,
        outcome: Outcome<'_>,
        at: Timestamp,
    ) -> Result<(), Error> {
        let sql = format!(
            "update batches set state = {}, msg_id = $3, msg_data_id = $4, errcode = $5, note = $6, settled_at = $7
             where run = $1 and number = $2 and state in ({})",
            destination(step),
            origins(step)
        );
        let query = sqlx::query(AssertSqlSafe(sql))
            .bind(run)
            .bind(number)
            .bind(outcome.msg_id)
            .bind(outcome.msg_data_id)
            .bind(outcome.errcode)
            .bind(outcome.note)
            .bind(stored(at));
        if self.write(query).await? == 0 {
            self.illegal(run, number, step, outcome.msg_id).await
        } else {
            Ok(())
        }
    }

    /// Why a step changed nothing. An acceptance that is there already is fine: its first confirmation was lost on the way.
    async fn illegal(
        &self,
        run: i64,
        number: i64,
        step: Step,
        msg_id: Option<i64>,
    ) -> Result<(), Error> {
        let batch = self
            .batches(run)
            .await?
            .into_iter()
            .find(|batch| batch.number == number);
        let Some(batch) = batch else {
            return Err(Error::Missing {
                what: format!("batch {number} of run {run}"),
            });
        };
        if step == Step::Accept && batch.state == BatchState::Accepted && batch.msg_id == msg_id {
            return Ok(());
        }
        Err(Error::Transition {
            run,
            number,
            state: batch.state,
            step,
        })
    }

    pub(super) fn read_batches(
        &self,
        rows: Result<Vec<AnyRow>, sqlx::Error>,
    ) -> Result<Vec<Batch>, Error> {
        rows.and_then(|rows| rows.iter().map(read).collect())
            .map_err(|error| self.failed(&error))
    }
}

/// The states from which `step` is allowed, as an SQL list.
fn origins(step: Step) -> String {
    let allowed = BatchState::ALL
        .into_iter()
        .filter(|state| state.after(step).is_some());
    allowed
        .map(|state| format!("'{state}'"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The state to which `step` leads, as an SQL literal. A step leads to one state from wherever it starts.
fn destination(step: Step) -> String {
    let reached = BatchState::ALL
        .into_iter()
        .find_map(|state| state.after(step));
    reached.map_or_else(|| "state".to_owned(), |state| format!("'{state}'"))
}

fn read(row: &AnyRow) -> Result<Batch, sqlx::Error> {
    let msg_id: Option<i64> = row.try_get("msg_id")?;
    let heard_at = optional_time(row, "heard_at")?;
    let finish = match (msg_id, heard_at) {
        (Some(msg_id), Some(_)) => Some(finishes::read(row, msg_id)?),
        _ => None,
    };
    let looked_at = optional_time(row, "status_at")?;
    let outcome = finish.as_ref().and_then(|finish| finish.outcome.clone());
    let (status, status_at) = match outcome {
        Some(outcome) if looked_at <= heard_at => (Some(outcome), heard_at),
        _ => (row.try_get("status")?, looked_at),
    };
    let state: String = row.try_get("state")?;
    let state = BatchState::parse(&state)
        .ok_or_else(|| sqlx::Error::Decode(format!("unknown state `{state}`").into()))?;
    Ok(Batch {
        run: row.try_get("run")?,
        number: row.try_get("number")?,
        client_msg_id: row.try_get("client_msg_id")?,
        size: row.try_get("size")?,
        digest: row.try_get("digest")?,
        state,
        intended_at: optional_time(row, "intended_at")?,
        tried_at: optional_time(row, "tried_at")?,
        tries: row.try_get("tries")?,
        settled_at: optional_time(row, "settled_at")?,
        media_id: row.try_get("media_id")?,
        msg_id,
        msg_data_id: row.try_get("msg_data_id")?,
        errcode: row.try_get("errcode")?,
        note: row.try_get("note")?,
        status,
        status_at,
        finish,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_from_the_one_table() {
        assert_eq!(origins(Step::Intend), "'planned'");
        assert_eq!(origins(Step::Retry), "'intended', 'refused', 'unknown'");
        assert_eq!(destination(Step::MarkSent), "'accepted'");
        assert_eq!(destination(Step::LoseAnswer), "'unknown'");
    }
}
