//! From an order to a run that waits for one yes.
//!
//! Takes the lock on the campaign, asks the ledger whether anything may be sent at all, looks at tags and quotas, uploads,
//! creates the news and previews it. Nothing here reaches a follower but the testers named in the campaign.

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use super::deliver::Plans;
use super::event::Event;
use super::order::{self, MessageRequest, Order, SendRequest};
use super::parcel::Parcel;
use super::receipt::Receipt;
use super::send::Approved;
use super::upload::Gate;
use super::{Context, Error, error::Step, holder, look, preview, wait};
use crate::campaign::Campaign;
use crate::plan::{self, Clock, Decision, Target};
use crate::store::{self, BatchState, Guard};
use crate::wechat::{mass, quota};

/// How long to wait for another process that runs the same campaign.
const PATIENCE: Duration = Duration::from_mins(30);

/// Where preparing has led to.
#[derive(Debug)]
pub enum Prepared<'a> {
    /// It had gone out before; nothing was sent now.
    AlreadySent(Box<Receipt>),
    /// Everything is in place; one yes and it goes out.
    Ready(Box<Ready<'a>>),
}

/// What the operator has to know before saying yes.
#[derive(Debug, Clone, Serialize)]
pub struct Question {
    pub account: String,
    pub appid: String,
    pub name: String,
    pub audience: AudienceFacts,
    /// Titles of the articles, or a short description of the message.
    pub titles: Vec<String>,
    /// Mass calls that will be made.
    pub batches: usize,
    /// Batches that went out earlier in this run.
    pub accepted_before: usize,
    /// Batches whose answer was lost and which are settled first, by their clientmsgid.
    pub unsettled: usize,
    /// Mass calls left today, where WeChat told.
    pub quota_left: Option<i64>,
    /// Testers who have this content.
    pub previewed: Vec<String>,
    /// An administrator has to confirm within 30 minutes.
    pub needs_administrator: bool,
}

/// To whom it goes, with sizes where they are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AudienceFacts {
    All {
        count: Option<i64>,
    },
    Tag {
        id: i64,
        name: Option<String>,
        count: Option<i64>,
    },
    OpenIds {
        count: u64,
        repeats: u64,
    },
}

impl AudienceFacts {
    /// How many receivers at most, if known.
    pub fn size(&self) -> Option<i64> {
        match self {
            Self::All { count } | Self::Tag { count, .. } => *count,
            Self::OpenIds { count, .. } => i64::try_from(*count).ok(),
        }
    }
}

/// A run that lacks only the operator's yes.
#[derive(Debug)]
pub struct Ready<'a> {
    approved: Approved<'a>,
    question: Question,
}

impl<'a> Ready<'a> {
    /// The facts for the question.
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// The operator said yes. `tests/house.rs` holds that only `cli/ask.rs` calls this.
    pub fn approve(self) -> Approved<'a> {
        self.approved
    }

    /// The operator said no: the lock is given back; uploads, news and previews stay known for the next time.
    pub async fn decline(self) {
        self.approved.release().await;
    }
}

/// Prepares a campaign.
pub async fn prepare<'a>(
    context: &Context,
    request: SendRequest<'a>,
) -> Result<Prepared<'a>, Error> {
    // A list on a pipe may never end.
    let read = context.stop.or(Order::of_campaign(request)).await;
    order(context, read.ok_or(Error::Interrupted)??).await
}

/// Prepares one message that is in the account already.
pub async fn prepare_message<'a>(
    context: &Context,
    request: MessageRequest<'a>,
) -> Result<Prepared<'a>, Error> {
    let read = context.stop.or(Order::of_message(request)).await;
    order(context, read.ok_or(Error::Interrupted)??).await
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
    let intent = look::Intent {
        target: &Target::All,
        tag: None,
        batches: 0,
        previews: testers.len(),
    };
    let gate = Gate::closed();
    let (seen, parcel) = tokio::join!(
        pass(context, intent, &gate),
        Parcel::make(context, content_source(campaign), content.clone(), &gate)
    );
    seen?;
    let mut parcel = parcel?;
    preview::all(context, &mut parcel, &content, testers).await?;
    Ok(parcel.message().clone())
}

