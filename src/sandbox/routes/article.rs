//! Articles, whichever call brings them: what is refused ("draft_add", "uploadnewsmsg", `wechat-api.md` 3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use super::filter::{filtered, plain};
use super::media::no_such_media;
use super::written::Written;
use crate::sandbox::answer::{Refusal, refuse};
use crate::sandbox::call::{Call, unreadable};
use crate::sandbox::code;
use crate::sandbox::world::{MediaKind, World};

/// An article of any route, as it is sent and as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Article {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    article_type: Option<String>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    author: String,
    #[serde(default)]
    digest: String,
    #[serde(default)]
    content: String,
    #[serde(default)]
    content_source_url: String,
    #[serde(default)]
    thumb_media_id: String,
    #[serde(default)]
    need_open_comment: u8,
    #[serde(default)]
    only_fans_can_comment: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pic_crop_235_1: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pic_crop_1_1: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    show_cover_pic: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    image_info: Option<ImageInfo>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cover_info: Option<CoverInfo>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    product_info: Option<Value>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ImageInfo {
    image_list: Vec<ImageId>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ImageId {
    image_media_id: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct CoverInfo {
    crop_percent_list: Vec<Crop>,
}

/// A part of a cover; its corners are text on the page, and numbers do as well.
#[derive(Debug, Serialize, Deserialize)]
struct Crop {
    ratio: String,
    x1: Value,
    y1: Value,
    x2: Value,
    y2: Value,
}

/// The shapes of a cover's cuts.
const RATIOS: [&str; 3] = ["2.35_1", "1_1", "16_9"];

/// The call that brings it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    Draft,
    Material,
    Upload,
}

/// Reads articles, refuses what WeChat refuses, and answers them as they are kept.
pub(super) fn read_all(
    world: &World,
    articles: &[Value],
    call: &Call,
    route: Route,
) -> Result<Vec<Value>, Refusal> {
    if articles.is_empty() {
        return Err(refuse(code::EMPTY_NEWS, "empty news data"));
    }
    if articles.len() > 8 {
        return Err(refuse(code::TOO_MANY_ARTICLES, "article size out of limit"));
    }
    let read = |(index, value)| read(world, value, &format!("articles[{index}]"), call, route);
    articles.iter().enumerate().map(read).collect()
}

/// Reads one article, which stands at `path` of the body.
pub(super) fn read(
    world: &World,
    value: &Value,
    path: &str,
    call: &Call,
    route: Route,
) -> Result<Value, Refusal> {
    let written = Written::of(&call.body);
    let mut article: Article = call.read(value, path)?;
    check(world, &article, &written, route, call.now)?;
    // A picture post is plain text.
    if article.article_type.as_deref() != Some("newspic") {
        article.content = filtered(&article.content, world.settings.pay);
        if article.image_info.take().is_some() {
            call.note(format!("{path}.image_info"))?;
        }
    }
    serde_json::to_value(article).map_err(|_| unreadable())
}

/// The beginning of the text stands for the digest where the only article of the news has none.
pub(super) fn digest(articles: &mut [Value], length: usize) {
    if let [article] = articles
        && article["digest"].as_str().unwrap_or_default().is_empty()
    {
        let text = plain(article["content"].as_str().unwrap_or_default());
        article["digest"] = json!(text.chars().take(length).collect::<String>());
    }
}

fn check(
    world: &World,
    article: &Article,
    written: &Written,
    route: Route,
    now: Timestamp,
) -> Result<(), Refusal> {
    let kind = article.article_type.as_deref().unwrap_or("news");
    let is_pictures = match (kind, route) {
        ("news", _) => false,
        ("newspic", Route::Draft) => true,
        _ => return Err(refuse(code::INVALID_ARGS, "invalid args")),
    };
    check_lengths(article, written)?;
    if article.need_open_comment > 1
        || article.only_fans_can_comment > 1
        || article.show_cover_pic.unwrap_or(0) > 1
    {
        return Err(refuse(code::INVALID_ARGS, "invalid args"));
    }
    let crops = [&article.pic_crop_235_1, &article.pic_crop_1_1];
    let corners = |crop: &str| crop.split('_').map(str::to_owned).collect::<Vec<_>>();
    if !crops
        .into_iter()
        .flatten()
        .all(|crop| is_crop(&corners(crop)))
    {
        return Err(refuse(code::INVALID_ARGS, "invalid args"));
    }
    if article.product_info.is_some() {
        return Err(refuse(
            code::GOODS_NOT_OPENED,
            "goods permission not opened",
        ));
    }
    let cuts = article
        .cover_info
        .as_ref()
        .map_or(&[][..], |info| &info.crop_percent_list);
    let is_right = |cut: &Crop| {
        RATIOS.contains(&cut.ratio.as_str())
            && is_crop(&[&cut.x1, &cut.y1, &cut.x2, &cut.y2].map(in_text))
    };
    if !cuts.iter().all(is_right) {
        return Err(refuse(code::INVALID_ARGS, "invalid args"));
    }
    if is_pictures {
        return check_pictures(world, article, now);
    }
    cover(world, &article.thumb_media_id, route, now)
}

/// The texts, as long as they are in the request (`wechat-api.md` 3.6).
fn check_lengths(article: &Article, written: &Written) -> Result<(), Refusal> {
    let counted = |text| written.counted(text);
    let characters = |text| counted(text).chars().count();
    if article.title.is_empty() || counted(&article.title).width() > 64 {
        return Err(refuse(code::TITLE_TOO_LONG, "title size out of limit"));
    }
    if characters(&article.author) > 16 {
        return Err(refuse(code::AUTHOR_TOO_LONG, "author size out of limit"));
    }
    if characters(&article.digest) > 128 {
        return Err(refuse(
            code::DIGEST_TOO_LONG,
            "description size out of limit",
        ));
    }
    if article.content_source_url.len() > 1024 {
        return Err(refuse(code::URL_TOO_LONG, "url size out of limit"));
    }
    if article.content.trim().is_empty() {
        return Err(refuse(code::EMPTY_CONTENT, "empty content"));
    }
    if characters(&article.content) >= 20_000 || counted(&article.content).len() >= 1_048_576 {
        return Err(refuse(code::CONTENT_TOO_LONG, "content size out of limit"));
    }
    Ok(())
}

/// The pictures of a picture post.
fn check_pictures(world: &World, article: &Article, now: Timestamp) -> Result<(), Refusal> {
    let images = article
        .image_info
        .as_ref()
        .map_or(&[][..], |info| &info.image_list);
    if images.is_empty() || images.len() > 20 {
        return Err(refuse(code::INVALID_IMAGE_COUNT, "invalid image count"));
    }
    images
        .iter()
        .try_for_each(|image| cover(world, &image.image_media_id, Route::Draft, now))
}

/// Each route knows one kind of cover (`wechat-api.md` 3.4).
fn cover(world: &World, id: &str, route: Route, now: Timestamp) -> Result<(), Refusal> {
    let kind = world.medium(id, now).map(|media| media.kind);
    match (route, kind) {
        (Route::Draft | Route::Material, Some(MediaKind::Image | MediaKind::Thumb))
        | (Route::Upload, Some(MediaKind::TemporaryThumb)) => Ok(()),
        (Route::Upload, Some(MediaKind::TemporaryImage)) => {
            Err(refuse(code::INVALID_MEDIA_TYPE, "invalid media type").hinted())
        }
        _ => Err(no_such_media()),
    }
}

/// A corner's fraction as its text.
fn in_text(corner: &Value) -> String {
    let text = corner.as_str().map(str::to_owned);
    text.unwrap_or_else(|| corner.to_string())
}

/// A rectangle in fractions of the picture: left, top, right, bottom, at most six decimals.
fn is_crop<T: AsRef<str>>(corners: &[T]) -> bool {
    let read = |text: &T| {
        let text = text.as_ref();
        let decimals = text.split_once('.').map_or(0, |(_, it)| it.len());
        let number: f64 = text.parse().ok()?;
        ((0.0..=1.0).contains(&number) && decimals <= 6).then_some(number)
    };
    let numbers: Option<Vec<_>> = corners.iter().map(read).collect();
    matches!(numbers.as_deref(), Some([left, top, right, bottom]) if left < right && top < bottom)
}
