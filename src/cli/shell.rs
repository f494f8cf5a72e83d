//! Commands of the accounts file (`secret_command` and the like), run by the shell: with a limit, never in silence, and
//! ended by Ctrl-C. What they print is a secret: it is in no error.

use std::fmt;
use std::io::{self, Read as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Frame;
use crate::report::Lang;
use crate::report::text;

/// How long a command may take.
const LIMIT: Duration = Duration::from_secs(30);
/// After this long it is said what is waited for.
const SILENCE: Duration = Duration::from_secs(2);
/// How often it is looked whether it has ended.
const STEP: Duration = Duration::from_millis(10);
/// A secret is a line, a token a small document.
const LONGEST: u64 = 64 * 1024;

/// Why a command gave nothing.
#[derive(Debug)]
pub(super) enum Unanswered {
    Start(io::Error),
    Ended(ExitStatus),
    Nothing,
    TimeOut(Duration),
    Interrupted,
}

impl Unanswered {
    /// The reason, for the end of a sentence.
    pub(super) fn why(&self, lang: Lang) -> String {
        match self {
            Self::Start(error) => error.to_string(),
            Self::Ended(status) => status.to_string(),
            Self::Nothing => text!(lang, shell_printed_nothing),
            Self::TimeOut(limit) => text!(lang, shell_had_not_ended_after_s, s = limit.as_secs()),
            Self::Interrupted => text!(lang, shell_interrupted),
        }
    }
}

/// All that a command prints, at most 64 KB of it. `what` names it where it takes longer than a moment. Blocks; errors are
/// a command that cannot be started, ends with a failure, prints nothing or takes longer than 30 s.
pub(super) fn output(
    frame: &Frame,
    command: &str,
    what: impl fmt::Display,
) -> Result<String, Unanswered> {
    let told = || frame.out.note(&waiting(frame.out.lang, what, LIMIT));
    within(command, LIMIT, || frame.stop.is_asked(), told)
}

/// The note while something is waited for.
pub(super) fn waiting(lang: Lang, what: impl fmt::Display, limit: Duration) -> String {
    text!(
        lang,
        shell_waiting_most_s_ctrl_c,
        what = what,
        s = limit.as_secs()
    )
}

fn within(
    command: &str,
    limit: Duration,
    is_stopped: impl Fn() -> bool,
    slow: impl FnOnce(),
) -> Result<String, Unanswered> {
    let mut child = spawn(command).map_err(Unanswered::Start)?;
    let said = hear(&mut child);
    let ended = wait(limit, is_stopped, slow, || {
        child.try_wait().map_err(Unanswered::Start)
    });
    let status = match ended {
        Ok(status) => status,
        Err(why) => {
            end(&mut child);
            return Err(why);
        }
    };
    // A program that goes on in the background may keep the pipe open; what the command itself printed is here soon.
    let asked = Instant::now();
    while Arc::strong_count(&said) > 1 && asked.elapsed() < Duration::from_millis(300) {
        std::thread::sleep(STEP);
    }
    let bytes = said.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if !status.success() {
        return Err(Unanswered::Ended(status));
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    if text.trim().is_empty() {
        return Err(Unanswered::Nothing);
    }
    Ok(text)
}

/// Looks again and again, until there is an answer, the limit is over or the operator has asked to stop. `slow` is called
/// once, where it takes longer than a moment.
pub(super) fn wait<T>(
    limit: Duration,
    is_stopped: impl Fn() -> bool,
    slow: impl FnOnce(),
    mut look: impl FnMut() -> Result<Option<T>, Unanswered>,
) -> Result<T, Unanswered> {
    let begun = Instant::now();
    let mut slow = Some(slow);
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        if is_stopped() {
            return Err(Unanswered::Interrupted);
        }
        if begun.elapsed() >= limit {
            return Err(Unanswered::TimeOut(limit));
        }
        if begun.elapsed() >= SILENCE
            && let Some(slow) = slow.take()
        {
            slow();
        }
        std::thread::sleep(STEP);
    }
}

fn spawn(command: &str) -> io::Result<Child> {
    let (shell, option) = if cfg!(windows) {
        ("cmd", "/C")
    } else {
        ("sh", "-c")
    };
    let mut shell = Command::new(shell);
    shell
        .args([option, command])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit());
    // A group of its own can be ended as a whole, and cannot ask for a passphrase on the terminal.
    #[cfg(unix)]
    if !has_terminal() {
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    }
    shell.spawn()
}

#[cfg(unix)]
fn has_terminal() -> bool {
    io::IsTerminal::is_terminal(&io::stdin())
}

/// The output of the command so far; its reader holds the second handle.
fn hear(child: &mut Child) -> Arc<Mutex<Vec<u8>>> {
    let said = Arc::new(Mutex::new(Vec::new()));
    if let Some(pipe) = child.stdout.take() {
        let heard = said.clone();
        std::thread::spawn(move || {
            let mut pipe = pipe.take(LONGEST);
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = pipe.read(&mut bytes) {
                let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
                heard.extend_from_slice(&bytes[..read]);
            }
        });
    }
    said
}

fn end(child: &mut Child) {
    #[cfg(unix)]
    if !has_terminal() {
        let _ = rustix::process::kill_process_group(
            rustix::process::Pid::from_child(child),
            rustix::process::Signal::KILL,
        );
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn run(
        command: &str,
        limit: Duration,
        is_stopped: bool,
    ) -> (Result<String, Unanswered>, Duration) {
        let begun = Instant::now();
        (
            within(command, limit, || is_stopped, || ()),
            begun.elapsed(),
        )
    }

    #[test]
    fn a_command_that_does_not_end_is_ended() {
        for command in ["sleep 60", "sleep 60; echo x", "sleep 60 | cat"] {
            let (answer, took) = run(command, Duration::from_millis(100), false);
            assert!(matches!(answer, Err(Unanswered::TimeOut(_))), "{answer:?}");
            assert!(took < Duration::from_secs(5), "{took:?}");
        }
        let (answer, _) = run("sleep 60", LIMIT, true);
        assert!(matches!(answer, Err(Unanswered::Interrupted)), "{answer:?}");
    }

    #[test]
    fn what_goes_on_in_the_background_is_not_waited_for() {
        let (answer, took) = run("echo s3; sleep 60 & exit 0", LIMIT, false);
        assert_eq!(answer.ok().as_deref(), Some("s3\n"));
        assert!(took < Duration::from_secs(5), "{took:?}");
    }

    #[test]
    fn a_failure_and_silence_are_no_answers() {
        let (answer, _) = run("echo s3; exit 3", LIMIT, false);
        assert!(matches!(answer, Err(Unanswered::Ended(_))), "{answer:?}");
        let (answer, _) = run("echo; true", LIMIT, false);
        assert!(matches!(answer, Err(Unanswered::Nothing)), "{answer:?}");
    }
}
