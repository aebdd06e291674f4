//! Whole lines, read a block at a time.

use std::io::{self, ErrorKind, Read};
use std::ops::ControlFlow;

use memchr::memrchr;

use super::lines::Progress;

/// Blocks of whole lines of an input.
pub(super) struct Blocks<R> {
    pub(super) input: R,
    /// Read and not given: the beginning of a line.
    pub(super) rest: Vec<u8>,
    /// Whether anything was read.
    pub(super) any: bool,
    /// Why nothing more can be read.
    failed: Option<io::Error>,
    /// Whether the caller stopped the reading.
    pub(super) stopped: bool,
    /// No further block comes: the rest is no line yet, or is too long for one.
    over: bool,
    /// The length of a block (bytes).
    size: usize,
}

impl<R: Read> Blocks<R> {
    /// Blocks of at most `size` bytes.
    pub(super) fn new(input: R, size: usize) -> Self {
        Self {
            input,
            rest: Vec::new(),
            any: false,
            failed: None,
            stopped: false,
            over: false,
            size,
        }
    }

    /// What reading came to.
    pub(super) fn result(&mut self) -> io::Result<()> {
        self.failed.take().map_or(Ok(()), Err)
    }

    /// Reads the next block into `bytes`; tells whether there is one.
    pub(super) fn next(&mut self, bytes: &mut Vec<u8>, progress: Progress) -> bool {
        if self.over {
            return false;
        }
        let mut filled = self.rest.len();
        // What the last block left there is written over, not cleared.
        bytes.resize(self.size.max(filled + 1), 0);
        bytes[..filled].copy_from_slice(&self.rest);
        self.rest.clear();
        while filled < bytes.len() && !self.over {
            let count = match self.input.read(&mut bytes[filled..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => {
                    // What was read before counts.
                    self.failed = Some(error);
                    self.over = true;
                    break;
                }
                // A reader that claims more than it was given room for is not believed.
                Ok(count) => count.min(bytes.len() - filled),
            };
            filled += count;
            self.any |= count > 0;
            self.stopped = count > 0 && progress(count as u64).is_break();
            self.over = count == 0 || self.stopped;
        }
        bytes.truncate(filled);
        let whole = memrchr(b'\n', bytes).map_or(0, |at| at + 1);
        self.over |= whole == 0;
        self.rest.extend_from_slice(&bytes[whole..]);
        bytes.truncate(whole);
        whole > 0
    }
}

/// Told of bytes, except the first ones, which have been told of.
pub(super) fn after_told<'p>(
    mut told: u64,
    progress: Progress<'p>,
) -> impl FnMut(u64) -> ControlFlow<()> + 'p {
    move |count| {
        let new = count.saturating_sub(told);
        told = told.saturating_sub(count);
        progress(new)
    }
}
