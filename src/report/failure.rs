//! Why a command failed, in words: what failed, because of what, what to do now.
//!
//! A [`Failure`] knows its exit code; there is one table of them, and it is here.

use jiff::{Timestamp, tz};
use serde_json::{Value, json};

use super::lang::{Lang, say};
use super::{printable, problems, problems_json};
use crate::campaign::Problems;
use crate::pipeline::{self, AccountKind, Step};
use crate::wechat::errcode::{self, Class};
use crate::wechat::{self, Kind};
use crate::{sandbox, store};

/// Exit codes: a contract with scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done; also: sent already, nothing was sent again.
    Done = 0,
    /// A defect of wxmass itself.
    Defect = 1,
    /// The command line, a file or a list is wrong, or a question could not be asked; nothing was sent.
    Input = 2,
    /// WeChat refused the content or the request.
    Refused = 3,
    /// Credentials, allow-list or permissions.
    Account = 4,
    /// Quota or rate limit.
    Quota = 5,
    /// Network or service failure; certainly nothing was sent by the failed call.
    Network = 6,
    /// The outcome of a mass send is unknown.
    Unknown = 7,
    /// Some batches were accepted, some were not.
    Partial = 8,
    /// Interrupted.
    Interrupted = 130,
}

impl Exit {
    /// The stable name in JSON.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Defect => "defect",
            Self::Input => "input",
            Self::Refused => "refused",
            Self::Account => "account",
            Self::Quota => "quota",
            Self::Network => "network",
            Self::Unknown => "unknown",
            Self::Partial => "partial",
            Self::Interrupted => "interrupted",
        }
    }
}

/// A failed command.
#[derive(Debug)]
pub struct Failure {
    pub exit: Exit,
    pub message: String,
    pub advice: String,
    errcode: Option<i64>,
    errmsg: String,
    rid: Option<String>,
    problems: Option<Box<Problems>>,
    /// stdout is closed: not a failure, but the end.
    closed: bool,
}