/// Creates a campaign's news (or brings its message into the account) and does nothing else.
pub async fn create_only(context: &Context, campaign: &Campaign) -> Result<mass::Message, Error> {
    let guard = lock(context, &campaign.name).await?;
    let (content, gate) = (plan::content(campaign), Gate::open());
    let parcel = Parcel::make(context, content_source(campaign), content, &gate).await;
    guard.release().await;
    Ok(parcel?.message().clone())
}

fn content_source(campaign: &Campaign) -> super::parcel::Source<'_> {
    super::parcel::Source::Campaign(campaign)
}

/// How far an order has come under its lock.
enum Way<'a> {
    Sent(Box<Receipt>),
    Ready(Box<Plans<'a>>, Box<Question>),
}

async fn order<'a>(context: &Context, order: Order<'a>) -> Result<Prepared<'a>, Error> {
    let guard = lock(context, &order.name).await?;
    match under_lock(context, order).await {
        Ok(Way::Ready(plans, question)) => {
            let approved = Approved::new(context.clone(), guard, *plans);
            let question = *question;
            Ok(Prepared::Ready(Box::new(Ready { approved, question })))
        }
        // Whoever comes next need not wait until a lease has run out.
        Ok(Way::Sent(receipt)) => {
            guard.release().await;
            Ok(Prepared::AlreadySent(receipt))
        }
        Err(error) => {
            guard.release().await;
            Err(error)
        }
    }
}

/// What the ledger lets an order do at some time.
enum Go {
    On { run: Option<i64>, attempt: i64 },
    Sent(Box<Receipt>),
}

async fn go_on(context: &Context, order: &Order<'_>, clock: Clock) -> Result<Go, Error> {
    match order.decide(context, clock).await? {
        Decision::Begin { attempt } => Ok(Go::On { run: None, attempt }),
        Decision::Continue { run } => Ok(Go::On {
            run: Some(run),
            attempt: 0,
        }),
        Decision::AlreadySent { run } => {
            if order.wait {
                wait::run(context, run).await?;
            }
            let receipt = Receipt::of(context, run).await?;
            Ok(Go::Sent(Box::new(Receipt {
                already_sent: receipt.has_accepted(),
                ..receipt
            })))
        }
        Decision::Stop(obstacle) => Err(order::stopped(context, &order.name, obstacle).await?),
    }
}

async fn under_lock<'a>(context: &Context, order: Order<'a>) -> Result<Way<'a>, Error> {
    let (store, account) = (&context.store, &context.account.key);
    let clock = Clock::Ours(Timestamp::now());
    let (run, attempt) = match go_on(context, &order, clock).await? {
        Go::On { run, attempt } => (run, attempt),
        Go::Sent(receipt) => return Ok(Way::Sent(receipt)),
    };
    let rows = match run {
        Some(run) => store.batches(run).await?,
        None => Vec::new(),
    };
    let count = |wanted: &[BatchState]| {
        rows.iter()
            .filter(|row| wanted.contains(&row.state))
            .count()
    };
    let accepted_before = count(&[BatchState::Accepted, BatchState::Abandoned]);
    let unsettled = count(&[BatchState::Intended, BatchState::Unknown]);
    if let Some(run) = run
        && accepted_before + unsettled > 0
    {
        let (accepted, of) = (accepted_before, rows.len());
        context.events.say(Event::GoingOn {
            run,
            accepted,
            unsettled,
            of,
        });
    }
    let (testers, had) = preview::missing(context, &order.content, order.testers.clone()).await?;
    for receiver in &had {
        context.events.say(Event::PreviewSkipped {
            receiver: preview::shown(receiver),
        });
    }
    if order.require_preview && testers.is_empty() && had.is_empty() {
        let ever = store.previews_of(account, order.content.as_str()).await?;
        if ever.is_empty() {
            return Err(Error::NotPreviewed);
        }
    }
    let left = order.target.batches().saturating_sub(accepted_before);
    let intent = order.intent(left, testers.len());
    // A batch that may have gone out is settled by asking again; it must not be stopped by a quota that it used up itself.
    if unsettled == 0 {
        look::offline(context, intent).await?;
    }
    let gate = Gate::closed();
    let seen = async {
        if unsettled == 0 {
            pass(context, intent, &gate).await
        } else {
            doubtful(context, intent, &gate).await
        }
    };
    let (seen, parcel) = tokio::join!(
        seen,
        Parcel::make(context, order.source, order.content.clone(), &gate)
    );
    let (seen, mut parcel) = (seen?, parcel?);
    if unsettled > 0 || accepted_before > 0 {
        parcel.doubt();
    }
    // What is a day ago by our clock need not be so by WeChat's, which has been heard by now.
    let clock = Clock::Theirs(context.client.now());
    if let Go::Sent(receipt) = go_on(context, &order, clock).await? {
        return Ok(Way::Sent(receipt));
    }
    let run = if let Some(run) = run {
        run
    } else {
        let new = order.new_run(&context.account, attempt);
        store.run_create(new).await?.id
    };
    // A preview that is on its way is recorded; it counts against the hundred a day.
    if context.stop.is_asked() {
        return Err(Error::Interrupted);
    }
    preview::all(context, &mut parcel, &order.content, &testers).await?;
    let question = Question {
        account: context.account.name.clone(),
        appid: context.account.appid.clone(),
        name: order.name.clone(),
        audience: facts(&order.target, &seen),
        titles: order.titles.clone(),
        batches: left,
        accepted_before,
        unsettled,
        quota_left: seen.sends_left,
        previewed: had.iter().chain(&testers).map(preview::shown).collect(),
        needs_administrator: context.account.protection && order.target == Target::All,
    };
    let tag = seen.tag.map(|(id, _)| id);
    let plans = Plans {
        order,
        parcel,
        run,
        tag,
    };
    Ok(Way::Ready(Box::new(plans), Box::new(question)))
}

