//! Who knows the passwords of PKCS#12 files: handed into the load, as progress is.

use super::formats::certificate::{Locked, ParsedCertificates};

/// Opens files that do not open without a password.
pub trait Unlock {
    /// Opens one; `path` is how the file is shown.
    fn unlock(&mut self, path: &str, locked: &Locked) -> Unlocked;
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Unlocked {
    /// What is in it.
    Opened(ParsedCertificates),
    /// Passwords were tried, and none was the right one.
    WrongPassword,
    /// Nobody knows a password.
    NoPassword,
}

/// Knows no password.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nobody;

impl Unlock for Nobody {
    fn unlock(&mut self, _: &str, _: &Locked) -> Unlocked {
        Unlocked::NoPassword
    }
}
