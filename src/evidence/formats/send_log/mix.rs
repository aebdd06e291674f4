//! The beginnings of texts as numbers, by which what came of late is found again.

/// So many bytes are mixed.
pub(super) const BEGIN: usize = 32;
/// Odd, its bits without a pattern: the golden ratio.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// A number of which each bit depends on all bytes, the upper ones the most. It is no hash
/// for what strangers may choose: who chooses texts that meet must only make them slower.
#[inline(always)]
pub(super) fn mix(bytes: &[u8; BEGIN]) -> u64 {
    let (words, _) = bytes.as_chunks::<8>();
    let [first, second, third, fourth] = [0, 1, 2, 3].map(|at| u64::from_le_bytes(words[at]));
    let (one, other) = (
        first ^ third.rotate_left(23),
        second ^ fourth.rotate_left(41),
    );
    (one.wrapping_mul(MIX) ^ other).wrapping_mul(MIX)
}
