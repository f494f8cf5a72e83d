//! `wxmass completions` and `man`: what is known before any campaign.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{help, written};
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, completion};

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass completions bash > ~/.local/share/bash-completion/completions/wxmass\n  wxmass completions zsh > ~/.zfunc/_wxmass\n  wxmass completions fish > ~/.config/fish/completions/wxmass.fish"
)]
pub(crate) struct CompletionsArgs {
    shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
#[command(before_help = "Examples:\n  wxmass man ~/.local/share/man/man1")]
pub(crate) struct ManArgs {
    folder: PathBuf,
}

pub(crate) fn completions(frame: &Frame, args: &CompletionsArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let script =
        completion::script(args.shell).ok_or_else(|| Failure::of_defect(lang, "no script"))?;
    written(frame.out.whole(script))?;
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
