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
        RemovedWhat::Picture { source } if source.is_empty() => {
            return told!(
                lang,
                [
                    "a picture has no address, and followers would not see it",
                    "give it an address, or take its tag out"
                ],
                ["图片没有地址，读者看不到它", "请写上地址，或删去该标签"]
            );
        }
        RemovedWhat::Picture { source } => {
            return told!(
                lang,
                [
                    "the picture `{source}` would be lost: it stands where WeChat keeps none",
                    "take it out of the field, the film or the drawing that it is in"
                ],
                [
                    "图片 `{source}` 会丢失：它所在的位置微信不保留图片",
                    "请把它移出所在的表单、视频或图形"
                ]
            );
        }
        RemovedWhat::Media { element, source } => {
            return told!(
                lang,
                [
                    "`{source}` of `<{element}>` cannot be sent in an article",
                    "use a Tencent video, WeChat's own card, or a link; or take it out"
                ],
                [
                    "`<{element}>` 的 `{source}` 无法随文章发送",
                    "请用腾讯视频、微信卡片或链接，或删去它"
                ]
            );
        }
        RemovedWhat::Hidden { words, all: true } => {
            return told!(
                lang,
                [
                    "followers would see nothing: all words are hidden (`{words}`)",
                    "take out the style that hides them"
                ],
                [
                    "读者什么也看不到：所有文字都被隐藏（`{words}`）",
                    "请去掉隐藏文字的样式"
                ]
            );
        }
        RemovedWhat::Hidden { words, all: false } => {
            return told!(
                lang,
                [
                    "followers cannot see `{words}`: its style hides it",
                    "take out the style, or the words"
                ],
                [
                    "读者看不到 `{words}`：样式把它隐藏了",
                    "请去掉该样式，或删去文字"
                ]
            );
        }
        RemovedWhat::StyleUnknown(name) => {
            return told!(
                lang,
                [
                    "wxmass removes the style `{name}`; what WeChat makes of it is not known",
                    "it is left out; `keep = [\"{name}\"]` in `[theme]` sends it"
                ],
                [
                    "wxmass 会删除样式 `{name}`；微信如何处理尚不清楚",
                    "发送时已略去；如需保留，请在 `[theme]` 中写 `keep = [\"{name}\"]`"
                ]
            );
        }
        RemovedWhat::Animation(name) => {
            return told!(
                lang,
                [
                    "the animation `{name}` is not on WeChat's list",
                    "it is left out; x, y, width, height, opacity, d, points, fill and transforms are"
                ],
                [
                    "动画 `{name}` 不在微信的白名单中",
                    "发送时已略去；x、y、width、height、opacity、d、points、fill 与变换可用"
                ]
            );
        }
        RemovedWhat::CodeInLines => {
            return told!(
                lang,
                [
                    "code inside lines is plain: with its look the article would pass 20,000 characters",
                    "shorten the article"
                ],
                [
                    "行内代码未加样式：加上后正文将超过 20,000 字符",
                    "请缩短正文"
                ]
            );
        }
        RemovedWhat::NoteLooks => {
            return told!(
                lang,
                [
                    "notes and their words are plain: with their look the article would pass 20,000 characters",
                    "shorten the article, or say `links = \"keep\"`"
                ],
                [
                    "脚注未加样式：加上后正文将超过 20,000 字符",
                    "请缩短正文，或写 `links = \"keep\"`"
                ]
            );
        }
        RemovedWhat::Element(name) if name == "template" => {
            return told!(
                lang,
                [
                    "what is in `<template>` is left out, as browsers show none of it",
                    "take the tag away and leave its words, or take out both"
                ],
                [
                    "`<template>` 中的内容已略去，浏览器也不显示它",
                    "请去掉该标签、保留其中内容，或一并删去"
                ]
            );
        }
        RemovedWhat::Element(name) if !is_known_lost(name) => {
            return told!(
                lang,
                [
                    "wxmass removes the element `<{name}>`; what WeChat makes of it is not known",
                    "its words stay; use plain HTML in its place"
                ],
                [
                    "wxmass 会删除元素 `<{name}>`；微信如何处理尚不清楚",
                    "其中的文字保留；请改用普通 HTML"
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
        RemovedWhat::Link { href } => say!(lang, "the link `{href}`", "链接 `{href}`"),
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

/// Elements of which the field has seen that WeChat takes them out (`wechat-api.md` 9.1).
fn is_known_lost(name: &str) -> bool {
    matches!(
        name,
        "canvas" | "math" | "audio" | "video" | "object" | "embed" | "applet" | "defs" | "use"
    )
}
