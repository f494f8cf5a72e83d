//! WeChat's errcodes: what each means for a run, what it proves of a mass call, and what to do about it.
//!
//! The one table of numbers in the house, in three files by number; the sandbox answers with the same numbers. WeChat's own
//! text is never replaced, ours stands beside it. A code that no page names is refused an opinion: it is [`Class::Unlisted`]
//! and proves nothing. Source: the vendor's global return-code table and the pages named in `wechat-api.md` 8.

mod inputs;
mod limits;
mod rights;
#[cfg(test)]
mod tests;

pub use inputs::*;
pub use limits::*;
pub use rights::*;

/// The page that lists WeChat's codes, for those that are not in the table.
pub const PAGE: &str =
    "https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html";

/// The meaning of an errcode for the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Try again soon; nothing was done.
    Retry,
    /// A new token, then once more; nothing was done.
    Token,
    /// Wait until the quota returns.
    Quota,
    /// Fix what was given.
    Input,
    /// Fix the account.
    Account,
    /// It was accepted earlier.
    Accepted,
    /// The account's administrator has to confirm it.
    Pending,
    /// It may or may not have been done.
    Unknown,
    /// The call is withdrawn; use another one.
    Gone,
    /// Not in the table.
    Unlisted,
}

/// The proof that a code gives of a mass call (`wechat-api.md` 5.2, 8). Other calls need none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// This call sent nothing.
    NotSent,
    /// This call sent nothing, for a reason that lies in the bytes of the request: an earlier identical one was refused too.
    RefusesBytes,
    /// The send entered the administrator's confirmation; whether it went out, the key has to tell.
    Pending,
    /// The key was accepted earlier.
    Accepted,
    /// It may have gone out.
    Nothing,
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub code: i64,
    pub class: Class,
    pub proof: Proof,
}

/// Returns what is known of a code.
pub fn entry(code: i64) -> Option<&'static Entry> {
    tables().into_iter().find_map(|rows| {
        let index = rows.binary_search_by_key(&code, |entry| entry.code).ok()?;
        rows.get(index)
    })
}

/// Returns every code that is known, in ascending order.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    tables().into_iter().flatten()
}

/// Returns the class of a code; [`Class::Unlisted`] where the table has none.
pub fn class(code: i64) -> Class {
    entry(code).map_or(Class::Unlisted, |entry| entry.class)
}

/// Returns what a code proves of a mass call; one that is not in the table proves nothing, since WeChat adds codes.
pub fn proof(code: i64) -> Proof {
    entry(code).map_or(Proof::Nothing, |entry| entry.proof)
}

/// Whether WeChat refused the token, which it does before it looks at anything else.
pub fn is_refused_token(code: i64) -> bool {
    matches!(
        code,
        INVALID_CREDENTIAL | INVALID_ACCESS_TOKEN | ACCESS_TOKEN_EXPIRED
    )
}

/// Whether the call was withdrawn: 45103 in early 2022, 45106 since.
pub fn is_withdrawn(code: i64) -> bool {
    matches!(code, API_UNSUPPORTED | API_WITHDRAWN)
}

fn tables() -> [&'static [Entry]; 3] {
    [inputs::ROWS, limits::ROWS, rights::ROWS]
}

/// Rows of the table, in ascending order: code, name, class, proof. The advice is in `i18n/*/errcodes.ftl`.
macro_rules! rows {
    ($($code:literal $name:ident $class:ident $proof:ident,)*) => {
        $(pub const $name: i64 = $code;)*

        pub(super) const ROWS: &[Entry] = &[
            $(Entry {
                code: $code,
                class: Class::$class,
                proof: Proof::$proof,
            },)*
        ];
    };
}
use rows;
