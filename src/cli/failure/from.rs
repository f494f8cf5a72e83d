//! Each room's error as a failure: what failed, why, and what to do.

use super::advice::{advice, at};
use super::{Exit, Failure, gateway, later, ledger, report_it};
use crate::cli::connect::chosen;
use crate::pipeline::{self, AccountKind, Step};
use crate::report::{Lang, beijing, picture_error, quoted, say};
use crate::wechat::{self, Kind};

impl Failure {
    /// WeChat's refusal, or its silence, at some step.
    pub fn of_wechat(lang: Lang, error: &wechat::Error, step: Option<&Step>) -> Self {
        if let Some(cause) = error.cache().and_then(wechat::CacheError::of) {
            return Self::of_store(lang, cause);
        }
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
        let message = if let Some(oddity) = error.oddity() {
            say!(
                lang,
                "{place}`{call}`: {k} ({v})",
                "{place}`{call}`：{k}（{v}）",
                place = place,
                call = call,
                k = gateway::kind(lang, oddity),
                v = verdict
            )
        } else if error.call() == wechat::TOKEN_SOURCE {
            say!(
                lang,
                "no token from the command that gives it: {v}",
                "提供 token 的命令未给出可用的 token：{v}",
                v = verdict
            )
        } else if error.kind() == Kind::Network {
            say!(
                lang,
                "{place}`{call}` could not reach WeChat: {v}",
                "{place}`{call}` 未能连上微信：{v}",
                place = place,
                call = call,
                v = verdict
            )
        } else {
            say!(
                lang,
                "{place}WeChat's answer to `{call}`: {v}",
                "{place}微信对 `{call}` 的应答：{v}",
                place = place,
                call = call,
                v = verdict
            )
        };
        Self {
            errcode: error.errcode(),
            errmsg: error.errmsg().to_owned(),
            rid: error.rid().map(str::to_owned),
            paste: error.address().map(str::to_owned),
            ..Self::new(exit, message, advice(lang, error, step))
        }
    }

