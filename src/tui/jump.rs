//! `:`: everything that can be done where one stands, from the table of keys, with the
//! steps and the pages of the findings.

use super::keymap::here;
use super::place::Place;
use super::theme::Theme;
use crate::i18n::title;
use crate::i18n::wizard::{key_label, step_name};
use crate::wizard::{Action, Model, Overlay, StepId};

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// In words.
    pub(super) words: String,
    /// Its key, where it has one.
    pub(super) keys: String,
    /// What is done.
    pub(super) action: Action,
}

/// What is left of it by what is typed: every word of that is in its words or its key.
pub(super) fn left(theme: &Theme, model: &Model, typed: &str) -> Vec<Choice> {
    let typed = typed.to_lowercase();
    let fits = |choice: &Choice| {
        let text = format!("{} {}", choice.words, choice.keys).to_lowercase();
        typed.split_whitespace().all(|word| text.contains(word))
    };
    all(theme, model).into_iter().filter(fits).collect()
}

fn all(theme: &Theme, model: &Model) -> Vec<Choice> {
    let (place, on_top) = match model.under.last() {
        Some(overlay) => (Place::on_top(overlay), true),
        None => (Place::beneath(model), false),
    };
    let key = |action: &Action| {
        let key = theme.keys.key_of(place, action);
        key.map(|k| k.name(model.lang, theme.ascii()))
            .unwrap_or_default()
    };
    let mut choices = Vec::new();
    if !on_top {
        choices.extend(StepId::ALL.map(|step| {
            let action = Action::GoTo(step);
            let name = step_name(model.lang, step.number());
            Choice {
                words: format!("{} {name}", step.number()),
                keys: key(&action),
                action,
            }
        }));
    }
    for binding in here(place) {
        let action = (binding.action)();
        if moves(&action) || choices.iter().any(|c: &Choice| c.action == action) {
            continue;
        }
        choices.push(Choice {
            words: key_label(model.lang, binding.label).to_owned(),
            keys: key(&action),
            action,
        });
    }
    let findings = model.analysis.iter().flat_map(|a| &a.diagnosis.findings);
    choices.extend(findings.map(|finding| Choice {
        words: format!("{}  {}", finding.code, title(model.lang, finding)),
        keys: String::new(),
        action: Action::Page(finding.code),
    }));
    choices
}

/// What is moving or typing, and nothing to look for by name.
fn moves(action: &Action) -> bool {
    use Action as A;
    matches!(
        action,
        A::Up
            | A::Down
            | A::PageUp
            | A::PageDown
            | A::First
            | A::Last
            | A::GoTo(_)
            | A::Backspace
            | A::Delete
            | A::CursorLeft
            | A::CursorRight
            | A::Complete
            | A::Jump
    )
}

/// What a key means while one chooses: the marked one is done, or the one of a number.
/// A digit that goes on with a code (`RD101`) is typed.
pub(super) fn chosen(theme: &Theme, model: &Model, action: Action) -> Action {
    let Some(Overlay::Jump { line, selection }) = &model.overlay else {
        return action;
    };
    let nth = match &action {
        Action::Submit => {
            let rows = left(theme, model, &line.text).len();
            selection.row.min(rows.saturating_sub(1))
        }
        Action::Type(digit @ '1'..='9') => {
            let more = format!("{}{digit}", line.text);
            let typed = !line.text.trim().is_empty() && !left(theme, model, &more).is_empty();
            match digit.to_digit(10) {
                Some(digit) if !typed => digit as usize - 1,
                _ => return action,
            }
        }
        _ => return action,
    };
    match left(theme, model, &line.text).into_iter().nth(nth) {
        Some(choice) => Action::Perform(Box::new(choice.action)),
        None => action,
    }
}
