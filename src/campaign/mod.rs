//! The campaign file, checked.
//!
//! [`load`] is the only way to a [`Campaign`]: it reads the TOML file and everything that it names, finds every problem at
//! once and calls nothing. What stands in a campaign is true of the files as they were then; their hashes say so.

mod article;
pub mod audience;
mod files;
pub mod json;
mod limits;
mod load;
mod look;
mod message;
mod options;
mod picture_file;
pub mod problem;
mod read;
mod receivers;
mod said;
mod schedule;
pub mod schema;
mod summary;
mod table;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

pub use limits::MAX_NAME;
pub use load::{check, is_article, load};
pub use message::{video, voice};
pub use options::LoadOptions;
pub use problem::{FetchRefusal, Problem, Problems, Rule, Severity};
pub use schedule::{Window, time};
pub use summary::{Listed, Summary};

use tempfile::TempPath;

use crate::picture;
use crate::text::message::MessageKind;
pub use crate::text::message::{Comments, ImageWords, Route};

/// A campaign without errors.
#[derive(Debug, Clone)]
pub struct Campaign {
    pub file: PathBuf,
    /// The name in the ledger.
    pub name: String,
    pub account: Option<String>,
    pub route: Route,
    pub body: Body,
    pub preview: Preview,
    /// Missing where a campaign is only rendered or previewed; never everybody by silence.
    pub audience: Option<Audience>,
    /// The list of openids, where the audience is a file: read once, here.
    pub roster: Option<Arc<audience::Roster>>,
    pub send: SendOptions,
    /// Settings that accounts have of their own, by the name of their profile.
    pub own: BTreeMap<String, Own>,
    /// Warnings, with the texts that they point into.
    pub warnings: Problems,
}

/// Settings of one account in a campaign that goes out in several.
#[derive(Debug, Clone, Default)]
pub struct Own {
    pub audience: Option<Audience>,
    pub roster: Option<Arc<audience::Roster>>,
    pub preview: Option<Preview>,
}

impl Campaign {
    /// The campaign as it is for an account: with its own audience and testers, where it has some.
    #[must_use]
    pub fn for_account(&self, name: &str) -> Self {
        let mut campaign = self.clone();
        let Some(own) = self.own.get(name) else {
            return campaign;
        };
        if own.audience.is_some() {
            campaign.audience.clone_from(&own.audience);
            campaign.roster.clone_from(&own.roster);
        }
        if let Some(preview) = &own.preview {
            campaign.preview.clone_from(preview);
        }
        campaign
    }

    /// The problem of a campaign that is to be sent and says not to whom.
    pub fn audience_problem(&self) -> Option<Problem> {
        let problem = Problem {
            file: self.file.clone(),
            span: None,
            line: 0,
            column: 0,
            rule: if is_article(&self.file) {
                Rule::ArticleAlone
            } else {
                Rule::AudienceMissing
            },
        };
        self.audience.is_none().then_some(problem)
    }
}

/// The content to send.
#[derive(Debug, Clone)]
pub enum Body {
    News(Vec<Article>),
    Message(Message),
}

/// One article of the news.
#[derive(Debug, Clone)]
pub struct Article {
    pub title: String,
    pub author: String,
    pub digest: String,
    /// The file it was read from.
    pub file: PathBuf,
    pub content: crate::article::Article,
    /// Pictures of the text by their source as written there.
    pub pictures: BTreeMap<String, Picture>,
    /// Absent for picture posts alone.
    pub cover: Option<Picture>,
    pub source_url: String,
    pub show_cover: bool,
    pub comments: Comments,
    pub kind: ArticleKind,
    pub crop_235_1: Option<String>,
    pub crop_1_1: Option<String>,
}

impl Article {
    /// Characters of what is sent: the dressed HTML, or the words alone of a picture post.
    pub fn characters(&self) -> usize {
        match self.kind {
            ArticleKind::News => self.content.characters(),
            ArticleKind::Picture(_) => self.content.text().chars().count(),
        }
    }
}

