//! Evidence judged: everything that the steps show, owned, so that it can cross
//! from the worker to the screen.

use super::Place;
use crate::attribution::{Row, replay};
use crate::diagnosis::{Diagnosis, diagnose};
use crate::evidence::Location;
use crate::evidence::walk::{Found, Input, Origin};
use crate::facts::Gathered;
use crate::facts::sessions::SessionIndex;
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
    /// Every session of the logs.
    pub sessions: SessionIndex,
}

impl Analysis {
    /// Judges what was gathered.
    pub fn of(gathered: Gathered) -> Self {
        Self::with_sessions(gathered, SessionIndex::default())
    }

    /// The same, with the sessions that were listed meanwhile.
    pub fn with_sessions(gathered: Gathered, sessions: SessionIndex) -> Self {
        let verdicts = replay(&gathered.facts);
        let diagnosis = diagnose(&gathered.facts, &verdicts);
        let plan = plan(&gathered.facts, &verdicts, &diagnosis);
        let rows = verdicts.rows;
        Self {
            diagnosis,
            plan,
            rows,
            sessions,
            gathered,
        }
    }

    /// What holds a source.
    pub(super) fn input(&self, source: usize) -> Option<Input> {
        self.gathered.files.get(source).map(input_of)
    }

    /// A location as a place that can be opened.
    pub fn place(&self, location: &Location) -> Option<Place> {
        let index = location.source.0 as usize;
        Some(Place {
            input: self.input(index)?,
            path: self.gathered.sources.get(index)?.path.clone(),
            line: location.line,
            excerpt: location.excerpt.to_string(),
        })
    }
}

/// A file as something that can be given by itself.
pub(super) fn input_of(file: &Found) -> Input {
    match &file.origin {
        Origin::Path(path) => Input::Path(path.clone()),
        Origin::Stdin => Input::Stdin,
        Origin::Memory(path, content) => Input::Memory {
            path: path.clone(),
            content: content.clone(),
        },
        Origin::Entry(entry) => Input::Entry {
            path: file.shown.clone(),
            entry: entry.clone(),
        },
    }
}

/// Whether a file came with this input.
pub(super) fn owns(input: &Input, file: &Found) -> bool {
    match (input, file.origin.outermost()) {
        (Input::Path(given), Origin::Path(path)) => path.starts_with(given),
        (Input::Stdin, Origin::Stdin) => true,
        (Input::Stdin, Origin::Memory(shown, _)) => shown == "-",
        (Input::Memory { path, .. }, Origin::Memory(shown, _)) => path == shown,
        (Input::Entry { entry, .. }, _) => file.origin == Origin::Entry(entry.clone()),
        _ => false,
    }
}
