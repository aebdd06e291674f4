//! Lines cut into fields ahead of time, on another thread: where the fields of a row
//! lie in its block. What is no plain row is left to the reader as a line.

use memchr::{memchr, memmem};

use super::line::{Event, Field, Row, parse};
use super::table::Key;
use super::time::Clock;

/// Whole lines, and what they were cut into.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// Ends with a line end.
    pub(super) bytes: Vec<u8>,
    pub(super) lines: Vec<Cut>,
    /// Whether all bytes are ASCII.
    pub(super) ascii: bool,
    clock: Clock,
}

/// A line.
#[derive(Debug)]
pub(super) struct Cut {
    line: Span,
    row: Option<Parts>,
    /// Whether [`super::MISSING`] is in it.
    names_missing: bool,
}

/// A row in the parts that its session needs.
#[derive(Debug)]
struct Parts {
    event: Event,
    /// Milliseconds since the epoch.
    millis: i64,
    key: Option<Key>,
    connector: Part,
    session: Span,
    sequence: Span,
    remote: Span,
    data: Part,
    context: Part,
}

/// A row that was cut: the line, its time and its session.
pub(super) struct Taken<'b> {
    pub(super) row: Row<'b>,
    /// Milliseconds since the epoch; `None` when it could not be read.
    pub(super) time: Option<i64>,
    pub(super) key: Option<Key>,
    /// The line without its end.
    pub(super) line: &'b [u8],
    pub(super) names_missing: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Span {
    start: u32,
    end: u32,
}

#[derive(Debug, Clone, Copy)]
struct Part {
    span: Span,
    quoted: bool,
}

impl Span {
    /// Where a part of the block lies in it; blocks are far shorter than 4 GiB.
    fn of(block: &[u8], part: &[u8]) -> Self {
        if part.is_empty() {
            return Self::default();
        }
        let start = part.as_ptr().addr().wrapping_sub(block.as_ptr().addr());
        let at = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        Self {
            start: at(start),
            end: at(start + part.len()),
        }
    }

    fn bytes(self, block: &[u8]) -> &[u8] {
        let range = self.start as usize..self.end as usize;
        block.get(range).unwrap_or_default()
    }
}

impl Part {
    fn of(block: &[u8], field: Field<'_>) -> Self {
        let (raw, quoted) = field.parts();
        Self {
            span: Span::of(block, raw),
            quoted,
        }
    }

    fn field(self, block: &[u8]) -> Field<'_> {
        Field::of_parts(self.span.bytes(block), self.quoted)
    }
}

impl Block {
    /// Cuts all lines.
    pub(super) fn cut(&mut self) {
        self.lines.clear();
        self.ascii = self.bytes.is_ascii();
        let mut named = memmem::find_iter(&self.bytes, super::MISSING).peekable();
        let mut start = 0;
        while let Some(length) = memchr(b'\n', &self.bytes[start..]) {
            let line = &self.bytes[start..start + length];
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let row = parts(&self.bytes, line, &mut self.clock);
            start += length + 1;
            let mut names_missing = false;
            while named.next_if(|&at| at < start).is_some() {
                names_missing = true;
            }
            self.lines.push(Cut {
                line: Span::of(&self.bytes, line),
                row,
                names_missing,
            });
        }
    }
}

fn parts(block: &[u8], line: &[u8], clock: &mut Clock) -> Option<Parts> {
    if !line.first()?.is_ascii_digit() {
        return None;
    }
    let row = parse(line).ok()?;
    let span = |part: &[u8]| Span::of(block, part);
    Some(Parts {
        event: row.event,
        millis: clock.millis(row.time)?,
        key: Key::hex(row.session),
        connector: Part::of(block, row.connector),
        session: span(row.session),
        sequence: span(row.sequence),
        remote: span(row.remote),
        data: Part::of(block, row.data),
        context: Part::of(block, row.context),
    })
}

impl Cut {
    /// The line without its end.
    pub(super) fn line<'b>(&self, block: &'b [u8]) -> &'b [u8] {
        self.line.bytes(block)
    }

    /// The row, if it is a plain one.
    pub(super) fn row<'b>(&self, block: &'b [u8]) -> Option<Taken<'b>> {
        let parts = self.row.as_ref()?;
        Some(Taken {
            row: Row {
                // It has been read.
                time: b"",
                connector: parts.connector.field(block),
                session: parts.session.bytes(block),
                sequence: parts.sequence.bytes(block),
                remote: parts.remote.bytes(block),
                event: parts.event,
                data: parts.data.field(block),
                context: parts.context.field(block),
            },
            time: Some(parts.millis),
            key: parts.key,
            line: self.line(block),
            names_missing: self.names_missing,
        })
    }
}
