//! `[message]`: a text, pictures, a voice, a video or a card in place of news.

use std::path::Path;

use super::files::{self, Files, Place, Taken};
use super::limits;
use super::problem::{Problems, Rule};
use super::table::Table;
use super::{Media, Message};

/// "addMaterial": formats and bytes.
const VOICE: Taken = ("mp3 wma wav amr", 2 * 1024 * 1024);
const VIDEO: Taken = ("mp4", 10 * 1024 * 1024);

const KINDS: &[&str] = &["text", "images", "voice", "video", "card"];

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
    let table = root.table("message", KINDS, problems)?;
    let found: Vec<_> = KINDS
        .iter()
        .copied()
        .filter(|kind| table.has(kind))
        .collect();
    let [kind] = found[..] else {
        let rule = Rule::ExactlyOne {
            of: KINDS.to_vec(),
            found: found.len(),
        };
        problems.at(file, table.span.clone(), rule);
        return None;
    };
    match kind {
        "text" => {
            let text = table.filled("text", problems)?;
            limits::check("text", &text, file, problems);
            Some(Message::Text(text.value))
        }
        "images" => files::pictures(&table, file, problems, |written, place, problems| {
            files.picture(written, place, problems)
        })
        .map(Message::Images),
        "voice" => {
            let voice = table.filled("voice", problems)?;
            let place = Place::span(file, voice.span.clone());
            files
                .media(&voice.value, VOICE, &place, problems)
                .map(Message::Voice)
        }
        "video" => named_video(&table, file, files, problems),
        _ => Some(Message::Card(table.filled("card", problems)?.value)),
    }
}

fn named_video(
    table: &Table<'_>,
    file: &Path,
    files: &Files,
    problems: &mut Problems,
) -> Option<Message> {
    let video = table.table("video", &["file", "title", "introduction"], problems)?;
    let path = video.required("file", problems);
    let title = video.required("title", problems);
    let description = video
        .text("introduction", problems)
        .map(|text| text.value)
        .unwrap_or_default();
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
