//! `wxmass status`: how mass sends go.

use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::{print, written};
use crate::cli::Frame;
use crate::cli::connect::{Session, failed};
use crate::cli::failure::{Exit, Failure};
use crate::pipeline::wait;
use crate::report::{Lang, finish_counts, finish_meaning};
use crate::store::Finish;
use crate::text::printable;
use crate::wechat::ids::MsgId;

/// State of mass sends; prints MSG_ID<TAB>STATUS a line
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass status 3147480001 --sandbox\n  wxmass status \"$msg\" --wait"
)]
pub(crate) struct StatusArgs {
    /// The mass sends
    #[arg(required = true, value_name = "MSG_ID")]
    ids: Vec<i64>,
    /// Ask until WeChat has finished
    #[arg(long)]
    wait: bool,
    /// Wait this long at most
    #[arg(long, value_name = "MINUTES", default_value_t = 40, requires = "wait")]
    wait_minutes: u64,
}

pub(crate) async fn run(frame: &Frame, args: &StatusArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let session = Session::open(frame, None).await?;
    let ids: Vec<_> = args.ids.iter().copied().map(MsgId::new).collect();
    let patience = if args.wait {
        Duration::from_secs(args.wait_minutes.saturating_mul(60))
    } else {
        Duration::ZERO
    };
    let states = wait::many(&session.context, &ids, patience).await;
    let mut ends = Vec::new();
    for id in &args.ids {
        let key = &session.context.account.key;
        ends.push(session.context.store.finish_of(key, *id).await);
    }
    session.end().await;
    let mut rows = Vec::new();
    let (mut failed_send, mut unknown) = (false, false);
    for ((id, state), end) in states.into_iter().zip(ends) {
        let end = end.map_err(|error| Failure::of_store(lang, &error))?;
        // WeChat has called back about sends that it then claims not to know (40059).
        let called_back = || end.as_ref().and_then(|end| end.outcome.clone());
        let state = state.map_err(failed(lang))?.or_else(called_back);
        unknown |= state.is_none();
        let state = state.unwrap_or_else(|| "UNKNOWN".to_owned());
        failed_send |= state == "SEND_FAIL";
        print(frame, &format!("{id}\t{state}"))?;
        let mut row = json!({ "msg_id": id, "status": state });
        if let Some(end) = &end {
            let [total, filtered, sent, failed] = end.counts();
            row["finish"] = json!(end.word);
            row["total"] = json!(total);
            row["filtered"] = json!(filtered);
            row["sent"] = json!(sent);
            row["failed"] = json!(failed);
            frame.out.note(&told(lang, end));
        }
        rows.push(row);
    }
    written(frame.out.json(&json!({ "sends": rows })))?;
    if unknown {
        frame.out.note(lang.pick(
            "UNKNOWN: WeChat does not know this id (yet): not an API send of this account, or too fresh (40059)",
            "UNKNOWN：微信（尚）不认识此 ID：不是本账号的接口群发，或刚刚提交（40059）",
        ));
    }
    Ok(if failed_send || unknown {
        Exit::Refused
    } else {
        Exit::Done
    })
}

/// What WeChat has called back about a send, in one line.
pub(super) fn told(lang: Lang, end: &Finish) -> String {
    let mut text = format!("{}: {}", end.msg_id, printable(&end.word));
    let facts = [
        finish_meaning(lang, &end.word).map(str::to_owned),
        finish_counts(lang, end.counts()),
    ];
    for fact in facts.into_iter().flatten() {
        text.push_str(lang.pick(", ", "，"));
        text.push_str(&fact);
    }
    text
}
