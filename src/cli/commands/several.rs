//! Several accounts in one go: `--account a --account b`, or `all`. One plan, one question that names every account, one run an
//! account with its own rows, one table at the end.

use std::sync::Arc;

use futures_util::future::join_all;
use jiff::Timestamp;
use serde_json::json;

use super::Command;
use super::check::CheckArgs;
use super::preview::PreviewArgs;
use super::send::{SendArgs, already, request, told, window};
use super::stats::StatsArgs;
use super::{has_audience, loaded_for_several, written};
use crate::campaign::audience::Roster;
use crate::campaign::{Audience, Campaign, OpenIdSource};
use crate::cli::connect::{Session, failed};
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, accounts, ask};
use crate::pipeline::{self, Event, Prepared};
use crate::report::{collected, plan, table};
use crate::report::{pair, text};

/// The accounts that are meant, where they are several; `all` is every profile. One and the same twice is one.
pub(crate) fn names(frame: &Frame) -> Result<Option<Vec<String>>, Failure> {
    let written = &frame.global.account;
    if written.len() < 2 && written.first().is_none_or(|name| name != "all") {
        return Ok(None);
    }
    let mut names: Vec<String> = Vec::new();
    for name in written {
        if name != "all" {
            names.push(name.clone());
            continue;
        }
        let known = match accounts::path() {
            Some(path) => tokio::task::block_in_place(|| accounts::load_if_there(frame, &path))?,
            None => std::collections::BTreeMap::new(),
        };
        names.extend(known.into_keys());
    }
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    if names.is_empty() {
        let lang = frame.out.lang;
        return Err(Failure::new(
            Exit::Account,
            text!(lang, several_account_all_needs_profiles_accounts),
            "wxmass accounts add main",
        ));
    }
    Ok(Some(names))
}

/// Runs a command for each of several accounts.
pub(crate) async fn run(
    frame: &Frame,
    names: &[String],
    command: Command,
) -> Result<Exit, Failure> {
    if frame.global.sandbox && !matches!(command, Command::Check(_)) {
        let (message, advice) = pair!(frame.out.lang, several_sandbox_has_one_account);
        return Err(Failure::new(Exit::Input, message, advice));
    }
    let exits = match command {
        Command::Send(args) => Box::pin(send(frame, names, &args)).await?,
        Command::Preview(args) => each(frame, names, &Single::Preview(args)).await,
        Command::Check(args) => each(frame, names, &Single::Check(args)).await,
        Command::Stats(args) => each(frame, names, &Single::Stats(args)).await,
        Command::Init(_)
        | Command::Render(_)
        | Command::Accounts(_)
        | Command::Doctor
        | Command::Sandbox(_)
        | Command::Token(_)
        | Command::UploadImg(_)
        | Command::AddMaterial(_)
        | Command::AddDraft(_)
        | Command::AddNews(_)
        | Command::UploadNews(_)
        | Command::SendTag(_)
        | Command::SendOpenids(_)
        | Command::Status(_)
        | Command::Delete(_)
        | Command::Runs(_)
        | Command::Listen(_)
        | Command::Drafts(_)
        | Command::Library(_)
        | Command::Tags(_)
        | Command::Followers(_)
        | Command::Mcp
        | Command::Approve(_)
        | Command::Settings
        | Command::Themes(_)
        | Command::Schema(_)
        | Command::Reference
        | Command::Completions(_)
        | Command::Man(_)
        | Command::Explain(_)
        | Command::Help(_) => return Err(for_one(frame)),
    };
    written(frame.out.json(&json!({ "accounts": collected() })))?;
    Ok(all(&exits))
}

/// A command that several accounts run one after the other, each by itself.
enum Single {
    Preview(PreviewArgs),
    Check(CheckArgs),
    Stats(StatsArgs),
}

