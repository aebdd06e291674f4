//! Rows on the accepted domains: the certificate's domain and the senders'.

use super::{Cell, Comparison, RowId, RowStatus, Subject};
use crate::attribution::{CertificateDomain, Presented, SenderClass, Status, name_not_accepted};
use crate::diagnosis::RowReason;
use crate::facts::SenderView;

fn accepted_cell(subject: &Subject) -> Option<Cell> {
    let domains = subject.context.facts.tenant.domains();
    let names: Vec<&str> = domains.iter().map(|d| d.domain.as_str()).collect();
    (!names.is_empty()).then(|| {
        Cell::new(
            names.join(", "),
            domains.iter().take(3).map(|d| d.at.clone()),
        )
    })?
}

pub(super) fn certificate_domain(subject: &Subject) -> Comparison {
    let certificate = subject.judged.and_then(|j| j.presented.certificate());
    let judged = certificate
        .map(|c| crate::attribution::certificate_domain(&subject.context.facts.tenant, &c.names));
    let judgement = match &judged {
        None => match subject.judged.map(|j| j.presented) {
            Some(Presented::Nothing) => (RowStatus::NotApplicable, RowReason::NoCertificateSent),
            _ => (RowStatus::Unknown, RowReason::CertificateUnknown),
        },
        Some(CertificateDomain::Accepted(_)) => {
            let tenant = &subject.context.facts.tenant;
            let other = certificate.and_then(|c| name_not_accepted(tenant, &c.names));
            let reason = match other {
                Some(_) => RowReason::DomainAcceptedBySan,
                None => RowReason::DomainAccepted,
            };
            (RowStatus::Match, reason)
        }
        Some(CertificateDomain::OnlyGrandparent { .. }) => {
            (RowStatus::Mismatch, RowReason::ParentNotAccepted)
        }
        Some(CertificateDomain::NotAccepted) => (RowStatus::Mismatch, RowReason::DomainNotAccepted),
        Some(CertificateDomain::Unknown) => (RowStatus::Unknown, undecided(subject)),
    };
    let on_premises = certificate.and_then(|c| {
        let name = match &judged {
            Some(
                CertificateDomain::Accepted(name) | CertificateDomain::OnlyGrandparent { name, .. },
            ) => name.to_string(),
            _ => c.display_name(),
        };
        Cell::new(name, c.locations.first().cloned())
    });
    subject.row(
        RowId::OrganizationCertificateDomain,
        judgement,
        on_premises,
        accepted_cell(subject),
    )
}

/// Why condition A cannot be told.
fn undecided(subject: &Subject) -> RowReason {
    match &subject.context.facts.tenant.accepted_domains {
        None => RowReason::AcceptedDomainsUnknown,
        Some(listing) if listing.more => RowReason::AcceptedDomainsIncomplete,
        Some(_) => RowReason::VouchingUnknown,
    }
}

/// The senders judged, or else the one that the command line names.
pub(super) fn senders(subject: &Subject) -> Vec<String> {
    let given = subject.context.facts.given.mail_from.iter();
    let judged = subject.context.verdicts.judged.iter().map(|j| &j.sender);
    let shown = |sender: &SenderView| match sender {
        SenderView::Null => Some("<>".to_owned()),
        SenderView::Domain(domain) => Some(domain.to_string()),
        SenderView::Unknown => None,
    };
    let mut senders: Vec<String> = judged.filter_map(shown).collect();
    if senders.is_empty() {
        senders.extend(given.filter_map(shown));
    }
    senders.sort();
    senders.dedup();
    senders
}

pub(super) fn sender_domain(subject: &Subject) -> Comparison {
    let judged = &subject.context.verdicts.judged;
    let senders = senders(subject);
    let known = subject.context.facts.tenant.accepted_domains.is_some();
    let own = judged
        .iter()
        .filter(|j| j.class == SenderClass::Own)
        .count();
    let not_vouched = judged.iter().any(|j| j.organization == Status::Broken);
    let judgement = match (senders.is_empty(), known, not_vouched) {
        (true, ..) => (RowStatus::Unknown, RowReason::NoSenderSeen),
        (_, false, _) => (RowStatus::Unknown, RowReason::AcceptedDomainsUnknown),
        // A sender that was named, and nothing known of what goes with it.
        _ if judged.is_empty() => (RowStatus::Unknown, RowReason::CertificateUnknown),
        (_, _, true) if own == 0 => (RowStatus::Mismatch, RowReason::DomainNotAccepted),
        (_, _, true) => (RowStatus::Mismatch, RowReason::SomeNotVouched),
        _ if judged.iter().any(|j| j.organization == Status::Unknown) => {
            (RowStatus::Unknown, undecided(subject))
        }
        _ if own == judged.len() => (RowStatus::Match, RowReason::DomainAccepted),
        _ => (RowStatus::Match, RowReason::RestOnCertificate),
    };
    let on_premises = (!senders.is_empty())
        .then(|| Cell::new(senders.join(", "), None))
        .flatten();
    subject.row(
        RowId::OrganizationSenderDomain,
        judgement,
        on_premises,
        accepted_cell(subject),
    )
}
