//! Everything that a report is made from.

use crate::attribution::Verdicts;
use crate::diagnosis::Diagnosis;
use crate::evidence::Source;
use crate::facts::Facts;
use crate::remedy::Plan;

/// One incident, judged.
#[derive(Debug, Clone, Copy)]
pub struct Incident<'a> {
    /// What is known.
    pub facts: &'a Facts,
    /// Conditions A and B.
    pub verdicts: &'a Verdicts<'a>,
    /// Findings, comparison, needs.
    pub diagnosis: &'a Diagnosis,
    /// The ways out.
    pub plan: &'a Plan,
    /// The files.
    pub sources: &'a [Source],
}
