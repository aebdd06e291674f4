//! What can be typed where, beside numbers: the same actions that the other face has
//! keys for, under a word. Moving within a page and typing need none, copying is printing
//! (`show`), and a folder is given by its path. A test compares the two tables.

use std::ops::Range;

use crate::config::Setting;
use crate::facts::sessions::FilterField;
use crate::i18n::wizard::KeyLabel as L;
use crate::remedy::PlanOption;
use crate::wizard::Spot::{self, *};
use crate::wizard::{Action, Model, Overlay};

/// A word, and what it asks for.
#[derive(Debug, Clone, Copy)]
pub struct Offer {
    /// Where.
    pub places: &'static [Spot],
    /// The word that is typed; the same in every language.
    pub word: &'static str,
    /// What it does.
    pub label: L,
    /// What is asked for.
    pub action: fn() -> Action,
    /// It is about one row: a number may follow.
    pub of_row: bool,
}

const fn here(
    places: &'static [Spot],
    word: &'static str,
    label: L,
    action: fn() -> Action,
) -> Offer {
    Offer {
        places,
        word,
        label,
        action,
        of_row: false,
    }
}

const fn row(
    places: &'static [Spot],
    word: &'static str,
    label: L,
    action: fn() -> Action,
) -> Offer {
    Offer {
        of_row: true,
        ..here(places, word, label, action)
    }
}

/// The steps, then the views beside them.
const PLACES: &[Spot] = &[
    Symptom,
    Evidence,
    Compare,
    Cause,
    Options,
    Checklist,
    Verify,
    Sessions,
    SessionFilter,
    Transcript,
    Certificates,
    Certificate,
    WhatIf,
    Search,
    Settings,
    Cases,
];
/// The steps; the fifth has two places.
const STEPS: &[Spot] = PLACES.split_at(7).0;
/// The views beside the steps: each is a place with a prompt, until it is left.
pub const VIEWS: &[Spot] = PLACES.split_at(STEPS.len()).1;
/// Where there is something to go back to: all but the first step.
const BACK: &[Spot] = PLACES.split_at(1).1;
/// Views whose rows may be more than a page.
const LISTS: &[Spot] = &[Sessions, Transcript, Certificates, WhatIf, Search, Cases];
/// Steps that have something to look at.
const LOOKS: &[Spot] = &[Evidence, Compare, Cause, Options, Checklist, Verify];

