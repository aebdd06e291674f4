//! Lines cut into fields ahead of time, on another thread: where the fields of a row
//! lie in its block. What is no plain row is left to the reader as a line.

use std::iter::Peekable;

use memchr::memchr_iter;
use memchr::memmem::{self, FindIter};

use super::line::{Event, Field, Row};
use super::plain::{Cutting, Plain};
use super::table::Key;

/// Whole lines, and what they were cut into.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// Ends with a line end.
    pub(super) bytes: Vec<u8>,
    pub(super) lines: Vec<Cut>,
    /// Whether all bytes are ASCII.
    pub(super) ascii: bool,
    cutting: Cutting,
}

/// A line.
#[derive(Debug)]
pub(super) struct Cut {
    line: Span,
    row: Option<Parts>,
    /// Whether [`super::MISSING`] is in it.
    names_missing: bool,
}

/// A row in the parts that its session needs, as places in its block: that is what
/// another thread can hand over.
#[derive(Debug)]
struct Parts {
    event: Event,
    /// Milliseconds since the epoch.
    millis: i64,
    key: Key,
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
    /// One that is not cut yet.
    pub(super) fn of(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            ..Self::default()
        }
    }

    /// Cuts all lines.
    pub(super) fn cut(&mut self) {
        self.lines.clear();
        self.ascii = self.bytes.is_ascii();
        for found in whole_lines(&self.bytes) {
            let plain = self.cutting.row(found.line);
            self.lines.push(Cut {
                line: Span::of(&self.bytes, found.line),
                row: plain.map(|plain| parts(&self.bytes, &plain)),
                names_missing: found.names_missing,
            });
        }
    }
}

/// A line of a block.
pub(super) struct Found<'b> {
    /// Without its end.
    pub(super) line: &'b [u8],
    /// Whether [`super::MISSING`] is in it.
    pub(super) names_missing: bool,
}

/// The lines of a block, which ends with a line end.
pub(super) fn whole_lines(block: &[u8]) -> impl Iterator<Item = Found<'_>> {
    let mut named = memmem::find_iter(block, super::MISSING).peekable();
    let mut start = 0;
    memchr_iter(b'\n', block).map(move |end| {
        let line = &block[start..end];
        start = end + 1;
        Found {
            line: line.strip_suffix(b"\r").unwrap_or(line),
            names_missing: any_before(&mut named, end),
        }
    })
}

/// Whether there are places before `end`; they are passed over.
fn any_before(places: &mut Peekable<FindIter<'_, '_>>, end: usize) -> bool {
    let mut any = false;
    while places.next_if(|&at| at < end).is_some() {
        any = true;
    }
    any
}

fn parts(block: &[u8], plain: &Plain<'_>) -> Parts {
    let Plain { row, millis, key } = plain;
    let span = |part: &[u8]| Span::of(block, part);
    Parts {
        event: row.event,
        millis: *millis,
        key: *key,
        connector: Part::of(block, row.connector),
        session: span(row.session),
        sequence: span(row.sequence),
        remote: span(row.remote),
        data: Part::of(block, row.data),
        context: Part::of(block, row.context),
    }
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
            key: Some(parts.key),
            line: self.line(block),
            names_missing: self.names_missing,
        })
    }
}
