//! The one question, and the only place that says yes to a run.
//!
//! Without a terminal and without `--yes` nothing is asked and nothing is called. `--yes` answers the question that is
//! named in the command's help, and never one about the account's own guard rails.

mod through;

use std::io::{self, BufRead as _, IsTerminal as _};

use jiff::Timestamp;

use super::Frame;
use super::connect::Session;
use super::settings::Guards;
use crate::cli::failure::{Exit, Failure};
use crate::mcp::Person;
use crate::pipeline::{self, Account, Approved, AudienceFacts, Question, Ready};
use crate::report::{pair, question, quoted, text};
use crate::text::printable;

pub(super) use through::{APPROVED_FOR, Plan, typed_by_hand};

/// Refuses, before any call, what could not be asked later.
pub(super) fn can_ask(frame: &Frame) -> Result<(), Failure> {
    if frame.global.yes || (io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Ok(());
    }
    let (message, advice) = pair!(frame.out.lang, question_no_terminal);
    Err(Failure::new(Exit::Input, message, advice))
}

/// Refuses a send in the account's quiet hours, now or at its time, before anything is called; they are looked at again before each mass call.
pub(super) fn not_in_quiet_hours(
    frame: &Frame,
    account: &Account,
    at: Option<Timestamp>,
) -> Result<(), Failure> {
    let at = at.unwrap_or_else(Timestamp::now);
    match account.quiet_hours.filter(|hours| hours.contain(at)) {
        Some(hours) => Err(Failure::of_pipeline(
            frame.out.lang,
            pipeline::Error::QuietHours { hours },
        )),
        None => Ok(()),
    }
}

/// Shows what is about to be done and asks. `confirm` is the audience's name where it was given beforehand.
pub(super) async fn approve<'a>(
    frame: &Frame,
    ready: Ready<'a>,
    guards: &Guards,
    confirm: Option<&str>,
) -> Result<Approved<'a>, Failure> {
    let lang = frame.out.lang;
    frame.out.note(&question(lang, ready.question()));
    let facts = ready.question();
    let name = audience_name(facts);
    let guarded = guards
        .confirm_above
        .is_some_and(|above| facts.audience.size().is_none_or(|size| size > above));
    let to_all = matches!(facts.audience, AudienceFacts::All { .. });
    let answer = match (guarded, confirm) {
        (true, Some(given)) => Ok(given == name),
        (true, None) if frame.global.yes => {
            let message = text!(lang, ask_so_many_receivers_want_audience, name = name);
            Err(Failure::new(
                Exit::Input,
                message,
                format!("--confirm {}", quoted(&name)),
            ))
        }
        (true, None) => typed(frame, &name).await,
        (false, _) if frame.global.yes => Ok(true),
        (false, _) if to_all => typed(frame, &facts.account.clone()).await,
        (false, _) => yes(frame).await,
    };
    let refusal = match answer {
        Ok(true) => return Ok(ready.approve()),
        Ok(false) => not_confirmed(frame),
        Err(failure) => failure,
    };
    ready.decline().await;
    Err(refusal)
}

