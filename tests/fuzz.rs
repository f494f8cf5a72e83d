//! The fuzz targets on their seed corpus, and on a fixed number of changes to it: the same ones in every run.

#[path = "../fuzz/targets.rs"]
mod targets;

use std::path::PathBuf;

/// Changes to a corpus, of which an article is read three times; `WXMASS_TEST_FUZZ` asks for another number.
const MANY: usize = 20_000;
const SOME: usize = 8_000;
const FEW: usize = 3_000;

fn rounds(usual: usize) -> usize {
    let asked = std::env::var("WXMASS_TEST_FUZZ").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Numbers that look random and are not.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below.max(1)
    }
}

/// Pieces of text that are often found where a parser is wrong.
const TOKENS: &[&str] = &[
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\"",
    "'''",
    "\"\"\"",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    "\n",
    "\r",
    "\\u0000",
    "-1",
    "99999999999999999999",
    "<",
    "</",
    "<!--",
    "-->",
    "<![CDATA[",
    "&#0;",
    "&amp",
    "style=",
    "<svg>",
    "<table>",
    "<li>",
    "![",
    "](",
    "```",
    "$$",
    "|",
    "%00",
    "../",
    "file:",
    "data:",
    "http://",
    "openid",
    ",",
    ";",
    "\t",
    "errcode",
    "msg_id",
    ":0",
    ":null",
    "[]",
    "\u{1}",
];

fn change(seeds: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seeds[numbers.next(seeds.len())].clone();
    for _ in 0..=numbers.next(4) {
        let at = numbers.next(bytes.len() + 1);
        match numbers.next(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << numbers.next(8),
            1 if at < bytes.len() => bytes[at] = numbers.next(256) as u8,
            2 => bytes.truncate(at),
            3 => {
                let other = &seeds[numbers.next(seeds.len())];
                let from = numbers.next(other.len() + 1);
                let part = other[from..].to_vec();
                bytes.splice(at.., part);
            }
            4 => {
                let end = at + numbers.next(bytes.len() - at + 1);
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            _ => {
                let token = TOKENS[numbers.next(TOKENS.len())];
                bytes.splice(at..at, token.bytes());
            }
        }
    }
    bytes
}

fn run(name: &str, target: fn(&[u8]), usual: usize) {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "fuzz", "corpus", name]
        .iter()
        .collect();
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("a corpus")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    let seeds: Vec<Vec<u8>> = files
        .iter()
        .map(|file| std::fs::read(file).expect("a seed"))
        .collect();
    assert!(seeds.len() >= 5, "{name} has seeds");
    let mut numbers = Numbers(0x5eed_2026_1124);
    let changed = (0..rounds(usual)).map(|_| change(&seeds, &mut numbers));
    for bytes in seeds.iter().cloned().chain(changed) {
        let outcome = std::panic::catch_unwind(|| target(&bytes));
        if outcome.is_err() {
            let found = std::env::temp_dir().join(format!("wxmass-fuzz-{name}"));
            std::fs::write(&found, &bytes).expect("a file for what was found");
            panic!("{name}: see {}", found.display());
        }
    }
}

#[test]
fn campaign_files() {
    run("campaign", targets::campaign, MANY);
}

#[test]
fn articles() {
    run("article", targets::article, FEW);
}

#[test]
fn pictures() {
    run("picture", targets::picture, SOME);
}

#[test]
fn lists_of_openids() {
    run("openids", targets::openids, SOME);
}

#[test]
fn answers_of_the_service() {
    run("answer", targets::answer, MANY);
}
