//! A headless Chromium, driven through its debugging pipe: pages as a person meets them, with real clicks, keys and pixels.
//!
//! Of our own because the crates for this weigh more than all that is tested with them: `headless_chrome` adds 142 crates
//! and minutes of building, `fantoccini` 29 and a driver to install. Messages are JSON between NUL bytes; a shell puts
//! the pipes on the descriptors that Chromium reads and writes.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use base64::Engine as _;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Screenshots that the docs show, and their names there.
const PICTURES: [(&str, &str); 3] = [
    ("render-card-light-375", "phone.png"),
    ("outbox-chats-light-1280", "outbox.png"),
    ("themes-light-1700", "themes.png"),
];

/// Longer than any page takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Shown: of some size, not hidden, and on top at its middle once it is scrolled to.
const SEEN: &str = "(element => {
    if (!element) return 'no such element';
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    if (!box.width || !box.height) return 'no size';
    if (style.visibility !== 'visible' || Number(style.opacity) === 0) return 'hidden';
    if (box.right < 1 || box.left > innerWidth - 1) return 'beside the window';
    const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return element.contains(at) || at?.contains(element) ? 'seen' : 'covered by ' + at?.outerHTML?.slice(0, 80);
})";

/// A browser with one page.
#[derive(Debug)]
pub(crate) struct Page {
    process: Child,
    commands: ChildStdin,
    messages: Receiver<Value>,
    number: u64,
    session: Option<String>,
    /// Everything that the page has told unasked.
    pub(crate) events: Vec<Value>,
    _profile: TempDir,
}

