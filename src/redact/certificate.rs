//! Certificates rewritten: every name in them replaced, the key and the signature
//! too, so that nothing of the original can be looked up by them. What is judged
//! (names, dates, usages) is read from the copy as from the original.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest as _, Sha1};

use super::State;

/// Depth at which nesting ends: no certificate is deeper.
const MAX_DEPTH: usize = 24;

mod tag {
    pub(super) const INTEGER: u8 = 0x02;
    pub(super) const BIT_STRING: u8 = 0x03;
    pub(super) const OCTET_STRING: u8 = 0x04;
    pub(super) const CONSTRUCTED: u8 = 0x20;
    /// UTF8String, PrintableString, TeletexString, IA5String, VisibleString, BMPString.
    pub(super) const TEXTS: [u8; 6] = [0x0c, 0x13, 0x14, 0x16, 0x1a, 0x1e];
    /// rfc822Name, dNSName, uniformResourceIdentifier, iPAddress of a GeneralName.
    pub(super) const NAMES: [u8; 3] = [0x81, 0x82, 0x86];
    pub(super) const ADDRESS: u8 = 0x87;
}

/// Base64 of a certificate, rewritten; `None` for anything else.
pub(super) fn base64(state: &mut State, text: &str) -> Option<String> {
    let bytes = STANDARD.decode(text).ok()?;
    Some(STANDARD.encode(der(state, &bytes)?))
}

/// The encoding of a certificate, rewritten; `None` for anything else.
pub(super) fn der(state: &mut State, bytes: &[u8]) -> Option<Vec<u8>> {
    x509_parser::parse_x509_certificate(bytes).ok()?;
    let known = thumbprint(bytes);
    let copy = rewrite(state, bytes, 0)?;
    x509_parser::parse_x509_certificate(&copy).ok()?;
    state.names.learn_code(&known, &thumbprint(&copy));
    Some(copy)
}

fn thumbprint(bytes: &[u8]) -> String {
    let digest = Sha1::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// One element after the other.
fn rewrite(state: &mut State, mut bytes: &[u8], depth: usize) -> Option<Vec<u8>> {
    if depth > MAX_DEPTH {
        return None;
    }
    let mut out = Vec::with_capacity(bytes.len());
    while !bytes.is_empty() {
        let (tag, value, rest) = element(bytes)?;
        let shown = replaced(state, tag, value, depth)?;
        push(&mut out, tag, &shown);
        bytes = rest;
    }
    Some(out)
}

fn replaced(state: &mut State, tag: u8, value: &[u8], depth: usize) -> Option<Vec<u8>> {
    let same_length = |state: &State, value: &[u8]| {
        let digest = state.key.digest("bytes", &String::from_utf8_lossy(value));
        let mut shown: Vec<u8> = digest.iter().copied().cycle().take(value.len()).collect();
        if let Some(first) = shown.first_mut() {
            // Positive, and no zero that DER would forbid.
            *first = (*first & 0x3f) | 0x40;
        }
        shown
    };
    Some(match tag {
        t if t & tag::CONSTRUCTED != 0 => rewrite(state, value, depth + 1)?,
        t if tag::TEXTS.contains(&t) || tag::NAMES.contains(&t) => text(state, t, value)?,
        tag::ADDRESS => address(state, value),
        // A serial number; versions and lengths are short.
        tag::INTEGER if value.len() > 4 => {
            let digits: String = value.iter().map(|byte| format!("{byte:02X}")).collect();
            let plain = digits.strip_prefix("00").unwrap_or(&digits);
            let bytes = same_length(state, value);
            let shown: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
            state.names.learn_code(plain, &shown);
            bytes
        }
        // A key or a signature; the first byte counts unused bits.
        tag::BIT_STRING if value.len() > 16 => key_bits(state, value),
        // An extension holds an encoding, or an identifier of a key.
        tag::OCTET_STRING => match rewrite(state, value, depth + 1) {
            Some(inner) if !value.is_empty() && element(value).is_some() => inner,
            _ if value.len() > 8 => same_length(state, value),
            _ => value.to_vec(),
        },
        0x80 if value.len() > 8 => same_length(state, value),
        _ => value.to_vec(),
    })
}

/// An RSA key is an encoding of its own, whose form must stay.
fn key_bits(state: &State, value: &[u8]) -> Vec<u8> {
    let mut shown = value.to_vec();
    let digest = state.key.digest("bits", &String::from_utf8_lossy(value));
    let kept = match value.get(1) {
        // SEQUENCE, its length, INTEGER, its length; the exponent at the end.
        Some(0x30) => 14..value.len().saturating_sub(8),
        Some(0x04) => 2..value.len(),
        _ => 1..value.len(),
    };
    for (nth, byte) in shown.iter_mut().enumerate() {
        if kept.contains(&nth) {
            *byte = digest[nth % digest.len()];
        }
    }
    shown
}

fn text(state: &mut State, tag: u8, value: &[u8]) -> Option<Vec<u8>> {
    const BMP: u8 = 0x1e;
    let plain = match tag {
        BMP => {
            let units = value
                .chunks_exact(2)
                .map(|c| u16::from_be_bytes([c[0], c[1]]));
            String::from_utf16_lossy(&units.collect::<Vec<u16>>())
        }
        _ => String::from_utf8_lossy(value).into_owned(),
    };
    // A country code says little and is judged by nobody.
    if plain.len() == 2 {
        return Some(value.to_vec());
    }
    // A URI of a revocation list and the like is no name.
    let shown = match plain.contains("://") {
        true => super::scan::text(state, &plain),
        false => super::scan::value(state, &plain),
    };
    Some(match tag {
        BMP => shown.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => shown.into_bytes(),
    })
}

fn address(state: &State, value: &[u8]) -> Vec<u8> {
    match <[u8; 4]>::try_from(value) {
        Ok(octets) => super::address::v4(octets.into(), &state.key)
            .octets()
            .to_vec(),
        Err(_) => value.to_vec(),
    }
}

/// Tag, value and what follows.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    // Tags of several bytes are in no certificate.
    if tag & 0x1f == 0x1f {
        return None;
    }
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x84 => {
            let count = usize::from(first & 0x7f);
            let length = rest.get(..count)?;
            let length = length
                .iter()
                .fold(0usize, |sum, b| sum << 8 | usize::from(*b));
            (length, rest.get(count..)?)
        }
        _ => return None,
    };
    Some((tag, rest.get(..length)?, rest.get(length..)?))
}

fn push(out: &mut Vec<u8>, tag: u8, value: &[u8]) {
    out.push(tag);
    let length = value.len();
    match length {
        0..=0x7f => out.push(length.to_le_bytes()[0]),
        _ => {
            let bytes = length.to_be_bytes();
            let skipped = bytes.iter().take_while(|b| **b == 0).count();
            let count = bytes.len() - skipped;
            out.push(0x80 | count.to_le_bytes()[0]);
            out.extend(&bytes[skipped..]);
        }
    }
    out.extend(value);
}
