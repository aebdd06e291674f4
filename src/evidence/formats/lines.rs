//! Bytes to lines through one buffer: never the whole file, never a line
//! longer than [`MAX_LINE`] (performance.md, points 1 and 2).

use std::io::{self, ErrorKind, Read};
use std::ops::{ControlFlow, Range};

use memchr::memchr;

/// What a read asks for, and the buffer a reader starts with.
/// It has to stay in a core's own cache together with what is made of it: with four
/// times as much, reading alone takes several times as long on some machines.
pub(super) const BUFFER: usize = 64 * 1024;
/// Longer lines are passed over, in bytes.
pub const MAX_LINE: usize = 1024 * 1024;

/// A line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'b> {
    /// A line of bearable length.
    Text(Text<'b>),
    /// A line beyond [`MAX_LINE`], passed over.
    TooLong,
}

/// A line's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text<'b> {
    /// Without the line end.
    pub(super) bytes: &'b [u8],
    /// No line end follows: it is the last and may be half a line.
    pub(super) last: bool,
}

/// Called with the bytes just read; breaks to stop.
pub(super) type Progress<'p> = &'p mut dyn FnMut(u64) -> ControlFlow<()>;

/// Reads lines.
pub(super) struct Lines<'b, R> {
    input: R,
    buffer: &'b mut Vec<u8>,
    /// The bytes not yet given out: `buffer[start..end]`.
    start: usize,
    end: usize,
    /// Up to here no line end was found.
    scanned: usize,
    /// Inside a line that is too long.
    skipping: bool,
    /// Whether something other than NUL was passed over in it.
    skipped_text: bool,
    done: bool,
    /// NUL bytes that the input read so far ends in.
    pub(super) nul_tail: u64,
    /// Whether anything was read.
    pub(super) any: bool,
    /// Whether the caller stopped the reading.
    pub(super) stopped: bool,
}

impl<'b, R: Read> Lines<'b, R> {
    /// Lines of `input` through `buffer`, which may be used again afterwards.
    pub(super) fn new(input: R, buffer: &'b mut Vec<u8>) -> Self {
        if buffer.len() < BUFFER {
            buffer.resize(BUFFER, 0);
        }
        Self {
            input,
            buffer,
            start: 0,
            end: 0,
            scanned: 0,
            skipping: false,
            skipped_text: false,
            done: false,
            nul_tail: 0,
            any: false,
            stopped: false,
        }
    }

    /// The next line; `None` at the end or when the caller stopped.
    pub(super) fn next(&mut self, progress: Progress<'_>) -> io::Result<Option<Line<'_>>> {
        loop {
            if let Some(at) = memchr(b'\n', &self.buffer[self.scanned..self.end]) {
                let from = self.start;
                let to = self.scanned + at;
                self.start = to + 1;
                self.scanned = self.start;
                if std::mem::take(&mut self.skipping) {
                    self.skipped_text = false;
                    return Ok(Some(Line::TooLong));
                }
                return Ok(Some(self.text(from..to, false)));
            }
            self.scanned = self.end;
            if self.done {
                return Ok(self.last());
            }
            self.make_room();
            self.fill(progress)?;
        }
    }

    fn last(&mut self) -> Option<Line<'_>> {
        if self.stopped {
            return None;
        }
        let rest = self.start..self.end;
        self.start = self.end;
        if std::mem::take(&mut self.skipping) {
            return self.skipped_text.then_some(Line::TooLong);
        }
        let nuls = self.buffer[rest.clone()]
            .iter()
            .rev()
            .take_while(|&&b| b == 0);
        let rest = rest.start..rest.end - nuls.count();
        (!rest.is_empty()).then(|| self.text(rest, true))
    }

