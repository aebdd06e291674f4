//! What short texts gave that came of late: the same few come over and over.

use super::find::same;
use super::mix::{BEGIN, mix};

/// Places, of which each text has one.
const PLACES: usize = 256;
/// Longer texts are made anew each time (bytes).
const MAX_TEXT: usize = 256;

/// What the texts of late gave.
#[derive(Debug)]
pub(super) struct Lately<T>(Vec<(Vec<u8>, T)>);

impl<T: Copy + Default> Default for Lately<T> {
    fn default() -> Self {
        Self(vec![(Vec::new(), T::default()); PLACES])
    }
}

impl<T: Copy> Lately<T> {
    /// What `make` gives for a text; it is asked where another text took its place, or none
    /// did.
    pub(super) fn of(&mut self, text: &[u8], make: impl FnOnce(&[u8]) -> T) -> T {
        let place = self.0.get_mut(place(text));
        let Some((known, given)) = place.filter(|_| text.len() <= MAX_TEXT) else {
            return make(text);
        };
        if known.is_empty() || !same(known, text) {
            *given = make(text);
            known.clear();
            known.extend_from_slice(text);
        }
        *given
    }
}

/// The place of a text, which its beginning chooses.
fn place(text: &[u8]) -> usize {
    let mut begin = [0; BEGIN];
    let length = text.len().min(BEGIN);
    begin[..length].copy_from_slice(&text[..length]);
    (mix(&begin) >> 56) as usize % PLACES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_made_once_while_others_come_between() {
        let hosts: Vec<String> = (0..8)
            .map(|n| format!("AM5EUR02FT{n:03}.example"))
            .collect();
        let mut lately = Lately::default();
        let mut made = 0;
        for _ in 0..10 {
            for host in &hosts {
                let given = lately.of(host.as_bytes(), |text| {
                    made += 1;
                    text.len()
                });
                assert_eq!(given, host.len());
            }
        }
        assert_eq!(made, hosts.len(), "none of these eight meet");
    }

    #[test]
    fn what_is_long_is_not_kept() {
        let mut lately = Lately::default();
        let mut made = 0;
        for length in [MAX_TEXT, MAX_TEXT + 1] {
            for _ in 0..3 {
                lately.of("x".repeat(length).as_bytes(), |_| made += 1);
            }
        }
        assert_eq!(made, 1 + 3);
    }

    #[test]
    fn what_meets_is_told_apart() {
        let mut lately = Lately::default();
        for text in ["", "a", "", "0123456789abcdef0", "0123456789abcdef01", "a"] {
            assert_eq!(
                lately.of(text.as_bytes(), <[u8]>::len),
                text.len(),
                "{text}"
            );
        }
    }
}
