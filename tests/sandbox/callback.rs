//! Events: greeted, signed, sealed, repeated, and given up.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use aes::Aes256;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};

use crate::client::{Served, wxmass};
use crate::play::*;

const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFE";

/// A request as the account's server gets it.
#[derive(Debug, Clone)]
struct Got {
    method: String,
    query: Vec<(String, String)>,
    body: String,
}

impl Got {
    fn query(&self, name: &str) -> &str {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Whether the parts, sorted and joined, have this signature.
    fn is_signed(&self, name: &str, token: &str, more: &[&str]) -> bool {
        let mut parts = vec![token, self.query("timestamp"), self.query("nonce")];
        parts.extend(more);
        parts.sort_unstable();
        self.query(name) == hex::encode(Sha1::digest(parts.concat()))
    }
}

/// The text of an element.
fn element<'a>(xml: &'a str, name: &str) -> &'a str {
    let start = format!("<{name}>");
    let rest = xml.split_once(&start).map_or("", |(_, rest)| rest);
    let text = rest.split_once(&format!("</{name}>")).map_or("", |it| it.0);
    text.trim_start_matches("<![CDATA[").trim_end_matches("]]>")
}

/// The account's own server: what it got, and the statuses that it answers with (200 when they are used up).
#[derive(Default)]
struct Own {
    got: Mutex<Vec<Got>>,
    changed: Condvar,
    statuses: Mutex<VecDeque<u16>>,
    silent_to_echo: bool,
}

impl Own {
    fn start(statuses: &[u16], silent_to_echo: bool) -> (Arc<Self>, String) {
        let own = Arc::new(Self {
            statuses: Mutex::new(statuses.iter().copied().collect()),
            silent_to_echo,
            ..Self::default()
        });
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!(
            "http://{}/wechat?account=main",
            listener.local_addr().expect("an address")
        );
        let hearing = Arc::clone(&own);
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut head = Vec::new();
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).is_ok() {
                    head.push(byte[0]);
                }
                let head = String::from_utf8_lossy(&head).into_owned();
                let mut words = head.split(' ');
                let method = words.next().unwrap_or_default().to_owned();
                let target = words.next().unwrap_or_default();
                let query = target.split_once('?').map_or("", |(_, query)| query);
                let length = head
                    .to_ascii_lowercase()
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())
                    .unwrap_or(0);
                let mut body = vec![0; length];
                let _ = stream.read_exact(&mut body);
                let got = Got {
                    method,
                    query: url::form_urlencoded::parse(query.as_bytes())
                        .into_owned()
                        .collect(),
                    body: String::from_utf8_lossy(&body).into_owned(),
                };
                let (status, answer) = hearing.answer(&got);
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{answer}",
                    answer.len()
                );
                hearing.got.lock().expect("no panic").push(got);
                hearing.changed.notify_all();
            }
        });
        (own, url)
    }

    fn answer(&self, got: &Got) -> (u16, String) {
        if got.method == "GET" {
            let echo = if self.silent_to_echo {
                "?"
            } else {
                got.query("echostr")
            };
            return (200, echo.to_owned());
        }
        let status = self.statuses.lock().expect("no panic").pop_front();
        (status.unwrap_or(200), "success".to_owned())
    }

    /// Waits for so many requests.
    #[track_caller]
    fn wait_for(&self, count: usize) -> Vec<Got> {
        let held = self.got.lock().expect("no panic");
        let (got, waited) = self
            .changed
            .wait_timeout_while(held, Duration::from_secs(20), |got| got.len() < count)
            .expect("no panic");
        assert!(!waited.timed_out(), "{} of {count} came", got.len());
        got.clone()
    }
}

fn to_tag(wechat: &Served, key: &str) -> Value {
    let id = draft(wechat, 2);
    let body = json!({ "filter": { "is_to_all": false, "tag_id": 100 }, "mpnews": { "media_id": id }, "msgtype": "mpnews", "clientmsgid": key });
    wechat.post("message/mass/sendall", &body)["msg_id"].clone()
}

