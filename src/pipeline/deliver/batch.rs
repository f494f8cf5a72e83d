//! One batch, to its end: every condition, the intent, the call, the receipt.
//!
//! Executes what `plan::settle` decides. The ledger row is committed before each call and completed after it; in doubt a batch
//! is asked for under its own key and under no other.

use jiff::Timestamp;

use super::Delivery;
use crate::campaign::audience::Roster;
use crate::pipeline::event::Wait;
use crate::pipeline::prepare::ledger::progress_of;
use crate::pipeline::prepare::ready::Plans;
use crate::pipeline::prepare::stored::differences;
use crate::pipeline::{Error, Event, Step};
use crate::plan::permit::has_lapsed;
use crate::plan::settle::{Action, Answer, Attempt, Facts, Pause, Reach, settle};
use crate::plan::{Progress, Target};
use crate::store::{self, Batch, BatchOutcome, BatchState};
use crate::wechat;
use crate::wechat::errcode;
use crate::wechat::ids::{MsgDataId, MsgId, OpenId};
use crate::wechat::mass::{self, SendOptions};

/// The state of a batch in this process.
pub(super) enum Settled {
    Accepted,
    /// Refused for a reason that lies in this batch: the others may still go.
    Refused(Error),
    /// Ended for a reason that holds for all of them.
    Over(Error),
    Unknown,
    Interrupted,
}

/// The part of a list that a batch goes to.
fn openids(roster: &Roster, batch: &Batch) -> Result<Vec<OpenId>, Error> {
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
    let ids = roster.read_batch(range).map_err(Error::Spool)?;
    Ok(ids.into_iter().map(OpenId::new).collect())
}

/// The receivers of one batch.
enum Receivers {
    List(Vec<OpenId>),
    Filter(mass::Filter),
}

type Answered = Result<mass::Accepted, wechat::Error>;

