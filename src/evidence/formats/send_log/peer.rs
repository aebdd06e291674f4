//! Who is at the other end: greeting hosts, `Hello [address]`, endpoints
//! (formats.md section 1, points 3, 5 and 9).

use std::net::{IpAddr, SocketAddr};

use memchr::{memchr, memchr_iter, memrchr};

use super::Peer;
use super::lately::Lately;
use super::line::lossy;

/// Domains in which hosts of Exchange Online Protection greet.
pub(crate) const EOP_DOMAINS: [&str; 5] = [
    "mail.protection.outlook.com",
    "mail.eo.outlook.com",
    "mail.protection.office365.us",
    "mail.protection.partner.outlook.cn",
    "mx.microsoft",
];

/// Whose the hosts of greetings are.
pub(super) type Hosts = Lately<Peer>;
/// The addresses of endpoints.
pub(super) type Addresses = Lately<Option<IpAddr>>;

/// Whose the host of a greeting is. A greeting that a firewall has masked
/// (`220 *****`) names no host and tells nothing.
pub(super) fn of_host(host: &[u8]) -> Peer {
    let host: &str = &lossy(host);
    if EOP_DOMAINS.iter().any(|domain| is_below(host, domain)) {
        Peer::Eop
    } else if host.contains(char::is_alphanumeric) {
        Peer::Other
    } else {
        Peer::Unknown
    }
}

/// Whether `host` is a name below `domain`, as whole labels.
fn is_below(host: &str, domain: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let Some(dot) = host.len().checked_sub(domain.len() + 1) else {
        return false;
    };
    let Some((labels, tail)) = host.split_at_checked(dot) else {
        return false;
    };
    let labels_are_whole = !labels.is_empty() && !labels.ends_with('.');
    let below = tail
        .strip_prefix('.')
        .is_some_and(|t| t.eq_ignore_ascii_case(domain));
    labels_are_whole && below
}

/// The words before the client's address in the reply to EHLO and HELO.
const HELLO: &str = "Hello [";

/// Whether a reply text is one to EHLO or HELO.
pub(super) fn says_hello(text: &[u8]) -> bool {
    // Most replies have no bracket at all.
    memchr_iter(b'[', text).any(|at| text[..=at].ends_with(HELLO.as_bytes()))
}

/// The client's address as the peer saw it: `Hello [203.0.113.7]`,
/// `Hello [2001:db8::7]`, `Hello [IPv6:2001:db8::7]`.
pub(super) fn seen_address(text: &str) -> Option<IpAddr> {
    let (_, rest) = text.split_once(HELLO)?;
    let (address, _) = rest.split_once(']')?;
    parse_address(address)
}

fn parse_address(text: &str) -> Option<IpAddr> {
    let tag = text.get(..5).filter(|t| t.eq_ignore_ascii_case("IPv6:"));
    let text = text.get(tag.map_or(0, str::len)..)?;
    // A zone (`%eth0`) is no part of the address.
    let (text, _) = text.split_once('%').unwrap_or((text, ""));
    Some(text.trim().parse::<IpAddr>().ok()?.to_canonical())
}

/// An endpoint up to its port, which is another one in each session.
pub(super) fn without_port(endpoint: &[u8]) -> &[u8] {
    let Some(colon) = memrchr(b':', endpoint) else {
        return endpoint;
    };
    // The last part of an IPv6 address without a port is none.
    let address = &endpoint[..colon];
    let is_whole = address.ends_with(b"]") || memchr(b':', address).is_none();
    if is_whole { address } else { endpoint }
}

/// The address of an endpoint: `192.0.2.1:25`, `[2001:db8::1]:25`, or without port.
pub(super) fn endpoint(text: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(text).ok()?.trim();
    if let Ok(socket) = text.parse::<SocketAddr>() {
        return Some(socket.ip().to_canonical());
    }
    let bare = text
        .strip_prefix('[')
        .and_then(|t| t.split_once(']'))
        .map(|t| t.0);
    parse_address(bare.unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greeting_tells_whose_host_it_is_by_whole_labels() {
        let table = [
            ("AM5EUR02FT025.mail.protection.outlook.com", Peer::Eop),
            ("am5eur02ft025.MAIL.PROTECTION.OUTLOOK.COM.", Peer::Eop),
            ("a.mail.eo.outlook.com", Peer::Eop),
            ("a.b.mail.protection.office365.us", Peer::Eop),
            ("a.mail.protection.partner.outlook.cn", Peer::Eop),
            ("contoso-com.a-v1.mx.microsoft", Peer::Eop),
            ("mail.protection.outlook.com.evil.test", Peer::Other),
            ("evilmail.protection.outlook.com", Peer::Other),
            ("mail.protection.outlook.com", Peer::Other),
            (".mail.protection.outlook.com", Peer::Other),
            ("..mail.protection.outlook.com", Peer::Other),
            ("a.protection.outlook.com", Peer::Other),
            ("gateway.contoso.com", Peer::Other),
            ("é.outlook.com", Peer::Other),
            ("****************", Peer::Unknown),
            ("", Peer::Unknown),
        ];
        for (host, peer) in table {
            assert_eq!(of_host(host.as_bytes()), peer, "{host}");
        }
    }

    #[test]
    fn hello_gives_the_address_behind_nat() {
        let table = [
            (
                "250  a.test Hello [203.0.113.7] SIZE 1",
                Some("203.0.113.7"),
            ),
            ("250-a.test Hello [2001:db8::7]", Some("2001:db8::7")),
            ("250-a.test Hello [IPv6:2001:db8::7]", Some("2001:db8::7")),
            ("250 a.test Hello [fe80::7%11]", Some("fe80::7")),
            ("250 a.test Hello [::ffff:203.0.113.7]", Some("203.0.113.7")),
            ("250 a.test Hello [203.0.113]", None),
            ("250 a.test Hello [203.0.113.7", None),
            ("250 a.test Hello 203.0.113.7", None),
        ];
        for (text, expected) in table {
            let found = seen_address(text).map(|a| a.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_port_is_taken_off_and_nothing_else() {
        for (text, address) in [
            ("10.0.0.5:51234", "10.0.0.5"),
            ("10.0.0.5", "10.0.0.5"),
            ("[2001:db8::1]:25", "[2001:db8::1]"),
            ("2001:db8::1", "2001:db8::1"),
            ("", ""),
        ] {
            assert_eq!(without_port(text.as_bytes()), address.as_bytes(), "{text}");
        }
    }

    #[test]
    fn endpoints_with_and_without_port() {
        let table = [
            ("52.101.73.10:25", Some("52.101.73.10")),
            ("[2001:db8::1]:25", Some("2001:db8::1")),
            ("[2001:db8::1]", Some("2001:db8::1")),
            ("192.0.2.1", Some("192.0.2.1")),
            ("", None),
            ("host:25", None),
            ("[", None),
        ];
        for (text, expected) in table {
            let found = endpoint(text.as_bytes()).map(|a| a.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
