//! `[theme]`: how the articles of a campaign look, by a theme's name or a style sheet of one's own.

use std::path::Path;

use super::files::{Files, Place};
use super::problem::{Problems, Rule};
use super::table::Table;
use crate::content::{self, Links, Look, theme};

/// What an article looks like about which nothing is said.
pub(super) fn plain() -> Look {
    Look {
        css: theme::css("default").unwrap_or_default().to_owned(),
        links: Links::Keep,
    }
}

pub(super) fn read(root: &Table<'_>, file: &Path, files: &Files, problems: &mut Problems) -> Look {
    let table = root.table("theme", &["name", "css", "links"], problems);
    let Some(table) = table else {
        return plain();
    };
    if table.has("name") && table.has("css") {
        let rule = Rule::ExactlyOne {
            of: vec!["name", "css"],
            found: 2,
        };
        problems.at(file, table.span_of("css"), rule);
    }
    let choices = [("keep", Links::Keep), ("footnotes", Links::Footnotes)];
    let links = table
        .choice("links", &choices, problems)
        .unwrap_or_default();
    let names: Vec<_> = theme::names().iter().map(|name| (*name, *name)).collect();
    let named = table
        .choice("name", &names, problems)
        .and_then(theme::css)
        .map(str::to_owned);
    let own = table.filled("css", problems).and_then(|css| {
        let place = Place::span(file, css.span.clone());
        files.text(
            &css.value,
            content::MAX_SHEET_BYTES as u64,
            &place,
            problems,
        )
    });
    Look {
        css: own.map(|(_, css)| css).or(named).unwrap_or(plain().css),
        links,
    }
}
