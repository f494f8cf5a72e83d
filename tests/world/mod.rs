//! A world for tests of the real binary: a folder of its own, a sandbox, and the wire between them.
//!
//! What a test sees is what an operator and WeChat see: exit code, stdout, stderr, and the calls in their order. Nothing
//! of the machine's own environment reaches the binary.

// Each test file uses a part of it.
#![allow(dead_code)]

pub(crate) mod campaign;
pub(crate) mod pictures;
pub(crate) mod wire;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use wxmass::sandbox::{self, Sandbox};

use campaign::Campaign;
use wire::{Call, Fault, Wire};

pub(crate) const TOKEN: &str = "stable_token";
pub(crate) const BODY_PICTURE: &str = "media/uploadimg";
pub(crate) const TEMPORARY: &str = "media/upload";
pub(crate) const MATERIAL: &str = "material/add_material";
pub(crate) const DRAFT: &str = "draft/add";
pub(crate) const PREVIEW: &str = "message/mass/preview";
pub(crate) const TO_TAG: &str = "message/mass/sendall";
pub(crate) const TO_OPENIDS: &str = "message/mass/send";
pub(crate) const STATUS: &str = "message/mass/get";

/// Waits are divided by this, so that the minute WeChat asks for takes a few hundredths of a second.
const PACE: &str = "2000";

/// Longer than any test may take; what hangs is killed and fails its test.
const PATIENCE: Duration = Duration::from_secs(90);

#[derive(Debug)]
pub(crate) struct World {
    folder: TempDir,
    sandbox: Sandbox,
    wire: Wire,
}

/// What a finished command left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The exit code; -1 where a signal ended it.
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    /// Asserts the exit code, and shows everything where it is another one.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "exit code\n--- stdout\n{}\n--- stderr\n{}",
            self.stdout, self.stderr
        );
        self
    }

    /// Asserts that stderr says something.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        assert!(
            self.stderr.contains(words),
            "stderr lacks {words:?}:\n{}",
            self.stderr
        );
        self
    }

    /// The lines of stdout.
    pub(crate) fn lines(&self) -> Vec<&str> {
        self.stdout.lines().collect()
    }

    /// stdout as one JSON document.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|broken| panic!("{broken} in {}", self.stdout))
    }
}

impl World {
    pub(crate) fn new() -> Self {
        Self::of(sandbox::Options::default())
    }

    /// With a sandbox of another kind.
    pub(crate) fn of(options: sandbox::Options) -> Self {
        let sandbox = Sandbox::start(options).expect("a sandbox on a free port");
        let address = sandbox
            .base_url()
            .trim_start_matches("http://")
            .trim_end_matches('/');
        let wire = Wire::to(address.parse().expect("host and port"));
        let folder = TempDir::new().expect("a folder for the world");
        for name in ["home", "campaigns"] {
            std::fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        Self {
            folder,
            sandbox,
            wire,
        }
    }

    /// A small campaign to be changed and written.
    pub(crate) fn campaign(&self, name: &str) -> Campaign {
        Campaign::new(&self.folder.path().join("campaigns"), name)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the binary with the store of this world.
    pub(crate) fn wx<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Outcome {
        self.wx_with(arguments, |_| ())
    }

    /// `wxmass send FILE --yes`, the commonest of all.
    pub(crate) fn send(&self, campaign: &Path) -> Outcome {
        self.wx([
            OsStr::new("send"),
            campaign.as_os_str(),
            OsStr::new("--yes"),
        ])
    }

    /// The same from another machine: with an empty store of that name.
    pub(crate) fn send_from(&self, machine: &str, campaign: &Path) -> Outcome {
        let store = format!("sqlite:{}", self.path(machine).join("wxmass.db").display());
        self.wx_with(
            [
                OsStr::new("send"),
                campaign.as_os_str(),
                OsStr::new("--yes"),
            ],
            |command| {
                command.env("WXMASS_STATE", store);
            },
        )
    }

    /// Runs the binary with a change to its environment.
    pub(crate) fn wx_with<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        change: impl FnOnce(&mut Command),
    ) -> Outcome {
        let mut command = self.command(arguments);
        change(&mut command);
        finish(command.spawn().expect("the binary starts"))
    }

    /// Starts the binary and does not wait; [`finish`] does.
    pub(crate) fn start<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Child {
        self.command(arguments).spawn().expect("the binary starts")
    }

    fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wxmass"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.path("home"))
            .env("WXMASS_API_BASE", self.wire.url())
            .env("WXMASS_APPID", sandbox::APPID)
            .env("WXMASS_SECRET", sandbox::SECRET)
            .env("WXMASS_STATE", self.state())
            .env("WXMASS_PACE", PACE)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Where this world's tokens, uploads and ledger are.
    pub(crate) fn state(&self) -> String {
        format!("sqlite:{}", self.store().display())
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.path("state").join("wxmass.db")
    }

    // ---- what WeChat saw -------------------------------------------------------------------------------------------

    /// Every call so far, in order of arrival.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.wire.calls()
    }

    pub(crate) fn calls_of(&self, path: &str) -> Vec<Call> {
        let mut calls = self.calls();
        calls.retain(|call| call.path == path);
        calls
    }

    /// The paths of the calls so far.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.calls().into_iter().map(|call| call.path).collect()
    }

    /// The mass calls that WeChat accepted, whether or not the answer arrived.
    pub(crate) fn sends(&self) -> Vec<Call> {
        let mass = |call: &Call| [TO_TAG, TO_OPENIDS].contains(&call.path.as_str());
        self.calls()
            .into_iter()
            .filter(|call| mass(call) && call.accepted())
            .collect()
    }

    pub(crate) fn forget_calls(&self) {
        self.wire.forget_calls();
    }

    pub(crate) fn plant(&self, fault: Fault) {
        self.wire.plant(fault);
    }

    /// Takes every planted fault away.
    pub(crate) fn mend(&self) {
        self.wire.mend();
    }

    /// Waits until a call of a path hangs as it was told to.
    pub(crate) fn wait_until_hanging(&self, path: &str) {
        self.wire.wait_until_hanging(path);
    }

    /// Waits until so many calls of a path have arrived.
    pub(crate) fn wait_for(&self, path: &str, calls: usize) {
        self.wire.wait_for(path, calls);
    }
}

/// Waits for a command that was started, kills it when it outlasts all patience.
pub(crate) fn finish(mut child: Child) -> Outcome {
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
    Outcome {
        code: status.code().unwrap_or(-1),
        stdout: stdout.join().expect("stdout"),
        stderr: stderr.join().expect("stderr"),
    }
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
