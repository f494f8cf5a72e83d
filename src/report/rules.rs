//! The rules of a campaign in words: what is wrong, and what to do, in both languages.

use super::files::{exactly_one, odd_title, unreadable};
use super::foreign::foreign;
use super::lang::{Lang, say, told};
use super::pictures::{fetch_refusal, stands_still};
use super::size::{bytes, bytes_beside};
use super::{lists, picture_error, removed, sheet, slips, words};
use crate::campaign::problem::{Rule, Unit};
use crate::text::printable;

/// What is wrong, in one line and without the words of a campaign file.
pub fn rule(lang: Lang, rule: &Rule) -> String {
    let (what, fix) = sentence(lang, rule);
    match rule {
        Rule::MissingKey { .. } | Rule::Empty { .. } => what,
        _ => lang.pick(format!("{what}; {fix}"), format!("{what}；{fix}")),
    }
}

/// What is wrong, and what to do.
pub(super) fn sentence(lang: Lang, rule: &Rule) -> (String, String) {
    let (what, fix) = words_of(lang, rule);
    (printable(&what), printable(&fix))
}

fn meant(lang: Lang, nearest: Option<&String>, otherwise: String) -> String {
    nearest.map_or(otherwise, |word| {
        say!(lang, "did you mean `{word}`?", "是不是想写 `{word}`？")
    })
}

fn length(lang: Lang, length: usize, limit: usize, unit: Unit) -> String {
    let unit = match unit {
        Unit::Characters => lang.pick("characters", "个字符"),
        Unit::Widths => lang.pick(
            "width units (a Chinese character is 2)",
            "个宽度单位（汉字计 2）",
        ),
        Unit::Bytes => lang.pick("bytes", "字节"),
    };
    say!(
        lang,
        "{length} {unit}, at most {limit}",
        "{length} {unit}，上限 {limit}"
    )
}

