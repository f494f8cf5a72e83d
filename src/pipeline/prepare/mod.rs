//! The first stage: from an order to a run that waits for one yes.
//!
//! Takes the lock on the campaign, asks the ledger whether anything may be sent at all, checks tags and quotas, uploads,
//! creates the news and previews it. Nothing here reaches a follower but the testers named in the campaign, and nothing is
//! recorded that could permit a send.

mod dry_run;
mod duplicate_draft;
mod gather;
pub(super) mod ledger;
pub(super) mod lock;
pub(super) mod message;
mod news;
pub(super) mod order;
pub mod preflight;
pub mod preview;
mod question;
pub(super) mod ready;
pub mod receivers;
pub(super) mod stored;
pub mod tag;
mod update;
pub mod upload;

use std::time::Instant;

use jiff::Timestamp;
use ledger::{allowed, stopped};
use lock::lock;
use message::{Outgoing, Source};
use order::Order;
use preflight::{Findings, Intent};
use ready::Plans;
use stored::Stored;
use upload::Gate;

use super::{Context, Error, Event, Step};
use crate::campaign::Campaign;
use crate::plan::{self, Clock, Decision, Target};
use crate::store::{Batch, BatchState};
use crate::wechat::ids::MediaId;
use crate::wechat::{mass, quota};

pub use dry_run::{dry_run, provisional_plan};
pub use order::{MessageRequest, SendRequest};
pub use question::{AudienceFacts, Question};
pub use ready::{Approved, Ready};
pub use update::update_draft;

/// The result of preparing.
#[derive(Debug)]
pub enum Prepared<'a> {
    /// It had gone out before, in this run; nothing was sent now.
    AlreadySent { run: i64, wait: bool },
    /// Everything is in place; one yes and it goes out.
    Ready(Box<Ready<'a>>),
}

/// Prepares a campaign.
pub async fn prepare<'a>(
    context: &Context,
    request: SendRequest<'a>,
) -> Result<Prepared<'a>, Error> {
    // A list on a pipe may never end.
    let reading = async {
        let gathered = gather::gathered(context, request.campaign).await?;
        Order::of_campaign(request, gathered).await
    };
    let read = context.stop.or(reading).await;
    prepare_order(context, read.ok_or(Error::Interrupted)??).await
}

/// Prepares one message that is in the account already.
pub async fn prepare_message<'a>(
    context: &Context,
    request: MessageRequest<'a>,
) -> Result<Prepared<'a>, Error> {
    let read = context.stop.or(Order::of_message(request)).await;
    prepare_order(context, read.ok_or(Error::Interrupted)??).await
}

/// The pipeline up to and including the preview; sends nothing to the audience. Answers the message that was previewed.
pub async fn preview_only(
    context: &Context,
    campaign: &Campaign,
    testers: &[mass::Receiver],
) -> Result<mass::Message, Error> {
    let guard = lock(context, &campaign.name).await?;
    let previewed = previewed(context, campaign, testers).await;
    guard.release().await;
    previewed
}

async fn previewed(
    context: &Context,
    campaign: &Campaign,
    testers: &[mass::Receiver],
) -> Result<mass::Message, Error> {
    let content = plan::content(campaign);
    let intent = Intent {
        target: &Target::All,
        tag: None,
        batches: 0,
        previews: testers.len(),
        at: None,
    };
    let gate = Gate::closed();
    let source = Source::Campaign(campaign);
    let (found, outgoing) = tokio::join!(
        check(context, intent, &gate),
        Outgoing::make(context, source, content.clone(), None, &gate)
    );
    found?;
    let mut outgoing = outgoing?;
    preview::all(context, &mut outgoing, &content, testers).await?;
    Ok(outgoing.message().clone())
}

/// Previews a message that is in the account already, and records it: a send that requires a preview finds it.
pub async fn preview_message(
    context: &Context,
    message: &mass::Message,
    testers: &[mass::Receiver],
) -> Result<(), Error> {
    let content = order::content_of(message, None);
    let source = Source::Given(message);
    let gate = Gate::open();
    let mut outgoing = Outgoing::make(context, source, content.clone(), None, &gate).await?;
    preview::all(context, &mut outgoing, &content, testers).await
}

/// Creates a campaign's news (or brings its message into the account) and does nothing else.
pub async fn create_only(context: &Context, campaign: &Campaign) -> Result<mass::Message, Error> {
    let guard = lock(context, &campaign.name).await?;
    let (content, gate) = (plan::content(campaign), Gate::open());
    let source = Source::Campaign(campaign);
    let outgoing = Outgoing::make(context, source, content, None, &gate).await;
    guard.release().await;
    Ok(outgoing?.message().clone())
}

