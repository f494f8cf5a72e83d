//! `wxmass render`: the articles as a phone would show them.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;
use serde_json::json;

use super::{loaded_to_draw, print, written};
use crate::article::MAX_CHARACTERS;
use crate::article::cover::Part;
use crate::article::page::{Note, Page, PageArticle, page};
use crate::campaign::{Article, ArticleKind, Body, Campaign, Picture, Problem, Problems, Severity};
use crate::cli::Frame;
use crate::cli::args::CampaignArgs;
use crate::cli::failure::{Exit, Failure};
use crate::cli::watch::{self, Changes, Live};
use crate::picture::{Format, Purpose, data_address, fit};
use crate::report::page_words;
use crate::report::text;
use crate::report::{Lang, picture_error};

/// The part that WeChat takes of the text where there is no digest, in characters ("draft_add").
const OF_THE_TEXT: usize = 54;

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass render examples/first/campaign.toml -o first.html --open\n  wxmass render article.md --watch --open"
)]
pub(crate) struct RenderArgs {
    #[command(flatten)]
    campaign: CampaignArgs,
    #[arg(long, short, value_name = "OUT.html")]
    output: Option<PathBuf>,
    #[arg(long)]
    open: bool,
    #[arg(long, conflicts_with = "output")]
    watch: bool,
}

impl RenderArgs {
    /// Whether the page is served until somebody stops it.
    pub(crate) fn is_served(&self) -> bool {
        self.watch
    }
}

pub(crate) async fn run(frame: &Frame, args: &RenderArgs) -> Result<Exit, Failure> {
    if args.watch {
        return watched(frame, args).await;
    }
    let campaign = loaded_to_draw(frame, &args.campaign).await?;
    let path = args
        .output
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("{}.html", file_name(&campaign.name))));
    let html = drawn(frame, campaign).await?;
    std::fs::write(&path, html)
        .map_err(|error| Failure::unwritable(frame.out.lang, &path, &error))?;
    print(frame, &path.display().to_string())?;
    written(frame.out.json(&json!({ "path": path })))?;
    if args.open {
        open(frame, path.as_os_str());
    }
    Ok(Exit::Done)
}

/// Serves until it is stopped. A campaign that cannot be read just now is a page that says so.
async fn watched(frame: &Frame, args: &RenderArgs) -> Result<Exit, Failure> {
    let live = Live::default();
    let address = watch::serve(live.clone())
        .await
        .map_err(|error| Failure::of_bind(frame.out.lang, "127.0.0.1", &error))?;
    let address = format!("http://{address}/");
    print(frame, &address)?;
    written(frame.out.json(&json!({ "address": address })))?;
    if args.open {
        open(frame, address.as_ref());
    }
    let file = &args.campaign.campaign;
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    let mut changes = Changes::of(folder.unwrap_or(Path::new(".")));
    let following = async {
        loop {
            changes.next().await;
            let page = match loaded_to_draw(frame, &args.campaign).await {
                Ok(campaign) => drawn(frame, campaign).await,
                Err(failure) => Err(failure),
            };
            live.set(page.unwrap_or_else(|failure| troubled(frame, &failure)));
        }
    };
    let _: Option<()> = frame.stop.or(following).await;
    Ok(Exit::Done)
}

/// The problems as a page: each with its place.
fn troubled(frame: &Frame, failure: &Failure) -> String {
    let lines = std::iter::once(failure.message.clone()).chain(
        failure
            .problems()
            .iter()
            .map(|problem| told(frame, problem)),
    );
    let paragraph = |line: String| format!("<p>{}</p>", escaped(&line));
    let lines = lines.map(paragraph).collect::<Vec<_>>().concat();
    format!(
        "<!doctype html><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <body style=\"font:16px/1.6 sans-serif;margin:2em\" role=\"alert\">{lines}"
    )
}

/// The campaign as one page, made on a thread of its own: the caller may stop waiting, and a picture that is just being drawn does not hold
/// them.
async fn drawn(frame: &Frame, campaign: Campaign) -> Result<String, Failure> {
    let own = frame.clone();
    let made = tokio::task::spawn_blocking(move || html(&own, &campaign)).await;
    made.unwrap_or_else(|error| {
        let error = anyhow::Error::new(error).context("drawing the page");
        Err(Failure::unforeseen(frame.out.lang, &error))
    })
}

/// The campaign as one page.
fn html(frame: &Frame, campaign: &Campaign) -> Result<String, Failure> {
    let lang = frame.out.lang;
    let Body::News(articles) = &campaign.body else {
        let message = text!(lang, articles_campaign_message_articles);
        return Err(Failure::new(Exit::Input, message, "[[articles]]"));
    };
    let shown = Page {
        name: campaign.name.clone(),
        account: campaign.account.clone().unwrap_or_default(),
        words: page_words(lang),
        articles: articles
            .iter()
            .map(|article| shown(frame, campaign, article))
            .collect::<Result<_, _>>()?,
        warnings: campaign
            .warnings
            .list
            .iter()
            .filter(|problem| articles.iter().all(|article| article.file != problem.file))
            .map(|problem| told(frame, problem))
            .collect(),
    };
    Ok(page(&shown))
}

