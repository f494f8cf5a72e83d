//! Signs of ordinary prose that Markdown would take for markup: products, ranges, names of programmers, addresses before Chinese.

use regex::Captures;

use super::foreign::{Edit, Fate, ForeignKind};
use super::site::{Done, Site, is_edge, is_han, is_word};

/// Names that Python and JavaScript write between two underscores on each side.
const DUNDER: &str = " init main name file doc all version author call str repr len iter next eq ne lt gt hash new del enter exit \
    dict class slots getitem setitem delitem contains getattr setattr add sub mul future pycache import builtins bool proto dirname \
    filename typename defineGetter schema module path package loader spec annotations wrapped qualname mro bases subclasses \
    post_init aenter aexit await anext aiter format bytes missing index ";

/// Punctuation of Chinese prose, which no face is made of.
const PUNCTUATION: &str = "，。、；：？！“”‘’《》〈〉「」『』（）【】…—";

const BRACKETS: &[(char, char)] = &[
    ('《', '》'),
    ('（', '）'),
    ('「', '」'),
    ('【', '】'),
    ('“', '”'),
    ('‘', '’'),
    ('(', ')'),
    ('"', '"'),
    ('\'', '\''),
];

/// Asterisks between numbers and measures: `20*30*40cm`, `5*人数*2`, `长*宽*高`.
pub(super) fn stars(site: &Site<'_>, found: &Captures<'_>) -> Option<Done> {
    let length = found.get(0)?.len();
    let (before, after) = (site.before(), site.after(length));
    // Stars that hide a number, and a power.
    let is_mask = length > 3 || (length > 1 && before.is_ascii_digit() && after.is_ascii_digit());
    if is_mask {
        return Some(Done::replaced(length, &"\\*".repeat(length)));
    }
    // A sign that is spoken of: `《*》`, `（**）`.
    if length < 3 && BRACKETS.contains(&(before, after)) {
        return Some(Done::replaced(length, &"\\*".repeat(length)));
    }
    // `**/*.rs`, `/usr/*/bin` and `*.*` of programs.
    let ends = after.is_whitespace() || "./，。、；：）)".contains(after);
    let is_folder = length == 1 && before == '/' && ends && !site.behind.ends_with("*/");
    let is_name = length == 1 && before == '.' && site.behind.ends_with("*.");
    if is_folder || is_name {
        return Some(Done::replaced(1, "\\*"));
    }
    if site.rest.starts_with("*.*") {
        let mut done = Done::replaced(1, "\\*");
        done.edits.push(Edit::new(2, 1, "\\*"));
        done.length = 3;
        return Some(done);
    }
    let is_open = || site.behind.matches("**").count().is_multiple_of(2);
    if length == 2 && after == '/' && site.rest.starts_with("**/*") && is_open() {
        return Some(Done::replaced(length, "\\*\\*"));
    }
    if length != 1 {
        return Some(Done::skip(length));
    }
    let is_ending = after == '.' && site.rest.chars().nth(2).is_some_and(is_word);
    if is_ending && !is_word(before) {
        return Some(Done::replaced(1, "\\*"));
    }
    let operand = |it: char| is_word(it) || matches!(it, '(' | ')' | '（' | '）' | '%');
    // `a[0]*b[1]`.
    let is_indexed = before == ']'
        && is_word(after)
        && site.behind.rfind('[').is_some_and(|at| {
            let name = site.behind.get(..at).unwrap_or_default();
            name.ends_with(is_word)
        });
    if is_indexed {
        return Some(Done::replaced(1, "\\*"));
    }
    let has_digit = before.is_ascii_digit() || after.is_ascii_digit();
    if operand(before) && operand(after) && (has_digit || is_single(site, 1)) {
        return Some(Done::replaced(1, "\\*"));
    }
    // Two of them with something between that is never stressed.
    let inner = site.rest.get(1..)?.split(['*', '\n']).next()?;
    let close = 1 + inner.len();
    let is_closed = site.rest.get(close..).is_some_and(|it| it.starts_with('*'));
    if !is_closed || inner.is_empty() || inner.chars().count() > 6 || inner.contains(' ') {
        return Some(Done::skip(1));
    }
    let last = site.after(close + 1);
    let is_face = !inner.contains(|it: char| it.is_alphanumeric() || PUNCTUATION.contains(it));
    let is_product = is_face
        || (before.is_ascii_digit() && last.is_ascii_digit())
        || is_short(site, inner, close + 1);
    if !is_product {
        return Some(Done::skip(1));
    }
    Some(Done {
        length: close + 1,
        edits: vec![Edit::new(0, 1, "\\*"), Edit::new(close, 1, "\\*")],
        note: None,
    })
}

