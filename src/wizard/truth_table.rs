//! The truth table: a row leads to the sessions that it counts.

use super::sessions::open_with;
use super::update::moved;
use super::{Action, Analysis, Effect, Held, Model, Overlay};
use crate::attribution::Row;
use crate::facts::sessions::{CertificateWanted, Filter};

/// Its keys.
pub(super) fn update(model: &mut Model, action: &Action) -> Vec<Effect> {
    let page = model.size.page;
    let Some(analysis) = model.analysis.clone() else {
        return Vec::new();
    };
    let Some(Overlay::Table(selection)) = &mut model.overlay else {
        return Vec::new();
    };
    if let Some(to) = moved(selection.row, analysis.rows.len(), page, action) {
        selection.row = to;
        return Vec::new();
    }
    match (action, analysis.rows.get(selection.row)) {
        (Action::Open | Action::Submit, Some(row)) => {
            let filter = filter(&analysis, row);
            open_with(model, Held(analysis), filter)
        }
        _ => Vec::new(),
    }
}

/// The sessions of a row's server and Send connector with its certificate.
fn filter(analysis: &Analysis, row: &Row) -> Filter {
    let index = &analysis.sessions;
    let number = |names: &[String], name: &str| {
        let at = names.iter().position(|n| n == name)?;
        u16::try_from(at).ok()
    };
    let sent = row.thumbprint.as_ref().and_then(|thumbprint| {
        let mut certificates = (0u32..).zip(&index.certificates);
        certificates.find(|(_, c)| c.thumbprint == *thumbprint)
    });
    Filter {
        server: number(&index.servers, &row.server),
        connector: number(&index.connectors, &row.connector),
        certificate: sent.map(|(number, _)| CertificateWanted::Sent(number)),
        ..Filter::default()
    }
}
