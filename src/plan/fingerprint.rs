//! The identity of a run.
//!
//! The content fingerprint covers every byte that followers would get; the run fingerprint adds to whom it goes. Both are
//! made of hashes of bytes, never of paths or times, so another machine with the same folder comes to the same values.
//! Testers, account and waiting are not part of them.
//!
//! A picture of another host is the exception. Its bytes may differ from one machine and hour to the next while the
//! folder is the same; a run that was known by them would have another key there, and go out twice. So a campaign's identity
//! takes such a picture by its address ([`identity`]), and what was reviewed and drafted takes it by its bytes
//! ([`content`], [`reviewed`]).

use std::fmt;

use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::campaign::{
    Article, ArticleKind, Body, Campaign, Comments, ImageWords, Media, Message, Picture,
};
use crate::wechat::ids::ClientMsgId;

/// SHA-256 over a canonical description, as 64 hex digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Fingerprint {
    fn of(mut description: Value) -> Self {
        // Some other crate may switch on serde_json's `preserve_order`; the fingerprint must not notice.
        description.sort_all_objects();
        Self(hex::encode(Sha256::digest(description.to_string())))
    }

    /// The whole value, 64 hex digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `written` names this fingerprint: the whole value or at least its first 12 digits.
    pub fn is(&self, written: &str) -> bool {
        let written = written.trim().to_ascii_lowercase();
        written.len() >= 12 && self.0.starts_with(&written)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// To whom a run goes, as far as it can be known offline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Every follower.
    All,
    /// A tag as the operator wrote it: `100` or `VIP`.
    Tag(String),
    /// A list: how many ids, how many repeats were left out, the digest of the ordered ids, the sizes of its batches.
    OpenIds {
        count: u64,
        repeats: u64,
        digest: String,
        sizes: Vec<u64>,
    },
}

impl Target {
    /// How many mass calls the target takes.
    pub fn batches(&self) -> usize {
        match self {
            Self::All | Self::Tag(_) => 1,
            Self::OpenIds { sizes, .. } => sizes.len(),
        }
    }

    fn description(&self) -> Value {
        match self {
            Self::All => json!({ "all": true }),
            Self::Tag(tag) => json!({ "tag": tag }),
            Self::OpenIds { digest, .. } => json!({ "openids": digest }),
        }
    }
}

/// The fingerprint of what a campaign's receivers would get, to the byte.
pub fn content(campaign: &Campaign) -> Fingerprint {
    of_campaign(campaign, |picture| picture.sha256.clone())
}

/// The identity of a campaign: as [`content`], with pictures of other hosts by their addresses.
pub fn identity(campaign: &Campaign) -> Fingerprint {
    of_campaign(campaign, |picture| {
        let bytes = || picture.sha256.clone();
        picture.remote.clone().unwrap_or_else(bytes)
    })
}

/// The content that a reviewer saw and `--expect` names: the run, and the bytes of pictures that it knows by their addresses.
pub fn reviewed(run: &Fingerprint, campaign: &Campaign) -> Fingerprint {
    let (content, identity) = (content(campaign), identity(campaign));
    if content == identity {
        return run.clone();
    }
    Fingerprint::of(json!({ "run": run.as_str(), "content": content.as_str() }))
}

fn of_campaign(campaign: &Campaign, known_by: fn(&Picture) -> String) -> Fingerprint {
    // Whole, so that a new field does not compile until it is decided whether followers get it.
    let Campaign {
        route,
        body,
        file: _,
        name: _,
        account: _,
        preview: _,
        audience: _,
        roster: _,
        own: _,
        send: _,
        warnings: _,
    } = campaign;
    let pictures = |pictures: &[Picture]| pictures.iter().map(known_by).collect::<Vec<_>>();
    let body = match body {
        Body::News(articles) => {
            let articles = articles.iter().map(|it| article(it, known_by));
            json!({ "articles": articles.collect::<Vec<_>>() })
        }
        Body::Message(message) => {
            let key = message.kind().names().key.unwrap_or_default();
            match message {
                Message::Text(text) => json!({ key: text }),
                Message::Images(images, words) if *words == ImageWords::default() => {
                    json!({ key: pictures(images) })
                }
                Message::Images(images, words) => {
                    let comments = readers(words.comments);
                    json!({
                        key: pictures(images),
                        "title": words.title, "recommend": words.recommend, "comments": comments,
                    })
                }
                Message::Voice(media) => json!({ key: media_hash(media) }),
                Message::Video {
                    file,
                    title,
                    description,
                } => {
                    json!({ key: media_hash(file), "title": title, "description": description })
                }
                Message::Card(card) => json!({ key: card }),
            }
        }
    };
    Fingerprint::of(json!({ "route": route.to_string(), "body": body }))
}

/// The fingerprint of a message that is in the account already, given by its kind and ids (or its text).
pub fn message(kind: &str, values: &[String]) -> Fingerprint {
    Fingerprint::of(json!({ "given": kind, "values": values }))
}

