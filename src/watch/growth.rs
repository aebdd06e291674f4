//! One file that grows: what of it was read, and whether it is still the same file.

use std::io;
use std::path::Path;

use crate::evidence::SourceId;
use crate::evidence::formats::send_log::{Growing, MAX_LINE};

use super::{Listed, Shelf};

/// Bytes kept of a file's beginning: its header has the time at which it was made.
const HEAD: usize = 256;
/// Bytes kept before the place up to which it was read.
const TAIL: usize = 64;
/// Bytes that are read at once.
const PIECE: usize = 64 * 1024;

/// A file that is followed.
#[derive(Debug)]
pub(super) struct Growth {
    /// What the parser knows of it.
    pub(super) growing: Growing,
    /// As it was when it was last looked at.
    seen: Listed,
    /// Up to here it was read.
    offset: u64,
    head: Vec<u8>,
    tail: Vec<u8>,
    /// A line whose end has not come yet.
    half: Vec<u8>,
    /// Within a line that is too long.
    skipping: bool,
    /// Up to here only zeros were seen after what was read.
    zeros: u64,
}

/// What became of a file since it was last read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It has grown, or not.
    Same,
    /// It is another file of its name.
    Another,
    /// It became shorter, with the same beginning. What is new in it nobody can tell.
    Shorter,
}

impl Growth {
    /// A file of which nothing is read yet.
    pub(super) fn new(source: SourceId, listed: Listed) -> Self {
        Self {
            growing: Growing::new(source),
            seen: listed,
            offset: 0,
            head: Vec::new(),
            tail: Vec::new(),
            half: Vec::new(),
            skipping: false,
            zeros: 0,
        }
    }

    /// Bytes held: of a half line, and to know the file again.
    pub(super) fn held(&self) -> usize {
        self.half.len() + self.head.len() + self.tail.len()
    }

    /// Bytes that are there and were not read.
    pub(super) fn unread(&self) -> u64 {
        self.seen.size.saturating_sub(self.offset)
    }

    /// Whether something may have happened to it.
    pub(super) fn differs(&self, listed: &Listed) -> bool {
        listed.size != self.offset
            || listed.modified != self.seen.modified
            || listed.identity != self.seen.identity
    }

    /// A listing shows it so long.
    pub(super) fn shown_with(&mut self, size: u64) {
        self.seen.size = size;
    }

