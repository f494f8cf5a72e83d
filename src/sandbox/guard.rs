//! Keeps pages of other sites away. The sandbox's account is known to everybody, so that any page in a browser of this machine
//! could play with it.
//!
//! Refuses what a browser sends for a page from elsewhere (`Origin`, `Sec-Fetch-Site`), and every host name that public DNS can
//! give: behind such a name a page reads whatever its owner points the name at (DNS rebinding). Programs are not held up.

use std::net::IpAddr;

use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method};

/// The ends of names that public DNS never gives.
const PRIVATE: [&str; 4] = ["localhost", "local", "internal", "test"];
/// WeChat's own, for a client whose system was told that they are here.
const WECHAT: &str = "api.weixin.qq.com";

/// Why a request is not answered; `None` where it is.
pub(super) fn refused(request: &Parts) -> Option<String> {
    let word = |name: &str| text(&request.headers, name);
    let host = word("host").unwrap_or_default();
    if !host.is_empty() && !is_private(host) {
        return Some(format!(
            "the sandbox does not answer to the name `{host}`, which a page of another site may have given it; use its IP address or `localhost`\n"
        ));
    }
    let path = request.uri.path();
    // A link to the outbox may be followed from anywhere, and the frame of an article is of no site at all.
    let is_open = (path == "/" && word("sec-fetch-mode") == Some("navigate"))
        || path == "/outbox/article.css"
        || path.starts_with("/outbox/media/");
    if is_open && request.method == Method::GET {
        return None;
    }
    let origin = word("origin");
    let is_own = origin.is_none_or(|it| it.split_once("://").is_some_and(|(_, it)| it == host));
    let is_elsewhere = matches!(word("sec-fetch-site"), Some("cross-site" | "same-site"));
    (is_elsewhere || !is_own).then(|| {
        format!(
            "a page of another site ({}) may not call the sandbox\n",
            origin.unwrap_or("unnamed")
        )
    })
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn is_private(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    let name = authority.host().trim_matches(['[', ']']);
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name.parse::<IpAddr>().is_ok()
        || !name.contains('.')
        || name
            .rsplit('.')
            .next()
            .is_some_and(|end| PRIVATE.contains(&end))
        || name
            .strip_suffix(WECHAT)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        || name == "api2.weixin.qq.com"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_private_where_public_dns_cannot_give_it() {
        for host in [
            "127.0.0.1:8088",
            "192.168.1.5",
            "[::1]:8088",
            "localhost:1",
            "a.localhost",
            "sandbox:8088",
            "host.docker.internal:8088",
            "api.weixin.qq.com",
            "sh.api.weixin.qq.com",
            "api2.weixin.qq.com",
        ] {
            assert!(is_private(host), "{host}");
        }
        for host in [
            "example.com",
            "127.0.0.1.nip.io:8088",
            "localhost.example.com",
            "xapi.weixin.qq.com",
            "api.weixin.qq.com.example.com",
            "user@127.0.0.1.example.com",
            "a b",
        ] {
            assert!(!is_private(host), "{host}");
        }
    }
}
