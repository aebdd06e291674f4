//! Elements of DER, read one behind the other.

/// SEQUENCE.
pub(super) const SEQUENCE: u8 = 0x30;
/// SET.
pub(super) const SET: u8 = 0x31;
/// INTEGER.
pub(super) const INTEGER: u8 = 2;
/// OCTET STRING.
pub(super) const OCTETS: u8 = 4;
/// OBJECT IDENTIFIER.
pub(super) const OID: u8 = 6;
/// `[0]` with elements in it.
pub(super) const CONTEXT_0: u8 = 0xA0;
/// `[0]` in place of a primitive element's own tag.
pub(super) const IMPLICIT_0: u8 = 0x80;

/// One element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tlv<'a> {
    /// Its tag; those of more than one byte do not occur in what is read here.
    pub tag: u8,
    /// Its contents.
    pub body: &'a [u8],
    /// All of it.
    pub whole: &'a [u8],
}

/// Reads elements from bytes; `None` where there is no whole one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Elements<'a>(pub &'a [u8]);

impl<'a> Elements<'a> {
    /// The next element, if it has that tag.
    pub(super) fn get(&mut self, tag: u8) -> Option<Tlv<'a>> {
        let mut ahead = *self;
        let found = ahead.next().filter(|element| element.tag == tag)?;
        *self = ahead;
        Some(found)
    }

    /// What is in the next element, if it has that tag.
    pub(super) fn enter(&mut self, tag: u8) -> Option<Self> {
        self.get(tag).map(|element| Self(element.body))
    }

    /// The next element, an INTEGER that is not negative and not beyond `u32`.
    pub(super) fn number(&mut self) -> Option<u32> {
        let body = self.get(INTEGER)?.body;
        if body.is_empty() || body[0] >= 0x80 {
            return None;
        }
        let mut number: u32 = 0;
        for byte in body {
            number = number.checked_mul(256)?.checked_add(u32::from(*byte))?;
        }
        Some(number)
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Tlv<'a>;

    fn next(&mut self) -> Option<Tlv<'a>> {
        let (tag, len, head) = head(self.0)?;
        let end = head.checked_add(len?)?;
        let whole = self.0.get(..end)?;
        let element = Tlv {
            tag,
            body: &whole[head..],
            whole,
        };
        self.0 = &self.0[end..];
        Some(element)
    }
}

/// Tag, length of the contents (`None`: indefinite) and length of this head.
pub(super) fn head(bytes: &[u8]) -> Option<(u8, Option<usize>, usize)> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    if tag & 0x1F == 0x1F {
        return None;
    }
    let more = usize::from(first & 0x7F);
    match first {
        0..=0x7F => Some((tag, Some(more), 2)),
        0x80 => Some((tag, None, 2)),
        _ if more <= 4 => {
            let bytes = rest.get(..more)?;
            let len = bytes.iter().fold(0, |len, b| len << 8 | usize::from(*b));
            Some((tag, Some(len), 2 + more))
        }
        _ => None,
    }
}

/// A dotted OID, for words.
pub(super) fn dotted(body: &[u8]) -> String {
    let mut parts: Vec<u64> = Vec::new();
    let mut part: u64 = 0;
    for byte in body {
        part = part.wrapping_shl(7) | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            match parts.is_empty() {
                true => parts.extend([(part / 40).min(2), part - (part / 40).min(2) * 40]),
                false => parts.push(part),
            }
            part = 0;
        }
    }
    let parts: Vec<String> = parts.iter().map(u64::to_string).collect();
    parts.join(".")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn elements_are_read_in_order() {
        let mut all = Elements(b"\x02\x01\x05\x30\x03\x04\x01\xFF\x05\x00");
        assert_eq!(all.number(), Some(5));
        assert_eq!(all.get(OCTETS), None, "another tag is not taken");
        let mut inner = all.enter(SEQUENCE).unwrap();
        assert_eq!(inner.get(OCTETS).unwrap().body, [0xFF]);
        assert_eq!(all.next().unwrap().whole, [5, 0]);
        assert_eq!(all.next(), None);
    }

    #[test]
    fn what_is_not_whole_is_none() {
        let long = [0x04, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0];
        for bytes in [&b"\x04"[..], b"\x04\x02a", b"\x30\x80", b"\x1F\x01a", &long] {
            assert_eq!(Elements(bytes).next(), None, "{bytes:x?}");
        }
        for number in [&b"\x02\x00"[..], b"\x02\x01\xFF", b"\x02\x05\x01\0\0\0\0"] {
            assert_eq!(Elements(number).number(), None, "{number:x?}");
        }
    }

    #[test]
    fn oids_are_printed_with_dots() {
        assert_eq!(
            dotted(&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2]),
            "1.2.840.113549.1.7.2"
        );
        assert_eq!(dotted(&[0x55, 4, 3]), "2.5.4.3");
        assert_eq!(dotted(&[0x88, 0x37, 3]), "2.999.3");
    }

    proptest! {
        #[test]
        fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            prop_assert!(Elements(&bytes).count() <= bytes.len());
            dotted(&bytes);
        }
    }
}
