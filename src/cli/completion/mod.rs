//! Candidates for a shell where the operator presses Tab.
//!
//! The script of a shell (`wxmass completions SHELL`) hands the words of the line to `wxmass __complete`, which answers with a
//! candidate a line: its value, a tab, its meaning. It opens no network, makes no file, asks nothing and prints no
//! error; what cannot be read at once is not offered, and neither is a hidden option.

pub(super) mod known;
pub(super) mod seen;
mod shell;
mod surroundings;

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::mpsc;
use std::time::Duration;

use clap_complete::engine::{self, CompletionCandidate};

use super::commands::{self, help};
use super::given;
use shell::Asked;
pub(super) use shell::script;
use surroundings::Surroundings;

/// The first argument of a script's call; `shell.rs` has what follows it.
const COMMAND: &str = "__complete";

/// The time after which a shell is left without candidates, so that a slow disk does not hold up the prompt.
const LIMIT: Duration = Duration::from_millis(1500);

/// Answers a script's call; `false` where the command line is none.
pub(super) fn answered() -> bool {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().as_deref() != Some(OsStr::new(COMMAND)) {
        return false;
    }
    // A shell has no place for the report of a defect.
    std::panic::set_hook(Box::new(|_| {}));
    let (answer, answered) = mpsc::channel();
    let arguments: Vec<_> = arguments.collect();
    std::thread::spawn(move || {
        let candidates = Asked::read(arguments).map(|asked| candidates(&asked));
        answer.send(candidates.unwrap_or_default())
    });
    let candidates = answered.recv_timeout(LIMIT).unwrap_or_default();
    let mut out = std::io::stdout().lock();
    // A shell that has gone has no use for them.
    let _ = out
        .write_all(candidates.as_bytes())
        .and_then(|()| out.flush());
    true
}

fn candidates(asked: &Asked) -> String {
    let lang = help::language(&asked.words);
    surroundings::set(Surroundings::of(matches(&asked.words).as_ref(), lang));
    let index = asked.words.len() - 1;
    let folder = std::env::current_dir().ok();
    let words = asked.words.clone();
    let found = engine::complete(&mut help::localised(lang), words, index, folder.as_deref());
    let mut lines = String::new();
    for candidate in offered(found.unwrap_or_default(), asked.current()) {
        let Some(value) = candidate.get_value().to_str() else {
            continue;
        };
        // Half a name, or a line of its own making, would be typed for the operator.
        if value.contains(char::is_control) {
            continue;
        }
        let help = candidate.get_help().map(ToString::to_string);
        let help = help.unwrap_or_default();
        let help = help.lines().next().unwrap_or_default();
        let help = help.replace(char::is_control, " ");
        let _ = writeln!(lines, "{}\t{help}", asked.shell.quoted(value));
    }
    lines
}

/// Without options that are hidden, and with the others where one has been begun or nothing else is to be had.
fn offered(found: Vec<CompletionCandidate>, current: &str) -> Vec<CompletionCandidate> {
    let kind = |it: &CompletionCandidate, kind: &str| {
        it.get_id()
            .is_some_and(|id| id.split("::").next() == Some(kind))
    };
    let shown = |it: &CompletionCandidate| {
        let is_ours = kind(it, "arg") || kind(it, "command");
        !(is_ours && it.is_hide_set())
    };
    let mut found: Vec<_> = found.into_iter().filter(shown).collect();
    if !current.starts_with('-') && found.iter().any(|it| !kind(it, "arg")) {
        found.retain(|it| !kind(it, "arg"));
    }
    found
}

/// The options that stand before the word at the cursor, as far as the line can be understood, or the environment has them.
fn matches(words: &[OsString]) -> Option<clap::ArgMatches> {
    let command = help::lenient(given::without_empty_variables(commands::command()));
    let before = &words[..words.len() - 1];
    command.try_get_matches_from(before).ok()
}
