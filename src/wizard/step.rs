//! The six steps.

/// A step of the wizard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepId {
    /// Paste or load the bounce, or skip.
    #[default]
    Symptom,
    /// What was found, what is missing.
    Evidence,
    /// Sent, configured, expected side by side.
    Compare,
    /// Findings, root cause first.
    Cause,
    /// The options, then the checklist of the chosen one.
    Fix,
    /// Newer evidence against the old.
    Verify,
}

impl StepId {
    /// All, in order.
    pub const ALL: [Self; 6] = [
        Self::Symptom,
        Self::Evidence,
        Self::Compare,
        Self::Cause,
        Self::Fix,
        Self::Verify,
    ];

    /// Its number, from 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// The step with that number.
    pub fn of_number(number: usize) -> Option<Self> {
        Self::ALL.get(number.checked_sub(1)?).copied()
    }

    /// The one after it.
    pub fn next(self) -> Option<Self> {
        Self::of_number(self.number() + 1)
    }

    /// The one before it.
    pub fn previous(self) -> Option<Self> {
        Self::of_number(self.number().checked_sub(1)?)
    }
}
