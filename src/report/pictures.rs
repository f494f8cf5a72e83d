//! Pictures in words: why one cannot be used and what to do, and what was done to one that was made to fit.

use super::lang::{Lang, say};
use super::words::bytes;
use crate::content::picture::{MAX_PIXELS, MAX_SIDE, PictureError};
use crate::pipeline::event::PictureNote;

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
        PictureError::NotAPicture => (
            say!(lang, "it is not a picture", "不是图片"),
            say!(
                lang,
                "name a JPEG, PNG, GIF, WebP, AVIF, SVG, BMP or TIFF file",
                "请使用 JPEG、PNG、GIF、WebP、AVIF、SVG、BMP 或 TIFF 文件"
            ),
        ),
        PictureError::Unsupported { format } => (
            say!(
                lang,
                "it is {f}, which is not read",
                "格式为 {f}，无法读取",
                f = format
            ),
            export(),
        ),
        PictureError::TooManyPixels { width, height } => (
            say!(
                lang,
                "{w} × {h} pixels are too many: at most {side} a side and {all} in all",
                "{w} × {h} 像素过多：单边上限 {side}，总数上限 {all}",
                w = width,
                h = height,
                side = MAX_SIDE,
                all = MAX_PIXELS
            ),
            say!(lang, "make it smaller", "请缩小图片"),
        ),
        PictureError::Broken(why) => (
            say!(lang, "it is broken: {why}", "文件已损坏：{why}", why = why),
            export(),
        ),
        PictureError::Outside { asked } => (
            say!(
                lang,
                "the SVG asks for `{a}`, and nothing outside the file is read",
                "SVG 引用了 `{a}`，而文件之外的内容不会读取",
                a = asked
            ),
            say!(
                lang,
                "embed that picture in the SVG as JPEG or PNG, or export the whole as PNG",
                "请将该图片以 JPEG 或 PNG 嵌入 SVG，或整体导出为 PNG"
            ),
        ),
        PictureError::ForeignObject => (
            say!(
                lang,
                "the SVG has HTML in it (foreignObject), which would not be drawn",
                "SVG 内含 HTML（foreignObject），无法绘制"
            ),
            say!(
                lang,
                "export it as PNG, or with plain SVG text",
                "请导出为 PNG，或使用纯 SVG 文字"
            ),
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
                    "the SVG has letters that no font of this machine has: {l}",
                    "SVG 内含本机字体没有的字：{l}",
                    l = letters
                ),
            };
            (what, fix)
        }
        PictureError::CannotFit { limit } => (
            say!(
                lang,
                "it cannot be made smaller than {l} bytes",
                "无法压缩到 {l} 字节以下",
                l = limit
            ),
            export(),
        ),
    }
}

/// What was done: ` (3.1 MB PNG → 812 KB JPEG, quality 88)`.
pub(super) fn note(lang: Lang, note: &PictureNote) -> String {
    let quality = note
        .quality
        .map(|it| say!(lang, ", quality {q}", "，质量 {q}", q = it))
        .unwrap_or_default();
    let still = if note.is_still {
        lang.pick(", first frame of an animation", "，动画的第一帧")
    } else {
        ""
    };
    format!(
        " ({} {} → {} {}{quality}{still})",
        bytes(note.from_bytes),
        note.from_format,
        bytes(note.to_bytes),
        note.to_format
    )
}
