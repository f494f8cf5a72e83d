//! Pictures of an article: those that its text names, by path or by a name of `[images]`, those of a post of pictures, and the
//! part of a cover that each card shows.

use std::collections::BTreeMap;
use std::path::Path;

use super::Shared;
use crate::article::cover::Part;
use crate::campaign::files::{self, Place};
use crate::campaign::limits;
use crate::campaign::problem::{Problems, Rule};
use crate::campaign::table::Table;
use crate::campaign::{ArticleKind, Picture};
use crate::text::nearest;
use crate::{article, picture};

impl Shared<'_> {
    /// A path, or `image:NAME`.
    pub(super) fn picture(
        &mut self,
        written: &str,
        place: &Place<'_>,
        problems: &mut Problems,
    ) -> Option<Picture> {
        let Some(name) = written.strip_prefix("image:") else {
            return self.files.picture(written, place, problems);
        };
        let written = crate::text::normal_name(name);
        // Markdown writes Chinese in addresses as %E5….
        let name = &if self.images.contains_key(&written) {
            written
        } else {
            crate::text::normal_name(&crate::text::readable(name))
        };
        let Some(path) = self.images.get(name) else {
            self.names_are_known = false;
            let nearest = nearest(name, self.images.keys().map(String::as_str));
            place.say(
                Rule::UnknownImage {
                    name: name.clone(),
                    nearest,
                },
                problems,
            );
            return None;
        };
        let first = self.used.insert(name.clone());
        let mut found = Problems {
            sources: std::mem::take(&mut problems.sources),
            ..Problems::default()
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

    /// The pictures that the text names, and what was taken out of it.
    pub(super) fn pictures_in(
        &mut self,
        path: &Path,
        content: &article::Article,
        problems: &mut Problems,
    ) -> BTreeMap<String, Picture> {
        let mut pictures = BTreeMap::new();
        for reference in content.pictures() {
            let place = Place {
                file: path,
                span: 0..0,
                line: Some((reference.line, reference.column)),
            };
            if let Some(picture) = self.picture(&reference.source, &place, problems) {
                if picture.facts.stands_still() {
                    let (source, format) = (reference.source.clone(), picture.facts.format);
                    place.say(Rule::StandsStill { source, format }, problems);
                }
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

    /// The pictures of a post of pictures.
    pub(super) fn pictures_of(
        &mut self,
        table: &Table<'_>,
        problems: &mut Problems,
    ) -> Option<ArticleKind> {
        if !table.has("images") && table.is_misspelt("images") {
            return None;
        }
        if !table.has("images") {
            problems.at(
                self.file,
                table.span.clone(),
                Rule::MissingKey { key: "images" },
            );
            return None;
        }
        let file = self.file;
        files::pictures(table, file, problems, |written, place, problems| {
            self.picture(written, place, problems)
        })
        .map(ArticleKind::Picture)
    }

    /// The pictures that an article lists above itself (`image_list`).
    pub(super) fn pictures_listed(
        &mut self,
        article: &Path,
        images: &[article::Said],
        problems: &mut Problems,
    ) -> Option<ArticleKind> {
        let first = images.first().map_or(1, |said| said.line);
        let span = problems.line(article, first);
        limits::check_pictures(images.len(), span, article, problems);
        let pictures: Vec<_> = images
            .iter()
            .map(|said| {
                let place = Place {
                    file: article,
                    span: 0..0,
                    line: Some((said.line, 1)),
                };
                self.picture(&said.value, &place, problems)
            })
            .collect();
        let pictures: Option<Vec<_>> = pictures.into_iter().collect();
        pictures.map(ArticleKind::Picture)
    }

    /// The part of the cover for one card: as written, or the middle.
    pub(super) fn crop(
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