/// Single letters on both sides: `a*b`.
fn is_single(site: &Site<'_>, length: usize) -> bool {
    let mut behind = site.behind.chars().rev().skip(1);
    let mut ahead = site.rest.get(length..).unwrap_or_default().chars().skip(1);
    let is_alone = |it: Option<char>| it.is_none_or(|it| !is_word(it));
    // `(a*b)*c`, and not `*(a)*c`.
    let is_group = site.before() == ')'
        && site.behind.rfind('(').is_some_and(|at| {
            let before = site.behind.get(..at).unwrap_or_default();
            !before.ends_with('*')
        });
    (is_group || is_alone(behind.next())) && is_alone(ahead.next())
}

/// Single characters on both sides and between, or short words in a row of factors: `长*宽*高`, `单价*数量*折扣=`.
fn is_short(site: &Site<'_>, inner: &str, end: usize) -> bool {
    let run =
        |chars: &mut dyn Iterator<Item = char>| chars.take_while(|it| is_han(*it)).take(3).count();
    let rest = site.rest.get(end..).unwrap_or_default();
    let before = run(&mut site.behind.chars().rev());
    let after = run(&mut rest.chars());
    let next = rest.chars().nth(after).unwrap_or('\n');
    // What stands between bold marks is stressed in them.
    let start = site.behind.trim_end_matches(is_han);
    let end = rest.trim_start_matches(is_han);
    if start.ends_with("**") || end.starts_with("**") {
        return false;
    }
    let longest = if "*=＝/÷+".contains(next) { 2 } else { 1 };
    let is_inner = inner.chars().count() <= longest && inner.chars().all(is_han);
    let fits = |run: usize| (1..=longest).contains(&run);
    // A single character between two words, one of them short: a factor.
    let one_is_short = longest == 1 && before.min(after) == 1;
    is_inner && ((fits(before) && fits(after)) || one_is_short)
}

/// Tildes: a range, a drawn-out sound, a sign of water (`H~2~O`). Two of them strike out, one does not.
pub(super) fn tildes(site: &Site<'_>, found: &Captures<'_>) -> Option<Done> {
    let length = found.get(0)?.len();
    let (before, after) = (site.before(), site.after(length));
    match length {
        1 => {}
        2 if before.is_ascii_digit() && after.is_ascii_digit() => {
            return Some(Done::replaced(2, "\\~\\~"));
        }
        _ => return Some(Done::skip(length)),
    }
    let inner = site.rest.get(1..)?.split(['~', '\n']).next()?;
    let close = 1 + inner.len();
    let is_closed = site
        .rest
        .get(close..)
        .is_some_and(|it| it.starts_with('~') && !it.starts_with("~~"));
    let is_index = inner
        .bytes()
        .all(|it| it.is_ascii_digit() || b"+-ijknmt".contains(&it))
        && (1..=4).contains(&inner.len());
    if is_closed && is_index && (before.is_ascii_alphabetic() || before == ')') {
        let mut done = Done::replaced(1, "<sub>");
        done.edits.push(Edit::new(close, 1, "</sub>"));
        done.length = close + 1;
        return Some(done);
    }
    let done = Done::replaced(1, "\\~");
    // Meant to strike out, it seems: GitHub reads it so.
    let meant = is_closed
        && !inner.is_empty()
        && !inner.starts_with([' ', '(', '（'])
        && !inner.ends_with(' ')
        && (before.is_whitespace() || before == '\n')
        && site.after(close + 1).is_whitespace();
    Some(if meant {
        done.and_say(ForeignKind::Tilde, Fate::Stands)
    } else {
        done
    })
}

/// A line to write on (`姓名：____，电话：____`): two of them stress nothing.
pub(super) fn blank(site: &Site<'_>, found: &Captures<'_>) -> Option<Done> {
    let length = found.get(0)?.len();
    let is_beside_words = site.after(length).is_alphanumeric() || site.before().is_alphanumeric();
    (length > 3 || !is_beside_words).then(|| Done::replaced(length, &"\\_".repeat(length)))
}

/// A sign between two others is a face (`^_^`), not the beginning of something stressed.
pub(super) fn underscore(site: &Site<'_>, _: &Captures<'_>) -> Option<Done> {
    let is_sign = |it: char| it.is_ascii_punctuation() && !"*_`[]()<\\".contains(it);
    let is_eye = |it: char| matches!(it, '<' | '>');
    let is_face = (is_sign(site.before()) && (is_sign(site.after(1)) || site.after(1) == '<'))
        || (is_eye(site.before()) && is_eye(site.after(1)));
    is_face.then(|| Done::replaced(1, "\\_"))
}

/// A bar in a picture's words would end a table's cell.
pub(super) fn bar(site: &Site<'_>, found: &Captures<'_>) -> Option<Done> {
    let bar = found.get(1)?.end();
    let is_escaped = found.get(1)?.as_str().ends_with('\\');
    (site.in_table && !is_escaped).then(|| Done {
        length: 1,
        edits: vec![Edit::new(bar, 0, "\\")],
        note: None,
    })
}

