//! The wire between the binary and the sandbox: it writes down every call with its answer, and breaks where it is told to.
//!
//! A proxy of its own, so that what the tests count is what crossed the wire and not what either side believes. One
//! exchange a connection. Faults are planted by call and by number: "the second `sendall` is accepted, its answer lost".

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// One call that arrived, in order of arrival.
#[derive(Debug, Clone)]
pub struct Call {
    /// Without the host and without `/cgi-bin/`: `message/mass/sendall`.
    pub path: String,
    pub query: String,
    pub body: Vec<u8>,
    /// What the binary was given; empty where it was given nothing.
    pub answer: Vec<u8>,
    /// What the sandbox had answered; empty where the call never reached it.
    pub verdict: Vec<u8>,
    pub began: Instant,
    pub ended: Option<Instant>,
}

impl Call {
    /// The body as JSON; null where it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The `clientmsgid` of a mass call.
    pub fn key(&self) -> String {
        self.json()["clientmsgid"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The openids of a mass call; none where it goes to a tag.
    pub fn receivers(&self) -> Vec<String> {
        let list = self.json()["touser"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        list.iter()
            .filter_map(|openid| Some(openid.as_str()?.to_owned()))
            .collect()
    }

    /// The name of the file that an upload carries, without `img-` and its extension; none for other calls.
    pub fn file(&self) -> Option<String> {
        let text = String::from_utf8_lossy(&self.body);
        let (_, rest) = text.split_once("filename=\"img-")?;
        Some(rest.split_once('.')?.0.to_owned())
    }

    /// What the sandbox said, as JSON; null where it said nothing.
    pub fn verdict(&self) -> serde_json::Value {
        serde_json::from_slice(&self.verdict).unwrap_or_default()
    }

    /// Whether the sandbox took it: an answer without an errcode other than zero.
    pub fn accepted(&self) -> bool {
        let verdict = self.verdict();
        verdict.is_object() && verdict["errcode"].as_i64().unwrap_or(0) == 0
    }
}

/// What happens to a call.
#[derive(Debug, Clone)]
pub enum Harm {
    /// The connection is reset before the sandbox has heard of the call.
    ResetBefore,
    /// The sandbox does its work; the connection ends without a byte of answer.
    ResetAfter,
    /// The sandbox does its work; half of the answer arrives.
    Truncated,
    /// The sandbox does its work; a proxy's error page arrives instead, with this status.
    Html(u16),
    /// The sandbox does its work; an empty body arrives with status 200.
    Empty,
    /// The sandbox hears nothing, this JSON is the answer.
    Answer(String),
    /// The sandbox hears nothing; a request whose body holds the first text gets the second, every other the third.
    AnswerTo(String, String, String),
    /// The sandbox hears nothing, the answer sends the caller elsewhere.
    Redirect(String),
    /// The sandbox does its work; nothing arrives until the wire is released.
    HangAfter,
    /// The sandbox hears nothing; nothing arrives until the wire is released.
    HangBefore,
    /// Everything is as it should be, but late.
    Late(Duration),
    /// Everything is as it should be for the last time: from then on connections are refused.
    ThenGone,
}

/// In place of a path: every call, whatever its path.
pub const ANY: &str = "*";

/// A harm, and the calls that it meets.
#[derive(Debug, Clone)]
pub struct Fault {
    path: String,
    first: usize,
    times: usize,
    harm: Harm,
}

/// The first call of a path meets a harm.
pub fn fault(path: &str, harm: Harm) -> Fault {
    Fault {
        path: path.to_owned(),
        first: 1,
        times: 1,
        harm,
    }
}

/// The first call of a path is refused with an errcode, as WeChat words it.
pub fn refusal(path: &str, errcode: i64) -> Fault {
    let errmsg = match errcode {
        -1 => "system error".to_owned(),
        40001 => "invalid credential, access_token is invalid or not latest rid: 69a0b1c2-11223344-55667788".to_owned(),
        40164 => "invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: 69a0b1c2-11223344-55667788"
            .to_owned(),
        _ => format!("planted refusal {errcode} hint: [AbCdEa01234567] rid: 69a0b1c2-11223344-55667788"),
    };
    let answer = serde_json::json!({ "errcode": errcode, "errmsg": errmsg });
    fault(path, Harm::Answer(answer.to_string()))
}

impl Fault {
    /// From the n-th call on, counted from 1 over all calls of the path since the fault was planted.
    #[must_use]
    pub fn from(mut self, first: usize) -> Self {
        self.first = first;
        self
    }

    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    #[must_use]
    pub fn always(self) -> Self {
        self.times(usize::MAX)
    }
}

#[derive(Debug, Default)]
struct Record {
    calls: Vec<Call>,
    /// Each with how many calls of its path it has seen.
    faults: Vec<(Fault, usize)>,
    hanging: usize,
    /// How often what hung was let go of.
    mended: usize,
    /// Seconds by which WeChat's clock is ahead of this machine's; none, and answers have no date.
    ahead: Option<i64>,
}

#[derive(Debug)]
struct Shared {
    record: Mutex<Record>,
    changed: Condvar,
    upstream: SocketAddr,
    address: SocketAddr,
    closing: AtomicBool,
}

#[derive(Debug)]
pub struct Wire {
    shared: Arc<Shared>,
}

impl Wire {
    /// A wire to a server on this machine.
    pub fn to(upstream: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            record: Mutex::default(),
            changed: Condvar::new(),
            upstream,
            address,
            closing: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if accepting.closing.load(Ordering::Relaxed) {
                    return;
                }
                let shared = Arc::clone(&accepting);
                std::thread::spawn(move || shared.exchange(client));
            }
        });
        Self { shared }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.shared.address)
    }

    pub fn calls(&self) -> Vec<Call> {
        self.shared.record().calls.clone()
    }

    /// Forgets the calls so far; faults stay.
    pub fn forget_calls(&self) {
        self.shared.record().calls.clear();
    }

    pub fn plant(&self, fault: Fault) {
        self.shared.record().faults.push((fault, 0));
    }

    /// From now on answers have a date: that of this machine, and so many seconds.
    pub fn date_answers(&self, ahead: i64) {
        self.shared.record().ahead = Some(ahead);
    }

    /// Takes all faults away and lets go of what hangs.
    pub fn mend(&self) {
        let mut record = self.shared.record();
        record.faults.clear();
        record.hanging = 0;
        record.mended += 1;
        self.shared.changed.notify_all();
    }

    /// Waits until `calls` calls of the path have arrived.
    pub fn wait_for(&self, path: &str, calls: usize) {
        self.wait_until(path, |record| {
            let arrived = record.calls.iter().filter(|call| call.path == path);
            arrived.count() >= calls
        });
    }

    /// Waits until a call hangs: the sandbox has done with it what it should, and the binary waits.
    pub fn wait_until_hanging(&self, path: &str) {
        self.wait_until(path, |record| record.hanging > 0);
    }

    fn wait_until(&self, path: &str, happened: impl Fn(&Record) -> bool) {
        let held = self.shared.record();
        let (_held, waited) = self
            .shared
            .changed
            .wait_timeout_while(held, Duration::from_secs(30), |record| !happened(record))
            .expect("no panic while recording");
        assert!(!waited.timed_out(), "{path} was waited for in vain");
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.mend();
        self.shared.closing.store(true, Ordering::Relaxed);
        // The listener wakes up once more to see that it is over.
        let _ = TcpStream::connect(self.shared.address);
    }
}

