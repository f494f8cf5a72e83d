//! The help in the operator's language: texts from the catalogue laid over clap's model, and a page of our own layout, since
//! clap's is English and cannot measure Chinese.
//!
//! Is built only when help, a man page, completions or a mistake is to be shown: no other start pays for it.

pub(super) mod man;
mod page;
pub(super) mod topics;
mod usage;
mod wrap;

use std::ffi::OsString;

use clap::{ArgAction, Command};

pub(in crate::cli) use page::page;
pub(in crate::cli) use usage::{mistake, no_such_command};

use super::command;
use crate::cli::env;
use crate::report::{Lang, help};

/// The command line with all texts in one language.
pub(in crate::cli) fn localised(lang: Lang) -> Command {
    let root = command()
        .mut_args(|argument| with_help(lang, argument, "root"))
        .mut_subcommands(|command| translated(lang, command, ""));
    let mut root = match help(lang, "root", None) {
        Some(about) => root.about(about),
        None => root,
    };
    root.build();
    root.mut_args(|argument| with_help(lang, argument, "root"))
        .mut_subcommands(|command| built(lang, command))
}

fn translated(lang: Lang, command: Command, above: &str) -> Command {
    let name = format!("{above}{}", command.get_name());
    let command = match help(lang, &name, None) {
        Some(about) => command.about(about.clone()).long_about(about),
        None => command,
    };
    let below = format!("{name}-");
    command
        .mut_args(|argument| with_help(lang, argument, &name))
        .mut_subcommands(|command| translated(lang, command, &below))
}

/// clap adds the options of every command and those for help when the command line is built.
fn built(lang: Lang, command: Command) -> Command {
    command
        .mut_args(|argument| match argument.get_id().as_str() {
            "help" | "version" => with_help(lang, argument, "root"),
            _ if argument.is_global_set() => with_help(lang, argument, "root"),
            _ => argument,
        })
        .mut_subcommands(|command| built(lang, command))
}

fn with_help(lang: Lang, argument: clap::Arg, command: &str) -> clap::Arg {
    let name = argument.get_id().as_str().replace('_', "-");
    let text = help(lang, command, Some(&name)).or_else(|| help(lang, "shared", Some(&name)));
    match text {
        Some(text) => argument.help(text),
        None => argument,
    }
}

/// The command that stands below the root at these words; as far as they name one.
pub(super) fn at<'a>(root: &'a Command, path: &[String]) -> &'a Command {
    path.iter().fold(root, |command, name| {
        command.find_subcommand(name).unwrap_or(command)
    })
}

/// The commands, in the order of the help.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    super::NAMES.iter().map(|(name, _)| *name)
}

/// Whether the words name a command, or nothing.
pub(super) fn is_command(words: &[String]) -> bool {
    let root = command();
    let mut command = &root;
    words.iter().all(|word| {
        let below = command.find_subcommand(word);
        command = below.unwrap_or(command);
        below.is_some()
    })
}

/// The command that help is wanted for, or that a mistake was made with, and whether all options are wanted.
pub(in crate::cli) fn asked(arguments: impl IntoIterator<Item = OsString>) -> (Vec<String>, bool) {
    let flag = |id: &'static str| {
        clap::Arg::new(id)
            .global(true)
            .action(ArgAction::SetTrue)
            .overrides_with(id)
    };
    let lenient = lenient(command())
        .arg(flag("asked-short").short('h'))
        .arg(flag("asked-long").long("help"));
    let Ok(matches) = lenient.try_get_matches_from(arguments) else {
        return (Vec::new(), false);
    };
    let mut path = Vec::new();
    let mut level = &matches;
    while let Some((name, inner)) = level.subcommand() {
        path.push(name.to_owned());
        level = inner;
    }
    let is_whole = level.try_get_one::<bool>("asked-long");
    (path, is_whole.ok().flatten() == Some(&true))
}

/// As much of a line as can be understood.
pub(in crate::cli) fn lenient(command: Command) -> Command {
    command
        .disable_help_flag(true)
        .ignore_errors(true)
        .mut_subcommands(lenient)
}

