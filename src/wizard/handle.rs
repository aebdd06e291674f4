//! What the world answers. An answer that nobody waits for any more is dropped.

use std::path::Path;
use std::sync::Arc;

use super::update::COLUMNS;
use super::{
    Analysis, CompareRow, Effect, Event, Model, Notice, Overlay, StepId, Viewer, browser, cases,
    give, password, progress, search, sessions, settings, watching, what_if,
};
use crate::evidence::{NoteKind, Source, SourceKind};
use crate::report::RefusedList;
use crate::terminal::{Ambiguous, sanitise, width};

/// Lines shown above the one that was asked for.
const ABOVE: usize = 5;

/// Takes an answer.
pub fn handle(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Progress {
            run,
            files,
            begun,
            bytes,
            total,
            left,
            rate,
            file,
        } => {
            if let Some(loading) = model.loading.as_mut().filter(|l| l.run == run) {
                (loading.files, loading.begun) = (files, begun);
                (loading.bytes, loading.total, loading.left) = (bytes, total, left);
                (loading.rate, loading.file) = (rate, file);
            }
        }
        Event::Loaded { run, analysis } => return loaded(model, run, analysis),
        Event::LoadFailed { run, why } => {
            if model.loading.take_if(|l| l.run == run).is_some() {
                model.stale = true;
                model.notice = Some(Notice::NotRead(why));
            }
        }
        Event::SourceText {
            path,
            first_line,
            lines,
            line,
        } => source_text(model, &path, first_line, lines, line),
        Event::SourceFailed { path, why } => {
            if shows(model, &path, None) {
                model.notice = Some(Notice::NotRead(why));
            }
        }
        Event::SessionRead { session, text } => sessions::read(model, session, text),
        Event::Replayed { run, after } => what_if::replayed(model, run, after),
        Event::Found {
            run,
            lines,
            searched,
        } => search::found(model, run, lines, searched),
        Event::SessionsFiltered { run, shown } => sessions::filtered(model, run, shown),
        Event::Folder {
            asked,
            path,
            listing,
        } => browser::listed(model, &asked, path, listing),
        Event::FoldersFound(folders) => model.offered = folders,
        Event::Completed {
            typed,
            text,
            candidates,
        } => give::completed(model, &typed, &text, candidates),
        Event::Watched { run, seen } => watching::seen(model, run, seen),
        Event::Unlocked { id, right } => return password::tried(model, id, right),
        Event::Refused(list) => refused(model, list),
        Event::Written(result) => {
            model.notice = Some(match result {
                Ok(files) => Notice::Written(
                    files
                        .first()
                        .and_then(|f| f.parent())
                        .map(Path::to_owned)
                        .unwrap_or_default(),
                ),
                Err(why) => Notice::NotWritten(why),
            });
        }
        Event::CaseSaved(result) => return case_saved(model, result),
        Event::CaseAsOwn(name) => {
            model.notice = Some(Notice::CaseElsewhere(name.clone()));
            model.name = name;
            return case_saved(model, Ok(()));
        }
        Event::CaseNamed(name) => {
            model.name = name;
            return case_saved(model, Ok(()));
        }
        Event::SettingSaved(result) => settings::saved(model, result),
        Event::Cases { folder, listed } => cases::listed(model, folder, listed),
        Event::CaseOpened(result) => return cases::opened(model, result),
        Event::CaseRenamed { from, to, result } => {
            return cases::renamed(model, from, to, result);
        }
        Event::CaseDeleted(name, result) => return cases::deleted(model, name, result),
        Event::Failed(why) => failed(model, why),
        Event::NotSuspended => model.notice = Some(Notice::NotSuspended),
        Event::Copied(result) => {
            let what = model.pending.copying.take().unwrap_or_default();
            model.notice = Some(match result {
                Ok(()) => Notice::Copied(what),
                Err(_) => Notice::NotCopied,
            });
        }
    }
    Vec::new()
}

fn loaded(model: &mut Model, run: u64, analysis: Arc<Analysis>) -> Vec<Effect> {
    let Some(loading) = model.loading.take_if(|l| l.run == run) else {
        return Vec::new();
    };
    if analysis.gathered.cancelled {
        model.stale = true;
        return Vec::new();
    }
    match loading.for_verify {
        true => {
            let older = model.analysis.as_ref();
            model.verify.progress = older.map(|old| progress::compare(old, &analysis));
            model.verify.newer = Some(analysis);
            password::ask_next(model)
        }
        false => {
            tell_paste(model, &analysis);
            tell_unread(model, &analysis);
            model.analysis = Some(analysis);
            clamp(model);
            select_break(model);
            // The newer evidence stands beside the older: it is judged with it again.
            let mut effects = model.load_newer();
            effects.extend(password::ask_next(model));
            effects
        }
    }
}

/// Says what could not be opened; with nothing else read the later steps are empty,
/// so step 2 is where to go on.
fn tell_unread(model: &mut Model, analysis: &Analysis) {
    let sources = &analysis.gathered.sources;
    let why = |source: &Source| {
        source.notes.iter().find_map(|note| match &note.kind {
            NoteKind::Unreadable(why) => Some(why.clone()),
            _ => None,
        })
    };
    let unread = sources.iter().find_map(|s| Some((s.path.clone(), why(s)?)));
    let Some((path, why)) = unread else {
        return;
    };
    model.notice = Some(Notice::NotRead(format!("{path} ({why})")));
    if sources.iter().all(|s| s.records == 0) && model.step > StepId::Evidence {
        model.step = StepId::Evidence;
    }
}