impl Delivery<'_> {
    /// Brings one batch to its end. `batch` holds its latest state whatever becomes of the store.
    pub(super) async fn deliver(&mut self, batch: &mut Batch, of: usize) -> Result<Settled, Error> {
        let receivers = self.receivers(batch)?;
        let options = SendOptions {
            ignore_reprint: self.plans.order.ignore_reprint,
            client_msg_id: batch.client_msg_id.clone(),
        };
        let mut attempt = match progress_of(batch) {
            Progress::Unsettled { since } => Attempt::in_doubt(since),
            Progress::NotSent | Progress::Accepted { .. } | Progress::Abandoned { .. } => {
                Attempt::fresh()
            }
        };
        let began_in_doubt = attempt.doubt().is_some();
        if self.plans.outgoing.must_be_renewed() {
            self.plans.outgoing.renew(&self.context).await?;
        }
        let mut announced = false;
        loop {
            // The token comes first: waiting for one must not stand between the conditions and the call.
            let token = self.context.client.token().await;
            if let Err(settled) = self.permitted(&attempt, batch.number).await? {
                return Ok(if attempt.is_accepted() {
                    Settled::Accepted
                } else {
                    settled
                });
            }
            let called = self.now();
            let answer = if let Err(error) = token {
                Err(error)
            } else {
                if !attempt.is_accepted() {
                    self.intend(batch, called).await?;
                }
                // The intent may have taken longer than the lease, and the machine may have slept over it.
                if self.guard.lost() {
                    return Ok(Settled::Over(Error::LockLost));
                }
                if has_lapsed(called, self.now()) {
                    if attempt.doubt().is_none() && !attempt.is_accepted() {
                        self.record_refusal(batch, None, "not called").await?;
                    }
                    continue;
                }
                if !announced {
                    announced = true;
                    self.announce(batch, of, &receivers);
                }
                self.call(&receivers, &options).await
            };
            let facts = Facts {
                elsewhere: self.is_elsewhere(batch, &answer).await,
                can_renew: self.plans.outgoing.can_renew(),
            };
            let (next, action) = settle(attempt, Answer::of(&answer), facts, called);
            let was_in_doubt = attempt.doubt().is_some();
            attempt = next;
            let pause = match action {
                Action::Accept {
                    msg_id,
                    msg_data_id,
                    replayed,
                } => {
                    // A receipt for a call that this ledger does not know of comes from another machine.
                    let note = (replayed && !was_in_doubt).then_some(REPLAYED);
                    let accepted = (msg_id, msg_data_id, replayed || began_in_doubt);
                    self.accepted(batch, of, accepted, note).await?;
                    return Ok(Settled::Accepted);
                }
                Action::Learn { pause } => {
                    self.accepted(batch, of, (None, None, false), None).await?;
                    pause
                }
                Action::Refuse(reach) => {
                    let error = self.refused(batch, of, &answer, None).await?;
                    return Ok(match reach {
                        Reach::Batch => Settled::Refused(error),
                        Reach::Run => Settled::Over(error),
                    });
                }
                Action::Collide { msg_id } => {
                    self.refused(batch, of, &answer, Some("key-collision"))
                        .await?;
                    let (number, msg_id) = (batch.number, msg_id.get());
                    return Ok(Settled::Over(Error::KeyTaken { number, msg_id }));
                }
                Action::Renew => {
                    self.renew(batch, of, &answer, was_in_doubt).await?;
                    continue;
                }
                Action::Retry { pause } => {
                    self.not_sent(batch, &answer).await?;
                    pause
                }
                Action::Ask { pause } => {
                    self.doubted(batch, of, &answer, true).await?;
                    pause
                }
                Action::Leave => {
                    self.doubted(batch, of, &answer, false).await?;
                    return Ok(Settled::Unknown);
                }
            };
            if !self.pause(pause).await {
                return Ok(if attempt.is_accepted() {
                    Settled::Accepted
                } else {
                    Settled::Interrupted
                });
            }
        }
    }

    /// Waits, and says for what; `false` when a stop was asked for meanwhile.
    async fn pause(&self, pause: Pause) -> bool {
        let why = match pause {
            Pause::Now => return !self.context.stop.is_asked(),
            Pause::Unreachable(_) => Wait::Unreachable,
            Pause::Soon | Pause::KeyCooldown => Wait::Settling,
            Pause::MinuteQuota => Wait::MinuteQuota,
            Pause::Administrator => Wait::Administrator,
        };
        let wait = pause.duration();
        let seconds = wait.as_secs();
        self.context.events.say(Event::Waiting { seconds, why });
        self.context.stop.sleep(self.context.paced(wait)).await
    }

    fn announce(&self, batch: &Batch, of: usize, receivers: &Receivers) {
        self.context.events.say(Event::BatchStarted {
            number: as_usize(batch.number),
            of,
            size: match receivers {
                Receivers::List(openids) => Some(openids.len() as u64),
                Receivers::Filter(_) => None,
            },
        });
    }

    /// The intent, on disk before the call.
    async fn intend(&self, batch: &mut Batch, now: Timestamp) -> Result<(), Error> {
        let media_id = self.plans.outgoing.media_id();
        let store = &self.context.store;
        ours(store.batch_intend(batch, media_id, now).await)?;
        if batch.state == BatchState::Refused {
            batch.intended_at = None;
        }
        batch.intended_at.get_or_insert(now);
        batch.tries += 1;
        batch.state = BatchState::Intended;
        batch.media_id = media_id.cloned().or(batch.media_id.take());
        Ok(())
    }

    async fn call(&self, receivers: &Receivers, options: &SendOptions) -> Answered {
        let (client, message) = (&self.context.client, self.plans.outgoing.message());
        match receivers {
            Receivers::List(openids) => mass::send_to(client, openids, message, options).await,
            Receivers::Filter(filter) => mass::send_all(client, *filter, message, options).await,
        }
    }

    /// The receivers of a batch. A tag that was not found and a list that was not read are errors, never everybody.
    fn receivers(&self, batch: &Batch) -> Result<Receivers, Error> {
        let Plans { order, tag, .. } = &self.plans;
        match (&order.target, &order.roster, tag) {
            (Target::All, ..) => Ok(Receivers::Filter(mass::Filter::All)),
            (Target::Tag(_), _, Some(tag)) => Ok(Receivers::Filter(mass::Filter::Tag(*tag))),
            (Target::OpenIds { .. }, Some(roster), _) => {
                Ok(Receivers::List(openids(roster, batch)?))
            }
            (Target::Tag(_), _, None) | (Target::OpenIds { .. }, None, _) => Err(Error::Defect(
                "the run does not say to whom it goes".to_owned(),
            )),
        }
    }

    /// Whether the msg_id of an answer is one that the ledger has for another batch (`wechat-api.md` 5.2). A ledger that cannot
    /// be read does not change the answer.
    async fn is_elsewhere(&self, batch: &Batch, answer: &Answered) -> bool {
        let msg_id = match Answer::of(answer) {
            Answer::Accepted { msg_id, .. }
            | Answer::Replayed { msg_id }
            | Answer::Pending { msg_id, .. } => msg_id,
            Answer::TooSoon
            | Answer::Refused { .. }
            | Answer::Token
            | Answer::Unclear
            | Answer::Unreached
            | Answer::Local => None,
        };
        let Some(msg_id) = msg_id else { return false };
        let (store, account) = (&self.context.store, &self.context.account.key);
        match store.batch_by_msg_id(account, msg_id).await {
            Ok(known) => {
                known.is_some_and(|other| (other.run, other.number) != (batch.run, batch.number))
            }
            Err(error) => {
                tracing::info!(%error, "the ledger was not asked whose msg_id this is");
                false
            }
        }
    }

    async fn accepted(
        &mut self,
        batch: &mut Batch,
        of: usize,
        (msg_id, msg_data_id, replayed): (Option<MsgId>, Option<MsgDataId>, bool),
        note: Option<&str>,
    ) -> Result<(), Error> {
        let (number, now) = (batch.number, self.now());
        let store = &self.context.store;
        let recorded = match (batch.state == BatchState::Accepted, msg_id) {
            (true, Some(msg_id)) => store.batch_learn(batch, msg_id).await,
            (true, None) => return Ok(()),
            (false, _) => {
                let outcome = BatchOutcome::Accepted {
                    msg_id,
                    msg_data_id,
                    note,
                };
                store.batch_settle(batch, outcome, now).await
            }
        };
        batch.state = BatchState::Accepted;
        batch.settled_at = Some(now);
        (batch.msg_id, batch.note) = (msg_id.or(batch.msg_id), note.map(str::to_owned));
        batch.msg_data_id = msg_data_id.or(batch.msg_data_id);
        if let Err(error) = recorded {
            let msg_id = msg_id.map(MsgId::get);
            return Err(Error::Unrecorded {
                number,
                msg_id,
                error,
            });
        }
        let Some(msg_id) = msg_id else { return Ok(()) };
        self.context.events.say(Event::BatchAccepted {
            number: as_usize(number),
            of,
            msg_id: msg_id.get(),
            replayed,
        });
        let by_list = matches!(self.plans.order.target, Target::OpenIds { .. });
        // A draft that was used up without a record answers 40007, and is made again.
        if let Err(error) = self.plans.outgoing.went_out(&self.context, by_list).await {
            tracing::info!(%error, "the news were not recorded as used up");
        }
        Ok(())
    }

    /// Makes the message again. What stops that is the end of the batch, as it is.
    async fn renew(
        &mut self,
        batch: &mut Batch,
        of: usize,
        answer: &Answered,
        in_doubt: bool,
    ) -> Result<(), Error> {
        if in_doubt {
            self.doubted(batch, of, answer, true).await?;
        } else {
            self.not_sent(batch, answer).await?;
        }
        self.plans.outgoing.renew(&self.context).await.map(drop)
    }

    async fn refused(
        &mut self,
        batch: &mut Batch,
        of: usize,
        answer: &Answered,
        note: Option<&str>,
    ) -> Result<Error, Error> {
        let Err(error) = answer else {
            return Err(Error::Defect(
                "a success was taken for a refusal".to_owned(),
            ));
        };
        if error.errcode() == Some(errcode::DRAFT_AUTOSAVED) {
            let Plans {
                outgoing, stored, ..
            } = &mut self.plans;
            let differences = differences(&self.context, outgoing, stored.as_ref()).await;
            self.context.events.say(Event::DraftSaved { differences });
        }
        let note = note.unwrap_or_else(|| error.errmsg());
        self.record_refusal(batch, error.errcode(), note).await?;
        self.context.events.say(Event::BatchRefused {
            number: as_usize(batch.number),
            of,
            errcode: error.errcode(),
            errmsg: error.errmsg().to_owned(),
        });
        Ok(Error::at(Step::Send(batch.number))(error.clone()))
    }

    /// Certainly nothing was sent so far: a process that dies now leaves no doubt behind.
    async fn not_sent(&self, batch: &mut Batch, answer: &Answered) -> Result<(), Error> {
        match answer {
            Err(error) => {
                tracing::info!(%error, batch = batch.number, "nothing was sent; trying again");
                self.record_refusal(batch, error.errcode(), error.errmsg())
                    .await
            }
            Ok(_) => Ok(()),
        }
    }

    /// A batch whose call was never intended has nothing to record.
    async fn record_refusal(
        &self,
        batch: &mut Batch,
        errcode: Option<i64>,
        note: &str,
    ) -> Result<(), Error> {
        if !matches!(batch.state, BatchState::Intended | BatchState::Unknown) {
            return Ok(());
        }
        let outcome = BatchOutcome::Refused {
            errcode,
            note: Some(note),
        };
        let (store, now) = (&self.context.store, self.now());
        // A refusal that the ledger does not have leaves the batch in doubt, as the next run finds it: another process may have
        // called since.
        ours(store.batch_settle(batch, outcome, now).await)?;
        batch.state = BatchState::Refused;
        (batch.errcode, batch.note) = (errcode, Some(note.to_owned()));
        batch.settled_at = Some(now);
        Ok(())
    }

    async fn doubted(
        &mut self,
        batch: &mut Batch,
        of: usize,
        answer: &Answered,
        again: bool,
    ) -> Result<(), Error> {
        let (why, errcode) = match answer {
            Ok(_) => (String::new(), None),
            Err(error) => (error.to_string(), error.errcode()),
        };
        self.plans.outgoing.mark_stale();
        let outcome = BatchOutcome::Unknown {
            errcode,
            note: Some(&why),
        };
        let store = &self.context.store;
        let recorded = store.batch_settle(batch, outcome, self.now()).await;
        batch.state = BatchState::Unknown;
        (batch.errcode, batch.note) = (errcode, Some(why.clone()));
        ours(recorded)?;
        self.context.events.say(Event::BatchUnknown {
            number: as_usize(batch.number),
            of,
            why,
            again,
        });
        Ok(())
    }

    fn now(&self) -> Timestamp {
        self.context.client.now()
    }
}

/// A row that another process has changed since it was read is no longer this one's.
fn ours(written: Result<(), store::Error>) -> Result<(), Error> {
    match written {
        Err(store::Error::Transition { .. }) => Err(Error::LockLost),
        other => Ok(other?),
    }
}

/// The ledger's note for a batch that WeChat had accepted before this store knew of it.
pub(in crate::pipeline) const REPLAYED: &str = "replayed";

fn as_usize(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}
