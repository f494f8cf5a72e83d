//! `wxmass check`: a campaign, offline.

use clap::Args;
use serde_json::json;

use super::written;
use crate::campaign::{LoadOptions, Problems, load};
use crate::cli::Frame;
use crate::cli::args::CampaignArgs;
use crate::cli::failure::{Exit, Failure};
use crate::report::{problems, problems_json};

/// Validate a campaign offline: every problem at once, each with file, line, column and a fix
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass check examples/first/campaign.toml\n  wxmass check campaign.toml --json"
)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    campaign: CampaignArgs,
}

pub(crate) fn run(frame: &Frame, args: &CheckArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let options = LoadOptions {
        allow_outside: args.campaign.allow_outside,
    };
    let found = match load(&args.campaign.campaign, &options) {
        Err(found) => found,
        Ok(campaign) => {
            let missing = campaign.audience_problem();
            let mut list = campaign.warnings.list;
            list.extend(missing);
            Problems {
                list,
                ..campaign.warnings
            }
        }
    };
    if found.has_errors() {
        return Err(Failure::of_problems(lang, found));
    }
    if found.list.is_empty() {
        frame.out.note(lang.pick("no problems", "没有问题"));
    } else {
        frame.out.note(&problems(lang, &found));
    }
    written(
        frame
            .out
            .json(&json!({ "problems": problems_json(lang, &found) })),
    )?;
    Ok(Exit::Done)
}
