//! How many read what was sent or published, day by day: made up, and always the same of the same world.

use jiff::civil::Date;
use jiff::{Timestamp, Unit};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::sandbox::world::{BEIJING, State, World};

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
    /// Who will ever read it.
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
    /// Who has read it by the end of a day.
    pub(super) fn until(&self, day: Date) -> Readers {
        let age = self.day.until((Unit::Day, day)).map(|span| span.get_days());
        let hundredths = match age.map(usize::try_from) {
            Ok(Ok(age)) => BY_DAY.get(age).copied().unwrap_or(100),
            _ => 0,
        };
        let read = self.readers * hundredths / 100;
        Readers { read }
    }

    /// Who has read it on a day.
    pub(super) fn on(&self, day: Date) -> Readers {
        let before = day.yesterday().map_or(0, |day| self.until(day).read);
        let read = self.until(day).read - before;
        Readers { read }
    }
}

/// Everything that is out: news that were sent, and publications. Lists that share a msg_data_id are one.
pub(super) fn articles(world: &World, now: Timestamp) -> Vec<Article> {
    let mut sent: Vec<(i64, Timestamp, u64, &[Value], &[String])> = Vec::new();
    for send in &world.sends {
        let is_out =
            !send.dropped && matches!(world.state(send, now), State::Success | State::Deleted);
        let Some(id) = send.msg_data_id.filter(|_| is_out) else {
            continue;
        };
        match sent.iter_mut().find(|known| known.0 == id) {
            Some(known) => known.2 += send.receivers,
            None => sent.push((id, send.at, send.receivers, &send.articles, &send.urls)),
        }
    }
    let published = world
        .publishes
        .iter()
        .filter(|publish| matches!(world.publish_status(publish, now), 0 | 5))
        .map(|it| (it.publish_id, it.at, &it.articles, &it.urls));
    let of_sends = sent
        .into_iter()
        .flat_map(|(id, at, receivers, articles, urls)| {
            each(id, at, (receivers, 0), articles, urls)
        });
    let found = world.settings.followers / FOUND_BY;
    let of_publishes =
        published.flat_map(|(id, at, articles, urls)| each(id, at, (found, 1), articles, urls));
    of_sends.chain(of_publishes).collect()
}

/// The articles of one piece of news; `kind` is how many it reached, and its `publish_type`.
fn each(
    id: i64,
    at: Timestamp,
    kind: (u64, u8),
    articles: &[Value],
    urls: &[String],
) -> Vec<Article> {
    let (receivers, publish_type) = kind;
    let one = |(place, (article, url)): (u64, (&Value, &String))| {
        let msgid = format!("{id}_{place}");
        let chance = u64::from(Sha256::digest(&msgid)[0]) % 10;
        Article {
            publish_type,
            title: article["title"].as_str().unwrap_or_default().to_owned(),
            url: url.clone(),
            day: BEIJING.to_datetime(at).date(),
            receivers,
            // The first article of a message is read most.
            readers: receivers * (25 + chance) / 100 / place,
            msgid,
        }
    };
    (1..).zip(articles.iter().zip(urls)).map(one).collect()
}
