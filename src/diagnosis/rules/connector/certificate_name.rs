//! RD101: an enabled OnPremises connector names a certificate, and no name on
//! the certificate sent fits any such connector (KB4051495, the article).
//!
//! Certain when the log shows the certificate and its refusal; likely without a
//! refusal, or where documents leave the names open and the log's answers decide;
//! possible when only the configuration tells what is sent.

use crate::attribution::{Judged, NameFit, Status, WayOrigin};
use crate::diagnosis::rules::{Rule, needs_both_sides};
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Obstacle, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(101),
    check,
};

fn check(context: &Context) -> Outcome {
    let naming: Vec<_> = context
        .open_connectors()
        .filter(|c| c.names_certificate())
        .collect();
    let Some(hit) = context.hit(|o| o == Obstacle::NameMismatch) else {
        return match naming.is_empty() {
            true => Outcome::NotApplicable,
            false => needs_both_sides(context),
        };
    };
    let Some(certificate) = hit.judged.iter().find_map(|j| j.presented.certificate()) else {
        return Outcome::NotApplicable;
    };
    let ways: Vec<_> = hit.judged.iter().filter_map(|j| context.way(j)).collect();
    let logged = ways.iter().any(|w| w.origin == WayOrigin::Log);
    let by_log = hit.judged.iter().all(|j| is_decided_by_log(j));
    let confidence = match ways.iter().map(|w| w.origin).min() {
        Some(WayOrigin::Given) => Confidence::Possible,
        _ if logged && !by_log => hit.confidence,
        _ => Confidence::Likely,
    };
    let mut servers: Vec<String> = ways
        .iter()
        .filter_map(|w| w.server.map(str::to_owned))
        .collect();
    servers.sort();
    servers.dedup();
    let value = |c: &crate::facts::InboundConnector| {
        let value = c.tls_sender_certificate_name.value();
        (
            c.name.clone(),
            value.map(ToString::to_string).unwrap_or_default(),
        )
    };
    let detail = Detail::NameMismatch {
        sent: certificate
            .names
            .all()
            .iter()
            .map(ToString::to_string)
            .collect(),
        thumbprint: certificate.thumbprint.clone(),
        servers,
        connectors: naming.iter().map(|c| value(c)).collect(),
        configured_only: !logged,
        by_log,
    };
    let expected = naming
        .iter()
        .filter_map(|c| c.tls_sender_certificate_name.at().cloned());
    let proof = context.proof(&hit.judged).into_iter().chain(expected);
    Outcome::Found(Finding::new(101, confidence, detail, proof))
}

/// Whether documents leave open if its names fit, and what was answered said that they do not.
fn is_decided_by_log(judged: &Judged) -> bool {
    let mut fits = judged.fits.iter().flatten();
    fits.any(|f| {
        f.identity.name == Some(NameFit::Undecided)
            && f.identity.unusable.is_none()
            && f.identity.by_certificate == Status::Broken
    })
}
