//! The what-if: values changed one by one, and what the replay says before and after.
//! The worker replays; what is typed is read as `simulate --set` reads it.

mod predicted;
mod target;

use std::collections::BTreeMap;
use std::path::Path;

use super::sessions::window_top;
use super::update::moved;
use super::{Action, Effect, Held, LineEdit, Model, Notice, Overlay, outgoing};
use crate::attribution::{Change, Shown};
use crate::evidence::walk::Input;
use crate::remedy::powershell::quote::shown as quoted;
use crate::remedy::{WrongSetting, parse_setting};

pub use predicted::Predicted;
pub use target::Target;
use target::{now, present, setting, suggestions, targets};

/// The what-if.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIfView {
    /// Of which judgement.
    pub held: Held,
    /// What can be changed.
    pub targets: Vec<Target>,
    /// What it is now, a value a target.
    pub now: Vec<Shown>,
    /// What was changed, as it was typed, by the target's number.
    pub changed: BTreeMap<usize, String>,
    /// The selected target.
    pub row: usize,
    /// The first on the screen.
    pub top: usize,
    /// The value while it is typed.
    pub line: Option<LineEdit>,
    /// Why what was typed cannot be used, with the setting.
    pub wrong: Option<(String, WrongSetting)>,
    /// As it is.
    pub before: Predicted,
    /// As it would be; `None` while nothing is changed, or it is being replayed.
    pub after: Option<Predicted>,
    /// The last replay begun, and whether it goes on.
    pub replaying: (u64, bool),
}

/// Changes to be replayed.
#[derive(Debug, Clone, PartialEq)]
pub struct ToReplay {
    /// Of which judgement.
    pub held: Held,
    /// The changes.
    pub changes: Vec<Change>,
    /// Which replay.
    pub run: u64,
}

impl WhatIfView {
    fn of(held: Held) -> Self {
        let facts = &held.gathered.facts;
        let targets = targets(facts);
        Self {
            now: targets.iter().map(|t| now(facts, t)).collect(),
            before: Predicted::now(&held),
            targets,
            held,
            changed: BTreeMap::new(),
            row: 0,
            top: 0,
            line: None,
            wrong: None,
            after: None,
            replaying: (0, false),
        }
    }

    /// The first row on a screen of so many: the selected one is on it.
    pub fn top_within(&self, page: usize) -> usize {
        window_top(self.top, self.row, page)
    }

    /// `--set` of what was changed.
    pub fn settings(&self) -> Vec<String> {
        let changed = self.changed.iter();
        changed
            .filter_map(|(at, value)| Some(setting(self.targets.get(*at)?, value)))
            .collect()
    }

    /// Takes a value of the selected target.
    fn set(&mut self, value: &str) -> Vec<Effect> {
        let (Some(target), Some(now)) = (self.targets.get(self.row), self.now.get(self.row)) else {
            return Vec::new();
        };
        let value = value.trim();
        let same = match (target, now) {
            (Target::Inbound(..), Shown::Text(now)) => now == value,
            (Target::Inbound(..), Shown::Empty) => value.is_empty() || value == "$null",
            (Target::Inbound(..), Shown::Unknown) => false,
            (Target::Send(_), _) => value.is_empty() || self.is_present(value),
            _ => value.is_empty(),
        };
        if same {
            return self.take_back();
        }
        let setting = setting(target, value);
        if let Err(wrong) = parse_setting(&self.held.gathered.facts, &setting) {
            self.wrong = Some((setting, wrong));
            return Vec::new();
        }
        self.line = None;
        self.wrong = None;
        self.changed.insert(self.row, value.to_owned());
        self.replay()
    }

    fn take_back(&mut self) -> Vec<Effect> {
        self.line = None;
        self.wrong = None;
        match self.changed.remove(&self.row) {
            Some(_) => self.replay(),
            None => Vec::new(),
        }
    }

    fn replay(&mut self) -> Vec<Effect> {
        self.replaying.0 += 1;
        self.after = None;
        self.replaying.1 = !self.changed.is_empty();
        if self.changed.is_empty() {
            return Vec::new();
        }
        let facts = &self.held.gathered.facts;
        let settings = self.settings();
        let changes = settings.iter().filter_map(|s| parse_setting(facts, s).ok());
        vec![Effect::Replay(Box::new(ToReplay {
            held: self.held.clone(),
            changes: changes.flatten().collect(),
            run: self.replaying.0,
        }))]
    }

