//! The text of a new campaign, with comments in the operator's language. It goes to the star group, which every account has,
//! as a test tag: what is sent by mistake reaches testers only.

use crate::report::Lang;
use crate::report::text;

/// The follower of the sandbox who gets previews.
const SANDBOX_TESTER: &str = "oSandbox00000000000000000001";

/// The campaign file. `tester` is who the account's owner has named for previews.
pub(super) fn campaign(lang: Lang, name: &str, tester: Option<&str>) -> String {
    let preview = preview(lang, tester);
    lang.pick(ENGLISH, CHINESE)
        .replace("NAME", &escaped(name))
        .replace("PREVIEW\n", &preview)
}

/// The article in Markdown.
pub(super) fn article(lang: Lang) -> &'static str {
    lang.pick(ENGLISH_ARTICLE, CHINESE_ARTICLE)
}

fn preview(lang: Lang, tester: Option<&str>) -> String {
    let hint = lang.pick(
        "# wxnames = [\"your_wechat_id\"]       # or by WeChat id (in WeChat: Me, the line below the name)\n",
        "# wxnames = [\"你的微信号\"]             # 也可写微信号（微信 → 我 → 名字下方）\n",
    );
    match tester {
        Some(openid) if crate::campaign::audience::is_openid(openid) => {
            format!("to = [\"{}\"]\n{hint}", escaped(openid))
        }
        Some(wxname) => format!("wxnames = [\"{}\"]\n", escaped(wxname)),
        None => format!(
            "to = [\"{SANDBOX_TESTER}\"]  # {}\n{hint}",
            text!(lang, init_openids_testers_one_exists_only)
        ),
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

const ENGLISH: &str = r#"#:schema ./campaign.schema.json
# What the ledger knows this campaign by: a campaign is sent once under its name.
name = "NAME"

[[articles]]
title = "春季新品 Spring"
author = "The editors"
cover = "cover.jpg"
content = "article.md"
comments = "off"                     # off | everyone | fans

[theme]
name = "default"                     # see `wxmass themes`
links = "footnotes"                  # WeChat drops foreign links for most accounts

[preview]                            # who sees it before anybody else
PREVIEW

[audience]                           # exactly one of all, tag, openids
tag = "星标组"                       # the star group, which every account has, as a test tag: star yourself and
                                     # colleagues in the console, and write the real tag here when all is right

[send]
wait = true
"#;

const CHINESE: &str = r#"#:schema ./campaign.schema.json
# 账本以此名识别这次活动：同一名称只会群发一次。
name = "NAME"

[[articles]]
title = "春季新品"
author = "编辑部"
cover = "cover.jpg"
content = "article.md"
comments = "off"                     # 留言：off 关闭 | everyone 所有人 | fans 仅粉丝

[theme]
name = "default"                     # 可选主题见 `wxmass themes`
links = "footnotes"                  # 多数账号的外部链接会被微信去掉，转为脚注

[preview]                            # 群发前谁先看到
PREVIEW

[audience]                           # all、tag、openids 三选一
tag = "星标组"                       # 每个公众号自带的星标组，用作测试标签：先在公众平台把自己和同事
                                     # 设为星标，确认无误后再改为正式标签；`wxmass tags` 可列出现有标签

[send]
wait = true                          # 等到微信发送完成
"#;

const ENGLISH_ARTICLE: &str = "# Hello, spring\n\nThis is an article that can be sent as it is. **Put your own words here**, then run `wxmass check`.\n\n\
![The colours of spring](cover.jpg)\n\n- pictures are uploaded by themselves\n- styles are written into the article\n- a campaign is sent once\n";

const CHINESE_ARTICLE: &str = "# 你好，春天\n\n这是一篇可以直接发送的示例文章。**改成你自己的内容**，再运行 `wxmass check`。\n\n\
![春天的颜色](cover.jpg)\n\n- 图片会自动上传\n- 样式会自动内联\n- 一次活动只会群发一次\n";
