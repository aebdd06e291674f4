//! RD508: on the way back, from Exchange Online to on-premises, a value still belongs
//! to another certificate than the one in use: TlsCertificateName of a Receive
//! connector, or TlsDomain of an Outbound connector that checks the name.
//!
//! Why it matters: relay does not suffer, but mail from the cloud stops with
//! SubjectMismatch or STARTTLS required, and event 12014 (domain.md section 1.4 and 4).
//! A Receive connector may rightly show another certificate: it counts only where the
//! one it names is not installed, has ended or is due. Needs Get-ReceiveConnector or
//! Get-OutboundConnector, and the certificates; likely, as no log of this direction is
//! judged.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::evidence::Location;
use crate::facts::{Certificate, CertificateName, NameSet, ReceiveConnector, TlsCertificateName};

pub(super) const RULE: Rule = Rule {
    code: Code(508),
    check,
};

/// (connector, value) and where it stands.
type Named = ((String, String), Location);

fn check(context: &Context) -> Outcome {
    let facts = context.facts;
    let naming: Vec<(&ReceiveConnector, &TlsCertificateName)> = facts
        .receive_connectors
        .iter()
        .filter_map(|c| Some((c, c.tls_certificate_name.value()?)))
        .collect();
    let checks = facts.outbound_connectors.iter().any(|c| c.checks_name());
    if naming.is_empty() && !checks {
        return Outcome::NotApplicable;
    }
    let in_use = context.in_use();
    let Some(certificate) = in_use.first().map(|u| u.certificate) else {
        return Outcome::NeedsEvidence(vec![NeedReason::SendLog]);
    };
    let mut unread = None;
    let mut receive: Vec<Named> = Vec::new();
    for (connector, name) in &naming {
        match is_stale(context, connector, name, certificate) {
            Some(true) => receive.extend(connector.tls_certificate_name.at().map(|at| {
                let value = (connector.identity.clone(), name.to_text());
                (value, at.clone())
            })),
            Some(false) => {}
            None => unread = unread.or(Some(missing(context, connector, name, certificate))),
        }
    }
    let outbound = outbound(context, &naming, certificate);
    if receive.is_empty() && outbound.is_empty() {
        return unread.map_or(Outcome::Pass, |need| Outcome::NeedsEvidence(vec![need]));
    }
    let (receive, mut proof): (Vec<_>, Vec<_>) = receive.into_iter().unzip();
    let (outbound, places): (Vec<_>, Vec<_>) = outbound.into_iter().unzip();
    proof.extend(places);
    proof.extend(certificate.locations.first().cloned());
    let detail = Detail::ReverseAtRisk {
        certificate: certificate.display_name(),
        receive,
        outbound,
    };
    Outcome::Found(Finding::new(508, Confidence::Likely, detail, proof))
}

/// Whether a Receive connector names a certificate that is gone or about to go; `None`
/// when the installed certificates are not known.
fn is_stale(
    context: &Context,
    connector: &ReceiveConnector,
    name: &TlsCertificateName,
    current: &Certificate,
) -> Option<bool> {
    let facts = context.facts;
    if current.is_named_by(name)? {
        return Some(false);
    }
    if !facts.certificates.installed_known {
        return None;
    }
    let server = connector.server();
    let lasts = |c: &Certificate| c.not_after.is_none_or(|end| end - facts.now > MARGIN);
    let mut there = facts
        .certificates
        .installed()
        .filter(|c| server.is_none_or(|s| c.may_be_on(s)))
        .peekable();
    // A server of which nothing is listed: what it has is not known.
    there.peek()?;
    Some(!there.any(|c| c.is_named_by(name) != Some(false) && lasts(c)))
}

/// What would tell where [`is_stale`] cannot.
fn missing(
    context: &Context,
    connector: &ReceiveConnector,
    name: &TlsCertificateName,
    current: &Certificate,
) -> NeedReason {
    match (current.is_named_by(name), connector.server()) {
        (Some(_), Some(server)) if context.facts.certificates.installed_known => {
            let server = server.to_owned();
            NeedReason::CertificatesOfServer { server }
        }
        (None, _) if context.facts.certificates.installed_known => {
            let thumbprint = current.thumbprint.clone();
            NeedReason::CertificateDetails { thumbprint }
        }
        _ => NeedReason::InstalledCertificates,
    }
}

/// Less than this is left of a certificate that is about to go (seconds of 30 days).
const MARGIN: i64 = 30 * 86_400;

/// Outbound connectors whose TlsDomain no name covers: of the certificates that the
/// Receive connectors name, or else of the one in use.
fn outbound(
    context: &Context,
    naming: &[(&ReceiveConnector, &TlsCertificateName)],
    current: &Certificate,
) -> Vec<Named> {
    let shown: Vec<&Certificate> = context
        .facts
        .certificates
        .iter()
        .filter(|c| naming.iter().any(|(_, n)| c.is_named_by(n) == Some(true)))
        .collect();
    let shown = match shown.is_empty() {
        true => vec![current],
        false => shown,
    };
    let connectors = context.facts.outbound_connectors.iter();
    let misfit = connectors.filter(|c| c.checks_name()).filter_map(|c| {
        let value = c.tls_domain.value()?;
        let expected = CertificateName::parse(value)?;
        let known = shown.iter().all(|c| c.names.is_complete());
        let covered = shown.iter().any(|c| covers(&c.names, &expected));
        let at = c.tls_domain.at()?.clone();
        (known && !covered).then(|| ((c.name.clone(), value.clone()), at))
    });
    misfit.collect()
}

