//! The transitions. [`update`] goes from what is general to what a step alone
//! knows: what lies on top, keys that mean the same everywhere, the line that is
//! being typed, the list, and last the step itself.

use super::{
    Action, Effect, EvidenceRow, Focus, LineEdit, Model, Notice, Overlay, Selection, StepId,
    ToWrite, cases, cause, certificates, compare, evidence, fix, give, outgoing, overlay, search,
    sessions, symptom, verify, what_if,
};
use crate::config::ThemeChoice;
use crate::evidence::Side;
use crate::terminal::Lang;

/// What a general table makes of an action: `None` is "not mine".
pub(super) type Answer = Option<Vec<Effect>>;

/// Columns that one key scrolls sideways.
pub(super) const COLUMNS: usize = 8;

/// Does what is asked for. Pure: what is to be done outside is handed back.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    model.notice = None;
    model.pending.leaving &= action == Action::Quit;
    let answer = always(model, &action)
        .or_else(|| overlay::update(model, &action))
        .or_else(|| everywhere(model, &action))
        .or_else(|| line(model, &action))
        .or_else(|| read_on(model, &action))
        .or_else(|| list(model, &action));
    answer.unwrap_or_else(|| step(model, action))
}

/// What nothing can keep from being done.
fn always(model: &mut Model, action: &Action) -> Answer {
    match action {
        Action::QuitNow => {
            let mut effects = model.save_case();
            effects.push(Effect::Quit);
            return Some(effects);
        }
        Action::Language => {
            model.lang = match model.lang {
                Lang::En => Lang::Ja,
                Lang::Ja => Lang::En,
            }
        }
        Action::Theme => {
            let next = model.settings.scheme(model.light).next();
            model.settings.theme = ThemeChoice::Fixed(next);
        }
        Action::Settings => model.put_on_top(Overlay::Settings(Selection::default())),
        Action::Cases => return Some(cases::list(model)),
        Action::Jump => model.put_on_top(Overlay::Jump {
            line: LineEdit::default(),
            selection: Selection::default(),
        }),
        Action::Perform(chosen) => {
            if matches!(model.overlay, Some(Overlay::Jump { .. })) {
                model.take_off();
            }
            return Some(update(model, (**chosen).clone()));
        }
        Action::Page(code) => model.put_on_top(Overlay::Page {
            code: *code,
            scroll: 0,
        }),
        Action::Suspend => return Some(vec![Effect::Suspend]),
        Action::Cancel => return Some(model.cancel()),
        Action::Help => model.put_on_top(Overlay::Help { scroll: 0 }),
        _ => return None,
    }
    Some(Vec::new())
}

/// What means the same in every step.
fn everywhere(model: &mut Model, action: &Action) -> Answer {
    match action {
        Action::Next => return Some(next(model)),
        Action::Back => {
            if let Some(previous) = model.step.previous() {
                model.step = previous;
            }
        }
        Action::GoTo(step) => model.step = *step,
        Action::Close => close(model),
        Action::Reload => return Some(model.load()),
        Action::Resend => return Some(outgoing::resend(model)),
        Action::Collect => outgoing::ask_where(model, ToWrite::Collection),
        Action::Quit => return Some(model.leave()),
        Action::Sessions => return Some(sessions::open(model)),
        Action::Certificates => return Some(certificates::open(model)),
        Action::WhatIf => return Some(what_if::open(model)),
        Action::Search => return Some(search::open(model)),
        Action::NextPane => next_pane(model),
        _ => return None,
    }
    Some(Vec::new())
}

/// To the next step: this one is confirmed, and the case is saved.
pub(super) fn next(model: &mut Model) -> Vec<Effect> {
    if model.step == StepId::Evidence && model.given.is_empty() {
        model.notice = Some(Notice::NeedsEvidence);
        return Vec::new();
    }
    model.reached = model.reached.max(model.step);
    if let Some(next) = model.step.next() {
        model.step = next;
    }
    // There is nothing else to do there yet.
    if model.step == StepId::Evidence && model.given.is_empty() {
        model.evidence.typing = true;
    }
    model.save_case()
}