    /// Passes over what is there: only what is written from now on is read.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn pass_over(&mut self, listed: &Listed, shelf: &mut dyn Shelf) -> io::Result<()> {
        let path = &listed.path;
        self.head = read(shelf, path, 0, HEAD)?;
        let from = listed.size.saturating_sub(TAIL as u64);
        self.tail = read(shelf, path, from, TAIL)?;
        self.offset = from + self.tail.len() as u64;
        // The rest of a line that began before is no line.
        self.skipping = self.tail.last().is_some_and(|&b| b != b'\n');
        if self.tail.last() == Some(&0) {
            // Where what is written ends is not known: it is read from its beginning.
            *self = Self::new(self.growing.source(), listed.clone());
        }
        self.seen = listed.clone();
        Ok(())
    }

    /// Whether it is still the file that was read so far: the bytes before the place up
    /// to which it was read are the same ones.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn check(&mut self, listed: &Listed, shelf: &mut dyn Shelf) -> io::Result<State> {
        let path = &listed.path;
        let known = self.tail.len();
        let before = read(shelf, path, self.offset - known as u64, known)?;
        if before == self.tail {
            self.seen = listed.clone();
            return Ok(State::Same);
        }
        let head = read(shelf, path, 0, self.head.len())?;
        let is_shorter = listed.size < self.offset;
        if head.is_empty() || head != self.head || !is_shorter {
            return Ok(State::Another);
        }
        Ok(State::Shorter)
    }

    /// Reads on, and hands whole lines to `lines`; at most `budget` bytes, which it
    /// takes them from. Whether there may be more.
    ///
    /// # Errors
    /// What the system says; what was read before counts.
    pub(super) fn read_on(
        &mut self,
        path: &Path,
        budget: &mut u64,
        shelf: &mut dyn Shelf,
        lines: &mut dyn FnMut(&mut Growing, &[u8]),
    ) -> io::Result<bool> {
        let mut piece = vec![0; PIECE];
        loop {
            if *budget == 0 {
                return Ok(true);
            }
            let count = shelf.read(path, self.offset, &mut piece)?.min(piece.len());
            *budget = budget.saturating_sub(count.max(1) as u64);
            let end = written(&piece[..count]);
            let new = &piece[..end];
            if new.is_empty() {
                if count == PIECE && self.over_zeros(path, budget, shelf)? {
                    continue;
                }
                self.seen.size = self.offset;
                return Ok(false);
            }
            self.remember(new);
            self.cut(new, lines);
        }
    }

    /// Many zeros are room that is not written to yet, or what a crash has left, with
    /// more behind it. Goes to what is behind them; whether to read on, which is so too
    /// when the budget ends the search.
    fn over_zeros(
        &mut self,
        path: &Path,
        budget: &mut u64,
        shelf: &mut dyn Shelf,
    ) -> io::Result<bool> {
        let piece = PIECE as u64;
        // What was looked through is not looked through again.
        self.zeros = self.zeros.max(self.offset + piece);
        while *budget > 0 {
            let bytes = read(shelf, path, self.zeros, PIECE)?;
            *budget = budget.saturating_sub(bytes.len().max(1) as u64);
            if bytes.is_empty() {
                return Ok(false);
            }
            let Some(behind) = bytes.iter().position(|&b| b != 0) else {
                self.zeros += bytes.len() as u64;
                continue;
            };
            // Whoever wrote this may have filled the room before it meanwhile.
            if written(&read(shelf, path, self.offset, PIECE)?) == 0 {
                self.offset = self.zeros + behind as u64;
                self.tail = vec![0; TAIL];
                // Its end is lost.
                self.half.clear();
            }
            return Ok(true);
        }
        Ok(true)
    }

    fn remember(&mut self, new: &[u8]) {
        self.offset += new.len() as u64;
        let room = HEAD.saturating_sub(self.head.len()).min(new.len());
        self.head.extend_from_slice(&new[..room]);
        let old = TAIL.saturating_sub(new.len()).min(self.tail.len());
        let kept = self.tail.split_off(self.tail.len() - old);
        self.tail = kept;
        self.tail
            .extend_from_slice(&new[new.len().saturating_sub(TAIL)..]);
    }

    /// Hands out the lines that are whole, and keeps the rest.
    fn cut(&mut self, mut new: &[u8], lines: &mut dyn FnMut(&mut Growing, &[u8])) {
        if self.skipping || !self.half.is_empty() {
            let Some(end) = memchr::memchr(b'\n', new) else {
                return self.keep(new);
            };
            let (rest, others) = new.split_at(end + 1);
            self.keep(rest);
            new = others;
            let line = std::mem::take(&mut self.half);
            if !std::mem::take(&mut self.skipping) {
                lines(&mut self.growing, &line);
            }
        }
        let whole = memchr::memrchr(b'\n', new).map_or(0, |end| end + 1);
        if whole > 0 {
            lines(&mut self.growing, &new[..whole]);
        }
        self.keep(&new[whole..]);
    }

    fn keep(&mut self, part: &[u8]) {
        if self.skipping {
            return;
        }
        if self.half.len() + part.len() > MAX_LINE {
            self.growing.too_long();
            self.half = Vec::new();
            self.skipping = true;
            return;
        }
        self.half.extend_from_slice(part);
    }
}

/// The bytes without the zeros that they end in: room that a system has made for
/// what is not written yet.
fn written(bytes: &[u8]) -> usize {
    let zeros = bytes.iter().rev().take_while(|&&b| b == 0).count();
    bytes.len() - zeros
}

/// Reads at most `length` bytes.
pub(super) fn read(
    shelf: &mut dyn Shelf,
    path: &Path,
    at: u64,
    length: usize,
) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    let count = if length == 0 {
        0
    } else {
        shelf.read(path, at, &mut bytes)?.min(length)
    };
    bytes.truncate(count);
    Ok(bytes)
}