/// Looks, and opens the gate for uploads when nothing speaks against them.
async fn pass(
    context: &Context,
    intent: look::Intent<'_>,
    gate: &Gate,
) -> Result<look::Seen, Error> {
    let looked = context
        .stop
        .or(look::online(context, intent))
        .await
        .ok_or(Error::Interrupted)?;
    let seen = looked.inspect_err(|_| gate.stay_closed())?;
    gate.let_pass();
    Ok(seen)
}

/// As [`pass`], for a run with a lost answer: a spent quota does not stop the settling.
async fn doubtful(
    context: &Context,
    intent: look::Intent<'_>,
    gate: &Gate,
) -> Result<look::Seen, Error> {
    let intent = look::Intent {
        batches: 0,
        ..intent
    };
    let seen = pass(context, intent, gate).await?;
    // Nothing need have been called so far. Before WeChat is asked what it remembers, its clock has to be heard.
    if context.client.clock_ahead().is_none() {
        let asked = quota::get(&context.client, look::send_call(intent.target)).await;
        if let (Err(error), None) = (asked, context.client.clock_ahead()) {
            return Err(Error::at(Step::Look)(error));
        }
    }
    Ok(seen)
}

/// The lock under which a campaign of the account is run.
pub(super) fn lock_name(context: &Context, name: &str) -> String {
    format!("run:{}:{name}", context.account.key)
}

async fn lock(context: &Context, name: &str) -> Result<Guard, Error> {
    let (key, purpose) = (lock_name(context, name), holder());
    match context.store.lock(&key, Duration::ZERO, &purpose).await {
        Err(store::Error::Held { holder, .. }) => {
            context.events.say(Event::WaitingForHolder { holder });
            let waiting = context.store.lock(&key, PATIENCE, &purpose);
            Ok(context.stop.or(waiting).await.ok_or(Error::Interrupted)??)
        }
        other => Ok(other?),
    }
}

fn facts(target: &Target, seen: &look::Seen) -> AudienceFacts {
    match (target, &seen.tag) {
        (Target::OpenIds { count, repeats, .. }, _) => AudienceFacts::OpenIds {
            count: *count,
            repeats: *repeats,
        },
        (Target::Tag(_), Some((id, name))) => AudienceFacts::Tag {
            id: id.get(),
            name: name.clone(),
            count: seen.receivers,
        },
        _ => AudienceFacts::All {
            count: seen.receivers,
        },
    }
}
