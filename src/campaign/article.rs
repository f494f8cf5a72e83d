//! `[[articles]]`, `[images]` and `[theme]`: the news of a campaign.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toml::de::DeTable;

use super::files::{Files, Place};
use super::problem::{Problems, Rule, Unit, nearest};
use super::said::Field;
use super::table::{At, Table};
use super::{Article, ArticleKind, Comments, Picture, limits, look};
use crate::content::cover::{self, Part};
use crate::content::{self, Kind, Look, picture};

/// An article's file is read up to this size.
pub(super) const MAX_ARTICLE: u64 = 4 * 1_048_576;
/// Articles in one news ("draft_add").
const MAX_ARTICLES: usize = 8;
/// Pictures in a picture post ("draft_add").
const MAX_PICTURES: usize = 20;
/// From here on a warning: WeChat refuses 20,000.
const MANY_CHARACTERS: usize = 18_000;

const KEYS: &[&str] = &[
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
];

/// Everything that the articles of one campaign share.
struct Shared<'a> {
    file: &'a Path,
    files: &'a Files,
    look: Look,
    images: BTreeMap<String, At<String>>,
    used: BTreeSet<String>,
    count: usize,
    /// The article is the file that was given, and there is no campaign file.
    is_alone: bool,
}

pub(super) fn read(
    root: &Table<'_>,
    file: &Path,
    files: &Files,
    problems: &mut Problems,
) -> Option<Vec<Article>> {
    let tables = root.tables("articles", KEYS, problems);
    if !(1..=MAX_ARTICLES).contains(&tables.len()) {
        problems.at(
            file,
            root.span_of("articles"),
            Rule::ArticleCount {
                count: tables.len(),
            },
        );
    }
    let images = root.names("images", problems).into_iter().collect();
    let look = look::read(root, file, files, problems);
    let mut shared = Shared {
        file,
        files,
        look,
        images,
        used: BTreeSet::new(),
        count: tables.len(),
        is_alone: false,
    };
    let articles: Vec<_> = tables
        .iter()
        .map(|table| {
            let content = table.required("content", problems);
            shared.article(table, content.as_ref(), problems)
        })
        .collect();
    for (name, path) in shared
        .images
        .iter()
        .filter(|(name, _)| !shared.used.contains(*name))
    {
        problems.at(
            file,
            path.span.clone(),
            Rule::UnusedImage { name: name.clone() },
        );
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
        is_alone: true,
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
        let is_pictures = table.choice("type", &kinds, problems).unwrap_or(false);
        let read = content.and_then(|at| self.content(at, problems));
        let (article, front) = read.as_ref().map_or_else(
            || (file.to_owned(), content::Front::default()),
            |(path, content)| (path.clone(), content.front().clone()),
        );
        let field = |key, own, said: Option<content::Said>, problems: &mut Problems| match own {
            Some(at) => Some(Field::written(file, at)),
            None if table.has(key) => None,
            None => Field::said(&article, key, said?, problems),
        };
        let title = table.filled("title", problems);
        let title = field("title", title, front.title, problems);
        if title.is_none() && !table.has("title") {
            self.missing(table, "title", problems);
        }
        let author = table.text("author", problems);
        let author = field("author", author, front.author, problems);
        let digest = table.text("digest", problems);
        let digest = field("digest", digest, front.digest, problems);
        let source_url = table.text("source_url", problems);
        let source_url = field("source_url", source_url, front.source_url, problems);
        let cover = table.filled("cover", problems);
        let cover = field("cover", cover, front.cover, problems);
        let fields = [
            ("title", &title),
            ("author", &author),
            ("digest", &digest),
            ("source_url", &source_url),
        ];
        for (name, field) in fields {
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
        let kind = if is_pictures {
            self.pictures_of(table, problems)
        } else {
            Some(ArticleKind::News)
        };
        let cover = if let Some(cover) = cover {
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
        let comments = table
            .choice("comments", &comments, problems)
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
        Self::sizes(&path, &content, is_pictures, problems);
        let text = |field: Option<Field>| field.map(|it| it.at.value).unwrap_or_default();
        Some(Article {
            title: title?.at.value,
            author: text(author),
            digest: text(digest),
            file: path,
            content,
            pictures,
            cover,
            source_url: text(source_url),
            show_cover,
            comments,
            kind: kind?,
            crop_235_1,
            crop_1_1,
        })
    }

    /// What must be said, and is said nowhere.
    fn missing(&self, table: &Table<'_>, key: &'static str, problems: &mut Problems) {
        let rule = match key {
            _ if self.is_alone => Rule::NotSaidAbove { key },
            "cover" => Rule::CoverMissing,
            _ => Rule::MissingKey { key },
        };
        problems.at(self.file, table.span.clone(), rule);
    }

    fn content(
        &self,
        at: &At<String>,
        problems: &mut Problems,
    ) -> Option<(std::path::PathBuf, content::Article)> {
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
        match content::article(kind, &text, &self.look) {
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

    /// A path, or `image:NAME`.
    fn picture(
        &mut self,
        written: &str,
        place: &Place<'_>,
        problems: &mut Problems,
    ) -> Option<Picture> {
        let Some(name) = written.strip_prefix("image:") else {
            return self.files.picture(written, place, problems);
        };
        let Some(path) = self.images.get(name) else {
            let nearest = nearest(name, self.images.keys().map(String::as_str));
            place.say(
                Rule::UnknownImage {
                    name: name.to_owned(),
                    nearest,
                },
                problems,
            );
            return None;
        };
        let first = self.used.insert(name.to_owned());
        let mut found = Problems {
            sources: std::mem::take(&mut problems.sources),
            list: Vec::new(),
        };
        let picture = self.files.picture(
            &path.value,
            &Place::span(self.file, path.span.clone()),
            &mut found,
        );
        problems.sources = found.sources;
        // A broken named picture is one problem, however often it is used.
        if first {
            problems.list.extend(found.list);
        }
        picture
    }

    fn pictures_in(
        &mut self,
        path: &Path,
        content: &content::Article,
        problems: &mut Problems,
    ) -> BTreeMap<String, Picture> {
        let mut pictures = BTreeMap::new();
        for reference in content.pictures() {
            if is_at_home(&reference.source) {
                continue;
            }
            let place = Place {
                file: path,
                span: 0..0,
                line: Some((reference.line, reference.column)),
            };
            if let Some(picture) = self.picture(&reference.source, &place, problems) {
                pictures.insert(reference.source.clone(), picture);
            }
        }
        for removed in content.removed() {
            problems.at_line(
                path,
                removed.line.unwrap_or(0),
                removed.column,
                Rule::Removed(removed.what.clone()),
            );
        }
        pictures
    }

    fn sizes(path: &Path, content: &content::Article, words_alone: bool, problems: &mut Problems) {
        let (characters, bytes) = if words_alone {
            (content.text().chars().count(), content.text().len())
        } else {
            (content.characters(), content.bytes())
        };
        let (field, unit) = ("content", Unit::Characters);
        if content.text().trim().is_empty() && content.pictures().is_empty() {
            problems.of(path, Rule::ContentEmpty);
        } else if characters >= content::MAX_CHARACTERS {
            problems.of(
                path,
                Rule::TooLong {
                    field,
                    length: characters,
                    limit: content::MAX_CHARACTERS - 1,
                    unit,
                },
            );
        } else if bytes >= content::MAX_BYTES {
            let (limit, unit) = (content::MAX_BYTES - 1, Unit::Bytes);
            problems.of(
                path,
                Rule::TooLong {
                    field,
                    length: bytes,
                    limit,
                    unit,
                },
            );
        } else if characters >= MANY_CHARACTERS {
            problems.of(
                path,
                Rule::Longish {
                    field,
                    length: characters,
                    limit: content::MAX_CHARACTERS - 1,
                    unit,
                },
            );
        }
    }

    fn pictures_of(&mut self, table: &Table<'_>, problems: &mut Problems) -> Option<ArticleKind> {
        if !table.has("images") {
            problems.at(
                self.file,
                table.span.clone(),
                Rule::MissingKey { key: "images" },
            );
            return None;
        }
        let list = table.texts("images", problems)?;
        if !(1..=MAX_PICTURES).contains(&list.len()) {
            let rule = Rule::PictureCount {
                count: list.len(),
                limit: MAX_PICTURES,
            };
            problems.at(self.file, table.span_of("images"), rule);
        }
        let file = self.file;
        let pictures: Vec<_> = list
            .iter()
            .map(|at| self.picture(&at.value, &Place::span(file, at.span.clone()), problems))
            .collect();
        pictures
            .into_iter()
            .collect::<Option<_>>()
            .map(ArticleKind::Picture)
    }

    /// The part of the cover for one card: as written, or the middle.
    fn crop(
        &self,
        table: &Table<'_>,
        (key, shape): (&'static str, f64),
        cover: Option<&Picture>,
        problems: &mut Problems,
    ) -> Option<String> {
        // What cannot be read is said where the cover is looked at.
        let size =
            cover.and_then(|cover| picture::seen_size(&std::fs::read(&cover.path).ok()?).ok());
        let middle = size.map(|size| Part::middle(size, shape).to_string());
        let Some(written) = table.filled(key, problems) else {
            return middle.filter(|_| !table.has("images"));
        };
        let part = Part::parse(&written.value);
        let rule = match (part, size) {
            (Some(part), Some(size)) if !part.is_shaped(size, shape) => Rule::CropShape {
                value: written.value.clone(),
                shape,
                middle: middle.unwrap_or_default(),
            },
            (Some(_), _) => return Some(written.value),
            (None, _) => Rule::BadCrop {
                value: written.value.clone(),
            },
        };
        problems.at(self.file, written.span, rule);
        None
    }
}

/// Pictures that are in WeChat's house already stay as they are (`wechat-api.md` 9.1).
fn is_at_home(source: &str) -> bool {
    let rest = source
        .strip_prefix("https://")
        .or_else(|| source.strip_prefix("http://"));
    let host = rest
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_default();
    matches!(host, "mmbiz.qpic.cn" | "mmbiz.qlogo.cn")
}

fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    text.is_empty()
        || rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_wechats_own_pictures_are_at_home() {
        assert!(is_at_home("http://mmbiz.qpic.cn/mmbiz_png/a/0"));
        assert!(!is_at_home("https://mmbiz.qpic.cn.evil.example/a.png"));
        assert!(!is_at_home("images/a.png"));
    }
}
