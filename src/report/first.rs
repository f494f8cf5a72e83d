//! The words beside the question before the first send of an account that is not a rehearsal.

use super::lang::{Lang, say};

/// How a real send differs from the rehearsals before it.
pub fn first_send(lang: Lang, account: &str, is_loopback: bool) -> String {
    let mut text = say!(
        lang,
        "first send of account {a} by this ledger; other than in the sandbox\n  \
         - real followers get it within minutes, and it cannot be called back: a deletion takes the page away, not the message\n  \
         - it counts: a service account's followers get four sends a month, a subscription account has one a day\n  \
         - WeChat judges the content after it has accepted it; the result may take half an hour\n  \
         - what was sent from the console or another tool is not in this ledger\n  \
         see a preview on a phone first; a test tag as audience costs one send and reaches testers only\n",
        "这是账号 {a} 在本账本中的第一次群发，与沙箱演练不同：\n  \
         - 粉丝几分钟内即会收到，且无法撤回：删除只会使文章页面失效，消息仍在\n  \
         - 计入次数：服务号每位粉丝每月 4 次，订阅号每天 1 次\n  \
         - 微信受理后才审核内容，结果可能要等半小时\n  \
         - 在公众平台或其他工具中的群发不在本账本中\n  \
         请先在手机上看预览；受众设为测试标签也占用一次，但只有测试者收到\n",
        a = crate::text::printable(account)
    );
    if is_loopback {
        text.push_str(&say!(
            lang,
            "  (the API base is on this machine: a relay to WeChat, or a sandbox)\n",
            "  （API 地址在本机：可能是通往微信的中转，或沙箱）\n"
        ));
    }
    text
}
