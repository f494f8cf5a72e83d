//! Slips of the keyboard in a TOML file, in words: what stands there and what should, in both languages.

use super::catalogue::{pair, text};
use super::lang::Lang;
use crate::text::Slip;

/// Returns the sentence and the fix. The parser's own words stand in brackets, and only where nothing better is known.
pub fn sentence(lang: Lang, slip: Option<&Slip>, message: &str) -> (String, String) {
    let Some(slip) = slip else {
        return pair!(lang, slip_not_toml, message = message);
    };
    match slip {
        Slip::FullWidth(signs) => full_width(lang, signs),
        Slip::Invisible(character) => pair!(
            lang,
            slip_character_cannot_seen_u_stands,
            code = format!("{:04X}", u32::from(*character))
        ),
        Slip::OtherClosingQuote(sign) => pair!(lang, slip_text_begins_ends, sign = sign),
        Slip::NoClosingQuote(mark) => pair!(lang, slip_closing_quotation_mark_missing, mark = mark),
        Slip::Backslashes { better } => backslashes(lang, better),
        Slip::Escape(escape) => pair!(lang, slip_means_nothing_text, escape = escape),
        Slip::QuoteInside => pair!(lang, slip_quotation_mark_inside_text_ends),
        Slip::Unquoted(text) => pair!(lang, slip_text_needs_quotation_marks, text = text),
        Slip::Boolean { written, meant } => pair!(
            lang,
            slip_neither_true_nor_false,
            written = written,
            meant = meant
        ),
        Slip::NoValue { key } => pair!(lang, slip_no_value, key = key),
        Slip::Colon { key } => pair!(lang, slip_stands_where_should, key = key),
        Slip::NoEquals => pair!(lang, slip_line_neither_key_value_nor),
        Slip::Brackets { better } => pair!(lang, slip_brackets_line_do_not_match, better = better),
        Slip::OneBracket { name } => one_bracket(lang, name),
        Slip::Twice { name, first } => pair!(
            lang,
            slip_stands_twice_first_line,
            name = name,
            first = first
        ),
        Slip::Trailing(signs) => pair!(lang, slip_stands_after_value, signs = signs),
        Slip::TwoOnALine => pair!(lang, slip_two_values_stand_one_line),
        Slip::NoComma => pair!(lang, slip_comma_missing),
        Slip::Comment(mark) => pair!(lang, slip_does_not_begin_comment, mark = mark),
        Slip::KeyInQuotes(key) => pair!(lang, slip_name_needs_quotation_marks, key = key),
        Slip::Open(sign) => {
            let close = if *sign == '{' { '}' } else { ']' };
            pair!(
                lang,
                slip_opened_here_not_closed,
                sign = sign,
                close = close
            )
        }
        Slip::LineEnds => pair!(lang, slip_lines_end_old_macs_cr),
        Slip::Control => pair!(lang, slip_text_holds_control_character),
    }
}

/// One bracket for two, in a header of a list of tables.
pub(super) fn one_bracket(lang: Lang, name: &str) -> (String, String) {
    pair!(lang, slip_one_pair_brackets_needs_two, name = name)
}

/// Backslashes of a Windows path.
pub(super) fn backslashes(lang: Lang, better: &str) -> (String, String) {
    pair!(lang, slip_path_written_forward_slashes_not, better = better)
}

fn full_width(lang: Lang, signs: &[(char, &'static str)]) -> (String, String) {
    let name = |sign: char| match sign {
        '\u{3000}' | '\u{a0}' => format!("U+{:04X}", u32::from(sign)),
        sign => sign.to_string(),
    };
    let list = |part: Vec<String>| part.join(lang.pick(", ", "、"));
    let found = list(
        signs
            .iter()
            .map(|(sign, _)| format!("`{}`", name(*sign)))
            .collect(),
    );
    let change = |(sign, meant): &(char, &'static str)| {
        let (sign, meant) = (
            name(*sign),
            if *meant == " " {
                text!(lang, slip_ordinary_space)
            } else {
                (*meant).to_owned()
            },
        );
        text!(lang, slip_for, meant = meant, sign = sign)
    };
    let changes = list(signs.iter().map(change).collect());
    let is_quote = signs.iter().all(|(_, meant)| *meant == "\"");
    let kind = if is_quote {
        text!(lang, slip_chinese_quotation_marks)
    } else {
        text!(lang, slip_full_width_signs)
    };
    pair!(
        lang,
        slip_stand_here,
        kind = kind,
        found = found,
        changes = changes
    )
}
