//! Articles as the calls that read them answer.

use serde_json::{Value, json};

use crate::sandbox::world::World;

/// Articles as the calls that read them answer: every field, the cover's address, a link for previews.
pub(super) fn items(world: &World, articles: &[Value]) -> Vec<Value> {
    let whole = |(index, article): (usize, &Value)| {
        let mut article = article.clone();
        let is_pictures = article["article_type"] == "newspic";
        let cover = if is_pictures {
            &article["image_info"]["image_list"][0]["image_media_id"]
        } else {
            &article["thumb_media_id"]
        };
        let media = cover.as_str().and_then(|id| world.media.get(id));
        let thumb_url = media.and_then(|media| media.url.clone());
        let texts = ["title", "author", "digest", "content", "content_source_url"];
        let numbers = ["need_open_comment", "only_fans_can_comment"];
        let defaults = texts
            .map(|name| (name, json!("")))
            .into_iter()
            .chain(numbers.map(|name| (name, json!(0))))
            .chain([
                ("article_type", json!("news")),
                ("thumb_media_id", json!("")),
                ("show_cover_pic", json!(0)),
                ("thumb_url", json!(thumb_url.unwrap_or_default())),
                (
                    "url",
                    json!(format!(
                        "http://mp.weixin.qq.com/s?__biz=Sandbox&idx={}&tempkey=preview",
                        index + 1
                    )),
                ),
            ]);
        for (name, value) in defaults {
            if article.get(name).is_none() {
                article[name] = value;
            }
        }
        article
    };
    articles.iter().enumerate().map(whole).collect()
}
