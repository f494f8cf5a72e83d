//! The rules of a campaign in words: what is wrong, and what to do, in both languages.

use super::catalogue::{key, pair, text};
use super::files::{exactly_one, odd_title, unreadable};
use super::foreign::foreign;
use super::lang::Lang;
use super::pictures::{fetch_refusal, stands_still};
use super::size::{bytes, bytes_beside};
use super::{lists, picture_error, removed, sheet, slips, words};
use crate::campaign::problem::{Rule, Unit};
use crate::text::printable;

/// The problem in one line and without the words of a campaign file.
pub fn rule(lang: Lang, rule: &Rule) -> String {
    let (what, fix) = sentence(lang, rule);
    match rule {
        Rule::MissingKey { .. } | Rule::Empty { .. } => what,
        _ => text!(lang, rule_text, what = what, fix = fix),
    }
}

/// Returns the sentence and the fix.
pub(super) fn sentence(lang: Lang, rule: &Rule) -> (String, String) {
    let (what, fix) = words_of(lang, rule);
    (printable(&what), printable(&fix))
}

/// The values that a key of a profile takes.
fn key_of_profile(lang: Lang, name: &str) -> String {
    key(lang, &format!("profile.{name}")).unwrap_or_default()
}

fn meant(lang: Lang, nearest: Option<&String>, otherwise: String) -> String {
    nearest.map_or(otherwise, |word| {
        text!(lang, rule_did_you_mean, word = word)
    })
}

fn length(lang: Lang, length: usize, limit: usize, unit: Unit) -> String {
    let unit = match unit {
        Unit::Characters => text!(lang, rule_characters),
        Unit::Widths => text!(lang, rule_width_units_chinese_character),
        Unit::Bytes => text!(lang, rule_bytes),
    };
    text!(lang, rule_most, length = length, unit = unit, limit = limit)
}

