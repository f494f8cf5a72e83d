//! Files that a campaign names.
//!
//! Paths are relative to the file that names them. Nothing outside the campaign's folder is read, links resolved, unless
//! the operator allows it by flag; addresses on the network and other schemes are no files. A file is hashed in passing
//! and not kept.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use super::options::LoadOptions;
use super::picture_file::{look, spooled};
use super::problem::{Judged, Problems, ReadFault, Rule, Source};
use super::read::{LISTED, hash, read_text};
use super::table::Table;
use super::{Media, Picture, limits};
use crate::picture::{Facts, Format};
use crate::text::{nearest, readable};

/// A path as it should be written, of one with backslashes, or with what TOML makes of them.
fn with_slashes(written: &str) -> String {
    let escapes = [
        ("\\", "/"),
        ("\n", "/n"),
        ("\t", "/t"),
        ("\r", "/r"),
        ("\u{8}", "/b"),
        ("\u{c}", "/f"),
        ("\u{1b}", "/e"),
    ];
    let replaced = |text: String, (from, to): &(&str, &str)| text.replace(from, to);
    escapes.iter().fold(written.to_owned(), replaced)
}

/// The place of a name in the file.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    pub(super) file: &'a Path,
    pub(super) span: Range<usize>,
    /// For places inside articles: line and column in place of a span.
    pub(super) line: Option<(usize, usize)>,
}

impl<'a> Place<'a> {
    pub(super) fn span(file: &'a Path, span: Range<usize>) -> Self {
        Self {
            file,
            span,
            line: None,
        }
    }

    pub(super) fn say(&self, rule: Rule, problems: &mut Problems) {
        match self.line {
            Some((line, column)) => problems.at_line(self.file, line, column, rule),
            None => problems.at(self.file, self.span.clone(), rule),
        }
    }
}

/// The walls of a campaign's folder.
#[derive(Debug)]
pub(super) struct Files {
    /// Resolved.
    folder: PathBuf,
    options: LoadOptions,
    /// Pictures that were looked at, by their files: an article may show one a thousand times.
    looked: RefCell<BTreeMap<PathBuf, Result<Picture, Rule>>>,
}

impl Files {
    pub(super) fn new(folder: &Path, options: &LoadOptions) -> Self {
        Self {
            folder: folder.canonicalize().unwrap_or_else(|_| folder.to_owned()),
            options: options.clone(),
            looked: RefCell::default(),
        }
    }

    /// The judge of articles that are too long; `allowed` is whether the operator leaves it to WeChat.
    pub(super) fn judged(&self, allowed: bool) -> Judged {
        match (self.options.draws, allowed) {
            (_, true) => Judged::ByWechat,
            (true, false) => Judged::Nowhere,
            (false, false) => Judged::Here,
        }
    }

    /// The file that `written` names, if it may be read.
    pub(super) fn find(
        &self,
        written: &str,
        place: &Place<'_>,
        problems: &mut Problems,
    ) -> Option<PathBuf> {
        // `"images\new.png"` holds a line end in TOML.
        if written.contains(['\n', '\t', '\r', '\u{8}', '\u{c}', '\u{1b}']) {
            let better = with_slashes(written);
            place.say(Rule::Backslashes { better }, problems);
            return None;
        }
        let base = place.file.parent().unwrap_or(Path::new(""));
        let tried = base.join(written);
        // Markdown writes spaces and Chinese in addresses as %20 and %E5….
        let readable = readable(written);
        let decoded = || base.join(readable.as_ref());
        let found = tried.canonicalize().or_else(|_| decoded().canonicalize());
        let Ok(resolved) = found.or_else(|_| base.join(written.trim()).canonicalize()) else {
            let rule = if written.contains('\\') {
                let better = with_slashes(written);
                Rule::Backslashes { better }
            } else {
                let nearest = self.nearest(base, &readable);
                let tried = decoded();
                Rule::FileMissing { tried, nearest }
            };
            place.say(rule, problems);
            return None;
        };
        if !self.options.allow_outside && !resolved.starts_with(&self.folder) {
            place.say(Rule::OutsideFolder { path: resolved }, problems);
            return None;
        }
        if !resolved.is_file() {
            let why = ReadFault::Folder;
            let rule = if resolved.is_dir() {
                Rule::Unreadable { path: tried, why }
            } else {
                let nearest = None;
                Rule::FileMissing { tried, nearest }
            };
            place.say(rule, problems);
            return None;
        }
        Some(resolved)
    }

