//! The endpoints of a session's rows: nearly every row has those of the row before it,
//! so that they are compared and not searched for.

use super::find::{ascii, begins, first};
use super::plain::next;

/// The longest pair of endpoints that is remembered (bytes), with its commas.
const ROOM: usize = 45;

/// The local and the remote endpoint of a row, cut where they are asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    /// From the first byte of the local one to the last of the remote one.
    pub(super) text: &'a [u8],
    /// How long the local one is.
    pub(super) local: usize,
    /// Where the remote one begins.
    pub(super) remote: usize,
}

impl<'a> Pair<'a> {
    /// `local-endpoint`
    pub(super) fn local(&self) -> &'a [u8] {
        self.text.get(..self.local).unwrap_or_default()
    }

    /// `remote-endpoint`
    pub(super) fn remote(&self) -> &'a [u8] {
        self.text.get(self.remote..).unwrap_or_default()
    }
}

/// The local and the remote endpoint of a session's last row, as its line has them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Endpoints {
    /// `10.0.0.5:4,192.0.2.1:25,`
    bytes: [u8; ROOM],
    length: u8,
    /// How long the local one is.
    local: u8,
    /// Where the remote one begins.
    remote: u8,
}

impl Default for Endpoints {
    fn default() -> Self {
        Self {
            bytes: [0; ROOM],
            length: 0,
            local: 0,
            remote: 0,
        }
    }
}

impl Endpoints {
    /// Forgets them: another session follows.
    pub(super) fn clear(&mut self) {
        self.length = 0;
    }

    /// The endpoints in what follows the sequence number in a line, and where the event
    /// begins there; `None` where one of the two stands in quotes or is no ASCII, or the line
    /// ends.
    #[inline(always)]
    pub(super) fn take<'a>(&mut self, text: &'a [u8]) -> Option<(Pair<'a>, usize)> {
        let known = self.bytes.get(..usize::from(self.length))?;
        if !known.is_empty() && begins(text, known) {
            let pair = Pair {
                text: &text[..known.len() - 1],
                local: usize::from(self.local),
                remote: usize::from(self.remote),
            };
            return Some((pair, known.len()));
        }
        let (local, from) = next(text, 0)?;
        let (remote, end) = next(text, from)?;
        let quoted = local.first() == Some(&b'"') || remote.first() == Some(&b'"');
        let both = &text[..end];
        if quoted || !ascii(both) || first(b'\n', both).is_some() {
            return None;
        }
        let pair = Pair {
            text: &text[..end - 1],
            local: local.len(),
            remote: from,
        };
        let [length, local, remote] = [end, pair.local, pair.remote].map(u8::try_from);
        if let (Some(room), Ok(length), Ok(local), Ok(remote)) =
            (self.bytes.get_mut(..end), length, local, remote)
        {
            room.copy_from_slice(both);
            (self.length, self.local, self.remote) = (length, local, remote);
        }
        Some((pair, end))
    }
}
