//! A world for tests of the real binary: a folder of its own, a sandbox, and the wire between them.
//!
//! A test sees what an operator and WeChat see: exit code, stdout, stderr, and the calls in their order. Nothing
//! of the machine's own environment reaches the binary.

// Each test file uses a part of it, and none exports any.
#![allow(dead_code, unused_imports, unreachable_pub)]

pub mod campaign;
pub mod control;
pub mod forward;
pub mod ledger;
pub mod listener;
pub mod outcome;
pub mod pictures;
pub mod place;
pub mod secrets;
pub mod seen;
pub mod web;
pub mod wire;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
#[cfg(target_os = "linux")]
use std::sync::LazyLock;

use tempfile::TempDir;
use wxmass::sandbox::{self, Sandbox};

use campaign::Campaign;
pub use outcome::{Outcome, finish, finish_and_weigh, signal};
use place::Place;
use wire::Wire;

pub const TOKEN: &str = "stable_token";
pub const BODY_PICTURE: &str = "media/uploadimg";
pub const TEMPORARY: &str = "media/upload";
pub const MATERIAL: &str = "material/add_material";
pub const DRAFT: &str = "draft/add";
pub const PREVIEW: &str = "message/mass/preview";
pub const TO_TAG: &str = "message/mass/sendall";
pub const TO_OPENIDS: &str = "message/mass/send";
pub const STATUS: &str = "message/mass/get";

/// The calls of one run before the mass call, in order.
pub const BEFORE_THE_SEND: [&str; 5] = [TOKEN, BODY_PICTURE, MATERIAL, DRAFT, PREVIEW];

/// All calls of one run, in order.
pub const EVERY_STEP: [&str; 7] = [
    TOKEN,
    BODY_PICTURE,
    MATERIAL,
    DRAFT,
    PREVIEW,
    TO_TAG,
    STATUS,
];

/// The program that is tested.
pub const BINARY: &str = env!("CARGO_BIN_EXE_wxmass");

/// Waits are divided by this, so that the minute WeChat asks for takes a few hundredths of a second.
const PACE: &str = "2000";

#[derive(Debug)]
pub struct World {
    folder: TempDir,
    sandbox: Sandbox,
    wire: Wire,
    place: Place,
}

/// A program with SIGHUP as a terminal leaves it: under `nohup` the tests would hand on that it is ignored.
#[cfg(target_os = "linux")]
fn program(name: &str) -> Command {
    static IS_KNOWN: LazyLock<bool> =
        LazyLock::new(|| hearing("true").output().is_ok_and(|it| it.status.success()));
    // Only GNU's `env` has the option.
    if *IS_KNOWN {
        hearing(name)
    } else {
        Command::new(name)
    }
}

#[cfg(target_os = "linux")]
fn hearing(name: &str) -> Command {
    let mut command = Command::new("/usr/bin/env");
    command.args(["--default-signal=HUP", name]);
    command
}

#[cfg(not(target_os = "linux"))]
fn program(name: &str) -> Command {
    Command::new(name)
}

impl World {
    pub fn new() -> Self {
        Self::of(sandbox::Options {
            followers: 30_000,
            ..sandbox::Options::default()
        })
    }

    /// For tests of what a SQLite file alone can suffer: its store is one, whatever the others are on.
    pub fn on_a_file() -> Self {
        let mut world = Self::new();
        world.place = Place::file(world.folder.path());
        world
    }

    /// With a sandbox of another kind.
    pub fn of(options: sandbox::Options) -> Self {
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
        let world = Self {
            place: Place::anywhere(folder.path()),
            folder,
            sandbox,
            wire,
        };
        // What wxmass itself sends has no field that WeChat's pages do not have.
        world.control("settings", &serde_json::json!({ "strict_fields": true }));
        world
    }

