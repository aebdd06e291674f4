//! Addresses: those that shared a network share one afterwards (the method of
//! Crypto-PAn: a bit is turned or not by all bits before it), and private ones
//! stay private.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::key::Key;

/// What stands for an address; networks and masks keep their meaning.
pub(super) fn v4(address: Ipv4Addr, key: &Key) -> Ipv4Addr {
    let bits = u32::from(address);
    let first = address.octets()[0];
    if address.is_loopback() || address.is_unspecified() || first >= 224 {
        return address;
    }
    // The first octet alone tells little, and what is special about it stays true.
    let kept = match address.octets() {
        [172, 16..=31, ..] => 12,
        [100, 64..=127, ..] => 10,
        // Beside a private or special network: nothing may move into it.
        [100 | 169 | 172 | 192 | 198, ..] => 16,
        _ => 8,
    };
    let mut shown = 0u32;
    for nth in 0..32 {
        let bit = bits >> (31 - nth) & 1;
        let turned =
            nth >= kept && nth < 24 && key.bit("v4", &format!("{nth}:{}", bits >> (32 - nth)));
        shown = shown << 1 | (bit ^ u32::from(turned));
    }
    shown.into()
}

/// What stands for an IPv6 address: of the range for documentation.
pub(super) fn v6(address: Ipv6Addr, key: &Key) -> Ipv6Addr {
    if address.is_loopback() || address.is_unspecified() {
        return address;
    }
    let local = address.segments()[0] & 0xffc0 == 0xfe80;
    let digest = |text: &str| key.digest("v6", text);
    let network = digest(&format!("{:?}", &address.segments()[..4]));
    let host = digest(&address.to_string());
    let word = |bytes: &[u8; 32], at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
    let [first, second, third, fourth] = match local {
        true => [0xfe80, 0, 0, 0],
        false => [0x2001, 0xdb8, word(&network, 0), word(&network, 2)],
    };
    Ipv6Addr::new(
        first,
        second,
        third,
        fourth,
        word(&host, 0),
        word(&host, 2),
        word(&host, 4),
        word(&host, 6),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key() -> Key {
        Key::of(b"evidence")
    }

    fn network(address: Ipv4Addr, length: u32) -> u32 {
        match length {
            0 => 0,
            length => u32::from(address) >> (32 - length),
        }
    }

    proptest! {
        #[test]
        fn networks_of_8_to_32_bits_stay_networks(a: u32, b: u32, length in 8u32..=32) {
            let (a, b) = (Ipv4Addr::from(a), Ipv4Addr::from(b));
            let (c, d) = (v4(a, &key()), v4(b, &key()));
            if network(a, length) == network(b, length) {
                prop_assert_eq!(network(c, length), network(d, length));
            }
        }

        #[test]
        fn private_stays_private(a: u32) {
            let a = Ipv4Addr::from(a);
            prop_assert_eq!(a.is_private(), v4(a, &key()).is_private());
        }
    }

    #[test]
    fn another_key_gives_another_address() {
        let address = Ipv4Addr::new(203, 0, 113, 7);
        let shown = v4(address, &key());
        assert_ne!(shown, address);
        assert_eq!(shown.octets()[3], 7);
        assert_ne!(shown, v4(address, &Key::of(b"other")));
    }
}
