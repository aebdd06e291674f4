//! The replies of late, by their text: a peer says few things, and each of them
//! thousands of times.

use super::find::same;
use super::reply::Said;

/// Places for replies; one that comes to a place that is taken, takes it over.
const PLACES: usize = 256;
/// Longer replies share one place (bytes).
const MAX_TEXT: usize = 512;

/// Reads replies, and remembers what it read.
#[derive(Debug)]
pub(super) struct Replies(Vec<(Vec<u8>, Option<Said>)>);

impl Default for Replies {
    fn default() -> Self {
        Self(vec![Default::default(); PLACES + 1])
    }
}

impl Replies {
    /// What a reply row says; `None` when it is none.
    #[inline]
    pub(super) fn said(&mut self, text: &[u8]) -> Option<&Said> {
        // What is too short or too long to have a place of its own has the last.
        let at = text
            .first_chunk()
            .zip(text.last_chunk())
            .filter(|_| text.len() <= MAX_TEXT)
            .map_or(PLACES, |(begin, end)| place(begin, end, text.len()));
        let (known, said) = self.0.get_mut(at)?;
        if !same(known, text) {
            *said = Said::of(text);
            known.clear();
            known.extend_from_slice(text);
        }
        said.as_ref()
    }
}

/// Where a text has its place. Who chooses texts that meet there makes them read anew.
fn place(begin: &[u8; 8], end: &[u8; 8], length: usize) -> usize {
    /// Odd, its bits without a pattern: the golden ratio.
    const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
    let begin = u64::from_le_bytes(*begin) ^ length as u64;
    let mixed = (begin.wrapping_mul(MIX) ^ u64::from_le_bytes(*end)).wrapping_mul(MIX);
    (mixed >> 56) as usize % PLACES
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What was read before changes nothing.
        #[test]
        fn a_reply_is_the_same_however_often_it_came(
            texts in vec("25[01][ -](2\\.1\\.[05] )?[a-c]{0,9}|550 5\\.7\\.64 [a-b]{0,2}|[a-b]{0,3}", 1..60),
        ) {
            let mut replies = Replies::default();
            for text in texts.iter().chain(&texts) {
                prop_assert_eq!(replies.said(text.as_bytes()).copied(), Said::of(text.as_bytes()));
            }
        }
    }
}
