//! `wxmass explain` and `wxmass help`: errcodes, codes of problems and topics, from the tables that the other commands use.

use clap::Args;
use serde_json::json;

use super::{print, written};
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, help as pages};
use crate::report::{Lang, pair, problem_topic, text, topic};
use crate::wechat::errcode::{self, Class};

/// Explain an errcode, the code of a problem, or a topic
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass explain 45028\n  wxmass explain not-one-of\n  wxmass explain exit-codes"
)]
pub(crate) struct ExplainArgs {
    #[arg(value_name = "CODE|TOPIC", allow_negative_numbers = true)]
    what: String,
}

/// Show the help of a command or a topic
#[derive(Debug, Args)]
#[command(before_help = "Examples:\n  wxmass help send\n  wxmass help exit-codes")]
pub(crate) struct HelpArgs {
    #[arg(value_name = "COMMAND|TOPIC")]
    words: Vec<String>,
}

/// The topics, with their rows: the name of a row in the catalogue, and as it is shown.
pub(in crate::cli) const TOPICS: [(&str, &[(&str, &str)]); 5] = [
    (
        "exit-codes",
        &[
            ("done", "0"),
            ("defect", "1"),
            ("input", "2"),
            ("refused", "3"),
            ("account", "4"),
            ("quota", "5"),
            ("network", "6"),
            ("unknown", "7"),
            ("partial", "8"),
            ("interrupted", "130"),
        ],
    ),
    (
        "environment",
        &[
            ("wxmass-account", "WXMASS_ACCOUNT"),
            ("wxmass-accounts", "WXMASS_ACCOUNTS"),
            ("wxmass-appid", "WXMASS_APPID"),
            ("wxmass-secret", "WXMASS_SECRET"),
            ("wxmass-access-token", "WXMASS_ACCESS_TOKEN"),
            ("wxmass-api-base", "WXMASS_API_BASE"),
            ("wxmass-relay", "WXMASS_RELAY"),
            ("wxmass-state", "WXMASS_STATE"),
            ("wxmass-callback-token", "WXMASS_CALLBACK_TOKEN"),
            ("wxmass-aes-key", "WXMASS_AES_KEY"),
            ("wxmass-sandbox", "WXMASS_SANDBOX"),
            ("wxmass-yes", "WXMASS_YES"),
            ("wxmass-lang", "WXMASS_LANG"),
            ("wxmass-timeout", "WXMASS_TIMEOUT"),
            ("https-proxy", "HTTPS_PROXY"),
            ("no-color", "NO_COLOR"),
            ("xdg-config-home", "XDG_CONFIG_HOME"),
            ("xdg-state-home", "XDG_STATE_HOME"),
            ("lc-all", "LC_ALL"),
        ],
    ),
    (
        "files",
        &[("accounts", ""), ("store", ""), ("campaign", "")],
    ),
    (
        "campaign",
        &[
            ("name", ""),
            ("audience", ""),
            ("articles", ""),
            ("message", ""),
            ("preview", ""),
            ("send", ""),
        ],
    ),
    (
        "json",
        &[("error", ""), ("problems", ""), ("kinds", ""), ("more", "")],
    ),
];

/// The rows of a topic: as they are shown, and what they say.
pub(in crate::cli) fn rows(lang: Lang, name: &str) -> Option<Vec<(&'static str, String)>> {
    let (name, rows) = TOPICS.iter().find(|(known, _)| *known == name)?;
    let said = |row: &str| topic(lang, name, Some(row)).unwrap_or_default();
    Some(
        rows.iter()
            .map(|(row, shown)| (*shown, said(row)))
            .collect(),
    )
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
            text.push_str(&format!("{shown:widest$}  "));
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
            advice = errcode_advice(lang, entry)
        ),
    ];
    Some(lines.join("\n"))
}

fn errcode_advice(lang: Lang, entry: &errcode::Entry) -> &'static str {
    let [english, chinese] = entry.advice;
    lang.pick(english, chinese)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_a_topic_is_in_the_catalogue() {
        for lang in [Lang::En, Lang::Zh] {
            for (name, _) in TOPICS {
                assert!(topic(lang, name, None).is_some(), "{name}");
                for (shown, said) in rows(lang, name).unwrap_or_default() {
                    assert!(!said.is_empty(), "{name} {shown}");
                }
            }
        }
    }
}
