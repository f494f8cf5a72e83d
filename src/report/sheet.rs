//! What is wrong with a look, in words: rules of a style sheet that do nothing, and articles that are too long.

use super::lang::{Lang, told};
use crate::article::{SheetFaultWhat, Weight};
use crate::campaign::problem::Judged;

/// What was found in a style sheet, and what to do.
pub(super) fn sentence(lang: Lang, what: &SheetFaultWhat) -> (String, String) {
    match what {
        SheetFaultWhat::NoElement { selector } => told!(
            lang,
            [
                "`{selector}` meets no element of the articles",
                "`docs/themes.md` has the elements and classes that there are"
            ],
            [
                "`{selector}` 没有匹配到文章中的任何元素",
                "可用的元素与类见 `docs/themes.md`"
            ]
        ),
        SheetFaultWhat::Selector { text } => told!(
            lang,
            [
                "`{text}` is no selector that can be read",
                "write a plain CSS selector"
            ],
            ["选择器 `{text}` 无法识别", "请写普通的 CSS 选择器"]
        ),
        SheetFaultWhat::PseudoElement { selector } => told!(
            lang,
            [
                "`{selector}` does nothing: no tag stands for it",
                "only `::before` and `::after` with words in `content` can be written into an article"
            ],
            [
                "`{selector}` 不起作用：没有与之对应的标签",
                "只有 `content` 带文字的 `::before` 与 `::after` 能写入文章"
            ]
        ),
        SheetFaultWhat::AtRule { name } => told!(
            lang,
            [
                "`@{name}` does nothing: WeChat keeps no style sheets",
                "write its rules without it, or take it out"
            ],
            [
                "`@{name}` 不起作用：微信不保留样式表",
                "请去掉它，把其中的规则直接写出"
            ]
        ),
        SheetFaultWhat::UnknownProperty { name, nearest } => match nearest {
            Some(nearest) => told!(
                lang,
                ["there is no property `{name}`", "write `{nearest}`"],
                ["没有 `{name}` 这个属性", "应写作 `{nearest}`"]
            ),
            None => told!(
                lang,
                ["there is no property `{name}`", "take it out"],
                ["没有 `{name}` 这个属性", "请删去"]
            ),
        },
        SheetFaultWhat::LostProperty { name } => told!(
            lang,
            [
                "`{name}` with this value does not stay in an article",
                "it is left out"
            ],
            ["`{name}` 的这个值无法保留在文章中", "发送时已略去"]
        ),
        SheetFaultWhat::Declaration { text } => told!(
            lang,
            ["`{text}` is no declaration", "write `property: value;`"],
            ["`{text}` 不是声明", "请写成 `属性: 值;`"]
        ),
        SheetFaultWhat::Brace => told!(
            lang,
            [
                "a brace is out of step: what follows may do nothing",
                "close each opening brace once"
            ],
            [
                "花括号不配对：其后的规则可能不起作用",
                "每个左括号都要有一个右括号"
            ]
        ),
        SheetFaultWhat::Variable { name } => told!(
            lang,
            [
                "the variable `{name}` is defined nowhere",
                "define it in `:root`, or write its value"
            ],
            ["变量 `{name}` 没有定义", "请在 `:root` 中定义，或直接写值"]
        ),
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
    let (title, parts) = told!(
        lang,
        [
            "`content` is too long: {length}",
            "words {words}, styles {styles}, picture addresses {pictures}, links and notes {links}, code {code}, tags {tags}"
        ],
        [
            "`content` 过长：{length}",
            "文字 {words}，样式 {styles}，图片地址 {pictures}，链接与脚注 {links}，代码 {code}，标签 {tags}"
        ]
    );
    let mut help = vec![parts];
    if words >= crate::article::MAX_CHARACTERS {
        help.push(
            lang.pick("the words alone are too many", "仅文字就已超出")
                .to_owned(),
        );
    } else {
        let most = [
            (
                styles,
                lang.pick("a plainer theme would help", "可换用更简单的主题"),
            ),
            (
                pictures,
                lang.pick("fewer pictures would help", "可减少图片"),
            ),
            (
                links,
                lang.pick("fewer links as notes would help", "可减少转为脚注的链接"),
            ),
            (code, lang.pick("shorter code would help", "可缩短代码")),
        ];
        if let Some((_, advice)) = most.into_iter().max_by_key(|(count, _)| *count) {
            help.push(advice.to_owned());
        }
    }
    if let Some(line) = cut_after {
        help.push(lang.pick(
            format!("cut it after line {line}"),
            format!("可在第 {line} 行后分为两篇"),
        ));
    }
    let (english, chinese) = match judged {
        Judged::Here => (
            "`allow_long = true` lets WeChat judge",
            "`allow_long = true` 可交由微信判断",
        ),
        Judged::ByWechat => (
            "WeChat will judge, as `allow_long` says",
            "已按 `allow_long` 交由微信判断",
        ),
        Judged::Nowhere => (
            "it is drawn all the same; sending it needs `allow_long = true`",
            "页面照样生成；发送则需要 `allow_long = true`",
        ),
    };
    help.push(lang.pick(english, chinese).to_owned());
    (title, help.join(lang.pick("; ", "；")))
}
