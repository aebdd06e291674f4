//! The saved cases, and what is asked about one.

use super::{Draw, input};
use crate::case::Listed;
use crate::i18n::wizard::{Word, word};
use crate::i18n::{case_age, case_step, case_what};
use crate::terminal::{Column, Overflow, Role};
use crate::tui::sheet::Shown;
use crate::wizard::Overlay;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Cases(cases)) = &draw.model.overlay else {
        return Shown::default();
    };
    let lang = draw.model.lang;
    let mut sheet = draw.sheet();
    sheet.heading(word(lang, Word::Cases));
    if !cases.folder.as_os_str().is_empty() {
        let first = vec![draw.ink.muted(&format!("{}: ", word(lang, Word::CasesIn)))];
        sheet.hang_parts(first, Role::Muted, &cases.folder.to_string_lossy());
    }
    sheet.blank();
    match (&cases.trouble, &cases.listed) {
        (Some(trouble), _) => sheet.say(Role::Danger, trouble),
        (None, None) => sheet.say(Role::Muted, word(lang, Word::CasesReading)),
        (None, Some(all)) if all.is_empty() => sheet.say(Role::Plain, word(lang, Word::NoCases)),
        (None, Some(all)) => {
            let rows: Vec<_> = all.iter().map(|case| row(draw, case)).collect();
            let columns = [
                Column::left(Overflow::Wrap, 16),
                Column::left(Overflow::Keep, 0),
                Column::left(Overflow::Keep, 0),
                Column::left(Overflow::Wrap, 16),
            ];
            sheet.table(&columns, &rows, Some(cases.selection.row), |_, _| {});
        }
    }
    draw.show(&sheet, None)
}

fn row(draw: &Draw, case: &Listed) -> Vec<(Role, String)> {
    let lang = draw.model.lang;
    let name = match case.name == draw.model.name {
        true => format!("{} {}", case.name, word(lang, Word::CaseIsOpen)),
        false => case.name.clone(),
    };
    let role = match (&case.about, case.step) {
        (_, None) => Role::Warning,
        (None, _) => Role::Muted,
        (Some(_), _) => Role::Plain,
    };
    let step = case.step.map(|step| case_step(lang, step));
    let age = case_age(lang, draw.model.clock, case.saved);
    vec![
        (Role::Plain, name),
        (Role::Muted, age),
        (Role::Muted, step.unwrap_or_default()),
        (role, case_what(lang, case)),
    ]
}

/// The new name of a case, and whether one is to be deleted.
pub(super) fn asked(draw: &mut Draw) -> Shown {
    let lang = draw.model.lang;
    let mut sheet = draw.sheet();
    sheet.blank();
    match &draw.model.overlay {
        Some(Overlay::CaseName { from, line }) => {
            sheet.heading(word(lang, Word::CaseName));
            sheet.say(Role::Muted, from);
            sheet.blank();
            input::draw(&mut sheet, line, &[], true, "");
        }
        Some(Overlay::AskDelete(name)) => {
            sheet.say(Role::Heading, word(lang, Word::AskDelete));
            sheet.say(Role::Plain, name);
            sheet.blank();
            if let Some(path) = draw.model.case_file(name) {
                sheet.say(Role::Muted, &path.to_string_lossy());
            }
            sheet.say(Role::Plain, word(lang, Word::DeleteIsFinal));
        }
        _ => {}
    }
    draw.show(&sheet, None)
}
