//! A finding is data: a code, two axes (severity of the code, confidence of this
//! case), parameters, and the lines that prove it.

use super::catalogue::{Code, Entry, Severity, lookup};
use super::{Detail, NeedReason};
use crate::evidence::Location;

/// How sure a finding is in this case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// The evidence proves it.
    Certain,
    /// The evidence speaks for it; the explanation says what is taken on trust.
    Likely,
    /// It may be.
    Possible,
}

impl Confidence {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Possible => "possible",
        }
    }
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its code.
    pub code: Code,
    /// How sure it is.
    pub confidence: Confidence,
    /// What it says.
    pub detail: Detail,
    /// The lines that prove it, the best first.
    pub locations: Vec<Location>,
    /// Findings that explain this one.
    pub explained_by: Vec<Code>,
}

/// Most places a finding cites.
const MAX_LOCATIONS: usize = 12;

impl Finding {
    /// A finding with its proof; repeated places are dropped.
    pub fn new(
        code: u16,
        confidence: Confidence,
        detail: Detail,
        proof: impl IntoIterator<Item = Location>,
    ) -> Self {
        let mut locations: Vec<Location> = Vec::new();
        for location in proof {
            if locations.len() < MAX_LOCATIONS && !locations.contains(&location) {
                locations.push(location);
            }
        }
        Self {
            code: Code(code),
            confidence,
            detail,
            locations,
            explained_by: Vec::new(),
        }
    }

    /// Name and severity.
    pub fn entry(&self) -> Entry {
        lookup(self.code)
    }

    /// A blocking finding that no other finding explains.
    pub fn is_root_cause(&self) -> bool {
        self.entry().severity == Severity::Blocking && self.explained_by.is_empty()
    }
}

/// What a rule answers (invariant 4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The rule is about something that this incident has not.
    NotApplicable,
    /// It cannot be told without this.
    NeedsEvidence(Vec<NeedReason>),
    /// Looked at, and all right.
    Pass,
    /// Found.
    Found(Finding),
}
