//! Why a command failed, in words: what failed, because of what, what to do now.
//!
//! A [`Failure`] knows its exit code; there is one table of them, and it is here.

mod advice;
mod from;
mod gateway;
mod later;
mod ledger;
mod local;

use serde_json::{Value, json};

use crate::campaign::Problems;
use crate::report::{Lang, Mode, Out, pair, problems, problems_json, text};
use crate::text::printable;

const RED: &str = "\x1b[1;31m";
const CYAN: &str = "\x1b[1;36m";
const OFF: &str = "\x1b[0m";

/// Exit codes: a contract with scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done; also: sent already, nothing was sent again.
    Done = 0,
    /// A defect of wxmass itself.
    Defect = 1,
    /// The command line, a file or a list is wrong, or a question could not be asked; nothing was sent.
    Input = 2,
    /// WeChat refused the content or the request.
    Refused = 3,
    /// Credentials, allow-list or permissions.
    Account = 4,
    /// Quota or rate limit.
    Quota = 5,
    /// Network or service failure; certainly nothing was sent by the failed call.
    Network = 6,
    /// The outcome of a mass send is unknown.
    Unknown = 7,
    /// Some batches were accepted, some were not.
    Partial = 8,
    /// Interrupted.
    Interrupted = 130,
}

impl Exit {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::Done,
        Self::Defect,
        Self::Input,
        Self::Refused,
        Self::Account,
        Self::Quota,
        Self::Network,
        Self::Unknown,
        Self::Partial,
        Self::Interrupted,
    ];

    /// The meaning, and what a script or an agent does then: for `reference` and the pages that are made of it.
    pub fn told(self, lang: Lang) -> (String, String) {
        match self {
            Self::Done => pair!(lang, exit_done),
            Self::Defect => pair!(lang, exit_defect),
            Self::Input => pair!(lang, exit_input),
            Self::Refused => pair!(lang, exit_refused),
            Self::Account => pair!(lang, exit_account),
            Self::Quota => pair!(lang, exit_quota),
            Self::Network => pair!(lang, exit_network),
            Self::Unknown => pair!(lang, exit_unknown),
            Self::Partial => pair!(lang, exit_partial),
            Self::Interrupted => pair!(lang, exit_interrupted),
        }
    }

    /// The stable name in JSON.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Defect => "defect",
            Self::Input => "input",
            Self::Refused => "refused",
            Self::Account => "account",
            Self::Quota => "quota",
            Self::Network => "network",
            Self::Unknown => "unknown",
            Self::Partial => "partial",
            Self::Interrupted => "interrupted",
        }
    }
}

/// A failed command.
#[derive(Debug)]
pub struct Failure {
    pub exit: Exit,
    pub message: String,
    pub advice: String,
    errcode: Option<i64>,
    errmsg: String,
    rid: Option<String>,
    problems: Option<Box<Problems>>,
    /// A text to be pasted somewhere: it stands on a line by itself.
    pub(crate) paste: Option<String>,
    /// stdout is closed: not a failure, but the end.
    closed: bool,
    /// It is about stdout; the message is the system's.
    of_output: bool,
}

impl Failure {
    /// A failure without a class of its own, with the chain of its causes: exit 1.
    pub(crate) fn unforeseen(lang: Lang, error: &anyhow::Error) -> Self {
        Self::new(Exit::Defect, format!("{error:#}"), report_it(lang))
    }

    /// A state that a bug alone can bring about; `detail` is for those who repair it.
    pub(crate) fn of_defect(lang: Lang, detail: &str) -> Self {
        let (message, advice) = (text!(lang, error_defect, detail = detail), report_it(lang));
        Self::new(Exit::Defect, message, advice)
    }

