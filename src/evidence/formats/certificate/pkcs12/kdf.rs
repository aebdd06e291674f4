//! Keys made of passwords: PKCS#12's own way (RFC 7292 appendix B) and PBKDF2.

use pbkdf2::pbkdf2_hmac;
use sha1::{Digest, Sha1};
use sha2::{Sha224, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

/// Hashes in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

/// What the bytes are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Key = 1,
    Iv = 2,
    Mac = 3,
}

/// What the bytes are made from besides the password.
#[derive(Debug, Clone, Copy)]
pub(super) struct Salted<'a> {
    pub(super) salt: &'a [u8],
    pub(super) rounds: u32,
}

impl Hash {
    /// PKCS#12's own derivation. `password` is in UTF-16 with its NUL.
    pub(super) fn derive(
        self,
        password: &[u8],
        salted: Salted,
        purpose: Purpose,
        len: usize,
    ) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Sha1 => derive::<Sha1>(64, password, salted, purpose, len),
            Self::Sha224 => derive::<Sha224>(64, password, salted, purpose, len),
            Self::Sha256 => derive::<Sha256>(64, password, salted, purpose, len),
            Self::Sha384 => derive::<Sha384>(128, password, salted, purpose, len),
            Self::Sha512 => derive::<Sha512>(128, password, salted, purpose, len),
        }
    }

    /// PBKDF2 with HMAC of this hash.
    pub(super) fn pbkdf2(self, password: &[u8], salted: Salted, len: usize) -> Zeroizing<Vec<u8>> {
        let mut key = Zeroizing::new(vec![0; len]);
        let Salted { salt, rounds } = salted;
        match self {
            Self::Sha1 => pbkdf2_hmac::<Sha1>(password, salt, rounds, &mut key),
            Self::Sha224 => pbkdf2_hmac::<Sha224>(password, salt, rounds, &mut key),
            Self::Sha256 => pbkdf2_hmac::<Sha256>(password, salt, rounds, &mut key),
            Self::Sha384 => pbkdf2_hmac::<Sha384>(password, salt, rounds, &mut key),
            Self::Sha512 => pbkdf2_hmac::<Sha512>(password, salt, rounds, &mut key),
        }
        key
    }
}

/// `block` is the hash's block in bytes, `v` of the RFC.
fn derive<D: Digest>(
    block: usize,
    password: &[u8],
    Salted { salt, rounds }: Salted,
    purpose: Purpose,
    len: usize,
) -> Zeroizing<Vec<u8>> {
    let filled = |bytes: &[u8]| {
        let whole = bytes.len().div_ceil(block) * block;
        Zeroizing::new(
            bytes
                .iter()
                .copied()
                .cycle()
                .take(whole)
                .collect::<Vec<u8>>(),
        )
    };
    let diversifier = vec![purpose as u8; block];
    let (salt, password) = (filled(salt), filled(password));
    let mut input = Zeroizing::new([salt.as_slice(), password.as_slice()].concat());
    let mut out = Zeroizing::new(Vec::with_capacity(len + 64));
    while out.len() < len {
        let first = D::new().chain_update(&diversifier).chain_update(&*input);
        let mut hash = Zeroizing::new(first.finalize().to_vec());
        for _ in 1..rounds {
            *hash = D::digest(&*hash).to_vec();
        }
        out.extend_from_slice(&hash);
        let added = filled(&hash);
        for part in input.chunks_exact_mut(block) {
            add_and_one(part, &added[..block.min(added.len())]);
        }
    }
    out.truncate(len);
    out
}

/// `number + other + 1`, most significant byte first, what overflows dropped.
fn add_and_one(number: &mut [u8], other: &[u8]) {
    let mut carry = 1;
    for (byte, add) in number.iter_mut().zip(other).rev() {
        carry += u16::from(*byte) + u16::from(*add);
        *byte = u8::try_from(carry & 0xFF).unwrap_or(u8::MAX);
        carry >>= 8;
    }
}
