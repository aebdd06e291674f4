//! RD202: an older certificate is sent although a newer one that fits is
//! installed. Needs Get-ExchangeCertificate. Blocking only while the older one
//! does not relay. Not where the newer is listed on other servers only; likely where
//! the listing does not tell that it is of the server that sends.

use crate::attribution::{NameFit, Status, name_fit};
use crate::diagnosis::obstacle::is_carried;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Obstacle, Outcome};
use crate::facts::{Certificate, Facts, InboundConnector, OnServer};

pub(super) const RULE: Rule = Rule {
    code: Code(202),
    check,
};

fn check(context: &Context) -> Outcome {
    let failing = context
        .verdicts
        .judged
        .iter()
        .filter(|j| j.connector != Status::Met)
        .filter(|j| !is_carried(context.facts, context.verdicts, j));
    let sending: Vec<_> = failing
        .filter_map(|j| Some((j, j.presented.certificate()?)))
        .collect();
    if sending.is_empty() || !context.open_connectors().any(|c| c.names_certificate()) {
        return Outcome::NotApplicable;
    }
    if !context.facts.certificates.installed_known {
        // Only where the certificate itself is what does not fit would a newer one mend it.
        let wrong = |o| {
            matches!(
                o,
                Obstacle::NameMismatch | Obstacle::NotValid | Obstacle::NotPublic
            )
        };
        return match context.hit(wrong) {
            Some(_) => Outcome::NeedsEvidence(vec![NeedReason::InstalledCertificates]),
            None => Outcome::NotApplicable,
        };
    }
    for (judged, sent) in sending {
        let refused_or_invalid = judged.connector == Status::Broken;
        let facts = context.facts;
        let server = context.way(judged).and_then(|w| w.server);
        let newer = fitting_installed(facts, server).into_iter();
        let newer = newer.filter(|n| refused_or_invalid && is_newer(n, sent));
        let Some((there, newer)) = newer
            .map(|n| (facts.on_server(n, server), n))
            .max_by_key(|(there, n)| (*there, n.not_after))
        else {
            continue;
        };
        let detail = Detail::StaleCertificate {
            sent: sent.display_name(),
            sent_thumbprint: sent.thumbprint.clone(),
            newer: newer.display_name(),
            newer_thumbprint: newer.thumbprint.clone(),
            listed_on: newer.listed_on(),
        };
        let confidence = match there {
            OnServer::Yes => Confidence::Certain,
            OnServer::Perhaps | OnServer::No => Confidence::Likely,
        };
        let proof = context
            .proof(&[judged])
            .into_iter()
            .chain(newer.locations.first().cloned());
        return Outcome::Found(Finding::new(202, confidence, detail, proof));
    }
    Outcome::Pass
}

fn is_newer(candidate: &Certificate, sent: &Certificate) -> bool {
    candidate.thumbprint != sent.thumbprint
        && candidate.not_after > sent.not_after
        && sent.not_after.is_some()
}

/// Of [`fitting_installed`] the one with the latest expiry.
pub(crate) fn newest_fitting_installed<'f>(
    facts: &'f Facts,
    server: Option<&str>,
) -> Option<&'f Certificate> {
    let fitting = fitting_installed(facts, server).into_iter();
    fitting.max_by_key(|c| c.not_after)
}

/// The installed certificates that are valid now, not self-signed, not without their
/// private key, and fit an open connector by name; of one server, where it is known
/// which they are on.
pub(crate) fn fitting_installed<'f>(
    facts: &'f Facts,
    server: Option<&str>,
) -> Vec<&'f Certificate> {
    let open = |c: &&InboundConnector| c.is_enabled_on_premises() != Some(false);
    let fits = |c: &&Certificate| {
        facts
            .tenant
            .connectors()
            .iter()
            .filter(open)
            .any(|connector| {
                let value = connector.tls_sender_certificate_name.value();
                value.is_some_and(|v| matches!(name_fit(&c.names, v), NameFit::Match { .. }))
            })
    };
    let usable = |c: &&Certificate| {
        let mut states = facts.states(c, server);
        c.self_signed != Some(true)
            && !c.is_from_private_ca()
            && c.is_valid_at(facts.now) != Some(false)
            && states.all(|s| s.has_private_key.value() != Some(&false))
    };
    let installed = facts.certificates.installed();
    installed
        .filter(|c| facts.may_be_installed_on(c, server))
        .filter(usable)
        .filter(fits)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::diagnosis::rules::testing::{Connector, Incident, Listed};

    /// A1 is sent and is not what is expected; B2 is, and newer.
    fn incident(sources: &str, listings: &[(&str, Listed)]) -> Incident {
        let incident = Incident::refused_by_name("new.contoso.com")
            .send_connector(&Connector::to_tenant().with("SourceTransportServers", sources));
        listings.iter().fold(incident, |i, (folder, listed)| {
            i.certificate_in(folder, listed)
        })
    }

    fn old() -> Listed {
        Listed::new("A1").dates("2025-10-01T00:00:00Z", "2026-12-01T00:00:00Z")
    }

    fn new() -> Listed {
        let new = Listed::new("B2").subject("CN=new.contoso.com");
        new.with("CertificateDomains", "{new.contoso.com}")
    }

    fn confidence(incident: &Incident) -> Option<Confidence> {
        match incident.ask(&RULE) {
            Outcome::Found(finding) => Some(finding.confidence),
            Outcome::Pass => None,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn it_counts_on_which_server_the_newer_one_is_listed() {
        use Confidence::{Certain, Likely};
        let (both, one) = ("{EX01, EX02}", "{EX01}");
        let identity = |server: &str| new().with("Identity", &format!("{server}\\{:0<40}", "B2"));
        for (sources, listings, expected) in [
            // One server, and a listing that names none.
            (one, vec![("", old()), ("", new())], Some(Certain)),
            (one, vec![("EX01/", old()), ("EX01/", new())], Some(Certain)),
            (both, vec![("", old()), ("", new())], Some(Likely)),
            (
                both,
                vec![("", old()), ("", identity("EX01"))],
                Some(Certain),
            ),
            (
                both,
                vec![("EX01/", old()), ("EX01/", new())],
                Some(Certain),
            ),
            (both, vec![("EX01/", old()), ("EX02/", new())], None),
            (both, vec![("EX01/", old()), ("", identity("EX02"))], None),
            (
                both,
                vec![("", old()), ("", identity("ex02.contoso.com"))],
                None,
            ),
            // A folder that no server is called like.
            (both, vec![("old/", old()), ("new/", new())], Some(Likely)),
            ("", vec![("", old()), ("", identity("EX02"))], Some(Likely)),
        ] {
            let incident = incident(sources, &listings);
            assert_eq!(confidence(&incident), expected, "{sources} {listings:?}");
        }
    }
}
