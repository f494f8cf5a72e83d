//! Events in words: one sentence each.

use super::catalogue::text;
use super::lang::Lang;
use super::moment::beijing;
use super::{later, pictures};
use crate::pipeline::event::{Event, Wait};
use crate::text::printable;

/// The mark before every line of a run in the sandbox.
pub(super) fn sandbox_mark(lang: Lang) -> String {
    text!(lang, run_sandbox)
}

/// Fixed words of the rooms below (types, notes of the ledger), as people get to see it; all else stays as it is.
pub fn known(lang: Lang, words: &str) -> String {
    match words {
        "text in quotes" => text!(lang, word_text_quotes),
        "true or false" => text!(lang, word_true_false),
        "a table" => text!(lang, word_table),
        "a list of tables" => text!(lang, word_list_tables),
        "a list of texts" => text!(lang, word_list_texts),
        "a number" => text!(lang, word_number),
        "a time" => text!(lang, word_time_such),
        "a tag's id or name" => text!(lang, word_tag_s_id_name),
        "string" => text!(lang, word_string),
        "integer" => text!(lang, word_integer),
        "float" => text!(lang, word_float),
        "number" => text!(lang, word_number_x),
        "boolean" => text!(lang, word_boolean),
        "datetime" => text!(lang, word_datetime),
        "array" => text!(lang, word_array),
        "table" => text!(lang, word_table_x),
        "object" => text!(lang, word_object),
        "null" => text!(lang, word_null),
        "it is not UTF-8" => text!(lang, word_utf),
        "by the operator" => text!(lang, word_confirmed_operator),
        "not sent, says the operator" => text!(lang, word_sent_operator_confirmed),
        "replayed" => text!(lang, word_accepted_earlier_try),
        "key-collision" => text!(lang, word_wechat_takes_repeat_another),
        other => other.to_owned(),
    }
}

/// A value of another type than is wanted, and what to write.
pub(super) fn wrong_type(lang: Lang, key: &str, expected: &str, found: &str) -> (String, String) {
    (
        text!(lang, run_wrong_type, key = key, f = known(lang, found)),
        match expected {
            "a list of texts" => text!(lang, run_write_list_brackets_such, key = key),
            "text in quotes" => text!(lang, run_write_text_quotes),
            expected => text!(lang, run_write, e = known(lang, expected)),
        },
    )
}

/// One line for a finished step; `None` for steps that need no line of their own.
pub fn event(lang: Lang, event: &Event) -> Option<String> {
    Some(match event {
        Event::WaitingForHolder { holder } => text!(
            lang,
            run_waiting_another_wxmass_runs_campaign,
            holder = holder
        ),
        Event::GoingOn {
            run,
            accepted,
            unsettled,
            of,
        } => {
            let settled_first = match unsettled {
                0 => String::new(),
                unsettled => text!(
                    lang,
                    run_not_known_they_settled_first,
                    unsettled = unsettled
                ),
            };
            text!(
                lang,
                run_going_run_batches_went_out,
                run = run,
                accepted = accepted,
                of = of,
                more = settled_first
            )
        }
        Event::TokenReady => text!(lang, run_access_token_ready),
        Event::UploadsPlanned { total: 0, .. }
        | Event::Asking
        | Event::TimeLeft { .. }
        | Event::Tagged { .. } => return None,
        Event::Scheduled { at, .. } => text!(lang, run_scheduled, at = beijing(*at)),
        Event::DraftSaved { differences } if differences.is_empty() => {
            text!(lang, run_draft_saved_unchanged)
        }
        Event::DraftSaved { differences } => {
            text!(
                lang,
                run_draft_changed,
                differences = later::differences(lang, differences)
            )
        }
        Event::DraftUnread { why } => text!(lang, run_draft_unread, why = why),
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
                text!(lang, run_cover)
            } else {
                String::new()
            };
            let note = note
                .as_ref()
                .map(|it| pictures::note(lang, it))
                .unwrap_or_default();
            text!(lang, run_uploaded, file = file, cover = cover, note = note)
        }
        Event::UploadForgotten { file } => {
            text!(lang, run_account_no_longer_uploading_again, file = file)
        }
        Event::NewsCreated {
            media_id,
            route,
            articles: number,
            again: false,
        } => {
            text!(
                lang,
                run_draft_created,
                articles = number,
                route = route,
                id = media_id
            )
        }
        Event::NewsCreated {
            media_id,
            again: true,
            ..
        } => text!(lang, run_news_had_been_used_up, media_id = media_id),
        Event::StrayDraft {
            media_id,
            deleted: true,
        } => text!(
            lang,
            run_deleted_second_draft_lost_answer,
            media_id = media_id
        ),
        Event::StrayDraft { media_id, .. } => {
            text!(lang, run_lost_answer_left_second_draft, media_id = media_id)
        }
        Event::Previewed { receiver } => {
            text!(lang, preview_sent, to = receiver)
        }
        Event::PreviewSkipped { receiver } => text!(lang, run_had_preview_already, who = receiver),
        Event::BatchStarted { number, of, size } => {
            let size = size
                .map(|size| text!(lang, run_openids, size = size))
                .unwrap_or_default();
            text!(
                lang,
                run_sending_batch,
                number = number,
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
                text!(lang, run_accepted_earlier)
            } else {
                String::new()
            };
            text!(
                lang,
                run_wechat_accepted_batch_msg_id,
                number = number,
                of = of,
                msg_id = msg_id,
                before = before
            )
        }
        Event::BatchRefused {
            number,
            of,
            errcode,
            errmsg,
        } => text!(
            lang,
            run_wechat_refused_batch,
            number = number,
            of = of,
            code = errcode.map(|code| code.to_string()).unwrap_or_default(),
            text = errmsg
        ),
        Event::BatchUnknown {
            number,
            of,
            why,
            again,
        } => {
            let more = if *again {
                text!(lang, run_asking_again_under_same_clientmsgid)
            } else {
                String::new()
            };
            text!(
                lang,
                run_answer_batch_lost,
                number = number,
                of = of,
                why = why,
                more = more
            )
        }
        Event::Waiting { seconds, why } => {
            let why = match why {
                Wait::Settling => text!(lang, run_before_asking_again),
                Wait::MinuteQuota => text!(lang, run_because_calls_minute_used_up),
                Wait::Unreachable => text!(lang, run_before_trying_again_nothing_sent),
                Wait::Administrator => text!(lang, run_administrator_confirm_send_wechat_within),
                // The first looks follow each other within seconds.
                Wait::Polling { .. } if *seconds < 60 => return None,
                Wait::Polling { open, of } => {
                    return Some(text!(
                        lang,
                        run_waiting_wechat_finish_sends_next,
                        open = open,
                        of = of,
                        seconds = seconds
                    ));
                }
            };
            text!(lang, run_waiting_s, seconds = seconds, why = why)
        }
        Event::Status { msg_id, status } => {
            text!(lang, run_msg_id, msg_id = msg_id, status = status)
        }
        Event::LinkWillDiffer => text!(lang, run_first_batches_went_out_another),
        Event::NotFinished { msg_id } => {
            text!(lang, run_msg_id_accepted_not_finished, msg_id = msg_id)
        }
        Event::StatusUnavailable { msg_id, why } => text!(
            lang,
            run_msg_id_accepted_but_state,
            msg_id = msg_id,
            why = why
        ),
        Event::Stopping => text!(lang, run_stopping_what_flight_finished_recorded),
    })
}
