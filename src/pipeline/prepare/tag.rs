//! A tag as the operator wrote it, found among those of the account.

use crate::campaign::Tag;
use crate::pipeline::{Context, Error, Step};
use crate::text::nearest;
use crate::wechat::ids::TagId;
use crate::wechat::{errcode, tags};

/// The tag's id; its name and how many have it, where the account may read its tags.
pub type Found = (TagId, Option<String>, Option<i64>);

/// Asks for the account's tags. One that is not among them is an error, with the one that is most like it; so is one that
/// names two of them.
pub async fn find(context: &Context, wanted: &Tag) -> Result<Found, Error> {
    let list = match (tags::list(&context.client).await, wanted) {
        (Ok(list), _) => {
            context.tags_seen.tell(&list);
            list
        }
        // An id can be sent to without knowing its name: an account that may not read its tags may still send.
        (Err(error), Tag::Id(id)) if error.errcode() == Some(errcode::API_UNAUTHORIZED) => {
            return Ok((TagId::new(*id), None, None));
        }
        (Err(error), _) => return Err(Error::at(Step::Preflight)(error)),
    };
    let is_meant = |tag: &&tags::Tag| match wanted {
        // Digits may be one tag's id and another one's name.
        Tag::Id(id) => tag.id.get() == *id || tag.name.trim() == id.to_string(),
        Tag::Name(name) => tag.name == *name,
    };
    let name = match wanted {
        Tag::Id(id) => id.to_string(),
        Tag::Name(name) => name.clone(),
    };
    let meant: Vec<_> = list.iter().filter(is_meant).collect();
    match meant.as_slice() {
        [tag] => Ok((tag.id, Some(tag.name.clone()), tag.count)),
        [] => {
            // Names that differ only in white space at their ends cannot be told apart by those who read them.
            let trimmed = list.iter().filter(|tag| tag.name.trim() == name.trim());
            if let [tag] = trimmed.collect::<Vec<_>>().as_slice() {
                return Ok((tag.id, Some(tag.name.clone()), tag.count));
            }
            let like = nearest(&name, list.iter().map(|tag| tag.name.as_str()));
            let like = list.iter().find(|tag| Some(&tag.name) == like.as_ref());
            let nearest = like.map(|tag| (tag.name.clone(), tag.count));
            Err(Error::UnknownTag { name, nearest })
        }
        several => Err(Error::AmbiguousTag {
            tags: several
                .iter()
                .map(|tag| (tag.id.get(), tag.name.clone()))
                .collect(),
            name,
        }),
    }
}
