//! `wxmass status`: how mass sends go.

use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::{print, written};
use crate::cli::Frame;
use crate::cli::completion::known;
use crate::cli::connect::{Session, failed};
use crate::cli::failure::{Exit, Failure};
use crate::pipeline::follow::{self, State};
use crate::report::text;
use crate::report::{Lang, finish_counts, finish_meaning};
use crate::store::Finish;
use crate::text::printable;
use crate::wechat::ids::MsgId;

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass status 3147480001 --sandbox\n  wxmass status \"$msg\" --wait"
)]
pub(crate) struct StatusArgs {
    #[arg(required = true, value_name = "MSG_ID", add = known::sends())]
    ids: Vec<i64>,
    #[arg(long)]
    wait: bool,
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
    let states = follow::wait_for(&session.context, &ids, patience).await;
    let mut sends = Vec::new();
    for (id, state) in states {
        let last = follow::last_known(&session.context, id).await;
        let key = &session.context.account.key;
        sends.push((
            id,
            state,
            last,
            session.context.store.finish_of(key, id).await,
        ));
    }
    session.end().await;
    let mut rows = Vec::new();
    let (mut failed_send, mut unknown, mut failure) = (false, false, None);
    for (id, state, last, end) in sends {
        let end = end.map_err(|error| Failure::of_store(lang, &error))?;
        // WeChat has called back about sends that it then claims not to know (40059).
        let called_back = || end.as_ref().and_then(|end| end.outcome.clone());
        let state = match state {
            Ok(State::Known(state)) => Some(state),
            Ok(State::Unknown) => called_back(),
            // What is known of the others, and was known of this one, is shown all the same.
            Err(error) => {
                failure.get_or_insert(error);
                last.map_err(failed(lang))?.or_else(called_back)
            }
        };
        let asked = failure.is_none();
        unknown |= state.is_none() && asked;
        let state = state.unwrap_or_else(|| "UNKNOWN".to_owned());
        failed_send |= follow::is_failure(&state);
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
    let mut document = json!({ "sends": rows });
    if let Some(error) = failure {
        let failure = Failure::of_pipeline(lang, error);
        return Ok(failure.beside(frame.out, document));
    }
    written(frame.out.json(&document.take()))?;
    if unknown {
        frame
            .out
            .note(&text!(lang, status_unknown_wechat_know_id_yet));
    }
    Ok(if failed_send || unknown {
        Exit::Refused
    } else {
        Exit::Done
    })
}

/// The result that WeChat has called back about a send, in one line.
pub(super) fn told(lang: Lang, end: &Finish) -> String {
    let mut text = format!("{}: {}", end.msg_id, printable(&end.word));
    let facts = [
        finish_meaning(lang, &end.word),
        finish_counts(lang, end.counts()),
    ];
    for fact in facts.into_iter().flatten() {
        text.push_str(lang.pick(", ", "，"));
        text.push_str(&fact);
    }
    text
}
