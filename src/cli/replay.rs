//! What `simulate` and `rehearse` share: judge before and after, write both.

use super::analysis::exit_of;
use super::args::{Format, Shared};
use super::output::{columns, painter};
use super::{Exit, output};
use crate::attribution::{Change, Status, Verdicts, WhatIf, differences, replay};
use crate::diagnosis::diagnose;
use crate::evidence::Source;
use crate::facts::Facts;
use crate::remedy::{Caution, Plan, Step, plan};
use crate::report::text::{Replayed, TextInput, what_if};
use crate::report::{Incident, json};
use crate::terminal::Glyphs;

/// What is replayed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Replay<'a> {
    /// The evidence as it is.
    pub(super) before: &'a Facts,
    /// The evidence that is changed: the same, or with a new certificate.
    pub(super) base: &'a Facts,
    /// The files.
    pub(super) sources: &'a [Source],
    /// The changes.
    pub(super) changes: &'a [Change],
}

/// What belongs to the changes: cautions, steps, and what is predicted after those.
#[derive(Debug, Clone)]
pub(super) struct Advice {
    pub(super) cautions: Vec<Caution>,
    pub(super) steps: Vec<Step>,
    /// `None`: what the replay itself says.
    pub(super) predicted: Option<Status>,
}

/// Replays, writes, and gives the exit code of the state after.
pub(super) fn run(
    replayed: Replay,
    format: Format,
    shared: &Shared,
    advice: impl FnOnce(&Verdicts, &Verdicts) -> Advice,
) -> Exit {
    let Replay {
        before,
        base,
        sources,
        changes,
    } = replayed;
    let was = replay(before);
    let was_found = diagnose(before, &was);
    let was_planned = plan(before, &was, &was_found);
    let changed = WhatIf::new(base, changes);
    let is = changed.replay();
    let is_found = diagnose(changed.facts(), &is);
    let is_planned = Plan {
        options: Vec::new(),
    };
    let advice = advice(&was, &is);
    let before = Incident {
        facts: before,
        verdicts: &was,
        diagnosis: &was_found,
        plan: &was_planned,
        sources,
    };
    let after = Incident {
        facts: changed.facts(),
        verdicts: &is,
        diagnosis: &is_found,
        plan: &is_planned,
        sources,
    };
    let differences = differences(base, changes);
    let predicted = advice.predicted.unwrap_or(is_found.relay);
    let text = match format {
        Format::Json => json::v1::what_if(
            &before,
            &after,
            json::v1::Changed {
                differences: &differences,
                cautions: &advice.cautions,
                steps: &advice.steps,
                predicted,
            },
            shared.lang,
        ),
        Format::Text | Format::Markdown | Format::Html => what_if(&Replayed {
            before: input(&before, shared),
            after: input(&after, shared),
            differences: &differences,
            cautions: &advice.cautions,
            steps: &advice.steps,
            predicted,
        }),
    };
    match output::print(&text) {
        Exit::Fine => exit_of(&is_found),
        not_written => not_written,
    }
}

fn input<'a>(incident: &Incident<'a>, shared: &Shared) -> TextInput<'a> {
    TextInput {
        lang: shared.lang,
        diagnosis: incident.diagnosis,
        verdicts: incident.verdicts,
        facts: incident.facts,
        plan: incident.plan,
        sources: incident.sources,
        zone: jiff::tz::TimeZone::system(),
        width: columns(),
        painter: painter(shared),
        glyphs: Glyphs::new(shared.ascii),
        quiet: shared.quiet,
    }
}
