//! Answers that do not come from WeChat, in words: their kind, and the way out.
//!
//! Relays, proxies and login pages stand between; on a mass call the outcome stays unknown whatever they say, and that is told
//! by the run itself.

use crate::report::Lang;
use crate::report::text;
use crate::wechat::Oddity;

/// The kind of the answer as a sentence without its end.
pub(super) fn kind(lang: Lang, oddity: &Oddity) -> String {
    match oddity {
        Oddity::Page => text!(lang, gateway_page_browsers_answered_not_wechat),
        Oddity::Redirect {
            target: Some(target),
            ..
        } => text!(
            lang,
            gateway_what_answered_not_wechat_redirects,
            target = target
        ),
        Oddity::Redirect { target: None, .. } => {
            text!(lang, gateway_what_answered_not_wechat_redirects_2)
        }
        Oddity::Credentials => text!(lang, gateway_relay_wants_credentials_401),
        Oddity::ProxyCredentials => text!(lang, gateway_proxy_wants_credentials_407),
        Oddity::Forbidden => text!(lang, gateway_relay_refuses_client_403),
        Oddity::NotFound => text!(lang, gateway_there_no_such_call_address),
        Oddity::Method => text!(lang, gateway_relay_does_not_pass_method),
        Oddity::TooLarge => text!(lang, gateway_relay_takes_no_bodies_large),
        Oddity::TooMany {
            after: Some(seconds),
        } => text!(
            lang,
            gateway_too_many_calls_relay_429,
            s = seconds.as_secs()
        ),
        Oddity::TooMany { after: None } => text!(lang, gateway_too_many_calls_relay_429_2),
        Oddity::Broken => text!(lang, gateway_gateway_front_wechat_failed),
        Oddity::Refused => text!(lang, gateway_relay_refuses_call),
        Oddity::Foreign => text!(lang, gateway_not_wechat_answer),
        Oddity::Incomplete => text!(lang, gateway_wechat_answer_lacks_what_asked),
        Oddity::Garbled => text!(lang, gateway_answer_empty_broken),
    }
}

/// The way out of it.
pub(super) fn advice(lang: Lang, oddity: &Oddity) -> String {
    match oddity {
        Oddity::Page => text!(lang, gateway_log_network_browser_check_api),
        Oddity::Redirect {
            base: Some(base), ..
        } => text!(lang, gateway_if_relay_you_mean_use, base = base),
        Oddity::Redirect { base: None, .. } => text!(lang, gateway_use_target_api_base_if),
        Oddity::Credentials => text!(lang, gateway_put_user_password_into_api),
        Oddity::ProxyCredentials => text!(lang, gateway_put_user_password_into_proxy),
        Oddity::Forbidden => text!(lang, gateway_ask_who_runs_relay_proxy),
        Oddity::NotFound => text!(lang, gateway_check_api_base_relay_may),
        Oddity::Method => text!(lang, gateway_let_relay_pass_get_post),
        Oddity::TooLarge => text!(lang, gateway_raise_relay_limit_nginx_client),
        Oddity::TooMany { .. } => text!(lang, gateway_wait_then_run_same_command),
        Oddity::Refused | Oddity::Foreign => text!(lang, gateway_api_base_right_wechat_api),
        Oddity::Incomplete => text!(lang, gateway_nothing_kept_run_same_command),
        Oddity::Broken | Oddity::Garbled => text!(lang, gateway_check_network_https_proxy_then),
    }
}
