//! Which addresses of a network may be asked for a picture.
//!
//! The lists are those of IANA's special-purpose registries. An address that carries another one inside (mapped, translated,
//! tunnelled) is judged by the inner one too.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whose an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// A host of the open web.
    Public,
    /// This machine or its network: asked where the operator allows it.
    Private,
    /// No host, or a cloud's own service with its secrets: never asked.
    Nobodys,
}

pub(super) fn whose(address: IpAddr) -> Whose {
    match address {
        IpAddr::V4(address) => whose_v4(address),
        IpAddr::V6(address) => whose_v6(address),
    }
}

fn whose_v4(address: Ipv4Addr) -> Whose {
    match address.octets() {
        // Alibaba Cloud's metadata, in a network that is private otherwise; this network; link-local with the metadata of
        // other clouds; protocols and documentation; 6to4 relays; benchmarks; multicast and what is reserved.
        [100, 100, 100, 200]
        | [0 | 224..=255, ..]
        | [169, 254, ..]
        | [192, 0, 0 | 2, _]
        | [192, 88, 99, _]
        | [198, 18 | 19, ..]
        | [198, 51, 100, _]
        | [203, 0, 113, _] => Whose::Nobodys,
        // This machine; private networks; the providers' networks (RFC 6598).
        [127 | 10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] => {
            Whose::Private
        }
        _ => Whose::Public,
    }
}

fn whose_v6(address: Ipv6Addr) -> Whose {
    let segments = address.segments();
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        whose_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        [0, 0, 0, 0, 0, 0, 0, 1] => Whose::Private,
        // Mapped and compatible; NAT64 (RFC 6052); 6to4.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            inner(high, low)
        }
        [0x2002, high, low, ..] => inner(high, low),
        // Amazon's and Google's metadata; documentation; Teredo, benchmarks and other protocols.
        [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254]
        | [0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254]
        | [0x2001, 0..=0x1ff | 0xdb8, ..]
        | [0x3fff, 0..=0xfff, ..] => Whose::Nobodys,
        // Unique local.
        [0xfc00..=0xfdff, ..] => Whose::Private,
        // All that is given out lies in 2000::/3.
        [0x2000..=0x3fff, ..] => Whose::Public,
        _ => Whose::Nobodys,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_has_an_owner() {
        for (whom, addresses) in [
            (
                Whose::Public,
                "1.1.1.1 172.15.0.1 172.32.0.1 100.63.0.1 100.128.0.1 192.0.1.1 223.5.5.5 2606:4700::1 2400:3200::1 \
                 ::ffff:8.8.8.8 64:ff9b::808:808",
            ),
            (
                Whose::Private,
                "127.0.0.1 127.9.9.9 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 100.127.255.255 100.100.100.199 ::1 \
                 fc00::1 fd12::1 ::ffff:10.0.0.1 ::7f00:1 64:ff9b::7f00:1 2002:7f00:1::1 2002:a00:1::",
            ),
            (
                Whose::Nobodys,
                "0.0.0.0 0.1.2.3 169.254.169.254 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.9 224.0.0.1 \
                 255.255.255.255 240.0.0.1 :: fe80::1 febf::1 fec0::1 ff02::1 2001:db8::1 2001::1 3fff:1::1 fd00:ec2::254 \
                 fd20:ce::254 100.100.100.200 \
                 ::ffff:100.100.100.200 ::ffff:169.254.169.254 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 4000::1",
            ),
        ] {
            for address in addresses.split_whitespace() {
                let parsed = address.parse().expect("an address");
                assert_eq!(whose(parsed), whom, "{address}");
            }
        }
    }
}
