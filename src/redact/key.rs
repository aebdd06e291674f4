//! The secret of one redaction: made of everything that was read, so that the same
//! evidence gives the same copy, and nobody without the evidence can undo it.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// See the module.
#[derive(Clone)]
pub(super) struct Key([u8; 32]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(..)")
    }
}

impl Key {
    /// Of everything that was read.
    pub(super) fn of(evidence: &[u8]) -> Self {
        Self(Sha256::digest(evidence).into())
    }

    /// What stands for a text of some kind.
    pub(super) fn digest(&self, kind: &str, text: &str) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(self.0);
        hasher.update(kind.as_bytes());
        hasher.update([0]);
        hasher.update(text.as_bytes());
        hasher.finalize().into()
    }

    /// The same as upper-case hex.
    pub(super) fn hex(&self, kind: &str, text: &str) -> String {
        let mut hex = String::with_capacity(64);
        for byte in self.digest(kind, text) {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02X}");
        }
        hex
    }

    /// One bit.
    pub(super) fn bit(&self, kind: &str, text: &str) -> bool {
        self.digest(kind, text)[0] & 1 == 1
    }
}