    fn text(&self, range: Range<usize>, last: bool) -> Line<'_> {
        let bytes = &self.buffer[range];
        Line::Text(Text {
            bytes: bytes.strip_suffix(b"\r").unwrap_or(bytes),
            last,
        })
    }

    /// Moves the unfinished line to the front; drops or grows when it is long.
    fn make_room(&mut self) {
        if self.end - self.start >= MAX_LINE {
            self.skipping = true;
        }
        if self.skipping {
            self.skipped_text |= self.buffer[self.start..self.end].iter().any(|&b| b != 0);
            self.start = self.end;
        }
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        self.scanned = self.end;
        if self.end == self.buffer.len() {
            let longer = (self.buffer.len() * 2).min(MAX_LINE + BUFFER);
            self.buffer.resize(longer, 0);
        }
    }

    fn fill(&mut self, progress: Progress<'_>) -> io::Result<()> {
        let count = loop {
            match self.input.read(&mut self.buffer[self.end..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // A reader that claims more than it was given room for is not believed.
                other => break other?.min(self.buffer.len() - self.end),
            }
        };
        if count == 0 {
            self.done = true;
            return Ok(());
        }
        let new = &self.buffer[self.end..self.end + count];
        let nuls = new.iter().rev().take_while(|&&b| b == 0).count();
        self.nul_tail = nuls as u64 + if nuls == count { self.nul_tail } else { 0 };
        self.end += count;
        self.any = true;
        if progress(count as u64).is_break() {
            self.done = true;
            self.stopped = true;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Gives its bytes in pieces of a set size.
    struct Pieces<'a>(&'a [u8], usize);

    impl Read for Pieces<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(into.len());
            let (now, later) = self.0.split_at(count);
            into[..count].copy_from_slice(now);
            self.0 = later;
            Ok(count)
        }
    }

    fn all(bytes: &[u8], piece: usize) -> (Vec<String>, u64, usize) {
        let mut buffer = Vec::new();
        let mut lines = Lines::new(Pieces(bytes, piece), &mut buffer);
        let mut seen = Vec::new();
        while let Some(line) = lines.next(&mut |_| ControlFlow::Continue(())).unwrap() {
            seen.push(match line {
                Line::Text(text) => {
                    let mark = if text.last { 'L' } else { 'W' };
                    format!("{mark}{}", String::from_utf8_lossy(text.bytes))
                }
                Line::TooLong => "too long".into(),
            });
        }
        let nuls = lines.nul_tail;
        (seen, nuls, buffer.len())
    }

    #[test]
    fn lines_do_not_depend_on_how_the_bytes_arrive() {
        let text = b"one\r\n\ntwo\nthree\rx\r\nhalf\0\0\0";
        for piece in [1, 2, 3, 7, 1000] {
            let (seen, nuls, _) = all(text, piece);
            assert_eq!(seen, ["Wone", "W", "Wtwo", "Wthree\rx", "Lhalf"], "{piece}");
            assert_eq!(nuls, 3);
        }
    }

    #[test]
    fn a_line_of_many_megabytes_is_passed_over_in_little_memory() {
        let mut text = b"a\n".to_vec();
        text.resize(text.len() + 20 * MAX_LINE, b'x');
        text.extend_from_slice(b"\nb\n");
        let (seen, _, memory) = all(&text, BUFFER);
        assert_eq!(seen, ["Wa", "too long", "Wb"]);
        assert!(memory <= MAX_LINE + BUFFER, "{memory}");
    }

    #[test]
    fn a_long_tail_of_nuls_is_no_line() {
        let mut text = b"a\n".to_vec();
        text.resize(text.len() + 3 * MAX_LINE, 0);
        let (seen, nuls, _) = all(&text, 5000);
        assert_eq!(seen, ["Wa"]);
        assert_eq!(nuls, 3 * MAX_LINE as u64);
    }

    #[test]
    fn the_caller_can_stop() {
        let mut buffer = Vec::new();
        let mut lines = Lines::new(Pieces(b"a\nb\nc\nd\n", 4), &mut buffer);
        let mut seen = 0;
        while lines
            .next(&mut |_| ControlFlow::Break(()))
            .unwrap()
            .is_some()
        {
            seen += 1;
        }
        assert_eq!((seen, lines.stopped), (2, true));
    }
}
