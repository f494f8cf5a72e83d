//! `wxmass approve`: a person's yes, on a terminal, for a plan that an agent made with `wxmass mcp`.

use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use super::written;
use crate::cli::connect::account_key;
use crate::cli::desk::ASKED_FOR;
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, ask, settings};
use crate::report::say;
use crate::store::{Asked, Store};

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass approve 4f1d0c3b9a27\n  wxmass approve 4f1d0c3b9a27 --account main"
)]
pub(crate) struct ApproveArgs {
    fingerprint: String,
}

pub(crate) async fn run(frame: &Frame, args: &ApproveArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let settings = settings::resolve_to_look(frame)?;
    let store = Store::open(&settings.state)
        .await
        .map_err(|error| Failure::of_store(lang, &error))?;
    let key = account_key(&settings, frame.global.sandbox);
    let asked = store
        .approvals_asked(&key, Timestamp::now() - ASKED_FOR)
        .await
        .map_err(|error| Failure::of_store(lang, &error))?;
    let asked = named(&asked, &args.fingerprint).ok_or_else(|| {
        Failure::new(
            Exit::Input,
            say!(
                lang,
                "no agent has made a plan with this fingerprint for account {account} in the last 24 hours",
                "最近 24 小时内，没有智能体为账号 {account} 做出此指纹的计划",
                account = settings.account_name
            ),
            lang.pick(
                "give at least 12 digits of it, and the account with `--account`",
                "请给出至少 12 位指纹，并用 `--account` 指定账号",
            ),
        )
    })?;
    frame.out.always(&asked.told);
    if !ask::typed_by_hand(frame, &asked.audience).await? {
        return Err(Failure::new(
            Exit::Input,
            lang.pick(
                "not confirmed; nothing was approved",
                "未确认，未批准任何内容",
            ),
            "",
        ));
    }
    let now = Timestamp::now();
    let given = store
        .approval_give(&key, asked, now)
        .await
        .map_err(|error| Failure::of_store(lang, &error))?;
    if !given {
        return Err(Failure::new(
            Exit::Input,
            lang.pick("the plan is no longer asked for", "该计划已不再等待批准"),
            "",
        ));
    }
    frame.out.note(lang.pick(
        "approved for one send within 30 minutes; the agent can call `send` now",
        "已批准：30 分钟内可群发一次，智能体现在可以调用 `send`",
    ));
    let until = now + ask::APPROVED_FOR;
    written(frame.out.json(&json!({
        "fingerprint": asked.fingerprint,
        "audience": asked.audience,
        "until": until.to_string(),
    })))?;
    Ok(Exit::Done)
}

/// The one plan that `written` names.
fn named<'a>(asked: &'a [Asked], written: &str) -> Option<&'a Asked> {
    let written = written.trim().to_ascii_lowercase();
    let mut found = asked
        .iter()
        .filter(|it| written.len() >= 12 && it.fingerprint.starts_with(&written));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}
