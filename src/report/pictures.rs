//! Pictures in words: why one cannot be used or fetched and what to do, and what was done to one that was made to fit.

use super::lang::{Lang, say, told};
use super::size::bytes;
use crate::campaign::problem::FetchRefusal;
use crate::fetch::Outcome;
use crate::picture::{Format, Heavy, MAX_PIXELS, MAX_SIDE, PictureError, Purpose};
use crate::pipeline::event::PictureNote;
use crate::text::printable;

/// Why a picture cannot be used, and what to do.
pub fn picture_error(lang: Lang, error: &PictureError) -> (String, String) {
    let export = || {
        say!(
            lang,
            "save it as PNG or JPEG and name that file",
            "请另存为 PNG 或 JPEG，再引用该文件"
        )
    };
    match error {
        PictureError::NotAPicture => told!(
            lang,
            [
                "it is not a picture",
                "name a JPEG, PNG, GIF, WebP, SVG, BMP or TIFF file"
            ],
            [
                "不是图片",
                "请使用 JPEG、PNG、GIF、WebP、SVG、BMP 或 TIFF 文件"
            ]
        ),
        PictureError::Unsupported { format } if format == "HEIC" => told!(
            lang,
            [
                "it is HEIC, which is not read",
                "save it as PNG or JPEG; on an iPhone: Settings → Camera → Formats → Most Compatible"
            ],
            [
                "格式为 HEIC，无法读取",
                "请另存为 PNG 或 JPEG；iPhone 可在 设置 → 相机 → 格式 中选「兼容性最佳」"
            ]
        ),
        PictureError::Unsupported { format } => (
            say!(
                lang,
                "it is {format}, which is not read",
                "格式为 {format}，无法读取"
            ),
            export(),
        ),
        PictureError::TooManyPixels { width, height } => told!(
            lang,
            [
                "{width} × {height} pixels are too many: at most {side} a side and {all} in all",
                "make it smaller, or cut it into pieces"
            ],
            [
                "{width} × {height} 像素过多：单边上限 {side}，总数上限 {all}",
                "请缩小图片，或切成几张"
            ],
            side = MAX_SIDE,
            all = MAX_PIXELS
        ),
        PictureError::Broken(why) => (
            say!(lang, "it is broken: {why}", "文件已损坏：{why}"),
            export(),
        ),
        PictureError::TooLarge { limit } => told!(
            lang,
            ["it is larger than {l}", "make it smaller"],
            ["大于 {l}", "请缩小图片"],
            l = bytes(*limit)
        ),
        PictureError::EndsEarly => told!(
            lang,
            [
                "the file ends early: part of the picture is missing",
                "copy or download it again, whole"
            ],
            ["文件不完整：图片缺少后半部分", "请重新复制或下载完整的文件"]
        ),
        PictureError::TooManyFrames { limit } => told!(
            lang,
            [
                "the GIF has more than {limit} frames",
                "make it shorter, or send it as a video"
            ],
            ["GIF 超过 {limit} 帧", "请缩短动图，或改用视频"]
        ),
        PictureError::Outside { asked } => told!(
            lang,
            [
                "the SVG asks for `{asked}`, and nothing outside the file is read",
                "embed that picture in the SVG as JPEG or PNG, or export the whole as PNG"
            ],
            [
                "SVG 引用了 `{asked}`，而文件之外的内容不会读取",
                "请将该图片以 JPEG 或 PNG 嵌入 SVG，或整体导出为 PNG"
            ]
        ),
        PictureError::ForeignObject => told!(
            lang,
            [
                "the SVG has HTML in it (foreignObject), which would not be drawn",
                "export it as PNG, or with plain SVG text"
            ],
            [
                "SVG 内含 HTML（foreignObject），无法绘制",
                "请导出为 PNG，或使用纯 SVG 文字"
            ]
        ),
        PictureError::NoFont { letters } => {
            let fix = say!(
                lang,
                "install a font that has them (on Debian: apt-get install fonts-noto-cjk), or turn the text into outlines",
                "请安装含有这些字的字体（Debian：apt-get install fonts-noto-cjk），或将文字转为轮廓"
            );
            let what = match letters.as_str() {
                "" => say!(
                    lang,
                    "the SVG has text, and this machine has no font",
                    "SVG 内含文字，而本机没有任何字体"
                ),
                letters => say!(
                    lang,
                    "the SVG has letters that no font of this machine has: {letters}",
                    "SVG 内含本机字体没有的字：{letters}"
                ),
            };
            (what, fix)
        }
        PictureError::TooMuchWork { on } => told!(
            lang,
            [
                "drawing the SVG would take too much: {what}",
                "make that simpler, or export the drawing as PNG and name that file"
            ],
            [
                "绘制该 SVG 的工作量过大：{what}",
                "请简化该部分，或导出为 PNG 再引用该文件"
            ],
            what = heavy(lang, *on)
        ),
        PictureError::CannotFit { limit } => (
            say!(
                lang,
                "it cannot be made smaller than {limit} bytes",
                "无法压缩到 {limit} 字节以下"
            ),
            export(),
        ),
    }
}