    /// A small campaign to be changed and written.
    pub fn campaign(&self, name: &str) -> Campaign {
        Campaign::new(&self.folder.path().join("campaigns"), name)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the binary with the store of this world.
    pub fn wx<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Outcome {
        self.wx_with(arguments, |_| ())
    }

    /// `wxmass send FILE --yes`, the commonest of all.
    pub fn send(&self, campaign: &Path) -> Outcome {
        self.wx(["send", argument(campaign), "--yes"])
    }

    /// Runs until the exit code is 0, as an operator does who follows the advice; a handful of times at most.
    #[track_caller]
    pub fn send_until_done(&self, campaign: &Path) {
        for _ in 0..4 {
            if self.send(campaign).code == 0 {
                return;
            }
        }
        self.send(campaign).exits(0);
    }

    /// The same from another machine: with an empty store of that name.
    pub fn send_from(&self, machine: &str, campaign: &Path) -> Outcome {
        let store = self.state_of(machine);
        self.wx_with(["send", argument(campaign), "--yes"], |command| {
            command.env("WXMASS_STATE", store);
        })
    }

    /// Runs the binary with a change to its environment.
    pub fn wx_with<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        change: impl FnOnce(&mut Command),
    ) -> Outcome {
        let mut command = self.command(arguments);
        change(&mut command);
        finish(command.spawn().expect("the binary starts"))
    }

    /// Runs the binary with the credentials of this accounts file alone.
    pub fn with_accounts<A: AsRef<OsStr>>(
        &self,
        text: &str,
        arguments: impl IntoIterator<Item = A>,
    ) -> Outcome {
        let file = self.path("accounts.toml");
        std::fs::write(&file, text).expect("a file");
        self.wx_with(arguments, |command| {
            command
                .env_remove("WXMASS_APPID")
                .env_remove("WXMASS_SECRET")
                .env("WXMASS_ACCOUNTS", &file);
        })
    }

    /// The same with the sandbox's account, as `main`, and more lines on it.
    pub fn with_profile<A: AsRef<OsStr>>(
        &self,
        more: &str,
        arguments: impl IntoIterator<Item = A>,
    ) -> Outcome {
        let (appid, secret) = (sandbox::APPID, sandbox::SECRET);
        let text = format!("[main]\nappid = \"{appid}\"\nsecret = \"{secret}\"\n{more}\n");
        self.with_accounts(&text, arguments)
    }

