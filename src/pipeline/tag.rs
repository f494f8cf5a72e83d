//! A tag as the operator wrote it, found among those of the account.

use super::{Error, error::Step};
use crate::campaign::Tag;
use crate::text::nearest;
use crate::wechat::ids::TagId;
use crate::wechat::{Client, errcode, tags};

/// The tag's id; its name and how many have it, where the account may read its tags.
pub type Found = (TagId, Option<String>, Option<i64>);

/// Asks for the account's tags. One that is not among them is an error, with the one that is most like it.
pub async fn find(client: &Client, wanted: &Tag) -> Result<Found, Error> {
    let list = match (tags::list(client).await, wanted) {
        (Ok(list), _) => list,
        // An id can be sent to without knowing its name; who may not read tags may still send.
        (Err(error), Tag::Id(id)) if error.errcode() == Some(errcode::API_UNAUTHORIZED) => {
            return Ok((TagId::new(*id), None, None));
        }
        (Err(error), _) => return Err(Error::at(Step::Look)(error)),
    };
    let found = list.iter().find(|tag| match wanted {
        Tag::Id(id) => tag.id.get() == *id,
        Tag::Name(name) => tag.name == *name,
    });
    if let Some(tag) = found {
        return Ok((tag.id, Some(tag.name.clone()), tag.count));
    }
    let name = match wanted {
        Tag::Id(id) => id.to_string(),
        Tag::Name(name) => name.clone(),
    };
    let like = nearest(&name, list.iter().map(|tag| tag.name.as_str()));
    let like = list.iter().find(|tag| Some(&tag.name) == like.as_ref());
    let nearest = like.map(|tag| (tag.name.clone(), tag.count));
    Err(Error::UnknownTag { name, nearest })
}
