//! RD211: TlsCertificateName names a certificate that is not installed, or
//! Exchange itself said `454 4.7.5` (domain.md sections 1.4 and 4).

use super::{connector_names, total, troubled};
use crate::attribution::configured_to_tenant;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::evidence::reply::{Neighbour, ReplyKind};
use crate::facts::SendConnector;

pub(super) const RULE: Rule = Rule {
    code: Code(211),
    check,
};

fn check(context: &Context) -> Outcome {
    said_by_log(context)
        .or_else(|| said_by_bounce(context))
        .or_else(|| not_installed(context))
        .map_or_else(|| nothing_found(context), Outcome::Found)
}

fn said_by_log(context: &Context) -> Option<Finding> {
    let paths = troubled(context, |p| p.certificate_missing.last);
    let connectors = connector_names(context, &paths);
    let first = connectors.first()?;
    let name = context
        .facts
        .send_connector(first)
        .and_then(|c| c.tls_certificate_name.value());
    let (_, proof) = total(&paths, |p| &p.certificate_missing);
    let detail = Detail::SendConnectorCertificateMissing {
        name: name.map(crate::facts::TlsCertificateName::to_text),
        connectors,
        said_by_log: true,
    };
    Some(Finding::new(211, Confidence::Certain, detail, proof))
}

fn said_by_bounce(context: &Context) -> Option<Finding> {
    let kind = ReplyKind::Neighbour(Neighbour::SendConnectorCertificateMissing);
    let symptom = context.symptom(kind).filter(|s| s.in_bounce)?;
    let detail = Detail::SendConnectorCertificateMissing {
        connectors: Vec::new(),
        name: None,
        said_by_log: true,
    };
    Some(Finding::new(
        211,
        Confidence::Certain,
        detail,
        symptom.locations.iter().cloned(),
    ))
}

fn not_installed(context: &Context) -> Option<Finding> {
    let facts = context.facts;
    if !facts.certificates.installed_known {
        return None;
    }
    let is_missing = |c: &&SendConnector| {
        let name = c.tls_certificate_name.value();
        let absent = |n| {
            facts
                .certificates
                .installed()
                .all(|i| i.is_named_by(n) == Some(false))
        };
        configured_to_tenant(facts, c) == Some(true) && name.is_some_and(absent)
    };
    let connector = facts.send_connectors.iter().flatten().find(is_missing)?;
    let detail = Detail::SendConnectorCertificateMissing {
        connectors: vec![connector.name.clone()],
        name: connector
            .tls_certificate_name
            .value()
            .map(crate::facts::TlsCertificateName::to_text),
        said_by_log: false,
    };
    let listed = facts
        .certificates
        .installed()
        .filter_map(|c| c.locations.first().cloned());
    let proof = connector
        .tls_certificate_name
        .at()
        .cloned()
        .into_iter()
        .chain(listed);
    Some(Finding::new(211, Confidence::Likely, detail, proof))
}

fn nothing_found(context: &Context) -> Outcome {
    let facts = context.facts;
    let Some(connectors) = &facts.send_connectors else {
        return Outcome::NeedsEvidence(vec![NeedReason::SendConnectors]);
    };
    let named = connectors
        .iter()
        .any(|c| c.tls_certificate_name.value().is_some());
    match (named, facts.certificates.installed_known) {
        (false, _) => Outcome::NotApplicable,
        (true, false) => Outcome::NeedsEvidence(vec![NeedReason::InstalledCertificates]),
        (true, true) => Outcome::Pass,
    }
}
