//! What the rules predict for every way and sender that the log knows, beside what
//! Exchange Online answered. Where they differ it stands out.

use super::Draw;
use crate::attribution::Row;
use crate::i18n::words::truth;
use crate::report::truth::{COLUMNS, cells};
use crate::terminal::Role;
use crate::tui::sheet::Shown;
use crate::wizard::Overlay;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let (Some(Overlay::Table(selection)), Some(analysis)) = (&draw.model.overlay, draw.analysis())
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
        return draw.show(&sheet, None);
    }
    let head = truth::columns(lang).map(|text| (Role::Muted, text.to_owned()));
    let cells = rows
        .iter()
        .map(|row| cells(lang, draw.ink.glyphs(), row, true));
    let table: Vec<Vec<(Role, String)>> = std::iter::once(head)
        .chain(cells)
        .map(|row| row.to_vec())
        .collect();
    // The first line names the columns.
    let number = |nth: usize| nth.checked_sub(1);
    sheet.part_of_list(&COLUMNS, &table, number, Some(selection.row + 1), |_, _| {});
    sheet.blank();
    sheet.say(Role::Muted, truth::legend(lang));
    if rows.iter().any(Row::disagrees) {
        sheet.say(Role::Muted, truth::disagrees(lang));
    }
    match selection.row {
        // At its ends what stands above and below is seen.
        0 => sheet.focus_from(0),
        row if row + 1 == rows.len() => sheet.focus_to_end(),
        _ => {}
    }
    draw.show(&sheet, None)
}
