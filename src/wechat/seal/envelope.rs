//! The envelope of "safe mode": AES-256 in blocks that are chained, with a padding of its own.

use aes::Aes256;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use secrecy::{ExposeSecret as _, SecretString};

use super::{BadSecret, Refused};

/// A key's 43 characters hold 258 bits; WeChat draws them at random, and the two bits too many are seldom zero.
const KEY_ALPHABET: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// Padding is to blocks of 32 bytes, though AES has blocks of 16.
pub(super) const PADDED_TO: usize = 32;
pub(super) const BLOCK: usize = 16;
/// Random bytes before the length.
pub(super) const SALT: usize = 16;

/// The bytes of an EncodingAESKey. It has no `Debug`, so that nothing shows it.
pub(super) struct Key(pub(super) [u8; 32]);

impl Key {
    /// Reads the 43 characters.
    pub(super) fn read(key: &SecretString) -> Result<Self, BadSecret> {
        let written = key.expose_secret();
        if written.len() != 43 {
            return Err(BadSecret::Key);
        }
        let bytes = KEY_ALPHABET.decode(format!("{written}="));
        bytes
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or(BadSecret::Key)
    }

    /// The XML and the appid of an envelope: 16 random bytes, the XML's length (4 bytes, big-endian), the XML, the appid.
    pub(super) fn open(&self, sealed: &str) -> Result<(Vec<u8>, Vec<u8>), Refused> {
        let broken = Refused::Envelope;
        let mut bytes = STANDARD
            .decode(sealed)
            .map_err(|_| broken("it is no base64"))?;
        if bytes.is_empty() || !bytes.len().is_multiple_of(BLOCK) {
            return Err(broken("its length is odd"));
        }
        let decryptor = cbc::Decryptor::<Aes256>::new_from_slices(&self.0, &self.0[..BLOCK])
            .map_err(|_| broken("the key does not fit"))?;
        let plain = decryptor
            .decrypt_padded::<NoPadding>(&mut bytes)
            .map_err(|_| broken("its length is odd"))?;
        let plain = unpad(plain).ok_or(broken("its padding is wrong"))?;
        let parts = || {
            let (_, rest) = plain.split_at_checked(SALT)?;
            let (length, rest) = rest.split_first_chunk::<4>()?;
            let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
            rest.split_at_checked(length)
        };
        let (xml, appid) = parts().ok_or(broken("its lengths are wrong"))?;
        Ok((xml.to_vec(), appid.to_vec()))
    }
}

/// PKCS#7, to 32 bytes. The signature was right when this is reached, so it tells a forger nothing.
fn unpad(plain: &[u8]) -> Option<&[u8]> {
    let count = usize::from(*plain.last()?);
    if !(1..=PADDED_TO).contains(&count) {
        return None;
    }
    let (text, padding) = plain.split_at_checked(plain.len().checked_sub(count)?)?;
    padding
        .iter()
        .all(|byte| usize::from(*byte) == count)
        .then_some(text)
}
