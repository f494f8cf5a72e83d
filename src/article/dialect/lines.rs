//! The table of marks that take a line: directives, markers, headings and items without their space.
//!
//! A row sees one line, without the `>` of quotes before it, and the lines around. Lines of code never come here.

use std::sync::{LazyLock, OnceLock};

use regex::Regex;

use super::foreign::Fate::{LeftOut, Lost, Plain, Stands};
use super::foreign::{Fate, ForeignKind as Kind, names_a_file};
use super::site::is_han;
use super::tags;

/// A line and its neighbours, each without quote marks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    pub(super) text: &'t str,
    pub(super) before: &'t str,
    pub(super) after: &'t str,
    /// The line above the one before.
    pub(super) above: &'t str,
}

/// Stands for the lines around the words of an item, which are looked at by themselves.
pub(super) const IN_ITEM: &str = "x";

/// The outcome of a line: its new text, where it changes, and what is said.
#[derive(Debug, Default)]
pub(super) struct Turned {
    pub(super) new: Option<String>,
    pub(super) note: Option<(Kind, Fate)>,
}

type When = fn(&Line<'_>) -> bool;

struct Row {
    /// The characters of which one begins the line, behind its spaces; without any, every line is looked at.
    first: &'static str,
    pattern: &'static str,
    when: When,
    deed: Deed,
}

enum Deed {
    /// It is said; what is left out becomes an empty line.
    Say(Kind, Fate),
    /// The same, and lost when it names a picture or a file.
    SayOrLose(Kind),
    Do(fn(&str) -> Turned),
}

use Deed::{Do, Say, SayOrLose};

const fn row(first: &'static str, pattern: &'static str, when: When, deed: Deed) -> Row {
    Row {
        first,
        pattern,
        when,
        deed,
    }
}

/// Stands where a table of contents goes; `markdown` puts it there.
pub(in crate::article) const TOC: &str = "<!--wxmass toc-->";

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // A table of contents.
    row("[@{<", r"(?i)^ {0,3}(?:\[\[?_?toc_?\]\]?|@\[toc\](?:\([^()]*\))?|\{:toc\}|\{\{toc\}\}|\[目录\]|<toc ?/>)\s*$", always, Do(toc)),
    row("<", r"(?i)^ {0,3}<!--\s*@?include:?\s+\S", always, Say(Kind::Embed, Lost)),
    row(";-", r"^ {0,3};?-+8<-+\s*\S", always, Say(Kind::Embed, Lost)),
    row("<", r"(?i)^ {0,3}<!--\s*(?:toc|/?\s*more|endtoc|/toc|tocstop|truncate|excerpt|nextpage|pagebreak|end|slide)\b[^>]*-->\s*$", always, Say(Kind::Marker, LeftOut)),
    row("<", r"^ {0,3}<!--[^\n]*?-->[ \t]*[^\s<]", always, Do(uncommented)),
    // Programs, and remarks to programs.
    row("i", r#"^import\s+(?:[^'";]+\s+from\s+)?['"][^'"]+['"];?\s*$"#, always, Say(Kind::Mdx, LeftOut)),
    row("e", r"^export\s+(?:const|let|var|default|function|async|class|\{|\*)", always, Say(Kind::Mdx, LeftOut)),
    row("<", r"^ {0,3}</?[A-Z][A-Za-z0-9.]*(?:\s[^<>]*)?/?>\s*$", |line| tags::unknown_alone(line.text).is_some() || line.text.contains('='), Do(component)),
    row("<", r"^ {0,3}</?[A-Za-z][A-Za-z0-9_.-]*\s*/?>", |line| is_unknown_first(line.text), Do(word_in_brackets)),
    row("<", r"^ {0,3}<(?:\?|!\[CDATA\[|![A-Za-z])", |line| !is_doctype(line.text), Do(word_in_brackets)),
    row("<", r"^ {0,3}<<< \S", always, Say(Kind::Embed, Lost)),
    row("<", r"^ {0,3}<!\[[^\[\]\n]*\]\([^()\n]*\)(?:\s*,\s*!\[[^\[\]\n]*\]\([^()\n]*\))*\s*>\s*$", always, Do(strip)),
    row("%", r"^% \S", always, Say(Kind::Marker, LeftOut)),
    row("(", r"^\([\w-]+\)=\s*$", always, Say(Kind::Attributes, LeftOut)),
    row("+", r"^\+{3}\s*$", always, Say(Kind::PageBreak, LeftOut)),
    row(">", r"^ {0,3}>", |line| line.text.trim_start().strip_prefix('>').is_some_and(is_half_a_face), Do(face)),
    row("icubhclqe", r"^ {0,3}(?:id|collapsed|created-at|updated-at|background-color|heading|card-[\w-]+|ls-[\w-]+|hl-[\w-]+|query-[\w-]+|exclude-from-graph-view):: ", always, Say(Kind::Dataview, LeftOut)),
    row("{", r"^ {0,3}\{:(?:[^{}]*)\}\s*$", always, Say(Kind::Attributes, LeftOut)),
    row("{", r"^ {0,3}\{::[^{}]*\}\s*$", always, Say(Kind::Attributes, LeftOut)),
    row("#", r"^ {0,3}#\+[A-Za-z_]+:?", always, SayOrLose(Kind::Org)),
    row(":", r"^ {0,3}:(?:PROPERTIES|END|LOGBOOK|ID|CUSTOM_ID):", always, Say(Kind::Org, Stands)),
    row(".", r"^ {0,3}\.\. +(?:[\w-]+::|_[^:]+:|\|)", always, SayOrLose(Kind::Rst)),
    row("ivalxt", r"^ {0,3}(?:image|include|video|audio|link|xref|toc)::?\S*\[.*\]", always, SayOrLose(Kind::Rst)),
    row("\\", r"^ {0,3}\\(?:newpage|pagebreak|clearpage|cleardoublepage|tableofcontents|maketitle|noindent|bigskip|medskip)\b\s*$", always, Say(Kind::PageBreak, LeftOut)),
    row("[<=", r"^ {0,3}(?:\[\[_?PAGE_?BREAK_?\]\]|<!-- ?pagebreak ?-->|={3,} ?page ?break ?={3,})\s*$", always, Say(Kind::PageBreak, LeftOut)),
    row("*", r"^ {0,3}\*\[[^\]]+\]:", always, Say(Kind::Abbreviation, LeftOut)),
    row("^", r"^ {0,3}\^[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*\s*$", always, Say(Kind::BlockId, LeftOut)),
    row("", r"^ {0,3}[\w\p{Han}-]+:: \S", |line| line.text.contains(":: "), Say(Kind::Dataview, Stands)),
    row("[", r"^ {0,3}\[/?(?:gallery|caption|embed|audio|video|playlist|vc_\w+|et_\w+)\b[^\]]*\]", always, SayOrLose(Kind::Shortcode)),
    // Marks without the space that makes them marks, or of another width.
    row("#-*+>0123456789", r"^ {0,3}(?:#{1,6}|[-*+>]|[0-9]{1,3}[.)])[ \t]*[\x{a0}\x{2002}-\x{200a}\x{3000}]", always, Do(space)),
    row("\u{200b}\u{200e}\u{200f}\u{2060}", r"^[\x{200b}\x{200e}\x{200f}\x{2060}]", always, Do(unseen)),
    row("*", r"^ {0,3}\*[\p{Han}“《【]", is_starred, Say(Kind::MissingSpace, Stands)),
    row("-*+", r"^ {0,3}[-*+]\[[ xX]?\]\s", always, Say(Kind::MissingSpace, Stands)),
    row("[", r"^ {0,3}\[[ xX]\] [^\s\[]", |line| line.above != IN_ITEM, Say(Kind::TaskState, Stands)),
    row("#", r"^ {0,3}#{2,6}[^#\s]", |line| !line.text.trim_end().ends_with('#') || line.text.contains("##"), Say(Kind::MissingSpace, Stands)),
    row("#", r"^ {0,3}#[\p{Han}A-Za-z0-9“《【]", is_single_heading, Say(Kind::MissingSpace, Stands)),
    row("0123456789", r"^ {0,3}[0-9]{1,3}[.)][\p{Han}“《「『【（*\[]", always, Say(Kind::MissingSpace, Stands)),
    row("-+", r"^ {0,3}[-+][\p{Han}“《「『【（]", |line| !line.text.contains('|'), Say(Kind::MissingSpace, Stands)),
    row("-*+", r"^ {0,3}[-*+] ?\[[ xX]?\][^\s(\[:*_~]", always, Say(Kind::MissingSpace, Stands)),
    row("-*+", r"^ {0,3}[-*+] \[\][ \t]", always, Say(Kind::MissingSpace, Stands)),
    row("-*+", r"^ {0,3}[-*+] \[[^ xX\[\]\^]\] ", always, Say(Kind::TaskState, Stands)),
    row("＃＞｀－＊", r"^ {0,3}(?:＃{1,6}|＞|｀｀｀|－－－|＊ |－ )", always, Say(Kind::FullWidth, Stands)),
    row("[", r"^ {0,3}\[\^[^\]\s]+\]：", always, Say(Kind::FullWidth, Stands)),
    row("｜", r"^ {0,3}｜.+｜\s*$", always, Say(Kind::FullWidth, Stands)),
    row("[【", r"^ {0,3}[\[【][!！][^\]】]+[\]】]", |line| line.text.contains(['！', '【', '】']), Say(Kind::FullWidth, Stands)),
    row("·'`", r"^ {0,3}(?:···|'''|```` *)\s*\w*\s*$", |line| !line.text.contains('`'), Say(Kind::Fence, Stands)),
    row("[", r"^ {0,3}\[![^\]]+\][+-]?[^\s+\-(\[]", always, Do(callout_space)),
    row(":", r"^ {0,3}: +\S", |line| !line.before.trim().is_empty(), Say(Kind::Definition, Stands)),
    // Prose.
    row("0123456789", r"^ {0,3}[0-9]{4,}\.\s", always, Do(year)),
    row("-", r"^ {0,3}-{3,}\s*$", |line| line.before.trim_end().ends_with(['。', '！', '？', '；', '：', '…', '”', '）', '，']) || (is_prose(line.before) && is_prose(line.above)), Do(rule)),
    row("-=", r"^ {0,3}[-=]\s*$", |line| line.above != IN_ITEM && is_prose(line.before), Do(sign)),
];

/// Each is compiled when a line may fit it.
static PATTERNS: LazyLock<Vec<OnceLock<Option<Regex>>>> =
    LazyLock::new(|| ROWS.iter().map(|_| OnceLock::new()).collect());

/// The outcome of a line, if any row fits.
pub(super) fn find(line: &Line<'_>) -> Option<Turned> {
    let first = line.text.trim_start().chars().next()?;
    // Most lines begin with a letter of prose.
    if is_han(first) && !line.text.contains("::") {
        return None;
    }
    let rows = ROWS.iter().zip(PATTERNS.iter());
    rows.filter(|(row, pattern)| {
        let pattern = || pattern.get_or_init(|| Regex::new(row.pattern).ok());
        row.may_begin_with(first)
            && (row.when)(line)
            && pattern().as_ref().is_some_and(|it| it.is_match(line.text))
    })
    .map(|(row, _)| row.turned(line.text))
    .next()
}

impl Row {
    fn may_begin_with(&self, first: char) -> bool {
        self.first.is_empty() || self.first.contains(first.to_ascii_lowercase())
    }

    fn turned(&self, line: &str) -> Turned {
        match &self.deed {
            Say(kind, LeftOut) => Turned {
                new: Some(String::new()),
                note: Some((*kind, LeftOut)),
            },
            Say(kind, fate) => Turned {
                new: None,
                note: Some((*kind, *fate)),
            },
            SayOrLose(kind) => Turned {
                new: None,
                note: Some((*kind, if names_a_file(line) { Lost } else { Stands })),
            },
            Do(work) => work(line),
        }
    }
}

fn always(_: &Line<'_>) -> bool {
    true
}

/// `#第一节` on a line of its own, and no tag (`#春天#`, `#读书 #电影`).
fn is_single_heading(line: &Line<'_>) -> bool {
    let text = line.text.trim();
    let is_own = [line.before, line.after]
        .iter()
        .all(|it| it.trim().is_empty() || it.trim_start().starts_with('#'));
    is_own
        && text.matches('#').count() == 1
        && text.chars().skip(1).any(is_han)
        && text.chars().count() <= 30
}

/// `*项目` beside another such line: items without their space, and nothing stressed.
fn is_starred(line: &Line<'_>) -> bool {
    let is_item = |text: &str| {
        let text = text.trim();
        text.starts_with('*') && text.matches('*').count() == 1 && text.len() > 1
    };
    is_item(line.text) && (is_item(line.before) || is_item(line.after))
}

/// A line of a paragraph: it begins with a word, and with no mark.
fn is_prose(line: &str) -> bool {
    let first = line.chars().next();
    let is_item = line
        .trim_start_matches(|it: char| it.is_ascii_digit())
        .starts_with(['.', ')']);
    first.is_some_and(|it| it.is_alphanumeric() || "“《「（".contains(it)) && !is_item
}

/// Lines that begin with a number or a sign of a list that Markdown has not: each is to stand by itself.
pub(super) fn begins_an_entry(line: &str) -> bool {
    static ENTRY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"^(?:\x{3000}+\S|\s{0,3}(?:[•●■◆▪◦○□☐☑✅→·][ \t\x{a0}\x{3000}]*\S|[①-⑳⒈-⒛㈠-㈩]|\d{1,2}[、．]|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|[一二三四五六七八九十]{1,3}、))",
        )
        .ok()
    });
    !line.is_ascii() && ENTRY.as_ref().is_some_and(|it| it.is_match(line))
}

