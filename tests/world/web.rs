//! A host of pictures on this machine, which may be as wicked as a test wants.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The answer of the host to a path.
#[derive(Debug, Clone)]
pub enum Answer {
    /// These bytes, as `image/png` whatever they are.
    Bytes(Vec<u8>),
    Redirect(String),
    Status(u16),
    /// Zeros without an end and without a length.
    Endless,
    /// Not a byte, while the connection stays open.
    Silence,
}

#[derive(Debug, Default)]
struct Shared {
    answers: HashMap<String, Answer>,
    /// The heads of the requests, in order.
    requests: Vec<String>,
}

/// The host. Its thread ends with the test's process.
#[derive(Debug)]
pub struct Web {
    address: String,
    shared: Arc<Mutex<Shared>>,
}

impl Web {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let shared = Arc::new(Mutex::new(Shared::default()));
        let theirs = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().filter_map(Result::ok) {
                let shared = Arc::clone(&theirs);
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
        Self { address, shared }
    }

    /// Sets what a path answers and gives its address.
    pub fn answers(&self, path: &str, answer: Answer) -> String {
        let mut shared = self.shared.lock().expect("whole");
        shared.answers.insert(path.to_owned(), answer);
        format!("http://{}{path}", self.address)
    }

    /// A path that answers a picture.
    pub fn picture(&self, path: &str, bytes: impl Into<Vec<u8>>) -> String {
        self.answers(path, Answer::Bytes(bytes.into()))
    }

    pub fn requests(&self) -> Vec<String> {
        self.shared.lock().expect("whole").requests.clone()
    }
}

fn serve(mut stream: TcpStream, shared: &Mutex<Shared>) {
    let mut head = String::new();
    let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).unwrap_or(0) == 0 {
            return;
        }
    }
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let answer = {
        let mut shared = shared.lock().expect("whole");
        shared.requests.push(head);
        shared.answers.get(&path).cloned()
    };
    // A client that has heard enough goes away.
    let _ = tell(&mut stream, answer.unwrap_or(Answer::Status(404)));
}

fn tell(stream: &mut TcpStream, answer: Answer) -> std::io::Result<()> {
    match answer {
        Answer::Bytes(bytes) => {
            write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-type: image/png\r\nset-cookie: a=b\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                bytes.len()
            )?;
            stream.write_all(&bytes)
        }
        Answer::Redirect(to) => write!(
            stream,
            "HTTP/1.1 302 Found\r\nlocation: {to}\r\nset-cookie: a=b\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        ),
        Answer::Status(status) => write!(
            stream,
            "HTTP/1.1 {status} No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        ),
        Answer::Endless => {
            write!(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")?;
            loop {
                stream.write_all(&[0; 8_192])?;
            }
        }
        Answer::Silence => {
            let mut rest = String::new();
            BufReader::new(stream).read_line(&mut rest).map(drop)
        }
    }
}
