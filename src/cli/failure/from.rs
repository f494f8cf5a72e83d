//! Each room's error as a failure: what failed, why, and what to do.

use super::advice::{advice, at};
use super::{Exit, Failure, report_it};
use crate::pipeline::{self, AccountKind, Step};
use crate::report::{Lang, beijing, picture_error, say};
use crate::wechat::{self, Kind};
use crate::{sandbox, store};

impl Failure {
    /// WeChat's refusal, or its silence, at some step.
    pub fn of_wechat(lang: Lang, error: &wechat::Error, step: Option<&Step>) -> Self {
        let exit = match error.kind() {
            Kind::Refused => Exit::Refused,
            Kind::Account => Exit::Account,
            Kind::Quota => Exit::Quota,
            Kind::Network | Kind::Unknown => Exit::Network,
            Kind::Setup => Exit::Input,
            Kind::Local => Exit::Defect,
        };
        let place = step.map(|step| at(lang, step)).unwrap_or_default();
        let verdict = match error.errcode() {
            Some(code) => format!("{code} {}", error.errmsg()),
            None => error.errmsg().to_owned(),
        };
        let call = error.call().trim_start_matches("/cgi-bin/");
        let message = say!(
            lang,
            "{place}WeChat's answer to `{call}`: {v}",
            "{place}微信对 `{call}` 的应答：{v}",
            place = place,
            call = call,
            v = verdict
        );
        Self {
            errcode: error.errcode(),
            errmsg: error.errmsg().to_owned(),
            rid: error.rid().map(str::to_owned),
            ..Self::new(exit, message, advice(lang, error, step))
        }
    }

    /// The store's failure.
    pub fn of_store(error: &store::Error) -> Self {
        let exit = match error {
            store::Error::Other { .. }
            | store::Error::Transition { .. }
            | store::Error::Missing { .. } => Exit::Defect,
            store::Error::Held { .. }
            | store::Error::Lost { .. }
            | store::Error::Unreachable { .. } => Exit::Network,
            _ => Exit::Input,
        };
        Self::new(exit, error.to_string(), "")
    }

    /// A sandbox that cannot be had.
    pub fn of_sandbox(error: &sandbox::Error) -> Self {
        Self::new(Exit::Input, error.to_string(), "")
    }

