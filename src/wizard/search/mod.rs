//! The search across all evidence: at once through what was understood of it, and by
//! the worker through the text of every file.

mod known;

use super::sessions::{open_with, window_top};
use super::update::moved;
use super::{
    Action, Effect, Held, LineEdit, Model, Notice, Overlay, Place, certificates, outgoing,
};
use crate::diagnosis::Code;
use crate::facts::sessions::Filter;
use known::known;

/// Something that holds the text.
#[derive(Debug, Clone, PartialEq)]
pub enum Hit {
    /// A finding, and where it rests.
    Finding(Code),
    /// A certificate: its thumbprint and name.
    Certificate(String, String),
    /// A connector or domain of the configuration: its name, and where it stands.
    Object(String, Place),
    /// A name of sessions, with how many have it.
    Sessions(String, usize),
    /// A line of a file.
    Line(Place),
}

/// How far the worker has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Searched {
    /// Files looked through.
    pub files: usize,
    /// All files.
    pub of: usize,
    /// Bytes looked through.
    pub bytes: u64,
    /// There are more hits than are listed.
    pub more: bool,
    /// It has ended.
    pub done: bool,
}

/// The search.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchView {
    /// Of which judgement.
    pub held: Held,
    /// What is typed.
    pub line: LineEdit,
    /// Whether it is being typed.
    pub typing: bool,
    /// What was searched for, as it was typed.
    pub text: String,
    /// What holds it.
    pub hits: Vec<Hit>,
    /// How far the files have been looked through; `None` before anything was asked for.
    pub searched: Option<Searched>,
    /// The selected hit.
    pub row: usize,
    /// The first on the screen.
    pub top: usize,
    /// Which search.
    pub run: u64,
}

/// A text to be looked for in the files.
#[derive(Debug, Clone, PartialEq)]
pub struct ToSearch {
    /// In the files of this judgement.
    pub held: Held,
    /// The text.
    pub text: String,
    /// Which search.
    pub run: u64,
}

impl SearchView {
    /// The first row on a screen of so many: the selected one is on it.
    pub fn top_within(&self, page: usize) -> usize {
        window_top(self.top, self.row, page)
    }

    /// Whether the worker is still looking.
    pub fn goes_on(&self) -> bool {
        self.searched.is_some_and(|s| !s.done)
    }
}

/// Asks for a text.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let Some(analysis) = model.analysis.clone() else {
        model.notice = Some(Notice::NeedsEvidence);
        return Vec::new();
    };
    let view = SearchView {
        held: Held(analysis),
        line: LineEdit::default(),
        typing: true,
        text: String::new(),
        hits: Vec::new(),
        searched: None,
        row: 0,
        top: 0,
        run: 0,
    };
    model.put_on_top(Overlay::Search(Box::new(view)));
    Vec::new()
}

fn view(model: &mut Model) -> Option<&mut SearchView> {
    match &mut model.overlay {
        Some(Overlay::Search(view)) => Some(view),
        _ => None,
    }
}

/// Whether Esc leads to the hits, or stops the worker, before it leaves the search.
pub(super) fn leaves(model: &mut Model) -> bool {
    view(model).is_some_and(|v| v.goes_on() || v.typing && !v.hits.is_empty())
}

/// Leaves the line to the hits, else stops the worker.
pub(super) fn close(model: &mut Model) -> Vec<Effect> {
    let Some(view) = view(model) else {
        return Vec::new();
    };
    if view.typing && !view.hits.is_empty() {
        view.typing = false;
        view.line = LineEdit::with(&view.text);
        return Vec::new();
    }
    if let Some(searched) = &mut view.searched {
        searched.done = true;
    }
    // While nothing was found there is nothing to stay for.
    if view.hits.is_empty() {
        model.take_off();
    }
    vec![Effect::StopSearch]
}

/// Takes the line.
pub(super) fn line_taken(model: &mut Model) -> Vec<Effect> {
    let Some(view) = view(model) else {
        return Vec::new();
    };
    let text = view.line.text.trim().to_owned();
    if text.is_empty() {
        return Vec::new();
    }
    view.hits = known(&view.held, &text);
    view.text.clone_from(&text);
    view.typing = false;
    (view.row, view.top) = (0, 0);
    view.run += 1;
    view.searched = Some(Searched {
        of: view.held.gathered.files.len(),
        ..Searched::default()
    });
    vec![Effect::Search(Box::new(ToSearch {
        held: view.held.clone(),
        text,
        run: view.run,
    }))]
}

/// Lines that the worker has found since it told last.
pub(super) fn found(model: &mut Model, run: u64, lines: Vec<Place>, searched: Searched) {
    let overlays = model.overlay.iter_mut().chain(&mut model.under);
    for overlay in overlays {
        let Overlay::Search(view) = overlay else {
            continue;
        };
        if view.run == run && view.goes_on() {
            view.hits.extend(lines.iter().cloned().map(Hit::Line));
            view.searched = Some(searched);
        }
    }
}

/// Its keys, while no line is typed.
pub(super) fn update(model: &mut Model, action: &Action) -> Vec<Effect> {
    let page = model.size.page;
    let Some(view) = view(model) else {
        return Vec::new();
    };
    match action {
        Action::Open | Action::Submit => {
            let hit = view.hits.get(view.row).cloned();
            let held = view.held.clone();
            return hit.map_or_else(Vec::new, |hit| follow(model, held, hit));
        }
        Action::Search => {
            view.line = LineEdit::default();
            view.typing = true;
        }
        Action::Copy => {
            let text = view.hits.get(view.row).map(copied);
            return outgoing::copy(model, text);
        }
        _ => {
            if let Some(to) = moved(view.row, view.hits.len(), page, action) {
                view.row = to;
                view.top = window_top(view.top, to, page);
            }
        }
    }
    Vec::new()
}

fn copied(hit: &Hit) -> String {
    match hit {
        Hit::Finding(code) => code.to_string(),
        Hit::Certificate(thumbprint, _) => thumbprint.clone(),
        Hit::Object(_, place) | Hit::Line(place) => {
            format!("{}:{}  {}", place.path, place.line, place.excerpt)
        }
        Hit::Sessions(name, _) => name.clone(),
    }
}

/// Goes where a hit is.
fn follow(model: &mut Model, held: Held, hit: Hit) -> Vec<Effect> {
    match hit {
        Hit::Finding(code) => model.put_on_top(Overlay::Page { code, scroll: 0 }),
        Hit::Certificate(thumbprint, _) => certificates::show(model, held, thumbprint),
        Hit::Object(_, place) | Hit::Line(place) => return outgoing::show(model, vec![place]),
        Hit::Sessions(name, _) => {
            let filter = Filter {
                text: name,
                ..Filter::default()
            };
            return open_with(model, held, filter);
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests;
