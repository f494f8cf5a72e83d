//! The table of marks inside of paragraphs: how each looks, where it is meant, and what is done about it.
//!
//! The first row that fits a place has it; what no row fits is plain Markdown. Patterns never run over their own opening sign, so
//! that reading takes time in proportion to the text.

use std::sync::{LazyLock, OnceLock};

use regex::{Captures, Regex};

use super::foreign::Fate::{LeftOut, Lost, Stands};
use super::foreign::{Edit, Fate, ForeignKind, names_a_file};
use super::site::{Done, Site, is_edge, is_han, is_word};
use super::{pictures, prose};

type When = fn(&Site<'_>, &str) -> bool;

/// One row.
pub(super) struct Mark {
    /// Characters that it may begin with.
    first: &'static str,
    pattern: &'static str,
    when: When,
    deed: Deed,
}

enum Deed {
    /// It is said. What is left out goes from the source, too.
    Say(ForeignKind, Fate),
    /// The same, and lost when it names a picture or a file.
    SayOrLose(ForeignKind),
    /// It goes, and nothing is said: its dialect does not show it.
    Drop,
    Do(fn(&Site<'_>, &Captures<'_>) -> Option<Done>),
}

use Deed::{Do, Drop, Say, SayOrLose};
use ForeignKind as Kind;

const fn row(first: &'static str, pattern: &'static str, when: When, deed: Deed) -> Mark {
    Mark {
        first,
        pattern,
        when,
        deed,
    }
}

#[rustfmt::skip]
const MARKS: &[Mark] = &[
    // Pictures and links of other dialects, or with signs of another width.
    row("!", r"^!\[\[([^\[\]\n]+)\]\]", always, Do(pictures::embed)),
    row("!", r"^!(\[[^\[\]|\n]*)\|[^\[\]|\n]*\]\(", always, Do(prose::bar)),
    row("!！", r"^[!！]\[[^\[\]\n]*\](?:（[^（）\n]*[）)]|\([^()\n]*）)", always, Say(Kind::BrokenPicture, Lost)),
    row("！", r"^！\[[^\[\]\n]*\]\([^()\n]*\)", always, Say(Kind::BrokenPicture, Lost)),
    row("!！", r"^[!！]【[^【】\n]*】(?:（[^（）\n]*[）)]|\([^()\n]*[）)])", always, Say(Kind::BrokenPicture, Lost)),
    row("[【", r"^[\[【][^\[\]【】\n]+[\]】]（\s*(?:https?:|www\.|[\w./\\-]+\.[A-Za-z0-9]{2,5}\b)[^（）\n]*[）)]", always, Say(Kind::BrokenLink, Lost)),
    row("[【", r"^[\[【][^\[\]【】\n]+[\]】]\(\s*(?:https?:|www\.)[^()\s]*）", |site, mark| site.after(mark.len()) != ')', Say(Kind::BrokenLink, Lost)),
    row("【", r"^【[^【】\n]+】\(\s*(?:https?:|www\.)[^()\n]*\)", always, Say(Kind::BrokenLink, Lost)),
    row("!！", r"^[!！](?:［[^［］\[\]\n]*[］\]]|\[[^［］\[\]\n]*］)[（(][^（）()\n]*[）)]", always, Say(Kind::BrokenPicture, Lost)),
    row("［", r"^［[^［］\[\]\n]+[］\]][（(]\s*(?:https?:|www\.|[\w./\\-]+\.[A-Za-z0-9]{2,5}\b)[^（）()\n]*[）)]", always, Say(Kind::BrokenLink, Lost)),
    row("@", r"^@\[[^\[\]\n]*\]\([^()\n]*\)", always, Say(Kind::Embed, Lost)),
    row("{", r"^\{![^{}\n]+!\}", always, Say(Kind::Embed, Lost)),
    // Other dialects' brackets.
    row("[", r"^\[\[([^\[\]\n]+)\]\]", |site, mark| !matches!(site.after(mark.len()), '(' | '[') && !mark.starts_with("[[ "), Do(wiki_link)),
    row("[", r"^\[-?@[A-Za-z][\w:.#$%&+?~/-]*(?:[,;][^\[\]\n]*)?\]", |site, mark| site.after(mark.len()) != '(', Say(Kind::Citation, Stands)),
    row("@", r"^@(?:fig|tbl|sec|eq|lst|thm|def|exm)-[\w-]+", |site, _| !is_word(site.before()), Say(Kind::Citation, Stands)),
    row("[", r"^\[[^\[\]\n]+\]\{[^{}\n]+\}", always, Do(in_braces)),
    row("[", r"^\[[^\[\]\n]{1,20}\]\^[(（][^()（）\n]{1,40}[)）]", always, Say(Kind::Ruby, Stands)),
    row("[", r"^\[(?:img|attach|media|video|audio|flash)(?:=[^\[\]\n]*)?\][^\[\]\n]*\[/\w+\]", always, Say(Kind::BbCode, Lost)),
    row("[", r"^\[(?:b|i|u|s|url|color|size|quote|align|font|center|email|hide|code|backcolor)(?:=[^\[\]\n]*)?\]", closes, Say(Kind::BbCode, Stands)),
    row("[(", r"^[\[(][\w\p{Han}-]+:: [^\[\]()\n]+[\])]", always, Say(Kind::Dataview, Stands)),
    // Programs of site builders.
    row("{", r"^\{\{[<%][^{}]*[>%]\}\}", always, SayOrLose(Kind::Shortcode)),
    row("{", r"^\{\{[^{}\n]*\}\}", always, SayOrLose(Kind::Shortcode)),
    row("{", r"^\{%[^{}]*%\}", always, SayOrLose(Kind::Shortcode)),
    row("{", r"^\{[A-Za-z][\w:+.-]*\}", |site, mark| site.after(mark.len()) == '`', Say(Kind::Rst, Stands)),
    row(":", r"^:[a-z][a-z0-9:_-]*:", |site, mark| site.after(mark.len()) == '`' && !is_word(site.before()), Say(Kind::Rst, Stands)),
    // Remarks and changes of reviewers.
    row("{", r"^\{>>[^{}]*<<\}", always, Drop),
    row("{", r"^\{(?:\+\+|--|~~|==)[^{}\n]*(?:\+\+|--|~~|==)\}", always, Say(Kind::Emphasis, Stands)),
    row("{", r#"^\{:?\s*(?:[.#][\w-]+|[\w-]+=(?:"[^"{}\n]*"|'[^'{}\n]*'|[^\s{}"']+))(?:\s+(?:[.#][\w-]+|[\w-]+=(?:"[^"{}\n]*"|'[^'{}\n]*'|[^\s{}"']+)))*\s*\}"#,
        |site, mark| ")]*_`>\"”".contains(site.before()) || site.after(mark.len()) == '\n', Say(Kind::Attributes, LeftOut)),
    row("(", r#"^\(\((?:[0-9a-f]{8}-[0-9a-f-]{27}|\d{8,14}-[a-z0-9]{3,7})(?: ["'][^"'\n]*["'])?\)\)"#, always, Say(Kind::BlockId, Stands)),
    row("{", r"^\{:toc\}", always, Say(Kind::Marker, LeftOut)),
    row("{", r"^\{([^{}|\n]{1,20})\|[^{}\n]{1,40}\}", |_, mark| mark.chars().nth(1).is_some_and(is_han), Say(Kind::Ruby, Stands)),
    // Signs of emphasis that Markdown lacks.
    row("=", r"^==([^=\s](?:[^=\n]*[^=\s])?)==", always, Do(prose::wrapped)),
    row("+", r"^\+\+([a-z0-9-]+(?:\+[a-z0-9-]+)+)\+\+", |site, _| !is_word(site.before()) && site.before() != '+', Do(keys)),
    row("+", r"^\+\+([^+\s](?:[^+\n]*[^+\s])?)\+\+", always, Do(prose::wrapped)),
    row("^", r"^\^([0-9A-Za-z+\-−]{1,10})\^", always, Do(prose::wrapped)),
    row("^", r"^\^[A-Za-z0-9-]{2,}", is_block_id, Say(Kind::BlockId, LeftOut)),
    row("＊", r"^＊＊[^＊\n]+＊＊", always, Say(Kind::FullWidth, Stands)),
    row("＊", r"^＊[^＊\n]{1,30}＊", always, Say(Kind::FullWidth, Stands)),
    row("｀", r"^｀[^｀\n]+｀", always, Say(Kind::FullWidth, Stands)),
    row("～", r"^～～[^～\n]+～～", |site, _| is_edge(site.before()), Say(Kind::FullWidth, Stands)),
    row("＝", r"^＝＝[^＝\n]+＝＝", always, Say(Kind::FullWidth, Stands)),
    row("｜", r"^｜｜[^｜\n]+｜｜", always, Say(Kind::FullWidth, Stands)),
    row("|", r"^\|\|[^|\s](?:[^|\n]*[^|\s])?\|\|", |site, mark| !site.in_table && is_edge(site.after(mark.len())), Do(spoiler)),
    // Words for machines, and hidden remarks.
    row(":", r"^:[a-z0-9_+-]{2,40}:", is_emoji, Say(Kind::Emoji, Stands)),
    row("%", r"^%%[^%]*%%", |site, _| !site.before().is_ascii_digit(), Drop),
    row("\\", r"^\\(?:newpage|pagebreak|clearpage|cleardoublepage|newline|noindent|tableofcontents|bigskip|medskip|vspace\*?\{[^{}]*\}|hspace\*?\{[^{}]*\})\b", always, Say(Kind::PageBreak, LeftOut)),
    // Prose.
    row("*", r"^\*+", always, Do(prose::stars)),
    row("~", r"^~+", always, Do(prose::tildes)),
    row("_", r"^__([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*)__", always, Do(prose::dunder)),
    row("_", r"^_{3,}", always, Do(prose::blank)),
    row("_", r"^_", always, Do(prose::underscore)),
    row("hH", r"^(?i)https?://(?:[\w-]+\.)*[\w-]*[^\x00-\x7f][\w-]*\.(?:[\w-]+\.)*[\w-]{2,}(?:[:/?#][\x21\x23-\x3b\x3d\x3f-\x5b\x5d-\x5f\x61-\x7e]*)?", is_letters, Do(prose::address)),
    row("hH", r"^(?i)https?://[^\x00-\x7f]", always, Do(prose::no_address)),
    row("hHwW", r"^(?i)(?:https?://|www\.)[\x21\x23-\x3b\x3d\x3f-\x5b\x5d-\x5f\x61-\x7e]+", always, Do(prose::address)),
];

/// Each is compiled when its mark is met: most articles have few of them.
static PATTERNS: LazyLock<Vec<OnceLock<Option<Regex>>>> =
    LazyLock::new(|| MARKS.iter().map(|_| OnceLock::new()).collect());

/// The handling of the mark that begins here, if any.
pub(super) fn find(site: &Site<'_>, first: char) -> Option<Done> {
    let rows = MARKS.iter().zip(PATTERNS.iter());
    rows.filter(|(mark, _)| mark.first.contains(first))
        .find_map(|(mark, pattern)| {
            let pattern = pattern.get_or_init(|| Regex::new(mark.pattern).ok());
            mark.done(site, pattern.as_ref()?)
        })
}

impl Mark {
    fn done(&self, site: &Site<'_>, pattern: &Regex) -> Option<Done> {
        let found = pattern.captures(site.rest)?;
        let text = found.get(0)?.as_str();
        if !(self.when)(site, text) {
            return None;
        }
        match &self.deed {
            Say(kind, LeftOut) => Some(gone(text).and_say(*kind, LeftOut)),
            Say(kind, fate) => Some(shown(text).and_say(*kind, *fate)),
            SayOrLose(kind) => {
                let is_lost = names_a_file(text) || includes(text);
                Some(shown(text).and_say(*kind, if is_lost { Lost } else { Stands }))
            }
            Drop => Some(gone(text)),
            Do(work) => work(site, &found),
        }
    }
}

/// The mark goes; its line ends stay, so that lines stay true.
fn gone(text: &str) -> Done {
    Done::replaced(text.len(), &"\n".repeat(text.matches('\n').count()))
}

/// The mark stays; what Markdown would take for a tag in it is shown, too.
fn shown(text: &str) -> Done {
    let tags = text.match_indices('<').filter(|(at, _)| {
        let next = text.get(at + 1..).and_then(|it| it.chars().next());
        next.is_some_and(|it| it.is_ascii_alphabetic() || "/!?".contains(it))
    });
    Done {
        edits: tags.map(|(at, _)| Edit::new(at, 1, "&lt;")).collect(),
        ..Done::skip(text.len())
    }
}

/// Whether a shortcode brings the text of another file: `{% include note.html %}`.
fn includes(mark: &str) -> bool {
    const WORDS: &[&str] = &[
        "include",
        "include_relative",
        "include_code",
        "includecode",
        "readfile",
        "snippet",
        "embed",
    ];
    let inside = mark.trim_start_matches(['{', '<', '%', '-', ' ']);
    let word = inside.split_whitespace().next().unwrap_or_default();
    WORDS.contains(&word)
}

/// Hosts of letters, without punctuation of prose.
fn is_letters(_: &Site<'_>, mark: &str) -> bool {
    mark.chars()
        .all(|it| it.is_ascii() || (it.is_alphanumeric() && !it.is_ascii_punctuation()))
}

/// `||hidden||`: its words are read like others.
fn spoiler(_: &Site<'_>, found: &Captures<'_>) -> Option<Done> {
    found.get(0)?;
    Some(Done::skip(2).and_say(Kind::Emphasis, Stands))
}

/// `++ctrl+alt+del++` of MkDocs.
fn keys(_: &Site<'_>, found: &Captures<'_>) -> Option<Done> {
    let new = format!("<kbd>{}</kbd>", found.get(1)?.as_str());
    Some(Done::replaced(found.get(0)?.len(), &new))
}

fn always(_: &Site<'_>, _: &str) -> bool {
    true
}

/// `[b]` whose `[/b]` comes later.
fn closes(site: &Site<'_>, mark: &str) -> bool {
    let name = mark.trim_matches(['[', ']']).split('=').next();
    let rest = site.rest.get(..site.rest.floor_char_boundary(2048));
    name.zip(rest)
        .is_some_and(|(name, rest)| rest.contains(&format!("[/{name}]")))
}

/// `:smile:`, and not a ratio or a path of a program.
fn is_emoji(site: &Site<'_>, mark: &str) -> bool {
    let outside = |it: char| !is_word(it) && it != ':' && it != '/';
    outside(site.before())
        && outside(site.after(mark.len()))
        && mark.bytes().any(|it| it.is_ascii_lowercase())
}

/// `^abc123` behind the last word of a paragraph.
fn is_block_id(site: &Site<'_>, mark: &str) -> bool {
    let is_last = site
        .rest
        .get(mark.len()..)
        .is_some_and(|rest| rest.trim().is_empty() || rest.starts_with('\n'));
    is_last && site.before().is_whitespace() && mark.bytes().any(|it| it.is_ascii_alphabetic())
}

/// `[[another note|its words]]`: the words stay.
fn wiki_link(site: &Site<'_>, found: &Captures<'_>) -> Option<Done> {
    let (all, inside) = (found.get(0)?, found.get(1)?.as_str());
    if !inside.chars().any(char::is_alphabetic) {
        return None;
    }
    let name = inside.split('|').next().unwrap_or(inside);
    if names_a_file(name) {
        return Some(Done::skip(all.len()).and_say(Kind::Embed, Lost));
    }
    let words = inside.rsplit('|').next().unwrap_or(inside).trim();
    let words = if site.in_table {
        words.trim_end_matches('\\')
    } else {
        words
    };
    Some(Done::replaced(all.len(), words).and_say(Kind::WikiLink, Fate::Plain))
}

/// `[文字]{注音}` and `[words]{.class}`.
fn in_braces(_: &Site<'_>, found: &Captures<'_>) -> Option<Done> {
    let text = found.get(0)?.as_str();
    let is_class = text
        .split_once('{')
        .is_some_and(|(_, it)| it.starts_with(['.', '#', ':']) || it.contains('='));
    let kind = if is_class {
        Kind::Attributes
    } else {
        Kind::Ruby
    };
    Some(Done::skip(text.len()).and_say(kind, Stands))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_one_and_is_tied_to_its_place() {
        for mark in MARKS {
            assert!(
                Regex::new(mark.pattern).is_ok() && mark.pattern.starts_with('^'),
                "{}",
                mark.pattern
            );
        }
    }
}
