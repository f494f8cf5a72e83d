//! What answered in place of WeChat, in words: its kind, and the way out.
//!
//! Relays, proxies and login pages stand between; on a mass call the outcome stays unknown whatever they say, and that is told
//! by the run itself.

use crate::report::{Lang, say};
use crate::wechat::Oddity;

/// The kind of the answer as a sentence without its end.
pub(super) fn kind(lang: Lang, oddity: &Oddity) -> String {
    match oddity {
        Oddity::Page => say!(
            lang,
            "a page for browsers answered, not WeChat (a login page of this network?)",
            "应答的是网页而不是微信（是否为网络登录页？）"
        ),
        Oddity::Redirect {
            target: Some(target),
            ..
        } => say!(
            lang,
            "what answered is not WeChat and redirects to {t}",
            "应答的不是微信，而是重定向到 {t}",
            t = target
        ),
        Oddity::Redirect { target: None, .. } => say!(
            lang,
            "what answered is not WeChat and redirects elsewhere",
            "应答的不是微信，而是重定向到别处"
        ),
        Oddity::Credentials => say!(
            lang,
            "the relay wants credentials (401)",
            "中转服务要求身份验证（401）"
        ),
        Oddity::ProxyCredentials => say!(
            lang,
            "the proxy wants credentials (407)",
            "代理要求身份验证（407）"
        ),
        Oddity::Forbidden => say!(
            lang,
            "the relay refuses this client (403)",
            "中转服务拒绝了本机（403）"
        ),
        Oddity::NotFound => say!(
            lang,
            "there is no such call at this address (404)",
            "该地址没有此接口（404）"
        ),
        Oddity::Method => say!(
            lang,
            "the relay does not pass this method (405)",
            "中转服务不转发此请求方法（405）"
        ),
        Oddity::TooLarge => say!(
            lang,
            "the relay takes no bodies this large (413)",
            "中转服务不接受这么大的请求体（413）"
        ),
        Oddity::TooMany {
            after: Some(seconds),
        } => say!(
            lang,
            "too many calls for the relay (429); it asks to wait {s} seconds",
            "中转服务限流（429），要求等待 {s} 秒",
            s = seconds.as_secs()
        ),
        Oddity::TooMany { after: None } => say!(
            lang,
            "too many calls for the relay (429)",
            "中转服务限流（429）"
        ),
        Oddity::Broken => say!(
            lang,
            "the gateway in front of WeChat failed",
            "微信前面的网关出错"
        ),
        Oddity::Refused => say!(lang, "the relay refuses the call", "中转服务拒绝了此请求"),
        Oddity::Foreign => say!(lang, "this is not WeChat's answer", "这不是微信的应答"),
        Oddity::Incomplete => say!(
            lang,
            "WeChat's answer lacks what was asked for",
            "微信的应答缺少所需内容"
        ),
        Oddity::Garbled => say!(lang, "the answer is empty or broken", "应答为空或不完整"),
    }
}

/// The way out of it.
pub(super) fn advice(lang: Lang, oddity: &Oddity) -> String {
    match oddity {
        Oddity::Page => say!(
            lang,
            "log in to the network in a browser, or check --api-base and the proxy; then run the same command again",
            "请用浏览器登录网络，或检查 --api-base 与代理；然后运行同一条命令"
        ),
        Oddity::Redirect {
            base: Some(base), ..
        } => say!(
            lang,
            "if that is the relay that you mean, use it as base: --api-base {b}",
            "如果那就是所用的中转服务，请把它设为接口地址：--api-base {b}",
            b = base
        ),
        Oddity::Redirect { base: None, .. } => say!(
            lang,
            "use the target as --api-base if it is the right relay; if it is a login page, log in first",
            "若目标是正确的中转服务，请把它设为 --api-base；若是登录页，请先登录"
        ),
        Oddity::Credentials => say!(
            lang,
            "put user and password into the API base (https://USER:PASSWORD@HOST), or let the account's profile give the header that the relay wants",
            "请在接口地址中写入用户名和密码（https://用户:密码@主机），或在账号配置中提供中转服务要求的请求头"
        ),
        Oddity::ProxyCredentials => say!(
            lang,
            "put user and password into the proxy's address (HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT)",
            "请在代理地址中写入用户名和密码（HTTPS_PROXY=http://用户:密码@主机:端口）"
        ),
        Oddity::Forbidden => say!(
            lang,
            "ask who runs the relay (or the proxy) to let this machine through",
            "请联系中转服务（或代理）的管理员放行本机"
        ),
        Oddity::NotFound => say!(
            lang,
            "check --api-base: a relay may want a path (https://HOST/PATH), and has to pass every path below it",
            "请检查 --api-base：中转服务可能需要路径（https://主机/路径），且须转发其下所有路径"
        ),
        Oddity::Method => say!(
            lang,
            "let the relay pass GET and POST, or check --api-base",
            "请让中转服务转发 GET 和 POST，或检查 --api-base"
        ),
        Oddity::TooLarge => say!(
            lang,
            "raise the relay's limit (nginx: client_max_body_size 20m), or make the file smaller",
            "请调高中转服务的限制（nginx：client_max_body_size 20m），或缩小文件"
        ),
        Oddity::TooMany { .. } => say!(
            lang,
            "wait, then run the same command again",
            "请稍等后运行同一条命令"
        ),
        Oddity::Refused | Oddity::Foreign => say!(
            lang,
            "is --api-base right? It has to be WeChat's API or a relay that passes WeChat's answers unchanged",
            "请检查 --api-base 是否正确：须为微信接口，或原样转发微信应答的中转服务"
        ),
        Oddity::Incomplete => say!(
            lang,
            "nothing of it was kept; run the same command again later",
            "该应答未被采用；请稍后运行同一条命令"
        ),
        Oddity::Broken | Oddity::Garbled => say!(
            lang,
            "check the network (and HTTPS_PROXY), then run the same command again",
            "请检查网络（及 HTTPS_PROXY）后运行同一条命令"
        ),
    }
}
