//! What happens, in words: one sentence an event, both languages side by side.

use super::catalogue::text;
use super::lang::{Lang, count, say};
use super::pictures;
use crate::pipeline::event::{Event, Wait};
use crate::text::printable;

/// The mark before every line of a run in the sandbox.
pub(super) fn sandbox_mark(lang: Lang) -> &'static str {
    lang.pick("[sandbox] ", "[沙箱] ")
}

/// What the rooms below say in fixed words (types, notes of the ledger), as people get to see it; all else stays as it is.
pub fn known(lang: Lang, words: &str) -> &str {
    let [english, chinese] = match words {
        "text in quotes" => ["text in quotes", "带引号的文本"],
        "true or false" => ["true or false", "true 或 false"],
        "a table" => ["a table", "表"],
        "a list of tables" => ["a list of tables", "表的列表"],
        "a list of texts" => ["a list of texts", "文本列表"],
        "a number" => ["a number", "数字"],
        "a tag's id or name" => ["a tag's id or name", "标签的编号或名称"],
        "string" => ["string", "文本"],
        "integer" => ["integer", "整数"],
        "float" => ["float", "小数"],
        "number" => ["number", "数字"],
        "boolean" => ["boolean", "布尔值"],
        "datetime" => ["datetime", "日期时间"],
        "array" => ["array", "数组"],
        "table" => ["table", "表"],
        "object" => ["object", "对象"],
        "null" => ["null", "空值"],
        "it is not UTF-8" => ["it is not UTF-8", "不是 UTF-8 编码"],
        "by the operator" => ["by the operator", "由操作者确认"],
        "not sent, says the operator" => ["not sent, says the operator", "操作者确认未群发"],
        "replayed" => ["accepted by an earlier try", "此前的尝试已被受理"],
        "key-collision" => [
            "WeChat takes it for a repeat of another send",
            "微信视其为另一次群发的重复",
        ],
        other => [other, other],
    };
    lang.pick(english, chinese)
}

/// A value of another type than is wanted, and what to write.
pub(super) fn wrong_type(lang: Lang, key: &str, expected: &str, found: &str) -> (String, String) {
    (
        say!(
            lang,
            "`{k}` is of the wrong type: {f}",
            "`{k}` 的类型不对：{f}",
            k = key,
            f = known(lang, found)
        ),
        match expected {
            "a list of texts" => say!(
                lang,
                "write a list in brackets, such as `{k} = [\"…\"]`",
                "要用方括号写成列表，例如 `{k} = [\"…\"]`",
                k = key
            ),
            "text in quotes" => say!(
                lang,
                "write text in quotes: `\"…\"`",
                "要加英文双引号：`\"…\"`"
            ),
            expected => say!(lang, "write {e}", "应为：{e}", e = known(lang, expected)),
        },
    )
}

