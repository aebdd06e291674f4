//! Evidence judged: everything that the steps show, owned, so that it can cross
//! from the worker to the screen.

use super::Place;
use crate::attribution::{Row, replay};
use crate::diagnosis::{Diagnosis, diagnose};
use crate::evidence::walk::{Found, Input, Origin};
use crate::evidence::{Location, Source};
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
    /// Where each of `gathered.sources` is; `None` when that cannot be told.
    pub files: Vec<Option<Found>>,
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
            files: Vec::new(),
            gathered,
        }
    }

    /// Remembers where the files are: `found` is the walk over what was given, in
    /// whose order the sources were read.
    pub fn with_files(mut self, found: Vec<Found>) -> Self {
        self.files = match_files(&self.gathered.sources, found);
        self
    }

    /// What holds a source.
    pub(super) fn input(&self, source: usize) -> Option<Input> {
        self.files.get(source)?.as_ref().map(input_of)
    }

    /// A location as a place that can be opened.
    pub(super) fn place(&self, location: &Location) -> Option<Place> {
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
    }
}

/// Whether a file came with this input.
pub(super) fn owns(input: &Input, file: &Found) -> bool {
    match (input, &file.origin) {
        (Input::Path(given), Origin::Path(path)) => path.starts_with(given),
        (Input::Stdin, Origin::Stdin) => true,
        (Input::Memory { path, .. }, Origin::Memory(shown, _)) => path == shown,
        _ => false,
    }
}

/// A folder that is being written to may have changed between two walks: files
/// are matched by their shown paths, in order.
fn match_files(sources: &[Source], found: Vec<Found>) -> Vec<Option<Found>> {
    let mut rest = found.as_slice();
    let mut next = |source: &Source| {
        let at = rest.iter().position(|f| f.shown == source.path)?;
        let file = rest.get(at).cloned();
        rest = rest.get(at + 1..).unwrap_or_default();
        file
    };
    sources.iter().map(&mut next).collect()
}
