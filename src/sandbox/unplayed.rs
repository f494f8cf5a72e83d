//! Calls of WeChat's that the sandbox does not play. It says so, where an empty 404 would look like a misspelt path.
//!
//! Names as in `calls`; one that ends with `/` stands for everything below it, where the sandbox plays nothing at all.

#[rustfmt::skip]
const NAMES: &[&str] = &[
    // Menus, automatic replies, messages to one person, scenes, links.
    "menu/create", "menu/get", "menu/delete", "menu/addconditional", "menu/delconditional", "menu/trymatch",
    "get_current_selfmenu_info", "get_current_autoreply_info",
    "message/custom/send", "message/custom/typing", "message/template/send", "message/template/subscribe",
    "message/subscribe/bizsend", "message/subscribe/send", "template/api_set_industry", "template/get_industry",
    "template/api_add_template", "template/get_all_private_template", "template/del_private_template",
    "qrcode/create", "shorturl", "shorten/gen", "shorten/fetch", "ticket/getticket",
    // Followers one by one, their older groups, the blacklist.
    "user/info/updateremark", "groups/create", "groups/get", "groups/getid", "groups/update", "groups/delete",
    "groups/members/update", "groups/members/batchupdate", "tags/members/getblacklist", "tags/members/batchblacklist",
    "tags/members/batchunblacklist", "changeopenid",
    // Comments, voices, older material.
    "comment/open", "comment/close", "comment/list", "comment/markelect", "comment/unmarkelect", "comment/delete",
    "comment/reply/add", "comment/reply/delete", "media/get/jssdk", "media/voice/addvoicetorecofortext",
    "media/voice/queryrecoresultfortext", "media/voice/translatecontent",
    // Staff, shops, cards and devices have places of their own.
    "customservice/getkflist", "customservice/getonlinekflist", "guide/", "express/", "wxopen/", "component/", "account/",
    "/card/", "/customservice/", "/sns/", "/poi/", "/shakearound/", "/semantic/", "/scan/", "/device/", "/merchant/", "/bizwifi/",
    "/intp/", "/cv/", "/channels/", "/wxa/", "/shop/", "/product/", "/nontax/",
    "/datacube/getusersummary", "/datacube/getusercumulate", "/datacube/getupstreammsg", "/datacube/getupstreammsghour",
    "/datacube/getupstreammsgweek", "/datacube/getupstreammsgmonth", "/datacube/getupstreammsgdist",
    "/datacube/getupstreammsgdistweek", "/datacube/getupstreammsgdistmonth", "/datacube/getinterfacesummary",
    "/datacube/getinterfacesummaryhour", "/datacube/getcardbizuininfo",
];

/// The names of the calls that are not played, and the places.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|name| name.trim_start_matches('/'))
}

/// Whether WeChat has a call of this path which the sandbox does not play.
pub(super) fn has(path: &str) -> bool {
    NAMES.iter().any(|name| {
        let rest = if name.starts_with('/') {
            path.strip_prefix(name)
        } else {
            path.strip_prefix("/cgi-bin/")
                .and_then(|path| path.strip_prefix(name))
        };
        rest.is_some_and(|rest| rest.is_empty() != name.ends_with('/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_wechats_or_it_is_misspelt() {
        for path in [
            "/cgi-bin/menu/get",
            "/cgi-bin/user/info/updateremark",
            "/cgi-bin/guide/addguideacct",
            "/card/create",
            "/datacube/getusersummary",
        ] {
            assert!(has(path), "{path}");
        }
        for path in [
            "/cgi-bin/menu/gett",
            "/cgi-bin/menu",
            "/menu/get",
            "/card/",
            "/card",
            "/cgi-bin/card/create",
            "/",
            "/cgi-bin/",
        ] {
            assert!(!has(path), "{path}");
        }
        for name in crate::sandbox::calls::names() {
            assert!(
                !has(&crate::sandbox::calls::path_of(name)),
                "{name} is played"
            );
        }
    }
}
