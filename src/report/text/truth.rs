//! Every way and sender of the log: what the rules predict, what was answered.

use super::page::{INDENT, Page, Piece};
use super::proof::status_role;
use super::{TextInput, words};
use crate::attribution::{Row, Status};
use crate::i18n::words::relay;
use crate::terminal::{Column, Overflow, Role, Table, sanitise};

/// With one row there is nothing to compare; more than these are for the JSON.
const ROWS: std::ops::RangeInclusive<usize> = 2..=12;

const COLUMNS: [Column; 9] = [
    Column::left(Overflow::CutMiddle, 6),
    Column::left(Overflow::CutMiddle, 10),
    Column::left(Overflow::Keep, 0),
    Column::left(Overflow::Keep, 0),
    Column::left(Overflow::Keep, 0),
    Column::left(Overflow::Keep, 0),
    Column::left(Overflow::Keep, 0),
    Column::left(Overflow::Keep, 0),
    Column::left(Overflow::Wrap, 10),
];
/// The columns of conditions A and B.
const CONDITIONS: [usize; 2] = [5, 6];
const GAP: usize = 2;

pub(super) fn write(page: &mut Page, report: &TextInput) {
    let rows = &report.verdicts.rows;
    if !ROWS.contains(&rows.len()) {
        return;
    }
    page.heading(words::truth_heading(report.lang));
    let mut cells = vec![
        words::truth_columns(report.lang)
            .map(str::to_owned)
            .to_vec(),
    ];
    cells.extend(rows.iter().map(|row| cells_of(page, row)));
    let table = Table {
        columns: &COLUMNS,
        width: page.width.saturating_sub(INDENT),
        gap: GAP,
        ellipsis: page.ellipsis,
        ambiguous: page.ambiguous,
    };
    for line in table.lay_out(&cells) {
        let row = line.row.checked_sub(1).and_then(|nth| rows.get(nth));
        let pieces: Vec<Piece> = line
            .cells
            .into_iter()
            .enumerate()
            .flat_map(|(nth, cell)| {
                let gap = " ".repeat(if nth == 0 { 0 } else { GAP });
                [(Role::Plain, gap), (role_of(row, nth), cell)]
            })
            .collect();
        page.line(INDENT, &pieces);
    }
}

fn role_of(row: Option<&Row>, column: usize) -> Role {
    let Some(row) = row else {
        return Role::Muted;
    };
    match CONDITIONS.iter().position(|c| *c == column) {
        Some(0) => status_role(row.organization),
        Some(_) => status_role(row.connector_condition),
        None => Role::Plain,
    }
}

fn cells_of(page: &Page, row: &Row) -> Vec<String> {
    let lang = page.lang;
    let mark = |status: Status| match status {
        Status::Met => page.glyphs.ok,
        Status::Broken => page.glyphs.mismatch,
        Status::Unknown => page.glyphs.unknown,
    };
    let thumbprint = match &row.thumbprint {
        Some(thumbprint) => thumbprint.chars().take(8).collect(),
        None => words::no_certificate(lang).to_owned(),
    };
    vec![
        sanitise(&row.server).into_owned(),
        sanitise(&row.connector).into_owned(),
        sanitise(&thumbprint).into_owned(),
        words::from(lang, row.sender_class).to_owned(),
        words::to(lang, row.recipient_class).to_owned(),
        mark(row.organization).to_owned(),
        mark(row.connector_condition).to_owned(),
        relay(lang, row.predicted).to_owned(),
        words::answered(lang, row.accepted, row.refused),
    ]
}
