//! A call as data: where it goes, what it carries, and how often it may be made.
//!
//! Bodies are bytes in memory, so that a repeat carries all of them and every request has a `Content-Length` (a chunked one
//! earns HTTP 412 with an empty body; `wechat-api.md` 9).

use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;

use super::retry::Repeat;

/// The time that an ordinary answer may take.
const READ: Duration = Duration::from_secs(30);
/// WeChat can take several seconds for ten thousand ids (`wechat-api.md` 5.2).
const MASS: Duration = Duration::from_secs(45);
/// For looks that nothing depends on.
const LOOK: Duration = Duration::from_secs(3);
/// An upload has this much time for each of its bytes on top: 64 KiB a second.
const BYTES_A_SECOND: usize = 64 * 1024;

/// One call. Built by the area files, sent by [`Client::call`](super::Client::call).
#[derive(Debug, Clone)]
pub struct Request {
    pub(super) path: &'static str,
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) body: Body,
    pub(super) repeat: Repeat,
    pub(super) timeout: Duration,
    /// Fields of which a success has at least one, where it has no errcode: by them WeChat's JSON is told from somebody else's.
    pub(super) marks: &'static [&'static str],
}

#[derive(Debug, Clone)]
pub(super) enum Body {
    /// GET without a body.
    Get,
    /// POST with this JSON, as raw UTF-8: `\u` escapes are counted as six characters by WeChat (`wechat-api.md` 3.6).
    Json(Bytes),
    /// POST of multipart/form-data.
    Form(Vec<Part>),
}

#[derive(Debug, Clone)]
pub(super) enum Part {
    /// A text field.
    Text { name: &'static str, value: String },
    /// The file. Its name is ASCII and has a real extension (without one: 40005).
    File {
        name: &'static str,
        file_name: String,
        mime: &'static str,
        bytes: Bytes,
    },
}

impl Request {
    pub(super) fn get(path: &'static str) -> Self {
        Self {
            path,
            query: Vec::new(),
            body: Body::Get,
            repeat: Repeat::Safe,
            timeout: READ,
            marks: &[],
        }
    }

    /// A POST of JSON. serde_json writes UTF-8 and does not escape it.
    pub(super) fn post(path: &'static str, body: &impl Serialize) -> Result<Self, super::Error> {
        let json = serde_json::to_vec(body)
            .map_err(|error| super::Error::defect(path, &error.to_string()))?;
        Ok(Self {
            body: Body::Json(json.into()),
            ..Self::get(path)
        })
    }

    /// A POST of one file in the part `media`, with text fields beside it.
    pub(super) fn upload(
        path: &'static str,
        file_name: &str,
        mime: &'static str,
        bytes: Bytes,
    ) -> Self {
        let timeout = READ + Duration::from_secs((bytes.len() / BYTES_A_SECOND) as u64);
        let file = Part::File {
            name: "media",
            file_name: file_name.to_owned(),
            mime,
            bytes,
        };
        Self {
            body: Body::Form(vec![file]),
            timeout,
            ..Self::get(path)
        }
    }

    pub(super) fn field(mut self, name: &'static str, value: String) -> Self {
        if let Body::Form(parts) = &mut self.body {
            parts.push(Part::Text { name, value });
        }
        self
    }

    pub(super) fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// Names the fields by which a success is known. Without them it is known by its errcode only.
    pub(super) fn answers(mut self, marks: &'static [&'static str]) -> Self {
        self.marks = marks;
        self
    }

    pub(super) fn repeat(mut self, repeat: Repeat) -> Self {
        self.timeout = match repeat {
            Repeat::Mass => MASS,
            Repeat::Once => LOOK,
            Repeat::Safe | Repeat::Copies | Repeat::Preview | Repeat::Single => self.timeout,
        };
        self.repeat = repeat;
        self
    }
}
