//! What can be typed where, beside numbers: the same actions that the other face has
//! keys for, under a word. Moving and typing need none, copying is printing
//! (`show`), and a folder is given by its path. A test compares the two tables.

use crate::i18n::wizard::KeyLabel as L;
use crate::wizard::Spot::{self, *};
use crate::wizard::{Action, Model};

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

/// The steps.
const STEPS: &[Spot] = &[
    Symptom, Evidence, Compare, Cause, Options, Checklist, Verify,
];

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
    row(&[Evidence, Verify], "remove", L::Remove, || Action::Remove),
    here(&[Compare], "differences", L::Differences, || Action::Differences),
    here(&[Compare, Cause], "table", L::Table, || Action::Table),
    here(&[Symptom, Cause, Options, Checklist, Verify], "resend", L::Resend, || Action::Resend),
    here(&[Evidence, Compare, Cause, Options, Checklist, Verify], "reload", L::Reload, || Action::Reload),
    here(&[Evidence, Compare, Cause, Options, Checklist, Verify], "back", L::Close, || Action::Close),
    here(STEPS, "language", L::Language, || Action::Language),
    here(STEPS, "help", L::Help, || Action::Help),
    here(STEPS, "quit", L::Quit, || Action::Quit),
];

/// Where the model is, whatever pane of a step has the focus: lines are typed at the
/// prompt, and loading is waited for.
pub(super) fn spot(model: &Model) -> Spot {
    use crate::wizard::StepId as S;
    match model.step {
        S::Symptom => Symptom,
        S::Evidence => Evidence,
        S::Compare => Compare,
        S::Cause => Cause,
        S::Fix if model.chosen_option().is_some() => Checklist,
        S::Fix => Options,
        S::Verify => Verify,
    }
}

/// What is offered where the model is, and of use there: what is about a row needs
/// one, and whose a file is can be said where a file asks.
pub(super) fn offered(model: &Model) -> impl Iterator<Item = &'static Offer> {
    let (here, has_rows) = (spot(model), rows(model) > 0);
    let sources = model
        .analysis
        .as_ref()
        .map_or(0, |a| a.gathered.sources.len());
    let asks = here == Evidence && (0..sources).any(|s| model.asks_whose(s).is_some());
    let of_use = move |o: &&Offer| match o.label {
        L::Whose => asks,
        _ => has_rows || !o.of_row,
    };
    let at = OFFERS.iter().filter(move |o| o.places.contains(&here));
    at.filter(of_use)
}

/// How many rows have a number.
pub(super) fn rows(model: &Model) -> usize {
    match spot(model) {
        Evidence => model.evidence_rows().len(),
        Compare => model.compare_rows().len(),
        Cause => model
            .analysis
            .as_ref()
            .map_or(0, |a| a.diagnosis.findings.len()),
        Options => model.analysis.as_ref().map_or(0, |a| a.plan.options.len()),
        Checklist => model.chosen_option().map_or(0, |o| o.steps.len()),
        Verify => model.verify_rows().len(),
        _ => 0,
    }
}

/// The row that actions are about.
pub(super) fn row_of(model: &Model) -> usize {
    match spot(model) {
        Evidence => model.evidence.selection.row,
        Compare => model.compare.0.row,
        Cause => model.cause.row,
        Options => model.fix.selection.row,
        Checklist => model.fix.step.row,
        Verify => model.verify.selection.row,
        _ => 0,
    }
}

/// Whether a path or a text is evidence here.
pub(super) fn takes_evidence(spot: Spot) -> bool {
    matches!(spot, Symptom | Evidence | Verify)
}
