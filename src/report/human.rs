//! Tables, plans, questions and receipts for people.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::catalogue::text;
use super::lang::Lang;
use super::later;
use super::moment::{beijing, clock};
use crate::pipeline::{AudienceFacts, Outcome, Question, Receipt};
use crate::plan::show::{AudienceShown, Shown, Step};
use crate::text::printable;

/// Fewer mass calls than these left today are worth a line.
const FEW_CALLS: i64 = 10;

/// Rows under a head, in columns as wide as they need to be (a Chinese character is two cells).
pub fn table<S: AsRef<str>>(head: &[S], rows: &[Vec<String>]) -> String {
    let head: Vec<&str> = head.iter().map(AsRef::as_ref).collect();
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
    let mut text = line(head);
    for row in &rows {
        text.push_str(&line(row.iter().map(String::as_str).collect()));
    }
    text
}

/// The plan of a run, call by call.
pub fn plan(lang: Lang, plan: &Shown) -> String {
    let audience = match &plan.audience {
        AudienceShown::All => text!(lang, plan_all_followers),
        AudienceShown::Tag { tag } => text!(lang, plan_tag, tag = tag),
        AudienceShown::Tags { tags, without } => text!(
            lang,
            plan_tags,
            tags = tags.join(lang.pick(", ", "、")),
            without = without
        ),
        AudienceShown::OpenIds { count, repeats } => text!(
            lang,
            plan_openids_repeats_left_out,
            count = count,
            repeats = repeats
        ),
    };
    let mut text = text!(
        lang,
        plan_campaign_account_route_audience_batches,
        name = &plan.name,
        account = &plan.account,
        route = plan.route,
        audience = &audience,
        batches = plan.batches,
        print = plan.fingerprint
    );
    if plan.provisional {
        text.push('\n');
        text.push_str(&text!(lang, plan_provisional));
        text.push('\n');
    }
    if plan.already_sent {
        text.push_str(&text!(lang, plan_sent_already_nothing_would_sent));
    }
    for (number, step) in (1..).zip(&plan.steps) {
        let _ = writeln!(text, "{number:>4}  {}", printable(&step_line(lang, step)));
    }
    text
}

fn step_line(lang: Lang, step: &Step) -> String {
    let known = |yes: bool| {
        if yes {
            text!(lang, plan_known_call)
        } else {
            String::new()
        }
    };
    match step {
        Step::Token => text!(lang, plan_stable_token_unless_valid_one),
        Step::Look => text!(lang, plan_tags_get_openapi_quota_get),
        Step::Upload { file, call, cached } => format!("{call}  {file}{}", known(*cached)),
        Step::News {
            call,
            articles,
            known: id,
        } => text!(
            lang,
            plan_articles,
            call = call,
            articles = articles,
            known = known(id.is_some())
        ),
        Step::Preview { receiver, done } => {
            format!("message/mass/preview  {receiver}{}", known(*done))
        }
        Step::Ask => text!(lang, plan_ask_operator),
        Step::Wait { at } => text!(lang, plan_wait_until, at = beijing(*at)),
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
        Step::Status => text!(lang, plan_message_mass_get_until_wechat),
    }
}

/// The facts of a send, before the question.
pub fn question(lang: Lang, facts: &Question) -> String {
    let count = |count: Option<i64>| {
        count.map_or_else(|| text!(lang, plan_text), |count| count.to_string())
    };
    let audience = match &facts.audience {
        AudienceFacts::All { count: size } => {
            text!(lang, plan_all_followers_2, n = count(*size))
        }
        AudienceFacts::Tag {
            id,
            name,
            count: size,
        } => text!(
            lang,
            plan_tag_id_followers,
            name = name.clone().unwrap_or_default(),
            id = id,
            n = count(*size)
        ),
        AudienceFacts::OpenIds { count, repeats } => text!(
            lang,
            plan_openids_repeats_left_out,
            count = count,
            repeats = repeats
        ),
    };
    let mut text = text!(
        lang,
        plan_about_send_account_audience_calls,
        name = &facts.name,
        account = &facts.account,
        appid = &facts.appid,
        audience = &audience,
        batches = facts.batches
    );
    for (number, title) in (1..).zip(&facts.titles) {
        let _ = writeln!(text, "  {number}. {}", printable(title));
    }
    let mut more = |line: String| {
        let _ = writeln!(text, "  {line}");
    };
    if let Some(used) = facts.used {
        more(if used.by_month {
            text!(
                lang,
                question_used_this_month,
                count = used.count,
                limit = used.limit
            )
        } else {
            text!(
                lang,
                question_used_today,
                count = used.count,
                limit = used.limit
            )
        });
    }
    // The API allows a hundred calls a day; it is worth a line only where it is what runs out.
    let short = i64::try_from(facts.batches)
        .unwrap_or(i64::MAX)
        .saturating_add(FEW_CALLS);
    if let Some(left) = facts.quota_left.filter(|left| *left < short) {
        more(text!(lang, plan_calls_kind_left_today, left = left));
    }
    if let Some(window) = facts.window {
        more(later::window(lang, window));
    }
    let who = facts.previewed.join(lang.pick(", ", "、"));
    more(match facts.previewed_at {
        _ if facts.previewed.is_empty() => text!(lang, plan_nobody_previewed),
        Some(at) => text!(lang, question_preview_sent_at, to = who, at = clock(at)),
        None => text!(lang, plan_previewed, who = who),
    });
    if facts.accepted_before > 0 {
        more(text!(
            lang,
            plan_batches_went_out_earlier,
            n = facts.accepted_before
        ));
    }
    if facts.unsettled > 0 {
        more(text!(
            lang,
            plan_batches_settled_first_they_not,
            n = facts.unsettled
        ));
    }
    if facts.needs_administrator {
        more(text!(lang, plan_administrator_confirm_within_30_minutes));
    }
    text
}

fn sent(lang: Lang, name: &str, account: &str, ids: &str) -> String {
    text!(
        lang,
        plan_sent_from_account_msg_id,
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
        Outcome::Done if !receipt.has_accepted() => text!(
            lang,
            plan_every_batch_given_up_nothing,
            name = name,
            account = account
        ),
        Outcome::Done if receipt.already_sent => text!(
            lang,
            plan_sent_already_msg_id_account,
            name = name,
            when = first,
            ids = ids,
            account = account
        ),
        Outcome::Done | Outcome::Failed => sent(lang, &name, &account, &ids),
        Outcome::Interrupted if receipt.is_complete() => sent(lang, &name, &account, &ids),
        Outcome::Refused => text!(lang, plan_nothing_sent, name = name),
        Outcome::Partial | Outcome::Unknown | Outcome::Interrupted => {
            let mut text = text!(
                lang,
                plan_not_finished_account,
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
            let head = [
                text!(lang, plan_head_batch),
                "openid".to_owned(),
                text!(lang, plan_head_state),
                "msg_id".to_owned(),
                text!(lang, plan_head_errcode),
            ];
            text.push_str(&table(&head, &rows));
            text.push_str(&text!(lang, plan_run_same_command_again_sends));
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
