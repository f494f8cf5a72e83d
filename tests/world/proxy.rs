//! A man in the middle between wxmass and the sandbox, which can lose, spoil or hold back any exchange.
//!
//! It knows nothing of WeChat and shares no code with wxmass. Exchanges are counted from 1 in the order in which their
//! requests arrive; a [`Plan`] says what happens to which.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What happens to an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The request never arrives; the connection is cut.
    ResetBefore,
    /// The service did its work; the answer is lost and the connection is cut.
    ResetAfter,
    /// The service did its work; half of the answer arrives.
    Truncated,
    /// The request never arrives; a front end answers with a page.
    Html502,
    /// The service did its work; a page with status 200 arrives in place of the answer.
    Html200After,
    /// The service did its work; nothing arrives for this long.
    HangAfter(Duration),
    /// Nothing of the service's doing, but somebody is called (a test kills wxmass) before the request is passed on.
    CallBefore,
    /// Somebody is called after the service did its work and before the answer is passed on.
    CallAfter,
}

/// One exchange as it was seen.
#[derive(Debug, Clone)]
pub struct Exchange {
    pub path: String,
    /// Whether the service saw it.
    pub reached: bool,
}

type Decide = Box<dyn Fn(usize, &str) -> Option<Fault> + Send + Sync>;
type Called = Box<dyn Fn() + Send + Sync>;

struct Shared {
    upstream: String,
    decide: Mutex<Decide>,
    called: Mutex<Called>,
    count: AtomicUsize,
    log: Mutex<Vec<Exchange>>,
}

/// The running proxy. It ends with the test process.
#[derive(Clone)]
pub struct Proxy {
    address: String,
    shared: Arc<Shared>,
}

impl Proxy {
    /// Stands before `upstream` (`http://127.0.0.1:PORT`) and at first passes everything on.
    pub fn before(upstream: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let shared = Arc::new(Shared {
            upstream: upstream
                .trim_start_matches("http://")
                .trim_end_matches('/')
                .to_owned(),
            decide: Mutex::new(Box::new(|_, _| None)),
            called: Mutex::new(Box::new(|| {})),
            count: AtomicUsize::new(0),
            log: Mutex::new(Vec::new()),
        });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&serving);
                std::thread::spawn(move || drop(serve(stream, &shared)));
            }
        });
        Self { address, shared }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// From now on exchanges are counted from 1 again and `decide(number, path)` says what happens.
    pub fn plan(&self, decide: impl Fn(usize, &str) -> Option<Fault> + Send + Sync + 'static) {
        self.shared.count.store(0, Ordering::SeqCst);
        self.shared.log.lock().expect("the log").clear();
        *self.shared.decide.lock().expect("the plan") = Box::new(decide);
    }

    /// Who is called by [`Fault::CallBefore`] and [`Fault::CallAfter`].
    pub fn on_call(&self, called: impl Fn() + Send + Sync + 'static) {
        *self.shared.called.lock().expect("the call") = Box::new(called);
    }

    /// What was seen since the last plan.
    pub fn log(&self) -> Vec<Exchange> {
        self.shared.log.lock().expect("the log").clone()
    }
}

fn serve(mut client: TcpStream, shared: &Shared) -> std::io::Result<()> {
    while let Some(request) = read_message(&mut client)? {
        let number = shared.count.fetch_add(1, Ordering::SeqCst) + 1;
        let path = path_of(&request);
        let fault = (shared.decide.lock().expect("the plan"))(number, &path);
        if fault == Some(Fault::CallBefore) {
            (shared.called.lock().expect("the call"))();
        }
        let reached = !matches!(
            fault,
            Some(Fault::ResetBefore | Fault::Html502 | Fault::CallBefore)
        );
        shared
            .log
            .lock()
            .expect("the log")
            .push(Exchange { path, reached });
        let answer = if reached {
            forward(&request, &shared.upstream)?
        } else {
            Vec::new()
        };
        match fault {
            None => client.write_all(&answer)?,
            Some(Fault::ResetBefore | Fault::ResetAfter | Fault::CallBefore) => return Ok(()),
            Some(Fault::Truncated) => {
                return client.write_all(&answer[..answer.len().saturating_sub(8)]);
            }
            Some(Fault::Html502) => client.write_all(&page("502 Bad Gateway"))?,
            Some(Fault::Html200After) => client.write_all(&page("200 OK"))?,
            Some(Fault::HangAfter(time)) => {
                std::thread::sleep(time);
                return Ok(());
            }
            Some(Fault::CallAfter) => {
                (shared.called.lock().expect("the call"))();
                return Ok(());
            }
        }
    }
    Ok(())
}

fn page(status: &str) -> Vec<u8> {
    let body = "<html><body>nginx</body></html>";
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn path_of(request: &[u8]) -> String {
    let text = String::from_utf8_lossy(&request[..request.len().min(400)]).into_owned();
    let target = text.split(' ').nth(1).unwrap_or_default().to_owned();
    target.split('?').next().unwrap_or_default().to_owned()
}

/// Passes a request on, over a connection of its own, and reads the whole answer.
fn forward(request: &[u8], upstream: &str) -> std::io::Result<Vec<u8>> {
    let mut server = TcpStream::connect(upstream)?;
    server.write_all(request)?;
    Ok(read_message(&mut server)?.unwrap_or_default())
}

/// One HTTP/1.1 message: head, then as many bytes as `Content-Length` says (none means none). `None` at the end.
fn read_message(stream: &mut TcpStream) -> std::io::Result<Option<Vec<u8>>> {
    let mut message = Vec::new();
    let mut buffer = [0; 64 * 1024];
    loop {
        if let Some(end) = message.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&message[..end]).to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length
                .and_then(|text| text.trim().parse().ok())
                .unwrap_or(0);
            if message.len() >= end + 4 + length {
                return Ok(Some(message));
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) => return Ok((!message.is_empty()).then_some(message)),
            Ok(count) => message.extend_from_slice(&buffer[..count]),
            Err(error) => return Err(error),
        }
    }
}
