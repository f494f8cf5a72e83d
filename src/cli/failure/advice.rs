//! What to do about WeChat's refusals: the table's advice, made exact where the call or the clock says more.

use jiff::Timestamp;

use super::{gateway, report_it};
use crate::pipeline::Step;
use crate::plan::beijing;
use crate::report::{Lang, beijing, say};
use crate::wechat::errcode::{self, Class};
use crate::wechat::{self, Kind, media};

pub(super) fn at(lang: Lang, step: &Step) -> String {
    match step {
        Step::Token | Step::Preflight | Step::Statistics => String::new(),
        Step::Upload(file) => format!("{file}: "),
        Step::News(_) => say!(lang, "the news: ", "图文："),
        Step::Preview(receiver) => say!(lang, "preview to {r}: ", "预览给 {r}：", r = receiver),
        Step::Send(number) => say!(lang, "batch {n}: ", "第 {n} 批：", n = number),
        Step::Status(id) | Step::Delete(id) => format!("msg_id {id}: "),
    }
}

/// What to do now: the table's advice, made exact where the call or the clock says more.
pub(super) fn advice(lang: Lang, error: &wechat::Error, step: Option<&Step>) -> String {
    if let Some(oddity) = error.oddity() {
        return gateway::advice(lang, oddity);
    }
    if error.call() == wechat::TOKEN_SOURCE {
        return say!(
            lang,
            "run the account's `token_command` by hand; it prints a token, or JSON with access_token and expires_in",
            "请手动运行账号的 `token_command`；它须输出 token，或含 access_token 与 expires_in 的 JSON"
        );
    }
    let Some(code) = error.errcode() else {
        return match error.kind() {
            Kind::Local => report_it(lang),
            Kind::Setup => say!(
                lang,
                "install this machine's CA certificates (Debian: ca-certificates), or name a file of them in SSL_CERT_FILE",
                "请安装本机的 CA 证书（Debian：ca-certificates），或用 SSL_CERT_FILE 指明证书文件"
            ),
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
            "add {a} to the account's IP allow-list (mp.weixin.qq.com: Settings and development → Basic configuration → IP allow-list, 设置与开发 → 基本配置 → IP白名单), wait five minutes, and run the same command again; the address:",
            "请把 {a} 加入公众号 IP 白名单（mp.weixin.qq.com：设置与开发 → 基本配置 → IP白名单），约五分钟后运行同一条命令；地址：",
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
        (code, _) if errcode::is_withdrawn(code) && error.call() == media::UPLOAD_VIDEO => {
            let entry = errcode::entry(errcode::API_VIDEO_NOT_SENDABLE);
            let way_out = entry.map_or_else(String::new, |entry| {
                lang.pick(entry.advice[0], entry.advice[1]).to_owned()
            });
            return say!(
                lang,
                "WeChat has withdrawn this way of sending videos; {w}",
                "微信已下线这种发送视频的方式；{w}",
                w = way_out
            );
        }
        _ => {}
    }
    let Some(entry) = errcode::entry(code) else {
        return say!(
            lang,
            "no entry for this code; see WeChat's global return codes page: {page}",
            "本工具没有该错误码的条目；请查阅微信全局返回码：{page}",
            page = errcode::PAGE
        );
    };
    let words = lang.pick(entry.advice[0], entry.advice[1]).to_owned();
    if let (errcode::NO_MASS_QUOTA, Some((day, month))) = (code, next_day_and_month()) {
        return say!(
            lang,
            "{w}; a subscription account's returns at {d}, a service account's at {m}",
            "{w}；订阅号将于 {d} 恢复，服务号将于 {m} 恢复",
            w = words,
            d = beijing(day),
            m = beijing(month)
        );
    }
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
