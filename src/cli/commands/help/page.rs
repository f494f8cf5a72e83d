//! The page that `-h` and `--help` show: what the command does, lines to paste, usage, arguments and options.
//!
//! Lines to paste are never broken, whatever the width of the terminal.

use std::fmt::Write as _;

use clap::{Arg, Command};

use super::at;
use super::wrap::{cells, wrapped};
use crate::cli::commands::{Group, NAMES};
use crate::cli::env;
use crate::report::{Lang, help, text};

const BOLD: &str = "\x1b[1m";
const OFF: &str = "\x1b[0m";
/// The width where there is no terminal, and the most that is used of one.
const WIDEST: usize = 100;
/// The column in which texts begin, at most; a longer option has its text on the next line.
const COLUMN: usize = 34;

/// The help of the command at `path`, with its own options or, where it is to be `whole`, those of every command.
pub(in crate::cli) fn page(lang: Lang, path: &[String], whole: bool) -> String {
    let root = super::localised(lang);
    let page = Page {
        lang,
        width: width(),
        whole,
    };
    if path.is_empty() {
        page.root(&root)
    } else {
        page.command(at(&root, path), path)
    }
}

/// The lines of a command's `before_help` below `Examples:`.
pub(super) fn examples(command: &Command) -> Vec<String> {
    let text = command.get_before_help().map(ToString::to_string);
    let text = text.unwrap_or_default();
    let (_, lines) = text.split_once("Examples:\n").unwrap_or_default();
    lines.lines().map(|it| it.trim().to_owned()).collect()
}

/// The usage line, without its heading and with the words of a language.
pub(super) fn usage(lang: Lang, command: &Command) -> String {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    usage
        .replace(
            "[OPTIONS]",
            &format!("[{}]", text!(lang, usage_options_word)),
        )
        .replace(
            "[COMMAND]",
            &format!("[{}]", text!(lang, usage_command_word)),
        )
}

fn width() -> usize {
    let given = env::value("COLUMNS").and_then(|columns| columns.parse().ok());
    let shown = || {
        console::Term::stdout()
            .size_checked()
            .map(|(_, columns)| usize::from(columns))
    };
    given.or_else(shown).unwrap_or(WIDEST).clamp(40, WIDEST)
}

struct Page {
    lang: Lang,
    width: usize,
    whole: bool,
}

impl Page {
    fn root(&self, root: &Command) -> String {
        let lang = self.lang;
        let mut page = self.top(root);
        let names = root.get_subcommands().map(|it| cells(it.get_name()));
        let longest = names.max().unwrap_or(0);
        for group in Group::ALL {
            let _ = writeln!(page, "\n{BOLD}{}{OFF}", heading(lang, group));
            let rows = NAMES
                .iter()
                .filter(|(_, of)| *of == group)
                .filter_map(|(name, _)| root.find_subcommand(name));
            let rows: Vec<_> = rows
                .map(|it| (it.get_name().to_owned(), about(it)))
                .collect();
            self.rows_from(&mut page, &rows, longest);
        }
        if self.whole {
            self.options(&mut page, &text!(lang, usage_everywhere), root, |_| true);
        }
        let _ = writeln!(page, "\n{BOLD}{}{OFF}", text!(lang, usage_first_steps));
        page.push_str("  wxmass init spring && wxmass send spring/campaign.toml --sandbox\n\n");
        let last = if self.whole {
            text!(lang, usage_exit_codes)
        } else {
            text!(lang, usage_more_root)
        };
        self.paragraph(&mut page, &last);
        page.trim_end().to_owned() + "\n"
    }

    fn command(&self, command: &Command, path: &[String]) -> String {
        let lang = self.lang;
        let mut page = String::new();
        self.paragraph(&mut page, &about(command));
        if let Some(more) = help(lang, &path.join("-"), Some("more")) {
            page.push('\n');
            self.paragraph(&mut page, &more);
        }
        let lines = examples(command);
        if !lines.is_empty() {
            let _ = writeln!(page, "\n{BOLD}{}{OFF}", text!(lang, usage_examples));
            for line in lines {
                let _ = writeln!(page, "  {line}");
            }
        }
        self.usage(&mut page, command);
        let below: Vec<_> = command
            .get_subcommands()
            .filter(|it| it.get_name() != "help")
            .map(|it| (it.get_name().to_owned(), about(it)))
            .collect();
        if !below.is_empty() {
            let _ = writeln!(page, "\n{BOLD}{}{OFF}", text!(lang, usage_commands));
            self.rows(&mut page, &below);
        }
        let positional: Vec<_> = command
            .get_positionals()
            .map(|it| (it.to_string(), self.described(it)))
            .collect();
        if !positional.is_empty() {
            let _ = writeln!(page, "\n{BOLD}{}{OFF}", text!(lang, usage_arguments));
            self.rows(&mut page, &positional);
        }
        self.options(&mut page, &text!(lang, usage_options), command, |it| {
            !it.is_global_set()
        });
        if self.whole {
            self.options(
                &mut page,
                &text!(lang, usage_everywhere),
                command,
                Arg::is_global_set,
            );
        } else {
            page.push('\n');
            self.paragraph(
                &mut page,
                &text!(lang, usage_more, command = path.join(" ")),
            );
        }
        page
    }

