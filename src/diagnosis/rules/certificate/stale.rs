//! RD202: an older certificate is sent although a newer one that fits is
//! installed. Needs Get-ExchangeCertificate. Blocking only while the older one
//! does not relay.

use crate::attribution::{NameFit, Status, name_fit};
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Obstacle, Outcome};
use crate::facts::{Certificate, Facts, InboundConnector};

pub(super) const RULE: Rule = Rule {
    code: Code(202),
    check,
};

fn check(context: &Context) -> Outcome {
    let failing = context
        .verdicts
        .judged
        .iter()
        .filter(|j| j.connector != Status::Met);
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
        let server = context.way(judged).and_then(|w| w.server);
        let Some(newer) = newest_fitting_installed(context.facts, server)
            .filter(|n| refused_or_invalid && is_newer(n, sent))
        else {
            continue;
        };
        let detail = Detail::StaleCertificate {
            sent: sent.display_name(),
            sent_thumbprint: sent.thumbprint.clone(),
            newer: newer.display_name(),
            newer_thumbprint: newer.thumbprint.clone(),
        };
        let proof = context
            .proof(&[judged])
            .into_iter()
            .chain(newer.locations.first().cloned());
        return Outcome::Found(Finding::new(202, Confidence::Certain, detail, proof));
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
/// private key, and fit an open connector by name; of one server, where the listing
/// tells servers apart.
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
