//! The beginning of a model, and what can be asked of any: where the focus is,
//! which list and which line are meant.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;

use super::{
    Checklist, EvidenceView, FixView, LineEdit, Model, Overlay, Selection, SettingsFile, StepId,
    SymptomView, Tick, VerifyView, ViewSize,
};
use crate::case::About;
use crate::config::Settings;
use crate::evidence::Side;
use crate::remedy::{OptionId, PlanOption, Step};
use crate::terminal::Lang;

/// What is under way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pending {
    /// The last loading begun.
    pub(super) run: u64,
    /// Savings of the case that were not answered yet.
    pub(super) saves: u32,
    /// Leaving was asked for, and waits for them.
    pub(super) leaving: bool,
    /// The case has been saved once: from now on also when it becomes empty.
    pub(super) kept: bool,
    /// The generation of the case that was resumed.
    pub(super) generation: u64,
    /// What it was about.
    pub(super) about: Option<About>,
    /// What is being copied.
    pub(super) copying: Option<String>,
    /// The name of a text that was pasted and has not been read yet.
    pub(super) pasted: Option<String>,
    /// The initials are asked because of a tick.
    pub(super) tick: bool,
    /// Files whose password was given, or that are to be left out.
    pub(super) answered: BTreeSet<[u8; 20]>,
    /// A file was opened since everything was read.
    pub(super) unlocked: bool,
}

/// Where keys go: whether characters are text or commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// A line is being typed: characters are text.
    Line,
    /// The list of the step.
    List,
    /// Something on top of the step that is read or chosen from.
    Overlay,
    /// A question that wants yes or no.
    Question,
}

impl Default for ViewSize {
    fn default() -> Self {
        Self {
            page: 10,
            scroll_end: usize::MAX,
        }
    }
}

impl Overlay {
    /// The line that is typed in a view.
    pub(super) fn view_line(&self) -> Option<&LineEdit> {
        match self {
            Self::Sessions(view) => view.form.as_ref()?.line.as_ref(),
            Self::WhatIf(view) => view.line.as_ref(),
            Self::Search(view) => view.typing.then_some(&view.line),
            _ => None,
        }
    }

    fn view_line_mut(&mut self) -> Option<&mut LineEdit> {
        match self {
            Self::Sessions(view) => view.form.as_mut()?.line.as_mut(),
            Self::WhatIf(view) => view.line.as_mut(),
            Self::Search(view) => view.typing.then_some(&mut view.line),
            _ => None,
        }
    }
}

impl Model {
    /// A wizard at its beginning. `now`: validity is judged as of then, seconds
    /// since the epoch; it is the time of day too until the run loop sets that.
    pub fn new(lang: Lang, name: impl Into<String>, now: i64) -> Self {
        Self {
            lang,
            system_lang: lang,
            settings: Settings::default(),
            settings_file: SettingsFile::default(),
            light: false,
            step: StepId::Symptom,
            reached: StepId::Symptom,
            name: name.into(),
            now,
            clock: now,
            zone: TimeZone::UTC,
            home: None,
            size: ViewSize::default(),
            keeps_case: true,
            given: Vec::new(),
            left_out: BTreeSet::new(),
            sides: BTreeMap::new(),
            stale: false,
            analysis: None,
            loading: None,
            symptom: SymptomView {
                typing: true,
                ..SymptomView::default()
            },
            evidence: EvidenceView::default(),
            compare: (Selection::default(), false),
            compare_side: Side::OnPremises,
            cause: Selection::default(),
            fix: FixView {
                checklists: BTreeMap::new(),
                ..FixView::default()
            },
            verify: VerifyView::default(),
            overlay: None,
            under: Vec::new(),
            notice: None,
            unsaved: false,
            offered: Vec::new(),
            browsed: None,
            pending: Pending::default(),
        }
    }

    /// Where keys go.
    pub fn focus(&self) -> Focus {
        match &self.overlay {
            Some(
                Overlay::Initials(_)
                | Overlay::Note(_)
                | Overlay::SaveTo { .. }
                | Overlay::CaseName { .. }
                | Overlay::Jump { .. }
                | Overlay::Password(_),
            ) => Focus::Line,
            Some(Overlay::AskQuit | Overlay::AskDelete(_) | Overlay::AskRemove(_)) => {
                Focus::Question
            }
            Some(overlay) if overlay.view_line().is_some() => Focus::Line,
            Some(_) => Focus::Overlay,
            None if self.typing() => Focus::Line,
            None => Focus::List,
        }
    }

    /// Whether the line of the step has the focus.
    fn typing(&self) -> bool {
        match self.step {
            StepId::Symptom => self.symptom.typing,
            StepId::Evidence => self.evidence.typing,
            StepId::Verify => self.verify.typing,
            StepId::Compare | StepId::Cause | StepId::Fix => false,
        }
    }

