//! Slips of the keyboard in a TOML file, in words: what stands there and what should, in both languages.

use super::lang::{Lang, say, told};
use crate::text::Slip;

/// What is wrong, and what to do. The parser's own words stand in brackets, and only where nothing better is known.
pub fn sentence(lang: Lang, slip: Option<&Slip>, message: &str) -> (String, String) {
    let Some(slip) = slip else {
        return told!(
            lang,
            [
                "this is not TOML: {message}",
                "fix the syntax first; other checks run once the file parses"
            ],
            [
                "这里的写法不对（toml: {message}）",
                "每行写成 `名称 = \"文字\"`；改好后再检查其余内容"
            ]
        );
    };
    match slip {
        Slip::FullWidth(signs) => full_width(lang, signs),
        Slip::Invisible(character) => told!(
            lang,
            [
                "a character that cannot be seen (U+{code:04X}) stands here",
                "delete it, or type the line again"
            ],
            [
                "这里有一个看不见的字符（U+{code:04X}）",
                "请删除它，或重新输入这一行"
            ],
            code = u32::from(*character)
        ),
        Slip::OtherClosingQuote(sign) => told!(
            lang,
            [
                "the text begins with `\"` and ends with `{sign}`",
                "write `\"` at both ends"
            ],
            [
                "文字以英文引号 `\"` 开头，却以 `{sign}` 结尾",
                "两端都请用英文引号 `\"`"
            ]
        ),
        Slip::NoClosingQuote(mark) => told!(
            lang,
            [
                "the closing quotation mark `{mark}` is missing",
                "add `{mark}` at the end of the text"
            ],
            ["缺少右引号 `{mark}`", "请在文字末尾补上 `{mark}`"]
        ),
        Slip::Backslashes { better } => backslashes(lang, better),
        Slip::Escape(escape) => told!(
            lang,
            [
                "`{escape}` means nothing in a text",
                "write `\\\\` for a backslash, or put the text in single quotes"
            ],
            [
                "文字中的 `{escape}` 没有意义",
                "反斜杠请写成 `\\\\`，或改用单引号"
            ]
        ),
        Slip::QuoteInside => told!(
            lang,
            [
                "a quotation mark inside the text ends it",
                "write “ ” or `\\\"` inside a text"
            ],
            [
                "文字里的英文引号使文字提前结束",
                "文字里面请用中文引号 “ ”，或写成 `\\\"`"
            ]
        ),
        Slip::Unquoted(text) => told!(
            lang,
            ["a text needs quotation marks", "write `\"{text}\"`"],
            ["文字要加英文双引号", "请写 `\"{text}\"`"]
        ),
        Slip::Boolean { written, meant } => told!(
            lang,
            [
                "`{written}` is neither `true` nor `false`",
                "write `{meant}`"
            ],
            ["`{written}` 既不是 `true` 也不是 `false`", "请写 `{meant}`"]
        ),
        Slip::NoValue { key } => told!(
            lang,
            [
                "`{key}` has no value",
                "write it after `=`, or put `#` before the line"
            ],
            ["`{key}` 没有值", "请在 `=` 后填写，或在行首加 `#`"]
        ),
        Slip::Colon { key } => told!(
            lang,
            ["`:` stands where `=` should", "write `{key} = …`"],
            ["这里的冒号 `:` 应为等号 `=`", "请写 `{key} = …`"]
        ),
        Slip::NoEquals => told!(
            lang,
            [
                "this line is neither `key = value` nor a `[table]`",
                "write `key = \"text\"`; a comment begins with `#`"
            ],
            [
                "这一行既不是 `名称 = 值`，也不是 `[表]`",
                "请写成 `名称 = \"文字\"`；注释以 `#` 开头"
            ]
        ),
        Slip::Brackets { better } => told!(
            lang,
            ["the brackets of this line do not match", "write `{better}`"],
            ["这一行的方括号不配对", "请写 `{better}`"]
        ),
        Slip::OneBracket { name } => one_bracket(lang, name),
        Slip::Twice { name, first } => told!(
            lang,
            [
                "`{name}` stands twice (first in line {first})",
                "keep one of them"
            ],
            ["`{name}` 写了两次（第一次在第 {first} 行）", "请只保留一处"]
        ),
        Slip::Trailing(signs) => told!(
            lang,
            [
                "`{signs}` stands after the value",
                "delete it: a line ends with its value"
            ],
            ["值的后面多了 `{signs}`", "请删除：行末不加标点"]
        ),
        Slip::TwoOnALine => told!(
            lang,
            [
                "two values stand on one line",
                "write one `key = value` on each line"
            ],
            ["一行里写了两项", "请每行只写一项 `名称 = 值`"]
        ),
        Slip::NoComma => told!(
            lang,
            ["a comma is missing", "write `,` between two values"],
            ["缺少逗号", "两个值之间请加英文逗号 `,`"]
        ),
        Slip::Comment(mark) => told!(
            lang,
            [
                "`{mark}` does not begin a comment",
                "a comment begins with `#`"
            ],
            ["`{mark}` 不是注释", "注释以 `#` 开头"]
        ),
        Slip::KeyInQuotes(key) => told!(
            lang,
            [
                "the name `{key}` needs quotation marks",
                "write `\"{key}\"`; the names that wxmass knows are in English"
            ],
            [
                "名称 `{key}` 要加英文双引号",
                "请写 `\"{key}\"`；wxmass 自己的名称都是英文"
            ]
        ),
        Slip::Open(sign) => {
            let close = if *sign == '{' { '}' } else { ']' };
            told!(
                lang,
                [
                    "`{sign}` is opened here and not closed",
                    "add `{close}` at the end"
                ],
                ["这里的 `{sign}` 没有闭合", "请在末尾补上 `{close}`"]
            )
        }
        Slip::LineEnds => told!(
            lang,
            [
                "the lines end as on old Macs (CR only)",
                "save the file with LF or CRLF line ends"
            ],
            [
                "换行符是旧版 Mac 的格式（CR）",
                "请用 LF 或 CRLF 换行符另存"
            ]
        ),
        Slip::Control => told!(
            lang,
            [
                "the text holds a control character",
                "delete it; it cannot be seen"
            ],
            ["文字中含有控制字符", "请删除该不可见字符"]
        ),
    }
}

