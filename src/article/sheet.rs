//! A style sheet: its rules, and everything in it that will do nothing, each with its line.
//!
//! cssparser reads it. WeChat keeps no sheets, so a rule is of use only where it can be written into tags: media queries, fonts and
//! most pseudo-elements cannot.

use cssparser::{
    AtRuleParser, CowRcStr, ParseError, Parser, ParserState, QualifiedRuleParser, StyleSheetParser,
};

use super::style::{Declaration, body, is_silent};
use crate::text::nearest;

pub(super) mod matching;
mod properties;

use matching::Selector;

/// Selectors of one sheet; a theme has fewer than a hundred.
const MAX_SELECTORS: usize = 4_000;
/// Characters that a value may have once its variables are written out.
const MAX_VALUE: usize = 2_000;
/// Faults of one sheet that are reported.
const MAX_FAULTS: usize = 200;

/// Something in a style sheet that does nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetFault {
    /// From 1.
    pub line: usize,
    pub what: SheetFaultWhat,
}

/// The kinds of such things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetFaultWhat {
    /// The rule met no element of any article.
    NoElement { selector: String },
    /// A selector that cannot be read.
    Selector { text: String },
    /// A part of an element that no tag stands for, such as `::first-letter`, or `::before` without words.
    PseudoElement { selector: String },
    /// `@media`, `@font-face` and all their kin.
    AtRule { name: String },
    UnknownProperty {
        name: String,
        nearest: Option<String>,
    },
    /// A property or value that WeChat, or wxmass, removes.
    LostProperty { name: String },
    /// No declaration at all.
    Declaration { text: String },
    /// A brace that is never closed, or closed twice.
    Brace,
    /// A variable that is defined nowhere.
    Variable { name: String },
}

/// The place for words of the sheet's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    Before,
    After,
}

/// One selector of a rule.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) selector: Selector,
    pub(super) part: Part,
}

/// A rule with its declarations.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) line: usize,
    pub(super) text: String,
    pub(super) targets: Vec<Target>,
    pub(super) declarations: Vec<Declaration>,
}

/// A sheet that has been read.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) rules: Vec<Rule>,
    pub(super) faults: Vec<SheetFault>,
}

impl Sheet {
    /// Reads a sheet.
    ///
    /// # Errors
    ///
    /// When it has more selectors than any theme.
    pub(super) fn read(css: &str) -> Result<Self, super::Error> {
        let mut reader = Reader {
            sheet: Self::default(),
            count: 0,
        };
        braces(css, &mut reader.sheet);
        let mut input = Parser::new(css);
        for rule in StyleSheetParser::new(&mut input, &mut reader) {
            // What is wrong has been noted where it was found.
            let _ = rule;
        }
        if reader.count > MAX_SELECTORS {
            let count = reader.count;
            return Err(super::Error::Sheet(format!(
                "{count} selectors; at most {MAX_SELECTORS} are read"
            )));
        }
        let mut sheet = reader.sheet;
        sheet.resolve();
        Ok(sheet)
    }

