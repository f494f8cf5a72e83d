//! Mistakes in the command line, in the operator's language: clap finds them, the sentences are ours.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::{asked, at, localised, page};
use crate::cli::failure::{Exit, Failure};
use crate::cli::given::Wrong;
use crate::report::{Lang, pair, text};
use crate::text;

/// The failure that a mistake is, and the usage line of the command that it was made with.
pub(in crate::cli) fn mistake(lang: Lang, error: &Error) -> (Failure, String) {
    let (path, _) = asked(std::env::args_os());
    let root = localised(lang);
    let usage = page::usage(lang, at(&root, &path));
    let (message, advice) = sentence(lang, error, &path, at(&root, &path));
    let command = path
        .iter()
        .flat_map(|word| [word.as_str(), " "])
        .collect::<String>();
    let advice = advice.unwrap_or_else(|| text!(lang, usage_try, command = command));
    (Failure::new(Exit::Input, message, advice), usage)
}

fn sentence(
    lang: Lang,
    error: &Error,
    path: &[String],
    command: &clap::Command,
) -> (String, Option<String>) {
    let one = |kind| strings(error, kind).into_iter().next().unwrap_or_default();
    let option = || one(ContextKind::InvalidArg);
    let between = lang.pick(", ", "、");
    let all = |kind| strings(error, kind).join(between);
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let option = option();
            let told = if option.starts_with('-') {
                text!(lang, usage_no_such_option, option = &option)
            } else {
                text!(lang, usage_no_such_argument, word = &option)
            };
            let hint = audience(lang, path, &option);
            (
                told,
                hint.or_else(|| nearest(lang, &one(ContextKind::SuggestedArg))),
            )
        }
        ErrorKind::InvalidSubcommand => {
            let word = one(ContextKind::InvalidSubcommand);
            let hint = hint(lang, &word);
            let known = command.get_subcommands().map(clap::Command::get_name);
            let hint = hint.or_else(|| nearest(lang, &text::nearest(&word, known)?));
            (text!(lang, usage_no_such_command, word = word), hint)
        }
        ErrorKind::InvalidValue if one(ContextKind::InvalidValue).is_empty() => {
            (text!(lang, usage_no_value, option = option()), None)
        }
        ErrorKind::InvalidValue => {
            let values = all(ContextKind::ValidValue);
            let value = one(ContextKind::InvalidValue);
            let (told, fix) = pair!(
                lang,
                usage_no_such_value,
                option = option(),
                value = value,
                values = values
            );
            let near = one(ContextKind::SuggestedValue);
            (told, nearest(lang, &near).or(Some(fix)))
        }
        ErrorKind::ValueValidation => {
            let value = one(ContextKind::InvalidValue);
            let why = why(lang, error);
            (
                text!(
                    lang,
                    usage_bad_value,
                    option = option(),
                    value = value,
                    why = why
                ),
                None,
            )
        }
        ErrorKind::MissingRequiredArgument => (
            text!(
                lang,
                usage_missing,
                arguments = all(ContextKind::InvalidArg)
            ),
            (path == ["send"]).then(|| text!(lang, usage_hint_campaign)),
        ),
        ErrorKind::ArgumentConflict => {
            let (option, prior) = (option(), all(ContextKind::PriorArg));
            if option == prior || prior.is_empty() {
                (text!(lang, usage_twice, option = option), None)
            } else {
                (
                    text!(lang, usage_conflict, one = option, other = prior),
                    None,
                )
            }
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            (text!(lang, usage_too_few, option = option()), None)
        }
        ErrorKind::TooManyValues => {
            let value = one(ContextKind::InvalidValue);
            (
                text!(lang, usage_too_many, option = option(), value = value),
                None,
            )
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            (text!(lang, usage_no_command), None)
        }
        ErrorKind::InvalidUtf8 => (text!(lang, usage_not_utf8), None),
        other => (text!(lang, usage_other, text = other), None),
    }
}

