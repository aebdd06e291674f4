//! Reading with several threads: while this one puts rows to their sessions, others cut
//! the lines of the blocks to come. Sessions take their rows in the order of the file,
//! so that nothing depends on the number of threads.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read};
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Scope;

use memchr::memrchr;

use super::cut::Block;
use super::lines::Progress;

/// Blocks that a thread has before it, and behind it.
const WAITING: usize = 2;

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

    /// Whether no further block comes.
    pub(super) fn is_over(&self) -> bool {
        self.over
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

/// Threads that cut blocks, each its own in turn.
pub(super) struct Cutters {
    cutters: Vec<(SyncSender<Block>, Receiver<Block>)>,
    /// The next to be given a block, and whose is taken next.
    give: usize,
    take: usize,
    /// Blocks that are with them.
    out: usize,
    unused: VecDeque<Block>,
}

impl Cutters {
    /// Begins so many threads, or as many as the system has to give.
    pub(super) fn begin<'s>(scope: &'s Scope<'s, '_>, count: usize) -> Self {
        let begin = || {
            let (give, given) = sync_channel::<Block>(WAITING);
            let (hand_back, take) = sync_channel::<Block>(WAITING);
            let cut_all = move || {
                for mut block in given {
                    block.cut();
                    if hand_back.send(block).is_err() {
                        return;
                    }
                }
            };
            let begun = std::thread::Builder::new().spawn_scoped(scope, cut_all);
            begun.is_ok().then_some((give, take))
        };
        Self {
            cutters: (0..count).map_while(|_| begin()).collect(),
            give: 0,
            take: 0,
            out: 0,
            unused: VecDeque::new(),
        }
    }

    /// A block to be filled.
    pub(super) fn unused(&mut self) -> Block {
        self.unused.pop_front().unwrap_or_default()
    }

    /// Hands a block to be cut, and takes back the oldest where enough are out.
    pub(super) fn swap(&mut self, mut block: Block) -> io::Result<Option<Block>> {
        if self.cutters.is_empty() {
            block.cut();
            return Ok(Some(block));
        }
        let at = self.give % self.cutters.len();
        self.cutters[at].0.send(block).map_err(|_| gone())?;
        self.give += 1;
        self.out += 1;
        match self.out < WAITING * self.cutters.len() {
            true => Ok(None),
            false => self.oldest(),
        }
    }

    /// Takes back the oldest block that is out.
    pub(super) fn oldest(&mut self) -> io::Result<Option<Block>> {
        if self.out == 0 {
            return Ok(None);
        }
        let at = self.take % self.cutters.len();
        let block = self.cutters[at].1.recv().map_err(|_| gone())?;
        self.take += 1;
        self.out -= 1;
        Ok(Some(block))
    }

    /// The block has been dealt with.
    pub(super) fn done(&mut self, block: Block) {
        self.unused.push_back(block);
    }
}

fn gone() -> io::Error {
    io::Error::other("a reading thread has ended")
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
