//! The wire between the binary and the sandbox: it writes down every call with its answer, and breaks where it is told to.
//!
//! A proxy of its own, so that what the tests count is what crossed the wire and not what either side believes. One
//! exchange a connection. Faults are planted by call and by number: "the second `sendall` is accepted, its answer lost".

mod call;
mod fault;
mod http;

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

pub use call::Call;
pub use fault::{ANY, Fault, Harm, fault, refusal};
use http::{Answer, Request};

#[derive(Debug, Default)]
struct Record {
    calls: Vec<Call>,
    /// Each with how many calls of its path it has seen.
    faults: Vec<(Fault, usize)>,
    hanging: usize,
    /// How often what hung was let go of.
    mended: usize,
    /// Seconds by which WeChat's clock is ahead of this machine's; none, and answers have the date of the sandbox.
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

    /// From now on answers have another date than the sandbox's: that of this machine, and so many seconds.
    pub fn date_answers(&self, ahead: i64) {
        self.shared.record().ahead = Some(ahead);
    }

    /// Takes all faults away and lets go of what hangs.
    pub fn repair(&self) {
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

    /// Whether a call hangs at this moment.
    pub fn hangs(&self) -> bool {
        self.shared.record().hanging > 0
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
        self.repair();
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
            // Bytes that no one reads turn the end of a connection into a reset.
            self.ended(number, &[]);
            return;
        }
        let Some(body) = request.body(&mut client) else {
            return;
        };
        self.record().calls[number].body.clone_from(&body);
        match harm {
            Some(Harm::Answer(answer)) => {
                self.ended(number, &[]);
                self.reply(&mut client, &Answer::json(answer.as_bytes()));
                return;
            }
            Some(Harm::AnswerTo(text, this, that)) => {
                let hit = String::from_utf8_lossy(&body).contains(&text);
                let answer = if hit { this } else { that };
                self.ended(number, &[]);
                self.reply(&mut client, &Answer::json(answer.as_bytes()));
                return;
            }
            Some(Harm::Redirect(target)) => {
                self.ended(number, &[]);
                reply_with(&mut client, 307, &format!("location: {target}\r\n"), &[]);
                return;
            }
            Some(Harm::Reply(status, lines, body)) => {
                self.ended(number, &[]);
                reply_with(&mut client, status, &lines, &body);
                return;
            }
            Some(Harm::HangBefore) => {
                self.hang();
                self.ended(number, &[]);
                return;
            }
            Some(Harm::Late(delay)) => std::thread::sleep(delay),
            Some(Harm::ThenGone) => self.stop_listening(),
            _ => {}
        }
        let Some(answer) = self.ask(&request, &body) else {
            self.ended(number, &[]);
            return;
        };
        let verdict = answer.body.clone();
        match harm {
            Some(Harm::ResetAfter) => self.ended(number, &verdict),
            Some(Harm::HangAfter) => {
                self.ended(number, &verdict);
                self.hang();
            }
            Some(Harm::Truncated) => {
                let half = &verdict[..verdict.len() / 2];
                self.ended(number, &verdict);
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n",
                    verdict.len()
                );
                let _ = client.write_all(head.as_bytes());
                let _ = client.write_all(half);
            }
            Some(Harm::Html(status)) => {
                let page = b"<html><body><h1>Bad Gateway</h1></body></html>";
                self.ended(number, &verdict);
                let content_type = "text/html".to_owned();
                self.reply(
                    &mut client,
                    &Answer {
                        status,
                        content_type,
                        date: answer.date,
                        body: page.to_vec(),
                    },
                );
            }
            Some(Harm::Empty) => {
                self.ended(number, &verdict);
                let date = answer.date;
                self.reply(
                    &mut client,
                    &Answer {
                        date,
                        ..Answer::json(&[])
                    },
                );
            }
            _ => {
                self.ended(number, &verdict);
                self.reply(&mut client, &answer);
            }
        }
        let _ = client.shutdown(Shutdown::Both);
    }

    /// When it returns, no one listens any more.
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

    fn ended(&self, number: usize, verdict: &[u8]) {
        let mut record = self.record();
        // `forget_calls` may have come between.
        if let Some(call) = record.calls.get_mut(number) {
            call.verdict = verdict.to_vec();
            call.ended = Some(Instant::now());
        }
        self.changed.notify_all();
    }

    /// An answer as WeChat's front end gives it, dated by the sandbox's clock unless a test has set another one.
    fn reply(&self, client: &mut TcpStream, answer: &Answer) {
        let Answer {
            status,
            content_type,
            date,
            body,
        } = answer;
        let date = date.as_ref().map(|date| format!("date: {date}\r\n"));
        let set = self.record().ahead.map(|ahead| {
            let now = jiff::Timestamp::now().checked_add(jiff::SignedDuration::from_secs(ahead));
            let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
            let date = printer.timestamp_to_rfc9110_string(&now.expect("a time"));
            format!("date: {}\r\n", date.expect("a date"))
        });
        let head = format!(
            "HTTP/1.1 {status} Planted\r\n{}content-type: {content_type}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            set.or(date).unwrap_or_default(),
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

/// An answer with these lines in its head, each with its end.
fn reply_with(client: &mut TcpStream, status: u16, lines: &str, body: &[u8]) {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} Planted\r\n{lines}content-length: {length}\r\nconnection: close\r\n\r\n"
    );
    let _ = client.write_all(head.as_bytes());
    let _ = client.write_all(body);
}
