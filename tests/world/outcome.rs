//! A command from outside: waited for, signalled, weighed, and what it left behind.

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use super::secrets;

/// Longer than any test may take; what hangs is killed and fails its test.
const PATIENCE: Duration = Duration::from_secs(90);

/// The exit code and the output of a finished command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The exit code; -1 where a signal ended it.
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    /// Asserts the exit code, and shows everything where it is another one.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "exit code\n--- stdout\n{}\n--- stderr\n{}",
            self.stdout, self.stderr
        );
        self
    }

    /// Asserts that stderr says something.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(
            self.stderr.contains(words),
            "stderr lacks {words:?}:\n{}",
            self.stderr
        );
        self
    }

    /// The lines of stdout.
    pub fn lines(&self) -> Vec<&str> {
        self.stdout.lines().collect()
    }

    /// stdout as one JSON document.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|broken| panic!("{broken} in {}", self.stdout))
    }
}

/// Waits for a command that was started, kills it when it outlasts all patience.
pub fn finish(mut child: Child) -> Outcome {
    let stdout = drain(child.stdout.take());
    let stderr = drain(child.stderr.take());
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            break status;
        }
        if begun.elapsed() > PATIENCE {
            child.kill().expect("a child can be killed");
            panic!(
                "the command hangs; its stderr: {}",
                stderr.join().expect("stderr")
            );
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let outcome = Outcome {
        code: status.code().unwrap_or(-1),
        stdout: stdout.join().expect("stdout"),
        stderr: stderr.join().expect("stderr"),
    };
    secrets::heard(&outcome);
    outcome
}

/// As [`finish`], and the most memory that the process has had resident beside its own code, in KiB.
pub fn finish_and_weigh(child: Child) -> (Outcome, u64) {
    let status = format!("/proc/{}/status", child.id());
    let weighing = std::thread::spawn(move || {
        let mut most = 0;
        while let Some(now) = high_water(&status) {
            most = now;
            std::thread::sleep(Duration::from_millis(20));
        }
        most
    });
    let outcome = finish(child);
    (outcome, weighing.join().expect("a figure"))
}

/// The kernel's own high-water mark without the pages of files, which are the program itself; `None` once the process has
/// ended.
fn high_water(status: &str) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    let value = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    Some(value("VmHWM:")?.saturating_sub(value("RssFile:")?))
}

fn drain(pipe: Option<impl std::io::Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut text = Vec::new();
        pipe.expect("a pipe")
            .read_to_end(&mut text)
            .expect("a pipe can be read");
        String::from_utf8_lossy(&text).into_owned()
    })
}

/// Sends a signal, as `-INT`, to a command that was started.
pub fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    let done = Command::new("kill").args([name, &id]).status();
    assert!(done.expect("kill").success());
}
