//! Each room's error as a failure: what failed, why, and what to do.

use super::advice::{advice, at};
use super::{Exit, Failure, gateway, later, ledger};
use crate::cli::connect::chosen;
use crate::pipeline::{self, AccountKind, Step};
use crate::report::text;
use crate::report::{Lang, beijing, picture_error, quoted};
use crate::wechat::{self, Kind};

impl Failure {
    /// WeChat's refusal, or its silence, at some step.
    pub fn of_wechat(lang: Lang, error: &wechat::Error, step: Option<&Step>) -> Self {
        if let Some(cause) = error.cache().and_then(wechat::CacheError::of) {
            return Self::of_store(lang, cause);
        }
        let exit = match error.kind() {
            Kind::Refused => Exit::Refused,
            Kind::Account => Exit::Account,
            Kind::Quota => Exit::Quota,
            Kind::Network | Kind::Unknown => Exit::Network,
            Kind::Setup => Exit::Input,
            Kind::Local => Exit::Defect,
        };
        let place = step.map(|step| at(lang, step)).unwrap_or_default();
        let verdict = match error.errcode() {
            Some(code) => format!("{code} {}", error.errmsg()),
            None => error.errmsg().to_owned(),
        };
        let call = error.call().trim_start_matches("/cgi-bin/");
        let message = if let Some(oddity) = error.oddity() {
            text!(
                lang,
                error_text,
                place = place,
                call = call,
                k = gateway::kind(lang, oddity),
                verdict = verdict
            )
        } else if error.call() == wechat::TOKEN_SOURCE {
            text!(lang, error_no_token_from_command_gives, verdict = verdict)
        } else if error.kind() == Kind::Network {
            text!(
                lang,
                error_could_not_reach_wechat,
                place = place,
                call = call,
                verdict = verdict
            )
        } else {
            text!(
                lang,
                error_wechat_answer,
                place = place,
                call = call,
                verdict = verdict
            )
        };
        Self {
            errcode: error.errcode(),
            errmsg: error.errmsg().to_owned(),
            rid: error.rid().map(str::to_owned),
            paste: error.address().map(str::to_owned),
            ..Self::new(exit, message, advice(lang, error, step))
        }
    }

