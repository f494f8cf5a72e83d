//! How many read what was sent or published, day by day: made up, and always the same of the same world.

use jiff::civil::Date;
use jiff::{Timestamp, Unit};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::sandbox::world::{BEIJING, Publish, State, World};

/// Of a hundred who will ever read an article, so many have by the end of its first days.
const BY_DAY: [u64; 5] = [58, 83, 93, 97, 100];
/// A publication is found by one in so many followers.
const FOUND_BY: u64 = 50;

/// An article that is out.
#[derive(Debug)]
pub(super) struct Article {
    /// The msg_data_id, `_`, its place from 1.
    pub(super) msgid: String,
    /// 0 with a notification, 1 without.
    pub(super) publish_type: u8,
    pub(super) title: String,
    pub(super) url: String,
    pub(super) day: Date,
    pub(super) receivers: u64,
    /// People who will ever read it.
    readers: u64,
}

/// People who read something.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Readers {
    pub(super) read: u64,
}

impl Readers {
    pub(super) fn shared(self) -> u64 {
        self.read / 40
    }
}

impl std::iter::Sum for Readers {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        let read = all.map(|readers| readers.read).sum();
        Self { read }
    }
}

impl Article {
    /// People who have read it by the end of a day.
    pub(super) fn until(&self, day: Date) -> Readers {
        let age = self.day.until((Unit::Day, day)).map(|span| span.get_days());
        let hundredths = match age.map(usize::try_from) {
            Ok(Ok(age)) => BY_DAY.get(age).copied().unwrap_or(100),
            _ => 0,
        };
        let read = self.readers * hundredths / 100;
        Readers { read }
    }

    /// People who have read it on a day.
    pub(super) fn on(&self, day: Date) -> Readers {
        let before = day.yesterday().map_or(0, |day| self.until(day).read);
        let read = self.until(day).read - before;
        Readers { read }
    }
}

/// Everything that is out: news that were sent, and publications. Lists that share a msg_data_id are one.
pub(super) fn articles(world: &World, now: Timestamp) -> Vec<Article> {
    let mut sent: Vec<Sent<'_>> = Vec::new();
    for send in &world.sends {
        let is_out =
            !send.dropped && matches!(world.state(send, now), State::Success | State::Deleted);
        let Some(id) = send.msg_data_id.filter(|_| is_out) else {
            continue;
        };
        match sent.iter_mut().find(|known| known.id == id) {
            Some(known) => known.receivers += send.receivers,
            None => sent.push(Sent {
                id,
                at: send.at,
                receivers: send.receivers,
                publish_type: 0,
                articles: &send.articles,
                urls: &send.urls,
            }),
        }
    }
    let is_public = |publish: &&Publish| matches!(world.publish_status(publish, now), 0 | 5);
    let published = world.publishes.iter().filter(is_public).map(|it| Sent {
        id: it.publish_id,
        at: it.at,
        receivers: world.settings.followers / FOUND_BY,
        publish_type: 1,
        articles: &it.articles,
        urls: &it.urls,
    });
    sent.into_iter().chain(published).flat_map(each).collect()
}

/// One piece of news that is out.
#[derive(Clone, Copy)]
struct Sent<'a> {
    id: i64,
    at: Timestamp,
    receivers: u64,
    publish_type: u8,
    articles: &'a [Value],
    urls: &'a [String],
}

fn each(sent: Sent<'_>) -> Vec<Article> {
    let one = |(place, (article, url)): (u64, (&Value, &String))| {
        let msgid = format!("{}_{place}", sent.id);
        let chance = u64::from(Sha256::digest(&msgid)[0]) % 10;
        Article {
            publish_type: sent.publish_type,
            title: article["title"].as_str().unwrap_or_default().to_owned(),
            url: url.clone(),
            day: BEIJING.to_datetime(sent.at).date(),
            receivers: sent.receivers,
            // The first article of a message is read most.
            readers: sent.receivers * (25 + chance) / 100 / place,
            msgid,
        }
    };
    (1..)
        .zip(sent.articles.iter().zip(sent.urls))
        .map(one)
        .collect()
}
