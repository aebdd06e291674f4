//! Files of one server to sessions.

use std::io::{self, Read};
use std::ops::ControlFlow;

use memchr::memchr;

use crate::evidence::archive::note_of;
use crate::evidence::note::Unread;
use crate::evidence::{Note, NoteKind, SourceId};

use super::blocks::{Blocks, after_told};
use super::certificate::{CertificateMemo, Certificates};
use super::endpoints::Endpoints;
use super::line::{Damage, Damaged, Row, parse};
use super::lines::{BUFFER, Line, Lines, MAX_LINE, Progress, Text};
use super::open::{Place, Shared};
use super::plain::Cutting;
use super::repeated::Step;
use super::sniff::{self, Header, LogKind};
use super::table::{Key, Settling, Slot, Table};
use super::time::Clock;
use super::{FileSummary, LineRef, SessionSink};

/// Damaged lines of one file that get a note each; the rest is counted.
const MAX_NOTES: u64 = 20;

/// Reads the send logs of one server, file by file in the order in which they
/// were written; a session may span several. Sessions go to the sink as they
/// end. Memory is bounded whatever the logs hold.
#[derive(Debug)]
pub struct Reader {
    server: String,
    table: Table,
    shared: Shared,
    buffer: Vec<u8>,
    cutting: Cutting,
    /// Those of rows whose session is not open.
    endpoints: Endpoints,
    /// What is read at a time (bytes), and into what.
    block: usize,
    bytes: Vec<u8>,
}

impl Reader {
    /// A reader for the logs of `server`.
    pub fn new(server: &str) -> Self {
        Self::with_memo(server, CertificateMemo::default())
    }

    /// A reader that shares its certificates with others.
    pub fn with_memo(server: &str, memo: CertificateMemo) -> Self {
        Self {
            server: server.to_owned(),
            table: Table::new(),
            shared: Shared::new(Certificates::new(memo)),
            buffer: Vec::new(),
            cutting: Cutting::default(),
            endpoints: Endpoints::default(),
            block: BUFFER,
            bytes: Vec::new(),
        }
    }

    /// A reader of so short blocks.
    #[cfg(test)]
    pub(super) fn with_block(mut self, bytes: usize) -> Self {
        self.block = bytes;
        self
    }

    /// A reader that holds at most so many sessions open, with so many commands and refusals.
    #[cfg(test)]
    pub(super) fn with_limits(server: &str, max_open: usize, max_held: usize) -> Self {
        Self {
            table: Table::bounded(max_open, max_held),
            ..Self::new(server)
        }
    }

