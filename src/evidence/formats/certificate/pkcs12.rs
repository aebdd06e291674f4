//! PKCS#12 (`.pfx`, RFC 7292), of which only the certificates are read. Private keys
//! stay encrypted, or are forgotten with the buffer they were in.

mod bags;
mod decrypt;
mod integrity;
mod kdf;

use std::borrow::Cow;

use zeroize::Zeroizing;

pub(super) use self::bags::Contents;
use super::ber;
use super::tlv::{self, CONTEXT_0, Elements, IMPLICIT_0, OCTETS, OID, SEQUENCE, Tlv};

/// data, 1.2.840.113549.1.7.1.
const DATA: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 1];
/// encryptedData, 1.2.840.113549.1.7.6.
const ENCRYPTED_DATA: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 6];

/// Most rounds of key derivation that are done for one file, whatever the number of its
/// parts; programs of today use up to a million.
const MAX_ROUNDS: u32 = 5_000_000;

/// Rounds that may still be done.
struct Rounds(u32);

impl Rounds {
    /// Takes as many as a part of the file says.
    fn take(&mut self, rounds: u32) -> Result<u32, Refused> {
        let too_many = || Refused::Words("PKCS#12: too many rounds of key derivation".to_owned());
        match rounds {
            0 => Err(Refused::damaged()),
            _ => {
                self.0 = self.0.checked_sub(rounds).ok_or_else(too_many)?;
                Ok(rounds)
            }
        }
    }
}

/// Why it was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refused {
    /// It wants another password.
    Password,
    /// What is wrong, or not known here.
    Words(String),
}

impl Refused {
    fn damaged() -> Self {
        Self::Words("PKCS#12: it ends early or is damaged".to_owned())
    }

    fn unknown(what: &str, oid: &[u8]) -> Self {
        let oid = tlv::dotted(oid);
        Self::Words(format!("PKCS#12: {what} {oid} is not known here"))
    }
}

/// A password, or that there is none: for the integrity check these differ.
#[derive(Clone, Copy)]
pub(super) struct Password<'a>(pub Option<&'a str>);

impl Password<'_> {
    /// UTF-16, most significant byte first, with a NUL behind it (RFC 7292 B.1).
    fn utf16(self) -> Zeroizing<Vec<u8>> {
        let Some(text) = self.0 else {
            return Zeroizing::default();
        };
        let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() * 2 + 2));
        for unit in text.encode_utf16().chain([0]) {
            bytes.extend(unit.to_be_bytes());
        }
        bytes
    }

    /// UTF-8 (RFC 8018 section 3).
    fn utf8(&self) -> &[u8] {
        self.0.unwrap_or_default().as_bytes()
    }
}

/// Reads the certificates.
///
/// # Errors
/// The password is not the right one, or the file cannot be read with any.
pub(super) fn open(bytes: &[u8], password: Password) -> Result<Contents, Refused> {
    open_within(bytes, password, &mut Rounds(MAX_ROUNDS))
}

fn open_within(bytes: &[u8], password: Password, rounds: &mut Rounds) -> Result<Contents, Refused> {
    let der = ber::to_der(bytes).ok_or_else(Refused::damaged)?;
    let mut outer = Elements(&der)
        .enter(SEQUENCE)
        .ok_or_else(Refused::damaged)?;
    outer.number().ok_or_else(Refused::damaged)?;
    let safe = outer.enter(SEQUENCE).ok_or_else(Refused::damaged)?;
    let safe = data(safe)?;
    let parts = ber::to_der(&safe).ok_or_else(Refused::damaged)?;
    let parts = Elements(&parts)
        .enter(SEQUENCE)
        .ok_or_else(Refused::damaged)?;
    // Certificates that are not encrypted are public whatever the password is.
    let is_secret = |part: Tlv| kind(part).is_some_and(|kind| kind == ENCRYPTED_DATA);
    let checked = match outer.enter(SEQUENCE) {
        Some(mac) if { parts }.any(is_secret) => integrity::check(mac, &safe, password, rounds)?,
        _ => false,
    };
    let mut contents = Contents::default();
    for part in parts {
        match kind(part) {
            Some(kind) if kind == DATA => contents.take(&data(Elements(part.body))?)?,
            Some(kind) if kind == ENCRYPTED_DATA => {
                let (algorithm, secret) = encrypted(part).ok_or_else(Refused::damaged)?;
                let plain = decrypt::decrypt(algorithm, &secret, password, rounds)?;
                contents.take(&plain).map_err(|damaged| match checked {
                    true => damaged,
                    // Padding fits a wrong password by chance.
                    false => Refused::Password,
                })?;
            }
            Some(other) => return Err(Refused::unknown("contents of type", other)),
            None => return Err(Refused::damaged()),
        }
    }
    Ok(contents)
}

/// What a ContentInfo is of.
fn kind(part: Tlv<'_>) -> Option<&[u8]> {
    Some(Elements(part.body).get(OID)?.body)
}

/// What is in a ContentInfo of type data.
fn data(mut info: Elements<'_>) -> Result<Cow<'_, [u8]>, Refused> {
    let kind = info.get(OID).ok_or_else(Refused::damaged)?.body;
    if kind != DATA {
        return Err(Refused::unknown("contents of type", kind));
    }
    let octets = info.enter(CONTEXT_0).and_then(|mut i| i.get(OCTETS));
    octets
        .map(|o| Cow::Borrowed(o.body))
        .ok_or_else(Refused::damaged)
}

/// The algorithm and what is encrypted with it.
fn encrypted(part: Tlv<'_>) -> Option<(Elements<'_>, Cow<'_, [u8]>)> {
    let mut info = Elements(part.body);
    info.get(OID)?;
    let mut data = info.enter(CONTEXT_0)?.enter(SEQUENCE)?;
    data.number()?;
    let mut content = data.enter(SEQUENCE)?;
    content.get(OID)?;
    let algorithm = content.enter(SEQUENCE)?;
    // The string's own tag is replaced by [0], so that BER's pieces are still apart.
    let secret = match content.next()? {
        whole if whole.tag == IMPLICIT_0 => Cow::Borrowed(whole.body),
        pieces if pieces.tag == CONTEXT_0 => {
            let pieces = Elements(pieces.body).map(|piece| piece.body);
            Cow::Owned(pieces.collect::<Vec<_>>().concat())
        }
        _ => return None,
    };
    Some((algorithm, secret))
}

#[cfg(test)]
mod tests;