fn is_unknown_first(line: &str) -> bool {
    let name = line.trim_start().trim_start_matches(['<', '/']);
    let end = name.find(|it: char| !(it.is_ascii_alphanumeric() || "_.-".contains(it)));
    end.and_then(|end| name.get(..end))
        .is_some_and(|name| !tags::is_known(name))
}

/// The beginning of a whole page.
fn is_doctype(line: &str) -> bool {
    line.trim_start()
        .to_ascii_lowercase()
        .starts_with("<!doctype html")
}

fn toc(_: &str) -> Turned {
    Turned {
        new: Some(TOC.to_owned()),
        note: None,
    }
}

/// A line that is a component of a page program: its words stand.
fn component(line: &str) -> Turned {
    Turned {
        new: Some(line.replacen('<', "&lt;", 1)),
        note: Some((Kind::Mdx, Stands)),
    }
}

/// A word in angle brackets that begins a line would begin a block of HTML.
fn word_in_brackets(line: &str) -> Turned {
    Turned {
        new: Some(line.replacen('<', "&lt;", 1)),
        note: None,
    }
}

/// The part behind the first sign of `>_<`.
pub(super) fn is_half_a_face(rest: &str) -> bool {
    let eyes = rest.trim_start_matches(['_', '.', '﹏', '△', '∀', 'ω', '^', '~', '-']);
    eyes.len() < rest.len() && rest.len() - eyes.len() <= 9 && eyes.starts_with(['<', '>'])
}

