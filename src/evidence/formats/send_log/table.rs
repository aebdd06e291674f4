//! The open sessions of one server: found by id, settled at their end, bounded
//! in number and size (performance.md, point 4).

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::hint::black_box;
use std::sync::Arc;

use foldhash::fast::RandomState as FoldState;

use super::SessionSink;
use super::keys::{Ended, Key, Recent};
use super::line::{Event, Row, Whose, lossy};
use super::open::{NO_ID, Open, Shared};
use super::repeated::{End, Step};

/// Open sessions held; the least recently touched are settled beyond it.
const MAX_OPEN: usize = 200_000;
/// Commands and refusals held by all open sessions together.
const MAX_HELD: usize = 2_000_000;
/// Connector names shared between sessions; a server has a handful.
const MAX_CONNECTORS: usize = 4096;

/// Sessions that are handed over together: what counts them and what reads rows drive each
/// other out of the cache of instructions, and so do it seldom.
const TOGETHER: usize = 32;

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
    /// Those that are closed and not handed over yet, in the order in which they were.
    closed: Vec<usize>,
    recent: Recent,
    ended: Ended,
    connectors: HashMap<Box<[u8]>, Arc<str>, FoldState>,
    names: (RandomState, RandomState),
    counts: Counts,
    max_open: usize,
}

/// What rows change that is no session's own.
#[derive(Debug)]
pub(super) struct Counts {
    /// Rows that were taken.
    rows: u64,
    /// Commands and refusals that sessions hold, open ones and those not handed over yet.
    held: usize,
    max_held: usize,
}

impl Counts {
    /// Lets an open session take a row, which tells whether that closes it; tells whether it
    /// is closed then, or too much is held.
    #[inline(always)]
    pub(super) fn take(&mut self, open: &mut Open, act: impl FnOnce(&mut Open) -> bool) -> bool {
        self.rows += 1;
        open.touched = self.rows;
        let before = open.size;
        let closed = act(open);
        self.held += (open.size - before) as usize;
        closed || self.held > self.max_held
    }
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
            closed: Vec::new(),
            recent: Recent::default(),
            ended: Ended::default(),
            connectors: HashMap::default(),
            names: (RandomState::new(), RandomState::new()),
            counts: Counts {
                rows: 0,
                held: 0,
                max_held,
            },
            max_open,
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

    /// The slot of the session of that key, if it is open.
    pub(super) fn find(&self, key: Key) -> Option<usize> {
        self.index.get(&key).copied()
    }

    /// The slot of the session of that id, if it is found without the hash.
    #[inline(always)]
    pub(super) fn late(&self, id: &[u8; 16]) -> Option<usize> {
        let slot = self.recent.slot(id);
        let open = self.slots.get(slot)?;
        // What a settled session leaves stands in no usual log, but can in a damaged one.
        (open.id == *id && *id != NO_ID).then_some(slot)
    }

    /// The key of an id, if it is a usual one, and the slot of its session, if that is open.
    pub(super) fn seek(&mut self, id: &[u8; 16]) -> Option<(Key, Option<usize>)> {
        let key = Key::of(id)?;
        let slot = self.find(key);
        if let Some(slot) = slot {
            self.found(id, slot);
        }
        Some((key, slot))
    }

    fn found(&mut self, id: &[u8; 16], slot: usize) {
        self.recent.found(id, slot);
        if let Some(open) = self.slots.get_mut(slot) {
            open.id = *id;
        }
    }

    /// Has the session brought near whose id ends like this one, for a row to come.
    #[inline(always)]
    pub(super) fn fetch(&self, id: Option<&[u8; 16]>) {
        let slot = id.map(|id| self.recent.slot(id));
        if let Some(open) = slot.and_then(|slot| self.slots.get(slot)) {
            // Looks that are not left out for being of no use.
            black_box((open.touched, open.session.ended));
        }
    }

    /// The session in a slot, and what its rows change beside it.
    #[inline(always)]
    pub(super) fn at(&mut self, slot: usize) -> Option<(&mut Open, &mut Counts)> {
        let open = self.slots.get_mut(slot)?;
        Some((open, &mut self.counts))
    }

    /// The session of that id, if it is open.
    pub(super) fn get(&mut self, key: Key) -> Option<&mut Open> {
        let slot = self.find(key)?;
        self.slots.get_mut(slot)
    }

