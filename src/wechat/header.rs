//! A header that a relay wants with every call, such as `X-Api-Key`. Its value is a secret.
//!
//! Refuses what is no header, and the headers that the client itself decides.

use std::fmt;

use reqwest::header::{HeaderName, HeaderValue};

/// The names that belong to the request itself.
const OURS: [&str; 5] = [
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "connection",
];

/// One header, whose value nothing shows.
#[derive(Clone)]
pub struct Header {
    pub(super) name: HeaderName,
    pub(super) value: HeaderValue,
}

/// A text that is no header, or one that cannot be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadHeader {
    /// It is not `Name: value` on one line.
    #[error("a header is written `Name: value`")]
    Form,
    /// It is one of the headers that belong to the request.
    #[error("this header is set by wxmass itself")]
    Ours,
}

impl Header {
    /// Reads `Name: value`; white space around both is taken off.
    pub fn read(text: &str) -> Result<Self, BadHeader> {
        let (name, value) = text.trim().split_once(':').ok_or(BadHeader::Form)?;
        let name: HeaderName = name.trim().parse().map_err(|_| BadHeader::Form)?;
        if OURS.contains(&name.as_str()) {
            return Err(BadHeader::Ours);
        }
        let value = value.trim();
        if value.is_empty() {
            return Err(BadHeader::Form);
        }
        let mut value: HeaderValue = value.parse().map_err(|_| BadHeader::Form)?;
        value.set_sensitive(true);
        Ok(Self { name, value })
    }

    /// The secret parts of the value: all of it, and what follows a scheme such as `Bearer`.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &str> {
        let value = self.value.to_str().unwrap_or_default();
        [value].into_iter().chain(value.split_whitespace().skip(1))
    }
}

impl fmt::Debug for Header {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: ***", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_a_name_and_a_value() {
        let header = Header::read(" X-Api-Key:  k3y-of-the-relay \r\n").expect("a header");
        assert_eq!(header.name.as_str(), "x-api-key");
        assert_eq!(header.value.to_str().ok(), Some("k3y-of-the-relay"));
        assert!(!format!("{header:?}").contains("k3y"));
        let bearer = Header::read("Authorization: Bearer abcdefgh").expect("a header");
        assert!(bearer.secrets().any(|secret| secret == "abcdefgh"));
    }

    #[test]
    fn what_is_no_header_is_refused() {
        for text in ["", "k3y", "X-Key:", ": value", "X Key: v", "X-Key: a\nb: c"] {
            assert_eq!(Header::read(text).err(), Some(BadHeader::Form), "{text:?}");
        }
        assert_eq!(Header::read("Host: x").err(), Some(BadHeader::Ours));
    }
}
