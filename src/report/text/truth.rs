//! Every way and sender of the log: what the rules predict, what was answered.

use super::TextInput;
use super::page::{INDENT, Page, Piece};
use crate::i18n::words::truth;
use crate::report::truth::{COLUMNS, cells};
use crate::terminal::{Role, Table, sanitise};

/// With one row there is nothing to compare; more than these are for the JSON.
const ROWS: std::ops::RangeInclusive<usize> = 2..=12;
const GAP: usize = 2;

pub(super) fn write(page: &mut Page, report: &TextInput) {
    let rows = &report.verdicts.rows;
    if !ROWS.contains(&rows.len()) {
        return;
    }
    page.heading(truth::heading(report.lang));
    let head = truth::columns(report.lang).map(|text| (Role::Muted, text.to_owned()));
    let rows = rows.iter().map(|row| cells(page.lang, page.glyphs, row));
    let rows: Vec<_> = std::iter::once(head).chain(rows).collect();
    let texts: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|(_, t)| sanitise(t).into_owned()).collect())
        .collect();
    let table = Table {
        columns: &COLUMNS,
        width: page.width.saturating_sub(INDENT),
        gap: GAP,
        ellipsis: page.ellipsis,
        ambiguous: page.ambiguous,
    };
    for line in table.lay_out(&texts) {
        let mut pieces: Vec<Piece> = Vec::new();
        for (nth, cell) in line.cells.into_iter().enumerate() {
            let gap = if nth == 0 { 0 } else { GAP };
            pieces.push((Role::Plain, " ".repeat(gap)));
            let role = rows.get(line.row).and_then(|row| row.get(nth));
            pieces.push((role.map_or(Role::Plain, |(role, _)| *role), cell));
        }
        page.line(INDENT, &pieces);
    }
}
