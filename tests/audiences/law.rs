//! The law of lists: each string of a list that has an openid's form is a receiver, a counted repeat, or named with its line.
//!
//! Over random pieces in any order, and over lists in each layout and encoding that programs write, of which nothing may be
//! lost. `PROPTEST_CASES` asks for more cases.

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::select;
use wxmass::campaign::audience::Roster;
use wxmass::campaign::problem::{Aside, ListFault, Problems, Rule, Severity};

use crate::world::campaign::openid;

fn read(bytes: &[u8]) -> Result<Roster, Problems> {
    Roster::read_from(Path::new("list"), bytes)
}

fn receivers(roster: &Roster) -> Vec<String> {
    let batches = roster.batches().into_iter();
    batches
        .flat_map(|batch| roster.read_batch(batch).expect("spooled"))
        .collect()
}

/// Each string of a text that has an openid's form and stands apart from other letters, with its line.
fn openids(text: &str) -> Vec<(u64, &str)> {
    let lines = (1..).zip(text.split('\n'));
    let is_letter = |it: char| it.is_ascii_alphanumeric() || "_-".contains(it);
    lines
        .flat_map(|(line, text)| {
            text.split(move |it: char| !is_letter(it))
                .map(move |word| (line, word))
        })
        .filter(|(_, word)| word.len() == 28 && word.starts_with('o'))
        .collect()
}

/// Holds a list against the law.
fn obeys(bytes: &[u8]) -> Result<(), TestCaseError> {
    let roster = match read(bytes) {
        Ok(roster) => roster,
        Err(problems) => {
            let errors = || {
                problems
                    .list
                    .iter()
                    .filter(|it| it.rule.severity() == Severity::Error)
            };
            prop_assert!(errors().count() > 0, "refused without a reason");
            return Ok(());
        }
    };
    let text = String::from_utf8_lossy(bytes)
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let everybody: BTreeSet<String> = receivers(&roster).into_iter().collect();
    let mut met = roster.count() + roster.repeats();
    for (line, id) in openids(&text) {
        let is_named = roster.notes().iter().any(|note| match &note.rule {
            Rule::List(ListFault::Aside { lines, count, .. }) => {
                lines.contains(&line) || *count > lines.len() as u64
            }
            _ => false,
        });
        prop_assert!(
            everybody.contains(id) || is_named,
            "{id} of line {line} is lost"
        );
        if !is_named {
            prop_assert!(met > 0, "{id} of line {line} is not counted");
            met -= 1;
        }
    }
    Ok(())
}

/// A piece of a list, or of what breaks one.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let text = |pieces: &'static [&'static str]| {
        select(pieces).prop_map(|piece| piece.as_bytes().to_vec())
    };
    prop_oneof![
        8 => (1u64..9).prop_map(|number| openid(number).into_bytes()),
        6 => text(&["\n", "\n", "\r\n", "\r"]),
        5 => text(&[",", ";", "\t", "|", " ", "，"]),
        4 => text(&["\"", "\"\"", "'", "=\"", "“"]),
        3 => text(&["openid", "name,openid", "open_id", "用户openid", "unionid", "sep=,"]),
        2 => text(&["#", "# ", "\n#", "姓名", "a", "-", "_"]),
        2 => text(&["[", "]", "{", "}", ":", "{\"openid\":\"", "\"data\"", "\\\"", "null", "1"]),
        1 => text(&["\u{feff}", "\u{200b}", "\u{a0}", "\u{2028}"]),
        1 => proptest::collection::vec(any::<u8>().prop_filter("text", |byte| *byte != 0), 1..4),
    ]
}

/// A way to write a list.
#[derive(Debug, Clone, Copy)]
enum Written {
    Lines,
    LinesWithCommas,
    Table {
        delimiter: char,
        is_quoted: bool,
        has_title: bool,
    },
    Formulas,
    JsonArray,
    JsonLines,
    Answer,
}

fn written() -> impl Strategy<Value = Written> {
    let table = (select(&[',', ';', '\t'][..]), any::<bool>(), any::<bool>()).prop_map(
        |(delimiter, is_quoted, has_title)| Written::Table {
            delimiter,
            is_quoted,
            has_title,
        },
    );
    prop_oneof![
        1 => Just(Written::Lines),
        1 => Just(Written::LinesWithCommas),
        4 => table,
        1 => Just(Written::Formulas),
        1 => Just(Written::JsonArray),
        1 => Just(Written::JsonLines),
        1 => Just(Written::Answer),
    ]
}

