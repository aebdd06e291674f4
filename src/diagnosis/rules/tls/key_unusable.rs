//! RD218: TLS with Exchange Online fails with UnknownCredentials although the
//! certificate has its private key (HasPrivateKey is True).
//!
//! Why mail stops: Exchange cannot use the key. What is left is access to it, its
//! provider, or an ECC key on a build without support; KB4051498 also names SMTP that
//! is not enabled (domain.md sections 1.4 and 4). Needs the log and HasPrivateKey;
//! likely, as the log does not say which of them it is.

use super::failing;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(218),
    check,
};

const ERROR: &str = "UnknownCredentials";

fn check(context: &Context) -> Outcome {
    if !context.facts.has_log() {
        return Outcome::NeedsEvidence(vec![NeedReason::SendLog]);
    }
    let failing: Vec<_> = failing(context)
        .into_iter()
        .filter(|f| f.failed_with(ERROR) > 0)
        .collect();
    if failing.is_empty() {
        return Outcome::NotApplicable;
    }
    let mut unread = None;
    for case in &failing {
        let states = || context.facts.states(case.certificate, case.server);
        let keys: Vec<bool> = states()
            .filter_map(|s| s.has_private_key.value().copied())
            .collect();
        if keys.is_empty() || keys.contains(&false) {
            if keys.is_empty() {
                unread = unread.or(Some(context.unlisted(case.certificate, case.server)));
            }
            continue;
        }
        let smtp = states().find_map(|s| s.serves_smtp());
        let detail = Detail::KeyUnusable {
            certificate: case.certificate.display_name(),
            thumbprint: case.certificate.thumbprint.clone(),
            connector: case.connector.to_owned(),
            sessions: case.failed_with(ERROR),
            ec_key: case.certificate.has_ec_key() == Some(true),
            lacks_smtp: smtp == Some(false),
        };
        let listed = states().filter_map(|s| s.has_private_key.at().cloned());
        let proof = case.proof().into_iter().chain(listed);
        return Outcome::Found(Finding::new(218, Confidence::Likely, detail, proof));
    }
    unread.map_or(Outcome::Pass, |need| Outcome::NeedsEvidence(vec![need]))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::diagnosis::rules::testing::{Incident, Listed};

    fn listed(key: &str) -> Listed {
        Listed::new("A1").with("HasPrivateKey", key)
    }

    #[test]
    fn the_key_is_there_and_cannot_be_used() {
        let incident = Incident::tls_fails("UnknownCredentials").certificate(&listed("True"));
        let Outcome::Found(finding) = incident.ask(&RULE) else {
            panic!("not found");
        };
        let Detail::KeyUnusable {
            ec_key, lacks_smtp, ..
        } = finding.detail
        else {
            panic!("another detail");
        };
        assert_eq!((ec_key, lacks_smtp), (false, false));
        assert_eq!(finding.confidence, Confidence::Likely);
    }

    #[test]
    fn smtp_that_is_missing_is_told() {
        let listed = listed("True").services("IIS");
        let incident = Incident::tls_fails("UnknownCredentials").certificate(&listed);
        let Outcome::Found(finding) = incident.ask(&RULE) else {
            panic!("not found");
        };
        assert!(matches!(
            finding.detail,
            Detail::KeyUnusable {
                lacks_smtp: true,
                ..
            }
        ));
    }

    #[test]
    fn without_the_key_it_is_the_other_finding() {
        let incident = Incident::tls_fails("UnknownCredentials").certificate(&listed("False"));
        assert_eq!(incident.ask(&RULE), Outcome::Pass);
    }

    #[test]
    fn another_error_or_one_that_is_over_is_not_applicable() {
        let other = Incident::tls_fails("NoCredentials").certificate(&listed("True"));
        assert_eq!(other.ask(&RULE), Outcome::NotApplicable);
        let over = Incident::tls_failed_before("UnknownCredentials").certificate(&listed("True"));
        assert_eq!(over.ask(&RULE), Outcome::NotApplicable);
    }

    #[test]
    fn what_is_missing_is_asked_for() {
        let asked = |reason| Outcome::NeedsEvidence(vec![reason]);
        let no_listing = Incident::tls_fails("UnknownCredentials").ask(&RULE);
        assert_eq!(no_listing, asked(NeedReason::InstalledCertificates));
        assert_eq!(Incident::default().ask(&RULE), asked(NeedReason::SendLog));
    }

    #[test]
    fn a_listing_that_was_given_is_not_asked_for_again() {
        let other = Incident::tls_fails("UnknownCredentials").certificate(&Listed::new("B2"));
        let asked = Outcome::NeedsEvidence(vec![NeedReason::CertificateNotListed {
            thumbprint: Listed::thumbprint("A1"),
            server: None,
        }]);
        assert_eq!(other.ask(&RULE), asked);
    }
}
