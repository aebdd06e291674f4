//! The pages in words, one file a step. Each writes what the model holds and changes
//! nothing. Rows have the numbers by which they are chosen.

mod cause;
mod certificates;
mod compare;
mod evidence;
mod fix;
mod kept;
mod notice;
mod on_top;
mod search;
mod sessions;
mod symptom;
mod verify;
mod watching;
mod what_if;

use super::offers::{on_page, page_of, rows, spot};
use super::page::Page;
use crate::attribution::Status;
use crate::evidence::Location;
use crate::i18n::linear::{Lead, lead, lead_name, rows_of, step_of};
use crate::i18n::wizard::{Word, step_name, word};
use crate::i18n::words::dated;
use crate::i18n::{Seen, summary};
use crate::terminal::Role;
use crate::wizard::{Analysis, Course, Model, Overlay, Spot};

pub(super) use fix::ticked_so_far;
pub(super) use notice::notice;
pub(super) use on_top::on_top;
pub(super) use sessions::values;
pub(super) use watching::{watched_since, watching};

/// The step where the model is: its name, what to do, and what there is.
pub(super) fn step(page: &mut Page, model: &Model) {
    let lang = model.lang;
    let number = model.step.number();
    page.blank();
    page.say(Role::Title, &step_of(lang, number, step_name(lang, number)));
    let here = spot(model);
    page.say(Role::Plain, lead(lang, lead_at(model, here)));
    match (here, model.analysis.as_deref()) {
        (Spot::Evidence, _) => evidence::write(page, model),
        (Spot::Verify, _) => verify::write(page, model),
        (Spot::Compare | Spot::Cause | Spot::Options | Spot::Checklist, None) => {
            page.say(Role::Warning, word(lang, Word::NoAnalysis));
        }
        (Spot::Compare, Some(analysis)) => compare::write(page, model, analysis),
        (Spot::Cause, Some(analysis)) => cause::write(page, model, analysis),
        (Spot::Options | Spot::Checklist, Some(analysis)) => fix::write(page, model, analysis),
        _ => symptom::write(page, model),
    }
}

/// A view beside the steps: its name, what to do, and what there is.
pub(super) fn view(page: &mut Page, model: &Model, view: &Overlay) {
    let lang = model.lang;
    let here = lead_of(spot(model));
    page.blank();
    page.say(Role::Title, lead_name(lang, here));
    page.say(Role::Plain, lead(lang, here));
    match view {
        Overlay::Sessions(view) => sessions::write(page, model, view),
        Overlay::Transcript(view) => sessions::transcript(page, model, view),
        Overlay::Certificates(view) => certificates::write(page, model, view),
        Overlay::Certificate(view) => certificates::whole(page, model, view),
        Overlay::WhatIf(view) => what_if::write(page, model, view),
        Overlay::Search(view) => search::write(page, model, view),
        Overlay::Settings(_) => kept::settings(page, model),
        Overlay::Cases(cases) => kept::cases(page, model, cases),
        _ => {}
    }
}

/// What to do in a step: where no cause asks for a change, none is led to.
fn lead_at(model: &Model, here: Spot) -> Lead {
    let course = model.analysis.as_deref().map(Course::of);
    match (here, course) {
        (Spot::Cause | Spot::Options, Some(Course::Nothing)) => Lead::NothingToChange,
        (Spot::Cause | Spot::Options, Some(Course::Gather)) => Lead::Missing,
        (Spot::Cause | Spot::Options, Some(Course::NewerLog)) => Lead::NewerLog,
        (Spot::Evidence | Spot::Cause | Spot::Options, Some(Course::OtherFault)) => {
            Lead::OtherFault
        }
        _ => lead_of(here),
    }
}

/// What to do where one is.
pub(super) fn lead_of(here: Spot) -> Lead {
    match here {
        Spot::Sessions => Lead::Sessions,
        Spot::SessionFilter => Lead::SessionFilter,
        Spot::Transcript => Lead::Transcript,
        Spot::Certificates => Lead::Certificates,
        Spot::Certificate => Lead::Certificate,
        Spot::WhatIf => Lead::WhatIf,
        Spot::Search => Lead::Search,
        Spot::Settings => Lead::Settings,
        Spot::Cases => Lead::Cases,
        Spot::Evidence => Lead::Evidence,
        Spot::Compare => Lead::Compare,
        Spot::Cause => Lead::Cause,
        Spot::Options => Lead::Options,
        Spot::Checklist => Lead::Checklist,
        Spot::Verify => Lead::Verify,
        _ => Lead::Symptom,
    }
}

/// A row whole, index from 0.
pub(super) fn row(page: &mut Page, model: &Model, row: usize) {
    match &model.overlay {
        Some(Overlay::Sessions(view)) => return sessions::changed(page, model, view, row),
        Some(Overlay::WhatIf(view)) => return what_if::changed(page, model, view, row),
        Some(Overlay::Settings(_)) => return kept::setting(page, model, row),
        Some(Overlay::Cases(cases)) => return kept::case(page, model, cases, row),
        _ => {}
    }
    match (spot(model), model.analysis.as_deref()) {
        (Spot::Evidence, _) => evidence::row(page, model, row),
        (Spot::Verify, _) => verify::row(page, model, row),
        (Spot::Compare, Some(analysis)) => compare::row(page, model, analysis, row),
        (Spot::Cause, Some(analysis)) => cause::row(page, model, analysis, row),
        (Spot::Options | Spot::Checklist, Some(analysis)) => {
            fix::row(page, model, analysis, row);
        }
        _ => {}
    }
}

/// Which rows follow, where these are not all.
fn pages(page: &mut Page, model: &Model) {
    let (here, all) = (on_page(model), rows(model));
    if all > page_of(spot(model)) {
        let text = rows_of(model.lang, here.start + 1, here.end, all);
        page.say(Role::Muted, &text);
    }
}

/// `path:line` of a place in the evidence.
fn at(model: &Model, location: &Location) -> String {
    let sources = model
        .analysis
        .as_ref()
        .map_or(&[][..], |a| &a.gathered.sources);
    let line = location.line;
    match sources.get(location.source.0 as usize) {
        Some(source) => dated(model.lang, &format!("{}:{line}", source.path), source),
        None => format!("?:{line}"),
    }
}

/// Where a line stands, and the line.
fn proof(page: &mut Page, model: &Model, place: &Location) {
    page.below(Role::Muted, &at(model, place));
    page.code("     ", place.excerpt.trim());
}

/// What is expected of relay, in one or two sentences.
fn verdict(page: &mut Page, model: &Model, analysis: &Analysis) {
    let diagnosis = &analysis.diagnosis;
    let seen = Seen::of(&analysis.gathered.facts);
    let role = match diagnosis.relay {
        Status::Broken => Role::Danger,
        Status::Met if !seen.still_refused => Role::Ok,
        Status::Met | Status::Unknown => Role::Warning,
    };
    let text = summary(model.lang, diagnosis.relay, &diagnosis.findings, seen);
    page.say(role, &text);
}

/// `3. text`, further lines below the text.
fn numbered(page: &mut Page, nth: usize, role: Role, text: &str) {
    page.hang(&format!("{}. ", nth + 1), role, text);
}