/// The language before anything is parsed: `--lang`, else the environment.
pub(in crate::cli) fn language(arguments: &[OsString]) -> Lang {
    let words: Vec<_> = arguments
        .iter()
        .map(|word| word.to_string_lossy())
        .collect();
    let typed = words.iter().enumerate().find_map(|(place, word)| {
        let value = word.strip_prefix("--lang=").map(str::to_owned);
        value.or_else(|| {
            (word == "--lang")
                .then(|| words.get(place + 1).map(ToString::to_string))
                .flatten()
        })
    });
    let names = [env::LANGUAGE, env::LC_ALL, env::LC_MESSAGES, env::LANG];
    let given = typed.or_else(|| names.into_iter().find_map(env::value));
    Lang::of_locale(&given.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_option_has_its_text_in_both_languages() {
        fn missing(lang: Lang, command: &Command, path: &str, found: &mut Vec<String>) {
            if command.get_about().is_none() {
                found.push(format!("{lang:?}: {path}"));
            }
            for argument in command.get_arguments() {
                let id = argument.get_id();
                if argument.get_help().is_none() {
                    found.push(format!("{lang:?}: {path} {id}"));
                }
            }
            for below in command.get_subcommands() {
                missing(lang, below, &format!("{path} {}", below.get_name()), found);
            }
        }
        // Without texts of clap's: a doc comment would show in one language.
        let mut bare = command();
        bare.build();
        let mut english = Vec::new();
        texts(&bare, &mut english);
        assert!(
            english.is_empty(),
            "texts outside the catalogue: {english:?}"
        );
        for lang in [Lang::En, Lang::Zh] {
            let mut found = Vec::new();
            missing(lang, &localised(lang), "wxmass", &mut found);
            assert!(found.is_empty(), "no text in help.ftl: {found:?}");
        }
    }

    /// The texts of options that clap has by itself, except its own options.
    fn texts(command: &Command, found: &mut Vec<String>) {
        let own = |id: &str| id == "help" || id == "version";
        let arguments = command.get_arguments();
        let helped = arguments.filter(|it| !own(it.get_id().as_str()));
        found.extend(
            helped
                .filter_map(|it| it.get_help())
                .map(ToString::to_string),
        );
        for below in command.get_subcommands() {
            texts(below, found);
        }
    }

    fn walk(command: &Command, path: &str, bare: &mut Vec<String>) {
        for argument in command.get_arguments() {
            let text = argument.get_help().map(ToString::to_string);
            if !argument.is_hide_set() && text.is_none_or(|it| it.trim().is_empty()) {
                bare.push(format!("{path} {}", argument.get_id()));
            }
        }
        for below in command.get_subcommands() {
            let path = format!("{path} {}", below.get_name());
            if below.get_about().is_none() {
                bare.push(path.clone());
            }
            walk(below, &path, bare);
        }
    }

    #[test]
    fn every_command_and_every_option_is_in_the_catalogue() {
        for lang in [Lang::En, Lang::Zh] {
            let mut bare = Vec::new();
            walk(&localised(lang), "wxmass", &mut bare);
            assert_eq!(bare, Vec::<String>::new(), "{lang:?}");
        }
        let mut command_line = command();
        command_line.build();
        let mut english = Vec::new();
        walk(&localised(Lang::En), "wxmass", &mut english);
        assert_eq!(english, Vec::<String>::new());
    }

    #[test]
    fn chinese_help_is_chinese() {
        fn each(command: &Command, odd: &mut Vec<String>) {
            let is_chinese = |text: &str| {
                text.chars()
                    .any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it))
            };
            for argument in command.get_arguments().filter(|it| !it.is_hide_set()) {
                let text = argument
                    .get_help()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                if !is_chinese(&text) {
                    odd.push(format!(
                        "{} {}: {text}",
                        command.get_name(),
                        argument.get_id()
                    ));
                }
            }
            let about = command
                .get_about()
                .map(ToString::to_string)
                .unwrap_or_default();
            if !is_chinese(&about) {
                odd.push(format!("{}: {about}", command.get_name()));
            }
            for below in command.get_subcommands() {
                each(below, odd);
            }
        }
        let mut odd = Vec::new();
        each(&localised(Lang::Zh), &mut odd);
        assert_eq!(odd, Vec::<String>::new());
    }

    #[test]
    fn the_command_of_a_question_for_help_is_found() {
        for (typed, path, is_whole) in [
            ("wxmass -h", "", false),
            ("wxmass --help", "", true),
            ("wxmass send -h", "send", false),
            ("wxmass accounts add --help", "accounts add", true),
            ("wxmass --account send status --help", "status", true),
            ("wxmass -q send x.toml --help", "send", true),
        ] {
            let words = typed.split(' ').map(OsString::from);
            let (found, whole) = asked(words);
            assert_eq!(
                (found.join(" ").as_str(), whole),
                (path, is_whole),
                "{typed}"
            );
        }
    }
}
