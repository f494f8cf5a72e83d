//! WeChat's error, or the reason for a missing answer.
//!
//! An error never holds a token, a secret or a URL: it is made of the call's path, WeChat's own text (without its `hint` and
//! `rid` tails, control characters escaped) and the transport's words without their address.

use std::borrow::Cow;
use std::fmt;

use url::Url;

use super::errcode::{self, Class};
use super::ids::{MsgId, OpenId};
use super::oddity::{Head, Oddity};
use super::redact::Secrets;
use super::token::CacheError;
use crate::text;

/// The meaning of an error for the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// WeChat refused the content or the request, or answered with a code that is not in the table.
    Refused,
    /// Credentials, allow-list or permissions.
    Account,
    /// A quota or rate limit.
    Quota,
    /// The call certainly did not arrive: no connection, no name, no TLS.
    Network,
    /// The call may have had its effect: -1, 5xx, a broken or empty answer, a time-out, a reset.
    Unknown,
    /// TLS cannot be set up on this machine: it has no certificates of authorities.
    Setup,
    /// A defect on our side, or the token cache failed ([`Error::cache`]).
    Local,
}

/// A failed call.
#[derive(Debug, Clone)]
pub struct Error {
    kind: Kind,
    call: &'static str,
    errcode: Option<i64>,
    errmsg: String,
    rid: Option<String>,
    msg_id: Option<MsgId>,
    cache: Option<CacheError>,
    oddity: Option<Oddity>,
    failed: Vec<OpenId>,
}

impl Error {
    pub(super) fn new(kind: Kind, call: &'static str, text: &str) -> Self {
        Self {
            kind,
            call,
            errcode: None,
            errmsg: printable(text),
            rid: None,
            msg_id: None,
            cache: None,
            oddity: None,
            failed: Vec::new(),
        }
    }

    /// Something other than a usable answer came back: the call may have been made.
    pub(super) fn odd(call: &'static str, oddity: Oddity, text: &str) -> Self {
        Self {
            oddity: Some(oddity),
            ..Self::new(Kind::Unknown, call, text)
        }
    }

    /// The way was barred by what is known: nothing has arrived.
    pub(super) fn unreached(call: &'static str, oddity: Oddity, text: &str) -> Self {
        Self {
            kind: Kind::Network,
            ..Self::odd(call, oddity, text)
        }
    }

    /// Adds what the head of the answer says.
    pub(super) fn with_head(mut self, asked: &Url, head: &Head) -> Self {
        self.oddity = self
            .oddity
            .map(|oddity| oddity.with_head(asked, self.call, head));
        self
    }

    /// The same error with every known secret masked.
    pub(super) fn without(mut self, secrets: &Secrets) -> Self {
        let clean = |text: &mut String| {
            if let Cow::Owned(masked) = secrets.without(text) {
                *text = masked;
            }
        };
        clean(&mut self.errmsg);
        self.rid.iter_mut().for_each(clean);
        if let Some(Oddity::Redirect { target, base }) = &mut self.oddity {
            target.iter_mut().chain(base).for_each(clean);
        }
        self
    }

    pub(super) fn of_cache(error: CacheError) -> Self {
        let words = error.to_string();
        Self {
            cache: Some(error),
            ..Self::new(Kind::Local, "token cache", &words)
        }
    }

    pub(super) fn defect(call: &'static str, text: &str) -> Self {
        Self::new(Kind::Local, call, text)
    }

    /// A verdict: an answer whose errcode is not 0.
    pub(super) fn refusal(
        call: &'static str,
        code: i64,
        errmsg: &str,
        msg_id: Option<MsgId>,
    ) -> Self {
        let (text, rid) = without_tails(errmsg);
        let kind = match errcode::class(code) {
            Class::Token | Class::Account | Class::Pending => Kind::Account,
            Class::Quota => Kind::Quota,
            Class::Retry | Class::Unknown => Kind::Unknown,
            Class::Input | Class::Accepted | Class::Gone | Class::Unlisted => Kind::Refused,
        };
        Self {
            kind,
            call,
            errcode: Some(code),
            errmsg: printable(&text),
            rid,
            msg_id,
            cache: None,
            oddity: None,
            failed: Vec::new(),
        }
    }

    /// The same refusal, of these openids only.
    pub(super) fn with_failed(self, failed: Vec<OpenId>) -> Self {
        Self { failed, ..self }
    }

