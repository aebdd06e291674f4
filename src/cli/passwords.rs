//! Passwords of PKCS#12 files: from the environment variable that was named, else
//! asked for on the terminal. Never on the command line, and never kept.

use std::io::{self, IsTerminal};

use super::args::Shared;
use super::output;
use crate::evidence::formats::certificate::Locked;
use crate::evidence::secret::Secret;
use crate::evidence::unlock::{Unlock, Unlocked};
use crate::i18n::{Lang, say};
use crate::terminal::sanitise;

/// How often a password is asked for.
const TRIES: u32 = 3;

/// Who is asked.
pub(super) struct Passwords {
    lang: Lang,
    known: Option<Secret>,
    /// Asks for the password of a file; `None` when there is nobody to ask.
    ask: Option<fn(&str) -> io::Result<String>>,
}

impl Passwords {
    /// Whoever can be asked here.
    pub(super) fn of(shared: &Shared) -> Self {
        let somebody = io::stdin().is_terminal() && io::stderr().is_terminal();
        Self {
            lang: shared.lang,
            known: shared.password.clone(),
            ask: somebody.then_some(|prompt| rpassword::prompt_password(prompt)),
        }
    }

    fn prompt(&self, path: &str) -> String {
        let path = sanitise(path);
        say!(
            self.lang,
            "Password for {path} (Enter alone: leave the file out): ",
            "{path} のパスワード (空のまま Enter: このファイルを使用しない): ",
        )
    }

    fn wrong(&self, left: u32) -> String {
        match left {
            0 => say!(
                self.lang,
                "relay-doctor: wrong password; the file is left out.\n",
                "relay-doctor: パスワードが違います。このファイルは使用しません。\n",
            ),
            _ => say!(
                self.lang,
                "relay-doctor: wrong password; try again.\n",
                "relay-doctor: パスワードが違います。もう一度入力してください。\n",
            ),
        }
    }
}

impl Unlock for Passwords {
    fn unlock(&mut self, path: &str, locked: &Locked) -> Unlocked {
        let mut untold = Unlocked::NoPassword;
        if let Some(known) = &self.known {
            match locked.open(known) {
                Some(parsed) => return Unlocked::Opened(parsed),
                None => untold = Unlocked::WrongPassword,
            }
        }
        let Some(ask) = self.ask else {
            return untold;
        };
        for left in (0..TRIES).rev() {
            // A terminal that cannot be read is nobody to ask.
            let typed = match ask(&self.prompt(path)) {
                Ok(typed) => Secret::new(typed),
                Err(_) => return untold,
            };
            if typed.expose().is_empty() {
                return untold;
            }
            if let Some(parsed) = locked.open(&typed) {
                return Unlocked::Opened(parsed);
            }
            untold = Unlocked::WrongPassword;
            output::complain(&self.wrong(left));
        }
        untold
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

    fn unlock(known: Option<&str>, ask: Option<fn(&str) -> io::Result<String>>) -> Unlocked {
        let mut passwords = Passwords {
            lang: Lang::En,
            known: known.map(|k| Secret::new(k.to_owned())),
            ask,
        };
        passwords.unlock("new.pfx", &locked())
    }

    #[test]
    fn the_variable_first_then_the_terminal() {
        let right: fn(&str) -> io::Result<String> = |prompt| {
            assert!(prompt.contains("new.pfx"));
            Ok("Fabrikam-1".to_owned())
        };
        let nothing: fn(&str) -> io::Result<String> = |_| Ok(String::new());
        let closed: fn(&str) -> io::Result<String> = |_| Err(io::ErrorKind::UnexpectedEof.into());
        let wrong: fn(&str) -> io::Result<String> = |_| Ok("x".to_owned());
        let opened =
            |unlocked| matches!(unlocked, Unlocked::Opened(p) if p.certificates.len() == 1);
        assert!(opened(unlock(Some("Fabrikam-1"), None)));
        assert!(opened(unlock(Some("Fabrikam-1"), Some(wrong))));
        assert!(opened(unlock(Some("x"), Some(right))));
        assert!(opened(unlock(None, Some(right))));
        assert_eq!(unlock(None, None), Unlocked::NoPassword);
        assert_eq!(unlock(Some("x"), None), Unlocked::WrongPassword);
        assert_eq!(unlock(None, Some(nothing)), Unlocked::NoPassword);
        assert_eq!(unlock(None, Some(closed)), Unlocked::NoPassword);
        assert_eq!(unlock(None, Some(wrong)), Unlocked::WrongPassword);
    }
}
