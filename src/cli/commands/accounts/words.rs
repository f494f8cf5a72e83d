//! The questions and sentences of `wxmass accounts`, in both languages. Nothing here acts.

use std::path::Path;

use super::kind::Found;
use crate::cli::accounts::NewProfile;
use crate::cli::env;
use crate::cli::failure::{Exit, Failure};
use crate::cli::settings::credential::{self, Fault, Which};
use crate::report::text;
use crate::report::{Lang, quoted};

pub(super) fn appid(lang: Lang) -> String {
    text!(lang, account_appid_mp_weixin_qq_com)
}

pub(super) fn secret(lang: Lang) -> String {
    text!(lang, account_appsecret_same_page_appsecret_wechat)
}

/// The address stands on a line by itself.
pub(super) fn allow(lang: Lang, address: &str) -> String {
    text!(
        lang,
        account_machine_address_not_account_ip,
        address = address
    )
}

pub(super) fn enter_when_added(lang: Lang) -> String {
    text!(lang, account_press_enter_once_added_takes)
}

pub(super) fn enter_to_try_again(lang: Lang) -> String {
    text!(lang, account_press_enter_try_again_ctrl)
}

pub(super) fn kind(lang: Lang) -> String {
    text!(lang, account_kind_account_wechat_console_shows)
}

pub(super) fn tester(lang: Lang) -> String {
    text!(lang, account_who_gets_previews_wechat_id)
}

/// The account works, and what kind it is.
pub(super) fn works(lang: Lang, name: &str, appid: &str, found: Found) -> String {
    let kind = match found {
        Found::Service => text!(lang, account_verified_service_account_can_send),
        Found::Subscription => text!(lang, account_verified_subscription_account_can_send),
        Found::Unverified => text!(lang, account_verified_wechat_allows_drafts_but),
        Found::Unknown => text!(lang, account_unknown_kind),
    };
    text!(
        lang,
        account_account_works,
        name = name,
        appid = appid,
        kind = kind
    )
}

pub(super) fn added(lang: Lang, new: &NewProfile, path: &Path) -> String {
    text!(
        lang,
        account_account_which_only_you_can,
        n = new.name,
        path = path.display(),
        q = quoted(&new.name)
    )
}

pub(super) fn refused(lang: Lang, place: &str, which: Which, fault: Fault) -> Failure {
    let place = text!(lang, credential_place, name = place);
    let (what, fix) = credential::words(lang, &place, which, fault);
    Failure::new(Exit::Account, what, fix)
}

pub(super) fn cannot_ask(lang: Lang, option: &str) -> Failure {
    Failure::new(
        Exit::Input,
        text!(lang, account_there_no_terminal_ask_missing, option = option),
        text!(lang, account_give_appid_one_secret_stdin, s = env::SECRET),
    )
}

pub(super) fn no_name(lang: Lang) -> Failure {
    Failure::new(
        Exit::Input,
        text!(lang, account_profile_name_one_line_without),
        text!(lang, account_use_short_word_such_main),
    )
}

pub(super) fn no_tester(lang: Lang) -> Failure {
    Failure::new(
        Exit::Input,
        text!(lang, account_tester_wechat_id_openid_one),
        text!(lang, account_find_wechat_id_wechat_me),
    )
}

pub(super) fn no_place(lang: Lang) -> Failure {
    Failure::new(
        Exit::Input,
        text!(lang, account_user_home_folder_accounts_file),
        text!(lang, account_let_name_file, a = env::ACCOUNTS),
    )
}

pub(super) fn sandbox_needs_none(lang: Lang) -> Failure {
    Failure::new(
        Exit::Input,
        text!(lang, account_sandbox_account_own),
        text!(lang, account_leave_sandbox_out_set_up, s = env::SANDBOX),
    )
}

pub(super) fn not_removed(lang: Lang) -> Failure {
    Failure::new(
        Exit::Input,
        text!(lang, account_confirmed_nothing_removed),
        "",
    )
}

pub(super) fn interrupted(lang: Lang) -> Failure {
    Failure::new(
        Exit::Interrupted,
        text!(lang, account_interrupted_nothing_written),
        "",
    )
}
