//! A file that has to be in the account: which call takes it, and what it is known by.
//!
//! A file is known by the SHA-256 of its own bytes and by the call that took it, so that it is sent once per account, ever.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::campaign::{Media, Picture};
use crate::picture::{self, Facts, Purpose};
use crate::pipeline::Error;

/// Which call takes a file, and as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    /// A picture inside an article: `media/uploadimg`, answers a URL.
    Body,
    /// A picture inside an article that must stay as it is (`Facts::goes_whole`): permanent material, whose URL the article has.
    Whole,
    /// A cover for drafts: permanent material.
    Cover,
    /// A cover for `media/uploadnews`: a temporary thumb.
    Thumb,
    /// A picture to be sent by itself: permanent material.
    Image,
    /// Permanent material of the kind `thumb`: JPEG up to 64 KB.
    PermanentThumb,
    Voice,
    Video,
}

impl Slot {
    /// The call's path, which is also the store's name for the kind of id it answers.
    pub fn call(self) -> &'static str {
        match self {
            Self::Body => "media/uploadimg",
            Self::Cover | Self::Image | Self::Whole => "material/add_material?type=image",
            Self::Thumb => "media/upload?type=thumb",
            Self::PermanentThumb => "material/add_material?type=thumb",
            Self::Voice => "material/add_material?type=voice",
            Self::Video => "material/add_material?type=video",
        }
    }

    pub(super) fn purpose(self) -> Option<Purpose> {
        match self {
            Self::Body => Some(Purpose::Body),
            Self::Cover => Some(Purpose::Cover),
            Self::Thumb | Self::PermanentThumb => Some(Purpose::Thumb),
            Self::Image | Self::Whole => Some(Purpose::Message),
            Self::Voice | Self::Video => None,
        }
    }
}

/// One file that has to be in the account.
#[derive(Debug, Clone)]
pub struct Job {
    pub slot: Slot,
    pub path: PathBuf,
    pub shown: String,
    pub sha256: String,
    /// A picture whose format or size the call does not take: it is made to fit first.
    pub is_made: bool,
    /// Title and introduction, for videos.
    pub words: Option<(String, String)>,
}

impl Job {
    /// A picture inside an article.
    pub fn in_an_article(picture: &Picture) -> Self {
        Self::picture(slot_in_an_article(&picture.facts), picture)
    }

    /// A picture for this slot.
    pub fn picture(slot: Slot, picture: &Picture) -> Self {
        let Picture {
            path,
            shown,
            sha256,
            facts,
            ..
        } = picture;
        let purpose = slot.purpose();
        Self {
            slot,
            path: path.clone(),
            shown: shown.clone(),
            sha256: sha256.clone(),
            is_made: purpose.is_some_and(|purpose| !purpose.fits(facts)),
            words: None,
        }
    }

    /// A voice or video file.
    pub fn media(slot: Slot, media: &Media, words: Option<(String, String)>) -> Self {
        let Media {
            path,
            shown,
            sha256,
        } = media;
        Self {
            slot,
            path: path.clone(),
            shown: shown.clone(),
            sha256: sha256.clone(),
            is_made: false,
            words,
        }
    }

    /// A picture named on the command line: read once here to know its bytes.
    pub fn file(slot: Slot, path: &Path) -> Result<Self, Error> {
        let bytes = read(path)?;
        // What is no picture is told where it is made to fit.
        let slot = match (slot, picture::inspect(&bytes)) {
            (Slot::Body, Ok(facts)) => slot_in_an_article(&facts),
            (slot, _) => slot,
        };
        let shown = path.display().to_string();
        Ok(Self {
            slot,
            path: path.to_owned(),
            shown,
            sha256: sha256(&bytes),
            is_made: false,
            words: None,
        })
    }

    pub(super) fn key(&self) -> Key {
        // A video's title and introduction are part of what is uploaded.
        let sha256 = match &self.words {
            None => self.sha256.clone(),
            Some((title, introduction)) => {
                sha256(format!("{}\0{title}\0{introduction}", self.sha256).as_bytes())
            }
        };
        Key {
            call: self.slot.call(),
            sha256,
        }
    }
}

fn slot_in_an_article(facts: &Facts) -> Slot {
    if facts.goes_whole() {
        Slot::Whole
    } else {
        Slot::Body
    }
}

/// The key of a file in the store.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) call: &'static str,
    pub(super) sha256: String,
}

/// Distinct files in order: the same bytes for the same call are one job.
pub fn distinct(mut jobs: Vec<Job>) -> Vec<Job> {
    let mut seen = HashSet::new();
    jobs.retain(|job| seen.insert(job.key()));
    jobs
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|error| Error::File {
        path: path.to_owned(),
        error,
    })
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
