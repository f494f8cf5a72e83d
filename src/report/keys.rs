//! The purpose of each key of a campaign file, in one line: what an editor shows beside it.

use super::Lang;

/// The line on the key at `path`, as in `articles.title`; `None` for a key that is not here.
pub fn key(lang: Lang, path: &str) -> Option<&'static str> {
    let found = KEYS.iter().find(|(known, _, _)| *known == path);
    found.map(|(_, english, chinese)| lang.pick(*english, *chinese))
}

const KEYS: &[(&str, &str, &str)] = &[
    (
        "name",
        "What the ledger knows the campaign by: it is sent once under its name",
        "账本以此名识别活动：同一名称只群发一次",
    ),
    (
        "account",
        "A profile of the accounts file",
        "账号文件中的账号名",
    ),
    (
        "route",
        "How news come into the account",
        "图文以何种方式进入账号",
    ),
    (
        "allow_long",
        "Let WeChat judge articles that are too long",
        "过长的文章交由微信判断",
    ),
    (
        "accounts",
        "What an account has of its own: `[accounts.NAME.audience]`, `[accounts.NAME.preview]`",
        "某个账号单独的设置：`[accounts.账号名.audience]`、`[accounts.账号名.preview]`",
    ),
    (
        "articles",
        "One to eight articles, in the order in which they are shown",
        "一到八篇文章，按显示顺序",
    ),
    (
        "articles.title",
        "At most 32 Chinese or 64 Latin characters",
        "最多 32 个汉字或 64 个字母",
    ),
    (
        "articles.author",
        "At most 8 Chinese or 16 Latin characters",
        "最多 8 个汉字或 16 个字母",
    ),
    (
        "articles.digest",
        "At most 120 characters, shown for a single article",
        "最多 120 字，仅单篇时显示",
    ),
    (
        "articles.cover",
        "A picture file, image:NAME or an https address",
        "图片文件、image:名称 或 https 地址",
    ),
    (
        "articles.content",
        "A Markdown or HTML file",
        "Markdown 或 HTML 文件",
    ),
    (
        "articles.source_url",
        "Where `read more` leads",
        "“阅读原文”的链接",
    ),
    (
        "articles.show_cover",
        "Cover at the top of the text",
        "正文顶部显示封面",
    ),
    ("articles.comments", "Who may comment", "谁可以留言"),
    (
        "articles.type",
        "`newspic` is a post of pictures",
        "`newspic` 为贴图（图片消息）",
    ),
    (
        "articles.images",
        "The pictures of a post of pictures",
        "贴图中的图片",
    ),
    (
        "articles.crop_235_1",
        "The part of the cover for the wide card: X1_Y1_X2_Y2",
        "封面宽卡片的裁剪：X1_Y1_X2_Y2",
    ),
    (
        "articles.crop_1_1",
        "The part of the cover for the square card: X1_Y1_X2_Y2",
        "封面方卡片的裁剪：X1_Y1_X2_Y2",
    ),
    (
        "articles.allow_long",
        "Let WeChat judge this article though it is too long",
        "此文过长时交由微信判断",
    ),
    (
        "message",
        "Exactly one thing to send in place of articles",
        "不发图文时，要发送的唯一一项",
    ),
    (
        "message.text",
        "Text; a warning above 600 characters",
        "文本，超过 600 字会警告",
    ),
    (
        "message.images",
        "At most 20 picture files",
        "最多 20 个图片文件",
    ),
    (
        "message.voice",
        "mp3, wma, wav or amr, at most 2 MB",
        "mp3、wma、wav 或 amr，最大 2 MB",
    ),
    (
        "message.video",
        "An mp4 file, at most 10 MB",
        "mp4 文件，最大 10 MB",
    ),
    ("message.video.file", "The mp4 file", "mp4 文件"),
    ("message.video.title", "The title of the video", "视频标题"),
    (
        "message.video.introduction",
        "A line about the video",
        "视频简介",
    ),
    (
        "message.video.description",
        "The same as `introduction`",
        "同 `introduction`",
    ),
    ("message.card", "The id of a coupon", "卡券 ID"),
    (
        "images",
        "Pictures by name, for any article as image:NAME",
        "命名的图片，文章中写作 image:名称",
    ),
    ("theme", "How Markdown looks", "Markdown 的样式"),
    (
        "theme.name",
        "A theme; `wxmass themes` lists them",
        "主题，见 `wxmass themes`",
    ),
    (
        "theme.css",
        "A style sheet of your own, in place of `name`",
        "自己的样式表，与 `name` 二选一",
    ),
    (
        "theme.links",
        "Foreign links: kept, or as footnotes",
        "外部链接：保留或转为脚注",
    ),
    (
        "theme.breaks",
        "Line ends of Markdown stay line ends",
        "Markdown 的换行保留为换行",
    ),
    (
        "theme.color",
        "The colour of the theme, as in #07c160",
        "主题色，如 #07c160",
    ),
    ("theme.font_size", "Pixels, 12 to 24", "字号，12 至 24 像素"),
    ("theme.line_height", "1.2 to 3", "行高，1.2 至 3"),
    ("theme.align", "How lines end", "对齐方式"),
    ("theme.indent", "First lines are indented", "首行缩进"),
    ("theme.heading_numbers", "Headings are numbered", "标题编号"),
    ("theme.code", "The frame of code", "代码块的外框"),
    (
        "theme.line_numbers",
        "Lines of code are numbered",
        "代码行号",
    ),
    (
        "theme.caption",
        "What stands below pictures",
        "图片下的说明",
    ),
    (
        "theme.tables",
        "Wide tables scroll, or are made to fit",
        "宽表格：滚动或缩放",
    ),
    (
        "theme.keep",
        "CSS properties that are kept though they may be lost",
        "可能丢失但仍要保留的 CSS 属性",
    ),
    (
        "preview",
        "Who sees it before anybody else",
        "群发前谁先看到",
    ),
    ("preview.to", "Openids of testers", "测试者的 openid"),
    ("preview.wxnames", "WeChat ids of testers", "测试者的微信号"),
    (
        "audience",
        "Exactly one of all, tag, openids; there is no default",
        "all、tag、openids 三选一，没有默认值",
    ),
    ("audience.all", "Every follower", "全部粉丝"),
    (
        "audience.tag",
        "A tag's name or id; `wxmass tags` lists both",
        "标签名或 id，见 `wxmass tags`",
    ),
    (
        "audience.openids",
        "A list, or a file: text, CSV with a column openid, JSON Lines",
        "名单或文件：文本、含 openid 列的 CSV、JSON Lines",
    ),
    ("send", "How it is sent", "群发选项"),
    (
        "send.ignore_reprint",
        "Go on when an article is judged a reprint that may be reprinted",
        "判定为可转载时继续群发",
    ),
    (
        "send.wait",
        "Ask until WeChat has finished",
        "等到微信发送完成",
    ),
    (
        "message.title",
        "Beside pictures: the title",
        "图片消息的标题",
    ),
    (
        "message.recommend",
        "Beside pictures: the words by which they are recommended",
        "图片消息的推荐语",
    ),
    (
        "message.comments",
        "Beside pictures: who may comment",
        "图片消息：谁可以留言",
    ),
    (
        "audience.tags",
        "Several tags, each follower once",
        "多个标签，每位粉丝只收到一次",
    ),
    (
        "audience.without",
        "With `tags`: a list of openids that get nothing",
        "与 `tags` 一起使用：不发送的 openid 名单",
    ),
    (
        "send.at",
        "The time of the mass call, Beijing's unless an offset is given",
        "群发时间，未写时区即北京时间",
    ),
    (
        "send.until",
        "The last moment for it; else the minute that `at` names",
        "最迟时间；不写则只在 `at` 那一分钟内",
    ),
];
