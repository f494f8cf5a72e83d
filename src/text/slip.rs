//! Slips of the keyboard in a TOML file, most of them of a Chinese keyboard: what stands there, where, and what should.
//!
//! A TOML parser says where it stopped; this looks at the line and says why. One slip a line: what a parser finds after the
//! first one follows from it. Knows nothing of the keys of a file but the names of its lists of tables.

use std::ops::Range;

use super::is_invisible;
use super::scan::{Line, half_width, lines};

/// Lines that are looked at; a file with more mistakes is told of the rest in the parser's words.
const EXPLAINED: usize = 100;

/// A mistake in TOML, by what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    /// Full-width signs, each with the sign that belongs there.
    FullWidth(Vec<(char, &'static str)>),
    /// A character that cannot be seen, outside of any text.
    Invisible(char),
    /// A text that opens with `"` and closes with another quotation mark.
    OtherClosingQuote(char),
    NoClosingQuote(&'static str),
    /// Backslashes of a Windows path; the text with forward slashes.
    Backslashes {
        better: String,
    },
    /// A backslash before a letter that means nothing.
    Escape(String),
    /// A quotation mark inside a text ends it.
    QuoteInside,
    /// A text without quotation marks.
    Unquoted(String),
    /// `True`, `yes`, `是`: the boolean that is meant.
    Boolean {
        written: String,
        meant: bool,
    },
    NoValue {
        key: String,
    },
    Colon {
        key: String,
    },
    NoEquals,
    /// A header with too few or too many brackets; the header as it should be.
    Brackets {
        better: String,
    },
    /// `[articles]` where each table of a list wants `[[articles]]`.
    OneBracket {
        name: String,
    },
    /// A key or header that stands twice, and the line of the first.
    Twice {
        name: String,
        first: usize,
    },
    /// Signs after the value that do not belong there.
    Trailing(String),
    TwoOnALine,
    NoComma,
    /// A comment that does not begin with `#`.
    Comment(String),
    /// A key that must stand in quotation marks.
    KeyInQuotes(String),
    /// A bracket that is opened and not closed.
    Open(char),
    /// Line ends of old Macs.
    LineEnds,
    /// A control character inside a text.
    Control,
}

/// One place that is no TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub span: Range<usize>,
    /// `None` where the line does not say what was meant.
    pub slip: Option<Slip>,
    /// The parser's own words, in English.
    pub message: String,
}

/// Looks at each line that a TOML parser found wrong, given its errors as place and message. `lists` are the names of the
/// file's lists of tables. In the order of their places, one a line.
pub fn slips<'a>(
    text: &str,
    errors: impl IntoIterator<Item = (Range<usize>, &'a str)>,
    lists: &[&str],
) -> Vec<Found> {
    let mut errors: Vec<_> = errors.into_iter().collect();
    errors.sort_by_key(|(span, _)| span.start);
    if let Some((span, message)) = errors.iter().find(|(_, it)| it.contains("carriage return")) {
        return vec![found(span.clone(), Slip::LineEnds, message)];
    }
    let lines = lines(text);
    let mut all: Vec<Found> = Vec::new();
    // Lines below a header that stands twice repeat its keys.
    let mut in_repeated = false;
    let mut told = usize::MAX;
    let never_closed = lines
        .iter()
        .enumerate()
        .find_map(|(number, line)| Some((number, line.never_closed?)));
    for (span, message) in errors {
        let after = lines.partition_point(|line| line.start <= span.start);
        let number = after.saturating_sub(1);
        // What follows a bracket or quotation mark that stays open is no mistake of its own.
        if let Some((opening, (at, sign))) = never_closed
            && number >= opening
        {
            let slip = match sign {
                '"' => Slip::NoClosingQuote("\"\"\""),
                '\'' => Slip::NoClosingQuote("'''"),
                sign => Slip::Open(sign),
            };
            all.push(found(at..at + 1, slip, message));
            break;
        }
        let line = &lines[number];
        in_repeated &= !line.is_header();
        if number == told || in_repeated {
            continue;
        }
        told = number;
        let one = match message {
            _ if all.len() >= EXPLAINED => None,
            "duplicate key" => {
                in_repeated = line.is_header();
                twice(text, &lines, number, &span, lists)
            }
            _ => of_line(line, &span, message, lists),
        };
        let (span, slip) = match one {
            Some((span, slip)) => (span, Some(slip)),
            None => (span, None),
        };
        let message = message.to_owned();
        all.push(Found {
            span,
            slip,
            message,
        });
    }
    all
}

fn found(span: Range<usize>, slip: Slip, message: &str) -> Found {
    Found {
        span,
        slip: Some(slip),
        message: message.to_owned(),
    }
}

type Placed = (Range<usize>, Slip);

fn twice(
    text: &str,
    lines: &[Line<'_>],
    number: usize,
    span: &Range<usize>,
    lists: &[&str],
) -> Option<Placed> {
    let line = &lines[number];
    if line.is_header() {
        let name = line.header_name();
        let same = |other: &&Line<'_>| other.is_header() && other.header_name() == name;
        let first = lines[..number].iter().position(|other| same(&other))?;
        if lists.contains(&name) {
            let single = lines
                .iter()
                .find(|it| same(it) && it.trimmed().matches('[').count() == 1)?;
            let name = name.to_owned();
            return Some((single.span(), Slip::OneBracket { name }));
        }
        let name = format!("[{name}]");
        let first = first + 1;
        return Some((line.span(), Slip::Twice { name, first }));
    }
    let name = text.get(span.clone())?.to_owned();
    let above = lines[..number].iter().rposition(Line::is_header);
    let table = above.map_or(0, |header| header + 1);
    let is_same = |other: &Line<'_>| other.key() == Some(name.as_str());
    let first = table + lines[table..number].iter().position(is_same)? + 1;
    Some((span.clone(), Slip::Twice { name, first }))
}

fn of_line(line: &Line<'_>, error: &Range<usize>, message: &str, lists: &[&str]) -> Option<Placed> {
    let whole = line.span();
    if line.is_header() {
        return Some(header(line, lists));
    }
    if let Some(slip) = value_without_quotes(line) {
        return Some(slip);
    }
    if let Some((at, found)) = line.after_value() {
        let is_comment = ["//", "--", "；", ";", "/*"]
            .iter()
            .any(|it| found.starts_with(it));
        let signs = |it: char| ",;，；。、".contains(it);
        if found.chars().all(signs) {
            return Some((at, Slip::Trailing(found.to_owned())));
        } else if is_comment {
            let mark: String = found
                .chars()
                .take_while(|it| !it.is_alphanumeric() && *it != ' ')
                .collect();
            return Some((at, Slip::Comment(mark)));
        } else if found.contains('=') {
            return Some((at, Slip::TwoOnALine));
        } else if line.ends_in_quote() {
            return Some((at, Slip::QuoteInside));
        }
    }
    if !line.full_width.is_empty() {
        let first = line.full_width[0].0;
        let end = first + line.full_width[0].1.len_utf8();
        let mut pairs: Vec<(char, &'static str)> = Vec::new();
        for (_, sign) in &line.full_width {
            let meant = if *sign == '：' && line.key_end(*sign) {
                "="
            } else {
                half_width(*sign).unwrap_or("\"")
            };
            if !pairs.iter().any(|(known, _)| known == sign) {
                pairs.push((*sign, meant));
            }
        }
        return Some((first..end, Slip::FullWidth(pairs)));
    }
    if let Some(at) = line.outside().find(|(_, it)| is_invisible(*it)) {
        return Some((at.0..at.0 + at.1.len_utf8(), Slip::Invisible(at.1)));
    }
    if let Some(slip) = broken_text(line, error, message) {
        return Some(slip);
    }
    let trimmed = line.trimmed();
    if ["//", "--", "/*", ";"]
        .iter()
        .any(|mark| trimmed.starts_with(mark))
    {
        let mark = trimmed
            .chars()
            .take_while(|it| !it.is_alphanumeric() && *it != ' ')
            .collect();
        return Some((whole, Slip::Comment(mark)));
    }
    if message.contains("missing comma") {
        return Some((error.clone(), Slip::NoComma));
    }
    if line.in_list {
        return None;
    }
    if let Some((key, at)) = line.colon() {
        let key = key.to_owned();
        return Some((at..at + 1, Slip::Colon { key }));
    }
    let Some(key) = line.key() else {
        return Some((whole, Slip::NoEquals));
    };
    if !key.is_empty()
        && !key.starts_with(['"', '\''])
        && key.chars().any(|it| !is_bare(it) && !". ".contains(it))
    {
        return Some((line.key_span(), Slip::KeyInQuotes(key.to_owned())));
    }
    if line.value().is_empty() {
        let key = key.to_owned();
        return Some((whole, Slip::NoValue { key }));
    }
    None
}

fn is_bare(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "_-".contains(letter)
}

fn header(line: &Line<'_>, lists: &[&str]) -> Placed {
    let name = line.header_name();
    let is_double = ["[[", "【【", "［［"]
        .iter()
        .any(|it| line.trimmed().starts_with(it))
        || ["]]", "】】", "］］"]
            .iter()
            .any(|it| line.trimmed().ends_with(it));
    let is_double = is_double || lists.contains(&name);
    let bare = name.chars().all(|it| is_bare(it) || it == '.') || name.starts_with('"');
    let full = line.full_width.first();
    let inner = if bare {
        name.to_owned()
    } else {
        format!("\"{name}\"")
    };
    let better = if is_double {
        format!("[[{inner}]]")
    } else {
        format!("[{inner}]")
    };
    match full {
        Some((at, sign)) => {
            let (open, close) = if is_double { ("[[", "]]") } else { ("[", "]") };
            let pairs = [('【', open), ('】', close), ('［', open), ('］', close)];
            let used = pairs
                .iter()
                .filter(|(sign, _)| line.trimmed().contains(*sign));
            let used: Vec<_> = used.copied().collect();
            let slip = if used.is_empty() {
                Slip::Brackets { better }
            } else {
                Slip::FullWidth(used)
            };
            (*at..at + sign.len_utf8(), slip)
        }
        None if !bare => (line.span(), Slip::KeyInQuotes(name.to_owned())),
        None => (line.span(), Slip::Brackets { better }),
    }
}

/// A value that begins with a letter: a boolean in other words, or a text without quotation marks.
fn value_without_quotes(line: &Line<'_>) -> Option<Placed> {
    let value = line.value();
    let at = line.value_start()?;
    let first = value.chars().next()?;
    let is_number = first.is_ascii_digit() || "+-.".contains(first);
    let is_word = value
        .chars()
        .any(|it| it.is_alphabetic() && it != 'e' && it != 'E');
    let is_date = value
        .chars()
        .all(|it| it.is_ascii_digit() || "-:TZ. +".contains(it));
    if !(first.is_alphabetic() || (is_number && is_word && !is_date))
        || matches!(value, "true" | "false")
    {
        return None;
    }
    let text = value.trim_end_matches([',', ';', '，', '；', '。']);
    let span = at..at + text.len();
    let meant = match text.to_lowercase().as_str() {
        "true" | "yes" | "on" | "是" | "开" | "真" => Some(true),
        "false" | "no" | "off" | "否" | "关" | "假" => Some(false),
        _ => None,
    };
    // As it can stand between quotation marks.
    let text = text.replace('\\', "/").replace('"', "\\\"");
    Some(match meant {
        Some(meant) => (
            span,
            Slip::Boolean {
                written: text,
                meant,
            },
        ),
        None => (span, Slip::Unquoted(text)),
    })
}

/// A text that is not closed, or holds what cannot stand in a text.
fn broken_text(line: &Line<'_>, error: &Range<usize>, message: &str) -> Option<Placed> {
    let text = line
        .texts
        .iter()
        .find(|text| text.start <= error.start && error.start <= text.end + 1)
        .or(line.texts.last())?;
    let content = line.slice(text);
    let is_escape = message.contains("escape") || message.contains("unicode");
    let is_path = content.contains(":\\") || content.starts_with("\\\\") || {
        let end = content.rsplit('.').next().unwrap_or_default();
        content.contains('.')
            && (2..=5).contains(&end.len())
            && end.chars().all(char::is_alphanumeric)
    };
    let open = line.open_quote.filter(|(at, _)| *at + 1 == text.start);
    if content.contains('\\')
        && (is_escape || open.is_some())
        && (is_path || open.is_some() && content.ends_with("\\\""))
    {
        let better = content
            .trim_end_matches('"')
            .replace("\\\\", "/")
            .replace('\\', "/");
        return Some((text.clone(), Slip::Backslashes { better }));
    }
    if let Some((at, quote)) = open {
        let other = content
            .char_indices()
            .rev()
            .find(|(_, it)| "”“＂」』’‘".contains(*it));
        if let Some((offset, sign)) = other {
            let at = text.start + offset;
            return Some((at..at + sign.len_utf8(), Slip::OtherClosingQuote(sign)));
        }
        let quote = if quote == '"' { "\"" } else { "'" };
        return Some((at..text.end.max(at + 1), Slip::NoClosingQuote(quote)));
    }
    if is_escape {
        let before = line.slice(&(text.start..error.start.min(text.end)));
        let at = text.start + before.rfind('\\')?;
        let escape: String = line.slice(&(at..text.end)).chars().take(2).collect();
        return Some((at..at + escape.len(), Slip::Escape(escape)));
    }
    let is_control = |it: char| it.is_control() && it != '\t';
    content
        .contains(is_control)
        .then(|| (text.clone(), Slip::Control))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Messages of the parser are not used here: an error is taken to be where the slip is.
    fn slip_at(text: &str, at: usize, message: &str) -> Option<(usize, Slip)> {
        let found = slips(text, [(at..at, message)], &["articles"]);
        let first = found.into_iter().next()?;
        Some((first.span.start, first.slip?))
    }

    #[test]
    fn what_follows_an_open_bracket_is_no_slip_of_its_own() {
        let text = "to = [\"a\", \"b\"\nname = \"x\"\n";
        let errors = [
            (16..16, "missing comma"),
            (20..20, "unexpected `=`"),
            (30..30, "unclosed array"),
        ];
        let found = slips(text, errors, &[]);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].span.start, &found[0].slip),
            (5, &Some(Slip::Open('[')))
        );
    }

    #[test]
    fn texts_and_comments_are_no_slips() {
        let text = "name = \"春，“茶”：【新】\" # 注释：“好”，\ntag = VIP\n";
        let at = text.find("VIP").expect("there");
        let unquoted = Slip::Unquoted("VIP".to_owned());
        assert_eq!(
            slip_at(text, at, "string values must be quoted"),
            Some((at, unquoted))
        );
    }

    #[test]
    fn many_mistakes_cost_one_pass() {
        let text = "标题 = 春\n".repeat(50_000);
        let step = text.len() / 50_000;
        let errors =
            (0..50_000).map(|number| (number * step..number * step, "invalid unquoted key"));
        assert_eq!(slips(&text, errors, &[]).len(), 50_000);
    }
}