/// Says when what was pasted last is nothing that is read.
fn tell_paste(model: &mut Model, analysis: &Analysis) {
    let Some(pasted) = model.pending.pasted.take() else {
        return;
    };
    let mut sources = analysis.gathered.sources.iter();
    let unread =
        |s: &Source| s.path == pasted && s.records == 0 && s.kind == SourceKind::Unrecognised;
    if sources.any(unread) {
        model.notice = Some(Notice::PasteTellsNothing);
    }
}

/// The comparison opens at the break.
fn select_break(model: &mut Model) {
    let Some(analysis) = model.analysis.clone() else {
        return;
    };
    let Some(break_in) = analysis.diagnosis.broken_row() else {
        return;
    };
    let broken = |row: &CompareRow| match row {
        CompareRow::Row(index) => analysis.diagnosis.comparison.get(*index) == Some(break_in),
        CompareRow::Organization | CompareRow::Connector => false,
    };
    if let Some(row) = model.compare_rows().iter().position(broken) {
        model.compare.0.row = row;
    }
}

/// Selections stay within their lists.
fn clamp(model: &mut Model) {
    let analysis = model.analysis.clone();
    let within = |row: &mut usize, rows: usize| *row = (*row).min(rows.saturating_sub(1));
    let rows = model.evidence_rows().len();
    within(&mut model.evidence.selection.row, rows);
    let rows = model.compare_rows().len();
    within(&mut model.compare.0.row, rows);
    let rows = analysis.as_ref().map_or(0, |a| a.diagnosis.findings.len());
    within(&mut model.cause.row, rows);
    let rows = analysis.as_ref().map_or(0, |a| a.plan.options.len());
    within(&mut model.fix.selection.row, rows);
    let rows = model.chosen_option().map_or(0, |o| o.steps.len());
    within(&mut model.fix.step.row, rows);
    let rows = model.verify_rows().len();
    within(&mut model.verify.selection.row, rows);
}

/// Whether the viewer shows that file (and that line).
fn shows(model: &Model, path: &str, line: Option<u64>) -> bool {
    match &model.overlay {
        Some(Overlay::Source(v)) => v.path == path && line.is_none_or(|l| l == v.line),
        _ => false,
    }
}

fn source_text(model: &mut Model, path: &str, first_line: u64, lines: Vec<String>, line: u64) {
    if !shows(model, path, Some(line)) {
        return;
    }
    if let Some(Overlay::Source(viewer)) = &mut model.overlay {
        let at = usize::try_from(line.saturating_sub(first_line)).unwrap_or(0);
        viewer.scroll = at.min(lines.len()).saturating_sub(ABOVE);
        viewer.column = lines.get(at).map_or(0, |l| sideways(l, viewer));
        viewer.arrived = true;
        viewer.first_line = first_line;
        viewer.lines = lines;
    }
}

/// Columns to the right at which what was read is seen: compressed JSON is one line.
fn sideways(line: &str, viewer: &Viewer) -> usize {
    /// What begins within these is seen without moving.
    const SEEN: usize = 40;
    let place = viewer.places.get(viewer.place);
    let excerpt = place.map(|p| p.excerpt.as_str()).unwrap_or_default();
    let before = line.find(excerpt).and_then(|at| line.get(..at));
    let columns = before.map_or(0, |b| width(&sanitise(b), Ambiguous::Narrow));
    match columns > SEEN {
        true => columns.saturating_sub(COLUMNS),
        false => 0,
    }
}

/// Nobody waits any more for what does not come.
fn failed(model: &mut Model, why: String) {
    for overlay in model.overlay.iter_mut().chain(&mut model.under) {
        match overlay {
            Overlay::Sessions(view) => view.filtering.1 = false,
            Overlay::WhatIf(view) => view.replaying.1 = false,
            Overlay::Search(view) if view.goes_on() => view.searched = None,
            Overlay::Password(asked) => asked.trying = false,
            _ => {}
        }
    }
    // A list that did not come must not look like one that is empty.
    if matches!(model.overlay, Some(Overlay::Refused { list: None, .. })) {
        model.take_off();
    }
    model.notice = Some(Notice::Failed(why));
}

fn refused(model: &mut Model, list: Arc<RefusedList>) {
    let overlays = model.overlay.iter_mut().chain(&mut model.under);
    for overlay in overlays {
        if let Overlay::Refused { list: shown, .. } = overlay {
            *shown = Some(list.clone());
        }
    }
}

fn case_saved(model: &mut Model, result: Result<(), String>) -> Vec<Effect> {
    model.pending.saves = model.pending.saves.saturating_sub(1);
    match result {
        Ok(()) if model.pending.saves == 0 => {
            model.unsaved = false;
            model.notice.get_or_insert(Notice::CaseSaved);
        }
        Ok(()) => return Vec::new(),
        Err(why) => model.notice = Some(Notice::CaseNotSaved(why)),
    }
    match std::mem::take(&mut model.pending.leaving) {
        true => model.leave(),
        false => Vec::new(),
    }
}
