//! Everything that a person or a script gets to see.
//!
//! Facts come in, words go out, in Chinese or English. stdout carries the result alone; all else goes to stderr. Nothing
//! here makes a call or opens a store, and nothing from outside reaches the terminal with its control characters.

mod annotations;
mod catalogue;
mod checked;
mod dialect;
mod files;
mod finish;
mod first;
mod foreign;
mod human;
mod kept;
mod lang;
mod later;
mod lists;
mod looks;
mod moment;
mod page_words;
mod pictures;
mod problems;
mod progress;
mod refusal;
mod removed;
mod rules;
mod sheet;
mod size;
mod slips;
mod stats;
mod stats_page;
mod words;

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::{Mutex, PoisonError};

use crate::text::printable;

pub use annotations::annotations;
pub use catalogue::{errcode_advice, help, key, problem_topic, topic};
pub(crate) use catalogue::{id, pair, text};
pub use checked::{checked, checked_json};
pub use dialect::made_digest;
pub use finish::{finish_article, finish_counts, finish_meaning, finished, published};
pub use first::first_send;
pub use human::{plan, question, receipt, table};
pub use kept::keeping;
pub use lang::Lang;
pub use later::differences;
pub use looks::{Look, looks, looks_json};
pub use moment::beijing;
pub use page_words::page_words;
pub use pictures::{fetched, picture_error, pictures_to_fetch};
pub use problems::{problems, problems_json};
pub use progress::{Listening, listen};
pub use refusal::{bad_secret, refusal};
pub use rules::rule;
pub use slips::sentence as toml_slip;
pub use stats::{stats_csv, stats_table};
pub use stats_page::stats_page;
pub use words::{event, known};

/// How much is said, and in what form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Errors and the result.
    Quiet,
    Normal,
    /// The log goes to stderr as well; no bars.
    Verbose,
    /// One document on stdout.
    Json,
}

/// The output of a command. Knows what may be shown, so that commands need not ask.
#[derive(Debug, Clone, Copy)]
pub struct Out {
    pub mode: Mode,
    pub lang: Lang,
    /// Every line about a run says that it is a rehearsal.
    pub sandbox: bool,
    /// One of several accounts: its name stands before each line.
    pub account: Option<&'static str>,
}

/// The documents of several accounts, each with its name.
static COLLECTED: Mutex<Vec<serde_json::Value>> = Mutex::new(Vec::new());

/// Takes the documents of several accounts, in their order.
pub fn collected() -> Vec<serde_json::Value> {
    std::mem::take(&mut COLLECTED.lock().unwrap_or_else(PoisonError::into_inner))
}

impl Out {
    /// For one of several accounts. The name lives as long as the process, as the outputs of all accounts do.
    #[must_use]
    pub fn of_account(self, name: &str) -> Self {
        let name: &'static str = Box::leak(printable(name).into_boxed_str());
        Self {
            account: Some(name),
            ..self
        }
    }

    /// One line of the bare result; nothing in JSON mode.
    pub fn result(&self, line: &str) -> io::Result<()> {
        if self.mode == Mode::Json {
            return Ok(());
        }
        let mut out = anstream::stdout().lock();
        match self.account {
            Some(account) => writeln!(out, "{account}\t{line}")?,
            None => writeln!(out, "{line}")?,
        }
        out.flush()
    }

    /// The one JSON document; nothing in the other modes. Those of several accounts are collected.
    pub fn json(&self, document: &serde_json::Value) -> io::Result<()> {
        if self.mode != Mode::Json || kept::keep(document) {
            return Ok(());
        }
        if let Some(account) = self.account {
            let mut document = document.clone();
            document["profile"] = serde_json::json!(account);
            let mut all = COLLECTED.lock().unwrap_or_else(PoisonError::into_inner);
            all.push(document);
            return Ok(());
        }
        let mut out = anstream::stdout().lock();
        writeln!(out, "{document:#}")?;
        out.flush()
    }

    /// One JSON document on a line of its own, for commands that give several; nothing in the other modes.
    pub fn json_line(&self, document: &serde_json::Value) -> io::Result<()> {
        if self.mode != Mode::Json || kept::keep(document) {
            return Ok(());
        }
        let mut out = anstream::stdout().lock();
        writeln!(out, "{document}")?;
        out.flush()
    }

    /// Text that is the whole result (a table, a script), as it is.
    pub fn whole(&self, text: &str) -> io::Result<()> {
        if self.mode == Mode::Json {
            return Ok(());
        }
        let mut out = anstream::stdout().lock();
        match self.account {
            Some(account) => {
                for line in text.lines() {
                    writeln!(out, "{account}\t{line}")?;
                }
            }
            None => write!(out, "{text}")?,
        }
        out.flush()
    }

    /// A line for people, beside the result.
    pub fn note(&self, line: &str) {
        if matches!(self.mode, Mode::Normal | Mode::Verbose) {
            self.stderr(line);
        }
    }

    /// A line that is shown even when quiet: errors and questions.
    pub fn always(&self, line: &str) {
        self.stderr(line);
    }

    /// A line for a program that reads stderr: as it is, without the mark of the sandbox.
    pub fn command(&self, line: &str) {
        let _ = writeln!(anstream::stderr().lock(), "{line}");
    }

    fn stderr(&self, line: &str) {
        let mark = if self.sandbox {
            words::sandbox_mark(self.lang)
        } else {
            String::new()
        };
        // A closed stderr must not stop a send.
        let mut stderr = anstream::stderr().lock();
        for line in line.lines() {
            let mark = if line.is_empty() { "" } else { &mark };
            let _ = match self.account {
                Some(account) if !line.is_empty() => {
                    writeln!(stderr, "{mark}[{account}] {line}")
                }
                _ => writeln!(stderr, "{mark}{line}"),
            };
        }
    }

    /// Whether bars can be drawn.
    pub fn has_bars(&self) -> bool {
        self.mode == Mode::Normal && io::stderr().is_terminal()
    }
}

/// A word of a command that is to be pasted into a shell: in quotes where it needs them.
pub fn quoted(word: &str) -> String {
    let word = printable(word);
    if cfg!(windows) {
        // A backslash is a letter there, and two quotation marks are one.
        let is_plain = |letter: char| letter.is_alphanumeric() || r"\/:._-".contains(letter);
        if !word.is_empty() && word.chars().all(is_plain) {
            return word;
        }
        return format!("\"{}\"", word.replace('"', "\"\""));
    }
    // A NUL alone cannot be quoted, and it is not printable.
    shlex::try_quote(&word).map_or_else(|_| word.clone(), std::borrow::Cow::into_owned)
}
