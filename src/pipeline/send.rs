//! Mass sends: from approved batches to receipts.
//!
//! For each batch the ledger row is committed before the call and completed after it, so a process that dies anywhere in
//! between leaves a row that the next run can settle with the same clientmsgid. A batch whose answer was lost is asked for
//! again under that key and under no other; what cannot be settled so is left as unknown, and no later step sends it.

use std::time::Duration;

use jiff::Timestamp;

use super::error::Step;
use super::event::{Event, Wait};
use super::order::{self, Order};
use super::parcel::Parcel;
use super::receipt::Receipt;
use super::{Context, Error, wait};
use crate::plan::{self, Progress, Target};
use crate::store::{self, Batch, BatchState, Guard};
use crate::wechat::errcode;
use crate::wechat::ids::{ClientMsgId, MsgId, OpenId, TagId};
use crate::wechat::mass::{self, Verdict};
use crate::{wechat, wechat::mass::SendOptions};

/// After a lost answer the first question comes soon; WeChat's own dedupe makes it harmless.
const SOON: Duration = Duration::from_secs(2);
/// WeChat wants a minute between two calls with one clientmsgid (45066).
const A_MINUTE: Duration = Duration::from_secs(65);
/// Questions after the first lost answer: one soon, then three at a minute's distance.
const QUESTIONS: u32 = 4;
/// How often a batch waits for the next minute after a 45011 before the rest is left to another run.
const MINUTES: u32 = 3;
/// Batches are a second apart: WeChat takes 60 mass calls a minute ("Batch_Sends guide").
const BETWEEN_BATCHES: Duration = Duration::from_secs(1);

/// A run that the operator has said yes to. The only thing that can send.
#[derive(Debug)]
pub struct Approved<'a> {
    context: Context,
    guard: Guard,
    order: Order<'a>,
    parcel: Parcel<'a>,
    run: i64,
    tag: Option<TagId>,
}

/// What a batch has come to in this process.
enum Settled {
    Accepted,
    /// Refused for a reason that lies in this batch alone: the others may still go.
    Refused(Error),
    /// Refused for a reason that holds for all of them.
    Over(Error),
    Unknown,
    Interrupted,
}

impl<'a> Approved<'a> {
    pub(super) fn new(
        context: Context,
        guard: Guard,
        order: Order<'a>,
        parcel: Parcel<'a>,
        run: i64,
        tag: Option<TagId>,
    ) -> Self {
        Self {
            context,
            guard,
            order,
            parcel,
            run,
            tag,
        }
    }

    pub(super) async fn release(self) {
        self.guard.release().await;
    }

    /// Sends what the ledger does not have as sent, then waits for the end if the campaign says so.
    ///
    /// Errors mean that the ledger could not be read, or that another process sends now. Whatever else ends the run early is
    /// in the receipt, beside what became of each batch.
    pub async fn send(mut self) -> Result<Receipt, Error> {
        let mut ended_by = None;
        let batches = self.context.store.batches(self.run).await?;
        let of = batches.len();
        let mut called_before = false;
        let mut sent_now = false;
        let open =
            |batch: &Batch| !matches!(batch.state, BatchState::Accepted | BatchState::Abandoned);
        for batch in batches.into_iter().filter(open) {
            if called_before
                && !self
                    .context
                    .stop
                    .sleep(self.context.paced(BETWEEN_BATCHES))
                    .await
            {
                break;
            }
            if self.context.stop.is_asked() {
                break;
            }
            called_before = true;
            match self.deliver(&batch, of).await {
                Ok(Settled::Accepted) => sent_now = true,
                Ok(Settled::Refused(error)) => drop(ended_by.get_or_insert(error)),
                Ok(Settled::Unknown | Settled::Interrupted) => break,
                Err(Error::LockLost) => return Err(Error::LockLost),
                Ok(Settled::Over(error)) | Err(error) => {
                    ended_by.get_or_insert(error);
                    break;
                }
            }
        }
        if self.order.wait && !self.context.stop.is_asked() {
            wait::run(&self.context, self.run).await?;
        }
        // What has been sent is recorded; that this is the end can be seen from the batches.
        if let Err(error) = self
            .context
            .store
            .run_finish(self.run, Timestamp::now())
            .await
        {
            tracing::info!(%error, "the end of the run was not recorded");
        }
        let receipt = Receipt::of(&self.context, self.run).await?;
        let interrupted = self.context.stop.is_asked();
        // Every answer was a receipt for an older call: another machine has sent this campaign.
        let replayed = receipt
            .batches
            .iter()
            .all(|batch| batch.note.as_deref() == Some(REPLAYED));
        let already_sent =
            (!sent_now || replayed) && receipt.is_complete() && !receipt.msg_ids().is_empty();
        self.guard.release().await;
        Ok(Receipt {
            already_sent,
            interrupted,
            ended_by,
            ..receipt
        })
    }

