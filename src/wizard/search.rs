//! The search across all evidence: at once through what was understood of it, and by
//! the worker through the text of every file.

use super::sessions::{open_with, window_top};
use super::update::moved;
use super::{
    Action, Effect, Held, LineEdit, Model, Notice, Overlay, Place, certificates, outgoing,
};
use crate::diagnosis::Code;
use crate::evidence::Location;
use crate::facts::sessions::{Filter, contains};

/// Hits of each kind in what was understood.
const MAX_KNOWN: usize = 50;

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

/// What was understood of the evidence and holds the text.
fn known(held: &Held, text: &str) -> Vec<Hit> {
    let word = text.to_lowercase();
    let mut hits = findings(held, &word);
    hits.extend(certificates(held, &word));
    hits.extend(objects(held, &word));
    hits.extend(sessions(held, &word));
    hits
}

fn findings(held: &Held, word: &str) -> Vec<Hit> {
    let findings = held.diagnosis.findings.iter().filter(|f| {
        let named = [f.code.to_string(), f.entry().name.to_owned()];
        named.iter().any(|n| contains(n, word))
            || f.locations.iter().any(|l| contains(&l.excerpt, word))
    });
    let hits = findings.map(|f| Hit::Finding(f.code));
    hits.take(MAX_KNOWN).collect()
}

fn certificates(held: &Held, word: &str) -> Vec<Hit> {
    let all = held.gathered.facts.certificates.iter().filter(|c| {
        let values = [&c.subject, &c.issuer, &c.serial];
        let values = values.into_iter().flatten();
        let names = c.names.all().into_iter().map(ToString::to_string);
        let mut all = names.chain(values.cloned()).chain([c.thumbprint.clone()]);
        all.any(|value| contains(&value, word))
    });
    let hits = all.map(|c| Hit::Certificate(c.thumbprint.clone(), c.display_name()));
    hits.take(MAX_KNOWN).collect()
}

fn objects(held: &Held, word: &str) -> Vec<Hit> {
    let facts = &held.gathered.facts;
    let inbound = facts.tenant.connectors().iter().map(|c| (&c.name, &c.at));
    let send = facts
        .send_connectors
        .iter()
        .flatten()
        .map(|c| (&c.name, &c.at));
    let named = inbound.chain(send).filter(|(name, _)| contains(name, word));
    let hit = |(name, at): (&String, &Location)| Some(Hit::Object(name.clone(), held.place(at)?));
    named.filter_map(hit).take(MAX_KNOWN).collect()
}

/// Names that sessions have in common. How many have a name is told by the filter that
/// shows them.
fn sessions(held: &Held, word: &str) -> Vec<Hit> {
    let index = &held.sessions;
    let addresses = index.addresses.iter().map(ToString::to_string);
    let domains = index.domains.iter().map(ToString::to_string);
    let names = index.servers.iter().chain(&index.connectors).cloned();
    let all = names.chain(domains).chain(addresses);
    let mut named: Vec<String> = all.filter(|name| contains(name, word)).collect();
    named.sort();
    named.dedup();
    named.truncate(MAX_SESSION_NAMES);
    let hit = |name: String| {
        let filter = Filter {
            text: name.clone(),
            ..Filter::default()
        };
        // Counting millions for each name would be felt.
        let counted = index.rows.len() <= COUNTED;
        let count = counted.then(|| filter.apply(index).len());
        Hit::Sessions(name, count.unwrap_or(0))
    };
    named.into_iter().map(hit).collect()
}

/// Names of sessions that are listed.
const MAX_SESSION_NAMES: usize = 20;
/// With more sessions it is not told how many have a name.
const COUNTED: usize = 20_000;

#[cfg(test)]
mod tests;