    /// Why a run did not come to its receipt.
    pub fn of_pipeline(lang: Lang, error: pipeline::Error) -> Self {
        use pipeline::Error;
        let again = say!(lang, "run the same command again", "请再次运行同一条命令");
        let message = error.to_string();
        match error {
            Error::Wechat { step, error } => Self::of_wechat(lang, &error, Some(&step)),
            Error::Store(error) => Self::of_store(lang, &error),
            Error::Audience(found) => Self {
                message: lang.pick(message, "openid 名单有问题".to_owned()),
                ..Self::of_problems(lang, found)
            },
            Error::Picture { file, error } => {
                let (why, fix) = picture_error(lang, &error);
                Self::new(Exit::Input, format!("`{file}`: {why}"), fix)
            }
            Error::File { path, error } => Self::unreadable(lang, &path, &error),
            Error::FileChanged { path } => Self::new(
                Exit::Input,
                lang.pick(message, format!("运行期间 `{}` 有改动", path.display())),
                again,
            ),
            Error::Changed {
                name,
                at,
                msg_ids,
                certain: true,
                ..
            } => Self::new(
                Exit::Input,
                say!(
                    lang,
                    "another version of `{name}` was sent on {when} (msg_id {ids}); content or receivers have changed since",
                    "`{name}` 的另一个版本已于 {when} 群发（msg_id {ids}）；此后内容或接收者有改动",
                    name = name,
                    when = at.map(beijing).unwrap_or_default(),
                    ids = joined(msg_ids.iter().copied())
                ),
                say!(
                    lang,
                    "give the new version another `name`, or send it under this one with `--again`",
                    "请换一个 `name`，或用 `--again` 以此名再次群发"
                ),
            ),
            Error::Changed { name, run, at, .. } => Self::new(
                Exit::Input,
                say!(
                    lang,
                    "another version of `{name}` may have been sent on {when}: its outcome is unknown",
                    "`{name}` 的另一个版本可能已于 {when} 群发：其结果未知",
                    name = name,
                    when = at.map(beijing).unwrap_or_default()
                ),
                say!(
                    lang,
                    "settle that one first: put its content back and run the same command again within 24 hours, or look into the console and say what became of it with `wxmass runs {n} --run {run}` (`--mark-sent` or `--send-again`)",
                    "请先核实那一次：恢复原内容并在 24 小时内运行同一条命令，或到公众平台核对后用 `wxmass runs {n} --run {run}`（`--mark-sent` 或 `--send-again`）说明结果",
                    n = quoted(&name),
                    run = run
                ),
            ),
            Error::AgainUnfinished { name, msg_ids, .. } => Self::new(
                Exit::Input,
                say!(
                    lang,
                    "`{name}` is being sent again (--again), and that repeat is not finished (msg_id {ids})",
                    "`{name}` 正在再次群发（--again），尚未完成（msg_id {ids}）",
                    name = name,
                    ids = joined(msg_ids.iter().copied())
                ),
                say!(
                    lang,
                    "run the same command with `--again` to send its rest",
                    "请加 `--again` 运行同一条命令，补发剩余部分"
                ),
            ),
            Error::HalfDone {
                name,
                run,
                at,
                msg_ids,
            } => Self::new(
                Exit::Input,
                say!(
                    lang,
                    "run {run} has sent this message to a part of another list (the last on {when}, msg_id {ids}) and is not finished; whoever is on both lists would get it twice",
                    "运行 {run} 已把此消息发给另一份名单的一部分（最近一批于 {when}，msg_id {ids}），尚未完成；同时在两份名单中的人会收到两次",
                    run = run,
                    when = at.map(beijing).unwrap_or_default(),
                    ids = joined(msg_ids.iter().copied())
                ),
                say!(
                    lang,
                    "run it again with the list as it was; or give its rest up with `wxmass runs {n} --run {run} --give-up BATCH`; or send to the new list with `--again`",
                    "请用原名单再次运行；或用 `wxmass runs {n} --run {run} --give-up 批次` 放弃剩余批次；或用 `--again` 发给新名单",
                    n = quoted(&name),
                    run = run
                ),
            ),
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
                    Some((tag, None)) => say!(
                        lang,
                        "did you mean `{tag}`? `wxmass tags` lists them",
                        "是否想写 `{tag}`？`wxmass tags` 可列出全部",
                        tag = tag
                    ),
                    Some((tag, Some(count))) => say!(
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
            Error::AmbiguousTag { name, tags } => Self::new(
                Exit::Input,
                say!(
                    lang,
                    "`{n}` names {count} tags: {tags}",
                    "`{n}` 对应 {count} 个标签：{tags}",
                    n = name,
                    count = tags.len(),
                    tags = tags
                        .iter()
                        .map(|(id, name)| format!("`{name}` (id {id})"))
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
                say!(
                    lang,
                    "write the name of the tag whose id it is, or the id of the tag whose name it is",
                    "请写明：用其中一个标签独有的名称，或另一个标签的 id"
                ),
            ),
            Error::EmptyTag { name } => Self::new(
                Exit::Input,
                say!(
                    lang,
                    "the tag `{n}` has no followers: nobody would get it",
                    "标签 `{n}` 下没有粉丝：没有人会收到",
                    n = name
                ),
                say!(
                    lang,
                    "`wxmass tags` lists the tags and how many followers each has",
                    "`wxmass tags` 可列出各标签及其人数"
                ),
            ),
            Error::QuietHours { hours } => Self::new(
                Exit::Input,
                say!(
                    lang,
                    "this account sends nothing between {h} (Beijing time)",
                    "该账号在 {h}（北京时间）不群发",
                    h = hours
                ),
                say!(
                    lang,
                    "send later, or change quiet_hours in accounts.toml",
                    "请稍后发送，或修改 accounts.toml 中的 quiet_hours"
                ),
            ),
            error @ (Error::Missed { .. }
            | Error::NotYet { .. }
            | Error::StillScheduled { .. }
            | Error::OneArticle { .. }
            | Error::TagChanged { .. }
            | Error::DraftDiffers { .. }) => later::failure(lang, error),
            Error::Unsettled {
                account,
                name,
                run,
                batches,
            } => Self::new(
                Exit::Unknown,
                say!(
                    lang,
                    "nobody knows whether batch {b} of `{n}` was sent, and WeChat can no longer be asked",
                    "无法确定 `{n}` 的第 {b} 批是否已群发，且已无法向微信核实",
                    n = name,
                    b = joined(batches.iter())
                ),
                say!(
                    lang,
                    "`{runs}` shows what is known; look into the account's history, then say `{runs} --run {run} --mark-sent {b}` or `{runs} --run {run} --send-again {b}`",
                    "`{runs}` 可查看已知情况；请在公众平台核对后运行 `{runs} --run {run} --mark-sent {b}` 或 `{runs} --run {run} --send-again {b}`",
                    runs = chosen(
                        &account.base,
                        &account.appid,
                        &account.name,
                        format!("wxmass runs {}", quoted(&name))
                    ),
                    run = run,
                    b = batches.first().copied().unwrap_or_default()
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
                    "batch {n} WAS accepted{id}, but the ledger could not be written: {e}",
                    "第 {n} 批已被受理{id}，但账本写入失败：{e}",
                    n = number,
                    id = msg_id
                        .map(|id| lang.pick(format!(" as msg_id {id}"), format!("（msg_id {id}）")))
                        .unwrap_or_default(),
                    e = ledger::words(lang, &error)
                ),
                say!(
                    lang,
                    "note the msg_id, repair the store, and run the same command within 24 hours; it does not send twice",
                    "请记下 msg_id，修复存储后 24 小时内运行同一条命令；不会重复群发"
                ),
            ),
            Error::NoBatch { name, number } => Self::new(
                Exit::Input,
                say!(
                    lang,
                    "no run of `{n}` has a batch {b}",
                    "`{n}` 的运行记录中没有第 {b} 批",
                    n = name,
                    b = number
                ),
                "wxmass runs",
            ),
            Error::NothingToResolve { number, state } => Self::new(
                Exit::Input,
                say!(
                    lang,
                    "batch {b} is {s}; nothing was changed",
                    "第 {b} 批的状态为 {s}；未作更改",
                    b = number,
                    s = state
                ),
                say!(
                    lang,
                    "`--mark-sent` and `--send-again` are for batches that are intended or unknown, `--give-up` is for those that were not accepted",
                    "`--mark-sent` 与 `--send-again` 只用于 intended 或 unknown 的批次，`--give-up` 只用于未被受理的批次"
                ),
            ),
            Error::SeveralRuns { name, number, runs } => Self::new(
                Exit::Input,
                say!(
                    lang,
                    "runs {r} of `{n}` all have such a batch {b}; nothing was changed",
                    "`{n}` 的运行 {r} 都有这样的第 {b} 批；未作更改",
                    r = joined(runs.iter()),
                    n = name,
                    b = number
                ),
                say!(
                    lang,
                    "say which with `--run RUN`",
                    "请用 `--run` 指明哪一次"
                ),
            ),
            Error::KeyTaken { number, msg_id } => Self::new(
                Exit::Refused,
                say!(
                    lang,
                    "WeChat holds batch {n} for a repeat of msg_id {id}, which is another send of this ledger; batch {n} was not sent",
                    "微信把第 {n} 批当作 msg_id {id} 的重复，而那是账本中的另一次群发；第 {n} 批未发出",
                    n = number,
                    id = msg_id
                ),
                say!(
                    lang,
                    "WeChat forgets after 24 hours; run the same command again then",
                    "微信 24 小时后不再记得；届时请再次运行同一条命令"
                ),
            ),
            Error::LockLost => Self::new(
                Exit::Network,
                lang.pick(message, "此活动的锁已被另一进程取得".to_owned()),
                again,
            ),
            Error::Interrupted => Self::new(
                Exit::Interrupted,
                say!(
                    lang,
                    "interrupted; this command has sent nothing",
                    "已中断；本次命令未群发任何内容"
                ),
                again,
            ),
            Error::Defect(_) => Self::new(Exit::Defect, message, report_it(lang)),
        }
    }
}

fn joined<T: std::fmt::Display>(numbers: impl Iterator<Item = T>) -> String {
    let numbers: Vec<_> = numbers.map(|number| number.to_string()).collect();
    numbers.join(", ")
}

fn account_kind(lang: Lang, kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Unknown => lang.pick("such", "此类"),
        AccountKind::Subscription => lang.pick("subscription", "订阅号"),
        AccountKind::Service => lang.pick("service", "服务号"),
        AccountKind::Unverified => lang.pick("unverified", "未认证"),
    }
}
