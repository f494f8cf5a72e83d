//! Values of options as people and systems write them: locales for languages, durations for seconds, and environment
//! variables that are set to nothing. What is understood is narrow; all else is clap's to refuse.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, Command, Error};
use jiff::{SignedDuration, Timestamp};

use super::env;

/// Options whose variable is set to nothing, as if it were not set.
pub(super) fn without_empty_variables(command: Command) -> Command {
    let forget = |argument: Arg| {
        let variable = argument.get_env().map(OsStr::to_string_lossy);
        if variable.is_some_and(|it| env::is_set_to_nothing(&it)) {
            argument.env(None)
        } else {
            argument
        }
    };
    command.mut_args(forget)
}

/// `en` or `zh`, also as a locale: `zh_CN.UTF-8`, `en-GB`, `C`.
#[derive(Debug, Clone)]
pub(super) struct Language;

const LANGUAGES: [&str; 2] = ["en", "zh"];

impl TypedValueParser for Language {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, Error> {
        let written = value.to_string_lossy();
        let language = match language_of(&written) {
            Some(language) => language.into(),
            None => value.to_owned(),
        };
        PossibleValuesParser::new(LANGUAGES).parse_ref(command, argument, &language)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(LANGUAGES.into_iter().map(PossibleValue::new)))
    }
}

fn language_of(locale: &str) -> Option<&'static str> {
    let locale = locale.trim().to_ascii_lowercase();
    match locale.split(['_', '-', '.', '@']).next() {
        Some("en" | "c" | "posix") => Some("en"),
        Some("zh" | "cn") => Some("zh"),
        _ => None,
    }
}

/// A value that is not what its option takes; [`super::help`] has the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Wrong {
    #[error("no seconds")]
    Seconds,
    #[error("less than a second")]
    NoSecond,
    #[error("no number")]
    Factor,
    #[error("no date and time")]
    Time,
    #[error("no age")]
    Age,
    #[error("no address of an article")]
    Article,
    #[error("no path")]
    Path,
    #[error("no web address")]
    Address,
}

/// Whole seconds, at least one: `30`, `30s`, `1m 30s`.
pub(super) fn seconds(written: &str) -> Result<u64, Wrong> {
    let written = written.trim();
    let seconds = if let Ok(plain) = written.parse::<u64>() {
        plain
    } else {
        let duration: SignedDuration = written.parse().map_err(|_| Wrong::Seconds)?;
        let begun = i64::from(duration.subsec_nanos() > 0);
        u64::try_from(duration.as_secs() + begun).map_err(|_| Wrong::Seconds)?
    };
    if seconds == 0 {
        return Err(Wrong::NoSecond);
    }
    Ok(seconds)
}

/// A text without the white space around it: a `.env` file of Windows leaves a carriage return at the end of each value.
#[expect(
    clippy::unnecessary_wraps,
    reason = "a parser of clap answers a result"
)]
pub(super) fn trimmed(written: &str) -> Result<String, String> {
    Ok(written.trim().to_owned())
}

/// A time: `2026-12-01 20:00`, Beijing's unless an offset is given.
pub(super) fn time(written: &str) -> Result<Timestamp, Wrong> {
    crate::campaign::time(written).ok_or(Wrong::Time)
}

/// An age: `30d`, `12h`, `2w`.
pub(super) fn age(written: &str) -> Result<SignedDuration, Wrong> {
    let written = written.trim();
    let unit = written.chars().last().ok_or(Wrong::Age)?;
    let hours = match unit {
        'h' => 1,
        'd' => 24,
        'w' => 24 * 7,
        _ => return Err(Wrong::Age),
    };
    let number: u32 = written[..written.len() - 1]
        .trim()
        .parse()
        .map_err(|_| Wrong::Age)?;
    Ok(SignedDuration::from_hours(hours * i64::from(number)))
}

/// A factor.
pub(super) fn factor(written: &str) -> Result<f64, Wrong> {
    written.trim().parse().map_err(|_| Wrong::Factor)
}

/// A switch: `0`, `false`, `no`, `off`, `n` and `f` are no, with or without white space around them; all else is yes.
#[derive(Debug, Clone)]
pub(super) struct Switch;

impl TypedValueParser for Switch {
    type Value = bool;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<bool, Error> {
        let Some(text) = value.to_str() else {
            return Err(Error::new(ErrorKind::InvalidUtf8).with_cmd(command));
        };
        clap::builder::FalseyValueParser::new().parse_ref(
            command,
            argument,
            OsStr::new(text.trim()),
        )
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(
            ["true", "false"]
                .into_iter()
                .map(|it| PossibleValue::new(it).hide(true)),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_locales_too() {
        for (written, language) in [
            ("zh", Some("zh")),
            ("zh_CN.UTF-8", Some("zh")),
            ("zh-Hans", Some("zh")),
            ("ZH\r", Some("zh")),
            ("en_GB", Some("en")),
            ("C.UTF-8", Some("en")),
            ("fr", None),
            ("zhuang", None),
        ] {
            assert_eq!(language_of(written), language, "{written}");
        }
    }

    #[test]
    fn seconds_may_say_so() {
        for (written, found) in [
            ("30", Some(30)),
            ("30s", Some(30)),
            (" 30 s\r", Some(30)),
            ("2m", Some(120)),
            ("1m 30s", Some(90)),
            ("500ms", Some(1)),
            ("0", None),
            ("-5", None),
            ("never", None),
        ] {
            assert_eq!(seconds(written).ok(), found, "{written}");
        }
    }
}
