//! RD103: no inbound connector of type OnPremises at all, so condition B can
//! never be met. Likely: the listing that was loaded is taken as the whole one, unless
//! the log shows relay.

use crate::attribution::Judged;
use crate::diagnosis::obstacle::is_carried;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Obstacle, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(103),
    check,
};

fn check(context: &Context) -> Outcome {
    let Some(listing) = &context.facts.tenant.inbound_connectors else {
        return Outcome::NeedsEvidence(vec![NeedReason::InboundConnectors]);
    };
    if listing.more {
        return Outcome::NeedsEvidence(vec![NeedReason::InboundConnectorsRest]);
    }
    let hit = context.hit(|o| o == Obstacle::NoConnector);
    let judged = &context.verdicts.judged;
    let carried = |j: &Judged| is_carried(context.facts, context.verdicts, j);
    // Mail that is relayed all the same shows that the listing is not the whole one.
    let refuted = !judged.is_empty() && judged.iter().all(carried);
    if hit.is_none() && (refuted || !listing.items.is_empty()) {
        return Outcome::Pass;
    }
    let detail = Detail::NoOnPremisesConnector {
        others: listing.items.len(),
    };
    let listed = listing
        .items
        .iter()
        .map(|c| c.connector_type.at().unwrap_or(&c.at).clone());
    let refused = hit.map(|h| context.proof(&h.judged)).unwrap_or_default();
    let proof = listing.at.iter().cloned().chain(listed).chain(refused);
    Outcome::Found(Finding::new(103, Confidence::Likely, detail, proof))
}