/// Runs it for one account after the other, until Ctrl-C.
async fn each(frame: &Frame, names: &[String], command: &Single) -> Vec<Exit> {
    let mut exits = Vec::new();
    for name in names {
        if frame.stop.is_asked() {
            // An account that was not looked at is not done.
            exits.push(Exit::Interrupted);
            break;
        }
        let one = frame.of_account(name);
        let exit = match command {
            Single::Preview(args) => Box::pin(super::preview::run(&one, args.clone())).await,
            Single::Check(args) => super::check::run(&one, args),
            Single::Stats(args) => Box::pin(super::stats::run(&one, args)).await,
        };
        exits.push(ended(&one, exit));
    }
    exits
}

/// Several accounts were named where one is meant.
pub(crate) fn for_one(frame: &Frame) -> Failure {
    let lang = frame.out.lang;
    Failure::new(
        Exit::Input,
        text!(lang, several_command_one_account),
        text!(lang, several_send_preview_check_stats_accept),
    )
}

/// The exit code of all together. What is unknown comes first, since a script must stop for it and may run again what was
/// interrupted; some that failed are 8.
fn all(exits: &[Exit]) -> Exit {
    let has = |exit: Exit| exits.contains(&exit);
    let first = exits.first().copied().unwrap_or(Exit::Done);
    if exits.iter().all(|exit| *exit == first) {
        first
    } else if has(Exit::Unknown) {
        Exit::Unknown
    } else if has(Exit::Interrupted) {
        Exit::Interrupted
    } else {
        Exit::Partial
    }
}

/// How one account ended; a failure is shown as its own.
fn ended(frame: &Frame, result: Result<Exit, Failure>) -> Exit {
    match result {
        Ok(exit) => exit,
        Err(failure) => failure.beside(frame.out, json!({})),
    }
}

/// One account of a send.
struct One {
    frame: Frame,
    session: Session,
    campaign: Campaign,
}

async fn send(frame: &Frame, names: &[String], args: &SendArgs) -> Result<Vec<Exit>, Failure> {
    let lang = frame.out.lang;
    let can_ask = || {
        if args.dry_run() {
            return Ok(());
        }
        ask::can_ask(frame)
    };
    can_ask()?;
    let mut campaign =
        loaded_for_several(frame, args.campaign(), args.audience(frame)?, can_ask).await?;
    campaign.send.window = window(frame, campaign.send.window, args)?;
    campaign.send.wait &= args.waits();
    // A pipe is read once for all of them.
    if let (Some(Audience::OpenIds(OpenIdSource::Stdin)), None) =
        (&campaign.audience, &campaign.roster)
    {
        let reading = tokio::task::spawn_blocking(|| Roster::read(&OpenIdSource::Stdin));
        let read = frame.stop.or(reading).await;
        let read = read.ok_or_else(|| failed(lang)(pipeline::Error::Interrupted))?;
        let roster = read
            .map_err(|broken| failed(lang)(broken.into()))?
            .map_err(|found| failed(lang)(pipeline::Error::Audience(found)))?;
        campaign.roster = Some(Arc::new(roster));
    }
    let mut exits: Vec<Exit> = Vec::new();
    let mut all: Vec<One> = Vec::new();
    for name in names {
        let one = frame.of_account(name);
        let campaign = campaign.for_account(name);
        let opened = Box::pin(open(&one, &campaign)).await;
        match opened {
            Ok(session) => all.push(One {
                frame: one,
                session,
                campaign,
            }),
            Err(failure) => exits.push(ended(&one, Err(failure))),
        }
    }
    if let Some(appid) = twice(&all) {
        return Err(Failure::new(
            Exit::Input,
            text!(lang, several_two_these_accounts_same_appid, appid = appid),
            "wxmass accounts",
        ));
    }
    if args.dry_run() {
        for one in &all {
            let request = request(&one.campaign, args);
            let shown = pipeline::dry_run(&one.session.context, request).await;
            let exit = match shown.map_err(failed(lang)) {
                Ok(shown) => {
                    written(one.frame.out.json(&json!(shown)))?;
                    written(one.frame.out.whole(&plan(lang, &shown)))?;
                    Ok(Exit::Done)
                }
                Err(failure) => Err(failure),
            };
            exits.push(ended(&one.frame, exit));
        }
    } else {
        exits.extend(Box::pin(sent(frame, &all, args)).await?);
    }
    for one in all {
        one.session.end().await;
    }
    Ok(exits)
}

