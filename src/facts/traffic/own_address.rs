//! The servers' own addresses, as their logs show them: by these a log is recognised
//! that does not tell whose it is.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::net::IpAddr;

/// Distinct addresses that are remembered; with more of them nothing is told.
const MAX_ADDRESSES: usize = 10_000;

/// Which server has which address of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnAddresses {
    /// The server's index; `None` where several have the same, as behind NAT.
    of: BTreeMap<IpAddr, Option<u32>>,
    full: bool,
    last: Option<(IpAddr, u32)>,
}

impl OwnAddresses {
    /// Sessions of that server had this address.
    pub(super) fn add(&mut self, address: IpAddr, server: u32) {
        if self.last == Some((address, server)) {
            return;
        }
        self.last = Some((address, server));
        self.put(address, Some(server));
    }

    fn put(&mut self, address: IpAddr, server: Option<u32>) {
        let room = self.of.len() < MAX_ADDRESSES;
        match self.of.entry(address) {
            Entry::Occupied(known) if *known.get() == server => {}
            Entry::Occupied(mut known) => {
                known.insert(None);
            }
            Entry::Vacant(free) if room => {
                free.insert(server);
            }
            Entry::Vacant(_) => self.full = true,
        }
    }

    /// Takes over others, of servers whose indices become those that `index` tells.
    pub(super) fn take_over(&mut self, other: &Self, index: impl Fn(u32) -> u32) {
        self.full |= other.full;
        for (address, server) in &other.of {
            self.put(*address, server.map(&index));
        }
    }

    /// Addresses that one server alone has.
    pub fn certain(&self) -> impl Iterator<Item = (IpAddr, u32)> {
        let told = self.of.iter().filter(|_| !self.full);
        told.filter_map(|(address, server)| Some((*address, (*server)?)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_address_tells_nothing_of_two_servers_or_of_too_many() {
        let [first, second]: [IpAddr; 2] = ["10.0.0.5", "10.0.0.6"].map(|a| a.parse().unwrap());
        let mut own = OwnAddresses::default();
        own.add(first, 0);
        own.add(first, 0);
        own.add(second, 1);
        assert_eq!(own.certain().collect::<Vec<_>>(), [(first, 0), (second, 1)]);
        let mut other = OwnAddresses::default();
        other.add(second, 0);
        own.take_over(&other, |_| 2);
        assert_eq!(own.certain().collect::<Vec<_>>(), [(first, 0)]);
        // Nor does one of so many that some are not known.
        for n in 0..=u32::try_from(MAX_ADDRESSES).unwrap() {
            own.add(IpAddr::V4(n.into()), 7);
        }
        assert_eq!(own.certain().next(), None);
    }
}