/// The fingerprint of a run: content, receivers, and whether reprints go out.
pub fn run(content: &Fingerprint, target: &Target, ignore_reprint: bool) -> Fingerprint {
    Fingerprint::of(json!({
        "content": content.as_str(),
        "target": target.description(),
        "ignore_reprint": ignore_reprint,
    }))
}

/// The key by which WeChat knows one batch of one run for 24 hours: `w` and 31 characters of base 32.
///
/// It is a pure function of its arguments, so a lost answer can be settled from any machine. 32 characters is the safe
/// limit: 34 and 36 were refused with 45067 (mass-send page and forum logs; `wechat-api.md` 4.6).
pub fn client_msg_id(
    appid: &str,
    name: &str,
    run: &Fingerprint,
    attempt: i64,
    number: i64,
) -> ClientMsgId {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let text = json!([appid, name, run.as_str(), attempt, number]).to_string();
    let key: String = Sha256::digest(text.as_bytes())
        .iter()
        .take(31)
        .map(|byte| char::from(ALPHABET[usize::from(byte & 31)]))
        .collect();
    ClientMsgId::new(format!("w{key}"))
}

fn article(article: &Article, known_by: fn(&Picture) -> String) -> Value {
    let Article {
        title,
        author,
        digest,
        content,
        pictures,
        cover,
        source_url,
        show_cover,
        comments,
        kind,
        crop_235_1,
        crop_1_1,
        // The text counts, and not where it was read.
        file: _,
    } = article;
    let kind = match kind {
        ArticleKind::News => json!("news"),
        ArticleKind::Picture(pictures) => {
            json!(pictures.iter().map(known_by).collect::<Vec<_>>())
        }
    };
    // A picture stands in the text as the hash of its bytes: moving the file changes nothing, editing it does.
    let html = content.html(&|source| {
        let picture = pictures.get(source);
        Some(picture.map_or_else(|| source.to_owned(), known_by))
    });
    // What is cut out of a cover follows from its bytes, unless somebody has chosen it.
    let by_bytes = |cover: &Picture| known_by(cover) == cover.sha256;
    let crop = if cover.as_ref().is_none_or(by_bytes) {
        [crop_235_1, crop_1_1]
    } else {
        [&None, &None]
    };
    json!({
        "kind": kind,
        "title": title,
        "author": author,
        "digest": digest,
        "html": html,
        "cover": cover.as_ref().map(known_by),
        "source_url": source_url,
        "show_cover": show_cover,
        "comments": readers(*comments),
        "crop": crop,
    })
}

fn readers(comments: Comments) -> &'static str {
    match comments {
        Comments::Off => "off",
        Comments::Everyone => "everyone",
        Comments::Fans => "fans",
    }
}

fn media_hash(media: &Media) -> Value {
    let Media {
        sha256,
        path: _,
        shown: _,
    } = media;
    json!(sha256)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_short_ascii_and_differs_by_every_part() {
        let (one, two) = (
            message("text", &["a".into()]),
            message("text", &["b".into()]),
        );
        let base = client_msg_id("wx1", "spring", &one, 0, 1);
        assert_eq!(base, client_msg_id("wx1", "spring", &one, 0, 1));
        assert_eq!(base.as_str().len(), 32);
        assert!(
            base.as_str()
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric())
        );
        for other in [
            client_msg_id("wx2", "spring", &one, 0, 1),
            client_msg_id("wx1", "summer", &one, 0, 1),
            client_msg_id("wx1", "spring", &two, 0, 1),
            client_msg_id("wx1", "spring", &one, 1, 1),
            client_msg_id("wx1", "spring", &one, 0, 2),
        ] {
            assert_ne!(base, other);
        }
    }

    #[test]
    fn values_cannot_run_into_each_other() {
        assert_ne!(
            message("image", &["ab".into(), "c".into()]),
            message("image", &["a".into(), "bc".into()])
        );
    }

    #[test]
    fn twelve_digits_name_a_fingerprint_and_eleven_do_not() {
        let print = message("text", &["a".into()]);
        assert!(print.is(&print.as_str()[..12].to_uppercase()));
        assert!(!print.is(&print.as_str()[..11]));
    }

    #[test]
    fn the_receivers_are_part_of_a_run() {
        let content = message("text", &["a".into()]);
        let list = |digest: &str| Target::OpenIds {
            count: 2,
            repeats: 0,
            digest: digest.into(),
            sizes: vec![2],
        };
        assert_ne!(
            run(&content, &list("x"), false),
            run(&content, &list("y"), false)
        );
        assert_ne!(
            run(&content, &Target::All, false),
            run(&content, &Target::Tag("all".into()), false)
        );
        assert_ne!(
            run(&content, &Target::All, false),
            run(&content, &Target::All, true)
        );
    }
}
