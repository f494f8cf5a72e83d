//! What WeChat keeps of an article's HTML (`wechat-api.md` 9.1).

use std::collections::HashSet;

/// What WeChat keeps of an article: no scripts, no pictures of other hosts (`wechat-api.md` 9.1).
pub(super) fn filtered(content: &str) -> String {
    let tags: HashSet<&str> = [
        "section",
        "svg",
        "path",
        "g",
        "rect",
        "circle",
        "figure",
        "figcaption",
        "font",
    ]
    .into();
    let attributes: HashSet<&str> = [
        "style",
        "class",
        "align",
        "width",
        "height",
        "data-miniprogram-appid",
    ]
    .into();
    ammonia::Builder::default()
        .add_tags(tags)
        .add_generic_attributes(attributes)
        .link_rel(None)
        .attribute_filter(|tag, attribute, value| {
            let at_home = ["mmbiz.qpic.cn/", "mmbiz.qlogo.cn/"].iter().any(|host| {
                value
                    .strip_prefix("http://")
                    .or_else(|| value.strip_prefix("https://"))
                    .is_some_and(|rest| rest.starts_with(host))
            });
            match (tag, attribute) {
                ("img", "src") if !at_home => None,
                _ => Some(value.into()),
            }
        })
        .clean(content)
        .to_string()
}

/// The text without its tags, for a digest.
pub(super) fn plain(content: &str) -> String {
    let text = ammonia::Builder::empty().clean(content).to_string();
    let text = text
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
