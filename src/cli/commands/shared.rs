//! Steps that several commands share: reading a campaign, reading standard input, printing a line of the result.

use std::io::{self, IsTerminal as _};
use std::path::Path;

use crate::campaign::{Audience, Campaign, Problems, is_article};
use crate::cli::args::{CampaignArgs, MessageArgs};
use crate::cli::connect::failed;
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, annotate, remote};
use crate::pipeline;
use crate::report::problems;
use crate::report::text;
use crate::wechat::mass::Message;

/// A campaign without errors, its pictures of other hosts fetched; its warnings are shown.
pub(super) async fn loaded(frame: &Frame, args: &CampaignArgs) -> Result<Campaign, Failure> {
    loaded_as(frame, args, false).await
}

/// A campaign that is drawn and not sent: articles that are too long for WeChat are warned of.
pub(super) async fn loaded_to_draw(
    frame: &Frame,
    args: &CampaignArgs,
) -> Result<Campaign, Failure> {
    loaded_as(frame, args, true).await
}

async fn loaded_as(frame: &Frame, args: &CampaignArgs, draws: bool) -> Result<Campaign, Failure> {
    let campaign = remote::load_fetched(frame, args, draws, || Ok(())).await?;
    let campaign = of_its_account(frame, campaign);
    warn(frame, &campaign);
    Ok(campaign)
}

/// A campaign that says to whom it goes. `may_fetch` is asked before any picture is fetched.
pub(in crate::cli) async fn loaded_to_send(
    frame: &Frame,
    args: &CampaignArgs,
    audience: Option<Audience>,
    may_fetch: impl Fn() -> Result<(), Failure>,
) -> Result<Campaign, Failure> {
    let campaign = loaded_with(frame, args, audience, may_fetch).await?;
    let campaign = of_its_account(frame, campaign);
    has_audience(frame, &campaign)?;
    warn(frame, &campaign);
    Ok(campaign)
}

/// A campaign that goes out in several accounts, each of which may have an audience of its own.
pub(super) async fn loaded_for_several(
    frame: &Frame,
    args: &CampaignArgs,
    audience: Option<Audience>,
    may_fetch: impl Fn() -> Result<(), Failure>,
) -> Result<Campaign, Failure> {
    let campaign = loaded_with(frame, args, audience, may_fetch).await?;
    warn(frame, &campaign);
    Ok(campaign)
}

/// A campaign with the audience of the command line, where that may name one.
async fn loaded_with(
    frame: &Frame,
    args: &CampaignArgs,
    audience: Option<Audience>,
    may_fetch: impl Fn() -> Result<(), Failure>,
) -> Result<Campaign, Failure> {
    let mut campaign = remote::load_fetched(frame, args, false, may_fetch).await?;
    if audience.is_some() && !is_article(&args.campaign) {
        return Err(two_audiences(frame));
    }
    campaign.audience = campaign.audience.or(audience);
    Ok(campaign)
}

/// The campaign as it is for the account of the command line, or else for its own.
fn of_its_account(frame: &Frame, campaign: Campaign) -> Campaign {
    match frame.global.account().or(campaign.account.as_deref()) {
        Some(name) => campaign.for_account(name),
        None => campaign,
    }
}

/// Refuses a campaign that does not say to whom it goes.
pub(super) fn has_audience(frame: &Frame, campaign: &Campaign) -> Result<(), Failure> {
    let Some(problem) = campaign.audience_problem() else {
        return Ok(());
    };
    let found = Problems {
        list: vec![problem],
        ..campaign.warnings.clone()
    };
    Err(Failure::of_problems(frame.out.lang, found))
}

/// A campaign file names its own audience; one that is typed beside it would not have been reviewed.
fn two_audiences(frame: &Frame) -> Failure {
    let lang = frame.out.lang;
    Failure::new(
        Exit::Input,
        text!(lang, shared_campaign_file_names_audience_audience),
        text!(lang, shared_all_tag_openids_only_markdown),
    )
}

fn warn(frame: &Frame, campaign: &Campaign) {
    if !campaign.warnings.list.is_empty() {
        let words = problems(frame.out.lang, &campaign.warnings);
        frame.out.note(&words);
        annotate(frame.out, &campaign.warnings.list);
    }
}

/// All of standard input; a terminal is told what is awaited. On a thread of its own, so that signals are heard meanwhile.
pub(super) async fn from_stdin(frame: &Frame, what: String) -> Result<String, Failure> {
    let lang = frame.out.lang;
    if io::stdin().is_terminal() {
        frame.out.note(&text!(lang, stdin_type, what = what));
    }
    let reading = tokio::task::spawn_blocking(|| io::read_to_string(io::stdin()));
    let read = frame.stop.or(reading).await;
    let read = read.ok_or_else(|| failed(lang)(pipeline::Error::Interrupted))?;
    read.map_err(|broken| failed(lang)(broken.into()))?
        .map_err(|error| Failure::unreadable(lang, Path::new("-"), &error))
}

/// The text after `--text`: as typed, or from stdin for `-`; a blank one is refused, since WeChat would send it.
async fn text(frame: &Frame, typed: String) -> Result<String, Failure> {
    let text = if typed == "-" {
        from_stdin(frame, text!(frame.out.lang, stdin_text))
            .await?
            .trim_end()
            .to_owned()
    } else {
        typed
    };
    if !text.trim().is_empty() {
        return Ok(text);
    }
    let lang = frame.out.lang;
    Err(Failure::new(
        Exit::Input,
        text!(lang, shared_text_empty),
        text!(lang, shared_give_after_text_stdin_text),
    ))
}

/// The message that was given; clap sees to it that there is one.
pub(super) async fn one_message(frame: &Frame, args: MessageArgs) -> Result<Message, Failure> {
    let message = args.message(|typed| text(frame, typed)).await?;
    message.ok_or_else(|| Failure::of_defect(frame.out.lang, "no message"))
}

/// One line of the result.
pub(super) fn print(frame: &Frame, line: &str) -> Result<(), Failure> {
    written(frame.out.result(line))
}

pub(super) fn written(result: io::Result<()>) -> Result<(), Failure> {
    result.map_err(|error| Failure::of_output(&error))
}
