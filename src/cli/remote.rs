//! Campaigns with pictures of other hosts: what is missing is fetched, all of it together, before anything else is done.
//!
//! The campaign is read offline, says what it lacks, and is read again when that is there. A picture that cannot be had is a
//! problem at the place that names it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use super::Frame;
use super::args::CampaignArgs;
use super::connect::failed;
use super::failure::{Exit, Failure};
use super::folders;
use crate::campaign::{Campaign, FetchRefusal, LoadOptions, Problems, Rule, Summary, check, load};
use crate::fetch::{self, Outcome};
use crate::pipeline;
use crate::report::fetched;
use crate::report::text;

/// A campaign without errors; with `draws`, one that is drawn and not sent. `may_fetch` is asked once that is all there is left to do.
pub(super) async fn load_fetched(
    frame: &Frame,
    args: &CampaignArgs,
    draws: bool,
    may_fetch: impl Fn() -> Result<(), Failure>,
) -> Result<Campaign, Failure> {
    let lang = frame.out.lang;
    let mut options = LoadOptions {
        draws,
        ..options(args)
    };
    let found = match load(&args.campaign, &options) {
        Ok(campaign) => return Ok(campaign),
        Err(found) => found,
    };
    let sources = found.not_fetched();
    let others = found.clone().without_not_fetched();
    if sources.is_empty() || others.has_errors() {
        return Err(Failure::of_problems(lang, others));
    }
    may_fetch()?;
    folders::trusted(lang)?;
    let wanted = fetch::Options {
        folder: folders::pictures(),
        allow_private: args.files.allow_private_pictures,
        again: args.files.fetch_again,
        patience: frame
            .global
            .timeout
            .map_or(fetch::PATIENCE, Duration::from_secs),
    };
    let hear = |outcome: &Outcome| {
        if let Some(line) = fetched(lang, outcome) {
            frame.out.note(&line);
        }
    };
    let fetching = frame.stop.or(fetch::all(&sources, &wanted, hear)).await;
    let outcomes = fetching.ok_or_else(|| failed(lang)(pipeline::Error::Interrupted))?;
    let outcomes = outcomes.map_err(|error| {
        let folder = wanted.folder.display();
        let what = text!(
            lang,
            remote_cannot_keep_pictures,
            folder = folder,
            error = error
        );
        Failure::new(Exit::Input, what, "")
    })?;
    options.fetched = files(&outcomes);
    if options.fetched.len() < outcomes.len() {
        return Err(refused(frame, found, &outcomes));
    }
    load(&args.campaign, &options).map_err(|found| Failure::of_problems(lang, found))
}

/// Returns the problems of a campaign, offline, and which pictures would be fetched for it.
pub(super) fn check_kept(args: &CampaignArgs) -> (Problems, Option<Summary>, Vec<String>) {
    let mut options = options(args);
    let (mut found, mut summary) = check(&args.campaign, &options);
    let folder = folders::pictures();
    let kept = |source: String| Some((fetch::kept(&folder, &source)?, source));
    let kept = found.not_fetched().into_iter().filter_map(kept);
    options.fetched = kept.map(|(file, source)| (source, file)).collect();
    if !options.fetched.is_empty() {
        (found, summary) = check(&args.campaign, &options);
    }
    let sources = found.not_fetched();
    let refusal = |source| fetch::refused(source, args.files.allow_private_pictures);
    let reasons = sources.iter().filter_map(|it| Some((it, refusal(it)?)));
    refuse(&mut found, &reasons.collect());
    let to_fetch = found.not_fetched();
    (found.without_not_fetched(), summary, to_fetch)
}

fn options(args: &CampaignArgs) -> LoadOptions {
    LoadOptions {
        allow_outside: args.files.allow_outside,
        ..LoadOptions::default()
    }
}

fn files(outcomes: &[Outcome]) -> BTreeMap<String, PathBuf> {
    let file = |outcome: &Outcome| {
        let fetched = outcome.result.as_ref().ok()?;
        Some((outcome.source.clone(), fetched.path.clone()))
    };
    outcomes.iter().filter_map(file).collect()
}

fn refused(frame: &Frame, mut found: Problems, outcomes: &[Outcome]) -> Failure {
    let reason = |outcome: &Outcome| outcome.result.as_ref().err().cloned();
    let reasons = outcomes
        .iter()
        .filter_map(|it| Some((&it.source, reason(it)?)));
    let reasons: BTreeMap<_, _> = reasons.collect();
    refuse(&mut found, &reasons);
    let mut failure = Failure::of_problems(frame.out.lang, found.without_not_fetched());
    if reasons.values().all(FetchRefusal::is_passing) {
        failure.exit = Exit::Network;
    }
    failure
}

/// Every picture that is refused, at each place that names it.
fn refuse(found: &mut Problems, reasons: &BTreeMap<&String, FetchRefusal>) {
    for problem in &mut found.list {
        if let Rule::NotFetched { source } = &problem.rule
            && let Some(reason) = reasons.get(source)
        {
            problem.rule = Rule::FetchRefused {
                source: source.clone(),
                reason: reason.clone(),
            };
        }
    }
}
