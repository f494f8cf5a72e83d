//! `wxmass check`: a campaign, offline.

use clap::Args;
use serde_json::json;

use super::written;
use crate::cli::args::CampaignArgs;
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, annotate, remote};
use crate::report::{
    checked, checked_json, made_digest, pictures_to_fetch, problems, problems_json,
};

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass check examples/first/campaign.toml\n  wxmass check article.md\n  wxmass check campaign.toml --json"
)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    campaign: CampaignArgs,
}

pub(crate) fn run(frame: &Frame, args: &CheckArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let (found, summary, to_fetch) = remote::check_kept(&args.campaign);
    if found.has_errors() {
        return Err(Failure::of_problems(lang, found));
    }
    if !found.list.is_empty() {
        frame.out.note(&problems(lang, &found));
        annotate(frame.out, &found.list);
    }
    if let Some(summary) = &summary {
        frame
            .out
            .note(&checked(lang, summary, found.list.is_empty()));
    }
    if !to_fetch.is_empty() {
        frame.out.note(&pictures_to_fetch(lang, to_fetch.len()));
    }
    let mut document = json!({
        "problems": problems_json(lang, &found),
        "to_fetch": to_fetch,
        "checked": summary.as_ref().map(checked_json),
    });
    if let Some(digest) = &found.lead {
        frame.out.note(&made_digest(lang, digest));
        document["digest"] = json!(digest);
    }
    written(frame.out.json(&document))?;
    Ok(Exit::Done)
}