/// What a drawing has too much of.
fn heavy(lang: Lang, on: Heavy) -> &'static str {
    match on {
        Heavy::Elements => lang.pick(
            "elements or letters, with all that `use`, markers and patterns repeat",
            "元素或文字（含 use、marker、pattern 的重复）",
        ),
        Heavy::Paths => lang.pick(
            "lines, or dashes and outlines of lines",
            "路径线段、虚线或描边",
        ),
        Heavy::Layers => lang.pick(
            "layers (masks, clip paths, opacity of groups)",
            "图层（mask、clipPath、组透明度）",
        ),
        Heavy::Filters => lang.pick("filters", "滤镜（filter）"),
        Heavy::Patterns => lang.pick("patterns", "图案（pattern）"),
        Heavy::Gradients => lang.pick("colours in gradients", "渐变的色标"),
        Heavy::Pictures => lang.pick("pictures inside it", "内嵌图片"),
        Heavy::Time => lang.pick("it was not done in time", "未能按时完成"),
    }
}

/// Why a picture of another host is not fetched, and what to do.
pub(super) fn fetch_refusal(lang: Lang, refusal: &FetchRefusal) -> (String, String) {
    let beside = || {
        say!(
            lang,
            "save it beside the article and name that file",
            "请保存到文章所在文件夹，再引用该文件"
        )
    };
    let later = || {
        say!(
            lang,
            "run the same command again, or save it beside the article",
            "请再次运行同一条命令，或将其保存到文章所在文件夹"
        )
    };
    match refusal {
        FetchRefusal::BadAddress => (
            say!(
                lang,
                "it is no http or https address",
                "不是 http 或 https 地址"
            ),
            beside(),
        ),
        FetchRefusal::Credentials => (
            say!(
                lang,
                "the address has a name or password in it",
                "地址中含有用户名或密码"
            ),
            beside(),
        ),
        FetchRefusal::Port(port) => told!(
            lang,
            [
                "port {port}: ports 80 and 443 alone are asked",
                "save it beside the article; for a host of your own network: --allow-private-pictures"
            ],
            [
                "端口 {port}：只访问 80 与 443 端口",
                "请保存到文章所在文件夹；若是内网主机，请用 --allow-private-pictures"
            ]
        ),
        FetchRefusal::Private { address } => told!(
            lang,
            [
                "{address} is this machine or its network",
                "save it beside the article, or allow it with --allow-private-pictures"
            ],
            [
                "{address} 是本机或内网地址",
                "请保存到文章所在文件夹，或用 --allow-private-pictures 允许"
            ]
        ),
        FetchRefusal::Forbidden { address } => (
            say!(
                lang,
                "{address} is never asked (link-local, reserved or a cloud's own service)",
                "{address} 一律不访问（链路本地、保留地址或云平台内部服务）"
            ),
            beside(),
        ),
        FetchRefusal::UnknownHost { host } => told!(
            lang,
            [
                "no host `{host}` is known",
                "look at the address; proxies are not used for pictures"
            ],
            ["找不到主机 `{host}`", "请检查地址；下载图片不使用代理"]
        ),
        FetchRefusal::Redirects { limit } => (
            say!(lang, "more than {limit} redirects", "重定向超过 {limit} 次"),
            beside(),
        ),
        FetchRefusal::Status(status) => (
            say!(lang, "the host answered {status}", "对方主机应答 {status}"),
            if refusal.is_passing() {
                later()
            } else {
                beside()
            },
        ),
        FetchRefusal::TooLarge { limit } => (
            say!(lang, "it is larger than {l}", "大于 {l}", l = bytes(*limit)),
            beside(),
        ),
        FetchRefusal::TooSlow { seconds } => (
            say!(
                lang,
                "it did not come within {seconds} s",
                "{seconds} 秒内未收完"
            ),
            later(),
        ),
        FetchRefusal::Picture(error) => picture_error(lang, error),
        FetchRefusal::Unreachable { why } => (
            say!(
                lang,
                "the host cannot be reached: {why}",
                "无法连接对方主机：{why}"
            ),
            later(),
        ),
        FetchRefusal::NotKept { folder, why } => told!(
            lang,
            [
                "it came, and cannot be kept in `{f}`: {why}",
                "make room there and see that you may write to it"
            ],
            [
                "已下载，但无法保存到 `{f}`：{why}",
                "请确认该目录有剩余空间且可写"
            ],
            f = folder.display()
        ),
        FetchRefusal::TooMany { count, limit } => (
            say!(
                lang,
                "{count} pictures of other hosts, at most {limit} are fetched",
                "外部图片共 {count} 张，最多下载 {limit} 张"
            ),
            beside(),
        ),
    }
}

