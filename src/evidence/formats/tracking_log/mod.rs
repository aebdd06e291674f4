//! Message tracking logs (`MSGTRK*.LOG`): one event a row. Rows whose event is FAIL
//! tell which refusal a server got for whom; all others are only counted.
//!
//! Columns go by the names of `#Fields`, since versions of Exchange differ in them
//! (learn.microsoft.com/exchange/mail-flow/transport-logs/message-tracking). Nothing
//! is kept of a row but what it adds to its kind of refusal.

mod columns;
mod refused;
mod row;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read};

use memchr::memmem;

use self::columns::Columns;
pub use self::refused::Refused;
use self::row::{Damage, Row};
use super::clock::Clock;
use super::lines::{Line, Lines, MAX_LINE, Progress};
use super::other_log::{Head, time_of};
use crate::evidence::{Note, NoteKind};

/// Damaged rows that are listed one by one.
const MAX_NOTES: u64 = 20;
/// Rows of refusals that are remembered, so that a copy of a log counts once.
const MAX_SEEN: usize = 500_000;

/// What one log told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrackingSummary {
    /// Its rows.
    pub rows: u64,
    /// The newest time of a row, in milliseconds since the epoch.
    pub newest: Option<i64>,
    /// What was noticed.
    pub notes: Vec<Note>,
    /// The refusals that matter here, one entry a kind.
    pub refused: Vec<Refused>,
}

/// Reads tracking logs; remembers what was in the ones before.
#[derive(Debug)]
pub struct TrackingLogs {
    /// Hashes of the rows that told a refusal.
    seen: HashSet<u64>,
    /// So many of them are remembered.
    most: usize,
    buffer: Vec<u8>,
}

impl Default for TrackingLogs {
    fn default() -> Self {
        Self::remembering(MAX_SEEN)
    }
}

impl TrackingLogs {
    /// Remembers so many rows.
    fn remembering(most: usize) -> Self {
        Self {
            seen: HashSet::new(),
            most,
            buffer: Vec::new(),
        }
    }

    /// Reads one log, which is UTF-8.
    ///
    /// # Errors
    /// What the system says of reading.
    pub fn file(
        &mut self,
        input: impl Read,
        progress: Progress<'_>,
    ) -> io::Result<TrackingSummary> {
        let mut file = File {
            seen: &mut self.seen,
            most: self.most,
            summary: TrackingSummary::default(),
            columns: None,
            clock: Clock::default(),
            line: 0,
            damaged: 0,
            repeated: 0,
        };
        let mut lines = Lines::new(input, &mut self.buffer);
        while let Some(line) = lines.next(progress)? {
            file.line += 1;
            match line {
                Line::Text(text) if text.last => file.last(text.bytes),
                Line::Text(text) => file.line(text.bytes),
                Line::TooLong => file.damaged(NoteKind::LineTooLong(MAX_LINE as u64)),
            }
        }
        let nuls = lines.nul_tail;
        Ok(file.finish(nuls))
    }
}

struct File<'s> {
    seen: &'s mut HashSet<u64>,
    most: usize,
    summary: TrackingSummary,
    /// As the last `#Fields` said (`None`: not where refusals stand); without one each
    /// row tells for itself.
    columns: Option<Option<Columns>>,
    clock: Clock,
    line: u64,
    damaged: u64,
    /// Rows that told a refusal and stand in an earlier log.
    repeated: u64,
}

impl File<'_> {
    fn line(&mut self, bytes: &[u8]) {
        match Head::of(bytes) {
            Some(Head::Fields(names)) => self.columns = Some(Columns::of(&names)),
            Some(_) => {}
            None => {
                if let Err(kind) = self.row(bytes) {
                    self.damaged(kind);
                }
            }
        }
    }

    /// A line without an end may be half a row; a whole one counts.
    fn last(&mut self, bytes: &[u8]) {
        if Head::of(bytes).is_none() && self.row(bytes).is_err() {
            self.note(Some(self.line), NoteKind::HalfLastLine);
        }
    }

    fn row(&mut self, bytes: &[u8]) -> Result<(), NoteKind> {
        let time = time_of(bytes).and_then(|text| self.clock.millis(text));
        let time = time.ok_or(NoteKind::BadTime)?;
        self.summary.rows += 1;
        self.summary.newest = self.summary.newest.max(Some(time));
        // Most rows are other events: only what can be one is taken apart.
        if self.columns == Some(None) || memmem::find(bytes, b"FAIL").is_none() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(bytes);
        let row = Row::read(&text, self.columns.flatten()).map_err(|damage| match damage {
            Damage::OpenQuote => NoteKind::OpenQuote,
            Damage::Short(fields) => NoteKind::ShortLine { fields },
        })?;
        let refusals = row.refusals();
        if refusals.is_empty() || self.is_repeated(bytes) {
            return Ok(());
        }
        for reply in refusals {
            let kinds = &mut self.summary.refused;
            let index = kinds.iter().position(|k| k.kind == reply.kind);
            let index = index.unwrap_or_else(|| {
                kinds.push(Refused::new(reply.kind, &reply.text));
                kinds.len() - 1
            });
            kinds[index].add(time, self.line, &text, &row, &reply);
        }
        Ok(())
    }

    fn is_repeated(&mut self, row: &[u8]) -> bool {
        let mut hasher = DefaultHasher::new();
        row.hash(&mut hasher);
        let hash = hasher.finish();
        let new = match self.seen.len() < self.most {
            true => self.seen.insert(hash),
            false => !self.seen.contains(&hash),
        };
        self.repeated += u64::from(!new);
        !new
    }

    fn note(&mut self, line: Option<u64>, kind: NoteKind) {
        self.summary.notes.push(Note { line, kind });
    }

    fn damaged(&mut self, kind: NoteKind) {
        self.damaged += 1;
        if self.damaged <= MAX_NOTES {
            self.note(Some(self.line), kind);
        }
    }

    fn finish(mut self, nuls: u64) -> TrackingSummary {
        if nuls > 0 {
            self.note(None, NoteKind::NulBytes(nuls));
        }
        if self.repeated > 0 {
            self.note(None, NoteKind::RepeatedRows(self.repeated));
        }
        if self.damaged > MAX_NOTES {
            let more = self.damaged - MAX_NOTES;
            self.note(None, NoteKind::MoreDamagedLines(more));
        }
        self.summary
    }
}
