//! Decryption: PBES2 with AES or 3DES (RFC 8018), and PKCS#12's own 3DES and RC2.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockCipherDecrypt, BlockModeDecrypt, InnerIvInit, KeyInit};
use aes::{Aes128, Aes192, Aes256};
use cbc::Decryptor;
use des::{TdesEde2, TdesEde3};
use rc2::Rc2;
use zeroize::Zeroizing;

use super::super::tlv::{Elements, INTEGER, OCTETS, OID, SEQUENCE};
use super::kdf::{Hash, Purpose, Salted};
use super::{Password, Refused, Rounds};

/// PBES2, 1.2.840.113549.1.5.13.
const PBES2: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 13];
/// PBKDF2, 1.2.840.113549.1.5.12.
const PBKDF2: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 12];
/// The arc of PKCS#12's own ways, 1.2.840.113549.1.12.1.
const OF_PKCS12: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 12, 1];
/// The arc of hashes, 1.2.840.113549.2.
const HASHES: [u8; 7] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 2];
/// DES-EDE3-CBC, 1.2.840.113549.3.7.
const DES_EDE3: [u8; 8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 3, 7];
/// The arc of AES, 2.16.840.1.101.3.4.1.
const AES: [u8; 8] = [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    TripleDes,
    DoubleDes,
    Rc2 { bits: usize },
}

impl Cipher {
    /// Bytes of a key.
    fn key_len(self) -> usize {
        match self {
            Self::Aes128 | Self::DoubleDes => 16,
            Self::Aes192 | Self::TripleDes => 24,
            Self::Aes256 => 32,
            Self::Rc2 { bits } => bits / 8,
        }
    }

    /// The plain bytes; `None` when key and bytes do not go together.
    fn decrypt(self, key: &[u8], iv: &[u8], secret: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        match self {
            Self::Aes128 => unpadded(Aes128::new_from_slice(key).ok()?, iv, secret),
            Self::Aes192 => unpadded(Aes192::new_from_slice(key).ok()?, iv, secret),
            Self::Aes256 => unpadded(Aes256::new_from_slice(key).ok()?, iv, secret),
            Self::TripleDes => unpadded(TdesEde3::new_from_slice(key).ok()?, iv, secret),
            Self::DoubleDes => unpadded(TdesEde2::new_from_slice(key).ok()?, iv, secret),
            Self::Rc2 { bits } => unpadded(Rc2::new_with_eff_key_len(key, bits), iv, secret),
        }
    }
}

fn unpadded<C: BlockCipherDecrypt>(
    cipher: C,
    iv: &[u8],
    secret: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let mut plain = Zeroizing::new(secret.to_vec());
    let mode = Decryptor::inner_iv_slice_init(cipher, iv).ok()?;
    let len = mode.decrypt_padded::<Pkcs7>(&mut plain).ok()?.len();
    plain.truncate(len);
    Some(plain)
}

/// Decrypts with the password, in the way that `algorithm` says.
///
/// # Errors
/// The way is not known here, or the password is not the right one.
pub(super) fn decrypt(
    mut algorithm: Elements,
    secret: &[u8],
    password: Password,
    rounds: &mut Rounds,
) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let kind = algorithm.get(OID).ok_or_else(Refused::damaged)?.body;
    let parameters = algorithm.enter(SEQUENCE).ok_or_else(Refused::damaged)?;
    let plain = match kind.strip_prefix(&OF_PKCS12) {
        Some([way]) => of_pkcs12(*way, kind, parameters, secret, password, rounds)?,
        None if kind == PBES2 => pbes2(parameters, secret, password, rounds)?,
        _ => return Err(Refused::unknown("encryption", kind)),
    };
    plain.ok_or(Refused::Password)
}

type Plain = Option<Zeroizing<Vec<u8>>>;

fn of_pkcs12(
    way: u8,
    kind: &[u8],
    mut parameters: Elements,
    secret: &[u8],
    password: Password,
    rounds: &mut Rounds,
) -> Result<Plain, Refused> {
    let cipher = match way {
        3 => Cipher::TripleDes,
        4 => Cipher::DoubleDes,
        5 => Cipher::Rc2 { bits: 128 },
        6 => Cipher::Rc2 { bits: 40 },
        // RC4, which no program of today writes.
        _ => return Err(Refused::unknown("encryption", kind)),
    };
    let salt = parameters.get(OCTETS).ok_or_else(Refused::damaged)?.body;
    let rounds = rounds.take(number(&mut parameters)?)?;
    let salted = Salted { salt, rounds };
    let password = password.utf16();
    let key = Hash::Sha1.derive(&password, salted, Purpose::Key, cipher.key_len());
    let iv = Hash::Sha1.derive(&password, salted, Purpose::Iv, 8);
    Ok(cipher.decrypt(&key, &iv, secret))
}

fn pbes2(
    mut parameters: Elements,
    secret: &[u8],
    password: Password,
    rounds: &mut Rounds,
) -> Result<Plain, Refused> {
    let mut derivation = parameters.enter(SEQUENCE).ok_or_else(Refused::damaged)?;
    let mut scheme = parameters.enter(SEQUENCE).ok_or_else(Refused::damaged)?;
    let kind = derivation.get(OID).ok_or_else(Refused::damaged)?.body;
    if kind != PBKDF2 {
        return Err(Refused::unknown("key derivation", kind));
    }
    let mut with = derivation.enter(SEQUENCE).ok_or_else(Refused::damaged)?;
    let salt = with.get(OCTETS).ok_or_else(Refused::damaged)?.body;
    let rounds = rounds.take(number(&mut with)?)?;
    with.get(INTEGER);
    let hash = match with.enter(SEQUENCE) {
        // HMAC with SHA-1 where it is not said.
        None => Hash::Sha1,
        Some(mut prf) => {
            let kind = prf.get(OID).ok_or_else(Refused::damaged)?.body;
            match kind.strip_prefix(&HASHES) {
                Some([7]) => Hash::Sha1,
                Some([8]) => Hash::Sha224,
                Some([9]) => Hash::Sha256,
                Some([10]) => Hash::Sha384,
                Some([11]) => Hash::Sha512,
                _ => return Err(Refused::unknown("hash", kind)),
            }
        }
    };
    let kind = scheme.get(OID).ok_or_else(Refused::damaged)?.body;
    let cipher = match kind.strip_prefix(&AES) {
        Some([2]) => Cipher::Aes128,
        Some([22]) => Cipher::Aes192,
        Some([42]) => Cipher::Aes256,
        None if kind == DES_EDE3 => Cipher::TripleDes,
        _ => return Err(Refused::unknown("encryption", kind)),
    };
    let iv = scheme.get(OCTETS).ok_or_else(Refused::damaged)?.body;
    let salted = Salted { salt, rounds };
    let key = hash.pbkdf2(password.utf8(), salted, cipher.key_len());
    Ok(cipher.decrypt(&key, iv, secret))
}

fn number(parameters: &mut Elements) -> Result<u32, Refused> {
    parameters.number().ok_or_else(Refused::damaged)
}
