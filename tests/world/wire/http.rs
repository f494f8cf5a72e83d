//! As much of HTTP as a proxy of one exchange a connection needs.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// The head of a request.
pub(super) struct Request {
    method: String,
    target: String,
    pub(super) path: String,
    pub(super) query: String,
    headers: Vec<(String, String)>,
}

impl Request {
    pub(super) fn read(client: &mut TcpStream) -> Option<Self> {
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

    pub(super) fn body(&self, client: &mut TcpStream) -> Option<Vec<u8>> {
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

    pub(super) fn head_for_upstream(&self) -> String {
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

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: String,
    /// The time by the sandbox's clock.
    pub(super) date: Option<String>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// JSON that the sandbox has not given, and has not dated.
    pub(super) fn json(body: &[u8]) -> Self {
        Self {
            status: 200,
            content_type: "application/json".to_owned(),
            date: None,
            body: body.to_vec(),
        }
    }

    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
        let written = String::from_utf8_lossy(&bytes[..end]);
        let is_date = |line: &&str| line.to_ascii_lowercase().starts_with("date:");
        let date = written.lines().find(is_date);
        let date = date.map(|line| line["date:".len()..].trim().to_owned());
        let head = written.to_ascii_lowercase();
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
            date,
            body: bytes[end..].to_vec(),
        })
    }
}
