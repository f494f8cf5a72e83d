//! `wxmass preview`: a campaign, or a message that is uploaded already, to testers.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{loaded, one_message, print, written};
use crate::cli::Frame;
use crate::cli::args::{CampaignArgs, FileArgs, MessageArgs, ReceiverArgs};
use crate::cli::completion::known;
use crate::cli::connect::{Session, failed};
use crate::cli::failure::{Exit, Failure};
use crate::pipeline::{self, receiver_shown};
use crate::report::text;
use crate::text::message::MessageKind;
use crate::wechat::mass::{Message, Receiver};

/// Show a campaign, or something that is uploaded already, to testers
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "Examples:\n  wxmass preview examples/first/campaign.toml --sandbox\n  wxmass preview --openid oSandbox00000000000000000001 --mpnews \"$news\""
)]
#[command(group = clap::ArgGroup::new("what").required(true).arg("campaign").args(MessageKind::options()))]
#[command(mut_args(for_a_campaign))]
pub(crate) struct PreviewArgs {
    #[arg(add = known::campaigns())]
    campaign: Option<PathBuf>,
    #[command(flatten)]
    files: FileArgs,
    #[command(flatten)]
    receivers: ReceiverArgs,
    #[arg(long, value_name = "MEDIA_ID")]
    mpnews: Option<String>,
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    #[arg(long, value_name = "MEDIA_ID")]
    image: Option<String>,
    #[arg(long, value_name = "MEDIA_ID")]
    voice: Option<String>,
    #[arg(long, value_name = "MEDIA_ID")]
    video: Option<String>,
    #[arg(long, value_name = "CARD_ID")]
    card: Option<String>,
}

/// An uploaded message names no files: the options of [`FileArgs`] would do nothing.
fn for_a_campaign(option: clap::Arg) -> clap::Arg {
    match option.get_id().as_str() {
        "allow_outside" | "allow_private_pictures" | "fetch_again" => {
            option.conflicts_with_all(MessageKind::options())
        }
        _ => option,
    }
}

pub(crate) async fn run(frame: &Frame, args: PreviewArgs) -> Result<Exit, Failure> {
    let testers = args.receivers.receivers();
    match args.campaign.clone() {
        Some(campaign) => {
            let campaign = CampaignArgs {
                campaign,
                files: args.files,
            };
            of_campaign(frame, &campaign, testers).await
        }
        None => of_message(frame, args, testers).await,
    }
}

async fn of_campaign(
    frame: &Frame,
    args: &CampaignArgs,
    testers: Vec<Receiver>,
) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let campaign = loaded(frame, args).await?;
    let testers = if testers.is_empty() {
        pipeline::receivers(&campaign.preview)
    } else {
        testers
    };
    if testers.is_empty() {
        return Err(no_receiver(frame));
    }
    let session = Session::open(frame, campaign.account.as_deref()).await?;
    let result = pipeline::preview_only(&session.context, &campaign, &testers).await;
    session.end().await;
    let message = result.map_err(failed(lang))?;
    let id = match &message {
        Message::News(id) | Message::Video(id) | Message::Voice(id) => Some(id.to_string()),
        Message::Images(ids, _) => ids.first().map(ToString::to_string),
        Message::Text(_) | Message::Card(_) => None,
    };
    if let Some(id) = &id {
        print(frame, id)?;
    }
    let shown: Vec<_> = testers.iter().map(receiver_shown).collect();
    written(
        frame
            .out
            .json(&json!({ "media_id": id, "previewed": shown })),
    )?;
    Ok(Exit::Done)
}

async fn of_message(
    frame: &Frame,
    args: PreviewArgs,
    testers: Vec<Receiver>,
) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    if testers.is_empty() {
        return Err(no_receiver(frame));
    }
    let message = message(frame, args).await?;
    let session = Session::open(frame, None).await?;
    let result = pipeline::preview_message(&session.context, &message, &testers).await;
    session.end().await;
    result.map_err(failed(lang))?;
    let shown: Vec<_> = testers.iter().map(receiver_shown).collect();
    written(frame.out.json(&json!({ "previewed": shown })))?;
    Ok(Exit::Done)
}

async fn message(frame: &Frame, args: PreviewArgs) -> Result<Message, Failure> {
    let given = MessageArgs {
        mpnews: args.mpnews,
        text: args.text,
        image: args.image.into_iter().collect(),
        voice: args.voice,
        video: args.video,
        card: args.card,
    };
    one_message(frame, given).await
}

fn no_receiver(frame: &Frame) -> Failure {
    let lang = frame.out.lang;
    Failure::new(
        Exit::Input,
        text!(lang, preview_one_send_preview),
        text!(lang, preview_give_openid_wxname_add_preview),
    )
}
