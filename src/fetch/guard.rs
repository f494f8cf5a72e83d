//! Names are looked up here, and the connection goes to the very addresses that were judged.

use std::net::{IpAddr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::{Whose, whose};
use crate::campaign::problem::FetchRefusal;

/// Judges addresses, and resolves names for the client.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guard {
    pub(super) allow_private: bool,
}

/// A refusal on its way through the client's own errors.
#[derive(Debug, thiserror::Error)]
#[error("refused")]
pub(super) struct Refused(pub(super) FetchRefusal);

impl Guard {
    /// Checks without a look-up: scheme, port, and an address in place of a name.
    pub(super) fn judge_url(self, url: &Url) -> Result<(), FetchRefusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchRefusal::BadAddress);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchRefusal::Credentials);
        }
        let host = url.host_str().ok_or(FetchRefusal::BadAddress)?;
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = bare.parse::<IpAddr>() {
            self.judge(address)?;
        }
        match url.port_or_known_default() {
            Some(80 | 443) => Ok(()),
            _ if self.allow_private => Ok(()),
            port => Err(FetchRefusal::Port(port.unwrap_or_default())),
        }
    }

    fn judge(self, address: IpAddr) -> Result<(), FetchRefusal> {
        let shown = || address.to_string();
        match whose(address) {
            Whose::Public => Ok(()),
            Whose::Private if self.allow_private => Ok(()),
            Whose::Private => Err(FetchRefusal::Private { address: shown() }),
            Whose::Nobodys => Err(FetchRefusal::Forbidden { address: shown() }),
        }
    }

    /// All addresses of a name. One that may not be asked condemns the name: a mixture is an attempt to slip through.
    async fn look_up(self, host: &str) -> Result<Vec<SocketAddr>, FetchRefusal> {
        let unknown = || FetchRefusal::UnknownHost {
            host: host.to_owned(),
        };
        let found = tokio::net::lookup_host((host, 0));
        let addresses: Vec<_> = found.await.map_err(|_| unknown())?.collect();
        if addresses.is_empty() {
            return Err(unknown());
        }
        for address in &addresses {
            self.judge(address.ip())?;
        }
        Ok(addresses)
    }
}

/// An address as it was written; `//host/path` is meant to be like the page, and WeChat's pages are https.
pub(super) fn url_of(source: &str) -> Result<Url, FetchRefusal> {
    let url = match source.strip_prefix("//") {
        Some(rest) => Url::parse(&format!("https://{rest}")),
        None => Url::parse(source),
    };
    url.map_err(|_| FetchRefusal::BadAddress)
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = *self;
        Box::pin(async move {
            let addresses = guard.look_up(name.as_str()).await.map_err(Refused)?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