/// As [`approve`], for several accounts at once: one question names them all, and is answered by the names of all guarded
/// audiences, separated by spaces.
pub(super) async fn approve_all<'a>(
    frame: &Frame,
    all: Vec<(Ready<'a>, &Guards)>,
    confirm: Option<&str>,
) -> Result<Vec<Approved<'a>>, Failure> {
    let lang = frame.out.lang;
    for (ready, _) in &all {
        frame.out.note(&question(lang, ready.question()));
    }
    let is_guarded = |(ready, guards): &&(Ready<'_>, &Guards)| {
        let size = ready.question().audience.size();
        guards
            .confirm_above
            .is_some_and(|above| size.is_none_or(|size| size > above))
    };
    let to_all = all
        .iter()
        .any(|(ready, _)| matches!(ready.question().audience, AudienceFacts::All { .. }));
    // Each guard rail holds: the name of every audience that is guarded, in the order of the accounts.
    let mut names: Vec<String> = Vec::new();
    for (ready, _) in all.iter().filter(is_guarded) {
        let name = audience_name(ready.question());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let guarded = !names.is_empty();
    if !guarded {
        let accounts = all
            .iter()
            .map(|(ready, _)| ready.question().account.clone());
        names.extend(accounts);
    }
    let name = names.join(" ");
    let answer = match (guarded, confirm) {
        (true, Some(given)) => Ok(given == name),
        (true, None) if frame.global.yes => {
            let message = text!(lang, ask_many_recipients_need_audience_s, name = name);
            let advice = format!("--confirm {}", quoted(&name));
            Err(Failure::new(Exit::Input, message, advice))
        }
        (true, None) => typed(frame, &name).await,
        (false, _) if frame.global.yes => Ok(true),
        (false, _) if to_all => typed(frame, &name).await,
        (false, _) => yes(frame).await,
    };
    let refusal = match answer {
        Ok(true) => return Ok(all.into_iter().map(|(ready, _)| ready.approve()).collect()),
        Ok(false) => not_confirmed(frame),
        Err(failure) => failure,
    };
    for (ready, _) in all {
        ready.decline().await;
    }
    Err(refusal)
}

/// As [`approve`], where the person is behind an agent.
pub(super) async fn approve_through<'a>(
    frame: &Frame,
    session: &Session,
    ready: Ready<'a>,
    plan: &Plan<'_>,
    person: &dyn Person,
) -> Result<Approved<'a>, Failure> {
    let refusal = match through::says_yes(frame, session, ready.question(), plan, person).await {
        Ok(true) => return Ok(ready.approve()),
        Ok(false) => not_confirmed(frame),
        Err(failure) => failure,
    };
    ready.decline().await;
    Err(refusal)
}

fn not_confirmed(frame: &Frame) -> Failure {
    let (message, advice) = pair!(frame.out.lang, question_cancelled);
    Failure::new(Exit::Input, message, advice)
}

/// Asks a plain yes or no (for `delete`).
pub(super) async fn yes(frame: &Frame) -> Result<bool, Failure> {
    if frame.global.yes {
        return Ok(true);
    }
    frame.out.always(&text!(frame.out.lang, question_confirm));
    Ok(line(frame).await? == "yes")
}

async fn typed(frame: &Frame, name: &str) -> Result<bool, Failure> {
    // A tag's name is WeChat's.
    let shown = printable(name);
    frame
        .out
        .always(&text!(frame.out.lang, ask_type_go, shown = shown));
    Ok(line(frame).await? == name)
}

/// Reads a line that the operator types; Ctrl-C is an answer, too. On a thread of its own, since leases are renewed and signals heard
/// while somebody thinks.
pub(super) async fn line(frame: &Frame) -> Result<String, Failure> {
    let reading = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        io::stdin()
            .lock()
            .read_line(&mut line)
            .map(|_| line.trim().to_owned())
    });
    let lang = frame.out.lang;
    match frame.stop.or(reading).await {
        Some(Ok(Ok(line))) => Ok(line),
        Some(Ok(Err(error))) => Err(Failure::new(Exit::Input, error.to_string(), "--yes")),
        Some(Err(broken)) => {
            let error = anyhow::Error::new(broken).context("reading the answer");
            Err(Failure::unforeseen(lang, &error))
        }
        None => Err(Failure::new(
            Exit::Interrupted,
            text!(lang, ask_interrupted_nothing_done),
            text!(lang, ask_run_same_command_again),
        )),
    }
}

fn audience_name(facts: &Question) -> String {
    match &facts.audience {
        AudienceFacts::All { .. } => facts.account.clone(),
        AudienceFacts::Tag { id, name, .. } => name.clone().unwrap_or_else(|| id.to_string()),
        AudienceFacts::OpenIds { count, .. } => count.to_string(),
    }
}
