//! Step 5: the options side by side, then the checklist of the one chosen.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::{
    Action, BundleToWrite, Course, Effect, LineEdit, Model, Notice, Overlay, Selection, Tick,
    ToWrite, outgoing,
};
use crate::remedy::{PlanOption, Step};
use crate::report::checklist::Mark;

/// Longest initials, in characters.
const MAX_INITIALS: usize = 12;
/// Longest note on a step, in characters.
const MAX_NOTE: usize = 500;

pub(super) fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    match (&action, model.chosen_option().is_some()) {
        (Action::Paste(_), _) => {
            model.notice = Some(Notice::PasteNotHere);
            Vec::new()
        }
        (Action::Initials, _) => {
            ask_initials(model, false);
            Vec::new()
        }
        (_, true) => checklist(model, &action),
        (_, false) => options(model, &action),
    }
}

fn options(model: &mut Model, action: &Action) -> Vec<Effect> {
    let rows = model.analysis.as_ref().map_or(0, |a| a.plan.options.len());
    let row = &mut model.fix.selection.row;
    match action {
        Action::CursorLeft => *row = row.saturating_sub(1),
        Action::CursorRight => *row = row.saturating_add(1).min(rows.saturating_sub(1)),
        Action::Choose | Action::Open | Action::Submit => return choose(model),
        Action::Copy | Action::CopyUndo | Action::ShowPlain => {
            model.notice = Some(Notice::NothingToCopy);
        }
        _ => {}
    }
    Vec::new()
}

fn choose(model: &mut Model) -> Vec<Effect> {
    let options = model.analysis.as_ref().map(|a| &a.plan.options);
    let Some(option) = options.and_then(|o| o.get(model.fix.selection.row)) else {
        return Vec::new();
    };
    if !option.can_be_taken() {
        let is_fine = model.analysis.as_deref().map(Course::of) == Some(Course::Nothing);
        model.notice = Some(match is_fine || option.offered {
            true => Notice::NothingToMend,
            false => Notice::NotOffered,
        });
        return Vec::new();
    }
    let id = option.id;
    let done = |step: &Step| model.tick(id, &step.id).is_some();
    let row = option.steps.iter().position(|s| !done(s)).unwrap_or(0);
    model.fix.step = Selection { row };
    model.fix.chosen = Some(id);
    model.save_case()
}

fn checklist(model: &mut Model, action: &Action) -> Vec<Effect> {
    let step = model.selected_step();
    match action {
        Action::Tick | Action::Open | Action::Submit => tick(model),
        Action::Choose => {
            model.fix.chosen = None;
            Vec::new()
        }
        Action::Note => ask_note(model),
        Action::Copy => {
            let command = step.and_then(|s| s.command.as_ref().map(|c| c.to_text()));
            outgoing::copy(model, command)
        }
        Action::CopyUndo => {
            let undo = step.and_then(|s| s.rollback.as_ref().map(|c| c.to_text()));
            outgoing::copy(model, undo)
        }
        Action::ShowPlain => {
            let text = step.map(all_lines);
            outgoing::plain(model, text)
        }
        Action::Save => {
            outgoing::ask_where(model, ToWrite::Bundle { redacted: false });
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Command, check and undo of a step, one below the other.
fn all_lines(step: &Step) -> String {
    let all = [&step.command, &step.check, &step.rollback];
    let texts: Vec<String> = all.into_iter().flatten().map(|l| l.to_text()).collect();
    texts.join("\n\n")
}

/// Ticks the selected step, or takes the tick back; who ticks is asked once.
fn tick(model: &mut Model) -> Vec<Effect> {
    let (Some(option), Some(step)) = (model.fix.chosen, model.selected_step()) else {
        return Vec::new();
    };
    let step = step.id.clone();
    let (by, at) = (model.fix.initials.clone(), model.clock);
    let ticks = &mut model.fix.checklists.entry(option).or_default().ticks;
    if ticks.remove(&step).is_some() {
        return model.save_case();
    }
    if by.is_empty() {
        ask_initials(model, true);
        return Vec::new();
    }
    ticks.insert(step, Tick { by, at });
    to_next_open(model);
    model.save_case()
}

/// On to the next step that is not ticked, so that the same key goes on.
fn to_next_open(model: &mut Model) {
    let Some(option) = model.chosen_option() else {
        return;
    };
    let open = |index: &usize| {
        let step = option.steps.get(*index);
        step.is_some_and(|s| model.tick(option.id, &s.id).is_none())
    };
    let here = model.fix.step.row;
    let next = (here..option.steps.len())
        .find(open)
        .or_else(|| (0..here).find(open));
    if let Some(row) = next {
        model.fix.step.row = row;
    }
}

fn ask_initials(model: &mut Model, then_tick: bool) {
    model.pending.tick = then_tick;
    let line = LineEdit::with(&model.fix.initials);
    model.put_on_top(Overlay::Initials(line));
}

/// The initials were typed; empty ones are asked again.
pub(super) fn initials_given(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Initials(line)) = &model.overlay else {
        return Vec::new();
    };
    let initials: String = line.text.trim().chars().take(MAX_INITIALS).collect();
    if initials.is_empty() {
        return Vec::new();
    }
    model.take_off();
    model.fix.initials = initials;
    match std::mem::take(&mut model.pending.tick) {
        true => tick(model),
        false => model.save_case(),
    }
}

fn ask_note(model: &mut Model) -> Vec<Effect> {
    let (Some(option), Some(step)) = (model.fix.chosen, model.selected_step()) else {
        return Vec::new();
    };
    let note = model.note(option, &step.id).unwrap_or_default();
    let line = LineEdit::with(note);
    model.put_on_top(Overlay::Note(line));
    Vec::new()
}

/// The note was typed; an empty one takes the old one away. Saved at once.
pub(super) fn noted(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Note(line)) = &model.overlay else {
        return Vec::new();
    };
    let note: String = line.text.trim().chars().take(MAX_NOTE).collect();
    let step = model.selected_step().map(|s| s.id.clone());
    model.take_off();
    let (Some(option), Some(step)) = (model.fix.chosen, step) else {
        return Vec::new();
    };
    let notes = &mut model.checklist_mut(option).notes;
    match note.is_empty() {
        true => notes.remove(&step),
        false => notes.insert(step, note),
    };
    model.save_case()
}

/// Has the bundle written below a folder.
pub(super) fn write(model: &Model, below: &Path, redacted: bool) -> Vec<Effect> {
    let (Some(option), Some(analysis)) = (model.chosen_option(), &model.analysis) else {
        return Vec::new();
    };
    let name = format!("relay-doctor-{}", crate::case::file_stem(&model.name));
    let bundle = BundleToWrite {
        folder: below.join(name),
        option: option.id,
        case: model.name.clone(),
        lang: model.lang,
        zone: model.zone.clone(),
        marks: marks(model, option),
        analysis: Arc::clone(analysis),
        inputs: model.inputs(),
        redacted,
    };
    vec![Effect::WriteBundle(Box::new(bundle))]
}

fn marks(model: &Model, option: &PlanOption) -> BTreeMap<String, Mark> {
    let mark = |step: &Step| {
        let tick = model.tick(option.id, &step.id);
        let done = tick.map(|tick| (tick.by.clone(), tick.at));
        let note = model.note(option.id, &step.id).unwrap_or_default();
        let note = note.to_owned();
        (step.id.clone(), Mark { done, note })
    };
    option.steps.iter().map(mark).collect()
}
