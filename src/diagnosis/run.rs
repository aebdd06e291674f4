//! The diagnosis as a whole.
use super::*;
/// What the log answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Observed { Accepted, Refused, Mixed, None }
/// The result.
#[derive(Debug)]
pub struct Diagnosis {
    /// Findings.
    pub findings: Vec<Finding>,
}
/// Runs.
pub fn diagnose(_context: &Context) -> Diagnosis { Diagnosis { findings: Vec::new() } }