/// One bracket for two, in a header of a list of tables.
pub(super) fn one_bracket(lang: Lang, name: &str) -> (String, String) {
    told!(
        lang,
        [
            "`[{name}]` has one pair of brackets and needs two",
            "write `[[{name}]]`, once for each"
        ],
        ["`[{name}]` 要写两层方括号", "每一项都请写 `[[{name}]]`"]
    )
}

/// Backslashes of a Windows path.
pub(super) fn backslashes(lang: Lang, better: &str) -> (String, String) {
    told!(
        lang,
        [
            "a path is written with forward slashes, not with `\\`",
            "write `\"{better}\"`; files of a campaign lie in its folder, such as `\"images/cover.jpg\"`"
        ],
        [
            "路径要用正斜杠 `/`，不用 `\\`",
            "请写 `\"{better}\"`；图片须在活动文件夹内，如 `\"images/封面.png\"`"
        ]
    )
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
                lang.pick("an ordinary space", "普通空格")
            } else {
                *meant
            },
        );
        say!(lang, "`{meant}` for `{sign}`", "`{sign}` 改为 `{meant}`")
    };
    let changes = list(signs.iter().map(change).collect());
    let is_quote = signs.iter().all(|(_, meant)| *meant == "\"");
    let kind = if is_quote {
        lang.pick("Chinese quotation marks", "中文引号")
    } else {
        lang.pick("full-width signs", "全角（中文）符号")
    };
    told!(
        lang,
        ["{kind} stand here: {found}", "write {changes}"],
        ["这里用了{kind} {found}", "请把 {changes}"]
    )
}