async fn prepare_order<'a>(context: &Context, order: Order<'a>) -> Result<Prepared<'a>, Error> {
    let guard = lock(context, &order.name).await?;
    match under_lock(context, order).await {
        Ok(Progress::Ready(plans, question)) => {
            let ready = Ready::new(context.clone(), guard, *plans, *question);
            Ok(Prepared::Ready(Box::new(ready)))
        }
        // Others need not wait until a lease has run out.
        Ok(Progress::Sent { run, wait }) => {
            guard.release().await;
            Ok(Prepared::AlreadySent { run, wait })
        }
        Err(error) => {
            guard.release().await;
            Err(error)
        }
    }
}

/// How far an order has come under its lock.
enum Progress<'a> {
    Sent { run: i64, wait: bool },
    Ready(Box<Plans<'a>>, Box<Question>),
}

/// A run that may be begun or gone on with.
struct Open {
    run: Option<i64>,
    attempt: i64,
    rows: Vec<Batch>,
}

impl Open {
    async fn of(
        context: &Context,
        decision: Decision,
        name: &str,
    ) -> Result<Result<Self, i64>, Error> {
        match decision {
            Decision::Begin { attempt } => Ok(Ok(Self {
                run: None,
                attempt,
                rows: Vec::new(),
            })),
            Decision::Continue { run } => {
                let attempt = context
                    .store
                    .run_get(run)
                    .await?
                    .map_or(0, |run| run.attempt);
                Ok(Ok(Self {
                    run: Some(run),
                    attempt,
                    rows: context.store.batches(run).await?,
                }))
            }
            Decision::AlreadySent { run } => Ok(Err(run)),
            Decision::Stop(obstacle) => Err(stopped(context, name, obstacle).await?),
        }
    }

    fn count(&self, wanted: &[BatchState]) -> usize {
        let is_wanted = |row: &&Batch| wanted.contains(&row.state);
        self.rows.iter().filter(is_wanted).count()
    }

    fn done(&self) -> usize {
        self.count(&[BatchState::Accepted, BatchState::Abandoned])
    }

    fn unsettled(&self) -> usize {
        self.count(&[BatchState::Intended, BatchState::Unknown])
    }

    /// The last batch that was accepted, with its id: the rest of a list goes out with the same one.
    fn last_accepted(&self) -> Option<(&Batch, &MediaId)> {
        let accepted = |row: &&Batch| row.state == BatchState::Accepted;
        let last = self.rows.iter().rfind(accepted)?;
        Some((last, last.media_id.as_ref()?))
    }
}

