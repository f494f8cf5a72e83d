//! The catalogue of `i18n/` as Rust: one type a message, with its arguments as fields, so that an id or an argument that does
//! not exist is a compile error, and a message that is never used a warning.
//!
//! Ends the build where a language lacks a message, an attribute or an argument that another one has.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// Files whose messages are found by a name that is put together at run time: options, errcodes, topics. A test reads them.
const BY_NAME: &[&str] = &["help", "errcodes", "keys", "topics"];
/// The language that the others are compared with.
const FIRST: &str = "en";

/// The arguments of a message: their names, and whether a number selects between plurals.
type Arguments = BTreeMap<String, bool>;

#[derive(Debug, Default, PartialEq, Eq)]
struct Message {
    arguments: Arguments,
    attributes: BTreeSet<String>,
}

type Messages = BTreeMap<String, Message>;

pub(crate) fn generate() {
    println!("cargo::rerun-if-changed=i18n");
    println!("cargo::rerun-if-changed=build");
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let folder = root.join("i18n");
    let languages = names(&folder);
    let mut files = names(&folder.join(FIRST));
    // Beside them stand the texts of a new campaign.
    files.retain(|name| Path::new(name).extension().is_some_and(|it| it == "ftl"));
    let mut code = String::new();
    let mut sources = String::new();
    let mut seen = BTreeSet::new();
    for (number, file) in files.iter().enumerate() {
        let messages = read(&folder.join(FIRST).join(file));
        for language in &languages {
            let path = folder.join(language).join(file);
            compare(&messages, &read(&path), &path);
        }
        let stem = file.trim_end_matches(".ftl");
        if BY_NAME.contains(&stem) {
            let name = stem.to_uppercase();
            let _ = writeln!(
                code,
                "pub(in crate::report) const {name}: usize = {number};"
            );
            continue;
        }
        for (id, message) in &messages {
            assert!(seen.insert(id.clone()), "i18n: `{id}` stands in two files");
            define(&mut code, number, id, message);
        }
    }
    for language in &languages {
        sources.push('[');
        for file in &files {
            let path = folder.join(language).join(file).display().to_string();
            let _ = write!(sources, "include_str!({path:?}), ");
        }
        sources.push_str("],\n");
    }
    let _ = write!(
        code,
        "pub(in crate::report) const FILES: usize = {};\n\
         pub(in crate::report) static LANGUAGES: [&str; {}] = {languages:?};\n\
         pub(in crate::report) static SOURCES: [[&str; FILES]; {}] = [\n{sources}];\n",
        files.len(),
        languages.len(),
        languages.len(),
    );
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("set by cargo"));
    std::fs::write(out.join("catalogue.rs"), code).expect("OUT_DIR can be written");
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<_> = entries
        .map(|entry| entry.expect("i18n can be read").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    names
}

fn read(path: &Path) -> Messages {
    let text =
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let resource = fluent_syntax::parser::parse(text.as_str())
        .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
    let mut messages = Messages::new();
    for entry in &resource.body {
        let Entry::Message(found) = entry else {
            continue;
        };
        let mut message = Message::default();
        let patterns = found.value.iter();
        for pattern in patterns.chain(found.attributes.iter().map(|it| &it.value)) {
            arguments(pattern, &mut message.arguments);
        }
        let attributes = found.attributes.iter().map(|it| it.id.name.to_owned());
        message.attributes = attributes.collect();
        let id = found.id.name.to_owned();
        let path = path.display();
        assert!(
            messages.insert(id.clone(), message).is_none(),
            "{path}: `{id}` stands there twice"
        );
    }
    messages
}

fn arguments(pattern: &Pattern<&str>, found: &mut Arguments) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(inline) => argument(inline, false, found),
            Expression::Select { selector, variants } => {
                argument(selector, true, found);
                for variant in variants {
                    arguments(&variant.value, found);
                }
            }
        }
    }
}

fn argument(expression: &InlineExpression<&str>, selects: bool, found: &mut Arguments) {
    if let InlineExpression::VariableReference { id } = expression {
        *found.entry(id.name.to_owned()).or_default() |= selects;
    }
    if let InlineExpression::Placeable { expression } = expression
        && let Expression::Inline(inner) = &**expression
    {
        argument(inner, selects, found);
    }
}

/// A language need not select a plural where another does; all else is the same.
fn compare(first: &Messages, other: &Messages, path: &Path) {
    let path = path.display();
    let [one, two]: [BTreeSet<_>; 2] = [first.keys().collect(), other.keys().collect()];
    let odd: Vec<_> = one.symmetric_difference(&two).collect();
    assert!(
        odd.is_empty(),
        "{path}: only one language has the messages {odd:?}"
    );
    for (id, message) in first {
        let other = &other[id];
        assert!(
            message.attributes == other.attributes,
            "{path}: `{id}` has other attributes in {FIRST}"
        );
        assert!(
            message.arguments.keys().eq(other.arguments.keys()),
            "{path}: `{id}` has other arguments in {FIRST}"
        );
    }
}

fn define(code: &mut String, file: usize, id: &str, message: &Message) {
    let name = id.replace('-', "_");
    let life = if message.arguments.is_empty() {
        ""
    } else {
        "<'a>"
    };
    let anonymous = life.replace("'a", "'_");
    let mut fields = String::new();
    let mut given = String::new();
    for (argument, selects) in &message.arguments {
        let kind = if *selects { "Count" } else { "Text" };
        let field = argument.replace('-', "_");
        let _ = write!(fields, "pub(crate) r#{field}: {kind}<'a>, ");
        let _ = write!(given, "({argument:?}, self.r#{field}.0), ");
    }
    let (method, result, made_by) = if message.attributes.contains("fix") {
        ("pair", "(String, String)", "pair_of")
    } else {
        ("text", "String", "of")
    };
    let _ = write!(
        code,
        "#[derive(Debug)]\n\
         pub(crate) struct {name}{life} {{ {fields}}}\n\
         impl {name}{anonymous} {{\n\
             pub(crate) fn {method}(self, lang: Lang) -> {result} {{ {made_by}(lang, {file}, {id:?}, [{given}]) }}\n"
    );
    code.push_str("}\n");
}
