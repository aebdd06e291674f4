//! PKCS#12 files that were opened: their certificates, never their passwords.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crate::evidence::formats::certificate::{Locked, ParsedCertificates};
use crate::evidence::secret::Secret;
use crate::evidence::unlock::{Unlock, Unlocked};
use crate::wizard::Event;

/// What was opened, shared between the threads.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys {
    opened: Arc<Mutex<BTreeMap<[u8; 20], ParsedCertificates>>>,
    /// The password that the command line leads to.
    known: Option<Secret>,
}

impl Keys {
    /// These, with a password to be tried on every file.
    pub(super) fn knowing(known: Option<Secret>) -> Self {
        Self {
            known,
            ..Self::default()
        }
    }

    /// Tries a password; the certificates are kept if it is the right one.
    pub(super) fn tried(&self, locked: &Locked, password: &Secret) -> Event {
        let id = locked.id();
        let opened = locked.open(password);
        let right = opened.is_some();
        if let (Some(parsed), Ok(mut all)) = (opened, self.opened.lock()) {
            all.insert(id, parsed);
        }
        Event::Unlocked { id, right }
    }
}

impl Unlock for Keys {
    fn unlock(&mut self, _: &str, locked: &Locked) -> Unlocked {
        let kept = self.opened.lock().ok();
        if let Some(parsed) = kept.and_then(|all| all.get(&locked.id()).cloned()) {
            return Unlocked::Opened(parsed);
        }
        let Some(known) = self.known.clone() else {
            return Unlocked::NoPassword;
        };
        match self.tried(locked, &known) {
            Event::Unlocked { right: true, .. } => self.unlock("", locked),
            _ => Unlocked::WrongPassword,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::evidence::formats::certificate::parse;

    fn locked() -> Locked {
        let bytes = include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/certificates/3des-sha1.pfx"
        ));
        parse(bytes).locked.unwrap()
    }

    fn secret(text: &str) -> Option<Secret> {
        Some(Secret::new(text.to_owned()))
    }

    fn opens(mut keys: Keys) -> bool {
        matches!(keys.unlock("new.pfx", &locked()), Unlocked::Opened(p) if p.certificates.len() == 1)
    }

    #[test]
    fn what_was_opened_once_stays_open() {
        let keys = Keys::default();
        assert_eq!(keys.clone().unlock("", &locked()), Unlocked::NoPassword);
        let tried = |password: &str| match keys.tried(&locked(), &secret(password).unwrap()) {
            Event::Unlocked { id, right } => id == locked().id() && right,
            _ => false,
        };
        assert!(!tried("Fabrikam-2"));
        assert!(!opens(keys.clone()));
        assert!(tried("Fabrikam-1"));
        assert!(opens(keys.clone()));
    }

    #[test]
    fn the_password_of_the_command_line_is_tried_first() {
        assert!(opens(Keys::knowing(secret("Fabrikam-1"))));
        let mut wrong = Keys::knowing(secret("Fabrikam-2"));
        assert_eq!(wrong.unlock("", &locked()), Unlocked::WrongPassword);
    }
}
