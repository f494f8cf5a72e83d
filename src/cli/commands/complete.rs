//! `wxmass themes`, `completions` and `man`: what is known before any campaign.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{print, written};
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, args};
use crate::content::theme;

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
    for name in theme::names() {
        print(frame, name)?;
    }
    written(frame.out.json(&json!({ "themes": theme::names() })))?;
    Ok(Exit::Done)
}

pub(crate) fn completions(frame: &Frame, args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut args::command(), "wxmass", &mut script);
    let script = String::from_utf8_lossy(&script);
    written(frame.out.whole(&script))?;
    written(frame.out.json(&json!({ "script": script })))?;
    Ok(Exit::Done)
}

pub(crate) fn man(frame: &Frame, args: &ManArgs) -> Result<Exit, Failure> {
    let made = std::fs::create_dir_all(&args.folder)
        .and_then(|()| clap_mangen::generate_to(args::command(), &args.folder));
    made.map_err(|error| {
        Failure::new(
            Exit::Input,
            format!("cannot write to `{}`: {error}", args.folder.display()),
            "",
        )
    })?;
    written(frame.out.json(&json!({ "folder": args.folder })))?;
    Ok(Exit::Done)
}