    /// Reads one file, given as UTF-8 (with or without BOM). `progress` is called
    /// with the number of bytes just read; when it breaks, reading stops and what
    /// was read so far counts.
    ///
    /// # Errors
    ///
    /// When nothing could be read. If reading fails later, the file ends there
    /// with a note.
    pub fn file<R: Read>(
        &mut self,
        source: SourceId,
        input: R,
        sink: &mut dyn SessionSink,
        progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> io::Result<FileSummary> {
        let mut file = File::new(source);
        let mut blocks = Blocks::new(input, self.block);
        if let Err(error) = self.blocks(&mut file, &mut blocks, sink, progress) {
            return file.ended(blocks.any, Err(error));
        }
        if blocks.stopped {
            return file.ended(true, Ok(()));
        }
        // What is no whole line, and what follows a line too long for a block.
        let Blocks {
            input, rest, any, ..
        } = blocks;
        let mut progress = after_told(rest.len() as u64, progress);
        let mut buffer = std::mem::take(&mut self.buffer);
        let mut lines = Lines::new(rest.chain(input), &mut buffer);
        let result = loop {
            let line = match lines.next(&mut progress) {
                Ok(Some(line)) => line,
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            };
            file.line += 1;
            match line {
                Line::Text(text) => self.line(&mut file, text, sink),
                Line::TooLong => file.damaged(NoteKind::LineTooLong(MAX_LINE as u64)),
            }
        };
        let (any, nuls) = (any || lines.any, lines.nul_tail);
        if result.is_ok() && nuls > 0 && !lines.stopped {
            file.note(None, NoteKind::NulBytes(nuls));
        }
        self.buffer = buffer;
        file.ended(any, result)
    }

    /// Reads whole lines in blocks.
    fn blocks<R: Read>(
        &mut self,
        file: &mut File,
        blocks: &mut Blocks<R>,
        sink: &mut dyn SessionSink,
        progress: Progress<'_>,
    ) -> io::Result<()> {
        let mut bytes = std::mem::take(&mut self.bytes);
        while blocks.next(&mut bytes, progress) {
            self.lines(file, &bytes, sink);
        }
        self.bytes = bytes;
        blocks.result()
    }

    /// Takes lines, the last of which has its end too.
    fn lines(&mut self, file: &mut File, lines: &[u8], sink: &mut dyn SessionSink) {
        let ascii = lines.is_ascii();
        let mut rest = lines;
        while !rest.is_empty() {
            file.line += 1;
            let end = match self.plain(file, rest, ascii, sink) {
                Some(end) => end,
                None => {
                    let end = memchr(b'\n', rest).unwrap_or(rest.len());
                    let line = &rest[..end];
                    let text = Text {
                        bytes: line.strip_suffix(b"\r").unwrap_or(line),
                        last: false,
                        ascii,
                    };
                    self.cutting.learn(text.bytes);
                    self.line(file, text, sink);
                    end
                }
            };
            rest = &rest[end..];
            rest = rest.strip_prefix(b"\r").unwrap_or(rest);
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        }
    }

    /// Takes the line that `text` begins with, if that is a row of the usual shape; tells
    /// where it ended then.
    #[inline]
    fn plain(
        &mut self,
        file: &mut File,
        text: &[u8],
        ascii: bool,
        sink: &mut dyn SessionSink,
    ) -> Option<usize> {
        let head = self.cutting.head(text).filter(|_| !file.foreign)?;
        let found = self.table.find(head.key);
        let endpoints = match found {
            Some(slot) => self.table.endpoints(slot),
            None => None,
        };
        let (row, end) = head.row(text, endpoints.unwrap_or(&mut self.endpoints))?;
        let line = &text[..end];
        if !ascii {
            file.replaced += invalid_bytes(line);
        }
        let at = (head.key, found);
        self.row(file, &row, at, Some(head.millis), line, sink);
        Some(end)
    }

    /// Reads on in a file that is still being written: `lines` are whole ones, and
    /// follow on those of the last call.
    pub fn more(&mut self, growing: &mut Growing, lines: &[u8], sink: &mut dyn SessionSink) {
        for line in lines.split_inclusive(|&b| b == b'\n') {
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            let text = Text {
                bytes: line.strip_suffix(b"\r").unwrap_or(line),
                last: false,
                ascii: line.is_ascii(),
            };
            growing.0.line += 1;
            self.line(&mut growing.0, text, sink);
        }
    }

    /// Settles the sessions whose last row is older than `before` (milliseconds since
    /// the epoch): their server stopped in the middle of them. What still comes of one
    /// counts as a session whose beginning is not in the log.
    pub fn settle_idle(&mut self, before: i64, sink: &mut dyn SessionSink) {
        let mut settling = Settling {
            server: &self.server,
            shared: &mut self.shared,
            sink,
        };
        self.table.settle_idle(before, &mut settling);
    }

    /// Sessions that are open.
    pub fn open_sessions(&self) -> usize {
        self.table.open_sessions()
    }

    /// Settles the sessions that are still open: no more files will come.
    pub fn finish(&mut self, sink: &mut dyn SessionSink) {
        let mut settling = Settling {
            server: &self.server,
            shared: &mut self.shared,
            sink,
        };
        self.table.finish(&mut settling);
    }

    fn line(&mut self, file: &mut File, line: Text<'_>, sink: &mut dyn SessionSink) {
        if !line.ascii {
            file.replaced += invalid_bytes(line.bytes);
        }
        let text = match line.bytes.first() {
            Some(b'0'..=b'9') => line.bytes,
            _ => match file.unusual(line.bytes) {
                Some(text) => text,
                None => return,
            },
        };
        if file.foreign {
            return;
        }
        let row = match parse(text) {
            Ok(row) => row,
            Err(_) if line.last => return file.damaged(NoteKind::HalfLastLine),
            Err(damaged) => return self.damaged(file, &damaged),
        };
        let time = file.clock.millis(row.time);
        let key = self.table.key(row.session);
        let at = (key, self.table.find(key));
        self.row(file, &row, at, time, text, sink);
    }

    /// Takes a row, which is `line` as a whole: whose it is and where that is if it is
    /// open, and its time if it has one.
    #[inline(always)]
    fn row(
        &mut self,
        file: &mut File,
        row: &Row<'_>,
        (key, found): (Key, Option<usize>),
        time: Option<i64>,
        line: &[u8],
        sink: &mut dyn SessionSink,
    ) {
        match time {
            Some(time) => file.newest = file.newest.max(Some(time)),
            None => file.damaged(NoteKind::BadTime),
        }
        let step = time.map(|time| Step {
            source: file.source,
            time,
            sequence: row.sequence,
        });
        let slot = match self.table.slot((key, found), row, step) {
            Slot::Repeated => {
                file.repeated += 1;
                return;
            }
            Slot::None => {
                file.rows += 1;
                return;
            }
            Slot::Open(slot) => slot,
        };
        file.rows += 1;
        let place = Place {
            at: LineRef {
                source: file.source,
                line: file.line,
            },
            time,
            line,
        };
        let mut settling = Settling {
            server: &self.server,
            shared: &mut self.shared,
            sink,
        };
        self.table
            .with((key, slot), step, &mut settling, |open, shared| {
                open.row(row, &place, shared)
            });
    }

    fn damaged(&mut self, file: &mut File, damaged: &Damaged<'_>) {
        match damaged.damage {
            Damage::Short(fields) => file.damaged(NoteKind::ShortLine { fields }),
            Damage::OpenQuote => file.damaged(NoteKind::OpenQuote),
            Damage::NoRow => file.unlisted += 1,
        }
        let Some(id) = damaged.session else {
            return;
        };
        let key = self.table.key(id);
        if let Some(open) = self.table.get(key) {
            open.damaged_row(damaged.event, damaged.data);
        }
    }
}

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
pub struct Growing(File);

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
        self.0.newest
    }
}

