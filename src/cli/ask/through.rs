//! The question put to the person behind an agent. There is no way past it for the agent alone.

use std::io::{self, IsTerminal as _};

use jiff::{SignedDuration, Timestamp};

use super::{audience_name, typed};
use crate::cli::Frame;
use crate::cli::connect::{Session, chosen};
use crate::cli::failure::{Exit, Failure};
use crate::mcp::{Person, Typed};
use crate::pipeline::{self, Question};
use crate::report::question;
use crate::report::text;
use crate::text::printable;

/// How long a yes of `wxmass approve` is good.
pub(in crate::cli) const APPROVED_FOR: SignedDuration = SignedDuration::from_mins(30);

/// The plan that the person is asked about from afar.
pub(in crate::cli) struct Plan<'a> {
    pub(in crate::cli) fingerprint: &'a str,
    /// The audience as `wxmass approve` knows it.
    pub(in crate::cli) audience: &'a str,
}

/// Asks the person behind an agent, who types the audience's name; a yes of `wxmass approve` to this very plan is used up in
/// place of the question. Neither `--yes` nor WXMASS_YES counts.
pub(super) async fn says_yes(
    frame: &Frame,
    session: &Session,
    facts: &Question,
    plan: &Plan<'_>,
    person: &dyn Person,
) -> Result<bool, Failure> {
    let (lang, context) = (frame.out.lang, &session.context);
    let since = Timestamp::now() - APPROVED_FOR;
    let (key, print) = (&context.account.key, plan.fingerprint);
    let taking = context
        .store
        .approval_take(key, print, plan.audience, since);
    if taking
        .await
        .map_err(|error| Failure::of_store(lang, &error))?
    {
        return Ok(true);
    }
    let name = printable(&audience_name(facts));
    let words = question(lang, facts);
    let asking = person.ask(&words, &name);
    match frame.stop.or(asking).await {
        Some(Typed::Text(typed)) => Ok(typed == name),
        Some(Typed::Declined) => Ok(false),
        Some(Typed::CannotAsk) => Err(cannot_ask(frame, session, print)),
        None => Err(Failure::of_pipeline(lang, pipeline::Error::Interrupted)),
    }
}

fn cannot_ask(frame: &Frame, session: &Session, fingerprint: &str) -> Failure {
    let account = &session.context.account;
    let command = format!(
        "wxmass approve {}",
        &fingerprint[..12.min(fingerprint.len())]
    );
    let command = chosen(&account.base, &account.appid, &account.name, command);
    let lang = frame.out.lang;
    let mut failure = Failure::new(
        Exit::Input,
        text!(lang, agent_person_confirm_client_cannot_ask),
        text!(lang, agent_show_plan_person_who_runs),
    );
    failure.paste = Some(command);
    failure
}

/// Has the operator type `name` on this terminal. Neither `--yes` nor WXMASS_YES counts; without a terminal it refuses.
pub(in crate::cli) async fn typed_by_hand(frame: &Frame, name: &str) -> Result<bool, Failure> {
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        return typed(frame, name).await;
    }
    let lang = frame.out.lang;
    Err(Failure::new(
        Exit::Input,
        text!(lang, agent_only_person_terminal_can_approve),
        text!(lang, agent_run_command_terminal_yes_count),
    ))
}
