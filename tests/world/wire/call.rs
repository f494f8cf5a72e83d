//! A call as it crossed the wire, and what can be read from it.

use std::time::Instant;

/// One call that arrived, in order of arrival.
#[derive(Debug, Clone)]
pub struct Call {
    /// Without the host and without `/cgi-bin/`: `message/mass/sendall`.
    pub path: String,
    pub query: String,
    pub body: Vec<u8>,
    /// The answer of the sandbox; empty where the call never reached it.
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

    /// The answer of the sandbox as JSON; null where it said nothing.
    pub fn verdict(&self) -> serde_json::Value {
        serde_json::from_slice(&self.verdict).unwrap_or_default()
    }

    /// Whether the sandbox took it: an answer without an errcode other than zero.
    pub fn accepted(&self) -> bool {
        let verdict = self.verdict();
        verdict.is_object() && verdict["errcode"].as_i64().unwrap_or(0) == 0
    }
}
