//! RD207: a certificate that a Send connector to the tenant uses has no private key
//! on the server (HasPrivateKey is False).
//!
//! Why mail stops: without the key TLS fails, usually with NoCredentials (KB4495258),
//! or another certificate is sent. Needs HasPrivateKey of Get-ExchangeCertificate.
//! Certain where the log shows TLS failing too, else likely; what the log shows to be
//! sent in a session with mail, and a connector whose mail passes, is believed.

use super::failing;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};
use crate::evidence::Location;
use crate::facts::{Certificate, ExchangeState, Facts};

pub(super) const RULE: Rule = Rule {
    code: Code(207),
    check,
};

/// A certificate that may lack its key.
struct Suspect<'a> {
    certificate: &'a Certificate,
    connector: Option<&'a str>,
    server: Option<&'a str>,
    fails: bool,
    proof: Vec<Location>,
}

fn check(context: &Context) -> Outcome {
    let suspects = suspects(context);
    if suspects.is_empty() && context.in_use().is_empty() {
        return Outcome::NotApplicable;
    }
    let lacking = |s: &&Suspect| keyless(context.facts, s).next().is_some();
    if let Some(suspect) = suspects.iter().find(lacking) {
        return Outcome::Found(finding(context, suspect));
    }
    let told = |s: &Suspect| {
        let mut states = context.facts.states(s.certificate, s.server);
        states.any(|state| state.has_private_key.value().is_some())
    };
    match suspects.iter().find(|s| s.fails && !told(s)) {
        Some(s) => Outcome::NeedsEvidence(vec![context.unlisted(s.certificate, s.server)]),
        None => Outcome::Pass,
    }
}

fn suspects<'a>(context: &Context<'a>) -> Vec<Suspect<'a>> {
    let failing = failing(context).into_iter().map(|f| Suspect {
        certificate: f.certificate,
        connector: Some(f.connector),
        server: f.server,
        fails: true,
        proof: f.proof(),
    });
    let in_use = context.in_use().into_iter();
    let idle = in_use.filter(|u| !u.sent && !context.passes(u.connector));
    let chosen = idle.map(|u| Suspect {
        certificate: u.certificate,
        connector: u.connector,
        server: u.server,
        fails: false,
        proof: u.proof,
    });
    failing.chain(chosen).collect()
}

fn keyless<'a>(
    facts: &'a Facts,
    s: &Suspect<'a>,
) -> impl Iterator<Item = &'a ExchangeState> + use<'a> {
    let states = facts.states(s.certificate, s.server);
    states.filter(|state| state.has_private_key.value() == Some(&false))
}

fn finding(context: &Context, suspect: &Suspect) -> Finding {
    let facts = context.facts;
    let fits = context.open_connectors().any(|c| {
        let value = c.tls_sender_certificate_name.value();
        let fit = value.map(|v| crate::attribution::name_fit(&suspect.certificate.names, v));
        matches!(fit, Some(crate::attribution::NameFit::Match { .. }))
    });
    let state = keyless(facts, suspect).next();
    let server = state.and_then(|s| s.server.clone());
    let detail = Detail::WithoutPrivateKey {
        certificate: suspect.certificate.display_name(),
        thumbprint: suspect.certificate.thumbprint.clone(),
        connector: suspect.connector.map(str::to_owned),
        server: server.or_else(|| context.known_server(suspect.server)),
        fits,
    };
    let confidence = match suspect.fails {
        true => Confidence::Certain,
        false => Confidence::Likely,
    };
    let listed = keyless(facts, suspect).filter_map(|s| s.has_private_key.at().cloned());
    let proof = listed.chain(suspect.proof.iter().cloned());
    Finding::new(207, confidence, detail, proof)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::diagnosis::NeedReason;
    use crate::diagnosis::rules::testing::{Connector, Incident, Listed};

    const NAME: &str = "<I>CN=CA 1<S>CN=mail.contoso.com";

    fn keyless() -> Listed {
        Listed::new("A1").with("HasPrivateKey", "False")
    }

    fn connector() -> Connector {
        Connector::to_tenant().named(NAME)
    }

    fn confidence(outcome: &Outcome) -> Confidence {
        match outcome {
            Outcome::Found(finding) => finding.confidence,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_chosen_certificate_has_no_key_and_tls_fails() {
        let incident = Incident::tls_fails("NoCredentials")
            .send_connector(&connector())
            .certificate(&keyless());
        assert_eq!(confidence(&incident.ask(&RULE)), Confidence::Certain);
    }

    #[test]
    fn without_a_log_it_is_likely() {
        let incident = Incident::default()
            .send_connector(&connector())
            .certificate(&keyless());
        let outcome = incident.ask(&RULE);
        assert_eq!(confidence(&outcome), Confidence::Likely);
    }

    #[test]
    fn mail_that_evidently_passes_is_believed() {
        let incident = Incident::accepted()
            .send_connector(&connector())
            .certificate(&keyless());
        assert_eq!(incident.ask(&RULE), Outcome::Pass);
    }

    #[test]
    fn a_key_or_another_servers_copy_passes() {
        let with_key = Listed::new("A1").with("HasPrivateKey", "True");
        let here = with_key.clone().server("EX01");
        for listing in [vec![with_key], vec![here, keyless().server("EX09")]] {
            let incident = Incident::tls_fails("NoCredentials").send_connector(&connector());
            let incident = listing.iter().fold(incident, |i, c| i.certificate(c));
            assert_eq!(incident.ask(&RULE), Outcome::Pass);
        }
    }

    #[test]
    fn the_listing_is_asked_for_while_tls_fails() {
        let incident = Incident::tls_fails("UnknownCredentials");
        let needed = Outcome::NeedsEvidence(vec![NeedReason::InstalledCertificates]);
        assert_eq!(incident.ask(&RULE), needed);
    }

    #[test]
    fn nothing_in_use_is_not_applicable() {
        let incident = Incident::default().certificate(&keyless());
        assert_eq!(incident.ask(&RULE), Outcome::NotApplicable);
    }

    #[test]
    fn a_listing_that_was_given_is_not_asked_for_again() {
        let other = Incident::tls_fails("NoCredentials").certificate(&Listed::new("B2"));
        let asked = Outcome::NeedsEvidence(vec![NeedReason::CertificateNotListed {
            thumbprint: Listed::thumbprint("A1"),
            server: None,
        }]);
        assert_eq!(other.ask(&RULE), asked);
    }
}
