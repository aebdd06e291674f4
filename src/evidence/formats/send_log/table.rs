//! The open sessions of one server: found by id, settled at their end, bounded
//! in number and size (performance.md, point 4).

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use foldhash::fast::RandomState as FoldState;

use super::SessionSink;
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

/// A session-id within its server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key(u128);

/// The values of hex digits; of all else more than one has.
const HEX: [u8; 256] = {
    let mut values = [0xFF; 256];
    let mut value = 0;
    while value < 16 {
        values[b"0123456789ABCDEF"[value] as usize] = value as u8;
        values[b"0123456789abcdef"[value] as usize] = value as u8;
        value += 1;
    }
    values
};

/// Eight hex digits to their value, all at once: every row has an id.
fn eight_digits(digits: [u8; 8]) -> Option<u32> {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const TOP: u64 = EACH << 7;
    let word = u64::from_be_bytes(digits);
    // The top bit of each byte that is at least `least`; no byte has it before.
    let from = |word: u64, least: u64| (word + EACH * (0x80 - least)) & TOP;
    if word & TOP != 0 {
        return None;
    }
    let lower = word | (EACH * 0x20);
    let digit = from(word, 0x30) & !from(word, 0x3A);
    let letter = from(lower, 0x61) & !from(lower, 0x67);
    if digit | letter != TOP {
        return None;
    }
    let mut value = (word & (EACH * 0x0F)) + (letter >> 7) * 9;
    value = (value | value >> 4) & 0x00FF_00FF_00FF_00FF;
    value = (value | value >> 8) & 0x0000_FFFF_0000_FFFF;
    value = (value | value >> 16) & 0xFFFF_FFFF;
    u32::try_from(value).ok()
}

impl Key {
    /// The value of an id that is hex, as those of Exchange are.
    pub(super) fn hex(id: &[u8]) -> Option<Self> {
        let half = |digits: &[u8]| {
            let mut value = 0u64;
            let mut all = 0;
            for &digit in digits {
                let digit = HEX[usize::from(digit)];
                all |= digit;
                value = value << 4 | u64::from(digit & 0xF);
            }
            (all <= 0xF).then_some(value)
        };
        if let Ok(id) = <&[u8; 16]>::try_from(id) {
            let (high, low) = id.split_at(8);
            let high = u64::from(eight_digits(high.try_into().ok()?)?);
            let low = u64::from(eight_digits(low.try_into().ok()?)?);
            return Some(Self(u128::from(high << 32 | low)));
        }
        if id.is_empty() || id.len() > 32 {
            return None;
        }
        let (high, low) = id.split_at(id.len().saturating_sub(16));
        Some(Self(u128::from(half(high)?) << 64 | u128::from(half(low)?)))
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
    connectors: HashMap<Box<[u8]>, Arc<str>>,
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
            connectors: HashMap::new(),
            names: (RandomState::new(), RandomState::new()),
            rows: 0,
            held: 0,
            max_open,
            max_held,
        }
    }

    /// The key of a session-id: its value when it is hex, else a hash of the text.
    pub(super) fn key(&self, id: &[u8]) -> Key {
        if let Some(key) = Key::hex(id) {
            return key;
        }
        let high = u128::from(self.names.0.hash_one(id));
        Key(high << 64 | u128::from(self.names.1.hash_one(id)))
    }

    fn find(&mut self, key: Key) -> Option<usize> {
        match self.last {
            Some((last, slot)) if last == key => Some(slot),
            _ => {
                let slot = *self.index.get(&key)?;
                self.last = Some((key, slot));
                Some(slot)
            }
        }
    }

    /// The session of that id, if it is open.
    pub(super) fn get(&mut self, key: Key) -> Option<&mut Open> {
        let slot = self.find(key)?;
        self.slots.get_mut(slot)
    }

    /// The slot of the row's session, opened if this row can open one: it has a time,
    /// which `step` tells. A row that comes after its session's end is late and opens
    /// none, unless it is what a connection begins with: ids can be used again.
    pub(super) fn slot(&mut self, key: Key, row: &Row<'_>, step: Option<Step>) -> Slot {
        let slot = match self.find(key) {
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
        || (!row.sequence.is_empty() && row.sequence.iter().all(|&digit| digit == b'0'))
        || row.context.raw() == b"attempting to connect"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Eight digits at once are what the standard library makes of them, or nothing.
        #[test]
        fn eight_digits_are_their_value(bytes in any::<[u8; 8]>(), text in "[0-9A-Fa-f]{8}") {
            let value = |bytes: &[u8]| {
                let text = std::str::from_utf8(bytes).ok()?;
                let hex = text.bytes().all(|b| b.is_ascii_hexdigit());
                u32::from_str_radix(text, 16).ok().filter(|_| hex)
            };
            prop_assert_eq!(eight_digits(bytes), value(&bytes));
            let mut digits = [0; 8];
            digits.copy_from_slice(text.as_bytes());
            prop_assert_eq!(eight_digits(digits), value(&digits));
            for (at, odd) in [(0, b'/'), (3, b':'), (7, b'g'), (5, b'@'), (2, b'`'), (1, 0x10)] {
                let mut digits = digits;
                digits[at] = odd;
                prop_assert_eq!(eight_digits(digits), None);
            }
        }
    }
}
