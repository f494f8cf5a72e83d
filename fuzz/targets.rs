//! What is fuzzed, and what has to hold whatever the bytes are. Nothing here may panic but an assertion.
//!
//! `cargo fuzz run NAME` looks for bytes that break it; `tests/fuzz.rs` runs every seed of `corpus/`, and a fixed number of
//! changes to each, in every CI run and without libFuzzer.

use std::path::Path;

use tempfile::TempDir;
use wxmass::article::{Kind, Links, Look, article as clean};
use wxmass::campaign::audience::{Roster, is_openid};
use wxmass::campaign::{LoadOptions, load};
use wxmass::picture::{Purpose, fit, inspect};
use wxmass::wechat::answer::read;
use wxmass::wechat::mass::Accepted;
use wxmass::wechat::outcome::Answer;

/// A campaign file is understood, or refused with problems that each say what and where.
pub(crate) fn campaign(bytes: &[u8]) {
    thread_local! {
        static FOLDER: TempDir = tempfile::tempdir().expect("a folder");
    }
    let file = FOLDER.with(|folder| folder.path().join("campaign.toml"));
    std::fs::write(&file, bytes).expect("a file");
    let options = LoadOptions::default();
    let Err(problems) = load(&file, &options) else {
        return;
    };
    assert!(problems.has_errors(), "refused without a reason");
    let again = load(&file, &options).expect_err("the same file");
    assert_eq!(again.list.len(), problems.list.len(), "the same problems");
}

/// What is left of an article holds nothing that runs, and no picture that is not WeChat's.
pub(crate) fn article(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let dressed = Look {
        links: Links::Footnotes,
        ..Look::theme("default")
    };
    for (kind, look) in [
        (Kind::Markdown, &dressed),
        (Kind::Markdown, &Look::default()),
        (Kind::Html, &Look::default()),
    ] {
        let Ok(article) = clean(kind, &text, look) else {
            continue;
        };
        let html = article.html(&|_| Some("https://mmbiz.qpic.cn/a/0".to_owned()));
        let lower = html.to_lowercase();
        for tag in [
            "<script", "<style", "<form", "<link", "<meta", "<object", "<embed", "<base",
        ] {
            assert!(!lower.contains(tag), "{tag} in {html}");
        }
        assert_eq!(
            article.html(&|_| None),
            article.html(&|_| None),
            "the same bytes each time"
        );
        let _ = (
            article.characters(),
            article.bytes(),
            article.removed().len(),
        );
    }
}

/// A picture that is made to fit does fit, and is a picture.
pub(crate) fn picture(bytes: &[u8]) {
    let Ok(facts) = inspect(bytes) else { return };
    // What takes long says nothing new.
    if u64::from(facts.width) * u64::from(facts.height) > 1_000_000 {
        return;
    }
    for purpose in [
        Purpose::Body,
        Purpose::Cover,
        Purpose::Thumb,
        Purpose::Message,
    ] {
        if let Ok(fitted) = fit(bytes.to_vec(), purpose) {
            assert!(fitted.bytes.len() as u64 <= purpose.limit(), "{purpose:?}");
            let kind = inspect(&fitted.bytes).expect("a picture").format;
            assert_eq!(kind, fitted.format);
        }
    }
}

/// A list is refused, or its batches hold each id once and no batch is too small or too large.
pub(crate) fn openids(bytes: &[u8]) {
    let Ok(roster) = Roster::read_from(Path::new("list"), bytes) else {
        return;
    };
    let mut ids = Vec::new();
    for batch in roster.batches() {
        let batch = roster.read_batch(batch).expect("spooled");
        assert!((2..=10_000).contains(&batch.len()));
        ids.extend(batch);
    }
    assert_eq!(ids.len() as u64, roster.count());
    assert!(ids.iter().all(|id| is_openid(id)));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len() as u64, roster.count(), "each once");
}

/// No answer is taken for an acceptance unless it holds a receipt; a page or a fragment never settles anything.
pub(crate) fn answer(bytes: &[u8]) {
    let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    for status in [200, 502] {
        let answer = read::<Accepted>("/cgi-bin/message/mass/send", &["msg_id"], status, bytes);
        if let Err(error) = &answer {
            assert!(!error.to_string().is_empty());
        }
        match Answer::of(&answer) {
            Answer::Accepted { .. } => {
                let is_marked = holds(b"errcode") || holds(b"msg_id");
                assert!(is_marked && (status == 200 || holds(b"errcode")));
            }
            Answer::Replayed { .. } => assert!(holds(b"45065") || holds(b"4.5")),
            Answer::Refused { .. } | Answer::Token | Answer::Pending { .. } => {
                assert!(holds(b"errcode"), "no word of WeChat's");
            }
            Answer::Unreached | Answer::Local => panic!("something came back"),
            Answer::TooSoon | Answer::Unclear => {}
        }
    }
}
