//! `[audience]` and `[preview]`: who gets it, and who sees it before. There is no default.

use std::path::Path;
use std::sync::Arc;

use super::audience::{Roster, is_openid};
use super::files::{Files, Place};
use super::problem::{ListFault, Problems, Rule};
use super::table::{At, Table};
use super::{Audience, OpenIdSource, Preview, SeveralTags, Tag};
use crate::text;

pub(super) const PREVIEW_KEYS: &[&str] = &["to", "wxnames"];
pub(super) const KINDS: &[&str] = &["all", "tag", "tags", "openids"];
pub(super) const KEYS: &[&str] = &["all", "tag", "tags", "openids", "without"];

pub(super) fn preview(root: &Table<'_>, file: &Path, problems: &mut Problems) -> Preview {
    let Some(table) = root.table("preview", PREVIEW_KEYS, problems) else {
        return Preview::default();
    };
    let openids = table.texts("to", problems).unwrap_or_default();
    name_invalid(&openids, file, problems);
    let wxnames = table.texts("wxnames", problems).unwrap_or_default();
    for name in wxnames.iter().filter(|name| name.value.trim().is_empty()) {
        let key = "wxnames".to_owned();
        problems.at(file, name.span.clone(), Rule::Empty { key });
    }
    Preview {
        openids: values(openids),
        wxnames: values(wxnames),
    }
}

fn values(list: Vec<At<String>>) -> Vec<String> {
    list.into_iter().map(|at| at.value).collect()
}

/// Names each string of a list that is no openid.
fn name_invalid(list: &[At<String>], file: &Path, problems: &mut Problems) {
    for id in list.iter().filter(|id| !is_openid(&id.value)) {
        let value = id.value.clone();
        let fault = if is_wechat_name(&value) {
            ListFault::WechatName { value }
        } else {
            ListFault::InvalidOpenId { value }
        };
        problems.at(file, id.span.clone(), Rule::List(fault));
    }
}

/// 6 to 20 letters, digits, `_` and `-`, the first a letter: the name that a person may choose once a year.
fn is_wechat_name(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    (6..=20).contains(&text.len())
        && text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text.bytes().all(is_letter)
}

/// The audience, and its list where that can be read now.
pub(super) fn audience(
    root: &Table<'_>,
    file: &Path,
    files: &Files,
    problems: &mut Problems,
) -> Option<(Audience, Option<Arc<Roster>>)> {
    let table = root.table("audience", KEYS, problems)?;
    let found = KINDS.iter().filter(|key| table.has(key)).count();
    if found != 1 {
        let is_misspelt = KINDS.iter().any(|kind| table.is_misspelt(kind));
        if found > 1 || !is_misspelt {
            let rule = Rule::ExactlyOne {
                table: "audience",
                of: KINDS.to_vec(),
                found,
            };
            problems.at(file, table.span.clone(), rule);
        }
        return None;
    }
    if table.has("all") {
        // `all = false` could be meant as anything; only the plain yes is everybody.
        if table.flag("all", problems)? {
            return Some((Audience::All, None));
        }
        problems.at(file, table.span_of("all"), Rule::AllIsNotTrue);
        return None;
    }
    if table.has("without") && !table.has("tags") {
        let span = table.span_of("without");
        problems.at(file, span, Rule::MissingKey { key: "tags" });
    }
    if table.has("tags") {
        return Some((
            Audience::Tags(several(&table, file, files, problems)?),
            None,
        ));
    }
    if table.has("tag") {
        return Some((Audience::Tag(tag(&table, problems)?), None));
    }
    let (source, roster) = openids(&table, file, files, problems)?;
    Some((Audience::OpenIds(source), roster))
}

/// Tags by their names or, in quotes, their ids; and the list of those who do not get it.
fn several(
    table: &Table<'_>,
    file: &Path,
    files: &Files,
    problems: &mut Problems,
) -> Option<SeveralTags> {
    let written = table.texts("tags", problems)?;
    let tags: Vec<_> = written
        .iter()
        .filter_map(|at| Tag::parse(&at.value))
        .collect();
    if tags.is_empty() || tags.len() < written.len() {
        let key = "tags".to_owned();
        problems.at(file, table.span_of("tags"), Rule::Empty { key });
        return None;
    }
    let without = if table.has("without") {
        let written = table.filled("without", problems)?;
        let place = Place::span(file, written.span.clone());
        let path = files.find(&written.value, &place, problems)?;
        match Roster::read_any(&OpenIdSource::File(path)) {
            Ok(roster) => Some(Arc::new(roster)),
            Err(found) => {
                problems.list.extend(found.list);
                return None;
            }
        }
    } else {
        None
    };
    Some(SeveralTags { tags, without })
}

fn tag(table: &Table<'_>, problems: &mut Problems) -> Option<Tag> {
    let value = table.get("tag")?;
    let Some(number) = value.get_ref().as_integer() else {
        return Tag::parse(&table.filled("tag", problems)?.value);
    };
    match i64::from_str_radix(number.as_str(), number.radix()) {
        Ok(id) if id >= 0 => Some(Tag::Id(id)),
        _ => table.wrong("tag", value, "a tag's id or name", problems),
    }
}

fn openids(
    table: &Table<'_>,
    file: &Path,
    files: &Files,
    problems: &mut Problems,
) -> Option<(OpenIdSource, Option<Arc<Roster>>)> {
    let value = table.get("openids")?;
    if value.get_ref().is_array() {
        let list = table.texts("openids", problems)?;
        name_invalid(&list, file, problems);
        if list.iter().any(|id| !is_openid(&id.value)) {
            return None;
        }
        let span = value.span();
        let source = OpenIdSource::List(values(list));
        let roster = match Roster::read(&source) {
            Ok(roster) => roster,
            Err(found) => {
                for problem in found.list {
                    problems.at(file, span.clone(), problem.rule);
                }
                return None;
            }
        };
        return Some((source, Some(Arc::new(roster))));
    }
    let written = table.filled("openids", problems)?;
    if written.value == "-" {
        return Some((OpenIdSource::Stdin, None));
    }
    if is_openid(&written.value) {
        let value = text::printable(&written.value);
        problems.at(
            file,
            written.span,
            Rule::List(ListFault::NotAFile { value }),
        );
        return None;
    }
    let place = Place::span(file, written.span.clone());
    let path = files.find(&written.value, &place, problems)?;
    let source = OpenIdSource::File(path);
    match Roster::read(&source) {
        Ok(roster) => {
            problems.list.extend(roster.notes().iter().cloned());
            Some((source, Some(Arc::new(roster))))
        }
        Err(found) => {
            problems.list.extend(found.list);
            None
        }
    }
}