/// `__init__` and its like.
pub(super) fn dunder(site: &Site<'_>, found: &Captures<'_>) -> Option<Done> {
    let length = found.get(0)?.len();
    let name = found.get(1)?.as_str();
    let is_known = DUNDER.split(' ').any(|known| known == name);
    let is_code =
        matches!(site.before(), '.' | '/') || matches!(site.after(length), '(' | '.' | '/');
    (is_known || is_code).then(|| Done {
        length,
        edits: vec![
            Edit::new(0, 2, "\\_\\_"),
            Edit::new(length - 2, 2, "\\_\\_"),
        ],
        note: None,
    })
}

/// A bare address ends before Chinese text and punctuation.
pub(super) fn address(site: &Site<'_>, found: &Captures<'_>) -> Option<Done> {
    let written = found.get(0)?.as_str();
    if is_word(site.before()) && written.starts_with("www") {
        return Some(Done::skip(written.len()));
    }
    let mut length = written
        .trim_end_matches(['*', '_', '~', '!', ',', ';', ':', '.'])
        .len();
    if length == written.len() {
        length += chinese_name(written, site.rest.get(length..).unwrap_or_default());
    }
    let next = site.after(length.max(written.len()));
    let mut done = Done::skip(length);
    let goes_on = next.is_alphanumeric() && !is_han(next);
    let is_named = length > written.len() && !next.is_whitespace();
    if (!next.is_ascii() && !goes_on) || is_named {
        // An address ends before a tag, and a comment is not seen.
        done.edits.push(Edit::new(length, 0, "<!---->"));
    }
    Some(done)
}

/// Bytes of a page's name in Chinese behind an address: `…/wiki/上海`, `…/s?q=茶`. Behind a host by itself, prose goes on.
fn chinese_name(address: &str, rest: &str) -> usize {
    const LONGEST: usize = 20;
    let path = address.split_once("://").map_or(address, |(_, path)| path);
    let is_page = (path.ends_with('/') && path.matches('/').count() > 1)
        || (path.ends_with('=') && path.contains('?'));
    if !is_page || !rest.starts_with(is_han) {
        return 0;
    }
    let rest = rest
        .get(..rest.floor_char_boundary(4 * LONGEST))
        .unwrap_or_default();
    let end = rest
        .find(|it: char| !(is_han(it) || is_word(it) || "-_/%?=&#.".contains(it)))
        .unwrap_or(rest.len());
    let name = rest.get(..end).unwrap_or_default().trim_end_matches('.');
    if name.chars().count() > LONGEST {
        return 0;
    }
    name.len()
}

/// `https://` before Chinese that is no host: Markdown would make a link of the sentence.
pub(super) fn no_address(_: &Site<'_>, found: &Captures<'_>) -> Option<Done> {
    let colon = found.get(0)?.as_str().find(':')?;
    let mut done = Done::skip(colon + 3);
    done.edits.push(Edit::new(colon, 1, "&#58;"));
    Some(done)
}

type Fits = fn(char) -> bool;

fn may_be_raised(before: char) -> bool {
    before.is_alphanumeric() || before == ')'
}

fn may_follow_a_word(after: char) -> bool {
    is_edge(after) && !"({[".contains(after) || is_han(after)
}

/// `==x==`, `++x++` and `^x^`, which are elements of HTML.
pub(super) fn wrapped(site: &Site<'_>, found: &Captures<'_>) -> Option<Done> {
    let all = found.get(0)?;
    let inner = found.get(1)?;
    let (tag, may_begin, may_end): (_, Fits, Fits) = match all.as_str().get(..1)? {
        "=" => (
            "mark",
            |it| !is_word(it) && it != '=',
            |it| !is_word(it) && it != '=',
        ),
        "+" => (
            "u",
            |it| !is_word(it) && it != '+',
            |it| !is_word(it) && it != '+',
        ),
        // `H^2^O`: digits between letters are raised, words (`a^b^c`) may be powers.
        _ if inner.as_str().bytes().any(|it| it.is_ascii_alphabetic()) => {
            ("sup", may_be_raised, may_follow_a_word)
        }
        _ => (
            "sup",
            |it| it.is_alphabetic() || it == ')' || it.is_ascii_digit(),
            |it| may_follow_a_word(it) || it.is_ascii_uppercase(),
        ),
    };
    if !may_begin(site.before()) || !may_end(site.after(all.len())) {
        return None;
    }
    let mut done = Done::skip(inner.start());
    done.edits
        .push(Edit::new(0, inner.start(), &format!("<{tag}>")));
    done.edits.push(Edit::new(
        inner.end(),
        all.len() - inner.end(),
        &format!("</{tag}>"),
    ));
    Some(done)
}
