//! `wxmass approve`: a person's yes, on a terminal, for a plan that an agent made with `wxmass mcp`.

use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use super::written;
use crate::cli::connect::account_key;
use crate::cli::desk::ASKED_FOR;
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, ask, settings};
use crate::report::text;
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
            text!(
                lang,
                approve_agent_made_plan_fingerprint_account,
                account = settings.account_name
            ),
            text!(lang, approve_give_least_digits_account_account),
        )
    })?;
    frame.out.always(&asked.told);
    if !ask::typed_by_hand(frame, &asked.audience).await? {
        return Err(Failure::new(
            Exit::Input,
            text!(lang, approve_confirmed_nothing_approved),
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
            text!(lang, approve_plan_longer_waiting_approval),
            "",
        ));
    }
    frame
        .out
        .note(&text!(lang, approve_approved_one_send_within_minutes));
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