/// One line for a picture that came just now; none for one that was kept, and for a refusal, which is a problem.
pub fn fetched(lang: Lang, outcome: &Outcome) -> Option<String> {
    let facts = outcome.result.as_ref().ok()?.facts?;
    Some(say!(
        lang,
        "fetched {s} ({b} {f})",
        "已下载 {s}（{b} {f}）",
        s = printable(&outcome.source),
        b = bytes(facts.bytes),
        f = facts.format
    ))
}

/// How many pictures `check` did not look at.
pub fn pictures_to_fetch(lang: Lang, count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    match lang {
        Lang::En => {
            format!("{count} picture{plural} of other hosts: `wxmass send` will fetch and upload")
        }
        Lang::Zh => format!("{count} 张外部图片：`wxmass send` 会下载并上传"),
    }
}

/// A picture of an article that moves and will not.
pub(super) fn stands_still(lang: Lang, source: &str, format: Format) -> (String, String) {
    let source = printable(source);
    let limit = bytes(Purpose::Message.limit());
    match format {
        Format::Gif => told!(
            lang,
            [
                "`{source}` is larger than {limit}: followers get its first frame, which does not move",
                "make the GIF smaller, and it keeps moving"
            ],
            [
                "`{source}` 超过 {limit}：读者只会看到第一帧，不会动",
                "压缩 GIF 后即可保持动画"
            ]
        ),
        _ => told!(
            lang,
            [
                "`{source}` is a moving {format}: followers get its first frame, which does not move",
                "save it as GIF of at most {limit}, and it keeps moving"
            ],
            [
                "`{source}` 是 {format} 动图：读者只会看到第一帧，不会动",
                "另存为不超过 {limit} 的 GIF 即可保持动画"
            ]
        ),
    }
}

/// What was done: ` (3.1 MB PNG → 812 KB JPEG, quality 88, width 4000 → 2000 px)`.
pub(super) fn note(lang: Lang, note: &PictureNote) -> String {
    let quality = note
        .quality
        .map(|it| say!(lang, ", quality {it}", "，质量 {it}"))
        .unwrap_or_default();
    let still = if note.is_still {
        lang.pick(", first frame of an animation", "，动画的第一帧")
    } else {
        ""
    };
    let (from, to) = (note.from_width, note.to_width);
    let width = if to < from {
        say!(
            lang,
            ", width {from} → {to} px",
            "，宽度 {from} → {to} 像素"
        )
    } else {
        String::new()
    };
    let blurred = if note.is_blurred {
        let lost = 100 - u64::from(to) * 100 / u64::from(from.max(1));
        say!(
            lang,
            ": lost {lost} % of its width; cut it into pieces to keep it sharp",
            "：宽度减少 {lost}%；切成几张可保持清晰"
        )
    } else {
        String::new()
    };
    format!(
        " ({} {} → {} {}{quality}{still}{width}{blurred})",
        bytes(note.from_bytes),
        note.from_format,
        bytes(note.to_bytes),
        note.to_format
    )
}
