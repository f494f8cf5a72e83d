//! Runs whose time is over or has not come, and drafts that are not what was previewed, as failures.

use super::{Exit, Failure, report_it};
use crate::pipeline::Error;
use crate::report::{Lang, beijing, differences, quoted, say};

/// The failure of a run that waited, or whose draft was looked at again.
pub(super) fn failure(lang: Lang, error: Error) -> Failure {
    match error {
        Error::Missed { window } => Failure::new(
            Exit::Input,
            say!(
                lang,
                "it was to go out at {at}, and that is over; nothing was sent",
                "原定于 {at} 发出，时间已过；未发送任何内容",
                at = beijing(window.at)
            ),
            say!(
                lang,
                "give a later time with `--at`, or say until when it may still go out with `--until` (`[send] until`); without a time it goes out at once",
                "请用 `--at` 给出更晚的时间，或用 `--until`（`[send] until`）说明最迟何时仍可发出；不写时间则立即发出"
            ),
        ),
        Error::NotYet { window } => Failure::new(
            Exit::Input,
            say!(
                lang,
                "by WeChat's clock {at} has not come yet; nothing was sent",
                "按微信的时钟，{at} 尚未到；未发送任何内容",
                at = beijing(window.at)
            ),
            say!(
                lang,
                "set this machine's clock (NTP) and run the same command again",
                "请校准本机时钟（NTP）后再次运行同一条命令"
            ),
        ),
        Error::StillScheduled { name, at } => Failure::new(
            Exit::Interrupted,
            say!(
                lang,
                "interrupted while waiting; `{name}` is scheduled for {at}, but no process is waiting any more: it does not go out by itself",
                "等待时被中断；`{name}` 仍定于 {at}，但已没有进程在等待：不会自行发出",
                name = name,
                at = beijing(at)
            ),
            say!(
                lang,
                "the same command goes on waiting; `wxmass runs {n} --give-up 1` cancels it for good",
                "再次运行同一条命令可继续等待；`wxmass runs {n} --give-up 1` 可彻底取消",
                n = quoted(&name)
            ),
        ),
        Error::OneArticle { found } => Failure::new(
            Exit::Input,
            say!(
                lang,
                "one article replaces another, and here are {n}",
                "只能用一篇文章替换，这里有 {n} 篇",
                n = found
            ),
            say!(
                lang,
                "give a Markdown article, or a campaign file of one article",
                "请给出一篇 Markdown 文章，或只含一篇文章的活动文件"
            ),
        ),
        Error::TagChanged { name } => Failure::new(
            Exit::Input,
            say!(
                lang,
                "the tag `{n}` is another one than when this was confirmed; nothing was sent",
                "标签 `{n}` 已不是确认时的那一个；未发送任何内容",
                n = name
            ),
            say!(
                lang,
                "look at `wxmass tags`, and run the same command again",
                "请查看 `wxmass tags`，然后再次运行同一条命令"
            ),
        ),
        Error::DraftDiffers {
            media_id,
            since,
            differences: all,
        } => differs(lang, media_id.as_str(), since, &differences(lang, &all)),
        other => Failure::new(Exit::Defect, other.to_string(), report_it(lang)),
    }
}

fn differs(lang: Lang, media_id: &str, since: bool, what: &str) -> Failure {
    let message = if since {
        say!(
            lang,
            "the draft was changed since it was previewed; nothing was sent: {what}",
            "草稿在预览之后被改动；未发送任何内容：{what}"
        )
    } else {
        say!(
            lang,
            "the draft that WeChat has is not what was written; nothing was sent: {what}",
            "微信保存的草稿与原文不符；未发送任何内容：{what}"
        )
    };
    let advice = say!(
        lang,
        "was it edited in the console? put the change into the article, or throw the draft away with `wxmass drafts --delete {id}` and run the same command again; to send it as it is there: `--as-stored`",
        "是否在公众平台编辑过？请把改动写入文章，或用 `wxmass drafts --delete {id}` 删除草稿后再次运行同一条命令；要按现有草稿发送请加 `--as-stored`",
        id = media_id
    );
    Failure::new(Exit::Refused, message, advice)
}
