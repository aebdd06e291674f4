//! RD103: no inbound connector of type OnPremises at all, so condition B can
//! never be met. Likely: the listing that was loaded is taken as the whole one.

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
    let empty = listing.items.is_empty();
    let hit = context.hit(|o| o == Obstacle::NoConnector);
    if hit.is_none() && !empty {
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