fn shown(frame: &Frame, campaign: &Campaign, article: &Article) -> Result<PageArticle, Failure> {
    let mut addresses = std::collections::BTreeMap::new();
    for (source, picture) in &article.pictures {
        addresses.insert(
            source.as_str(),
            data(frame.out.lang, picture, Purpose::Body)?,
        );
    }
    let cover = match (&article.cover, &article.kind) {
        (Some(cover), _) => Some(data(frame.out.lang, cover, Purpose::Cover)?),
        (None, ArticleKind::Picture(pictures)) => pictures
            .first()
            .map(|picture| data(frame.out.lang, picture, Purpose::Message))
            .transpose()?,
        (None, ArticleKind::News) => None,
    };
    let warnings = campaign
        .warnings
        .list
        .iter()
        .filter(|problem| problem.file == article.file)
        .map(|problem| Note {
            text: told(frame, problem),
            place: (problem.line > 0).then_some((problem.line, problem.column)),
        });
    let characters = article.characters();
    let part = |crop: &Option<String>| crop.as_deref().and_then(Part::parse);
    let html = match &article.kind {
        ArticleKind::News => article
            .content
            .html_with_places(&|source| addresses.get(source).cloned()),
        ArticleKind::Picture(pictures) => post(frame.out.lang, pictures, article.content.text())?,
    };
    Ok(PageArticle {
        title: article.title.clone(),
        author: article.author.clone(),
        digest: match article.digest.as_str() {
            "" => article.content.text().chars().take(OF_THE_TEXT).collect(),
            digest => digest.to_owned(),
        },
        cover,
        wide: part(&article.crop_235_1),
        square: part(&article.crop_1_1),
        html,
        source_url: Some(article.source_url.clone()).filter(|url| !url.is_empty()),
        warnings: warnings.collect(),
        facts: vec![text!(
            frame.out.lang,
            render_20_000_characters,
            characters = characters
        )],
        is_too_long: characters >= MAX_CHARACTERS,
    })
}

/// A picture post: its pictures, and its words, which are plain.
fn post(lang: Lang, pictures: &[Picture], words: &str) -> Result<String, Failure> {
    let mut html = String::new();
    for picture in pictures {
        // Writing to a string does not fail.
        let _ = write!(
            html,
            "<p><img src=\"{}\"></p>",
            data(lang, picture, Purpose::Message)?
        );
    }
    for line in words.lines() {
        let _ = write!(html, "<p>{}</p>", escaped(line));
    }
    Ok(html)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A problem in one line: its place, what it is, and and the fix.
fn told(frame: &Frame, problem: &Problem) -> String {
    let found = Problems {
        list: vec![problem.clone()],
        ..Problems::default()
    };
    let texts = crate::report::problems_json(frame.out.lang, &found);
    let text = |key| texts.first().and_then(|text| text[key].as_str());
    let name = problem.file.file_name().unwrap_or_default().display();
    let mut message = text("message").unwrap_or_default().to_owned();
    if problem.rule.severity() == Severity::Error {
        message = format!("{message} ({})", text("fix").unwrap_or_default());
    }
    if problem.line == 0 {
        return format!("{name}: {message}");
    }
    format!("{name}:{} {message}", problem.line)
}

fn data(lang: Lang, picture: &Picture, purpose: Purpose) -> Result<String, Failure> {
    let bytes = std::fs::read(&picture.path)
        .map_err(|error| Failure::unreadable(lang, Path::new(&picture.shown), &error))?;
    // What WeChat takes as it is, a browser shows as it is; of all else the page has what followers will get.
    let is_moving_along = purpose == Purpose::Body && picture.facts.goes_whole();
    if matches!(picture.facts.format, Format::Jpeg | Format::Png) || is_moving_along {
        return Ok(data_address(&bytes, picture.facts.format));
    }
    let fitted = fit(bytes, purpose).map_err(|error| {
        let (why, fix) = picture_error(lang, &error);
        Failure::new(Exit::Input, format!("`{}`: {why}", picture.shown), fix)
    })?;
    Ok(data_address(&fitted.bytes, fitted.format))
}

fn file_name(name: &str) -> String {
    name.chars()
        .map(|it| {
            if it.is_alphanumeric() || matches!(it, '-' | '_') {
                it
            } else {
                '-'
            }
        })
        .collect()
}

/// A file or an address, in the browser; where there is none, the operator is told and has the address all the same.
pub(super) fn open(frame: &Frame, target: &OsStr) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let started = Command::new(program)
        .arg(target)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Err(error) = started {
        let target = target.display();
        frame.out.note(&text!(
            frame.out.lang,
            render_warning_no_browser_could_opened,
            program = program,
            error = error,
            target = target
        ));
    }
}
