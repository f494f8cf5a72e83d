//! `[theme]`: how the articles of a campaign look, by a theme's name or a style sheet of one's own.

use std::path::{Path, PathBuf};

use toml::de::DeValue;

use super::files::{Files, Place};
use super::problem::{Problems, Rule};
use super::said::Field;
use super::table::{At, Table, chosen};
use crate::article::{
    self, Align, Caption, Code, Links, Look, Settings, SheetFaultWhat, Tables, theme,
};

const LINKS: &[(&str, Links)] = &[("keep", Links::Keep), ("footnotes", Links::Footnotes)];

fn names() -> Vec<(&'static str, &'static str)> {
    theme::names().map(|name| (name, name)).collect()
}

/// The look of an article without settings.
pub(super) fn plain() -> Look {
    Look {
        unasked: true,
        ..Look::theme("default")
    }
}

pub(super) const KEYS: &[&str] = &[
    "name",
    "css",
    "links",
    "breaks",
    "color",
    "font_size",
    "line_height",
    "align",
    "indent",
    "heading_numbers",
    "code",
    "line_numbers",
    "caption",
    "tables",
    "keep",
];

/// A look, and the file of the writer's own style sheet where there is one.
pub(super) struct Said {
    pub(super) look: Look,
    pub(super) sheet: Option<PathBuf>,
}

pub(super) fn read(root: &Table<'_>, file: &Path, files: &Files, problems: &mut Problems) -> Said {
    let Some(table) = root.table("theme", KEYS, problems) else {
        return Said {
            look: plain(),
            sheet: None,
        };
    };
    if table.has("name") && table.has("css") {
        let rule = Rule::ExactlyOne {
            table: "theme",
            of: vec!["name", "css"],
            found: 2,
        };
        problems.at(file, table.span_of("css"), rule);
    }
    let links = table.choice("links", LINKS, problems).unwrap_or_default();
    let named = table.choice("name", &names(), problems).map(Look::theme);
    let own = table.filled("css", problems).and_then(|css| {
        let place = Place::span(file, css.span.clone());
        files.text(
            &css.value,
            article::MAX_SHEET_BYTES as u64,
            &place,
            problems,
        )
    });
    let settings = settings(&table, file, problems);
    let keep = table.texts("keep", problems).unwrap_or_default();
    let unasked = named.is_none() && own.is_none() && settings == Settings::default();
    let (sheet, look) = match own {
        Some((path, css)) => {
            let own = Look {
                css,
                own: true,
                ..Look::default()
            };
            (Some(path), own)
        }
        None => (None, named.unwrap_or_else(|| Look::theme("default"))),
    };
    let look = Look {
        links,
        breaks: table.flag("breaks", problems).unwrap_or(false),
        settings,
        unasked,
        keep: keep
            .into_iter()
            .map(|it| it.value.to_ascii_lowercase())
            .collect(),
        ..look
    };
    Said { look, sheet }
}

/// Settings of a brand, without a sheet of its own.
fn settings(table: &Table<'_>, file: &Path, problems: &mut Problems) -> Settings {
    let color = table.filled("color", problems);
    let aligns = [("justify", Align::Justify), ("left", Align::Left)];
    let codes = [("plain", Code::Plain), ("window", Code::Window)];
    let captions = [
        ("plain", Caption::Plain),
        ("numbered", Caption::Numbered),
        ("none", Caption::None),
    ];
    let tables = [("scroll", Tables::Scroll), ("fit", Tables::Fit)];
    Settings {
        color: color.and_then(|it| color_of(file, it, problems)),
        font_size: number(table, file, ("font_size", 12.0, 24.0, "16"), problems)
            .map(|it| it as u32),
        line_height: number(table, file, ("line_height", 1.2, 3.0, "1.75"), problems),
        align: table.choice("align", &aligns, problems),
        indent: table.flag("indent", problems).unwrap_or(false),
        numbers: table.flag("heading_numbers", problems).unwrap_or(false),
        code: table.choice("code", &codes, problems).unwrap_or_default(),
        line_numbers: table.flag("line_numbers", problems).unwrap_or(false),
        caption: table
            .choice("caption", &captions, problems)
            .unwrap_or_default(),
        tables: table
            .choice("tables", &tables, problems)
            .unwrap_or_default(),
    }
}

/// A colour that can be one, or a problem at its place.
fn color_of(file: &Path, color: At<String>, problems: &mut Problems) -> Option<String> {
    if Settings::is_color(&color.value) {
        return Some(color.value);
    }
    let rule = Rule::BadSetting {
        key: "color",
        value: color.value,
        like: "#07c160",
    };
    problems.at(file, color.span, rule);
    None
}

/// A number between two others; `"16px"` is 16.
fn number(
    table: &Table<'_>,
    file: &Path,
    (key, least, most, like): (&'static str, f64, f64, &'static str),
    problems: &mut Problems,
) -> Option<f64> {
    let value = table.get(key)?;
    let written = match value.get_ref() {
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::String(text) => text.trim().trim_end_matches("px").to_owned(),
        _ => return table.wrong(key, value, "a number", problems),
    };
    let number = written
        .parse()
        .ok()
        .filter(|it| (least..=most).contains(it));
    if number.is_none() {
        let rule = Rule::BadSetting {
            key,
            value: written,
            like,
        };
        problems.at(file, value.span(), rule);
    }
    number
}

/// Parts of the writer's own sheet that did nothing: a rule only where no article had a use for it.
pub(super) fn faults(sheet: &Path, articles: &[&article::Article], problems: &mut Problems) {
    let Some((first, others)) = articles.split_first() else {
        return;
    };
    for fault in first.faults() {
        let is_idle = matches!(fault.what, SheetFaultWhat::NoElement { .. });
        if is_idle && others.iter().any(|other| !other.faults().contains(fault)) {
            continue;
        }
        problems.at_line(sheet, fault.line, 1, Rule::Sheet(fault.what.clone()));
    }
}

/// The look that an article sets in its own front matter.
pub(super) fn said(file: &Path, problems: &mut Problems) -> Look {
    let front = article::front(problems.sources.get(file).map_or("", |source| source));
    let field = |key, said: Option<article::Said>, problems: &mut Problems| {
        said.and_then(|said| Field::said(file, key, said, problems))
    };
    let theme = field("theme", front.theme, problems)
        .and_then(|it| chosen(file, "theme", &it.at, &names(), problems));
    let links = field("links", front.links, problems)
        .and_then(|it| chosen(file, "links", &it.at, LINKS, problems));
    let color =
        field("color", front.color, problems).and_then(|it| color_of(file, it.at, problems));
    let mut look = theme.map_or_else(plain, Look::theme);
    look.links = links.unwrap_or(look.links);
    if color.is_some() {
        look.settings.color = color;
        look.unasked = false;
    }
    look
}
