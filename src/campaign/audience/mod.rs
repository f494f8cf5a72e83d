//! Lists of openids, read once as a stream.
//!
//! Repeats are removed over the whole list, malformed ids are named with their lines, and the good ones go to an unlinked
//! temporary file as records of 28 bytes, from which each batch is read back. A million ids take about 40 MB of memory
//! while they are read and next to nothing afterwards.

mod formats;

use std::collections::HashSet;
use std::fs::File;
use std::hash::{BuildHasherDefault, Hasher};
use std::io::{self, BufRead, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sha2::{Digest, Sha256};

use super::OpenIdSource;
use super::problem::{Problems, Rule};

/// Characters of an openid.
const LENGTH: usize = 28;
/// Openids in one call ("massSend").
const BATCH: u64 = 10_000;
/// Malformed ids that are named; the rest is counted.
const NAMED: u64 = 20;

/// 28 characters of `[A-Za-z0-9_-]`.
pub fn is_openid(text: &str) -> bool {
    text.len() == LENGTH
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// The ids of a list without repeats, in their order.
#[derive(Debug)]
pub struct Roster {
    spool: Mutex<File>,
    count: u64,
    repeats: u64,
    digest: String,
}

impl Roster {
    /// Reads a list to its end, once, in any of the formats of `formats.rs`.
    pub fn read(source: &OpenIdSource) -> Result<Self, Problems> {
        let name = match source {
            OpenIdSource::File(path) => path.clone(),
            OpenIdSource::Stdin => PathBuf::from("-"),
            OpenIdSource::List(_) => PathBuf::from("openids"),
        };
        let reader: Box<dyn BufRead> = match source {
            OpenIdSource::List(list) => Box::new(io::Cursor::new(list.join("\n").into_bytes())),
            OpenIdSource::Stdin => Box::new(BufReader::new(io::stdin())),
            OpenIdSource::File(path) => match File::open(path) {
                Ok(file) => Box::new(BufReader::with_capacity(256 * 1024, file)),
                Err(error) => return Err(unreadable(&name, &error)),
            },
        };
        let mut reading = Reading::new(&name).map_err(|error| unreadable(&name, &error))?;
        reading
            .all(reader)
            .map_err(|error| unreadable(&name, &error))?;
        reading
            .finish()
            .map_err(|error| unreadable(&name, &error))?
    }

    /// How many ids there are, without repeats.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How many repeats were left out.
    pub fn repeats(&self) -> u64 {
        self.repeats
    }

    /// SHA-256 over the ids in their order, as hex.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// At most 10,000 ids each and never a single one: the last batch takes one from its neighbour.
    pub fn batches(&self) -> Vec<Range<u64>> {
        batches(self.count)
    }

    /// The ids of one batch.
    pub fn read_batch(&self, batch: Range<u64>) -> io::Result<Vec<String>> {
        let mut bytes = vec![0; (batch.end - batch.start) as usize * LENGTH];
        let mut spool = self
            .spool
            .lock()
            .map_err(|_| io::Error::other("the spool was left in disorder"))?;
        spool.seek(SeekFrom::Start(batch.start * LENGTH as u64))?;
        spool.read_exact(&mut bytes)?;
        Ok(bytes
            .chunks_exact(LENGTH)
            .map(|id| String::from_utf8_lossy(id).into_owned())
            .collect())
    }
}

fn batches(count: u64) -> Vec<Range<u64>> {
    let mut batches = Vec::new();
    let mut start = 0;
    while start < count {
        let left = count - start;
        let size = if left == BATCH + 1 {
            BATCH - 1
        } else {
            left.min(BATCH)
        };
        batches.push(start..start + size);
        start += size;
    }
    batches
}

struct Reading {
    name: PathBuf,
    spool: BufWriter<File>,
    digest: Sha256,
    seen: HashSet<u64, BuildHasherDefault<Identity>>,
    count: u64,
    repeats: u64,
    malformed: u64,
    problems: Problems,
}

impl Reading {
    fn new(name: &Path) -> io::Result<Self> {
        Ok(Self {
            name: name.to_owned(),
            spool: BufWriter::with_capacity(256 * 1024, tempfile::tempfile()?),
            digest: Sha256::new(),
            seen: HashSet::default(),
            count: 0,
            repeats: 0,
            malformed: 0,
            problems: Problems::default(),
        })
    }

    /// One id as it stands in the list.
    fn id(&mut self, line: u64, id: &str) {
        if is_openid(id) {
            self.take(id);
        } else {
            self.malformed(line, id);
        }
    }

    fn take(&mut self, id: &str) {
        // 64 bits of SHA-256: among a million ids the odds that two share them are one in 37 million.
        let hash = Sha256::digest(id.as_bytes());
        let key = u64::from_le_bytes([
            hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6], hash[7],
        ]);
        if !self.seen.insert(key) {
            self.repeats += 1;
            return;
        }
        self.count += 1;
        self.digest.update(id.as_bytes());
        // A full disk shows when the spool is flushed.
        let _ = self.spool.write_all(id.as_bytes());
    }

    fn malformed(&mut self, line: u64, value: &str) {
        self.malformed += 1;
        if self.malformed <= NAMED {
            let value = value.chars().take(60).collect();
            self.problems.at_line(
                &self.name.clone(),
                at(line),
                1,
                Rule::InvalidOpenId { value },
            );
        }
    }

    fn finish(mut self) -> io::Result<Result<Roster, Problems>> {
        if self.malformed > NAMED {
            let count = self.malformed - NAMED;
            self.problems
                .of(&self.name, Rule::MoreInvalidOpenIds { count });
        }
        if self.problems.list.is_empty() && self.count < 2 {
            let rule = if self.count == 0 {
                Rule::NoOpenIds
            } else {
                Rule::OneOpenId
            };
            self.problems.of(&self.name, rule);
        }
        if !self.problems.list.is_empty() {
            return Ok(Err(self.problems));
        }
        self.spool.flush()?;
        let spool = self
            .spool
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        if spool.metadata()?.len() != self.count * LENGTH as u64 {
            return Err(io::Error::other(
                "the list could not be kept in the temporary folder; is its disk full?",
            ));
        }
        let digest = hex::encode(self.digest.finalize());
        Ok(Ok(Roster {
            spool: Mutex::new(spool),
            count: self.count,
            repeats: self.repeats,
            digest,
        }))
    }
}

fn at(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
}

fn unreadable(name: &Path, error: &io::Error) -> Problems {
    let mut problems = Problems::default();
    problems.of(
        name,
        Rule::Unreadable {
            path: name.to_owned(),
            why: error.to_string(),
        },
    );
    problems
}

/// The keys are hashes already.
#[derive(Debug, Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u64) -> String {
        format!("oTest{number:023}")
    }

    fn read(text: &str) -> Result<Roster, Problems> {
        let mut reading = Reading::new(Path::new("list")).expect("a spool");
        reading
            .all(io::Cursor::new(text.as_bytes()))
            .expect("memory");
        reading.finish().expect("a spool")
    }

    #[test]
    fn no_batch_is_too_large_and_none_is_single() {
        for count in [
            2, 9_999, 10_000, 10_001, 10_002, 19_999, 20_000, 20_001, 30_001, 1_000_000, 1_000_001,
        ] {
            let batches = batches(count);
            assert_eq!(
                batches.iter().map(|it| it.end - it.start).sum::<u64>(),
                count
            );
            assert!(batches.windows(2).all(|two| two[0].end == two[1].start));
            assert!(
                batches
                    .iter()
                    .all(|it| (2..=BATCH).contains(&(it.end - it.start))),
                "{count}"
            );
            assert_eq!(batches.len() as u64, count.div_ceil(BATCH));
        }
    }

    #[test]
    fn three_formats_say_the_same() {
        let ids: Vec<_> = (1..=3).map(id).collect();
        let plain = format!("# guests\n{}\n\n{}\n{}\n{}", ids[0], ids[1], ids[0], ids[2]);
        let csv = format!(
            "name,openid\na,{}\nb,\"{}\"\nc,{}\n",
            ids[0], ids[1], ids[2]
        );
        let json = format!(
            "{{\"openid\":\"{}\"}}\n\"{}\"\n{{\"openid\":\"{}\"}}",
            ids[0], ids[1], ids[2]
        );
        let plain = read(&plain).expect("plain");
        assert_eq!((plain.count(), plain.repeats()), (3, 1));
        for other in [csv, json] {
            assert_eq!(read(&other).expect("readable").digest(), plain.digest());
        }
        assert_eq!(plain.read_batch(1..3).expect("spooled"), ids[1..]);
    }

    #[test]
    fn faults_are_named_with_their_lines() {
        let text = format!("{}\nnonsense\n{}\n{}x", id(1), id(2), id(3));
        let problems = read(&text).expect_err("two faults");
        let found: Vec<_> = problems
            .list
            .iter()
            .map(|it| (it.line, it.rule.code()))
            .collect();
        assert_eq!(found, [(2, "invalid-openid"), (4, "invalid-openid")]);
        assert_eq!(
            read("").expect_err("nobody").list[0].rule.code(),
            "no-openids"
        );
        assert_eq!(
            read(&id(1)).expect_err("one").list[0].rule.code(),
            "one-openid"
        );
        assert_eq!(
            read("a,b\n1,2").expect_err("no column").list[0].rule.code(),
            "no-openid-column"
        );
    }
}
