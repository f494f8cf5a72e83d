//! What WeChat would remove from an article, in words: what it is, and what to do, in both languages.

use super::lang::{Lang, say};
use crate::content::RemovedWhat;

/// What was found, and what to do.
pub(super) fn sentence(lang: Lang, what: &RemovedWhat) -> (String, String) {
    match what {
        RemovedWhat::Formula { tex } => (
            say!(
                lang,
                "the formula `{t}` is shown as it was written",
                "公式 `{t}` 按原文显示",
                t = tex
            ),
            say!(
                lang,
                "use fractions, roots, indices, sums, matrices, Greek letters and common signs, or a picture of it",
                "请只用分式、根式、上下标、求和、矩阵、希腊字母与常用符号，或改用图片"
            ),
        ),
        RemovedWhat::LinksElsewhere { count } => (
            say!(
                lang,
                "{n} links to other sites, which WeChat keeps only for accounts with WeChat Pay",
                "{n} 个外站链接，微信只为开通微信支付的账号保留",
                n = count
            ),
            say!(
                lang,
                "say `links = \"footnotes\"` in `[theme]`, or `links = \"keep\"` for such an account",
                "请在 `[theme]` 中写 `links = \"footnotes\"`；已开通的账号写 `links = \"keep\"`"
            ),
        ),
        RemovedWhat::CodeColours => (
            say!(
                lang,
                "the code has no colours: with them the article would pass 20,000 characters",
                "代码未着色：着色后正文将超过 20,000 字符"
            ),
            say!(lang, "shorten the article or its code", "请缩短正文或代码"),
        ),
        what => (
            say!(
                lang,
                "WeChat removes {w}",
                "微信会删除{w}",
                w = name(lang, what)
            ),
            say!(lang, "it is left out", "发送时已略去"),
        ),
    }
}

fn name(lang: Lang, what: &RemovedWhat) -> String {
    match what {
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
        RemovedWhat::Link { href } => say!(lang, "the link `{h}`", "链接 `{h}`", h = href),
        RemovedWhat::Picture { source } => {
            say!(lang, "the picture `{s}`", "图片 `{s}`", s = source)
        }
        RemovedWhat::LinksElsewhere { .. } => say!(lang, "links to other sites", "外站链接"),
        RemovedWhat::StyleProperty(name) => say!(lang, "the style `{n}`", "样式 `{n}`", n = name),
        RemovedWhat::Element(name) => say!(lang, "the element `<{n}>`", "元素 `<{n}>`", n = name),
        RemovedWhat::Formula { .. } => say!(lang, "the setting of a formula", "公式排版"),
        RemovedWhat::CodeColours => say!(lang, "the colours of code", "代码着色"),
        RemovedWhat::TooDeep => say!(lang, "tags nested too deep", "嵌套过深的标签"),
    }
}
