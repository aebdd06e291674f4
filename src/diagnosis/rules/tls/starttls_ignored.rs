//! RD217: STARTTLS is offered but not used (IgnoreSTARTTLS, RequireTLS false)
//! while an inbound connector expects a certificate.

use super::{connector_names, lacks_vouching, total, troubled};
use crate::attribution::Status;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::evidence::formats::send_log::Peer;

pub(super) const RULE: Rule = Rule {
    code: Code(217),
    check,
};

fn check(context: &Context) -> Outcome {
    if !context.facts.has_log() {
        return Outcome::NeedsEvidence(vec![NeedReason::SendLog]);
    }
    let mut paths = troubled(context, |p| p.starttls_ignored.last);
    paths.retain(|p| p.key.peer == Peer::Eop);
    let expected = context.open_connectors().any(|c| c.names_certificate());
    if !expected {
        return Outcome::NotApplicable;
    }
    let carried = context.verdicts.connector == Status::Met && !lacks_vouching(context, &paths);
    if paths.is_empty() || carried {
        return Outcome::Pass;
    }
    let (sessions, proof) = total(&paths, |p| &p.starttls_ignored);
    let connectors = connector_names(context, &paths);
    let configured = connectors
        .iter()
        .filter_map(|name| context.facts.send_connector(name));
    let ignoring: Vec<_> = configured
        .filter(|c| c.ignore_starttls.value() == Some(&true))
        .collect();
    let settings = ignoring
        .iter()
        .filter_map(|c| c.ignore_starttls.at().cloned());
    let proof: Vec<_> = proof.into_iter().chain(settings).collect();
    let detail = Detail::StarttlsIgnored {
        connectors,
        sessions,
        ignore_configured: !ignoring.is_empty(),
    };
    Outcome::Found(Finding::new(217, Confidence::Certain, detail, proof))
}
