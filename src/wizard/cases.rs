//! The saved cases: which there are, going on with one, renaming, deleting.

use std::path::{Path, PathBuf};

use super::update::moved;
use super::{Action, CaseList, Effect, LineEdit, Model, Notice, Overlay};
use crate::case::{Case, Listed, Refused};

/// Opens the list. What is open here is saved first, so that it is in it.
pub(super) fn list(model: &mut Model) -> Vec<Effect> {
    if !model.keeps_case {
        model.notice = Some(Notice::NoCases);
        return Vec::new();
    }
    model.put_on_top(Overlay::Cases(CaseList::default()));
    let mut effects = model.save_case();
    effects.push(Effect::ListCases);
    effects
}

/// Keys of the list.
pub(super) fn update(model: &mut Model, action: &Action) -> Vec<Effect> {
    let page = model.size.page;
    let Some(Overlay::Cases(cases)) = &mut model.overlay else {
        return Vec::new();
    };
    let rows = cases.listed.as_ref().map_or(0, Vec::len);
    if let Some(to) = moved(cases.selection.row, rows, page, action) {
        cases.selection.row = to;
        return Vec::new();
    }
    let Some(name) = cases.selected().map(|c| c.name.clone()) else {
        return Vec::new();
    };
    match action {
        Action::Open if name == model.name => model.take_off(),
        Action::Open => {
            let mut effects = model.save_case();
            effects.push(Effect::OpenCase(name));
            return effects;
        }
        Action::Rename => {
            let line = LineEdit::with(&name);
            model.put_on_top(Overlay::CaseName { from: name, line });
        }
        Action::Remove if name == model.name => model.notice = Some(Notice::CaseIsOpen),
        Action::Remove => model.put_on_top(Overlay::AskDelete(name)),
        _ => {}
    }
    Vec::new()
}

/// Takes the new name.
pub(super) fn named(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::CaseName { from, line }) = &model.overlay else {
        return Vec::new();
    };
    let (from, to) = (from.clone(), line.text.trim().to_owned());
    model.take_off();
    match from == to {
        true => Vec::new(),
        false => vec![Effect::RenameCase { from, to }],
    }
}

/// Takes the answer.
pub(super) fn asked(model: &mut Model, action: &Action) -> Vec<Effect> {
    let Some(Overlay::AskDelete(name)) = &model.overlay else {
        return Vec::new();
    };
    let name = name.clone();
    match action {
        Action::Yes => {
            model.take_off();
            vec![Effect::DeleteCase(name)]
        }
        Action::No => {
            model.take_off();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// The list has come.
pub(super) fn listed(model: &mut Model, folder: PathBuf, listed: Result<Vec<Listed>, String>) {
    if let Some(cases) = shown(model) {
        cases.folder = folder;
        match listed {
            Ok(listed) => {
                let last = listed.len().saturating_sub(1);
                cases.selection.row = cases.selection.row.min(last);
                (cases.listed, cases.trouble) = (Some(listed), None);
            }
            Err(why) => (cases.listed, cases.trouble) = (Some(Vec::new()), Some(why)),
        }
    }
}

/// A case has come: the wizard goes on with it, as if it had been started with it.
pub(super) fn opened(
    model: &mut Model,
    result: Result<Box<Case>, (String, Refused)>,
) -> Vec<Effect> {
    let case = match result {
        Ok(case) => case,
        Err((name, why)) => {
            model.notice = Some(Notice::CaseRefused(name, why));
            return Vec::new();
        }
    };
    let mut effects = match model.loading {
        Some(_) => vec![Effect::Cancel],
        None => Vec::new(),
    };
    let fresh = Model::new(model.lang, case.name.clone(), model.now);
    let before = std::mem::replace(model, fresh);
    model.settings = before.settings;
    model.settings_file = before.settings_file;
    model.system_lang = before.system_lang;
    model.light = before.light;
    model.clock = before.clock;
    model.zone = before.zone;
    model.home = before.home;
    model.size = before.size;
    // Answers to what the other case had asked for belong to nobody.
    model.pending.run = before.pending.run + 1;
    model.pending.saves = before.pending.saves;
    effects.extend(model.resume(&case));
    effects
}

/// A case was renamed, or not.
pub(super) fn renamed(
    model: &mut Model,
    from: String,
    to: String,
    result: Result<(), Refused>,
) -> Vec<Effect> {
    match result {
        Ok(()) => {
            if model.name == from {
                model.name.clone_from(&to);
            }
            model.notice = Some(Notice::CaseRenamed(to));
        }
        // It is the new name that is taken, or empty.
        Err(why @ (Refused::NameTaken | Refused::NoName)) => {
            model.notice = Some(Notice::CaseRefused(to, why));
        }
        Err(why) => model.notice = Some(Notice::CaseRefused(from, why)),
    }
    again(model)
}

/// A case was deleted, or not.
pub(super) fn deleted(model: &mut Model, name: String, result: Result<(), Refused>) -> Vec<Effect> {
    model.notice = Some(match result {
        Ok(()) => Notice::CaseDeleted(name),
        Err(why) => Notice::CaseRefused(name, why),
    });
    again(model)
}

fn again(model: &mut Model) -> Vec<Effect> {
    match shown(model) {
        Some(_) => vec![Effect::ListCases],
        None => Vec::new(),
    }
}

/// The list, on top or below what lies on it.
fn shown(model: &mut Model) -> Option<&mut CaseList> {
    let all = model.overlay.iter_mut().chain(model.under.iter_mut().rev());
    all.into_iter().find_map(|overlay| match overlay {
        Overlay::Cases(cases) => Some(cases),
        _ => None,
    })
}

impl Model {
    /// The file of a case, as the list on the screen tells it.
    pub fn case_file(&self, name: &str) -> Option<&Path> {
        let mut all = self.overlay.iter().chain(&self.under);
        let cases = all.find_map(|overlay| match overlay {
            Overlay::Cases(cases) => cases.listed.as_ref(),
            _ => None,
        })?;
        let case = cases.iter().find(|c| c.name == name)?;
        Some(&case.path)
    }
}

impl CaseList {
    /// The case under the cursor.
    pub fn selected(&self) -> Option<&Listed> {
        self.listed.as_ref()?.get(self.selection.row)
    }
}
