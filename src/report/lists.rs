//! Problems of a list of openids, in words: what is wrong and what to do.

use super::catalogue::{pair, text};
use super::lang::Lang;
use crate::campaign::problem::{Aside, ListFault, RowFault};

/// Returns the sentence and the fix.
pub(super) fn sentence(lang: Lang, fault: &ListFault) -> (String, String) {
    match fault {
        ListFault::InvalidOpenId { value } => pair!(lang, list_not_openid, value = value),
        ListFault::MoreInvalidOpenIds { count } => {
            pair!(lang, list_more_rows_list_wrong, count = count)
        }
        ListFault::WechatName { value } => {
            pair!(lang, list_looks_like_wechat_name_not, value = value)
        }
        ListFault::NotAFile { value } => pair!(lang, list_openid_name_file_expected, value = value),
        ListFault::BadRow(fault) => row(lang, *fault),
        ListFault::SwallowedRows { openids } => {
            pair!(lang, list_quoted_cell_goes_over_several, openids = openids)
        }
        ListFault::NoOpenIdColumn { nearest } => (
            text!(lang, list_no_column_called_openid),
            match nearest {
                Some(head) => text!(lang, list_did_you_mean_column_call, head = head),
                None => text!(lang, list_write_names_columns_first_line),
            },
        ),
        ListFault::SeveralOpenIdColumns { heads } => pair!(
            lang,
            list_several_columns_may_hold_openids,
            h = heads.join(lang.pick("`, `", "`、`"))
        ),
        ListFault::Unplaced { value } => {
            pair!(lang, list_openid_stands_column_without_name, value = value)
        }
        ListFault::Aside {
            place,
            lines,
            count,
        } => aside(lang, place, lines, *count),
        ListFault::OnePage { read, total } => pair!(
            lang,
            list_list_openids_wechat_answer_says,
            read = read,
            total = total
        ),
        ListFault::BadJson => pair!(lang, list_json_cannot_read_from_here),
        ListFault::NoOpenIds => pair!(lang, list_list_empty),
        ListFault::OneOpenId => pair!(lang, list_list_single_openid_wechat_wants),
    }
}

fn row(lang: Lang, fault: RowFault) -> (String, String) {
    match fault {
        RowFault::Endless => pair!(lang, list_row_without_end),
        RowFault::OpenQuote => pair!(lang, list_row_without_end_quotation_mark),
        RowFault::TooShort => pair!(lang, list_row_ends_before_column_openids),
        RowFault::EmptyCell => pair!(lang, list_row_no_openid),
        RowFault::NoKey => pair!(lang, list_json_no_key_openid),
    }
}

fn aside(lang: Lang, place: &Aside, lines: &[u64], count: u64) -> (String, String) {
    let shown: Vec<_> = lines.iter().map(ToString::to_string).collect();
    let shown = shown.join(lang.pick(", ", "、"));
    let shown = if (lines.len() as u64) < count {
        format!("{shown}…")
    } else {
        shown
    };
    let place = match place {
        Aside::Comment => text!(lang, list_comments),
        Aside::Column(head) => text!(lang, list_column, head = head),
        Aside::Key(key) => text!(lang, list_under_key, key = key),
    };
    pair!(
        lang,
        list_not_sent_strings_like_openids,
        count = count,
        place = place,
        shown = shown
    )
}
