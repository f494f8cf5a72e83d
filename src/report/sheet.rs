//! Problems of a theme, in words: rules of a style sheet that do nothing, and articles that are too long.

use super::catalogue::{pair, text};
use super::lang::Lang;
use crate::article::{SheetFaultWhat, Weight};
use crate::campaign::problem::Judged;

/// Returns the sentence and the fix for a rule of a style sheet.
pub(super) fn sentence(lang: Lang, what: &SheetFaultWhat) -> (String, String) {
    match what {
        SheetFaultWhat::NoElement { selector } => {
            pair!(lang, sheet_meets_no_element_articles, selector = selector)
        }
        SheetFaultWhat::Selector { text } => pair!(lang, sheet_no_selector_can_read, text = text),
        SheetFaultWhat::PseudoElement { selector } => {
            pair!(lang, sheet_does_nothing_no_tag_stands, selector = selector)
        }
        SheetFaultWhat::AtRule { name } => {
            pair!(lang, sheet_does_nothing_wechat_keeps_no, name = name)
        }
        SheetFaultWhat::UnknownProperty { name, nearest } => match nearest {
            Some(nearest) => pair!(
                lang,
                sheet_there_no_property,
                name = name,
                nearest = nearest
            ),
            None => pair!(lang, sheet_there_no_property_2, name = name),
        },
        SheetFaultWhat::LostProperty { name } => {
            pair!(lang, sheet_value_does_not_stay_article, name = name)
        }
        SheetFaultWhat::Declaration { text } => pair!(lang, sheet_no_declaration, text = text),
        SheetFaultWhat::Brace => pair!(lang, sheet_brace_out_step_what_follows),
        SheetFaultWhat::Variable { name } => {
            pair!(lang, sheet_variable_defined_nowhere, name = name)
        }
    }
}

/// An article that is too long: what takes the room, what would help, where to cut.
pub(super) fn too_long(
    lang: Lang,
    length: &str,
    weight: Weight,
    cut_after: Option<usize>,
    judged: Judged,
) -> (String, String) {
    let Weight {
        words,
        styles,
        pictures,
        links,
        code,
        tags,
    } = weight;
    let (title, parts) = pair!(
        lang,
        sheet_content_too_long,
        length = length,
        words = words,
        styles = styles,
        pictures = pictures,
        links = links,
        code = code,
        tags = tags
    );
    let mut help = vec![parts];
    if words >= crate::article::MAX_CHARACTERS {
        help.push(text!(lang, sheet_words_alone_too_many));
    } else {
        let most = [
            (styles, text!(lang, sheet_plainer_theme_helps)),
            (pictures, text!(lang, sheet_fewer_pictures_help)),
            (links, text!(lang, sheet_fewer_links_footnotes_help)),
            (code, text!(lang, sheet_shorter_code_helps)),
        ];
        if let Some((_, advice)) = most.into_iter().max_by_key(|(count, _)| *count) {
            help.push(advice);
        }
    }
    if let Some(line) = cut_after {
        help.push(text!(lang, sheet_cut_after_line, line = line));
    }
    help.push(match judged {
        Judged::Here => text!(lang, sheet_allow_long_true_lets_wechat),
        Judged::ByWechat => text!(lang, sheet_wechat_will_judge_allow_long),
        Judged::Nowhere => text!(lang, sheet_drawn_all_the_same),
    });
    (title, help.join(lang.pick("; ", "；")))
}
