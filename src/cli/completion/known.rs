//! Values that an argument may take, of what this machine knows: profiles, tags, runs, sends, files.
//!
//! An argument names its function (`#[arg(add = known::tags())]`); it is called only where the operator completes that argument.

use clap::builder::StyledStr;
use clap_complete::engine::{
    ArgValueCandidates, ArgValueCompleter, CompletionCandidate, PathCompleter,
};
use jiff::Timestamp;

use super::seen;
use super::surroundings::{self, Surroundings};
use crate::cli::accounts;
use crate::plan::beijing;
use crate::report::text;

/// Profiles of the accounts file.
pub(in crate::cli) fn accounts() -> ArgValueCandidates {
    ArgValueCandidates::new(profiles)
}

/// Profiles, and the word for all of them.
pub(in crate::cli) fn accounts_or_all() -> ArgValueCandidates {
    of_line(|line| {
        let mut found = profiles();
        if found.len() > 1 {
            found.push(candidate("all", text!(line.lang, completion_all_accounts)));
        }
        found
    })
}

/// Tags of the account, as it last told them.
pub(in crate::cli) fn tags() -> ArgValueCandidates {
    of_line(|line| {
        let tags = seen::tags(&line.tags(), line.appid().as_deref());
        let mut found: Vec<_> = Vec::with_capacity(tags.len());
        for tag in &tags {
            let is_clear = tags.iter().filter(|it| it.name == tag.name).count() == 1;
            // A name that could be mistaken is offered by its id.
            found.push(if is_clear && tag.name.parse::<i64>().is_err() {
                let id = tag.id.to_string();
                candidate(&tag.name, text!(line.lang, completion_tag, id = id))
            } else {
                candidate(&tag.id.to_string(), tag.name.clone())
            });
        }
        found
    })
}

/// Names of runs, the latest first.
pub(in crate::cli) fn runs() -> ArgValueCandidates {
    of_line(names)
}

/// Sends that WeChat has accepted, by `msg_id`, the latest first.
pub(in crate::cli) fn sends() -> ArgValueCandidates {
    of_line(msg_ids)
}

/// Names of runs, then sends by `msg_id`.
pub(in crate::cli) fn runs_or_sends() -> ArgValueCandidates {
    of_line(|line| {
        let mut found = names(line);
        found.extend(msg_ids(line));
        found
    })
}

/// Campaigns: files of their own, and articles by themselves.
pub(in crate::cli) fn campaigns() -> ArgValueCompleter {
    files(&["toml", "md", "markdown"])
}

/// Articles for a draft: campaigns, articles, and WeChat's own JSON.
pub(in crate::cli) fn articles() -> ArgValueCompleter {
    files(&["toml", "md", "markdown", "json"])
}

/// Articles by themselves.
pub(in crate::cli) fn markdown() -> ArgValueCompleter {
    files(&["md", "markdown"])
}

fn of_line(
    found: impl Fn(&Surroundings) -> Vec<CompletionCandidate> + Send + Sync + 'static,
) -> ArgValueCandidates {
    ArgValueCandidates::new(move || surroundings::get().map(&found).unwrap_or_default())
}

fn profiles() -> Vec<CompletionCandidate> {
    let profiles = accounts::glance().into_iter();
    profiles
        .map(|(name, appid)| candidate(&name, appid))
        .collect()
}

fn names(line: &Surroundings) -> Vec<CompletionCandidate> {
    let rows = line.ledger().names.into_iter();
    rows.map(|(name, at)| candidate(&name, day(at))).collect()
}

fn msg_ids(line: &Surroundings) -> Vec<CompletionCandidate> {
    let rows = line.ledger().sends.into_iter();
    rows.map(|(id, name, at)| {
        let of = match at {
            Some(at) => format!("{name}, {}", day(at)),
            None => name,
        };
        candidate(&id.to_string(), of)
    })
    .collect()
}

/// In the order in which they are given, which is the one of their use.
fn candidate(value: &str, meaning: String) -> CompletionCandidate {
    CompletionCandidate::new(value).help(Some(StyledStr::from(meaning)))
}

fn day(at: Timestamp) -> String {
    beijing::BEIJING.to_datetime(at).date().to_string()
}

fn files(endings: &'static [&'static str]) -> ArgValueCompleter {
    let is_wanted = move |path: &std::path::Path| {
        let ending = path.extension().and_then(|it| it.to_str());
        path.is_file()
            && ending.is_some_and(|it| endings.iter().any(|end| end.eq_ignore_ascii_case(it)))
    };
    ArgValueCompleter::new(PathCompleter::any().filter(is_wanted))
}
