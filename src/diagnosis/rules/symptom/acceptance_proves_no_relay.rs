//! RD004: what was accepted went to own domains, or perhaps to another tenant,
//! and so proves nothing about relay (domain.md section 2).

use crate::attribution::{RecipientClass, is_relay_of_tenant, recipient_class};
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(4),
    check,
};

fn check(context: &Context) -> Outcome {
    let facts = context.facts;
    let (mut own, mut other_tenant, mut unknown) = (0, 0, 0);
    let mut proof = Vec::new();
    for flow in facts
        .traffic
        .flows
        .iter()
        .filter(|f| facts.traffic.is_eop(f.path))
    {
        let Some(path) = facts.traffic.path(flow.path) else {
            continue;
        };
        if flow.accepted.count == 0 {
            continue;
        }
        if is_relay_of_tenant(facts, flow, &path.key) {
            return Outcome::Pass;
        }
        match recipient_class(facts, flow.recipient) {
            RecipientClass::Own => own += flow.accepted.count,
            RecipientClass::Outside => other_tenant += flow.accepted.count,
            RecipientClass::Unknown => unknown += flow.accepted.count,
        }
        proof.extend(path.address_line.clone().or(path.certificate_line.clone()));
    }
    match (own + other_tenant, unknown) {
        (0, 0) => Outcome::NotApplicable,
        (0, _) => Outcome::NeedsEvidence(vec![NeedReason::AcceptedDomains]),
        _ => {
            let detail = Detail::AcceptanceProvesNothing { own, other_tenant };
            Outcome::Found(Finding::new(4, Confidence::Certain, detail, proof))
        }
    }
}
