//! RD205: the server cannot send the whole chain of the certificate it sends.
//!
//! Why mail stops: Exchange Online cannot build the chain to a public root and does
//! not rely on the name (KB3212877: an intermediate is missing, CAPI2 event 30 with
//! 800B0109, Import-Certificate into the store CA). Needs one of: a CAPI2 event that
//! names the certificate; a listing of the stores of authorities without its issuer;
//! Status Untrusted. A listing of Get-ExchangeCertificate names no intermediates, so
//! their absence there proves nothing. Certain when the event names what was refused,
//! likely by the event alone or by the listing beside a refusal, possible otherwise. The log's acceptance of relay
//! with the certificate is believed over all of them.

use crate::attribution::{Judged, MatchedBy, Status};
use crate::diagnosis::obstacle::{is_carried, is_refused};
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{
    ChainSign, Code, Confidence, Context, Detail, Finding, NeedReason, Outcome,
};
use crate::evidence::Location;
use crate::facts::Certificate;

pub(super) const RULE: Rule = Rule {
    code: Code(205),
    check,
};

fn check(context: &Context) -> Outcome {
    let by_certificate = context.open_connectors().any(|c| c.names_certificate());
    let rests: Vec<(&Judged, &Certificate)> = context
        .verdicts
        .judged
        .iter()
        .filter_map(|j| Some((j, j.presented.certificate()?)))
        .filter(|(j, c)| by_certificate && rests_on_chain(j, c))
        .collect();
    if rests.is_empty() {
        return Outcome::NotApplicable;
    }
    let mut unexplained = None;
    for (judged, certificate) in rests {
        if is_carried(context.facts, context.verdicts, judged) {
            continue;
        }
        let refused = is_refused(context.facts, context.verdicts, judged);
        let server = context.way(judged).and_then(|w| w.server);
        let Some((sign, confidence, at)) = sign(context, certificate, server, refused) else {
            // The name fits and mail is refused: the chain is among what is left.
            if refused && judged.connector == Status::Met {
                unexplained = Some(certificate.thumbprint.clone());
            }
            continue;
        };
        let detail = Detail::ChainIncomplete {
            certificate: certificate.display_name(),
            thumbprint: certificate.thumbprint.clone(),
            issuer: certificate.issuer.clone(),
            server: context.known_server(server),
            sign,
        };
        let proof = at.into_iter().chain(context.proof(&[judged]));
        return Outcome::Found(Finding::new(205, confidence, detail, proof));
    }
    match unexplained {
        Some(thumbprint) => {
            Outcome::NeedsEvidence(vec![NeedReason::CertificateChain { thumbprint }])
        }
        None => Outcome::Pass,
    }
}

/// Not where an address carries relay; a certificate of no public CA is RD204's.
fn rests_on_chain(judged: &Judged, certificate: &Certificate) -> bool {
    judged.matched_by() != Some(MatchedBy::Address)
        && certificate.self_signed != Some(true)
        && !certificate.is_from_private_ca()
}

type Sign = (ChainSign, Confidence, Option<Location>);

