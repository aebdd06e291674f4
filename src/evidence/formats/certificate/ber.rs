//! BER made into DER, as far as what is read here goes: lengths that are not said
//! become lengths, strings in pieces become whole. Everything else stays byte for
//! byte: a certificate must keep its thumbprint.

use std::borrow::Cow;

use super::tlv::{self, OCTETS};

/// Deepest nesting that is looked into; signed data with certificates has 12.
const MAX_DEPTH: usize = 32;
/// An OCTET STRING in pieces.
const PIECES: u8 = OCTETS | CONSTRUCTED;
const CONSTRUCTED: u8 = 0x20;
/// Ends an element of indefinite length.
const END: [u8; 2] = [0, 0];

/// The first element of the bytes as DER; what stands behind it is left out. `None`
/// when it is not whole.
pub(super) fn to_der(ber: &[u8]) -> Option<Cow<'_, [u8]>> {
    let mut rest = ber;
    let converted = element(&mut rest, MAX_DEPTH)?;
    Some(match converted {
        Some(der) => Cow::Owned(der),
        None => Cow::Borrowed(&ber[..ber.len() - rest.len()]),
    })
}

/// Reads one element off the front. `Some(None)`: it may stay as it is.
fn element(rest: &mut &[u8], depth: usize) -> Option<Option<Vec<u8>>> {
    let all = *rest;
    let (tag, len, head) = tlv::head(all)?;
    let Some(len) = len else {
        // Only what is constructed has an end of its own.
        if tag & CONSTRUCTED == 0 || depth == 0 {
            return None;
        }
        let mut inside = &all[head..];
        let mut body = Vec::new();
        while !inside.starts_with(&END) {
            part(&mut inside, &mut body, tag, depth)?;
        }
        *rest = &inside[END.len()..];
        return Some(Some(encode(tag, &body)));
    };
    let end = head.checked_add(len)?;
    let contents = all.get(head..end)?;
    *rest = &all[end..];
    if tag & CONSTRUCTED == 0 || depth == 0 {
        return Some(None);
    }
    Some(definite(tag, contents, depth))
}

/// The element with these contents, where anything in them had to be changed.
fn definite(tag: u8, contents: &[u8], depth: usize) -> Option<Vec<u8>> {
    let mut inside = contents;
    let mut body = Vec::new();
    let mut changed = tag == PIECES;
    while !inside.is_empty() {
        // What is no BER after all stays as it is.
        changed |= part(&mut inside, &mut body, tag, depth)?;
    }
    changed.then(|| encode(tag, &body))
}

/// Adds the next element within one of that tag; whether it was changed.
fn part(inside: &mut &[u8], body: &mut Vec<u8>, tag: u8, depth: usize) -> Option<bool> {
    let before = *inside;
    let converted = element(inside, depth - 1)?;
    let changed = converted.is_some();
    let der = match &converted {
        Some(der) => der.as_slice(),
        None => &before[..before.len() - inside.len()],
    };
    match tag {
        PIECES => {
            let (piece, _, head) = tlv::head(der)?;
            if piece != OCTETS {
                return None;
            }
            body.extend(&der[head..]);
        }
        _ => body.extend(der),
    }
    Some(changed)
}

