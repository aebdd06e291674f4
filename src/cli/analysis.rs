//! What every command does first: read, judge, plan.

use std::ops::ControlFlow;

use super::Exit;
use super::args::{Format, Shared};
use super::output::{columns, painter};
use crate::attribution::{Status, Verdicts, replay};
use crate::diagnosis::{Diagnosis, diagnose};
use crate::evidence::walk::Input;
use crate::facts::{Gathered, Given, Window, gather};
use crate::remedy::plan;
use crate::report::text::{TextInput, text};
use crate::report::{Incident, json};
use crate::terminal::{Glyphs, Painter};

/// Reads what was given.
pub(super) fn read(inputs: &[Input], shared: &Shared, now: Option<jiff::Timestamp>) -> Gathered {
    let given = Given {
        mail_from: shared.mail_from.clone(),
        egress_ip: shared.egress_ip,
        window: Window {
            since: shared.since.map(|t| t.as_millisecond()),
            until: shared.until.map(|t| t.as_millisecond()),
        },
    };
    let now = shared.now.or(now).unwrap_or_else(jiff::Timestamp::now);
    gather(inputs, given, now.as_second(), &mut |_| {
        ControlFlow::Continue(())
    })
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

/// The report in the format asked for; into a file without colours and at a fixed width.
pub(super) fn report(
    incident: &Incident,
    format: Format,
    shared: &Shared,
    to_file: bool,
) -> String {
    match format {
        Format::Json => json::v1::json(incident, shared.lang),
        Format::Text => text(&TextInput {
            lang: shared.lang,
            diagnosis: incident.diagnosis,
            verdicts: incident.verdicts,
            facts: incident.facts,
            plan: incident.plan,
            sources: incident.sources,
            zone: jiff::tz::TimeZone::system(),
            width: if to_file { FILE_WIDTH } else { columns() },
            painter: match to_file {
                true => Painter { colour: false },
                false => painter(shared),
            },
            glyphs: Glyphs::new(shared.ascii),
            quiet: shared.quiet,
        }),
    }
}

/// Columns of a text report that goes into a file.
const FILE_WIDTH: usize = 100;
