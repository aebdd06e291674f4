//! The next action of whoever does not know what to do, with its key.

use std::cmp::Ordering;

use super::ink::Ink;
use super::place::Place;
use crate::attribution::Status;
use crate::i18n::wizard::Hint;
use crate::wizard::{
    Action, Analysis, Course, EvidenceRow, Model, Outcome, Overlay, StepId, other_fault,
};

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Next {
    place: Place,
    action: Option<Action>,
    pub(super) hint: Hint,
}

impl Next {
    /// The key of it, as it is shown.
    pub(super) fn key(&self, ink: Ink) -> Option<String> {
        let keys = &ink.theme.keys;
        let key = keys.key_of(self.place, self.action.as_ref()?)?;
        Some(key.name(ink.lang, ink.theme.ascii()))
    }
}

/// What to do next where the model is.
pub(super) fn next(model: &Model) -> Next {
    let place = Place::of(model);
    let (action, hint) = advice(model, place);
    Next {
        place,
        action,
        hint,
    }
}

type Advice = (Option<Action>, Hint);

fn advice(model: &Model, place: Place) -> Advice {
    match place {
        Place::Symptom | Place::SymptomLine => symptom(model, place),
        Place::Evidence => evidence(model),
        Place::EvidenceLine => evidence_line(model),
        Place::Loading => (Some(Action::Cancel), Hint::WaitForLoading),
        Place::Compare => after_evidence(model, Hint::ToCause),
        Place::Cause => cause(model),
        Place::Options => options(model),
        Place::Checklist => checklist(model),
        Place::Verify | Place::VerifyLine => verify(model, place),
        Place::Help
        | Place::Source
        | Place::Page
        | Place::Table
        | Place::Refused
        | Place::Plain => (Some(Action::Close), Hint::Back),
        Place::Sessions => sessions(model),
        Place::SessionFilter => (Some(Action::Open), Hint::ChangeFilter),
        Place::SessionLine => (Some(Action::Submit), Hint::TypeFilter),
        Place::Transcript => transcript(model),
        Place::Certificates => certificates(model),
        Place::Certificate => (Some(Action::Sessions), Hint::CertificateSessions),
        Place::WhatIf => (Some(Action::Open), Hint::ChangeValue),
        Place::WhatIfLine => (Some(Action::Submit), Hint::TypeValue),
        Place::Search => hits(model),
        Place::SearchLine => (Some(Action::Submit), Hint::TypeSearch),
        Place::Browser => browser(model),
        Place::Initials => (Some(Action::Submit), Hint::Sign),
        Place::Note => (Some(Action::Submit), Hint::TypeNote),
        Place::SaveTo => (Some(Action::Submit), Hint::WriteHere),
        Place::Password => (Some(Action::Submit), Hint::Unlock),
        Place::Settings => (Some(Action::Open), Hint::ChangeSetting),
        Place::Cases => cases(model),
        Place::CaseName => (Some(Action::Submit), Hint::TypeName),
        Place::AskDelete => (Some(Action::No), Hint::KeepCase),
        Place::AskRemove => (Some(Action::No), Hint::KeepFolder),
        Place::Jump => (Some(Action::Submit), Hint::TypeToJump),
        Place::AskQuit => (Some(Action::No), Hint::Answer),
    }
}

fn cases(model: &Model) -> Advice {
    match &model.overlay {
        Some(Overlay::Cases(cases)) if cases.selected().is_some() => {
            (Some(Action::Open), Hint::ResumeCase)
        }
        _ => (Some(Action::Close), Hint::NoCases),
    }
}

fn browser(model: &Model) -> Advice {
    let Some(Overlay::Browser(browser)) = &model.overlay else {
        return (Some(Action::Choose), Hint::PickFolder);
    };
    match () {
        () if !browser.typed.is_empty() => (Some(Action::Open), Hint::GoToTyped),
        () if !browser.marked.is_empty() => (Some(Action::Choose), Hint::TakeMarked),
        () if browser.trouble.is_some() => (Some(Action::Back), Hint::ToParent),
        // Where paths begin is nothing to take.
        () if browser.path.as_os_str().is_empty() => (Some(Action::Open), Hint::LookInto),
        () => (Some(Action::Choose), Hint::PickFolder),
    }
}

