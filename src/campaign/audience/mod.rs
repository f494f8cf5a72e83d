//! Lists of openids, read once as a stream, in whatever layout a program wrote them.
//!
//! Repeats are removed over the whole list, malformed ids are named with their lines, and the good ones go to an unlinked
//! temporary file as records of 28 bytes, from which each batch is read back. A million ids take about 40 MB of memory
//! while they are read and next to nothing afterwards.

mod bytes;
mod formats;
mod gathering;
mod layout;

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::hash::{BuildHasherDefault, Hasher};
use std::io::{self, BufRead, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sha2::{Digest, Sha256};

use super::OpenIdSource;
use super::problem::{Aside, ListFault, Problem, Problems, ReadFault, Rule};

pub use gathering::Gathering;

/// Characters of an openid.
const LENGTH: usize = 28;
/// Openids in one call ("massSend").
const BATCH: u64 = 10_000;
/// Openids of the smallest list that WeChat takes (40130).
const LEAST: u64 = 2;
/// Malformed ids that are named; the rest is counted.
const NAMED: u64 = 20;

/// 28 characters of `[A-Za-z0-9_-]`.
pub fn is_openid(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(is_letter)
}

/// An openid as a follower has it: it begins with `o`.
fn is_receiver(text: &[u8]) -> bool {
    text.len() == LENGTH && text.starts_with(b"o") && text.iter().copied().all(is_letter)
}

/// The strings in a text that have an openid's form and stand apart from other letters.
fn openids_in(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| !is_letter(*byte))
        .filter(|word| is_receiver(word))
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// The ids of a list without repeats, in their order.
#[derive(Debug)]
pub struct Roster {
    spool: Mutex<File>,
    count: u64,
    repeats: u64,
    digest: String,
    notes: Vec<Problem>,
}

impl Roster {
    /// Reads a list to its end, once, in any of the layouts of `layout.rs`.
    pub fn read(source: &OpenIdSource) -> Result<Self, Problems> {
        match source {
            OpenIdSource::File(path) => match File::open(path) {
                Ok(file) => Self::read_from(path, BufReader::with_capacity(256 * 1024, file)),
                Err(error) => Err(unreadable(path, &error)),
            },
            OpenIdSource::Stdin => Self::read_from(Path::new("-"), BufReader::new(io::stdin())),
            OpenIdSource::List(list) => Self::build(Path::new("openids"), |reading| {
                for (number, id) in (1..).zip(list) {
                    reading.id(number, id);
                }
                Ok(())
            }),
        }
    }

    /// As [`Roster::read`], for what takes a single openid as well.
    pub fn read_any(source: &OpenIdSource) -> Result<Self, Problems> {
        let path = match source {
            OpenIdSource::File(path) => path,
            OpenIdSource::Stdin => {
                let stdin = BufReader::new(io::stdin());
                return Self::build_of(Path::new("-"), 1, |reading| reading.all(stdin));
            }
            OpenIdSource::List(_) => return Self::read(source),
        };
        match File::open(path) {
            Ok(file) => {
                let file = BufReader::with_capacity(256 * 1024, file);
                Self::build_of(path, 1, |reading| reading.all(file))
            }
            Err(error) => Err(unreadable(path, &error)),
        }
    }

    /// Reads a list from any source; `name` is what its problems call it.
    pub fn read_from(name: &Path, reader: impl BufRead) -> Result<Self, Problems> {
        Self::build(name, |reading| reading.all(reader))
    }

    fn build(
        name: &Path,
        read: impl FnOnce(&mut Reading) -> io::Result<()>,
    ) -> Result<Self, Problems> {
        Self::build_of(name, LEAST, read)
    }

    fn build_of(
        name: &Path,
        least: u64,
        read: impl FnOnce(&mut Reading) -> io::Result<()>,
    ) -> Result<Self, Problems> {
        let untaken = |error: io::Error| of_list(name, Rule::temporary(&error));
        let mut reading = Reading::new(name).map_err(untaken)?;
        reading.least = least;
        read(&mut reading).map_err(|error| unreadable(name, &error))?;
        reading.finish().map_err(untaken)?
    }

    /// Warnings about the list: strings like openids that are no receivers, and pages that are missing.
    pub fn notes(&self) -> &[Problem] {
        &self.notes
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

    /// All ids in parts of at most `most`.
    pub fn batches_of(&self, most: u64) -> impl Iterator<Item = Range<u64>> {
        let count = self.count;
        (0..count)
            .step_by(usize::try_from(most).unwrap_or(usize::MAX))
            .map(move |start| start..(start + most).min(count))
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

#[derive(Debug)]
struct Reading {
    name: PathBuf,
    spool: BufWriter<File>,
    /// Why an id could not be written to the spool: the first failure.
    unwritten: Option<io::Error>,
    digest: Sha256,
    seen: HashSet<u64, BuildHasherDefault<Identity>>,
    count: u64,
    repeats: u64,
    malformed: u64,
    /// The greatest `total` of a page of WeChat's.
    total: u64,
    /// Fewer ids are none.
    least: u64,
    /// Lines with strings like openids that are no receivers: the first of them, and how many in all.
    asides: BTreeMap<Aside, (Vec<u64>, u64)>,
    problems: Problems,
}

impl Reading {
    fn new(name: &Path) -> io::Result<Self> {
        Ok(Self {
            name: name.to_owned(),
            spool: BufWriter::with_capacity(256 * 1024, tempfile::tempfile()?),
            unwritten: None,
            digest: Sha256::new(),
            seen: HashSet::default(),
            count: 0,
            repeats: 0,
            malformed: 0,
            total: 0,
            least: LEAST,
            asides: BTreeMap::new(),
            problems: Problems::default(),
        })
    }

    /// One id as it stands in the list.
    fn id(&mut self, line: u64, id: &str) {
        if is_openid(id) {
            self.take(id);
        } else {
            let value = formats::shortened(id).into_owned();
            self.bad(line, ListFault::InvalidOpenId { value });
        }
    }

    fn take(&mut self, id: &str) {
        if !self.seen.insert(id_key(id)) {
            self.repeats += 1;
            return;
        }
        self.count += 1;
        self.digest.update(id.as_bytes());
        if let Err(error) = self.spool.write_all(id.as_bytes()) {
            self.unwritten.get_or_insert(error);
        }
    }

    /// Whether an id is a receiver already.
    fn has(&self, id: &str) -> bool {
        self.seen.contains(&id_key(id))
    }

    /// Rows that were met so far, good or bad.
    fn met(&self) -> u64 {
        self.count + self.repeats + self.malformed
    }

    /// A row that is wrong; the first ones are named.
    fn bad(&mut self, line: u64, fault: ListFault) {
        self.malformed += 1;
        if self.malformed <= NAMED {
            self.at(line, fault);
        }
    }

    fn at(&mut self, line: u64, fault: ListFault) {
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        let rule = Rule::List(fault);
        self.problems.at_line(&self.name.clone(), line, 1, rule);
    }

    /// A problem of the list as a whole.
    fn whole(&mut self, rule: Rule) {
        self.problems.of(&self.name, rule);
    }

    /// Notes the strings like openids in a text that holds no receiver.
    fn aside(&mut self, line: u64, place: &Aside, text: &[u8]) {
        let found = openids_in(text).count() as u64;
        if found == 0 {
            return;
        }
        if !self.asides.contains_key(place) && self.asides.len() as u64 >= NAMED {
            for id in openids_in(text) {
                let value = String::from_utf8_lossy(id).into_owned();
                self.bad(line, ListFault::Unplaced { value });
            }
            return;
        }
        let (lines, count) = self.asides.entry(place.clone()).or_default();
        *count += found;
        if (lines.len() as u64) < NAMED && lines.last() != Some(&line) {
            lines.push(line);
        }
    }

    fn finish(mut self) -> io::Result<Result<Roster, Problems>> {
        for (place, (lines, count)) in std::mem::take(&mut self.asides) {
            let first = lines.first().copied().unwrap_or_default();
            let rule = ListFault::Aside {
                place,
                lines,
                count,
            };
            self.at(first, rule);
        }
        let (read, total) = (self.count + self.repeats, self.total);
        if read < total {
            self.whole(Rule::List(ListFault::OnePage { read, total }));
        }
        if self.malformed > NAMED {
            let count = self.malformed - NAMED;
            self.problems.of(
                &self.name,
                Rule::List(ListFault::MoreInvalidOpenIds { count }),
            );
        }
        if !self.problems.has_errors() && self.count < self.least {
            let rule = if self.count == 0 {
                ListFault::NoOpenIds
            } else {
                ListFault::OneOpenId
            };
            self.problems.of(&self.name, Rule::List(rule));
        }
        if self.problems.has_errors() {
            self.problems.finish();
            return Ok(Err(self.problems));
        }
        if let Some(error) = self.unwritten {
            return Err(error);
        }
        let spool = self
            .spool
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        if spool.metadata()?.len() != self.count * LENGTH as u64 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        let digest = hex::encode(self.digest.finalize());
        Ok(Ok(Roster {
            spool: Mutex::new(spool),
            count: self.count,
            repeats: self.repeats,
            digest,
            notes: self.problems.list,
        }))
    }
}

/// 64 bits of SHA-256: among a million ids the odds that two share them are one in 37 million.
pub fn id_key(id: &str) -> u64 {
    let hash = Sha256::digest(id.as_bytes());
    let first = hash.first_chunk().copied().unwrap_or_default();
    u64::from_le_bytes(first)
}

fn unreadable(name: &Path, error: &io::Error) -> Problems {
    let path = name.to_owned();
    let rule = match ReadFault::from(error) {
        ReadFault::Missing => Rule::FileMissing {
            tried: path,
            nearest: None,
        },
        why => Rule::Unreadable { path, why },
    };
    of_list(name, rule)
}

fn of_list(name: &Path, rule: Rule) -> Problems {
    let mut problems = Problems::default();
    problems.of(name, rule);
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
            read("").expect_err("an empty list").list[0].rule.code(),
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