async fn open(frame: &Frame, campaign: &Campaign) -> Result<Session, Failure> {
    has_audience(frame, campaign)?;
    let session = Session::open(frame, None).await?;
    let at: Option<Timestamp> = campaign.send.window.map(|window| window.at);
    ask::not_in_quiet_hours(frame, &session.context.account, at)?;
    Ok(session)
}

/// An account that is there under two names: it would wait for its own lock.
fn twice(all: &[One]) -> Option<String> {
    let mut seen = std::collections::BTreeSet::new();
    let mut keys = all.iter().map(|one| &one.session.context.account.key);
    keys.find(|key| !seen.insert(*key)).cloned()
}

/// Prepares all, asks once, sends one after the other; together where they wait for a time.
async fn sent(frame: &Frame, all: &[One], args: &SendArgs) -> Result<Vec<Exit>, Failure> {
    let lang = frame.out.lang;
    let mut exits = Vec::new();
    let (mut ready, mut rows) = (Vec::new(), Vec::new());
    for one in all {
        let prepared = Box::pin(pipeline::prepare(
            &one.session.context,
            request(&one.campaign, args),
        ))
        .await;
        match prepared.map_err(failed(lang)) {
            Ok(Prepared::Ready(prepared)) => ready.push((one, *prepared)),
            Ok(Prepared::AlreadySent { run, wait }) => {
                let receipt = already(&one.session, run, wait).await;
                exits.push(ended(
                    &one.frame,
                    receipt
                        .map_err(failed(lang))
                        .map(|receipt| told(&one.frame, receipt)),
                ));
            }
            Err(failure) => {
                rows.push(vec![
                    one.session.context.account.name.clone(),
                    failure.message.clone(),
                ]);
                exits.push(ended(&one.frame, Err(failure)));
            }
        }
    }
    if ready.is_empty() {
        return Ok(exits);
    }
    for (one, _) in &ready {
        one.session.context.events.say(Event::Asking);
        one.session.context.events.heard().await;
    }
    let (ones, asked): (Vec<_>, Vec<_>) = ready
        .into_iter()
        .map(|(one, prepared)| (one, (prepared, &one.session.guards)))
        .unzip();
    let approved = ask::approve_all(frame, asked, args.confirm()).await?;
    let waits = ones
        .first()
        .is_some_and(|one| one.campaign.send.window.is_some());
    let receipts = if waits {
        join_all(approved.into_iter().map(|it| Box::pin(pipeline::send(it)))).await
    } else {
        let mut receipts = Vec::new();
        for approved in approved {
            receipts.push(Box::pin(pipeline::send(approved)).await);
        }
        receipts
    };
    for (one, receipt) in ones.into_iter().zip(receipts) {
        let name = one.session.context.account.name.clone();
        let exit = match receipt.map_err(failed(lang)) {
            Ok(receipt) => {
                let ids: Vec<_> = receipt.msg_ids().iter().map(ToString::to_string).collect();
                rows.push(vec![name, ids.join(" ")]);
                Ok(told(&one.frame, receipt))
            }
            Err(failure) => {
                rows.push(vec![name, failure.message.clone()]);
                Err(failure)
            }
        };
        exits.push(ended(&one.frame, exit));
    }
    let head = [text!(lang, doctor_account), "msg_id".to_owned()];
    frame.out.note(&table(&head, &rows));
    Ok(exits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_outcome_is_not_hidden_by_an_interruption() {
        use Exit::{Account, Done, Interrupted, Partial, Unknown};

        for (exits, together) in [
            (&[Done, Unknown, Interrupted][..], Unknown),
            (&[Interrupted, Unknown], Unknown),
            (&[Account, Interrupted], Interrupted),
            (&[Done, Interrupted], Interrupted),
            (&[Interrupted, Interrupted], Interrupted),
            (&[Done, Account], Partial),
            (&[Account, Account], Account),
            (&[Done, Done], Done),
            (&[], Done),
        ] {
            assert_eq!(all(exits), together, "{exits:?}");
        }
    }
}
