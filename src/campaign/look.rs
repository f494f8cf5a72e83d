//! `[theme]`: how the articles of a campaign look, by a theme's name or a style sheet of one's own.

use std::path::Path;

use super::files::{Files, Place};
use super::problem::{Problems, Rule};
use super::said::Field;
use super::table::{Table, chosen};
use crate::article::{self, Links, Look, Said, theme};

const LINKS: &[(&str, Links)] = &[("keep", Links::Keep), ("footnotes", Links::Footnotes)];

fn names() -> Vec<(&'static str, &'static str)> {
    theme::names().map(|name| (name, name)).collect()
}

/// What an article looks like about which nothing is said.
pub(super) fn plain() -> Look {
    Look {
        css: theme::css("default").unwrap_or_default().to_owned(),
        links: Links::Unsaid,
        ..Look::default()
    }
}

pub(super) fn read(root: &Table<'_>, file: &Path, files: &Files, problems: &mut Problems) -> Look {
    let table = root.table("theme", &["name", "css", "links", "breaks"], problems);
    let Some(table) = table else {
        return plain();
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
    let named = table
        .choice("name", &names(), problems)
        .and_then(theme::css)
        .map(str::to_owned);
    let own = table.filled("css", problems).and_then(|css| {
        let place = Place::span(file, css.span.clone());
        files.text(
            &css.value,
            article::MAX_SHEET_BYTES as u64,
            &place,
            problems,
        )
    });
    Look {
        css: own.map(|(_, css)| css).or(named).unwrap_or(plain().css),
        links,
        breaks: table.flag("breaks", problems).unwrap_or(false),
        ..Look::default()
    }
}

/// What an article by itself says of its look, at the top of its file.
pub(super) fn said(file: &Path, problems: &mut Problems) -> Look {
    let front = article::front(problems.sources.get(file).map_or("", |source| source));
    let field = |key, said: Option<Said>, problems: &mut Problems| {
        said.and_then(|said| Field::said(file, key, said, problems))
    };
    let theme = field("theme", front.theme, problems)
        .and_then(|it| chosen(file, "theme", &it.at, &names(), problems));
    let links = field("links", front.links, problems)
        .and_then(|it| chosen(file, "links", &it.at, LINKS, problems));
    let look = plain();
    Look {
        css: theme
            .and_then(theme::css)
            .map_or(look.css.clone(), str::to_owned),
        links: links.unwrap_or(look.links),
        ..look
    }
}
