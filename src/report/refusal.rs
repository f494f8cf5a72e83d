//! Why a callback was not taken, in words, with what to do about it.

use super::lang::{Lang, say};
use crate::text::printable;
use crate::wechat::event::Error;
use crate::wechat::seal::{BadSecret, Refused};

/// One sentence for the operator. Whoever called hears a number and nothing else.
pub fn refusal(lang: Lang, why: &Error) -> String {
    match why {
        Error::Refused(refused) => of_sender(lang, refused),
        Error::TooLong => say!(lang, "the body is longer than 1 MiB", "正文超过 1 MiB"),
        Error::Xml(why) => say!(
            lang,
            "the body cannot be read: {why}",
            "无法解析正文：{why}",
            why = printable(why)
        ),
        Error::TooDeep => say!(lang, "the body nests too deep", "正文嵌套过深"),
        Error::Element { element } => say!(
            lang,
            "`{e}` is missing or makes no sense",
            "`{e}` 缺失或无效",
            e = element
        ),
    }
}

fn of_sender(lang: Lang, refused: &Refused) -> String {
    match refused {
        Refused::Lacks(name) => say!(
            lang,
            "its address lacks `{n}`: it does not come from WeChat",
            "地址中缺少 `{n}`：并非来自微信",
            n = name
        ),
        Refused::Signature => say!(
            lang,
            "the signature is wrong: it does not come from WeChat, or the token here is not the one in WeChat's settings",
            "签名错误：并非来自微信，或此处的 Token 与公众平台设置不一致"
        ),
        Refused::Stamp => say!(lang, "the timestamp is no number", "时间戳不是数字"),
        Refused::Old(seconds) => say!(
            lang,
            "the timestamp is {s} s away from this machine's clock (600 at most): an old request, or the clock is wrong",
            "时间戳与本机时钟相差 {s} 秒（最多 600）：请求过旧，或本机时钟不准",
            s = seconds
        ),
        Refused::NoKey => say!(
            lang,
            "the body is sealed (safe mode): set WXMASS_AES_KEY or `aes_key` to the account's EncodingAESKey",
            "正文已加密（安全模式）：请设置 WXMASS_AES_KEY 或 `aes_key`（EncodingAESKey）"
        ),
        Refused::InTheClear => say!(
            lang,
            "the body is not sealed, though an EncodingAESKey is set here: switch WeChat's settings to safe mode, or unset the key",
            "此处设置了 EncodingAESKey，但正文未加密：请在公众平台启用安全模式，或取消该密钥"
        ),
        Refused::Envelope(why) => say!(
            lang,
            "the sealed body cannot be opened ({why}): is the EncodingAESKey the account's?",
            "无法解密正文（{why}）：请核对 EncodingAESKey",
            why = why
        ),
        Refused::Appid(found) => say!(
            lang,
            "the sealed body is for another account, `{found}`",
            "加密正文属于另一账号 `{found}`",
            found = printable(found)
        ),
    }
}

/// A token or a key that cannot be one.
pub fn bad_secret(lang: Lang, bad: BadSecret) -> &'static str {
    match bad {
        BadSecret::Token => lang.pick(
            "the callback token has to be 3 to 32 letters, digits, `-` or `_`",
            "回调 Token 须为 3 至 32 个字母、数字、`-` 或 `_`",
        ),
        BadSecret::Key => lang.pick(
            "the EncodingAESKey has to be 43 letters and digits",
            "EncodingAESKey 须为 43 个字母或数字",
        ),
    }
}
