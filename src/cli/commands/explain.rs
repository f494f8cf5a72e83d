//! `wxmass explain` and `wxmass help`: errcodes, codes of problems and topics, from the tables that the other commands use.

use std::fmt::Write as _;

use clap::Args;
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use serde_json::json;

use super::help as pages;
use super::help::topics::{TOPICS, rows};
use super::{print, written};
use crate::cli::Frame;
use crate::cli::failure::{Exit, Failure};
use crate::report::{Lang, errcode_advice, pair, problem_topic, text, topic};
use crate::wechat::errcode::{self, Class};

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass explain 45028\n  wxmass explain not-one-of\n  wxmass explain exit-codes"
)]
pub(crate) struct ExplainArgs {
    #[arg(value_name = "CODE|TOPIC", allow_negative_numbers = true, add = ArgValueCandidates::new(topics_and_codes))]
    what: String,
}

#[derive(Debug, Args)]
#[command(before_help = "Examples:\n  wxmass help send\n  wxmass help exit-codes")]
pub(crate) struct HelpArgs {
    #[arg(value_name = "COMMAND|TOPIC", add = ArgValueCandidates::new(commands_and_topics))]
    words: Vec<String>,
}

fn topics() -> impl Iterator<Item = CompletionCandidate> {
    TOPICS
        .iter()
        .map(|(name, _)| CompletionCandidate::new(*name))
}

fn topics_and_codes() -> Vec<CompletionCandidate> {
    let codes = errcode::all().map(|entry| CompletionCandidate::new(entry.code.to_string()));
    topics().chain(codes).collect()
}

fn commands_and_topics() -> Vec<CompletionCandidate> {
    let commands = pages::names().map(CompletionCandidate::new);
    commands.chain(topics()).collect()
}

pub(crate) fn run(frame: &Frame, args: &ExplainArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let word = args.what.trim().to_lowercase().replace('_', "-");
    let found = by_errcode(lang, &word)
        .or_else(|| by_topic(lang, &word))
        .or_else(|| problem_topic(lang, &word).map(|(what, fix)| format!("{what}\n{fix}")));
    let Some(found) = found else {
        let topics = TOPICS.map(|(name, _)| name).join(lang.pick(", ", "、"));
        let (what, fix) = pair!(lang, explain_unknown, word = &args.what, topics = topics);
        return Err(Failure::new(Exit::Input, what, fix));
    };
    for line in found.lines() {
        print(frame, line)?;
    }
    written(frame.out.json(&json!({ "topic": word, "text": found })))?;
    Ok(Exit::Done)
}

pub(crate) fn help(frame: &Frame, args: &HelpArgs) -> Result<Exit, Failure> {
    if let [word] = &args.words[..]
        && topic(frame.out.lang, word, None).is_some()
    {
        let what = word.clone();
        return run(frame, &ExplainArgs { what });
    }
    let known = pages::is_command(&args.words);
    if !known {
        let word = args.words.join(" ");
        let (what, advice) = pages::no_such_command(frame.out.lang, &word);
        return Err(Failure::new(Exit::Input, what, advice));
    }
    let page = pages::page(frame.out.lang, &args.words, true);
    written(frame.out.whole(&page))?;
    written(frame.out.json(&json!({ "text": page })))?;
    Ok(Exit::Done)
}

fn by_topic(lang: Lang, word: &str) -> Option<String> {
    let mut text = topic(lang, word, None)?;
    let rows = rows(lang, word)?;
    let widest = rows.iter().map(|(shown, _)| shown.len()).max()?;
    text.push('\n');
    for (shown, said) in rows {
        text.push_str("\n  ");
        if widest > 0 {
            let _ = write!(text, "{shown:widest$}  ");
        }
        text.push_str(&said);
    }
    Some(text)
}

fn by_errcode(lang: Lang, word: &str) -> Option<String> {
    let code: i64 = word.parse().ok()?;
    let Some(entry) = errcode::entry(code) else {
        let (what, fix) = pair!(lang, explain_unlisted, code = code);
        return Some(format!("{what}\n{fix}"));
    };
    let lines = [
        text!(lang, explain_errcode, code = code),
        text!(lang, explain_class, class = class(lang, entry.class)),
        text!(
            lang,
            explain_what_to_do,
            advice = errcode_advice(lang, code).unwrap_or_default()
        ),
    ];
    Some(lines.join("\n"))
}

fn class(lang: Lang, class: Class) -> String {
    match class {
        Class::Retry => text!(lang, explain_class_retry),
        Class::Token => text!(lang, explain_class_token),
        Class::Quota => text!(lang, explain_class_quota),
        Class::Input => text!(lang, explain_class_input),
        Class::Account => text!(lang, explain_class_account),
        Class::Accepted => text!(lang, explain_class_accepted),
        Class::Pending => text!(lang, explain_class_pending),
        Class::Unknown | Class::Unlisted => text!(lang, explain_class_unknown),
        Class::Gone => text!(lang, explain_class_gone),
    }
}
