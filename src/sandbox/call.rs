//! A call as it arrives: method, path, query, headers, body, and the parts of a form.

use std::net::IpAddr;
use std::sync::Mutex;

use axum::http::HeaderMap;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answer::{Refusal, refuse};
use super::lock::locked;
use super::{code, read};

/// One part of a form.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) bytes: Vec<u8>,
}

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
    pub(super) form: Vec<Part>,
    /// The sandbox's clock.
    pub(super) now: Timestamp,
    pub(super) client_ip: IpAddr,
    /// Planted: what becomes of a send or a publication that begins here.
    pub(super) planted: Planted,
    /// Fields that WeChat does not describe are refused.
    pub(super) strict_fields: bool,
    /// The fields of the body that were passed over, by their path.
    pub(super) noted: Mutex<Vec<String>>,
}

/// The changes by a fault of the send or the publication that its call begins.
#[derive(Debug, Clone, Default)]
pub(super) struct Planted {
    /// The status of the finished event, or a `publish_status`.
    pub(super) ends_as: Option<String>,
    /// The status that `mass/get` says of it, whatever has become of it.
    pub(super) msg_status: Option<String>,
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

    /// The text of a form's part; none where there is no such part.
    pub(super) fn part(&self, name: &str) -> Option<&str> {
        let part = self.form.iter().find(|part| part.name == name)?;
        std::str::from_utf8(&part.bytes).ok()
    }

    /// Whether it carries the account's secret, which belongs in no log.
    pub(super) fn has_secret(&self) -> bool {
        self.path.ends_with("token") || self.url.contains("secret=")
    }

    /// The body as the page of this call describes it: raw UTF-8 JSON, an object. What no page describes is passed over and noted.
    /// 40033 for other bytes, 44002 for none, 47001 for anything else that cannot be read.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        let text = std::str::from_utf8(&self.body)
            .map_err(|_| refuse(code::INVALID_CHARSET, "invalid charset"))?;
        if text.trim().is_empty() {
            return Err(refuse(code::EMPTY_POST, "empty post data"));
        }
        let fields = read::object(text).ok_or_else(unreadable)?;
        self.read(&Value::Object(fields), "")
    }

    /// A value of the body that stands at `path`.
    pub(super) fn read<T: DeserializeOwned>(
        &self,
        value: &Value,
        path: &str,
    ) -> Result<T, Refusal> {
        let mut noted = Vec::new();
        let read = read::read(value, path, &mut noted);
        let is_refused = self.strict_fields && !noted.is_empty();
        locked(&self.noted).extend(noted);
        read.ok().filter(|_| !is_refused).ok_or_else(unreadable)
    }

    /// Notes a field that no page describes, or refuses it.
    pub(super) fn note(&self, path: String) -> Result<(), Refusal> {
        locked(&self.noted).push(path);
        if self.strict_fields {
            return Err(unreadable());
        }
        Ok(())
    }
}

/// The refusal of a body that is not what its page describes.
pub(super) fn unreadable() -> Refusal {
    refuse(code::DATA_FORMAT, "data format error")
}
