//! Runs whose time is over or has not come, and drafts that are not what was previewed, as failures.

use super::{Exit, Failure, report_it};
use crate::pipeline::Error;
use crate::report::text;
use crate::report::{Lang, beijing, differences, quoted};

/// The failure of a run that waited, or whose draft was looked at again.
pub(super) fn failure(lang: Lang, error: Error) -> Failure {
    match error {
        Error::Missed { window } => Failure::new(
            Exit::Input,
            text!(
                lang,
                error_scheduled_which_passed_nothing_sent,
                at = beijing(window.at)
            ),
            text!(lang, error_give_later_time_last_possible),
        ),
        Error::NotYet { window } => Failure::new(
            Exit::Input,
            text!(
                lang,
                error_wechat_s_clock_yet_nothing,
                at = beijing(window.at)
            ),
            text!(lang, error_synchronize_machine_s_clock_ntp),
        ),
        Error::StillScheduled { name, at } => Failure::new(
            Exit::Interrupted,
            text!(
                lang,
                error_interrupted_while_waiting_scheduled_but,
                name = name,
                at = beijing(at)
            ),
            text!(lang, error_run_same_command_again_keep, n = quoted(&name)),
        ),
        Error::OneArticle { found } => Failure::new(
            Exit::Input,
            text!(lang, error_only_one_article_can_replace, n = found),
            text!(lang, error_give_markdown_article_campaign_file),
        ),
        Error::TagChanged { name } => Failure::new(
            Exit::Input,
            text!(lang, error_tag_one_confirmed_nothing_sent, n = name),
            text!(lang, error_check_wxmass_tags_then_run),
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
        text!(lang, error_draft_changed_after_preview_nothing, what = what)
    } else {
        text!(lang, error_draft_wechat_stores_differs_from, what = what)
    };
    let advice = text!(lang, error_edited_wechat_console_make_change, id = media_id);
    Failure::new(Exit::Refused, message, advice)
}
