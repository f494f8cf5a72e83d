//! An appid and a secret, looked at before the first call.
//!
//! WeChat answers a carriage return at the end of a secret with "invalid appsecret", which sends people to the console to
//! reset it. Invisible characters around a value are left out; every other fault is named, without the value.

use crate::report::Lang;
use crate::report::text;

/// `wx` and 16 digits ("Basic configuration").
const APPID_DIGITS: usize = 16;
/// A secret is an MD5 sum in hexadecimal digits.
const SECRET_DIGITS: usize = 32;

/// Words that stand where a value is to be filled in.
const PLACEHOLDERS: [&str; 14] = [
    "your",
    "appid",
    "app_id",
    "secret",
    "xxx",
    "changeme",
    "change_me",
    "todo",
    "example",
    "placeholder",
    "<",
    "${",
    "…",
    "填",
];

/// A fault of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Fault {
    Empty,
    Placeholder,
    /// `gh_…`: the original id of the account (原始ID).
    OriginalId,
    /// `ww…`: a company of WeCom.
    WeCom,
    /// It has the other one's form.
    IsTheOther,
    Quoted,
    FullWidth,
    Space,
    Capitals,
    /// Other characters than hexadecimal digits; the place of the first, from 1.
    Character(usize),
    /// No `wx` at its beginning.
    Start,
    /// So many characters, and not as many as there have to be.
    Length(usize, usize),
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Which {
    AppId,
    Secret,
}

/// Whether a character at either end of a value is there by mistake: white space, line ends, byte order marks, and what
/// has no width.
fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}')
}

/// The value without invisible characters around it.
pub(in crate::cli) fn trimmed(value: &str) -> &str {
    value.trim_matches(is_invisible)
}

/// The name of what is left out by [`trimmed`], for a note; nothing where nothing is.
pub(in crate::cli) fn left_out(lang: Lang, value: &str) -> Option<String> {
    if trimmed(value).len() == value.len() {
        return None;
    }
    let has = |these: &[char]| value.contains(these);
    Some(if has(&['\u{feff}']) {
        text!(lang, setting_byte_order_mark)
    } else if has(&['\r']) {
        text!(lang, setting_carriage_return)
    } else if has(&['\n']) {
        text!(lang, setting_line_end)
    } else {
        text!(lang, setting_white_space)
    })
}

/// Returns the fault of an appid, if it has one.
pub(in crate::cli) fn appid(value: &str) -> Option<Fault> {
    if let Some(fault) = general(value) {
        return Some(fault);
    }
    let lower = value.to_ascii_lowercase();
    if lower.starts_with("gh_") {
        return Some(Fault::OriginalId);
    }
    if is_digits(&lower, SECRET_DIGITS) {
        return Some(Fault::IsTheOther);
    }
    if lower
        .strip_prefix("ww")
        .is_some_and(|rest| is_digits(rest, APPID_DIGITS))
    {
        return Some(Fault::WeCom);
    }
    let Some(digits) = lower.strip_prefix("wx") else {
        return Some(if is_placeholder(&lower) {
            Fault::Placeholder
        } else {
            Fault::Start
        });
    };
    form(value, &lower, digits, APPID_DIGITS)
}

/// Returns the fault of a secret, if it has one.
pub(in crate::cli) fn secret(value: &str) -> Option<Fault> {
    if let Some(fault) = general(value) {
        return Some(fault);
    }
    let lower = value.to_ascii_lowercase();
    if lower
        .strip_prefix("wx")
        .is_some_and(|rest| is_digits(rest, APPID_DIGITS))
    {
        return Some(Fault::IsTheOther);
    }
    form(value, &lower, &lower, SECRET_DIGITS)
}

/// Returns a fault that either of the two can have.
fn general(value: &str) -> Option<Fault> {
    const QUOTES: &[char] = &['"', '\'', '`', '“', '”', '‘', '’', '「', '」', '＂', '＇'];
    if value.is_empty() {
        return Some(Fault::Empty);
    }
    if value.starts_with(QUOTES) || value.ends_with(QUOTES) {
        return Some(Fault::Quoted);
    }
    if value.contains(is_invisible) {
        return Some(Fault::Space);
    }
    value
        .contains(|it| matches!(it, '\u{ff01}'..='\u{ff5e}'))
        .then_some(Fault::FullWidth)
}

/// The form of the digits: which they are, and how many.
fn form(value: &str, lower: &str, digits: &str, wanted: usize) -> Option<Fault> {
    let before = lower.len() - digits.len();
    let odd = digits.chars().position(|it| !it.is_ascii_hexdigit());
    if let Some(place) = odd {
        return Some(if is_placeholder(lower) {
            Fault::Placeholder
        } else {
            Fault::Character(before + place + 1)
        });
    }
    if digits.len() != wanted {
        return Some(Fault::Length(lower.len(), before + wanted));
    }
    // The service compares letter by letter; its own ids have small ones only.
    (value != lower).then_some(Fault::Capitals)
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|it| it.is_ascii_hexdigit())
}

