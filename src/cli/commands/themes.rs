//! `wxmass themes`: their names, and all of them side by side on one page.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::{print, render, written};
use crate::article::page::{Shown, Words, gallery};
use crate::article::{Article, Kind, Links, Look, article, theme};
use crate::cli::Frame;
use crate::cli::failure::{Exit, Failure};
use crate::picture::{Format, Purpose, data_address, fit};
use crate::report::Lang;

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
        let advice = crate::cli::failure::report_it(lang);
        Err(Failure::new(Exit::Defect, error.to_string(), advice))
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
            about: sentence(lang, name).to_owned(),
            html: drawn(&article, folder, &mut pictures),
            characters: article.characters(),
        });
    }
    let title = lang.pick("Themes of wxmass", "wxmass 主题");
    Ok(gallery(
        title,
        lang.pick(Words::English, Words::Chinese),
        &shown,
    ))
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
        "tech" => lang.pick(
            "a manual: blue, square, dark code and ruled tables; for engineers and products",
            "手册：蓝色、方正、深色代码与格线表；适合技术与产品",
        ),
        "letter" => lang.pick(
            "a letter on cream paper: brown serif and wide lines; for stories, diaries and books",
            "信笺：米色纸、棕色宋体、宽行距；适合故事、日记与读书",
        ),
        "formal" => lang.pick(
            "a public notice: red rules, centred titles, indented paragraphs; for institutions",
            "公文：红线、居中标题、段首缩进；适合机关、院校与公告",
        ),
        "vivid" => lang.pick(
            "a poster: orange blocks, thick edges and large type; for events and brands",
            "海报：橙色块、粗边框、大字；适合活动与品牌",
        ),
        _ => lang.pick(
            "calm and dark on white with WeChat's green; for anything",
            "平实：白底深字，微信绿点缀；什么都适合",
        ),
    }
}