    /// One batch, to its end: intent, call, receipt; settled by its key when the answer was lost.
    async fn deliver(&mut self, batch: &Batch, of: usize) -> Result<Settled, Error> {
        let (number, run) = (batch.number, self.run);
        let openids = self.openids(batch)?;
        let options = SendOptions {
            ignore_reprint: self.order.ignore_reprint,
            client_msg_id: ClientMsgId::new(batch.client_msg_id.clone()),
        };
        // A row that was begun by a process that died: the call may have been accepted.
        let mut doubt = matches!(batch.state, BatchState::Intended | BatchState::Unknown);
        let began_in_doubt = doubt;
        if self.parcel.is_used_up() {
            self.parcel.renew(&self.context).await?;
        }
        let mut renewed = false;
        let mut asked = 0;
        let mut minutes = 0;
        loop {
            let media_id = self.parcel.media_id().map(|id| id.as_str().to_owned());
            self.still_ours().await?;
            // The operator may have thought for long, and the machine may have slept.
            if doubt && self.is_forgotten(number).await? {
                let (name, batches) = (self.order.name.clone(), vec![number]);
                return Err(Error::Unsettled { name, run, batches });
            }
            let first = asked == 0 && minutes == 0 && !renewed;
            self.intend(batch, first, media_id.as_deref()).await?;
            // The intent may have taken longer than the lease.
            if self.guard.lost() {
                return Err(Error::LockLost);
            }
            if first {
                let size = openids.as_ref().map(|list| list.len() as u64);
                self.say(Event::BatchStarted {
                    number: as_usize(number),
                    of,
                    size,
                });
            }
            let answer = self.call(openids.as_deref(), &options).await;
            if code(&answer) == Some(errcode::INVALID_MEDIA_ID) && !renewed {
                // The id is used up or forgotten. Under the same key a new one is safe even when an earlier call was accepted:
                // WeChat then answers with the first msg_id.
                renewed = true;
                match self.parcel.renew(&self.context).await {
                    Ok(true) => continue,
                    Ok(false) => {}
                    Err(error) => {
                        if !doubt {
                            self.refused(batch, of, &answer, None).await?;
                        }
                        return Err(error);
                    }
                }
            }
            if code(&answer) == Some(errcode::MINUTE_QUOTA) && !doubt && minutes < MINUTES {
                minutes += 1;
                if self.pause(A_MINUTE, Wait::MinuteQuota).await {
                    continue;
                }
            }
            let wait = match mass::settle(&answer) {
                Verdict::Accepted {
                    msg_id,
                    msg_data_id,
                } => {
                    let data = msg_data_id.map(super::super::wechat::ids::MsgDataId::get);
                    return self
                        .accepted(batch, of, msg_id, data, began_in_doubt, doubt)
                        .await;
                }
                Verdict::Replayed { msg_id } => {
                    if self.belongs_elsewhere(batch, msg_id).await? {
                        self.refused(batch, of, &answer, Some("key-collision"))
                            .await?;
                        let msg_id = msg_id.get();
                        return Ok(Settled::Over(Error::KeyTaken { number, msg_id }));
                    }
                    return self.accepted(batch, of, msg_id, None, true, doubt).await;
                }
                Verdict::NotSent
                    if !doubt || code(&answer).is_some_and(mass::refuses_the_bytes) =>
                {
                    return self.refused(batch, of, &answer, None).await;
                }
                // This call was refused, but an earlier one may have gone through; only its key can tell.
                Verdict::NotSent | Verdict::Unknown if asked == 0 => SOON,
                Verdict::NotSent | Verdict::Unknown | Verdict::TooSoon => A_MINUTE,
            };
            doubt = true;
            self.parcel.doubt();
            asked += 1;
            let why = answer
                .as_ref()
                .err()
                .map(ToString::to_string)
                .unwrap_or_default();
            // Whoever has the lock now has begun this batch anew, and the row is theirs.
            self.still_ours().await?;
            self.context
                .store
                .batch_unknown(run, number, code(&answer), Some(&why), Timestamp::now())
                .await?;
            let again = asked <= QUESTIONS;
            self.say(Event::BatchUnknown {
                number: as_usize(number),
                of,
                why,
                again,
            });
            if !again {
                return Ok(Settled::Unknown);
            }
            if !self.pause(wait, Wait::Settling).await {
                return Ok(Settled::Interrupted);
            }
        }
    }

