//! The words beside the question before the first send of an account that is not a rehearsal.

use super::catalogue::text;
use super::lang::Lang;

/// How a real send differs from the rehearsals before it.
pub fn first_send(lang: Lang, account: &str, is_loopback: bool) -> String {
    let mut text = text!(
        lang,
        first_first_send_account_ledger_other,
        account = account
    );
    if is_loopback {
        text.push_str(&text!(lang, first_api_base_machine_relay_wechat));
    }
    text
}