fn list(ids: &[String], how: Written, notes: &[usize]) -> String {
    let note = |at: usize| ["", "李雷", "a b", "VIP 客户"][notes.get(at).copied().unwrap_or(0)];
    let each = |one: &dyn Fn(usize, &String) -> String| -> String {
        ids.iter().enumerate().map(|(at, id)| one(at, id)).collect()
    };
    match how {
        Written::Lines => each(&|_, id| format!("{id}\n")),
        Written::LinesWithCommas => each(&|_, id| format!("\"{id}\",\n")),
        Written::Formulas => format!("openid,name\n{}", each(&|at, id| format!("=\"{id}\",{}\n", note(at)))),
        Written::JsonArray => serde_json::to_string_pretty(ids).expect("strings"),
        Written::JsonLines => each(&|at, id| format!("{{\"name\":\"{}\",\"openid\":\"{id}\"}}\n", note(at))),
        Written::Answer => serde_json::json!({
            "total": ids.len(), "count": ids.len(), "data": { "openid": ids }, "next_openid": ids.last(),
        })
        .to_string(),
        Written::Table { delimiter: d, is_quoted, has_title } => {
            let cell = |text: &str| {
                if is_quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
            };
            let title = if has_title { format!("名单{d}{d}\n") } else { String::new() };
            let head = format!("{}{d}{}{d}{}\n", cell("姓名"), cell("OpenID"), cell("备注"));
            let rows = each(&|at, id| {
                let long = if is_quoted && at % 3 == 0 { "first\nsecond" } else { "" };
                format!("{}{d}{}{d}{}\n", cell(note(at)), cell(id), cell(long))
            });
            format!("{title}{head}{rows}{d}{d}\n{d}{d}\n")
        }
    }
}

/// A text in an encoding, with or without its mark, with line ends of some system.
fn encoded(text: &str, encoding: usize, ends: &str) -> Vec<u8> {
    let text = text.replace('\n', ends);
    let wide =
        |text: &str, order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
    match encoding {
        0 => text.into_bytes(),
        1 => format!("\u{feff}{text}").into_bytes(),
        2 => encoding_rs::GBK.encode(&text).0.into_owned(),
        3 => wide(&format!("\u{feff}{text}"), u16::to_le_bytes),
        4 => wide(&format!("\u{feff}{text}"), u16::to_be_bytes),
        5 => wide(&text, u16::to_le_bytes),
        _ => wide(&text, u16::to_be_bytes),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_openid_is_lost_whatever_the_pieces(pieces in proptest::collection::vec(piece(), 1..60)) {
        obeys(&pieces.concat())?;
    }

    #[test]
    fn no_openid_is_lost_below_heads(pieces in proptest::collection::vec(piece(), 1..40)) {
        let heads = b"name,openid,note\n".to_vec();
        obeys(&[heads, pieces.concat()].concat())?;
    }

    #[test]
    fn every_program_s_list_is_read(
        numbers in proptest::collection::vec(1u64..40, 2..50),
        how in written(),
        notes in proptest::collection::vec(0usize..4, 50),
        encoding in 0usize..7,
        ends in select(&["\n", "\r\n", "\r"][..]),
    ) {
        let ids: Vec<String> = numbers.iter().map(|number| openid(*number)).collect();
        let mut wanted = ids.clone();
        let mut seen = BTreeSet::new();
        wanted.retain(|id| seen.insert(id.clone()));
        prop_assume!(wanted.len() > 1);
        let text = list(&ids, how, &notes);
        let roster = read(&encoded(&text, encoding, ends));
        let roster = roster.map_err(|found| TestCaseError::fail(format!("{:?}\n{text}", found.list)))?;
        prop_assert_eq!(receivers(&roster), wanted);
        prop_assert_eq!(roster.repeats() as usize, ids.len() - roster.count() as usize);
        prop_assert!(roster.notes().is_empty(), "{:?}", roster.notes());
    }
}

/// csv counts the line of a record from the empty lines above it on.
#[test]
fn a_line_below_empty_lines_is_named_as_it_is_counted() {
    let list = format!(
        "name,openid\n\n\n#{}\nAnna,{}\n\nEve,{}",
        openid(1),
        openid(2),
        openid(3)
    );
    let roster = read(list.as_bytes()).expect("a list");
    let named: Vec<_> = roster.notes().iter().map(|it| it.rule.clone()).collect();
    assert!(
        matches!(&named[..], [Rule::List(ListFault::Aside { lines, .. })] if lines[..] == [4]),
        "{named:?}"
    );
}

#[test]
fn the_law_is_broken_by_a_reader_that_swallows() {
    let ids: Vec<_> = (1..=4).map(openid).collect();
    let text = format!(
        "openid,note\n{},\"a\n{},b\n{},c\"\n{},x\n",
        ids[0], ids[1], ids[2], ids[3]
    );
    let problems = read(text.as_bytes()).expect_err("two ids would be lost");
    let found: Vec<_> = problems
        .list
        .iter()
        .map(|it| (it.line, it.rule.code()))
        .collect();
    assert_eq!(found, [(2, "swallowed-rows")]);
}

#[test]
fn what_is_no_receiver_is_named_with_its_lines() {
    let ids: Vec<_> = (1..=6).map(openid).collect();
    let text = format!(
        "openid,unionid\n# {}\n{},{}\n{},{}\n",
        ids[4], ids[0], ids[2], ids[1], ids[3]
    );
    let roster = read(text.as_bytes()).expect("a list");
    assert_eq!(receivers(&roster), ids[..2]);
    let notes: Vec<_> = roster
        .notes()
        .iter()
        .map(|note| note.rule.clone())
        .collect();
    let aside = |place, lines: &[u64]| {
        let (lines, count) = (lines.to_vec(), lines.len() as u64);
        Rule::List(ListFault::Aside {
            place,
            lines,
            count,
        })
    };
    assert_eq!(
        notes,
        [
            aside(Aside::Comment, &[2]),
            aside(Aside::Column("unionid".to_owned()), &[3, 4])
        ]
    );
}
