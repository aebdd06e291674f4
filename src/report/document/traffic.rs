//! Every way and sender of the log: what the rules predict, what was answered.

use super::build::section;
use super::words::Contents;
use super::{Block, Cell, Section, Table, cell};
use crate::attribution::{Row, Status};
use crate::i18n::words::{relay, status, truth};
use crate::report::text::{TextInput, proof, words as said};
use crate::terminal::Role;

/// More rows than these are for the JSON.
const MAX_ROWS: usize = 200;

pub(super) fn truth(report: &TextInput) -> Option<Section> {
    let lang = report.lang;
    let rows = &report.verdicts.rows;
    let condition = |met: Status| cell(proof::status_role(met), status(lang, met));
    let row = |row: &Row| -> Vec<Cell> {
        let sent = match &row.thumbprint {
            Some(thumbprint) => thumbprint.clone(),
            None => truth::no_certificate(lang).to_owned(),
        };
        let sender = truth::from(lang, row.sender_class);
        let sender = match &row.sender_domain {
            Some(domain) => format!("{sender} {domain}"),
            None => sender.to_owned(),
        };
        vec![
            cell(Role::Plain, row.server.clone()),
            cell(Role::Plain, row.connector.clone()),
            cell(Role::Code, sent),
            cell(Role::Plain, sender),
            cell(Role::Plain, truth::to(lang, row.recipient_class)),
            condition(row.organization),
            condition(row.connector_condition),
            cell(
                proof::status_role(row.predicted),
                match row.disagrees() {
                    true => format!("{} !", relay(lang, row.predicted)),
                    false => relay(lang, row.predicted).to_owned(),
                },
            ),
            cell(
                Role::Plain,
                truth::answered(lang, row.accepted, row.refused),
            ),
        ]
    };
    let table = Table {
        head: truth::columns(lang).map(str::to_owned).to_vec(),
        rows: rows.iter().take(MAX_ROWS).map(row).collect(),
    };
    if table.rows.is_empty() {
        return None;
    }
    let mut blocks = vec![Block::Table(table)];
    if rows.iter().any(Row::disagrees) {
        let text = truth::disagrees(lang).to_owned();
        blocks.push(Block::Prose(Role::Muted, text));
    }
    if let Some(more @ 1..) = rows.len().checked_sub(MAX_ROWS) {
        blocks.push(Block::Prose(Role::Muted, said::more(lang, more)));
    }
    section(Contents::Truth, truth::heading(lang), blocks)
}
