//! How WeChat signs what it posts, and seals it in safe mode.

use aes::Aes256;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _};
use sha1::{Digest as _, Sha1};

/// Padding is to blocks of 32 bytes, though AES has blocks of 16.
const PADDED_TO: usize = 32;

/// A key's 43 characters hold two bits more than 32 bytes, which need not be zero.
const KEY: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// An EncodingAESKey: 43 characters of base64, 32 bytes.
#[derive(Clone)]
pub struct AesKey([u8; 32]);

impl std::fmt::Debug for AesKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("AesKey(…)")
    }
}

impl std::str::FromStr for AesKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "an EncodingAESKey is 43 letters and digits";
        let bytes = KEY.decode(format!("{text}=")).map_err(|_| wrong)?;
        bytes.try_into().map(Self).map_err(|_| wrong)
    }
}

impl AesKey {
    /// The text of `Encrypt`: salt, length, message, appid, padded and enciphered.
    pub(super) fn seal(&self, salt: [u8; 16], message: &str, appid: &str) -> String {
        let length = u32::try_from(message.len()).unwrap_or(u32::MAX);
        let mut plain = salt.to_vec();
        plain.extend_from_slice(&length.to_be_bytes());
        plain.extend_from_slice(message.as_bytes());
        plain.extend_from_slice(appid.as_bytes());
        let padding = PADDED_TO - plain.len() % PADDED_TO;
        plain.resize(
            plain.len() + padding,
            u8::try_from(padding).unwrap_or_default(),
        );
        let mut vector = [0; 16];
        vector.copy_from_slice(&self.0[..16]);
        let mut cipher = cbc::Encryptor::<Aes256>::new(&self.0.into(), &vector.into());
        for block in plain.as_chunks_mut::<16>().0 {
            cipher.encrypt_block(block.into());
        }
        STANDARD.encode(plain)
    }
}

/// SHA-1 over the sorted parts, in hexadecimal digits.
pub(super) fn signature(parts: &[&str]) -> String {
    let mut parts = parts.to_vec();
    parts.sort_unstable();
    hex::encode(Sha1::digest(parts.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expected text comes from `openssl enc -aes-256-cbc -nopad`, the signature from Python's hashlib.
    #[test]
    fn a_message_is_sealed_as_openssl_seals_it() {
        let key: AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
            .parse()
            .expect("a key");
        let sealed = key.seal(
            *b"aaaabbbbccccdddd",
            "<xml>\u{6625}</xml>",
            "wx5a4db0c05a4db0c0",
        );
        assert_eq!(
            sealed,
            "jn1L23DB+6ELqJ+6bruv23dR1Aa0xExJnSvZZjE6RZ1mkhfYZ9CgZWCmNT/xlZCesN4x1Mv5jj+2110xbjMjNg=="
        );
        assert_eq!(
            signature(&["wxmass-sandbox", "1409659589", "263014780"]),
            "55ebc287618cae8061a1a804df032556cba0700f"
        );
    }
}
