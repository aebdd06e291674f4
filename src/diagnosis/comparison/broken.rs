//! Which row of the comparison the eye is led to.

use super::{Comparison, RowId, RowStatus};
use crate::diagnosis::Diagnosis;

impl Diagnosis {
    /// The row that the first root cause is about, else the first that does not match.
    pub fn broken_row(&self) -> Option<&Comparison> {
        let mismatch = |row: &&Comparison| row.status == RowStatus::Mismatch;
        let rows = || self.comparison.iter().filter(mismatch);
        let root = self.root_causes().next();
        let of_root = root.and_then(|root| row_of(root.code.0));
        of_root
            .and_then(|id| rows().find(|row| row.id == id))
            .or_else(|| rows().next())
    }
}

fn row_of(code: u16) -> Option<RowId> {
    match code {
        101 | 111 | 201 | 202 | 208 | 209 | 212 | 217 => Some(RowId::CertificateName),
        203 | 204 => Some(RowId::CertificateValidity),
        211 => Some(RowId::CertificateConfigured),
        102 | 402 => Some(RowId::EgressIp),
        103 | 105 => Some(RowId::ConnectorType),
        104 => Some(RowId::ConnectorEnabled),
        107 => Some(RowId::ConnectorDomains),
        301 | 302 => Some(RowId::OrganizationSenderDomain),
        303 => Some(RowId::OrganizationCertificateDomain),
        _ => None,
    }
}
