//! The draft as WeChat has stored it ("getDraft"): read back while the preview goes out, and again where time has passed since.
//!
//! Followers get the stored draft. WeChat drops what it does not allow, and users of the console can edit it after
//! the preview; either is found here, before anything is sent. A draft that cannot be read stops nothing, and that is said.

use serde_json::Value;

use super::message::Outgoing;
use crate::article::{self, Kind, Look};
use crate::pipeline::{Context, Error, Event};
use crate::text::message::Comments;
use crate::wechat::drafts::{self, Difference, Field};
use crate::wechat::errcode;
use crate::wechat::ids::MediaId;
use crate::wechat::news::{Article, ArticleKind};

/// Characters that are shown around the place where two texts part.
const SHOWN: usize = 24;

/// A draft as it was read back.
#[derive(Debug, Clone)]
pub(in crate::pipeline) struct Stored {
    id: MediaId,
    articles: Vec<Value>,
}

impl Stored {
    /// Reads the draft of a message back; `None` where it is no draft, or cannot be read.
    pub(super) async fn read(context: &Context, outgoing: &Outgoing<'_>) -> Option<Self> {
        let (id, _) = outgoing.draft(context).await?;
        match drafts::get(&context.client, &id).await {
            Ok(articles) => Some(Self { id, articles }),
            // One that is gone is made again when it is needed.
            Err(error) if error.errcode() == Some(errcode::INVALID_MEDIA_ID) => None,
            Err(error) => {
                let why = error.to_string();
                context.events.say(Event::DraftUnread { why });
                None
            }
        }
    }

    pub(super) fn id(&self) -> &MediaId {
        &self.id
    }

    /// Whether WeChat has kept what it was given: fields, words, and pictures.
    pub(super) async fn is_what_was_sent(
        &self,
        context: &Context,
        outgoing: &Outgoing<'_>,
    ) -> Result<(), Error> {
        let Some((_, sent)) = outgoing.draft(context).await else {
            return Ok(());
        };
        let mut differences = counts(sent.len(), self.articles.len());
        for (number, (sent, stored)) in (1..).zip(sent.iter().zip(&self.articles)) {
            differences.extend(given_and_kept(number, sent, stored));
        }
        self.no(differences, false)
    }

    /// Whether the draft is still as it was read at first.
    fn is_unchanged(&self, now: &Self) -> Result<(), Error> {
        let mut differences = counts(self.articles.len(), now.articles.len());
        for (number, (was, is)) in (1..).zip(self.articles.iter().zip(&now.articles)) {
            differences.extend(changed(number, was, is));
        }
        self.no(differences, true)
    }

    fn no(&self, differences: Vec<Difference>, since: bool) -> Result<(), Error> {
        if differences.is_empty() {
            return Ok(());
        }
        let media_id = self.id.clone();
        Err(Error::DraftDiffers {
            media_id,
            since,
            differences,
        })
    }
}

/// Reads the draft again and stops the run where it has changed. One that is gone is made again from the same files.
pub(in crate::pipeline) async fn look_again(
    context: &Context,
    outgoing: &mut Outgoing<'_>,
    before: Option<&Stored>,
    as_stored: bool,
) -> Result<(), Error> {
    let Some((id, _)) = outgoing.draft(context).await else {
        return Ok(());
    };
    let articles = match drafts::get(&context.client, &id).await {
        Ok(articles) => articles,
        Err(error) if error.errcode() == Some(errcode::INVALID_MEDIA_ID) => {
            outgoing.mark_stale();
            outgoing.renew(context).await?;
            return Ok(());
        }
        Err(error) => {
            let why = error.to_string();
            context.events.say(Event::DraftUnread { why });
            return Ok(());
        }
    };
    let now = Stored { id, articles };
    match before.filter(|before| before.id == now.id) {
        Some(before) => before.is_unchanged(&now),
        None if as_stored => Ok(()),
        None => now.is_what_was_sent(context, outgoing).await,
    }
}

/// In what the draft differs from what was read before, or from what was written; for a refusal that speaks of the draft.
pub(in crate::pipeline) async fn differences(
    context: &Context,
    outgoing: &mut Outgoing<'_>,
    before: Option<&Stored>,
) -> Vec<Difference> {
    match look_again(context, outgoing, before, false).await {
        Err(Error::DraftDiffers { differences, .. }) => differences,
        Ok(()) | Err(_) => Vec::new(),
    }
}

