//! RD208: source servers of one Send connector send different certificates, and
//! not all of them fit. It explains RD101 where another server sends one that fits.

use std::collections::BTreeMap;

use crate::attribution::{Judged, Status};
use crate::diagnosis::obstacle::is_carried;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Holder, NeedReason, Outcome};
use crate::evidence::Location;

pub(super) const RULE: Rule = Rule {
    code: Code(208),
    check,
};

fn check(context: &Context) -> Outcome {
    let mut by_connector: BTreeMap<&str, BTreeMap<&str, (Holder, Vec<Location>)>> = BTreeMap::new();
    for judged in &context.verdicts.judged {
        let Some(way) = context.way(judged) else {
            continue;
        };
        let (Some(connector), Some(server)) = (way.connector, way.server) else {
            continue;
        };
        if let Some(holder) = holder(context, judged, server) {
            let proof = || (holder, way.proof.clone());
            by_connector
                .entry(connector)
                .or_default()
                .entry(server)
                .or_insert_with(proof);
        }
    }
    by_connector.retain(|_, servers| servers.len() > 1);
    if by_connector.is_empty() {
        return Outcome::NotApplicable;
    }
    if context.facts.tenant.inbound_connectors.is_none() {
        return Outcome::NeedsEvidence(vec![NeedReason::InboundConnectors]);
    }
    if !rests_on_certificate(context) {
        return Outcome::Pass;
    }
    for servers in by_connector.into_values() {
        let (holders, proof): (Vec<Holder>, Vec<_>) = servers.into_values().unzip();
        if disagree(&holders) {
            let detail = Detail::ServersDiffer { servers: holders };
            let finding = Finding::new(
                208,
                Confidence::Certain,
                detail,
                proof.into_iter().flatten(),
            );
            return Outcome::Found(finding);
        }
    }
    Outcome::Pass
}

/// Whether any connector is told by the certificate; else it is the same which is sent.
pub(super) fn rests_on_certificate(context: &Context) -> bool {
    context.open_connectors().any(|c| c.names_certificate())
}

/// Who sends which certificate, and whether its mail fits, by that or by its address, or
/// passes by the log; `None` when none was sent.
pub(super) fn holder(context: &Context, judged: &Judged, name: &str) -> Option<Holder> {
    let certificate = judged.presented.certificate()?;
    let mut fits = judged.fits.iter().flatten();
    Some(Holder {
        name: name.to_owned(),
        certificate: certificate.display_name(),
        thumbprint: certificate.thumbprint.clone(),
        fits: judged.connector == Status::Met
            || is_carried(context.facts, context.verdicts, judged)
            || fits.any(|f| f.identity.by_certificate == Status::Met && f.status != Status::Broken),
    })
}

/// Different certificates, and not all fit.
pub(super) fn disagree(holders: &[Holder]) -> bool {
    let differ = holders
        .windows(2)
        .any(|pair| pair[0].thumbprint != pair[1].thumbprint);
    differ && !holders.iter().all(|h| h.fits)
}
