//! `wxmass themes`, `completions` and `man`: what is known before any campaign.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{help, print, written};
use crate::article::theme;
use crate::cli::Frame;
use crate::cli::failure::{Exit, Failure};
use crate::report::Lang;

/// Shell completions on stdout
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass completions bash > ~/.local/share/bash-completion/completions/wxmass\n  wxmass completions zsh > ~/.zfunc/_wxmass\n  wxmass completions fish > ~/.config/fish/completions/wxmass.fish"
)]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: clap_complete::Shell,
}

/// Man pages, one a command, into a folder
#[derive(Debug, Args)]
#[command(before_help = "Examples:\n  wxmass man ~/.local/share/man/man1")]
pub(crate) struct ManArgs {
    /// The folder; made if it is not there
    folder: PathBuf,
}

pub(crate) fn themes(frame: &Frame) -> Result<Exit, Failure> {
    let mut about = serde_json::Map::new();
    for name in theme::names() {
        let sentence = sentence(frame.out.lang, name);
        print(frame, name)?;
        // On a terminal each stands below its name.
        frame.out.note(&format!("    {sentence}"));
        about.insert(name.to_owned(), json!(sentence));
    }
    let document = json!({ "themes": theme::names().collect::<Vec<_>>(), "about": about });
    written(frame.out.json(&document))?;
    Ok(Exit::Done)
}

fn sentence(lang: Lang, theme: &str) -> &'static str {
    match theme {
        "ink" => lang.pick(
            "ink on paper: black, hairlines, serif headings in the middle; for essays and history",
            "水墨：黑白、细线、居中的宋体标题；适合随笔与历史",
        ),
        "mint" => lang.pick(
            "fresh and round: teal labels and soft boxes; for shops, schools and guides",
            "薄荷：青绿标签与圆角色块；适合门店、学校与攻略",
        ),
        "magazine" => lang.pick(
            "a printed weekly: heavy headings over a red bar, large quotes, dark code; for features and interviews",
            "周刊：红线粗标题、大字引语、深色代码；适合特稿与访谈",
        ),
        _ => lang.pick(
            "calm and dark on white with WeChat's green; for anything",
            "平实：白底深字，微信绿点缀；什么都适合",
        ),
    }
}

pub(crate) fn completions(frame: &Frame, args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut help::localised(frame.out.lang),
        "wxmass",
        &mut script,
    );
    let script = String::from_utf8_lossy(&script);
    written(frame.out.whole(&script))?;
    written(frame.out.json(&json!({ "script": script })))?;
    Ok(Exit::Done)
}

pub(crate) fn man(frame: &Frame, args: &ManArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let made =
        std::fs::create_dir_all(&args.folder).and_then(|()| help::man::write(lang, &args.folder));
    made.map_err(|error| Failure::unwritable(lang, &args.folder, &error))?;
    written(frame.out.json(&json!({ "folder": args.folder })))?;
    Ok(Exit::Done)
}
