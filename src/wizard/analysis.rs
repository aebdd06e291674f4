//! Evidence judged: everything that the steps show, owned, so that it can cross
//! from the worker to the screen.

use crate::attribution::{Row, replay};
use crate::diagnosis::{Diagnosis, diagnose};
use crate::facts::Gathered;
use crate::remedy::{Plan, plan};

/// One judgement of one set of evidence.
#[derive(Debug)]
pub struct Analysis {
    /// The facts and the files.
    pub gathered: Gathered,
    /// Findings, comparison, needs.
    pub diagnosis: Diagnosis,
    /// The ways out.
    pub plan: Plan,
    /// The truth table.
    pub rows: Vec<Row>,
}

impl Analysis {
    /// Judges what was gathered.
    pub fn of(gathered: Gathered) -> Self {
        let verdicts = replay(&gathered.facts);
        let diagnosis = diagnose(&gathered.facts, &verdicts);
        let plan = plan(&gathered.facts, &verdicts, &diagnosis);
        let rows = verdicts.rows;
        Self {
            diagnosis,
            plan,
            rows,
            gathered,
        }
    }
}
