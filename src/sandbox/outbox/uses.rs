//! The uses of each piece of media: as a cover, as a picture of a post, in the text of an article.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::world::World;

/// Uses that are told of one piece.
const TOLD: usize = 3;

/// By the id of the medium: how it is used, in which article.
pub(super) fn of_all(world: &World) -> BTreeMap<&str, Vec<Value>> {
    let drafts = world.drafts.values().map(|draft| &draft.articles);
    let sends = world.sends.iter().map(|send| &send.articles);
    let publishes = world.publishes.iter().map(|publish| &publish.articles);
    let mut uses: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    let mut add = |id, how: &str, title: &Value| {
        let known = uses.entry(id).or_default();
        let one = json!({ "how": how, "title": title });
        if known.len() < TOLD && !known.contains(&one) {
            known.push(one);
        }
    };
    for article in drafts.chain(sends).chain(publishes).flatten() {
        let title = &article["title"];
        if let Some(id) = article["thumb_media_id"]
            .as_str()
            .filter(|id| !id.is_empty())
        {
            add(id, "cover", title);
        }
        let images = article["image_info"]["image_list"].as_array();
        for image in images.into_iter().flatten() {
            if let Some(id) = image["image_media_id"].as_str() {
                add(id, "post", title);
            }
        }
        for id in pictures(article["content"].as_str().unwrap_or_default()) {
            add(id, "text", title);
        }
    }
    uses
}

/// The ids in the addresses of an article's pictures.
fn pictures(content: &str) -> impl Iterator<Item = &str> {
    let addresses = content.split("mmbiz.qpic.cn/").skip(1);
    addresses.filter_map(|rest| rest.split(['/', '"', '?', ' ']).nth(1))
}