    /// A file of the campaign's folder that was probably meant: the nearest name where the path leads, or the same name in
    /// the folder beside it.
    fn nearest(&self, base: &Path, written: &str) -> Option<String> {
        let name = Path::new(written).file_name()?.to_str()?;
        let names = |folder: &Path| -> Vec<String> {
            let is_inside =
                |it: &PathBuf| self.options.allow_outside || it.starts_with(&self.folder);
            // A campaign of this folder is named without one.
            let here = Path::new(".");
            let folder = if folder.as_os_str().is_empty() {
                here
            } else {
                folder
            };
            let folder = folder.canonicalize().ok().filter(is_inside);
            let entries = folder.and_then(|folder| folder.read_dir().ok());
            let entries = entries.into_iter().flatten().flatten().take(LISTED);
            entries
                .filter_map(|entry| entry.file_name().into_string().ok())
                .collect()
        };
        let mut real = PathBuf::new();
        for part in Path::new(written).components() {
            let Component::Normal(part) = part else {
                real.push(part);
                continue;
            };
            if base.join(&real).join(part).exists() {
                real.push(part);
                continue;
            }
            let known = names(&base.join(&real));
            let Some(near) = nearest(part.to_str()?, known.iter().map(String::as_str)) else {
                real.clear();
                break;
            };
            real.push(near);
        }
        let is_file = |path: &Path| base.join(path).is_file();
        let elsewhere = || {
            let folders = names(base)
                .into_iter()
                .map(|folder| Path::new(&folder).join(name));
            std::iter::once(PathBuf::from(name))
                .chain(folders)
                .find(|path| is_file(path))
        };
        let found = if is_file(&real) {
            Some(real)
        } else {
            elsewhere()
        };
        Some(found?.to_str()?.replace('\\', "/"))
    }

    /// A text file up to `limit` bytes; its text is kept for the problems in it.
    pub(super) fn text(
        &self,
        written: &str,
        limit: u64,
        place: &Place<'_>,
        problems: &mut Problems,
    ) -> Option<(PathBuf, String)> {
        let path = self.find(written, place, problems)?;
        match read_text(&path, limit) {
            Ok(text) => {
                // Problems point to the file as the operator names it.
                let named = place.file.parent().unwrap_or(Path::new("")).join(written);
                problems
                    .sources
                    .insert(named.clone(), Source::new(text.clone()));
                Some((named, text))
            }
            Err(rule) => {
                place.say(rule, problems);
                None
            }
        }
    }

    /// A picture of a kind that is taken or can be made to fit.
    pub(super) fn picture(
        &self,
        written: &str,
        place: &Place<'_>,
        problems: &mut Problems,
    ) -> Option<Picture> {
        match kind(written) {
            Kind::Remote => return Some(self.fetched(written, place, problems)),
            Kind::Data => {
                let spooled = spooled(written);
                return spooled.map_err(|rule| place.say(rule, problems)).ok();
            }
            Kind::Forbidden => {
                let source = written.chars().take(80).collect();
                place.say(Rule::ForbiddenScheme { source }, problems);
                return None;
            }
            Kind::Path => {}
        }
        let path = self.find(written, place, problems)?;
        let looked = self.look(&path, written);
        looked.map_err(|rule| place.say(rule, problems)).ok()
    }

    /// A picture's facts, read once for each file.
    fn look(&self, path: &Path, written: &str) -> Result<Picture, Rule> {
        let known = self.looked.borrow().get(path).cloned();
        let mut looked = known.unwrap_or_else(|| look(path, written));
        self.looked
            .borrow_mut()
            .insert(path.to_owned(), looked.clone());
        match &mut looked {
            Ok(picture) => written.clone_into(&mut picture.shown),
            Err(Rule::PictureUnusable { source, .. }) => written.clone_into(source),
            Err(_) => {}
        }
        looked
    }

