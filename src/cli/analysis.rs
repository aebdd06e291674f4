//! What every command does first: read, judge, plan.

use std::io::{self, Read as _};
use std::ops::ControlFlow;

use super::args::{Format, Shared};
use super::diagnose::nothing_opened;
use super::output::{columns, painter};
use super::passwords::Passwords;
use super::{Exit, given_words, output};
use crate::attribution::{Status, Verdicts, replay};
use crate::diagnosis::{Diagnosis, diagnose};
use crate::evidence::Rewrite;
use crate::evidence::formats::send_log::SessionSink;
use crate::evidence::loader::{MAX_STDIN, digests};
use crate::evidence::walk::Input;
use crate::evidence::{NoteKind, Source};
use crate::facts::{Gathered, Given, Hooks, Window, gather_with};
use crate::redact::Redactor;
use crate::remedy::plan;
use crate::report::text::{TextInput, text};
use crate::report::{Digests, Incident, html, json, markdown};
use crate::terminal::{Glyphs, Painter, sanitise};

/// Reads what was given.
pub(super) fn read(inputs: &[Input], shared: &Shared, now: Option<jiff::Timestamp>) -> Gathered {
    let now = shared.now.or(now).unwrap_or_else(jiff::Timestamp::now);
    gathered(inputs, shared, now, None)
}

/// The same; `also` takes every session.
pub(super) fn read_with(inputs: &[Input], shared: &Shared, also: &mut dyn SessionSink) -> Gathered {
    let now = shared.now.unwrap_or_else(jiff::Timestamp::now);
    gathered(inputs, shared, now, Some(also))
}

/// Reads what was given, and gives what replaces names where they are replaced; `also`
/// is evidence whose names are replaced too.
pub(super) fn read_redacted(
    inputs: &[Input],
    also: &[Input],
    shared: &Shared,
) -> (Gathered, Option<Redactor>) {
    let now = shared.now.unwrap_or_else(jiff::Timestamp::now);
    if !shared.redact {
        return (once(inputs, shared, now, None, None), None);
    }
    let inputs = held(inputs);
    let redactor = redactor(&[&inputs[..], also].concat(), shared, now);
    let gathered = once(&inputs, shared, now, None, Some(&redactor));
    (gathered, Some(redactor))
}

fn gathered(
    inputs: &[Input],
    shared: &Shared,
    now: jiff::Timestamp,
    sessions: Option<&mut dyn SessionSink>,
) -> Gathered {
    if !shared.redact {
        return once(inputs, shared, now, sessions, None);
    }
    let inputs = held(inputs);
    let redactor = redactor(&inputs, shared, now);
    once(&inputs, shared, now, sessions, Some(&redactor))
}

/// Standard input can be read once only, and redaction reads several times.
pub(super) fn held(inputs: &[Input]) -> Vec<Input> {
    let hold = |input: &Input| match input {
        Input::Stdin => {
            let mut content = Vec::new();
            // What cannot be read on counts as its end.
            let _ = io::stdin().lock().take(MAX_STDIN).read_to_end(&mut content);
            Input::Memory {
                path: "-".to_owned(),
                content: content.into(),
            }
        }
        other => other.clone(),
    };
    inputs.iter().map(hold).collect()
}

/// Knows what is to be replaced in this evidence: it is read twice for that, first
/// for its names, then for the thumbprints that rewritten certificates get.
pub(super) fn redactor(inputs: &[Input], shared: &Shared, now: jiff::Timestamp) -> Redactor {
    let original = once(inputs, shared, now, None, None);
    let redactor = Redactor::of(&original.facts);
    once(inputs, shared, now, None, Some(&redactor));
    redactor
}

pub(super) fn once(
    inputs: &[Input],
    shared: &Shared,
    now: jiff::Timestamp,
    sessions: Option<&mut dyn SessionSink>,
    redactor: Option<&Redactor>,
) -> Gathered {
    let hooks = Hooks {
        progress: &mut |_| ControlFlow::Continue(()),
        sessions,
        keys: &mut Passwords::of(shared),
        rewrite: redactor.map(|r| r as &dyn Rewrite),
    };
    let mut given = given(shared);
    if let Some(redactor) = redactor {
        given.egress_ip = given.egress_ip.map(|ip| redactor.address(ip));
        given.mail_from = given.mail_from.map(|from| redactor.sender(from));
    }
    gather_with(inputs, given, now.as_second(), hooks)
}

