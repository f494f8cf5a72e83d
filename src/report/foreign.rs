//! Files that are not the text they should be, in words: what such a file is, and the way to a text, in both languages.

use super::catalogue::text;
use std::path::Path;

use super::lang::Lang;
use crate::text::Foreign;

/// The kind of a file that is not the text it should be, and the way out.
pub(super) fn foreign(lang: Lang, path: &Path, what: Foreign) -> (String, String) {
    let spreadsheet = [
        "open it in Excel or WPS and save it as \"CSV UTF-8\"",
        "请用 Excel 或 WPS 打开，另存为「CSV UTF-8」",
    ];
    let text = [
        "copy its text into a plain text file in UTF-8",
        "请把其中的文字复制到 UTF-8 纯文本文件中",
    ];
    let unpack = ["unpack it first", "请先解压"];
    let encoding = |from: &str| {
        let old = path.display();
        [
            format!("Notepad: Save as → Encoding UTF-8; or `iconv -f {from} -t UTF-8 {old} > new`"),
            format!("记事本：另存为 → 编码选 UTF-8；或运行 `iconv -f {from} -t UTF-8 {old} > new`"),
        ]
    };
    let owned = |[english, chinese]: [&str; 2]| [english.to_owned(), chinese.to_owned()];
    let (kind, way) = match what {
        Foreign::Workbook => (["an Excel workbook", "Excel 文件"], owned(spreadsheet)),
        Foreign::OldOffice => (
            [
                "an old Excel or Word file (.xls, .doc)",
                "旧版 Excel 或 Word 文件（.xls、.doc）",
            ],
            owned(spreadsheet),
        ),
        Foreign::WebPage => (
            ["a web page (HTML or XML)", "网页（HTML 或 XML）"],
            owned(spreadsheet),
        ),
        Foreign::Document => (["a Word document", "Word 文档"], owned(text)),
        Foreign::Rtf => (["rich text (RTF)", "富文本（RTF）"], owned(text)),
        Foreign::Pdf => (["a PDF", "PDF 文件"], owned(text)),
        Foreign::Archive => (["a ZIP archive", "ZIP 压缩包"], owned(unpack)),
        Foreign::Compressed => (["a compressed file", "压缩文件"], owned(unpack)),
        Foreign::Picture => (["a picture", "图片"], owned(text)),
        Foreign::Database => (["an SQLite database", "SQLite 数据库"], owned(text)),
        Foreign::Utf16 => (
            [
                "text in UTF-16, not in UTF-8",
                "UTF-16 编码的文本，而不是 UTF-8",
            ],
            encoding("UTF-16"),
        ),
        Foreign::Gbk => (
            ["text in GBK, not in UTF-8", "GBK 编码的文本，而不是 UTF-8"],
            encoding("GBK"),
        ),
        Foreign::Binary => (
            [
                "neither text in UTF-8 nor in any encoding known here",
                "无法识别的编码，也不是 UTF-8 编码的文本",
            ],
            owned(["save it as text in UTF-8", "请另存为 UTF-8 编码的文本"]),
        ),
    };
    let [english, chinese] = way;
    let what = text!(
        lang,
        foreign_looks_like,
        path = path.display(),
        kind = lang.pick(kind[0], kind[1])
    );
    (what, lang.pick(english, chinese))
}