    /// A picture of another host: its file where it was fetched, else a stand-in beside an error.
    fn fetched(&self, written: &str, place: &Place<'_>, problems: &mut Problems) -> Picture {
        let missing = || Rule::NotFetched {
            source: written.to_owned(),
        };
        let file = self.options.fetched.get(written).ok_or_else(missing);
        let picture = file.and_then(|file| self.look(file, written));
        let remote = Some(written.to_owned());
        match picture {
            Ok(picture) => Picture { remote, ..picture },
            Err(rule) => {
                place.say(rule, problems);
                Picture {
                    path: PathBuf::new(),
                    shown: written.to_owned(),
                    sha256: String::new(),
                    remote,
                    spooled: None,
                    facts: Facts {
                        format: Format::Png,
                        width: 0,
                        height: 0,
                        bytes: 0,
                        is_moving: false,
                    },
                }
            }
        }
    }

    /// A voice or video file that a campaign names.
    pub(super) fn media(
        &self,
        written: &str,
        taken: Taken,
        place: &Place<'_>,
        problems: &mut Problems,
    ) -> Option<Media> {
        let path = self.find(written, place, problems)?;
        media(path, written, taken)
            .map_err(|rule| place.say(rule, problems))
            .ok()
    }
}

/// The pictures listed under `images`, each brought by `bring`; all of them are looked at, so that every fault is told.
pub(super) fn pictures(
    table: &Table<'_>,
    file: &Path,
    problems: &mut Problems,
    mut bring: impl FnMut(&str, &Place<'_>, &mut Problems) -> Option<Picture>,
) -> Option<Vec<Picture>> {
    let list = table.texts("images", problems)?;
    limits::check_pictures(list.len(), table.span_of("images"), file, problems);
    let pictures: Vec<_> = list
        .iter()
        .map(|at| bring(&at.value, &Place::span(file, at.span.clone()), problems))
        .collect();
    pictures.into_iter().collect()
}

/// The files that a call takes: endings of file names, separated by spaces, and the most bytes.
pub(super) type Taken = (&'static str, u64);

/// A voice or video file, if the call takes it.
pub(super) fn media(path: PathBuf, shown: &str, (extensions, limit): Taken) -> Result<Media, Rule> {
    let extension = path.extension().and_then(|it| it.to_str());
    let found = extension.unwrap_or_default().to_ascii_lowercase();
    if !extensions.split(' ').any(|allowed| allowed == found) {
        let allowed = extensions;
        return Err(Rule::MediaFormat { found, allowed });
    }
    let shown = shown.to_owned();
    match hash(&path) {
        Ok((_, 0)) => Err(Rule::Empty { key: shown }),
        Ok((_, bytes)) if bytes > limit => Err(Rule::MediaTooLarge { bytes, limit }),
        Ok((sha256, _)) => Ok(Media {
            path,
            shown,
            sha256,
        }),
        Err(error) => Err(Rule::Unreadable {
            path,
            why: ReadFault::from(&error),
        }),
    }
}

/// The kinds of sources of a picture.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Path,
    /// On another host; `//host/path` is, too.
    Remote,
    /// In the text itself.
    Data,
    /// Of a scheme that is neither.
    Forbidden,
}

fn kind(written: &str) -> Kind {
    if written.starts_with("//") {
        return Kind::Remote;
    }
    let Some((scheme, _)) = written.split_once(':') else {
        return Kind::Path;
    };
    let is_scheme = scheme.len() > 1
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'+');
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => Kind::Remote,
        "data" => Kind::Data,
        _ if is_scheme => Kind::Forbidden,
        _ => Kind::Path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_no_paths_and_windows_drives_are() {
        for (written, expected) in [
            ("https://a.cn/x.png", Kind::Remote),
            ("//a.cn/x.png", Kind::Remote),
            ("file:///etc/passwd", Kind::Forbidden),
            ("data:image/png;base64,AA", Kind::Data),
            ("DATA:image/png;base64,AA", Kind::Data),
            ("images/a.png", Kind::Path),
            ("C:/a.png", Kind::Path),
        ] {
            assert_eq!(kind(written), expected, "{written}");
        }
    }
}