fn words_of(lang: Lang, rule: &Rule) -> (String, String) {
    match rule {
        Rule::Syntax { message, slip } => slips::sentence(lang, slip.as_ref(), message),
        Rule::Unreadable { path, why } => unreadable(lang, &path.display().to_string(), why),
        Rule::FileTooLarge { path, limit } => told!(
            lang,
            ["`{p}` is too large", "at most {l} are read"],
            ["`{p}` 过大", "最多读取 {l}"],
            p = path.display(),
            l = bytes(*limit)
        ),
        Rule::UnknownKey { key, nearest } => (
            say!(lang, "unknown key `{key}`", "没有 `{key}` 这个配置项"),
            meant(lang, nearest.as_ref(), say!(lang, "remove it", "请删除")),
        ),
        Rule::MissingKey { key } => told!(
            lang,
            ["`{key}` is missing", "add `{key} = …` here"],
            ["缺少 `{key}`", "请在此添加 `{key} = …`"]
        ),
        Rule::NotSaidAbove { key } => told!(
            lang,
            [
                "the article does not say its `{key}`",
                "write `{key}: …` between two lines of `---` at the top of the file"
            ],
            [
                "文章没有写明 `{key}`",
                "请在文件开头的两行 `---` 之间写 `{key}: …`"
            ]
        ),
        Rule::WrongType {
            key,
            expected,
            found,
        } => words::wrong_type(lang, key, expected, found),
        Rule::Empty { key } => told!(
            lang,
            ["`{key}` is empty", "fill it in, or remove the key"],
            ["`{key}` 为空", "请填写，或删除这一项"]
        ),
        Rule::ControlCharacter { key } => told!(
            lang,
            [
                "`{key}` holds a control character",
                "remove it; it cannot be seen"
            ],
            ["`{key}` 含有控制字符", "请删除该不可见字符"]
        ),
        Rule::NotOneOf {
            key,
            value,
            allowed,
            nearest,
        } => (
            say!(
                lang,
                "`{key}` cannot be `{value}`",
                "`{key}` 不能为 `{value}`"
            ),
            meant(
                lang,
                nearest.as_ref(),
                say!(lang, "one of: {a}", "可选：{a}", a = allowed.join(", ")),
            ),
        ),
        Rule::ExactlyOne { table, of, found } => exactly_one(lang, table, of, *found),
        Rule::OneBracket { name } => slips::one_bracket(lang, name),
        Rule::Backslashes { better } => slips::backslashes(lang, better),
        Rule::InvisibleCharacter { key, character } => told!(
            lang,
            [
                "`{key}` holds a character that cannot be seen (U+{code:04X})",
                "delete it, or type the text again: another campaign could look the same"
            ],
            [
                "`{key}` 含有看不见的字符（U+{code:04X}）",
                "请删除它，或重新输入：否则会与另一个活动看起来相同"
            ],
            code = u32::from(*character)
        ),
        Rule::OddTitle(odd) => odd_title(lang, odd),
        Rule::LinkInText { url } => told!(
            lang,
            [
                "a link in a text message: `{url}`",
                "WeChat refuses links to other sites (40066): remove it, or link a mini program"
            ],
            [
                "文本消息中有链接 `{url}`",
                "微信会拒绝带外部链接的文本（40066）：请删除，或改用小程序链接"
            ]
        ),
        Rule::VideoRefused => told!(
            lang,
            [
                "a video that is uploaded by API can probably not be sent (48022)",
                "upload it in WeChat's console and send that id with `wxmass send-tag --video ID`, or put it into an article"
            ],
            [
                "通过接口上传的视频很可能无法群发（48022）",
                "请在公众平台上传后用 `wxmass send-tag --video ID` 群发，或把视频放进图文"
            ]
        ),
        Rule::CardRefused => told!(
            lang,
            [
                "WeChat no longer sends cards (45113)",
                "send articles or a text in its place"
            ],
            ["微信已不再支持群发卡券（45113）", "请改发图文或文本"]
        ),
        Rule::AllIsNotTrue => told!(
            lang,
            [
                "`all = false` says nothing",
                "write `all = true` for everybody, or give `tag` or `openids`"
            ],
            [
                "`all = false` 没有意义",
                "发给全部粉丝写 `all = true`，否则写 `tag` 或 `openids`"
            ]
        ),
        Rule::TooLong {
            field,
            length: n,
            limit,
            unit,
        } => (
            say!(lang, "`{field}` is too long", "`{field}` 过长"),
            length(lang, *n, *limit, *unit),
        ),
        Rule::Longish {
            field,
            length: n,
            limit,
            unit,
        } => (
            say!(
                lang,
                "`{field}` may be too long for WeChat",
                "`{field}` 可能超过微信限制"
            ),
            length(lang, *n, *limit, *unit),
        ),
        Rule::ArticleCount { count } => told!(
            lang,
            ["{count} articles", "a news has 1 to 8"],
            ["{count} 篇文章", "图文须为 1 至 8 篇"]
        ),
        Rule::NoBody => told!(
            lang,
            ["nothing to send", "add `[[articles]]` or `[message]`"],
            ["没有要发送的内容", "请添加 `[[articles]]` 或 `[message]`"]
        ),
        Rule::TwoBodies => told!(
            lang,
            [
                "`[message]` beside `[[articles]]`",
                "a campaign sends one of the two"
            ],
            [
                "`[message]` 与 `[[articles]]` 同时存在",
                "一次活动只能发送其一"
            ]
        ),
        Rule::CoverMissing => told!(
            lang,
            ["the article has no cover", "add `cover = \"picture.jpg\"`"],
            ["文章缺少封面", "请添加 `cover = \"picture.jpg\"`"]
        ),
        Rule::DigestIgnored => told!(
            lang,
            [
                "WeChat shows a digest for a single article only",
                "it does no harm"
            ],
            ["微信只为单图文显示摘要", "不影响发送"]
        ),
        Rule::FileMissing { tried, nearest } => (
            say!(
                lang,
                "the file `{p}` does not exist",
                "文件 `{p}` 不存在",
                p = tried.display()
            ),
            match nearest {
                Some(name) => say!(lang, "the nearest file: `{name}`", "最接近的文件：`{name}`"),
                None => say!(
                    lang,
                    "check the name and the folder; paths start at the file that names them",
                    "请检查文件名和文件夹；路径以写它的那个文件为起点"
                ),
            },
        ),
        Rule::OutsideFolder { path } => told!(
            lang,
            [
                "`{p}` lies outside the campaign's folder",
                "move it in, or allow it with `--allow-outside`"
            ],
            [
                "`{p}` 在活动文件夹之外",
                "请移入文件夹，或用 `--allow-outside` 允许"
            ],
            p = path.display()
        ),
        Rule::NotFetched { source } => told!(
            lang,
            [
                "the picture `{source}` is on another host",
                "`wxmass send` fetches and uploads it"
            ],
            ["图片 `{source}` 在外部主机上", "`wxmass send` 会下载并上传"]
        ),
        Rule::FetchRefused { source, reason } => {
            let (why, fix) = fetch_refusal(lang, reason);
            let what = say!(
                lang,
                "the picture `{source}` cannot be fetched: {why}",
                "无法下载图片 `{source}`：{why}"
            );
            (what, fix)
        }
        Rule::ForbiddenScheme { source } => told!(
            lang,
            [
                "`{source}` is not a path",
                "name a file in the campaign's folder"
            ],
            ["`{source}` 不是路径", "请使用活动文件夹中的文件"]
        ),
        Rule::PictureUnusable { source, error } => {
            let (why, fix) = picture_error(lang, error);
            let what = say!(
                lang,
                "the picture `{source}` cannot be used: {why}",
                "图片 `{source}` 无法使用：{why}"
            );
            (what, fix)
        }
        Rule::PictureCount { count, limit } => told!(
            lang,
            ["{count} pictures", "1 to {limit}"],
            ["{count} 张图片", "须为 1 至 {limit} 张"]
        ),
        Rule::UnknownImage { name, nearest } => (
            say!(
                lang,
                "`[images]` has no `{name}`",
                "`[images]` 中没有 `{name}`"
            ),
            meant(
                lang,
                nearest.as_ref(),
                say!(lang, "add it to `[images]`", "请在 `[images]` 中添加"),
            ),
        ),
        Rule::UnusedImage { name } => told!(
            lang,
            ["no article uses `image:{name}`", "it is not uploaded"],
            ["没有文章使用 `image:{name}`", "不会上传"]
        ),
        Rule::StandsStill { source, format } => stands_still(lang, source, *format),
        Rule::MediaFormat { found, allowed } => told!(
            lang,
            [
                "files of type `{found}` are not taken here",
                "one of: {allowed}"
            ],
            ["此处不接受 `{found}` 文件", "可选：{allowed}"]
        ),
        Rule::MediaTooLarge { bytes, limit } => told!(
            lang,
            ["the file has {b}", "at most {l}"],
            ["文件大小为 {b}", "上限 {l}"],
            b = bytes_beside(*bytes, *limit),
            l = bytes_beside(*limit, *bytes)
        ),
        Rule::ContentKind { path } => told!(
            lang,
            [
                "`{p}` is neither Markdown nor HTML",
                "name a file that ends in .md or .html"
            ],
            [
                "`{p}` 既不是 Markdown 也不是 HTML",
                "请使用 .md 或 .html 文件"
            ],
            p = path.display()
        ),
        Rule::ContentUnusable { why } => (
            say!(lang, "the article cannot be used", "文章无法使用"),
            why.clone(),
        ),
        Rule::ContentEmpty => told!(
            lang,
            [
                "the article is empty",
                "WeChat refuses articles without text or pictures (44004)"
            ],
            ["文章为空", "微信拒绝没有文字和图片的文章（44004）"]
        ),
        Rule::Removed(what) => removed::sentence(lang, what),
        Rule::Sheet(what) => sheet::sentence(lang, what),
        Rule::ContentTooLong {
            length: n,
            limit,
            unit,
            weight,
            cut_after,
            judged,
        } => sheet::too_long(
            lang,
            &length(lang, *n, *limit, *unit),
            *weight,
            *cut_after,
            *judged,
        ),
        Rule::BadSetting { key, value, like } => told!(
            lang,
            [
                "`{key}` cannot be `{value}`",
                "write something like `{like}`"
            ],
            ["`{key}` 不能是 `{value}`", "请写成 `{like}` 这样的值"]
        ),
        Rule::EndsBeforeItBegins => told!(
            lang,
            [
                "`until` is earlier than `at`",
                "write a later time, or leave it out"
            ],
            ["`until` 早于 `at`", "请写一个更晚的时间，或删去"]
        ),
        Rule::BadCrop { value } => told!(
            lang,
            [
                "`{value}` is not a rectangle",
                "write X1_Y1_X2_Y2 as fractions, such as 0_0.1_1_0.8"
            ],
            [
                "`{value}` 不是矩形",
                "请写 X1_Y1_X2_Y2 比例，如 0_0.1_1_0.8"
            ]
        ),
        Rule::CropShape {
            value,
            shape,
            middle,
        } => told!(
            lang,
            [
                "`{value}` is not {shape} to 1 on this cover",
                "the middle is `{middle}`; it is taken when the key is left out"
            ],
            [
                "`{value}` 在此封面上不是 {shape}:1",
                "居中裁剪为 `{middle}`；省略此键时即采用"
            ]
        ),
        Rule::BadUrl { value } => told!(
            lang,
            ["`{value}` is not a web address", "begin with https://"],
            ["`{value}` 不是网址", "应以 https:// 开头"]
        ),
        Rule::List(fault) => lists::sentence(lang, fault),
        Rule::ForeignFile { path, what } => foreign(lang, path, *what),
        Rule::More { count, .. } => told!(
            lang,
            [
                "{count} more problems of this kind in this file",
                "fix the ones above first, then check again"
            ],
            [
                "此文件中还有 {count} 处同类问题",
                "先改好上面这些，再检查一次"
            ]
        ),
        Rule::ArticleAlone => told!(
            lang,
            [
                "an article by itself does not say to whom it goes",
                "say it with `--tag`, `--openids` or `--all`, or write a campaign file that names the article"
            ],
            [
                "单独的文章没有说明发给谁",
                "请用 `--tag`、`--openids` 或 `--all` 指明，或写一个引用该文章的活动文件"
            ]
        ),
        Rule::CampaignKind => told!(
            lang,
            [
                "HTML cannot say its title and cover",
                "write a campaign file that names it: `title`, `cover` and `content` in `[[articles]]`"
            ],
            [
                "HTML 文件无法写明标题与封面",
                "请写一个活动文件引用它：`[[articles]]` 中的 `title`、`cover` 与 `content`"
            ]
        ),
        Rule::CampaignFolder { inside } => (
            say!(lang, "this is a folder", "这是一个文件夹"),
            match inside {
                Some(file) => say!(
                    lang,
                    "give the campaign in it: {f}",
                    "请给出其中的活动文件：{f}",
                    f = file.display()
                ),
                None => say!(
                    lang,
                    "give a campaign file; `wxmass init DIR` makes one",
                    "请给出活动文件；`wxmass init DIR` 可新建"
                ),
            },
        ),
        Rule::OutsideTable { key } => told!(
            lang,
            [
                "`{key}` stands outside an account's table",
                "put it below a line such as [main]"
            ],
            ["`{key}` 不在账号表之内", "请写在 [main] 之类的一行之下"]
        ),
        Rule::CannotBeThis { key, wanted } => told!(
            lang,
            ["`{key}` cannot be this", "it takes {w}"],
            ["`{key}` 的值不对", "应为 {w}"],
            w = lang.pick(wanted[0], wanted[1])
        ),
        Rule::AudienceMissing => told!(
            lang,
            [
                "no audience: the campaign does not say to whom it goes",
                "add `[audience]` with `all`, `tag` or `openids`, such as `tag = \"VIP\"`"
            ],
            [
                "还没写发给谁",
                "请加上 `[audience]`，例如 `tag = \"VIP\"`（或 `all = true`、`openids = \"名单.csv\"`）"
            ]
        ),
    }
}
