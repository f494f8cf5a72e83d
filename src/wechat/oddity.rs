//! Foreign answers in place of WeChat's, by kind: a login page, a redirect, a relay's refusal, somebody else's JSON.
//!
//! It is recognised by status and first bytes, and nothing is taken out of it. On a mass call each of them is doubt, since the
//! request may have gone through before the answer was changed (`wechat-api.md` 14).

use std::time::Duration;

use url::Url;

/// The kind of an answer that is not WeChat's, or is WeChat's and of no use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oddity {
    /// A page of HTML with status 200: a captive portal's login, a company's proxy, a web site.
    Page,
    /// 3xx. The target has neither its query nor its credentials; `base` is the target without the call's own path.
    Redirect {
        target: Option<String>,
        base: Option<String>,
    },
    /// 401: the relay requires credentials.
    Credentials,
    /// 407: the proxy requires credentials.
    ProxyCredentials,
    /// 403: the relay refuses this client.
    Forbidden,
    /// 404: no such call there.
    NotFound,
    /// 405: the relay does not pass this method.
    Method,
    /// 413: the relay does not accept bodies this large.
    TooLarge,
    /// 429: too many calls for the relay, and when to come again.
    TooMany { after: Option<Duration> },
    /// 5xx of a gateway.
    Broken,
    /// Another status of the 4xx.
    Refused,
    /// JSON that has nothing of WeChat's.
    Foreign,
    /// WeChat's answer without a usable form of what was asked for.
    Incomplete,
    /// An empty or incomplete body.
    Garbled,
}

/// A wait that a relay may ask for; a longer one is the operator's.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

impl Oddity {
    /// Recognises what is not JSON of WeChat's, by its status and its body.
    pub(super) fn of(status: u16, body: &[u8], is_json: bool) -> Self {
        match status {
            300..=399 => Self::Redirect {
                target: None,
                base: None,
            },
            401 => Self::Credentials,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            405 => Self::Method,
            407 => Self::ProxyCredentials,
            413 => Self::TooLarge,
            429 => Self::TooMany { after: None },
            400..=499 => Self::Refused,
            500.. => Self::Broken,
            _ if is_json => Self::Foreign,
            _ if is_page(body) => Self::Page,
            _ => Self::Garbled,
        }
    }

    /// Adds what the head of the answer says: where a redirect leads, and how long to wait.
    pub(super) fn with_head(self, asked: &Url, call: &str, head: &Head) -> Self {
        match self {
            Self::Redirect { .. } => {
                let target = head.location.as_deref();
                let target = target.and_then(|target| asked.join(target).ok());
                let target = target.map(bare);
                Self::Redirect {
                    base: target.as_ref().and_then(|target| base_of(target, call)),
                    target: target.map(String::from),
                }
            }
            Self::TooMany { .. } => Self::TooMany {
                after: head.retry_after,
            },
            other => other,
        }
    }

    /// Whether the same call may get another answer in a moment.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Broken | Self::Garbled | Self::Incomplete => true,
            Self::TooMany { after } => after.is_none_or(|wait| wait <= LONGEST_WAIT),
            Self::Page
            | Self::Redirect { .. }
            | Self::Credentials
            | Self::ProxyCredentials
            | Self::Forbidden
            | Self::NotFound
            | Self::Method
            | Self::TooLarge
            | Self::Refused
            | Self::Foreign => false,
        }
    }

    /// The time that the other side wants to pass first.
    pub(super) fn wait(&self) -> Option<Duration> {
        match self {
            Self::TooMany { after } => *after,
            _ => None,
        }
    }
}

/// The head of an answer, as far as it is needed beside its status.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    pub(super) location: Option<String>,
    pub(super) retry_after: Option<Duration>,
}

/// HTML, or a document that a browser would show.
fn is_page(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    body.trim_ascii_start().starts_with(b"<")
}

/// An address without what may be secret in it.
fn bare(mut target: Url) -> Url {
    target.set_query(None);
    target.set_fragment(None);
    // Fails only where there can be no credentials.
    let _ = target.set_username("");
    let _ = target.set_password(None);
    target
}

fn base_of(target: &Url, call: &str) -> Option<String> {
    let prefix = target.path().strip_suffix(call)?;
    let mut base = target.clone();
    base.set_path(prefix);
    Some(String::from(base).trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_and_body_has_its_kind() {
        let cases: [(u16, &[u8], bool, Oddity, bool); 14] = [
            (200, b"\n <!DOCTYPE html>", false, Oddity::Page, false),
            (200, b"", false, Oddity::Garbled, true),
            (200, b"{\"a\":", false, Oddity::Garbled, true),
            (200, b"{}", true, Oddity::Foreign, false),
            (401, b"", false, Oddity::Credentials, false),
            (403, b"<html>", false, Oddity::Forbidden, false),
            (404, b"", false, Oddity::NotFound, false),
            (405, b"", false, Oddity::Method, false),
            (407, b"", false, Oddity::ProxyCredentials, false),
            (413, b"<html>", false, Oddity::TooLarge, false),
            (418, b"", false, Oddity::Refused, false),
            (429, b"", false, Oddity::TooMany { after: None }, true),
            (502, b"<html>", false, Oddity::Broken, true),
            (503, b"{}", true, Oddity::Broken, true),
        ];
        for (status, body, is_json, wanted, may_pass) in cases {
            let found = Oddity::of(status, body, is_json);
            assert_eq!(found, wanted, "{status}");
            assert_eq!(found.may_pass(), may_pass, "{status}");
        }
    }

    #[test]
    fn a_redirect_shows_its_target_without_secrets() {
        let asked =
            Url::parse("https://a.example/cgi-bin/draft/add?access_token=t0ken").expect("a URL");
        let of = |location: &str| {
            let head = Head {
                location: Some(location.to_owned()),
                retry_after: None,
            };
            match Oddity::of(302, b"", false).with_head(&asked, "/cgi-bin/draft/add", &head) {
                Oddity::Redirect { target, base } => (target, base),
                other => panic!("{other:?}"),
            }
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            of("https://u:p@b.example/wx/cgi-bin/draft/add?access_token=t0ken#x"),
            (
                some("https://b.example/wx/cgi-bin/draft/add"),
                some("https://b.example/wx")
            )
        );
        assert_eq!(
            of("/login?next=t0ken"),
            (some("https://a.example/login"), None)
        );
        assert_eq!(of("http://["), (None, None));
    }

    #[test]
    fn a_long_wait_is_left_to_the_operator() {
        let wait = |seconds| Oddity::TooMany {
            after: Some(Duration::from_secs(seconds)),
        };
        assert!(wait(60).may_pass() && !wait(61).may_pass());
        assert_eq!(wait(3).wait(), Some(Duration::from_secs(3)));
    }
}
