//! The integrity check, which tells a wrong password from a right one.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use super::super::tlv::{Elements, OCTETS, OID, SEQUENCE};
use super::kdf::{Hash, Purpose, Salted};
use super::{Password, Refused, Rounds};

/// Checks MacData over the contents; whether it could be checked. One of a kind that is
/// not known here (PBMAC1) is left out: decrypting will tell.
///
/// # Errors
/// The password is not the right one.
pub(super) fn check(
    mac: Elements,
    contents: &[u8],
    password: Password,
    rounds: &mut Rounds,
) -> Result<bool, Refused> {
    let told = mac_data(mac).ok_or_else(Refused::damaged)?;
    let Some((hash, len)) = hash(told.algorithm) else {
        return Ok(false);
    };
    rounds.take(told.salted.rounds)?;
    let key = hash.derive(&password.utf16(), told.salted, Purpose::Mac, len);
    let is_right = match hash {
        Hash::Sha1 => verify::<Hmac<Sha1>>(&key, contents, told.expected),
        Hash::Sha224 => verify::<Hmac<Sha224>>(&key, contents, told.expected),
        Hash::Sha256 => verify::<Hmac<Sha256>>(&key, contents, told.expected),
        Hash::Sha384 => verify::<Hmac<Sha384>>(&key, contents, told.expected),
        Hash::Sha512 => verify::<Hmac<Sha512>>(&key, contents, told.expected),
    };
    match is_right {
        true => Ok(true),
        false => Err(Refused::Password),
    }
}

fn verify<M: Mac + KeyInit>(key: &[u8], contents: &[u8], expected: &[u8]) -> bool {
    let mac = <M as KeyInit>::new_from_slice(key);
    mac.is_ok_and(|mac| mac.chain_update(contents).verify_slice(expected).is_ok())
}

struct MacData<'a> {
    algorithm: &'a [u8],
    expected: &'a [u8],
    salted: Salted<'a>,
}

fn mac_data(mut mac: Elements<'_>) -> Option<MacData<'_>> {
    let mut info = mac.enter(SEQUENCE)?;
    let algorithm = info.enter(SEQUENCE)?.get(OID)?.body;
    let expected = info.get(OCTETS)?.body;
    let salt = mac.get(OCTETS)?.body;
    let rounds = match mac.0.is_empty() {
        true => 1,
        false => mac.number()?,
    };
    Some(MacData {
        algorithm,
        expected,
        salted: Salted { salt, rounds },
    })
}

/// The hash by its OID, and the length of a key for it.
fn hash(oid: &[u8]) -> Option<(Hash, usize)> {
    /// 2.16.840.1.101.3.4.2, the arc of SHA-2.
    const SHA2: [u8; 8] = [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2];
    /// SHA-1, 1.3.14.3.2.26.
    const SHA1: [u8; 5] = [0x2B, 0x0E, 3, 2, 0x1A];
    if oid == SHA1 {
        return Some((Hash::Sha1, 20));
    }
    Some(match oid.strip_prefix(&SHA2)? {
        [1] => (Hash::Sha256, 32),
        [2] => (Hash::Sha384, 48),
        [3] => (Hash::Sha512, 64),
        [4] => (Hash::Sha224, 28),
        _ => return None,
    })
}
