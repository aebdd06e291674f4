//! The files of an option, made off the drawing thread: digests take a while.

use std::path::PathBuf;

use super::files;
use crate::attribution::replay;
use crate::evidence::loader::digests;
use crate::remedy::Step;
use crate::report::Digests;
use crate::report::bundle::{Chosen, bundle};
use crate::report::checklist::Mark;
use crate::report::text::TextInput;
use crate::terminal::{Glyphs, Painter};
use crate::wizard::BundleToWrite;

/// Columns of what goes into a file.
const FILE_WIDTH: usize = 100;

/// Makes and writes them.
///
/// # Errors
/// What the system says; nothing stays half-written.
pub(super) fn write(wanted: &BundleToWrite) -> std::io::Result<Vec<PathBuf>> {
    let files = make(wanted);
    match files.is_empty() {
        true => Ok(Vec::new()),
        false => files::write(&wanted.folder, &files),
    }
}

fn make(wanted: &BundleToWrite) -> Vec<(String, String)> {
    let analysis = &wanted.analysis;
    let facts = &analysis.gathered.facts;
    let verdicts = replay(facts);
    let mut options = analysis.plan.options.iter();
    let Some(option) = options.find(|o| o.id == wanted.option) else {
        return Vec::new();
    };
    let report = TextInput {
        lang: wanted.lang,
        diagnosis: &analysis.diagnosis,
        verdicts: &verdicts,
        facts,
        plan: &analysis.plan,
        sources: &analysis.gathered.sources,
        zone: wanted.zone.clone(),
        width: FILE_WIDTH,
        painter: Painter { colour: false },
        glyphs: Glyphs::new(false),
        quiet: false,
    };
    let mark = |step: &Step| -> Mark { wanted.marks.get(&step.id).cloned().unwrap_or_default() };
    let chosen = Chosen {
        option,
        case: Some(&wanted.case),
        mark: &mark,
        digests: &Digests::new(digests(&wanted.inputs)),
    };
    bundle(&report, &chosen)
}
