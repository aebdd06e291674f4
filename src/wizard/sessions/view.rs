//! What the sessions browser shows, and its keys.

use std::sync::Arc;

use super::form::{self, FilterForm};
use super::transcript;
use crate::diagnosis::{Finding, Severity};
use crate::facts::sessions::{
    CertificateWanted, Filter, FilterField, SessionIndex, SessionOutcome, SessionRow,
};
use crate::wizard::update::moved;
use crate::wizard::{
    Action, Effect, Held, LineEdit, Model, Notice, Overlay, Place, StepId, outgoing,
};

/// So many sessions are filtered between two frames; more are left to the worker.
const AT_ONCE: usize = 200_000;

/// The sessions browser.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionsView {
    /// Whose sessions.
    pub held: Held,
    /// What is asked for.
    pub filter: Filter,
    /// Positions in the index of those that fit.
    pub shown: Arc<[u32]>,
    /// The selected one of them.
    pub row: usize,
    /// The first on the screen.
    pub top: usize,
    /// The filter while it is changed.
    pub form: Option<FilterForm>,
    /// The last filtering begun, and whether it goes on.
    pub filtering: (u64, bool),
}

/// Sessions to be filtered off the drawing thread.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionsToFilter {
    /// Whose.
    pub held: Held,
    /// What is asked for.
    pub filter: Filter,
    /// Which filtering.
    pub run: u64,
}

impl SessionsView {
    /// All sessions of a judgement that fit; what is left to the worker is handed back.
    pub(super) fn of(held: Held, filter: Filter) -> (Self, Vec<Effect>) {
        let mut view = Self {
            held,
            filter,
            shown: Arc::default(),
            row: 0,
            top: 0,
            form: None,
            filtering: (0, false),
        };
        let effects = view.refresh();
        (view, effects)
    }

    /// The sessions that there are.
    pub fn index(&self) -> &SessionIndex {
        &self.held.sessions
    }

    /// The first row on a screen of so many: the selected one is on it.
    pub fn top_within(&self, page: usize) -> usize {
        window_top(self.top, self.row, page)
    }

    /// The session at a position of the list.
    pub fn session(&self, at: usize) -> Option<&SessionRow> {
        self.index().rows.get(*self.shown.get(at)? as usize)
    }

    /// The filter with each value that the selected row of the form can have, the first
    /// with none; empty where the row is typed.
    pub fn choices(&self) -> impl ExactSizeIterator<Item = Filter> {
        let field = self.form.as_ref().map(FilterForm::field);
        let field = field.filter(|f| !f.is_typed());
        let count = field.map_or(0, |f| form::choices(self.index(), f) + 1);
        let field = field.unwrap_or(FilterField::Text);
        (0..count).map(move |nth| form::chosen(&self.filter, self.index(), field, nth))
    }

    /// Shows what the filter says, now or when the worker has answered.
    fn refresh(&mut self) -> Vec<Effect> {
        self.filtering.0 += 1;
        if self.index().rows.len() <= AT_ONCE {
            let shown = self.filter.apply(self.index());
            self.show(shown.into());
            return Vec::new();
        }
        self.filtering.1 = true;
        vec![Effect::FilterSessions(Box::new(SessionsToFilter {
            held: self.held.clone(),
            filter: self.filter.clone(),
            run: self.filtering.0,
        }))]
    }

    /// The selected session stays selected where it fits, else the next that does.
    fn show(&mut self, shown: Arc<[u32]>) {
        let before = self.shown.get(self.row).copied().unwrap_or(0);
        let at = shown.partition_point(|n| *n < before);
        self.row = at.min(shown.len().saturating_sub(1));
        self.shown = shown;
        self.filtering.1 = false;
    }

    pub(super) fn set(&mut self, filter: Filter) -> Vec<Effect> {
        match self.filter == filter {
            true => Vec::new(),
            false => {
                self.filter = filter;
                self.refresh()
            }
        }
    }

    /// The next outcome that any session has; after the last one all sessions.
    fn next_outcome(&mut self) -> Vec<Effect> {
        let present = SessionOutcome::ALL
            .into_iter()
            .filter(|o| self.index().has(*o));
        let mut after = present.skip_while(|o| self.filter.outcome.is_some_and(|now| *o != now));
        let outcome = match self.filter.outcome {
            None => after.next(),
            Some(_) => after.nth(1),
        };
        let filter = Filter {
            outcome,
            ..self.filter.clone()
        };
        self.set(filter)
    }
}

/// Opens the browser where one stands, filtered by what is selected there.
pub(in crate::wizard) fn open(model: &mut Model) -> Vec<Effect> {
    let finding = match model.step {
        StepId::Cause => model.analysis.as_ref().and_then(|a| {
            let findings = &a.diagnosis.findings;
            findings.get(model.cause.row).map(|f| f.code)
        }),
        _ => None,
    };
    open_for(model, finding)
}

