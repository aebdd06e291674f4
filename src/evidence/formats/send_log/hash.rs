//! Hashing of session-ids, which every row needs. They are somebody else's numbers, so
//! a secret of the run keeps anybody from choosing ones that collide.

use std::hash::{BuildHasher, Hasher, RandomState};

/// Hashes one number, with a secret.
#[derive(Debug, Clone)]
pub(super) struct Numbers {
    secret: (u64, u64),
}

impl Default for Numbers {
    fn default() -> Self {
        let random = RandomState::new();
        Self {
            secret: (random.hash_one(1), random.hash_one(2)),
        }
    }
}

/// See [`Numbers`].
#[derive(Debug)]
pub(super) struct OneNumber {
    secret: (u64, u64),
    state: u64,
}

impl BuildHasher for Numbers {
    type Hasher = OneNumber;

    fn build_hasher(&self) -> OneNumber {
        OneNumber {
            secret: self.secret,
            state: 0,
        }
    }
}

impl OneNumber {
    /// Both halves of the product of two halves: every digit changes all of it.
    fn mix(&mut self, low: u64, high: u64) {
        let low = low ^ self.secret.0 ^ self.state;
        let product = u128::from(low) * u128::from(high ^ self.secret.1);
        self.state = (product >> 64) as u64 ^ product as u64;
    }
}

impl Hasher for OneNumber {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.mix(u64::from(byte), 0);
        }
    }

    fn write_u128(&mut self, number: u128) {
        self.mix(number as u64, (number >> 64) as u64);
    }

    fn finish(&self) -> u64 {
        self.state
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn neighbours_are_spread() {
        let numbers = Numbers::default();
        for step in [1u128, 1 << 16, 1 << 48, 1 << 64] {
            let hashes: Vec<u64> = (0..4096).map(|n| numbers.hash_one(n * step)).collect();
            let low: BTreeSet<u64> = hashes.iter().map(|h| h & 0xFFFF).collect();
            let high: BTreeSet<u64> = hashes.iter().map(|h| h >> 48).collect();
            assert!(low.len() > 3500 && high.len() > 3500, "{step}");
        }
    }
}
