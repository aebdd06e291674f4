//! Session-ids as keys: which session ended when, and where the open ones of late are.

use std::collections::HashMap;

use foldhash::fast::RandomState as FoldState;

use super::repeated::End;

/// Ids of settled sessions remembered at least, so that a late row, or a row of another
/// copy of the log, opens no phantom; and twice as many at most.
const ENDED: usize = 32_768;
/// Places for open sessions of late; two that meet there take turns.
const PLACES: usize = 128;

/// A session-id within its server: its bytes, or a hash of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key(pub(super) u128);

/// A byte of each value.
const EACH: u128 = u128::from_ne_bytes([1; 16]);

impl Key {
    /// That of no session.
    pub(super) const NONE: Self = Self(0);

    /// Of an id as long as those of Exchange are, which are hex digits of either case;
    /// `None` where a byte is in it that no letter or digit is below: there the field or
    /// the line may end.
    #[inline(always)]
    pub(super) fn of(id: &[u8; 16]) -> Option<Self> {
        const TOP: u128 = EACH << 7;
        let word = u128::from_le_bytes(*id);
        // The top bit of each byte stays where the rest of it is at least `0`.
        let from_zero = (word | TOP) - EACH * 0x30;
        (from_zero & TOP == TOP).then_some(Self(word | (EACH * 0x20)))
    }
}

/// The session ids that have ended of late. They are forgotten all at once, so that none
/// is ever looked for in order to be removed.
#[derive(Debug, Default)]
pub(super) struct Ended {
    late: HashMap<Key, End, FoldState>,
    /// Those before the first of `late`.
    before: HashMap<Key, End, FoldState>,
}

impl Ended {
    pub(super) fn add(&mut self, key: Key, end: End) {
        if self.late.len() >= ENDED {
            std::mem::swap(&mut self.late, &mut self.before);
            self.late.clear();
        }
        self.late.insert(key, end);
    }

    pub(super) fn get(&self, key: Key) -> Option<End> {
        let end = self.late.get(&key).or_else(|| self.before.get(&key));
        end.copied()
    }
}

/// Where the sessions of late are: they are found without the hash.
#[derive(Debug)]
pub(super) struct Recent([(Key, usize); PLACES]);

impl Default for Recent {
    fn default() -> Self {
        Self([(Key(0), 0); PLACES])
    }
}

impl Recent {
    /// Where a key is, with its slot and one more, so that 0 is none.
    #[inline(always)]
    pub(super) fn place(&mut self, key: Key) -> &mut (Key, usize) {
        /// The golden ratio.
        const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
        // The last digits of ids differ most.
        let digits = (key.0 >> 96) as u64;
        &mut self.0[(digits.wrapping_mul(MIX) >> 57) as usize % PLACES]
    }

    pub(super) fn forget(&mut self, key: Key) {
        let place = self.place(key);
        if place.0 == key {
            place.1 = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::repeated::Step;
    use super::*;

    #[test]
    fn of_the_sessions_that_ended_the_late_ones_are_remembered() {
        let mut ended = Ended::default();
        let end = |time| {
            End::at(Step {
                source: crate::evidence::SourceId(0),
                time,
                sequence: None,
            })
        };
        for nth in 0..3 * ENDED {
            ended.add(Key(nth as u128 + 1), end(0));
            let oldest = (nth + 2).saturating_sub(ENDED).max(1);
            assert!(ended.get(Key(oldest as u128)).is_some(), "{nth}");
            assert!(ended.late.len() + ended.before.len() <= 2 * ENDED);
        }
        assert!(ended.get(Key(1)).is_none());
    }

    #[test]
    fn what_is_where_is_forgotten_when_it_is_settled() {
        let mut recent = Recent::default();
        let (key, other) = (Key(7 << 96), Key((7 << 96) + 1));
        *recent.place(key) = (key, 3);
        recent.forget(other);
        assert_eq!(*recent.place(key), (key, 3));
        recent.forget(key);
        assert_eq!(recent.place(key).1, 0);
    }

    #[test]
    fn ids_are_told_apart_and_their_case_is_not() {
        let key = |id: &[u8; 16]| Key::of(id);
        let id = b"08DE1A2B3C4D5E6F";
        assert!(key(id).is_some());
        assert_eq!(key(id), key(b"08de1a2b3c4d5e6f"));
        for at in 0..16 {
            for other in [b'0', b'F', b'7', b'G', 0xFF] {
                let mut changed = *id;
                changed[at] = other;
                assert_eq!(key(&changed) == key(id), changed == *id, "{at} {other}");
            }
            for end in [b',', b'"', b'\n', b'\r', b' ', 0, 0x8A] {
                let mut changed = *id;
                changed[at] = end;
                assert_eq!(key(&changed), None, "{at}");
            }
        }
    }
}