    /// The meaning for the run.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The call's path, without its host and query.
    pub fn call(&self) -> &'static str {
        self.call
    }

    /// WeChat's number, where WeChat answered.
    pub fn errcode(&self) -> Option<i64> {
        self.errcode
    }

    /// WeChat's own text, or the transport's.
    pub fn errmsg(&self) -> &str {
        &self.errmsg
    }

    /// The id that Tencent's support asks for.
    pub fn rid(&self) -> Option<&str> {
        self.rid.as_deref()
    }

    /// The first msg_id, in answers 45065.
    pub fn msg_id(&self) -> Option<MsgId> {
        self.msg_id
    }

    /// The error of the token cache, where that is the cause.
    pub fn cache(&self) -> Option<&CacheError> {
        self.cache.as_ref()
    }

    /// The openids that 45171 names; the others were done.
    pub fn failed_openids(&self) -> &[OpenId] {
        &self.failed
    }

    /// The kind of what came back in place of an answer.
    pub fn oddity(&self) -> Option<&Oddity> {
        self.oddity.as_ref()
    }

    pub fn is_quota(&self) -> bool {
        self.kind == Kind::Quota
    }

    /// The address that is not on the allow-list, from the text of 40164 (`wechat-api.md` 1.4): after `invalid ip ` up to
    /// the next space or comma.
    pub fn address(&self) -> Option<&str> {
        let rest = self.errmsg.split_once("invalid ip ")?.1;
        rest.split([' ', ','])
            .next()
            .filter(|address| address.parse::<std::net::IpAddr>().is_ok())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.errcode {
            Some(code) => write!(formatter, "{}: {code} {}", self.call, self.errmsg),
            None => write!(formatter, "{}: {}", self.call, self.errmsg),
        }
    }
}

impl std::error::Error for Error {}

/// WeChat's have three groups of eight digits.
const LONGEST_RID: usize = 40;

/// Takes ` hint: [..]` and ` rid: ..` off WeChat's text and answers the rid. Commas before them vary.
fn without_tails(errmsg: &str) -> (String, Option<String>) {
    let rid = errmsg.split_once("rid: ").map(|(_, rest)| {
        rest.chars()
            .take_while(|it| it.is_ascii_alphanumeric() || *it == '-')
            .take(LONGEST_RID)
            .collect::<String>()
    });
    let tail = |name: &str| errmsg.find(name).unwrap_or(errmsg.len());
    let end = [" hint: [", " hints: [", " rid: ", ",rid: "]
        .iter()
        .map(|name| tail(name))
        .min();
    let text = errmsg[..end.unwrap_or(errmsg.len())]
        .trim_end_matches([' ', ','])
        .to_owned();
    (text, rid.filter(|rid| !rid.is_empty()))
}

/// Bounded, and safe for a terminal.
fn printable(text: &str) -> String {
    text::printable(&text.chars().take(500).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_are_taken_off_and_the_rid_is_kept() {
        let rid = "69a0b1c3-11223344-55667788";
        let cases = [
            (
                format!("invalid appsecret, rid: {rid}"),
                "invalid appsecret",
                Some(rid),
            ),
            (
                format!("This API has been unsupported hint: [AbCdEa01234567] rid: {rid}"),
                "This API has been unsupported",
                Some(rid),
            ),
            (
                "invalid media_id hint: [AbC]".to_owned(),
                "invalid media_id",
                None,
            ),
            ("ok".to_owned(), "ok", None),
        ];
        for (errmsg, text, rid) in cases {
            assert_eq!(
                without_tails(&errmsg),
                (text.to_owned(), rid.map(str::to_owned))
            );
        }
    }

    #[test]
    fn the_address_to_allow_is_found_in_each_form() {
        let forms = [
            "invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: 69a0b1c2-11223344-55667788",
            "invalid ip 203.0.113.9, not in whitelist hint: [AbCdEa0123e456]",
        ];
        for form in forms {
            assert_eq!(
                Error::refusal("token", 40164, form, None).address(),
                Some("203.0.113.9")
            );
        }
        assert_eq!(
            Error::refusal("token", 40164, "invalid ip \u{1b}[31m", None).address(),
            None
        );
    }

    #[test]
    fn control_characters_are_escaped() {
        let error = Error::refusal("x", 40003, "a\u{1b}[2Jb\r\n\u{202e}c", None);
        assert_eq!(error.errmsg(), "a\\u{1b}[2Jb\\r\\n\\u{202e}c");
    }
}
