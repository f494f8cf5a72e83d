//! `wxmass themes`: their names, and all of them side by side on one page.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::{print, render, written};
use crate::article::page::{Shown, gallery};
use crate::article::{Article, Kind, Links, Look, article, theme};
use crate::cli::Frame;
use crate::cli::completion::known;
use crate::cli::failure::{Exit, Failure};
use crate::picture::{Format, Purpose, data_address, fit};
use crate::report::Lang;
use crate::report::page_words;
use crate::report::text;

/// The text that is shown where none is given.
const SAMPLE: &str = include_str!("themes/sample.md");
/// A hill, a sun and a field, for the sample and in place of pictures that are not on this machine.
const PICTURE: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 600 300'><rect width='600' height='300' fill='#dce9e4'/>\
    <circle cx='470' cy='80' r='36' fill='#f4c95d'/><path d='M0 220 160 110 300 210 420 140 600 230V300H0z' fill='#7fa896'/>\
    <path d='M0 250 220 200 600 260V300H0z' fill='#4f7f6b'/></svg>";
/// Pictures of a text of one's own that are larger, in bytes, are not drawn.
const MAX_PICTURE: u64 = 20 * 1_048_576;

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass themes\n  wxmass themes --open\n  wxmass themes article.md -o looks.html"
)]
pub(crate) struct ThemesArgs {
    #[arg(add = known::markdown())]
    article: Option<PathBuf>,
    #[arg(long, short, value_name = "OUT.html")]
    output: Option<PathBuf>,
    #[arg(long)]
    open: bool,
}

pub(crate) async fn run(frame: &Frame, args: &ThemesArgs) -> Result<Exit, Failure> {
    if args.article.is_none() && args.output.is_none() && !args.open {
        return list(frame);
    }
    let lang = frame.out.lang;
    let text = args.article.as_deref().map(|path| read(lang, path));
    let text = text.transpose()?;
    let folder = args.article.as_deref().and_then(Path::parent);
    let folder = folder.map(Path::to_owned);
    let html = tokio::task::spawn_blocking(move || page(lang, text.as_deref(), folder.as_deref()));
    let html = html.await.unwrap_or_else(|error| {
        let error = anyhow::Error::new(error).context("drawing the page");
        Err(Failure::unforeseen(lang, &error))
    })?;
    let path = args.output.clone();
    let path = path.unwrap_or_else(|| PathBuf::from("themes.html"));
    std::fs::write(&path, html).map_err(|error| Failure::unwritable(lang, &path, &error))?;
    print(frame, &path.display().to_string())?;
    written(frame.out.json(&json!({ "path": path })))?;
    if args.open {
        render::open(frame, path.as_os_str());
    }
    Ok(Exit::Done)
}

fn list(frame: &Frame) -> Result<Exit, Failure> {
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

fn read(lang: Lang, path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::unreadable(lang, path, &error))?;
    String::from_utf8(bytes).map_err(|_| {
        let error = std::io::Error::from(std::io::ErrorKind::InvalidData);
        Failure::unreadable(lang, path, &error)
    })
}

/// The text in every theme.
fn page(lang: Lang, text: Option<&str>, folder: Option<&Path>) -> Result<String, Failure> {
    let mut pictures = HashMap::new();
    let mut shown = Vec::new();
    for name in theme::names() {
        let look = Look {
            links: Links::Footnotes,
            ..Look::theme(name)
        };
        let article = article(Kind::Markdown, text.unwrap_or(SAMPLE), &look)
            .map_err(|error| Failure::new(Exit::Input, error.to_string(), ""))?;
        let folder = folder.filter(|_| text.is_some());
        shown.push(Shown {
            theme: name.to_owned(),
            about: sentence(lang, name),
            html: drawn(&article, folder, &mut pictures),
            characters: article.characters(),
        });
    }
    let title = text!(lang, themes_wxmass);
    Ok(gallery(&title, &page_words(lang), &shown))
}

/// The article with its pictures in it; each is read once for all themes.
fn drawn(
    article: &Article,
    folder: Option<&Path>,
    pictures: &mut HashMap<String, String>,
) -> String {
    for picture in article.pictures() {
        pictures.entry(picture.source.clone()).or_insert_with(|| {
            let own = folder.and_then(|folder| own_picture(folder, &picture.source));
            own.unwrap_or_else(|| data_address(PICTURE.as_bytes(), Format::Svg))
        });
    }
    article.html(&|source| pictures.get(source).cloned())
}

/// A picture beside the text, made to fit as for an article; one that is elsewhere, or is none, is not drawn.
fn own_picture(folder: &Path, source: &str) -> Option<String> {
    let decoded = percent_encoding::percent_decode_str(source).decode_utf8_lossy();
    let folder = if folder == Path::new("") {
        Path::new(".")
    } else {
        folder
    };
    let folder = folder.canonicalize().ok()?;
    let path = folder.join(OsStr::new(decoded.as_ref()));
    let path = path.canonicalize().ok()?;
    let is_near = path.starts_with(&folder);
    let length = std::fs::metadata(&path).ok()?.len();
    if !is_near || length > MAX_PICTURE {
        return None;
    }
    let fitted = fit(std::fs::read(path).ok()?, Purpose::Body).ok()?;
    Some(data_address(&fitted.bytes, fitted.format))
}

fn sentence(lang: Lang, theme: &str) -> String {
    match theme {
        "ink" => text!(lang, themes_ink_paper_black_hairlines_centred),
        "mint" => text!(lang, themes_fresh_round_teal_labels_soft),
        "magazine" => text!(lang, themes_printed_weekly_heavy_headings_over),
        "tech" => text!(lang, themes_manual_blue_square_dark_code),
        "letter" => text!(lang, themes_letter_cream_paper_brown_serif),
        "formal" => text!(lang, themes_public_notice_red_rules_centred),
        "vivid" => text!(lang, themes_poster_orange_blocks_thick_edges),
        _ => text!(lang, themes_plain_dark_text_white_wechat),
    }
}