    /// Why a run did not come to its receipt.
    pub fn of_pipeline(lang: Lang, error: pipeline::Error) -> Self {
        use pipeline::Error;
        let again = text!(lang, error_run_same_command_again);
        match error {
            Error::Wechat { step, error } => Self::of_wechat(lang, &error, Some(&step)),
            Error::Store(error) => Self::of_store(lang, &error),
            Error::Audience(found) => Self {
                message: text!(lang, error_list),
                ..Self::of_problems(lang, found)
            },
            Error::Picture { file, error } => {
                let (why, fix) = picture_error(lang, &error);
                Self::new(Exit::Input, format!("`{file}`: {why}"), fix)
            }
            Error::File { path, error } => Self::unreadable(lang, &path, &error),
            Error::FileChanged { path } => Self::new(
                Exit::Input,
                text!(lang, error_file_changed, path = path.display()),
                again,
            ),
            Error::Changed {
                name,
                at,
                msg_ids,
                certain: true,
                ..
            } => Self::new(
                Exit::Input,
                text!(
                    lang,
                    error_another_version_sent_msg_id,
                    name = name,
                    when = at.map(beijing).unwrap_or_default(),
                    ids = joined(msg_ids.iter().copied())
                ),
                text!(lang, error_give_new_version_another_name),
            ),
            Error::Changed { name, run, at, .. } => Self::new(
                Exit::Input,
                text!(
                    lang,
                    error_another_version_may_been_sent,
                    name = name,
                    when = at.map(beijing).unwrap_or_default()
                ),
                text!(
                    lang,
                    error_settle_one_first_put_content,
                    n = quoted(&name),
                    run = run
                ),
            ),
            Error::AgainUnfinished { name, msg_ids, .. } => Self::new(
                Exit::Input,
                text!(
                    lang,
                    error_being_sent_again_again_repeat,
                    name = name,
                    ids = joined(msg_ids.iter().copied())
                ),
                text!(lang, error_run_same_command_again_send),
            ),
            Error::HalfDone {
                name,
                run,
                at,
                msg_ids,
            } => Self::new(
                Exit::Input,
                text!(
                    lang,
                    error_run_sent_message_part_another,
                    run = run,
                    when = at.map(beijing).unwrap_or_default(),
                    ids = joined(msg_ids.iter().copied())
                ),
                text!(
                    lang,
                    error_run_again_list_give_rest,
                    n = quoted(&name),
                    run = run
                ),
            ),
            Error::Unexpected { expected, actual } => Self::new(
                Exit::Input,
                text!(
                    lang,
                    error_campaign_fingerprint_not_reviewed,
                    actual = actual,
                    expected = expected
                ),
                text!(lang, error_review_again_wxmass_send_dry),
            ),
            Error::NoAudience => Self::new(
                Exit::Input,
                text!(lang, error_campaign_does_not_say_whom),
                text!(lang, error_add_audience_one_all_tag),
            ),
            Error::UnknownTag { name, nearest } => Self::new(
                Exit::Input,
                text!(lang, error_account_no_tag, name = name),
                match nearest {
                    Some((tag, None)) => text!(lang, error_did_you_mean_wxmass_tags, tag = tag),
                    Some((tag, Some(count))) => text!(
                        lang,
                        error_did_you_mean_followers_wxmass,
                        tag = tag,
                        count = count
                    ),
                    None => text!(lang, error_wxmass_tags_lists_them),
                },
            ),
            Error::AmbiguousTag { name, tags } => Self::new(
                Exit::Input,
                text!(
                    lang,
                    error_names_tags,
                    name = name,
                    count = tags.len(),
                    tags = tags
                        .iter()
                        .map(|(id, name)| format!("`{name}` (id {id})"))
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
                text!(lang, error_write_name_tag_whose_id),
            ),
            Error::EmptyTag { name } => Self::new(
                Exit::Input,
                text!(lang, error_tag_no_followers_nobody_would, name = name),
                text!(lang, error_wxmass_tags_lists_tags_how),
            ),
            Error::QuietHours { hours } => Self::new(
                Exit::Input,
                text!(
                    lang,
                    error_account_sends_nothing_between_beijing,
                    hours = hours
                ),
                text!(lang, error_send_later_change_quiet_hours),
            ),
            Error::Missed { window } => later::missed(lang, window.at),
            Error::NotYet { window } => later::not_yet(lang, window.at),
            Error::StillScheduled { name, at } => later::interrupted(lang, &name, at),
            Error::OneArticle { found } => Self::new(
                Exit::Input,
                text!(lang, error_only_one_article_can_replace, n = found),
                text!(lang, error_give_markdown_article_campaign_file),
            ),
            Error::TagChanged { name } => Self::new(
                Exit::Input,
                text!(lang, error_tag_one_confirmed_nothing_sent, n = name),
                text!(lang, error_check_wxmass_tags_then_run),
            ),
            Error::DraftDiffers {
                media_id,
                since,
                differences,
            } => later::differs(lang, &media_id, since, &differences),
            Error::Unsettled {
                account,
                name,
                run,
                batches,
            } => Self::new(
                Exit::Unknown,
                text!(
                    lang,
                    error_nobody_knows_whether_batch_sent,
                    b = joined(batches.iter()),
                    name = name
                ),
                text!(
                    lang,
                    error_shows_what_known_look_into,
                    runs = chosen(
                        &account.base,
                        &account.appid,
                        &account.name,
                        format!("wxmass runs {}", quoted(&name))
                    ),
                    run = run,
                    b = batches.first().copied().unwrap_or_default()
                ),
            ),
            Error::Quota {
                call,
                left,
                needed,
                returns,
            } => Self::new(
                Exit::Quota,
                text!(
                    lang,
                    error_calls_left_needed_nothing_uploaded,
                    call = call,
                    left = left,
                    needed = needed
                ),
                match returns {
                    Some(time) => text!(lang, error_quota_returns, t = beijing(time)),
                    None => String::new(),
                },
            ),
            Error::NotAllowed { kind, call } => Self::new(
                Exit::Account,
                text!(
                    lang,
                    error_accounts_may_not_call_48001,
                    k = account_kind(lang, kind),
                    call = call
                ),
                text!(lang, error_mass_sends_need_verified_account),
            ),
            Error::NotPreviewed => Self::new(
                Exit::Input,
                text!(lang, error_content_not_previewed_since_last),
                text!(lang, error_run_wxmass_preview_first_add),
            ),
            Error::Unrecorded {
                number,
                msg_id,
                error,
            } => Self::new(
                Exit::Unknown,
                text!(
                    lang,
                    error_batch_accepted_but_ledger_could,
                    number = number,
                    id = msg_id
                        .map(|id| text!(lang, error_msg_id, id = id))
                        .unwrap_or_default(),
                    e = ledger::line(lang, &error)
                ),
                text!(lang, error_note_msg_id_repair_store),
            ),
            Error::NoBatch { name, number } => Self::new(
                Exit::Input,
                text!(lang, error_no_run_batch, name = name, number = number),
                "wxmass runs",
            ),
            Error::NothingToResolve { number, state } => Self::new(
                Exit::Input,
                text!(
                    lang,
                    error_batch_nothing_changed,
                    number = number,
                    state = state
                ),
                text!(lang, error_mark_sent_send_again_batches),
            ),
            Error::SeveralRuns { name, number, runs } => Self::new(
                Exit::Input,
                text!(
                    lang,
                    error_runs_all_such_batch_nothing,
                    r = joined(runs.iter()),
                    name = name,
                    number = number
                ),
                text!(lang, error_say_which_run_run),
            ),
            Error::KeyTaken { number, msg_id } => Self::new(
                Exit::Refused,
                text!(
                    lang,
                    error_wechat_holds_batch_repeat_msg,
                    number = number,
                    msg_id = msg_id
                ),
                text!(lang, error_wechat_forgets_after_24_hours),
            ),
            Error::LockLost => Self::new(Exit::Network, text!(lang, error_lock_lost), again),
            Error::Interrupted => Self::new(
                Exit::Interrupted,
                text!(lang, error_interrupted_command_sent_nothing),
                again,
            ),
            Error::Spool(error) => Self::of_spool(lang, &error),
            Error::Defect(detail) => Self::of_defect(lang, &detail),
        }
    }
}

fn joined<T: std::fmt::Display>(numbers: impl Iterator<Item = T>) -> String {
    let numbers: Vec<_> = numbers.map(|number| number.to_string()).collect();
    numbers.join(", ")
}

fn account_kind(lang: Lang, kind: AccountKind) -> String {
    match kind {
        AccountKind::Unknown => text!(lang, error_such),
        AccountKind::Subscription => text!(lang, error_subscription),
        AccountKind::Service => text!(lang, error_service),
        AccountKind::Unverified => text!(lang, error_unverified),
    }
}