    /// Waits, and says for what; `false` when a stop was asked for meanwhile.
    async fn pause(&self, wait: Duration, why: Wait) -> bool {
        let seconds = wait.as_secs();
        self.say(Event::Waiting { seconds, why });
        self.context.stop.sleep(self.context.paced(wait)).await
    }

    /// A process that stood still may have lost its lease to another machine, which then sends in its place.
    async fn still_ours(&self) -> Result<(), Error> {
        match self.guard.confirm().await {
            Err(store::Error::Lost { .. }) => Err(Error::LockLost),
            other => Ok(other?),
        }
    }

    /// The intent, on disk before the call.
    async fn intend(
        &self,
        batch: &Batch,
        first: bool,
        media_id: Option<&str>,
    ) -> Result<(), Error> {
        let (store, number, now) = (&self.context.store, batch.number, Timestamp::now());
        if first && batch.state == BatchState::Planned {
            store.batch_intend(self.run, number, media_id, now).await?;
        } else {
            store.batch_retry(self.run, number, media_id, now).await?;
        }
        Ok(())
    }

    async fn call(
        &self,
        openids: Option<&[OpenId]>,
        options: &SendOptions,
    ) -> Result<mass::Accepted, wechat::Error> {
        let (client, message) = (&self.context.client, self.parcel.message());
        match (openids, self.tag) {
            (Some(openids), _) => mass::send_to(client, openids, message, options).await,
            (None, Some(tag)) => {
                mass::send_all(client, mass::Filter::Tag(tag), message, options).await
            }
            (None, None) => mass::send_all(client, mass::Filter::All, message, options).await,
        }
    }

    fn openids(&self, batch: &Batch) -> Result<Option<Vec<OpenId>>, Error> {
        let Some(roster) = &self.order.roster else {
            return Ok(None);
        };
        let (number, size) = (batch.number, u64::try_from(batch.size).unwrap_or_default());
        let range = roster
            .batches()
            .get(as_usize(number).saturating_sub(1))
            .cloned();
        // A run that was begun is gone on with by the cuts that it was begun with.
        let range = range
            .filter(|range| range.end - range.start == size)
            .ok_or_else(|| {
                Error::Defect(format!(
                    "batch {number} of the list is not the one in the ledger"
                ))
            })?;
        let ids = roster
            .read_batch(range)
            .map_err(|error| Error::Defect(format!("the spooled list cannot be read: {error}")))?;
        Ok(Some(ids.into_iter().map(OpenId::new).collect()))
    }

