//! Files of one server to sessions.

use std::io::{self, Read};
use std::ops::ControlFlow;

use memchr::memchr;

use crate::evidence::{NoteKind, SourceId};

use super::blocks::{Blocks, after_told};
use super::certificate::{CertificateMemo, Certificates};
use super::endpoints::Endpoints;
use super::file::{File, Growing};
use super::keys::Key;
use super::line::{Damage, Damaged, Record, Row, Whose, parse};
use super::lines::{BUFFER, Line, Lines, MAX_LINE, Progress, Text};
use super::open::Shared;
use super::plain::Cutting;
use super::repeated::Step;
use super::table::{Settling, Slot, Table};
use super::tails::Tails;
use super::{FileSummary, SessionSink};

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
    tails: Tails,
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
            tails: Tails::new(),
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
        let (any, result) = self.rows(&mut file, input, sink, progress);
        self.settling(sink, Table::hand_over);
        file.ended(any, result)
    }

    /// Reads the rows of a file; tells whether there was anything, and how it ended.
    fn rows<R: Read>(
        &mut self,
        file: &mut File,
        input: R,
        sink: &mut dyn SessionSink,
        progress: Progress<'_>,
    ) -> (bool, io::Result<()>) {
        let mut blocks = Blocks::new(input, self.block);
        if let Err(error) = self.blocks(file, &mut blocks, sink, progress) {
            return (blocks.any, Err(error));
        }
        if blocks.stopped {
            return (true, Ok(()));
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
                Line::Text(text) => self.line(file, text, sink),
                Line::TooLong => file.damaged(NoteKind::LineTooLong(MAX_LINE as u64)),
            }
        };
        let (any, nuls) = (any || lines.any, lines.nul_tail);
        if result.is_ok() && nuls > 0 && !lines.stopped {
            file.note(None, NoteKind::NulBytes(nuls));
        }
        self.buffer = buffer;
        (any, result)
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
        let mut tails = std::mem::take(&mut self.tails);
        let mut text = lines;
        while !text.is_empty() {
            file.line += 1;
            text = match self.plain(file, text, &mut tails, sink) {
                Some(next) => next,
                None => self.unusual(file, text, sink),
            };
        }
        self.tails = tails;
    }

    /// Takes a line of another shape; tells what follows it.
    #[inline(never)]
    fn unusual<'a>(
        &mut self,
        file: &mut File,
        text: &'a [u8],
        sink: &mut dyn SessionSink,
    ) -> &'a [u8] {
        let end = memchr(b'\n', text).unwrap_or(text.len());
        let line = &text[..end];
        let line = Text {
            bytes: line.strip_suffix(b"\r").unwrap_or(line),
            last: false,
        };
        self.cutting.learn(line.bytes);
        self.line(file, line, sink);
        text.get(end + 1..).unwrap_or_default()
    }

    /// Takes a line that is a row of the usual shape; tells what follows it. Whose row that
    /// is, is guessed before the session takes this one, so that the other comes near meanwhile.
    #[inline(always)]
    fn plain<'a>(
        &mut self,
        file: &mut File,
        text: &'a [u8],
        tails: &mut Tails,
        sink: &mut dyn SessionSink,
    ) -> Option<&'a [u8]> {
        if file.foreign {
            return None;
        }
        let head = self.cutting.head(text)?;
        let (key, slot) = match self.table.late(&head.id) {
            Some(slot) => (Key::NONE, Some(slot)),
            None => self.table.seek(&head.id)?,
        };
        let Some(slot) = slot else {
            let plain = head.row(text, &mut self.endpoints, tails)?;
            let line = &text[..plain.ends.0];
            if !plain.ascii {
                file.look(line);
            }
            let whose = (key, head.whose(text)?);
            let step = (Some(head.millis), Some(plain.sequence));
            self.row(file, &plain.row, whose, step, line, sink);
            return Some(&text[plain.ends.1..]);
        };
        let (open, _) = self.table.at(slot)?;
        let plain = head.row(text, &mut open.endpoints, tails)?;
        let next = &text[plain.ends.1..];
        self.table.fetch(head.same_place(next));
        let line = &text[..plain.ends.0];
        if !plain.ascii {
            file.look(line);
        }
        file.reach(head.millis);
        let step = file.step(head.millis, Some(plain.sequence));
        let (open, counts) = self.table.at(slot)?;
        if open.reached.had(step, open.session.ended) {
            file.repeated += 1;
            return Some(next);
        }
        file.rows += 1;
        let place = file.place(head.millis, line);
        let shared = &mut self.shared;
        if counts.take(open, |open| open.row(&plain.row, &place, shared)) {
            self.settle(slot, Some(step), sink);
        }
        Some(next)
    }

    /// Reads on in a file that is still being written: `lines` are whole ones, and
    /// follow on those of the last call.
    pub fn more(&mut self, growing: &mut Growing, lines: &[u8], sink: &mut dyn SessionSink) {
        for line in lines.split_inclusive(|&b| b == b'\n') {
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            let text = Text {
                bytes: line.strip_suffix(b"\r").unwrap_or(line),
                last: false,
            };
            growing.0.line += 1;
            self.line(&mut growing.0, text, sink);
        }
        self.settling(sink, Table::hand_over);
    }

    /// Settles the sessions whose last row is older than `before` (milliseconds since
    /// the epoch): their server stopped in the middle of them. What still comes of one
    /// counts as a session whose beginning is not in the log.
    pub fn settle_idle(&mut self, before: i64, sink: &mut dyn SessionSink) {
        self.settling(sink, |table, settling| table.settle_idle(before, settling));
    }

    /// Sessions that are open.
    pub fn open_sessions(&self) -> usize {
        self.table.open_sessions()
    }

    /// Settles the sessions that are still open: no more files will come.
    pub fn finish(&mut self, sink: &mut dyn SessionSink) {
        self.settling(sink, Table::finish);
    }

    fn line(&mut self, file: &mut File, line: Text<'_>, sink: &mut dyn SessionSink) {
        file.look(line.bytes);
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
        let Record {
            time,
            whose,
            sequence,
            row,
        } = match parse(text) {
            Ok(record) => record,
            Err(_) if line.last => return file.damaged(NoteKind::HalfLastLine),
            Err(damaged) => return self.damaged(file, &damaged),
        };
        let time = file.clock.millis(time);
        let whose = (self.table.key(whose.session), whose);
        self.row(file, &row, whose, (time, sequence), text, sink);
    }

    /// Takes a row, which is `line` as a whole: whose it is, and its time if it has one.
    fn row(
        &mut self,
        file: &mut File,
        row: &Row<'_>,
        (key, whose): (Key, Whose<'_>),
        (time, sequence): (Option<i64>, Option<u64>),
        line: &[u8],
        sink: &mut dyn SessionSink,
    ) {
        match time {
            Some(time) => file.reach(time),
            None => file.damaged(NoteKind::BadTime),
        }
        let step = time.map(|time| file.step(time, sequence));
        let found = self.table.find(key);
        let slot = match found {
            Some(slot) => Slot::Open(slot),
            None => self.table.new_slot(key, row, step, whose),
        };
        let slot = match slot {
            Slot::Open(slot) => slot,
            Slot::Repeated => {
                file.repeated += 1;
                return;
            }
            Slot::None => {
                file.rows += 1;
                return;
            }
        };
        let Some((open, counts)) = self.table.at(slot) else {
            return;
        };
        // What opens a session was in no file before.
        if found.is_some() && step.is_some_and(|step| open.reached.had(step, open.session.ended)) {
            file.repeated += 1;
            return;
        }
        file.rows += 1;
        let place = file.place(time.unwrap_or(open.session.ended), line);
        let shared = &mut self.shared;
        let ends = counts.take(open, |open| open.row(row, &place, shared));
        if ends || self.table.is_too_large() {
            self.settle(slot, step, sink);
        }
    }

    /// Settles the session in a slot if it is closed, or others if too many are open.
    #[inline(never)]
    fn settle(&mut self, slot: usize, step: Option<Step>, sink: &mut dyn SessionSink) {
        self.settling(sink, |table, settling| table.after(slot, step, settling));
    }

    /// Does with the table what settles sessions.
    fn settling(
        &mut self,
        sink: &mut dyn SessionSink,
        act: impl FnOnce(&mut Table, &mut Settling<'_>),
    ) {
        let mut settling = Settling {
            server: &self.server,
            shared: &mut self.shared,
            sink,
        };
        act(&mut self.table, &mut settling);
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
            open.damaged_row(damaged.event, damaged.data, &mut self.shared);
        }
    }
}