    /// Runs the binary with this text on its standard input.
    pub fn pipe<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        text: &str,
    ) -> Outcome {
        let mut command = self.command(arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        // A command that has heard enough closes the pipe early.
        let _ = std::io::Write::write_all(&mut stdin, text.as_bytes());
        drop(stdin);
        finish(child)
    }

    /// Runs a shell script with the environment of this world, in which `wxmass` is the binary.
    pub fn shell(&self, script: &str, change: impl FnOnce(&mut Command)) -> Outcome {
        finish(self.start_shell(script, change))
    }

    /// Starts a shell script and does not wait.
    pub fn start_shell(&self, script: &str, change: impl FnOnce(&mut Command)) -> Child {
        let folder = Path::new(BINARY).parent().expect("a folder");
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", folder.display());
        let mut command = self.program("/bin/sh");
        command.arg("-c").arg(script).env("PATH", path);
        change(&mut command);
        command.spawn().expect("a shell")
    }

    /// Runs the binary on a terminal of its own, as an operator does: when it says `question`, does `meanwhile` and types
    /// `answer`. What it says, on stdout and stderr, is in the outcome's stdout.
    #[cfg(target_os = "linux")]
    pub fn on_a_terminal(
        &self,
        arguments: &str,
        question: &str,
        meanwhile: impl FnOnce(),
        answer: &[u8],
    ) -> Outcome {
        self.on_a_terminal_with(arguments, question, meanwhile, answer, |_| ())
    }

    /// The same with a change to the environment.
    #[cfg(target_os = "linux")]
    pub fn on_a_terminal_with(
        &self,
        arguments: &str,
        question: &str,
        meanwhile: impl FnOnce(),
        answer: &[u8],
        change: impl FnOnce(&mut Command),
    ) -> Outcome {
        let line = format!("'{BINARY}' {arguments}");
        let mut command = self.program("script");
        change(&mut command);
        command.args(["-qec", &line, "/dev/null"]);
        command.stdin(Stdio::piped());
        let mut child = command.spawn().expect("util-linux's script");
        let mut said = child.stdout.take().expect("a pipe");
        let (mut text, mut bytes) = (String::new(), [0; 1024]);
        while !text.contains(question) {
            let read = std::io::Read::read(&mut said, &mut bytes).expect("a pipe can be read");
            assert!(read > 0, "it ended without {question:?}: {text}");
            text.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
        child.stdout = Some(said);
        meanwhile();
        let mut keys = child.stdin.take().expect("a keyboard");
        std::io::Write::write_all(&mut keys, answer).expect("it listens");
        // The keyboard stays connected until the end.
        let outcome = finish(child);
        drop(keys);
        outcome
    }

    /// Another program with the environment of this world.
    fn program(&self, name: &str) -> Command {
        let model = self.command(["--version"]);
        let mut command = program(name);
        command.env_clear();
        for (name, value) in model.get_envs() {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
        command
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Starts the binary and does not wait; [`finish`] does.
    pub fn start<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Child {
        self.start_with(arguments, |_| ())
    }

    /// Starts `wxmass send FILE --yes`.
    pub fn start_send(&self, campaign: &Path) -> Child {
        self.start(["send", argument(campaign), "--yes"])
    }

    /// As [`World::start`], with a change to the environment.
    pub fn start_with<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        change: impl FnOnce(&mut Command),
    ) -> Child {
        let mut command = self.command(arguments);
        change(&mut command);
        command.spawn().expect("the binary starts")
    }

    /// The address at which the wire listens.
    pub fn wire_address(&self) -> String {
        self.wire.url().trim_start_matches("http://").to_owned()
    }

    fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = program(BINARY);
        command
            .args(with_all_there_is_to_say(arguments))
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.path("home"))
            .env("WXMASS_API_BASE", self.wire.url())
            .env("WXMASS_APPID", sandbox::APPID)
            .env("WXMASS_SECRET", sandbox::SECRET)
            .env("WXMASS_STATE", self.state())
            .env("WXMASS_PACE", PACE)
            .env("WXMASS_TEST_LEASE", place::LEASE.as_millis().to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// The address of the store of this world: tokens, uploads and ledger.
    pub fn state(&self) -> String {
        self.place.state_of("state")
    }

    /// The same of another machine, empty before its first use.
    pub fn state_of(&self, machine: &str) -> String {
        self.place.state_of(machine)
    }

    /// The file of the store. Panics in a world that may have none: [`World::on_a_file`] has one.
    pub fn store(&self) -> PathBuf {
        match &self.place {
            Place::File(folder) => folder.join("state").join("wxmass.db"),
            Place::Server(_) => panic!("a test of the file has to be in World::on_a_file()"),
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.search_for_secrets();
        }
    }
}

/// `-vv`, unless the arguments say how much is to be said: what is searched for secrets is all there is.
fn with_all_there_is_to_say<A: AsRef<OsStr>>(
    arguments: impl IntoIterator<Item = A>,
) -> Vec<std::ffi::OsString> {
    let mut all: Vec<_> = arguments
        .into_iter()
        .map(|argument| argument.as_ref().to_owned())
        .collect();
    let says = |argument: &std::ffi::OsString| {
        ["-q", "--quiet", "-v", "-vv", "--version"]
            .iter()
            .any(|flag| argument == flag)
    };
    if !all.iter().any(says) {
        all.push("-vv".into());
    }
    all
}

/// A path as an argument.
#[track_caller]
pub fn argument(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}
