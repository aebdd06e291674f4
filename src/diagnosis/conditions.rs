//! Why conditions A and B are as they are, for the whole.

use super::{ConnectorReason, Context, OrganizationReason};
use crate::attribution::{
    CertificateDomain, Judged, MatchedBy, NameFit, Presented, SenderClass, Status,
    certificate_domain, name_not_accepted,
};
use crate::facts::{Certificate, SenderView, Tenant};

/// The judged sender that decides a condition: the first that is as the whole is.
fn deciding<'c, 'a>(
    context: &'c Context<'a>,
    status: Status,
    condition: impl Fn(&Judged) -> Status,
) -> Option<&'c Judged<'a>> {
    let judged = &context.verdicts.judged;
    judged
        .iter()
        .find(|j| condition(j) == status)
        .or(judged.first())
}

/// Condition A.
pub(super) fn organization(context: &Context) -> OrganizationReason {
    let status = context.verdicts.organization;
    let tenant = &context.facts.tenant;
    if tenant.accepted_domains.is_none() {
        return OrganizationReason::AcceptedDomainsUnknown;
    }
    let Some(judged) = deciding(context, status, |j| j.organization) else {
        return OrganizationReason::NothingSeen;
    };
    let certificate = judged.presented.certificate();
    if let (Status::Met, Some(certificate)) = (status, certificate)
        && let CertificateDomain::Accepted(name) = certificate_domain(tenant, &certificate.names)
    {
        let name = name.to_string();
        return match name_not_accepted(tenant, &certificate.names) {
            Some(other) => OrganizationReason::ByAlternateName {
                name,
                other: other.to_string(),
            },
            None => OrganizationReason::ByCertificate { name },
        };
    }
    let senders = |wanted: &dyn Fn(&Judged) -> bool| {
        let shown = |j: &Judged| match &j.sender {
            SenderView::Null => Some("<>".to_owned()),
            SenderView::Domain(domain) => Some(domain.to_string()),
            SenderView::Unknown => None,
        };
        let judged = context.verdicts.judged.iter().filter(|j| wanted(j));
        let mut all: Vec<String> = judged.filter_map(shown).collect();
        all.sort();
        all.dedup();
        all
    };
    match status {
        Status::Met => OrganizationReason::BySenders {
            domains: senders(&|j| j.class == SenderClass::Own),
        },
        Status::Broken => OrganizationReason::NotVouched {
            senders: senders(&|j| j.organization == Status::Broken),
            certificate: certificate.map(Certificate::display_name),
        },
        Status::Unknown => {
            let senders = senders(&|j| j.organization == Status::Unknown);
            organization_unknown(tenant, judged, senders)
        }
    }
}

fn organization_unknown(
    tenant: &Tenant,
    judged: &Judged,
    senders: Vec<String>,
) -> OrganizationReason {
    use OrganizationReason as Reason;
    let certificate = judged.presented.certificate();
    if tenant.has_more_domains() {
        return Reason::AcceptedDomainsIncomplete;
    }
    let undecided =
        certificate.filter(|c| certificate_domain(tenant, &c.names) == CertificateDomain::Unknown);
    match (undecided, &judged.presented) {
        _ if senders.is_empty() => Reason::SenderUnknown {
            certificate: certificate.map(Certificate::display_name),
        },
        (Some(certificate), _) => Reason::CertificateUndecided {
            senders,
            certificate: certificate.display_name(),
        },
        (None, Presented::Unknown) => Reason::CertificateUnknown { senders },
        (None, _) => Reason::SenderUnknown {
            certificate: certificate.map(Certificate::display_name),
        },
    }
}

/// Condition B.
pub(super) fn connector(context: &Context) -> ConnectorReason {
    let status = context.verdicts.connector;
    let Some(listing) = &context.facts.tenant.inbound_connectors else {
        return ConnectorReason::ConnectorsUnknown;
    };
    if status == Status::Unknown && listing.more {
        return ConnectorReason::ConnectorsIncomplete;
    }
    if listing
        .items
        .iter()
        .all(|c| c.is_on_premises() == Some(false))
    {
        return ConnectorReason::NoneOnPremises;
    }
    let Some(judged) = deciding(context, status, |j| j.connector) else {
        return ConnectorReason::NothingSeen;
    };
    let nothing_fits = || ConnectorReason::NothingFits {
        certificate: judged
            .presented
            .certificate()
            .map(Certificate::display_name),
        address: context.way(judged).and_then(|w| w.address),
    };
    match status {
        Status::Met => met(context, judged).unwrap_or_else(nothing_fits),
        Status::Broken => closed(context, judged).unwrap_or_else(nothing_fits),
        Status::Unknown => expired_since(context, judged)
            .map(|certificate| ConnectorReason::ExpiredSince { certificate })
            .or_else(|| undecided(context, judged))
            .unwrap_or_else(nothing_fits),
    }
}

fn met(context: &Context, judged: &Judged) -> Option<ConnectorReason> {
    let by = judged.matched_by()?;
    let fit = judged
        .met_by()
        .find(|f| f.identity.matched_by() == Some(by))?;
    let connector = context.connector(fit.index)?;
    Some(match by {
        MatchedBy::Certificate => ConnectorReason::ByCertificate {
            connector: connector.name.clone(),
            value: connector.tls_sender_certificate_name.value()?.to_string(),
            name: match &fit.identity.name {
                Some(NameFit::Match { name, .. }) => name.to_string(),
                _ => judged.presented.certificate()?.display_name(),
            },
        },
        MatchedBy::Address => ConnectorReason::ByAddress {
            connector: connector.name.clone(),
            address: context.way(judged)?.address?,
        },
    })
}

fn closed(context: &Context, judged: &Judged) -> Option<ConnectorReason> {
    let fits = judged.fits.iter().flatten();
    let mut fitting = fits.filter(|f| f.identity.status() == Status::Met && !f.closed.is_empty());
    let connector = context.connector(fitting.next()?.index)?;
    Some(ConnectorReason::FittingOneClosed {
        connector: connector.name.clone(),
    })
}

fn undecided(context: &Context, judged: &Judged) -> Option<ConnectorReason> {
    let mut fits = judged.fits.iter().flatten();
    let fit = fits.find(|f| f.status == Status::Unknown)?;
    let connector = context.connector(fit.index)?.name.clone();
    Some(ConnectorReason::Undecided { connector })
}

/// The certificate, when it was valid as it was last seen and has expired since.
pub(super) fn expired_since(context: &Context, judged: &Judged) -> Option<String> {
    let certificate = judged.presented.certificate()?;
    let then = certificate.is_valid_at(context.way(judged)?.at);
    let now = certificate.is_valid_at(context.facts.now);
    (then != Some(false) && now == Some(false)).then(|| certificate.display_name())
}
