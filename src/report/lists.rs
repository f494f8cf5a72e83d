//! What is wrong with a list of openids, in words: what it is and what to do, in both languages.

use super::lang::{Lang, say, told};
use crate::campaign::problem::{Aside, ListFault, RowFault};

/// What is wrong, and what to do.
pub(super) fn sentence(lang: Lang, fault: &ListFault) -> (String, String) {
    match fault {
        ListFault::InvalidOpenId { value } => told!(
            lang,
            [
                "`{value}` is not an openid",
                "an openid has 28 letters, digits, `-` or `_`"
            ],
            [
                "`{value}` 不是 openid",
                "openid 为 28 位字母、数字、`-` 或 `_`"
            ]
        ),
        ListFault::MoreInvalidOpenIds { count } => told!(
            lang,
            [
                "{count} more rows of the list are wrong",
                "fix the list and check again"
            ],
            ["名单中还有 {count} 行有问题", "改好名单后重新检查"]
        ),
        ListFault::WechatName { value } => told!(
            lang,
            [
                "`{value}` looks like a WeChat name, not an openid",
                "write it under `wxnames`: `wxnames = [\"{value}\"]`"
            ],
            [
                "`{value}` 看起来是微信号，不是 openid",
                "请写 `wxnames = [\"{value}\"]`"
            ]
        ),
        ListFault::NotAFile { value } => told!(
            lang,
            [
                "`{value}` is an openid, and the name of a file is expected",
                "write a list: `openids = [\"{value}\", \"…\"]`"
            ],
            [
                "`{value}` 是 openid，而这里应写文件名",
                "请写成列表：`openids = [\"{value}\", \"…\"]`"
            ]
        ),
        ListFault::BadRow(fault) => row(lang, *fault),
        ListFault::SwallowedRows { openids } => told!(
            lang,
            [
                "a quoted cell goes on over several lines, with openids in it: {openids}",
                "close the quotation mark `\"` on the line where it begins, or remove it"
            ],
            [
                "引号内的单元格跨了多行，其中有 {openids} 个 openid",
                "请在同一行补上右引号 `\"`，或删除多余的引号"
            ]
        ),
        ListFault::NoOpenIdColumn { nearest } => (
            say!(
                lang,
                "no column is called `openid`",
                "没有名为 `openid` 的列"
            ),
            match nearest {
                Some(head) => say!(
                    lang,
                    "did you mean the column `{head}`? call it `openid`",
                    "是 `{head}` 这一列吗？请把列名改为 `openid`"
                ),
                None => say!(
                    lang,
                    "write the names of the columns in the first line, `openid` among them",
                    "请在第一行写上列名，其中一列为 `openid`"
                ),
            },
        ),
        ListFault::SeveralOpenIdColumns { heads } => told!(
            lang,
            [
                "several columns may hold the openids: `{h}`",
                "keep one of them, or call only one `openid`"
            ],
            [
                "有多列可能是 openid：`{h}`",
                "请只保留一列，或只把其中一列命名为 `openid`"
            ],
            h = heads.join(lang.pick("`, `", "`、`"))
        ),
        ListFault::Unplaced { value } => told!(
            lang,
            [
                "the openid `{value}` stands in a column without a name",
                "put one openid on each line"
            ],
            ["openid `{value}` 所在的列没有列名", "请每行只写一个 openid"]
        ),
        ListFault::Aside {
            place,
            lines,
            count,
        } => aside(lang, place, lines, *count),
        ListFault::OnePage { read, total } => told!(
            lang,
            [
                "the list has {read} openids, and WeChat's answer in it says {total}",
                "it may be one page of several: `wxmass followers` lists all of them"
            ],
            [
                "名单中有 {read} 个 openid，而其中的微信返回结果写明共 {total} 个",
                "可能只是其中一页；`wxmass followers` 可列出全部"
            ]
        ),
        ListFault::BadJson => told!(
            lang,
            [
                "the JSON cannot be read from here on",
                "fix the JSON; `jq -r '.data.openid[]'` makes a list of WeChat's answer"
            ],
            [
                "JSON 从这里起无法读取",
                "请修正 JSON；微信的返回结果可用 `jq -r '.data.openid[]'` 转成名单"
            ]
        ),
        ListFault::NoOpenIds => told!(
            lang,
            ["the list is empty", "WeChat wants at least two openids"],
            ["名单是空的", "微信要求至少两个 openid"]
        ),
        ListFault::OneOpenId => told!(
            lang,
            [
                "the list has a single openid, and WeChat wants two (40130)",
                "use `wxmass preview --openid …` for one person"
            ],
            [
                "名单只有一个 openid，微信要求至少两个（40130）",
                "发给单人请用 `wxmass preview --openid …`"
            ]
        ),
    }
}

fn row(lang: Lang, fault: RowFault) -> (String, String) {
    match fault {
        RowFault::Endless => told!(
            lang,
            ["a row without end", "put one openid on each line"],
            ["这一行过长", "请每行只写一个 openid"]
        ),
        RowFault::OpenQuote => told!(
            lang,
            [
                "a row without end: a quotation mark is not closed",
                "close the quotation mark `\"`, or remove it"
            ],
            [
                "这一行没有结束：引号没有闭合",
                "请补上右引号 `\"`，或删除多余的引号"
            ]
        ),
        RowFault::TooShort => told!(
            lang,
            [
                "the row ends before the column of the openids",
                "fill in the openid, or remove the row"
            ],
            ["这一行没有 openid 列", "请补上 openid，或删除这一行"]
        ),
        RowFault::EmptyCell => told!(
            lang,
            [
                "the row has no openid",
                "fill in the openid, or remove the row"
            ],
            ["这一行的 openid 为空", "请补上 openid，或删除这一行"]
        ),
        RowFault::NoKey => told!(
            lang,
            [
                "this JSON has no key `openid`",
                "write `{{\"openid\": \"…\"}}`, or a list of strings"
            ],
            [
                "这段 JSON 没有 `openid`",
                "请写 `{{\"openid\": \"…\"}}`，或字符串列表"
            ]
        ),
    }
}

fn aside(lang: Lang, place: &Aside, lines: &[u64], count: u64) -> (String, String) {
    let shown: Vec<_> = lines.iter().map(ToString::to_string).collect();
    let shown = shown.join(lang.pick(", ", "、"));
    let shown = if (lines.len() as u64) < count {
        format!("{shown}…")
    } else {
        shown
    };
    let place = match place {
        Aside::Comment => say!(lang, "in comments", "注释中"),
        Aside::Column(head) => say!(lang, "in the column `{head}`", "`{head}` 列中"),
        Aside::Key(key) => say!(lang, "under the key `{key}`", "`{key}` 下"),
    };
    told!(
        lang,
        [
            "not sent to: {count} strings like openids {place} (lines {shown})",
            "nothing to do if that is meant"
        ],
        [
            "不会发送：{place}有 {count} 个形似 openid 的字符串（第 {shown} 行）",
            "如本意如此，无需处理"
        ],
    )
}
