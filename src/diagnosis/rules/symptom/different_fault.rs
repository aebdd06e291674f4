//! RD001: the error text is another fault (domain.md section 1.4).
//!
//! Needs a bounce or a log. Sure where the text carries the other fault's code.
//! A log is full of other replies, so one of its lines counts only when nothing
//! in the evidence is 5.7.64; what a bounce says was complained of and counts.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};
use crate::evidence::reply::{Neighbour, ReplyKind};
use crate::facts::Symptom;

pub(super) const RULE: Rule = Rule {
    code: Code(1),
    check,
};

fn check(context: &Context) -> Outcome {
    if context.facts.symptoms.is_empty() {
        return Outcome::NotApplicable;
    }
    let wanted = |s: &&Symptom| s.in_bounce || !context.has_refusal();
    let mut symptoms = context.facts.symptoms.iter().filter(wanted);
    let found = symptoms.find_map(|s| Some((s, other_fault(context, s)?)));
    let Some((symptom, neighbour)) = found else {
        return Outcome::Pass;
    };
    let reply = symptom.reply.clone();
    let detail = Detail::DifferentFault { neighbour, reply };
    let proof = symptom.locations.iter().cloned();
    Outcome::Found(Finding::new(1, Confidence::Certain, detail, proof))
}

/// The fault it is; the inner `None` is another organisation's inbound attribution.
fn other_fault(context: &Context, symptom: &Symptom) -> Option<Option<Neighbour>> {
    match symptom.kind {
        // These two have findings of their own: RD112 and RD211.
        ReplyKind::Neighbour(
            Neighbour::ConnectorRestricted | Neighbour::SendConnectorCertificateMissing,
        ) => None,
        ReplyKind::Neighbour(neighbour) => Some(Some(neighbour)),
        ReplyKind::TenantInboundAttribution if is_foreign(context, symptom) => Some(None),
        _ => None,
    }
}

fn is_foreign(context: &Context, symptom: &Symptom) -> bool {
    let accepts = |d| context.facts.tenant.accepts(d);
    !symptom.recipients.is_empty() && symptom.recipients.iter().all(|d| accepts(d) == Some(false))
}