/// All of them, in the order in which they are listed.
#[rustfmt::skip] // A table is read by its columns.
pub const OFFERS: &[Offer] = &[
    here(&[Symptom, Evidence, Compare, Cause, Checklist], "next", L::NextStep, || Action::Next),
    row(&[Options], "choose", L::Choose, || Action::Choose),
    row(&[Checklist], "done", L::Tick, || Action::Tick),
    row(&[Cause], "explain", L::OpenPage, || Action::Open),
    row(&[Cause], "proof", L::Proof, || Action::Proof),
    row(&[Evidence, Compare], "source", L::OpenSource, || Action::Open),
    row(&[Evidence, Compare, Cause, Checklist], "show", L::ShowPlain, || Action::ShowPlain),
    here(&[Checklist], "save", L::Save, || Action::Save),
    row(&[Checklist], "note", L::Note, || Action::Note),
    here(&[Checklist], "initials", L::Initials, || Action::Initials),
    here(&[Evidence], "collect", L::Collect, || Action::Collect),
    row(&[Evidence], "whose", L::Whose, || Action::Whose),
    row(&[Verify], "server", L::WhoseLog, || Action::Whose),
    row(&[Evidence], "remove", L::LeaveOut, || Action::Remove),
    row(&[Verify], "open", L::OpenRow, || Action::Open),
    here(&[Verify], "watch", L::Watch, || Action::Watch),
    row(&[Verify], "remove", L::Remove, || Action::Remove),
    here(&[Compare], "differences", L::Differences, || Action::Differences),
    here(&[Compare, Cause], "table", L::Table, || Action::Table),
    here(&[Symptom, Cause, Options, Checklist, Verify], "resend", L::Resend, || Action::Resend),
    row(&[Cause], "sessions", L::Sessions, || Action::Sessions),
    here(&[Evidence, Compare, Options, Checklist, Verify], "sessions", L::Sessions, || Action::Sessions),
    here(LOOKS, "certificates", L::Certificates, || Action::Certificates),
    here(&[Compare, Cause, Options, Checklist], "whatif", L::WhatIf, || Action::WhatIf),
    here(LOOKS, "search", L::Search, || Action::Search),
    here(LOOKS, "reload", L::Reload, || Action::Reload),
    // The views.
    row(&[Sessions], "open", L::OpenSession, || Action::Open),
    here(&[Sessions], "filter", L::Filter, || Action::Filter),
    here(&[Sessions], "words", L::FilterWords, || Action::Search),
    here(&[Sessions], "outcome", L::NextOutcome, || Action::NextOutcome),
    row(&[SessionFilter, WhatIf], "change", L::Change, || Action::Open),
    row(&[SessionFilter, WhatIf], "other", L::OtherValue, || Action::CursorRight),
    here(&[Sessions, SessionFilter], "all", L::ClearFilter, || Action::Remove),
    row(&[Transcript], "source", L::OpenSource, || Action::Open),
    row(&[Sessions], "proof", L::Proof, || Action::Proof),
    here(&[Transcript], "show", L::ShowPlain, || Action::ShowPlain),
    row(&[Certificates], "open", L::Details, || Action::Open),
    row(&[Certificates], "sessions", L::Sessions, || Action::Sessions),
    here(&[Certificate], "sessions", L::Sessions, || Action::Sessions),
    here(&[Certificate], "source", L::OpenSource, || Action::Open),
    row(&[WhatIf], "undo", L::TakeBack, || Action::Remove),
    here(&[WhatIf], "show", L::ShowPlain, || Action::ShowPlain),
    row(&[Search], "open", L::GoThere, || Action::Open),
    here(&[Search], "search", L::SearchAgain, || Action::Search),
    row(&[Settings], "change", L::NextValue, || Action::Open),
    row(&[Settings], "undo", L::PreviousValue, || Action::Back),
    row(&[Cases], "resume", L::Resume, || Action::Open),
    row(&[Cases], "rename", L::Rename, || Action::Rename),
    row(&[Cases], "delete", L::DeleteCase, || Action::Remove),
    here(LISTS, "more", L::MovePage, || Action::PageDown),
    here(LISTS, "previous", L::MovePage, || Action::PageUp),
    here(LISTS, "first", L::MoveEnds, || Action::First),
    here(LISTS, "last", L::MoveEnds, || Action::Last),
    // Everywhere.
    here(BACK, "back", L::Close, || Action::Close),
    here(STEPS, "settings", L::Settings, || Action::Settings),
    here(STEPS, "cases", L::Cases, || Action::Cases),
    here(PLACES, "language", L::Language, || Action::Language),
    here(PLACES, "help", L::Help, || Action::Help),
    here(PLACES, "quit", L::Quit, || Action::Quit),
];

/// Rows of a page.
pub(super) fn page_of(spot: Spot) -> usize {
    match spot {
        // Most sessions are seen whole.
        Transcript => 40,
        _ => 20,
    }
}

/// Where the model is, whatever pane of a step has the focus: lines are typed at the
/// prompt, and loading is waited for. What is only read is left as soon as it is written.
pub(super) fn spot(model: &Model) -> Spot {
    use crate::wizard::StepId as S;
    let view = model.overlay.as_ref().map(Spot::on_top);
    match (view.filter(|v| VIEWS.contains(v)), model.step) {
        (Some(view), _) => view,
        (None, S::Symptom) => Symptom,
        (None, S::Evidence) => Evidence,
        (None, S::Compare) => Compare,
        (None, S::Cause) => Cause,
        (None, S::Fix) if model.chosen_option().is_some() => Checklist,
        (None, S::Fix) => Options,
        (None, S::Verify) => Verify,
    }
}

