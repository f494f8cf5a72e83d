//! `[message]`: a text, pictures, a voice, a video or a card in place of news.

use std::path::Path;

use super::files::{self, Files, Place, Taken};
use super::limits;
use super::problem::{Problems, Rule};
use super::table::{At, Table};
use super::{Comments, ImageWords, Media, Message};
use crate::text::message::MessageKind;

/// "addMaterial": formats and bytes.
const VOICE: Taken = ("mp3 wma wav amr", 2 * 1024 * 1024);
const VIDEO: Taken = ("mp4", 10 * 1024 * 1024);

pub(super) const VIDEO_KEYS: &[&str] = &["file", "title", "introduction", "description"];
/// Keys beside pictures only.
const WORDS: [&str; 3] = ["title", "recommend", "comments"];

/// The keys of `[message]`: one of the kinds, and what may stand beside pictures.
pub(super) fn keys() -> Vec<&'static str> {
    let kinds = MessageKind::ALL
        .into_iter()
        .filter_map(|kind| kind.names().key);
    kinds.chain(WORDS).collect()
}

/// A voice file by itself: mp3, wma, wav or amr, up to 2 MB ("addMaterial").
pub fn voice(path: &Path) -> Result<Media, Rule> {
    files::media(path.to_owned(), &path.display().to_string(), VOICE)
}

/// A video file by itself: mp4, up to 10 MB ("addMaterial").
pub fn video(path: &Path) -> Result<Media, Rule> {
    files::media(path.to_owned(), &path.display().to_string(), VIDEO)
}

pub(super) fn read(
    root: &Table<'_>,
    file: &Path,
    files: &Files,
    problems: &mut Problems,
) -> Option<Message> {
    let keyed = |kind: MessageKind| Some((kind, kind.names().key?));
    let kinds: Vec<_> = MessageKind::ALL.into_iter().filter_map(keyed).collect();
    let keys: Vec<_> = kinds.iter().map(|(_, key)| *key).collect();
    let table = root.table("message", &self::keys(), problems)?;
    let found: Vec<_> = kinds.iter().filter(|(_, key)| table.has(key)).collect();
    let [(kind, key)] = found[..] else {
        if found.is_empty() && keys.iter().any(|key| table.is_misspelt(key)) {
            return None;
        }
        let rule = Rule::ExactlyOne {
            table: "message",
            of: keys,
            found: found.len(),
        };
        problems.at(file, table.span.clone(), rule);
        return None;
    };
    if *kind != MessageKind::Images {
        for key in WORDS.into_iter().filter(|key| table.has(key)) {
            let rule = Rule::UnknownKey {
                key: key.to_owned(),
                nearest: None,
            };
            problems.at(file, table.span_of(key), rule);
        }
    }
    match kind {
        // They have no key.
        MessageKind::News => None,
        MessageKind::Text => {
            let text = table.filled(key, problems)?;
            limits::check(key, &text, file, problems);
            links(&text, file, problems);
            Some(Message::Text(text.value))
        }
        MessageKind::Images => {
            files::pictures(&table, file, problems, |written, place, problems| {
                files.picture(written, place, problems)
            })
            .map(|pictures| Message::Images(pictures, words(&table, problems)))
        }
        MessageKind::Voice => {
            let voice = table.filled(key, problems)?;
            let place = Place::span(file, voice.span.clone());
            files
                .media(&voice.value, VOICE, &place, problems)
                .map(Message::Voice)
        }
        MessageKind::Video => {
            problems.at(file, table.span_of(key), Rule::VideoRefused);
            named_video(&table, file, files, problems)
        }
        MessageKind::Card => {
            problems.at(file, table.span_of(key), Rule::CardRefused);
            Some(Message::Card(table.filled(key, problems)?.value))
        }
    }
}

/// Title, recommendation and comments beside pictures.
fn words(table: &Table<'_>, problems: &mut Problems) -> ImageWords {
    let comments = [
        ("off", Comments::Off),
        ("everyone", Comments::Everyone),
        ("fans", Comments::Fans),
    ];
    let mut text = |key| table.text(key, problems).map(|at| at.value);
    let (title, recommend) = (text("title"), text("recommend"));
    ImageWords {
        title: title.unwrap_or_default(),
        recommend: recommend.unwrap_or_default(),
        comments: table
            .choice("comments", &comments, problems)
            .unwrap_or_default(),
    }
}

