//! RD220: a Send connector to the tenant names its certificate's issuer, and that
//! name goes stale at the next renewal: a certificate of the same subject and another
//! issuer is at hand, or the one in use ends soon.
//!
//! Why it matters: public CAs change the intermediate that they sign with; the
//! connector then names a certificate that is about to go (RD211) or stays with the
//! old one (RD202; domain.md section 4, renewal cases). Needs the Send connectors and
//! the certificates. Certain where the next certificate is at hand, else possible.

use super::is_due;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::evidence::formats::distinguished_name::DistinguishedName;
use crate::facts::{Certificate, SendConnector};

pub(super) const RULE: Rule = Rule {
    code: Code(220),
    check,
};

fn check(context: &Context) -> Outcome {
    if context.facts.send_connectors.is_none() {
        return Outcome::NeedsEvidence(vec![NeedReason::SendConnectors]);
    }
    let naming: Vec<&SendConnector> = context
        .to_tenant()
        .filter(|c| c.tls_certificate_name.value().is_some())
        .collect();
    if naming.is_empty() {
        return Outcome::NotApplicable;
    }
    let chosen = naming.into_iter().filter_map(|connector| {
        let certificate = context.facts.chosen_certificate(connector)?;
        finding(context, connector, certificate)
    });
    // One whose next certificate is at hand before one that only ends soon.
    let first = chosen.min_by_key(|f| f.confidence);
    first.map_or(Outcome::Pass, Outcome::Found)
}

fn finding(
    context: &Context,
    connector: &SendConnector,
    certificate: &Certificate,
) -> Option<Finding> {
    let next = next(context, certificate);
    if next.is_none() && is_due(certificate, context.facts.now) != Some(true) {
        return None;
    }
    let confidence = match next {
        Some(_) => Confidence::Certain,
        None => Confidence::Possible,
    };
    let name = connector.tls_certificate_name.value()?;
    let detail = Detail::IssuerChanges {
        connector: connector.name.clone(),
        issuer: name.issuer.clone(),
        next: next.map(|c| (c.thumbprint.clone(), c.issuer.clone().unwrap_or_default())),
    };
    let named = connector.tls_certificate_name.at().cloned();
    let shown = next.or(Some(certificate));
    let listed = shown.and_then(|c| c.locations.first().cloned());
    let proof = named.into_iter().chain(listed);
    Some(Finding::new(220, confidence, detail, proof))
}

/// A later certificate of the same subject and another issuer.
fn next<'a>(context: &Context<'a>, certificate: &Certificate) -> Option<&'a Certificate> {
    let name = |text: &Option<String>| DistinguishedName::parse(text.as_deref()?);
    let (subject, issuer) = (name(&certificate.subject)?, name(&certificate.issuer)?);
    let later = |c: &&Certificate| {
        !c.is_authority
            && c.self_signed != Some(true)
            && c.not_after > certificate.not_after
            && certificate.not_after.is_some()
            && name(&c.subject).as_ref() == Some(&subject)
            && name(&c.issuer).is_some_and(|i| i != issuer)
    };
    let all = context.facts.certificates.iter();
    all.filter(later).max_by_key(|c| c.not_after)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::diagnosis::rules::testing::{Connector, Incident, Listed};

    const NAME: &str = "<I>CN=CA 1<S>CN=mail.contoso.com";

    fn incident() -> Incident {
        Incident::accepted().send_connector(&Connector::to_tenant().named(NAME))
    }

    fn listed(thumbprint: &str, not_after: &str) -> Listed {
        Listed::new(thumbprint).dates("2026-01-01T00:00:00Z", not_after)
    }

    #[test]
    fn the_next_certificate_has_another_issuer() {
        let next = listed("B2", "2028-02-01T00:00:00Z").issuer("CN=CA 2");
        let incident = incident()
            .certificate(&listed("A1", "2027-02-01T00:00:00Z"))
            .certificate(&next);
        let Outcome::Found(finding) = incident.ask(&RULE) else {
            panic!("not found");
        };
        assert_eq!(finding.confidence, Confidence::Certain);
        let Detail::IssuerChanges { issuer, next, .. } = finding.detail else {
            panic!("another detail");
        };
        assert_eq!(issuer, "CN=CA 1");
        assert!(next.is_some_and(|(_, issuer)| issuer == "CN=CA 2"));
    }

    #[test]
    fn one_that_ends_soon_is_only_possible() {
        let incident = incident().certificate(&listed("A1", "2026-11-20T00:00:00Z"));
        let Outcome::Found(finding) = incident.ask(&RULE) else {
            panic!("not found");
        };
        assert_eq!(finding.confidence, Confidence::Possible);
    }

    #[test]
    fn the_same_issuer_again_or_another_subject_passes() {
        let same = listed("B2", "2028-02-01T00:00:00Z");
        let other = listed("B2", "2028-02-01T00:00:00Z")
            .issuer("CN=CA 2")
            .subject("CN=owa.contoso.com");
        for next in [same, other] {
            let incident = incident()
                .certificate(&listed("A1", "2027-02-01T00:00:00Z"))
                .certificate(&next);
            assert_eq!(incident.ask(&RULE), Outcome::Pass, "{next:?}");
        }
    }

    #[test]
    fn by_fqdn_it_is_not_applicable_and_without_connectors_they_are_asked_for() {
        let by_fqdn = Connector::to_tenant().with("Fqdn", "mail.contoso.com");
        let incident = Incident::accepted().send_connector(&by_fqdn);
        assert_eq!(incident.ask(&RULE), Outcome::NotApplicable);
        let needed = Outcome::NeedsEvidence(vec![NeedReason::SendConnectors]);
        assert_eq!(Incident::accepted().ask(&RULE), needed);
    }
}