    fn top(&self, command: &Command) -> String {
        let mut page = String::new();
        self.paragraph(&mut page, &about(command));
        self.usage(&mut page, command);
        page
    }

    fn usage(&self, page: &mut String, command: &Command) {
        let heading = text!(self.lang, usage_heading);
        let gap = self.lang.pick(" ", "");
        let usage = usage(self.lang, command);
        let _ = writeln!(page, "\n{BOLD}{heading}{OFF}{gap}{usage}");
    }

    fn options(
        &self,
        page: &mut String,
        heading: &str,
        command: &Command,
        wanted: impl Fn(&Arg) -> bool,
    ) {
        let rows: Vec<_> = command
            .get_arguments()
            .filter(|it| !it.is_positional() && !it.is_hide_set() && wanted(it))
            .map(|it| (names(it), self.described(it)))
            .collect();
        if !rows.is_empty() {
            let _ = writeln!(page, "\n{BOLD}{heading}{OFF}");
            self.rows(page, &rows);
        }
    }

    /// An option's text, with its default, its values and its variable.
    fn described(&self, argument: &Arg) -> String {
        let lang = self.lang;
        let mut texts = vec![
            argument
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ];
        let defaults = argument.get_default_values();
        if !argument.is_hide_default_value_set()
            && !defaults.is_empty()
            && argument.get_action().takes_values()
        {
            let value = defaults[0].to_string_lossy();
            texts.push(text!(lang, usage_default, value = value));
        }
        let values: Vec<_> = argument
            .get_possible_values()
            .iter()
            .filter(|it| !it.is_hide_set())
            .map(|it| it.get_name().to_owned())
            .collect();
        if !values.is_empty() && !argument.is_hide_possible_values_set() {
            let between = lang.pick(", ", "、");
            texts.push(text!(lang, usage_values, values = values.join(between)));
        }
        if let Some(name) = argument.get_env() {
            texts.push(text!(lang, usage_env, name = name.to_string_lossy()));
        }
        texts.join(" ")
    }

    /// Two columns: names, and texts that are broken at the width.
    fn rows(&self, page: &mut String, rows: &[(String, String)]) {
        let widths = rows.iter().map(|(name, _)| cells(name));
        let longest = widths.filter(|it| *it <= COLUMN).max();
        self.rows_from(page, rows, longest.unwrap_or(0));
    }

    fn rows_from(&self, page: &mut String, rows: &[(String, String)], column: usize) {
        for (name, text) in rows {
            let fits = cells(name) <= column;
            let gap = if fits { column - cells(name) } else { 0 };
            let _ = write!(page, "  {BOLD}{name}{OFF}{}", " ".repeat(gap));
            let indent = " ".repeat(column + 4);
            if !fits {
                let _ = write!(page, "\n{indent}");
            }
            for (number, line) in wrapped(text, self.width - column - 4).iter().enumerate() {
                let before = match number {
                    0 if fits => "  ",
                    0 => "",
                    _ => &indent,
                };
                let _ = writeln!(page, "{before}{line}");
            }
        }
    }

    fn paragraph(&self, page: &mut String, text: &str) {
        for line in wrapped(text, self.width) {
            let _ = writeln!(page, "{line}");
        }
    }
}

fn about(command: &Command) -> String {
    command
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default()
}

/// `-q, --quiet`, `    --account <NAME>`.
fn names(argument: &Arg) -> String {
    let long = argument.to_string();
    match argument.get_short() {
        Some(short) if argument.get_long().is_some() => format!("-{short}, {long}"),
        Some(_) => long,
        None => format!("    {long}"),
    }
}

fn heading(lang: Lang, group: Group) -> String {
    match group {
        Group::Start => text!(lang, usage_group_start),
        Group::Make => text!(lang, usage_group_make),
        Group::Send => text!(lang, usage_group_send),
        Group::LookBack => text!(lang, usage_group_look_back),
        Group::More => text!(lang, usage_group_more),
    }
}