impl Page {
    /// Starts Chromium with a profile of its own and an empty page; `language` is that of the reader.
    pub(crate) fn new(language: &str) -> Self {
        let profile = TempDir::new().expect("a folder for the profile");
        let mut process = Command::new("/bin/sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null"])
            .arg(program())
            .args(
                "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
                 --disable-component-update --disable-sync --disable-quic --remote-debugging-pipe \
                 --disable-dev-shm-usage --hide-scrollbars --force-device-scale-factor=1"
                    .split_whitespace(),
            )
            // So that frames without an origin are in reach.
            .arg("--disable-features=IsolateSandboxedIframes")
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Chromium starts");
        let commands = process.stdin.take().expect("a pipe");
        let mut answers = BufReader::new(process.stdout.take().expect("a pipe"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut message = Vec::new();
            while answers
                .read_until(0, &mut message)
                .is_ok_and(|read| read > 0)
            {
                message.pop();
                let read = serde_json::from_slice(&message);
                if read.is_ok_and(|value: Value| sender.send(value).is_err()) {
                    return;
                }
                message.clear();
            }
        });
        let mut page = Self {
            process,
            commands,
            messages,
            number: 0,
            session: None,
            events: Vec::new(),
            _profile: profile,
        };
        let target = page.ask("Target.createTarget", &json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = page.ask("Target.attachToTarget", &attach);
        page.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Network", "Log"] {
            page.ask(&format!("{domain}.enable"), &json!({}));
        }
        let agent = json!({ "userAgent": "wxmass tests", "acceptLanguage": language });
        page.ask("Emulation.setUserAgentOverride", &agent);
        page
    }

    /// One command of the protocol and its result.
    #[track_caller]
    pub(crate) fn ask(&mut self, method: &str, parameters: &Value) -> Value {
        self.number += 1;
        let mut message = json!({ "id": self.number, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.commands.write_all(&bytes).expect("Chromium listens");
        let until = Instant::now() + PATIENCE;
        loop {
            match self
                .messages
                .recv_timeout(until - Instant::now().min(until))
            {
                Ok(mut answer) if answer["id"] == self.number => {
                    assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                    return answer["result"].take();
                }
                Ok(event) => self.events.push(event),
                Err(RecvTimeoutError::Timeout) => panic!("{method}: no answer"),
                Err(RecvTimeoutError::Disconnected) => panic!("{method}: Chromium is gone"),
            }
        }
    }

    #[track_caller]
    pub(crate) fn open(&mut self, address: &str) {
        let answer = self.ask("Page.navigate", &json!({ "url": address }));
        assert!(answer["errorText"].is_null(), "{address}: {answer}");
        self.wait("document.readyState === 'complete'");
    }

    /// The value of an expression in the page; promises are waited for.
    #[track_caller]
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        self.evaluate(&json!({ "expression": expression }))
    }

    /// The same in the first frame of the page.
    #[track_caller]
    pub(crate) fn value_in_frame(&mut self, expression: &str) -> Value {
        let tree = self.ask("Page.getFrameTree", &json!({}));
        let frame = &tree["frameTree"]["childFrames"][0]["frame"]["id"];
        let world = self.ask("Page.createIsolatedWorld", &json!({ "frameId": frame }));
        self.evaluate(
            &json!({ "expression": expression, "contextId": world["executionContextId"] }),
        )
    }

    #[track_caller]
    fn evaluate(&mut self, question: &Value) -> Value {
        let mut question = question.clone();
        question["awaitPromise"] = json!(true);
        question["returnByValue"] = json!(true);
        let mut answer = self.ask("Runtime.evaluate", &question);
        let failure = &answer["exceptionDetails"];
        assert!(failure.is_null(), "{}: {failure}", question["expression"]);
        answer["result"]["value"].take()
    }

    /// Waits until an expression is true in the page.
    #[track_caller]
    pub(crate) fn wait(&mut self, expression: &str) {
        let until = Instant::now() + PATIENCE;
        while self.value(&format!("Boolean({expression})")) != true {
            if Instant::now() > until {
                let text = self.value("document.body.innerText");
                panic!("waited in vain for {expression}\n{text}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Asserts that a person sees the element before long, and scrolls to it.
    #[track_caller]
    pub(crate) fn sees(&mut self, selector: &str) {
        let question = format!("{SEEN}(document.querySelector({selector:?}))");
        self.is_seen(&question, selector);
    }

    /// Asserts that these words stand on the page before long, where a person sees them.
    #[track_caller]
    pub(crate) fn reads(&mut self, words: &str) {
        let question = format!(
            "(words => {{
                const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
                while (texts.nextNode()) if (texts.currentNode.data.includes(words)) found.push({SEEN}(texts.currentNode.parentElement));
                return found.includes('seen') ? 'seen' : found.join() || document.body.innerText;
            }})({words:?})"
        );
        self.is_seen(&question, words);
    }

    #[track_caller]
    fn is_seen(&mut self, question: &str, what: &str) {
        let until = Instant::now() + PATIENCE / 4;
        loop {
            let seen = self.value(question);
            if seen == "seen" {
                return;
            }
            assert!(Instant::now() < until, "{what}: {seen}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Presses the left button of the mouse in the middle of an element that is seen.
    #[track_caller]
    pub(crate) fn click(&mut self, selector: &str) {
        self.sees(selector);
        let at = self.value(&format!(
            "(box => ({{ x: box.left + box.width / 2, y: box.top + box.height / 2 }}))(document.querySelector({selector:?}).getBoundingClientRect())"
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": at["x"], "y": at["y"], "button": "left", "clickCount": 1 });
            self.ask("Input.dispatchMouseEvent", &event);
        }
    }

    /// Presses a key, such as `Tab` or `Enter`.
    #[track_caller]
    pub(crate) fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Tab" => (9, Value::Null),
            "Enter" => (13, json!("\r")),
            "Escape" => (27, Value::Null),
            " " => (32, json!(" ")),
            other => panic!("no key {other}"),
        };
        let event = |kind: &str| {
            let mut event =
                json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code });
            if kind == "keyDown" && !text.is_null() {
                event["text"] = text.clone();
            }
            event
        };
        self.ask("Input.dispatchKeyEvent", &event("keyDown"));
        self.ask("Input.dispatchKeyEvent", &event("keyUp"));
    }

    /// Types where the focus is.
    #[track_caller]
    pub(crate) fn types(&mut self, text: &str) {
        self.ask("Input.insertText", &json!({ "text": text }));
    }

    pub(crate) fn resize(&mut self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 });
        self.ask("Emulation.setDeviceMetricsOverride", &size);
    }

    /// `light` or `dark`, as the reader's system has it.
    pub(crate) fn scheme(&mut self, scheme: &str) {
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
        self.ask(
            "Emulation.setEmulatedMedia",
            &json!({ "features": [feature] }),
        );
    }

    /// Asserts that nothing is wider than the window.
    #[track_caller]
    pub(crate) fn fits(&mut self) {
        let wide = self.value(
            "[document.documentElement.scrollWidth, ...[...document.querySelectorAll('body *')]
                .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && one.getBoundingClientRect().width > 1)
                .filter(one => { // What scrolls in its own box, and what a frame shows a part of, may be wider.
                    while ((one = one.parentElement)) if (one.matches('.frame') || /auto|scroll/.test(getComputedStyle(one).overflowX)) return false;
                    return true;
                }).slice(0, 3)
                .map(one => one.outerHTML.slice(0, 120))]",
        );
        let width = self.value("innerWidth");
        assert_eq!(wide, json!([width]), "wider than the window");
    }

    /// Writes what is seen to `target/screenshots/NAME.png`, and with `SNAPSHOTS=overwrite` a picture of the docs to its place.
    pub(crate) fn shot(&mut self, name: &str) {
        // A frame or two, so that what was asked for is drawn.
        self.value("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        let picture = self.ask("Page.captureScreenshot", &json!({ "format": "png" }));
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(picture["data"].as_str().expect("a picture"))
            .expect("base64");
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join(format!("{name}.png")), &bytes).expect("a screenshot");
        let shown = PICTURES.iter().find(|(shot, _)| *shot == name);
        let renews = std::env::var_os("SNAPSHOTS").is_some_and(|word| word == "overwrite");
        if let Some((_, picture)) = shown.filter(|_| renews) {
            let docs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
            std::fs::write(docs.join(picture), &bytes).expect("a picture of the docs");
        }
    }

    /// The addresses that the page has asked for.
    pub(crate) fn requests(&self) -> Vec<String> {
        let asked = |event: &&Value| event["method"] == "Network.requestWillBeSent";
        let address = |event: &Value| {
            event["params"]["request"]["url"]
                .as_str()
                .map(str::to_owned)
        };
        self.events
            .iter()
            .filter(asked)
            .filter_map(address)
            .collect()
    }

    /// Exceptions and errors that the page has met.
    pub(crate) fn complaints(&self) -> Vec<String> {
        self.events
            .iter()
            .filter(|event| {
                event["method"] == "Runtime.exceptionThrown"
                    || (event["method"] == "Log.entryAdded"
                        && event["params"]["entry"]["level"] == "error")
            })
            .map(|event| event["params"].to_string())
            .collect()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn program() -> String {
    let known = ["chromium", "chromium-browser", "google-chrome"];
    let folders = std::env::var("PATH").unwrap_or_default();
    let found = std::env::var("CHROMIUM").ok().or_else(|| {
        folders
            .split(':')
            .flat_map(|folder| known.map(|name| format!("{folder}/{name}")))
            .find(|path| std::path::Path::new(path).exists())
    });
    found.expect("needs chromium (CHROMIUM=PATH where it has another name)")
}
