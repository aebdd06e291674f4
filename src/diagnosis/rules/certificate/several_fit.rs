//! RD219: several installed certificates that have not expired carry the issuer and
//! subject that a Send connector to the tenant names.
//!
//! Why it matters: TlsCertificateName has no thumbprint. The latest expiry is
//! documented to win ("Selection of inbound STARTTLS certificates", for receiving;
//! the Exchange Team Blog says it of choosing in general, domain.md section 4), so a
//! renewed certificate comes into use as soon as it is imported, fit or not. Needs
//! the Send connectors and Get-ExchangeCertificate; certain that there are several, where
//! it is known that they are on one server.

use crate::diagnosis::rules::{Rule, servers_of};
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::facts::{Certificate, OnServer, SendConnector};

pub(super) const RULE: Rule = Rule {
    code: Code(219),
    check,
};

fn check(context: &Context) -> Outcome {
    let facts = context.facts;
    if facts.send_connectors.is_none() {
        return Outcome::NeedsEvidence(vec![NeedReason::SendConnectors]);
    }
    let names = |c: &SendConnector| c.tls_certificate_name.value().is_some();
    let mut naming = context.to_tenant().filter(|c| names(c)).peekable();
    if naming.peek().is_none() {
        return Outcome::NotApplicable;
    }
    if !facts.certificates.installed_known {
        return Outcome::NeedsEvidence(vec![NeedReason::InstalledCertificates]);
    }
    for connector in naming {
        for server in servers_of(context, connector) {
            let fitting = fitting(context, connector, server);
            if fitting.len() > 1 {
                let on = |c: &&Certificate| context.facts.on_server(c, server) == OnServer::Yes;
                let confidence = match fitting.iter().all(on) {
                    true => Confidence::Certain,
                    false => Confidence::Likely,
                };
                return Outcome::Found(found(context, connector, &fitting, confidence));
            }
        }
    }
    Outcome::Pass
}

fn fitting<'a>(
    context: &Context<'a>,
    connector: &SendConnector,
    server: Option<&str>,
) -> Vec<&'a Certificate> {
    let choice = context.facts.choice(connector, server);
    let candidates = choice.map_or_else(Vec::new, |c| c.candidates);
    let usable = |c: &&Certificate| {
        !c.installed.is_empty() && c.is_valid_at(context.facts.now) != Some(false)
    };
    candidates.into_iter().filter(usable).collect()
}

fn found(
    context: &Context,
    connector: &SendConnector,
    fitting: &[&Certificate],
    confidence: Confidence,
) -> Finding {
    let ways = context.verdicts.ways.iter();
    let sent = ways
        .filter(|w| w.connector == Some(&connector.name) && !w.paths.is_empty())
        .filter_map(|w| w.presented.certificate());
    let sent: Vec<&str> = sent.map(|c| c.thumbprint.as_str()).collect();
    let detail = Detail::SeveralInstalledFit {
        connector: connector.name.clone(),
        certificates: fitting
            .iter()
            .map(|c| (c.thumbprint.clone(), c.not_after))
            .collect(),
        sent: fitting
            .iter()
            .map(|c| c.thumbprint.as_str())
            .find(|t| sent.contains(t))
            .map(str::to_owned),
    };
    let named = connector.tls_certificate_name.at().cloned();
    let listed = fitting.iter().filter_map(|c| c.locations.first().cloned());
    let proof = named.into_iter().chain(listed);
    Finding::new(219, confidence, detail, proof)
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
    fn two_of_the_same_issuer_and_subject() {
        let incident = incident()
            .certificate(&listed("A1", "2027-02-01T00:00:00Z"))
            .certificate(&listed("B2", "2027-09-01T00:00:00Z"));
        let Outcome::Found(finding) = incident.ask(&RULE) else {
            panic!("not found");
        };
        let Detail::SeveralInstalledFit {
            certificates, sent, ..
        } = finding.detail
        else {
            panic!("another detail");
        };
        let first: Vec<&str> = certificates.iter().map(|(t, _)| &t[..2]).collect();
        assert_eq!(first, ["B2", "A1"], "the latest expiry first");
        assert!(sent.is_some_and(|t| t.starts_with("A1")));
    }

    #[test]
    fn an_expired_one_another_issuer_and_another_server_do_not_count() {
        let good = || listed("A1", "2027-02-01T00:00:00Z");
        let expired = listed("B2", "2026-11-01T00:00:00Z");
        let issuer = listed("B2", "2027-09-01T00:00:00Z").issuer("CN=CA 2");
        let elsewhere = listed("B2", "2027-09-01T00:00:00Z").server("EX09");
        for other in [expired, issuer, elsewhere] {
            let incident = incident()
                .certificate(&good().server("EX01"))
                .certificate(&other);
            assert_eq!(incident.ask(&RULE), Outcome::Pass, "{other:?}");
        }
    }

    #[test]
    fn what_is_missing_is_asked_for() {
        let asked = |reason| Outcome::NeedsEvidence(vec![reason]);
        let none = Incident::accepted().ask(&RULE);
        assert_eq!(none, asked(NeedReason::SendConnectors));
        assert_eq!(
            incident().ask(&RULE),
            asked(NeedReason::InstalledCertificates)
        );
    }

    #[test]
    fn a_connector_that_names_none_is_not_applicable() {
        let incident = Incident::accepted().send_connector(&Connector::to_tenant());
        assert_eq!(incident.ask(&RULE), Outcome::NotApplicable);
    }
}
