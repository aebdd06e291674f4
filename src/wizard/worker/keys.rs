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