/// Says what keeps evidence that was read from being judged: nothing could be opened,
/// or `--side` or `--without` names a path at which there is no file.
///
/// # Errors
/// The exit code for it.
pub(super) fn usable(gathered: &Gathered, inputs: &[Input], shared: &Shared) -> Result<(), Exit> {
    if gathered.opened == 0 {
        return Err(nothing_opened(inputs, shared));
    }
    let asks = |s: &&Source| s.notes.iter().any(|n| n.kind == NoteKind::SideUnknown);
    let asked = gathered.sources.iter().filter(asks);
    let asked: Vec<String> = asked.map(|s| sanitise(&s.path).into_owned()).collect();
    for given in &gathered.sides_unmatched {
        let path = sanitise(&given.path);
        output::complain(&given_words::side_unmatched(shared.lang, &path, &asked));
    }
    for path in &gathered.without_unmatched {
        let path = sanitise(&path.to_string_lossy()).into_owned();
        output::complain(&given_words::without_unmatched(shared.lang, &path));
    }
    match gathered.sides_unmatched.is_empty() && gathered.without_unmatched.is_empty() {
        true => Ok(()),
        false => Err(Exit::Usage),
    }
}

/// What was said on the command line.
fn given(shared: &Shared) -> Given {
    Given {
        mail_from: shared.mail_from.clone(),
        egress_ip: shared.egress_ip,
        window: window(shared),
        sides: shared.sides.clone(),
        threads: shared.threads,
        ..Given::default()
    }
}

/// `--since` and `--until`.
pub(super) fn window(shared: &Shared) -> Window {
    Window {
        since: shared.since.map(|t| t.as_millisecond()),
        until: shared.until.map(|t| t.as_millisecond()),
    }
}

/// Judges it and hands the whole to `with`.
pub(super) fn judge<T>(gathered: &Gathered, with: impl FnOnce(&Incident) -> T) -> T {
    let verdicts: Verdicts = replay(&gathered.facts);
    let diagnosis = diagnose(&gathered.facts, &verdicts);
    let plan = plan(&gathered.facts, &verdicts, &diagnosis);
    with(&Incident {
        facts: &gathered.facts,
        verdicts: &verdicts,
        diagnosis: &diagnosis,
        plan: &plan,
        sources: &gathered.sources,
    })
}

/// The exit code of a diagnosis (contract.md): 1 if there is a root cause; else 0
/// if relay is expected to be accepted; else 3.
pub(super) fn exit_of(diagnosis: &Diagnosis) -> Exit {
    match diagnosis.root_causes().next() {
        Some(_) => Exit::RootCause,
        None if diagnosis.relay == Status::Met => Exit::Fine,
        None => Exit::Undecided,
    }
}

/// How a report is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'i> {
    /// `--format`
    pub(super) format: Format,
    /// Into a file: without colours and at a fixed width.
    pub(super) to_file: bool,
    /// What was given, for the digests in reports that are kept.
    pub(super) inputs: &'i [Input],
}

/// The report in the format asked for.
pub(super) fn report(incident: &Incident, wanted: Wanted, shared: &Shared) -> String {
    let mut input = kept_report(incident, shared);
    if !wanted.to_file {
        input.width = columns();
        input.painter = painter(shared);
    }
    // What is redacted is held against no file.
    let digests = || match shared.redact {
        true => Digests::default(),
        false => Digests::new(digests(wanted.inputs)),
    };
    match wanted.format {
        Format::Json => json::v1::json(incident, shared.lang),
        Format::Text => text(&input),
        Format::Markdown => markdown(&input, &digests()),
        Format::Html => html(&input, &digests()),
    }
}

/// What a report that goes into a file is made from.
pub(super) fn kept_report<'a>(incident: &Incident<'a>, shared: &Shared) -> TextInput<'a> {
    TextInput {
        lang: shared.lang,
        diagnosis: incident.diagnosis,
        verdicts: incident.verdicts,
        facts: incident.facts,
        plan: incident.plan,
        sources: incident.sources,
        zone: jiff::tz::TimeZone::system(),
        width: FILE_WIDTH,
        painter: Painter { colour: false },
        glyphs: Glyphs::new(shared.ascii),
        quiet: shared.quiet,
    }
}

/// Columns of a text report that goes into a file.
const FILE_WIDTH: usize = 100;
