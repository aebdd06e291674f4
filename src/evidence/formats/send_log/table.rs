//! The open sessions of one server: found by id, settled at their end, bounded
//! in number and size (performance.md, point 4).

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use foldhash::fast::RandomState as FoldState;

use super::SessionSink;
use super::endpoints::Endpoints;
use super::line::{Event, Row};
use super::open::{Open, Shared};
use super::repeated::{End, Step};

/// Open sessions held; the least recently touched are settled beyond it.
const MAX_OPEN: usize = 200_000;
/// Commands and refusals held by all open sessions together.
const MAX_HELD: usize = 2_000_000;
/// Ids of settled sessions remembered, so that a late row, or a row of another copy
/// of the log, opens no phantom.
const MAX_ENDED: usize = 65_536;
/// Connector names shared between sessions; a server has a handful.
const MAX_CONNECTORS: usize = 4096;

/// A session-id within its server: its bytes, or a hash of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key(u128);

/// A byte of each value.
const EACH: u128 = u128::from_ne_bytes([1; 16]);

impl Key {
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

/// The session ids that have ended of late.
#[derive(Debug, Default)]
struct Ended {
    order: VecDeque<Key>,
    ends: HashMap<Key, End, FoldState>,
}

impl Ended {
    fn add(&mut self, key: Key, end: End) {
        if self.ends.insert(key, end).is_some() {
            return;
        }
        self.order.push_back(key);
        if self.order.len() > MAX_ENDED
            && let Some(oldest) = self.order.pop_front()
        {
            self.ends.remove(&oldest);
        }
    }
}

/// Where a row belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// To the session in this slot.
    Open(usize),
    /// To none that is open.
    None,
    /// An earlier file had it.
    Repeated,
}

/// The table. Its hash is fast, since every row is looked up; the seed is the run's own,
/// so that nobody can choose ids that collide.
#[derive(Debug)]
pub(super) struct Table {
    index: HashMap<Key, usize, FoldState>,
    /// Open sessions, and between them settled ones to be used again.
    slots: Vec<Open>,
    keys: Vec<Key>,
    free: Vec<usize>,
    /// Neighbouring rows are mostly of one session.
    last: Option<(Key, usize)>,
    ended: Ended,
    connectors: HashMap<Box<[u8]>, Arc<str>, FoldState>,
    names: (RandomState, RandomState),
    rows: u64,
    held: usize,
    max_open: usize,
    max_held: usize,
}

impl Table {
    pub(super) fn new() -> Self {
        Self::bounded(MAX_OPEN, MAX_HELD)
    }

    /// A table of at most `max_open` sessions, with so many commands and refusals.
    pub(super) fn bounded(max_open: usize, max_held: usize) -> Self {
        Self {
            index: HashMap::default(),
            slots: Vec::new(),
            keys: Vec::new(),
            free: Vec::new(),
            last: None,
            ended: Ended::default(),
            connectors: HashMap::default(),
            names: (RandomState::new(), RandomState::new()),
            rows: 0,
            held: 0,
            max_open,
            max_held,
        }
    }

    /// The key of a session-id.
    pub(super) fn key(&self, id: &[u8]) -> Key {
        if let Some(key) = id.try_into().ok().and_then(Key::of) {
            return key;
        }
        let id = id.to_ascii_lowercase();
        let high = u128::from(self.names.0.hash_one(&id));
        Key(high << 64 | u128::from(self.names.1.hash_one(&id)))
    }

    /// The slot of the session of that id, if it is open.
    #[inline(always)]
    pub(super) fn find(&mut self, key: Key) -> Option<usize> {
        match self.last {
            Some((last, slot)) if last == key => Some(slot),
            _ => {
                let slot = *self.index.get(&key)?;
                self.last = Some((key, slot));
                Some(slot)
            }
        }
    }

    /// The endpoints of the session in a slot.
    #[inline(always)]
    pub(super) fn endpoints(&mut self, slot: usize) -> Option<&mut Endpoints> {
        self.slots.get_mut(slot).map(|open| &mut open.endpoints)
    }

    /// The session of that id, if it is open.
    pub(super) fn get(&mut self, key: Key) -> Option<&mut Open> {
        let slot = self.find(key)?;
        self.slots.get_mut(slot)
    }

    /// The slot of the row's session, which is in `found` if it is open, opened if this
    /// row can open one: it has a time, which `step` tells. A row that comes after its session's end is late and opens
    /// none, unless it is what a connection begins with: ids can be used again.
    #[inline(always)]
    pub(super) fn slot(
        &mut self,
        (key, found): (Key, Option<usize>),
        row: &Row<'_>,
        step: Option<Step>,
    ) -> Slot {
        let slot = match found {
            Some(slot) => slot,
            None => {
                let end = self.ended.ends.get(&key);
                if end.zip(step).is_some_and(|(end, step)| end.had(step)) {
                    return Slot::Repeated;
                }
                let late = end.is_some() && !begins(row);
                self.rows += 1;
                if step.is_none() || late {
                    return Slot::None;
                }
                let slot = self.open(key, row);
                self.slots[slot].touched = self.rows;
                return Slot::Open(slot);
            }
        };
        let Some(open) = self.slots.get_mut(slot) else {
            return Slot::None;
        };
        if step.is_some_and(|step| open.reached.had(step)) {
            return Slot::Repeated;
        }
        self.rows += 1;
        open.touched = self.rows;
        Slot::Open(slot)
    }

