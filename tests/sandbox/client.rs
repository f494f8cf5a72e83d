//! `wxmass sandbox` as a user starts it, and plain HTTP to it: nothing of the client in `src/wechat` is between.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// A served sandbox; it ends with this.
pub(crate) struct Served {
    child: Child,
    /// The document that the command printed.
    pub(crate) document: Value,
    /// Host and port.
    pub(crate) base: String,
    /// A relay's path before `/cgi-bin`; mostly none.
    pub(crate) prefix: String,
    control: String,
    pub(crate) appid: String,
    pub(crate) secret: String,
    token: RefCell<String>,
    home: Option<TempDir>,
}

/// An answer as it came over the wire.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }
}

/// `wxmass` with a home of its own.
pub(crate) fn wxmass(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wxmass"));
    command
        .args(arguments)
        .env_clear()
        .env("HOME", home)
        .env("XDG_STATE_HOME", home)
        .env("XDG_CONFIG_HOME", home)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

impl Served {
    /// `wxmass sandbox --memory --json` and more.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let home = TempDir::new().expect("a folder");
        let all = [&["sandbox", "--memory", "--json"], arguments].concat();
        let mut served = Self::run(wxmass(home.path(), &all));
        served.home = Some(home);
        served
    }

    /// `wxmass sandbox --json` and more, with the world that this home keeps.
    pub(crate) fn at(home: &Path, arguments: &[&str]) -> Self {
        Self::run(wxmass(home, &[&["sandbox", "--json"], arguments].concat()))
    }

    fn run(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::null()).spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut text = String::new();
        while serde_json::from_str::<Value>(&text).is_err() {
            assert!(
                lines.read_line(&mut text).expect("text") > 0,
                "it ended: {text}"
            );
        }
        let document: Value = serde_json::from_str(&text).expect("one document");
        let word = |name: &str| document[name].as_str().expect(name).to_owned();
        let url = word("base_url");
        let base = url.split_once("://").expect("a scheme").1.to_owned();
        let path = base.find('/').unwrap_or(base.len());
        let served = Self {
            child,
            prefix: base[path..].to_owned(),
            base: base[..path].to_owned(),
            control: word("control_token"),
            appid: word("appid"),
            secret: word("secret"),
            document,
            token: RefCell::default(),
            home: None,
        };
        served.renew_token();
        served
    }

    /// Ends it as Ctrl-C does, and waits.
    pub(crate) fn stop(mut self) {
        let pid = self.child.id().to_string();
        let killed = Command::new("kill").args(["-INT", &pid]).status();
        assert!(killed.expect("kill runs").success());
        self.child.wait().expect("it ends");
    }

    /// Fetches the stable token, which later calls carry.
    pub(crate) fn renew_token(&self) {
        let body = json!({ "grant_type": "client_credential", "appid": self.appid, "secret": self.secret });
        let answer = self.send(
            "POST",
            &format!("{}/cgi-bin/stable_token", self.prefix),
            &[],
            body.to_string().as_bytes(),
        );
        let token = answer.json()["access_token"].as_str().map(str::to_owned);
        *self.token.borrow_mut() = token.unwrap_or_default();
    }

    pub(crate) fn control_token(&self) -> &str {
        &self.control
    }

    pub(crate) fn token(&self) -> String {
        self.token.borrow().clone()
    }

    fn path(&self, call: &str) -> String {
        let mark = if call.contains('?') { '&' } else { '?' };
        let token = self.token.borrow();
        let place = if call.starts_with("datacube/") {
            ""
        } else {
            "/cgi-bin"
        };
        format!("{}{place}/{call}{mark}access_token={token}", self.prefix)
    }

    /// A call with a token and a JSON body.
    #[track_caller]
    pub(crate) fn post(&self, call: &str, body: &Value) -> Value {
        self.post_raw(call, body.to_string().as_bytes()).json()
    }

    pub(crate) fn post_raw(&self, call: &str, body: &[u8]) -> Reply {
        self.send("POST", &self.path(call), &[], body)
    }

    /// A call with a token and no body.
    #[track_caller]
    pub(crate) fn get(&self, call: &str) -> Value {
        self.get_raw(call).json()
    }

    pub(crate) fn get_raw(&self, call: &str) -> Reply {
        self.send("GET", &self.path(call), &[], b"")
    }

    /// A file, and for videos their description.
    pub(crate) fn upload(&self, call: &str, name: &str, bytes: &[u8], description: &str) -> Reply {
        let mut body = format!("--edge\r\nContent-Disposition: form-data; name=\"media\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").into_bytes();
        body.extend_from_slice(bytes);
        if !description.is_empty() {
            body.extend_from_slice(format!("\r\n--edge\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n{description}").as_bytes());
        }
        body.extend_from_slice(b"\r\n--edge--\r\n");
        let head = "content-type: multipart/form-data; boundary=edge";
        self.send("POST", &self.path(call), &[head], &body)
    }

    /// A control call.
    #[track_caller]
    pub(crate) fn control(&self, name: &str, body: &Value) -> Value {
        let head = format!("x-sandbox-token: {}", self.control);
        let reply = self.send(
            "POST",
            &format!("/sandbox/{name}"),
            &[&head],
            body.to_string().as_bytes(),
        );
        assert_eq!(
            reply.status,
            200,
            "{name}: {}",
            String::from_utf8_lossy(&reply.body)
        );
        reply.json()
    }

    #[track_caller]
    pub(crate) fn look(&self, name: &str) -> Value {
        let head = format!("x-sandbox-token: {}", self.control);
        self.send("GET", &format!("/sandbox/{name}"), &[&head], b"")
            .json()
    }

    /// Moves the sandbox's clock.
    pub(crate) fn wait_hours(&self, hours: f64) {
        self.control(
            "clock",
            &json!({ "advance_seconds": (hours * 3_600.0) as i64 }),
        );
    }

    /// One exchange on a connection of its own; whatever arrives until its end.
    pub(crate) fn exchange(&self, method: &str, path: &str, head: &[&str], body: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.base).expect("it listens");
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .expect("a time limit");
        let mut text = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
        if !head.iter().any(|line| line.starts_with("host:")) {
            let _ = write!(text, "host: {}\r\n", self.base);
        }
        for line in head {
            text.push_str(line);
            text.push_str("\r\n");
        }
        if method == "POST"
            && !head
                .iter()
                .any(|line| line.starts_with("transfer-encoding"))
        {
            let _ = write!(text, "content-length: {}\r\n", body.len());
        }
        text.push_str("\r\n");
        stream.write_all(text.as_bytes()).expect("it reads");
        stream.write_all(body).expect("it reads");
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        bytes
    }

    pub(crate) fn send(&self, method: &str, path: &str, head: &[&str], body: &[u8]) -> Reply {
        let bytes = self.exchange(method, path, head, body);
        let end = bytes
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .unwrap_or_else(|| panic!("no head in the answer of {path}"))
            + 4;
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let content_type = head
            .lines()
            .find_map(|line| line.strip_prefix("content-type: "));
        Reply {
            status: head
                .split(' ')
                .nth(1)
                .and_then(|it| it.parse().ok())
                .expect("a status"),
            content_type: content_type.unwrap_or_default().to_owned(),
            body: bytes[end..].to_vec(),
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