/// One file while it is read.
#[derive(Debug)]
struct File {
    source: SourceId,
    line: u64,
    rows: u64,
    newest: Option<i64>,
    notes: Vec<Note>,
    /// Damaged lines with a note of their own, and those without.
    listed: u64,
    unlisted: u64,
    replaced: u64,
    /// Rows that an earlier file had.
    repeated: u64,
    clock: Clock,
    /// The rows from here are another log's.
    foreign: bool,
}

impl File {
    fn new(source: SourceId) -> Self {
        Self {
            source,
            line: 0,
            rows: 0,
            newest: None,
            notes: Vec::new(),
            listed: 0,
            unlisted: 0,
            replaced: 0,
            repeated: 0,
            clock: Clock::default(),
            foreign: false,
        }
    }

    fn note(&mut self, line: Option<u64>, kind: NoteKind) {
        self.notes.push(Note { line, kind });
    }

    fn damaged(&mut self, kind: NoteKind) {
        if self.listed < MAX_NOTES {
            self.listed += 1;
            self.note(Some(self.line), kind);
        } else {
            self.unlisted += 1;
        }
    }

    /// A line that does not begin as rows do: `None` when it is no row, else
    /// the row without what stood before it.
    fn unusual<'a>(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
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

    fn other_log(&mut self, kind: NoteKind) -> bool {
        self.damaged(kind);
        true
    }

    /// At its end, or where it could not be read on.
    fn ended(mut self, any: bool, result: io::Result<()>) -> io::Result<FileSummary> {
        match result {
            Err(error) if !any => return Err(error),
            Err(error) => self.note(None, note_of(&error)),
            Ok(()) => {}
        }
        Ok(self.summary())
    }

    fn summary(mut self) -> FileSummary {
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
            notes: self.notes,
            newest: self.newest,
        }
    }
}