/// A word that is no command: what is wrong, and what was meant.
pub(in crate::cli) fn no_such_command(lang: Lang, word: &str) -> (String, String) {
    let hint = hint(lang, word).unwrap_or_else(|| text!(lang, usage_try, command = ""));
    (text!(lang, usage_no_such_command, word = word), hint)
}

fn strings(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

fn nearest(lang: Lang, word: &str) -> Option<String> {
    (!word.is_empty()).then(|| text!(lang, usage_did_you_mean, word = word))
}

/// Why a value is refused. The words of clap and of the standard library are English; what they mean is known.
fn why(lang: Lang, error: &Error) -> String {
    let Some(source) = std::error::Error::source(error) else {
        return String::new();
    };
    if let Some(wrong) = source.downcast_ref::<Wrong>() {
        return match wrong {
            Wrong::Seconds => text!(lang, usage_why_seconds),
            Wrong::NoSecond => text!(lang, usage_why_one_second),
            Wrong::Factor => text!(lang, usage_why_number),
            Wrong::Time => text!(lang, usage_why_time),
            Wrong::Age => text!(lang, usage_why_age),
            Wrong::Article => text!(lang, usage_why_article),
            Wrong::Path => text!(lang, usage_why_path),
            Wrong::Address => text!(lang, usage_why_address),
        };
    }
    if source.is::<std::num::ParseIntError>() {
        return text!(lang, usage_why_digits);
    }
    let text = source.to_string();
    if text.contains("invalid digit") {
        return text!(lang, usage_why_digits);
    }
    match text.split_once(" is not in ") {
        Some((_, range)) => text!(lang, usage_why_range, range = range),
        None => text,
    }
}

/// `send` takes its audience from the campaign.
fn audience(lang: Lang, path: &[String], option: &str) -> Option<String> {
    let is_send = path
        .first()
        .is_some_and(|command| ["send", "check", "preview"].contains(&command.as_str()));
    let key = match option.split('=').next()? {
        "--tag" => "tag = \"VIP\"",
        "--all" => "all = true",
        "--openids" | "--from" | "--openid" | "--to" => "openids = \"list.txt\"",
        _ => return None,
    };
    is_send.then(|| text!(lang, usage_hint_audience, key = key))
}

/// Hints for words that people know from other tools.
fn hint(lang: Lang, word: &str) -> Option<String> {
    Some(match word.to_lowercase().as_str() {
        "login" | "auth" | "account" | "logout" | "use" | "profile" | "登录" | "账号" => {
            text!(lang, usage_hint_login)
        }
        "config" | "configure" | "set" | "context" | "env" | "配置" | "设置" => {
            text!(lang, usage_hint_config)
        }
        "publish" | "push" | "mass" | "masssend" | "mass-send" | "broadcast" | "deploy" | "run"
        | "群发" | "发送" | "发布" => text!(lang, usage_hint_send),
        "open" | "view" | "show" | "browse" | "outbox" | "打开" => text!(lang, usage_hint_open),
        "log" | "logs" | "history" | "list" | "ls" | "记录" | "日志" => {
            text!(lang, usage_hint_logs)
        }
        "version" | "ver" | "版本" => text!(lang, usage_hint_version),
        "upload" | "image" | "images" | "draft" | "material" | "media" | "上传" | "素材"
        | "草稿" => {
            text!(lang, usage_hint_upload)
        }
        "new" | "create" | "start" | "新建" => text!(lang, usage_hint_new),
        "test" | "try" | "dry-run" | "validate" | "lint" | "演练" | "检查" => {
            text!(lang, usage_hint_test)
        }
        "users" | "user" | "fans" | "tag" | "粉丝" | "标签" => text!(lang, usage_hint_users),
        "quota" | "quotas" | "limits" | "额度" => text!(lang, usage_hint_quota),
        _ => return None,
    })
}
