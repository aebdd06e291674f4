//! RD102: an enabled OnPremises connector lists addresses, none covers an
//! address that EOP saw, and no certificate fits (the article, second cause).
//! Judged per address; IPv6 is RD402.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Context, Detail, Finding, NeedReason, Obstacle, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(102),
    check,
};

fn check(context: &Context) -> Outcome {
    let listing: Vec<_> = context
        .open_connectors()
        .filter(|c| c.lists_addresses())
        .collect();
    if listing.is_empty() {
        return Outcome::NotApplicable;
    }
    let Some(hit) = context.hit(|o| o == Obstacle::AddressNotListed) else {
        let seen = context.verdicts.ways.iter().any(|w| w.address.is_some());
        return match seen {
            true => Outcome::Pass,
            false => Outcome::NeedsEvidence(vec![NeedReason::EgressAddress]),
        };
    };
    let mut addresses: Vec<_> = hit
        .judged
        .iter()
        .filter_map(|j| context.way(j)?.address)
        .filter(|a| a.to_canonical().is_ipv4())
        .collect();
    addresses.sort();
    addresses.dedup();
    let items = |c: &crate::facts::InboundConnector| {
        (c.name.clone(), c.sender_ip_addresses.items().to_vec())
    };
    let detail = Detail::AddressNotListed {
        addresses,
        connectors: listing.iter().map(|c| items(c)).collect(),
    };
    let listed = listing
        .iter()
        .filter_map(|c| c.sender_ip_addresses.at().cloned());
    let proof = context.proof(&hit.judged).into_iter().chain(listed);
    Outcome::Found(Finding::new(102, hit.confidence, detail, proof))
}