/// `>_<` begins no quote.
fn face(line: &str) -> Turned {
    Turned {
        new: Some(line.replacen('>', "\\>", 1)),
        note: None,
    }
}

/// Spaces that do not break, and those of full width, behind a mark are spaces.
fn space(line: &str) -> Turned {
    let is_odd = |it: char| matches!(it, '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{3000}');
    let at = line.find(is_odd).unwrap_or_default();
    let (mark, words) = line.split_at(at);
    Turned {
        new: Some(format!("{} {}", mark.trim_end(), words.trim_start())),
        note: None,
    }
}

/// Signs without width before a mark hide it from Markdown.
fn unseen(line: &str) -> Turned {
    let new = line.trim_start_matches(['\u{200b}', '\u{200e}', '\u{200f}', '\u{2060}']);
    Turned {
        new: Some(new.to_owned()),
        note: None,
    }
}

/// A remark before words would make HTML of them.
fn uncommented(line: &str) -> Turned {
    let words = line.split_once("-->").map_or("", |(_, words)| words);
    Turned {
        new: Some(words.trim_start().to_owned()),
        note: None,
    }
}

/// `<![](a.png),![](b.png)>`: pictures in a row.
fn strip(line: &str) -> Turned {
    let inside = line.trim().trim_start_matches('<').trim_end_matches('>');
    Turned {
        new: Some(inside.replace("),![", ") ![").replace("), ![", ") ![")),
        note: None,
    }
}