fn symptom(model: &Model, place: Place) -> Advice {
    let go_on = match place {
        Place::Symptom => Action::Next,
        _ => Action::Submit,
    };
    let hint = match () {
        () if !model.symptom.line.text.trim().is_empty() && place == Place::SymptomLine => {
            Hint::TakeTyped
        }
        () if model.given.is_empty() => Hint::PasteOrSkip,
        () => Hint::SymptomDone,
    };
    (Some(go_on), hint)
}

fn evidence_line(model: &Model) -> Advice {
    match (
        model.evidence.line.text.trim().is_empty(),
        model.given.is_empty(),
    ) {
        (true, true) if !model.offered.is_empty() => (Some(Action::NextPane), Hint::TypeOrPick),
        (true, true) => (None, Hint::TypePath),
        (true, false) => (Some(Action::Close), Hint::ToList),
        (false, _) => (Some(Action::Submit), Hint::FinishPath),
    }
}

fn evidence(model: &Model) -> Advice {
    if model.stale {
        return (Some(Action::Reload), Hint::ReadAgain);
    }
    let row = model
        .evidence_rows()
        .get(model.evidence.selection.row)
        .copied();
    if let Some(EvidenceRow::Offered(index)) = row {
        let whole = model
            .offered
            .get(index)
            .is_some_and(|o| o.kind.is_evidence());
        let hint = if whole {
            Hint::TakeOffered
        } else {
            Hint::LookInto
        };
        return (Some(Action::Open), hint);
    }
    let Some(analysis) = &model.analysis else {
        return (Some(Action::NextPane), Hint::AddEvidence);
    };
    if Course::of(analysis) == Course::OtherFault {
        return (Some(Action::GoTo(StepId::Cause)), Hint::ToOtherFault);
    }
    let on_need = matches!(row, Some(EvidenceRow::Need(_)));
    match (is_settled(analysis), on_need) {
        (true, _) => (Some(Action::Next), Hint::ToCompare),
        (false, true) => (Some(Action::Copy), Hint::GetMissing),
        (false, false) => (Some(Action::Last), Hint::SeeMissing),
    }
}

/// Nothing more is needed to go on.
fn is_settled(analysis: &Analysis) -> bool {
    let diagnosis = &analysis.diagnosis;
    diagnosis.relay != Status::Unknown
        || diagnosis.needs.is_empty()
        || diagnosis.root_causes().next().is_some()
}

fn after_evidence(model: &Model, hint: Hint) -> Advice {
    match model.analysis {
        Some(_) => (Some(Action::Next), hint),
        None if model.loading.is_some() => {
            (Some(Action::GoTo(StepId::Evidence)), Hint::StillReading)
        }
        None => (Some(Action::GoTo(StepId::Evidence)), Hint::AddEvidence),
    }
}

fn cause(model: &Model) -> Advice {
    let Some(analysis) = &model.analysis else {
        return after_evidence(model, Hint::ToFix);
    };
    match Course::of(analysis) {
        Course::Mend => after_evidence(model, Hint::ToFix),
        Course::OtherFault => to_finding(model, analysis),
        course => without_change(course),
    }
}

/// To the finding of another fault, and its page, which says whom to ask.
fn to_finding(model: &Model, analysis: &Analysis) -> Advice {
    let code = other_fault(analysis).map(|f| f.code);
    let mut findings = analysis.diagnosis.findings.iter();
    let at = findings.position(|f| Some(f.code) == code).unwrap_or(0);
    let action = match model.cause.row.cmp(&at) {
        Ordering::Less => Action::Down,
        Ordering::Equal => Action::Open,
        Ordering::Greater => Action::Up,
    };
    let hint = match action {
        Action::Open => Hint::ReadOtherFault,
        _ => Hint::ToOtherFinding,
    };
    (Some(action), hint)
}

/// Where no cause asks for a change, none is led to.
fn without_change(course: Course) -> Advice {
    let (step, hint) = match course {
        Course::Mend => (StepId::Fix, Hint::ToFix),
        Course::Nothing => (StepId::Verify, Hint::NothingToFix),
        Course::OtherFault => (StepId::Cause, Hint::ToOtherFault),
        Course::Gather => (StepId::Evidence, Hint::ToMissing),
        Course::NewerLog => (StepId::Verify, Hint::ToNewerLog),
    };
    (Some(Action::GoTo(step)), hint)
}

fn options(model: &Model) -> Advice {
    let Some(analysis) = &model.analysis else {
        return after_evidence(model, Hint::ToFix);
    };
    match (
        Course::of(analysis),
        analysis.plan.options.get(model.fix.selection.row),
    ) {
        (Course::Mend, Some(option)) if option.offered => {
            (Some(Action::Choose), Hint::TakeRecommended)
        }
        (course, _) if course != Course::Mend => without_change(course),
        _ => (Some(Action::First), Hint::ChooseOther),
    }
}