fn encode(tag: u8, body: &[u8]) -> Vec<u8> {
    let tag = match tag {
        PIECES => OCTETS,
        other => other,
    };
    let mut der = vec![tag];
    let len = body.len().to_be_bytes();
    let len = &len[len.iter().take_while(|b| **b == 0).count()..];
    match (len.len(), body.len()) {
        (_, short @ 0..=0x7F) => der.extend(u8::try_from(short)),
        (bytes, _) => {
            der.extend(u8::try_from(0x80 | bytes));
            der.extend(len);
        }
    }
    der.extend(body);
    der
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_and_pieces() {
        let table: [(&[u8], Option<&[u8]>); 11] = [
            (b"\x30\x80\x02\x01\x05\0\0", Some(b"\x30\x03\x02\x01\x05")),
            (b"\x24\x80\x04\x01a\x04\x02bc\0\0", Some(b"\x04\x03abc")),
            (b"\x24\x07\x04\x01a\x24\x02\x04\0", Some(b"\x04\x01a")),
            (
                b"\x30\x80\xA0\x80\x24\x80\x04\x01a\0\0\0\0\0\0",
                Some(b"\x30\x05\xA0\x03\x04\x01a"),
            ),
            // Not ended within what holds it: no BER, and kept.
            (
                b"\x30\x06\x30\x80\x02\x01\x05\0\0",
                Some(b"\x30\x06\x30\x80\x02\x01\x05\0"),
            ),
            (
                b"\x30\x07\x30\x80\x02\x01\x05\0\0tail",
                Some(b"\x30\x05\x30\x03\x02\x01\x05"),
            ),
            // Not the shortest way to write a length, and no BER within: kept.
            (
                b"\x30\x81\x03\x02\x01\x05",
                Some(b"\x30\x81\x03\x02\x01\x05"),
            ),
            (b"\x30\x03\x02\x05\x05", Some(b"\x30\x03\x02\x05\x05")),
            (b"\x04\x80\x04\x01a\0\0", None),
            (b"\x30\x80\x02\x01\x05", None),
            (b"", None),
        ];
        for (ber, der) in table {
            assert_eq!(to_der(ber).as_deref(), der, "{ber:x?}");
        }
    }

    #[test]
    fn nesting_without_end_is_refused() {
        let deep: Vec<u8> = [0x30, 0x80].repeat(100_000);
        assert_eq!(to_der(&deep), None);
    }

    #[test]
    fn nesting_is_looked_into_up_to_a_limit() {
        let nested = |depth: usize| {
            let (begin, end) = ([0x30, 0x80].repeat(depth), [0, 0].repeat(depth));
            to_der(&[begin, b"\x02\x01\x05".to_vec(), end].concat()).is_some()
        };
        assert_eq!((nested(MAX_DEPTH), nested(MAX_DEPTH + 1)), (true, false));
    }

    /// A tree of elements, written once in each way.
    #[derive(Debug, Clone)]
    enum Tree {
        Leaf(Vec<u8>),
        Node(Vec<Tree>),
    }

    fn tree() -> impl Strategy<Value = Tree> {
        let leaf = proptest::collection::vec(any::<u8>(), 0..200).prop_map(Tree::Leaf);
        leaf.prop_recursive(4, 20, 4, |inner| {
            proptest::collection::vec(inner, 0..4).prop_map(Tree::Node)
        })
    }

    fn der(tree: &Tree) -> Vec<u8> {
        match tree {
            Tree::Leaf(bytes) => encode(OCTETS, bytes),
            Tree::Node(all) => encode(0x30, &all.iter().flat_map(der).collect::<Vec<_>>()),
        }
    }

    fn ber(tree: &Tree, cut: usize) -> Vec<u8> {
        let (tag, body) = match tree {
            Tree::Leaf(bytes) => {
                let pieces = bytes.chunks(cut).flat_map(|piece| encode(OCTETS, piece));
                (PIECES, pieces.collect::<Vec<_>>())
            }
            Tree::Node(all) => (0x30, all.iter().flat_map(|t| ber(t, cut)).collect()),
        };
        [&[tag, 0x80], body.as_slice(), &END].concat()
    }

    proptest! {
        #[test]
        fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            to_der(&bytes);
        }

        #[test]
        fn what_was_written_in_pieces_is_whole(tree in tree(), cut in 1_usize..50) {
            let expected = der(&tree);
            let written = ber(&tree, cut);
            prop_assert_eq!(to_der(&written).unwrap(), expected.clone());
            prop_assert!(matches!(to_der(&expected), Some(Cow::Borrowed(same)) if same == expected));
        }

        #[test]
        fn what_is_cut_short_is_none(tree in tree(), cut in 0_usize..100) {
            let whole = ber(&tree, 7);
            let cut = cut % whole.len();
            prop_assert_eq!(to_der(&whole[..cut]), None);
        }
    }
}
