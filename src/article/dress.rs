//! The rules of a sheet go into the tags that they meet, as CSS lets them: by importance, specificity and order.
//!
//! A `style` attribute goes before the sheet. Words of `::before` and `::after` become spans. Rules and
//! declarations that did nothing are noted in the sheet.

use std::collections::{HashMap, HashSet};

use cssparser::{Parser, Token};
use selectors::context::SelectorCaches;

use super::Error;
use super::sheet::matching::{self, Index};
use super::sheet::{Part, Sheet, SheetFaultWhat};
use super::style::{self, Declaration};
use super::tree::{Element, Node, is_void};
use crate::text::kept::{self, Fate};

/// Comparisons of an element with a selector; a long article in a rich theme needs a hundredth.
const MAX_COMPARISONS: usize = 5_000_000;

/// The declarations of one element.
#[derive(Debug, Default)]
struct Dress {
    own: Vec<Weighed>,
    before: Vec<Weighed>,
    after: Vec<Weighed>,
}

/// A declaration with its weight.
#[derive(Debug)]
struct Weighed {
    weight: (bool, u32, usize),
    rule: usize,
    at: usize,
}

/// Dresses an article, which becomes the inside of one section.
///
/// # Errors
///
/// When comparing every element with every rule would take too long.
pub(super) fn dress(
    nodes: Vec<Node>,
    sheet: &mut Sheet,
    keep: &[String],
) -> Result<Element, Error> {
    let mut article = Element::with_class("section", "article", nodes);
    remove_lost(sheet, keep);
    let mut dresses = match_all(&article, sheet)?;
    let mut next = 0;
    let mut wordless = HashSet::new();
    put_on(&mut article, &mut dresses, &mut next, sheet, &mut wordless);
    for rule in wordless {
        let (line, selector) = (sheet.rules[rule].line, sheet.rules[rule].text.clone());
        sheet.fault(line, SheetFaultWhat::PseudoElement { selector });
    }
    Ok(article)
}

/// Declarations that would not stay go from the sheet once, and not from every tag.
fn remove_lost(sheet: &mut Sheet, keep: &[String]) {
    let mut lost = Vec::new();
    for rule in &mut sheet.rules {
        rule.declarations.retain(|one| {
            let stays = match kept::style(&one.name, &one.value) {
                _ if one.name == "content" => true,
                Fate::Kept => true,
                Fate::Unknown => keep.contains(&one.name),
                Fate::Lost => false,
            };
            if !stays {
                lost.push((one.line, one.name.clone()));
            }
            stays
        });
    }
    for (line, name) in lost {
        sheet.fault(line, SheetFaultWhat::LostProperty { name });
    }
}

fn match_all(article: &Element, sheet: &mut Sheet) -> Result<Vec<Dress>, Error> {
    let index = Index::of(article);
    let mut by_name: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    for (number, rule) in sheet.rules.iter().enumerate() {
        for (at, target) in rule.targets.iter().enumerate() {
            let name = matching::name_of(&target.selector).unwrap_or_default();
            by_name.entry(name).or_default().push((number, at));
        }
    }
    let mut met = vec![false; sheet.rules.len()];
    let mut caches = SelectorCaches::default();
    let mut comparisons = 0;
    let mut drawn = vec![false; index.len()];
    let mut dresses = Vec::with_capacity(index.len());
    for id in 0..index.len() {
        let mut dress = Dress::default();
        let inside = index
            .parent(id)
            .is_some_and(|it| drawn[it] || index.element(it).name == "svg");
        drawn[id] = inside;
        let mut names = index.names(id);
        names.push(String::new());
        let rules = names.iter().filter_map(|name| by_name.get(name)).flatten();
        for (number, at) in rules.filter(|_| !inside) {
            comparisons += 1;
            let rule = &sheet.rules[*number];
            let target = &rule.targets[*at];
            if comparisons > MAX_COMPARISONS || !index.matches(id, &target.selector, &mut caches) {
                continue;
            }
            met[*number] = true;
            let list = match target.part {
                Part::Whole => &mut dress.own,
                Part::Before => &mut dress.before,
                Part::After => &mut dress.after,
            };
            for (at, one) in rule.declarations.iter().enumerate() {
                list.push(Weighed {
                    weight: (one.important, target.selector.specificity(), *number),
                    rule: *number,
                    at,
                });
            }
        }
        dresses.push(dress);
    }
    if comparisons > MAX_COMPARISONS {
        return Err(Error::Sheet(format!(
            "{} rules are too many for so long an article",
            sheet.rules.len()
        )));
    }
    let dead: Vec<_> = (0..met.len())
        .filter(|at| !met[*at] && !sheet.rules[*at].targets.is_empty())
        .filter(|at| !sheet.rules[*at].declarations.is_empty())
        .map(|at| (sheet.rules[at].line, sheet.rules[at].text.clone()))
        .collect();
    for (line, selector) in dead {
        sheet.fault(line, SheetFaultWhat::NoElement { selector });
    }
    Ok(dresses)
}

