//! RD206: a certificate that mail to the tenant goes out with, or that a Send
//! connector chooses, has no SMTP among its Services.
//!
//! Why it matters: KB4051498 names a certificate that is not bound to SMTP as a
//! cause of UnknownCredentials; the Exchange Team Blog says that the service is not
//! checked when TlsCertificateName finds a certificate (domain.md section 4). So it
//! warns, and the log may show that the certificate is sent all the same. Needs
//! Services of Get-ExchangeCertificate; certain as far as the listing goes.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(206),
    check,
};

fn check(context: &Context) -> Outcome {
    let in_use = context.in_use();
    if in_use.is_empty() {
        return Outcome::NotApplicable;
    }
    let mut unread = None;
    for used in &in_use {
        let states = || context.facts.states(used.certificate, used.server);
        let lacking = || states().filter(|s| s.serves_smtp() == Some(false));
        if lacking().next().is_none() {
            let told = states().any(|s| s.serves_smtp().is_some());
            if !told && !context.passes(used.connector) {
                unread = unread.or(Some(context.unlisted(used.certificate, used.server)));
            }
            continue;
        }
        let mut servers: Vec<String> = lacking().filter_map(|s| s.server.clone()).collect();
        servers.sort();
        servers.dedup();
        let services = lacking().find_map(|s| s.services.value().cloned());
        let detail = Detail::NotEnabledForSmtp {
            certificate: used.certificate.display_name(),
            thumbprint: used.certificate.thumbprint.clone(),
            servers,
            services: services.unwrap_or_default(),
            sent: used.sent,
        };
        let listed = lacking().filter_map(|s| s.services.at().cloned());
        let proof = listed.chain(used.proof.iter().cloned());
        return Outcome::Found(Finding::new(206, Confidence::Certain, detail, proof));
    }
    unread.map_or(Outcome::Pass, |need| Outcome::NeedsEvidence(vec![need]))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::diagnosis::NeedReason;
    use crate::diagnosis::rules::testing::{Incident, Listed};

    #[test]
    fn services_without_smtp() {
        let incident = Incident::accepted().certificate(&Listed::new("A1").services("IIS"));
        let Outcome::Found(finding) = incident.ask(&RULE) else {
            panic!("not found");
        };
        let Detail::NotEnabledForSmtp { services, sent, .. } = &finding.detail else {
            panic!("{finding:?}");
        };
        assert_eq!((services.as_str(), *sent), ("IIS", true));
        assert_eq!(finding.confidence, Confidence::Certain);
        assert!(finding.locations[0].excerpt.starts_with("Services"));
    }

    #[test]
    fn none_of_the_services_at_all() {
        for none in ["None", ""] {
            let incident = Incident::accepted().certificate(&Listed::new("A1").services(none));
            assert!(matches!(incident.ask(&RULE), Outcome::Found(_)), "{none:?}");
        }
    }

    #[test]
    fn smtp_beside_others_passes_and_other_certificates_do_not_matter() {
        let other = Listed::new("B2")
            .subject("CN=owa.contoso.com")
            .services("IIS");
        let incident = Incident::accepted()
            .certificate(&Listed::new("A1").services("IMAP, POP, IIS, SMTP"))
            .certificate(&other);
        assert_eq!(incident.ask(&RULE), Outcome::Pass);
    }

    #[test]
    fn another_servers_listing_is_not_this_one() {
        let there = Listed::new("A1").services("SMTP").server("EX01");
        let elsewhere = Listed::new("A1").services("IIS").server("EX09");
        let incident = Incident::accepted()
            .certificate(&there)
            .certificate(&elsewhere);
        assert_eq!(incident.ask(&RULE), Outcome::Pass);
    }

    #[test]
    fn without_a_listing_it_is_asked_for_only_while_mail_fails() {
        let needed = Outcome::NeedsEvidence(vec![NeedReason::InstalledCertificates]);
        assert_eq!(Incident::refused().ask(&RULE), needed);
        assert_eq!(Incident::accepted().ask(&RULE), Outcome::Pass);
    }

    #[test]
    fn nothing_in_use_is_not_applicable() {
        let incident = Incident::default().certificate(&Listed::new("A1").services("IIS"));
        assert_eq!(incident.ask(&RULE), Outcome::NotApplicable);
    }

    #[test]
    fn a_listing_that_was_given_is_not_asked_for_again() {
        let thumbprint = Listed::thumbprint("A1");
        let other = Incident::refused().certificate(&Listed::new("B2"));
        let asked = Outcome::NeedsEvidence(vec![NeedReason::CertificateNotListed {
            thumbprint: thumbprint.clone(),
            server: None,
        }]);
        assert_eq!(other.ask(&RULE), asked);
        let silent = Incident::refused().certificate(&Listed::new("A1").unread());
        let asked = Outcome::NeedsEvidence(vec![NeedReason::CertificateProperties { thumbprint }]);
        assert_eq!(silent.ask(&RULE), asked);
    }
}