fn named_video(
    table: &Table<'_>,
    file: &Path,
    files: &Files,
    problems: &mut Problems,
) -> Option<Message> {
    let video = table.table("video", VIDEO_KEYS, problems)?;
    let path = video.required("file", problems);
    let title = video.required("title", problems);
    // WeChat has both words for it: "addMaterial" and "uploadVideo".
    let introduction = video.text("introduction", problems);
    let description = video.text("description", problems);
    if let (Some(_), Some(second)) = (&introduction, &description) {
        let (table, found) = ("message.video", 2);
        let of = vec!["introduction", "description"];
        let rule = Rule::ExactlyOne { table, of, found };
        problems.at(file, second.span.clone(), rule);
    }
    let description = introduction.or(description);
    let description = description.map(|text| text.value).unwrap_or_default();
    let path = path?;
    let media: Option<Media> = files.media(
        &path.value,
        VIDEO,
        &Place::span(file, path.span.clone()),
        problems,
    );
    Some(Message::Video {
        file: media?,
        title: title?.value,
        description,
    })
}

/// Warns of addresses in a text message: the mass call refuses them (40066), mini programs and WeChat's own pages excepted.
fn links(text: &At<String>, file: &Path, problems: &mut Problems) {
    for (at, url) in addresses(&text.value) {
        let written = problems
            .sources
            .get(file)
            .and_then(|it| it.get(text.span.clone()));
        // In the file the address stands as in the text, unless it is written with escapes.
        let nth = text.value[..at].matches(url).count();
        let place = written.and_then(|it| it.match_indices(url).nth(nth));
        let span = match place {
            Some((offset, _)) => {
                let start = text.span.start + offset;
                start..start + url.len()
            }
            None => text.span.clone(),
        };
        let url = url.to_owned();
        problems.at(file, span, Rule::LinkInText { url });
    }
}

/// Addresses of other sites in a text, each with its place.
fn addresses(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let begins = |(at, _): &(usize, char)| {
        let rest = &text.as_bytes()[*at..];
        let is = |prefix: &[u8]| {
            rest.get(..prefix.len())
                .is_some_and(|it| it.eq_ignore_ascii_case(prefix))
        };
        let after_letter =
            text[..*at].ends_with(|it: char| it.is_ascii_alphanumeric() || "./@-".contains(it));
        !after_letter && (is(b"http://") || is(b"https://") || is(b"www."))
    };
    let starts = text.char_indices().filter(begins).map(|(at, _)| at);
    let address = move |at: usize| {
        let rest = &text[at..];
        let is_end = |it: char| !it.is_ascii() || it.is_whitespace() || "<>\"'".contains(it);
        let url = &rest[..rest.find(is_end).unwrap_or(rest.len())];
        let host = url.split_once("://").map_or(url, |(_, host)| host);
        let host = host
            .split(['/', ':', '?', '#'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let is_own = host == "weixin.qq.com" || host.ends_with(".weixin.qq.com");
        (!is_own && !host.is_empty() && !in_mini_program(text, at)).then_some((at, url))
    };
    starts.filter_map(address)
}

/// Whether a place is inside the tag of a link to a mini program, whose `href` is for old clients only.
fn in_mini_program(text: &str, at: usize) -> bool {
    let Some(start) = text[..at].rfind('<') else {
        return false;
    };
    let tag = text[start..].split('>').next().unwrap_or_default();
    start + tag.len() > at && tag.contains("data-miniprogram-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_other_sites_are_found() {
        let found = |text| addresses(text).map(|(_, url)| url).collect::<Vec<_>>();
        assert_eq!(
            found("点击 https://example.com/a，或 www.b.cn。"),
            ["https://example.com/a", "www.b.cn"]
        );
        assert_eq!(found("<a href=\"HTTP://a.cn/x\">x</a>"), ["HTTP://a.cn/x"]);
        assert!(found("https://mp.weixin.qq.com/s/x").is_empty());
        let mini = "<a data-miniprogram-appid=\"wx1\" data-miniprogram-path=\"p\" href=\"http://a.cn\">x</a>";
        assert!(found(mini).is_empty());
        assert!(found("a@www.b.cn, no http: here").is_empty());
    }
}
