//! `[[articles]]` and `[images]`: the news of a campaign; or one article by itself, which says above its text what a
//! campaign file would say of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toml::de::DeTable;

use super::files::{Files, Place};
use super::limits::{self, MAX_ARTICLES};
use super::problem::{Judged, Problems, Rule, Unit};
use super::said::Field;
use super::table::{At, Table};
use super::{Article, ArticleKind, Comments, look};
use crate::article::{self, Kind, Look, cover};

mod pictures;

/// An article's file is read up to this size.
pub(super) const MAX_ARTICLE: u64 = 4 * 1_048_576;
/// From here on a warning: WeChat refuses 20,000.
const MANY_CHARACTERS: usize = 18_000;

pub(super) const KEYS: &[&str] = &[
    "title",
    "author",
    "digest",
    "cover",
    "content",
    "source_url",
    "show_cover",
    "comments",
    "type",
    "images",
    "crop_235_1",
    "crop_1_1",
    "allow_long",
];

/// Everything that the articles of one campaign share.
struct Shared<'a> {
    file: &'a Path,
    files: &'a Files,
    look: Look,
    images: BTreeMap<String, At<String>>,
    used: BTreeSet<String>,
    count: usize,
    /// Every `image:NAME` that was met is in `images`.
    names_are_known: bool,
    /// The article is the file that was given, and there is no campaign file.
    is_alone: bool,
    /// The judge of articles that are too long, where they do not say it themselves.
    judged: Judged,
}

/// The settings of an article, each with its place.
struct Fields {
    title: Option<Field>,
    author: Option<Field>,
    digest: Option<Field>,
    source_url: Option<Field>,
    cover: Option<Field>,
}

pub(super) fn read(
    root: &Table<'_>,
    file: &Path,
    files: &Files,
    problems: &mut Problems,
) -> Option<Vec<Article>> {
    let tables = root.tables("articles", KEYS, MAX_ARTICLES, problems)?;
    let count = root.length("articles");
    if !(1..=MAX_ARTICLES).contains(&count) {
        problems.at(file, root.span_of("articles"), Rule::ArticleCount { count });
    }
    let images = root.names("images", problems).into_iter().collect();
    let said = look::read(root, file, files, problems);
    let allow_long = root.flag("allow_long", problems).unwrap_or(false);
    let judged = files.judged(allow_long);
    let mut shared = Shared {
        file,
        files,
        look: said.look,
        images,
        used: BTreeSet::new(),
        count,
        names_are_known: true,
        is_alone: false,
        judged,
    };
    let articles: Vec<_> = tables
        .iter()
        .map(|table| {
            let content = table.required("content", problems);
            shared.article(table, content.as_ref(), problems)
        })
        .collect();
    // An article that could not be read, or a misspelt name, may be where a picture is used.
    if shared.names_are_known && articles.iter().all(Option::is_some) {
        let unused = |(name, _): &(&String, _)| !shared.used.contains(*name);
        for (name, path) in shared.images.iter().filter(unused) {
            let rule = Rule::UnusedImage { name: name.clone() };
            problems.at(file, path.span.clone(), rule);
        }
    }
    if let Some(sheet) = &said.sheet {
        let contents: Vec<_> = articles.iter().flatten().map(|it| &it.content).collect();
        look::faults(sheet, &contents, problems);
    }
    articles.into_iter().collect()
}

/// An article by itself: what a campaign file would say of it stands above it.
pub(super) fn alone(file: &Path, files: &Files, problems: &mut Problems) -> Option<Vec<Article>> {
    let nothing = DeTable::new();
    let table = Table::open(file, &nothing, 0..0, KEYS, problems);
    let mut shared = Shared {
        file,
        files,
        look: look::said(file, problems),
        images: BTreeMap::new(),
        used: BTreeSet::new(),
        count: 1,
        names_are_known: true,
        is_alone: true,
        judged: files.judged(false),
    };
    let content = At {
        value: file.file_name()?.to_string_lossy().into_owned(),
        span: 0..0,
    };
    Some(vec![shared.article(&table, Some(&content), problems)?])
}

