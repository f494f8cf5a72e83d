//! The sender of a callback: the signature of a callback's address, and the envelope of "safe mode".
//!
//! WeChat signs each request with the token that both sides know (`wechat-api.md` 5.1), and in safe mode seals the body
//! with AES. Promises: no event is read before its signature is right, signatures are compared in constant time, and no
//! error holds the token or the key. Refuses a body in the clear where a key is known: the plain signature does not cover
//! the body, so that one address that was seen could carry any body.

mod envelope;

use std::fmt;

use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use sha1::{Digest as _, Sha1};
use subtle::ConstantTimeEq as _;

use envelope::Key;

/// The distance of a request's stamp from our clock that is allowed. WeChat repeats a request with its first stamp within 15 seconds; the
/// rest is for queues at a proxy and for clocks that are somewhat off. Longer would let an old request, caught on
/// its way, be shown again for longer.
const TOLERANCE_SECONDS: i64 = 10 * 60;

/// The secrets that both sides know of a callback.
pub struct Seal {
    token: SecretString,
    key: Option<Key>,
    appid: String,
    /// A third-party platform, whose envelopes are for itself.
    platform: Option<String>,
}

/// A token or a key that cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSecret {
    #[error("the callback token is 3 to 32 letters and digits")]
    Token,
    #[error("the EncodingAESKey is 43 letters and digits")]
    Key,
}

/// The reason for which a request is not WeChat's, or cannot be told to be. Holds nothing of the token or the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// `signature`, `timestamp`, `nonce` or `msg_signature` is not there.
    #[error("the address lacks `{0}`")]
    Lacks(&'static str),
    #[error("the signature is wrong")]
    Signature,
    /// The stamp is no number.
    #[error("the timestamp is no number")]
    Stamp,
    /// The stamp is this many seconds off; positive is the past.
    #[error("the timestamp is {0} s away from this machine's clock")]
    Old(i64),
    /// Sealed, and we have no key.
    #[error("the body is sealed (safe mode) and no EncodingAESKey is known")]
    NoKey,
    /// In the clear, though we have a key.
    #[error("the body is not sealed, though an EncodingAESKey is known")]
    InTheClear,
    /// The envelope cannot be opened: usually another key.
    #[error("the sealed body cannot be opened with this EncodingAESKey ({0})")]
    Envelope(&'static str),
    /// For another account.
    #[error("the sealed body is for the account `{0}`")]
    Appid(String),
}

/// The parameters of a callback's address.
#[derive(Debug, Clone, Default)]
pub struct Query {
    signature: Option<String>,
    timestamp: Option<String>,
    nonce: Option<String>,
    echostr: Option<String>,
    encrypt_type: Option<String>,
    msg_signature: Option<String>,
}

impl Query {
    /// Reads what is behind the `?`. Of a parameter that is there twice the first counts.
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
            let field = match &*name {
                "signature" => &mut query.signature,
                "timestamp" => &mut query.timestamp,
                "nonce" => &mut query.nonce,
                "echostr" => &mut query.echostr,
                "encrypt_type" => &mut query.encrypt_type,
                "msg_signature" => &mut query.msg_signature,
                _ => continue,
            };
            field.get_or_insert_with(|| value.into_owned());
        }
        query
    }

    /// The text that the first GET wants to have back.
    pub fn echostr(&self) -> Option<&str> {
        self.echostr.as_deref()
    }

    /// The time of WeChat's first try of the request, by its own word.
    pub fn stamp(&self) -> Option<Timestamp> {
        let seconds = self.timestamp.as_deref()?.parse().ok()?;
        Timestamp::from_second(seconds).ok()
    }

    /// Whether the body is sealed.
    pub fn is_sealed(&self) -> bool {
        self.encrypt_type.as_deref() == Some("aes")
    }
}

impl Seal {
    /// `key` is the EncodingAESKey of the account's settings page; without it only plain mode can be read.
    pub fn new(
        token: SecretString,
        key: Option<&SecretString>,
        appid: impl Into<String>,
    ) -> Result<Self, BadSecret> {
        let written = token.expose_secret();
        // An empty token would let anybody sign.
        if !(3..=32).contains(&written.len()) || !written.bytes().all(is_plain) {
            return Err(BadSecret::Token);
        }
        Ok(Self {
            token,
            key: key.map(Key::read).transpose()?,
            appid: appid.into(),
            platform: None,
        })
    }

    /// Takes envelopes for this third-party platform as well: it names itself in what WeChat sends it for its accounts.
    #[must_use]
    pub fn with_platform(mut self, appid: impl Into<String>) -> Self {
        self.platform = Some(appid.into());
        self
    }

    /// Whether bodies have to be sealed.
    pub fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// Checks the address of a request that has no sealed body: the first GET.
    pub fn check(&self, query: &Query, now: Timestamp) -> Result<(), Refused> {
        self.verify(query.signature.as_deref(), "signature", query, &[])?;
        fresh(query, now)
    }

    /// Checks a request with a body in the clear.
    pub fn check_plain(&self, query: &Query, now: Timestamp) -> Result<(), Refused> {
        self.check(query, now)?;
        if self.has_key() {
            return Err(Refused::InTheClear);
        }
        Ok(())
    }

