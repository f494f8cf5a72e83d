//! Man pages, one a command, in the operator's language: the sections that readers of man pages look for, from the tables that
//! the help and `wxmass explain` use.

use std::io::{self, Write as _};
use std::path::Path;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::{localised, page, topics};
use crate::report::text;
use crate::report::{Lang, help, topic};

/// Writes every page into a folder.
///
/// # Errors
///
/// Whatever the file system says.
pub(in crate::cli::commands) fn write(lang: Lang, folder: &Path) -> io::Result<()> {
    let root = localised(lang);
    each(lang, &root, &[], folder)
}

fn each(lang: Lang, command: &Command, path: &[String], folder: &Path) -> io::Result<()> {
    let name = ["wxmass".to_owned()]
        .iter()
        .chain(path)
        .cloned()
        .collect::<Vec<_>>()
        .join("-");
    let file = folder.join(format!("{name}.1"));
    let mut out = io::BufWriter::new(std::fs::File::create(file)?);
    one(lang, command, path, &name, &mut out)?;
    out.flush()?;
    for below in command.get_subcommands().filter(|it| !it.is_hide_set()) {
        let path = [path, &[below.get_name().to_owned()]].concat();
        each(lang, below, &path, folder)?;
    }
    Ok(())
}

fn one(
    lang: Lang,
    command: &Command,
    path: &[String],
    name: &str,
    out: &mut impl io::Write,
) -> io::Result<()> {
    // The lines to paste have a section of their own here, and the name of a page is one word.
    let plain = command.clone().before_help("").name(name.to_owned());
    let man = Man::new(plain);
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    let mut page = Roff::default();
    for line in help(lang, &path.join("-"), Some("more"))
        .iter()
        .flat_map(|it| it.lines())
    {
        page.control("PP", []).text([roman(line)]);
    }
    page.to_writer(out)?;
    man.render_options_section(out)?;
    if command.has_subcommands() {
        man.render_subcommands_section(out)?;
    }
    let mut page = Roff::default();
    section(
        &mut page,
        lang,
        &text!(lang, man_environment),
        "environment",
    );
    section(&mut page, lang, &text!(lang, man_files), "files");
    section(&mut page, lang, &text!(lang, man_exit_status), "exit-codes");
    let mut lines = page::examples(command);
    if path.is_empty() {
        lines.push("wxmass init spring && wxmass send spring/campaign.toml --sandbox".to_owned());
    }
    page.control("SH", [text!(lang, man_examples).as_str()]);
    page.control("nf", []);
    for line in lines {
        page.text([roman(line)]);
    }
    page.control("fi", []);
    page.control("SH", [text!(lang, man_see_also).as_str()]);
    let other = if path.is_empty() {
        "wxmass-send"
    } else {
        "wxmass"
    };
    page.text([bold(other), roman("(1)")]);
    page.to_writer(out)
}

/// A topic as a section: a row with a name is an entry of a list.
fn section(page: &mut Roff, lang: Lang, title: &str, name: &str) {
    page.control("SH", [title]);
    page.text([roman(topic(lang, name, None).unwrap_or_default())]);
    for (shown, said) in topics::rows(lang, name).unwrap_or_default() {
        if shown.is_empty() {
            page.control("PP", []).text([roman(said)]);
        } else {
            page.control("TP", []);
            page.text([bold(shown)]).text([roman(said)]);
        }
    }
}
