//! Answers as WeChat gives them.
//!
//! Refusals carry the `rid` tail of today, and those about media the older `hint` as well; success mostly has no errcode.

use jiff::Timestamp;
use serde_json::{Value, json};

/// An answer.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    pub(super) body: Vec<u8>,
    /// Beyond the content type, which one of the same name replaces.
    pub(super) headers: Vec<(&'static str, String)>,
    /// For the log: 0 for success.
    pub(super) errcode: i64,
}

impl Answer {
    pub(super) fn json(value: &Value) -> Self {
        let errcode = value["errcode"].as_i64().unwrap_or(0);
        Self {
            status: 200,
            content_type: "application/json; encoding=utf-8",
            body: value.to_string().into_bytes(),
            headers: Vec::new(),
            errcode,
        }
    }

    /// Some calls send JSON as text (uploadimg still did in 2026).
    pub(super) fn text(value: &Value) -> Self {
        Self {
            content_type: "text/plain",
            ..Self::json(value)
        }
    }

    /// A file's bytes.
    pub(super) fn bytes(content_type: &'static str, body: Vec<u8>) -> Self {
        Self {
            status: 200,
            content_type,
            body,
            headers: Vec::new(),
            errcode: 0,
        }
    }

    pub(super) fn ok() -> Self {
        Self::json(&json!({ "errcode": 0, "errmsg": "ok" }))
    }

    pub(super) fn empty(status: u16) -> Self {
        Self {
            status,
            content_type: "text/plain",
            body: Vec::new(),
            headers: Vec::new(),
            errcode: i64::from(status),
        }
    }

    /// With one more header.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// The outcome of a call.
pub(super) type Outcome = Result<Answer, Refusal>;

/// An errcode with WeChat's text.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    pub(super) errcode: i64,
    pub(super) errmsg: String,
    pub(super) hint: bool,
    pub(super) msg_id: Option<i64>,
    /// The openids that a tagging call has failed for.
    pub(super) failed_openids: Vec<String>,
    /// Sent as `text/plain`.
    pub(super) text: bool,
}

pub(super) fn refuse(errcode: i64, errmsg: impl Into<String>) -> Refusal {
    Refusal {
        errcode,
        errmsg: errmsg.into(),
        hint: false,
        msg_id: None,
        failed_openids: Vec::new(),
        text: false,
    }
}

impl Refusal {
    /// With the older tail that media calls still have.
    pub(super) fn hinted(self) -> Self {
        Self { hint: true, ..self }
    }

    /// As text, which calls for files do.
    pub(super) fn in_text(self) -> Self {
        Self { text: true, ..self }
    }

    /// The answer, its tails made from the time and a running number; and its rid.
    pub(super) fn answer(&self, now: Timestamp, number: u64) -> (Answer, String) {
        let hint = if self.hint {
            format!(" hint: [Sb{number:08}Aa]")
        } else {
            String::new()
        };
        let rid = format!("{:08x}-{number:08x}-5a4db0c0", now.as_second());
        let mut value = json!({ "errcode": self.errcode, "errmsg": format!("{}{hint} rid: {rid}", self.errmsg) });
        if let Some(msg_id) = self.msg_id {
            value["msg_id"] = json!(msg_id);
        }
        if !self.failed_openids.is_empty() {
            value["fail_openid_list"] = json!(self.failed_openids);
        }
        let answer = if self.text {
            Answer::text(&value)
        } else {
            Answer::json(&value)
        };
        (answer, rid)
    }
}
