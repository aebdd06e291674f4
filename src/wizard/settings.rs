//! The settings: what is changed holds at once, and is saved.

use super::update::moved;
use super::{Action, Effect, Model, Notice, Overlay};
use crate::config::{NotSaved, Setting};

/// Keys of the list of settings.
pub(super) fn update(model: &mut Model, action: &Action) -> Vec<Effect> {
    let page = model.size.page;
    let Some(Overlay::Settings(selection)) = &mut model.overlay else {
        return Vec::new();
    };
    if let Some(to) = moved(selection.row, Setting::ALL.len(), page, action) {
        selection.row = to;
        return Vec::new();
    }
    let Some(setting) = Setting::ALL.get(selection.row).copied() else {
        return Vec::new();
    };
    match action {
        Action::Open => change(model, setting, false),
        Action::Back => change(model, setting, true),
        _ => Vec::new(),
    }
}

fn change(model: &mut Model, setting: Setting, back: bool) -> Vec<Effect> {
    let value = model.settings.neighbour(setting, back);
    model.settings.set(setting, value);
    if setting == Setting::Language {
        model.lang = model.settings.language.unwrap_or(model.system_lang);
    }
    let Some(path) = model.settings_file.path.clone() else {
        model.notice = Some(Notice::SettingForNow);
        return Vec::new();
    };
    vec![Effect::SaveSetting {
        path,
        setting,
        value,
    }]
}

/// It was saved, or not.
pub(super) fn saved(model: &mut Model, result: Result<(), NotSaved>) {
    model.notice = match result {
        Ok(()) => model.settings_file.path.clone().map(Notice::SettingSaved),
        Err(why) => Some(Notice::SettingNotSaved(why)),
    };
}
