//! What is kept between one run and the next: the settings and the saved cases.

use super::{numbered, pages};
use crate::case::Listed;
use crate::config::Setting;
use crate::i18n::linear::{other_values, setting_line};
use crate::i18n::wizard::{Word, word};
use crate::i18n::{case_age, case_step, case_what, comma, setting_name, setting_value, trouble};
use crate::linear::offers::on_page;
use crate::linear::page::Page;
use crate::terminal::Role;
use crate::wizard::{CaseList, Model};

pub(super) fn settings(page: &mut Page, model: &Model) {
    let lang = model.lang;
    page.blank();
    for (nth, one) in Setting::ALL.into_iter().enumerate() {
        setting(page, model, nth);
        page.below(Role::Muted, setting_line(lang, one));
    }
    page.blank();
    let file = &model.settings_file;
    match &file.path {
        Some(path) => {
            let text = format!("{}: {}", word(lang, Word::SavedIn), path.to_string_lossy());
            page.say(Role::Plain, &text);
        }
        None => page.say(Role::Muted, word(lang, Word::SavedNowhere)),
    }
    if !file.troubles.is_empty() {
        page.say(Role::Warning, word(lang, Word::SettingsTroubles));
        for wrong in &file.troubles {
            page.hang("   - ", Role::Plain, &trouble(lang, wrong));
        }
    }
}

/// A setting: what it is, and what else it can be.
pub(super) fn setting(page: &mut Page, model: &Model, nth: usize) {
    let Some(setting) = Setting::ALL.get(nth).copied() else {
        return;
    };
    let lang = model.lang;
    let set = model.settings.value(setting);
    let said = |value: &str| setting_value(lang, setting, value);
    let text = format!("{}: {}", setting_name(lang, setting), said(set));
    numbered(page, nth, Role::Plain, &text);
    let others = setting.values().iter().filter(|value| **value != set);
    let others: Vec<&str> = others.map(|value| said(value)).collect();
    page.below(Role::Muted, &other_values(lang, &others));
}

pub(super) fn cases(page: &mut Page, model: &Model, cases: &CaseList) {
    let lang = model.lang;
    if !cases.folder.as_os_str().is_empty() {
        let folder = cases.folder.to_string_lossy();
        let text = format!("{}: {folder}", word(lang, Word::CasesIn));
        page.say(Role::Muted, &text);
    }
    page.blank();
    match (&cases.trouble, &cases.listed) {
        (Some(trouble), _) => page.say(Role::Danger, trouble),
        (None, None) => page.say(Role::Muted, word(lang, Word::CasesReading)),
        (None, Some(all)) if all.is_empty() => page.say(Role::Plain, word(lang, Word::NoCases)),
        (None, Some(all)) => {
            pages(page, model);
            for nth in on_page(model) {
                if let Some(case) = all.get(nth) {
                    listed(page, model, nth, case);
                }
            }
        }
    }
}

/// A case: its name, when it was saved, where it stands, what it is about.
pub(super) fn listed(page: &mut Page, model: &Model, nth: usize, case: &Listed) {
    let lang = model.lang;
    let name = match case.name == model.name {
        true => format!("{} {}", case.name, word(lang, Word::CaseIsOpen)),
        false => case.name.clone(),
    };
    let mut told = vec![name, case_age(lang, model.clock, case.saved)];
    told.extend(case.step.map(|step| case_step(lang, step)));
    told.push(case_what(lang, case));
    numbered(page, nth, Role::Plain, &told.join(comma(lang)));
}

/// The same with its file.
pub(super) fn case(page: &mut Page, model: &Model, cases: &CaseList, nth: usize) {
    if let Some(one) = cases.listed.iter().flatten().nth(nth) {
        listed(page, model, nth, one);
        page.below(Role::Muted, &one.path.to_string_lossy());
    }
}
