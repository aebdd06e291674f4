//! RD302: own senders satisfy condition A; `<>` and foreign senders do not
//! (NDR, out-of-office, forwarding), since only the certificate could vouch for
//! them (domain.md section 2, diagnostic pattern).

use super::{accepted_lines, distinct, shown, unvouched};
use crate::attribution::{SenderClass, Status};
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(302),
    check,
};

fn check(context: &Context) -> Outcome {
    if context.facts.tenant.accepted_domains.is_none() {
        return Outcome::NeedsEvidence(vec![NeedReason::AcceptedDomains]);
    }
    let own = |class| class == SenderClass::Own;
    let judged = &context.verdicts.judged;
    if judged.iter().all(|j| own(j.class)) {
        return Outcome::NotApplicable;
    }
    let own_passes = judged
        .iter()
        .any(|j| own(j.class) && j.organization == Status::Met);
    let failing = unvouched(context);
    let Some(first) = failing.first().filter(|_| own_passes) else {
        return Outcome::Pass;
    };
    let foreign = failing.iter().filter(|j| j.class == SenderClass::Foreign);
    let detail = Detail::ForeignOrNullSender {
        null: failing.iter().any(|j| j.class == SenderClass::Null),
        foreign: distinct(foreign.filter_map(|j| shown(j)).collect()),
        certificate: first.presented.certificate().map(|c| c.display_name()),
    };
    let refused = failing
        .iter()
        .filter_map(|j| context.way(j))
        .flat_map(|w| &w.paths);
    let refused = refused
        .filter_map(|&p| context.facts.traffic.path(p))
        .any(|p| p.refused.count > 0);
    let confidence = match refused {
        true => Confidence::Certain,
        false => Confidence::Likely,
    };
    let proof = context
        .proof(&failing)
        .into_iter()
        .chain(accepted_lines(context));
    Outcome::Found(Finding::new(302, confidence, detail, proof))
}