    /// Why a run did not come to its receipt.
    pub fn of_pipeline(lang: Lang, error: pipeline::Error) -> Self {
        use pipeline::Error;
        let again = say!(lang, "run the same command again", "请再次运行同一条命令");
        let message = error.to_string();
        match error {
            Error::Wechat { step, error } => Self::of_wechat(lang, &error, Some(&step)),
            Error::Store(error) => Self::of_store(&error),
            Error::Audience(found) => Self::of_problems(lang, found),
            Error::Picture { file, error } => {
                let (why, fix) = picture_error(lang, &error);
                Self::new(Exit::Input, format!("`{file}`: {why}"), fix)
            }
            Error::File { .. } => Self::new(
                Exit::Input,
                message,
                say!(
                    lang,
                    "mend the file; what was uploaded is kept",
                    "请修正该文件；已上传的不会重传"
                ),
            ),
            Error::FileChanged { .. } => Self::new(Exit::Input, message, again),
            Error::Changed {
                name, at, msg_ids, ..
            } => {
                let when = at.map(beijing).unwrap_or_default();
                let ids = msg_ids
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(", ");
                Self::new(
                    Exit::Input,
                    say!(
                        lang,
                        "another version of `{name}` was sent on {when} (msg_id {ids}); content or receivers have changed since",
                        "`{name}` 的另一个版本已于 {when} 群发（msg_id {ids}）；此后内容或接收者有改动",
                        name = name,
                        when = when,
                        ids = ids
                    ),
                    say!(
                        lang,
                        "give the new version another `name`, or send it under this one with `--again`",
                        "请换一个 `name`，或用 `--again` 以此名再次群发"
                    ),
                )
            }
            Error::Unexpected { expected, actual } => Self::new(
                Exit::Input,
                say!(
                    lang,
                    "the campaign's fingerprint is {a}, not the reviewed {e}",
                    "活动指纹为 {a}，与审核时的 {e} 不符",
                    a = actual,
                    e = expected
                ),
                say!(
                    lang,
                    "review it again with `wxmass send --dry-run`",
                    "请用 `wxmass send --dry-run` 重新审核"
                ),
            ),
            Error::NoAudience => Self::new(
                Exit::Input,
                say!(
                    lang,
                    "the campaign does not say to whom it goes",
                    "活动没有说明发给谁"
                ),
                say!(
                    lang,
                    "add `[audience]` with one of all, tag, openids",
                    "请添加 `[audience]`，给出 all、tag、openids 之一"
                ),
            ),
            Error::UnknownTag { name, nearest } => Self::new(
                Exit::Input,
                say!(
                    lang,
                    "the account has no tag `{n}`",
                    "账号没有标签 `{n}`",
                    n = name
                ),
                match nearest {
                    Some((tag, count)) => say!(
                        lang,
                        "did you mean `{tag}` ({count} followers)? `wxmass tags` lists them",
                        "是否想写 `{tag}`（{count} 人）？`wxmass tags` 可列出全部",
                        tag = tag,
                        count = count
                    ),
                    None => say!(
                        lang,
                        "`wxmass tags` lists them",
                        "`wxmass tags` 可列出全部标签"
                    ),
                },
            ),
            Error::Unsettled { name, batches, .. } => Self::new(
                Exit::Unknown,
                say!(
                    lang,
                    "nobody knows whether batch {b} of `{n}` was sent, and WeChat can no longer be asked",
                    "无法确定 `{n}` 的第 {b} 批是否已群发，且已无法向微信核实",
                    n = name,
                    b = batches
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
                say!(
                    lang,
                    "look into the account's history, then say `wxmass runs {n} --mark-sent BATCH` or `wxmass runs {n} --send-again BATCH`",
                    "请在公众平台核对后运行 `wxmass runs {n} --mark-sent 批次` 或 `wxmass runs {n} --send-again 批次`",
                    n = name
                ),
            ),
            Error::Quota {
                call,
                left,
                needed,
                returns,
            } => Self::new(
                Exit::Quota,
                say!(
                    lang,
                    "`{call}` has {left} calls left, {needed} are needed; nothing was uploaded or sent",
                    "`{call}` 仅剩 {left} 次，需要 {needed} 次；未上传也未发送任何内容",
                    call = call,
                    left = left,
                    needed = needed
                ),
                match returns {
                    Some(time) => say!(
                        lang,
                        "the quota returns at {t}",
                        "额度将于 {t} 恢复",
                        t = beijing(time)
                    ),
                    None => String::new(),
                },
            ),
            Error::NotAllowed { kind, call } => Self::new(
                Exit::Account,
                say!(
                    lang,
                    "{k} accounts may not call `{call}` (48001)",
                    "{k}账号不能调用 `{call}`（48001）",
                    k = account_kind(lang, kind),
                    call = call
                ),
                say!(
                    lang,
                    "mass sends need a verified account, lists of openids a verified service account; use a tag",
                    "群发须已认证；按 openid 群发须认证服务号，可改用标签"
                ),
            ),
            Error::NotPreviewed => Self::new(
                Exit::Input,
                say!(
                    lang,
                    "this content was not previewed since its last change",
                    "内容自上次修改后尚未预览"
                ),
                say!(
                    lang,
                    "run `wxmass preview` first, or add `[preview]`",
                    "请先运行 `wxmass preview`，或添加 `[preview]`"
                ),
            ),
            Error::Unrecorded {
                number,
                msg_id,
                error,
            } => Self::new(
                Exit::Unknown,
                say!(
                    lang,
                    "batch {n} WAS accepted as msg_id {id}, but the ledger could not be written: {e}",
                    "第 {n} 批已被受理（msg_id {id}），但账本写入失败：{e}",
                    n = number,
                    id = msg_id,
                    e = error
                ),
                say!(
                    lang,
                    "note the msg_id, mend the store, and run the same command within 24 hours; it does not send twice",
                    "请记下 msg_id，修复存储后 24 小时内运行同一条命令；不会重复群发"
                ),
            ),
            Error::LockLost => Self::new(Exit::Network, message, again),
            Error::Interrupted => Self::new(
                Exit::Interrupted,
                say!(
                    lang,
                    "interrupted; nothing was sent",
                    "已中断，未群发任何内容"
                ),
                again,
            ),
            Error::Defect(_) => Self::new(Exit::Defect, message, report_it(lang)),
        }
    }
}

fn account_kind(lang: Lang, kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Unknown => lang.pick("such", "此类"),
        AccountKind::Subscription => lang.pick("subscription", "订阅号"),
        AccountKind::Service => lang.pick("service", "服务号"),
        AccountKind::Unverified => lang.pick("unverified", "未认证"),
    }
}
