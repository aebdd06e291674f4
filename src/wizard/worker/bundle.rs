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
use crate::redact::Redactor;
use crate::remedy::Step;
use crate::report::bundle::{Chosen, bundle, reports, work};
use crate::report::checklist::Mark;
use crate::report::collection::collection;
use crate::report::text::TextInput;
use crate::report::{Digests, RefusedCsv};
use crate::terminal::{Glyphs, Lang, Painter};
use crate::wizard::{Analysis, BundleToWrite};

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
    let mut options = analysis.plan.options.iter();
    let Some(option) = options.find(|o| o.id == wanted.option) else {
        return Vec::new();
    };
    let mark = |step: &Step| -> Mark { wanted.marks.get(&step.id).cloned().unwrap_or_default() };
    let chosen = |digests| Chosen {
        option,
        case: Some(&wanted.case),
        mark: &mark,
        digests,
    };
    if !wanted.redacted {
        let digests = Digests::new(digests(&wanted.inputs));
        return with_report(wanted, analysis, |report| bundle(report, &chosen(&digests)));
    }
    // The work needs the real values. Digests would tell whose evidence it is.
    let none = Digests::default();
    let mut files = with_report(wanted, analysis, |report| work(report, &chosen(&none)));
    if !files.is_empty() {
        let redacted = redacted(wanted);
        files.extend(with_report(wanted, &redacted, |report| {
            reports(report, &none)
        }));
    }
    files
}

/// The same judgement of evidence in which names are replaced.
fn redacted(wanted: &BundleToWrite) -> Analysis {
    let facts = &wanted.analysis.gathered.facts;
    let redactor = Redactor::of(facts);
    let mut given = facts.given.clone();
    given.egress_ip = given.egress_ip.map(|ip| redactor.address(ip));
    given.mail_from = given.mail_from.map(|from| redactor.sender(from));
    let read = || {
        let hooks = Hooks {
            progress: &mut |_| ControlFlow::Continue(()),
            sessions: None,
            rewrite: Some(&redactor),
            // What wants a password is left out of what is passed on.
            keys: &mut Nobody,
        };
        gather_with(&wanted.inputs, given.clone(), facts.now, hooks)
    };
    // The first reading finds the thumbprints that rewritten certificates get.
    read();
    Analysis::of(read())
}

fn with_report<T>(
    wanted: &BundleToWrite,
    analysis: &Analysis,
    write: impl FnOnce(&TextInput) -> T,
) -> T {
    let facts = &analysis.gathered.facts;
    write(&TextInput {
        lang: wanted.lang,
        diagnosis: &analysis.diagnosis,
        verdicts: &replay(facts),
        facts,
        plan: &analysis.plan,
        sources: &analysis.gathered.sources,
        zone: wanted.zone.clone(),
        width: FILE_WIDTH,
        painter: Painter { colour: false },
        glyphs: Glyphs::new(false),
        quiet: false,
    })
}