    /// Opens the `<Encrypt>` of a sealed body.
    pub fn open(&self, query: &Query, sealed: &str, now: Timestamp) -> Result<Vec<u8>, Refused> {
        let given = query.msg_signature.as_deref();
        self.verify(given, "msg_signature", query, &[sealed])?;
        fresh(query, now)?;
        let key = self.key.as_ref().ok_or(Refused::NoKey)?;
        let (xml, appid) = key.open(sealed)?;
        let ours = [Some(&self.appid), self.platform.as_ref()];
        let mut ours = ours.into_iter().flatten();
        if !ours.any(|ours| ours.as_bytes() == appid) {
            let found = String::from_utf8_lossy(&appid);
            return Err(Refused::Appid(found.chars().take(40).collect()));
        }
        Ok(xml)
    }

    /// SHA-1, as hex, over the sorted and joined token, timestamp, nonce and whatever else is signed.
    fn verify(
        &self,
        given: Option<&str>,
        name: &'static str,
        query: &Query,
        more: &[&str],
    ) -> Result<(), Refused> {
        let given = given.ok_or(Refused::Lacks(name))?;
        let timestamp = query.timestamp.as_deref();
        let nonce = query.nonce.as_deref();
        let mut parts = vec![
            self.token.expose_secret(),
            timestamp.ok_or(Refused::Lacks("timestamp"))?,
            nonce.ok_or(Refused::Lacks("nonce"))?,
        ];
        parts.extend(more);
        parts.sort_unstable();
        let right = hex::encode(Sha1::digest(parts.concat()));
        let same = right.as_bytes().ct_eq(given.as_bytes());
        if bool::from(same) {
            Ok(())
        } else {
            Err(Refused::Signature)
        }
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Seal")
            .field("appid", &self.appid)
            .field("has_key", &self.has_key())
            .finish_non_exhaustive()
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn fresh(query: &Query, now: Timestamp) -> Result<(), Refused> {
    let stamp: i64 = query
        .timestamp
        .as_deref()
        .and_then(|stamp| stamp.parse().ok())
        .ok_or(Refused::Stamp)?;
    let off = now.as_second().saturating_sub(stamp);
    if off.saturating_abs() > TOLERANCE_SECONDS {
        return Err(Refused::Old(off));
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use aes::Aes256;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use cbc::cipher::block_padding::NoPadding;
    use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _};

    use super::envelope::{BLOCK, PADDED_TO, SALT};
    use super::*;

    pub(in crate::wechat) const APPID: &str = "wx2c2769f8efd9abc2";
    /// Of WeChat's own demo of the envelope (cryptoDemo), as are the letter and its signature below.
    const TOKEN: &str = "spamtest";
    const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    const LETTER: &str = "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE=";
    const LETTER_QUERY: &str = "timestamp=1409735669&nonce=1320562132&encrypt_type=aes&msg_signature=5d197aaffba7e9b25a30732f161a50dee96bd5fa";

    pub(in crate::wechat) fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    pub(in crate::wechat) fn seal(key: bool) -> Seal {
        let key = key.then(|| SecretString::from(KEY));
        Seal::new(TOKEN.into(), key.as_ref(), APPID).unwrap()
    }

    pub(in crate::wechat) fn sign(parts: &[&str]) -> String {
        let mut parts = [&[TOKEN], parts].concat();
        parts.sort_unstable();
        hex::encode(Sha1::digest(parts.concat()))
    }

    /// The address of a plain request that was signed at this second.
    pub(in crate::wechat) fn plain(second: i64) -> Query {
        let stamp = second.to_string();
        let signature = sign(&[&stamp, "n0"]);
        Query::parse(&format!(
            "signature={signature}&timestamp={stamp}&nonce=n0&echostr=e"
        ))
    }

    /// A sealed body as bytes, and its address.
    pub(in crate::wechat) fn sealed(xml: &str, appid: &str, second: i64) -> (Query, String) {
        let mut bytes = vec![b'r'; SALT];
        bytes.extend(u32::try_from(xml.len()).unwrap().to_be_bytes());
        bytes.extend(xml.as_bytes());
        bytes.extend(appid.as_bytes());
        let count = PADDED_TO - bytes.len() % PADDED_TO;
        bytes.extend(vec![u8::try_from(count).unwrap(); count]);
        letter(&bytes, second)
    }

    fn letter(plain: &[u8], second: i64) -> (Query, String) {
        let Key(key) = Key::read(&KEY.into()).unwrap();
        let cipher = cbc::Encryptor::<Aes256>::new_from_slices(&key, &key[..BLOCK]).unwrap();
        let mut bytes = plain.to_vec();
        let length = bytes.len();
        cipher
            .encrypt_padded::<NoPadding>(&mut bytes, length)
            .unwrap();
        let letter = STANDARD.encode(bytes);
        let stamp = second.to_string();
        let signature = sign(&[&stamp, "n0", &letter]);
        let query =
            format!("timestamp={stamp}&nonce=n0&encrypt_type=aes&msg_signature={signature}");
        (Query::parse(&query), letter)
    }

    #[test]
    fn wechats_own_letter_is_opened() {
        let now = at(1_409_735_700);
        let xml = seal(true)
            .open(&Query::parse(LETTER_QUERY), LETTER, now)
            .unwrap();
        let xml = String::from_utf8(xml).unwrap();
        assert!(xml.starts_with("<xml><ToUserName><![CDATA[gh_10f6c3c3ac5a]]>"));
        assert!(xml.ends_with("<MsgId>6054768590064713728</MsgId>\n</xml>"));
    }

    #[test]
    fn letters_that_are_not_ours_stay_shut() {
        let now = at(1_409_735_700);
        let open = |query: &Query, letter: &str| seal(true).open(query, letter, now).unwrap_err();
        let query = Query::parse(LETTER_QUERY);
        let changed = LETTER.replacen("hyzA", "hyzB", 1);
        assert_eq!(open(&query, &changed), Refused::Signature);
        let other = Query::parse(&LETTER_QUERY.replace("1320562132", "1320562133"));
        assert_eq!(open(&other, LETTER), Refused::Signature);
        let bare = Query::parse("timestamp=1409735669&nonce=1320562132");
        assert_eq!(open(&bare, LETTER), Refused::Lacks("msg_signature"));
        let (query, letter) = sealed("<xml/>", "wxother", 1_409_735_700);
        assert_eq!(open(&query, &letter), Refused::Appid("wxother".to_owned()));
        assert_eq!(
            seal(false).open(&query, &letter, now),
            Err(Refused::NoKey),
            "signed right, but we have no key"
        );
    }

    #[test]
    fn broken_envelopes_are_errors() {
        let now = at(1_409_735_700);
        let with_padding = |text: &[u8], padding: &[u8]| [text, padding].concat();
        let huge = [&[b'r'; 16][..], &u32::MAX.to_be_bytes(), &[b'x'; 8]].concat();
        for plain in [
            with_padding(&[7; 16], &[0; 16]),
            with_padding(&[7; 16], &[33; 16]),
            with_padding(&[7; 15], &[2; 1]),
            // 20 bytes where a padding of 32 is claimed.
            vec![32; 16],
            with_padding(&huge, &[4; 4]),
            vec![16; 16],
        ] {
            let (query, letter) = letter(&plain, 1_409_735_700);
            let error = seal(true).open(&query, &letter, now).unwrap_err();
            assert!(
                matches!(error, Refused::Envelope(_)),
                "{plain:?}: {error:?}"
            );
        }
        for letter in ["", "AAAA", "not base64!"] {
            let stamp = "1409735700";
            let signature = sign(&[stamp, "n", letter]);
            let query = format!("timestamp={stamp}&nonce=n&msg_signature={signature}");
            let error = seal(true).open(&Query::parse(&query), letter, now);
            assert!(matches!(error, Err(Refused::Envelope(_))), "{letter:?}");
        }
    }

    #[test]
    fn stamps_count_for_ten_minutes_both_ways() {
        let seal = seal(false);
        for (off, fine) in [
            (0, true),
            (600, true),
            (-600, true),
            (601, false),
            (-601, false),
        ] {
            let checked = seal.check_plain(&plain(1_700_000_000), at(1_700_000_000 + off));
            let expected = if fine { Ok(()) } else { Err(Refused::Old(off)) };
            assert_eq!(checked, expected);
        }
        let stamp = i64::MIN.to_string();
        let signature = sign(&[&stamp, "n"]);
        let query = Query::parse(&format!("signature={signature}&timestamp={stamp}&nonce=n"));
        assert!(matches!(seal.check(&query, at(0)), Err(Refused::Old(_))));
    }

    #[test]
    fn a_body_in_the_clear_is_refused_where_a_key_is_known() {
        let now = at(1_700_000_000);
        assert_eq!(seal(true).check(&plain(1_700_000_000), now), Ok(()));
        assert_eq!(
            seal(true).check_plain(&plain(1_700_000_000), now),
            Err(Refused::InTheClear)
        );
    }

    #[test]
    fn secrets_are_bounded_and_never_shown() {
        let token = |text: &str| Seal::new(text.into(), None, APPID).map(drop);
        for bad in ["", "ab", &"x".repeat(33), "with space", "gänse"] {
            assert_eq!(token(bad), Err(BadSecret::Token), "{bad:?}");
        }
        assert_eq!(token("wxmass-sandbox"), Ok(()));
        let key = |text: &str| Key::read(&text.into()).map(drop);
        for bad in ["", &KEY[1..], &format!("{KEY}="), &"-".repeat(43)] {
            assert_eq!(key(bad), Err(BadSecret::Key), "{bad:?}");
        }
        // The last letter's two spare bits are set, as they are in three of four keys.
        assert!(KEY.ends_with('G') && key(&format!("{}H", &KEY[..42])).is_ok());
        let shown = format!("{:?}", seal(true));
        assert!(!shown.contains(TOKEN) && shown.contains(APPID), "{shown}");
    }
}