#[test]
fn a_finished_send_is_told_with_its_counts_until_it_is_taken() {
    let (own, url) = Own::start(&[500, 302], false);
    let wechat = Served::start(&["--callback", &url, "--clock", "2030-01-01 08:00"]);
    wechat.control(
        "settings",
        &json!({ "errors_per_hundred": 5, "finish_after_ms": 3_600_000 }),
    );
    let msg_id = to_tag(&wechat, "a");
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!(own.wait_for(1).len(), 1, "greeted, and nothing has ended");
    wechat.wait_hours(1.0);
    let got = own.wait_for(4);
    assert_eq!(got[0].method, "GET");
    assert_eq!(
        got[0].query("account"),
        "main",
        "the address keeps its query"
    );
    for request in &got {
        assert!(request.is_signed("signature", "wxmass-sandbox", &[]));
    }
    let event = &got[3];
    assert_eq!(
        (&got[1].body, &got[2].body),
        (&event.body, &event.body),
        "the same event, three times"
    );
    let expected = [
        ("Event", "MASSSENDJOBFINISH"),
        ("MsgID", &msg_id.to_string()),
        ("Status", "send success"),
        ("TotalCount", "120"),
        ("FilterCount", "120"),
        ("SentCount", "114"),
        ("ErrorCount", "6"),
        ("CheckState", "1"),
        ("ArticleIdx", "1"),
    ];
    for (name, value) in expected {
        assert_eq!(element(&event.body, name), value, "{name}");
    }
    let made: i64 = element(&event.body, "CreateTime").parse().expect("seconds");
    assert!((1_893_459_600..1_893_460_000).contains(&made), "{made}");
    assert_eq!(event.body.matches("<ArticleUrl>").count(), 2);
    // Taken: not told again.
    std::thread::sleep(Duration::from_millis(800));
    assert_eq!(own.wait_for(4).len(), 4);

    // What is judged a reprint is told article by article.
    wechat.renew_token();
    wechat.control(
        "faults",
        &json!([{ "call": "sendall", "fault": { "ends_as": "err(30003)" } }]),
    );
    to_tag(&wechat, "reprint");
    wechat.wait_hours(1.0);
    let event = own.wait_for(5)[4].clone();
    let expected = [
        ("Status", "err(30003)"),
        ("SentCount", "0"),
        ("CheckState", "2"),
        ("CanReprint", "1"),
        (
            "OriginalArticleUrl",
            "https://mp.weixin.qq.com/s/original_1",
        ),
    ];
    for (name, value) in expected {
        assert_eq!(element(&event.body, name), value, "{name}");
    }
    assert_eq!(event.body.matches("<CanReprint>").count(), 2);

    // A publication has an event of its own; callback/check knows where they go.
    wechat.renew_token();
    let submitted = json!({ "media_id": draft(&wechat, 1) });
    let publish = wechat.post("freepublish/submit", &submitted)["publish_id"].clone();
    wechat.wait_hours(1.0);
    let event = own.wait_for(6)[5].clone();
    assert_eq!(element(&event.body, "Event"), "PUBLISHJOBFINISH");
    assert_eq!(element(&event.body, "publish_id"), publish.to_string());
    wechat.renew_token();
    let check = wechat.post(
        "callback/check",
        &json!({ "action": "all", "check_operator": "DEFAULT" }),
    );
    assert_holds(
        "check",
        &check,
        &json!({ "dns": [{ "ip": "127.0.0.1", "real_operator": "UNICOM" }], "ping": [{ "package_loss": "0%" }] }),
    );
}

#[test]
fn with_a_key_the_event_is_sealed() {
    let (own, url) = Own::start(&[], false);
    let wechat = Served::start(&[
        "--callback",
        &url,
        "--callback-token",
        "secret-word",
        "--aes-key",
        KEY,
        "--protection",
    ]);
    let all = json!({ "filter": { "is_to_all": true }, "text": { "content": "Hi" }, "msgtype": "text", "clientmsgid": "a" });
    let msg_id = wechat.post("message/mass/sendall", &all)["msg_id"].clone();
    wechat.control("confirm", &json!({ "msg_id": msg_id, "refuse": true }));
    let event = own.wait_for(2)[1].clone();
    let sealed = element(&event.body, "Encrypt").to_owned();
    assert_eq!(event.query("encrypt_type"), "aes");
    assert!(event.is_signed("signature", "secret-word", &[]));
    assert!(event.is_signed("msg_signature", "secret-word", &[&sealed]));
    assert!(element(&event.body, "ToUserName").starts_with("gh_"));

    let key: [u8; 32] = STANDARD
        .decode(format!("{KEY}="))
        .expect("base64")
        .try_into()
        .expect("32 bytes");
    let vector: [u8; 16] = key[..16].try_into().expect("16 bytes");
    let mut plain = STANDARD.decode(&sealed).expect("base64");
    assert_eq!(plain.len() % 32, 0);
    let mut cipher = cbc::Decryptor::<Aes256>::new(&key.into(), &vector.into());
    for block in plain.as_chunks_mut::<16>().0 {
        cipher.decrypt_block(block.into());
    }
    let padding = usize::from(*plain.last().expect("a byte"));
    assert!((1..=32).contains(&padding));
    plain.truncate(plain.len() - padding);
    let length = u32::from_be_bytes(plain[16..20].try_into().expect("4 bytes")) as usize;
    let xml = String::from_utf8_lossy(&plain[20..20 + length]).into_owned();
    assert_eq!(plain[20 + length..], *wechat.appid.as_bytes());
    let expected = [
        ("MsgID", msg_id.to_string()),
        ("Status", "err(40001)".to_owned()),
        ("TotalCount", "300".to_owned()),
        ("SentCount", "0".to_owned()),
        ("CheckState", "0".to_owned()),
    ];
    for (name, value) in expected {
        assert_eq!(element(&xml, name), value, "{name}");
    }
}

