//! The built-in incidents.

use crate::evidence::walk::Input;
use crate::i18n::Lang;

/// A built-in incident.
#[derive(Debug, Clone, Copy)]
pub struct Incident {
    /// Its name on the command line.
    pub name: &'static str,
    /// The moment it is judged at (RFC 3339).
    pub at: &'static str,
    /// What it is, in each language.
    pub about: [&'static str; 2],
    /// Its files: path and content.
    pub files: &'static [(&'static str, &'static [u8])],
}

impl Incident {
    /// The moment it is judged at.
    pub fn now(&self) -> Option<jiff::Timestamp> {
        self.at.parse().ok()
    }

    /// Its files as something that was given.
    pub fn inputs(&self) -> Vec<Input> {
        let input = |(path, content): &(&str, &[u8])| Input::Memory {
            path: (*path).to_owned(),
            content: (*content).into(),
        };
        self.files.iter().map(input).collect()
    }

    /// What it is.
    pub fn about(&self, lang: Lang) -> &'static str {
        let [english, japanese] = self.about;
        match lang {
            Lang::En => english,
            Lang::Ja => japanese,
        }
    }
}

/// All incidents, the default one first.
pub const INCIDENTS: &[Incident] = &[];
