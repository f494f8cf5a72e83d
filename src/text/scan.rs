//! The lines of a TOML file, read with indulgence: what is text, comment and structure in each, however wrong it is.

use std::ops::Range;

/// The TOML sign that a full-width sign stands for, if any.
pub(super) fn half_width(sign: char) -> Option<&'static str> {
    Some(match sign {
        '“' | '”' | '„' | '‟' | '＂' | '「' | '」' | '『' | '』' | '‘' | '’' | '＇' | '《'
        | '》' => "\"",
        '＝' => "=",
        '，' | '、' => ",",
        '：' => ":",
        '；' => ";",
        '。' | '．' => ".",
        '＃' => "#",
        '【' | '［' | '〔' => "[",
        '】' | '］' | '〕' => "]",
        '｛' => "{",
        '｝' => "}",
        '（' => "(",
        '）' => ")",
        '－' | '—' | '–' => "-",
        '＿' => "_",
        '\u{3000}' | '\u{a0}' => " ",
        _ => return None,
    })
}

/// One line, with what stands in it. All places are bytes of the whole file.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) start: usize,
    text: &'a str,
    /// The contents of texts in straight quotation marks.
    pub(super) texts: Vec<Range<usize>>,
    /// A quotation mark that the line does not close.
    pub(super) open_quote: Option<(usize, char)>,
    /// Full-width signs outside of texts and comments.
    pub(super) full_width: Vec<(usize, char)>,
    /// Text outside of strings and comments.
    bare: Vec<(usize, char)>,
    /// The end of what is not comment.
    end: usize,
    /// The line goes on with a list or table that an earlier one opened.
    pub(super) in_list: bool,
    /// A bracket, or the mark of a long text, that this line opens and the file never closes.
    pub(super) never_closed: Option<(usize, char)>,
}

/// All lines of a file.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    // Brackets that are open, each with its line; and the mark of a long text.
    let mut open: Vec<(usize, usize, char)> = Vec::new();
    let mut long: Option<(usize, usize, &str)> = None;
    let mut start = 0;
    for content in text.split_inclusive('\n') {
        let number = lines.len();
        let mut line = Line::new(start, content.trim_end_matches(['\n', '\r']));
        start += content.len();
        if !open.is_empty() && line.begins_anew() {
            let (number, at, sign) = open[0];
            lines[number].never_closed = Some((at, sign));
            open.clear();
        }
        line.in_list = !open.is_empty() || long.is_some();
        let mut rest = 0;
        if let Some((_, _, mark)) = long {
            match line.text.find(mark) {
                Some(at) => {
                    rest = at + 3;
                    long = None;
                }
                None => rest = line.text.len(),
            }
        }
        if let Some((at, mark)) = line.scan(rest) {
            long = Some((number, at, mark));
        }
        if !line.is_header() {
            for (at, sign) in &line.bare {
                match sign {
                    '[' | '{' if line.in_list || line.value_start().is_some_and(|it| it <= *at) => {
                        open.push((number, *at, *sign));
                    }
                    ']' | '}' => drop(open.pop()),
                    _ => {}
                }
            }
        }
        lines.push(line);
    }
    if let Some((number, at, sign)) = open.first() {
        lines[*number].never_closed = Some((*at, *sign));
    }
    if let Some((number, at, mark)) = long {
        lines[number].never_closed = mark.chars().next().map(|sign| (at, sign));
    }
    lines
}

impl<'a> Line<'a> {
    fn new(start: usize, text: &'a str) -> Self {
        Self {
            start,
            text,
            texts: Vec::new(),
            open_quote: None,
            full_width: Vec::new(),
            bare: Vec::new(),
            end: start + text.len(),
            in_list: false,
            never_closed: None,
        }
    }

    /// Reads the line from a byte of it on; the mark and place of a long text that it leaves open.
    fn scan(&mut self, from: usize) -> Option<(usize, &'static str)> {
        let mut at = from;
        while let Some(sign) = self.text.get(at..)?.chars().next() {
            let (place, next) = (self.start + at, at + sign.len_utf8());
            let rest = &self.text[at..];
            match sign {
                '#' => {
                    self.end = place;
                    return None;
                }
                '"' | '\'' => {
                    let mark = if sign == '"' { "\"\"\"" } else { "'''" };
                    if let Some(after) = rest.strip_prefix(mark) {
                        let Some(close) = after.find(mark) else {
                            return Some((place, mark));
                        };
                        at += 6 + close;
                        continue;
                    }
                    let close = closing(&rest[1..], sign);
                    let end = close.unwrap_or(rest.len() - 1);
                    self.texts.push(place + 1..place + 1 + end);
                    if close.is_none() {
                        self.open_quote = Some((place, sign));
                        return None;
                    }
                    at += end + 2;
                }
                _ => {
                    if half_width(sign).is_some() {
                        self.full_width.push((place, sign));
                    }
                    let is_quote = "“”„‟＂「『‘’＇".contains(sign);
                    self.bare.push((place, sign));
                    at = next;
                    if is_quote {
                        at = self.past_other_quotes(next);
                    }
                }
            }
        }
        None
    }

