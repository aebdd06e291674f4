//! The settings, each with what it can be, and where they are saved.

use super::Draw;
use crate::config::Setting;
use crate::i18n::wizard::{Word, word};
use crate::i18n::{setting_hint, setting_name, setting_value, trouble};
use crate::terminal::{Column, Overflow, Role};
use crate::tui::sheet::{CURSOR, Sheet, Shown};
use crate::wizard::Overlay;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Settings(selection)) = draw.model.overlay else {
        return Shown::default();
    };
    let lang = draw.model.lang;
    let mut sheet = draw.sheet();
    sheet.heading(word(lang, Word::Settings));
    sheet.blank();
    let columns = [
        Column::left(Overflow::Keep, 0),
        Column::left(Overflow::Wrap, 20),
    ];
    let row = |setting: &Setting| {
        let value = draw.model.settings.value(*setting);
        let name = setting_name(lang, *setting).to_owned();
        let value = setting_value(lang, *setting, value).to_owned();
        vec![(Role::Plain, name), (Role::Accent, value)]
    };
    let rows: Vec<_> = Setting::ALL.iter().map(row).collect();
    sheet.table(&columns, &rows, Some(selection.row), |sheet, nth| {
        if let Some(setting) = Setting::ALL.get(nth) {
            about(draw, sheet, *setting);
        }
    });
    sheet.blank();
    file(draw, &mut sheet);
    if selection.row + 1 == Setting::ALL.len() {
        sheet.focus_to_end();
    }
    draw.show(&sheet, None)
}

/// What the setting does, and what it can be; the one that is set stands in brackets.
fn about(draw: &Draw, sheet: &mut Sheet, setting: Setting) {
    let lang = draw.model.lang;
    let margin = " ".repeat(CURSOR + 2);
    let set = draw.model.settings.value(setting);
    let value = |value: &&str| match (*value == set, setting_value(lang, setting, value)) {
        (true, words) => format!("[{words}]"),
        (false, words) => words.to_owned(),
    };
    let values: Vec<String> = setting.values().iter().map(value).collect();
    sheet.hang(&margin, Role::Plain, &values.join("  "));
    sheet.hang(&margin, Role::Muted, setting_hint(lang, setting));
    if setting == Setting::Theme && !draw.ink.theme.colour {
        sheet.hang(&margin, Role::Warning, word(lang, Word::ColourIsOff));
    }
    sheet.blank();
}

/// Where the settings are saved, and what is wrong there.
fn file(draw: &Draw, sheet: &mut Sheet) {
    let lang = draw.model.lang;
    let file = &draw.model.settings_file;
    match &file.path {
        Some(path) => {
            let first = vec![draw.ink.muted(&format!("{}: ", word(lang, Word::SavedIn)))];
            sheet.hang_parts(first, Role::Plain, &path.to_string_lossy());
        }
        None => sheet.say(Role::Muted, word(lang, Word::SavedNowhere)),
    }
    sheet.say(Role::Muted, word(lang, Word::KeysInFile));
    if !file.troubles.is_empty() {
        sheet.blank();
        sheet.say(Role::Warning, word(lang, Word::SettingsTroubles));
        let mark = format!("{} ", draw.ink.glyphs().bullet);
        for wrong in &file.troubles {
            sheet.hang(&mark, Role::Plain, &trouble(lang, wrong));
        }
    }
}
