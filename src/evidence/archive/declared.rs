//! An entry's bytes, held to what the archive's directory declares of them.

use std::io::{self, ErrorKind, Read};

use super::ArchiveTrouble;

/// Gives as many bytes as were declared; more, or damage, is an error.
pub(super) struct Declared<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Declared<R> {
    pub(super) fn new(inner: R, size: u64) -> Self {
        Self { inner, left: size }
    }

    fn inner_read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer).map_err(|error| match error.kind() {
            ErrorKind::InvalidData
            | ErrorKind::InvalidInput
            | ErrorKind::UnexpectedEof
            | ErrorKind::Other => io::Error::other(ArchiveTrouble::Damaged),
            _ => error,
        })
    }
}

impl<R: Read> Read for Declared<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if self.left == 0 {
            // The sum over all bytes is checked when the end is read.
            return match self.inner_read(&mut [0])? {
                0 => Ok(0),
                _ => Err(io::Error::other(ArchiveTrouble::Damaged)),
            };
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        let end = buffer.len().min(most);
        let count = self.inner_read(&mut buffer[..end])?;
        if count == 0 {
            return Err(io::Error::other(ArchiveTrouble::Damaged));
        }
        self.left -= count as u64;
        Ok(count)
    }
}
