//! `wxmass runs`: the ledger, and the operator's decision on what WeChat can no longer be asked.

mod rest;

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::status::told;
use super::written;
use crate::cli::completion::known;
use crate::cli::connect::{Session, account_key, chosen, failed, open_store};
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, env, settings};
use crate::pipeline::follow::callback;
use crate::pipeline::{self, BatchRef, Resolution};
use crate::report::text;
use crate::report::{Lang, beijing, finish_article, finish_meaning, known, quoted, table};
use crate::store::{Batch, BatchState, Finish, Run, RunState, Store};
use crate::wechat::ids::MsgId;

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass runs --sandbox\n  wxmass runs spring-2026 --mark-sent 3 --msg-id 3147480003\n  wxmass runs spring-2026 --send-again 3\n  wxmass runs spring-2026 --rest > rest.csv"
)]
pub(crate) struct RunsArgs {
    #[arg(add = known::runs())]
    name: Option<String>,
    #[arg(long, value_name = "BATCH", requires = "name", conflicts_with_all = ["send_again", "give_up"])]
    mark_sent: Option<i64>,
    #[arg(long, value_name = "MSG_ID", requires = "mark_sent")]
    msg_id: Option<i64>,
    #[arg(
        long,
        value_name = "BATCH",
        requires = "name",
        conflicts_with = "give_up"
    )]
    send_again: Option<i64>,
    #[arg(long, value_name = "BATCH", requires = "name")]
    give_up: Option<i64>,
    #[arg(long, value_name = "RUN", requires = "name")]
    run: Option<i64>,
    #[arg(long, requires = "name", conflicts_with_all = ["mark_sent", "send_again", "give_up"])]
    rest: bool,
    #[arg(long, value_name = "FILE", requires = "rest")]
    from: Option<PathBuf>,
}

impl RunsArgs {
    /// The batch that the operator decides on, and how.
    fn resolution(&self) -> Option<(i64, Resolution)> {
        let Self {
            mark_sent, msg_id, ..
        } = *self;
        let msg_id = msg_id.map(MsgId::new);
        let sent = mark_sent.map(|batch| (batch, Resolution::Sent { msg_id }));
        let not_sent = self.send_again.map(|batch| (batch, Resolution::NotSent));
        let given_up = self.give_up.map(|batch| (batch, Resolution::GivenUp));
        sent.or(not_sent).or(given_up)
    }
}

pub(crate) async fn run(frame: &Frame, args: &RunsArgs) -> Result<Exit, Failure> {
    if let (Some(name), Some((number, resolution))) = (&args.name, args.resolution()) {
        let session = Session::open(frame, None).await?;
        let run = args.run;
        let batch = BatchRef { name, run, number };
        let resolved = pipeline::resolve(&session.context, batch, resolution).await;
        let shown = match resolved {
            Ok(()) => {
                let context = &session.context;
                show(frame, args, &context.store, &context.account.key).await
            }
            Err(error) => Err(failed(frame.out.lang)(error)),
        };
        session.end().await;
        return shown;
    }
    // To read the ledger takes no account.
    let settings = settings::resolve_to_look(frame)?;
    let store = open_store(frame.out, &settings.state).await?;
    let key = account_key(&settings, frame.global.sandbox);
    let shown = match &args.name {
        Some(name) if args.rest => rest::run(frame, args, &store, (name, &key)).await,
        _ => show(frame, args, &store, &key).await,
    };
    store.close().await;
    shown
}

/// The ledger; `key` is the account that commands are for unless they name another.
async fn show(frame: &Frame, args: &RunsArgs, store: &Store, key: &str) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let failed = |error| Failure::of_store(lang, &error);
    let mut runs = store.runs_all(args.name.as_deref()).await.map_err(failed)?;
    runs.retain(|run| args.run.is_none_or(|wanted| run.id == wanted));
    if runs.is_empty() {
        frame.out.note(&match &args.name {
            Some(name) => text!(lang, runs_ledger_no_such_run_wxmass, name = name),
            None => text!(lang, runs_ledger_empty),
        });
    }
    let (mut rows, mut ends, mut documents) = (Vec::new(), Vec::new(), Vec::new());
    for run in runs {
        let batches = store.batches(run.id).await.map_err(failed)?;
        rows.extend(batches.iter().map(|batch| row(lang, &run, batch)));
        ends.extend(batches.iter().filter_map(|batch| end(lang, batch)));
        for batch in batches.iter().filter(|batch| is_unsettled(batch)) {
            frame.out.note(&ways_on(lang, &run, batch, key));
        }
        documents.push(document(&run, &batches));
    }
    let heads = text!(lang, runs_heads);
    let heads: Vec<&str> = heads.split('|').collect();
    let (heads, rows) = narrowed(&heads, &rows);
    let mut text = table(&heads, &rows);
    if args.name.is_some() && !ends.is_empty() {
        text.push('\n');
        text.push_str(&ends.concat());
    }
    written(frame.out.whole(&text))?;
    written(frame.out.json(&json!({ "runs": documents })))?;
    Ok(Exit::Done)
}

