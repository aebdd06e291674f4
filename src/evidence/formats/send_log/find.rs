//! Bytes looked for in what is short: a call into the general search would cost more
//! than the search. What is used instead is there on every machine of its kind.

#[cfg(not(target_arch = "x86_64"))]
use memchr::arch::all::memchr::{One, Two};
#[cfg(target_arch = "x86_64")]
use memchr::arch::x86_64::sse2::memchr::{One, Two};

/// Where `byte` first is in `text`.
#[inline(always)]
pub(super) fn first(byte: u8, text: &[u8]) -> Option<usize> {
    #[cfg(target_arch = "x86_64")]
    let one = One::new(byte)?;
    #[cfg(not(target_arch = "x86_64"))]
    let one = One::new(byte);
    one.find(text)
}

/// Where `byte` or `other` first is in `text`.
#[inline(always)]
pub(super) fn first_of(byte: u8, other: u8, text: &[u8]) -> Option<usize> {
    #[cfg(target_arch = "x86_64")]
    let two = Two::new(byte, other)?;
    #[cfg(not(target_arch = "x86_64"))]
    let two = Two::new(byte, other);
    two.find(text)
}

/// Whether all of `text` is ASCII.
#[inline(always)]
pub(super) fn ascii(text: &[u8]) -> bool {
    const TOP: u128 = u128::from_ne_bytes([0x80; 16]);
    let (Some(last), (chunks, _)) = (text.last_chunk(), text.as_chunks::<16>()) else {
        return text.is_ascii();
    };
    let all = |all: u128, chunk: &[u8; 16]| all | u128::from_ne_bytes(*chunk);
    chunks.iter().fold(u128::from_ne_bytes(*last), all) & TOP == 0
}

/// Whether `text` begins with `known`.
#[inline(always)]
pub(super) fn begins(text: &[u8], known: &[u8]) -> bool {
    match text.get(..known.len()) {
        Some(text) => same(text, known),
        None => false,
    }
}

/// Whether both are the same, of whatever is mostly longer than 16 bytes.
#[inline(always)]
pub(super) fn same(text: &[u8], known: &[u8]) -> bool {
    if text.len() != known.len() {
        return false;
    }
    let word = |bytes: &[u8; 16]| u128::from_ne_bytes(*bytes);
    let ends = |bytes: &[u8]| Some((word(bytes.first_chunk()?), word(bytes.last_chunk()?)));
    let (Some(text_ends), Some(known_ends)) = (ends(text), ends(known)) else {
        return text == known;
    };
    if text_ends.0 != known_ends.0 || text_ends.1 != known_ends.1 {
        return false;
    }
    // Mostly the two of them are all there is.
    if text.len() <= 32 {
        return true;
    }
    let (_, text) = text.split_at(16);
    let (_, known) = known.split_at(16);
    let (text, _) = text.as_chunks::<16>();
    let (known, _) = known.as_chunks::<16>();
    text.iter().zip(known).all(|(t, k)| word(t) == word(k))
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_find_what_the_standard_library_finds(
            text in vec(b'a'..b'd', 0..70),
            known in vec(b'a'..b'd', 0..4),
            byte in b'a'..b'e',
            at in 0usize..70,
        ) {
            prop_assert_eq!(first(byte, &text), text.iter().position(|b| *b == byte));
            let either = text.iter().position(|b| *b == byte || *b == b'b');
            prop_assert_eq!(first_of(byte, b'b', &text), either);
            prop_assert_eq!(begins(&text, &known), text.starts_with(&known));
            prop_assert!(ascii(&text));
            let mut other = text.clone();
            prop_assert!(same(&text, &other));
            prop_assert!(begins(&text, &text[..at.min(text.len())]));
            if let Some(changed) = other.get_mut(at) {
                *changed ^= 1;
                prop_assert!(!same(&text, &other));
                prop_assert!(!begins(&text, &other));
            }
            if let Some(changed) = other.get_mut(at) {
                *changed |= 0x80;
                prop_assert!(!ascii(&other));
            }
            other.push(b'a');
            prop_assert!(!same(&text, &other));
        }
    }
}
