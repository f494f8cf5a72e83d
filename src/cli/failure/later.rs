//! Runs whose time is over or has not come, and drafts that are not what was previewed, as failures.

use jiff::Timestamp;

use super::{Exit, Failure};
use crate::pipeline::Difference;
use crate::report::text;
use crate::report::{Lang, beijing, differences, quoted};
use crate::wechat::ids::MediaId;

pub(super) fn missed(lang: Lang, at: Timestamp) -> Failure {
    Failure::new(
        Exit::Input,
        text!(
            lang,
            error_scheduled_which_passed_nothing_sent,
            at = beijing(at)
        ),
        text!(lang, error_give_later_time_last_possible),
    )
}

pub(super) fn not_yet(lang: Lang, at: Timestamp) -> Failure {
    Failure::new(
        Exit::Input,
        text!(lang, error_wechat_s_clock_yet_nothing, at = beijing(at)),
        text!(lang, error_synchronize_machine_s_clock_ntp),
    )
}

pub(super) fn interrupted(lang: Lang, name: &str, at: Timestamp) -> Failure {
    Failure::new(
        Exit::Interrupted,
        text!(
            lang,
            error_interrupted_while_waiting_scheduled_but,
            name = name,
            at = beijing(at)
        ),
        text!(lang, error_run_same_command_again_keep, n = quoted(name)),
    )
}

/// The draft that WeChat holds is not the one that was made, or not the one that was previewed (`since`).
pub(super) fn differs(lang: Lang, id: &MediaId, since: bool, all: &[Difference]) -> Failure {
    let what = differences(lang, all);
    let message = if since {
        text!(lang, error_draft_changed_after_preview_nothing, what = what)
    } else {
        text!(lang, error_draft_wechat_stores_differs_from, what = what)
    };
    let advice = text!(
        lang,
        error_edited_wechat_console_make_change,
        id = id.as_str()
    );
    Failure::new(Exit::Refused, message, advice)
}