impl Shared {
    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().expect("no panic while recording")
    }

    /// One exchange; what breaks on the way ends the connection, which is what broken wires do.
    fn exchange(&self, mut client: TcpStream) {
        let Some(request) = Request::read(&mut client) else {
            return;
        };
        let (number, harm) = self.arrived(&request);
        if matches!(harm, Some(Harm::ResetBefore)) {
            // Bytes that nobody reads turn the end of a connection into a reset.
            self.ended(number, &[], &[]);
            return;
        }
        let Some(body) = request.body(&mut client) else {
            return;
        };
        self.record().calls[number].body.clone_from(&body);
        match harm {
            Some(Harm::Answer(answer)) => {
                self.ended(number, &[], answer.as_bytes());
                self.reply(&mut client, 200, "application/json", answer.as_bytes());
                return;
            }
            Some(Harm::AnswerTo(text, this, that)) => {
                let hit = String::from_utf8_lossy(&body).contains(&text);
                let answer = if hit { this } else { that };
                self.ended(number, &[], answer.as_bytes());
                self.reply(&mut client, 200, "application/json", answer.as_bytes());
                return;
            }
            Some(Harm::Redirect(target)) => {
                self.ended(number, &[], &[]);
                let head = format!(
                    "HTTP/1.1 307 Elsewhere\r\nlocation: {target}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                );
                let _ = client.write_all(head.as_bytes());
                return;
            }
            Some(Harm::HangBefore) => {
                self.hang();
                self.ended(number, &[], &[]);
                return;
            }
            Some(Harm::Late(delay)) => std::thread::sleep(delay),
            Some(Harm::ThenGone) => self.stop_listening(),
            _ => {}
        }
        let Some(answer) = self.ask(&request, &body) else {
            self.ended(number, &[], &[]);
            return;
        };
        let verdict = answer.body.clone();
        match harm {
            Some(Harm::ResetAfter) => self.ended(number, &verdict, &[]),
            Some(Harm::HangAfter) => {
                self.ended(number, &verdict, &[]);
                self.hang();
            }
            Some(Harm::Truncated) => {
                let half = &verdict[..verdict.len() / 2];
                self.ended(number, &verdict, half);
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n",
                    verdict.len()
                );
                let _ = client.write_all(head.as_bytes());
                let _ = client.write_all(half);
            }
            Some(Harm::Html(status)) => {
                let page = b"<html><body><h1>Bad Gateway</h1></body></html>";
                self.ended(number, &verdict, page);
                self.reply(&mut client, status, "text/html", page);
            }
            Some(Harm::Empty) => {
                self.ended(number, &verdict, &[]);
                self.reply(&mut client, 200, "application/json", &[]);
            }
            _ => {
                self.ended(number, &verdict, &verdict);
                self.reply(&mut client, answer.status, &answer.content_type, &verdict);
            }
        }
        let _ = client.shutdown(Shutdown::Both);
    }

    /// When it returns, nobody listens any more.
    fn stop_listening(&self) {
        self.closing.store(true, Ordering::Relaxed);
        while TcpStream::connect(self.address).is_ok() {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Writes a call down and finds the harm that it meets.
    fn arrived(&self, request: &Request) -> (usize, Option<Harm>) {
        let mut record = self.record();
        record.calls.push(Call {
            path: request.path.clone(),
            query: request.query.clone(),
            body: Vec::new(),
            answer: Vec::new(),
            verdict: Vec::new(),
            began: Instant::now(),
            ended: None,
        });
        let mut harm = None;
        for (fault, seen) in &mut record.faults {
            if fault.path == ANY || fault.path == request.path {
                *seen += 1;
                let hit = *seen >= fault.first && *seen - fault.first < fault.times;
                if hit && harm.is_none() {
                    harm = Some(fault.harm.clone());
                }
            }
        }
        self.changed.notify_all();
        (record.calls.len() - 1, harm)
    }

    fn ended(&self, number: usize, verdict: &[u8], answer: &[u8]) {
        let mut record = self.record();
        // `forget_calls` may have come between.
        if let Some(call) = record.calls.get_mut(number) {
            call.verdict = verdict.to_vec();
            call.answer = answer.to_vec();
            call.ended = Some(Instant::now());
        }
        self.changed.notify_all();
    }

    fn reply(&self, client: &mut TcpStream, status: u16, content_type: &str, body: &[u8]) {
        let date = self.record().ahead.map(|ahead| {
            let now = jiff::Timestamp::now().checked_add(jiff::SignedDuration::from_secs(ahead));
            let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
            let date = printer.timestamp_to_rfc9110_string(&now.expect("a time"));
            format!("date: {}\r\n", date.expect("a date"))
        });
        let head = format!(
            "HTTP/1.1 {status} Planted\r\n{}content-type: {content_type}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            date.unwrap_or_default(),
            body.len()
        );
        let _ = client.write_all(head.as_bytes());
        let _ = client.write_all(body);
    }

    fn hang(&self) {
        let mut held = self.record();
        held.hanging += 1;
        let mended = held.mended;
        self.changed.notify_all();
        let _released = self
            .changed
            .wait_timeout_while(held, Duration::from_mins(2), |record| {
                record.mended == mended
            });
    }

    /// The same request to the sandbox, on a connection of its own.
    fn ask(&self, request: &Request, body: &[u8]) -> Option<Answer> {
        let mut upstream = TcpStream::connect(self.upstream).ok()?;
        upstream
            .write_all(request.head_for_upstream().as_bytes())
            .ok()?;
        upstream.write_all(body).ok()?;
        let mut bytes = Vec::new();
        upstream.read_to_end(&mut bytes).ok()?;
        Answer::parse(&bytes)
    }
}

/// The head of a request.
struct Request {
    method: String,
    target: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
}

impl Request {
    fn read(client: &mut TcpStream) -> Option<Self> {
        let head = read_head(client)?;
        let mut lines = head.split("\r\n");
        let mut start = lines.next()?.split(' ');
        let (method, target) = (start.next()?.to_owned(), start.next()?.to_owned());
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let path = path.trim_start_matches("/cgi-bin/").to_owned();
        let query = query.to_owned();
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        Some(Self {
            method,
            target,
            path,
            query,
            headers,
        })
    }

    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn body(&self, client: &mut TcpStream) -> Option<Vec<u8>> {
        assert!(
            self.header("transfer-encoding").is_none(),
            "WeChat answers a chunked body with 412: {}",
            self.path
        );
        let length = self
            .header("content-length")
            .map_or(0, |length| length.parse().unwrap_or(0));
        if self.header("expect").is_some() {
            client.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?;
        }
        let mut body = vec![0; length];
        client.read_exact(&mut body).ok()?;
        Some(body)
    }

    fn head_for_upstream(&self) -> String {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            if !["connection", "expect"].contains(&name.as_str()) {
                let _ = write!(head, "{name}: {value}\r\n");
            }
        }
        head.push_str("connection: close\r\n\r\n");
        head
    }
}

/// Byte by byte up to the empty line, so that the body stays in the socket.
fn read_head(client: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    String::from_utf8(head).ok()
}

struct Answer {
    status: u16,
    content_type: String,
    body: Vec<u8>,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let value = |name: &str| {
            head.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
                .map(str::trim)
        };
        assert!(
            value("transfer-encoding").is_none(),
            "the sandbox answers with a length"
        );
        Some(Self {
            status,
            content_type: value("content-type")
                .unwrap_or("application/json")
                .to_owned(),
            body: bytes[end..].to_vec(),
        })
    }
}