fn counts(was: usize, is: usize) -> Vec<Difference> {
    let differs = was != is;
    let difference = Difference {
        article: was.min(is) + 1,
        field: Field::Articles,
        was: was.to_string(),
        is: is.to_string(),
    };
    differs.then_some(difference).into_iter().collect()
}

fn text<'a>(article: &'a Value, name: &str) -> &'a str {
    article[name].as_str().unwrap_or_default()
}

/// A number that may have come as a text.
fn flag(article: &Value, name: &str) -> bool {
    let value = &article[name];
    value.as_i64().is_some_and(|it| it != 0)
        || value.as_bool().unwrap_or(false)
        || value.as_str().is_some_and(|it| it == "1")
}

fn given_and_kept(number: usize, sent: &Article, stored: &Value) -> Vec<Difference> {
    let mut found = Found::new(number);
    found.compare(Field::Title, &sent.title, text(stored, "title"));
    found.compare(Field::Author, &sent.author, text(stored, "author"));
    // A digest that was left out is made by WeChat.
    if !sent.digest.is_empty() {
        found.compare(Field::Digest, &sent.digest, text(stored, "digest"));
    }
    found.compare(
        Field::SourceUrl,
        &sent.source_url,
        text(stored, "content_source_url"),
    );
    if let ArticleKind::News { cover: Some(cover) } = &sent.kind {
        found.compare(Field::Cover, cover.as_str(), text(stored, "thumb_media_id"));
    }
    if sent.comments == Comments::Off {
        let open = flag(stored, "need_open_comment");
        found.compare(Field::Comments, "off", if open { "on" } else { "off" });
    }
    match (
        &sent.kind,
        words(&sent.content),
        words(text(stored, "content")),
    ) {
        (ArticleKind::News { .. }, Some((was, before)), Some((is, after))) => {
            found.compare(Field::Text, &was, &is);
            if after < before {
                found.compare(Field::Pictures, &before.to_string(), &after.to_string());
            }
        }
        (ArticleKind::News { .. }, _, _) => {}
        (ArticleKind::Pictures(_), ..) => {
            found.compare(Field::Text, &sent.content, text(stored, "content"));
        }
    }
    found.list
}

fn changed(number: usize, was: &Value, is: &Value) -> Vec<Difference> {
    let mut found = Found::new(number);
    for (field, name) in [
        (Field::Title, "title"),
        (Field::Author, "author"),
        (Field::Digest, "digest"),
        (Field::SourceUrl, "content_source_url"),
        (Field::Cover, "thumb_media_id"),
    ] {
        found.compare(field, text(was, name), text(is, name));
    }
    for name in ["need_open_comment", "only_fans_can_comment"] {
        let word = |article| if flag(article, name) { "on" } else { "off" };
        found.compare(Field::Comments, word(was), word(is));
    }
    let (before, after) = (text(was, "content"), text(is, "content"));
    if letters(before) != letters(after) {
        if let (Some((was, pictures)), Some((is, left))) = (words(before), words(after)) {
            found.compare(Field::Text, &was, &is);
            found.compare(Field::Pictures, &pictures.to_string(), &left.to_string());
        }
        if found.list.is_empty() {
            found.compare(Field::Layout, before, after);
        }
    }
    found.list
}

struct Found {
    article: usize,
    list: Vec<Difference>,
}

impl Found {
    fn new(article: usize) -> Self {
        let list = Vec::new();
        Self { article, list }
    }

    /// Takes down where two texts differ; white space and invisible characters do not count.
    fn compare(&mut self, field: Field, was: &str, is: &str) {
        let (one, other) = (letters(was), letters(is));
        if one == other {
            return;
        }
        let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
        let excerpt = |letters: &[char]| -> String {
            let from = same.saturating_sub(SHOWN / 3);
            letters.iter().skip(from).take(SHOWN).collect()
        };
        self.list.push(Difference {
            article: self.article,
            field,
            was: excerpt(&one),
            is: excerpt(&other),
        });
    }
}

fn letters(text: &str) -> Vec<char> {
    let counts = |it: &char| {
        !it.is_whitespace()
            && !it.is_control()
            && !matches!(it, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}')
    };
    text.chars().filter(counts).collect()
}

/// The words of HTML, and how many pictures it has; `None` where it cannot be read.
fn words(html: &str) -> Option<(String, usize)> {
    let read = article::article(Kind::Html, html, &Look::default()).ok()?;
    Some((read.text().to_owned(), read.pictures().len()))
}
