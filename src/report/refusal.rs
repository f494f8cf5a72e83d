//! Why a callback was not taken, in words, with what to do about it.

use super::catalogue::text;
use super::lang::Lang;
use crate::wechat::event::Error;
use crate::wechat::seal::{BadSecret, Refused};

/// One sentence for the operator. The caller gets only a number.
pub fn refusal(lang: Lang, why: &Error) -> String {
    match why {
        Error::Refused(refused) => of_sender(lang, refused),
        Error::TooLong => text!(lang, refusal_body_longer_than_1_mib),
        Error::Xml(why) => text!(lang, refusal_body_cannot_read, why = why),
        Error::TooDeep => text!(lang, refusal_body_nests_too_deep),
        Error::Element { element } => {
            text!(lang, refusal_missing_makes_no_sense, element = element)
        }
    }
}

fn of_sender(lang: Lang, refused: &Refused) -> String {
    match refused {
        Refused::Lacks(name) => text!(lang, refusal_address_lacks_does_not_come, name = name),
        Refused::Signature => text!(lang, refusal_signature_wrong_does_not_come),
        Refused::Stamp => text!(lang, refusal_timestamp_no_number),
        Refused::Old(seconds) => text!(
            lang,
            refusal_timestamp_s_away_from_machine,
            seconds = seconds
        ),
        Refused::NoKey => text!(lang, refusal_body_sealed_safe_mode_set),
        Refused::InTheClear => text!(lang, refusal_body_not_sealed_though_encodingaeskey),
        Refused::Envelope(why) => text!(
            lang,
            refusal_sealed_body_cannot_opened_encodingaeskey,
            why = why
        ),
        Refused::Appid(found) => text!(lang, refusal_sealed_body_another_account, found = found),
    }
}

/// A token or a key that cannot be one.
pub fn bad_secret(lang: Lang, bad: BadSecret) -> String {
    match bad {
        BadSecret::Token => text!(lang, refusal_callback_token_letters_digits),
        BadSecret::Key => text!(lang, refusal_encodingaeskey_letters_digits),
    }
}
