//! The truth table: for every way and sender, what the rules predict and what
//! Exchange Online answered. Where they differ it stands out.

use super::Draw;
use crate::attribution::Row;
use crate::i18n::words::truth;
use crate::report::truth::{COLUMNS, cells};
use crate::terminal::Role;
use crate::tui::sheet::Shown;
use crate::wizard::Overlay;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let (Some(Overlay::Table { scroll }), Some(analysis)) = (&draw.model.overlay, draw.analysis())
    else {
        return Shown::default();
    };
    let lang = draw.model.lang;
    let mut sheet = draw.sheet();
    sheet.heading(truth::heading(lang));
    sheet.blank();
    let rows = &analysis.rows;
    if rows.is_empty() {
        sheet.say(Role::Muted, truth::no_rows(lang));
        return draw.show(&sheet, Some(*scroll));
    }
    let head = truth::columns(lang).map(|text| (Role::Muted, text.to_owned()));
    let rows = rows
        .iter()
        .map(|row| cells(lang, draw.ink.glyphs(), row, true));
    let table: Vec<Vec<(Role, String)>> = std::iter::once(head)
        .chain(rows)
        .map(|row| row.to_vec())
        .collect();
    sheet.table(&COLUMNS, &table, None, |_, _| {});
    sheet.blank();
    sheet.say(Role::Muted, truth::legend(lang));
    if analysis.rows.iter().any(Row::disagrees) {
        sheet.say(Role::Muted, truth::disagrees(lang));
    }
    draw.show(&sheet, Some(*scroll))
}