fn is_unsettled(batch: &Batch) -> bool {
    [BatchState::Intended, BatchState::Unknown].contains(&batch.state)
}

/// Facts of a batch whose outcome is unknown, and the ways on.
fn ways_on(lang: Lang, run: &Run, batch: &Batch, key: &str) -> String {
    let when = batch.intended_at.map(beijing).unwrap_or_default();
    text!(
        lang,
        runs_batch_run_may_been_sent,
        b = batch.number,
        r = run.id,
        when = when,
        tries = batch.tries,
        key = batch.client_msg_id,
        command = command(run, key)
    )
}

/// `wxmass runs` for this run, ready to be pasted; `key` is the account at hand.
fn command(run: &Run, key: &str) -> String {
    let (appid, base) = (
        run.account.as_str(),
        run.base.as_deref().unwrap_or_default(),
    );
    let name = run.account_name.as_deref().unwrap_or(appid);
    let command = format!("wxmass runs {} --run {}", quoted(&run.name), run.id);
    if name == appid && appid != key {
        // Its credentials were in the environment, where there are others now.
        return format!("{}={} {command}", env::APPID, quoted(appid));
    }
    chosen(base, appid, name, command)
}

/// The result that WeChat called back about a batch, for people.
fn end(lang: Lang, batch: &Batch) -> Option<String> {
    let finish = batch.finish.as_ref()?;
    let (told, when) = (told(lang, finish), beijing(finish.ended_at));
    let mut text = text!(lang, runs_on, told = told, when = when);
    for article in callback::articles(finish) {
        if let Some(line) = finish_article(lang, &article) {
            text.push_str("\n  ");
            text.push_str(&line);
        }
    }
    text.push('\n');
    Some(text)
}

fn row(lang: Lang, run: &Run, batch: &Batch) -> Vec<String> {
    let when = batch
        .settled_at
        .or(batch.intended_at)
        .or(run.scheduled_at)
        .unwrap_or(run.created_at);
    let of = run.tally.all();
    let finish = batch.finish.as_ref();
    let delivered = match finish.map(|finish| (finish.sent, finish.filtered)) {
        Some((Some(sent), Some(filtered))) => format!("{sent}/{filtered}"),
        _ => String::new(),
    };
    // A failed send says why; a note of ours says less.
    let why = finish
        .filter(|finish| finish.outcome.as_deref() != Some("SEND_SUCCESS"))
        .map(|finish| match finish_meaning(lang, &finish.word) {
            Some(meaning) => format!("{} {meaning}", finish.word),
            None => finish.word.clone(),
        });
    let note = || batch.note.as_deref().map(|it| known(lang, it));
    vec![
        run.id.to_string(),
        short_time(when),
        run.account_name
            .clone()
            .unwrap_or_else(|| run.account.clone()),
        run.name.clone(),
        audience(lang, run),
        format!("{}/{of}", batch.number),
        state(lang, run, batch),
        batch.msg_id.map(|id| id.to_string()).unwrap_or_default(),
        batch
            .status
            .as_deref()
            .map(|it| status(lang, it))
            .unwrap_or_default(),
        delivered,
        short(&why.or_else(note).unwrap_or_default()),
    ]
}

/// The column of the account, which is of no use where all rows have the same.
const ACCOUNT: usize = 2;

/// The table without the columns that say nothing: those that are empty, and the account where there is only one.
fn narrowed<'a>(heads: &[&'a str], rows: &[Vec<String>]) -> (Vec<&'a str>, Vec<Vec<String>>) {
    let is_kept = |column: usize| {
        let mut cells = rows.iter().filter_map(|row| row.get(column));
        let first = cells.next();
        match column {
            ACCOUNT => cells.any(|cell| Some(cell) != first),
            _ => rows
                .iter()
                .any(|row| row.get(column).is_some_and(|cell| !cell.is_empty())),
        }
    };
    let kept: Vec<usize> = (0..heads.len())
        .filter(|column| rows.is_empty() || is_kept(*column))
        .collect();
    let heads = kept
        .iter()
        .filter_map(|column| heads.get(*column).copied())
        .collect();
    let rows = rows.iter().map(|row| {
        kept.iter()
            .filter_map(|column| row.get(*column).cloned())
            .collect()
    });
    (heads, rows.collect())
}

