//! Condition A: the certificate's domain or the MAIL FROM domain is an accepted
//! domain of the organization (domain.md section 2).

use super::{Presented, SenderClass, Status};
use crate::facts::traffic::Era;
use crate::facts::{CertificateName, Domain, NameSet, SenderView, Tenant};

/// What the accepted domains say about a certificate's domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateDomain {
    /// This name is vouched for.
    Accepted(CertificateName),
    /// A domain above the direct parent is accepted, the parent is not (RD303, KB4019940).
    OnlyGrandparent {
        /// The name on the certificate.
        name: CertificateName,
        /// The domain that would have to be accepted.
        missing: Domain,
        /// The domain that is.
        accepted: Domain,
    },
    /// None of the names.
    NotAccepted,
    /// The accepted domains, or the certificate's names, are not known, or not all of them.
    Unknown,
}

impl CertificateDomain {
    /// As a condition.
    pub fn status(&self) -> Status {
        match self {
            Self::Accepted(_) => Status::Met,
            Self::OnlyGrandparent { .. } | Self::NotAccepted => Status::Broken,
            Self::Unknown => Status::Unknown,
        }
    }
}

/// Whether a name on a certificate is vouched for: `host.c` needs `host.c` or
/// `c`, `*.c` needs `c` (contract.md; KB4019940).
fn is_accepted(tenant: &Tenant, name: &CertificateName) -> Option<bool> {
    match name {
        CertificateName::Wildcard(base) => tenant.accepts(base),
        CertificateName::Host(host) => {
            let parent = host.parent().map(|p| tenant.accepts(&p));
            let (own, parent) = (tenant.accepts(host), parent.unwrap_or(Some(false)));
            match own == Some(true) || parent == Some(true) {
                true => Some(true),
                false => own.and(parent),
            }
        }
    }
}

/// Judges the names of a certificate against the tenant's accepted domains.
pub fn certificate_domain(tenant: &Tenant, names: &NameSet) -> CertificateDomain {
    if tenant.accepted_domains.is_none() {
        return CertificateDomain::Unknown;
    }
    let all = names.all();
    if let Some(&name) = all.iter().find(|n| is_accepted(tenant, n) == Some(true)) {
        return CertificateDomain::Accepted(name.clone());
    }
    if !names.is_complete() || all.iter().any(|n| is_accepted(tenant, n).is_none()) {
        return CertificateDomain::Unknown;
    }
    let above = all.iter().find_map(|&name| {
        let accepted = tenant
            .domains()
            .iter()
            .find(|d| name.base().is_below(&d.domain))?;
        let missing = match name {
            CertificateName::Wildcard(base) => base.clone(),
            CertificateName::Host(host) => host.parent()?,
        };
        Some(CertificateDomain::OnlyGrandparent {
            name: name.clone(),
            missing,
            accepted: accepted.domain.clone(),
        })
    });
    above.unwrap_or(CertificateDomain::NotAccepted)
}

/// Where only a SAN is accepted beside names that are not: one of these. Which of a
/// certificate's names counts is not documented (domain.md section 3).
pub fn name_not_accepted<'n>(tenant: &Tenant, names: &'n NameSet) -> Option<&'n CertificateName> {
    let refused = |name: &&CertificateName| is_accepted(tenant, name) == Some(false);
    let CertificateDomain::Accepted(name) = certificate_domain(tenant, names) else {
        return None;
    };
    match names.common_name.as_ref() == Some(&name) {
        true => None,
        false => names.all().into_iter().find(refused),
    }
}

/// The class of an envelope sender.
pub fn sender_class(tenant: &Tenant, sender: &SenderView) -> SenderClass {
    match sender {
        SenderView::Null => SenderClass::Null,
        SenderView::Unknown => SenderClass::Unknown,
        SenderView::Domain(domain) => match tenant.accepts(domain) {
            Some(true) => SenderClass::Own,
            Some(false) => SenderClass::Foreign,
            None => SenderClass::Unknown,
        },
    }
}

/// Condition A for what is presented, by the rule of the day.
pub fn organization(
    tenant: &Tenant,
    presented: &Presented,
    sender: SenderClass,
    era: Era,
) -> Status {
    let certificate = match presented {
        Presented::Certificate(certificate) => {
            certificate_domain(tenant, &certificate.names).status()
        }
        Presented::Nothing => Status::Broken,
        Presented::Unknown => Status::Unknown,
    };
    let mail_from = match sender {
        SenderClass::Own => Status::Met,
        SenderClass::Null | SenderClass::Foreign => Status::Broken,
        SenderClass::Unknown => Status::Unknown,
    };
    let now = certificate.or(mail_from);
    match (era, now) {
        (Era::BeforeOrganization, _) => Status::Met,
        // The From header of the message could vouch then, and no log shows it.
        (Era::HeaderFromCounts, Status::Broken) => Status::Unknown,
        _ => now,
    }
}
