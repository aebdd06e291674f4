//! The row on the Hybrid Configuration Wizard.

use super::{Cell, Comparison, RowId, RowStatus, Subject};
use crate::diagnosis::RowReason;
use crate::diagnosis::rules::agreement;

/// What HCW last wrote, with the date of that run, beside what is sent.
pub(super) fn certificate(subject: &Subject) -> Comparison {
    let Some(agreement) = agreement(subject.context) else {
        let nothing = (RowStatus::NotApplicable, RowReason::NoHcwEvidence);
        return subject.row(RowId::HcwCertificate, nothing, None, None);
    };
    let judgement = match agreement.fits {
        _ if agreement.sent.is_empty() => (RowStatus::Unknown, RowReason::CertificateUnknown),
        Some(true) => (RowStatus::Match, RowReason::AsHcwWrote),
        Some(false) => (RowStatus::Mismatch, RowReason::OtherThanHcwWrote),
        None => (RowStatus::Unknown, RowReason::HcwUndecided),
    };
    let date = agreement.run.date();
    let wrote = match date.is_empty() {
        true => agreement.value.clone(),
        false => format!("{} ({date})", agreement.value),
    };
    let sent = agreement.sent.first().and_then(|certificate| {
        let names = certificate.names.all();
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let value = match names.is_empty() {
            true => certificate.display_name(),
            false => names.join(", "),
        };
        Cell::new(value, certificate.locations.first().cloned())
    });
    let wrote = Cell::new(wrote, [agreement.at.clone()]);
    subject.row(RowId::HcwCertificate, judgement, wrote, sent)
}
