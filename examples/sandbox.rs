//! A WeChat for tests in Rust: three lines start it, and it ends when it is dropped.
//!
//! ```text
//! cargo run --example sandbox
//! ```

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use wxmass::sandbox::{APPID, Options, SECRET, Sandbox};

pub(crate) fn main() -> Result<(), Box<dyn std::error::Error>> {
    let wechat = Sandbox::start(Options::default())?;
    let token = get(
        wechat.base_url(),
        &format!("/cgi-bin/token?grant_type=client_credential&appid={APPID}&secret={SECRET}"),
    )?;
    assert!(token.contains("\"expires_in\":7200"), "{token}");
    Ok(())
}

/// One GET by hand; any HTTP client does it better.
fn get(base: &str, path: &str) -> std::io::Result<String> {
    let host = base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host)?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