    /// Whether WeChat's memory of this batch's key is over.
    async fn is_forgotten(&self, number: i64) -> Result<bool, Error> {
        let rows = self.context.store.batches(self.run).await?;
        let row = rows.iter().find(|row| row.number == number);
        Ok(match row.map(order::progress) {
            Some(Progress::Unsettled { since }) => plan::is_forgotten(since, Timestamp::now()),
            _ => false,
        })
    }

    /// Whether WeChat's receipt is one that the ledger has for another batch (`wechat-api.md` 5.2, third row).
    async fn belongs_elsewhere(&self, batch: &Batch, msg_id: MsgId) -> Result<bool, Error> {
        let known = self
            .context
            .store
            .batch_by_msg_id(&self.context.account.key, msg_id.get())
            .await?;
        Ok(known.is_some_and(|other| (other.run, other.number) != (batch.run, batch.number)))
    }

    async fn accepted(
        &mut self,
        batch: &Batch,
        of: usize,
        msg_id: MsgId,
        msg_data_id: Option<i64>,
        replayed: bool,
        doubt: bool,
    ) -> Result<Settled, Error> {
        let number = batch.number;
        // A receipt for a call that nobody here remembers making comes from another machine.
        let note = (replayed && !doubt).then_some(REPLAYED);
        let accept = self.context.store.batch_accept(
            self.run,
            number,
            msg_id.get(),
            msg_data_id,
            Timestamp::now(),
            note,
        );
        if let Err(error) = accept.await {
            return Err(Error::Unrecorded {
                number,
                msg_id: msg_id.get(),
                error,
            });
        }
        self.say(Event::BatchAccepted {
            number: as_usize(number),
            of,
            msg_id: msg_id.get(),
            replayed,
        });
        // A draft that is tried in vain is made again.
        if let Err(error) = self.parcel.spend(&self.context).await {
            tracing::info!(%error, "the news were not recorded as used up");
        }
        Ok(Settled::Accepted)
    }

    async fn refused(
        &self,
        batch: &Batch,
        of: usize,
        answer: &Result<mass::Accepted, wechat::Error>,
        note: Option<&str>,
    ) -> Result<Settled, Error> {
        let Err(error) = answer else {
            return Err(Error::Defect(
                "a success was taken for a refusal".to_owned(),
            ));
        };
        let text = note.unwrap_or_else(|| error.errmsg());
        let errcode = error.errcode();
        self.still_ours().await?;
        let refuse = self.context.store.batch_refuse(
            self.run,
            batch.number,
            errcode,
            Some(text),
            Timestamp::now(),
        );
        refuse.await?;
        let errmsg = error.errmsg().to_owned();
        self.say(Event::BatchRefused {
            number: as_usize(batch.number),
            of,
            errcode,
            errmsg,
        });
        // A list that WeChat finds unusable says nothing of the next list.
        let in_the_list = matches!(self.order.target, Target::OpenIds { .. })
            && matches!(
                errcode,
                Some(
                    errcode::INVALID_OPENID
                        | errcode::INVALID_OPENID_LIST_SIZE
                        | errcode::TOO_FEW_OPENIDS
                )
            );
        let error = Error::at(Step::Send(batch.number))(error.clone());
        Ok(if in_the_list {
            Settled::Refused(error)
        } else {
            Settled::Over(error)
        })
    }

    fn say(&self, event: Event) {
        self.context.events.say(event);
    }
}

/// The ledger's note for a batch that WeChat had accepted before this store knew of it.
const REPLAYED: &str = "replayed";

fn code(answer: &Result<mass::Accepted, wechat::Error>) -> Option<i64> {
    answer.as_ref().err().and_then(wechat::Error::errcode)
}

fn as_usize(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}
