//! The plan of a send, call by call, from the campaign and the ledger alone.
//!
//! It goes the way of the real run, through the same functions, and stops before anything is called or written.

use jiff::Timestamp;

use super::ledger::{allowed, stopped};
use super::order::{Order, SendRequest, audience_shown};
use super::{message, preflight, preview, receivers, upload};
use crate::campaign::{Audience, Body, Campaign};
use crate::pipeline::{Context, Error};
use crate::plan::show::{AudienceShown, Shown, Step};
use crate::plan::{Clock, Decision, Target};

/// The plan of a campaign from its files alone, for those who have no account at hand: as if nothing had been done yet.
pub async fn provisional_plan(request: SendRequest<'_>) -> Result<Shown, Error> {
    let order = Order::of_campaign(request, None).await?;
    let campaign = request.campaign;
    let mut steps = vec![Step::Token, Step::Look];
    steps.extend(message::jobs(campaign).iter().map(|job| Step::Upload {
        file: job.shown.clone(),
        call: job.slot.call().to_owned(),
        cached: false,
    }));
    if let Body::News(articles) = &campaign.body {
        steps.push(Step::News {
            call: campaign.route.call().to_owned(),
            articles: articles.len(),
            known: None,
        });
    }
    steps.extend(order.testers.iter().map(|receiver| Step::Preview {
        receiver: receivers::shown(receiver),
        done: false,
    }));
    steps.push(Step::Ask);
    if let Some(window) = order.window {
        steps.push(Step::Wait { at: window.at });
    }
    let of = order.target.batches();
    let sizes: Vec<Option<u64>> = match &order.target {
        Target::OpenIds { sizes, .. } => sizes.iter().copied().map(Some).collect(),
        Target::All | Target::Tag(_) => vec![None],
    };
    steps.extend((1..).zip(sizes).map(|(number, size)| Step::Send {
        call: preflight::send_call(&order.target).to_owned(),
        number,
        of,
        size,
        client_msg_id: String::new(),
        state: "planned".to_owned(),
    }));
    if order.wait {
        steps.push(Step::Status);
    }
    Ok(Shown {
        fingerprint: order.reviewed.to_string(),
        name: order.name.clone(),
        account: campaign.account.clone().unwrap_or_default(),
        route: campaign.route.to_string(),
        audience: audience_of(campaign, &order.target),
        batches: of,
        provisional: true,
        already_sent: false,
        steps,
    })
}

/// The audience as the campaign names it: who has several tags is not known without a call.
fn audience_of(campaign: &Campaign, target: &Target) -> AudienceShown {
    match &campaign.audience {
        Some(Audience::Tags(several)) => AudienceShown::Tags {
            tags: several.written(),
            without: several.without.as_ref().map_or(0, |roster| roster.count()),
        },
        Some(Audience::All | Audience::Tag(_) | Audience::OpenIds(_)) | None => {
            audience_shown(target)
        }
    }
}

/// The plan of a campaign, from the ledger alone: no call is made and nothing is written.
pub async fn dry_run(context: &Context, request: SendRequest<'_>) -> Result<Shown, Error> {
    let order = Order::of_campaign(request, None).await?;
    let campaign = request.campaign;
    let account = &context.account;
    let clock = Clock::Ours(Timestamp::now());
    // Who has several tags is not known without a call, and so neither is the run.
    let decision = match &campaign.audience {
        Some(Audience::Tags(_)) => Decision::Begin { attempt: 0 },
        Some(Audience::All | Audience::Tag(_) | Audience::OpenIds(_)) | None => {
            allowed(context, &order, None, clock).await?
        }
    };
    let mut steps = vec![Step::Token, Step::Look];
    let already_sent = matches!(decision, Decision::AlreadySent { .. });
    let (attempt, known_run) = match decision {
        Decision::Begin { attempt } => (attempt, None),
        Decision::Continue { run } | Decision::AlreadySent { run } => (0, Some(run)),
        Decision::Stop(obstacle) => return Err(stopped(context, &order.name, obstacle).await?),
    };
    let made = message::made_before_id(context, campaign, &order.content).await?;
    if made.is_none() {
        let jobs = message::jobs(campaign);
        let places = upload::known(context, &jobs).await?;
        steps.extend(jobs.iter().map(|job| Step::Upload {
            file: job.shown.clone(),
            call: job.slot.call().to_owned(),
            cached: places.of(job).is_some(),
        }));
    }
    if let Body::News(articles) = &campaign.body {
        let call = campaign.route.call().to_owned();
        steps.push(Step::News {
            call,
            articles: articles.len(),
            known: made.map(|id| id.to_string()),
        });
    }
    let (missing, _) = preview::missing(context, &order.content, order.testers.clone()).await?;
    steps.extend(order.testers.iter().map(|receiver| Step::Preview {
        receiver: receivers::shown(receiver),
        done: !missing.contains(receiver),
    }));
    steps.push(Step::Ask);
    if let Some(window) = order.window {
        steps.push(Step::Wait { at: window.at });
    }
    let call = preflight::send_call(&order.target).to_owned();
    let planned = order.new_run(context, attempt, None).batches;
    let rows = match known_run {
        Some(run) => context.store.batches(run).await?,
        None => Vec::new(),
    };
    let of = planned.len();
    for (number, batch) in (1..).zip(planned) {
        let row = rows.iter().find(|row| row.number == number);
        steps.push(Step::Send {
            call: call.clone(),
            number,
            of,
            size: u64::try_from(batch.size).ok().filter(|size| *size > 0),
            client_msg_id: row
                .map_or(&batch.client_msg_id, |row| &row.client_msg_id)
                .to_string(),
            state: row.map_or("planned", |row| row.state.as_str()).to_owned(),
        });
    }
    if order.wait {
        steps.push(Step::Status);
    }
    Ok(Shown {
        fingerprint: order.reviewed.to_string(),
        name: order.name.clone(),
        account: account.name.clone(),
        route: campaign.route.to_string(),
        audience: audience_of(campaign, &order.target),
        batches: of,
        provisional: false,
        already_sent,
        steps: if already_sent { Vec::new() } else { steps },
    })
}
