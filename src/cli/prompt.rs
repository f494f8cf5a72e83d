//! Questions about settings, on a terminal. The one question before a send is in `ask.rs`.

use std::io::{self, IsTerminal as _};

use super::Frame;
use super::ask::line;
use super::failure::{Exit, Failure};
use crate::report::text;

/// Whether there is somebody to ask.
pub(super) fn has_terminal() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Reads what is typed after these words, without white space around it.
pub(super) async fn ask(frame: &Frame, words: &str) -> Result<String, Failure> {
    frame.out.always(words);
    line(frame).await
}

/// Reads what is typed after these words, not shown on the screen.
pub(super) async fn ask_hidden(frame: &Frame, words: &str) -> Result<String, Failure> {
    frame.out.always(words);
    let screen = Screen::now();
    let reading = tokio::task::spawn_blocking(|| console::Term::stderr().read_secure_line());
    let lang = frame.out.lang;
    let read = frame.stop.or(reading).await;
    // After an interruption, too, the terminal shows again what is typed.
    drop(screen);
    match read {
        Some(Ok(Ok(line))) => Ok(line),
        Some(Ok(Err(error))) => Err(Failure::new(
            Exit::Input,
            error.to_string(),
            "--secret-stdin",
        )),
        Some(Err(broken)) => {
            let error = anyhow::Error::new(broken).context("reading the terminal");
            Err(Failure::unforeseen(lang, &error))
        }
        None => Err(Failure::new(
            Exit::Interrupted,
            text!(lang, ask_interrupted_nothing_written),
            text!(lang, ask_run_same_command_again),
        )),
    }
}

/// The terminal's mode, put back at the end.
struct Screen {
    #[cfg(unix)]
    mode: Option<rustix::termios::Termios>,
}

impl Screen {
    fn now() -> Self {
        Self {
            #[cfg(unix)]
            mode: rustix::termios::tcgetattr(io::stdin()).ok(),
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(mode) = &self.mode {
            let now = rustix::termios::OptionalActions::Now;
            let _ = rustix::termios::tcsetattr(io::stdin(), now, mode);
        }
    }
}