fn put_on(
    element: &mut Element,
    dresses: &mut [Dress],
    next: &mut usize,
    sheet: &Sheet,
    wordless: &mut HashSet<usize>,
) {
    let dress = std::mem::take(&mut dresses[*next]);
    *next += 1;
    for child in &mut element.children {
        if let Node::Element(child) = child {
            put_on(child, dresses, next, sheet, wordless);
        }
    }
    if !matches!(element.name.as_str(), "br" | "wbr" | "col" | "colgroup") {
        let own = style::declarations(element.get("style").unwrap_or_default());
        let all = cascade(dress.own, own, sheet);
        if !all.is_empty() {
            element.set("style", style::write(&all));
        }
    }
    if !is_void(&element.name) && element.name != "iframe" && !element.name.starts_with("mp-") {
        if let Some(words) = words(dress.before, element, sheet, wordless) {
            element.children.insert(0, words);
        }
        if let Some(words) = words(dress.after, element, sheet, wordless) {
            element.children.push(words);
        }
    }
}

/// One list, in which each property stands once.
fn cascade(mut found: Vec<Weighed>, own: Vec<Declaration>, sheet: &Sheet) -> Vec<Declaration> {
    found.sort_by_key(|one| one.weight);
    let mut out: Vec<Declaration> = Vec::new();
    let of = |one: &Weighed| sheet.rules[one.rule].declarations[one.at].clone();
    let (important, plain): (Vec<_>, Vec<_>) = found.iter().map(of).partition(|one| one.important);
    let (own_important, own): (Vec<_>, Vec<_>) = own.into_iter().partition(|one| one.important);
    for one in plain
        .into_iter()
        .chain(own)
        .chain(important)
        .chain(own_important)
    {
        if one.name == "content" {
            continue;
        }
        out.retain(|old| !covers(&one.name, &old.name));
        out.push(one);
    }
    out
}

/// Whether a later declaration leaves nothing of an earlier one.
fn covers(later: &str, earlier: &str) -> bool {
    if later == earlier {
        return true;
    }
    let Some(rest) = earlier
        .strip_prefix(later)
        .and_then(|rest| rest.strip_prefix('-'))
    else {
        return later == "font" && earlier == "line-height";
    };
    match later {
        "margin" | "padding" | "background" | "font" | "list-style" | "text-decoration"
        | "overflow" | "flex" | "border-top" | "border-right" | "border-bottom" | "border-left" => {
            true
        }
        "border" => {
            !rest.contains("radius")
                && !matches!(rest, "collapse" | "spacing")
                && !rest.starts_with("image")
        }
        _ => false,
    }
}

/// The span that stands for `::before` or `::after`.
fn words(
    found: Vec<Weighed>,
    element: &Element,
    sheet: &Sheet,
    wordless: &mut HashSet<usize>,
) -> Option<Node> {
    let last = found
        .iter()
        .filter(|one| sheet.rules[one.rule].declarations[one.at].name == "content")
        .max_by_key(|one| one.weight);
    let Some(content) = last.map(|one| &sheet.rules[one.rule].declarations[one.at].value) else {
        wordless.extend(found.iter().map(|one| one.rule));
        return None;
    };
    if matches!(content.as_str(), "none" | "normal") {
        return None;
    }
    let Some(text) = text_of(content, element).filter(|text| !text.is_empty()) else {
        wordless.extend(found.iter().map(|one| one.rule));
        return None;
    };
    let mut span = Element::new("span", vec![Node::Text(text)]);
    let style = style::write(&cascade(found, Vec::new(), sheet));
    if !style.is_empty() {
        span.set("style", style);
    }
    Some(Node::Element(span))
}

/// The words of a `content`: strings and attributes; none where there is anything else.
fn text_of(content: &str, element: &Element) -> Option<String> {
    let mut input = Parser::new(content);
    let mut out = String::new();
    loop {
        let Ok(token) = input.next() else {
            return Some(out);
        };
        match token.clone() {
            Token::QuotedString(text) => out.push_str(&text),
            Token::Function(name) if name.eq_ignore_ascii_case("attr") => {
                let name =
                    input.parse_nested_block(|input| -> Result<_, cssparser::ParseError<()>> {
                        Ok(input.expect_ident()?.to_string())
                    });
                out.push_str(element.get(&name.ok()?).unwrap_or_default());
            }
            _ => return None,
        }
    }
}
