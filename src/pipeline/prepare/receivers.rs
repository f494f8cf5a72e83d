//! The receivers of a preview, as the call takes them and as people read them.

use crate::campaign::Preview;
use crate::wechat::ids::OpenId;
use crate::wechat::mass;

/// The testers of a campaign, as the preview call takes them.
pub fn receivers(preview: &Preview) -> Vec<mass::Receiver> {
    let openids = preview
        .openids
        .iter()
        .map(|id| mass::Receiver::OpenId(OpenId::new(id.clone())));
    let names = preview
        .wxnames
        .iter()
        .map(|name| mass::Receiver::WxName(name.clone()));
    openids.chain(names).collect()
}

/// How a receiver is written in events and in the ledger.
pub fn shown(receiver: &mass::Receiver) -> String {
    match receiver {
        mass::Receiver::OpenId(id) => id.to_string(),
        mass::Receiver::WxName(name) => format!("@{name}"),
    }
}
