//! `wxmass stats`: what sends did.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{print, written};
use crate::cli::Frame;
use crate::cli::completion::known;
use crate::cli::connect::{Session, failed};
use crate::cli::failure::{Exit, Failure};
use crate::pipeline::{self, Which};
use crate::report::text;
use crate::report::{beijing, stats_csv, stats_page, stats_table};
use crate::text::{normal_name, printable};

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass stats --sandbox\n  wxmass stats spring-2026 --html spring.html\n  wxmass stats spring-2026 --csv > spring.csv"
)]
pub(crate) struct StatsArgs {
    #[arg(value_name = "NAME|MSG_ID", add = known::runs_or_sends())]
    which: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3650))]
    days: u32,
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// Sends of other campaigns that are shown beside one.
const BESIDE: usize = 5;

pub(crate) async fn run(frame: &Frame, args: &StatsArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let name = args.which.as_deref().map(normal_name);
    let which = match &name {
        None => Which::All,
        Some(word) => match word.parse() {
            Ok(id) if word.len() >= 9 => Which::MsgId(id),
            _ => Which::Name(word),
        },
    };
    let session = Session::open(frame, None).await?;
    let account = session.context.account.name.clone();
    let found = frame
        .stop
        .or(pipeline::results(
            &session.context,
            which,
            args.days,
            BESIDE,
        ))
        .await;
    session.end().await;
    let found = found.unwrap_or(Err(pipeline::Error::Interrupted));
    let (meant, beside) = found.map_err(failed(lang))?;
    if meant.sends.is_empty() {
        return nothing(frame, name.as_deref(), args.days);
    }
    if let Some(file) = &args.html {
        let page = stats_page(lang, &account, &meant, &beside);
        std::fs::write(file, page).map_err(|error| Failure::unwritable(lang, file, &error))?;
        print(frame, &file.display().to_string())?;
    } else if args.csv {
        written(frame.out.whole(&stats_csv(&meant)))?;
    } else {
        written(frame.out.whole(&stats_table(lang, &meant, &beside)))?;
    }
    if let Some(time) = meant.come_again {
        frame.out.note(&text!(
            lang,
            stats_all_figures_available_yet_ask,
            t = beijing(time)
        ));
    }
    written(frame.out.json(&json!({
        "account": account, "sends": meant.sends, "come_again": meant.come_again, "beside": beside.sends,
        "html": args.html.as_ref().map(|file| file.display().to_string()),
    })))?;
    Ok(Exit::Done)
}

/// The end where no send is found: a mistake where a name was given, else none.
fn nothing(frame: &Frame, name: Option<&str>, days: u32) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let Some(name) = name else {
        frame.out.note(&text!(
            lang,
            stats_ledger_send_account_last_days_xx,
            d = days
        ));
        written(
            frame
                .out
                .json(&json!({ "sends": [], "come_again": null, "beside": [] })),
        )?;
        return Ok(Exit::Done);
    };
    Err(Failure::new(
        Exit::Input,
        text!(
            lang,
            stats_ledger_send_account_last_days,
            n = printable(name),
            d = days
        ),
        text!(lang, stats_wxmass_runs_lists_what_sent),
    ))
}