    fn open(&mut self, key: Key, row: &Row<'_>) -> usize {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Open::default());
            self.keys.push(key);
            self.slots.len() - 1
        });
        let connector = self.connector(row);
        if let (Some(open), Some(held)) = (self.slots.get_mut(slot), self.keys.get_mut(slot)) {
            *held = key;
            open.opened = self.rows;
            open.session.connector = connector;
            open.session
                .id
                .push_str(&String::from_utf8_lossy(row.session));
        }
        self.index.insert(key, slot);
        self.last = Some((key, slot));
        slot
    }

    fn connector(&mut self, row: &Row<'_>) -> Arc<str> {
        let name = row.connector.bytes();
        if let Some(known) = self.connectors.get(name.as_ref()) {
            return Arc::clone(known);
        }
        let shared: Arc<str> = String::from_utf8_lossy(&name).into();
        if self.connectors.len() < MAX_CONNECTORS {
            self.connectors.insert(name.into(), Arc::clone(&shared));
        }
        shared
    }

    /// Lets the session in a slot do something, and settles it if it is closed
    /// then, or others if the table has become too large.
    #[inline(always)]
    pub(super) fn with(
        &mut self,
        (key, slot): (Key, usize),
        step: Option<Step>,
        settling: &mut Settling<'_>,
        act: impl FnOnce(&mut Open, &mut Shared),
    ) {
        let Some(open) = self.slots.get_mut(slot) else {
            return;
        };
        let before = open.size;
        act(open, settling.shared);
        self.held += open.size - before;
        if open.session.closed {
            self.settle(slot, settling);
            if let Some(step) = step {
                self.ended.add(key, End::at(step));
            }
        } else if self.index.len() > self.max_open || self.held > self.max_held {
            self.shrink(settling);
        }
    }

    fn settle(&mut self, slot: usize, settling: &mut Settling<'_>) {
        let (Some(open), Some(key)) = (self.slots.get_mut(slot), self.keys.get(slot)) else {
            return;
        };
        let session = open.settle(settling.shared);
        settling.sink.session(settling.server, session);
        self.held = self.held.saturating_sub(open.size);
        open.clear();
        self.index.remove(key);
        self.free.push(slot);
        self.last = None;
    }

    /// Settles the least recently touched eighth, until it is small enough.
    fn shrink(&mut self, settling: &mut Settling<'_>) {
        while self.index.len() > self.max_open || self.held > self.max_held {
            let mut slots: Vec<usize> = self.index.values().copied().collect();
            if slots.is_empty() {
                return;
            }
            slots.sort_unstable_by_key(|&slot| self.slots.get(slot).map(|o| o.touched));
            for &slot in &slots[..(slots.len() / 8).max(1)] {
                self.settle(slot, settling);
            }
        }
    }

    /// Settles what has had no row since `before`.
    pub(super) fn settle_idle(&mut self, before: i64, settling: &mut Settling<'_>) {
        let idle = |open: &Open| open.session.ended < before;
        self.settle_those(settling, idle);
    }

    /// How many are open.
    pub(super) fn open_sessions(&self) -> usize {
        self.index.len()
    }

    /// Settles all that is open, in the order in which it was opened.
    pub(super) fn finish(&mut self, settling: &mut Settling<'_>) {
        self.settle_those(settling, |_| true);
    }

    fn settle_those(&mut self, settling: &mut Settling<'_>, which: impl Fn(&Open) -> bool) {
        let open = self.index.values().copied();
        let mut slots: Vec<usize> = open
            .filter(|&slot| self.slots.get(slot).is_some_and(&which))
            .collect();
        slots.sort_unstable_by_key(|&slot| self.slots.get(slot).map(|o| o.opened));
        for slot in slots {
            self.settle(slot, settling);
        }
    }
}

/// What settling a session needs.
pub(super) struct Settling<'a> {
    pub(super) server: &'a str,
    pub(super) shared: &'a mut Shared,
    pub(super) sink: &'a mut dyn SessionSink,
}

/// Whether a connection begins with this row.
fn begins(row: &Row<'_>) -> bool {
    row.event == Event::Connect
        || row.sequence == Some(0)
        || row.context.raw() == b"attempting to connect"
}

#[cfg(test)]
mod tests {
    use super::*;

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
