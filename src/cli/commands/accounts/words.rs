//! The questions and sentences of `wxmass accounts`, in both languages. Nothing here acts.

use crate::report::text;
use std::path::Path;

use super::kind::Found;
use crate::cli::accounts::NewProfile;
use crate::cli::env;
use crate::cli::failure::{Exit, Failure};
use crate::cli::settings::credential::{self, Fault, Which};
use crate::report::{Lang, quoted};

pub(super) fn appid(lang: Lang) -> &'static str {
    lang.pick(
        "AppID (mp.weixin.qq.com: Settings and development → Basic configuration, 设置与开发 → 基本配置; it begins with wx):",
        "AppID（mp.weixin.qq.com：设置与开发 → 基本配置 → 开发者ID(AppID)，以 wx 开头）：",
    )
}

pub(super) fn secret(lang: Lang) -> &'static str {
    lang.pick(
        "AppSecret (same page, 开发者密码(AppSecret): WeChat shows it once; who has lost it resets it there; what you type is not shown):",
        "AppSecret（同一页面 → 开发者密码(AppSecret)：仅在生成时显示一次，遗失可重置；输入内容不会显示）：",
    )
}

/// The address stands on a line by itself.
pub(super) fn allow(lang: Lang, address: &str) -> String {
    text!(
        lang,
        account_machine_address_not_account_ip,
        address = address
    )
}

pub(super) fn enter_when_added(lang: Lang) -> &'static str {
    lang.pick(
        "Enter when it is there (a new entry takes about five minutes); Ctrl-C ends without writing anything:",
        "添加后按回车重试（约五分钟生效）；Ctrl-C 退出且不写入任何内容：",
    )
}

pub(super) fn enter_to_try_again(lang: Lang) -> &'static str {
    lang.pick(
        "Enter tries again; Ctrl-C ends without writing anything:",
        "按回车重试；Ctrl-C 退出且不写入任何内容：",
    )
}

pub(super) fn kind(lang: Lang) -> &'static str {
    lang.pick(
        "kind of account, as the console shows it: service, subscription or unverified (Enter: do not know):",
        "账号类型（公众平台首页可见）：service（服务号）、subscription（订阅号）或 unverified（未认证）；不清楚请直接回车：",
    )
}

pub(super) fn tester(lang: Lang) -> &'static str {
    lang.pick(
        "who gets previews: a WeChat id (微信号, in WeChat: Me → the line below the name) or an openid (`wxmass followers` lists them; to find your own, star yourself in the console and run `wxmass followers --tag 星标组`); Enter for none:",
        "预览发给谁：微信号（微信 → 我 → 名字下方）或 openid（`wxmass followers` 可列出；在公众平台把自己设为星标后运行 `wxmass followers --tag 星标组` 即可找到自己的）；不需要请直接回车：",
    )
}

/// The account works, and what kind it is.
pub(super) fn works(lang: Lang, name: &str, appid: &str, found: Found) -> String {
    let kind = match found {
        Found::Service => lang.pick(
            "a verified service account: sends to everybody, tags and lists",
            "已认证服务号：可群发给全部粉丝、标签与名单",
        ),
        Found::Subscription => lang.pick(
            "a verified subscription account: sends to everybody and tags, not to lists",
            "已认证订阅号：可群发给全部粉丝与标签，不能群发名单",
        ),
        Found::Unverified => lang.pick(
            "not verified: WeChat lets it make drafts, and no mass sends",
            "未认证：微信允许制作草稿，不允许群发",
        ),
        Found::Unknown => lang.pick("of a kind that WeChat did not tell", "微信未告知类型"),
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
    let place = match lang {
        Lang::En => place.to_owned(),
        Lang::Zh => format!("{place} "),
    };
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
        lang.pick(
            "an account's name is one line without spaces around it, and not `all`",
            "账号名应为一行文字，首尾无空格，且不能为 `all`",
        ),
        lang.pick("take a short word, such as main", "请取一个短名，如 main"),
    )
}

pub(super) fn no_tester(lang: Lang) -> Failure {
    Failure::new(
        Exit::Input,
        lang.pick(
            "a tester is a WeChat id or an openid: one word of letters, digits, `_` and `-`",
            "预览接收者应为微信号或 openid：仅含字母、数字、`_`、`-`",
        ),
        lang.pick(
            "the WeChat id is in WeChat: Me → the line below the name; a nickname does not do",
            "微信号见微信：我 → 名字下方；昵称不可用",
        ),
    )
}

pub(super) fn no_place(lang: Lang) -> Failure {
    Failure::new(
        Exit::Input,
        lang.pick(
            "this user has no home folder for an accounts file",
            "该用户没有主目录，无法确定账号文件的位置",
        ),
        text!(lang, account_let_name_file, a = env::ACCOUNTS),
    )
}

pub(super) fn sandbox_needs_none(lang: Lang) -> Failure {
    Failure::new(
        Exit::Input,
        lang.pick(
            "the sandbox has an account of its own",
            "沙箱自带账号，无需添加",
        ),
        text!(lang, account_leave_sandbox_out_set_up, s = env::SANDBOX),
    )
}

pub(super) fn not_removed(lang: Lang) -> Failure {
    Failure::new(
        Exit::Input,
        lang.pick(
            "not confirmed; nothing was removed",
            "未确认，未删除任何内容",
        ),
        "",
    )
}

pub(super) fn interrupted(lang: Lang) -> Failure {
    Failure::new(
        Exit::Interrupted,
        lang.pick("interrupted; nothing was written", "已中断，未写入任何内容"),
        "",
    )
}
