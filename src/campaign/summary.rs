//! Summary of a check: a campaign in a few numbers, for the operator who asks whether all of it was seen.

use std::collections::BTreeMap;

use super::{ArticleKind, Audience, Body, Campaign, Message, OpenIdSource, Picture, Route, Tag};
use crate::picture::Purpose;

/// A campaign in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Articles; 0 where a message is sent in their place.
    pub articles: usize,
    /// Pictures, each counted once however often it is shown.
    pub pictures: usize,
    /// Pictures among them that WeChat does not take as they are: converted or made smaller on their way.
    pub resized: usize,
    pub audience: Listed,
}

/// The audience, as far as it is known without a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listed {
    /// The campaign does not say.
    Nothing,
    All,
    Tag(String),
    /// Several tags, without so many.
    Tags {
        tags: Vec<String>,
        without: u64,
    },
    OpenIds {
        count: u64,
        repeats: u64,
    },
    /// A list that is read when it is sent.
    Stdin,
}

impl Summary {
    pub(super) fn of(campaign: &Campaign) -> Self {
        let mut fits: BTreeMap<&str, bool> = BTreeMap::new();
        let mut articles = 0;
        let cover = match campaign.route {
            Route::Upload => Purpose::Thumb,
            Route::Draft | Route::Material => Purpose::Cover,
        };
        let mut look = |picture, purpose| look(&mut fits, picture, purpose);
        match &campaign.body {
            Body::News(news) => {
                articles = news.len();
                for article in news {
                    for picture in article.pictures.values() {
                        look(picture, Purpose::Body);
                    }
                    if let Some(picture) = &article.cover {
                        look(picture, cover);
                    }
                    if let ArticleKind::Picture(pictures) = &article.kind {
                        for picture in pictures {
                            look(picture, Purpose::Message);
                        }
                    }
                }
            }
            Body::Message(Message::Images(pictures, _)) => {
                for picture in pictures {
                    look(picture, Purpose::Message);
                }
            }
            Body::Message(_) => {}
        }
        Self {
            articles,
            pictures: fits.len(),
            resized: fits.values().filter(|fits| !**fits).count(),
            audience: listed(campaign),
        }
    }
}

fn look<'a>(fits: &mut BTreeMap<&'a str, bool>, picture: &'a Picture, purpose: Purpose) {
    // A picture that is still to be fetched has no bytes, and its address in their place.
    let (key, is_fit) = if picture.sha256.is_empty() {
        (picture.shown.as_str(), true)
    } else {
        (picture.sha256.as_str(), purpose.fits(&picture.facts))
    };
    *fits.entry(key).or_insert(true) &= is_fit;
}

fn listed(campaign: &Campaign) -> Listed {
    match &campaign.audience {
        None => Listed::Nothing,
        Some(Audience::All) => Listed::All,
        Some(Audience::Tag(Tag::Id(id))) => Listed::Tag(id.to_string()),
        Some(Audience::Tag(Tag::Name(name))) => Listed::Tag(name.clone()),
        Some(Audience::Tags(several)) => Listed::Tags {
            tags: several.written(),
            without: several.without.as_ref().map_or(0, |roster| roster.count()),
        },
        Some(Audience::OpenIds(OpenIdSource::Stdin)) => Listed::Stdin,
        Some(Audience::OpenIds(_)) => match &campaign.roster {
            Some(roster) => Listed::OpenIds {
                count: roster.count(),
                repeats: roster.repeats(),
            },
            None => Listed::Stdin,
        },
    }
}
