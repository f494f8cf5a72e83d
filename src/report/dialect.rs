//! Marks of other tools' Markdown in words: what each is, what followers see of it, and what to write instead.

use super::catalogue::text;
use super::lang::Lang;
use crate::article::{Fate, Foreign, ForeignKind};

/// Returns the sentence and the fix.
pub(super) fn sentence(lang: Lang, foreign: &Foreign) -> (String, String) {
    use ForeignKind as Kind;
    let text = &foreign.text;
    let what = match foreign.kind {
        Kind::ShortLines => text!(lang, dialect_most_paragraphs_short_lines_single),
        Kind::TitleTwice => text!(lang, dialect_first_heading_repeats_title_left, text = text),
        Kind::ControlCharacters => text!(
            lang,
            dialect_invisible_control_characters_removed,
            text = text
        ),
        Kind::IndentedProse => text!(
            lang,
            dialect_paragraph_begins_four_spaces_which,
            text = text
        ),
        Kind::Fence if text.starts_with(['`', '~']) => {
            text!(lang, dialect_opens_code_nothing_closes, text = text)
        }
        Kind::Diagram => text!(lang, dialect_not_drawn_followers_see_source, text = text),
        kind => fated(lang, kind, foreign.fate, text),
    };
    let (english, chinese) = match foreign.fate {
        // What was written for a program is gone as its writer meant it to be.
        Fate::LeftOut if is_for_programs(foreign.kind) => (
            "no reader was to see it; remove it to silence this",
            "读者本就不该看到；删掉它即不再提示",
        ),
        _ => fix(foreign.kind),
    };
    (what, lang.pick(english, chinese).to_owned())
}

/// The digest that an article got, where none is written.
pub fn made_digest(lang: Lang, digest: &str) -> String {
    let digest = crate::text::printable(digest);
    text!(
        lang,
        dialect_digest_first_paragraph_none_written,
        digest = digest
    )
}

fn fated(lang: Lang, kind: ForeignKind, fate: Fate, text: &str) -> String {
    let (english, chinese) = name(kind);
    let name = lang.pick(english, chinese);
    match fate {
        Fate::Stands => text!(
            lang,
            dialect_stands_article_written,
            name = name,
            text = text
        ),
        Fate::Plain => text!(lang, dialect_becomes_plain_text, name = name, text = text),
        Fate::LeftOut => text!(lang, dialect_left_out, name = name, text = text),
        Fate::Lost => text!(
            lang,
            dialect_not_read_what_names_would,
            name = name,
            text = text
        ),
    }
}

/// The name of a kind.
#[rustfmt::skip]
fn name(kind: ForeignKind) -> (&'static str, &'static str) {
    use ForeignKind as Kind;
    match kind {
        Kind::Abbreviation => ("the abbreviation", "缩写定义"),
        Kind::Attributes => ("the attribute", "属性"),
        Kind::BbCode => ("the forum code", "论坛代码"),
        Kind::BlockId => ("the block id", "块标识"),
        Kind::BrokenLink => ("the link", "链接"),
        Kind::BrokenPicture => ("the picture", "图片"),
        Kind::BrokenTable => ("the table", "表格"),
        Kind::Callout => ("the callout", "标注"),
        Kind::Citation => ("the citation", "文献引用"),
        Kind::Comment => ("the unclosed comment", "未结束的注释"),
        Kind::Container => ("the container", "容器"),
        Kind::ControlCharacters => ("the control characters", "控制字符"),
        Kind::Dataview => ("the query or field", "查询或字段"),
        Kind::Definition => ("the definition", "定义列表"),
        Kind::Diagram => ("the diagram", "图表代码"),
        Kind::Embed => ("the embedded file", "嵌入的文件"),
        Kind::Emoji => ("the emoji code", "表情代码"),
        Kind::Emphasis => ("the emphasis", "强调标记"),
        Kind::Fence => ("the code mark", "代码标记"),
        Kind::FootnoteUndefined => ("the footnote without text", "没有内容的脚注"),
        Kind::FootnoteUnused => ("the footnote that nothing refers to", "没有被引用的脚注"),
        Kind::FormulaMark => ("the formula", "公式"),
        Kind::FrontMatter => ("the front matter", "文章信息"),
        Kind::FullWidth => ("the full-width mark", "全角标记"),
        Kind::IndentedProse => ("the indented paragraph", "缩进的段落"),
        Kind::InsideHtml => ("the Markdown inside HTML", "HTML 中的 Markdown"),
        Kind::Marker => ("the marker", "标记"),
        Kind::Mdx => ("the MDX code", "MDX 代码"),
        Kind::MissingSpace => ("the mark without a space behind it", "后面缺少空格的标记"),
        Kind::Org => ("the Org mark", "Org 标记"),
        Kind::PageBreak => ("the command", "命令"),
        Kind::Reference => ("the unused address", "未被引用的链接定义"),
        Kind::Rst => ("the directive", "指令"),
        Kind::Ruby => ("the ruby text", "注音"),
        Kind::ShortLines => ("the short lines", "短行"),
        Kind::Shortcode => ("the shortcode", "短代码"),
        Kind::Tag => ("the tag", "标签"),
        Kind::TaskState => ("the state of a task", "任务状态"),
        Kind::Tilde => ("the single tildes", "单个波浪号"),
        Kind::TitleTwice => ("the heading", "标题"),
        Kind::Toc => ("the table of contents without headings", "没有标题可列的目录"),
        Kind::WikiLink => ("the wiki link", "双链"),
    }
}

