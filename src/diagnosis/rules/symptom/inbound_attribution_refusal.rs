//! RD002: 5.7.51 or 5.7.68 for a recipient in an own domain: the same mismatch
//! seen from inside the tenant (domain.md section 1.4). For a foreign recipient it
//! is that organisation's connector: RD001.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::evidence::reply::ReplyKind;

pub(super) const RULE: Rule = Rule {
    code: Code(2),
    check,
};

fn check(context: &Context) -> Outcome {
    let Some(symptom) = context.symptom(ReplyKind::TenantInboundAttribution) else {
        return Outcome::NotApplicable;
    };
    let accepts = |d| context.facts.tenant.accepts(d);
    let own = symptom.recipients.iter().find(|d| accepts(d) == Some(true));
    let known = context.facts.tenant.accepted_domains.is_some();
    if own.is_none() && known && !symptom.recipients.is_empty() {
        return Outcome::Pass;
    }
    if own.is_none() && !known && !symptom.recipients.is_empty() && !symptom.in_bounce {
        return Outcome::NeedsEvidence(vec![NeedReason::AcceptedDomains]);
    }
    let confidence = match own {
        Some(_) => Confidence::Certain,
        None => Confidence::Possible,
    };
    let detail = Detail::InboundAttribution {
        reply: symptom.reply.clone(),
        recipient: own.map(ToString::to_string),
    };
    Outcome::Found(Finding::new(
        2,
        confidence,
        detail,
        symptom.locations.iter().cloned(),
    ))
}
