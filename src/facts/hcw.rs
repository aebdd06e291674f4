//! What a run of the Hybrid Configuration Wizard wrote, warned of and left undone.
//! A run is evidence of its own day, not of today.

use crate::evidence::record::ObjectClass;
use crate::evidence::{Location, Side};

/// A zone shifts a time by no more than this (seconds).
const MOST_SHIFT: i64 = 14 * 3600;

/// When something of a run happened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunTime {
    /// Seconds since the epoch, as if the stamp were UTC.
    pub seconds: i64,
    /// Whether it is UTC. Else the moment is known to fourteen hours.
    pub exact: bool,
    /// As HCW wrote it.
    pub text: String,
}

impl RunTime {
    /// Whether it was certainly before a moment (seconds since the epoch).
    pub fn is_before(&self, moment: i64) -> bool {
        let shift = if self.exact { 0 } else { MOST_SHIFT };
        self.seconds.saturating_add(shift) < moment
    }
}

/// A value that a run wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Of what kind of object.
    pub class: ObjectClass,
    /// On which side.
    pub side: Option<Side>,
    /// Which object: Identity or Name of the cmdlet; empty where it says neither.
    pub object: String,
    /// The property, as the cmdlet spells it.
    pub property: String,
    /// What was there before, where the comparison before the change shows it.
    pub from: Option<String>,
    /// What was written; empty for `$null`.
    pub to: String,
    /// Where.
    pub at: Location,
}

/// How the mail-flow part of a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailFlow {
    /// Nothing of the run is about mail flow, or not enough of it is known.
    Untouched,
    /// Finished.
    Finished,
    /// A cmdlet on connectors failed, and was not run again with success.
    Failed {
        /// The cmdlet, or the code of the error.
        what: String,
        /// In these words.
        words: String,
        /// Where.
        at: Location,
    },
    /// The comparison at the end shows a value that was not reached.
    NotReached {
        /// The property.
        property: String,
        /// Where.
        at: Location,
    },
    /// It ends before the comparison at the end.
    BrokenOff {
        /// The last thing that it did for mail flow.
        at: Location,
    },
}

/// A warning with its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warned {
    /// `HCW8103`.
    pub code: String,
    /// Its words.
    pub text: String,
    /// Where.
    pub at: Location,
}

/// A certificate that was chosen in HCW.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// `<I>issuer<S>subject`.
    pub name: String,
    /// Its thumbprint, where that stands near it.
    pub thumbprint: Option<String>,
    /// Where.
    pub at: Location,
}

/// A run of HCW.
#[derive(Debug, Clone)]
pub struct WizardRun {
    /// Where the run begins in its file.
    pub at: Location,
    /// When it began; `None` where no stamp could be read.
    pub began: Option<RunTime>,
    /// When it ended.
    pub ended: Option<RunTime>,
    /// What it wrote to connectors, in order.
    pub written: Vec<Written>,
    /// The certificate that was chosen.
    pub chosen: Option<Chosen>,
    /// How its mail-flow part ended.
    pub mail_flow: MailFlow,
    /// Its warnings that have a code.
    pub warnings: Vec<Warned>,
}

impl WizardRun {
    /// The day and time as HCW wrote them, without parts of a second.
    pub fn date(&self) -> String {
        let text = self.began.as_ref().map_or("", |t| t.text.as_str());
        text.split_once('.')
            .filter(|(first, _)| first.contains(' '))
            .map_or(text, |(first, _)| first)
            .chars()
            .take(19)
            .collect()
    }

    /// The last value that it wrote to a property, of all objects of a class.
    pub fn last_written(&self, class: ObjectClass, property: &str) -> Option<&Written> {
        self.written
            .iter()
            .rfind(|w| w.class == class && w.property.eq_ignore_ascii_case(property))
    }
}