    /// The value that is typed or was set, else the present one.
    fn value(&self) -> String {
        let typed = self.line.as_ref().map(|line| line.text.clone());
        let set = || self.changed.get(&self.row).cloned();
        let now = || self.present();
        typed.or_else(set).or_else(now).unwrap_or_default()
    }

    /// The present value of the selected target, as it would be typed.
    fn present(&self) -> Option<String> {
        present(&self.held.gathered.facts, self.targets.get(self.row)?)
    }

    fn is_present(&self, value: &str) -> bool {
        self.present()
            .is_some_and(|now| now.eq_ignore_ascii_case(value))
    }

    /// Values that suggest themselves for the selected target.
    pub fn suggestions(&self) -> Vec<String> {
        let target = self.targets.get(self.row);
        target.map_or_else(Vec::new, |t| suggestions(&self.held.gathered.facts, t))
    }

    /// The choice after the value of the selected target, or before it; round and round.
    fn turned(&self, on: bool) -> Option<String> {
        let choices = self.suggestions();
        let value = self.value();
        let at = choices.iter().position(|c| c.eq_ignore_ascii_case(&value));
        let next = match (at, on) {
            (Some(at), true) => (at + 1) % choices.len(),
            (Some(at), false) => (at + choices.len() - 1) % choices.len(),
            (None, _) => 0,
        };
        choices.into_iter().nth(next)
    }
}

/// Opens the what-if.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    match model.analysis.clone() {
        Some(analysis) => {
            let view = WhatIfView::of(Held(analysis));
            model.put_on_top(Overlay::WhatIf(Box::new(view)));
        }
        None => model.notice = Some(Notice::NeedsEvidence),
    }
    Vec::new()
}

/// The replay has come back.
pub(super) fn replayed(model: &mut Model, run: u64, after: Predicted) {
    let overlays = model.overlay.iter_mut().chain(&mut model.under);
    for overlay in overlays {
        if let Overlay::WhatIf(view) = overlay
            && view.replaying == (run, true)
        {
            view.after = Some(after);
            view.replaying.1 = false;
        }
    }
}

/// Leaves the line; false when none is typed.
pub(super) fn close(model: &mut Model) -> bool {
    match &mut model.overlay {
        Some(Overlay::WhatIf(view)) => {
            view.wrong = None;
            view.line.take().is_some()
        }
        _ => false,
    }
}

/// Its keys, those of the line too.
pub(super) fn update(model: &mut Model, action: &Action) -> Vec<Effect> {
    let page = model.size.page;
    if matches!(action, Action::Copy | Action::ShowPlain) {
        let text = command(model);
        return match action {
            Action::Copy => outgoing::copy(model, text),
            _ => outgoing::plain(model, text),
        };
    }
    let Some(Overlay::WhatIf(view)) = &mut model.overlay else {
        return Vec::new();
    };
    match action {
        Action::Open | Action::Submit => match view.line.as_ref().map(|l| l.text.clone()) {
            Some(typed) => return view.set(&typed),
            None => view.line = Some(LineEdit::with(&view.value())),
        },
        Action::NextPane if view.line.is_some() => {
            if let Some(choice) = view.turned(true) {
                view.line = Some(LineEdit::with(&choice));
            }
        }
        Action::CursorLeft | Action::CursorRight => {
            let on = *action == Action::CursorRight;
            if let Some(choice) = view.turned(on) {
                return view.set(&choice);
            }
        }
        Action::Remove => return view.take_back(),
        _ => {
            if let Some(to) = moved(view.row, view.targets.len(), page, action) {
                view.row = to;
                view.top = window_top(view.top, to, page);
                view.wrong = None;
            }
        }
    }
    Vec::new()
}

/// The same from the command line; values are literals of PowerShell.
fn command(model: &Model) -> Option<String> {
    let Some(Overlay::WhatIf(view)) = &model.overlay else {
        return None;
    };
    let settings = view.settings();
    if settings.is_empty() {
        return None;
    }
    let path = |path: &Path| quoted(&path.to_string_lossy());
    let given = model.given.iter().filter_map(|g| match &g.input {
        Input::Path(given) => Some(path(given)),
        Input::Without(_) | Input::Stdin | Input::Memory { .. } | Input::Entry { .. } => None,
    });
    let without = model.left_out_whole();
    let mut words = vec!["relay-doctor simulate".to_owned()];
    words.extend(given);
    words.extend(without.map(|p| format!("--without {}", path(p))));
    words.extend(settings.iter().map(|s| format!("--set {}", quoted(s))));
    Some(words.join(" "))
}

#[cfg(test)]
mod tests;
