//! Session-ids as keys: which session ended when, and where the open ones of late are.

use std::collections::HashMap;

use foldhash::fast::RandomState as FoldState;

use super::repeated::{End, Step};

/// Ids of settled sessions remembered at least, so that a late row, or a row of another
/// copy of the log, opens no phantom; and twice as many at most.
const ENDED: usize = 32_768;
/// Places for open sessions of late; two that meet there take turns.
const PLACES: usize = 4096;
/// The last four digits, of either case, times this have their place in the upper bits: of
/// many numbers that were tried the one with which ids that follow each other meet least, of
/// a thousand three.
const SPREAD: u32 = 0x21E2_ED95;

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
    /// the line may end; and where one is no ASCII.
    #[inline(always)]
    pub(super) fn of(id: &[u8; 16]) -> Option<Self> {
        const TOP: u128 = EACH << 7;
        let word = u128::from_le_bytes(*id);
        // The top bit of each byte stays where the rest of it is at least `0`.
        let from_zero = (word | TOP) - EACH * 0x30;
        (from_zero & !word & TOP == TOP).then_some(Self(word | (EACH * 0x20)))
    }
}

/// The session ids that have ended of late. They are forgotten all at once, so that none
/// is ever looked for in order to be removed.
#[derive(Debug, Default)]
pub(super) struct Ended {
    late: Generation,
    /// Those before the first of `late`.
    before: Generation,
    newest: Newest,
}

/// Some of them. They are put where they are found when one is looked for, which in most
/// logs none is.
#[derive(Debug, Default)]
struct Generation {
    new: Vec<(Key, End)>,
    found: HashMap<Key, End, FoldState>,
}

impl Generation {
    fn len(&self) -> usize {
        self.new.len() + self.found.len()
    }

    fn get(&mut self, key: Key) -> Option<End> {
        self.found.extend(self.new.drain(..));
        self.found.get(&key).copied()
    }
}

/// When the newest of them ended.
#[derive(Debug, Default)]
struct Newest {
    /// In which file the last one did, and the newest of that.
    file: Option<End>,
    /// The newest of other files, milliseconds since the epoch.
    others: Option<i64>,
}

impl Newest {
    fn add(&mut self, end: End) {
        match &mut self.file {
            Some(file) if file.source == end.source => file.time = file.time.max(end.time),
            file => {
                let before = file.replace(end);
                self.others = self.others.max(before.map(|end| end.time));
            }
        }
    }
}

impl Ended {
    pub(super) fn add(&mut self, key: Key, end: End) {
        if self.late.len() >= ENDED {
            std::mem::swap(&mut self.late, &mut self.before);
            self.late.new.clear();
            self.late.found.clear();
        }
        self.late.new.push((key, end));
        self.newest.add(end);
    }

    pub(super) fn get(&mut self, key: Key) -> Option<End> {
        let end = self.late.get(key);
        end.or_else(|| self.before.get(key))
    }

    /// Whether all that ended in other files had done so before a row.
    pub(super) fn are_before(&self, step: Step) -> bool {
        let Newest { file, others } = &self.newest;
        let file = file.filter(|file| file.source != step.source);
        let newest = (*others).max(file.map(|end| end.time));
        newest.is_none_or(|newest| newest < step.time)
    }
}

/// Where the sessions of late may be: they are found without the hash. Exchange counts
/// its ids up, so that those which are open together differ in their last four digits.
#[derive(Debug)]
pub(super) struct Recent([u32; PLACES]);

impl Default for Recent {
    fn default() -> Self {
        Self([0; PLACES])
    }
}

impl Recent {
    /// Where the slot of an id stands, if it was the last of those that share the place.
    #[inline(always)]
    pub(super) fn slot(&self, id: &[u8; 16]) -> usize {
        self.0[place(id)] as usize
    }

    /// The session of that id is in that slot.
    pub(super) fn found(&mut self, id: &[u8; 16], slot: usize) {
        self.0[place(id)] = u32::try_from(slot).unwrap_or(0);
    }
}

/// The place of an id, whatever its case: that of its last four digits.
#[inline(always)]
fn place([.., a, b, c, d]: &[u8; 16]) -> usize {
    let digits = u32::from_le_bytes([*a, *b, *c, *d]) | 0x2020_2020;
    digits.wrapping_mul(SPREAD) as usize >> 20 & (PLACES - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::SourceId;

    #[test]
    fn of_the_sessions_that_ended_the_late_ones_are_remembered() {
        let mut ended = Ended::default();
        let end = |time| {
            End::at(Step {
                source: SourceId(0),
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
    fn what_other_files_tell_of_is_known_to_be_before_a_row_or_not() {
        let step = |source, time| Step {
            source: SourceId(source),
            time,
            sequence: None,
        };
        let mut ended = Ended::default();
        assert!(ended.are_before(step(0, i64::MIN)));
        ended.add(Key(1), End::at(step(0, 50)));
        ended.add(Key(2), End::at(step(0, 40)));
        assert!(ended.are_before(step(0, 1)), "the same file");
        assert!(!ended.are_before(step(1, 50)));
        assert!(ended.are_before(step(1, 51)));
        ended.add(Key(3), End::at(step(1, 60)));
        assert!(!ended.are_before(step(1, 50)));
        assert!(ended.are_before(step(1, 51)));
        assert!(!ended.are_before(step(2, 60)));
        assert!(ended.are_before(step(2, 61)));
        ended.add(Key(4), End::at(step(0, 10)));
        assert!(
            !ended.are_before(step(0, 60)),
            "surely no less than there is"
        );
    }

    #[test]
    fn ids_that_follow_each_other_do_not_meet() {
        let mut recent = Recent::default();
        let ids = (0xFFC0..0xFFC0 + 256).map(|id| format!("08DE1A2B3C4D{:04X}", id % 0x1_0000));
        let ids: Vec<[u8; 16]> = ids.filter_map(|id| id.as_bytes().try_into().ok()).collect();
        for (slot, id) in ids.iter().enumerate() {
            recent.found(id, slot);
        }
        for (slot, id) in ids.iter().enumerate() {
            assert_eq!(recent.slot(id), slot);
            assert_eq!(recent.slot(&id.map(|b| b.to_ascii_lowercase())), slot);
        }
        assert_eq!(ids.len(), 256);
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
