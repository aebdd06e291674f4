//! Whether an address fits SenderIPAddresses: single IPv4 addresses or CIDR /24
//! to /32; "IPv6 addresses are not supported" (Set-InboundConnector reference).

use std::net::IpAddr;

use ipnet::IpNet;

use crate::facts::{ItemList, Known};

/// How an address and the list of a connector stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressFit {
    /// The connector lists no address.
    NotAsked,
    /// An entry covers it.
    Covers,
    /// No entry covers it.
    NotListed,
    /// IPv6 never fits.
    Ipv6,
    /// The address, or the whole list, is not known.
    Unknown,
}

/// Judges one address, `None` when it is not known.
pub fn address_fit(address: Option<IpAddr>, list: &Known<ItemList>) -> AddressFit {
    if list.is_known_empty() {
        return AddressFit::NotAsked;
    }
    let Some(address) = address else {
        return AddressFit::Unknown;
    };
    let IpAddr::V4(v4) = address.to_canonical() else {
        return AddressFit::Ipv6;
    };
    if list.items().iter().any(|entry| covers(entry, v4.into())) {
        return AddressFit::Covers;
    }
    if list.may_hold_more() {
        return AddressFit::Unknown;
    }
    AddressFit::NotListed
}

/// Whether an entry of SenderIPAddresses covers the address. A range wider than
/// /24 is invalid (RD108) and would have been refused; it covers nothing.
fn covers(entry: &str, address: IpAddr) -> bool {
    match parse(entry) {
        Some(net) => invalid_prefix(&net).is_none() && net.contains(&address),
        None => false,
    }
}

fn parse(entry: &str) -> Option<IpNet> {
    let entry = entry.trim();
    entry
        .parse::<IpNet>()
        .ok()
        .or_else(|| entry.parse::<IpAddr>().ok().map(IpNet::from))
}

/// Why an entry of SenderIPAddresses can never fit (RD108).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidAddress {
    /// An IPv6 address or range.
    Ipv6,
    /// A range wider than /24.
    TooWide,
    /// A private address: Exchange Online Protection can never see it.
    Private,
    /// Neither an address nor a range.
    NotAnAddress,
}

/// What is wrong with an entry; `None` when nothing is.
pub fn invalid_address(entry: &str) -> Option<InvalidAddress> {
    let Some(net) = parse(entry) else {
        return Some(InvalidAddress::NotAnAddress);
    };
    invalid_prefix(&net).or_else(|| match net.network() {
        IpAddr::V4(v4) if is_never_seen(v4) => Some(InvalidAddress::Private),
        _ => None,
    })
}

fn invalid_prefix(net: &IpNet) -> Option<InvalidAddress> {
    match net {
        IpNet::V6(_) => Some(InvalidAddress::Ipv6),
        IpNet::V4(v4) if v4.prefix_len() < 24 => Some(InvalidAddress::TooWide),
        IpNet::V4(_) => None,
    }
}

/// Private, loopback, link-local and carrier-grade NAT ranges.
fn is_never_seen(v4: std::net::Ipv4Addr) -> bool {
    let [a, b, ..] = v4.octets();
    v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || (a == 100 && (64..128).contains(&b))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::evidence::{Location, SourceId};

    fn list(items: &[&str], complete: bool) -> Known<ItemList> {
        Known::Observed {
            value: ItemList {
                items: items.iter().map(|i| (*i).to_owned()).collect(),
                complete,
            },
            at: Location::new(SourceId(0), 1, ""),
        }
    }

    #[test]
    fn addresses_against_lists() {
        let egress: Option<IpAddr> = Some("203.0.113.7".parse().unwrap());
        let table = [
            (list(&["203.0.113.7"], true), AddressFit::Covers),
            (list(&["203.0.113.0/24"], true), AddressFit::Covers),
            (list(&["203.0.113.0/28"], true), AddressFit::Covers),
            (list(&["203.0.113.16/28"], true), AddressFit::NotListed),
            (list(&["203.0.0.0/16"], true), AddressFit::NotListed),
            (list(&["203.0.113.8"], false), AddressFit::Unknown),
            (list(&["203.0.113.7"], false), AddressFit::Covers),
            (list(&["not an address"], true), AddressFit::NotListed),
            (list(&[], true), AddressFit::NotAsked),
            (Known::Unknown, AddressFit::Unknown),
        ];
        for (list, fit) in table {
            assert_eq!(address_fit(egress, &list), fit, "{list:?}");
        }
        let v6 = Some("2001:db8::7".parse().unwrap());
        assert_eq!(
            address_fit(v6, &list(&["2001:db8::7"], true)),
            AddressFit::Ipv6
        );
        let mapped = Some("::ffff:203.0.113.7".parse().unwrap());
        assert_eq!(
            address_fit(mapped, &list(&["203.0.113.7"], true)),
            AddressFit::Covers
        );
    }

    #[test]
    fn entries_that_can_never_fit() {
        use InvalidAddress::{Ipv6, NotAnAddress, Private, TooWide};
        for (entry, wrong) in [
            ("203.0.113.7", None),
            ("203.0.113.0/24", None),
            ("203.0.112.0/23", Some(TooWide)),
            ("10.3.1.5", Some(Private)),
            ("192.168.0.0/24", Some(Private)),
            ("100.64.0.1", Some(Private)),
            ("2001:db8::/64", Some(Ipv6)),
            ("mail.contoso.com", Some(NotAnAddress)),
        ] {
            assert_eq!(invalid_address(entry), wrong, "{entry}");
        }
    }
}
