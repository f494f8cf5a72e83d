//! Holds the sources against the table and says what is wrong, one line a finding, each with its file and line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::files;
use crate::source::{Used, bare, lines_with, references, test_modules, without_tests};
use crate::table::{APPROVER, LONGEST, NEVER_IN, ONLY_IN, ROOMS};

/// Everything that is wrong, one line a finding, each with its file and line.
pub(crate) fn inspect(sources: &BTreeMap<String, String>) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let tests = test_modules(sources);
    let mut kept = BTreeMap::new();
    for (path, text) in sources {
        if !text.starts_with("//!") {
            complaints.push(format!(
                "{path}:1 does not open with a `//!` head: what it owns, promises, refuses"
            ));
        }
        let lines = text.lines().count();
        if lines > LONGEST && !defines_arguments(path, text) {
            complaints.push(format!(
                "{path} has {lines} lines; {LONGEST} is the longest"
            ));
        }
        // Tests keep the form of the house and may use all of it.
        if path.starts_with("tests/") {
            continue;
        }
        let Some(room) = room_holding(path) else {
            complaints.push(format!(
                "{path}:1 stands in no room that tests/house.rs knows"
            ));
            continue;
        };
        if tests.iter().any(|module| below(module, path)) {
            continue;
        }
        let code = without_tests(&bare(text));
        for Used {
            line, path: used, ..
        } in references(path, &code)
        {
            let target = room_of(&used);
            if target == room || !ROOMS.iter().any(|(name, _)| *name == target) {
                continue;
            }
            edges
                .entry(room.to_owned())
                .or_default()
                .insert(target.to_owned());
            if let Some(complaint) = refused(room, &used) {
                complaints.push(format!("{path}:{line} {complaint}"));
            }
        }
        kept.insert(path.as_str(), code.clone());
        for (words, rooms) in ONLY_IN {
            if rooms.split_whitespace().any(|allowed| allowed == room) {
                continue;
            }
            for (line, word) in spoken(&code, words) {
                let rooms = rooms.replace(' ', ", ");
                complaints.push(format!("{path}:{line} uses {word}; only {rooms} may"));
            }
        }
        for (_, words) in NEVER_IN.iter().filter(|(name, _)| *name == room) {
            for (line, word) in spoken(&code, words) {
                complaints.push(format!("{path}:{line} uses {word}; {room} must not"));
            }
        }
        if path != APPROVER {
            for line in lines_with(&code, ".approve(") {
                complaints.push(format!(
                    "{path}:{line} approves a send; only {APPROVER} may"
                ));
            }
        }
    }
    if let Some(round) = circle(&edges) {
        complaints.push(format!("the rooms run in a circle: {round}"));
    }
    complaints.extend(files::inspect(&kept));
    complaints.sort();
    complaints.dedup();
    complaints
}

/// The complaint about one import, or nothing where the table allows it.
fn refused(room: &str, used: &str) -> Option<String> {
    let (_, may_use) = ROOMS.iter().find(|(name, _)| *name == room)?;
    let paths = || may_use.split_whitespace();
    if paths().any(|path| used == path || used.starts_with(&format!("{path}::"))) {
        return None;
    }
    // A room that is open in part is named with the path that was used; of others, the name is enough.
    let target = room_of(used);
    let in_part = paths().any(|path| room_of(path) == target);
    let named = if in_part { used } else { target };
    let list = match may_use.replace(' ', ", ") {
        list if list.is_empty() => "nothing of ours".to_owned(),
        list => list,
    };
    Some(format!("uses crate::{named}; {room} may use: {list}"))
}

/// Whether a file is the module's own or lies in its folder.
fn below(module: &str, path: &str) -> bool {
    path.strip_prefix(module)
        .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// Each of the words that stands in the code, with its line.
fn spoken<'a>(code: &str, words: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    let code = code.to_owned();
    words.split_whitespace().flat_map(move |word| {
        lines_with(&code, word)
            .into_iter()
            .map(move |line| (line, word.trim_end_matches("::")))
    })
}

pub(crate) fn room_of(path: &str) -> &str {
    path.split("::").next().unwrap_or(path)
}

/// The room in which a file stands.
pub(crate) fn room_holding(path: &str) -> Option<&'static str> {
    let inside = path.strip_prefix("src/")?;
    let name = inside.split('/').next()?.trim_end_matches(".rs");
    ROOMS
        .iter()
        .map(|(room, _)| *room)
        .find(|room| *room == name)
}

fn defines_arguments(path: &str, text: &str) -> bool {
    path.starts_with("src/cli/")
        && ["Parser", "Args", "Subcommand"].iter().any(|derive| {
            text.lines()
                .any(|line| line.starts_with("#[derive(") && line.contains(derive))
        })
}

/// The first circle among rooms, as `a → b → a`.
pub(crate) fn circle(edges: &BTreeMap<String, BTreeSet<String>>) -> Option<String> {
    fn walk(
        room: &str,
        edges: &BTreeMap<String, BTreeSet<String>>,
        path: &mut Vec<String>,
    ) -> Option<String> {
        if let Some(start) = path.iter().position(|seen| seen == room) {
            let mut round = path[start..].join(" → ");
            let _ = write!(round, " → {room}");
            return Some(round);
        }
        path.push(room.to_owned());
        let found = edges
            .get(room)
            .into_iter()
            .flatten()
            .find_map(|next| walk(next, edges, path));
        path.pop();
        found
    }
    edges
        .keys()
        .find_map(|room| walk(room, edges, &mut Vec::new()))
}