impl Shared<'_> {
    fn article(
        &mut self,
        table: &Table<'_>,
        content: Option<&At<String>>,
        problems: &mut Problems,
    ) -> Option<Article> {
        let file = self.file;
        let kinds = [("news", false), ("newspic", true)];
        let kind = table.choice("type", &kinds, problems);
        let above = table.get("title").and_then(|it| it.get_ref().as_str());
        let read = content.and_then(|at| self.content(at, above, problems));
        let (article, front) = read.as_ref().map_or_else(
            || (file.to_owned(), article::Front::default()),
            |(path, content)| (path.clone(), content.front().clone()),
        );
        // Pictures that the article lists make a post of pictures of it.
        let listed = !table.has("type") && !table.has("images") && !front.images.is_empty();
        let is_pictures = kind.unwrap_or(listed);
        let said_comments = front.comments.clone();
        let said_long = Some(true).filter(|_| front.allow_long);
        let images = front.images.clone();
        let fields = self.fields(table, &article, front, problems);
        let kind = if listed {
            self.pictures_listed(&article, &images, problems)
        } else if is_pictures {
            self.pictures_of(table, problems)
        } else {
            Some(ArticleKind::News)
        };
        let cover = if let Some(cover) = &fields.cover {
            let place = Place::span(&cover.file, cover.at.span.clone());
            self.picture(&cover.at.value, &place, problems)
        } else {
            if !is_pictures && !table.has("cover") {
                self.missing(table, "cover", problems);
            }
            None
        };
        let comments = [
            ("off", Comments::Off),
            ("everyone", Comments::Everyone),
            ("fans", Comments::Fans),
        ];
        let said = said_comments.and_then(|said| {
            let found = comments.iter().find(|(word, _)| *word == said.value);
            found.map(|(_, comments)| *comments)
        });
        let comments = table
            .choice("comments", &comments, problems)
            .or(said)
            .unwrap_or_default();
        let show_cover = table.flag("show_cover", problems).unwrap_or(false);
        let shown = match &kind {
            Some(ArticleKind::Picture(pictures)) => pictures.first(),
            _ => cover.as_ref(),
        };
        let crop_235_1 = self.crop(table, ("crop_235_1", cover::WIDE), shown, problems);
        let crop_1_1 = self.crop(table, ("crop_1_1", cover::SQUARE), shown, problems);
        let (path, content) = read?;
        let pictures = self.pictures_in(&path, &content, problems);
        let allowed = table.flag("allow_long", problems).or(said_long);
        let judged = allowed.map_or(self.judged, |allowed| self.files.judged(allowed));
        Self::sizes(&path, &content, is_pictures, judged, problems);
        let text = |field: Option<Field>| field.map(|it| it.at.value).unwrap_or_default();
        let mut digest = text(fields.digest);
        if digest.trim().is_empty() && self.count == 1 && !is_pictures {
            // WeChat would begin with headings and captions.
            content.lead().clone_into(&mut digest);
            problems.lead = Some(digest.clone()).filter(|lead| !lead.is_empty());
        }
        Some(Article {
            title: fields.title?.at.value,
            author: text(fields.author),
            digest,
            file: path,
            content,
            pictures,
            cover,
            source_url: text(fields.source_url),
            show_cover,
            comments,
            kind: kind?,
            crop_235_1,
            crop_1_1,
        })
    }

    /// The settings of an article, from the campaign file or else from the article itself, and their problems.
    fn fields(
        &self,
        table: &Table<'_>,
        article: &Path,
        front: article::Front,
        problems: &mut Problems,
    ) -> Fields {
        let file = self.file;
        let field = |key, own, said: Option<article::Said>, problems: &mut Problems| match own {
            Some(at) => Some(Field::written(file, at)),
            None if table.has(key) => None,
            None => Field::said(article, key, said?, problems),
        };
        let title = table.filled("title", problems);
        let title = field("title", title, front.title, problems);
        if title.is_none() && !table.has("title") {
            self.missing(table, "title", problems);
        }
        if let Some(title) = &title {
            limits::check_title(&title.at, &title.file, problems);
        }
        let author = table.text("author", problems);
        let author = field("author", author, front.author, problems);
        let digest = table.text("digest", problems);
        let digest = field("digest", digest, front.digest, problems);
        let source_url = table.text("source_url", problems);
        let source_url = field("source_url", source_url, front.source_url, problems);
        let cover = table.filled("cover", problems);
        let cover = field("cover", cover, front.cover, problems);
        let bounded = [
            ("title", &title),
            ("author", &author),
            ("digest", &digest),
            ("source_url", &source_url),
        ];
        for (name, field) in bounded {
            if let Some(field) = field {
                limits::check(name, &field.at, &field.file, problems);
            }
        }
        if let Some(url) = source_url
            .as_ref()
            .filter(|url| !is_web_address(&url.at.value))
        {
            let value = url.at.value.clone();
            problems.at(&url.file, url.at.span.clone(), Rule::BadUrl { value });
        }
        if let Some(digest) = digest
            .as_ref()
            .filter(|digest| self.count > 1 && !digest.at.value.is_empty())
        {
            problems.at(&digest.file, digest.at.span.clone(), Rule::DigestIgnored);
        }
        Fields {
            title,
            author,
            digest,
            source_url,
            cover,
        }
    }

    /// A required key that is missing everywhere.
    fn missing(&self, table: &Table<'_>, key: &'static str, problems: &mut Problems) {
        if table.is_misspelt(key) {
            return;
        }
        let rule = match key {
            _ if self.is_alone => Rule::NotSaidAbove { key },
            "cover" => Rule::CoverMissing,
            _ => Rule::MissingKey { key },
        };
        problems.at(self.file, table.span.clone(), rule);
    }

    /// Reads an article; `above` is the title that the campaign file gives it.
    fn content(
        &self,
        at: &At<String>,
        above: Option<&str>,
        problems: &mut Problems,
    ) -> Option<(std::path::PathBuf, article::Article)> {
        let place = Place::span(self.file, at.span.clone());
        let extension = Path::new(&at.value)
            .extension()
            .and_then(|it| it.to_str())
            .unwrap_or_default();
        let kind = match extension.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Kind::Markdown,
            "html" | "htm" => Kind::Html,
            _ => {
                place.say(
                    Rule::ContentKind {
                        path: at.value.clone().into(),
                    },
                    problems,
                );
                return None;
            }
        };
        let (path, text) = self.files.text(&at.value, MAX_ARTICLE, &place, problems)?;
        let look = Look {
            title: above.unwrap_or_default().to_owned(),
            ..self.look.clone()
        };
        match article::article(kind, &text, &look) {
            Ok(article) => Some((path, article)),
            Err(error) => {
                problems.of(
                    &path,
                    Rule::ContentUnusable {
                        why: error.to_string(),
                    },
                );
                None
            }
        }
    }

    fn sizes(
        path: &Path,
        content: &article::Article,
        words_alone: bool,
        judged: Judged,
        problems: &mut Problems,
    ) {
        let (characters, bytes) = if words_alone {
            (content.text().chars().count(), content.text().len())
        } else {
            (content.characters(), content.bytes())
        };
        let too_long = |length, most, unit| Rule::ContentTooLong {
            length,
            limit: most - 1,
            unit,
            weight: content.weight(),
            cut_after: content.cut_after(),
            judged,
        };
        let is_hidden = |one: &article::Removed| {
            matches!(one.what, article::RemovedWhat::Hidden { all: true, .. })
        };
        let rule = if content.text().trim().is_empty() && content.pictures().is_empty() {
            // That its words are hidden is said where they stand.
            if content.removed().iter().any(is_hidden) {
                return;
            }
            Rule::ContentEmpty
        } else if characters >= article::MAX_CHARACTERS {
            too_long(characters, article::MAX_CHARACTERS, Unit::Characters)
        } else if bytes >= article::MAX_BYTES {
            too_long(bytes, article::MAX_BYTES, Unit::Bytes)
        } else if characters >= MANY_CHARACTERS {
            Rule::Longish {
                field: "content",
                length: characters,
                limit: article::MAX_CHARACTERS - 1,
                unit: Unit::Characters,
            }
        } else {
            return;
        };
        problems.of(path, rule);
    }
}

fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    text.is_empty()
        || rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}
