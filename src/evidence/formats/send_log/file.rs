//! One file while it is read: what was counted of it, and what was noticed.

use std::io;

use super::lines::MAX_LINE;
use super::place::Place;
use super::repeated::Step;
use super::sniff::{self, Header, LogKind};
use super::time::Clock;
use super::{FileSummary, LineRef};
use crate::evidence::archive::note_of;
use crate::evidence::note::Unread;
use crate::evidence::{Note, NoteKind, SourceId};

/// Damaged lines of one file that get a note each; the rest is counted.
const MAX_NOTES: u64 = 20;

/// Bytes that are no part of a UTF-8 character.
fn invalid_bytes(text: &[u8]) -> u64 {
    if std::str::from_utf8(text).is_ok() {
        return 0;
    }
    text.utf8_chunks()
        .map(|chunk| chunk.invalid().len() as u64)
        .sum()
}

/// A file that is still being written, between two pieces of it.
#[derive(Debug)]
pub struct Growing(pub(super) File);

impl Growing {
    /// One of which nothing is read yet.
    pub fn new(source: SourceId) -> Self {
        Self(File::new(source))
    }

    /// Which source it is.
    pub fn source(&self) -> SourceId {
        self.0.source
    }

    /// A line that is too long was passed over.
    pub fn too_long(&mut self) {
        self.0.line += 1;
        self.0.damaged(NoteKind::LineTooLong(MAX_LINE as u64));
    }

    /// Time of the newest row, milliseconds since the epoch.
    pub fn newest(&self) -> Option<i64> {
        self.0.newest()
    }
}

/// One file while it is read.
#[derive(Debug)]
pub(super) struct File {
    pub(super) source: SourceId,
    pub(super) line: u64,
    pub(super) rows: u64,
    /// Time of the newest row; before any, the least there is.
    newest: i64,
    pub(super) notes: Vec<Note>,
    /// Damaged lines with a note of their own, and those without.
    pub(super) listed: u64,
    pub(super) unlisted: u64,
    pub(super) replaced: u64,
    /// Rows that an earlier file had.
    pub(super) repeated: u64,
    pub(super) clock: Clock,
    /// The rows from here are another log's.
    pub(super) foreign: bool,
}

impl File {
    pub(super) fn new(source: SourceId) -> Self {
        Self {
            source,
            line: 0,
            rows: 0,
            newest: i64::MIN,
            notes: Vec::new(),
            listed: 0,
            unlisted: 0,
            replaced: 0,
            repeated: 0,
            clock: Clock::default(),
            foreign: false,
        }
    }

    /// Counts what is no text in a line.
    pub(super) fn look(&mut self, line: &[u8]) {
        if !line.is_ascii() {
            self.replaced += invalid_bytes(line);
        }
    }

    /// A row of that time was read (milliseconds since the epoch).
    #[inline(always)]
    pub(super) fn reach(&mut self, time: i64) {
        self.newest = self.newest.max(time);
    }

    fn newest(&self) -> Option<i64> {
        (self.newest > i64::MIN).then_some(self.newest)
    }

    #[inline(always)]
    pub(super) fn step(&self, time: i64, sequence: Option<u64>) -> Step {
        Step {
            source: self.source,
            time,
            sequence,
        }
    }

    #[inline(always)]
    pub(super) fn place<'a>(&self, time: i64, line: &'a [u8]) -> Place<'a> {
        Place {
            at: LineRef {
                source: self.source,
                line: self.line,
            },
            time,
            line,
        }
    }

    pub(super) fn note(&mut self, line: Option<u64>, kind: NoteKind) {
        self.notes.push(Note { line, kind });
    }

    pub(super) fn damaged(&mut self, kind: NoteKind) {
        if self.listed < MAX_NOTES {
            self.listed += 1;
            self.note(Some(self.line), kind);
        } else {
            self.unlisted += 1;
        }
    }

    /// A line that does not begin as rows do: `None` when it is no row, else
    /// the row without what stood before it.
    pub(super) fn unusual<'a>(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let after_nuls = text.iter().position(|&b| b != 0).unwrap_or(text.len());
        if after_nuls > 0 {
            self.damaged(NoteKind::NulBytes(after_nuls as u64));
        }
        let text = &text[after_nuls..];
        let text = text
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(text)
            .trim_ascii_start();
        if text.is_empty() {
            return None;
        }
        let start = String::from_utf8_lossy(&text[..text.len().min(200)]);
        let Some((header, value)) = sniff::header(&start) else {
            return Some(text);
        };
        if header == Header::LogType {
            // Files may have been joined; another log's rows mean other things.
            self.foreign = match sniff::kind(value) {
                LogKind::Send => false,
                LogKind::Receive => self.other_log(NoteKind::NotRead(Unread::ReceiveLog)),
                LogKind::Other(name) => self.other_log(NoteKind::OtherLog(name)),
            };
        }
        None
    }

    pub(super) fn other_log(&mut self, kind: NoteKind) -> bool {
        self.damaged(kind);
        true
    }

    /// At its end, or where it could not be read on.
    pub(super) fn ended(mut self, any: bool, result: io::Result<()>) -> io::Result<FileSummary> {
        match result {
            Err(error) if !any => return Err(error),
            Err(error) => self.note(None, note_of(&error)),
            Ok(()) => {}
        }
        Ok(self.summary())
    }

    pub(super) fn summary(mut self) -> FileSummary {
        if self.repeated > 0 {
            self.note(None, NoteKind::RepeatedRows(self.repeated));
        }
        if self.replaced > 0 {
            self.note(None, NoteKind::ReplacedBytes(self.replaced));
        }
        if self.unlisted > 0 {
            self.note(None, NoteKind::MoreDamagedLines(self.unlisted));
        }
        FileSummary {
            rows: self.rows,
            newest: self.newest(),
            notes: self.notes,
        }
    }
}