    /// The end of a text in other quotation marks, the closing one noted.
    fn past_other_quotes(&mut self, from: usize) -> usize {
        let rest = &self.text[from..];
        let close = rest
            .char_indices()
            .find(|(_, it)| "”“„‟＂」』’‘＇\"".contains(*it));
        let Some((offset, sign)) = close else {
            return self.text.len();
        };
        if sign != '"' {
            self.full_width.push((self.start + from + offset, sign));
        }
        from + offset + sign.len_utf8()
    }

    pub(super) fn trimmed(&self) -> &'a str {
        self.text
            .get(..self.end - self.start)
            .unwrap_or(self.text)
            .trim()
    }

    /// All of the line but space and comment.
    pub(super) fn span(&self) -> Range<usize> {
        let indent = self.text.len() - self.text.trim_start().len();
        let start = self.start + indent;
        start..start + self.trimmed().len()
    }

    pub(super) fn slice(&self, span: &Range<usize>) -> &'a str {
        self.text
            .get(span.start - self.start..span.end - self.start)
            .unwrap_or_default()
    }

    pub(super) fn outside(&self) -> impl Iterator<Item = (usize, char)> {
        self.bare.iter().copied()
    }

    pub(super) fn is_header(&self) -> bool {
        !self.in_list && self.trimmed().starts_with(['[', '【', '［'])
    }

    pub(super) fn header_name(&self) -> &'a str {
        self.trimmed()
            .trim_matches(|it: char| it.is_whitespace() || "[]【】［］".contains(it))
    }

    /// Whether a line is a header or a key with its value, also where a list is open.
    fn begins_anew(&self) -> bool {
        let text = self.text.trim();
        let is_name = |name: &str| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|it| it.is_ascii_alphanumeric() || "_-.".contains(it))
        };
        let key = text.split_once(['=', '＝']).map(|(key, _)| key.trim());
        let header = text.strip_prefix('[').and_then(|it| it.split_once(']'));
        let header = header.map(|(name, _)| name.trim_start_matches('['));
        key.is_some_and(is_name)
            || header.is_some_and(|it| is_name(it) && it.contains(char::is_alphabetic))
    }

    fn equals(&self) -> Option<(usize, char)> {
        let mut signs = self.bare.iter().filter(|(_, it)| matches!(it, '=' | '＝'));
        signs
            .next()
            .copied()
            .filter(|_| !self.in_list && !self.is_header())
    }

    /// The key before the equals sign.
    pub(super) fn key(&self) -> Option<&'a str> {
        let (at, _) = self.equals()?;
        Some(self.slice(&(self.start..at)).trim())
    }

    pub(super) fn key_span(&self) -> Range<usize> {
        let start = self.span().start;
        start..start + self.key().map_or(0, str::len)
    }

    /// Whether such a sign stands where the equals sign should.
    pub(super) fn key_end(&self, sign: char) -> bool {
        let first = self
            .bare
            .iter()
            .find(|(_, it)| !(it.is_ascii_alphanumeric() || "_-. ".contains(*it)));
        !self.in_list && first.is_some_and(|(_, it)| *it == sign)
    }

    /// The key before a colon, where a colon stands in place of the equals sign.
    pub(super) fn colon(&self) -> Option<(&'a str, usize)> {
        let at = self.bare.iter().find(|(_, it)| matches!(it, ':' | '='))?;
        let key = self.slice(&(self.start..at.0)).trim();
        (at.1 == ':' && !key.is_empty()).then_some((key, at.0))
    }

    /// The first byte of the value.
    pub(super) fn value_start(&self) -> Option<usize> {
        let (at, sign) = self.equals()?;
        let after = at + sign.len_utf8();
        let value = self.slice(&(after..self.end));
        Some(after + value.len() - value.trim_start().len())
    }

    /// All after the equals sign but the comment.
    pub(super) fn value(&self) -> &'a str {
        self.value_start()
            .map_or("", |start| self.slice(&(start..self.end.max(start))).trim())
    }

    /// Text after a complete string.
    pub(super) fn after_value(&self) -> Option<(Range<usize>, &'a str)> {
        let start = self.value_start()?;
        let first = self.texts.iter().find(|text| text.start == start + 1)?;
        let end = first.end + 1;
        if self.open_quote.is_some_and(|(at, _)| at == start) {
            return None;
        }
        let rest = self.slice(&(end.min(self.end)..self.end));
        let found = rest.trim();
        let at = end + rest.len() - rest.trim_start().len();
        (!found.is_empty()).then(|| (at..at + found.len(), found))
    }

    pub(super) fn ends_in_quote(&self) -> bool {
        self.trimmed().ends_with(['"', '\'', '”'])
    }
}

/// The place of the quotation mark that closes a text; a basic one may hold `\"`.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, sign) in text.char_indices() {
        if sign == quote && !escaped {
            return Some(at);
        }
        escaped = quote == '"' && sign == '\\' && !escaped;
    }
    None
}
