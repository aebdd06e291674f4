//! A PKCS#12 file that wants a password.

use std::fmt;
use std::sync::Arc;

use sha1::{Digest, Sha1};

use super::ParsedCertificates;
use super::pkcs12::{self, Password, Refused};
use crate::evidence::secret::Secret;

/// A PKCS#12 file that does not open without a password; its bytes are encrypted.
#[derive(Clone, PartialEq, Eq)]
pub struct Locked {
    bytes: Arc<[u8]>,
    line: u64,
}

impl Locked {
    pub(super) fn new(bytes: &[u8], line: u64) -> Self {
        let bytes = bytes.into();
        Self { bytes, line }
    }

    /// What it is known by: the hash of its bytes.
    pub fn id(&self) -> [u8; 20] {
        Sha1::digest(&self.bytes).into()
    }

    /// Opens it; `None` when the password is not the right one.
    pub fn open(&self, password: &Secret) -> Option<ParsedCertificates> {
        let opened = match pkcs12::open(&self.bytes, Password(Some(password.expose()))) {
            Err(Refused::Password) => return None,
            opened => opened,
        };
        let mut parsed = ParsedCertificates::default();
        parsed.opened(opened, self.line);
        Some(parsed)
    }
}

impl fmt::Debug for Locked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Locked({} bytes)", self.bytes.len())
    }
}