#[test]
fn what_nobody_takes_is_given_up_and_the_sandbox_goes_on() {
    let (own, url) = Own::start(&[503; 9], true);
    let wechat = Served::start(&["--callback", &url]);
    to_tag(&wechat, "a");
    assert_eq!(own.wait_for(5).len(), 5, "a greeting and four posts");
    std::thread::sleep(Duration::from_millis(1_200));
    assert_eq!(own.wait_for(5).len(), 5, "and no more");
    let calls = wechat.look("calls")["calls"].clone();
    let said = |path: &str| -> Vec<String> {
        let calls = calls.as_array().expect("calls").iter();
        calls
            .filter(|it| it["path"] == path)
            .map(|it| {
                text(it, "body")
                    .lines()
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect()
    };
    assert!(said("callback GET echostr")[0].contains("in place of echostr"));
    let posts = said("callback MASSSENDJOBFINISH");
    assert!(posts[3].starts_with("attempt 4: status 503"), "{posts:?}");
    // The next event has its own tries.
    to_tag(&wechat, "b");
    own.wait_for(6);
}

#[test]
fn what_is_due_survives_a_kill() {
    let (own, url) = Own::start(&[], false);
    let home = tempfile::TempDir::new().expect("a folder");
    let first = Served::at(home.path(), &["--callback", &url]);
    first.control("settings", &json!({ "finish_after_ms": 3_600_000 }));
    let msg_id = to_tag(&first, "a");
    // Dropped is killed.
    drop(first);
    let second = Served::at(home.path(), &["--callback", &url]);
    own.wait_for(2);
    second.wait_hours(1.0);
    let event = own.wait_for(3)[2].clone();
    assert_eq!(element(&event.body, "MsgID"), msg_id.to_string());
}

/// Both ends were written apart, from WeChat's page alone: the one has to read what the other seals.
#[test]
fn wxmass_listen_hears_what_the_sandbox_says() {
    for sealed in [false, true] {
        let home = tempfile::TempDir::new().expect("a folder");
        let mut command = wxmass(
            home.path(),
            &[
                "listen",
                "--sandbox",
                "--port",
                "0",
                "--path",
                "/wechat",
                "--once",
            ],
        );
        command.env("WXMASS_CALLBACK_TOKEN", "wxmass-sandbox");
        if sealed {
            command.env("WXMASS_AES_KEY", KEY);
        }
        let mut listener = command.spawn().expect("it starts");
        let mut said = BufReader::new(listener.stderr.take().expect("a pipe")).lines();
        let url = said
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                let start = line.find("http://")?;
                line[start..].split(' ').next().map(str::to_owned)
            })
            .expect("its address");
        // It is read to its end, so that nothing is held up.
        let rest = std::thread::spawn(move || said.map_while(Result::ok).collect::<Vec<_>>());
        let key: &[&str] = if sealed { &["--aes-key", KEY] } else { &[] };
        let wechat = Served::start(&[&["--callback", url.trim()], key].concat());
        let msg_id = to_tag(&wechat, "a");
        let begun = Instant::now();
        while listener.try_wait().expect("a child").is_none() {
            if begun.elapsed() > Duration::from_secs(30) {
                listener.kill().expect("a child can be killed");
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let output = listener.wait_with_output().expect("it ends");
        let heard = String::from_utf8_lossy(&output.stdout).into_owned();
        let said = rest.join().expect("no panic").join("\n");
        assert_eq!(output.status.code(), Some(0), "{said}");
        let line = format!("{msg_id}\tsend success\t120\t120\t120\t0");
        assert!(heard.starts_with(&line), "{heard}\n{said}");
        assert!(said.contains("verified"), "the greeting: {said}");
    }
}
