//! A stream cut after each invocation: the file has no root, its lines are of any
//! length, and so no part of it has to be held but one invocation.

use std::io::{self, Read};

/// The longest invocation that is read (bytes); real ones have some hundred kilobytes.
const MAX_FRAGMENT: usize = 16 * 1024 * 1024;

/// Bytes read at once.
const CHUNK: usize = 256 * 1024;

const END: &[u8] = b"</invoke>";

/// A piece of the file that ends with an invocation, or with the file.
pub(super) struct Fragment {
    pub text: String,
    /// The line at which it begins, from 1.
    pub line: u64,
    /// Its end was left out, because it is longer than what is read.
    pub cut: bool,
}

pub(super) struct Fragments<R> {
    input: R,
    /// Read; what stands before `given` was given.
    held: Vec<u8>,
    given: usize,
    /// How much of that holds no end of an invocation.
    searched: usize,
    line: u64,
    finished: bool,
    /// The rest of an invocation that was too long is passed over.
    passing: bool,
}

impl<R: Read> Fragments<R> {
    pub(super) fn of(input: R) -> Self {
        Self {
            input,
            held: Vec::new(),
            given: 0,
            searched: 0,
            line: 1,
            finished: false,
            passing: false,
        }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Fragment>> {
        loop {
            let found = memchr::memmem::find(&self.held[self.searched..], END);
            if let Some(found) = found {
                let end = self.searched + found + END.len();
                let fragment = self.give(end, false);
                if !std::mem::take(&mut self.passing) {
                    return Ok(Some(fragment));
                }
                continue;
            }
            // The end may stand across two reads.
            self.searched = self
                .held
                .len()
                .saturating_sub(END.len() - 1)
                .max(self.given);
            if self.finished {
                let rest = self.held.len();
                let any = rest > self.given && !self.passing;
                let last = any.then(|| self.give(rest, false));
                self.given = rest;
                return Ok(last);
            }
            if self.passing {
                let passed = self.searched;
                self.give(passed, false);
            } else if self.held.len() - self.given >= MAX_FRAGMENT {
                self.passing = true;
                let most = self.searched;
                return Ok(Some(self.give(most, true)));
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        // Once for all invocations of a chunk: they may be many and short.
        self.held.drain(..self.given);
        self.searched -= self.given;
        self.given = 0;
        let before = self.held.len();
        let mut chunk = self.input.by_ref().take(CHUNK as u64);
        self.finished = chunk.read_to_end(&mut self.held)? == 0;
        debug_assert!(self.held.len() >= before);
        Ok(())
    }

    fn give(&mut self, end: usize, cut: bool) -> Fragment {
        let bytes = &self.held[self.given..end];
        let line = self.line;
        self.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
        let text = String::from_utf8_lossy(bytes).into_owned();
        self.given = end;
        self.searched = end;
        Fragment { text, line, cut }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn all(input: impl Read) -> Vec<(String, u64, bool)> {
        let mut fragments = Fragments::of(input);
        let mut seen = Vec::new();
        while let Some(f) = fragments.next().unwrap() {
            seen.push((f.text, f.line, f.cut));
        }
        seen
    }

    /// Gives one byte at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
            let n = buf.len().min(1);
            self.0.read(&mut buf[..n])
        }
    }

    #[test]
    fn each_invocation_is_given_with_its_line() {
        let text = "<invoke a>\n</invoke>\n<information/><invoke b></invoke>\nrest";
        let expected = [
            ("<invoke a>\n</invoke>".to_owned(), 1, false),
            ("\n<information/><invoke b></invoke>".to_owned(), 2, false),
            ("\nrest".to_owned(), 3, false),
        ];
        assert_eq!(all(text.as_bytes()), expected);
        assert_eq!(all(Slow(text.as_bytes())), expected);
        assert_eq!(all(&b""[..]), []);
    }

    #[test]
    fn an_endless_invocation_is_cut_and_the_next_is_given() {
        let long = format!("<invoke a>\n{}", "x".repeat(MAX_FRAGMENT * 2));
        let text = format!("{long}\n</invoke>\n<invoke b></invoke>");
        let seen = all(text.as_bytes());
        assert_eq!(seen.len(), 2);
        assert!(seen[0].2 && seen[0].0.len() < MAX_FRAGMENT + CHUNK + 1);
        assert_eq!((&*seen[1].0, seen[1].1), ("\n<invoke b></invoke>", 3));
        assert_eq!(all(long.as_bytes()).len(), 1);
    }
}