/// `11-25 21:33` of this year, with the year before that, by Beijing time.
fn short_time(time: Timestamp) -> String {
    let whole = beijing(time);
    let year = |text: &str| text.split('-').next().map(str::to_owned);
    let whole = whole.split(" (").next().unwrap_or_default();
    match whole.split_once('-') {
        Some((_, rest)) if year(whole) == year(&beijing(Timestamp::now())) => rest.to_owned(),
        _ => whole.to_owned(),
    }
}

/// A batch's state, for people; `--json` and English have the word of the ledger.
///
/// A batch that was planned for a time is scheduled, whether or not anybody waits for it.
fn state(lang: Lang, run: &Run, batch: &Batch) -> String {
    match batch.state {
        BatchState::Planned if run.scheduled_at.is_some() => text!(lang, runs_state_scheduled),
        BatchState::Planned => text!(lang, runs_state_planned),
        BatchState::Intended => text!(lang, runs_state_intended),
        BatchState::Accepted => text!(lang, runs_state_accepted),
        BatchState::Refused => text!(lang, runs_state_refused),
        BatchState::Unknown => text!(lang, runs_state_unknown),
        BatchState::Abandoned => text!(lang, runs_state_given_up),
    }
}

/// The same for `--json`, never translated.
fn state_word(run: &Run, batch: &Batch) -> &'static str {
    match batch.state {
        BatchState::Planned if run.scheduled_at.is_some() => "scheduled",
        state => state.as_str(),
    }
}

/// WeChat's word for a send; the commonest of them in Chinese as well.
fn status(lang: Lang, word: &str) -> String {
    match word {
        "SEND_SUCCESS" => text!(lang, runs_status_success),
        "SEND_FAIL" => text!(lang, runs_status_fail),
        "SENDING" => text!(lang, runs_status_sending),
        "DELETE" => text!(lang, runs_status_deleted),
        other => other.to_owned(),
    }
}

/// The beginning of a note, as far as it fits beside the rest of a row; `--json` has all of it.
fn short(note: &str) -> String {
    const WIDTH: usize = 60;
    if note.chars().count() <= WIDTH {
        return note.to_owned();
    }
    note.chars().take(WIDTH - 1).chain(['…']).collect()
}

fn audience(lang: Lang, run: &Run) -> String {
    let summary: Value = serde_json::from_str(&run.summary).unwrap_or_default();
    let audience = &summary["audience"];
    match audience["kind"].as_str() {
        Some("tag") => {
            let tag = audience["tag"].as_str().unwrap_or_default();
            text!(lang, runs_tag, tag = tag)
        }
        Some("open-ids") => {
            let count = &audience["count"];
            text!(lang, runs_openids, count = count)
        }
        Some("all") => text!(lang, runs_all),
        Some(kind) => kind.to_owned(),
        None => String::new(),
    }
}

fn document(run: &Run, batches: &[Batch]) -> Value {
    let batch = |batch: &Batch| {
        let finish = batch.finish.as_ref();
        let [total, filtered, sent, failed] = finish.map(Finish::counts).unwrap_or_default();
        json!({
            "number": batch.number, "state": state_word(run, batch),
            // Only lists are counted by us.
            "size": (batch.size > 0).then_some(batch.size),
            "client_msg_id": batch.client_msg_id, "msg_id": batch.msg_id, "msg_data_id": batch.msg_data_id,
            "media_id": batch.media_id, "status": batch.status, "intended_at": batch.intended_at,
            "settled_at": batch.settled_at, "errcode": batch.errcode, "note": batch.note,
            "total": total, "filtered": filtered, "sent": sent, "failed": failed,
            "finish": finish.map(|finish| &finish.word), "ended_at": finish.map(|finish| finish.ended_at),
            "articles": finish.map(callback::articles).unwrap_or_default(),
        })
    };
    let run_state = match run.state {
        RunState::Planned if run.scheduled_at.is_some() => "scheduled",
        state => state.as_str(),
    };
    json!({
        "run": run.id, "account": run.account, "name": run.name, "fingerprint": run.fingerprint,
        "attempt": run.attempt, "kind": run.kind, "state": run_state, "created_at": run.created_at, "scheduled_at": run.scheduled_at,
        "finished_at": run.finished_at,
        "summary": serde_json::from_str::<Value>(&run.summary).unwrap_or_default(),
        "batches": batches.iter().map(batch).collect::<Vec<_>>(),
    })
}