/// A sign by itself under a paragraph makes no heading of it.
fn sign(line: &str) -> Turned {
    Turned {
        new: Some(format!("\\{}", line.trim_start())),
        note: None,
    }
}

fn callout_space(line: &str) -> Turned {
    let end = line.find(']').map_or(line.len(), |end| end + 1);
    let (head, title) = line.split_at(end);
    let fold = title.len() - title.trim_start_matches(['+', '-']).len();
    let (fold, title) = title.split_at(fold.min(1));
    Turned {
        new: Some(format!("{head}{fold} {title}")),
        note: None,
    }
}

/// `2024. 这一年` is no list that begins at 2024.
fn year(line: &str) -> Turned {
    Turned {
        new: Some(line.replacen('.', "\\.", 1)),
        note: None,
    }
}

/// A line of dashes under a sentence is a rule; under a heading's words it makes the heading.
fn rule(_: &str) -> Turned {
    Turned {
        new: Some("***".to_owned()),
        note: None,
    }
}

/// A paragraph that its four spaces make code: it is prose when it has the signs of Chinese prose and none of code.
pub(super) fn indented_prose(line: &str) -> Option<Turned> {
    let is_indented = line.starts_with("    ") || line.starts_with('\t');
    let text = line.trim();
    let is_prose = text.contains(['，', '。', '！', '？', '；', '、', '…'])
        && !text.contains(['{', '}', ';', '=', '<', '|', '`'])
        && !text.starts_with(['#', '-', '*', '+', '/', '>'])
        && text.chars().filter(|it| is_han(*it)).count() * 2 > text.chars().count();
    (is_indented && is_prose).then(|| Turned {
        new: Some(text.to_owned()),
        note: Some((Kind::IndentedProse, Plain)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_one() {
        for row in ROWS {
            assert!(Regex::new(row.pattern).is_ok(), "{}", row.pattern);
        }
    }

    #[test]
    fn prose_is_no_mark() {
        for text in [
            "#春天#",
            "#读书 #电影",
            "-5℃ 的早晨",
            "1.5 万",
            "+86 138",
            "*注：价格",
            "——小王",
            ">引用",
            "1、第一",
            "- 项目",
            "# 题",
            "---",
        ] {
            let line = Line {
                text,
                before: "",
                after: "",
                above: "",
            };
            assert!(find(&line).is_none(), "{text}");
        }
    }
}
