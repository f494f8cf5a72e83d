//! Files that are not the text they should be, in words: what such a file is, and the way to a text, in both languages.

use std::path::Path;

use super::catalogue::text;
use super::lang::Lang;
use crate::text::Foreign;

/// The kind of a file that is not the text it should be, and the way out.
pub(super) fn foreign(lang: Lang, path: &Path, what: Foreign) -> (String, String) {
    let spreadsheet = text!(lang, file_way_open_excel_wps_save);
    let text = text!(lang, file_way_copy_text_into_plain);
    let unpack = text!(lang, file_way_unpack_first);
    let encoding = |from: &str| text!(lang, file_way_encoding, from = from, old = path.display());
    let (kind, way) = match what {
        Foreign::Workbook => (text!(lang, file_kind_excel_workbook), spreadsheet),
        Foreign::OldOffice => (text!(lang, file_kind_old_excel_word_file), spreadsheet),
        Foreign::WebPage => (text!(lang, file_kind_web_page_html_xml), spreadsheet),
        Foreign::Document => (text!(lang, file_kind_word_document), text),
        Foreign::Rtf => (text!(lang, file_kind_rich_text_rtf), text),
        Foreign::Pdf => (text!(lang, file_kind_pdf), text),
        Foreign::Archive => (text!(lang, file_kind_zip_archive), unpack),
        Foreign::Compressed => (text!(lang, file_kind_compressed_file), unpack),
        Foreign::Picture => (text!(lang, file_kind_picture), text),
        Foreign::Database => (text!(lang, file_kind_sqlite_database), text),
        Foreign::Utf16 => (text!(lang, file_kind_text_utf_utf), encoding("UTF-16")),
        Foreign::Gbk => (text!(lang, file_kind_text_gbk_utf), encoding("GBK")),
        Foreign::Binary => (
            text!(lang, file_kind_neither_utf_text_nor),
            text!(lang, file_kind_save_text_utf),
        ),
    };
    let what = text!(lang, foreign_looks_like, path = path.display(), kind = kind);
    (what, way)
}
