//! Both sides of every row, with what differs marked in its characters.

use super::build;
use super::words::{self, Contents};
use super::{Block, Cell, Section, Table, cell};
use crate::attribution::Status;
use crate::diagnosis::{Comparison, RowStatus};
use crate::i18n::words::{Heading, comparison_row, heading, row_status};
use crate::i18n::{row_reason, text};
use crate::report::text::{TextInput, values};
use crate::terminal::{Role, Span};

pub(super) fn section(report: &TextInput) -> Option<Section> {
    let lang = report.lang;
    let row = |row: &Comparison| {
        let marked = values::marked(row);
        let (sent, expected) = match &marked {
            Some((sent, expected)) => (Some(&sent[..]), Some(&expected[..])),
            None => (None, None),
        };
        let (role, known) = match row.status {
            RowStatus::Match => (Role::Ok, Some(Status::Met)),
            RowStatus::Mismatch => (Role::Danger, Some(Status::Broken)),
            RowStatus::Unknown => (Role::Warning, Some(Status::Unknown)),
            RowStatus::NotApplicable => (Role::Muted, None),
        };
        let reason = row_reason(lang, row.reason);
        let mut judged = format!("{}: {reason}", row_status(lang, known));
        if let Some(dated) = values::as_of(report, row) {
            judged.push_str(text!(lang, "; ", "、"));
            judged.push_str(&dated);
        }
        let label = comparison_row(lang, row.id.code()).unwrap_or_default();
        vec![
            cell(Role::Plain, label),
            value(&values::items(row, false), sent),
            cell(role, judged),
            value(&values::items(row, true), expected),
        ]
    };
    let rows: Vec<Vec<Cell>> = report.diagnosis.comparison.iter().map(row).collect();
    let table = Table {
        head: words::comparison_columns(lang).map(str::to_owned).to_vec(),
        rows,
    };
    let blocks = match table.rows.is_empty() {
        true => Vec::new(),
        false => vec![Block::Table(table)],
    };
    build::section(
        Contents::Comparison,
        heading(lang, Heading::Comparison),
        blocks,
    )
}

/// Items of one side; the first with its differing characters marked.
fn value(items: &[&str], spans: Option<&[Span]>) -> Cell {
    let mut pieces = Cell::new();
    for (nth, item) in items.iter().enumerate() {
        if nth > 0 {
            pieces.push((Role::Plain, ", ".to_owned()));
        }
        match spans.filter(|_| nth == 0) {
            Some(spans) => pieces.extend(spans.iter().map(|span| {
                let role = if span.same { Role::Code } else { Role::Danger };
                (role, span.text.to_owned())
            })),
            None => pieces.push((Role::Code, (*item).to_owned())),
        }
    }
    pieces
}