impl Failure {
    /// A failure in our own words.
    pub fn new(exit: Exit, message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
            advice: advice.into(),
            errcode: None,
            errmsg: String::new(),
            rid: None,
            problems: None,
            closed: false,
        }
    }

    /// Problems of a campaign or a list.
    pub fn of_problems(lang: Lang, found: Problems) -> Self {
        let message = say!(lang, "the campaign has problems", "活动文件有问题");
        let advice = say!(
            lang,
            "mend them and run the same command again",
            "修正后运行同一条命令"
        );
        Self {
            problems: Some(Box::new(found)),
            ..Self::new(Exit::Input, message, advice)
        }
    }

    /// A write to stdout failed: a closed pipe ends quietly.
    pub fn of_output(error: &std::io::Error) -> Self {
        let closed = error.kind() == std::io::ErrorKind::BrokenPipe;
        let exit = if closed { Exit::Done } else { Exit::Defect };
        Self {
            closed,
            ..Self::new(exit, format!("cannot write to stdout: {error}"), "")
        }
    }

    /// Whether there is nobody left to tell.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// The text for stderr.
    pub fn text(&self, lang: Lang) -> String {
        let mut text = String::new();
        if let Some(found) = &self.problems {
            text.push_str(&problems(lang, found));
            text.push('\n');
        }
        text.push_str(&say!(
            lang,
            "error: {m}",
            "错误：{m}",
            m = printable(&self.message)
        ));
        if let Some(rid) = &self.rid {
            text.push_str("\n  rid: ");
            text.push_str(rid);
        }
        if !self.advice.is_empty() {
            text.push_str(&say!(
                lang,
                "\nhint: {a}",
                "\n建议：{a}",
                a = printable(&self.advice)
            ));
        }
        text
    }

    /// The document of `--json`.
    pub fn json(&self, lang: Lang) -> Value {
        let mut error = json!({
            "kind": self.exit.kind(),
            "exit_code": self.exit as i32,
            "errmsg": self.errmsg,
            "message": printable(&self.message),
            "advice": printable(&self.advice),
            "rid": self.rid.clone().unwrap_or_default(),
        });
        if let Some(code) = self.errcode {
            error["errcode"] = json!(code);
        }
        if let Some(found) = &self.problems {
            error["problems"] = json!(problems_json(lang, found));
        }
        json!({ "error": error })
    }

    /// WeChat's refusal, or its silence, at some step.
    pub fn of_wechat(lang: Lang, error: &wechat::Error, step: Option<&Step>) -> Self {
        let exit = match error.kind() {
            Kind::Refused => Exit::Refused,
            Kind::Account => Exit::Account,
            Kind::Quota => Exit::Quota,
            Kind::Network | Kind::Unknown => Exit::Network,
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
            Error::Picture { .. } | Error::File { .. } => Self::new(
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

/// How to report a defect.
pub fn report_it(lang: Lang) -> String {
    say!(
        lang,
        "please report it with the command and `wxmass --version`",
        "请附上命令与 `wxmass --version` 反馈"
    )
}

/// A moment in Beijing time.
pub fn beijing(time: Timestamp) -> String {
    let local = tz::offset(8).to_datetime(time);
    format!("{} (UTC+8)", local.strftime("%Y-%m-%d %H:%M"))
}

fn account_kind(lang: Lang, kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Unknown => lang.pick("such", "此类"),
        AccountKind::Subscription => lang.pick("subscription", "订阅号"),
        AccountKind::Service => lang.pick("service", "服务号"),
        AccountKind::Unverified => lang.pick("unverified", "未认证"),
    }
}

fn at(lang: Lang, step: &Step) -> String {
    match step {
        Step::Token | Step::Look => String::new(),
        Step::Upload(file) => format!("{file}: "),
        Step::News(_) => say!(lang, "the news: ", "图文："),
        Step::Preview(receiver) => say!(lang, "preview to {r}: ", "预览给 {r}：", r = receiver),
        Step::Status(id) | Step::Delete(id) => format!("msg_id {id}: "),
    }
}

/// What to do now: the table's advice, made exact where the call or the clock says more.
fn advice(lang: Lang, error: &wechat::Error, step: Option<&Step>) -> String {
    let Some(code) = error.errcode() else {
        return match error.kind() {
            Kind::Local => report_it(lang),
            Kind::Refused => say!(lang, "check --api-base", "请检查 --api-base"),
            _ => say!(
                lang,
                "check the network (and HTTPS_PROXY), then run the same command again",
                "请检查网络（及 HTTPS_PROXY）后运行同一条命令"
            ),
        };
    };
    if let Some(address) = error.address() {
        return say!(
            lang,
            "add {a} to the account's IP allow-list (mp.weixin.qq.com: Settings and development → Basic configuration), wait five minutes, and run the same command again",
            "请把 {a} 加入公众号 IP 白名单（mp.weixin.qq.com：设置与开发 → 基本配置），约五分钟后运行同一条命令",
            a = address
        );
    }
    match (code, step) {
        (errcode::INVALID_MEDIA_ID | errcode::INVALID_MEDIA_TYPE, Some(Step::News(call)))
            if call.ends_with("uploadnews") =>
        {
            return say!(
                lang,
                "`media/uploadnews` takes temporary thumbs alone (`media/upload?type=thumb`), not permanent material",
                "`media/uploadnews` 只接受临时缩略图（`media/upload?type=thumb`），不接受永久素材"
            );
        }
        (errcode::INVALID_MEDIA_ID, Some(Step::News(_))) => {
            return say!(
                lang,
                "this call takes permanent pictures alone (`wxmass add-material --type image`); was the cover deleted in the console?",
                "此接口只接受永久图片素材（`wxmass add-material --type image`）；封面是否在后台被删除？"
            );
        }
        _ => {}
    }
    let Some(entry) = errcode::entry(code) else {
        return say!(
            lang,
            "nothing is known of {c} here; see WeChat's page of global return codes",
            "本工具不认识错误码 {c}；请查阅微信全局返回码",
            c = code
        );
    };
    let words = lang.pick(entry.advice[0], entry.advice[1]).to_owned();
    match (entry.class, returns(code)) {
        (Class::Quota, Some(time)) => {
            say!(
                lang,
                "{w}; it returns at {t}",
                "{w}；将于 {t} 恢复",
                w = words,
                t = beijing(time)
            )
        }
        _ => words,
    }
}

/// When a quota returns, where that is known.
fn returns(code: i64) -> Option<Timestamp> {
    let now = Timestamp::now();
    match code {
        errcode::DAILY_QUOTA | errcode::NO_MASS_QUOTA => pipeline::look::beijing_day(now, 1),
        errcode::MINUTE_QUOTA => now.checked_add(jiff::SignedDuration::from_secs(60)).ok(),
        errcode::MONTHLY_QUOTA | errcode::CLEAR_QUOTA_USED => pipeline::look::beijing_month(now, 1),
        _ => None,
    }
}