fn sign(
    context: &Context,
    certificate: &Certificate,
    server: Option<&str>,
    refused: bool,
) -> Option<Sign> {
    let chains = &context.facts.chains;
    if let Some(error) = chains.error_of(certificate) {
        let confidence = match refused {
            true => Confidence::Certain,
            false => Confidence::Likely,
        };
        let sign = ChainSign::Event {
            code: error.code.clone(),
        };
        return Some((sign, confidence, Some(error.at.clone())));
    }
    if chains.has_issuer_of(certificate) == Some(false) {
        let listed = chains.authorities.iter().flatten().next();
        let at = listed.map(|a| a.at.clone());
        // Windows may fetch an issuer: without a refusal the listing alone says little.
        let confidence = match refused {
            true => Confidence::Likely,
            false => Confidence::Possible,
        };
        return Some((ChainSign::IssuerNotListed, confidence, at));
    }
    let mut states = context.facts.states(certificate, server);
    let untrusted = states.find(|s| {
        let status = s.status.value();
        status.is_some_and(|t| t.eq_ignore_ascii_case("Untrusted"))
    })?;
    // A status of that moment alone is no cause while no mail is refused.
    let at = untrusted.status.at().cloned();
    refused.then_some((ChainSign::StatusUntrusted, Confidence::Possible, at))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::diagnosis::rules::testing::{Connector, Incident, Listed};
    use crate::evidence::SourceId;
    use crate::facts::ChainError;

    fn with_event(incident: Incident, code: &str, thumbprint: &str) -> Outcome {
        incident.ask_after(&RULE, |facts| {
            facts.chains.chain_errors.push(ChainError {
                thumbprint: Some(Listed::thumbprint(thumbprint)),
                code: code.to_owned(),
                time: None,
                at: Location::new(SourceId(0), 3, "800B0109"),
            });
        })
    }

    fn confidence(outcome: &Outcome) -> Confidence {
        match outcome {
            Outcome::Found(finding) => finding.confidence,
            other => panic!("{other:?}"),
        }
    }

    const STORE: &str =
        "\nPSParentPath : Microsoft.PowerShell.Security\\Certificate::LocalMachine\\CA\n";

    fn authority(subject: &str) -> String {
        format!(
            "Subject      : {subject}\nThumbprint   : {}{STORE}",
            Listed::thumbprint("CA")
        )
    }

    #[test]
    fn an_event_that_names_what_is_sent() {
        let refused = with_event(Incident::refused(), "800B0109", "A1");
        assert_eq!(confidence(&refused), Confidence::Certain);
        let unseen = with_event(Incident::own_domains_only(), "800B0109", "A1");
        assert_eq!(confidence(&unseen), Confidence::Likely);
    }

    #[test]
    fn an_event_on_another_certificate_or_of_another_kind_is_no_proof() {
        let needed = Outcome::NeedsEvidence(vec![NeedReason::CertificateChain {
            thumbprint: Listed::thumbprint("A1"),
        }]);
        assert_eq!(with_event(Incident::refused(), "800B0109", "B2"), needed);
        assert_eq!(with_event(Incident::refused(), "800B0101", "A1"), needed);
    }

    #[test]
    fn relay_that_the_log_proves_is_believed() {
        let proven = Incident::accepted().send_connector(&Connector::to_tenant());
        let outcome = with_event(proven, "800B0109", "A1");
        assert_eq!(outcome, Outcome::Pass);
    }

    #[test]
    fn the_issuer_is_missing_in_the_listed_stores() {
        let other = Incident::refused().file("ca.txt", &authority("CN=CA 9"));
        assert_eq!(confidence(&other.ask(&RULE)), Confidence::Likely);
        let unseen = Incident::own_domains_only().file("ca.txt", &authority("CN=CA 9"));
        assert_eq!(confidence(&unseen.ask(&RULE)), Confidence::Possible);
        let there = Incident::refused().file("ca.txt", &authority("CN=CA 1"));
        assert!(matches!(there.ask(&RULE), Outcome::NeedsEvidence(_)));
        // The personal store lists no intermediates, whatever else is in it.
        let personal = Incident::refused().certificate(&Listed::new("A1"));
        assert!(matches!(personal.ask(&RULE), Outcome::NeedsEvidence(_)));
    }

    #[test]
    fn the_status_alone_is_only_possible() {
        let listed = || Listed::new("A1").with("Status", "Untrusted");
        let refused = Incident::refused().certificate(&listed());
        assert_eq!(confidence(&refused.ask(&RULE)), Confidence::Possible);
        let unseen = Incident::own_domains_only().certificate(&listed());
        assert_eq!(unseen.ask(&RULE), Outcome::Pass);
    }

    #[test]
    fn a_private_ca_or_nothing_sent_is_not_applicable() {
        let private = Listed::new("A1").with("RootCAType", "Enterprise");
        let incident = Incident::refused().certificate(&private);
        assert_eq!(
            with_event(incident, "800B0109", "A1"),
            Outcome::NotApplicable
        );
        assert_eq!(Incident::default().ask(&RULE), Outcome::NotApplicable);
    }
}
