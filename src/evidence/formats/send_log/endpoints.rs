//! The endpoints of a session's rows: nearly every row has those of the row before it,
//! so that they are compared and not searched for.

use super::find::{begins, first};
use super::plain::next;

/// The longest pair of endpoints that is remembered (bytes), with its commas.
const ROOM: usize = 62;

/// The local and the remote endpoint of a session's last row, as its line has them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Endpoints {
    /// `10.0.0.5:4,192.0.2.1:25,`
    bytes: [u8; ROOM],
    length: u8,
    /// Where the remote one begins.
    remote: u8,
}

impl Default for Endpoints {
    fn default() -> Self {
        Self {
            bytes: [0; ROOM],
            length: 0,
            remote: 0,
        }
    }
}

impl Endpoints {
    /// Forgets them: another session follows.
    pub(super) fn clear(&mut self) {
        self.length = 0;
    }

    /// The local and the remote endpoint of what follows the sequence number in a line, and
    /// where the event begins there; `None` where one of the two stands in quotes, or the line ends.
    #[inline(always)]
    pub(super) fn take<'a>(&mut self, text: &'a [u8]) -> Option<([&'a [u8]; 2], usize)> {
        let known = self.bytes.get(..usize::from(self.length))?;
        if !known.is_empty() && begins(text, known) {
            let (local, remote) = text[..known.len() - 1].split_at(usize::from(self.remote));
            return Some(([&local[..local.len() - 1], remote], known.len()));
        }
        let (local, from) = next(text, 0)?;
        let (remote, end) = next(text, from)?;
        let quoted = local.first() == Some(&b'"') || remote.first() == Some(&b'"');
        if quoted || first(b'\n', &text[..end]).is_some() {
            return None;
        }
        if let (Some(room), Ok(length), Ok(from)) = (
            self.bytes.get_mut(..end),
            u8::try_from(end),
            u8::try_from(from),
        ) {
            room.copy_from_slice(&text[..end]);
            (self.length, self.remote) = (length, from);
        }
        Some(([local, remote], end))
    }
}
