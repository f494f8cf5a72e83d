//! `wxmass accounts`: the profiles of the accounts file. None of it shows a secret or takes one as an argument.

mod add;
mod kind;
mod words;

use clap::{Args, Subcommand};
use serde_json::json;

use super::written;
use crate::cli::accounts::{self, Profile};
use crate::cli::completion::known;
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, ask, settings};
use crate::report::table;
use crate::report::text;

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass accounts\n  wxmass accounts add main\n  wxmass accounts add main --appid wx0123456789abcdef --secret-stdin < secret.txt\n  wxmass accounts test main\n  wxmass accounts remove main --yes"
)]
pub(crate) struct AccountsArgs {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    Add(add::AddArgs),
    #[command(before_help = "Examples:\n  wxmass accounts test main")]
    Test {
        #[arg(add = known::accounts())]
        name: String,
    },
    #[command(before_help = "Examples:\n  wxmass accounts remove main --yes")]
    Remove {
        #[arg(add = known::accounts())]
        name: String,
    },
}

pub(crate) async fn run(frame: &Frame, args: AccountsArgs) -> Result<Exit, Failure> {
    match args.action {
        None => list(frame),
        Some(Action::Add(args)) => add::run(frame, args).await,
        Some(Action::Test { name }) => test(frame, &name).await,
        Some(Action::Remove { name }) => remove(frame, &name).await,
    }
}

/// The path of the accounts file, which may not exist yet.
fn path(frame: &Frame) -> Result<std::path::PathBuf, Failure> {
    accounts::path().ok_or_else(|| words::no_place(frame.out.lang))
}

fn list(frame: &Frame) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let path = path(frame)?;
    let profiles = tokio::task::block_in_place(|| accounts::load_if_there(frame, &path))?;
    if profiles.is_empty() {
        frame.out.note(&text!(
            lang,
            account_no_account_yet_next_wxmass,
            path = path.display()
        ));
    }
    let dash = || "-".to_owned();
    let rows: Vec<_> = profiles
        .iter()
        .map(|(name, profile)| {
            vec![
                name.clone(),
                profile.appid.clone(),
                kind_of(profile).unwrap_or_else(dash),
                profile.tester.clone().unwrap_or_else(dash),
                profile.gets_tokens_by().to_owned(),
            ]
        })
        .collect();
    if !rows.is_empty() {
        let head = [
            text!(lang, account_account_xx),
            "appid".to_owned(),
            text!(lang, account_kind),
            text!(lang, account_tester),
            text!(lang, account_tokens),
        ];
        written(frame.out.whole(&table(&head, &rows)))?;
    }
    let documents: Vec<_> = profiles
        .iter()
        .map(|(name, profile)| {
            json!({
                "account": name, "appid": profile.appid, "kind": kind_of(profile),
                "tester": profile.tester, "tokens_by": profile.gets_tokens_by(),
            })
        })
        .collect();
    written(
        frame
            .out
            .json(&json!({ "file": path, "accounts": documents })),
    )?;
    Ok(Exit::Done)
}

fn kind_of(profile: &Profile) -> Option<String> {
    profile
        .kind()
        .map(|kind| format!("{kind:?}").to_lowercase())
}

async fn test(frame: &Frame, name: &str) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    if frame.global.sandbox {
        return Err(words::sandbox_needs_none(lang));
    }
    let settings = settings::of_profile(frame, name)?;
    let client = add::probe(frame, &settings)?;
    let look = async {
        client.token().await?;
        Ok(kind::find_out(&client).await)
    };
    let found = frame
        .stop
        .or(look)
        .await
        .ok_or_else(|| words::interrupted(lang))?;
    let found = found.map_err(|error| Failure::of_wechat(lang, &error, None))?;
    frame
        .out
        .note(&words::works(lang, name, &settings.appid, found));
    let document =
        json!({ "account": name, "appid": *settings.appid, "ok": true, "kind": found.name() });
    written(frame.out.json(&document))?;
    Ok(Exit::Done)
}

async fn remove(frame: &Frame, name: &str) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let path = path(frame)?;
    let profile = tokio::task::block_in_place(|| settings::profile_named(frame, name))?;
    ask::can_ask(frame)?;
    frame.out.note(&text!(
        lang,
        account_about_take_account_out_secret,
        name = name,
        a = profile.appid,
        path = path.display()
    ));
    if !ask::yes(frame).await? {
        return Err(words::not_removed(lang));
    }
    tokio::task::block_in_place(|| accounts::remove(frame, &path, name))?;
    frame.out.note(&text!(
        lang,
        account_account_no_longer,
        name = name,
        path = path.display()
    ));
    written(frame.out.json(&json!({ "removed": name, "file": path })))?;
    Ok(Exit::Done)
}