    /// A failure in our own words: one line each, line ends are shown escaped.
    pub fn new(exit: Exit, message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
            advice: advice.into(),
            errcode: None,
            errmsg: String::new(),
            rid: None,
            problems: None,
            paste: None,
            closed: false,
            of_output: false,
        }
    }

    /// The problems of the campaign that it is about; none for other failures.
    pub(crate) fn problems(&self) -> &[crate::campaign::Problem] {
        self.problems.as_ref().map_or(&[], |found| &found.list)
    }

    /// The same failure as the reason for another end of the run, with what to do about that as well.
    pub(crate) fn instead(mut self, lang: Lang, exit: Exit, advice: &str) -> Self {
        // What the new advice begins with need not be said twice.
        if advice.starts_with(&self.advice) {
            self.advice.clear();
        } else {
            self.advice.push_str(lang.pick("; ", "；"));
        }
        self.advice.push_str(advice);
        Self { exit, ..self }
    }

    /// Shows the failure beside what was found all the same: in JSON as the field `error` of that document.
    pub(crate) fn beside(&self, out: Out, mut document: Value) -> Exit {
        if out.mode == Mode::Json {
            document["error"] = self.json(out.lang)["error"].take();
            // How it ended does not depend on a reader of stdout.
            let _ = out.json(&document);
        } else {
            out.always(&self.text(out.lang));
        }
        self.exit
    }

    /// Problems of a campaign or a list.
    pub fn of_problems(lang: Lang, found: Problems) -> Self {
        let message = text!(lang, error_campaign_problems);
        let advice = text!(lang, error_mend_them_run_same_command);
        Self {
            problems: Some(Box::new(found)),
            ..Self::new(Exit::Input, message, advice)
        }
    }

    /// A write to stdout failed: a closed pipe ends quietly, and a full disk is a fault of the place that was chosen.
    pub fn of_output(error: &std::io::Error) -> Self {
        let closed = error.kind() == std::io::ErrorKind::BrokenPipe;
        let exit = if closed { Exit::Done } else { Exit::Input };
        Self {
            closed,
            of_output: true,
            ..Self::new(exit, error.to_string(), "")
        }
    }

    /// The failure and its fix.
    fn words(&self, lang: Lang) -> (String, String) {
        if self.of_output {
            pair!(lang, error_stdout, error = &self.message)
        } else {
            (self.message.clone(), self.advice.clone())
        }
    }

    /// Whether stdout has no reader any more.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// The text for stderr, with colours that the stream takes away where they are not wanted.
    pub fn text(&self, lang: Lang) -> String {
        let (message, advice) = self.words(lang);
        let mut text = String::new();
        if let Some(found) = &self.problems {
            text.push_str(&problems(lang, found));
            text.push('\n');
        }
        let gap = lang.pick(" ", "");
        let labelled = |colour: &str, label: &str, words: &str| {
            format!("{colour}{label}{OFF}{gap}{}", printable(words))
        };
        text.push_str(&labelled(RED, &text!(lang, error_label), &message));
        if let Some(rid) = &self.rid {
            text.push_str("\n  rid: ");
            text.push_str(rid);
        }
        if !advice.is_empty() {
            text.push('\n');
            text.push_str(&labelled(CYAN, &text!(lang, error_hint_label), &advice));
        }
        if let Some(paste) = &self.paste {
            text.push('\n');
            text.push_str(&printable(paste));
        }
        text
    }

    /// The document of `--json`.
    pub fn json(&self, lang: Lang) -> Value {
        let (message, advice) = self.words(lang);
        let mut error = json!({
            "kind": self.exit.kind(),
            "exit_code": self.exit as i32,
            "errmsg": self.errmsg,
            "message": printable(&message),
            "advice": printable(&advice),
            "rid": self.rid.clone().unwrap_or_default(),
        });
        if let Some(code) = self.errcode {
            error["errcode"] = json!(code);
        }
        if let Some(paste) = &self.paste {
            error["paste"] = json!(printable(paste));
        }
        if let Some(found) = &self.problems {
            error["problems"] = json!(problems_json(lang, found));
        }
        json!({ "error": error })
    }
}

/// How to report a defect.
pub fn report_it(lang: Lang) -> String {
    text!(lang, error_please_report_command_wxmass_version)
}
