//! Batches: the intent before a mass call and its result after it.
//!
//! Every change of state names, in the same SQL statement, the states from which it is allowed; of two writers that both
//! believe in an older state, one is refused.

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, FromRow, Row as _};

use super::error::Error;
use super::finishes;
use super::ledger::{Batch, BatchOutcome};
use super::state::{BatchState, Step};
use super::{Store, optional_time, stored};
use crate::wechat::ids::{ClientMsgId, MediaId, MsgDataId, MsgId};

/// The state of a send that was deleted.
pub(super) const DELETED: &str = "DELETE";

/// Batches with what the service called back about them.
pub(super) const BATCHES: &str = "select batches.*, finishes.word, finishes.outcome, finishes.ended_at,
    finishes.heard_at, finishes.total, finishes.filtered, finishes.sent, finishes.failed, finishes.articles
    from batches join runs on runs.id = batches.run
    left join finishes on finishes.account = runs.account and finishes.msg_id = batches.msg_id";

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

    /// Planned, intended (its process died), refused or unknown → intended. Must have returned `Ok` before the call is made.
    ///
    /// The first `intended_at` is kept, unless the batch was refused, which means that nothing of it is out; the media_id is
    /// kept unless another one is given. `batch` is the row as it was read: `Err(Transition)` when another process has tried
    /// it since.
    pub async fn batch_intend(
        &self,
        batch: &Batch,
        media_id: Option<&MediaId>,
        at: Timestamp,
    ) -> Result<(), Error> {
        let step = if batch.state == BatchState::Planned {
            Step::Intend
        } else {
            Step::Retry
        };
        let sql = format!(
            "update batches set state = 'intended', media_id = coalesce($3, media_id), tried_at = $4, tries = tries + 1,
                 intended_at = case when state = 'refused' then $4 else coalesce(intended_at, $4) end, settled_at = null, errcode = null, note = null
             where run = $1 and number = $2 and state in ({}) and tries = $5",
            origins(step)
        );
        let query = sqlx::query(AssertSqlSafe(sql))
            .bind(batch.run)
            .bind(batch.number)
            .bind(media_id.map(MediaId::as_str))
            .bind(stored(at))
            .bind(batch.tries);
        if self.write(query).await? == 0 {
            self.illegal(batch, step, None).await
        } else {
            Ok(())
        }
    }

    /// Records what a call, or a person, has brought to a batch. A refusal or a doubt speaks of the call that was made last:
    /// `Err(Transition)` when another process has made one since. An acceptance counts whichever process hears of it.
    pub async fn batch_settle(
        &self,
        batch: &Batch,
        outcome: BatchOutcome<'_>,
        at: Timestamp,
    ) -> Result<(), Error> {
        let (step, msg_id, msg_data_id, errcode, note) = match outcome {
            BatchOutcome::Accepted {
                msg_id,
                msg_data_id,
                note,
            } => (Step::Accept, msg_id, msg_data_id, None, note),
            BatchOutcome::Refused { errcode, note } => (Step::Refuse, None, None, errcode, note),
            BatchOutcome::Unknown { errcode, note } => {
                (Step::LoseAnswer, None, None, errcode, note)
            }
            BatchOutcome::MarkedSent { msg_id, note } => (Step::MarkSent, msg_id, None, None, note),
            BatchOutcome::Abandoned { note } => (Step::Abandon, None, None, None, note),
        };
        let of_last_call = match step {
            Step::Refuse | Step::LoseAnswer | Step::MarkSent | Step::Abandon => "and tries = $8",
            Step::Accept | Step::Intend | Step::Retry => "and $8 >= 0",
        };
        let sql = format!(
            "update batches set state = {}, msg_id = $3, msg_data_id = $4, errcode = $5, note = $6, settled_at = $7
             where run = $1 and number = $2 and state in ({}) {of_last_call}",
            destination(step),
            origins(step)
        );
        let query = sqlx::query(AssertSqlSafe(sql))
            .bind(batch.run)
            .bind(batch.number)
            .bind(msg_id.map(MsgId::get))
            .bind(msg_data_id.map(MsgDataId::get))
            .bind(errcode)
            .bind(note)
            .bind(stored(at))
            .bind(batch.tries);
        if self.write(query).await? == 0 {
            self.illegal(batch, step, msg_id).await
        } else {
            Ok(())
        }
    }

    /// Completes an accepted batch by the msg_id that the service gave later. One that has a msg_id keeps it.
    pub async fn batch_learn(&self, batch: &Batch, msg_id: MsgId) -> Result<(), Error> {
        let query = sqlx::query(
            "update batches set msg_id = $3
             where run = $1 and number = $2 and state = 'accepted' and msg_id is null",
        )
        .bind(batch.run)
        .bind(batch.number)
        .bind(msg_id.get());
        self.write(query).await.map(drop)
    }

    /// Why a step changed nothing. An acceptance that is there already is fine: its first confirmation was lost on the way.
    async fn illegal(&self, batch: &Batch, step: Step, msg_id: Option<MsgId>) -> Result<(), Error> {
        let (run, number) = (batch.run, batch.number);
        let rows = self.batches(run).await?;
        let Some(found) = rows.into_iter().find(|row| row.number == number) else {
            return Err(Error::Missing {
                what: format!("batch {number} of run {run}"),
            });
        };
        if step == Step::Accept && found.state == BatchState::Accepted && found.msg_id == msg_id {
            return Ok(());
        }
        Err(Error::Transition {
            run,
            number,
            state: found.state,
            step,
        })
    }

    pub(super) fn read_batches(
        &self,
        rows: Result<Vec<AnyRow>, sqlx::Error>,
    ) -> Result<Vec<Batch>, Error> {
        rows.and_then(|rows| rows.iter().map(Batch::from_row).collect())
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

impl<'r> FromRow<'r, AnyRow> for Batch {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        let msg_id = row.try_get::<Option<i64>, _>("msg_id")?.map(MsgId::new);
        let heard_at = optional_time(row, "heard_at")?;
        let finish = match (msg_id, heard_at) {
            (Some(msg_id), Some(_)) => Some(finishes::read(row, msg_id)?),
            _ => None,
        };
        let looked: Option<String> = row.try_get("status")?;
        let outcome = finish.as_ref().and_then(|finish| finish.outcome.clone());
        // The callback is final; only a deletion comes after it.
        let (status, status_at) = match outcome {
            Some(outcome) if looked.as_deref() != Some(DELETED) => (Some(outcome), heard_at),
            _ => (looked, optional_time(row, "status_at")?),
        };
        let text = |column| row.try_get::<Option<String>, _>(column);
        Ok(Self {
            run: row.try_get("run")?,
            number: row.try_get("number")?,
            client_msg_id: ClientMsgId::new(row.try_get::<String, _>("client_msg_id")?),
            size: row.try_get("size")?,
            state: BatchState::read(&row.try_get::<String, _>("state")?)?,
            intended_at: optional_time(row, "intended_at")?,
            tried_at: optional_time(row, "tried_at")?,
            tries: row.try_get("tries")?,
            settled_at: optional_time(row, "settled_at")?,
            media_id: text("media_id")?.map(MediaId::new),
            msg_id,
            msg_data_id: row
                .try_get::<Option<i64>, _>("msg_data_id")?
                .map(MsgDataId::new),
            errcode: row.try_get("errcode")?,
            note: text("note")?,
            status,
            status_at,
            finish,
        })
    }
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