fn sessions(model: &Model) -> Advice {
    let Some(Overlay::Sessions(view)) = &model.overlay else {
        return (Some(Action::Close), Hint::Back);
    };
    match () {
        () if !view.shown.is_empty() => (Some(Action::Open), Hint::OpenSession),
        () if view.filter.is_empty() => (Some(Action::Close), Hint::Back),
        () => (Some(Action::Remove), Hint::WidenFilter),
    }
}

fn transcript(model: &Model) -> Advice {
    match &model.overlay {
        Some(Overlay::Transcript(view)) if !view.turns().is_empty() => {
            (Some(Action::Open), Hint::FollowLine)
        }
        _ => (Some(Action::Close), Hint::Back),
    }
}

fn certificates(model: &Model) -> Advice {
    match &model.overlay {
        Some(Overlay::Certificates(view)) if !view.thumbprints.is_empty() => {
            (Some(Action::Open), Hint::OpenCertificate)
        }
        _ => (Some(Action::Close), Hint::Back),
    }
}

fn hits(model: &Model) -> Advice {
    match &model.overlay {
        Some(Overlay::Search(view)) if !view.hits.is_empty() => {
            (Some(Action::Open), Hint::FollowHit)
        }
        Some(Overlay::Search(view)) if view.goes_on() => {
            (Some(Action::Close), Hint::WaitForLoading)
        }
        _ => (Some(Action::Search), Hint::TypeSearch),
    }
}

fn checklist(model: &Model) -> Advice {
    let Some(option) = model.chosen_option() else {
        return after_evidence(model, Hint::ToFix);
    };
    if option.steps.is_empty() {
        return (Some(Action::GoTo(StepId::Evidence)), Hint::ToMissing);
    }
    let ticked = model
        .selected_step()
        .is_some_and(|s| model.tick(option.id, &s.id).is_some());
    let all = option
        .steps
        .iter()
        .all(|s| model.tick(option.id, &s.id).is_some());
    match all {
        true => (Some(Action::Next), Hint::ToVerify),
        false if ticked => (Some(Action::Down), Hint::ToOpenStep),
        false => (Some(Action::Tick), Hint::TickStep),
    }
}

fn verify(model: &Model, place: Place) -> Advice {
    if place == Place::VerifyLine && !model.verify.line.text.trim().is_empty() {
        return (Some(Action::Submit), Hint::FinishPath);
    }
    if place == Place::Verify
        && let Some(advice) = watching(model)
    {
        return advice;
    }
    let outcome = model.verify.progress.as_ref().map(|p| p.outcome);
    match (outcome, place) {
        (Some(Outcome::Proven), _) => (Some(Action::Quit), Hint::Done),
        (Some(Outcome::StillRefused), Place::Verify) => {
            (Some(Action::GoTo(StepId::Fix)), Hint::StillRefused)
        }
        (Some(Outcome::StillRefused), _) => (Some(Action::Close), Hint::ToList),
        (Some(Outcome::Undecided), Place::Verify) if model.asks_whose_log() => {
            (Some(Action::Whose), Hint::SayServer)
        }
        (Some(Outcome::Undecided), Place::Verify) => (Some(Action::NextPane), not_proven(model)),
        (Some(Outcome::Undecided), _) => (None, not_proven(model)),
        (None, Place::Verify) => (Some(Action::NextPane), Hint::GiveNewLog),
        (None, _) => (None, Hint::GiveNewLog),
    }
}

/// What is still to be given for the proof.
fn not_proven(model: &Model) -> Hint {
    match model.lacks_a_server() {
        true => Hint::NotProvenServers,
        false => Hint::NotProven,
    }
}

/// While the logs are followed.
fn watching(model: &Model) -> Option<Advice> {
    use crate::watch::Outcome as Seen;
    let seen = model.verify.watching.as_ref()?.seen.as_ref()?;
    Some(match seen.verdict.outcome {
        Seen::Proven => (Some(Action::Resend), Hint::AskToResend),
        Seen::StillFailing => (Some(Action::GoTo(StepId::Fix)), Hint::StillRefused),
        Seen::NotYet => (None, Hint::WatchOn),
        Seen::NoTraffic => (None, Hint::SendTest),
    })
}
