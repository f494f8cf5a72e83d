//! `wxmass send-tag` and `wxmass send-openids`: one mass send of something that is in the account already.

use std::path::PathBuf;

use clap::Args;

use super::one_message;
use super::send::{finish, told};
use crate::campaign::{Audience, OpenIdSource, Tag};
use crate::cli::args::MessageArgs;
use crate::cli::completion::known;
use crate::cli::connect::{Session, failed};
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, ask};
use crate::pipeline::{self, MessageRequest};
use crate::report::text;
use crate::wechat::mass::Message;
use crate::wechat::media;

/// Options of both sends beside their audience.
#[derive(Debug, Args)]
struct SendingArgs {
    #[command(flatten)]
    message: MessageArgs,
    #[arg(long)]
    again: bool,
    #[arg(long)]
    ignore_reprint: bool,
    #[arg(long)]
    wait: bool,
    #[arg(long, value_name = "NAME")]
    confirm: Option<String>,
    #[arg(long, requires = "video")]
    title: Option<String>,
    #[arg(
        long,
        requires = "video",
        default_value = "",
        hide_default_value = true
    )]
    description: String,
}

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass send-tag --tag VIP --text '春季新品上线' --sandbox --yes\n  wxmass send-tag --all --mpnews \"$news\" --yes"
)]
pub(crate) struct SendTagArgs {
    // The tag is what is missing when nothing is named: no error may lead a hurried operator to everybody.
    #[arg(
        long,
        value_name = "ID_OR_NAME",
        required_unless_present = "all",
        conflicts_with = "all",
        add = known::tags()
    )]
    tag: Option<String>,
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    sending: SendingArgs,
}

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass send-openids --from examples/openids/guests.txt --text 你好 --sandbox --yes\n  wxmass followers --tag VIP --sandbox | wxmass send-openids --from - --mpnews \"$news\" --yes"
)]
pub(crate) struct SendOpenidsArgs {
    #[arg(
        value_name = "OPENID",
        required_unless_present = "from",
        conflicts_with = "from"
    )]
    openids: Vec<String>,
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    #[command(flatten)]
    sending: SendingArgs,
}

pub(crate) async fn by_tag(frame: &Frame, args: SendTagArgs) -> Result<Exit, Failure> {
    let audience = match args.tag {
        None => Audience::All,
        Some(written) => Audience::Tag(Tag::parse(&written).ok_or_else(|| {
            let lang = frame.out.lang;
            Failure::new(Exit::Input, text!(lang, send_tag_empty), "wxmass tags")
        })?),
    };
    run(frame, "send-tag", audience, args.sending).await
}

pub(crate) async fn to_openids(frame: &Frame, args: SendOpenidsArgs) -> Result<Exit, Failure> {
    let source = match args.from {
        None => OpenIdSource::List(args.openids),
        Some(path) if path.as_os_str() == "-" => OpenIdSource::Stdin,
        Some(path) => OpenIdSource::File(path),
    };
    run(
        frame,
        "send-openids",
        Audience::OpenIds(source),
        args.sending,
    )
    .await
}

async fn run(
    frame: &Frame,
    command: &str,
    audience: Audience,
    args: SendingArgs,
) -> Result<Exit, Failure> {
    ask::can_ask(frame)?;
    let lang = frame.out.lang;
    let mut message = one_message(frame, args.message).await?;
    let session = Session::open(frame, None).await?;
    ask::not_in_quiet_hours(frame, &session.context.account, None)?;
    let mut made_from = None;
    if let (Message::Video(id), Some(title)) = (&message, &args.title) {
        made_from = Some([id.to_string(), title.clone(), args.description.clone()]);
        let sendable =
            media::upload_video(&session.context.client, id, title, &args.description).await;
        message = Message::Video(sendable.map_err(|error| Failure::of_wechat(lang, &error, None))?);
    }
    let request = MessageRequest {
        command,
        audience: &audience,
        message: &message,
        made_from: made_from.as_ref().map(<[String; 3]>::as_slice),
        again: args.again,
        ignore_reprint: args.ignore_reprint,
        wait: args.wait,
    };
    let result = async {
        let prepared = pipeline::prepare_message(&session.context, request)
            .await
            .map_err(failed(lang))?;
        finish(frame, &session, prepared, args.confirm.as_deref()).await
    }
    .await;
    session.end().await;
    Ok(told(frame, result?))
}
