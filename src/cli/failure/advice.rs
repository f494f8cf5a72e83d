//! Advice on WeChat's refusals: the table's advice, made exact where the call or the clock says more.

use jiff::Timestamp;

use super::{gateway, report_it};
use crate::pipeline::Step;
use crate::plan::beijing;
use crate::report::text;
use crate::report::{Lang, beijing, errcode_advice};
use crate::wechat::errcode::{self, Class};
use crate::wechat::{self, Kind, media};

pub(super) fn at(lang: Lang, step: &Step) -> String {
    match step {
        Step::Token | Step::Preflight | Step::Statistics => String::new(),
        Step::Upload(file) => format!("{file}: "),
        Step::News(_) => text!(lang, advice_news),
        Step::Preview(receiver) => text!(lang, advice_preview, receiver = receiver),
        Step::Send(number) => text!(lang, advice_batch, number = number),
        Step::Status(id) | Step::Delete(id) => format!("msg_id {id}: "),
    }
}

/// Returns the next step: the table's advice, made exact where the call or the clock says more.
pub(super) fn advice(lang: Lang, error: &wechat::Error, step: Option<&Step>) -> String {
    if let Some(oddity) = error.oddity() {
        return gateway::advice(lang, oddity);
    }
    if error.call() == wechat::TOKEN_SOURCE {
        return text!(lang, advice_run_account_token_command_hand);
    }
    let Some(code) = error.errcode() else {
        return match error.kind() {
            Kind::Local => report_it(lang),
            Kind::Setup => text!(lang, advice_install_machine_ca_certificates_debian),
            Kind::Refused | Kind::Account | Kind::Quota | Kind::Network | Kind::Unknown => {
                text!(lang, advice_check_network_https_proxy_then)
            }
        };
    };
    if let Some(address) = error.address() {
        return text!(lang, advice_add_account_ip_allow_list, address = address);
    }
    match (code, step) {
        (errcode::INVALID_MEDIA_ID | errcode::INVALID_MEDIA_TYPE, Some(Step::News(call)))
            if call.ends_with("uploadnews") =>
        {
            return text!(lang, advice_media_uploadnews_takes_temporary_thumbs);
        }
        (errcode::INVALID_MEDIA_ID, Some(Step::News(_))) => {
            return text!(lang, advice_call_takes_permanent_pictures_alone);
        }
        (code, _) if errcode::is_withdrawn(code) && error.call() == media::UPLOAD_VIDEO => {
            let entry = errcode::entry(errcode::API_VIDEO_NOT_SENDABLE);
            let way_out = entry
                .and_then(|entry| errcode_advice(lang, entry.code))
                .unwrap_or_default();
            return text!(
                lang,
                advice_wechat_withdrawn_way_sending_videos,
                way_out = way_out
            );
        }
        _ => {}
    }
    let Some(entry) = errcode::entry(code) else {
        return text!(lang, advice_no_entry_code_see_wechat, page = errcode::PAGE);
    };
    let words = errcode_advice(lang, code).unwrap_or_default();
    if let (errcode::NO_MASS_QUOTA, Some((day, month))) = (code, next_day_and_month()) {
        return text!(
            lang,
            advice_subscription_account_returns_service_account,
            words = words,
            d = beijing(day),
            m = beijing(month)
        );
    }
    match (entry.class, returns(code)) {
        (Class::Quota, Some(time)) => {
            text!(lang, advice_returns, words = words, t = beijing(time))
        }
        _ => words,
    }
}

fn next_day_and_month() -> Option<(Timestamp, Timestamp)> {
    let now = Timestamp::now();
    beijing::day(now, 1).zip(beijing::month(now, 1))
}

/// When a quota returns, where that is known.
fn returns(code: i64) -> Option<Timestamp> {
    let now = Timestamp::now();
    match code {
        errcode::DAILY_QUOTA => beijing::day(now, 1),
        errcode::MINUTE_QUOTA => now.checked_add(jiff::SignedDuration::from_secs(60)).ok(),
        errcode::MONTHLY_QUOTA | errcode::CLEAR_QUOTA_USED => beijing::month(now, 1),
        _ => None,
    }
}
