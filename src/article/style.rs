//! Declarations of style: read by cssparser, judged by the table of what WeChat keeps, written as short as they can be.

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState,
    QualifiedRuleParser, RuleBodyItemParser, RuleBodyParser,
};

use crate::text::kept::{self, Fate};

/// One declaration; the name is in lower case, the value without `!important`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declaration {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) important: bool,
    /// Line of the style sheet, from 1; in an attribute it means nothing.
    pub(super) line: usize,
}

impl Declaration {
    pub(super) fn new(name: &str, value: &str) -> Self {
        Self {
            name: name.to_owned(),
            value: value.to_owned(),
            important: false,
            line: 0,
        }
    }
}

/// Dropped without a word: they do nothing in an article. So do Word's own (`mso-…`).
const SILENT: &[&str] = &[
    "top",
    "left",
    "right",
    "bottom",
    "z-index",
    "cursor",
    "outline",
    "user-select",
    "caret-color",
    "tab-interval",
    "page-break-before",
    "page-break-after",
    "page-break-inside",
];

/// Whether a property does nothing that a reader could see.
pub(super) fn is_silent(name: &str) -> bool {
    let plain = name
        .trim_start_matches("-webkit-")
        .trim_start_matches("-moz-");
    SILENT.contains(&plain) || plain.starts_with("mso-") || plain.starts_with("tap-highlight")
}

/// The declarations of an attribute's value, and those that are none as `Err` with their line.
pub(super) fn body(input: &mut Parser<'_>) -> Vec<Result<Declaration, (usize, String)>> {
    RuleBodyParser::new(input, &mut Body)
        .map(|item| match item {
            Ok(declaration) => Ok(declaration),
            Err((_, slice, location)) => Err((
                location.line as usize + 1,
                slice.trim().chars().take(60).collect(),
            )),
        })
        .collect()
}

/// The declarations of a `style` attribute.
pub(super) fn declarations(style: &str) -> Vec<Declaration> {
    body(&mut Parser::new(style))
        .into_iter()
        .flatten()
        .collect()
}

/// Declarations as the value of an attribute.
pub(super) fn write(declarations: &[Declaration]) -> String {
    let mut out = String::new();
    for one in declarations {
        if !out.is_empty() {
            out.push(';');
        }
        out.push_str(&one.name);
        out.push(':');
        out.push_str(&one.value);
        if one.important {
            out.push_str("!important");
        }
    }
    out
}

/// The declarations that stay; names of those that do not are added to `dropped`, with how sure it is.
pub(super) fn filter(style: &str, keep: &[String], dropped: &mut Vec<(String, Fate)>) -> String {
    let mut kept = declarations(style);
    kept.retain(|one| {
        if one.value.is_empty() || is_silent(&one.name) {
            return false;
        }
        let fate = kept::style(&one.name, &one.value);
        let stays = fate == Fate::Kept || (fate == Fate::Unknown && keep.contains(&one.name));
        if !stays && !dropped.iter().any(|(name, _)| *name == one.name) {
            dropped.push((one.name.chars().take(60).collect(), fate));
        }
        stays
    });
    write(&kept)
}

struct Body;

impl<'i> DeclarationParser<'i> for Body {
    type Declaration = Declaration;
    type Error = ();

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        start: &ParserState,
    ) -> Result<Declaration, ParseError<()>> {
        let line = start.source_location().line as usize + 1;
        let from = input.position();
        while input.next().is_ok() {}
        let mut value = without_comments(input.slice_from(from));
        let important = match value.rfind('!') {
            Some(at) if value[at + 1..].trim().eq_ignore_ascii_case("important") => {
                value.truncate(at);
                true
            }
            _ => false,
        };
        let name = if name.starts_with("--") {
            name.to_string()
        } else {
            name.to_ascii_lowercase()
        };
        Ok(Declaration {
            name,
            value: value.trim().to_owned(),
            important,
            line,
        })
    }
}

fn without_comments(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

impl AtRuleParser<'_> for Body {
    type Prelude = ();
    type AtRule = Declaration;
    type Error = ();
}

impl QualifiedRuleParser<'_> for Body {
    type Prelude = ();
    type QualifiedRule = Declaration;
    type Error = ();
}

impl RuleBodyItemParser<'_, Declaration, ()> for Body {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_properties_stay() {
        let mut dropped = Vec::new();
        let kept = filter(
            "Color: red ; position:fixed;top:0;;x; font-family:\"a;b\", serif;background:url(https://mmbiz.qpic.cn/a;b) ; transform : none;filter:blur(1px);mso-bidi:x",
            &[],
            &mut dropped,
        );
        assert_eq!(
            kept,
            "color:red;font-family:\"a;b\", serif;background:url(https://mmbiz.qpic.cn/a;b);transform:none"
        );
        let names: Vec<_> = dropped
            .iter()
            .map(|(name, fate)| (name.as_str(), *fate))
            .collect();
        assert_eq!(names, [("position", Fate::Lost), ("filter", Fate::Unknown)]);
        assert_eq!(filter(&kept, &[], &mut Vec::new()), kept);
        assert_eq!(
            filter("filter:none", &["filter".to_owned()], &mut Vec::new()),
            "filter:none"
        );
    }

    #[test]
    fn what_loads_or_runs_goes() {
        for style in [
            "background:url(a.png)",
            "color:var(--a)",
            "width:expression(1)",
            "--a:1",
            "color:r\\65 d",
            "background:URL('http://x.test/a')",
            "-webkit-animation:x 1s",
        ] {
            let mut dropped = Vec::new();
            assert_eq!(filter(style, &[], &mut dropped), "", "{style}");
            assert_eq!(dropped.len(), 1, "{style}");
        }
    }

    #[test]
    fn importance_and_comments_are_understood() {
        let found = declarations("color:/* a;b */red ! IMPORTANT;margin:0");
        assert_eq!(write(&found), "color:red!important;margin:0");
    }
}
