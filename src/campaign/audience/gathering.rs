//! A list that comes in pieces from elsewhere: members of several tags, each once, without those of another list.

use std::io;
use std::path::Path;

use super::{Reading, Roster, id_key, is_openid};
use crate::campaign::Problems;

/// A list that is being put together. A million ids take about 30 MB, and those that are left out 8 bytes each.
#[derive(Debug)]
pub struct Gathering {
    reading: Reading,
    /// Keys of those who are to be left out, sorted.
    without: Vec<u64>,
    left_out: u64,
}

impl Gathering {
    /// An empty list from which the ids of another one will be left out.
    pub fn new(without: Option<&Roster>) -> io::Result<Self> {
        let mut keys = Vec::new();
        if let Some(roster) = without {
            for range in roster.batches_of(10_000) {
                keys.extend(roster.read_batch(range)?.iter().map(|id| id_key(id)));
            }
        }
        keys.sort_unstable();
        Ok(Self {
            reading: Reading::new(Path::new("tags"))?,
            without: keys,
            left_out: 0,
        })
    }

    /// Adds an id; repeats, those who are to be left out and what is no openid are not added.
    pub fn add(&mut self, id: &str) {
        if !is_openid(id) {
            return;
        }
        if self.without.binary_search(&id_key(id)).is_ok() {
            self.left_out += 1;
        } else {
            self.reading.take(id);
        }
    }

    /// How many were left out, repeats included.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// The list, or what is wrong with it: fewer than two are none.
    pub fn finish(self) -> io::Result<Result<Roster, Problems>> {
        self.reading.finish()
    }
}