/// The same name, a wildcard on either side that covers the other.
fn covers(names: &NameSet, expected: &CertificateName) -> bool {
    let below = |name: &CertificateName| match (expected, name) {
        (CertificateName::Wildcard(base), CertificateName::Host(host)) => host.is_below(base),
        _ => false,
    };
    let serves = match expected {
        CertificateName::Host(host) => names.serve(host),
        CertificateName::Wildcard(_) => false,
    };
    serves || names.all().into_iter().any(|n| n == expected || below(n))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::diagnosis::rules::testing::{Incident, Listed};

    const OLD: &str = "<I>CN=CA 0<S>CN=mail.contoso.com";
    const NEW: &str = "<I>CN=CA 1<S>CN=mail.contoso.com";

    fn receive(name: &str) -> String {
        format!(
            "Bindings             : {{0.0.0.0:25}}\nTlsCertificateName   : {name}\n\
             Identity             : EX01\\Default Frontend EX01\n\
             Name                 : Default Frontend EX01\n"
        )
    }

    fn outbound(domain: &str, settings: &str) -> String {
        format!(
            "[{{\"Name\": \"Outbound to us\", \"Enabled\": true, \"ConnectorType\": \"OnPremises\", \
             \"RecipientDomains\": [\"contoso.com\"],\n\"TlsSettings\": \"{settings}\",\n\
             \"TlsDomain\": \"{domain}\"}}]"
        )
    }

    fn incident() -> Incident {
        Incident::accepted().certificate(&Listed::new("A1"))
    }

    fn found(incident: &Incident) -> Option<(usize, usize)> {
        match incident.ask(&RULE) {
            Outcome::Found(finding) => match finding.detail {
                Detail::ReverseAtRisk {
                    receive, outbound, ..
                } => Some((receive.len(), outbound.len())),
                other => panic!("{other:?}"),
            },
            Outcome::Pass => None,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_receive_connector_that_names_what_is_gone() {
        let stale = incident().file("receive-connector.txt", &receive(OLD));
        assert_eq!(found(&stale), Some((1, 0)));
        let right = incident().file("receive-connector.txt", &receive(NEW));
        assert_eq!(found(&right), None);
    }

    #[test]
    fn another_certificate_that_lasts_is_as_good_and_one_that_ends_is_not() {
        let other = |end| {
            Listed::new("B2")
                .issuer("CN=CA 0")
                .dates("2026-01-01T00:00:00Z", end)
        };
        for (end, expected) in [
            ("2027-06-01T00:00:00Z", None),
            ("2026-11-20T00:00:00Z", Some((1, 0))),
        ] {
            let incident = incident()
                .certificate(&other(end))
                .file("receive-connector.txt", &receive(OLD));
            assert_eq!(found(&incident), expected, "{end}");
        }
    }

    #[test]
    fn tls_domain_is_held_against_the_names() {
        for (domain, settings, expected) in [
            ("mail.contoso.com", "DomainValidation", None),
            ("MAIL.contoso.com", "DomainValidation", None),
            ("*.contoso.com", "DomainValidation", None),
            ("old.contoso.com", "DomainValidation", Some((0, 1))),
            ("*.fabrikam.com", "DomainValidation", Some((0, 1))),
        ] {
            let file = outbound(domain, settings);
            let incident = incident().file("outbound-connector.json", &file);
            assert_eq!(found(&incident), expected, "{domain}");
        }
    }

    #[test]
    fn a_name_that_nobody_checks_is_not_applicable() {
        let file = outbound("old.contoso.com", "EncryptionOnly");
        let incident = incident().file("outbound-connector.json", &file);
        assert_eq!(incident.ask(&RULE), Outcome::NotApplicable);
        assert_eq!(self::incident().ask(&RULE), Outcome::NotApplicable);
    }

    #[test]
    fn what_is_missing_is_asked_for() {
        let asked = |reason| Outcome::NeedsEvidence(vec![reason]);
        let receive = |incident: Incident| incident.file("receive.txt", &receive(OLD));
        let unlisted = receive(Incident::accepted());
        assert_eq!(
            unlisted.ask(&RULE),
            asked(NeedReason::InstalledCertificates)
        );
        let unsent = receive(Incident::default());
        assert_eq!(unsent.ask(&RULE), asked(NeedReason::SendLog));
    }

    #[test]
    fn a_listing_that_was_given_is_not_asked_for_again() {
        let incident = Incident::accepted()
            .file("receive.txt", &receive(OLD))
            .certificate(&Listed::new("A1").server("EX09"));
        let Outcome::NeedsEvidence(needs) = incident.ask(&RULE) else {
            panic!("not asked");
        };
        assert!(
            matches!(&needs[..], [NeedReason::CertificatesOfServer { .. }]),
            "{needs:?}"
        );
    }
}
