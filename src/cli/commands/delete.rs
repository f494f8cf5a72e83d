//! `wxmass delete`: a mass send, or one article of it.

use crate::report::text;
use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use super::written;
use crate::cli::connect::Session;
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, ask};
use crate::pipeline::{Event, Step};
use crate::wechat::ids::MsgId;
use crate::wechat::mass;

/// Delete a mass send, or one article of it
#[derive(Debug, Args)]
#[command(
    before_help = "The article's page is gone for everyone, the card stays in their chats; it cannot be undone and the quota does not come back.\n\nExamples:\n  wxmass delete 3147480001 --sandbox --yes\n  wxmass delete 3147480001 --article 2 --yes"
)]
pub(crate) struct DeleteArgs {
    #[arg(value_name = "MSG_ID")]
    id: i64,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=8))]
    article: Option<u32>,
}

pub(crate) async fn run(frame: &Frame, args: &DeleteArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    ask::can_ask(frame)?;
    let session = Session::open(frame, None).await?;
    let account = &session.context.account.name;
    frame.out.note(&text!(
        lang,
        delete_about_delete_msg_id_account,
        id = args.id,
        account = account
    ));
    session.context.events.say(Event::Asking);
    session.context.events.heard().await;
    if !ask::yes(frame).await? {
        return Err(Failure::new(
            Exit::Input,
            lang.pick("not confirmed; nothing was deleted", "未确认，未删除"),
            "",
        ));
    }
    let (context, id) = (&session.context, MsgId::new(args.id));
    let deleted = mass::delete(&context.client, id, args.article).await;
    if deleted.is_ok() && args.article.is_none() {
        let (key, now) = (&context.account.key, Timestamp::now());
        if let Err(error) = context.store.record_status(key, id, "DELETE", now).await {
            frame.out.note(&Failure::of_store(lang, &error).message);
        }
    }
    session.end().await;
    deleted.map_err(|error| Failure::of_wechat(lang, &error, Some(&Step::Delete(args.id))))?;
    written(
        frame
            .out
            .json(&json!({ "deleted": args.id, "article": args.article })),
    )?;
    Ok(Exit::Done)
}
