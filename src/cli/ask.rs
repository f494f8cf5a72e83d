//! The one question, and the only place that says yes to a run.
//!
//! Without a terminal and without `--yes` nothing is asked and nothing is called. `--yes` answers the question that is
//! named in the command's help, and never one about the account's own guard rails.

use std::io::{self, BufRead as _, IsTerminal as _};

use jiff::Timestamp;

use super::Frame;
use super::settings::Guards;
use crate::cli::failure::{Exit, Failure, report_it};
use crate::pipeline::{self, Account, Approved, AudienceFacts, Question, Ready};
use crate::plan::beijing::Hours;
use crate::report::{pair, question, quoted, text};
use crate::text::printable;

/// Refuses, before any call, what could not be asked later.
pub(super) fn can_ask(frame: &Frame) -> Result<(), Failure> {
    if frame.global.yes || (io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Ok(());
    }
    let (message, advice) = pair!(frame.out.lang, question_no_terminal);
    Err(Failure::new(Exit::Input, message, advice))
}

/// The account's quiet hours, as its owner wrote them.
pub(super) fn quiet_hours(frame: &Frame, guards: &Guards) -> Result<Option<Hours>, Failure> {
    let Some(written) = &guards.quiet_hours else {
        return Ok(None);
    };
    Hours::parse(written).map(Some).ok_or_else(|| {
        let lang = frame.out.lang;
        Failure::new(
            Exit::Input,
            format!("quiet_hours = \"{}\"", printable(written)),
            lang.pick("write for example 22:00-08:00", "请写成例如 22:00-08:00"),
        )
    })
}

/// Refuses in the account's quiet hours before anything is called; they are looked at again before each mass call.
pub(super) fn not_in_quiet_hours(frame: &Frame, account: &Account) -> Result<(), Failure> {
    match account
        .quiet_hours
        .filter(|hours| hours.contain(Timestamp::now()))
    {
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
        Ok(false) => {
            let (message, advice) = pair!(lang, question_cancelled);
            Failure::new(Exit::Input, message, advice)
        }
        Err(failure) => failure,
    };
    ready.decline().await;
    Err(refusal)
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
        Some(Err(broken)) => Err(Failure::new(
            Exit::Defect,
            broken.to_string(),
            report_it(lang),
        )),
        None => Err(Failure::new(
            Exit::Interrupted,
            lang.pick("interrupted; nothing was done", "已中断，未执行任何操作"),
            lang.pick("run the same command again", "请再次运行同一条命令"),
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
