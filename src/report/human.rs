//! Tables, plans, questions and receipts for people.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::lang::{Lang, say};
use super::later;
use super::moment::beijing;
use crate::pipeline::{AudienceFacts, Outcome, Question, Receipt};
use crate::plan::show::{AudienceShown, Shown, Step};
use crate::text::printable;

/// Rows under a head, in columns as wide as they need to be (a Chinese character is two cells).
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| printable(cell)).collect())
        .collect();
    let mut widths: Vec<usize> = head.iter().map(|cell| cell.width()).collect();
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let line = |cells: Vec<&str>| {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 2));
        }
        format!("{}\n", line.trim_end())
    };
    let mut text = line(head.to_vec());
    for row in &rows {
        text.push_str(&line(row.iter().map(String::as_str).collect()));
    }
    text
}

/// What a run would do, call by call.
pub fn plan(lang: Lang, plan: &Shown) -> String {
    let audience = match &plan.audience {
        AudienceShown::All => say!(lang, "all followers", "全部粉丝"),
        AudienceShown::Tag { tag } => say!(lang, "tag {t}", "标签 {t}", t = tag),
        AudienceShown::Tags { tags, without } => say!(
            lang,
            "followers of {t}, each once, without {n}; listed when it is sent",
            "标签 {t} 的粉丝（去重），除去 {n} 人；发送时列出",
            t = tags.join(lang.pick(", ", "、")),
            n = without
        ),
        AudienceShown::OpenIds { count, repeats } => say!(
            lang,
            "{c} openids ({r} repeats left out)",
            "{c} 个 openid（去除重复 {r} 个）",
            c = count,
            r = repeats
        ),
    };
    let mut text = say!(
        lang,
        "campaign     {name}\naccount      {account}\nroute        {route}\naudience     {audience}\nbatches      {batches}\nfingerprint  {print}\n",
        "活动  {name}\n账号  {account}\n方式  {route}\n受众  {audience}\n批次  {batches}\n指纹  {print}\n",
        name = printable(&plan.name),
        account = printable(&plan.account),
        route = plan.route,
        audience = printable(&audience),
        batches = plan.batches,
        print = plan.fingerprint
    );
    if plan.provisional {
        text.push_str(&say!(
            lang,
            "\nprovisional: made without an account; what it has already, and whether this was sent before, is not known\n",
            "\n暂定计划：未使用账号，账号中已有哪些内容、此前是否群发过均未知\n"
        ));
    }
    if plan.already_sent {
        text.push_str(&say!(
            lang,
            "\nit was sent already; nothing would be sent\n",
            "\n此前已群发，不会再发送任何内容\n"
        ));
    }
    for (number, step) in (1..).zip(&plan.steps) {
        let _ = writeln!(text, "{number:>4}  {}", printable(&step_line(lang, step)));
    }
    text
}

fn step_line(lang: Lang, step: &Step) -> String {
    let known = |yes: bool| {
        if yes {
            lang.pick("  (known, no call)", "（已有，不调用）")
        } else {
            ""
        }
    };
    match step {
        Step::Token => say!(
            lang,
            "stable_token, unless a valid one is cached",
            "stable_token（缓存有效则不调用）"
        ),
        Step::Look => say!(
            lang,
            "tags/get and openapi/quota/get",
            "tags/get 与 openapi/quota/get"
        ),
        Step::Upload { file, call, cached } => format!("{call}  {file}{}", known(*cached)),
        Step::News {
            call,
            articles,
            known: id,
        } => say!(
            lang,
            "{call}  {n} articles{known}",
            "{call}  {n} 篇{known}",
            call = call,
            n = articles,
            known = known(id.is_some())
        ),
        Step::Preview { receiver, done } => {
            format!("message/mass/preview  {receiver}{}", known(*done))
        }
        Step::Ask => say!(lang, "ask the operator", "询问操作者"),
        Step::Wait { at } => say!(lang, "wait until {t}", "等待至 {t}", t = beijing(*at)),
        Step::Send {
            call,
            number,
            of,
            size,
            client_msg_id,
            state,
        } => {
            let size = size
                .map(|size| format!("  {size} openids"))
                .unwrap_or_default();
            let key = Some(client_msg_id).filter(|key| !key.is_empty());
            let key = key.map(|key| format!("  clientmsgid {key}"));
            let key = key.unwrap_or_default();
            format!("{call}  {number}/{of}{size}{key}  {state}")
        }
        Step::Status => say!(
            lang,
            "message/mass/get until WeChat has finished",
            "message/mass/get，直至微信完成"
        ),
    }
}

