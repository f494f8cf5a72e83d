//! `wxmass listen` in a world, and a WeChat by hand that calls it back: signed, sealed, or wrong on purpose.
//!
//! Signing and sealing are written a second time here, after WeChat's description and not after the binary's code.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, ChildStdout, Command};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use aes::Aes256;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _};
use sha1::{Digest as _, Sha1};

use super::{Outcome, World, secrets, signal};

pub const CALLBACK_TOKEN: &str = "c4llb4ckT0kenOfTheTests";
/// 43 characters whose two spare bits are set, as they are in most keys.
pub const AES_KEY: &str = "kWxxZ1yQ7bJ3mN5pR8sT0uV2wX4yZ6aB8cD0eF2gH9H";

/// A listener that runs until it is stopped or has heard enough.
#[derive(Debug)]
pub struct Ear {
    child: Child,
    pub address: String,
    stdout: Pipe,
    stderr: Pipe,
}

#[derive(Debug)]
struct Pipe {
    text: Arc<Mutex<String>>,
    reader: JoinHandle<()>,
}

impl Pipe {
    fn of(source: impl std::io::Read + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(String::new()));
        let kept = Arc::clone(&text);
        let reader = std::thread::spawn(move || {
            let mut lines = BufReader::new(source);
            let mut line = String::new();
            while lines.read_line(&mut line).is_ok_and(|length| length > 0) {
                kept.lock().expect("no panic here").push_str(&line);
                line.clear();
            }
        });
        Self { text, reader }
    }

    fn text(&self) -> String {
        self.text.lock().expect("no panic here").clone()
    }

    /// Waits until it holds these words.
    #[track_caller]
    fn wait_for(&self, words: &str) -> String {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20) {
            let text = self.text();
            if text.contains(words) {
                return text;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        panic!("never said {words:?}: {}", self.text());
    }
}

/// The parts of a callback; each of them can be put wrong.
#[derive(Debug, Clone)]
pub struct Letter {
    pub method: &'static str,
    pub path: String,
    pub token: String,
    pub stamp: i64,
    /// Sealed with this key and for this appid.
    pub sealed: Option<(String, String)>,
    pub body: String,
    /// More for the address.
    pub query: String,
}

impl Letter {
    /// A plain POST that is right.
    pub fn plain(body: impl Into<String>) -> Self {
        Self {
            method: "POST",
            path: "/".to_owned(),
            token: CALLBACK_TOKEN.to_owned(),
            stamp: now(),
            sealed: None,
            body: body.into(),
            query: String::new(),
        }
    }

    /// A sealed POST that is right.
    pub fn sealed(body: impl Into<String>) -> Self {
        let appid = wxmass::sandbox::APPID.to_owned();
        Self {
            sealed: Some((AES_KEY.to_owned(), appid)),
            ..Self::plain(body)
        }
    }

    /// The address and the body as they go over the wire.
    pub fn made(&self) -> (String, String) {
        let stamp = self.stamp.to_string();
        let sign = |more: &[&str]| {
            let mut parts = vec![self.token.as_str(), &stamp, "a-nonce"];
            parts.extend(more);
            parts.sort_unstable();
            hex::encode(Sha1::digest(parts.concat()))
        };
        let mut target = format!(
            "{}?signature={}&timestamp={stamp}&nonce=a-nonce{}",
            self.path,
            sign(&[]),
            self.query
        );
        let Some((key, appid)) = &self.sealed else {
            return (target, self.body.clone());
        };
        let letter = seal(key, appid, &self.body);
        target += "&encrypt_type=aes&msg_signature=";
        target += &sign(&[&letter]);
        let body = format!(
            "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><Encrypt><![CDATA[{letter}]]></Encrypt></xml>"
        );
        (target, body)
    }
}

/// 16 random bytes, the length in 4, the text, the appid, padded to 32; AES-256 in CBC, the key's start as its vector.
fn seal(key: &str, appid: &str, text: &str) -> String {
    let key = base64::engine::GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        base64::engine::GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
    )
    .decode(format!("{key}="))
    .expect("a key of 43 characters");
    let length = u32::try_from(text.len()).expect("a short text");
    let mut bytes = b"0123456789abcdef".to_vec();
    bytes.extend(length.to_be_bytes());
    bytes.extend(text.bytes());
    bytes.extend(appid.bytes());
    let missing = 32 - bytes.len() % 32;
    bytes.resize(
        bytes.len() + missing,
        u8::try_from(missing).expect("at most 32"),
    );
    let all = bytes.len();
    let cipher = cbc::Encryptor::<Aes256>::new_from_slices(&key, &key[..16]).expect("sizes");
    cipher
        .encrypt_padded::<NoPadding>(&mut bytes, all)
        .expect("whole blocks");
    STANDARD.encode(bytes)
}

pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(since.expect("after 1970").as_secs()).expect("before the end of time")
}

/// The body of a finished send.
pub fn finished(msg_id: i64, word: &str, counts: [i64; 4]) -> String {
    let [total, filtered, sent, failed] = counts;
    format!(
        "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><FromUserName><![CDATA[oAdmin]]></FromUserName>\
         <CreateTime>1764000000</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[MASSSENDJOBFINISH]]></Event>\
         <MsgID>{msg_id}</MsgID><Status><![CDATA[{word}]]></Status><TotalCount>{total}</TotalCount>\
         <FilterCount>{filtered}</FilterCount><SentCount>{sent}</SentCount><ErrorCount>{failed}</ErrorCount>\
         <CopyrightCheckResult><Count>1</Count><ResultList><item><ArticleIdx>1</ArticleIdx>\
         <UserDeclareState>0</UserDeclareState><AuditState>2</AuditState>\
         <OriginalArticleUrl><![CDATA[https://mp.weixin.qq.com/s/first]]></OriginalArticleUrl>\
         <OriginalArticleType>1</OriginalArticleType><CanReprint>1</CanReprint><NeedReplaceContent>1</NeedReplaceContent>\
         <NeedShowReprintSource>1</NeedShowReprintSource></item></ResultList><CheckState>2</CheckState></CopyrightCheckResult>\
         <ArticleUrlResult><Count>1</Count><ResultList><item><ArticleIdx>1</ArticleIdx>\
         <ArticleUrl><![CDATA[http://mp.weixin.qq.com/s/ours]]></ArticleUrl></item></ResultList></ArticleUrlResult></xml>"
    )
}

impl World {
    /// A listener on a free port that knows the token.
    pub fn listen(&self, arguments: &[&str]) -> Ear {
        self.listen_with(arguments, |_| ())
    }

    pub fn listen_with(&self, arguments: &[&str], change: impl FnOnce(&mut Command)) -> Ear {
        let mut command = self.command(["listen", "--port", "0"].iter().chain(arguments));
        command.env("WXMASS_CALLBACK_TOKEN", CALLBACK_TOKEN);
        change(&mut command);
        let mut child = command.spawn().expect("the binary starts");
        let stdout: ChildStdout = child.stdout.take().expect("a pipe");
        let stderr: ChildStderr = child.stderr.take().expect("a pipe");
        let (stdout, stderr) = (Pipe::of(stdout), Pipe::of(stderr));
        let said = stderr.wait_for("stop with Ctrl-C");
        let (_, rest) = said.split_once("http://").expect("an address");
        let address = rest.split('/').next().expect("host and port").to_owned();
        Ear {
            child,
            address,
            stdout,
            stderr,
        }
    }
}

impl Ear {
    /// Posts a letter and gives status and body of the answer.
    pub fn post(&self, letter: &Letter) -> (u16, String) {
        let (target, body) = letter.made();
        self.exchange(letter.method, &target, &body)
    }

    pub fn exchange(&self, method: &str, target: &str, body: &str) -> (u16, String) {
        let length = body.len();
        let request = format!(
            "{method} {target} HTTP/1.1\r\nhost: callback\r\ncontent-type: text/xml\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        self.raw(request.as_bytes())
    }

    /// These bytes, and what is answered to them.
    pub fn raw(&self, request: &[u8]) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let limit = Some(Duration::from_secs(20));
        stream.set_read_timeout(limit).expect("a limit");
        // The answer may come before all has been written.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.get(9..12).and_then(|code| code.parse().ok());
        let body = answer
            .split_once("\r\n\r\n")
            .map(|(_, body)| body.to_owned());
        (status.unwrap_or_default(), body.unwrap_or_default())
    }

    /// The text of stdout so far.
    pub fn stdout(&self) -> String {
        self.stdout.text()
    }

    /// Waits until stderr says so.
    #[track_caller]
    pub fn says(&self, words: &str) {
        self.stderr.wait_for(words);
    }

    /// Ctrl-C, and what was left behind.
    pub fn interrupt(self) -> Outcome {
        signal(&self.child, "-INT");
        self.end()
    }

    /// Waits for it to end by itself.
    pub fn end(self) -> Outcome {
        let Self {
            mut child,
            stdout,
            stderr,
            ..
        } = self;
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().expect("a child can be waited for") {
                break status;
            }
            if begun.elapsed() > Duration::from_secs(30) {
                child.kill().expect("a child can be killed");
                panic!("the listener hangs; its stderr: {}", stderr.text());
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let all = |pipe: Pipe| {
            pipe.reader.join().expect("a pipe");
            pipe.text.lock().expect("no panic here").clone()
        };
        let outcome = Outcome {
            code: status.code().unwrap_or(-1),
            stdout: all(stdout),
            stderr: all(stderr),
        };
        secrets::heard(&outcome);
        outcome
    }
}
