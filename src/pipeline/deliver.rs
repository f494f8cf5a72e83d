//! One batch, to its end: intent, call, receipt; settled by its key when the answer was lost.
//!
//! The ledger row is committed before each call and completed after it. In doubt a batch is asked for under its own key and
//! under no other, and no longer than WeChat remembers keys; only what is certain is recorded as refused.

use std::time::Duration;

use jiff::Timestamp;

use super::error::Step;
use super::event::{Event, Wait};
use super::order::{self, Order};
use super::parcel::Parcel;
use super::{Context, Error};
use crate::plan::{Clock, Progress, Target};
use crate::store::{self, Batch, BatchState, Guard};
use crate::wechat::errcode;
use crate::wechat::ids::{ClientMsgId, MsgDataId, MsgId, OpenId, TagId};
use crate::wechat::mass;
use crate::wechat::outcome::Answer;
use crate::{wechat, wechat::mass::SendOptions};

/// After a lost answer the first question comes soon; WeChat's own dedupe makes it harmless.
const SOON: Duration = Duration::from_secs(2);
/// WeChat wants a minute between two calls with one clientmsgid (45066).
const A_MINUTE: Duration = Duration::from_secs(65);
/// Questions after the first lost answer: one soon, then three at a minute's distance.
const QUESTIONS: u32 = 4;
/// How often a batch waits for the next minute after a 45011 before the rest is left to another run.
const MINUTES: u32 = 3;

/// How often a refused token is replaced: the stored one, and one that another program had ended.
const TOKENS: u32 = 2;

/// What is to be sent, to whom, and where it is written down.
#[derive(Debug)]
pub(super) struct Plans<'a> {
    pub(super) order: Order<'a>,
    pub(super) parcel: Parcel<'a>,
    pub(super) run: i64,
    pub(super) tag: Option<TagId>,
}

/// Who delivers: the plans, and the lock under which they are carried out.
#[derive(Debug)]
pub(super) struct Sender<'a> {
    pub(super) context: Context,
    pub(super) guard: Guard,
    pub(super) plans: Plans<'a>,
}

/// What a batch has come to in this process.
pub(super) enum Settled {
    Accepted,
    /// Refused for a reason that lies in this batch alone: the others may still go.
    Refused(Error),
    /// Refused for a reason that holds for all of them.
    Over(Error),
    Unknown,
    Interrupted,
}

impl Sender<'_> {
    /// One batch, to its end: intent, call, receipt; settled by its key when the answer was lost.
    pub(super) async fn deliver(&mut self, batch: &Batch, of: usize) -> Result<Settled, Error> {
        let (number, run) = (batch.number, self.plans.run);
        let openids = self.openids(batch)?;
        let options = SendOptions {
            ignore_reprint: self.plans.order.ignore_reprint,
            client_msg_id: ClientMsgId::new(batch.client_msg_id.clone()),
        };
        // A row that was begun by a process that died: the call may have been accepted.
        let mut doubt = matches!(batch.state, BatchState::Intended | BatchState::Unknown);
        let began_in_doubt = doubt;
        if self.plans.parcel.is_used_up() {
            self.plans.parcel.renew(&self.context).await?;
        }
        let mut renewed = false;
        let mut asked = 0;
        let mut minutes = 0;
        let mut tokens = 0;
        loop {
            let media_id = self
                .plans
                .parcel
                .media_id()
                .map(|id| id.as_str().to_owned());
            self.still_ours().await?;
            // The operator may have thought for long, and the machine may have slept.
            if doubt && self.is_forgotten(number).await? {
                let name = &self.plans.order.name;
                return Err(Error::unsettled(&self.context, name, run, vec![number]));
            }
            let first = asked == 0 && minutes == 0 && tokens == 0 && !renewed;
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
                match self.plans.parcel.renew(&self.context).await {
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
            // The client has renewed the token; the call has to pass every condition again.
            if code(&answer).is_some_and(errcode::is_refused_token) && tokens < TOKENS {
                tokens += 1;
                continue;
            }
            let wait = match Answer::of(&answer) {
                Answer::Accepted {
                    msg_id: Some(msg_id),
                    msg_data_id,
                } => {
                    let data = msg_data_id.map(MsgDataId::get);
                    return self
                        .accepted(batch, of, msg_id, data, began_in_doubt, doubt)
                        .await;
                }
                Answer::Replayed {
                    msg_id: Some(msg_id),
                } => {
                    if self.belongs_elsewhere(batch, msg_id).await? {
                        self.refused(batch, of, &answer, Some("key-collision"))
                            .await?;
                        let msg_id = msg_id.get();
                        return Ok(Settled::Over(Error::KeyTaken { number, msg_id }));
                    }
                    return self.accepted(batch, of, msg_id, None, true, doubt).await;
                }
                Answer::Refused { of_bytes, .. } if of_bytes || !doubt => {
                    return self.refused(batch, of, &answer, None).await;
                }
                Answer::Token | Answer::Unreached | Answer::Local if !doubt => {
                    return self.refused(batch, of, &answer, None).await;
                }
                // This call was refused, but an earlier one may have gone through; only its key can tell. So it does where the
                // msg_id is missing.
                Answer::TooSoon => A_MINUTE,
                _ if asked == 0 => SOON,
                _ => A_MINUTE,
            };
            doubt = true;
            self.plans.parcel.doubt();
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
                .batch_unknown(run, number, code(&answer), Some(&why), self.now())
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
        let (store, number, now) = (&self.context.store, batch.number, self.now());
        if first && batch.state == BatchState::Planned {
            store
                .batch_intend(self.plans.run, number, media_id, now)
                .await?;
        } else {
            store
                .batch_retry(self.plans.run, number, media_id, now)
                .await?;
        }
        Ok(())
    }

    async fn call(
        &self,
        openids: Option<&[OpenId]>,
        options: &SendOptions,
    ) -> Result<mass::Accepted, wechat::Error> {
        let (client, message) = (&self.context.client, self.plans.parcel.message());
        match (openids, self.plans.tag) {
            (Some(openids), _) => mass::send_to(client, openids, message, options).await,
            (None, Some(tag)) => {
                mass::send_all(client, mass::Filter::Tag(tag), message, options).await
            }
            (None, None) => mass::send_all(client, mass::Filter::All, message, options).await,
        }
    }

    fn openids(&self, batch: &Batch) -> Result<Option<Vec<OpenId>>, Error> {
        let Some(roster) = &self.plans.order.roster else {
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
        let rows = self.context.store.batches(self.plans.run).await?;
        let row = rows.iter().find(|row| row.number == number);
        Ok(match row.map(order::progress) {
            Some(Progress::Unsettled { since }) => Clock::Theirs(self.now()).forgets(since),
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
            self.plans.run,
            number,
            msg_id.get(),
            msg_data_id,
            self.now(),
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
        if let Err(error) = self.plans.parcel.spend(&self.context).await {
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
            self.plans.run,
            batch.number,
            errcode,
            Some(text),
            self.now(),
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
        let in_the_list = matches!(self.plans.order.target, Target::OpenIds { .. })
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

    fn now(&self) -> Timestamp {
        self.context.client.now()
    }

    fn say(&self, event: Event) {
        self.context.events.say(event);
    }
}

/// The ledger's note for a batch that WeChat had accepted before this store knew of it.
pub(super) const REPLAYED: &str = "replayed";

fn code(answer: &Result<mass::Accepted, wechat::Error>) -> Option<i64> {
    answer.as_ref().err().and_then(wechat::Error::errcode)
}

fn as_usize(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}
