//! The walls inside a room: no circle among its files, and stages that never import a later one.
//!
//! The rule: where files of one room import each other in a circle, of whatever length, the room is refused. What a file
//! and the module above it use of each other is no arrow: a module is one thing with its folder. An import is followed
//! through re-exports to the file that defines the name, so that a circle cannot hide behind a `mod.rs`.

use std::collections::{BTreeMap, BTreeSet};

use crate::inspect::{circle, room_of};
use crate::source::{Used, children_used, lines_with, module_of, parent, references};
use crate::table::STAGES;

/// How often a re-export may lead to another.
const FOLLOWED: usize = 8;

/// Everything that is wrong among the files of each room; `sources` are bare code without tests, by path.
pub(crate) fn inspect(sources: &BTreeMap<&str, String>) -> Vec<String> {
    let map = Map::of(sources);
    let mut complaints = Vec::new();
    let mut rooms: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    let mut places = BTreeMap::new();
    for (path, code) in sources {
        let own = module_of(path);
        for used in references(path, code) {
            let target = map.defining(&used.path);
            for (stage, later) in STAGES.iter().filter(|(stage, _)| within(&own, stage)) {
                let reached = later
                    .split_whitespace()
                    .find(|later| within(&target, later) || within(&used.path, later));
                if let Some(reached) = reached {
                    complaints.push(format!(
                        "{path}:{} uses crate::{reached}; {stage} comes before it",
                        used.line
                    ));
                }
            }
            let apart = !within(&own, &target) && !within(&target, &own);
            if apart && room_of(&own) == room_of(&target) {
                places
                    .entry((own.clone(), target.clone()))
                    .or_insert_with(|| format!("{path}:{}", used.line));
                rooms
                    .entry(room_of(&own).to_owned())
                    .or_default()
                    .entry(own.clone())
                    .or_default()
                    .insert(target);
            }
        }
    }
    for (room, edges) in &mut rooms {
        while let Some(round) = circle(edges) {
            let steps: Vec<&str> = round.split(" → ").collect();
            let imports: Vec<&str> = steps
                .windows(2)
                .filter_map(|step| places.get(&(step[0].to_owned(), step[1].to_owned())))
                .map(String::as_str)
                .collect();
            complaints.push(format!(
                "the files of {room} run in a circle: {round} ({})",
                imports.join(", ")
            ));
            // Without the import that closes it, the next circle comes to light.
            let [.., last, first] = steps.as_slice() else {
                break;
            };
            edges.entry((*last).to_owned()).or_default().remove(*first);
        }
    }
    complaints
}

/// Whether a path is the module itself or lies below it.
fn within(path: &str, module: &str) -> bool {
    path.strip_prefix(module)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The modules of the crate: their code, and the names that each has from elsewhere.
struct Map<'a> {
    code: BTreeMap<String, &'a str>,
    names: BTreeMap<String, Vec<Used>>,
}

impl<'a> Map<'a> {
    fn of(sources: &'a BTreeMap<&str, String>) -> Self {
        let code: BTreeMap<String, &str> = sources
            .iter()
            .map(|(path, code)| (module_of(path), code.as_str()))
            .collect();
        let names = sources
            .iter()
            .map(|(path, text)| {
                let own = module_of(path);
                let mut used = references(path, text);
                used.extend(children_used(path, text).into_iter().filter(|used| {
                    let child = used.path[own.len()..].trim_start_matches("::");
                    code.contains_key(&format!("{own}::{}", room_of(child)))
                }));
                (own, used)
            })
            .collect();
        Self { code, names }
    }

    /// The module whose file defines what a path leads to, re-exports followed.
    fn defining(&self, path: &str) -> String {
        let mut path = path.to_owned();
        for _ in 0..FOLLOWED {
            let module = self.deepest(&path);
            let name = path[module.len()..]
                .split("::")
                .find(|name| !name.is_empty());
            match name.and_then(|name| self.name_elsewhere(&module, name)) {
                Some(next) if next != path => path = next,
                _ => return module,
            }
        }
        self.deepest(&path)
    }

    /// The longest part of a path that is a module.
    fn deepest(&self, path: &str) -> String {
        let mut module = path;
        while !module.is_empty() && !self.code.contains_key(module) {
            module = parent(module);
        }
        module.to_owned()
    }

    /// The path that a module has a name from, where it does not define it.
    fn name_elsewhere(&self, module: &str, name: &str) -> Option<String> {
        let used = self.names.get(module)?;
        let by_name = used.iter().find(|used| used.name.as_deref() == Some(name));
        if let Some(used) = by_name {
            return Some(used.path.clone());
        }
        if self.defines(module, name) {
            return None;
        }
        used.iter()
            .filter(|used| used.name.is_none())
            .map(|used| self.deepest(&used.path))
            .find(|other| self.defines(other, name))
            .map(|other| format!("{other}::{name}"))
    }

    fn defines(&self, module: &str, name: &str) -> bool {
        let code = self.code.get(module).copied().unwrap_or_default();
        ["fn", "struct", "enum", "trait", "type", "const", "static"]
            .iter()
            .any(|kind| !lines_with(code, &format!("{kind} {name}")).is_empty())
    }
}
