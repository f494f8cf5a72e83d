//! What WeChat would remove from an article, in words: what it is, and what to do, in both languages.

use super::lang::{Lang, say, told};
use crate::article::RemovedWhat;

/// What was found, and what to do.
pub(super) fn sentence(lang: Lang, what: &RemovedWhat) -> (String, String) {
    let name = match what {
        RemovedWhat::Foreign(foreign) => return super::dialect::sentence(lang, foreign),
        RemovedWhat::Formula { tex, why } if why.is_empty() => {
            return told!(
                lang,
                [
                    "the formula `{tex}` is shown as it was written",
                    "close its braces and brackets, or use a picture of it"
                ],
                ["公式 `{tex}` 按原文显示", "请检查括号是否成对，或改用图片"]
            );
        }
        RemovedWhat::Formula { tex, why } => {
            return told!(
                lang,
                [
                    "the formula `{tex}` is shown as it was written: `{why}` cannot be set",
                    "write it without `{why}`, or use a picture of it"
                ],
                [
                    "公式 `{tex}` 按原文显示：无法排版 `{why}`",
                    "请不用 `{why}`，或改用图片"
                ]
            );
        }
        RemovedWhat::LinksElsewhere { count } => {
            return told!(
                lang,
                [
                    "{count} links to other sites, which WeChat keeps only for accounts with WeChat Pay",
                    "say `links = \"footnotes\"` in `[theme]`, or `links = \"keep\"` for such an account"
                ],
                [
                    "{count} 个外站链接，微信只为开通微信支付的账号保留",
                    "请在 `[theme]` 中写 `links = \"footnotes\"`；已开通的账号写 `links = \"keep\"`"
                ]
            );
        }
        RemovedWhat::CodeColours => {
            return told!(
                lang,
                [
                    "the code has no colours: with them the article would pass 20,000 characters",
                    "shorten the article or its code"
                ],
                [
                    "代码未着色：着色后正文将超过 20,000 字符",
                    "请缩短正文或代码"
                ]
            );
        }
        RemovedWhat::Script => say!(lang, "scripts", "脚本"),
        RemovedWhat::StyleSheet => say!(
            lang,
            "style sheets (use `[theme]`)",
            "样式表（请用 `[theme]`）"
        ),
        RemovedWhat::Iframe => say!(lang, "frames", "内嵌框架"),
        RemovedWhat::Form => say!(lang, "forms", "表单"),
        RemovedWhat::EventHandler => say!(lang, "event handlers", "事件处理器"),
        RemovedWhat::Id => say!(lang, "ids and anchors", "id 与锚点"),
        RemovedWhat::Link { href } => say!(lang, "the link `{href}`", "链接 `{href}`"),
        RemovedWhat::Picture { source } => {
            say!(lang, "the picture `{source}`", "图片 `{source}`")
        }
        RemovedWhat::StyleProperty(name) => say!(lang, "the style `{name}`", "样式 `{name}`"),
        RemovedWhat::Element(name) => say!(lang, "the element `<{name}>`", "元素 `<{name}>`"),
        RemovedWhat::TooDeep => say!(lang, "tags nested too deep", "嵌套过深的标签"),
    };
    told!(
        lang,
        ["WeChat removes {name}", "it is left out"],
        ["微信会删除{name}", "发送时已略去"]
    )
}
