//! What lies on top of a step takes the keys before it does.

use super::update::{Answer, COLUMNS, line, moved};
use super::{
    Action, Effect, Focus, Model, Overlay, Viewer, browser, cases, certificates, fix, left_out,
    outgoing, password, refused, search, sessions, settings, truth_table, what_if,
};

/// Everything is answered while something lies on top: nothing below moves unseen.
pub(super) fn update(model: &mut Model, action: &Action) -> Answer {
    model.overlay.as_ref()?;
    Some(match action {
        Action::Close if matches!(model.overlay, Some(Overlay::Password(_))) => {
            password::skip(model)
        }
        Action::Close if sessions::close(model) || what_if::close(model) => Vec::new(),
        Action::Close if search::leaves(model) => search::close(model),
        // What is being typed is left first.
        Action::Close if browser::forget_typed(model) => Vec::new(),
        Action::Close => {
            model.pending.tick = false;
            model.take_off();
            Vec::new()
        }
        Action::Quit => model.leave(),
        _ => on_top(model, action),
    })
}

fn on_top(model: &mut Model, action: &Action) -> Vec<Effect> {
    if model.focus() == Focus::Line {
        return typed(model, action);
    }
    let (page, end) = (model.size.page, model.size.scroll_end);
    if let Some(effects) = beside(model, action) {
        return effects;
    }
    if *action == Action::Sessions {
        let finding = match &model.overlay {
            Some(Overlay::Page { code, .. }) => Some(*code),
            _ => None,
        };
        return sessions::open_for(model, finding);
    }
    match &mut model.overlay {
        Some(Overlay::Table(_)) => truth_table::update(model, action),
        Some(Overlay::Help { scroll } | Overlay::Page { scroll, .. }) => {
            scrolled(scroll, end, page, action);
            Vec::new()
        }
        Some(Overlay::Plain { scroll, text }) => {
            if *action == Action::Copy {
                let text = text.clone();
                return outgoing::copy(model, Some(text));
            }
            scrolled(scroll, end, page, action);
            Vec::new()
        }
        Some(Overlay::Source(viewer)) => source(viewer, page, end, action),
        Some(Overlay::Settings(_)) => settings::update(model, action),
        Some(Overlay::Cases(_)) => cases::update(model, action),
        Some(Overlay::AskDelete(_)) => cases::asked(model, action),
        Some(Overlay::AskRemove(_)) => left_out::asked(model, action),
        Some(Overlay::Browser(_)) => browser::update(model, action),
        Some(Overlay::AskQuit) => ask_quit(model, action),
        Some(
            Overlay::Initials(_)
            | Overlay::Note(_)
            | Overlay::SaveTo { .. }
            | Overlay::CaseName { .. }
            | Overlay::Jump { .. }
            | Overlay::Password(_)
            | Overlay::Sessions(_)
            | Overlay::Transcript(_)
            | Overlay::Certificates(_)
            | Overlay::Certificate(_)
            | Overlay::WhatIf(_)
            | Overlay::Search(_)
            | Overlay::Refused { .. },
        )
        | None => Vec::new(),
    }
}

/// Keys of the views beside the steps.
fn beside(model: &mut Model, action: &Action) -> Answer {
    let update = match model.overlay.as_ref()? {
        Overlay::Sessions(_) => sessions::update,
        Overlay::Transcript(_) => sessions::update_transcript,
        Overlay::Certificates(_) => certificates::update_list,
        Overlay::Certificate(_) => certificates::update,
        Overlay::WhatIf(_) => what_if::update,
        Overlay::Search(_) => search::update,
        Overlay::Refused { .. } => refused::update,
        _ => return None,
    };
    Some(update(model, action))
}

fn scrolled(scroll: &mut usize, end: usize, page: usize, action: &Action) {
    if let Some(to) = moved(*scroll, end.saturating_add(1), page, action) {
        *scroll = to;
    }
}

/// A line that is asked for.
fn typed(model: &mut Model, action: &Action) -> Vec<Effect> {
    if let Action::Paste(text) = action {
        let first = text.lines().next().unwrap_or_default();
        if let Some((line, _)) = model.line_mut() {
            line.insert(first);
        }
        if let Some(Overlay::Jump { selection, .. }) = &mut model.overlay {
            selection.row = 0;
        }
        return Vec::new();
    }
    if let Some(effects) = jump(model, action).or_else(|| line(model, action)) {
        return effects;
    }
    match (&model.overlay, action) {
        (Some(Overlay::Initials(_)), Action::Submit | Action::Open) => fix::initials_given(model),
        (Some(Overlay::Note(_)), Action::Submit | Action::Open) => fix::noted(model),
        (Some(Overlay::SaveTo { .. }), Action::Submit | Action::Open) => outgoing::write(model),
        (Some(Overlay::SaveTo { .. }), Action::Redact) => {
            outgoing::redact(model);
            Vec::new()
        }
        (Some(Overlay::Sessions(_)), Action::Submit | Action::Open) => sessions::line_taken(model),
        (Some(Overlay::CaseName { .. }), Action::Submit | Action::Open) => cases::named(model),
        (Some(Overlay::Search(_)), Action::Submit | Action::Open) => search::line_taken(model),
        (Some(Overlay::WhatIf(_)), _) => what_if::update(model, action),
        (Some(Overlay::Password(_)), Action::Submit | Action::Open) => password::submit(model),
        _ => Vec::new(),
    }
}

/// The rows below the line in which one chooses what to do. Which are left is the
/// face's to know: it performs what is chosen.
fn jump(model: &mut Model, action: &Action) -> Answer {
    let (page, end) = (model.size.page, model.size.scroll_end);
    let Some(Overlay::Jump { selection, .. }) = &mut model.overlay else {
        return None;
    };
    match action {
        Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::Select(_) => {
            let rows = end.saturating_add(1);
            selection.row = moved(selection.row, rows, page, action)?;
            Some(Vec::new())
        }
        Action::Type(_) | Action::Backspace | Action::Delete => {
            selection.row = 0;
            None
        }
        _ => None,
    }
}

fn source(viewer: &mut Viewer, page: usize, end: usize, action: &Action) -> Vec<Effect> {
    match action {
        Action::Next => return turn(viewer, 1),
        Action::Back => return turn(viewer, viewer.places.len().saturating_sub(1)),
        Action::CursorLeft => viewer.column = viewer.column.saturating_sub(COLUMNS),
        Action::CursorRight => viewer.column = viewer.column.saturating_add(COLUMNS),
        _ => {
            // The line that was asked for may be more than one on the screen.
            let rows = match end {
                usize::MAX => viewer.lines.len(),
                end => end.saturating_add(1),
            };
            if let Some(to) = moved(viewer.scroll, rows, page, action) {
                viewer.scroll = to;
            }
        }
    }
    Vec::new()
}

/// To another place of the value, round and round.
fn turn(viewer: &mut Viewer, by: usize) -> Vec<Effect> {
    if viewer.places.len() < 2 {
        return Vec::new();
    }
    let next = (viewer.place + by) % viewer.places.len();
    let places = std::mem::take(&mut viewer.places);
    let (shown, effects) = super::open_place(places, next);
    *viewer = shown;
    effects
}

fn ask_quit(model: &mut Model, action: &Action) -> Vec<Effect> {
    match action {
        Action::Yes => return vec![Effect::Quit],
        Action::No => model.take_off(),
        _ => {}
    }
    Vec::new()
}
