//! Every way and sender of the log: what the rules predict, what was answered.

use super::page::{INDENT, Page, Piece};
use super::{TextInput, words};
use crate::attribution::Row;
use crate::i18n::words::truth;
use crate::report::truth::{COLUMNS, cells};
use crate::terminal::{Role, Table, sanitise};

/// With one row there is nothing to compare.
const MIN_ROWS: usize = 2;
/// More than these are for the JSON.
const MAX_ROWS: usize = 12;
const GAP: usize = 2;

pub(super) fn write(page: &mut Page, report: &TextInput) {
    let rows = &report.verdicts.rows;
    if rows.len() < MIN_ROWS {
        return;
    }
    page.heading(truth::heading(report.lang));
    // What fails, and what was answered otherwise than predicted, is shown first.
    let mut shown: Vec<&Row> = rows.iter().collect();
    if rows.len() > MAX_ROWS {
        shown.sort_by_key(|row| (!row.disagrees(), row.refused == 0));
        shown.truncate(MAX_ROWS);
    }
    table(page, &shown, true);
    if rows.len() > MAX_ROWS {
        let more = words::more(report.lang, rows.len() - MAX_ROWS);
        page.prose(INDENT, Role::Muted, &more);
    }
    if shown.iter().any(|row| row.disagrees()) {
        page.prose(INDENT, Role::Muted, truth::disagrees(report.lang));
    }
}

/// These rows with their heads; `marked` where the answers were given to the very
/// values that the predictions are for.
pub(super) fn table(page: &mut Page, rows: &[&Row], marked: bool) {
    let head = truth::columns(page.lang).map(|text| (Role::Muted, text.to_owned()));
    let rows = rows
        .iter()
        .map(|row| cells(page.lang, page.glyphs, row, marked));
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
