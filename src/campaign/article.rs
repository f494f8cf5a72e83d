//! `[[articles]]`, `[images]` and `[theme]`: the news of a campaign.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::files::{Files, Place};
use super::problem::{Problems, Rule, Unit, nearest};
use super::table::{At, Table};
use super::{Article, ArticleKind, Comments, Picture, limits};
use crate::content::{self, Kind, Links, Look, theme};

/// An article's file is read up to this size.
const MAX_ARTICLE: u64 = 4 * 1_048_576;
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
    let look = look(root, file, files, problems);
    let mut shared = Shared {
        file,
        files,
        look,
        images,
        used: BTreeSet::new(),
        count: tables.len(),
    };
    let articles: Vec<_> = tables
        .iter()
        .map(|table| shared.article(table, problems))
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

fn look(root: &Table<'_>, file: &Path, files: &Files, problems: &mut Problems) -> Look {
    let table = root.table("theme", &["name", "css", "links"], problems);
    let default = theme::css("default").unwrap_or_default().to_owned();
    let Some(table) = table else {
        return Look {
            css: default,
            links: Links::Keep,
        };
    };
    if table.has("name") && table.has("css") {
        let rule = Rule::ExactlyOne {
            of: vec!["name", "css"],
            found: 2,
        };
        problems.at(file, table.span_of("css"), rule);
    }
    let choices = [("keep", Links::Keep), ("footnotes", Links::Footnotes)];
    let links = table
        .choice("links", &choices, problems)
        .unwrap_or_default();
    let names: Vec<_> = theme::names().iter().map(|name| (*name, *name)).collect();
    let named = table
        .choice("name", &names, problems)
        .and_then(theme::css)
        .map(str::to_owned);
    let own = table.filled("css", problems).and_then(|css| {
        let place = Place::span(file, css.span.clone());
        files.text(
            &css.value,
            content::MAX_SHEET_BYTES as u64,
            &place,
            problems,
        )
    });
    Look {
        css: own.map(|(_, css)| css).or(named).unwrap_or(default),
        links,
    }
}

impl Shared<'_> {
    fn article(&mut self, table: &Table<'_>, problems: &mut Problems) -> Option<Article> {
        let file = self.file;
        let kinds = [("news", false), ("newspic", true)];
        let is_pictures = table.choice("type", &kinds, problems).unwrap_or(false);
        let content = table.required("content", problems);
        let read = content.as_ref().and_then(|at| self.content(at, problems));
        let front = read
            .as_ref()
            .map(|(_, content)| content.front().clone())
            .unwrap_or_default();
        let from = |own: Option<At<String>>, front: Option<String>| {
            own.or_else(|| {
                front.map(|value| At {
                    value,
                    span: table.span.clone(),
                })
            })
        };
        let title = from(table.filled("title", problems), front.title);
        if title.is_none() && !table.has("title") {
            problems.at(file, table.span.clone(), Rule::MissingKey { key: "title" });
        }
        let author = from(table.text("author", problems), front.author);
        let digest = from(table.text("digest", problems), front.digest);
        let source_url = from(table.text("source_url", problems), front.source_url);
        let fields = [
            ("title", &title),
            ("author", &author),
            ("digest", &digest),
            ("source_url", &source_url),
        ];
        for (field, text) in fields {
            if let Some(text) = text {
                limits::check(field, text, file, problems);
            }
        }
        if let Some(url) = source_url
            .as_ref()
            .filter(|url| !is_web_address(&url.value))
        {
            problems.at(
                file,
                url.span.clone(),
                Rule::BadUrl {
                    value: url.value.clone(),
                },
            );
        }
        if let Some(digest) = digest
            .as_ref()
            .filter(|digest| self.count > 1 && !digest.value.is_empty())
        {
            problems.at(file, digest.span.clone(), Rule::DigestIgnored);
        }
        let kind = if is_pictures {
            self.pictures_of(table, problems)
        } else {
            Some(ArticleKind::News)
        };
        let cover = if let Some(cover) = from(table.filled("cover", problems), front.cover) {
            self.picture(
                &cover.value,
                &Place::span(file, cover.span.clone()),
                problems,
            )
        } else {
            if !is_pictures && !table.has("cover") {
                problems.at(file, table.span.clone(), Rule::CoverMissing);
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
        let crop_235_1 = self.crop(table, "crop_235_1", problems);
        let crop_1_1 = self.crop(table, "crop_1_1", problems);
        let (path, content) = read?;
        let pictures = self.pictures_in(&path, &content, problems);
        Self::sizes(&path, &content, problems);
        let text = |at: Option<At<String>>| at.map(|at| at.value).unwrap_or_default();
        Some(Article {
            title: title?.value,
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
                1,
                Rule::Removed(removed.what.clone()),
            );
        }
        pictures
    }

    fn sizes(path: &Path, content: &content::Article, problems: &mut Problems) {
        let (characters, bytes) = (content.characters(), content.bytes());
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
                    limit: MANY_CHARACTERS,
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

    fn crop(
        &self,
        table: &Table<'_>,
        key: &'static str,
        problems: &mut Problems,
    ) -> Option<String> {
        let crop = table.filled(key, problems)?;
        if !is_crop(&crop.value) {
            problems.at(self.file, crop.span, Rule::BadCrop { value: crop.value });
            return None;
        }
        Some(crop.value)
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

/// `X1_Y1_X2_Y2`: fractions with up to six decimals, the second corner below and right of the first ("draft_add").
fn is_crop(text: &str) -> bool {
    let fraction = |part: &str| {
        let short = part
            .split_once('.')
            .is_none_or(|(_, decimals)| decimals.len() <= 6);
        part.parse::<f64>()
            .ok()
            .filter(|value| short && (0.0..=1.0).contains(value))
    };
    let parts: Option<Vec<f64>> = text.split('_').map(fraction).collect();
    parts.is_some_and(|parts| matches!(parts[..], [x1, y1, x2, y2] if x1 < x2 && y1 < y2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crops_are_rectangles_in_fractions() {
        for good in ["0_0.1_1_0.8", "0.25_0_0.75_1"] {
            assert!(is_crop(good), "{good}");
        }
        for bad in [
            "",
            "0_0_1",
            "0_0_1_2",
            "1_0_0_1",
            "a_b_c_d",
            "0_0.12345678_1_1",
        ] {
            assert!(!is_crop(bad), "{bad}");
        }
    }

    #[test]
    fn only_wechats_own_pictures_are_at_home() {
        assert!(is_at_home("http://mmbiz.qpic.cn/mmbiz_png/a/0"));
        assert!(!is_at_home("https://mmbiz.qpic.cn.evil.example/a.png"));
        assert!(!is_at_home("images/a.png"));
    }
}
