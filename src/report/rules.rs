//! The rules of a campaign in words: what is wrong, and what to do, in both languages.

use super::lang::{Lang, say};
use super::pictures::fetch_refusal;
use super::{picture_error, printable, removed, words};
use crate::campaign::problem::{Rule, Unit};

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
        say!(lang, "did you mean `{w}`?", "是否想写 `{w}`？", w = word)
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
        "{n} {unit}, at most {limit}",
        "{n} {unit}，上限 {limit}",
        n = length,
        unit = unit,
        limit = limit
    )
}

fn words_of(lang: Lang, rule: &Rule) -> (String, String) {
    let pair = |english: (&str, &str), chinese: (&str, &str)| {
        let (what, fix) = lang.pick(english, chinese);
        (what.to_owned(), fix.to_owned())
    };
    match rule {
        Rule::Syntax { message } => (
            say!(
                lang,
                "this is not TOML: {m}",
                "不是有效的 TOML：{m}",
                m = message
            ),
            say!(
                lang,
                "mend the syntax first; the rest is checked then",
                "请先修正语法，其余检查随后进行"
            ),
        ),
        Rule::Unreadable { path, why } => (
            say!(
                lang,
                "cannot read `{p}`: {w}",
                "无法读取 `{p}`：{w}",
                p = path.display(),
                w = words::known(lang, why)
            ),
            say!(
                lang,
                "check that it exists, is readable and is UTF-8",
                "请确认文件存在、可读且为 UTF-8"
            ),
        ),
        Rule::FileTooLarge { path, limit } => (
            say!(lang, "`{p}` is too large", "`{p}` 过大", p = path.display()),
            say!(
                lang,
                "at most {l} are read",
                "最多读取 {l}",
                l = words::bytes(*limit)
            ),
        ),
        Rule::UnknownKey { key, nearest } => (
            say!(lang, "unknown key `{k}`", "未知的键 `{k}`", k = key),
            meant(lang, nearest.as_ref(), say!(lang, "remove it", "请删除")),
        ),
        Rule::MissingKey { key } => (
            say!(lang, "`{k}` is missing", "缺少 `{k}`", k = key),
            say!(lang, "add `{k} = …` here", "请在此添加 `{k} = …`", k = key),
        ),
        Rule::NotSaidAbove { key } => (
            say!(
                lang,
                "the article does not say its `{k}`",
                "文章没有写明 `{k}`",
                k = key
            ),
            say!(
                lang,
                "write `{k}: …` between two lines of `---` at the top of the file",
                "请在文件开头的两行 `---` 之间写 `{k}: …`",
                k = key
            ),
        ),
        Rule::WrongType {
            key,
            expected,
            found,
        } => words::wrong_type(lang, key, expected, found),
        Rule::Empty { key } => (
            say!(lang, "`{k}` is empty", "`{k}` 为空", k = key),
            say!(lang, "fill it in, or remove the key", "请填写，或删除该键"),
        ),
        Rule::ControlCharacter { key } => (
            say!(
                lang,
                "`{k}` holds a control character",
                "`{k}` 含有控制字符",
                k = key
            ),
            say!(lang, "remove it; it cannot be seen", "请删除该不可见字符"),
        ),
        Rule::NotOneOf {
            key,
            value,
            allowed,
            nearest,
        } => (
            say!(
                lang,
                "`{k}` cannot be `{v}`",
                "`{k}` 不能为 `{v}`",
                k = key,
                v = value
            ),
            meant(
                lang,
                nearest.as_ref(),
                say!(lang, "one of: {a}", "可选：{a}", a = allowed.join(", ")),
            ),
        ),
        Rule::ExactlyOne { of, found } => (
            say!(
                lang,
                "{n} of `{of}` are given",
                "给出了 `{of}` 中的 {n} 个",
                n = found,
                of = of.join("`, `")
            ),
            say!(lang, "give exactly one", "必须且只能给出一个"),
        ),
        Rule::AllIsNotTrue => pair(
            (
                "`all = false` says nothing",
                "write `all = true` for everybody, or give `tag` or `openids`",
            ),
            (
                "`all = false` 没有意义",
                "发给全部粉丝写 `all = true`，否则给出 `tag` 或 `openids`",
            ),
        ),
        Rule::TooLong {
            field,
            length: n,
            limit,
            unit,
        } => (
            say!(lang, "`{f}` is too long", "`{f}` 过长", f = field),
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
                "`{f}` may be too long for WeChat",
                "`{f}` 可能超过微信限制",
                f = field
            ),
            length(lang, *n, *limit, *unit),
        ),
        Rule::ArticleCount { count } => (
            say!(lang, "{n} articles", "{n} 篇文章", n = count),
            say!(lang, "a news has 1 to 8", "图文须为 1 至 8 篇"),
        ),
        Rule::NoBody => pair(
            ("nothing to send", "add `[[articles]]` or `[message]`"),
            ("没有要发送的内容", "请添加 `[[articles]]` 或 `[message]`"),
        ),
        Rule::TwoBodies => pair(
            (
                "`[message]` beside `[[articles]]`",
                "a campaign sends one of the two",
            ),
            (
                "`[message]` 与 `[[articles]]` 同时存在",
                "一次活动只能发送其一",
            ),
        ),
        Rule::CoverMissing => pair(
            ("the article has no cover", "add `cover = \"picture.jpg\"`"),
            ("文章缺少封面", "请添加 `cover = \"picture.jpg\"`"),
        ),
        Rule::DigestIgnored => pair(
            (
                "WeChat shows a digest for a single article only",
                "it does no harm",
            ),
            ("微信只为单图文显示摘要", "不影响发送"),
        ),
        Rule::FileMissing { tried } => (
            say!(lang, "there is no such file", "文件不存在"),
            say!(
                lang,
                "tried `{p}`",
                "尝试的路径：`{p}`",
                p = tried.display()
            ),
        ),
        Rule::OutsideFolder { path } => (
            say!(
                lang,
                "`{p}` lies outside the campaign's folder",
                "`{p}` 在活动文件夹之外",
                p = path.display()
            ),
            say!(
                lang,
                "move it in, or allow it with `--allow-outside`",
                "请移入文件夹，或用 `--allow-outside` 允许"
            ),
        ),
        Rule::NotFetched { source } => (
            say!(
                lang,
                "the picture `{s}` is on another host",
                "图片 `{s}` 在外部主机上",
                s = source
            ),
            say!(
                lang,
                "`wxmass send` fetches and uploads it",
                "`wxmass send` 会下载并上传"
            ),
        ),
        Rule::FetchRefused { source, reason } => {
            let (why, fix) = fetch_refusal(lang, reason);
            let what = say!(
                lang,
                "the picture `{s}` cannot be fetched: {w}",
                "无法下载图片 `{s}`：{w}",
                s = source,
                w = why
            );
            (what, fix)
        }
        Rule::ForbiddenScheme { source } => (
            say!(lang, "`{s}` is not a path", "`{s}` 不是路径", s = source),
            say!(
                lang,
                "name a file in the campaign's folder",
                "请使用活动文件夹中的文件"
            ),
        ),
        Rule::PictureUnusable { source, error } => {
            let (why, fix) = picture_error(lang, error);
            let what = say!(
                lang,
                "the picture `{s}` cannot be used: {w}",
                "图片 `{s}` 无法使用：{w}",
                s = source,
                w = why
            );
            (what, fix)
        }
        Rule::PictureCount { count, limit } => (
            say!(lang, "{n} pictures", "{n} 张图片", n = count),
            say!(lang, "1 to {l}", "须为 1 至 {l} 张", l = limit),
        ),
        Rule::UnknownImage { name, nearest } => (
            say!(
                lang,
                "`[images]` has no `{n}`",
                "`[images]` 中没有 `{n}`",
                n = name
            ),
            meant(
                lang,
                nearest.as_ref(),
                say!(lang, "add it to `[images]`", "请在 `[images]` 中添加"),
            ),
        ),
        Rule::UnusedImage { name } => (
            say!(
                lang,
                "no article uses `image:{n}`",
                "没有文章使用 `image:{n}`",
                n = name
            ),
            say!(lang, "it is not uploaded", "不会上传"),
        ),
        Rule::MediaFormat { found, allowed } => (
            say!(
                lang,
                "files of type `{f}` are not taken here",
                "此处不接受 `{f}` 文件",
                f = found
            ),
            say!(lang, "one of: {a}", "可选：{a}", a = allowed),
        ),
        Rule::MediaTooLarge { bytes, limit } => (
            say!(
                lang,
                "the file has {b}",
                "文件大小为 {b}",
                b = words::bytes(*bytes)
            ),
            say!(lang, "at most {l}", "上限 {l}", l = words::bytes(*limit)),
        ),
        Rule::ContentKind { path } => (
            say!(
                lang,
                "`{p}` is neither Markdown nor HTML",
                "`{p}` 既不是 Markdown 也不是 HTML",
                p = path.display()
            ),
            say!(
                lang,
                "name a file that ends in .md or .html",
                "请使用 .md 或 .html 文件"
            ),
        ),
        Rule::ContentUnusable { why } => (
            say!(lang, "the article cannot be used", "文章无法使用"),
            why.clone(),
        ),
        Rule::ContentEmpty => pair(
            (
                "the article is empty",
                "WeChat refuses articles without text or pictures (44004)",
            ),
            ("文章为空", "微信拒绝没有文字和图片的文章（44004）"),
        ),
        Rule::Removed(what) => removed::sentence(lang, what),
        Rule::BadCrop { value } => (
            say!(
                lang,
                "`{v}` is not a rectangle",
                "`{v}` 不是矩形",
                v = value
            ),
            say!(
                lang,
                "write X1_Y1_X2_Y2 as fractions, such as 0_0.1_1_0.8",
                "请写 X1_Y1_X2_Y2 比例，如 0_0.1_1_0.8"
            ),
        ),
        Rule::CropShape {
            value,
            shape,
            middle,
        } => (
            say!(
                lang,
                "`{v}` is not {s} to 1 on this cover",
                "`{v}` 在此封面上不是 {s}:1",
                v = value,
                s = shape
            ),
            say!(
                lang,
                "the middle is `{m}`; it is taken when the key is left out",
                "居中裁剪为 `{m}`；省略此键时即采用",
                m = middle
            ),
        ),
        Rule::BadUrl { value } => (
            say!(
                lang,
                "`{v}` is not a web address",
                "`{v}` 不是网址",
                v = value
            ),
            say!(lang, "begin with https://", "应以 https:// 开头"),
        ),
        Rule::InvalidOpenId { value } => (
            say!(
                lang,
                "`{v}` is not an openid",
                "`{v}` 不是 openid",
                v = value
            ),
            say!(
                lang,
                "an openid has 28 letters, digits, `-` or `_`",
                "openid 为 28 位字母、数字、`-` 或 `_`"
            ),
        ),
        Rule::MoreInvalidOpenIds { count } => (
            say!(
                lang,
                "{n} more lines are no openids",
                "另有 {n} 行不是 openid",
                n = count
            ),
            say!(
                lang,
                "mend the list and check again",
                "请修正列表后重新检查"
            ),
        ),
        Rule::NoOpenIdColumn => pair(
            (
                "the CSV has no column `openid`",
                "name the column in the first line",
            ),
            ("CSV 没有 `openid` 列", "请在首行写明列名"),
        ),
        Rule::NoOpenIds => pair(
            ("the list is empty", "WeChat wants at least two openids"),
            ("列表为空", "微信要求至少两个 openid"),
        ),
        Rule::OneOpenId => pair(
            (
                "the list has a single openid, and WeChat wants two (40130)",
                "use `wxmass preview --openid …` for one person",
            ),
            (
                "列表只有一个 openid，微信要求至少两个（40130）",
                "发给单人请用 `wxmass preview --openid …`",
            ),
        ),
        Rule::ArticleAlone => pair(
            (
                "an article by itself does not say to whom it goes",
                "write a campaign file that names it: `content = \"…\"` in `[[articles]]`, and an `[audience]`",
            ),
            (
                "单独的文章没有说明发给谁",
                "请写一个活动文件引用它：`[[articles]]` 中的 `content = \"…\"`，以及 `[audience]`",
            ),
        ),
        Rule::CampaignKind => pair(
            (
                "HTML cannot say its title and cover",
                "write a campaign file that names it: `title`, `cover` and `content` in `[[articles]]`",
            ),
            (
                "HTML 文件无法写明标题与封面",
                "请写一个活动文件引用它：`[[articles]]` 中的 `title`、`cover` 与 `content`",
            ),
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
        Rule::AudienceMissing => pair(
            (
                "the campaign does not say to whom it goes",
                "add `[audience]` with one of all, tag, openids",
            ),
            (
                "活动没有说明发给谁",
                "请添加 `[audience]`，给出 all、tag、openids 之一",
            ),
        ),
    }
}
