//! Calls as they arrive and answers as WeChat gives them.
//!
//! Refusals carry the `rid` tail of today, and those about media the older `hint` as well; success mostly has no errcode.

use std::net::IpAddr;

use axum::http::HeaderMap;
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde_json::{Map, Value, json};

use crate::wechat::errcode as code;

/// One request, whole.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) method: String,
    /// Without its query: `/cgi-bin/draft/add`.
    pub(super) path: String,
    /// With its query.
    pub(super) url: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    /// The parts of a multipart body.
    pub(super) form: Vec<super::form::Part>,
    /// The sandbox's clock.
    pub(super) now: Timestamp,
    pub(super) client_ip: IpAddr,
    /// Planted: what a send or a publication that begins here comes to.
    pub(super) ends_as: Option<String>,
}

impl Call {
    pub(super) fn query(&self, name: &str) -> &str {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Whether it carries the account's secret, which belongs in no log.
    pub(super) fn has_secret(&self) -> bool {
        let tokens = ["/cgi-bin/token", "/cgi-bin/stable_token"];
        tokens.contains(&self.path.as_str()) || self.url.contains("secret=")
    }

    /// The body as the page of this call describes it: raw UTF-8 JSON, an object, no unknown fields where `T` says so.
    /// 40033 for other bytes, 44002 for none, 47001 for anything else that cannot be read.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        let text = std::str::from_utf8(&self.body)
            .map_err(|_| refuse(code::INVALID_CHARSET, "invalid charset"))?;
        if text.trim().is_empty() {
            return Err(refuse(code::EMPTY_POST, "empty post data"));
        }
        let Object(body) = serde_json::from_str(text)
            .map_err(|_| refuse(code::DATA_FORMAT, "data format error"))?;
        Ok(body)
    }
}

/// A JSON object. By itself serde would take an array of the values as well, where WeChat says 47001.
#[derive(Debug)]
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Map::deserialize(deserializer)?;
        T::deserialize(Value::Object(fields))
            .map(Self)
            .map_err(D::Error::custom)
    }
}

/// What goes back.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    pub(super) body: Vec<u8>,
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
            errcode: i64::from(status),
        }
    }
}

/// An errcode with WeChat's text.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    pub(super) errcode: i64,
    pub(super) errmsg: String,
    pub(super) hint: bool,
    pub(super) msg_id: Option<i64>,
    /// Sent as `text/plain`.
    pub(super) text: bool,
}

pub(super) fn refuse(errcode: i64, errmsg: impl Into<String>) -> Refusal {
    Refusal {
        errcode,
        errmsg: errmsg.into(),
        hint: false,
        msg_id: None,
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
        let answer = if self.text {
            Answer::text(&value)
        } else {
            Answer::json(&value)
        };
        (answer, rid)
    }
}
