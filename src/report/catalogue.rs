//! The catalogue of sentences: `i18n/LANGUAGE/*.ftl`, in Fluent's syntax, built into the binary.
//!
//! [`text!`] and [`pair!`] put one into words; `build/catalogue.rs` made a type of each, so that ids and arguments are checked by
//! the compiler. A file is parsed when its first sentence is needed, and only in the language that is wanted. What is
//! given as an argument loses its control characters here.

use std::fmt::Display;
use std::sync::{Arc, OnceLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::lang::Lang;
use crate::text::printable;

/// The messages as types, and the texts of the files.
#[expect(
    non_camel_case_types,
    reason = "a type is called as its message, with `_` for `-`"
)]
#[expect(
    clippy::unused_self,
    reason = "a message without arguments is asked for like every other"
)]
pub(crate) mod id {
    use super::{Count, Lang, Text, of, pair_of};

    include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));
}

/// An argument that is only shown.
#[derive(Debug)]
pub(crate) struct Text<'a>(FluentValue<'a>);

impl<T: Display> From<T> for Text<'_> {
    fn from(value: T) -> Self {
        Self(FluentValue::from(printable(&value.to_string())))
    }
}

/// An argument that a language may select a plural by.
#[derive(Debug)]
pub(crate) struct Count<'a>(FluentValue<'a>);

/// A whole number that can be counted with.
pub(crate) trait Number: Copy {
    fn number(self) -> FluentValue<'static>;
}

macro_rules! numbers {
    ($($kind:ty)*) => {
        $(impl Number for $kind {
            fn number(self) -> FluentValue<'static> {
                FluentValue::from(self)
            }
        })*
    };
}

numbers!(usize u64 u32 u16 u8 i64 i32);

impl<T: Number> Number for &T {
    fn number(self) -> FluentValue<'static> {
        (*self).number()
    }
}

impl<T: Number> From<T> for Count<'_> {
    fn from(value: T) -> Self {
        Self(value.number())
    }
}

/// A sentence of the catalogue: `text!(lang, sent, count = 3)`.
macro_rules! text {
    ($lang:expr, $id:ident $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::report::id::$id { $($name: (&$value).into()),* }.text($lang)
    };
}
pub(crate) use text;

/// A sentence and its `.fix`: what is wrong, and what to do.
macro_rules! pair {
    ($lang:expr, $id:ident $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::report::id::$id { $($name: (&$value).into()),* }.pair($lang)
    };
}
pub(crate) use pair;

/// A help text by command (`send`, or `root`, `shared`, `word`) and, below it, by option.
pub fn help(lang: Lang, command: &str, option: Option<&str>) -> Option<String> {
    named(lang, id::HELP, command, option)
}

/// A topic of `wxmass explain`, or one of its rows.
pub fn topic(lang: Lang, name: &str, row: Option<&str>) -> Option<String> {
    if name.starts_with("problem-") {
        return None;
    }
    named(lang, id::TOPICS, name, row)
}

/// The meaning of a problem's code, and its fix.
pub fn problem_topic(lang: Lang, code: &str) -> Option<(String, String)> {
    let name = format!("problem-{code}");
    let what = named(lang, id::TOPICS, &name, None)?;
    let fix = named(lang, id::TOPICS, &name, Some("fix"))?;
    Some((what, fix))
}

/// The next step after an errcode of WeChat; `None` for a code that is not in the table.
pub fn errcode_advice(lang: Lang, code: i64) -> Option<String> {
    named(lang, id::ERRCODES, &format!("code-{code}"), None)
}

/// The purpose of the key at `path` of a campaign file, as in `articles.title`, or of a profile (`profile.appid`).
pub fn key(lang: Lang, path: &str) -> Option<String> {
    named(lang, id::KEYS, &path.replace('.', "-"), None)
}

fn of<const N: usize>(
    lang: Lang,
    file: usize,
    id: &str,
    arguments: [(&'static str, FluentValue<'_>); N],
) -> String {
    let arguments = FluentArgs::from_iter(arguments);
    format(bundle(lang, file), id, None, Some(&arguments)).unwrap_or_else(|| id.to_owned())
}

fn pair_of<const N: usize>(
    lang: Lang,
    file: usize,
    id: &str,
    arguments: [(&'static str, FluentValue<'_>); N],
) -> (String, String) {
    let arguments = FluentArgs::from_iter(arguments);
    let part = |attribute| {
        format(bundle(lang, file), id, attribute, Some(&arguments)).unwrap_or_else(|| id.to_owned())
    };
    (part(None), part(Some("fix")))
}

fn named(lang: Lang, file: usize, id: &str, attribute: Option<&str>) -> Option<String> {
    format(bundle(lang, file), id, attribute, None)
}

type Bundle = FluentBundle<Arc<FluentResource>>;

fn bundle(lang: Lang, file: usize) -> &'static Bundle {
    static BUNDLES: [[OnceLock<Bundle>; id::FILES]; id::LANGUAGES.len()] =
        [const { [const { OnceLock::new() }; id::FILES] }; id::LANGUAGES.len()];
    let language = number(lang);
    BUNDLES[language][file].get_or_init(|| parse(language, file))
}

/// The place of a language in the catalogue, where they stand in the order of their tags.
fn number(lang: Lang) -> usize {
    let tag = lang.tag();
    let known = id::LANGUAGES.iter().position(|it| *it == tag);
    known.unwrap_or_default()
}

fn parse(language: usize, file: usize) -> Bundle {
    // What cannot be parsed does not build.
    let resource = FluentResource::try_new(id::SOURCES[language][file].to_owned())
        .unwrap_or_else(|(parsed, _)| parsed);
    let tag: LanguageIdentifier = id::LANGUAGES[language].parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // The marks of isolation are for pages; a terminal shows them as boxes.
    bundle.set_use_isolating(false);
    let _ = bundle.add_resource(Arc::new(resource));
    bundle
}

fn format(
    bundle: &Bundle,
    id: &str,
    attribute: Option<&str>,
    arguments: Option<&FluentArgs<'_>>,
) -> Option<String> {
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    let text = bundle.format_pattern(pattern, arguments, &mut Vec::new());
    Some(text.into_owned())
}