fn words_of(lang: Lang, rule: &Rule) -> (String, String) {
    match rule {
        Rule::Syntax { message, slip } => slips::sentence(lang, slip.as_ref(), message),
        Rule::Unreadable { path, why } => unreadable(lang, &path.display().to_string(), why),
        Rule::Temporary { folder, error } => pair!(
            lang,
            rule_temporary,
            folder = folder.display(),
            error = error
        ),
        Rule::FileTooLarge { path, limit } => pair!(
            lang,
            rule_too_large,
            path = path.display(),
            l = bytes(*limit)
        ),
        Rule::UnknownKey { key, nearest } => (
            text!(lang, rule_unknown_key, key = key),
            meant(lang, nearest.as_ref(), text!(lang, rule_remove)),
        ),
        Rule::MissingKey { key } => pair!(lang, rule_missing, key = key),
        Rule::NotSaidAbove { key } => pair!(lang, rule_article_does_not_say, key = key),
        Rule::WrongType {
            key,
            expected,
            found,
        } => words::wrong_type(lang, key, expected, found),
        Rule::Empty { key } => pair!(lang, rule_empty, key = key),
        Rule::ControlCharacter { key } => pair!(lang, rule_holds_control_character, key = key),
        Rule::NotOneOf {
            key,
            value,
            allowed,
            nearest,
        } => (
            text!(lang, rule_cannot, key = key, value = value),
            meant(
                lang,
                nearest.as_ref(),
                text!(lang, rule_one, a = allowed.join(", ")),
            ),
        ),
        Rule::ExactlyOne { table, of, found } => exactly_one(lang, table, of, *found),
        Rule::OneBracket { name } => slips::one_bracket(lang, name),
        Rule::Backslashes { better } => slips::backslashes(lang, better),
        Rule::InvisibleCharacter { key, character } => pair!(
            lang,
            rule_holds_character_cannot_seen_u,
            key = key,
            code = format!("{:04X}", u32::from(*character))
        ),
        Rule::OddTitle(odd) => odd_title(lang, odd),
        Rule::LinkInText { url } => pair!(lang, rule_link_text_message, url = url),
        Rule::VideoRefused => pair!(lang, rule_video_uploaded_api_can_probably),
        Rule::CardRefused => pair!(lang, rule_wechat_no_longer_sends_cards),
        Rule::AllIsNotTrue => pair!(lang, rule_all_false_says_nothing),
        Rule::TooLong {
            field,
            length: n,
            limit,
            unit,
        } => (
            text!(lang, rule_too_long, field = field),
            length(lang, *n, *limit, *unit),
        ),
        Rule::Longish {
            field,
            length: n,
            limit,
            unit,
        } => (
            text!(lang, rule_may_too_long_wechat, field = field),
            length(lang, *n, *limit, *unit),
        ),
        Rule::ArticleCount { count } => pair!(lang, rule_articles, count = count),
        Rule::NoBody => pair!(lang, rule_nothing_send),
        Rule::TwoBodies => pair!(lang, rule_message_beside_articles),
        Rule::CoverMissing => pair!(lang, rule_article_no_cover),
        Rule::DigestIgnored => pair!(lang, rule_wechat_shows_digest_single_article),
        Rule::FileMissing { tried, nearest } => (
            text!(lang, rule_file_does_not_exist, tried = tried.display()),
            match nearest {
                Some(name) => text!(lang, rule_nearest_file, name = name),
                None => text!(lang, rule_check_name_folder_paths_start),
            },
        ),
        Rule::OutsideFolder { path } => pair!(
            lang,
            rule_lies_outside_campaign_folder,
            path = path.display()
        ),
        Rule::NotFetched { source } => pair!(lang, rule_picture_another_host, source = source),
        Rule::FetchRefused { source, reason } => {
            let (why, fix) = fetch_refusal(lang, reason);
            let what = text!(
                lang,
                rule_picture_cannot_fetched,
                source = source,
                why = why
            );
            (what, fix)
        }
        Rule::ForbiddenScheme { source } => pair!(lang, rule_not_path, source = source),
        Rule::PictureUnusable { source, error } => {
            let (why, fix) = picture_error(lang, error);
            let what = text!(lang, rule_picture_cannot_used, source = source, why = why);
            (what, fix)
        }
        Rule::PictureCount { count, limit } => {
            pair!(lang, rule_pictures, count = count, limit = limit)
        }
        Rule::UnknownImage { name, nearest } => (
            text!(lang, rule_images_no, name = name),
            meant(lang, nearest.as_ref(), text!(lang, rule_add_images)),
        ),
        Rule::UnusedImage { name } => pair!(lang, rule_no_article_uses_image, name = name),
        Rule::StandsStill { source, format } => stands_still(lang, source, *format),
        Rule::MediaFormat { found, allowed } => pair!(
            lang,
            rule_files_type_not_taken_here,
            found = found,
            allowed = allowed
        ),
        Rule::MediaTooLarge { bytes, limit } => pair!(
            lang,
            rule_file,
            b = bytes_beside(*bytes, *limit),
            l = bytes_beside(*limit, *bytes)
        ),
        Rule::ContentKind { path } => {
            pair!(lang, rule_neither_markdown_nor_html, path = path.display())
        }
        Rule::ContentUnusable { why } => (text!(lang, rule_article_cannot_used), why.clone()),
        Rule::ContentEmpty => pair!(lang, rule_article_empty),
        Rule::Removed(what) => removed::sentence(lang, what),
        Rule::Sheet(what) => sheet::sentence(lang, what),
        Rule::ContentTooLong {
            length: n,
            limit,
            unit,
            weight,
            cut_after,
            judged,
        } => sheet::too_long(
            lang,
            &length(lang, *n, *limit, *unit),
            *weight,
            *cut_after,
            *judged,
        ),
        Rule::BadSetting { key, value, like } => {
            pair!(lang, rule_cannot_2, key = key, value = value, like = like)
        }
        Rule::EndsBeforeItBegins => pair!(lang, rule_ends_before_it_begins),
        Rule::BadCrop { value } => pair!(lang, rule_not_rectangle, value = value),
        Rule::CropShape {
            value,
            shape,
            middle,
        } => pair!(
            lang,
            rule_not_1_cover,
            value = value,
            shape = shape,
            middle = middle
        ),
        Rule::BadUrl { value } => pair!(lang, rule_not_web_address, value = value),
        Rule::List(fault) => lists::sentence(lang, fault),
        Rule::ForeignFile { path, what } => foreign(lang, path, *what),
        Rule::More { count, .. } => pair!(lang, rule_more_problems_kind_file, count = count),
        Rule::ArticleAlone => pair!(lang, rule_article_itself_does_not_say),
        Rule::CampaignKind => pair!(lang, rule_html_cannot_say_title_cover),
        Rule::CampaignFolder { inside } => (
            text!(lang, rule_folder),
            match inside {
                Some(file) => text!(lang, rule_give_campaign, file = file.display()),
                None => text!(lang, rule_give_campaign_file_wxmass_init),
            },
        ),
        Rule::OutsideTable { key } => pair!(lang, rule_stands_outside_account_table, key = key),
        Rule::CannotBeThis { key } => pair!(
            lang,
            rule_cannot_3,
            key = key,
            w = key_of_profile(lang, key)
        ),
        Rule::AudienceMissing => pair!(lang, rule_no_audience_campaign_does_not),
    }
}