/// Marks that were written for a program, and that no reader is to see.
fn is_for_programs(kind: ForeignKind) -> bool {
    use ForeignKind as Kind;
    matches!(
        kind,
        Kind::Abbreviation
            | Kind::Attributes
            | Kind::BlockId
            | Kind::ControlCharacters
            | Kind::Dataview
            | Kind::Marker
            | Kind::Mdx
            | Kind::PageBreak
    )
}

/// The way to write it instead.
#[rustfmt::skip]
fn fix(kind: ForeignKind) -> (&'static str, &'static str) {
    use ForeignKind as Kind;
    match kind {
        Kind::BrokenPicture => ("write `![words](picture.png)` with half-width marks and no space between", "请写成 `![说明](图片.png)`：用半角符号，中间不留空格"),
        Kind::BrokenLink => ("write `[words](https://…)` with half-width marks", "请用半角符号写成 `[文字](https://…)`"),
        Kind::Embed => ("name a picture, or write what it says", "请改为图片，或把内容写进文章"),
        Kind::FullWidth => ("write the half-width mark, or a backslash before it", "请换成半角符号"),
        Kind::MissingSpace => ("put a space behind the mark", "请在标记后加一个空格"),
        Kind::Diagram => ("use a picture of it", "请改用图片"),
        Kind::FootnoteUndefined => ("write `[^…]: words` on a line of its own", "请另起一行写 `[^…]: 内容`"),
        Kind::Fence => ("close it with the same mark, or put a backslash before it", "请用相同的标记结束，或在前面加反斜杠"),
        Kind::Comment => ("close it, or remove it", "请补上结束标记，或删除"),
        Kind::Emphasis => ("put the marks directly at the words, or a backslash before them", "标记与文字之间不要留空格；若就是要显示，请在前面加反斜杠"),
        Kind::Tilde => ("write `~~words~~` to strike out", "删除线请写 `~~文字~~`"),
        Kind::ShortLines => ("write `breaks = true` in `[theme]` (`breaks: true` above an article) to keep line ends", "要保留换行，请在 `[theme]` 中写 `breaks = true`（单篇文章在开头写 `breaks: true`）"),
        Kind::TitleTwice => ("change one of the two to keep it", "如需保留，请改写其中之一"),
        Kind::FrontMatter => ("write `key: value`, one a line", "请写成 `键: 值`，每行一个"),
        Kind::InsideHtml => ("leave an empty line behind the tag", "请在标签后空一行"),
        Kind::BrokenTable => ("give the table a line `|---|---|` with as many cells as its head", "请在表头下写 `|---|---|`，列数与表头相同"),
        Kind::FormulaMark => ("put the formula between `$` and `$`", "请把公式放在 `$` 与 `$` 之间"),
        Kind::Toc => ("write headings with `#`", "请用 `#` 写标题"),
        Kind::IndentedProse => ("remove the spaces; put code between lines of ```", "请去掉空格；代码请放在 ``` 之间"),
        Kind::Shortcode => ("write Markdown: `![words](picture.png)` for a picture", "请改写成 Markdown：图片用 `![说明](图片.png)`"),
        Kind::Tag => ("close it in the same paragraph", "请在同一段内补上结束标签"),
        Kind::WikiLink => ("write `[words](https://mp.weixin.qq.com/s/…)` for a link", "链接请写 `[文字](https://mp.weixin.qq.com/s/…)`"),
        Kind::Container => ("`:::tip` and `> [!TIP]` make boxes", "`:::tip` 与 `> [!TIP]` 可以成框"),
        Kind::Callout => ("begin the quote with it", "请把它写在引用的第一行"),
        Kind::Reference | Kind::FootnoteUnused => ("refer to it, or remove it", "请在正文中引用，或删除"),
        Kind::Emoji => ("write the emoji itself", "请直接写表情符号"),
        _ => ("write it in plain Markdown, or remove it", "请改写成普通 Markdown，或删除"),
    }
}
