//! The files of an option, made off the drawing thread: digests take a while.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::files;
use crate::attribution::replay;
use crate::evidence::SourceKind;
use crate::evidence::loader::digests;
use crate::evidence::unlock::Nobody;
use crate::facts::{Hooks, gather_with};
use crate::remedy::Step;
use crate::report::bundle::{Chosen, bundle};
use crate::report::checklist::Mark;
use crate::report::collection::collection;
use crate::report::text::TextInput;
use crate::report::{Digests, RefusedCsv};
use crate::terminal::{Glyphs, Lang, Painter};
use crate::wizard::BundleToWrite;

/// Columns of what goes into a file.
const FILE_WIDTH: usize = 100;

/// The list of who must send again; scripts and reports have other names.
const REFUSED: &str = "refused.csv";

/// What a file will hold.
enum Content {
    /// This.
    Text(String),
    /// The messages to be sent again, read from the logs once more: there may be too
    /// many of them to be kept.
    Refused,
}

/// Makes and writes them.
///
/// # Errors
/// What the system says; nothing stays half-written.
pub(super) fn write(wanted: &BundleToWrite) -> io::Result<Vec<PathBuf>> {
    let made = make(wanted).into_iter();
    let mut files: Vec<(String, Content)> = made.map(|(n, t)| (n, Content::Text(t))).collect();
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let mut sources = wanted.analysis.gathered.sources.iter();
    if sources.any(|s| s.kind == SourceKind::SmtpSendLog) {
        files.push((REFUSED.to_owned(), Content::Refused));
    }
    files::write(&wanted.folder, &files, |to, content| match content {
        Content::Text(text) => to.write_all(text.as_bytes()),
        Content::Refused => list_refused(wanted, to),
    })
}

/// Writes the scripts that gather the evidence.
///
/// # Errors
/// What the system says; nothing stays half-written.
pub(super) fn write_collection(folder: &Path, lang: Lang) -> io::Result<Vec<PathBuf>> {
    files::write(folder, &collection(lang), |to, text| {
        to.write_all(text.as_bytes())
    })
}

fn list_refused(wanted: &BundleToWrite, to: &mut dyn Write) -> io::Result<()> {
    let facts = &wanted.analysis.gathered.facts;
    let mut table = RefusedCsv::new(to, facts.given.window)?;
    let hooks = Hooks {
        progress: &mut |_| ControlFlow::Continue(()),
        sessions: Some(&mut table),
        rewrite: None,
        keys: &mut Nobody,
    };
    gather_with(&wanted.inputs, facts.given.clone(), facts.now, hooks);
    table.finish().map(|_| ())
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
