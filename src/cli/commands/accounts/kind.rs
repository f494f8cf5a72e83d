//! The kind of an account, found out by calls that change nothing (`wechat-api.md` 7.2).

use crate::wechat::{Client, Error, errcode, quota, tags};

/// The kind as the calls tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// It may send to lists.
    Service,
    /// It may send to everybody and to tags, and not to lists.
    Subscription,
    /// It may not even read its tags.
    Unverified,
    /// The calls did not tell.
    Unknown,
}

impl Found {
    /// As the accounts file has it.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Service => Some("service"),
            Self::Subscription => Some("subscription"),
            Self::Unverified => Some("unverified"),
            Self::Unknown => None,
        }
    }
}

/// Asks for the tags and for the quotas of the two mass calls. Whatever fails leaves the kind unknown.
pub(super) async fn find_out(client: &Client) -> Found {
    let is = |error: &Error, code| error.errcode() == Some(code);
    match tags::list(client).await {
        Err(error) if is(&error, errcode::API_UNAUTHORIZED) => return Found::Unverified,
        Err(_) => return Found::Unknown,
        Ok(_) => {}
    }
    match quota::get(client, "message/mass/send").await {
        Ok(Some(quota)) if quota.limit > 0 => Found::Service,
        Err(error)
            if is(&error, errcode::QUOTA_NO_PERMISSION)
                || is(&error, errcode::API_UNAUTHORIZED) =>
        {
            Found::Subscription
        }
        _ => Found::Unknown,
    }
}