    /// The slot of a session that is not open, opened if this row can open one: it has a
    /// time, which `step` tells. A row that comes after its session's end is late and
    /// opens none, unless it is what a connection begins with: ids can be used again.
    #[inline(never)]
    pub(super) fn new_slot(
        &mut self,
        key: Key,
        row: &Row<'_>,
        step: Option<Step>,
        whose: Whose<'_>,
    ) -> Slot {
        let first = begins(row) || step.is_some_and(|step| step.sequence == Some(0));
        // Then none can have had it, whatever its id.
        let new = first && step.is_some_and(|step| self.ended.are_before(step));
        let end = if new { None } else { self.ended.get(key) };
        if end.zip(step).is_some_and(|(end, step)| end.had(step)) {
            return Slot::Repeated;
        }
        let late = end.is_some() && !first;
        if step.is_none() || late {
            self.counts.rows += 1;
            return Slot::None;
        }
        Slot::Open(self.open(key, whose))
    }

    fn open(&mut self, key: Key, whose: Whose<'_>) -> usize {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Open::default());
            self.keys.push(key);
            self.slots.len() - 1
        });
        self.name(slot, whose);
        if let (Some(open), Some(held)) = (self.slots.get_mut(slot), self.keys.get_mut(slot)) {
            *held = key;
            // The row that opens it is about to be counted.
            open.opened = self.counts.rows + 1;
            open.session.id.set(whose.session);
            open.begin();
        }
        self.index.insert(key, slot);
        let id = whose.session.as_array();
        if let Some(id) = id.filter(|id| Key::of(id) == Some(key)) {
            self.found(id, slot);
        }
        slot
    }

    /// Gives the session in a slot its connector.
    fn name(&mut self, slot: usize, whose: Whose<'_>) {
        let name = whose.connector.bytes();
        let held = self.slots.get(slot).map(|open| &open.session.connector);
        // Mostly the session before it in that slot had the same.
        if held.is_some_and(|held| held.as_bytes() == name.as_ref()) {
            return;
        }
        let connector = self.connector(&name);
        if let Some(open) = self.slots.get_mut(slot) {
            open.session.connector = connector;
        }
    }

    fn connector(&mut self, name: &[u8]) -> Arc<str> {
        if let Some(known) = self.connectors.get(name) {
            return Arc::clone(known);
        }
        let shared: Arc<str> = lossy(name).into();
        if self.connectors.len() < MAX_CONNECTORS {
            self.connectors.insert(name.into(), Arc::clone(&shared));
        }
        shared
    }

    /// Takes the session in a slot out of the table if it is closed, or settles others if
    /// that has become too large.
    #[inline(never)]
    pub(super) fn after(&mut self, slot: usize, step: Option<Step>, settling: &mut Settling<'_>) {
        if !self.slots.get(slot).is_some_and(|open| open.session.closed) {
            self.hand_over(settling);
            return self.shrink(settling);
        }
        let key = self.close(slot);
        if let (Some(step), Some(key)) = (step, key) {
            self.ended.add(key, End::at(step));
        }
        // What waits is held too, and is no more than all may hold.
        if self.closed.len() >= TOGETHER || self.is_too_large() {
            self.hand_over(settling);
        }
    }

    /// Takes the session in a slot out of the table: no row finds it any more.
    fn close(&mut self, slot: usize) -> Option<Key> {
        let held = self.keys.get_mut(slot)?;
        let key = std::mem::replace(held, Key::NONE);
        self.index.remove(&key);
        if let Some(open) = self.slots.get_mut(slot) {
            open.id = NO_ID;
        }
        self.closed.push(slot);
        Some(key)
    }

    /// Settles the sessions that are closed.
    pub(super) fn hand_over(&mut self, settling: &mut Settling<'_>) {
        for slot in self.closed.drain(..) {
            let Some(open) = self.slots.get_mut(slot) else {
                continue;
            };
            self.counts.held -= open.size as usize;
            let session = open.settle(settling.shared);
            settling.sink.session(settling.server, session);
            open.clear(&mut settling.shared.spare);
            self.free.push(slot);
        }
    }

    /// Settles the least recently touched eighth, until it is small enough.
    fn shrink(&mut self, settling: &mut Settling<'_>) {
        while self.is_too_large() {
            let mut slots: Vec<usize> = self.index.values().copied().collect();
            if slots.is_empty() {
                return;
            }
            slots.sort_unstable_by_key(|&slot| self.slots.get(slot).map(|o| o.touched));
            self.settle(&slots[..(slots.len() / 8).max(1)], settling);
        }
    }

    /// Whether too many sessions are open, or they hold too much.
    pub(super) fn is_too_large(&self) -> bool {
        self.index.len() > self.max_open || self.counts.held > self.counts.max_held
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
        self.settle(&slots, settling);
    }

    /// Settles the sessions in these slots, after those that were closed before.
    fn settle(&mut self, slots: &[usize], settling: &mut Settling<'_>) {
        for &slot in slots {
            self.close(slot);
        }
        self.hand_over(settling);
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
    row.event == Event::Connect || row.context().raw() == b"attempting to connect"
}