/// What the operator is about to do, before the question.
pub fn question(lang: Lang, facts: &Question) -> String {
    let count = |count: Option<i64>| {
        count.map_or_else(
            || lang.pick("?", "未知").to_owned(),
            |count| count.to_string(),
        )
    };
    let audience = match &facts.audience {
        AudienceFacts::All { count: size } => {
            say!(
                lang,
                "ALL FOLLOWERS ({n})",
                "全部粉丝（{n} 人）",
                n = count(*size)
            )
        }
        AudienceFacts::Tag {
            id,
            name,
            count: size,
        } => say!(
            lang,
            "tag {name} (id {id}, {n} followers)",
            "标签 {name}（id {id}，{n} 人）",
            name = name.clone().unwrap_or_default(),
            id = id,
            n = count(*size)
        ),
        AudienceFacts::OpenIds { count, repeats } => say!(
            lang,
            "{n} openids ({r} repeats left out)",
            "{n} 个 openid（去除重复 {r} 个）",
            n = count,
            r = repeats
        ),
    };
    let mut text = say!(
        lang,
        "about to send `{name}`\n  account   {account} ({appid})\n  audience  {audience}\n  calls     {batches}\n",
        "即将群发 `{name}`\n  账号  {account}（{appid}）\n  受众  {audience}\n  调用  {batches} 次\n",
        name = printable(&facts.name),
        account = printable(&facts.account),
        appid = printable(&facts.appid),
        audience = printable(&audience),
        batches = facts.batches
    );
    for (number, title) in (1..).zip(&facts.titles) {
        let _ = writeln!(text, "  {number}. {}", printable(title));
    }
    let mut more = |line: String| {
        let _ = writeln!(text, "  {line}");
    };
    if let Some(left) = facts.quota_left {
        more(say!(
            lang,
            "{n} calls of this kind are left today",
            "今日该接口剩余 {n} 次",
            n = left
        ));
    }
    if facts.previewed.is_empty() {
        more(say!(lang, "nobody has previewed this", "尚无人预览"));
    } else {
        more(say!(
            lang,
            "previewed by {who}",
            "已预览：{who}",
            who = printable(&facts.previewed.join(", "))
        ));
    }
    if let Some(window) = facts.window {
        more(later::window(lang, window));
    }
    if facts.accepted_before > 0 {
        more(say!(
            lang,
            "{n} batches went out earlier",
            "此前已发出 {n} 批",
            n = facts.accepted_before
        ));
    }
    if facts.unsettled > 0 {
        more(say!(
            lang,
            "{n} batches are settled first; they are not sent twice",
            "先核实 {n} 批的结果，不会重复群发",
            n = facts.unsettled
        ));
    }
    if facts.needs_administrator {
        more(say!(
            lang,
            "an administrator has to confirm within 30 minutes",
            "须由管理员在 30 分钟内确认"
        ));
    }
    text
}

fn sent(lang: Lang, name: &str, account: &str, ids: &str) -> String {
    say!(
        lang,
        "sent `{name}` from account {account}: msg_id {ids}",
        "已群发 `{name}`（账号 {account}）：msg_id {ids}",
        name = name,
        account = account,
        ids = ids
    )
}

/// The last words of a run.
pub fn receipt(lang: Lang, receipt: &Receipt) -> String {
    // All of them are on stdout; a hundred would hide the sentence.
    let ids = match receipt.msg_ids()[..] {
        [first, .., last] if receipt.msg_ids().len() > 4 => format!("{first} … {last}"),
        ref ids => ids
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" "),
    };
    let (name, account) = (printable(&receipt.name), printable(&receipt.account));
    let first = receipt
        .batches
        .iter()
        .filter_map(|batch| batch.at)
        .min()
        .map(beijing)
        .unwrap_or_default();
    match receipt.outcome() {
        Outcome::Done if !receipt.has_accepted() => say!(
            lang,
            "every batch of `{name}` was given up; nothing was sent (account {account})",
            "`{name}` 的所有批次均已放弃，未发送任何内容（账号 {account}）",
            name = name,
            account = account
        ),
        Outcome::Done if receipt.already_sent => say!(
            lang,
            "`{name}` was sent already, on {when}, as msg_id {ids} (account {account}); nothing was sent again",
            "`{name}` 已于 {when} 群发，msg_id {ids}（账号 {account}）；本次未再发送",
            name = name,
            when = first,
            ids = ids,
            account = account
        ),
        Outcome::Done | Outcome::Failed => sent(lang, &name, &account, &ids),
        Outcome::Interrupted if receipt.is_complete() => sent(lang, &name, &account, &ids),
        Outcome::Refused => say!(
            lang,
            "nothing of `{name}` was sent",
            "`{name}` 未发出任何内容",
            name = name
        ),
        Outcome::Partial | Outcome::Unknown | Outcome::Interrupted => {
            let mut text = say!(
                lang,
                "`{name}` is not finished (account {account})\n",
                "`{name}` 尚未完成（账号 {account}）\n",
                name = name,
                account = account
            );
            let rows: Vec<_> = receipt
                .batches
                .iter()
                .map(|batch| {
                    vec![
                        batch.number.to_string(),
                        batch.size.map(|size| size.to_string()).unwrap_or_default(),
                        batch.state.as_str().to_owned(),
                        batch.msg_id.map(|id| id.to_string()).unwrap_or_default(),
                        batch
                            .errcode
                            .map(|code| code.to_string())
                            .unwrap_or_default(),
                    ]
                })
                .collect();
            let head = match lang {
                Lang::En => ["batch", "openids", "state", "msg_id", "errcode"],
                Lang::Zh => ["批次", "openid", "状态", "msg_id", "错误码"],
            };
            text.push_str(&table(&head, &rows));
            text.push_str(&say!(
                lang,
                "run the same command again: it sends the rest alone and never twice",
                "请再次运行同一条命令：只发送剩余部分，绝不重复"
            ));
            text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_under_wide_characters() {
        let text = table(
            &["id", "name", "n"],
            &[
                vec!["2".into(), "星标组".into(), "1".into()],
                vec!["100".into(), "VIP".into(), "2".into()],
            ],
        );
        assert_eq!(text, "id   name    n\n2    星标组  1\n100  VIP     2\n");
    }
}