/// Text with a cover, or a picture post (`newspic`).
#[derive(Debug, Clone)]
pub enum ArticleKind {
    News,
    Picture(Vec<Picture>),
}

/// A message in place of news.
#[derive(Debug, Clone)]
pub enum Message {
    Text(String),
    /// Up to 20 pictures, and what stands beside them.
    Images(Vec<Picture>, ImageWords),
    Voice(Media),
    Video {
        file: Media,
        title: String,
        description: String,
    },
    Card(String),
}

impl Message {
    /// Its kind.
    pub fn kind(&self) -> MessageKind {
        match self {
            Self::Text(_) => MessageKind::Text,
            Self::Images(..) => MessageKind::Images,
            Self::Voice(_) => MessageKind::Voice,
            Self::Video { .. } => MessageKind::Video,
            Self::Card(_) => MessageKind::Card,
        }
    }
}

/// A picture file, known by its header and its hash; its bytes are read when it is uploaded.
#[derive(Debug, Clone)]
pub struct Picture {
    pub path: PathBuf,
    /// As the operator wrote it.
    pub shown: String,
    /// SHA-256 of the file, 64 hex digits.
    pub sha256: String,
    /// The address that it was fetched from, as the operator wrote it; none for files of the folder.
    pub remote: Option<String>,
    /// The file that its bytes were written to, for a picture that stands in the text itself (`data:`); deleted with the last
    /// picture of it.
    pub spooled: Option<Arc<TempPath>>,
    pub facts: picture::Facts,
}

/// A voice or video file.
#[derive(Debug, Clone)]
pub struct Media {
    pub path: PathBuf,
    pub shown: String,
    pub sha256: String,
}

/// The receivers of previews.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    pub openids: Vec<String>,
    pub wxnames: Vec<String>,
}

/// How it is sent.
#[derive(Debug, Clone, Copy)]
pub struct SendOptions {
    /// Go on when an article is judged a reprint.
    pub ignore_reprint: bool,
    /// Follow the send until WeChat has finished.
    pub wait: bool,
    /// When it goes out; at once where nothing is said.
    pub window: Option<Window>,
}

impl Default for SendOptions {
    fn default() -> Self {
        Self {
            ignore_reprint: false,
            wait: true,
            window: None,
        }
    }
}

/// The audience. There is no default.
#[derive(Debug, Clone)]
pub enum Audience {
    All,
    Tag(Tag),
    /// The followers of several tags, each once: a list that is put together when it is sent.
    Tags(SeveralTags),
    OpenIds(OpenIdSource),
}

/// Several tags, and a list of those who do not get it.
#[derive(Debug, Clone)]
pub struct SeveralTags {
    pub tags: Vec<Tag>,
    pub without: Option<Arc<audience::Roster>>,
}

impl SeveralTags {
    /// The audience as written, for people and for the fingerprint of what is reviewed.
    pub fn written(&self) -> Vec<String> {
        let word = |tag: &Tag| match tag {
            Tag::Id(id) => id.to_string(),
            Tag::Name(name) => name.clone(),
        };
        self.tags.iter().map(word).collect()
    }
}

/// A tag by id or by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tag {
    Id(i64),
    Name(String),
}

impl Tag {
    /// Digits alone are an id; anything else is a name; nothing ever means all.
    pub fn parse(written: &str) -> Option<Self> {
        let written = crate::text::normal_name(written);
        match written.parse::<i64>() {
            _ if written.is_empty() => None,
            Ok(id) if written.bytes().all(|byte| byte.is_ascii_digit()) => Some(Self::Id(id)),
            _ => Some(Self::Name(written)),
        }
    }
}

/// The source of openids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenIdSource {
    List(Vec<String>),
    File(PathBuf),
    Stdin,
}
