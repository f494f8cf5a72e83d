//! A sandbox in a home of its own, served by the binary, and the page of its outbox.

use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::chromium::Page;

pub(crate) const VIEWS: [&str; 8] = [
    "chats", "previews", "drafts", "media", "quotas", "calls", "faults", "account",
];

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A home of its own, and a sandbox that is served in it by the binary.
pub(crate) struct Rehearsal {
    pub(crate) home: TempDir,
    sandbox: Option<Child>,
    /// The document that the command printed: `outbox`, `base_url`, `control_token`.
    printed: Value,
}

impl Rehearsal {
    pub(crate) fn new() -> Self {
        let mut rehearsal = Self {
            home: TempDir::new().expect("a home"),
            sandbox: None,
            printed: Value::Null,
        };
        rehearsal.serve();
        rehearsal
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wxmass"));
        command
            .args(arguments)
            .current_dir(root())
            .env_clear()
            .env("HOME", self.home.path())
            .env("WXMASS_PACE", "2000")
            .stdin(Stdio::null());
        command
    }

    /// Starts the sandbox, with the world that is kept in this home.
    pub(crate) fn serve(&mut self) {
        self.stop();
        let mut child = self
            .command(&["sandbox", "--json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the sandbox starts");
        let mut printed = Vec::new();
        let mut stdout = child.stdout.take().expect("a pipe");
        // It goes on after its document, so that there is no end to read to.
        while serde_json::from_slice::<Value>(&printed).is_err() {
            let mut piece = [0; 512];
            let read = stdout.read(&mut piece).expect("the sandbox prints");
            assert_ne!(read, 0, "{}", String::from_utf8_lossy(&printed));
            printed.extend_from_slice(&piece[..read]);
        }
        self.printed = serde_json::from_slice(&printed).expect("a document");
        self.sandbox = Some(child);
    }

    pub(crate) fn stop(&mut self) {
        if let Some(mut sandbox) = self.sandbox.take() {
            let _ = sandbox.kill();
            let _ = sandbox.wait();
        }
    }

    pub(crate) fn printed(&self, field: &str) -> &str {
        self.printed[field].as_str().expect("it is printed")
    }

    /// A control call that has to succeed.
    pub(crate) fn control(&self, name: &str, body: &Value) {
        use std::io::Write as _;
        let address = self.printed("base_url").trim_start_matches("http://");
        let mut stream = std::net::TcpStream::connect(address).expect("it listens");
        let body = body.to_string();
        let request = format!(
            "POST /sandbox/{name} HTTP/1.1\r\nhost: {address}\r\nx-sandbox-token: {}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            self.printed("control_token"),
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        assert!(answer.starts_with("HTTP/1.1 200"), "{name}: {answer}");
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments)
            .output()
            .expect("the command starts")
    }

    #[track_caller]
    pub(crate) fn wx(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// `wxmass send CAMPAIGN --sandbox --yes`, which goes to the sandbox of this home.
    #[track_caller]
    pub(crate) fn send(&self, campaign: &str) {
        self.wx(&["send", campaign, "--sandbox", "--yes"]);
    }

    /// The page of its outbox.
    pub(crate) fn page(&self, language: &str) -> Page {
        let mut page = Page::new(language);
        page.resize(1100, 900);
        page.open(self.printed("outbox"));
        page.wait("document.querySelector('#views a')");
        page
    }
}

impl Drop for Rehearsal {
    fn drop(&mut self) {
        self.stop();
    }
}

pub(crate) fn go(page: &mut Page, place: &str) {
    page.value(&format!("location.hash = {place:?}"));
    page.wait(&format!(
        "document.querySelector('#views [aria-current]').hash === '#{}'",
        place.split('/').next().unwrap_or_default()
    ));
}
