//! `wxmass init`: a campaign folder that passes `check` and runs in the sandbox, for a test tag.

mod template;

use std::io::Cursor;
use std::path::{Path, PathBuf};

use clap::Args;
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::json;

use super::schema::{self, Which};
use super::{print, written};
use crate::campaign::MAX_NAME;
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, settings};
use crate::report::text;
use crate::report::{Lang, Mode, Out, quoted};

/// The schema that the first line of the campaign file names: editors complete keys by it.
const SCHEMA: &str = "campaign.schema.json";

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass init spring\n  wxmass send spring/campaign.toml --sandbox --yes"
)]
pub(crate) struct InitArgs {
    #[arg(default_value = ".", hide_default_value = true)]
    dir: PathBuf,
}

pub(crate) fn run(frame: &Frame, args: &InitArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let campaign = args.dir.join("campaign.toml");
    let files = ["campaign.toml", "article.md", "cover.jpg"];
    if let Some(taken) = files
        .iter()
        .map(|name| args.dir.join(name))
        .find(|path| path.exists())
    {
        let message = text!(lang, init_there_already, display = taken.display());
        return Err(Failure::new(
            Exit::Input,
            message,
            text!(lang, init_choose_another_folder),
        ));
    }
    let tester = tester(frame);
    write(lang, &args.dir, tester.as_deref())
        .map_err(|error| Failure::unwritable(lang, &args.dir, &error))?;
    print(frame, &campaign.display().to_string())?;
    written(frame.out.json(&json!({ "campaign": campaign })))?;
    let file = quoted(&campaign.display().to_string());
    let next = match tester {
        Some(_) => format!("wxmass preview {file}"),
        None => format!("wxmass send {file} --sandbox"),
    };
    frame.out.note(&text!(lang, init_next, next = next));
    Ok(Exit::Done)
}

/// The tester of the account at hand; whatever is wrong with the settings is no matter of a new campaign.
fn tester(frame: &Frame) -> Option<String> {
    if frame.global.sandbox {
        return None;
    }
    let quiet = Out {
        mode: Mode::Quiet,
        ..frame.out
    };
    let frame = Frame {
        out: quiet,
        ..frame.clone()
    };
    let settings = settings::resolve_to_look(&frame).ok()?;
    settings
        .tester
        .value
        .filter(|tester| !tester.trim().is_empty())
}

fn write(lang: Lang, folder: &Path, tester: Option<&str>) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let name = campaign_name(&folder.canonicalize()?);
    std::fs::write(
        folder.join("campaign.toml"),
        template::campaign(lang, &name, tester),
    )?;
    let schema = schema::of(lang, Which::Campaign);
    std::fs::write(folder.join(SCHEMA), format!("{schema:#}\n"))?;
    std::fs::write(folder.join("article.md"), template::article(lang))?;
    std::fs::write(
        folder.join("cover.jpg"),
        cover().map_err(std::io::Error::other)?,
    )
}

/// The folder's own name, as far as a campaign may have it: what `check` would refuse of it is left out or is a dash.
fn campaign_name(folder: &Path) -> String {
    let own = folder.file_name().unwrap_or_default().to_string_lossy();
    let name: String = own
        .replace(|it: char| it.is_control() || matches!(it, '"' | '\\'), "-")
        .chars()
        .take(MAX_NAME)
        .collect();
    if name.trim().is_empty() {
        return "first".to_owned();
    }
    name
}

/// A green slope, 2.35 : 1, drawn rather than shipped.
fn cover() -> Result<Vec<u8>, image::ImageError> {
    let (width, height) = (900, 383);
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let part = |value: u32, of: u32| (value * 110 / of) as u8;
        Rgb([
            140 + part(x, width),
            200 - part(y, height) / 2,
            150 - part(x, width) / 2,
        ])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Jpeg)?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_gives_a_name_that_a_campaign_may_have() {
        let long = "春".repeat(MAX_NAME + 1);
        for (folder, name) in [
            ("/home/ann/spring 2026", "spring 2026"),
            ("/a\"b\\c\td\u{1b}", "a-b-c-d-"),
            ("/ ", "first"),
            ("/", "first"),
            (&long, &long[..MAX_NAME * '春'.len_utf8()]),
        ] {
            assert_eq!(campaign_name(Path::new(folder)), name);
        }
    }
}
