//! RD214: for information: a certificate in use may not be used by TLS clients
//! (no Client Authentication among its extended key usages).
//!
//! Why it is shown: it may have changed at a renewal, as public CAs take that use
//! away. No statement of Microsoft that Exchange Online asks for it was found, and
//! none that it does not (domain.md section 3): never a verdict, nothing is asked for
//! on its account, and where the log proves relay with the certificate nothing is
//! said. Needs the certificate itself, or EnhancedKeyUsageList; certain that the use
//! is absent.

use crate::diagnosis::obstacle::is_proven;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};
use crate::facts::Certificate;

pub(super) const RULE: Rule = Rule {
    code: Code(214),
    check,
};

fn check(context: &Context) -> Outcome {
    let in_use = context.in_use();
    let mut told = in_use
        .iter()
        .filter(|u| u.certificate.allows_client_auth().is_some())
        .peekable();
    if told.peek().is_none() {
        return Outcome::NotApplicable;
    }
    let lacking = |c: &Certificate| c.allows_client_auth() == Some(false);
    let found = told.find(|u| lacking(u.certificate) && !relays(context, u.certificate));
    let Some(used) = found else {
        return Outcome::Pass;
    };
    let detail = Detail::ClientAuthAbsent {
        certificate: used.certificate.display_name(),
        thumbprint: used.certificate.thumbprint.clone(),
        before: before(context, used.certificate).map(|c| c.thumbprint.clone()),
    };
    let listed = used.certificate.locations.first().cloned();
    let proof = listed.into_iter().chain(used.proof.iter().cloned());
    Outcome::Found(Finding::new(214, Confidence::Certain, detail, proof))
}

/// Whether the log proves relay with the certificate: then the question is settled.
fn relays(context: &Context, certificate: &Certificate) -> bool {
    context.verdicts.judged.iter().any(|judged| {
        let presented = judged.presented.certificate();
        presented.is_some_and(|c| c.thumbprint == certificate.thumbprint)
            && is_proven(context.facts, context.verdicts, judged)
    })
}

/// An earlier certificate of the same subject that had the use: it went at the renewal.
fn before<'a>(context: &Context<'a>, certificate: &Certificate) -> Option<&'a Certificate> {
    let earlier = |c: &&Certificate| {
        c.subject.is_some()
            && c.subject == certificate.subject
            && c.not_after < certificate.not_after
            && c.allows_client_auth() == Some(true)
    };
    let all = context.facts.certificates.iter();
    all.filter(earlier).max_by_key(|c| c.not_after)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::diagnosis::rules::testing::{Connector, Incident, Listed};

    const SERVER: &str = "{Server Authentication (1.3.6.1.5.5.7.3.1)}";
    const BOTH: &str = "{Serverauthentifizierung (1.3.6.1.5.5.7.3.1), \
                        Clientauthentifizierung (1.3.6.1.5.5.7.3.2)}";

    #[test]
    fn server_authentication_only() {
        let before = Listed::new("B2")
            .dates("2024-01-01T00:00:00Z", "2026-12-30T00:00:00Z")
            .with("EnhancedKeyUsageList", BOTH);
        let incident = Incident::refused()
            .certificate(&Listed::new("A1").with("EnhancedKeyUsageList", SERVER))
            .certificate(&before);
        let Outcome::Found(finding) = incident.ask(&RULE) else {
            panic!("not found");
        };
        let Detail::ClientAuthAbsent { before, .. } = finding.detail else {
            panic!("another detail");
        };
        assert!(before.is_some_and(|t| t.starts_with("B2")));
    }

    #[test]
    fn both_uses_in_any_language_pass() {
        let listed = Listed::new("A1").with("EnhancedKeyUsageList", BOTH);
        let incident = Incident::refused().certificate(&listed);
        assert_eq!(incident.ask(&RULE), Outcome::Pass);
    }

    #[test]
    fn where_the_log_proves_relay_nothing_is_said() {
        let listed = Listed::new("A1").with("EnhancedKeyUsageList", SERVER);
        let incident = Incident::accepted()
            .send_connector(&Connector::to_tenant())
            .certificate(&listed);
        assert_eq!(incident.ask(&RULE), Outcome::Pass);
    }

    #[test]
    fn a_use_that_was_not_read_is_not_applicable_and_asks_for_nothing() {
        let cut = Listed::new("A1").with("EnhancedKeyUsageList", "{Server Authentication...}");
        for incident in [Incident::refused(), Incident::refused().certificate(&cut)] {
            assert_eq!(incident.ask(&RULE), Outcome::NotApplicable);
        }
    }
}
