//! Values that are known to be secret, taken out of every text that may be shown.
//!
//! A service may echo what it was sent: the secret, a token, a relay's key. Each is found as it is and in the two forms in
//! which an address may hold it. Values of a few characters are left, since any text holds those.

use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret as _, SecretString};

/// The text in a secret's place.
const MASK: &str = "***";
/// Shorter values are no secrets worth the name.
const SHORTEST: usize = 6;
/// Tokens are renewed; a process that runs for long does not keep all of them.
const MOST: usize = 64;

/// The values that are known to be secret.
#[derive(Debug, Default)]
pub(super) struct Secrets(Mutex<Vec<SecretString>>);

impl Secrets {
    /// Adds a value and its percent-encoded forms; a repeat changes nothing.
    pub(super) fn add(&self, value: &str) {
        if value.len() < SHORTEST {
            return;
        }
        let encoded = utf8_percent_encode(value, NON_ALPHANUMERIC).to_string();
        let form: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for text in [value.to_owned(), encoded, form] {
            if known.iter().all(|known| known.expose_secret() != text) {
                known.push(text.into());
            }
        }
        let surplus = known.len().saturating_sub(MOST);
        known.drain(..surplus);
        // A longer one may hold a shorter one.
        known.sort_by_key(|value| std::cmp::Reverse(value.expose_secret().len()));
    }

    /// Returns the text without any of them, in whatever letter case they stand there.
    pub(super) fn without<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = Cow::Borrowed(text);
        for value in known.iter() {
            if let Some(masked) = masked(&text, value.expose_secret()) {
                text = Cow::Owned(masked);
            }
        }
        text
    }
}

/// The text with each occurrence of the value masked, if there is one.
fn masked(text: &str, value: &str) -> Option<String> {
    // ASCII letters keep their length, so that places in the two agree.
    let lower = text.to_ascii_lowercase();
    let value = value.to_ascii_lowercase();
    let mut found = lower.match_indices(&value).peekable();
    found.peek()?;
    let mut masked = String::with_capacity(text.len());
    let mut end = 0;
    for (start, _) in found {
        masked.push_str(text.get(end..start).unwrap_or_default());
        masked.push_str(MASK);
        end = start + value.len();
    }
    masked.push_str(text.get(end..).unwrap_or_default());
    Some(masked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_in_each_of_their_forms() {
        let secrets = Secrets::default();
        secrets.add("pa ss/w=rd+1");
        secrets.add("77_s4nd-Tok");
        for (text, wanted) in [
            ("bad secret pa ss/w=rd+1.", "bad secret ***."),
            ("at /x?s=pa%20ss%2Fw%3Drd%2B1&y", "at /x?s=***&y"),
            ("at /x?s=pa+ss%2fw%3drd%2b1", "at /x?s=***"),
            ("77_s4nd-Tok 77%5Fs4nd%2DTok", "*** ***"),
            ("令牌77_s4nd-Tok无效", "令牌***无效"),
            ("nothing here", "nothing here"),
        ] {
            assert_eq!(secrets.without(text), wanted);
        }
    }

    #[test]
    fn short_values_do_not_spoil_every_text() {
        let secrets = Secrets::default();
        secrets.add("a");
        secrets.add("");
        assert_eq!(secrets.without("an answer"), "an answer");
    }
}