    /// Whether the line of the step has the focus, to be changed.
    pub(super) fn typing_mut(&mut self) -> Option<&mut bool> {
        match self.step {
            StepId::Symptom => Some(&mut self.symptom.typing),
            StepId::Evidence => Some(&mut self.evidence.typing),
            StepId::Verify => Some(&mut self.verify.typing),
            StepId::Compare | StepId::Cause | StepId::Fix => None,
        }
    }

    /// The line that has the focus; a password is nobody's to read.
    pub fn line(&self) -> Option<&LineEdit> {
        match (&self.overlay, self.step) {
            (
                Some(
                    Overlay::Initials(line)
                    | Overlay::Note(line)
                    | Overlay::SaveTo { line, .. }
                    | Overlay::CaseName { line, .. }
                    | Overlay::Jump { line, .. },
                ),
                _,
            ) => Some(line),
            (Some(overlay), _) => overlay.view_line(),
            (None, StepId::Symptom) => self.symptom.typing.then_some(&self.symptom.line),
            (None, StepId::Evidence) => self.evidence.typing.then_some(&self.evidence.line),
            (None, StepId::Verify) => self.verify.typing.then_some(&self.verify.line),
            (None, StepId::Compare | StepId::Cause | StepId::Fix) => None,
        }
    }

    /// The line that has the focus, with its completions where it is a path.
    pub(super) fn line_mut(&mut self) -> Option<(&mut LineEdit, Option<&mut Vec<String>>)> {
        if self.focus() != Focus::Line {
            return None;
        }
        match (&mut self.overlay, self.step) {
            (
                Some(
                    Overlay::Initials(line)
                    | Overlay::Note(line)
                    | Overlay::CaseName { line, .. }
                    | Overlay::Jump { line, .. },
                ),
                _,
            ) => Some((line, None)),
            (
                Some(Overlay::SaveTo {
                    line, candidates, ..
                }),
                _,
            ) => Some((line, Some(candidates))),
            (Some(Overlay::Password(asked)), _) => Some((asked.line.edit(), None)),
            (Some(overlay), _) => overlay.view_line_mut().map(|line| (line, None)),
            (None, StepId::Symptom) => {
                Some((&mut self.symptom.line, Some(&mut self.symptom.candidates)))
            }
            (None, StepId::Evidence) => {
                Some((&mut self.evidence.line, Some(&mut self.evidence.candidates)))
            }
            (None, StepId::Verify) => {
                Some((&mut self.verify.line, Some(&mut self.verify.candidates)))
            }
            (None, StepId::Compare | StepId::Cause | StepId::Fix) => None,
        }
    }

    /// The list of the step: its rows, and the one selected.
    pub(super) fn list_mut(&mut self) -> Option<(usize, &mut Selection)> {
        match self.step {
            StepId::Symptom => None,
            StepId::Evidence => {
                let rows = self.evidence_rows().len();
                Some((rows, &mut self.evidence.selection))
            }
            StepId::Compare => {
                let rows = self.compare_rows().len();
                Some((rows, &mut self.compare.0))
            }
            StepId::Cause => {
                let rows = self
                    .analysis
                    .as_ref()
                    .map_or(0, |a| a.diagnosis.findings.len());
                Some((rows, &mut self.cause))
            }
            StepId::Fix => match self.chosen_option().map(|o| o.steps.len()) {
                Some(rows) => Some((rows, &mut self.fix.step)),
                None => {
                    let rows = self.analysis.as_ref().map_or(0, |a| a.plan.options.len());
                    Some((rows, &mut self.fix.selection))
                }
            },
            StepId::Verify => {
                let rows = self.verify_rows().len();
                Some((rows, &mut self.verify.selection))
            }
        }
    }

    /// The option whose checklist is shown.
    pub fn chosen_option(&self) -> Option<&PlanOption> {
        let chosen = self.fix.chosen?;
        let options = &self.analysis.as_ref()?.plan.options;
        options.iter().find(|o| o.id == chosen)
    }

    /// The step of the checklist under the cursor.
    pub fn selected_step(&self) -> Option<&Step> {
        self.chosen_option()?.steps.get(self.fix.step.row)
    }

    /// Who ticked a step of an option, and when.
    pub fn tick(&self, option: OptionId, step: &str) -> Option<&Tick> {
        self.fix.checklists.get(&option)?.ticks.get(step)
    }

    /// What was noted on a step of an option.
    pub fn note(&self, option: OptionId, step: &str) -> Option<&str> {
        let notes = &self.fix.checklists.get(&option)?.notes;
        notes.get(step).map(String::as_str)
    }

    /// The ticks of an option, to be changed.
    pub(super) fn checklist_mut(&mut self, option: OptionId) -> &mut Checklist {
        self.fix.checklists.entry(option).or_default()
    }
}