/// Back out of what one is in: the line, the checklist, the step.
fn close(model: &mut Model) {
    if model.focus() == Focus::Line
        && let Some(typing) = model.typing_mut()
    {
        *typing = false;
    } else if model.step == StepId::Fix && model.fix.chosen.is_some() {
        model.fix.chosen = None;
    } else if let Some(previous) = model.step.previous() {
        model.step = previous;
    }
}

fn next_pane(model: &mut Model) {
    if let Some(typing) = model.typing_mut() {
        *typing = !*typing;
    } else if model.step == StepId::Compare {
        model.compare_side = match model.compare_side {
            Side::OnPremises => Side::Tenant,
            Side::Tenant => Side::OnPremises,
        };
    }
}

/// Keys of the line that has the focus.
pub(super) fn line(model: &mut Model, action: &Action) -> Answer {
    let (line, candidates) = model.line_mut()?;
    let before = candidates.is_some().then(|| line.text.clone());
    match action {
        Action::Type(typed) => line.insert(typed.encode_utf8(&mut [0; 4])),
        Action::Backspace => line.backspace(),
        Action::Delete => line.delete(),
        Action::CursorLeft => line.left(),
        Action::CursorRight => line.right(),
        Action::First => line.home(),
        Action::Last => line.end(),
        Action::Complete => return Some(give::complete(model)),
        _ => return None,
    }
    if before.is_some_and(|before| line.text != before)
        && let Some(candidates) = candidates
    {
        candidates.clear();
    }
    Some(Vec::new())
}

/// Step 6 has more to be read than rows: pages are turned over all of it, and without a
/// row lines too.
fn read_on(model: &mut Model, action: &Action) -> Answer {
    if model.step != StepId::Verify {
        return None;
    }
    let (page, end) = (model.size.page, model.size.scroll_end);
    let by_page = matches!(action, Action::PageUp | Action::PageDown);
    if !by_page && !model.verify_rows().is_empty() {
        model.verify.scroll = None;
        return None;
    }
    let from = model.verify.scroll.unwrap_or(0);
    let to = moved(from, end.saturating_add(1), page, action)?;
    model.verify.scroll = Some(to);
    Some(Vec::new())
}

/// Keys of the step's list.
fn list(model: &mut Model, action: &Action) -> Answer {
    let page = model.size.page;
    // The end of the files is the first, weightiest gap; the end of all comes after.
    let gap = match (model.step, action) {
        (StepId::Evidence, Action::Last) => {
            let rows = model.evidence_rows();
            rows.iter().position(|r| matches!(r, EvidenceRow::Need(_)))
        }
        _ => None,
    };
    let (rows, selection) = model.list_mut()?;
    let before = selection.row;
    selection.row = match gap.filter(|gap| before < *gap) {
        Some(gap) => gap,
        None => moved(before, rows, page, action)?,
    };
    if selection.row != before && model.step == StepId::Evidence {
        model.evidence.command = 0;
    }
    Some(Vec::new())
}

/// Where a key of movement leads in a list of `rows`.
pub(super) fn moved(row: usize, rows: usize, page: usize, action: &Action) -> Option<usize> {
    let last = rows.saturating_sub(1);
    let to = match action {
        Action::Up => row.saturating_sub(1),
        Action::Down => row.saturating_add(1),
        Action::PageUp => row.saturating_sub(page.max(1)),
        Action::PageDown => row.saturating_add(page.max(1)),
        Action::First => 0,
        Action::Last => last,
        Action::Select(row) => *row,
        _ => return None,
    };
    Some(to.min(last))
}

fn step(model: &mut Model, action: Action) -> Vec<Effect> {
    match model.step {
        StepId::Symptom => symptom::update(model, action),
        StepId::Evidence => evidence::update(model, action),
        StepId::Compare => compare::update(model, action),
        StepId::Cause => cause::update(model, action),
        StepId::Fix => fix::update(model, action),
        StepId::Verify => verify::update(model, action),
    }
}

impl Model {
    /// Puts something on top; what was there comes back afterwards.
    pub(super) fn put_on_top(&mut self, overlay: Overlay) {
        if self.overlay.as_ref().map(std::mem::discriminant)
            == Some(std::mem::discriminant(&overlay))
        {
            self.overlay = Some(overlay);
            return;
        }
        self.under.extend(self.overlay.replace(overlay));
    }

    /// Takes off what is on top.
    pub(super) fn take_off(&mut self) {
        self.overlay = self.under.pop();
    }
}