fn is_placeholder(lower: &str) -> bool {
    PLACEHOLDERS.iter().any(|word| lower.contains(word))
}

/// The fault in words, after the name of the setting, and the way out.
pub(in crate::cli) fn words(
    lang: Lang,
    place: &str,
    which: Which,
    fault: Fault,
) -> (String, String) {
    let what = match fault {
        Fault::Empty => text!(lang, credential_empty),
        Fault::Placeholder => text!(lang, credential_still_text_template),
        Fault::OriginalId => text!(lang, credential_account_original_id_gh_not),
        Fault::WeCom => text!(lang, credential_company_id_wecom_ww_not),
        Fault::IsTheOther => match which {
            Which::AppId => text!(lang, credential_form_secret_appid_appsecret_swapped),
            Which::Secret => text!(lang, credential_form_appid_appid_appsecret_swapped),
        },
        Fault::Quoted => text!(lang, credential_quotation_marks),
        Fault::FullWidth => text!(lang, credential_full_width_characters),
        Fault::Space => text!(lang, credential_space_invisible_character_within),
        Fault::Capitals => text!(lang, credential_capital_letters_wechat_small_ones),
        Fault::Character(place) => text!(lang, credential_character_cannot_place, place = place),
        Fault::Start => text!(lang, credential_does_not_begin_wx),
        Fault::Length(found, wanted) => {
            let difference = found.abs_diff(wanted);
            if found < wanted {
                text!(
                    lang,
                    credential_too_short,
                    found = found,
                    wanted = wanted,
                    difference = difference
                )
            } else {
                text!(
                    lang,
                    credential_too_long,
                    found = found,
                    wanted = wanted,
                    difference = difference
                )
            }
        }
    };
    let form = match which {
        Which::AppId => text!(lang, setting_appid_wx_characters_f),
        Which::Secret => text!(lang, setting_appsecret_characters_f),
    };
    let fix = text!(lang, credential_copy_once_more_from_mp, form = form);
    (text!(lang, credential_at, place = place, what = what), fix)
}

#[cfg(test)]
mod tests {
    use super::*;

    const APPID: &str = "wx0123456789abcdef";
    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn what_cannot_be_an_appid_is_named() {
        assert_eq!(appid(APPID), None);
        assert_eq!(appid(crate::sandbox::APPID), None);
        for (value, fault) in [
            ("", Fault::Empty),
            (SECRET, Fault::IsTheOther),
            ("gh_0123456789ab", Fault::OriginalId),
            ("ww0123456789abcdef", Fault::WeCom),
            ("wx0123456789abcde", Fault::Length(17, 18)),
            ("wx0123456789abcdef0", Fault::Length(19, 18)),
            ("WX0123456789ABCDEF", Fault::Capitals),
            ("wx0123456789abcdeF", Fault::Capitals),
            ("\"wx0123456789abcdef\"", Fault::Quoted),
            ("“wx0123456789abcdef”", Fault::Quoted),
            ("wx０123456789abcdef", Fault::FullWidth),
            ("wx01234567 89abcdef", Fault::Space),
            ("wx0123456789abcdeg", Fault::Character(18)),
            ("your-appid", Fault::Placeholder),
            ("wxXXXXXXXXXXXXXXXX", Fault::Placeholder),
            ("<AppID>", Fault::Placeholder),
            ("0123456789abcdef", Fault::Start),
            ("春", Fault::Start),
            ("wx春", Fault::Character(3)),
        ] {
            assert_eq!(appid(value), Some(fault), "{value}");
        }
    }

    #[test]
    fn what_cannot_be_a_secret_is_named() {
        assert_eq!(secret(SECRET), None);
        assert_eq!(secret(crate::sandbox::SECRET), None);
        for (value, fault) in [
            (APPID, Fault::IsTheOther),
            (&SECRET[1..], Fault::Length(31, 32)),
            ("0123456789ABCDEF0123456789ABCDEF", Fault::Capitals),
            ("your-app-secret", Fault::Placeholder),
            ("********************************", Fault::Character(1)),
            ("'0123456789abcdef0123456789abcdef'", Fault::Quoted),
        ] {
            assert_eq!(secret(value), Some(fault), "{value}");
        }
    }

    #[test]
    fn what_cannot_be_seen_at_either_end_is_left_out() {
        for (value, what) in [
            (" wx \t", Some("white space")),
            ("wx\r\n", Some("a carriage return")),
            ("\u{feff}wx", Some("a byte order mark")),
            ("wx\n", Some("a line end")),
            ("\u{3000}wx\u{200b}", Some("white space")),
            ("wx", None),
        ] {
            assert_eq!(trimmed(value), "wx");
            assert_eq!(left_out(Lang::En, value).as_deref(), what);
        }
    }
}
