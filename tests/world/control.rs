//! The sandbox of a world, spoken to directly: what its page shows, and its control calls.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use super::World;

impl World {
    /// The document that the sandbox's page is made from.
    pub fn page(&self) -> String {
        self.ask_the_sandbox("GET", "/outbox.json", "")
    }

    /// Everything that the sandbox knows: its sends, previews, uploads and drafts.
    pub fn state_of_the_service(&self) -> serde_json::Value {
        let answer = self.ask_the_sandbox("GET", "/sandbox/state", "");
        let body = answer.split_once("\r\n\r\n").expect("a body").1;
        serde_json::from_str(body).expect("JSON")
    }

    /// The sandbox's clock goes on by so many hours: tokens, keys, quotas and temporary media age.
    pub fn hours_later(&self, hours: i64) {
        let seconds = hours * 3600;
        self.control("clock", &serde_json::json!({ "advance_seconds": seconds }));
    }

    /// A control call that has to succeed.
    pub fn control(&self, name: &str, body: &serde_json::Value) {
        let answer = self.ask_the_sandbox("POST", &format!("/sandbox/{name}"), &body.to_string());
        assert!(
            answer.starts_with("HTTP/1.1 200"),
            "{name} {body}: {answer}"
        );
    }

    /// A draft as the sandbox keeps it, by `draft/get` with a token of its own.
    #[track_caller]
    pub fn stored_draft(&self, media_id: &str) -> serde_json::Value {
        self.ask_wechat("draft/get", &serde_json::json!({ "media_id": media_id }))
    }

    /// A call that somebody else makes, past the wire of this world.
    #[track_caller]
    pub fn ask_wechat(&self, call: &str, body: &serde_json::Value) -> serde_json::Value {
        let token = self.wx(["token"]).exits(0).stdout;
        let path = format!("/cgi-bin/{call}?access_token={}", token.trim());
        let answer = self.ask_the_sandbox("POST", &path, &body.to_string());
        let body = answer.split_once("\r\n\r\n").expect("a body").1;
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"))
    }

    /// A call of WeChat's, made past the wire.
    #[track_caller]
    pub fn api(&self, path: &str, body: &serde_json::Value) -> serde_json::Value {
        let answer = self.ask_the_sandbox("POST", path, &body.to_string());
        let body = answer.split_once("\r\n\r\n").expect("a body").1;
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"))
    }

    fn ask_the_sandbox(&self, method: &str, path: &str, body: &str) -> String {
        let address = self.sandbox.base_url().trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).expect("the sandbox listens");
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: sandbox\r\nx-sandbox-token: {}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            self.sandbox.control_token(),
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        String::from_utf8_lossy(&answer).into_owned()
    }
}