    pub(super) fn fault(&mut self, line: usize, what: SheetFaultWhat) {
        let fault = SheetFault { line, what };
        if self.faults.len() < MAX_FAULTS && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// Writes variables out, wherever they were defined: a later definition goes before an earlier one.
    fn resolve(&mut self) {
        let mut variables = std::collections::HashMap::new();
        for one in self.rules.iter().flat_map(|rule| &rule.declarations) {
            if one.name.starts_with("--") {
                variables.insert(one.name.clone(), one.value.clone());
            }
        }
        let mut missing = Vec::new();
        for rule in &mut self.rules {
            rule.declarations.retain(|one| !one.name.starts_with("--"));
            for one in &mut rule.declarations {
                if one.value.contains("var(") {
                    match written_out(&one.value, &variables, 0) {
                        Ok(value) => one.value = value,
                        Err(name) => missing.push((one.line, name)),
                    }
                }
            }
            rule.declarations.retain(|one| !one.value.contains("var("));
        }
        for (line, name) in missing {
            self.fault(line, SheetFaultWhat::Variable { name });
        }
    }
}

fn written_out(
    value: &str,
    variables: &std::collections::HashMap<String, String>,
    depth: usize,
) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("var(") {
        out.push_str(before);
        let mut open = 1_usize;
        let end = after.find(|it| {
            match it {
                '(' => open += 1,
                ')' => open -= 1,
                _ => {}
            }
            open == 0
        });
        let end = end.unwrap_or(after.len());
        let inner = after.get(..end).unwrap_or_default();
        let (name, fallback) = match inner.split_once(',') {
            Some((name, fallback)) => (name.trim(), Some(fallback.trim())),
            None => (inner.trim(), None),
        };
        let found = variables.get(name).map(String::as_str).or(fallback);
        match found {
            Some(found) if depth < 8 && out.len() < MAX_VALUE => {
                out.push_str(&written_out(found, variables, depth + 1)?);
            }
            _ => return Err(name.chars().take(60).collect()),
        }
        if out.len() > MAX_VALUE {
            return Err(name.chars().take(60).collect());
        }
        rest = after.get(end + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    Ok(out)
}

/// Finds the first brace that is out of step.
fn braces(css: &str, sheet: &mut Sheet) {
    let mut open: Vec<(usize, bool)> = Vec::new();
    let (mut line, mut start, mut at) = (1, 0, 0);
    let bytes = css.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' => line += 1,
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                let end = css.get(at + 2..).and_then(|rest| rest.find("*/"));
                let end = end.map_or(css.len(), |end| at + 2 + end + 1);
                line += css.get(at..end).unwrap_or_default().matches('\n').count();
                at = end;
                start = at + 1;
            }
            b'"' | b'\'' => {
                let rest = bytes.get(at + 1..).unwrap_or_default();
                let end = rest.iter().position(|it| it == byte || *it == b'\n');
                at += end.map_or(rest.len(), |end| {
                    end + usize::from(rest.get(end) == Some(byte))
                });
            }
            b';' => start = at + 1,
            b'{' => {
                let prelude = css.get(start..at).unwrap_or_default().trim_start();
                if let Some((line, false)) = open.last() {
                    return sheet.fault(*line, SheetFaultWhat::Brace);
                }
                open.push((line, prelude.starts_with('@')));
                start = at + 1;
            }
            b'}' => {
                if open.pop().is_none() {
                    return sheet.fault(line, SheetFaultWhat::Brace);
                }
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    if let Some((line, _)) = open.last() {
        sheet.fault(*line, SheetFaultWhat::Brace);
    }
}

struct Reader {
    sheet: Sheet,
    count: usize,
}

fn short(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(60).collect()
}

impl Reader {
    /// One selector; none where it can never be met.
    fn target(&mut self, text: &str, line: usize) -> Option<Target> {
        self.count += 1;
        if self.count > MAX_SELECTORS {
            return None;
        }
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        let ends = [
            ("::before", Part::Before),
            ("::after", Part::After),
            (":before", Part::Before),
            (":after", Part::After),
        ];
        let end = ends.iter().find(|(end, _)| lower.ends_with(end));
        let (element, part) = match end {
            Some((end, part)) => (
                text.get(..text.len() - end.len()).unwrap_or_default(),
                *part,
            ),
            None => (text, Part::Whole),
        };
        let element = match element.trim_end() {
            "" => "*".to_owned(),
            cut if cut.ends_with(['>', '+', '~']) || element.ends_with(' ') => {
                format!("{element}*")
            }
            _ => element.to_owned(),
        };
        if element.contains("::") {
            let selector = short(text);
            self.sheet
                .fault(line, SheetFaultWhat::PseudoElement { selector });
            return None;
        }
        if let Some(selector) = matching::selector(&element) {
            return Some(Target { selector, part });
        }
        let text = short(text);
        self.sheet.fault(line, SheetFaultWhat::Selector { text });
        None
    }

    fn declarations(&mut self, input: &mut Parser<'_>, is_words: bool) -> Vec<Declaration> {
        let mut out = Vec::new();
        for item in body(input) {
            match item {
                Err((line, text)) => self
                    .sheet
                    .fault(line, SheetFaultWhat::Declaration { text: short(&text) }),
                Ok(one) if is_silent(&one.name) || one.value.is_empty() => {}
                Ok(one) => {
                    if !one.name.starts_with(['-']) && !properties::is_known(&one.name) {
                        let nearest = nearest(&one.name, properties::all());
                        let name = one.name.chars().take(60).collect();
                        self.sheet
                            .fault(one.line, SheetFaultWhat::UnknownProperty { name, nearest });
                    } else if is_words || one.name != "content" {
                        out.push(one);
                    }
                }
            }
        }
        out
    }
}

impl<'i> QualifiedRuleParser<'i> for Reader {
    type Prelude = String;
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<String, ParseError<()>> {
        let from = input.position();
        while input.next().is_ok() {}
        Ok(input.slice_from(from).to_owned())
    }

    fn parse_block(
        &mut self,
        prelude: String,
        start: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        let line = start.source_location().line as usize + 1;
        let targets: Vec<_> = matching::split(&prelude)
            .into_iter()
            .filter_map(|text| self.target(text, line))
            .collect();
        let is_words = targets.iter().any(|target| target.part != Part::Whole);
        let declarations = self.declarations(input, is_words);
        self.sheet.rules.push(Rule {
            line,
            text: short(&prelude),
            targets,
            declarations,
        });
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for Reader {
    type Prelude = ();
    type AtRule = ();
    type Error = ();

    fn parse_prelude(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        let line = input.current_source_location().line as usize + 1;
        let name = name.chars().take(60).collect();
        self.sheet.fault(line, SheetFaultWhat::AtRule { name });
        Err(ParseError::custom(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(css: &str) -> Vec<(usize, SheetFaultWhat)> {
        let sheet = Sheet::read(css).expect("a sheet");
        sheet
            .faults
            .into_iter()
            .map(|one| (one.line, one.what))
            .collect()
    }

    #[test]
    fn what_does_nothing_is_told_with_its_line() {
        let css = "h2 { colour: red }\n@media print { p { color: red } }\n@font-face { font-family: x }\np::first-letter { color: red }\n\
                   p:: { color: red }\np { color red; margin: 0 }\na { color: var(--none) }\n";
        let found = faults(css);
        let name = |text: &str| text.to_owned();
        assert_eq!(
            found,
            [
                (
                    1,
                    SheetFaultWhat::UnknownProperty {
                        name: name("colour"),
                        nearest: Some(name("color"))
                    }
                ),
                (
                    2,
                    SheetFaultWhat::AtRule {
                        name: name("media")
                    }
                ),
                (
                    3,
                    SheetFaultWhat::AtRule {
                        name: name("font-face")
                    }
                ),
                (
                    4,
                    SheetFaultWhat::PseudoElement {
                        selector: name("p::first-letter")
                    }
                ),
                (
                    5,
                    SheetFaultWhat::PseudoElement {
                        selector: name("p::")
                    }
                ),
                (
                    6,
                    SheetFaultWhat::Declaration {
                        text: name("color red;")
                    }
                ),
                (
                    7,
                    SheetFaultWhat::Variable {
                        name: name("--none")
                    }
                ),
            ]
        );
    }

    #[test]
    fn braces_out_of_step() {
        for (css, line) in [
            ("p { color: red\n\nh2 { margin: 0 }\n", 1),
            ("p { color: red }\n}\n", 2),
            ("p { margin: 0 }\nh2 {\n color: red\n", 2),
            ("/* { */ p { color: red;\n", 1),
        ] {
            assert!(
                faults(css).contains(&(line, SheetFaultWhat::Brace)),
                "{css}"
            );
        }
        assert_eq!(
            faults("p { content: \"{\" }\n@media x { p { margin: 0 } }").len(),
            1
        );
    }

    #[test]
    fn variables_are_written_out_within_bounds() {
        let sheet = Sheet::read(
            ":root{--a:#f00;--b:1px solid var(--a)} p{border:var(--b);color:var(--c, blue)}",
        )
        .expect("a sheet");
        let values: Vec<_> = sheet.rules[1]
            .declarations
            .iter()
            .map(|one| one.value.as_str())
            .collect();
        assert_eq!(values, ["1px solid #f00", "blue"]);
        let mut bomb = String::from(":root{--a0:xxxxxxxxxx;");
        for number in 1..30 {
            let before = number - 1;
            bomb = format!("{bomb}--a{number}:var(--a{before})var(--a{before});");
        }
        bomb.push_str("}p{color:var(--a29);margin:var(--loop)} :root{--loop:var(--loop)}");
        assert_eq!(faults(&bomb).len(), 2);
    }
}