/// One line for a finished step; `None` for steps that need no line of their own.
pub fn event(lang: Lang, event: &Event) -> Option<String> {
    Some(match event {
        Event::WaitingForHolder { holder } => say!(
            lang,
            "waiting for another wxmass that runs this campaign: {holder}",
            "另一个 wxmass 正在运行此活动，等待中：{holder}",
            holder = printable(holder)
        ),
        Event::GoingOn {
            run,
            accepted,
            unsettled,
            of,
        } => {
            let settled_first = match unsettled {
                0 => String::new(),
                unsettled => say!(
                    lang,
                    "; of {n} it is not known, they are settled first",
                    "；{n} 批结果未知，先行核实",
                    n = unsettled
                ),
            };
            say!(
                lang,
                "going on with run {run}: {n} of {of} batches went out before and will not go out again{more}",
                "继续运行 {run}：共 {of} 批，此前已发出 {n} 批，不会重发{more}",
                run = run,
                n = accepted,
                of = of,
                more = settled_first
            )
        }
        Event::TokenReady => say!(lang, "access token ready", "已取得 access token"),
        Event::UploadsPlanned { total: 0, .. } | Event::Asking => return None,
        Event::UploadsPlanned { total, cached } => {
            text!(lang, uploads_planned, total = *total, cached = cached)
        }
        Event::Uploaded {
            file,
            as_cover,
            note,
            ..
        } => {
            let file = printable(file);
            let cover = if *as_cover {
                lang.pick(" as a cover", "（封面）")
            } else {
                ""
            };
            let note = note
                .as_ref()
                .map(|it| pictures::note(lang, it))
                .unwrap_or_default();
            say!(
                lang,
                "uploaded {file}{cover}{note}",
                "已上传 {file}{cover}{note}",
                file = file,
                cover = cover,
                note = note
            )
        }
        Event::UploadForgotten { file } => say!(
            lang,
            "the account no longer has {file}; uploading it again",
            "账号中已没有 {file}，重新上传",
            file = printable(file)
        ),
        Event::NewsCreated {
            media_id,
            route,
            articles: number,
            again: false,
        } => {
            let (articles, id) = (count(*number, "article"), printable(media_id));
            lang.pick(
                format!("created the news: {articles} by route {route}, media_id {id}"),
                format!("已创建图文：{number} 篇，方式 {route}，media_id {id}"),
            )
        }
        Event::NewsCreated {
            media_id,
            again: true,
            ..
        } => say!(
            lang,
            "the news had been used up or deleted; made it again: media_id {id}",
            "原图文已用尽或被删除，已重新创建：media_id {id}",
            id = printable(media_id)
        ),
        Event::StrayDraft {
            media_id,
            deleted: true,
        } => say!(
            lang,
            "deleted the second draft that a lost answer had left behind: media_id {id}",
            "应答丢失曾留下一份多余的草稿，已删除：media_id {id}",
            id = printable(media_id)
        ),
        Event::StrayDraft { media_id, .. } => say!(
            lang,
            "a lost answer has left a second draft behind that could not be deleted: media_id {id}",
            "应答丢失留下了一份多余的草稿，未能删除：media_id {id}",
            id = printable(media_id)
        ),
        Event::Previewed { receiver } => {
            text!(lang, preview_sent, to = receiver)
        }
        Event::PreviewSkipped { receiver } => say!(
            lang,
            "{who} has had this preview already",
            "{who} 已收到过此预览，跳过",
            who = printable(receiver)
        ),
        Event::BatchStarted { number, of, size } => {
            let size = size
                .map(|size| say!(lang, " ({n} openids)", "（{n} 个 openid）", n = size))
                .unwrap_or_default();
            say!(
                lang,
                "sending batch {n} of {of}{size}",
                "正在群发第 {n}/{of} 批{size}",
                n = number,
                of = of,
                size = size
            )
        }
        Event::BatchAccepted {
            number,
            of,
            msg_id,
            replayed,
        } => {
            let before = if *replayed {
                lang.pick(" (it had been accepted before)", "（此前已受理）")
            } else {
                ""
            };
            say!(
                lang,
                "WeChat accepted batch {n} of {of}: msg_id {id}{before}",
                "微信已受理第 {n}/{of} 批：msg_id {id}{before}",
                n = number,
                of = of,
                id = msg_id,
                before = before
            )
        }
        Event::BatchRefused {
            number,
            of,
            errcode,
            errmsg,
        } => say!(
            lang,
            "WeChat refused batch {n} of {of}: {code} {text}",
            "微信拒绝了第 {n}/{of} 批：{code} {text}",
            n = number,
            of = of,
            code = errcode.map(|code| code.to_string()).unwrap_or_default(),
            text = printable(errmsg)
        ),
        Event::BatchUnknown {
            number,
            of,
            why,
            again,
        } => {
            let more = if *again {
                lang.pick(
                    "; asking again under the same clientmsgid, which cannot send twice",
                    "；用同一 clientmsgid 再次询问，不会重复群发",
                )
            } else {
                ""
            };
            say!(
                lang,
                "the answer to batch {n} of {of} was lost ({why}){more}",
                "第 {n}/{of} 批的应答丢失（{why}）{more}",
                n = number,
                of = of,
                why = printable(why),
                more = more
            )
        }
        Event::Waiting { seconds, why } => {
            let why = match why {
                Wait::Settling => lang.pick("before asking again", "后再次询问"),
                Wait::MinuteQuota => lang.pick(
                    "since WeChat has had too many calls in this minute (45011)",
                    "：本分钟调用次数已达微信上限（45011）",
                ),
                Wait::Unreachable => lang.pick(
                    "before trying again; nothing was sent",
                    "后重试；尚未发送任何内容",
                ),
                Wait::Administrator => lang.pick(
                    "for the administrator, who confirms the send in WeChat within 30 minutes",
                    "：等待管理员在微信中确认群发（30 分钟内）",
                ),
                // The first looks follow each other within seconds.
                Wait::Polling { .. } if *seconds < 60 => return None,
                Wait::Polling { open, of } => {
                    return Some(say!(
                        lang,
                        "waiting for WeChat to finish ({open} of {of} sends); next look in {s} s",
                        "等待微信完成（{open}/{of} 次群发）；{s} 秒后再查",
                        open = open,
                        of = of,
                        s = seconds
                    ));
                }
            };
            say!(
                lang,
                "waiting {s} s {why}",
                "等待 {s} 秒{why}",
                s = seconds,
                why = why
            )
        }
        Event::Status { msg_id, status } => {
            say!(
                lang,
                "msg_id {id}: {status}",
                "msg_id {id}：{status}",
                id = msg_id,
                status = printable(status)
            )
        }
        Event::LinkWillDiffer => lang
            .pick(
                "the first batches went out on another day: readers of the rest get another link of the article",
                "前面的批次是在另一天发出的：其余批次的读者得到的文章链接会不同",
            )
            .to_owned(),
        Event::NotFinished { msg_id } => say!(
            lang,
            "msg_id {id} is accepted and not finished yet; nothing need be done",
            "msg_id {id} 已受理，尚未完成；无需任何操作",
            id = msg_id
        ),
        Event::StatusUnavailable { msg_id, why } => say!(
            lang,
            "msg_id {id} is accepted, but its state could not be asked for: {why}",
            "msg_id {id} 已受理，但未能查询状态：{why}",
            id = msg_id,
            why = printable(why)
        ),
        Event::Stopping => say!(
            lang,
            "stopping: what is in flight is finished and recorded, nothing new begins (Ctrl-C again to leave now)",
            "正在停止：进行中的步骤会完成并记录，不再开始新的步骤（再按 Ctrl-C 立即退出）"
        ),
    })
}

/// A size beside another: with all its digits where the two would read the same.
pub(super) fn bytes_beside(count: u64, other: u64) -> String {
    let short = bytes(count);
    if count == other || short != bytes(other) {
        return short;
    }
    let digits = count.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
    format!("{short} ({} B)", groups.join(","))
}

/// A size for people: `812 KB`, `3.1 MB`.
pub(super) fn bytes(count: u64) -> String {
    match count {
        0..1_024 => format!("{count} B"),
        1_024..1_048_576 => format!("{} KB", count.div_ceil(1_024)),
        _ => format!("{:.1} MB", count as f64 / 1_048_576.0),
    }
}