/// Opens it with the sessions that a finding is about.
pub(in crate::wizard) fn open_for(
    model: &mut Model,
    finding: Option<crate::diagnosis::Code>,
) -> Vec<Effect> {
    let newer = model.verify.newer.as_ref();
    let newer = newer.filter(|_| model.step == StepId::Verify);
    let Some(analysis) = newer.or(model.analysis.as_ref()).cloned() else {
        model.notice = Some(Notice::NeedsEvidence);
        return Vec::new();
    };
    let findings = &analysis.diagnosis.findings;
    let finding = findings.iter().find(|f| Some(f.code) == finding);
    let filter = finding.map(|f| about(f, &analysis.sessions));
    open_with(model, Held(analysis), filter.unwrap_or_default())
}

/// Opens it with a filter.
pub(in crate::wizard) fn open_with(model: &mut Model, held: Held, filter: Filter) -> Vec<Effect> {
    let (view, effects) = SessionsView::of(held, filter);
    model.put_on_top(Overlay::Sessions(Box::new(view)));
    effects
}

/// The sessions that a finding is about: those with the certificate that its lines
/// name, else, if it stops relay, the refused ones.
fn about(finding: &Finding, index: &SessionIndex) -> Filter {
    let named = |thumbprint: &str| {
        let mut places = finding.locations.iter();
        !thumbprint.is_empty() && places.any(|l| l.excerpt.contains(thumbprint))
    };
    let mut certificates = (0u32..).zip(&index.certificates);
    let certificate = certificates.find(|(_, c)| named(&c.thumbprint));
    let stops = finding.entry().severity == Severity::Blocking;
    let refused = SessionOutcome::Refused;
    Filter {
        outcome: (stops && index.has(refused)).then_some(refused),
        certificate: certificate.map(|(number, _)| CertificateWanted::Sent(number)),
        ..Filter::default()
    }
}

/// The worker has filtered.
pub(in crate::wizard) fn filtered(model: &mut Model, run: u64, shown: Arc<[u32]>) {
    let overlays = model.overlay.iter_mut().chain(&mut model.under);
    for overlay in overlays {
        if let Overlay::Sessions(view) = overlay
            && view.filtering == (run, true)
        {
            view.show(shown.clone());
        }
    }
}

fn view(model: &mut Model) -> Option<&mut SessionsView> {
    match &mut model.overlay {
        Some(Overlay::Sessions(view)) => Some(view),
        _ => None,
    }
}

/// Leaves the line, then the form; false when there is neither.
pub(in crate::wizard) fn close(model: &mut Model) -> bool {
    let Some(view) = view(model) else {
        return false;
    };
    let typed = view.form.as_mut().and_then(|form| form.line.take());
    let stays = |form: &mut FilterForm| typed.is_none() || form.direct;
    typed.is_some() | view.form.take_if(stays).is_some()
}

/// Takes the line of the form.
pub(in crate::wizard) fn line_taken(model: &mut Model) -> Vec<Effect> {
    let zone = model.zone.clone();
    let Some(view) = view(model) else {
        return Vec::new();
    };
    let Some(mut form) = view.form.take() else {
        return Vec::new();
    };
    match form::taken(&mut form, &view.filter, &zone) {
        Some(filter) => {
            view.form = (!form.direct).then_some(form);
            view.set(filter)
        }
        None => {
            view.form = Some(form);
            Vec::new()
        }
    }
}

/// Its keys, while no line is typed.
pub(in crate::wizard) fn update(model: &mut Model, action: &Action) -> Vec<Effect> {
    let (page, zone) = (model.size.page, model.zone.clone());
    let Some(view) = view(model) else {
        return Vec::new();
    };
    if view.form.is_some() {
        return form::update(view, action, &zone);
    }
    match action {
        Action::Open | Action::Submit => return transcript::open(model),
        Action::NextOutcome => return view.next_outcome(),
        Action::Filter => view.form = Some(FilterForm::default()),
        Action::Search => {
            view.form = Some(FilterForm {
                row: FilterField::ALL.len() - 1,
                line: Some(LineEdit::with(&view.filter.text)),
                direct: true,
                wrong: false,
            });
        }
        Action::Remove => return view.set(Filter::default()),
        Action::Proof => {
            let places = place(view).into_iter().collect();
            return outgoing::show(model, places);
        }
        Action::Copy => {
            let at = place(view).map(|p| format!("{}:{}", p.path, p.line));
            return outgoing::copy(model, at);
        }
        _ => {
            if let Some(to) = moved(view.row, view.shown.len(), page, action) {
                view.row = to;
                view.top = window_top(view.top, to, page);
            }
        }
    }
    Vec::new()
}

/// The line that decided the selected session, else its first.
fn place(view: &SessionsView) -> Option<Place> {
    let row = view.session(view.row)?;
    let at = row.decisive().unwrap_or_else(|| row.first());
    let source = at.source.0 as usize;
    Some(Place {
        input: view.held.input(source)?,
        path: view.held.gathered.sources.get(source)?.path.clone(),
        line: at.line,
        excerpt: String::new(),
    })
}

/// The first row on the screen, moved no further than it takes to see `row`.
pub(in crate::wizard) fn window_top(top: usize, row: usize, page: usize) -> usize {
    let page = page.max(1);
    top.clamp((row + 1).saturating_sub(page), row)
}
