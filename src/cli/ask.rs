//! The one question, and the only place that says yes to a run.
//!
//! Without a terminal and without `--yes` nothing is asked and nothing is called. `--yes` answers the question that is
//! named in the command's help, and never one about the account's own guard rails.

use std::io::{self, BufRead as _, IsTerminal as _};

use jiff::{Timestamp, tz};

use super::Frame;
use super::settings::Guards;
use crate::cli::failure::{Exit, Failure};
use crate::pipeline::{Approved, AudienceFacts, Question, Ready};
use crate::report::question;

/// Refuses, before any call, what could not be asked later.
pub(super) fn can_ask(frame: &Frame) -> Result<(), Failure> {
    if frame.global.yes || (io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Ok(());
    }
    let lang = frame.out.lang;
    Err(Failure::new(
        Exit::Input,
        lang.pick(
            "this cannot be undone, and there is no terminal to ask on",
            "此操作不可撤销，而当前没有终端可供确认",
        ),
        lang.pick(
            "add `--yes` (or WXMASS_YES=1) to go on without a question",
            "无需确认请加 `--yes`（或 WXMASS_YES=1）",
        ),
    ))
}

/// Refuses in the account's quiet hours.
pub(super) fn not_in_quiet_hours(frame: &Frame, guards: &Guards) -> Result<(), Failure> {
    let Some(hours) = &guards.quiet_hours else {
        return Ok(());
    };
    let lang = frame.out.lang;
    let Some((from, to)) = parse_hours(hours) else {
        return Err(Failure::new(
            Exit::Input,
            format!("quiet_hours = \"{hours}\""),
            "22:00-08:00",
        ));
    };
    let now = tz::offset(8).to_datetime(Timestamp::now()).time();
    let now = i32::from(now.hour()) * 60 + i32::from(now.minute());
    let quiet = if from <= to {
        (from..to).contains(&now)
    } else {
        now >= from || now < to
    };
    if !quiet {
        return Ok(());
    }
    Err(Failure::new(
        Exit::Input,
        lang.pick(
            format!("this account sends nothing between {hours} (Beijing time)"),
            format!("该账号在 {hours}（北京时间）不群发"),
        ),
        lang.pick(
            "send later, or change quiet_hours in accounts.toml",
            "请稍后发送，或修改 accounts.toml 中的 quiet_hours",
        ),
    ))
}

/// Minutes after midnight of both ends.
fn parse_hours(text: &str) -> Option<(i32, i32)> {
    let minutes = |time: &str| {
        let (hour, minute) = time.trim().split_once(':')?;
        let (hour, minute) = (hour.parse::<i32>().ok()?, minute.parse::<i32>().ok()?);
        ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
    };
    let (from, to) = text.split_once('-')?;
    Some((minutes(from)?, minutes(to)?))
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
    let answer = if guarded {
        match confirm {
            Some(given) => given == name,
            None if frame.global.yes => {
                let message = lang.pick(
                    format!("so many receivers want the audience's name: `{name}`"),
                    format!("接收者数量超过限制，须确认受众名称：`{name}`"),
                );
                let failure = Failure::new(Exit::Input, message, format!("--confirm '{name}'"));
                ready.decline().await;
                return Err(failure);
            }
            None => typed(frame, &name)?,
        }
    } else if frame.global.yes {
        true
    } else if to_all {
        let account = facts.account.clone();
        typed(frame, &account)?
    } else {
        yes(frame)?
    };
    if answer {
        return Ok(ready.approve());
    }
    ready.decline().await;
    Err(Failure::new(
        Exit::Input,
        lang.pick("not confirmed; nothing was sent", "未确认，未群发任何内容"),
        lang.pick(
            "uploads and news are kept for the next time",
            "已上传的文件与图文会保留，供下次使用",
        ),
    ))
}

/// Asks a plain yes or no (for `delete`).
pub(super) fn yes(frame: &Frame) -> Result<bool, Failure> {
    if frame.global.yes {
        return Ok(true);
    }
    frame.out.always(frame.out.lang.pick(
        "send it? only `yes` counts: ",
        "确定？只有输入 yes 才会继续：",
    ));
    Ok(matches!(line()?.as_str(), "yes"))
}

fn typed(frame: &Frame, name: &str) -> Result<bool, Failure> {
    frame.out.always(&frame.out.lang.pick(
        format!("type `{name}` to go on: "),
        format!("请输入 `{name}` 以继续："),
    ));
    Ok(line()? == name)
}

fn line() -> Result<String, Failure> {
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line);
    read.map_err(|error| Failure::new(Exit::Input, error.to_string(), "--yes"))?;
    Ok(line.trim().to_owned())
}

fn audience_name(facts: &Question) -> String {
    match &facts.audience {
        AudienceFacts::All { .. } => facts.account.clone(),
        AudienceFacts::Tag { id, name, .. } => name.clone().unwrap_or_else(|| id.to_string()),
        AudienceFacts::OpenIds { count, .. } => count.to_string(),
    }
}