/// What is offered where the model is, and of use there: what is about a row needs
/// one, whose a file is can be said where a file asks, and pages are turned where there
/// are several.
pub(super) fn offered(model: &Model) -> impl Iterator<Item = &'static Offer> {
    let (here, count) = (spot(model), rows(model));
    let sources = model
        .analysis
        .as_ref()
        .map_or(0, |a| a.gathered.sources.len());
    let asks = here == Evidence && (0..sources).any(|s| model.asks_whose(s).is_some());
    let newer = model.verify.given.len();
    let asks_server = here == Verify && (0..newer).any(|n| model.can_say_whose_log(n));
    let options = model.analysis.iter().flat_map(|a| &a.plan.options);
    let can_choose = options.into_iter().any(PlanOption::can_be_taken);
    let of_use = move |o: &&Offer| match o.label {
        L::Whose => asks,
        L::WhoseLog => asks_server,
        L::Choose => can_choose,
        L::MovePage | L::MoveEnds => count > page_of(here),
        _ => count > 0 || !o.of_row,
    };
    let at = OFFERS.iter().filter(move |o| o.places.contains(&here));
    at.filter(of_use)
}

/// Whether what is offered has numbers too, those behind the rows: not below a list of
/// which a page is written.
pub(super) fn offers_have_numbers(model: &Model) -> bool {
    let here = spot(model);
    !LISTS.contains(&here) || rows(model) <= page_of(here)
}

/// How many rows have a number, and which of them actions are about.
fn list(model: &Model) -> (usize, usize) {
    let analysis = model.analysis.as_deref();
    match spot(model) {
        Evidence => (model.evidence_rows().len(), model.evidence.selection.row),
        Compare => (model.compare_rows().len(), model.compare.0.row),
        Cause => (
            analysis.map_or(0, |a| a.diagnosis.findings.len()),
            model.cause.row,
        ),
        Options => (
            analysis.map_or(0, |a| a.plan.options.len()),
            model.fix.selection.row,
        ),
        Checklist => (
            model.chosen_option().map_or(0, |o| o.steps.len()),
            model.fix.step.row,
        ),
        Verify => (model.verify_rows().len(), model.verify.selection.row),
        _ => model.overlay.as_ref().map_or((0, 0), list_of_view),
    }
}

fn list_of_view(overlay: &Overlay) -> (usize, usize) {
    match overlay {
        Overlay::Sessions(view) => match &view.form {
            Some(form) => (FilterField::ALL.len(), form.row),
            None => (view.shown.len(), view.row),
        },
        Overlay::Transcript(view) => (view.turns().len(), view.row),
        Overlay::Certificates(view) => (view.thumbprints.len(), view.row),
        Overlay::WhatIf(view) => (view.targets.len(), view.row),
        Overlay::Search(view) => (view.hits.len(), view.row),
        Overlay::Settings(selection) => (Setting::ALL.len(), selection.row),
        Overlay::Cases(cases) => {
            let count = cases.listed.as_ref().map_or(0, Vec::len);
            (count, cases.selection.row)
        }
        _ => (0, 0),
    }
}

/// How many rows have a number.
pub(super) fn rows(model: &Model) -> usize {
    list(model).0
}

/// The row that actions are about.
pub(super) fn row_of(model: &Model) -> usize {
    list(model).1
}

/// The rows of a long list that are written: the page on which the selected one is.
pub(super) fn on_page(model: &Model) -> Range<usize> {
    let (count, row) = list(model);
    let page = page_of(spot(model));
    let first = row / page * page;
    first..count.min(first + page)
}

/// What its number does with a row: opens or changes it, where it does not only tell of it.
pub(super) fn number_opens(spot: Spot) -> bool {
    VIEWS.contains(&spot) && spot != Cases
}

/// Where a row is told anew after it was changed.
pub(super) fn rows_are_changed(spot: Spot) -> bool {
    matches!(spot, SessionFilter | WhatIf | Settings)
}

/// Whether a path or a text is evidence here.
pub(super) fn takes_evidence(spot: Spot) -> bool {
    matches!(spot, Symptom | Evidence | Verify)
}