async fn under_lock<'a>(context: &Context, order: Order<'a>) -> Result<Progress<'a>, Error> {
    let wait = order.wait;
    let decision = allowed(context, &order, None, Clock::Ours(Timestamp::now())).await?;
    let open = match Open::of(context, decision, &order.name).await? {
        Ok(open) => open,
        Err(run) => return Ok(Progress::Sent { run, wait }),
    };
    let (done, unsettled) = (open.done(), open.unsettled());
    if let Some(run) = open.run
        && done + unsettled > 0
    {
        context.events.say(Event::GoingOn {
            run,
            accepted: done,
            unsettled,
            of: open.rows.len(),
        });
    }
    if let Some(window) = order.window
        && window.is_over(Timestamp::now(), done + unsettled > 0)
    {
        return Err(Error::Missed { window });
    }
    let (testers, had) = preview::missing(context, &order.content, order.testers.clone()).await?;
    for receiver in &had {
        context.events.say(Event::PreviewSkipped {
            receiver: receivers::shown(receiver),
        });
    }
    if testers.is_empty() && preview::is_missing(context, &order).await? {
        return Err(Error::NotPreviewed);
    }
    let left = order.target.batches().saturating_sub(done);
    let intent = order.intent(left, testers.len());
    // A batch that may have gone out is settled by asking again; it must not be stopped by a quota that it used up itself.
    if unsettled == 0 {
        preflight::offline(context, intent).await?;
    }
    let gate = Gate::closed();
    let checked = async {
        if unsettled == 0 {
            check(context, intent, &gate).await
        } else {
            check_in_doubt(context, intent, &gate).await
        }
    };
    let sent_with = match &order.target {
        Target::OpenIds { .. } => open.last_accepted(),
        Target::All | Target::Tag(_) => None,
    };
    if let Some((last, _)) = sent_with {
        announce_new_link(context, last);
    }
    let sent_with = sent_with.map(|(_, id)| id.clone());
    let making = async {
        let (source, content) = (order.source, order.content.clone());
        let outgoing = Outgoing::make(context, source, content, sent_with, &gate).await?;
        // A draft of an earlier run may have been edited since; it is read beside the checks.
        let stored = if outgoing.is_from_before() {
            Stored::read(context, &outgoing).await
        } else {
            None
        };
        Ok::<_, Error>((outgoing, stored))
    };
    let (found, made) = tokio::join!(checked, making);
    let (found, (mut outgoing, mut stored)) = (found?, made?);
    if unsettled > 0 || done > 0 {
        outgoing.mark_stale();
    }
    // What is a day ago by this machine's clock need not be so by WeChat's, which has been heard by now; and the tag that was
    // found may have been sent to under its other name.
    let tag = found.tag.as_ref().map(|(id, _)| *id);
    let clock = Clock::Theirs(context.client.now());
    let decision = allowed(context, &order, tag, clock).await?;
    let open = match Open::of(context, decision, &order.name).await? {
        Ok(open) => open,
        Err(run) => return Ok(Progress::Sent { run, wait }),
    };
    // A preview that is under way is recorded; it counts against the hundred a day.
    if context.stop.is_asked() {
        return Err(Error::Interrupted);
    }
    let made = outgoing.clone();
    let reading = async {
        match stored.take() {
            Some(stored) => Some(stored),
            None if testers.is_empty() => None,
            None => Stored::read(context, &made).await,
        }
    };
    let (previewed, stored) = tokio::join!(
        preview::all(context, &mut outgoing, &order.content, &testers),
        reading
    );
    previewed?;
    // The previewed message may have been made again meanwhile.
    let stored = stored.filter(|stored| outgoing.media_id() == Some(stored.id()));
    if let Some(stored) = &stored
        && !order.as_stored
    {
        stored.is_what_was_sent(context, &outgoing).await?;
    }
    let content = order.content.clone();
    let question = Question {
        account: context.account.name.clone(),
        appid: context.account.appid.clone(),
        name: order.name.clone(),
        audience: question::audience(&order.target, &found),
        titles: order.titles.clone(),
        batches: left,
        accepted_before: open.done(),
        unsettled: open.unsettled(),
        quota_left: found.sends_left,
        used: question::used(context).await?,
        previewed: had.iter().chain(&testers).map(receivers::shown).collect(),
        previewed_at: preview::last(context, &content).await?,
        needs_administrator: context.account.protection && order.target == Target::All,
        window: order.window,
    };
    let plans = Plans {
        order,
        outgoing,
        run: open.run,
        attempt: open.attempt,
        tag,
        stored,
        prepared: Instant::now(),
    };
    Ok(Progress::Ready(Box::new(plans), Box::new(question)))
}

/// Past midnight WeChat makes another link of the same draft (`wechat-api.md` 5.4).
fn announce_new_link(context: &Context, last: &Batch) {
    let today = plan::beijing::day(context.client.now(), 0);
    let is_older = |at: Timestamp| today.is_some_and(|today| at < today);
    if last.settled_at.is_some_and(is_older) {
        context.events.say(Event::LinkWillDiffer);
    }
}

/// Checks, and opens the gate for uploads when nothing speaks against them.
async fn check(context: &Context, intent: Intent<'_>, gate: &Gate) -> Result<Findings, Error> {
    let checked = context
        .stop
        .or(preflight::online(context, intent, gate))
        .await
        .ok_or(Error::Interrupted)?;
    let found = checked.inspect_err(|_| gate.stay_closed())?;
    gate.let_pass();
    Ok(found)
}

/// As [`check`], for a run with a lost answer: a spent quota does not stop the settling.
async fn check_in_doubt(
    context: &Context,
    intent: Intent<'_>,
    gate: &Gate,
) -> Result<Findings, Error> {
    let intent = Intent {
        batches: 0,
        ..intent
    };
    let found = check(context, intent, gate).await?;
    // Nothing need have been called so far. Before WeChat is asked what it remembers, its clock has to be heard.
    if context.client.clock_ahead().is_none() {
        let asked = quota::get(&context.client, preflight::send_call(intent.target)).await;
        if let (Err(error), None) = (asked, context.client.clock_ahead()) {
            return Err(Error::at(Step::Preflight)(error));
        }
    }
    Ok(found)
}
